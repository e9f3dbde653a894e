"""``evidence`` from reports to delivered checklists: what is written, printed and refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from documents_made import PNG, bomb, docx_of_lines
from reports_made import CONSOLIDATED, OWN

from qp_scoring.documents.written import document_schema
from qp_scoring.evidence import segment
from qp_scoring.evidence.document import Evidence
from qp_scoring.evidence.files import find_reports
from qp_scoring.findings import FindingLog
from qp_scoring.reports.forms import SHEET

PROJECT = Path(__file__).resolve().parents[1]
SHIPPED_SCHEMA = PROJECT / "qp_scoring" / "data" / "evidence.schema.json"
FORM = "5601 สพป.พะเยา เขต 1.xlsx"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    """The outputs of one run over a good report, twice beside it in a folder, and bad files."""
    from qp_scoring import cli  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("รายงาน")
    (folder / "ของเขต.txt").write_text(OWN, encoding="utf-8")
    (folder / "จังหวัด.docx").write_bytes(docx_of_lines(CONSOLIDATED))
    (folder / "ภาพ.docx").write_bytes(PNG)
    (folder / "ระเบิด.docx").write_bytes(bomb())
    (folder / "ว่าง.md").write_bytes(b"")
    (folder / "ตาราง.xlsx").write_bytes(b"PK")
    out = tmp_path_factory.mktemp("ผล") / "out"
    code = cli.main(["evidence", str(folder), "--out", str(out)])
    return code, folder, out


def evidence_of(out):
    return json.loads((out / "evidence.json").read_text("utf-8"))


def test_bad_files_are_a_finding_each_and_the_others_are_read(delivered):
    code, _, out = delivered
    assert code == 1
    evidence = evidence_of(out)
    assert [one["file"] for one in evidence["documents"]] == ["ของเขต.txt", "จังหวัด.docx"]
    assert {(one["file"], one["code"]) for one in evidence["findings"]} == {
        ("ภาพ.docx", "report-not-word"),
        ("ระเบิด.docx", "report-too-large"),
        ("ว่าง.md", "report-empty"),
        ("ตาราง.xlsx", "report-skipped-type"),
        (None, "report-round-assumed"),
    }


def test_every_office_found_gets_a_checklist(delivered):
    out = delivered[2]
    names = sorted(path.name.split(" ")[0] for path in (out / "checklists").iterdir())
    assert names == ["5501", "5502", "5601", "M5500"]


@pytest.mark.usefixtures("delivered")
def test_reports_are_read_in_one_thread_where_nobody_asks_for_more():
    assert os.environ["OPENBLAS_NUM_THREADS"]


def test_the_evidence_keeps_to_the_shipped_schema(delivered):
    schema = json.loads(SHIPPED_SCHEMA.read_text("utf-8"))
    jsonschema.validate(evidence_of(delivered[2]), schema)
    assert SHIPPED_SCHEMA.read_text("utf-8") == document_schema(Evidence)


def test_every_quote_stands_word_for_word_on_its_lines(delivered):
    _, folder, out = delivered
    lines = (folder / "ของเขต.txt").read_text("utf-8").split("\n")
    report = evidence_of(out)["documents"][0]
    assert report["passages"]
    for passage in report["passages"]:
        first, last = passage["lines"]
        told = "".join("".join(lines[first - 1 : last]).split())
        assert "".join(passage["quote"].split()) in told


def test_the_checklist_shows_passages_and_leaves_every_mark_blank(delivered):
    book = openpyxl.load_workbook(delivered[2] / "checklists" / FORM)
    rows = [[cell.value for cell in row] for row in book[SHEET].iter_rows()]
    heading = next(row for row in rows if row[0] == "ข้อ")
    quotes, mark = heading.index("ข้อความที่อาจเป็นหลักฐาน"), heading.index("ผล")
    items = {row[0]: row for row in rows if row[0] in ("1.1", "1.8", "2.3")}
    assert "ผู้เข้าร่วม 75 คน\nตัวเลขต่างจาก บรรทัด 17–19: 90 คน" in items["1.1"][quotes]
    assert items["1.8"][quotes] == "ไม่พบข้อความ"
    assert "ของเขต.txt" in items["2.3"][quotes + 1]
    assert [row[mark] for row in items.values()] == [None] * 3
    listed = book["ข้อความทั้งหมด"]
    found = [row[0] for row in listed.iter_rows(values_only=True)]
    assert found.count("1.1") == 2


def test_scoring_an_untouched_checklist_gives_unfinished_and_no_score(delivered, tmp_path):
    from qp_scoring import cli  # noqa: PLC0415

    out = tmp_path / "score"
    code = cli.main(["score", str(delivered[2] / "checklists" / FORM), "--out", str(out)])
    (office,) = json.loads((out / "results.json").read_text("utf-8"))["offices"]
    assert (code, office["status"], office["mean"], office["band"]) == (0, "incomplete", None, None)
    assert not (out / "scoresheets").exists()


def test_the_coverage_tells_answered_blank_and_no_duty_by_unit(delivered):
    book = openpyxl.load_workbook(delivered[2] / "coverage.xlsx")
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    heading = next(row for row in rows if row[0] == "จุดเน้น")
    own = heading.index("สพป.พะเยา เขต 1")
    told = {str(row[0]): row[own] for row in rows if row[0] in ("1.1", "3.5", "4.3", "2.9", "4.1")}
    assert told == {
        "1.1": "ตอบ 2/5 (ตอบว่าไม่มี 1, เว้นว่าง 2)",
        "2.9": "ไม่ปรากฏ",
        "3.5": "ไม่ใช่ภารกิจ",
        "4.1": "ไม่ใช่ภารกิจ",
        "4.3": "แผน/กำลังทำ",
    }
    assert len(rows) > 27


def test_the_same_reports_give_the_same_bytes(delivered, tmp_path, program):
    _, folder, out = delivered
    assert program("evidence", folder, "--out", tmp_path / "again").code == 1
    for path in (path for path in out.rglob("*") if path.is_file() and path.name != "run.json"):
        again = tmp_path / "again" / path.relative_to(out)
        assert again.read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("th", ("เว้นว่างบางส่วน: 1.1 (ปัจจัยความสำเร็จ, ปัญหา)", "ไม่พบข้อความเลย: 3, 4")),
        ("en", ("Left blank in part: 1.1 (success factors, problems)", "No passage at all: 3, 4")),
    ],
)
def test_the_terminal_tells_what_is_there_and_what_is_blank(tmp_path, program, lang, told):
    report = tmp_path / "a.txt"
    report.write_text(OWN, encoding="utf-8")
    ran = program("evidence", report, "--out", tmp_path / "out", "--lang", lang)
    assert ran.code == 0
    assert all(line in ran.out for line in told)


def test_a_report_without_a_name_is_of_the_office_that_the_user_names(tmp_path, program):
    report = tmp_path / "a.txt"
    report.write_text("จัดทำแผนน้อมนำพระบรมราโชบายสู่โรงเรียนในสังกัด", encoding="utf-8")
    ran = program("evidence", report, "--out", tmp_path / "a")
    assert ran.code == 1
    assert "ข้อความที่ไม่ระบุหน่วยงาน 1 รายการ" in ran.out
    ran = program("evidence", report, "--out", tmp_path / "b", "--office", "5601")
    assert ran.code == 0
    assert [path.name for path in (tmp_path / "b" / "checklists").iterdir()] == [FORM]


def test_the_checklists_are_of_the_round_asked_for(tmp_path, program):
    report = tmp_path / "a.txt"
    report.write_text(OWN, encoding="utf-8")
    for asked, name in ((("--round", "12m"), "รอบ 12 เดือน"), ((), "รอบ 6 เดือน")):
        assert program("evidence", report, "--out", tmp_path / "out", *asked).code == 0
        book = openpyxl.load_workbook(tmp_path / "out" / "checklists" / FORM)
        cells = [cell for row in book[SHEET].iter_rows(values_only=True) for cell in row]
        assert name in cells


def test_nothing_readable_is_refused_and_nothing_written(tmp_path, program):
    (tmp_path / "a.docx").write_bytes(PNG)
    ran = program("evidence", tmp_path / "a.docx", "--out", tmp_path / "out")
    assert ran.code == 2
    assert not (tmp_path / "out").exists()
    assert program("evidence", tmp_path / "none.docx", "--out", tmp_path / "out").code == 2


def test_without_the_extra_the_user_is_told_what_to_install(tmp_path, program, monkeypatch):
    monkeypatch.setattr(segment, "find_spec", lambda name: None)
    (tmp_path / "a.txt").write_text(OWN, encoding="utf-8")
    ran = program("evidence", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert ran.code == 2
    assert 'pip install "qp-scoring[evidence]"' in ran.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_a_folder_and_hidden_files_are_left_out_and_said(tmp_path):
    outside = tmp_path / "นอก.txt"
    outside.write_text(OWN, encoding="utf-8")
    folder = tmp_path / "รายงาน"
    folder.mkdir()
    (folder / "ก.txt").write_text(OWN, encoding="utf-8")
    (folder / "ลิงก์.txt").symlink_to(outside)
    (folder / "~$ก.docx").write_bytes(b"x")
    found = FindingLog()
    assert [one.name for one in find_reports([folder, folder / "ก.txt"], found)] == ["ก.txt"]
    assert {(one.code, one.place.file) for one in found} == {
        ("file-skipped-link", "ลิงก์.txt"),
        ("file-skipped-lock", "~$ก.docx"),
        ("file-skipped-duplicate", "ก.txt"),
    }
