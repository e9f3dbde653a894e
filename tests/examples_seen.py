"""Examples of findings on what is seen in cells beside their values, and on voices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from examples import MATRIX, Example, Room, example, level_cell, matrix, said
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from workbook_parts import draw_check_box

from qp_scoring.findings import Finding
from qp_scoring.rubric.load import load_rubric

MARKS = "ผล.xlsx"
HEADINGS = ("รหัส", "ผู้ประเมิน", "8 สถานะ", "8.1", "8.2", "8.3", "8.3 หมายเหตุ", "บทบาท")
DONE = "ประเมินเสร็จ"
REST = ("indicators-unmentioned", "item-columns-missing")
"""What is said besides of a table that holds a part of one indicator."""
OPEN = (*REST, "items-not-assessed")
"""And where that part leaves the indicator unfinished."""


def dressed(change: Callable[[object], None], cell: str = "J2", *beside: str) -> Example:
    """A good matrix of one office with something done to a cell of it."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room)
        book = load_workbook(path)
        change(book.active[cell])
        book.save(path)
        return said(path)

    return example(make, MATRIX, cell, *beside)


def font(**properties: object) -> Callable[[object], None]:
    def change(cell: object) -> None:
        cell.font = Font(**properties)

    return change


def number_format(code: str, value: object = 2) -> Callable[[object], None]:
    def change(cell: object) -> None:
        cell.value, cell.number_format = value, code

    return change


def conditional(cell: object) -> None:
    rule = FormulaRule(formula=["LEN($B$2)>99"], font=Font(strike=True))
    cell.parent.conditional_formatting.add(cell.coordinate, rule)


def crossed(cell: object) -> None:
    cell.border = Border(diagonalUp=True, diagonal=Side(style="thin"))


def partly_struck(cell: object) -> None:
    cell.value = CellRichText([TextBlock(InlineFont(strike=True), "2"), "3"])


def table(
    *rows: Sequence[object], dress: Callable[[object], None] = lambda page: None
) -> Callable[[Room], Iterable[Finding]]:
    """A table of marks of a part of indicator 8."""

    def make(room: Room) -> tuple[Finding, ...]:
        book = Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(list(row))
        dress(book.active)
        book.save(room / MARKS)
        return said(room / MARKS)

    return make


def row(status: object, *marks: object, who: str = "ก ข", note: object = None) -> list[object]:
    return ["2402", who, status, *marks, *[None] * (3 - len(marks)), note]


def merge(page: object) -> None:
    page.merge_cells("D2:D3")
    for cell, value in (("A3", "2401"), ("C3", DONE), ("E3", "มี"), ("F3", "มี")):
        page[cell] = value


def fill(page: object) -> None:
    page["D2"].fill = PatternFill("solid", fgColor="FF00B050")


def strike(page: object) -> None:
    page["G2"].font = Font(strike=True)


def note(page: object) -> None:
    page["D2"].comment = Comment("ดูหน้า 3", "ประธาน")


def note_on_mark(page: object) -> None:
    page["E2"].comment = Comment("ดูหน้า 3", "ประธาน")


def copies(room: Room) -> tuple[Finding, ...]:
    for name in ("ก.xlsx", "ข.xlsx"):
        matrix(room, name=f"in/{name}")
    (room / "in/ข.xlsx").write_bytes((room / "in/ก.xlsx").read_bytes())
    return said(room.folder / "in")


def damaged_headings(room: Room) -> tuple[Finding, ...]:
    (room / "ก.csv").write_text("เธฃเธซเธฑเธช,เธ„เธฐเน\n2402,3\n", encoding="utf-8")
    return said(room / "ก.csv")


def drawn_over(room: Room) -> tuple[Finding, ...]:
    table(row(DONE, None, "มี", "มี"))(room)
    path = room / MARKS
    draw_check_box(path, "3, 2, 1, 2, 3, 60, 1, 20")
    return said(path)


