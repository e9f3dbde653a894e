"""Several assessors, one answer: the cases of docs/rules.md as stories of committees.

Three assessors (ก, ข, ค) or two fill in checklists of the small rubric; who wins follows from the
rule alone. Everything is at its best but what a story says, so the mean shows what was decided.
"""

from __future__ import annotations

import json

import openpyxl
import pytest
from forms_filled import (
    CLOSED,
    EXEMPT,
    NOT_REPORTED,
    Desk,
    place,
    small_rubric,
)
from making import SECONDARY_OFFICE, SEED_OFFICE

from qp_scoring.documents.answers import Role, Stage
from qp_scoring.messages import fix

A, B, C = "กมลวรรณ ใจดี", "ขจรศักดิ์ รักเรียน", "คนึงนิจ สุขสม"
VISIT = Stage.VISIT
DECIDE_ANSWER, DECIDE_REASON, DECIDE_NOTE = "J", "K", "L"


@pytest.fixture
def committee(tmp_path):
    """A desk whose rubric has other rules for its assessors than the shipped one."""

    def make(**rules):
        return Desk(tmp_path, small_rubric(tmp_path, **rules))

    return make


def all_say(desk, key, *answers, others=None):
    """A form of each assessor, at their best but for one row; None leaves it blank."""
    for name, answer in zip((A, B, C), answers, strict=False):
        marks = {k: v for k, v in (others or desk.best()).items() if k != key}
        if answer is not None:
            marks[key] = answer
        desk.form(marks, assessor=name)


def says(desk, assessor, answers, **form):
    return desk.form(answers, assessor=assessor, **form)


def item(scored, key):
    indicator = scored.indicator(key.split(".")[0])
    return next(one for one in indicator.items if one.id == key)


def questions(desk):
    """The rows of to-decide.xlsx: (indicator, item) → (row, whether it matters)."""
    sheet = openpyxl.load_workbook(desk.out / "to-decide.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(at for at, row in enumerate(rows) if "ข้อ" in row)
    return {
        (row[2], row[3]): (number, row[6])
        for number, row in enumerate(rows[start + 1 :], start=start + 2)
    }


def decide(desk, answers):
    """The committee fills in to-decide.xlsx and puts it with the checklists."""
    book = openpyxl.load_workbook(desk.out / "to-decide.xlsx", rich_text=True)
    asked = questions(desk)
    for key, given in answers.items():
        answer, reason = given if isinstance(given, tuple) else (given, None)
        row, _ = asked[key]
        book.active[f"{DECIDE_ANSWER}{row}"] = answer
        book.active[f"{DECIDE_REASON}{row}"] = reason
    book.save(desk.folder / "มติคณะกรรมการ.xlsx")


# --- items


def test_the_majority_decides_an_item(committee):
    desk = committee(items="majority")
    all_say(desk, "1.5", "ไม่มี", "มี", "มี")
    scored = desk.score()
    assert (item(scored, "1.5").mark, item(scored, "1.5").undecided) == ("met", False)
    assert scored.indicator("1").level == 5
    assert [by.mark for by in item(scored, "1.5").by] == ["unmet", "met", "met"], "all are kept"
    assert scored.findings == ()


def test_a_majority_is_of_those_who_answered(committee):
    """ค left it blank: one against one is a tie, two against none is not."""
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "ไม่มี", None)
    assert item(desk.score(), "1.5").undecided
    all_say(desk, "1.5", "ไม่มี", "ไม่มี", None)
    assert item(desk.score(), "1.5").mark == "unmet"


def test_half_is_no_majority(committee):
    """One มี, one ไม่มี and one ไม่เกี่ยวข้อง: nobody has more than half."""
    desk = committee(items="majority")
    all_say(desk, "1.4", "มี", "ไม่มี", ("ไม่เกี่ยวข้อง", "ไม่มีในพื้นที่"))
    assert item(desk.score(), "1.4").undecided


