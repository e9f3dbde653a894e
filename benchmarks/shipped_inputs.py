"""Makes the shipped sample inputs: the checklists of two rounds, and the level matrix.

Run from the project's folder: ``python benchmarks/shipped_inputs.py``. The levels of
สพป.ฉะเชิงเทรา เขต 2 are those of the 6-month result of fiscal year 2566; its marks are
reconstructed, as few as give these levels. Every office named ตัวอย่าง is invented, and so are its
levels, marks and assessors. Forms are made by ``qp-scoring template`` and filled in with openpyxl,
as an evaluator would fill them in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import numpy as np
import openpyxl
import xlsxwriter

from qp_scoring.findings import FindingLog
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.reports.forms import Form, form_name, write_form
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.rules import level_column
from qp_scoring.scoring.ladders import Ladders
from qp_scoring.scoring.plan import LISTED
from qp_scoring.scoring.steps import cheapest, smallest

CODES = ["1", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "X1", "X2"]

# Office code, short name, levels in the order of CODES, and why the row is here.
LEVELS = [
    ("2402", "สพป.ฉะเชิงเทรา เขต 2", "2 5 1 2 2 3 - 2 2 N/A 2 3 5", "ตามเอกสารผลการประเมิน"),
    ("9901", "สพป.ตัวอย่าง เขต 1", "5 5 4 4 4 5 - 4 5 4 4 5 5", "54/12 = 4.50 ขอบล่างดีเยี่ยม"),
    ("9902", "สพป.ตัวอย่าง เขต 2", "5 5 4 4 4 5 - 4 5 4 4 4 5", "53/12 = 4.42 ใต้ขอบดีเยี่ยม"),
    ("9903", "สพป.ตัวอย่าง เขต 3", "4 3 3 4 3 4 - 3 4 3 4 3 4", "42/12 = 3.50 ขอบล่างดีมาก"),
    ("9904", "สพป.ตัวอย่าง เขต 4", "4 3 3 4 3 4 - 3 4 3 4 3 3", "41/12 = 3.42 ใต้ขอบดีมาก"),
    ("9905", "สพป.ตัวอย่าง เขต 5", "3 2 2 3 2 3 - 3 2 3 2 2 3", "30/12 = 2.50 ขอบล่างดี"),
    ("9906", "สพป.ตัวอย่าง เขต 6", "2 1 1 2 1 2 - 1 2 1 2 1 2", "18/12 = 1.50 ขอบล่างพอใช้"),
    ("9907", "สพป.ตัวอย่าง เขต 7", "2 1 1 2 1 2 - 1 N/A 2 2 1 2", "17/12 = 1.42 ใต้ขอบพอใช้"),
    ("9908", "สพป.ตัวอย่าง เขต 8", "3 3 4 2 3 3 - 3 2 4 - 3 3", "ตัวชี้วัด 10 ไม่ใช้ตามบัญชีสำนักงาน"),
    ("M9901", "สพม.ตัวอย่าง เขต 1", "3 4 3 2 3 - 4 3 2 3 ยกเว้น 4 3", "ตัวชี้วัด 10 ยกเว้น"),
    ("M9902", "สพม.ตัวอย่าง เขต 2", "5 5 5 5 5 - 5 5 5 5 5 5 5", "ระดับสูงสุดทุกตัวชี้วัด"),
    ("M9903", "สพม.ตัวอย่าง เขต 3", "3 2 . 3 2 - 3 2 . 3 2 3 3", "ยังประเมินไม่ครบ"),
]
# The same offices half a year later, but for the real one and M9902; M9904 is new.
LEVELS_12M = [
    ("9901", "สพป.ตัวอย่าง เขต 1", "5 5 4 4 4 5 - 4 5 N/A 4 5 5", "ตัวชี้วัด 9 ไม่รายงาน"),
    ("9902", "สพป.ตัวอย่าง เขต 2", "5 5 4 4 4 5 - 4 5 4 4 5 5", "X1 สูงขึ้น"),
    ("9903", "สพป.ตัวอย่าง เขต 3", "4 3 3 4 3 4 - 3 4 3 4 3 4", "เท่าเดิม"),
    ("9904", "สพป.ตัวอย่าง เขต 4", "4 4 3 4 3 4 - 3 4 3 4 3 3", "2 สูงขึ้น"),
    ("9905", "สพป.ตัวอย่าง เขต 5", "3 2 2 2 2 3 - 3 2 3 2 2 3", "4 ต่ำลง"),
    ("9906", "สพป.ตัวอย่าง เขต 6", "2 1 2 2 2 2 - 2 2 1 2 1 2", "3, 5 และ 7 สูงขึ้น"),
    ("9907", "สพป.ตัวอย่าง เขต 7", "2 1 1 2 1 2 - 1 2 2 2 1 2", "8 รายงานเพิ่ม"),
    ("9908", "สพป.ตัวอย่าง เขต 8", "3 3 4 3 3 3 - 3 2 4 3 3 3", "4 สูงขึ้น 10 เริ่มใช้"),
    ("M9901", "สพม.ตัวอย่าง เขต 1", "3 4 3 2 3 - 4 3 2 3 3 4 3", "10 พ้นการยกเว้น"),
    ("M9903", "สพม.ตัวอย่าง เขต 3", "3 2 2 3 2 - 3 2 3 3 2 3 3", "ประเมินครบแล้ว"),
    ("M9904", "สพม.ตัวอย่าง เขต 4", "3 3 3 3 3 - 3 3 3 3 3 3 3", "ไม่มีในรอบ 6 เดือน"),
]
EXEMPTION = "ยกเว้น: อยู่ระหว่างจัดตั้งโรงเรียนคุณภาพ (ตัวอย่าง)"


def write_matrix(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2023, 4, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("ระดับคุณภาพ")
    bold = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
    cell = book.add_format({"border": 1, "align": "center", "text_wrap": True})
    left = book.add_format({"border": 1})
    sheet.write_string(0, 0, "ตารางระดับคุณภาพที่คณะกรรมการสรุปแล้ว (สำนักงานที่ชื่อว่า ตัวอย่าง เป็นข้อมูลสมมติ)")
    for column, text in enumerate(("ชุดเกณฑ์", "qp-2566", "รอบ", "6m")):
        sheet.write_string(1, column, text)
    for column, text in enumerate(["รหัส", "สพท.", *CODES, "หมายเหตุ"]):
        sheet.write_string(3, column, text, bold)
    for row, (code, name, levels, note) in enumerate(LEVELS, start=4):
        sheet.write_string(row, 0, code, left)
        sheet.write_string(row, 1, name, left)
        for column, level in enumerate(levels.split(), start=2):
            if level.isdecimal():
                sheet.write_number(row, column, int(level), cell)
            elif level == ".":
                sheet.write_blank(row, column, None, cell)
            else:
                sheet.write_string(row, column, EXEMPTION if level == "ยกเว้น" else level, cell)
        sheet.write_string(row, 2 + len(CODES), note, left)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 1 + len(CODES), 9)
    sheet.set_column(2 + len(CODES), 2 + len(CODES), 40)
    sheet.freeze_panes(4, 2)
    book.close()


REASONS = ("ไม่พบ", "ไม่ตรงประเด็น", "ไม่เป็นปัจจุบัน", "ไม่ครบ")
REAL_OFFICE = "2402"
MARK, REASON, REFERENCE, NOTE = "DEFG"


@dataclass
class Answers:
    """What goes into one checklist, by what stands in the first column of a row."""

    marks: dict[str, object] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    stage: str | None = None


def fewest_marks(
    indicator: Indicator, level: int, rubric: Rubric
) -> tuple[set[str], dict[str, int]]:
    """The fewest items and lowest values that give exactly this level."""
    no = np.zeros(1, dtype=bool)
    ids = [item.id for item in indicator.item]
    nothing = Columns(
        1,
        dict.fromkeys(ids, no),
        dict.fromkeys(ids, ~no),
        {measure.id: (None,) for measure in indicator.measure},
    )
    ladder = Ladders(rubric).of(indicator, nothing)
    assert ladder is not None
    for option in cheapest(ladder, smallest(ladder, level), LISTED):
        met = set(option.items)
        values = {measure: int(value) for measure, value in option.rung.values}
        given = Columns(
            1,
            {key: np.array([key in met]) for key in ids},
            nothing.relevant,
            {m.id: (values.get(m.id),) for m in indicator.measure},
        )
        if level_column(indicator, rubric.scale, given)[0] == level:
            return met, values
    raise ValueError(f"{indicator.code} cannot stand at {level}")


def answers_for(levels: dict[str, str], rubric: Rubric, office: str) -> Answers:
    """Marks of one assessor that give an office's levels."""
    answers = Answers()
    reasons = cycle(REASONS)
    for code, level in levels.items():
        indicator = rubric.by_code[code]
        status = f"ตัวชี้วัดที่ {code}"
        if level in ("N/A", "ยกเว้น"):
            answers.marks[status] = "ไม่รายงาน" if level == "N/A" else "ยกเว้น"
            if level == "ยกเว้น":
                answers.reasons[status] = EXEMPTION.removeprefix("ยกเว้น: ")
        if not level.isdecimal():
            continue
        met, values = fewest_marks(indicator, int(level), rubric)
        for item in indicator.item:
            answers.marks[item.id] = "มี" if item.id in met else "ไม่มี"
            # Nothing is invented about the real office: no reasons, no references.
            if office != REAL_OFFICE and item.id in met:
                answers.references[item.id] = f"เอกสารตัวอย่าง {item.id}"
            elif office != REAL_OFFICE:
                answers.reasons[item.id] = next(reasons)
        for measure in indicator.measure:
            # Half of what there could be is less than any level asks for.
            answers.marks[measure.id] = values.get(measure.id, int(measure.max) // 2)
    return answers


def fill(path: Path, answers: Answers) -> None:
    """Fill in a form as an evaluator would."""
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book.active
    for row in range(1, sheet.max_row + 1):
        key = str(sheet[f"A{row}"].value or "")
        for column, texts in (
            (MARK, answers.marks),
            (REASON, answers.reasons),
            (REFERENCE, answers.references),
        ):
            if key in texts:
                sheet[f"{column}{row}"] = texts[key]
        if key == "ขั้น" and answers.stage:
            sheet[f"B{row}"] = answers.stage
    book.properties.created = book.properties.modified = datetime(2023, 4, 1)
    book.save(path)


Filled = list[tuple[str | None, Answers, str]]
"""Who filled in a form for one office, with what, and what is added to the form's name."""


def write_checklists(
    folder: Path,
    round_id: str,
    rows: Sequence[tuple[str, str, str, str]],
    special: Mapping[str, Callable[[Answers], Filled]],
) -> None:
    """Write the forms of a round; ``special`` says by office what one assessor alone does not."""
    rubric = load_rubric("qp-2566").in_round(round_id)
    chosen = rubric.round_by_id(round_id)
    registry = OfficeRegistry.shipped().extended(
        folder / "offices.csv", "offices.csv", FindingLog()
    )
    for old in folder.glob("*.xlsx"):
        old.unlink()
    for code, _, levels, _ in rows:
        office = registry.get(code)
        given = {c: v for c, v in zip(CODES, levels.split(), strict=True) if v != "-"}
        answers = answers_for(given, rubric, code)
        everyone = special[code](answers) if code in special else [(None, answers, "")]
        for assessor, own, suffix in everyone:
            form = Form(rubric.in_round(chosen.id), chosen, office, assessor)
            path = folder / form_name(form).replace(".xlsx", f"{suffix}.xlsx")
            write_form(path, form)
            fill(path, own)


def committee(answers: Answers) -> Filled:
    """Three assessors: one differs and is outvoted; on 8.8 one abstains and two differ (a tie)."""
    second = Answers(dict(answers.marks), dict(answers.reasons), dict(answers.references))
    third = Answers(dict(answers.marks), dict(answers.reasons), dict(answers.references))
    second.marks["1.1"] = "มี" if answers.marks["1.1"] == "ไม่มี" else "ไม่มี"
    second.marks["8.8"] = "มี" if answers.marks["8.8"] == "ไม่มี" else "ไม่มี"
    del third.marks["8.8"]
    for own, key in ((second, "1.1"), (second, "8.8"), (third, "8.8")):
        own.reasons.pop(key, None)  # a reason goes with ไม่มี only
    return [
        ("กรรมการตัวอย่าง ก", answers, ""),
        ("กรรมการตัวอย่าง ข", second, ""),
        ("กรรมการตัวอย่าง ค", third, ""),
    ]


def visited(answers: Answers) -> Filled:
    """From documents indicator 1 stood lower; the visit found the evidence of two items."""
    documents = Answers(dict(answers.marks), dict(answers.reasons), dict(answers.references))
    found = [key for key in ("1.1", "1.2", "1.3", "1.4", "1.5") if answers.marks[key] == "มี"][:2]
    for key in found:
        documents.marks[key] = "ไม่มี"
        documents.reasons[key] = "ไม่พบ"
        documents.references.pop(key, None)
    visit = Answers(
        dict.fromkeys(found, "มี"),
        references=dict.fromkeys(found, "พบเอกสารระหว่างลงพื้นที่ (ตัวอย่าง)"),
        stage="ลงพื้นที่",
    )
    return [(None, documents, ""), (None, visit, " (ลงพื้นที่)")]


def closed(answers: Answers) -> Filled:
    """Indicator 5, whose blanks mean ไม่มี by statement."""
    answers.marks["ตัวชี้วัดที่ 5"] = "ประเมินเสร็จ (ช่องว่าง = ไม่มี)"
    for key in [k for k, mark in answers.marks.items() if k.startswith("5.") and mark == "ไม่มี"]:
        del answers.marks[key]
        answers.reasons.pop(key, None)
    return [(None, answers, "")]


if __name__ == "__main__":
    write_matrix(Path("inputs/qp-2566-6m-levels/levels.xlsx"))
    special = {"9903": committee, "9905": visited, "9906": closed}
    write_checklists(Path("inputs/qp-2566-6m"), "6m", LEVELS, special)
    write_checklists(Path("inputs/qp-2566-12m"), "12m", LEVELS_12M, {})
