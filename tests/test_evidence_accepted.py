"""Passages accepted behind a checklist: they become references and notes, and never a mark."""

from __future__ import annotations

import json

import openpyxl
import pytest
from forms_filled import MARK, NOTE, REASON, place
from reports_made import OWN, province_report

from qp_scoring import cli
from qp_scoring.messages import text
from qp_scoring.reports.forms import SHEET

ALL, UNOWNED = text("evidence-all-sheet"), text("evidence-unowned-sheet")
ACCEPT, REJECT = text("evidence-accepted"), text("evidence-rejected")


@pytest.fixture(scope="module")
def checklists(tmp_path_factory):
    """The checklists made of an office's own report, and of one that names nobody."""
    folder = tmp_path_factory.mktemp("รายงาน")
    (folder / "ของเขต.txt").write_text(OWN, encoding="utf-8")
    unnamed = province_report(
        "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
        "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "1) แต่งตั้งคณะทำงานติดตามเด็กตกหล่นและเด็กออกกลางคัน",
    )
    (folder / "ไม่มีชื่อ.txt").write_text(unnamed, encoding="utf-8")
    out = tmp_path_factory.mktemp("ผล") / "out"
    assert cli.main(["evidence", str(folder), "--out", str(out), "--round", "6m"]) == 1
    return sorted((out / "checklists").iterdir())


def columns(sheet):
    for row in sheet.iter_rows(max_row=8):
        named = {str(cell.value): cell.column for cell in row if cell.value}
        if text("evidence-column-decision") in named:
            return row[0].row, {
                name: named[text(f"evidence-column-{name}")]
                for name in ("decision", "item", "quotes", "places")
            }
    raise AssertionError(sheet.title)


def decide(path, target, decisions, typed=None):
    """A copy with decisions (sheet, row below the heading) → word; ``typed`` a reference."""
    book = openpyxl.load_workbook(path, rich_text=True)
    found = []
    for (name, below), word in decisions.items():
        sheet = book[name]
        heading, at = columns(sheet)
        row = heading + below
        sheet.cell(row, at["decision"]).value = word
        found.append([sheet.cell(row, at[key]).value for key in ("item", "quotes", "places")])
    if typed:
        form = book[SHEET]
        (row,) = (cell.row for cell in form["A"] if cell.value == typed[0])
        headings = next(
            row
            for row in form.iter_rows(max_row=9)
            if text("form-reference") in [c.value for c in row]
        )
        (column,) = (cell.column for cell in headings if cell.value == text("form-reference"))
        form.cell(row, column).value = typed[1]
    book.save(target)
    return found


def cited(place):
    """What is said of a place: the report's topic and part, and no line of a file."""
    _, topic = place.split("\n")
    word, number, part = topic.split()
    return f"รายงานผลการดำเนินงาน {word} {number} หัวข้อ{part}"


def scored(path, capsys):
    cli.main(["score", str(path), "--round", "6m", "--json", "--out", str(path.parent / "ผล")])
    results = json.loads(capsys.readouterr().out)
    answers = {
        item["id"]: item
        for office in results["offices"]
        for indicator in office["indicators"]
        for item in indicator["items"]
    }
    return answers, [one["code"] for one in results["findings"]]