def rounded_value(room: Room) -> tuple[Finding, ...]:
    book = Workbook()
    book.active.append(["รหัส", "ผู้ประเมิน", "8.1", "8.p"])
    book.active.append(["2402", "ก ข", "มี", 98.4])
    book.active["D2"].number_format = "0"
    book.save(room / MARKS)
    return said(room / MARKS)


CHECKLIST_BELOW = "แบบ.xlsx"


def form_with_mark_beside(room: Room) -> tuple[Finding, ...]:
    book = Workbook()
    for line in (("รหัส", "2402"), ("ข้อ", "ผล"), ("8.1", None, "มี"), ("ตัวชี้วัดที่ 8", DONE)):
        book.active.append(list(line))
    book.save(room / CHECKLIST_BELOW)
    return said(room / CHECKLIST_BELOW)


def form_with_rows_below(room: Room) -> tuple[Finding, ...]:
    book = Workbook()
    for line in (("รหัส", "2402"), ("ข้อ", "ผล"), ("ตัวชี้วัดที่ 8", "ประเมิน"), ("8.1", "มี")):
        book.active.append(list(line))
    book.active["A7"] = "ลงชื่อ ผู้ประเมิน"
    book.save(room / CHECKLIST_BELOW)
    return said(room / CHECKLIST_BELOW)


def form_with_texts_exchanged(room: Room) -> tuple[Finding, ...]:
    indicator = load_rubric("qp-2566").by_code["8"]
    first, second, *_ = indicator.item
    book = Workbook()
    for line in (
        ("รหัส", "2402"),
        ("ข้อ", "รายการพิจารณา", "ผล"),
        ("ตัวชี้วัดที่ 8", indicator.title, "ประเมิน"),
        (first.id, second.text, "มี"),
        (second.id, second.text, "มี"),
    ):
        book.active.append(list(line))
    book.save(room / CHECKLIST_BELOW)
    return said(room / CHECKLIST_BELOW)


SPELLED = (
    row("ประเมิน", "มี", "มี", "มี", who="นาย ก ข"),
    row("ประเมิน", "มี", "มี", "มี", who="ก ข"),
)
MADE: dict[str, tuple[Callable[[Room], Iterable[Finding]], str, str | None]] = {
    "text-damaged": (table(row("ประเมิน", "มี", "มี", "มี", note="เธฃเธซเธฑเธช")), MARKS, "F2"),
    "text-struck": (table(row("ประเมิน", "มี", "มี", "มี", note="ดูแฟ้ม 3"), dress=strike), MARKS, "G2"),
    "sheet-damaged-text": (damaged_headings, "ก.csv", "A1"),
    "mark-dash": (table(row("ประเมิน", "-", "มี", "มี")), MARKS, "D2"),
    "mark-partial": (table(row("ประเมิน", "ไม่ครบ", "มี", "มี")), MARKS, "D2"),
    "mark-untouched": (table(row("ประเมิน", False, "มี", "มี")), MARKS, "D2"),
    "crosses-alone": (table(row("ประเมิน", "x", None, "x")), MARKS, "D2"),
    "blank-merged": (table(row(DONE, "มี", "มี", "มี"), dress=merge), MARKS, "D2:D3"),
    "blank-drawn-over": (drawn_over, MARKS, "D2"),
    "mark-elsewhere": (form_with_mark_beside, CHECKLIST_BELOW, "C3"),
    "blank-filled": (table(row(DONE, None, "มี", "มี"), dress=fill), MARKS, "D2"),
    "blank-crossed": (
        table(row(DONE, None, "มี", "มี"), dress=lambda page: crossed(page["D2"])),
        MARKS,
        "D2",
    ),
    "blank-noted": (table(row(DONE, None, "มี", "มี"), dress=note), MARKS, "D2"),
    "blank-beside-text": (table(row(DONE, "มี", "มี", None, note="ดูแฟ้ม 3")), MARKS, "F2"),
    "row-contradicts": (form_with_texts_exchanged, CHECKLIST_BELOW, "B4"),
    "rows-below": (form_with_rows_below, CHECKLIST_BELOW, "7:7"),
    "notes-not-read": (table(row(DONE, "มี", "มี", "มี"), dress=note_on_mark), MARKS, None),
    "values-rounded": (rounded_value, MARKS, "D2"),
    "file-copy": (copies, "ข.xlsx", None),
    "assessor-spelled-twice": (table(*SPELLED), MARKS, "A3"),
    "assessor-shortened": (
        table(SPELLED[0], [*SPELLED[1][:1], "ก ข ครู", *SPELLED[1][2:]]),
        MARKS,
        "A2",
    ),
    "assessor-as-above": (table(row("ประเมิน", "มี", "มี", "มี", who="″")), MARKS, "B2"),
    "assessor-nearly": (
        table(
            row("ประเมิน", "มี", "มี", "มี", who="ก กมลา"), row("ประเมิน", "มี", "มี", "มี", who="ก กมล")
        ),
        MARKS,
        "A3",
    ),
    "assessors-alike": (
        table(SPELLED[0], [*SPELLED[1][:1], "นาง ก ข", *SPELLED[1][2:]]),
        MARKS,
        "A3",
    ),
    "assessor-differs": (table(SPELLED[0], row("ประเมิน", "มี", "มี", "ไม่มี", who="ก ข")), MARKS, "F3"),
    "items-forgotten": (
        table(row("ประเมิน", "มี", None, "มี"), row("ประเมิน", "มี", "มี", "มี", who="ค ง")),
        MARKS,
        "E2",
    ),
    "resolution-overturns": (
        table(row("ประเมิน", "มี", "มี", "มี"), [*row("ประเมิน", "ไม่มี", who=None), "มติ"]),
        MARKS,
        "D3",
    ),
    "resolution-overturns-status": (
        table(row("ประเมิน", "มี", "มี", "มี"), [*row("ไม่รายงาน", who=None), "มติ"]),
        MARKS,
        "C3",
    ),
}