def test_all_must_have_found_it(committee):
    desk = committee(items="all")
    all_say(desk, "1.5", "มี", "มี", "ไม่มี")
    scored = desk.score()
    assert (item(scored, "1.5").mark, scored.indicator("1").level) == ("unmet", 4)


def test_any_who_found_it_is_enough(committee):
    desk = committee(items="any")
    all_say(desk, "1.5", "ไม่มี", "มี", "ไม่มี")
    scored = desk.score()
    assert (item(scored, "1.5").mark, scored.indicator("1").level) == ("met", 5)


def test_the_lead_decides_against_all_others(committee):
    desk = committee(items="lead")
    unmet = {**desk.best(), "1.5": "ไม่มี"}
    says(desk, A, desk.best(), role=Role.LEAD)
    says(desk, B, unmet)
    says(desk, C, unmet)
    assert item(desk.score(), "1.5").mark == "met"


def test_without_a_lead_a_difference_stays_undecided(committee):
    desk = committee(items="lead")
    all_say(desk, "1.5", "มี", "มี", "ไม่มี")
    assert item(desk.score(), "1.5").undecided


def test_without_a_lead_agreement_decides_all_the_same(committee):
    desk = committee(items="lead")
    all_say(desk, "1.5", "ไม่มี", "ไม่มี", "ไม่มี")
    assert item(desk.score(), "1.5").mark == "unmet"


def test_a_blank_of_a_finished_assessment_votes_unmet(committee):
    """ข finished without finding 1.5, ค neither: two of three say ไม่มี."""
    desk = committee(items="majority")
    without = {key: mark for key, mark in desk.best().items() if key != "1.5"}
    says(desk, A, desk.best())
    paths = [says(desk, who, {**without, "1": CLOSED}) for who in (B, C)]
    scored = desk.score()
    assert item(scored, "1.5").mark == "unmet"
    sources = [by.source.cell for by in item(scored, "1.5").by]
    assert sources[1:] == [place(path, "1") for path in paths]


# --- numbers and judged levels


@pytest.mark.parametrize(
    ("rule", "typed", "value", "level"),
    [
        ("median", (60, 90, 96), "90", 4),
        ("median", (60, 90), "75", 3),
        ("median", ("1/3", "2/3"), "50", 3),
        ("equal", (96, "96%", "24/25"), "96", 5),
    ],
    ids=str,
)
def test_numbers_are_combined_exactly(committee, rule, typed, value, level):
    desk = committee(values=rule)
    all_say(desk, "5.p", *typed)
    scored = desk.score()
    assert (item(scored, "5.p").value, scored.indicator("5").level) == (value, level)


def test_numbers_that_must_be_equal_and_are_not_stay_undecided(committee):
    desk = committee(values="equal")
    all_say(desk, "5.p", 96, 96, 94)
    scored = desk.score()
    assert item(scored, "5.p").undecided and item(scored, "5.p").value is None
    assert scored.indicator("5").state == "not_assessed", "96 gives 5, 94 gives 4"


def test_numbers_that_differ_without_changing_the_level_do_not_matter(committee):
    desk = committee(values="equal")
    all_say(desk, "5.p", 96, 98)
    scored = desk.score()
    assert (scored.indicator("5").level, item(scored, "5.p").undecided) == (5, True)


def test_the_leads_number_counts(committee):
    desk = committee(values="lead")
    says(desk, A, {**desk.best(), "5.p": 60})
    says(desk, B, {**desk.best(), "5.p": 85}, role=Role.LEAD)
    assert item(desk.score(), "5.p").value == "85"


def judged(level):
    return (level, f"เห็นว่าอยู่ระดับ {level}")


def test_the_median_of_judged_levels(committee):
    desk = committee(levels="median")
    all_say(desk, "4 ระดับ", judged(2), judged(3), judged(5))
    one = desk.score().indicator("4")
    assert (one.state, one.level) == ("scored", 3)


def test_a_judged_level_is_never_halved(committee):
    desk = committee(levels="median")
    all_say(desk, "4 ระดับ", judged(3), judged(4))
    scored = desk.score()
    assert scored.indicator("4").state == "not_assessed"
    assert "undecided-level" in [code for code, _ in scored.places()]