def test_an_accepted_passage_is_reference_and_note_and_no_mark(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    ((item, quote, place),) = decide(checklists[0], target, {(ALL, 1): ACCEPT})
    answers, codes = scored(target, capsys)
    (said,) = answers[item]["by"]
    assert said["reference"] == cited(place)
    assert said["note"] == f"“{quote}”"
    assert answers[item]["mark"] is None
    assert "passage-decision-unknown" not in codes
    others = [by for key, one in answers.items() if key != item for by in one["by"]]
    assert not any(by["reference"] or by["note"] for by in others)


def test_what_was_typed_beside_the_item_stands_before_it(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    ((item, _, place),) = decide(checklists[0], target, {(ALL, 1): ACCEPT})
    decide(target, target, {}, typed=(item, "แฟ้ม 3"))
    answers, _ = scored(target, capsys)
    (said,) = answers[item]["by"]
    assert said["reference"] == f"แฟ้ม 3\n{cited(place)}"


def test_two_passages_of_a_part_are_cited_once_without_their_list_marks(
    checklists, tmp_path, capsys
):
    target = tmp_path / checklists[0].name
    book = openpyxl.load_workbook(checklists[0], rich_text=True)
    sheet = book[ALL]
    heading, at = columns(sheet)
    for name in ("item", "places"):
        first = sheet.cell(heading + 1, at[name]).value
        sheet.cell(heading + 2, at[name]).value = first
    book.save(target)
    (item, *words), (_, *others) = decide(target, target, {(ALL, 1): ACCEPT, (ALL, 2): ACCEPT})
    answers, _ = scored(target, capsys)
    (said,) = answers[item]["by"]
    assert said["reference"] == cited(words[1])
    assert said["note"] == f"“{words[0]}”\n“{others[0]}”"
    assert words[0] in OWN
    assert not words[0].startswith(("-", "1)", "(1)"))


def test_a_place_that_the_evaluator_typed_is_kept(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    book = openpyxl.load_workbook(checklists[0], rich_text=True)
    heading, at = columns(book[ALL])
    book[ALL].cell(heading + 1, at["places"]).value = "แฟ้มโครงการ หน้า 12"
    book.save(target)
    ((item, _, _),) = decide(target, target, {(ALL, 1): ACCEPT})
    answers, _ = scored(target, capsys)
    assert [by["reference"] for by in answers[item]["by"]] == ["แฟ้มโครงการ หน้า 12"]


def test_what_was_decided_is_said_though_no_mark_is_chosen(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    decide(checklists[0], target, {(ALL, 1): ACCEPT, (ALL, 2): REJECT})
    cli.main(["check", str(target), "--out", str(tmp_path / "ผล")])
    said = " ".join(capsys.readouterr()).replace("\n", " ")
    total = openpyxl.load_workbook(target)[ALL].max_row - 3
    assert f"รับ 1 ไม่รับ 1 จาก {total} ข้อความ" in " ".join(said.split())


def test_the_weight_says_what_is_found_and_what_is_lacking(checklists):
    book = openpyxl.load_workbook(checklists[0])
    rows = [[str(cell.value) for cell in row] for row in book[ALL].iter_rows()]
    heading = next(row for row in rows if text("evidence-column-strength") in row)
    at = heading.index(text("evidence-column-strength"))
    weights = [row[at].split("\n") for row in rows[rows.index(heading) + 1 :]]
    grounds = {"ชนิดหลักฐาน", "การดำเนินการ", "ประเด็น"}
    for strength, *told in weights:
        named = {
            label: set(names.split(", ")) for label, names in (one.split(": ") for one in told)
        }
        found, lacking = named.get("พบ", set()), named.get("ไม่พบ", set())
        assert found | lacking == grounds
        assert not found & lacking
        assert strength == "น้อย" or found == grounds
    assert text("evidence-strengths") in str(rows[:3])


def test_rejected_passages_and_blanks_say_nothing(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    decide(checklists[0], target, {(ALL, 1): REJECT, (ALL, 2): "-"})
    answers, codes = scored(target, capsys)
    assert not any(by["reference"] for one in answers.values() for by in one["by"])
    assert "passage-decision-unknown" not in codes


def test_a_passage_of_nobody_is_taken_by_the_office_that_accepts_it(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    ((item, quote, _),) = decide(checklists[0], target, {(UNOWNED, 1): ACCEPT})
    answers, _ = scored(target, capsys)
    assert [by["note"] for by in answers[item]["by"]] == [f"“{quote}”"]


def test_a_word_that_is_no_decision_is_said(checklists, tmp_path, capsys):
    target = tmp_path / checklists[0].name
    decide(checklists[0], target, {(ALL, 1): "อาจจะ"})
    answers, codes = scored(target, capsys)
    assert codes.count("passage-decision-unknown") == 1
    assert not any(by["reference"] for one in answers.values() for by in one["by"])


@pytest.mark.parametrize(
    ("mark", "reason", "told"),
    [
        ("ไม่มี", None, 1),
        ("ไม่มี", "ไม่พบ", 1),
        ("ไม่มี", "ไม่ครบ", 0),  # which is said of evidence that is there
        ("ไม่เกี่ยวข้อง", "ไม่มีภารกิจ", 1),
        ("มี", None, 0),
        (None, None, 0),
    ],
)
def test_a_passage_accepted_for_an_item_without_evidence_is_said_at_its_mark(
    checklists, tmp_path, capsys, mark, reason, told
):
    target = tmp_path / checklists[0].name
    ((item, *_),) = decide(checklists[0], target, {(ALL, 1): ACCEPT})
    book = openpyxl.load_workbook(target, rich_text=True)
    column = NOTE if mark == "ไม่เกี่ยวข้อง" else REASON
    cells = {place(target, item, MARK): mark, place(target, item, column): reason}
    for cell, value in cells.items():
        book[SHEET][cell] = value
    book.save(target)
    cli.main(["check", str(target), "--round", "6m", "--json", "--out", str(tmp_path / "ผล")])
    findings = json.loads(capsys.readouterr().out)["findings"]
    found = [one["cell"] for one in findings if one["code"] == "accepted-beside-unmet"]
    assert found == [place(target, item, MARK)] * told
