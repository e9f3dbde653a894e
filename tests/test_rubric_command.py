"""``rubric check``, ``show`` and ``diff`` as a policy officer meets them."""

import json
import re
import shutil
import tomllib
from typing import get_args

import pytest
from full_rubric import full
from full_rubric import rubric as rubric_of_document
from making import PROJECT, SHIPPED_RUBRIC, copy_rubric
from openpyxl import load_workbook
from rich.cells import cell_len

from qp_scoring.exchange.sheets import EXAMPLE_SHEETS, SETTING_ROWS, SETTINGS_NAME, SHEETS
from qp_scoring.exchange.text import read_condition
from qp_scoring.messages import catalogue
from qp_scoring.reports.terminal.blocks import Entries, ShortLines, Title, drawn, markdown
from qp_scoring.reports.terminal.rubric import indicator_page, rubric_page
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric, shipped_rubrics

EIGHT = "indicators/08.toml"


# --- check


def test_every_shipped_set_is_sound_and_its_examples_hold(program):
    done = program("rubric", "check", "--examples")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == sorted(shipped_rubrics())
    files, cases = map(int, re.findall(r"\d+", lines[-1]))
    assert cases >= files >= 20


def test_all_faults_of_a_set_are_told_and_it_is_unusable(tmp_path, program):
    folder = copy_rubric(tmp_path, {"fiscal_year = 2566": 'fiscal_year = "2566"'})
    copy_rubric(tmp_path, {"title =": "titel ="}, file=EIGHT)
    done = program("rubric", "check", folder)
    assert (done.code, done.out) == (2, "")
    assert "qp-copy/rubric.toml:" in done.err
    assert f"qp-copy/{EIGHT}:3" in done.err


def test_a_set_that_is_not_there_is_unusable(program):
    done = program("rubric", "check", "qp-2599")
    assert (done.code, done.out) == (2, "")
    assert "qp-2599" in done.err
    assert "--rubric" not in done.err  # which was not typed


def test_a_folder_of_examples_alone_is_run(tmp_path, program):
    forms = SHIPPED_RUBRIC.parent / "forms"
    (tmp_path / "own").mkdir()
    shutil.copy(forms / "f03-milestones.toml", tmp_path / "own")
    done = program("rubric", "check", tmp_path / "own", "--examples")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].startswith("ตัวอย่าง 1 ไฟล์")


def test_an_example_that_does_not_hold_is_an_error(tmp_path, program):
    forms = SHIPPED_RUBRIC.parent / "forms"
    text = (forms / "f03-milestones.toml").read_text("utf-8")
    (tmp_path / "own").mkdir()
    changed = text.replace("F3 = 5 }", "F3 = 4 }")
    assert changed != text
    (tmp_path / "own" / "f03.toml").write_text(changed, "utf-8")
    done = program("rubric", "check", tmp_path / "own", "--examples")
    assert done.code == 1
    assert "own/f03.toml:" in done.err
    assert "ทำครบ 5 ขั้น" in done.err


def test_a_set_of_which_an_example_fails_is_not_called_sound(tmp_path, program):
    folder = copy_rubric(tmp_path)
    path = next(iter(sorted((folder / "examples").glob("*.toml"))))
    path.write_text(path.read_text("utf-8").replace('mean = "2.42"', 'mean = "2.43"'), "utf-8")
    done = program("rubric", "check", folder, "--examples")
    assert (done.code, "ใช้ได้" in done.out) == (1, False)
    assert "ไม่เป็นไปตามที่เขียนไว้ 1 แห่ง" in done.out


# --- show


def test_the_page_lists_every_indicator_and_says_that_it_is_a_draft(program):
    done = program("rubric", "show")
    assert (done.code, done.err) == (0, "")
    rubric = load_rubric("qp-2566")
    words = re.sub(r"\s+", "", done.out)
    for indicator in rubric.indicators:
        title = re.sub(r"\s+", "", indicator.title)
        assert indicator.code + title in words
    assert "ฉบับร่าง" in done.out
    assert "ดีมาก 3.50–4.49" in done.out
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80


def test_a_set_without_scores_says_nothing_of_a_mean(program):
    shown = program("rubric", "show", "inspection-2566").out
    assert "ตัวชี้วัด 27 ตัว" in shown
    assert "เฉลี่ย" not in shown
    assert "ทศนิยม" not in shown


