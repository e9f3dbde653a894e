"""Checklists made by the program and filled in with openpyxl, as an evaluator fills them in.

A :class:`Desk` is a folder of checklists and the rubric that they are for. The rows of a form are
named by what stands in their first column; ``"1"`` is short for the status row ``ตัวชี้วัดที่ 1``.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
from making import SEED_OFFICE, SHIPPED_RUBRIC, Scored, score
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from typed_books import TypedBook

from qp_scoring.documents.answers import Role, Stage
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.score import Outcome, score_and_deliver
from qp_scoring.reports.forms import Form, form_name, write_form
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

MARK, REASON, REFERENCE, NOTE = "D", "E", "F", "G"
"""The columns of a form that an evaluator fills in."""

OPEN, CLOSED = "ประเมิน", "ประเมินเสร็จ (ช่องว่าง = ไม่มี)"
NOT_REPORTED, EXEMPT = "ไม่รายงาน", "ยกเว้น"
VISIT = Stage.VISIT.value


@dataclass(frozen=True)
class Row:
    """What goes into one row; a bare value is a row with a mark only."""

    mark: object = None
    reason: str | None = None
    reference: str | None = None
    note: str | None = None


Answers = Mapping[str, object]


@functools.cache
def shipped_rubric() -> Rubric:
    return load_rubric(SHIPPED_RUBRIC).in_round("6m")


@functools.cache
def _registry(offices: Path | None) -> OfficeRegistry:
    registry = OfficeRegistry.shipped()
    return registry.extended(offices, offices.name, FindingLog()) if offices else registry


def office_by(code: str, offices: Path | None = None) -> Office:
    found = _registry(offices).get(code)
    assert found is not None
    return found


_ROWS: dict[Path, dict[str, int]] = {}
_OPENED: dict[tuple[object, ...], TypedBook] = {}


def _opened(form: Form) -> TypedBook:
    """An untouched form, written by the program and opened once, however many tests fill it in."""
    rubric = form.rubric
    key = (rubric.hash, form.round, form.office)
    if key not in _OPENED:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            write_form(path, replace(form, rubric=rubric.in_round(form.round.id)))
            _OPENED[key] = TypedBook(path)
    return _OPENED[key]


def _typed(sheet: Worksheet, row: int, answer: object) -> Iterator[tuple[Cell, object]]:
    """What is typed for an answer into a row; a blank stays as the form has it."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    given = answer if isinstance(answer, Row) else Row(*parts)
    values = (given.mark, given.reason, given.reference, given.note)
    for column, value in zip((MARK, REASON, REFERENCE, NOTE), values, strict=True):
        if value is not None:
            yield sheet[f"{column}{row}"], value


def label(key: str) -> str:
    """What stands in the first column of the row that a key names."""
    is_code = "." not in key and " " not in key
    return f"ตัวชี้วัดที่ {key}" if is_code else key


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """The rows of a form by what stands in their first column, header rows too."""
    found: dict[str, int] = {}
    for (cell,) in sheet.iter_rows(max_col=1):
        if cell.value is not None:
            found.setdefault(str(cell.value), cell.row)
    return found


def all_met(rubric: Rubric, office: Office) -> dict[str, object]:
    """Every answer of a form at its best: every item มี, 100 per cent, judged at the top."""
    answers: dict[str, object] = {}
    for indicator in rubric.indicators:
        if office.type not in indicator.applies_to:
            continue
        answers |= dict.fromkeys((item.id for item in indicator.item), "มี")
        answers |= {measure.id: int(measure.max) for measure in indicator.measure}
        if indicator.method == "judged":
            answers[f"{indicator.code} ระดับ"] = (5, "หลักฐานครบถ้วนตามเกณฑ์")
    return answers


