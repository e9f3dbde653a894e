"""Examples of findings on what stands in the cells: layouts 1–4, their headers, their scoring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import test_rounds as of_rounds
import test_versions as of_versions
from examples import (
    GOOD,
    MATRIX,
    Example,
    Room,
    example,
    level_cell,
    matrix,
    matrix_of,
    said,
    text_book,
)
from forms_filled import EXEMPT, MARK, NOT_REPORTED, OPEN, REASON, Desk, place, rewrite
from forms_filled import small_rubric as make_small
from making import (
    CODES,
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED_OFFICE,
    Percent,
    copy_rubric,
    levels_with,
)
from openpyxl import load_workbook
from openpyxl.styles import Font

from qp_scoring.documents.answers import Role
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import read_inputs
from qp_scoring.rubric.load import earlier_versions, load_rubric

LEFT = ("nothing-readable",)
FORM = "แบบ.xlsx"
TABLE = "ตาราง.xlsx"
SIX = ("1", "2", "3", "4", "5", "6a")
"""The indicators of the small rubric for a สพป."""


def merged_level(room: Room) -> tuple[Finding, ...]:
    path = matrix(room, GOOD, (SECONDARY_OFFICE, *SECONDARY_ALL_THREE))
    book = load_workbook(path)
    book.active.merge_cells("B2:B3")
    book.save(path)
    return said(path)


def example_sheet(room: Room) -> tuple[Finding, ...]:
    path = matrix(room)
    book = load_workbook(path)
    book.copy_worksheet(book.active).title = "ตัวอย่าง"
    book.save(path)
    return said(path)


# --- checklists: the shipped form of the small rubric, all at its best but for one thing


def form(
    changes: Mapping[str, object],
    at: tuple[str, str],
    *beside: str,
    blank: Sequence[str] = (),
    header: Mapping[str, object] | None = None,
    name: str = FORM,
) -> Example:
    """One checklist; ``blank`` are indicators whose items stay unanswered."""

    def make(room: Room) -> tuple[Finding, ...]:
        desk = Desk(room.folder, make_small(room.folder))
        best = {k: v for k, v in desk.best().items() if k.split(".")[0] not in blank}
        path = desk.form({**best, **changes}, header=header, name=name)
        return said(path, rubric=desk.rubric_folder)

    return Example(make, lambda room: (name, _cell_of_form(room, name, *at)), frozenset(beside))


def _cell_of_form(room: Room, name: str, key: str, column: str) -> str:
    path = room.folder / "in" / name
    if column in (MARK, REASON):
        return place(path, key, column)
    for row in load_workbook(path).active.iter_rows(max_row=15):
        for cell in row:
            if cell.value == key:
                return cell.offset(0, 1).coordinate
    raise KeyError(key)


def headed(label: str, value: object, *beside: str) -> Example:
    """A checklist whose header says something else."""
    return form({}, (label, "header"), *beside, header={label: value})


def of_another_round(room: Room) -> tuple[Finding, ...]:
    """A table with an item that only the later round asks for."""
    rows = (("1.1", "มี", ""), ("1.2", "มี", ""), ("1.3", "มี", ""))
    path = of_rounds.table(room.folder, *rows)
    return said(path, rubric=of_rounds.rubric_in(room.folder, of_rounds.BY_ROUND), round_id="6m")


Lines = list[list[object]]


def rows_changed(
    change: Callable[[Lines], Lines], at: Callable[[dict[str, int]], str], *beside: str
) -> Example:
    """A checklist whose rows a user deleted, sorted or repeated."""

    def make(room: Room) -> tuple[Finding, ...]:
        desk = Desk(room.folder, make_small(room.folder))
        path = rewrite(desk.form(desk.best(), name=FORM), change)
        return said(path, rubric=desk.rubric_folder)

    def where(room: Room) -> tuple[str, str]:
        column = load_workbook(room.folder / "in" / FORM).active["A"]
        return FORM, at({str(cell.value): cell.row for cell in column})

    return Example(make, where, frozenset(beside))


def _without(label: str) -> Callable[[Lines], Lines]:
    return lambda lines: [line for line in lines if line[0] != label]


def _unlabelled(label: str) -> Callable[[Lines], Lines]:
    return lambda lines: [[None, *line[1:]] if line[0] == label else line for line in lines]


def _reworded(lines: Lines) -> Lines:
    return [[line[0], "คำอื่น", *line[2:]] if line[0] == "1.2" else line for line in lines]


def _swapped(lines: Lines) -> Lines:
    at = next(number for number, line in enumerate(lines) if line[0] == "1.1")
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return lines


# --- long tables of the small rubric; indicators not named in a row are not reported

COLUMNS = {
    "office": "รหัส",
    "indicator": "ตัวชี้วัด",
    "item": "ข้อ",
    "assessor": "ผู้ประเมิน",
    "role": "บทบาท",
    "mark": "ผล",
    "value": "ค่า",
    "reason": "เหตุผล",
}
"""In A … H; the first row given stands in row 2."""

Line = Mapping[str, object]


def line(indicator: str, item: str | None = None, mark: object = None, **more: object) -> Line:
    return {"indicator": indicator, "item": item, "mark": mark, **more}


def write_table(room: Room, lines: Iterable[Line], name: str = TABLE):
    rows = [[{"office": SEED_OFFICE, **one}.get(column) for column in COLUMNS] for one in lines]
    return text_book(room / name, list(COLUMNS.values()), *rows)


def rest(*lines: Line) -> list[Line]:
    """Status rows that say ไม่รายงาน of the indicators that no line names."""
    named = {one["indicator"] for one in lines}
    return [line(code, mark=NOT_REPORTED) for code in SIX if code not in named]


def table(cell: str | None, *lines: Line, beside: Sequence[str] = ()) -> Example:
    def make(room: Room) -> tuple[Finding, ...]:
        path = write_table(room, [*lines, *rest(*lines)])
        return said(path, rubric=make_small(room.folder))

    return example(make, TABLE if cell else None, cell, *beside)


def of_a_whole_number(room: Room) -> tuple[Finding, ...]:
    path = write_table(room, [line("5", "5.p", value=70.5), *rest(line("5", "5.p"))])
    rubric = make_small(room.folder)
    (file,) = rubric.glob("indicators/*5*.toml")
    text = file.read_text("utf-8").replace('id = "5.p"\n', 'id = "5.p"\nwhole = true\n')
    file.write_text(text, encoding="utf-8")
    return said(path, rubric=rubric)


def differing_where_a_gate_asks(room: Room) -> tuple[Finding, ...]:
    """Two assessors differ on an item that a band requires, and that makes no level."""
    rubric = make_small(room.folder)
    main = rubric / "rubric.toml"
    text = main.read_text("utf-8")
    asked = text.replace("at_least = 1.50", 'at_least = 0.1, requires = { all = ["1.4"] }')
    main.write_text(asked, encoding="utf-8")
    lines = [
        line("1", f"1.{n}", "มี" if (n, who) == (4, "ก") else "ไม่มี", assessor=who)
        for who in ("ก", "ข")
        for n in range(1, 6)
    ]
    return said(write_table(room, [*lines, *rest(*lines)]), rubric=rubric)


def differing_where_another_asks(room: Room) -> tuple[Finding, ...]:
    """Two assessors differ on 6a, and the limit of 1 asks for its score."""
    rubric = make_small(room.folder)
    (file,) = (one for one in rubric.glob("indicators/*.toml") if '"1.1"' in one.read_text("utf-8"))
    text = file.read_text("utf-8").partition("\n[[item]]")
    limit = '\nlimit = [{ unless = { score = "6a", min = 4 }, at_most = 2 }]'
    file.write_text(text[0] + limit + text[1] + text[2], encoding="utf-8")
    lines = [line("1", f"1.{n}", "มี") for n in range(1, 6)]
    for who, mark in (("ก", "มี"), ("ข", "ไม่มี")):
        lines += [line("6a", f"6a.{n}", mark, assessor=who) for n in range(1, 5)]
    return said(write_table(room, [*lines, *rest(*lines)]), rubric=rubric)


def two_resolutions(room: Room) -> tuple[Finding, ...]:
    decided = line("1", "1.1", "มี", role=Role.RESOLUTION.value)
    one = write_table(room, [decided, *rest(decided)], "ก.xlsx")
    two = write_table(room, [decided], "ข.xlsx")
    return said(one, two, rubric=make_small(room.folder))


def two_assessors(room: Room, assessor: str | None = "สมศรี") -> tuple[Finding, ...]:
    desk = Desk(room.folder, make_small(room.folder))
    for name, comment in (("ก.xlsx", "ดี"), ("ข.xlsx", "ดีมาก")):
        answers = {**desk.best(), "1 ข้อเสนอแนะ": comment}
        desk.form(answers, assessor=assessor, name=name)
    return said(desk.folder, rubric=desk.rubric_folder)


def unmentioned(room: Room) -> tuple[Finding, ...]:
    path = write_table(room, [line("1", mark=NOT_REPORTED)])
    return said(path, rubric=make_small(room.folder))


def mark_matrix(room: Room) -> tuple[Finding, ...]:
    """A mark matrix in which an item of indicator 1 has no column."""
    statuses = [f"{code} สถานะ" for code in ("2", "3", "4", "5", "6a")]
    items = ["1.1", "1.2", "1.3", "1.4"]
    path = text_book(
        room / MATRIX,
        ["รหัส", *items, *statuses],
        [SEED_OFFICE, *["มี"] * 4, *[NOT_REPORTED] * 5],
    )
    return said(path, rubric=make_small(room.folder))


# --- headers of level matrices, and matrices as a whole


def header(label: str, value: object, *beside: str, **options: object) -> Example:
    def make(room: Room) -> tuple[Finding, ...]:
        path = matrix(room, header=[(label, value)])
        return said(path, **{"rubric": "qp-2566", **options})

    return example(make, MATRIX, "B1", *beside)


def two_headers(label: str, first: str, second: str) -> Example:
    def make(room: Room) -> tuple[Finding, ...]:
        one = matrix(room, header=[(label, first)], name="ก.xlsx")
        two = matrix(room, header=[(label, second)], name="ข.xlsx")
        return said(one, two, round_id=None)

    return Example(make, [("ก.xlsx", "B1"), ("ข.xlsx", "B1")])


def not_a_layout(room: Room) -> tuple[Finding, ...]:
    return said(text_book(room / "ก.xlsx", ["บันทึกข้อความ"]))


def second_sheet(room: Room) -> tuple[Finding, ...]:
    path = matrix(room)
    book = load_workbook(path)
    book.create_sheet("คำอธิบาย")["A1"] = "โปรดอ่าน"
    book.save(path)
    return said(path)


_ALL_EXEMPT = [line(code, mark=EXEMPT, reason="ประเมินในระบบอื่น") for code in SIX]
_NOT_RELEVANT = {"mark": "ไม่เกี่ยวข้อง", "reason": "ไม่มีโรงเรียน"}


def shared_names(room: Room) -> tuple[Finding, ...]:
    """A level by a name that two levels of a copied rubric share."""
    rubric = copy_rubric(room.folder, {'level = 4, name = "ดีมาก"': 'level = 4, name = "ดี"'})
    row = (SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8="ดี"))
    return said(matrix(room, row), rubric=rubric)


def lines_of(*rows: Sequence[object], name: str = TABLE) -> Callable[[Room], tuple[Finding, ...]]:
    """A workbook of plain rows, read by the small rubric."""

    def make(room: Room) -> tuple[Finding, ...]:
        desk = Desk(room.folder, make_small(room.folder))
        return said(text_book(room / name, *rows), rubric=desk.rubric_folder)

    return make


_ANSWERED = [[f"1.{n}", "มี"] for n in range(1, 6)]
_TIMES = ["12/5/2566, 14:03:22", "12/5/2566, 15:00:00"]
_UNSAID = ("indicators-unmentioned",)
_NO_COLUMNS = ("item-columns-missing", *_UNSAID)
_FORM_ROWS = [["ข้อ", "ผล"], *_ANSWERED]
_WEB_FORM = [
    ["ประทับเวลา", "ผู้ประเมิน", "สพท.", *(f"1.{n}" for n in range(1, 6))],
    *([time, "ก", "สพป.ฉะเชิงเทรา เขต 2", *["มี"] * 5] for time in _TIMES),
]


def _web_form_again(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, make_small(room.folder))
    book = text_book(room / TABLE, *_WEB_FORM)
    log = FindingLog()
    read_inputs(Request([str(book)], str(desk.rubric_folder), "6m", latest=True), log)
    return tuple(log)


def _ticks(*cells: object) -> Callable[[Room], tuple[Finding, ...]]:
    """A form with a column of ticks for each answer; the first item stands in row 3."""
    rows = [["ข้อ", "มี", "ไม่มี"], ["1.1", *cells], *([key, "/", None] for key, _ in _ANSWERED[1:])]
    return lines_of(["สพท.", "สพป.ฉะเชิงเทรา เขต 2"], *rows)


_WORDS_OF_ITEMS = [f"ตัวชี้วัดที่ 8 {words}" for words in ("มีแผน", "มีคณะทำงาน", "มีรายงาน")]


def _headed_marks(heading: str, *answers: object) -> Callable[[Room], tuple[Finding, ...]]:
    """Marks of two offices, with one more column under a heading in column C."""
    rows = [["2402", "มี", answers[0]], ["2401", "มี", answers[1]]]
    return lines_of(["รหัส", "1.1", heading], *rows)


def _struck(room: Room) -> tuple[Finding, ...]:
    """A level matrix whose second office is crossed out."""
    path = matrix(room, GOOD, (SECONDARY_OFFICE, *GOOD[1:]))
    book = load_workbook(path)
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    book.save(path)
    return said(path)


def _a_level_of_one_beside_marks(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, make_small(room.folder))
    text_book(
        desk.folder / "ระดับ.xlsx",
        ["รหัส", "ตัวชี้วัด", "ระดับ", "ผู้ประเมิน"],
        [SEED_OFFICE, "1", 1, "ก ข"],
    )
    ids, marks = zip(*_ANSWERED, strict=True)
    text_book(desk.folder / TABLE, ["รหัส", "ผู้ประเมิน", *ids], [SEED_OFFICE, "ค ง", *marks])
    return said(desk.folder, rubric=desk.rubric_folder)


def _a_sheet_to_each_round(room: Room) -> tuple[Finding, ...]:
    path = matrix(room)
    book = load_workbook(path)
    book.copy_worksheet(book.active).title = "รอบ 12 เดือน"
    book.active.title = "รอบ 6 เดือน"
    book.save(room / TABLE)
    path.unlink()
    return said(room / TABLE)


def _levels_over_marks(room: Room) -> tuple[Finding, ...]:
    """All of indicator 1 met, and a level that the committee agreed on below."""
    items = [key for key, _ in _ANSWERED]
    marks = [["สพท.", *items], ["สพป.ฉะเชิงเทรา เขต 2", *["มี"] * 5]]
    return lines_of(*marks, [], ["สพท.", "1"], ["สพป.ฉะเชิงเทรา เขต 2", 3])(room)


def _earlier_form(room: Room) -> tuple[Finding, ...]:
    """A blank form made with an earlier version of the shipped criteria."""
    (folder,) = earlier_versions("qp-2566").values()
    of_versions.form_of(load_rubric(folder), room / "2402 ก.xlsx")
    log = FindingLog()
    read_inputs(Request([room / "2402 ก.xlsx"]), log)
    return tuple(log)


BLANKS = ("items-not-assessed",)
"""What is said besides where the other items of an indicator are blank."""

EXAMPLES: dict[str, Example] = {
    # layout 1
    "exempt-reason-missing": form({"1": EXEMPT}, ("1", MARK), blank="1"),
    "reason-beside-met": form({"1.1": ("มี", "ไม่พบ")}, ("1.1", REASON)),
    "mark-as-reason": form({"1.1": (None, "มี")}, ("1.1", REASON), "items-not-assessed"),
    "reason-unlisted": form({"1.1": ("ไม่มี", "ลืม")}, ("1.1", REASON)),
    "rubric-earlier-version": example(_earlier_form),
    "header-version-differs": headed("รุ่นเกณฑ์", "9.9.9", *LEFT),
    "header-content-differs": headed("รหัสเนื้อหาเกณฑ์", "0123456789ab"),
    "header-version-patch": headed("รุ่นเกณฑ์", "0.2.99"),
    "file-office-differs": form({}, ("รหัส", "header"), *LEFT, name=f"{SECONDARY_OFFICE} สพม.xlsx"),
    "role-unknown": headed("บทบาท", "กรรมกาน"),
    "stage-unknown": headed("ขั้น", "ทางโทรศัพท์"),
    "assessor-twice": Example(
        two_assessors, lambda room: ("ข.xlsx", _cell_of_form(room, "ข.xlsx", "รหัส", ""))
    ),
    "assessor-unnamed-twice": Example(
        lambda room: two_assessors(room, None),
        lambda room: ("ข.xlsx", _cell_of_form(room, "ข.xlsx", "รหัส", "")),
    ),
    "item-rows-missing": rows_changed(
        _without("1.5"), lambda rows: f"A{rows['ตัวชี้วัดที่ 1']}", "items-not-assessed"
    ),
    "indicator-row-missing": rows_changed(
        _without("ตัวชี้วัดที่ 1"), lambda rows: f"{rows['ข้อ']}:{rows['ข้อ']}"
    ),
    "mark-without-item": rows_changed(
        _unlabelled("1.5"),
        lambda rows: f"D{rows['1.4'] + 1}",
        "item-rows-missing",
        "items-not-assessed",
    ),
    "item-text-differs": rows_changed(_reworded, lambda rows: f"B{rows['1.2']}"),
    "rows-reordered": rows_changed(_swapped, lambda rows: f"A{rows['1.2']}"),
    # layouts 2 and 3
    "item-columns-missing": example(mark_matrix, MATRIX, "1:1", "items-not-assessed"),
    "resolution-twice": example(two_resolutions, "ข.xlsx", "F2", *BLANKS),
    "status-outvoted": table(
        "F2",
        line("1", mark=NOT_REPORTED, assessor="ก"),
        line("1", mark=EXEMPT, reason="ยุบรวม", assessor="ข"),
        line("1", mark=EXEMPT, reason="ยุบรวม", assessor="ค"),
    ),
    "indicators-unmentioned": example(unmentioned, TABLE, "A2"),
    "item-other-round": example(of_another_round, "ตาราง.csv", "C4"),
    "item-unknown": table("C2", line("1", "1.9", "มี"), line("1", mark=NOT_REPORTED)),
    "item-twice": table("C3", line("1", "1.1", "มี"), line("1", "1.1", "ไม่มี"), beside=BLANKS),
    "mark-unknown": table("F2", line("1", "1.1", "มีบ้าง"), beside=BLANKS),
    "status-unknown": table("F2", line("1", mark="ประเมินบ้าง")),
    "value-unknown": table("G2", line("5", "5.p", value="มาก"), beside=BLANKS),
    "value-outside": table("G2", line("5", "5.p", value=101), beside=BLANKS),
    "value-not-whole": example(of_a_whole_number, TABLE, "G2", *BLANKS),
    "value-percent-unclear": table("G2", line("5", "5.p", value=0.5), beside=["not-assessed"]),
    "not-relevant-without-reason": table("F2", line("1", "1.1", "ไม่เกี่ยวข้อง"), beside=BLANKS),
    "marks-under-status": table("F3", line("1", mark=NOT_REPORTED), line("1", "1.1", "มี")),
    "level-not-judged": table("G2", line("1", mark=OPEN, value=3, assessor="ก")),
    "levels-of-several": example(
        lines_of(
            ["รหัส", "ตัวชี้วัด", "ระดับ", "ผู้ประเมิน"],
            *([SEED_OFFICE, "1", level, who] for who, level in (("ก ข", 3), ("ค ง", 4))),
        ),
        TABLE,
        "C2",
        *_UNSAID,
    ),
    "judged-without-reason": table("H2", line("4", mark=OPEN, value=3)),
    "indicator-unknown": table("B2", line("9", mark=NOT_REPORTED)),
    # layout 4
    "cell-error": level_cell("8", "#N/A"),
    "formula-without-value": level_cell("8", "=1+2"),
    "cell-date": level_cell("8", date(2023, 3, 4)),
    "cell-boolean": level_cell("8", True),
    "level-percent": level_cell("8", Percent(0.85)),
    "level-outside-scale": level_cell("8", 6),
    "level-not-whole": level_cell("8", 2.5),
    "level-unknown": level_cell("8", "ดีเลิศ"),
    "level-number-name-differ": level_cell("8", "3 (ดีมาก)"),
    "exempt-without-reason": level_cell("8", "ยกเว้น"),
    "level-name-shared": example(shared_names, MATRIX, "J2"),
    "layout-near": example(lines_of(["ที่", "1.1", "1.2"], [1, "มี", "มี"]), TABLE, "1:1", *LEFT),
    "row-struck": example(_struck, MATRIX, "3:3"),
    "resolution-level-differs": example(
        _levels_over_marks, TABLE, "B5", "indicator-columns-missing", *_NO_COLUMNS
    ),
    "options-several": example(_ticks("/", "/"), TABLE, "B3", *_UNSAID),
    "option-unclear": example(_ticks("?", None), TABLE, "B3", *_UNSAID),
    "form-answered-twice": example(lines_of(*_WEB_FORM), TABLE, "C3", "item-columns-missing"),
    "form-later-taken": example(_web_form_again, TABLE, "C3", "item-columns-missing"),
    "form-office-missing": example(lines_of(*_FORM_ROWS), TABLE, "1:1", *LEFT),
    "form-office-several": example(
        lines_of(["สพป.ระยอง เขต 2", "สพป.ฉะเชิงเทรา เขต 2"], *_FORM_ROWS), TABLE, "2:2", *LEFT
    ),
    "column-unread": example(
        _headed_marks("ตรวจเมื่อวาน", "มี", "ไม่มี"), TABLE, "C1", "items-not-assessed", *_NO_COLUMNS
    ),
    "heading-contradicts": example(
        _headed_marks("1.2 มีหลักฐานข้อ 1.3", "มี", "มี"),
        TABLE,
        "C1",
        "items-not-assessed",
        *_NO_COLUMNS,
    ),
    "indicator-headings-several": Example(
        matrix_of((*GOOD, 1, 1, 1), codes=(*CODES, *_WORDS_OF_ITEMS)),
        [(MATRIX, f"{column}1") for column in "OPQ"],
    ),
    "heading-own-words": example(
        matrix_of(GOOD, codes=("ตัวชี้วัดที่ 1 เพิ่มขึ้น", *CODES[1:])), MATRIX, "B1"
    ),
    "full-mark-other": example(
        matrix_of(GOOD, codes=("ตัวชี้วัดที่ 1 (10 คะแนน)", *CODES[1:])), MATRIX, "B2"
    ),
    "row-above-heading": example(lines_of(GOOD[:7], ["สพท.", *SIX], GOOD[:7]), TABLE, "1:1"),
    "heading-elsewhere": example(
        matrix_of((*GOOD, 5), codes=(*CODES, "ตัวชี้วัดที่ 1 รอบ 12 เดือน")), MATRIX, "O1"
    ),
    "row-elsewhere": example(
        lines_of(["รอบ", "สพท.", *SIX], *([when, *GOOD[:7]] for when in ("6 เดือน", "12 เดือน"))),
        TABLE,
        "A3",
    ),
    "columns-of-whom": example(
        lines_of(["ข้อ", "รายการ", "ก", "ข"], ["1.1", "แผน", "มี", "มี"], ["1.2", "คำสั่ง", "มี", "มี"]),
        TABLE,
        "C1",
        *LEFT,
    ),
    "items-listed": example(
        matrix_of((SEED_OFFICE, load_rubric("qp-2566").by_code["1"].item[0].text, *GOOD[2:])),
        MATRIX,
        "B2",
    ),
    "heading-near": example(
        _headed_marks("มีหลักฐานขอ 1.2", "มี", "มี"),
        TABLE,
        "C1",
        "items-not-assessed",
        *_NO_COLUMNS,
    ),
    "heading-misspelt": example(
        matrix_of(GOOD, codes=(*CODES[:-1], "ตัวชีวัดที่ X2")), MATRIX, "N1", "indicator-columns-missing"
    ),
    "row-set-aside": example(
        matrix_of(GOOD, (SECONDARY_OFFICE, *SECONDARY_ALL_THREE, "ยกเลิก"), more=("หมายเหตุ",)),
        MATRIX,
        "O3",
    ),
    "level-merged": example(merged_level, MATRIX, "B2:B3", "not-assessed"),
    "sheet-set-aside": example(example_sheet, MATRIX),
    "title-of-others": example(matrix_of(header=[["ผลการประเมินตนเอง"]]), MATRIX, "A1"),
    "legend-contradicts": example(matrix_of(header=[["1 = ดีเยี่ยม"]]), MATRIX, "A1", *LEFT),
    "answer-starred": level_cell("8", "3*"),
    "correction-in-words": example(matrix_of((*GOOD, "แก้เป็น 5"), more=("หมายเหตุ",)), MATRIX, "O2"),
    "comment-unclear": example(matrix_of((*GOOD, "ควรเผยแพร่"), more=("ข้อเสนอแนะ",)), MATRIX, "O1"),
    "total-row-skipped": example(matrix_of(GOOD, ("เฉลี่ย", *GOOD[1:])), MATRIX, "A3"),
    "columns-differ": example(matrix_of((*GOOD, 4), codes=(*CODES, "8")), MATRIX, "J2"),
    "columns-filled": example(
        matrix_of((SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=None), 4), codes=(*CODES, "8")),
        MATRIX,
        "J1",
    ),
    "indicator-column-unknown": example(matrix_of((*GOOD, 3), codes=(*CODES, 14)), MATRIX, "O1"),
    "indicator-columns-missing": example(matrix_of(GOOD[:-1], codes=CODES[:-1]), MATRIX, "1:1"),
    "typed-mean-differs": example(matrix_of((*GOOD, 4.99), more=("คะแนนเฉลี่ย",)), MATRIX, "O2"),
    "typed-totals-differ": example(
        matrix_of(GOOD, ("เฉลี่ย", 5, *GOOD[2:])), MATRIX, "B3", "total-row-skipped"
    ),
    "typed-band-differs": example(matrix_of((*GOOD, "ดีเยี่ยม"), more=("ระดับคุณภาพ",)), MATRIX, "O2"),
    "layout-unknown": example(not_a_layout, "ก.xlsx", None, *LEFT),
    "nothing-readable": example(not_a_layout, None, None, "layout-unknown"),
    "sheet-skipped": example(second_sheet, MATRIX),
    # headers and rounds
    "header-rubrics-disagree": two_headers("ชุดเกณฑ์", "qp-2566", "qp-2567"),
    "header-rounds-disagree": two_headers("รอบ", "6m", "12m"),
    "header-rubric-differs": header("ชุดเกณฑ์", "qp-2567", *LEFT),
    "header-fiscal-year-differs": header("ปีงบประมาณ", 2567, *LEFT),
    "header-round-differs": header("รอบ", "12m", *LEFT),
    "title-differs": header("สรุปผล", "ประจำปีงบประมาณ พ.ศ. 2567 (รอบ 12 เดือน)"),
    "round-of-title": example(
        lambda room: said(matrix(room, header=[["รอบ 12 เดือน"]]), round_id=None), MATRIX, "A1"
    ),
    "sheet-elsewhere": example(_a_sheet_to_each_round, TABLE, None),
    "round-unknown": example(lambda room: said(matrix(room), round_id="9m")),
    "round-assumed": example(lambda room: said(matrix(room), round_id=None)),
    # scoring
    "dash-where-applicable": level_cell("8", "-"),
    "level-where-not-applicable": level_cell("6b", 3),
    "status-where-not-applicable": level_cell("6b", "N/A"),
    "not-assessed": level_cell("8", None),
    "undecided-status": table(
        "F2",
        line("1", mark=NOT_REPORTED, assessor="ก"),
        line("1", mark=EXEMPT, reason="ยุบรวม", assessor="ข"),
    ),
    "level-against-marks": example(_a_level_of_one_beside_marks, "ระดับ.xlsx", "C2", *_NO_COLUMNS),
    "undecided-level": table(
        "G2",
        line("4", mark=OPEN, value=3, reason="ดี", assessor="ก"),
        line("4", mark=OPEN, value=4, reason="ดี", assessor="ข"),
    ),
    "judged-level-missing": table("F2", line("4", mark=OPEN)),
    "nothing-relevant": table("F2", *(line("6a", f"6a.{n}", **_NOT_RELEVANT) for n in range(1, 5))),
    "too-many-not-relevant": table(
        "F2",
        *(line("6a", f"6a.{n}", **_NOT_RELEVANT) for n in (1, 2)),
        *(line("6a", f"6a.{n}", "มี") for n in (3, 4)),
    ),
    "items-not-assessed": table("F2", line("6a", "6a.1", "มี")),
    "undecided": table(
        "F2",
        *(line("6a", f"6a.{n}", "มี", assessor="ก") for n in range(1, 5)),
        *(line("6a", f"6a.{n}", "ไม่มี", assessor="ข") for n in range(1, 5)),
    ),
    "gate-open": example(differing_where_a_gate_asks, TABLE, "F2"),
    "score-open": example(differing_where_another_asks, TABLE, "F2", "undecided"),
    "nothing-to-average": table(None, *_ALL_EXEMPT),
}
