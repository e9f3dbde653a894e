"""Makes the shipped level matrix in ``inputs/``: the document's one real row, and invented offices.

Run from the project's folder: ``python benchmarks/shipped_inputs.py``. The levels of
สพป.ฉะเชิงเทรา เขต 2 are those of the 6-month result of fiscal year 2566; every office named
ตัวอย่าง is invented, and so are its levels.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

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


if __name__ == "__main__":
    write_matrix(Path("inputs/qp-2566-6m/levels.xlsx"))
