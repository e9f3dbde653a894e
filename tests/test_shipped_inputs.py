"""The shipped inputs show what the product does: every level, state, band and band edge."""

import pytest
from making import SHIPPED_INPUTS, SHIPPED_LEVELS, score

from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

INVENTED = "ตัวอย่าง"


@pytest.fixture(scope="module", params=[SHIPPED_INPUTS, SHIPPED_LEVELS], ids=["6m", "6m-levels"])
def scored(request):
    return score(request.param, round_id=None)


def test_they_are_sound(scored):
    assert [item.code for item in scored.findings if item.severity == "error"] == []
    assert [item.code for item in scored.findings if item.code == "round-assumed"] == []
    assert (scored.results.rubric.id, scored.results.round) == ("qp-2566", "6m")
    # What the sample shows on purpose, and nothing else: its forms are of these very criteria.
    shown = {"items-not-assessed", "items-forgotten", "not-assessed"}
    assert {item.code for item in scored.findings if item.severity == "warning"} <= shown


def test_the_official_result_is_among_them(scored):
    office = scored.office("2402")
    assert (office.mean, office.mean_exact, office.band) == ("2.42", "29/12", "พอใช้")
    printed = [one.printed for one in office.indicators]
    assert printed == ["2", "5", "1", "2", "2", "3", "-", "2", "2", "N/A", "2", "3", "5"]


def test_every_other_office_is_invented_and_says_so(scored):
    real = {office.code for office in OfficeRegistry.shipped().offices}
    invented = [office for office in scored.results.offices if office.code not in real]
    assert [office.code for office in scored.results.offices if office.code in real] == ["2402"]
    assert len(invented) >= 8
    assert all(INVENTED in office.name and INVENTED in office.short_name for office in invented)
    assert {office.type for office in invented} == {"สพป", "สพม"}


def test_every_level_and_state_occurs(scored):
    indicators = [one for office in scored.results.offices for one in office.indicators]
    assert {one.level for one in indicators} == {None, 1, 2, 3, 4, 5}
    assert {one.state for one in indicators} == {
        "scored",
        "not_applicable",
        "exempt",
        "not_reported",
        "not_assessed",
    }


def test_an_indicator_is_taken_out_by_the_offices_list_with_its_reason(scored):
    reasons = {
        one.reason
        for office in scored.results.offices
        for one in office.indicators
        if one.state == "not_applicable"
    }
    assert len(reasons) == 2
    assert "ประเภทสำนักงาน" in reasons


def test_every_band_and_band_edge_occurs(scored):
    means = {office.mean: office.band for office in scored.results.offices if office.mean}
    assert {band.name for band in load_rubric("qp-2566").bands.band} == set(means.values())
    # Each bound, and the twelfth just below it.
    edges = {
        "4.50": "ดีเยี่ยม",
        "4.42": "ดีมาก",
        "3.50": "ดีมาก",
        "3.42": "ดี",
        "2.50": "ดี",
        "2.42": "พอใช้",
        "1.50": "พอใช้",
        "1.42": "ปรับปรุง",
    }
    assert {mean: means.get(mean) for mean in edges} == edges


def test_one_office_is_unfinished(scored):
    unfinished = [office for office in scored.results.offices if office.status != "complete"]
    assert [(office.status, office.mean, office.band) for office in unfinished] == [
        ("incomplete", None, None)
    ]


def test_they_carry_no_persons_name(scored):
    assert load_rubric(scored.results.rubric.id).signature.name == ""