@pytest.mark.parametrize("shipped", sorted(shipped_rubrics()))
def test_every_indicator_has_a_page_with_all_its_texts(shipped):
    rubric = load_rubric(shipped)
    for indicator in rubric.indicators:
        shown = "".join(line.plain for line, _ in drawn(indicator_page(indicator, rubric, "th")))
        texts = [indicator.title, indicator.purpose]
        for entry in (*indicator.item, *indicator.measure, *indicator.level):
            texts += [entry.text, entry.suggest]
        assert [text for text in texts if text not in shown] == []
        evidence = {kind for item in indicator.item for kind in item.evidence}
        assert [kind for kind in evidence if kind not in shown] == []


def test_the_page_of_an_indicator_says_its_rules_in_words(program):
    done = program("rubric", "show", "qp-2566", "2")
    assert "ข้อใดข้อหนึ่ง (2.5, 2.6)" in " ".join(done.out.split())
    assert "ไม่น้อยกว่า 80" in done.out
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80


def test_a_curve_is_shown_with_what_holds_between_and_below_its_points():
    rubric = rubric_of_document(full())
    page = markdown(indicator_page(rubric.by_code["4"], rubric, "th"))
    for said in (
        "50 ได้ 1, 75 ได้ 3, 100 ได้ 5",
        "ระหว่างจุด: เทียบสัดส่วน",
        "ต่ำกว่าจุดแรก: ได้คะแนนของจุดที่ใกล้ที่สุด",
    ):
        assert said in page


def test_every_form_of_rule_can_be_shown():
    rubric = rubric_of_document(full())
    pages = [list(indicator_page(one, rubric, "th")) for one in rubric.indicators]
    shown = markdown([*rubric_page(rubric, "th"), *(part for page in pages for part in page)])
    for tier in rubric.by_code["5"].tier:
        assert tier.name in shown
    for part in rubric.by_code["6"].part:
        assert part.name in shown
    assert "กลุ่มหนึ่ง" in shown


def test_markdown_holds_the_whole_set(program):
    done = program("rubric", "show", "--markdown")
    rubric = load_rubric("qp-2566")
    assert done.out.startswith(f"# {rubric.name}")
    assert done.out.count("\n## ") == 1 + len(rubric.indicators)
    rows = [line for line in done.out.splitlines() if line.startswith("| ")]
    assert {line.count(" | ") for line in rows} == {3, 5}
    for indicator in rubric.indicators:
        for item in indicator.item:
            assert f"| {item.id} | " in done.out


def test_nothing_in_a_text_is_taken_for_markdown():
    blocks = [
        Title(1, "*a*"),
        ShortLines(["# b", "[c](d)\nsecond"]),
        Entries(("x", "y"), [("a|b", "<br>")]),
    ]
    assert markdown(blocks) == (
        "# \\*a\\*\n\n- \\# b\n- \\[c\\](d) second\n\n| x | y |\n| --- | --- |\n"
        "| a\\|b | \\<br\\> |\n"
    )


def test_the_workbook_to_print_has_the_list_and_the_criteria(tmp_path, program):
    done = program("rubric", "show", "qp-2566", "--out", tmp_path / "sheets")
    assert done.code == 0
    (path,) = (tmp_path / "sheets").iterdir()
    book = load_workbook(path)
    rubric = load_rubric("qp-2566")
    listed, criteria = book.worksheets
    cells = {str(cell.value) for row in listed for cell in row if cell.value}
    assert {one.title for one in rubric.indicators} <= cells
    assert any("ร่าง" in cell for cell in cells)
    texts = {str(cell.value) for row in criteria for cell in row if cell.value}
    assert {entry.text for one in rubric.indicators for entry in one.level} <= texts
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert 10 <= sheet.page_setup.scale <= 100


def test_an_indicator_that_is_not_there_is_refused_with_those_that_are(program):
    done = program("rubric", "show", "qp-2566", "11")
    assert (done.code, done.out) == (2, "")
    assert "6a" in done.err


def test_the_page_in_english(program):
    done = program("rubric", "show", "--lang", "en")
    assert "13 indicators" in done.out
    assert "Applies to: สพป, สพม" in done.out


# --- diff


