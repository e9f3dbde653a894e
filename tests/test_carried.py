"""Results carried into the forms of the next round: shown, and counted only once confirmed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from builders import RUBRIC, indicator, office
from forms_filled import CLOSED, NOT_REPORTED, Desk, Row, rows_of, small_rubric
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SECONDARY_OFFICE, SEED_OFFICE, Ran, Scored, score
from openpyxl.worksheet.worksheet import Worksheet
from rounds_stored import in_memory, store

from qp_scoring.documents.results import ItemResult, Mark
from qp_scoring.documents.stored import read_round
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.carry import CarriedAnswer, carry
from qp_scoring.intake.choice import Request
from qp_scoring.intake.layouts.carried import CONFIRMED, carried_text, read_carried
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.intake.values import read_value
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.messages import fix
from qp_scoring.rubric.load import load_rubric

FIRST = {
    "1.1": Row("มี", reference="คำสั่งที่ 1/2566"),
    "1.2": "มี",
    "1.3": Row("ไม่มี", "ไม่ครบ"),
    "1.4": Row("ไม่เกี่ยวข้อง", note="ไม่มีโรงเรียนประเภทนี้"),
    "1.5": "ไม่มี",
    "2": NOT_REPORTED,
    **dict.fromkeys(("3.1", "3.2", "3.3"), "มี"),
    **dict.fromkeys(("3.4", "3.5"), "ไม่มี"),
    **dict.fromkeys(("4.1", "4.2"), "มี"),
    "4 ระดับ": (4, "หลักฐานครบ (ตามเกณฑ์)"),
    "5.1": "มี",
    "5.p": "33/40",
    **dict.fromkeys(("6a.1", "6a.2"), "มี"),
    **dict.fromkeys(("6a.3", "6a.4"), "ไม่มี"),
}
"""1: 3 (1.1, 1.2; 1.4 not relevant, 1.3 missing) · 2: N/A · 3: 3 · 4: 4 · 5: 4 (82.5) · 6a: 3."""

PRINTED = {"1": "3", "2": "N/A", "3": "3", "4": "4", "5": "4", "6a": "3"}
CONFIRMABLE = ("1", "3", "4", "5", "6a")


@dataclass(frozen=True)
class First:
    """A first round of one office, delivered, and the empty form of the next round."""

    rubric: Path
    out: Path
    form: Path
    sheet: Worksheet

    @classmethod
    def scored(cls, folder: Path, answers: Mapping[str, object] = FIRST) -> First:
        rubric = small_rubric(folder)
        desk = Desk(folder, rubric)
        desk.form(answers)
        desk.deliver()
        request = FormsRequest(folder / "forms", rubric=str(rubric), source=desk.out)
        (path,) = make_forms(request)
        return cls(rubric, desk.out, path, openpyxl.load_workbook(path).active)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    return First.scored(tmp_path_factory.mktemp("first"))


def test_no_page_of_a_form_begins_with_the_last_row_of_an_indicator(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.form(desk.best())
    desk.deliver()
    (path,) = make_forms(FormsRequest(tmp_path / "forms", source=desk.out))
    sheet = openpyxl.load_workbook(path).active
    begun = [row for label, row in rows_of(sheet).items() if label.startswith("ตัวชี้วัดที่ ")]
    breaks = {entry.id for entry in sheet.row_breaks.brk}  # the rows that end a page
    assert len(breaks) > 5
    assert not breaks & {row - 2 for row in begun[1:]}
    assert not breaks & {*begun}, "nor does one end with the name of an indicator"


class Next:
    """The form of the next round of an office, to be filled in."""

    def __init__(self, folder: Path, first: First) -> None:
        self.rubric, self.out, self.empty = first.rubric, first.out, first.sheet
        self.rows = rows_of(self.empty)
        self.forms = folder / "next"
        self.forms.mkdir()
        self.path = Path(shutil.copy(first.form, self.forms))

    def request(self, **more: object) -> FormsRequest:
        return FormsRequest(**{"rubric": str(self.rubric), "source": self.out, **more})

    def carried(self, key: str) -> tuple[str, str]:
        """What the columns of the round before say in a row of the empty form."""
        row, sheet = self.rows[key], self.empty
        return sheet[f"H{row}"].value or "", sheet[f"I{row}"].value or ""

    def filled(self, **marks: object) -> Scored:
        """The form with marks typed in by row (``i1_3`` is 1.3, ``c1`` confirms 1), scored."""
        book = openpyxl.load_workbook(self.path, rich_text=True)
        for key, value in marks.items():
            book.active[f"D{self.rows[self._row(key)]}"] = value
        book.save(self.path)
        return score(self.forms, rubric=self.rubric, round_id=None)

    @staticmethod
    def _row(key: str) -> str:
        kind, code = key[0], key[1:].replace("_", ".")
        return {"i": code, "c": f"{code} ยืนยัน", "l": f"{code} ระดับ", "s": f"ตัวชี้วัดที่ {code}"}[kind]

    def confirmed(self, *codes: str, **marks: object) -> Scored:
        return self.filled(**{f"c{code}": CONFIRMED for code in codes}, **marks)


@pytest.fixture
def following(tmp_path: Path, first: First) -> Next:
    return Next(tmp_path, first)


def test_every_answer_is_shown_beside_an_empty_mark(following: Next):
    assert following.carried("1.1") == ("ยกมา: มี", "คำสั่งที่ 1/2566")
    assert following.carried("1.3") == ("ยกมา: ไม่มี (ไม่ครบ)", "")
    assert following.carried("1.4") == ("ยกมา: ไม่เกี่ยวข้อง (ไม่มีโรงเรียนประเภทนี้)", "")
    assert following.carried("5.p") == ("ยกมา: 82.5", "")
    assert following.carried("4 ระดับ") == ("ยกมา: 4 (หลักฐานครบ (ตามเกณฑ์))", "")
    # 3.4 is the next milestone, and 95 per cent the least for level 5.
    assert following.carried("ตัวชี้วัดที่ 3") == ("รอบก่อน: 3", "สู่ระดับ 4 ต้องมีเพิ่ม: 3.4")
    assert following.carried("ตัวชี้วัดที่ 5")[1] == "สู่ระดับ 5 ต้องมีเพิ่ม: 5.p ตั้งแต่ 95"
    assert following.carried("ตัวชี้วัดที่ 2")[0] == "รอบก่อน: N/A"
    sheet = following.empty
    items = [row for key, row in following.rows.items() if "." in key and key[0].isdigit()]
    assert [sheet[f"D{row}"].value for row in items if sheet[f"D{row}"].value] == []


def test_the_form_is_of_the_next_round_and_says_what_is_carried(following: Next):
    sheet = following.empty
    above = [cell.value for row in sheet.iter_rows(max_row=22) for cell in row if cell.value]
    assert "รอบ 12 เดือน" in above
    assert any("รอบ 6 เดือน" in str(line) and "ยังไม่นับ" in str(line) for line in above)
    assert "ผลรอบก่อน (ยกมา ยังไม่ยืนยัน)" in above


def test_an_untouched_form_is_unfinished_and_never_a_score(following: Next):
    scored = following.filled()
    office = scored.office()
    assert (office.status, office.mean, office.band) == ("incomplete", None, None)
    assert {one.state for one in office.indicators} == {"not_assessed", "not_applicable"}
    assert [item.mark for one in office.indicators for item in one.items if item.mark] == []
    (said,) = [one for one in scored.findings if one.code == "carried-unconfirmed"]
    assert dict(said.values)["indicators"] == "1, 3, 4, 5, 6a"


def test_confirmed_results_count_as_they_did(following: Next):
    scored = following.confirmed(*CONFIRMABLE, s2=NOT_REPORTED)
    assert [one.code for one in scored.findings if one.severity != "info"] == []
    printed = {one.code: one.printed for one in scored.office().indicators if one.code != "6b"}
    assert printed == PRINTED
    # 3 + 0 + 3 + 4 + 4 + 3 = 17 over the six indicators of the office.
    assert scored.office().mean_exact == "17/6"


def test_a_confirmed_mark_comes_from_the_carried_cell_and_says_so(following: Next):
    scored = following.confirmed(*CONFIRMABLE)
    items = {item.id: item.by[0] for item in scored.indicator("1").items}
    first, third, fourth = items["1.1"], items["1.3"], items["1.4"]
    assert first.source.cell == f"H{following.rows['1.1']}"
    assert (first.reference, first.note) == ("คำสั่งที่ 1/2566", CONFIRMED)
    assert (third.mark, third.reason) == ("unmet", "ไม่ครบ")
    assert (fourth.mark, fourth.reason) == ("not_relevant", "ไม่มีโรงเรียนประเภทนี้")
    (value,) = [item for item in scored.indicator("5").items if item.id == "5.p"]
    assert value.value == "82.5"
    assert scored.indicator("4").reason == "หลักฐานครบ (ตามเกณฑ์)"


def test_only_the_indicators_that_are_confirmed_count(following: Next):
    scored = following.confirmed("3")
    states = {one.code: one.state for one in scored.office().indicators}
    assert (states["3"], states["1"]) == ("scored", "not_assessed")


def test_an_own_mark_beats_a_carried_one(following: Next):
    scored = following.confirmed(*CONFIRMABLE, i1_1="ไม่มี", i6a_3="มี", i5_p=95, l4=2)
    marks = {item.id: item.mark for item in scored.indicator("1").items}
    assert (marks["1.1"], marks["1.2"]) == ("unmet", "met")
    # 6a counts 3 of 4 items now, and 5 reaches 95 per cent.
    assert (scored.indicator("6a").level, scored.indicator("5").level) == (4, 5)
    assert scored.indicator("1").level == 2
    (by,) = next(item for item in scored.indicator("1").items if item.id == "1.1").by
    assert by.source.cell == f"D{following.rows['1.1']}"


def test_an_own_level_without_a_reason_takes_none_from_the_round_before(following: Next):
    scored = following.confirmed(*CONFIRMABLE, l4=2)
    assert [one.code for one in scored.findings if one.severity == "error"] == [
        "judged-without-reason"
    ]


def test_a_blank_that_has_nothing_carried_stays_unassessed(following: Next):
    book = openpyxl.load_workbook(following.path, rich_text=True)
    book.active[f"H{following.rows['3.2']}"] = None
    book.save(following.path)
    scored = following.confirmed(*CONFIRMABLE)
    assert scored.indicator("3").state == "not_assessed"


@pytest.mark.parametrize("word", ["ไม่ยืนยัน", "มี", "x"])
def test_only_the_word_of_the_list_confirms(following: Next, word: str):
    scored = following.filled(c1=word)
    (said,) = [one for one in scored.findings if one.code == "confirm-unknown"]
    assert said.place.cell == f"D{following.rows['1 ยืนยัน']}"
    assert scored.indicator("1").state == "not_assessed"


def test_a_carried_cell_copied_into_the_marks_is_no_mark(following: Next):
    scored = following.filled(i1_1="ยกมา: มี")
    assert "mark-unknown" in [one.code for one in scored.findings]
    assert scored.indicator("1").level is None


def test_a_confirmation_beside_a_status_that_allows_no_marks_is_an_error(following: Next):
    scored = following.confirmed(*CONFIRMABLE, s1=NOT_REPORTED)
    assert {one.code for one in scored.findings if one.severity == "error"} == {
        "marks-under-status"
    }
    assert scored.indicator("1").state == "invalid"


def counted_unmet(scored: Scored) -> list[tuple[str | None, str]]:
    """Where it is said that a finished assessment counts carried answers as ไม่มี, and which."""
    found = [one for one in scored.findings if one.code == "carried-counted-unmet"]
    assert {one.severity for one in found} <= {"warning"}
    return [(one.place.cell, dict(one.values)["items"]) for one in found]


def test_a_finished_assessment_says_which_carried_answers_it_turns_into_unmet(following: Next):
    """FIRST has 1.1 and 1.2 met, 1.4 not relevant, 3.1 to 3.3 met; 1.2 has a mark of its own."""
    scored = following.filled(s1=CLOSED, s3=CLOSED, i1_2="มี")
    assert counted_unmet(scored) == [
        (f"D{following.rows['ตัวชี้วัดที่ 1']}", "มี 1.1 · ไม่เกี่ยวข้อง 1.4"),
        (f"D{following.rows['ตัวชี้วัดที่ 3']}", "มี 3.1, 3.2, 3.3"),
    ]
    # The statement of the evaluator counts all the same.
    marks = {item.id: item.mark for item in scored.indicator("1").items}
    assert marks == {"1.1": "unmet", "1.2": "met", **dict.fromkeys(("1.3", "1.4", "1.5"), "unmet")}


def test_a_finished_assessment_that_is_confirmed_or_marked_loses_nothing(following: Next):
    own = {"i3_1": "ไม่มี", "i3_2": "มี", "i3_3": "ไม่มี"}
    assert counted_unmet(following.confirmed("1", s1=CLOSED, s3=CLOSED, **own)) == []


def test_what_is_left_open_beside_carried_results_may_be_confirmed(following: Next):
    scored = following.filled(i1_1="มี", s5=CLOSED)
    told = {
        dict(one.values)["indicator"]: (dict(one.values)["carried"], fix(one))
        for one in scored.findings
        if one.code == "items-not-assessed"
    }
    assert told["1"][0] == "1.2, 1.3, 1.4, 1.5"
    assert CONFIRMED in told["1"][1]
    # Nothing was carried for 2; a value stays open in a finished assessment.
    assert told["2"][0] == "" and CONFIRMED not in told["2"][1]
    assert told["5"][0] == "5.p"


def test_levels_without_marks_carry_nothing_and_say_so(tmp_path: Path):
    store(tmp_path / "before", office())
    log = FindingLog()
    (path,) = make_forms(FormsRequest(tmp_path / "forms", source=tmp_path / "before"), log)
    assert [(one.code, one.severity) for one in log] == [("carry-nothing", "info")]
    # The form shows the earlier levels, and does not ask to confirm what it has not.
    cells = [str(cell.value) for row in openpyxl.load_workbook(path).active for cell in row]
    assert any(cell.startswith("รอบก่อน: ") for cell in cells)
    assert not any(CONFIRMED in cell for cell in cells)


def test_what_was_not_reported_has_nothing_to_confirm(following: Next):
    assert "2 ยืนยัน" not in following.rows
    assert following.carried("2.1") == ("", "")
    assert set(following.rows) >= {f"{code} ยืนยัน" for code in CONFIRMABLE}


def test_a_committee_carries_the_reasons_and_references_of_those_who_agreed(tmp_path: Path):
    rubric = small_rubric(tmp_path)
    desk = Desk(tmp_path, rubric)
    desk.form({**FIRST, "1.5": Row("ไม่มี", "ไม่พบ"), "3.1": Row("มี", reference="ก")}, assessor="ก")
    desk.form({**FIRST, "1.5": Row("ไม่มี", "ไม่ครบ"), "3.1": Row("มี", reference="ข")}, assessor="ข")
    desk.form({**FIRST, "1.5": "มี", "3.1": Row("ไม่มี", reference="ค")}, assessor="ค")
    desk.deliver()
    stored = read_round(desk.out, FindingLog())
    carried = carry(stored.results.offices[0], stored, desk.rubric)
    assert carried.answers["1.5"] == CarriedAnswer("ยกมา: ไม่มี (ไม่พบ, ไม่ครบ)")
    assert carried.answers["3.1"] == CarriedAnswer("ยกมา: มี", "ก\nข")


def test_several_reasons_stand_in_the_note_of_a_confirmed_mark(following: Next):
    book = openpyxl.load_workbook(following.path, rich_text=True)
    book.active[f"H{following.rows['1.3']}"] = "ยกมา: ไม่มี (ไม่พบ, ไม่ครบ)"
    book.save(following.path)
    scored = following.confirmed(*CONFIRMABLE)
    (by,) = next(item for item in scored.indicator("1").items if item.id == "1.3").by
    assert (by.reason, by.note) == (None, f"ไม่พบ, ไม่ครบ\n{CONFIRMED}")


def test_an_item_that_asks_for_something_else_now_is_not_carried(following: Next, tmp_path: Path):
    stored = read_round(following.out, FindingLog())
    path = Path(shutil.copytree(following.rubric, tmp_path / "new")) / "indicators" / "1.toml"
    path.write_text(path.read_text("utf-8").replace("หลักฐานข้อ 1.2", "แผนข้อ 1.2"), "utf-8")
    log = FindingLog()
    make_forms(following.request(rubric=str(tmp_path / "new"), out=tmp_path / "again"), log)
    assert [(one.code, dict(one.values)["items"]) for one in log] == [("carry-changed", "1.2")]
    carried = carry(stored.results.offices[0], stored, load_rubric(tmp_path / "new"))
    assert "1.2" not in carried.answers and "1.1" in carried.answers


def test_forms_of_an_office_without_earlier_results_carry_nothing(following: Next, tmp_path: Path):
    log = FindingLog()
    asked = following.request(out=tmp_path / "other", offices=(SECONDARY_OFFICE,))
    (path,) = make_forms(asked, log)
    assert [one.code for one in log] == ["carry-office-missing"]
    headings = [cell.value for cell in openpyxl.load_workbook(path).active["H"]]
    assert "ผลรอบก่อน (ยกมา ยังไม่ยืนยัน)" not in headings


def test_without_offices_the_forms_are_for_those_of_the_round(following: Next):
    assert following.path.name.startswith(SEED_OFFICE)


def test_after_the_last_round_the_next_must_be_given(following: Next, tmp_path: Path):
    following.confirmed(*CONFIRMABLE, s2=NOT_REPORTED)
    later = tmp_path / "later"
    score_and_deliver(Request([str(following.forms)], str(following.rubric)), later)
    with pytest.raises(RefusedRunError) as refusal:
        make_forms(following.request(source=later, out=tmp_path / "x"))
    assert [one.code for one in refusal.value.findings] == ["carry-no-next-round"]
    made = make_forms(following.request(source=later, out=tmp_path / "x", round="6m"))
    assert len(made) == 1


def test_the_command_makes_the_forms_and_refuses_a_damaged_round(
    following: Next, tmp_path: Path, program: Callable[..., Ran]
):
    source = shutil.copytree(following.out, tmp_path / "source")
    options = ("template", "--from", source, "--rubric", following.rubric, "--plain")
    done = program(*options, "--out", tmp_path / "made")
    assert (done.code, done.err) == (0, "")
    assert len(list((tmp_path / "made").glob("*.xlsx"))) == 1
    (tmp_path / "source" / "results.json").write_text("{", "utf-8")
    refused = program(*options, "--out", tmp_path / "none")
    assert refused.code == 2
    assert "results.json" in refused.err
    assert not (tmp_path / "none").exists()


words = st.text(st.characters(categories=("L", "N", "Zs", "Po")), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["มี", "ไม่มี", "ไม่เกี่ยวข้อง", "82.5", "1/3", "4"]), words)
def test_what_is_written_is_read_back(said: str, reason: str):
    reason = " ".join(reason.split())
    cell = InputCell(3, 8, CellKind.TEXT, carried_text(said, reason))
    found = read_carried(cell)
    assert found is not None
    assert found.said.text == said
    assert (found.said.row, found.said.column) == (3, 8)


@pytest.mark.parametrize("text", ["", "มี", "รอบก่อน: 3", "ยกมา:", "ยกมา: (ไม่ครบ)"])
def test_other_texts_are_not_carried_results(text: str):
    assert read_carried(InputCell(1, 1, CellKind.TEXT, text)) is None


@pytest.mark.parametrize("value", ["0.5", "1", "100/3", "82.5", "0", "100"])
def test_a_carried_percentage_is_the_very_same_number(value: str):
    """0.5 and 1 could also be shares of one, and a third of a hundred has no last decimal."""
    item = ItemResult(id="2.p", mark=None, value=value, undecided=False, by=())
    scored = office(indicators=(indicator("2", "3", items=(item,)),))
    text = carry(scored, in_memory(scored), RUBRIC).answers["2.p"].text
    said = read_carried(InputCell(1, 1, CellKind.TEXT, text))
    assert said is not None
    assert read_value(said.said, RUBRIC.by_code["2"].measure[0]).value == Fraction(value)


def test_answers_of_an_unfinished_indicator_are_carried_and_those_of_a_faulty_one_are_not():
    item = ItemResult(id="8.1", mark=Mark.MET, value=None, undecided=False, by=())
    unfinished, faulty = (
        office(indicators=(indicator("8", cell, items=(item,)),)) for cell in ("", "?")
    )
    assert set(carry(unfinished, in_memory(unfinished), RUBRIC).answers) == {"8.1"}
    assert carry(faulty, in_memory(faulty), RUBRIC).answers == {}


def test_a_level_without_items_carries_nothing():
    scored = office()
    carried = carry(scored, in_memory(scored), RUBRIC)
    assert (carried.answers, carried.levels) == ({}, {})
    assert carried.standings["9"].printed == "N/A"


def test_each_mark_follows_from_its_own_cell_the_carried_one_and_the_confirmation(
    following: Next,
):
    """Every combination of them: 1 is confirmed, 3 is not; what is carried stands in FIRST."""
    own = {"1": {"1.1": "ไม่มี", "1.3": "มี"}, "3": {"3.1": "ไม่มี", "3.4": "มี"}}
    typed = {f"i{key.replace('.', '_')}": mark for one in own.values() for key, mark in one.items()}
    scored = following.confirmed("1", **typed)
    marks = {code: {i.id: i.mark for i in scored.indicator(code).items} for code in own}
    assert marks["1"] == {
        "1.1": "unmet",  # carried มี
        "1.2": "met",
        "1.3": "met",  # carried ไม่มี
        "1.4": "not_relevant",
        "1.5": "unmet",
    }
    assert marks["3"] == {"3.1": "unmet", "3.2": None, "3.3": None, "3.4": "met", "3.5": None}
