"""Examples of findings on rubric workbooks and on the folders that come of them."""

from __future__ import annotations

from collections.abc import Callable

from examples import Example, Room, example, told
from forms_filled import small_rubric
from openpyxl import Workbook, load_workbook

from qp_scoring import cli
from qp_scoring.findings import Finding
from qp_scoring.jobs.rubric_exchange import export_rubric, import_rubric
from qp_scoring.reports.terminal.score import Terminal
from qp_scoring.rubric.load import load_rubric

BOOK = "ชุดเกณฑ์.xlsx"
SETTINGS, ROUNDS, ITEMS, LEVELS = "ชุดเกณฑ์", "รอบการประเมิน", "ข้อ", "ระดับ"


_SUSPECTED = ("rubric-level-single", "rubric-item-decides")
"""What the small rubric is suspected of, where it is sound enough to be looked at."""


def imported(room: Room) -> tuple[Finding, ...]:
    return told(lambda: import_rubric(room / BOOK, room.folder / "new").remarks)


def edited(change: Callable[[Workbook], object]) -> Callable[[Room], tuple[Finding, ...]]:
    """The workbook of a small rubric, with an id of its own, and something done to it."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = room / BOOK
        small = load_rubric(small_rubric(room.folder)).model_copy(update={"id": "small"})
        export_rubric(small, path)
        book = load_workbook(path)
        change(book)
        book.save(path)
        return imported(room)

    return make


def cell(sheet: str, address: str, value: object, *beside: str) -> Example:
    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return example(edited(change), BOOK, address, *beside)


def not_a_rubric(room: Room) -> tuple[Finding, ...]:
    book = Workbook()
    book.active.append(["รหัส", "ระดับ"])
    book.save(room / BOOK)
    return imported(room)


def no_sheet(book: Workbook) -> None:
    del book[ROUNDS]


def one_sheet_more(book: Workbook) -> None:
    book.create_sheet("บันทึก").append(["ข้อสังเกต"])


def into_a_folder_that_is_there(room: Room) -> tuple[Finding, ...]:
    make = edited(lambda _: None)
    (room.folder / "new").mkdir()
    return make(room)


def exported(name: str, text: str = "ข้อความ") -> Callable[[Room], tuple[Finding, ...]]:
    """The small rubric with a text of its own, exported under a name."""

    def make(room: Room) -> tuple[Finding, ...]:
        folder = small_rubric(room.folder)
        path = folder / "rubric.toml"
        lines = path.read_text("utf-8").splitlines()
        source = next(line for line in lines if line.startswith("source = "))
        changed = [f'source = "{text}"' if line is source else line for line in lines]
        path.write_text("\n".join(changed), "utf-8")

        def exports() -> tuple[Finding, ...]:
            export_rubric(load_rubric(folder), room / name)
            return ()

        return told(exports)

    return make


def shown(room: Room) -> list[Finding]:
    found: list[Finding] = []
    room.patch.setattr(Terminal, "findings", lambda self, findings, *_: found.extend(findings))
    assert cli.main(["rubric", "show", "qp-2566", "99"]) == cli.REFUSED
    return found


def another_name(book: Workbook) -> None:
    (row,) = [row for row in book[SETTINGS].iter_rows() if row[0].value == "name"]
    row[2].value = "ชื่อใหม่"


def merged(book: Workbook) -> None:
    book[ROUNDS].merge_cells("A3:A4")


def apart(room: Room) -> tuple[Finding, ...]:
    folder = small_rubric(room.folder)
    (folder / "examples").mkdir()
    (folder / "examples" / "ก.toml").write_text('title = "ก"\n', "utf-8")
    return tuple(export_rubric(load_rubric(folder), room / BOOK, folder))


def no_heading(book: Workbook) -> None:
    book[ROUNDS]["B2"] = None


def one_setting_more(book: Workbook) -> None:
    book[SETTINGS].append(["id"])


def last_setting(room: Room) -> tuple[str, str]:
    return BOOK, f"A{load_workbook(room / BOOK)[SETTINGS].max_row}"


EXAMPLES: dict[str, Example] = {
    "rubric-book-unlike": example(not_a_rubric, BOOK),
    "rubric-version-kept": example(edited(another_name), BOOK, "C7", *_SUSPECTED),
    "rubric-sheet-missing": example(edited(no_sheet), BOOK),
    "rubric-sheet-unknown": example(edited(one_sheet_more), BOOK, None, *_SUSPECTED),
    "rubric-column-missing": example(edited(no_heading), BOOK, "2:2"),
    "rubric-column-twice": cell(ROUNDS, "C2", "ชื่อรอบ", *_SUSPECTED),
    "rubric-column-unknown": cell(ROUNDS, "C3", "หมายเหตุ", *_SUSPECTED),
    "rubric-cell-no-text": cell(ROUNDS, "B3", "#N/A"),
    "rubric-cells-merged": example(edited(merged), BOOK, "A3:A4", "rubric-key-missing"),
    "rubric-example-apart": example(apart, "examples/ก.toml"),
    "rubric-cell-unread": cell(LEVELS, "D5", "1.1 หรือ 1.2"),
    "rubric-row-unlinked": cell(ITEMS, "A4", "99", "rubric-id-unknown"),
    "rubric-row-twice": Example(edited(one_setting_more), last_setting, frozenset(_SUSPECTED)),
    "rubric-setting-unknown": cell(SETTINGS, "A8", "fiscal_yaer", "rubric-key-missing"),
    "rubric-out-exists": example(into_a_folder_that_is_there, "new"),
    "rubric-out-ending": example(exported("ชุดเกณฑ์.xls"), "ชุดเกณฑ์.xls"),
    "rubric-text-unwritable": example(exported(BOOK, "\\u200b"), "qp-2566"),
    "rubric-indicator-unknown": example(shown, "qp-2566"),
}
