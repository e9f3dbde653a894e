"""Whatever stands in a text field of an input stays a text: in no output a formula, a link, a path.

Every string of :data:`HOSTILE` goes through every text field of every layout, one office each.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from forms_filled import EXEMPT, NOT_REPORTED, OPEN, Desk, Row, small_rubric
from making import program
from workbook_parts import cells_only

from qp_scoring.intake.offices.registry import OfficeRegistry

HOSTILE = {
    "equals": "=1+1",
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(A1)",
    "hyperlink": '=HYPERLINK("http://example.com","กดที่นี่")',
    "command": "=cmd|'/c calc'!A1",
    "error": "#N/A",
    "placeholder": "{{office}} {office} {0}",
    "rich": "<r><t>x</t></r>",
    "escape": "_x000B_",
    "clause": "[[ก{office}ข]]",
    "markup": "[red]แดง[/red] [link=http://example.com]x[/link]",
    "path": "../../x",
    "device": "CON",
    "emoji": "ดีมาก 👍🏽",
    "lines": "บรรทัดหนึ่ง\nบรรทัดสอง",
    "quotes": "\"ก\" 'ข' \\n",
    "entity": "&lt;b&gt; & <b>",
    "url": "https://example.com/?a=1",
}
ONLY_IN_CSV = {
    "tab": "\tแท็บ",
    "return": "\rปัดแคร่",
    "control": "ก\x07ข\x1b[31mค\x0bง",
    "direction": "ก\u202eขคง\u202c",
}
LONG = "ยาว" * 12_000  # more than the 32,767 characters that a cell holds

CODES = [office.code for office in OfficeRegistry.shipped().offices if office.type == "สพป"]
ITEMS = [f"1.{number}" for number in range(1, 6)]
SILENT = ("3", "5", "6a")
SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def bare(text: str) -> str:
    """The visible characters of a text: what every output has to show of it."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isprintable() and c != " ")


# --- the inputs, one office per string


STAND_IN = "STANDIN"


def checklists(desk: Desk, texts: Sequence[str]) -> None:
    for code, text in zip(CODES, texts, strict=False):
        answers = {
            **{item: Row("ไม่มี", STAND_IN, STAND_IN, STAND_IN) for item in ITEMS},
            "1 ข้อเสนอแนะ": STAND_IN,
            "2": (EXEMPT, STAND_IN),
            **dict.fromkeys(SILENT, NOT_REPORTED),
            **dict.fromkeys(("4.1", "4.2"), "มี"),
            "4 ระดับ": (3, STAND_IN),
        }
        path = desk.form(answers, office=code, assessor=STAND_IN, name=f"{code}.xlsx")
        say_instead(path, text)


def say_instead(path: Path, text: str) -> None:
    """Put a text in the place of the stand-in, as a user types it (openpyxl makes formulas)."""
    typed = escape(text).replace("_x", "_x005F_x")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = {
        name: content.replace(STAND_IN.encode(), typed.encode()) for name, content in parts.items()
    }
    assert changed != parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in changed.items():
            archive.writestr(name, content)