class Desk:
    """A folder of checklists, the rubric that they are for, and how they are scored.

    The rubric is the shipped one, unless the desk is given the folder of another.
    """

    def __init__(
        self, folder: Path, rubric: Path | None = None, offices: Path | None = None
    ) -> None:
        self.folder = folder / "in"
        self.folder.mkdir()
        self.out = folder / "out"
        self.rubric_folder = rubric
        self.rubric = load_rubric(rubric) if rubric else shipped_rubric()
        self.offices = offices

    def best(self, office: str = SEED_OFFICE, **_: object) -> dict[str, object]:
        """All answers at their best, to change some of them."""
        return all_met(self.rubric, office_by(office, self.offices))

    def form(
        self,
        answers: Answers,
        *,
        office: str = SEED_OFFICE,
        assessor: str | None = None,
        role: Role = Role.MEMBER,
        stage: Stage = Stage.DOCUMENTS,
        header: Mapping[str, object] | None = None,
        name: str | None = None,
    ) -> Path:
        """A checklist filled in: ``answers`` by row, ``header`` by label (last, as typed)."""
        office_ = office_by(office, self.offices)
        form = Form(self.rubric, self.rubric.round[0], office_)
        opened = _opened(form)
        sheet = opened.book.active
        rows = rows_of(sheet)
        typed = [
            cell
            for key, answer in answers.items()
            for cell in _typed(sheet, rows[label(key)], answer)
        ]
        spoken = {"ผู้ประเมิน": assessor, "บทบาท": role.value, "ขั้น": stage.value}
        for title, value in {**spoken, **(header or {})}.items():
            typed.append((self._header_cell(sheet, title), value))
        path = self.folder / (name or form_name(replace(form, assessor=assessor)))
        opened.save(path, typed)
        _ROWS[path] = rows
        return path

    @staticmethod
    def _header_cell(sheet: Worksheet, title: str):
        for row in sheet.iter_rows(max_row=15):
            for cell in row:
                if cell.value == title:
                    return sheet.cell(cell.row, cell.column + 1)
        raise KeyError(title)

    def score(self, **more: object) -> Scored:
        """Score everything on the desk."""
        return score(self.folder, rubric=self.rubric_folder, offices=self.offices, **more)

    def scored(self, answers: Answers, **form: object) -> Scored:
        """Fill in one checklist and score the desk."""
        self.form(answers, **form)
        return self.score()

    def deliver(self, *more_inputs: Path) -> Outcome:
        """Score and deliver everything on the desk into :attr:`out`."""
        chosen = str(self.rubric_folder) if self.rubric_folder else None
        inputs = [self.folder, *more_inputs]
        return score_and_deliver(Request(inputs, chosen, "6m", self.offices), self.out)


def place(path: Path, key: str, column: str = MARK) -> str:
    """The address of a cell of a form: the row that a key names, and a column."""
    if path not in _ROWS:
        _ROWS[path] = rows_of(openpyxl.load_workbook(path).active)
    return f"{column}{_ROWS[path][label(key)]}"


def rewrite(path: Path, rows: Callable[[list[list[object]]], list[list[object]]]) -> Path:
    """The form as a plain sheet whose table's rows a user deleted, sorted or repeated.

    ``rows`` is given the rows from that of the first indicator, and gives them back as they stand
    then.
    """
    sheet = openpyxl.load_workbook(path).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(max_col=7)]
    first = next(at for at, line in enumerate(lines) if str(line[0]).startswith("ตัวชี้วัดที่"))
    book = Workbook()
    for line in [*lines[:first], *rows(lines[first:])]:
        book.active.append(line)
    book.save(path)
    _ROWS.pop(path, None)
    return path


def edit(path: Path, change: Callable[[Worksheet], object]) -> Path:
    """Open a form, let ``change(sheet)`` do to it what a user did, and save it."""
    book = openpyxl.load_workbook(path, rich_text=True)
    change(book.active)
    book.save(path)
    _ROWS.pop(path, None)
    return path


# --- a small rubric, so that every figure can be worked out by hand