def test_judged_levels_that_must_be_equal(committee):
    desk = committee(levels="equal")
    all_say(desk, "4 ระดับ", judged(3), judged(3), judged(4))
    assert desk.score().indicator("4").state == "not_assessed"


def test_the_leads_judged_level_counts_and_its_cell_is_the_source(committee):
    desk = committee(levels="lead")
    says(desk, A, {**desk.best(), "4 ระดับ": judged(5)})
    lead = says(desk, B, {**desk.best(), "4 ระดับ": judged(2)}, role=Role.LEAD)
    one = desk.score().indicator("4")
    assert one.level == 2
    assert (one.source.file, one.source.cell) == (lead.name, place(lead, "4 ระดับ"))


# --- statuses


def not_reported(desk, code="1"):
    """Answers at their best with nothing reported on one indicator."""
    kept = {key: value for key, value in desk.best().items() if not key.startswith(f"{code}.")}
    return {**kept, code: NOT_REPORTED}


def test_the_majority_decides_a_status(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, not_reported(desk))
    says(desk, C, desk.best())
    assert desk.score().indicator("1").state == "not_reported"


def test_whoever_is_outvoted_that_nothing_was_reported_leaves_the_marks_of_the_others(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, {**desk.best(), "1.5": "ไม่มี"})
    says(desk, C, {**desk.best(), "1.5": "ไม่มี"})
    assert desk.score().indicator("1").level == 4


def test_the_lead_decides_a_status(committee):
    desk = committee(statuses="lead")
    says(desk, A, not_reported(desk), role=Role.LEAD)
    says(desk, B, desk.best())
    says(desk, C, desk.best())
    assert desk.score().indicator("1").state == "not_reported"


def test_whoever_is_outvoted_is_told_at_the_cell(committee):
    desk = committee(statuses="majority")
    outvoted = says(desk, A, not_reported(desk))
    says(desk, B, desk.best())
    says(desk, C, desk.best())
    (found,) = desk.score().findings
    assert (found.code, found.severity) == ("status-outvoted", "warning")
    assert (found.place.file, found.place.cell) == (outvoted.name, place(outvoted, "1"))


def test_an_indicator_that_an_assessor_has_not_begun_is_no_vote(committee):
    """ข and ค left indicator 1 as the form came, with its status ประเมิน and no mark."""
    desk = committee(statuses="majority")
    untouched = {key: value for key, value in desk.best().items() if not key.startswith("1.")}
    says(desk, A, not_reported(desk))
    says(desk, B, untouched)
    says(desk, C, untouched)
    scored = desk.score()
    assert scored.indicator("1").state == "not_reported"
    assert scored.office().status == "complete"


def test_a_tied_status_leaves_the_office_unfinished_and_asks_the_committee(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, desk.best())
    outcome = desk.deliver()
    assert outcome.results.offices[0].status == "incomplete"
    assert list(questions(desk)) == [("1", None)]
    decide(desk, {("1", None): NOT_REPORTED})
    assert desk.score().indicator("1").state == "not_reported"


def test_a_tied_status_decided_as_assessed_leaves_the_marks(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, {**desk.best(), "1.5": "ไม่มี"})
    desk.deliver()
    decide(desk, {("1", None): "ประเมิน"})
    assert desk.score().indicator("1").level == 4


def test_a_tied_status_decided_as_exempt_needs_its_reason(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, desk.best())
    desk.deliver()
    decide(desk, {("1", None): (EXEMPT, "รายงานผ่านอีกช่องทาง")})
    one = desk.score().indicator("1")
    assert (one.state, one.reason) == ("exempt", "รายงานผ่านอีกช่องทาง")


# --- stages and resolutions


