"""Makes the samples of the two neighbouring schemes: every unit in them is invented.

Run from the project's folder: ``python benchmarks/neighbour_inputs.py``. It writes a mark matrix
to ``inputs/quality-school-2567`` and a long table to ``inputs/inspection-2566``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from qp_scoring.rubric.load import load_rubric

Row = Sequence[str]

INPUTS = Path(__file__).resolve().parents[1] / "inputs"
OFFICE_COLUMNS = "code,type,name_th,short_name,province,region,aliases,applies,applies_not"

# Code, type, full name, short name.
SCHOOL_UNITS = [
    ("Q1", "สพม", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง", "สพม.ตัวอย่าง"),
    ("Q2", "สพป", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "สพป.ตัวอย่าง เขต 1"),
    ("Q3", "อศจ", "สำนักงานอาชีวศึกษาจังหวัดตัวอย่าง", "อศจ.ตัวอย่าง"),
    ("Q4", "ศกศ", "ศูนย์การศึกษาพิเศษประจำจังหวัดตัวอย่าง", "ศกศ.ตัวอย่าง"),
    ("Q5", "สกร", "สำนักงานส่งเสริมการเรียนรู้ประจำจังหวัดตัวอย่าง", "สกร.ตัวอย่าง"),
]
MET = {
    "Q1": "S1.1 S1.2 S1.3 S2.1 S2.2 S2.3 S2.4 S3.1 S3.2 S3.3 S3.4 S4.1 S4.2 S4.3 S5.1 S5.2 S5.3 "
    "F1.1 F1.2 F1.3 F1.4 F1.5 F1.6",
    "Q2": "S2.1 S2.2 S2.3 S3.1 S3.2 S4.1 S4.2 S4.3 S4.4 S4.5 S5.1 F1.1 F1.2 F1.3 F1.4",
    "Q3": "S2.1 S4.1 S4.2",
    "Q4": "S2.1 S2.2 S2.3 S2.4 S2.5 S2.6 S4.1 S4.3 S4.5 S5.1 S5.2 S5.3 S5.4",
    "Q5": "",
}
VALUES = {
    "Q1": {"T1.p": "5/5", "T2.p": "75", "T3.p": "6/6"},
    "Q2": {"T1.p": "5/6", "T2.p": "8/16", "T3.p": "4/4"},
}
STATUSES = {
    "Q2": {"S1": "ยังไม่ได้ดำเนินการ"},
    "Q3": {"S5": "ไม่รายงาน"},
    "Q5": {"S4": "ยังไม่ได้ดำเนินการ"},
}
FINISHED = "ประเมินเสร็จ (ช่องว่าง = ไม่มี)"

INSPECTION_UNITS = [
    ("I1", "สพป", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "สพป.ตัวอย่าง เขต 1"),
    ("I2", "สพม", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง", "สพม.ตัวอย่าง"),
    ("I3", "สอศ", "สำนักงานอาชีวศึกษาจังหวัดตัวอย่าง", "อาชีวศึกษาจังหวัดตัวอย่าง"),
    ("I4", "กศน", "สำนักงาน กศน. จังหวัดตัวอย่าง", "กศน.ตัวอย่าง"),
    ("I5", "สช", "กลุ่มส่งเสริมการศึกษาเอกชน จังหวัดตัวอย่าง", "เอกชนตัวอย่าง"),
]


def write_offices(folder: Path, units: Sequence[tuple[str, str, str, str]]) -> None:
    lines = [OFFICE_COLUMNS, *(",".join((*unit, "ตัวอย่าง", "ตัวอย่าง", "", "", "")) for unit in units)]
    (folder / "offices.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def write_schools(folder: Path) -> None:
    rubric = load_rubric("quality-school-2567")
    entries = [key for indicator in rubric.indicators for key in indicator.entry_ids]
    statuses = [f"{indicator.code} สถานะ" for indicator in rubric.indicators]
    book = xlsxwriter.Workbook(folder / "marks.xlsx")
    book.set_properties({"created": datetime(2024, 4, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("ผลรายข้อ")
    sheet.write_string(0, 0, "ผลรายข้อของหน่วยงานในจังหวัดตัวอย่าง (ข้อมูลสมมติทั้งหมด)")
    for column, cell in enumerate(("ชุดเกณฑ์", rubric.id, "รอบ", "1")):
        sheet.write_string(1, column, cell)
    for column, cell in enumerate(["รหัส", "หน่วยงาน", *statuses, *entries]):
        sheet.write_string(2, column, cell)
    for row, (code, kind, _, short) in enumerate(SCHOOL_UNITS, 3):
        sheet.write_string(row, 0, code)
        sheet.write_string(row, 1, short)
        for column, indicator in enumerate(rubric.indicators, 2):
            if kind in indicator.applies_to:
                said = STATUSES.get(code, {}).get(indicator.code, FINISHED)
                sheet.write_string(row, column, said)
        for column, key in enumerate(entries, 2 + len(statuses)):
            answer = "มี" if key in MET[code].split() else VALUES.get(code, {}).get(key, "")
            if answer:
                sheet.write_string(row, column, answer)
    sheet.set_column(1, 1, 30)
    book.close()


def inspection_rows() -> Iterator[Row]:
    """What each unit reported: every fourth จุดเน้น is left blank, every third is only planned."""
    rubric = load_rubric("inspection-2566")
    for at, (code, kind, _, short) in enumerate(INSPECTION_UNITS):
        duty = [indicator for indicator in rubric.indicators if kind in indicator.applies_to]
        for number, indicator in enumerate(duty, at):
            if number % 4 == 0:
                continue
            planned = number % 3 == 0
            for part, item in enumerate(indicator.item, 1):
                if part == 1:
                    said = ("ไม่มี", "มีเพียงแผน") if planned else ("มี", "")
                elif part == 3 and number % 2:
                    said = ("ไม่เกี่ยวข้อง", "ระบุว่าไม่มี")
                elif part <= 3 and not planned:
                    said = ("มี", "")
                else:
                    continue
                yield code, short, indicator.code, item.id, *said


def write_inspection(folder: Path) -> None:
    with (folder / "answers.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ชุดเกณฑ์", "inspection-2566", "รอบ", "annual"))
        writer.writerow(("รหัส", "หน่วยงาน", "ตัวชี้วัด", "ข้อ", "ผล", "เหตุผล"))
        writer.writerows(inspection_rows())


def main() -> None:
    for name, units, write in (
        ("quality-school-2567", SCHOOL_UNITS, write_schools),
        ("inspection-2566", INSPECTION_UNITS, write_inspection),
    ):
        folder = INPUTS / name
        folder.mkdir(parents=True, exist_ok=True)
        write_offices(folder, units)
        write(folder)


if __name__ == "__main__":
    main()