def test_the_same_set_has_no_changes(tmp_path, program):
    done = program("rubric", "diff", "qp-2566", copy_rubric(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == ["ชุดเกณฑ์ทั้งสองเหมือนกัน"]


def test_the_gravest_changes_come_first(tmp_path, program):
    copy_rubric(tmp_path, {'version = "0.2.1"': 'version = "0.3.0"'})
    copy_rubric(tmp_path, {'name = "รอบ 6 เดือน"': 'name = "รอบครึ่งปี"'})
    folder = copy_rubric(
        tmp_path, {'{ any = ["8.7", "8.8"] }': '{ all = ["8.7", "8.8"] }'}, file=EIGHT
    )
    done = program("rubric", "diff", "qp-2566", folder)
    assert done.code == 0
    assert done.out.startswith("เปลี่ยนหลัก")
    assert done.out.index("8.8") < done.out.index("รอบครึ่งปี")
    document = json.loads(program("rubric", "diff", "qp-2566", folder, "--json").out)
    assert document["kind"] == "major"
    kinds = [(change["kind"], change["indicator"]) for change in document["changes"]]
    assert ("major", "8") in kinds
    assert [kind for kind, _ in kinds].count("major") == 1


def test_a_version_that_contradicts_the_changes_is_an_error(tmp_path, program):
    folder = copy_rubric(
        tmp_path, {'{ any = ["8.7", "8.8"] }': '{ all = ["8.7", "8.8"] }'}, file=EIGHT
    )
    done = program("rubric", "diff", "qp-2566", folder)
    assert done.code == 1
    assert "0.2.1" in done.err


# --- explanations in the workbook


def test_every_explanation_belongs_to_a_cell():
    known = {f"settings-{row.key.replace('.', '-')}" for row in SETTING_ROWS}
    known |= {
        f"{form.id}-{column.key.replace('.', '-')}"
        for form in (*SHEETS, *EXAMPLE_SHEETS)
        for column in form.all_columns
    }
    hints = {key for key in catalogue("th")["text"] if key.startswith("xlsx-hint-")}
    assert {key.removeprefix("xlsx-hint-") for key in hints} <= known
    assert len(hints) > 30


# --- the guide on writing a rubric


GUIDE = (PROJECT / "docs" / "การเขียนชุดเกณฑ์.md").read_text(encoding="utf-8")


def test_every_piece_of_toml_in_the_guide_stands_in_the_example_it_names():
    pieces = re.findall(r"`(rubrics/forms/[\w.-]+\.toml)`\n\n```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(pieces) == GUIDE.count("```toml") > 10
    for name, piece in pieces:
        at = 0
        example = (PROJECT / name).read_text("utf-8").splitlines()
        for line in piece.splitlines():
            assert line in example[at:], f"{line} is not in {name}"
            at = example.index(line, at) + 1


def test_the_conditions_of_the_guide_are_the_same_in_both_forms():
    pairs = re.findall(r"^\| `([^`]+)` \| `(\{[^`]+\})` \|", GUIDE, re.MULTILINE)
    assert len(pairs) == 7
    for cell, table in pairs:
        assert read_condition(cell) == tomllib.loads(f"x = {table}")["x"]


def test_the_guide_names_every_sheet_and_every_method():
    sheets = [SETTINGS_NAME, *(form.name for form in SHEETS)]
    assert (
        re.findall(r"^\| (\S+) \| .+ \| .+ \|$", GUIDE, re.MULTILINE)[1 : 1 + len(sheets)] == sheets
    )
    methods = get_args(Indicator.model_fields["method"].annotation)
    assert [method for method in methods if f"| `{method}` |" not in GUIDE] == []


def test_the_commands_of_the_guide_work(tmp_path, program, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(
        r"^```text\n(qp-scoring rubric export.*?)```", GUIDE, re.MULTILINE | re.DOTALL
    )
    export, *rest = block.splitlines()
    for line in (export, *rest[:2]):
        assert program(*line.split()[1:]).code == 0, line


def test_the_rules_are_shown_in_the_language_asked_for(program):
    page = program("rubric", "show", "qp-2566", "2", "--lang", "en").out
    assert "any of (2.5, 2.6)" in " ".join(page.split())
    assert "ครบทุกข้อ (" not in page
    whole = program("rubric", "show", "qp-2566", "--lang", "en").out
    assert "ช่วงคะแนนเฉลี่ย" not in whole