BESIDE: dict[str, tuple[str, ...]] = {
    "sheet-damaged-text": ("nothing-readable",),
    "resolution-overturns-status": REST,
    "mark-dash": OPEN,
    "mark-partial": OPEN,
    "mark-elsewhere": (
        "indicator-row-missing",
        "indicators-unmentioned",
        "item-rows-missing",
        "items-not-assessed",
        "rows-reordered",
    ),
    "blank-noted": (
        "indicators-unmentioned",
        "item-columns-missing",
        "items-not-assessed",
        "notes-not-read",
    ),
    "row-contradicts": (
        "indicator-row-missing",
        "indicators-unmentioned",
        "item-rows-missing",
        "items-not-assessed",
    ),
    "rows-below": (
        "indicator-row-missing",
        "indicators-unmentioned",
        "item-rows-missing",
        "items-not-assessed",
    ),
    "file-copy": (),
    "assessor-as-above": (),
    "assessor-differs": (
        "assessor-spelled-twice",
        "indicators-unmentioned",
        "item-columns-missing",
        "items-not-assessed",
    ),
}
"""What is said besides where it is not :data:`OPEN`."""

EXAMPLES: dict[str, Example] = {
    "cell-struck": dressed(font(strike=True)),
    "cell-partly-struck": dressed(partly_struck),
    "cell-shifted": dressed(font(vertAlign="superscript")),
    "cell-symbols": dressed(font(name="Wingdings")),
    "cell-crossed": dressed(crossed),
    "cell-invisible": dressed(font(color="FFFFFFFF")),
    "cell-shown-otherwise": dressed(number_format('0"0"')),
    "cell-conditional": dressed(conditional),
    "cell-rounded": dressed(number_format("0", 2.4)),
    "cell-damaged": level_cell("8", "เธฃเธซเธฑเธช"),
    **{
        code: example(make, file, cell, *BESIDE.get(code, OPEN))
        for code, (make, file, cell) in MADE.items()
    },
}
