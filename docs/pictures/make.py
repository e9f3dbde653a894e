"""Makes the pictures of the page on what can be handed in: small workbooks, drawn by LibreOffice.

Run ``python docs/pictures/make.py``; needs LibreOffice, poppler and ImageMagick. All offices are
invented.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

HERE = Path(__file__).parent
ONE, TWO = "สพป.ตัวอย่าง เขต 1", "สพป.ตัวอย่าง เขต 2"
Y, N = "มี", "ไม่มี"

# Each table: its rows, the ranges that are merged, and the widths of its columns.
TABLES: dict[str, tuple[list[list[object]], list[str], list[int]]] = {
    "web-form": (
        [
            ["ประทับเวลา", "ที่อยู่อีเมล", "เขตพื้นที่การศึกษา", "1.1 มีแผนความปลอดภัย…", "1.2 มีคำสั่งแต่งตั้ง…"],
            ["12/5/2566, 14:03:22", "a@example.com", ONE, Y, N],
            ["12/5/2566, 15:10:07", "b@example.com", TWO, Y, Y],
        ],
        [],
        [26, 20, 24, 26, 24],
    ),
    "levels-and-words": (
        [
            ["สพท.", "ตัวชี้วัดที่ 1", None, "ตัวชี้วัดที่ 2", None, "ข้อเสนอแนะภาพรวม"],
            [None, "ระดับ", "ข้อเสนอแนะ", "ระดับ", "ข้อเสนอแนะ", None],
            [
                ONE,
                3,
                "ควรทบทวนแผนทุกภาคเรียน",
                "ดีมาก (4)",
                "ควรขยายผลให้ครบทุกโรงเรียน",
                "ควรรวบรวมผลเป็นระบบ",
            ],
            [TWO, "พอใช้", "ควรกำหนดผู้รับผิดชอบ", 5, "-", None],
        ],
        ["A1:A2", "B1:C1", "D1:E1", "F1:F2"],
        [22, 10, 30, 13, 32, 26],
    ),
    "answers-as-columns": (
        [
            ["สพท.", "1.1", None, "1.2", None, "1.3", None],
            [None, Y, N, Y, N, Y, N],
            [ONE, "/", None, None, "/", "/", None],
            [TWO, "/", None, "/", None, None, "/"],
        ],
        ["A1:A2", "B1:C1", "D1:E1", "F1:G1"],
        [22, 8, 8, 8, 8, 8, 8],
    ),
    "side-by-side": (
        [
            ["สพท.", ONE, None, None, None],
            ["ข้อ", "รายการพิจารณา", "ผล", None, None],
            [None, None, "กรรมการ ก", "กรรมการ ข", "กรรมการ ค"],
            ["1.1", "มีแผนความปลอดภัย…", Y, Y, N],
            ["1.2", "มีคำสั่งแต่งตั้ง…", Y, N, N],
        ],
        ["A2:A3", "B2:B3", "C2:E2", "B1:E1"],
        [8, 28, 14, 14, 14],
    ),
    "on-its-side": (
        [
            ["ตัวชี้วัด", ONE, TWO],
            ["ตัวชี้วัดที่ 1", 3, 2],
            ["ตัวชี้วัดที่ 2", 5, 4],
            ["ตัวชี้วัดที่ 3", 1, "N/A"],
        ],
        [],
        [18, 24, 24],
    ),
}


def main() -> None:
    """Draw every table."""
    line = Side(style="thin", color="808080")
    for name, (rows, merged, widths) in TABLES.items():
        book = Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows(max_row=len(rows), max_col=len(widths)):
            for cell in cells:
                cell.border = Border(line, line, line, line)
                cell.alignment = Alignment(vertical="center")
                cell.font = Font(name="Sarabun", size=12)
                if cell.row == 1 or (cell.row <= 3 and name == "side-by-side"):
                    cell.fill = PatternFill("solid", fgColor="DDE6F2")
        for number in range(1, len(rows) + 1):
            sheet.row_dimensions[number].height = 26
        for at, width in enumerate(widths):
            sheet.column_dimensions["ABCDEFGH"[at]].width = width
        for span in merged:
            sheet.merge_cells(span)
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        with tempfile.TemporaryDirectory() as folder:
            book.save(Path(folder) / f"{name}.xlsx")
            draw(Path(folder), name)


def draw(folder: Path, name: str) -> None:
    """A workbook as a small picture beside this file."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    sheet, page, picture = (str(folder / f"{name}{end}") for end in (".xlsx", ".pdf", ""))
    trimmed = str(HERE / f"{name}.png")
    commands = (
        f"libreoffice --headless {profile} --convert-to pdf --outdir {folder} {sheet}",
        f"pdftoppm -png -r 80 -singlefile {page} {picture}",
        f"convert {picture}.png -trim -bordercolor white -border 6 -colors 32 -strip {trimmed}",
    )
    for command in commands:
        subprocess.run(shlex.split(command), check=True, capture_output=True)


if __name__ == "__main__":
    main()