def _toml(code: str, method: str, items: int, levels: Mapping[int, str], **more: str) -> str:
    """An indicator's file: items ``<code>.1`` …, and what each level asks for."""
    types = more.get("types", '"สพป", "สพม"')
    lines = [
        f'code = "{code}"',
        f'title = "เรื่องที่ {code}"',
        f'purpose = "จุดมุ่งหมายของเรื่องที่ {code}"',
        f"applies_to = [{types}]",
        f'method = "{method}"',
    ]
    for at in range(1, items + 1):
        lines += [
            "[[item]]",
            f'id = "{code}.{at}"',
            f'text = "มีหลักฐานข้อ {code}.{at}"',
            'evidence = ["คำสั่ง/คณะกรรมการ"]',
            f'suggest = "ควรทำข้อ {code}.{at}"',
        ]
    lines += [more.get("measure", "")]
    for level in range(1, 6):
        lines += [
            "[[level]]",
            f"level = {level}",
            f'text = "เกณฑ์ระดับ {level} ของเรื่องที่ {code}"',
            f'suggest = "คำแนะนำที่ระดับ {level} ของเรื่องที่ {code}"',
            levels.get(level, ""),
        ]
    return "\n".join(lines) + "\n"


_MEASURE = """[[measure]]
id = "5.p"
text = "ร้อยละของโรงเรียนที่ทำได้"
unit = "ร้อยละ"
min = 0
max = 100
suggest = "ควรเพิ่มร้อยละ 5.p"
"""


def small_rubric(folder: Path, **rules: str) -> Path:
    """A rubric set of six indicators per office; ``rules`` change those of the assessors.

    1 criteria (2: one of 1.1–1.3; 3: 1.1 and 1.2; 4: 1.3 and 1.4; 5: 1.5) · 2 count (2, 3, 5 and
    6 items for 2 … 5) · 3 milestones (3.1 and 3.2, then 3.3, 3.4, 3.5) · 4 judged ·
    5 an item and a percentage (2: 5.1; 3: 50; 4: 80; 5: 95) · 6a for สพป, 6b for สพม: count
    (1, 2, 3, 4).
    """
    copy = folder / "small"
    (copy / "indicators").mkdir(parents=True)
    main = (SHIPPED_RUBRIC / "rubric.toml").read_text(encoding="utf-8")
    for key, rule in rules.items():
        before, line, after = main.partition(f"\n{key} = ")
        assert line, f"{key} is no key of rubric.toml"
        rest = after.partition("\n")[2]
        value = rule if rule.isdecimal() else f'"{rule}"'
        main = f"{before}{line}{value}\n{rest}"
    (copy / "rubric.toml").write_text(main, encoding="utf-8")
    alternatives = {
        2: 'requires = { at_least = 1, of = ["1.1", "1.2", "1.3"] }',
        3: 'requires = { all = ["1.1", "1.2"] }',
        4: 'requires = { all = ["1.3", "1.4"] }',
        5: 'requires = { all = ["1.5"] }',
    }
    values = {
        2: 'requires = { all = ["5.1"] }',
        3: 'requires = { measure = "5.p", min = 50 }',
        4: 'requires = { measure = "5.p", min = 80 }',
        5: 'requires = { measure = "5.p", min = 95 }',
    }
    steps = {
        2: 'step = ["3.1", "3.2"]',
        3: 'step = ["3.3"]',
        4: 'step = ["3.4"]',
        5: 'step = ["3.5"]',
    }
    counts = {2: "count = 2", 3: "count = 3", 4: "count = 5", 5: "count = 6"}
    each = {level: f"count = {level - 1}" for level in range(2, 6)}
    texts = {
        "1": _toml("1", "criteria", 5, alternatives),
        "2": _toml("2", "count", 6, counts),
        "3": _toml("3", "milestones", 5, steps),
        "4": _toml("4", "judged", 2, {}),
        "5": _toml("5", "criteria", 1, values, measure=_MEASURE),
        "6a": _toml("6a", "count", 4, each, types='"สพป"'),
        "6b": _toml("6b", "count", 4, each, types='"สพม"'),
    }
    for code, text in texts.items():
        (copy / "indicators" / f"{code}.toml").write_text(text, encoding="utf-8")
    return copy