def test_the_latest_stage_wins_item_by_item_and_both_are_kept(committee):
    """The visit found 1.5 and looked at nothing else."""
    desk = committee(items="majority")
    documents = {**desk.best(), "1.5": ("ไม่มี", "ไม่พบ"), "2.6": "ไม่มี"}
    says(desk, A, documents)
    path = says(desk, A, {"1.5": "มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    scored = desk.score()
    one = item(scored, "1.5")
    assert (one.mark, scored.indicator("1").level) == ("met", 5)
    assert [(by.stage, by.mark, by.reason) for by in one.by] == [
        ("เอกสาร", "unmet", "ไม่พบ"),
        ("ลงพื้นที่", "met", None),
    ]
    assert one.by[1].source.cell == place(path, "1.5")
    assert (item(scored, "2.6").mark, scored.indicator("2").level) == ("unmet", 4)
    assert scored.office().status == "complete"


def test_one_visitor_outweighs_the_whole_desk(committee):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "มี", "มี")
    says(desk, A, {"1.5": "ไม่มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    assert item(desk.score(), "1.5").mark == "unmet"


def test_a_visit_to_other_matters_leaves_what_was_not_reported(committee):
    """The form of the visit came with the status ประเมิน for every indicator."""
    desk = committee()
    says(desk, A, not_reported(desk, "2"))
    says(desk, A, {"1.5": "ไม่มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    scored = desk.score()
    assert scored.indicator("2").state == "not_reported"
    assert scored.indicator("1").level == 4


def test_a_visit_that_finds_what_was_not_reported_is_scored(committee):
    desk = committee()
    says(desk, A, not_reported(desk))
    found = {"1.1": "มี", "1.2": "มี", "1": CLOSED}
    says(desk, A, found, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    assert desk.score().indicator("1").level == 3


def test_a_judged_level_revised_after_a_visit_cites_the_visit(committee):
    desk = committee()
    says(desk, A, {**desk.best(), "4 ระดับ": judged(2)})
    visit = says(desk, A, {"4 ระดับ": judged(4)}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    one = desk.score().indicator("4")
    assert (one.level, one.reason) == (4, "เห็นว่าอยู่ระดับ 4")
    assert (one.source.file, one.source.cell) == (visit.name, place(visit, "4 ระดับ"))


def test_a_resolution_wins_in_its_stage(committee):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "มี", "มี")
    says(desk, None, {"1.5": "ไม่มี"}, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    scored = desk.score()
    assert item(scored, "1.5").mark == "unmet"
    assert [by.role for by in item(scored, "1.5").by] == ["กรรมการ"] * 3 + ["มติ"]


def test_a_later_visit_beats_a_resolution_on_the_documents(committee):
    desk = committee(items="majority")
    says(desk, A, desk.best())
    says(desk, None, {"1.5": "ไม่มี"}, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    says(desk, A, {"1.5": "มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    assert item(desk.score(), "1.5").mark == "met"


def test_a_resolution_of_the_visit_beats_the_visitors(committee):
    desk = committee(items="majority")
    says(desk, A, desk.best())
    says(desk, A, {"1.5": "มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    resolution = {"1.5": "ไม่มี"}
    says(desk, None, resolution, role=Role.RESOLUTION, stage=VISIT, name="2402 มติ.xlsx")
    assert item(desk.score(), "1.5").mark == "unmet"


def test_a_resolution_on_one_item_leaves_what_the_members_found_of_all_else(committee):
    """The form of the resolution came with the status ประเมิน for every indicator."""
    desk = committee()
    says(desk, A, not_reported(desk, "2"))
    says(desk, None, {"1.5": "ไม่มี"}, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    scored = desk.score()
    assert (scored.indicator("1").level, scored.indicator("2").state) == (4, "not_reported")
    assert scored.office().status == "complete"


def test_a_committee_may_decide_in_several_files(committee):
    """A form of the resolution for 1.5, and to-decide.xlsx for the tie on 2.6."""
    desk = committee(items="majority")
    all_say(desk, "2.6", "มี", "ไม่มี")
    says(desk, None, {"1.5": "ไม่มี"}, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    desk.deliver()
    decide(desk, {("2", "2.6"): "ไม่มี"})
    scored = desk.score()
    assert (scored.indicator("1").level, scored.indicator("2").level) == (4, 4)
    # The form alone overturns what all had agreed on; the tie on 2.6 was theirs to decide.
    assert [(item.code, dict(item.values)["items"]) for item in scored.findings] == [
        ("resolution-overturns", "1.5")
    ]


@pytest.mark.parametrize("assessed", [True, False], ids=["marks of all", "a status of all"])
def test_a_resolution_on_a_status_against_all_is_said_once_and_advises_no_resolution(
    committee, assessed
):
    desk = committee()
    marks, nothing = desk.best(), not_reported(desk)
    members, resolved = (marks, nothing) if assessed else (nothing, marks)
    for name in (A, B):
        says(desk, name, members)
    only = {key: value for key, value in resolved.items() if key.split(".")[0] == "1"}
    path = says(desk, None, only, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    scored = desk.score()
    (found,) = scored.findings
    assert (found.code, found.severity) == ("resolution-overturns-status", "warning")
    assert (found.place.file, found.place.cell) == (path.name, place(path, "1"))
    assert "ให้คณะกรรมการลงมติ" not in fix(found, "th")


def test_a_resolution_on_a_status_that_members_differed_on_overturns_nothing(committee):
    desk = committee(statuses="majority")
    says(desk, A, not_reported(desk))
    says(desk, B, desk.best())
    only = {key: value for key, value in not_reported(desk).items() if key.split(".")[0] == "1"}
    says(desk, None, only, role=Role.RESOLUTION, name="2402 มติ.xlsx")
    scored = desk.score()
    assert scored.indicator("1").state == "not_reported"
    assert scored.findings == ()


def test_two_resolutions_on_one_item_are_used_from_neither(committee):
    desk = committee(items="majority")
    says(desk, A, desk.best())
    for number, mark in enumerate(("มี", "ไม่มี")):
        name = f"2402 มติ {number}.xlsx"
        path = says(desk, None, {"1.5": mark}, role=Role.RESOLUTION, name=name)
    scored = desk.score()
    assert scored.places() == [("resolution-twice", place(path, "1.5"))]
    assert scored.indicator("1").state == "invalid"


# --- ties


def test_a_tie_that_matters_leaves_the_office_unfinished(committee):
    """1.5 is all that level 5 asks for: with it 5, without it 4."""
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "ไม่มี")
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    outcome = desk.deliver()
    office, other = outcome.results.offices
    assert (office.code, office.status, office.mean, office.band) == (
        SEED_OFFICE,
        "incomplete",
        None,
        None,
    )
    assert other.mean == "5.00"
    said = next(f for f in outcome.results.findings if f.code == "undecided")
    assert "1.5" in said.message
    assert [path.name[:5] for path in desk.out.glob("scoresheets/*")] == ["M4200"]
    assert questions(desk) == {("1", "1.5"): (questions(desk)["1", "1.5"][0], "ใช่")}


def test_a_tie_that_changes_no_level_is_scored_and_still_listed(committee):
    """Level 2 of indicator 1 asks for one of 1.1 … 1.3 and 1.2 is unmet: 1.3 changes nothing."""
    desk = committee(items="majority")
    marks = {**desk.best(), "1.2": "ไม่มี"}
    all_say(desk, "1.3", "มี", "ไม่มี", others=marks)
    outcome = desk.deliver()
    office = outcome.results.offices[0]
    one = office.indicators[0]
    assert (one.level, office.status, office.mean_exact) == (2, "complete", "27/6")
    assert next(i for i in one.items if i.id == "1.3").undecided
    assert "1.3" not in one.met + one.unmet
    assert questions(desk)["1", "1.3"][1] == "ไม่"
    assert outcome.findings == ()


def test_nothing_to_decide_leaves_no_file_to_decide(committee):
    desk = committee()
    all_say(desk, "1.5", "มี", "มี")
    desk.deliver()
    assert not (desk.out / "to-decide.xlsx").exists()


@pytest.mark.parametrize(("answer", "level"), [("มี", 5), ("ไม่มี", 4)])
def test_what_the_committee_decides_is_read_back(committee, answer, level):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "ไม่มี")
    desk.deliver()
    row, _ = questions(desk)["1", "1.5"]
    decide(desk, {("1", "1.5"): answer})
    outcome = desk.deliver()
    office = outcome.results.offices[0]
    assert (office.status, office.indicators[0].level) == ("complete", level)
    assert outcome.results.findings == ()
    last = next(i for i in office.indicators[0].items if i.id == "1.5").by[-1]
    assert (last.role, last.stage, last.assessor) == ("มติ", "เอกสาร", None)
    assert (last.source.file, last.source.cell) == (
        "มติคณะกรรมการ.xlsx",
        f"{DECIDE_ANSWER}{row}",
    )
    assert not (desk.out / "to-decide.xlsx").exists(), "nothing is left to decide"


def test_a_question_left_blank_stays_undecided(committee):
    desk = committee(items="majority")
    says(desk, A, {**desk.best(), "1.5": "ไม่มี", "2.6": "ไม่มี"})
    says(desk, B, desk.best())
    desk.deliver()
    decide(desk, {("1", "1.5"): "มี"})
    outcome = desk.deliver()
    office = outcome.results.offices[0]
    assert (office.status, office.indicators[0].level) == ("incomplete", 5)
    assert list(questions(desk)) == [("2", "2.6")]


def test_a_tied_judged_level_is_decided_with_its_reason(committee):
    desk = committee(levels="median")
    all_say(desk, "4 ระดับ", judged(3), judged(4))
    desk.deliver()
    decide(desk, {("4", None): (4, "ที่ประชุมเห็นพ้อง")})
    one = desk.score().indicator("4")
    assert one.level == 4
    assert one.reason == "เห็นว่าอยู่ระดับ 4\nที่ประชุมเห็นพ้อง", "not what spoke for 3"
    assert one.source.file == "มติคณะกรรมการ.xlsx"


def test_a_tied_judged_level_decided_without_a_reason_is_an_error(committee):
    desk = committee(levels="median")
    all_say(desk, "4 ระดับ", judged(3), judged(4))
    desk.deliver()
    decide(desk, {("4", None): 4})
    scored = desk.score()
    assert [code for code, _ in scored.places()] == ["judged-without-reason"]


def test_a_tied_number_is_decided(committee):
    desk = committee(values="equal")
    all_say(desk, "5.p", 96, 94)
    desk.deliver()
    decide(desk, {("5", "5.p"): "19/20"})
    scored = desk.score()
    assert (item(scored, "5.p").value, scored.indicator("5").level) == ("95", 5)


def test_a_tie_after_the_visit_is_decided_for_the_visit(committee):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "มี")
    for who, mark in ((A, "มี"), (B, "ไม่มี")):
        says(desk, who, {"1.5": mark}, stage=VISIT, name=f"2402 ลงพื้นที่ {who}.xlsx")
    desk.deliver()
    decide(desk, {("1", "1.5"): "ไม่มี"})
    scored = desk.score()
    assert item(scored, "1.5").mark == "unmet"
    assert item(scored, "1.5").by[-1].stage == "ลงพื้นที่"


def test_to_decide_shows_who_said_what_to_the_committee(committee):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "ไม่มี")
    desk.deliver()
    row, _ = questions(desk)["1", "1.5"]
    sheet = openpyxl.load_workbook(desk.out / "to-decide.xlsx").active
    opinions = sheet[f"F{row}"].value
    assert A in opinions and B in opinions
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists[f"{DECIDE_ANSWER}{row}"] == '"มี,ไม่มี,ไม่เกี่ยวข้อง"'
    assert not sheet[f"{DECIDE_ANSWER}{row}"].protection.locked
    assert sheet[f"F{row}"].protection.locked and sheet.protection.sheet


def test_to_decide_says_what_is_a_draft_and_shows_what_to_fill_in_at_once(committee):
    """On a screen of 1366 pixels, of which rows' numbers and the scroll bar take about 60."""
    desk = committee()
    all_say(desk, "1.5", "มี", "ไม่มี")
    desk.deliver()
    sheet = openpyxl.load_workbook(desk.out / "to-decide.xlsx").active
    first, second = ([cell.value for cell in row if cell.value] for row in sheet["A1:L2"])
    assert "ไม่ใช่เกณฑ์ทางการของ สพฐ." in first[0] and "ช่วงคะแนนยังไม่ยืนยัน" in first[0]
    assert second[:4] == ["ชุดเกณฑ์", desk.rubric.id, "รอบ", desk.rubric.round[0].name]
    before = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJK"]
    assert sum(7 * width + 5 for width in before) <= 1366 - 60


def test_explain_tells_what_is_to_be_decided_and_what_was_resolved(committee, program):
    desk = committee(items="majority")
    all_say(desk, "1.5", "มี", "ไม่มี")
    desk.deliver()
    assert "ข้อที่รอมติคณะกรรมการ: 1.5" in program("explain", desk.out, SEED_OFFICE, "1").out
    decide(desk, {("1", "1.5"): ("ไม่มี", "ไม่ครบ")})
    desk.deliver()
    told = program("explain", desk.out, SEED_OFFICE, "1").out
    assert "มติคณะกรรมการ (เอกสาร) ไม่มี, เหตุผล ไม่ครบ" in told
    assert "รอมติ" not in told


# --- names


def test_assessors_names_stand_in_the_results_and_in_no_cell_for_the_office(committee):
    desk = committee()
    all_say(desk, "1.5", "ไม่มี", "ไม่มี", "มี")
    says(desk, A, {"1.4": "มี"}, stage=VISIT, name="2402 ลงพื้นที่.xlsx")
    desk.deliver()
    document = json.loads((desk.out / "results.json").read_text(encoding="utf-8"))
    told = json.dumps(document, ensure_ascii=False)
    assert all(name in told for name in (A, B, C))
    sheets = list(desk.out.glob("scoresheets/*.xlsx"))
    assert len(sheets) == 1
    for path in sheets:
        book = openpyxl.load_workbook(path)
        shown = [path.name, *book.sheetnames]
        for sheet in book.worksheets:
            footer = sheet.oddFooter
            shown += [str(part.text) for part in (footer.left, footer.center, footer.right)]
            shown += [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
            shown += [str(c.comment.text) for row in sheet.iter_rows() for c in row if c.comment]
        text = "\n".join(shown)
        assert not [name for name in (A, B, C) if name in text]
        assert "ผู้ประเมิน 1" in text
    assert A.encode() not in b"".join(path.read_bytes() for path in sheets)


@pytest.mark.parametrize("rule", ["majority", "all", "any", "lead"])
def test_an_unreadable_mark_is_a_voice_that_is_waited_for(committee, rule):
    """Two say มี; what the third wrote could be anything, so no rule decides without it."""
    desk = committee(items=rule)
    all_say(desk, "1.5", "มี", "มี", "บางที")
    scored = desk.score()
    assert (scored.indicator("1").state, scored.indicator("1").level) == ("invalid", None)
    assert [(by.mark, by.invalid) for by in item(scored, "1.5").by] == [
        ("met", False),
        ("met", False),
        (None, True),
    ]
    assert [found.code for found in scored.findings] == ["mark-unknown"]
    assert scored.office().mean is None


def test_a_tie_of_three_marks_is_scored_from_the_worst_to_the_best(committee):
    """มี, ไม่มี and ไม่เกี่ยวข้อง of an item that its level needs: the level depends on which."""
    desk = committee(items="majority")
    not_relevant = ("ไม่เกี่ยวข้อง", "ไม่มีในพื้นที่")
    all_say(desk, "1.4", "มี", "ไม่มี", not_relevant)
    tied = desk.score()
    assert item(tied, "1.4").undecided
    assert (tied.indicator("1").state, tied.indicator("1").level) == ("not_assessed", None)
    assert tied.office().mean is None
    all_say(desk, "1.4", not_relevant, "ไม่มี", not_relevant)
    decided = desk.score()
    assert not item(decided, "1.4").undecided
    assert decided.indicator("1").level == 5