def write_csv(desk: Desk, heading: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with (desk.folder / "ผล.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heading, *rows])


def mark_matrix(desk: Desk, texts: Sequence[str]) -> None:
    silent = [f"{code} สถานะ" for code in SILENT]
    heading = ["รหัส", "ผู้ประเมิน", *ITEMS, "1 ข้อเสนอแนะ", "2 สถานะ", "2 เหตุผล", *silent]
    heading += ["4.1", "4.2", "4 ระดับ", "4 เหตุผล"]
    write_csv(
        desk,
        heading,
        [
            [code, text, *["ไม่มี"] * 5, text, EXEMPT, text, *[NOT_REPORTED] * 3, "มี", "มี", 3, text]
            for code, text in zip(CODES, texts, strict=False)
        ],
    )


def long_table(desk: Desk, texts: Sequence[str]) -> None:
    heading = ["รหัส", "ผู้ประเมิน", "ตัวชี้วัด", "ข้อ", "ผล", "ค่า"]
    heading += ["เหตุผล", "เอกสารอ้างอิง", "หมายเหตุ", "ข้อเสนอแนะ"]
    rows: list[list[object]] = []
    for code, text in zip(CODES, texts, strict=False):
        who = [code, text]
        rows += [[*who, "1", item, "ไม่มี", "", text, text, text, ""] for item in ITEMS]
        rows.append([*who, "1", "", OPEN, "", "", "", "", text])
        rows.append([*who, "2", "", EXEMPT, "", text, "", "", ""])
        rows += [[*who, other, "", NOT_REPORTED, "", "", "", "", ""] for other in SILENT]
        rows += [[*who, "4", item, "มี", "", "", "", "", ""] for item in ("4.1", "4.2")]
        rows.append([*who, "4", "", "", 3, text, "", "", ""])
    write_csv(desk, heading, rows)


def level_matrix(desk: Desk, texts: Sequence[str]) -> None:
    rows = [
        [code, 2, f"ยกเว้น: {text}", 2, 2, 2, 2, None]
        for code, text in zip(CODES, texts, strict=False)
    ]
    write_csv(desk, ["รหัส", "1", "2", "3", "4", "5", "6a", "6b"], rows)


LAYOUTS = {
    "checklist": (checklists, HOSTILE),
    "mark matrix": (mark_matrix, HOSTILE | ONLY_IN_CSV),
    "long table": (long_table, HOSTILE | ONLY_IN_CSV),
    "level matrix": (level_matrix, HOSTILE | ONLY_IN_CSV),
}
WITH_COMMENT = ("checklist", "mark matrix", "long table")
WITH_EVIDENCE = ("checklist", "long table")


class Delivered:
    """What a run came to, easy to ask."""

    def __init__(self, out: Path, texts: Sequence[str], layout: str, done) -> None:
        self.out, self.texts, self.layout, self.done = out, texts, layout, done
        self.results = json.loads((out / "results.json").read_text("utf-8"))

    def sheets(self) -> Iterator[tuple[str, openpyxl.Workbook]]:
        """Each string with the score sheet of its office."""
        for code, text in zip(CODES, self.texts, strict=False):
            (path,) = self.out.glob(f"scoresheets/{code} *.xlsx")
            yield text, cells_only(path)

    def office(self, code: str) -> dict:
        return next(one for one in self.results["offices"] if one["code"] == code)


@pytest.fixture(scope="module", params=LAYOUTS)
def delivered(request, tmp_path_factory) -> Delivered:
    fill, strings = LAYOUTS[request.param]
    texts = list(strings.values())
    return score(tmp_path_factory.mktemp("hostile"), request.param, fill, texts)


def score(folder: Path, layout: str, fill, texts: Sequence[str]) -> Delivered:
    desk = Desk(folder, small_rubric(folder))
    fill(desk, texts)
    command = ["score", desk.folder, "--out", desk.out, "--round", "6m"]
    command += ["--rubric", desk.rubric_folder]
    return Delivered(desk.out, texts, layout, program(*command))


def cells(book: openpyxl.Workbook) -> Iterator[openpyxl.cell.Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


# --- what has to hold


def test_every_office_is_delivered(delivered):
    assert delivered.done.code == 0, delivered.done.err
    offices = {office["code"]: office["status"] for office in delivered.results["offices"]}
    assert offices == dict.fromkeys(CODES[: len(delivered.texts)], "complete")


def test_no_workbook_holds_a_formula_an_error_or_a_link(delivered):
    books = sorted(delivered.out.rglob("*.xlsx"))
    assert len(books) == len(delivered.texts) + 1
    for path in books:
        assert unsafe_parts(path) == []


def test_the_text_stands_on_its_own_offices_sheet_as_typed(delivered):
    for text, book in delivered.sheets():
        found = [cell for cell in cells(book) if bare(text) in bare(str(cell.value))]
        assert found, text
        assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
        # A figure would have lost its sign or its text.
        assert all(isinstance(cell.value, str) for cell in found)


def test_results_json_holds_every_text_as_given(delivered):
    for code, text in zip(CODES, delivered.texts, strict=False):
        office = delivered.office(code)
        one, two = office["indicators"][:2]
        assert bare(two["reason"]) == bare(text)
        if delivered.layout in WITH_COMMENT:
            assert bare(one["comment"]) == bare(text)
            (by,) = one["items"][0]["by"]
            assert bare(by["assessor"]) == bare(text)
        if delivered.layout in WITH_EVIDENCE:
            assert bare(by["reference"]) == bare(text)
            # A reason that is none of the list is kept before the note.
            assert bare(by["note"]) == bare(text) * 2


def test_no_field_of_the_csv_begins_as_a_formula(delivered):
    rows = csv_rows(delivered.out)
    given = [row[key] for row in rows for key in ("comment", "reason") if row[key]]
    assert len(given) >= len(delivered.texts)
    assert not [field for field in given if field.startswith(SPREADSHEET_FORMULA)]
    # What was put before it is one apostrophe, and nothing is lost.
    plain = {bare(field.removeprefix("'")) for field in given}
    assert {bare(text) for text in delivered.texts} <= plain


def test_the_terminal_gets_no_control_character(delivered):
    shown = (delivered.done.out + delivered.done.err).replace("\n", "").replace("\r", "")
    assert [c for c in shown if unicodedata.category(c) in ("Cc", "Cf")] == []


def test_an_assessor_is_named_on_no_score_sheet(tmp_path):
    names = ["=นาย ก", "[red]นาง ข[/red]"]
    desk = Desk(tmp_path, small_rubric(tmp_path))
    for name in names:
        desk.form(desk.best(), assessor=name, name=f"{names.index(name)}.xlsx")
    desk.deliver()
    (path,) = (desk.out / "scoresheets").iterdir()
    texts = "".join(str(cell.value) for cell in cells(cells_only(path)))
    assert "นาย ก" not in texts
    assert "นาง ข" not in texts


def test_a_text_longer_than_a_cell_is_said_and_breaks_no_workbook(tmp_path):
    done = score(tmp_path, "long table", long_table, [LONG, "สั้น"])
    assert {one["code"] for one in done.results["findings"]} >= {"text-cut"}
    for _, book in done.sheets():
        assert max(len(str(cell.value)) for cell in cells(book)) <= 32_767
    _, first = next(done.sheets())
    column = "".join(str(cell.value) for cell in cells(first) if "ยาวยาว" in str(cell.value))
    assert len(re.findall("ยาว", column)) >= 32_767 // 3


# --- names of offices, which also become names of files


def offices_csv(folder: Path, names: Sequence[str]) -> Path:
    path = folder / "offices.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "type", "name_th", "short_name", "region"])
        for at, name in enumerate(names):
            writer.writerow([f"X{at:03}", "สพป", f"สำนักงาน{at} {name}", f"{name} {at}", name])
    return path


def test_a_name_of_an_office_is_a_safe_name_of_a_file(tmp_path):
    names = list((HOSTILE | ONLY_IN_CSV).values())
    book = tmp_path / "m.csv"
    with book.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["รหัส", "1", "2", "3", "4", "5", "6a"])
        writer.writerows([f"X{at:03}", 1, 2, 3, 4, 5, 1] for at in range(len(names)))
    rubric = small_rubric(tmp_path)
    offices = offices_csv(tmp_path, names)
    out = tmp_path / "deep" / "out"
    options = ["--rubric", rubric, "--round", "6m", "--offices", offices]
    done = program("score", book, "--out", out, *options)
    assert done.code == 0, done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["deep", "m.csv", "offices.csv", "small"]
    )
    made = sorted((out / "scoresheets").iterdir())
    assert len(made) == len(names)
    for path in made:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
        assert len(path.name.encode()) <= 255
        assert path.stem == path.stem.strip(" .")
        assert unsafe_parts(path) == []
    shown = (done.out + done.err).replace("\n", "")
    assert [c for c in shown if unicodedata.category(c) in ("Cc", "Cf")] == []
    assert "[red]แดง[/red]" in done.out.replace("\n", "")
    for row in csv_rows(out):
        assert not row["short_name"].startswith(SPREADSHEET_FORMULA)
        assert not row["region"].startswith(SPREADSHEET_FORMULA)


SHEET_BESIDE = re.compile(rb"scoresheets/[^/\\:]+\.xlsx")


def csv_rows(out: Path) -> list[dict[str, str]]:
    text = (out / "results.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def unsafe_parts(path: Path) -> list[str]:
    """The parts of a workbook with a formula, an error value or a link out of it."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            in_cells = re.search(rb"<f[ >/]|t=\"e\"|<oleObject", content)
            targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', content)
            # A rank in the summary leads to a score sheet beside it, by the name of its file.
            strange = [one for one in targets if not SHEET_BESIDE.fullmatch(one)]
            linked = "externalLink" in name or strange or (targets and path.name != "summary.xlsx")
            if linked or (name.startswith("xl/worksheets/") and in_cells):
                found.append(name)
    return found
