"""Two rounds compared: every pair of states, items, means, bands, offices, and the verdict."""

from __future__ import annotations

import json

import pytest
from builders import CODES, RUBRIC, SEED_LEVELS, indicator, office
from hypothesis import given, settings
from hypothesis import strategies as st
from rounds_stored import changed, in_memory

from qp_scoring.analysis.compare import change_of, compare_rounds, with_previous
from qp_scoring.documents.comparison import Change, Comparison, IndicatorChange, OfficeChange
from qp_scoring.documents.results import IndicatorResult, ItemResult, Mark, OfficeResult, State
from qp_scoring.documents.stored import StoredRound
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.rubric.model import Rubric


def compared(old: StoredRound, new: StoredRound) -> Comparison:
    return compare_rounds(old, new, FindingLog())


def pair(old: OfficeResult, new: OfficeResult) -> OfficeChange:
    """The change of one office between two rounds."""
    (found,) = compared(in_memory(old), in_memory(new, round_id="12m")).offices
    return found


def first(old: IndicatorResult, new: IndicatorResult) -> IndicatorChange:
    """The change of the first indicator of an office."""
    rest = tuple(map(indicator, CODES[1:], SEED_LEVELS[1:]))
    return pair(office(indicators=(old, *rest)), office(indicators=(new, *rest))).indicators[0]


def answered(*met: str, unmet: tuple[str, ...] = (), **values: str) -> IndicatorResult:
    """Indicator 1 at level 2 with items met and unmet, and measured values."""
    marks: list[tuple[str, Mark | None, str | None]] = [(key, Mark.MET, None) for key in met]
    marks += [(key, Mark.UNMET, None) for key in unmet]
    marks += [(key, None, value) for key, value in values.items()]
    items = [ItemResult(id=k, mark=m, value=v, undecided=False, by=()) for k, m, v in marks]
    return indicator("1", "2", items=tuple(items), met=met, unmet=unmet)


CELLS = {"scored": "3", "N/A": "N/A", "-": "-", "exempt": "ยกเว้น", "blank": "", "invalid": "?"}
FROM_SCORED = ["same", "no_longer_reported", "no_longer_applicable", "newly_exempt"]
FROM_NOT_REPORTED = ["newly_reported", "same", "no_longer_applicable", "newly_exempt"]
FROM_NOT_APPLICABLE = ["newly_applicable", "newly_applicable", "same", "newly_exempt"]
FROM_EXEMPT = ["no_longer_exempt", "no_longer_exempt", "no_longer_applicable", "same"]
UNFINISHED = ["unfinished"] * 2
EXPECTED = {
    "scored": FROM_SCORED + UNFINISHED,
    "N/A": FROM_NOT_REPORTED + UNFINISHED,
    "-": FROM_NOT_APPLICABLE + UNFINISHED,
    "exempt": FROM_EXEMPT + UNFINISHED,
    "blank": UNFINISHED * 3,
    "invalid": UNFINISHED * 3,
}


def test_the_cells_stand_for_every_state():
    assert {indicator(cell=cell).state for cell in CELLS.values()} == set(State)


@pytest.mark.parametrize("old", CELLS)
def test_every_pair_of_states_is_one_change(old: str):
    found = [first(indicator(cell=CELLS[old]), indicator(cell=new)) for new in CELLS.values()]
    assert [entry.change for entry in found] == EXPECTED[old]


@pytest.mark.parametrize(
    ("old", "new", "change", "by"),
    [("2", "5", "up", "+3"), ("4", "3", "down", "-1"), ("3", "3", "same", "0")],
)
def test_a_score_goes_up_down_or_stays(old: str, new: str, change: str, by: str):
    found = first(indicator(cell=old), indicator(cell=new))
    assert (found.change, found.score_change) == (change, by)


def test_scores_decide_where_the_level_stays():
    old = indicator(cell="3", score="3.20", printed="3.20")
    found = first(old, old.model_copy(update={"score": "3.45", "printed": "3.45"}))
    assert (found.change, found.score_change) == (Change.UP, "+0.25")


def test_without_a_score_the_number_of_items_met_decides():
    before = answered("1.1", unmet=("1.2",)).model_copy(update={"score": None, "level": None})
    after = answered("1.1", "1.2").model_copy(update={"score": None, "level": None})
    assert first(before, after).change is Change.UP
    assert first(after, before).change is Change.DOWN
    assert first(after, before).score_change is None


def test_items_gained_and_lost_are_named_in_the_order_of_the_rubric():
    found = first(
        answered("1.1", "1.4", unmet=("1.2", "1.3")),
        answered("1.3", "1.1", "1.2", unmet=("1.4",)),
    )
    assert (found.gained, found.lost) == (("1.2", "1.3"), ("1.4",))


def test_what_was_not_reported_gains_every_item_met_now():
    found = first(indicator(cell="N/A"), answered("1.1", "1.2", unmet=("1.3",)))
    assert (found.change, found.gained, found.lost) == (
        Change.NEWLY_REPORTED,
        ("1.1", "1.2"),
        (),
    )


def test_levels_without_items_say_nothing_of_items():
    found = first(indicator(cell="2"), answered("1.1"))
    assert (found.gained, found.lost) == (None, None)


def test_an_item_that_was_undecided_is_neither_gained_nor_lost():
    open_item = ItemResult(id="1.2", mark=None, value=None, undecided=True, by=())
    before = answered("1.1")
    before = before.model_copy(update={"items": (*before.items, open_item)})
    assert first(before, answered("1.1", "1.2")).gained == ()
    assert first(answered("1.1", "1.2"), before).lost == ()


@pytest.mark.parametrize("cell", ["-", "ยกเว้น", "", "?"])
def test_nothing_is_known_of_items_that_were_not_asked_for_or_not_finished(cell: str):
    assert first(indicator(cell=cell), answered("1.1")).gained is None
    assert first(answered("1.1"), indicator(cell=cell)).lost is None


def test_a_measured_value_that_differs_is_given():
    found = first(answered(p="60"), answered(p="82.5"))
    assert [(v.id, v.old, v.new) for v in found.values] == [("p", "60", "82.5")]
    assert first(answered(p="60"), answered(p="60")).values == ()


def test_the_change_of_a_mean_is_that_of_the_printed_and_of_the_exact_means():
    # 29/12 = 2.42; with indicator 1 at 4 and 9 reported at 2 it is 33/12 = 2.75.
    levels = ["4", *SEED_LEVELS[1:]]
    levels[CODES.index("9")] = "2"
    found = pair(office(), office(levels, band="ดี"))
    assert (found.old.mean, found.new.mean) == ("2.42", "2.75")
    assert (found.mean_change, found.mean_change_exact) == ("+0.33", "+4/12")
    assert (found.old.count, found.new.count) == (12, 12)
    assert found.band_change == "up"
    # 6b does not apply to the office and counts as nothing.
    assert found.counts == {"up": 1, "same": 10, "newly_reported": 1}
    changes = {entry.code: entry.change for entry in found.indicators}
    assert (changes["1"], changes["9"], changes["6b"]) == ("up", "newly_reported", "same")


def test_with_another_divisor_the_exact_change_is_in_lowest_terms():
    # 29/12 against 27/11 (indicator 10, at 2, no longer applies): 324/132 - 319/132.
    levels = list(SEED_LEVELS)
    levels[CODES.index("10")] = "-"
    found = pair(office(), office(levels))
    assert (found.mean_change, found.mean_change_exact) == ("+0.03", "+5/132")
    assert (found.old.count, found.new.count) == (12, 11)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [("พอใช้", "ดี", "up"), ("ดี", "พอใช้", "down"), ("ดี", "ดี", "same"), ("ดี", None, None)],
)
def test_a_band_goes_up_or_down_by_its_place_in_the_rubric(
    old: str | None, new: str | None, change: str | None
):
    assert pair(office(band=old), office(band=new)).band_change == change


def test_without_two_means_there_is_no_change_of_the_mean():
    found = pair(office(), office(["", *SEED_LEVELS[1:]]))
    assert (found.mean_change, found.mean_change_exact, found.band_change) == (None, None, None)


def test_offices_of_one_round_only_are_there_with_their_side():
    old = in_memory(office(code="9901"), office(code="9902"))
    new = in_memory(office(code="9903"), office(code="9902"), round_id="12m")
    found = compared(old, new)
    assert [(o.code, o.presence) for o in found.offices] == [
        ("9901", "old_only"),
        ("9902", "both"),
        ("9903", "new_only"),
    ]
    gone, _, came = found.offices
    assert (gone.old.mean, gone.new, gone.indicators) == ("2.42", None, ())
    assert (came.old, came.new.mean, came.mean_change) == (None, "2.42", None)
    assert found.summary.offices == {"both": 1, "old_only": 1, "new_only": 1}


def test_the_summary_is_over_the_offices_that_have_both():
    def three(level_1: str) -> list[str]:
        return [level_1, *(["3"] * 5), "-", *(["3"] * 6)]

    old = in_memory(
        office(three("3"), "9901"), office(three("1"), "9902"), office(three(""), "9903")
    )
    new = in_memory(
        office(three("5"), "9901"), office(three("N/A"), "9902"), office(three("4"), "9903")
    )
    summary = compared(old, new).summary
    # 36/12 and 34/12 against 38/12 and 33/12: 35/12 = 2.92 against 35.5/12 = 2.96.
    assert (summary.n, summary.mean_old, summary.mean_new) == (2, "2.92", "2.96")
    assert summary.mean_change == "+0.04"
    assert summary.bands == {"same": 2}
    of_1 = summary.indicators[0]
    assert of_1.counts == {"up": 1, "no_longer_reported": 1, "unfinished": 1}
    assert (of_1.n, of_1.mean_change) == (1, "+2.00")
    of_6b = next(entry for entry in summary.indicators if entry.code == "6b")
    assert (of_6b.counts, of_6b.n, of_6b.mean_change) == ({}, 0, None)


def _stricter() -> Rubric:
    arithmetic = RUBRIC.arithmetic.model_copy(update={"score_decimals": 2})
    return changed(version="1.0.0", arithmetic=arithmetic)


@pytest.mark.parametrize(
    ("new", "verdict", "kind"),
    [
        (RUBRIC, "comparable", "none"),
        (changed(source="แก้คำอธิบาย"), "comparable", "patch"),
        (changed(bands=RUBRIC.bands.model_copy(update={"confirmed": True})), "with_care", "minor"),
        (changed(fiscal_year=2567), "with_care", "minor"),
        (_stricter(), "not_comparable", "major"),
        (changed(indicators=RUBRIC.indicators[:-1]), "not_comparable", "major"),
    ],
)
def test_the_verdict_follows_from_the_difference_of_the_rubrics(
    new: Rubric, verdict: str, kind: str
):
    found = compared(in_memory(), in_memory(rubric=new, round_id="12m")).comparability
    assert (found.verdict, found.rubric_change) == (verdict, kind)
    assert bool(found.changes) == (kind != "none")


def test_years_and_rounds_of_both_sides_are_stated():
    found = compared(in_memory(), in_memory(rubric=changed(fiscal_year=2567), round_id="12m"))
    assert (found.old.rubric.fiscal_year, found.old.round_name) == (2566, "รอบ 6 เดือน")
    assert (found.new.rubric.fiscal_year, found.new.round_name) == (2567, "รอบ 12 เดือน")


def test_indicators_of_one_rubric_only_are_added_or_removed():
    shorter = changed(indicators=RUBRIC.indicators[:-1])
    full, less = office(), office(indicators=office().indicators[:-1])
    gone = compared(in_memory(full), in_memory(less, rubric=shorter)).offices[0].indicators[-1]
    came = compared(in_memory(less, rubric=shorter), in_memory(full)).offices[0].indicators[-1]
    assert (gone.code, gone.change, gone.new) == ("X2", Change.REMOVED, None)
    assert (came.code, came.change, came.old) == ("X2", Change.ADDED, None)


def another_policy():
    """A set whose indicators have the same codes and speak of other things."""
    titles = {code: f"เรื่องอื่น {code}" for code in RUBRIC.by_code}
    told = (one.model_copy(update={"title": titles[one.code]}) for one in RUBRIC.indicators)
    return changed(id="อื่น", indicators=tuple(told))


def test_another_rubric_set_is_refused_and_another_id_alone_is_not():
    other = another_policy()
    with pytest.raises(RefusedRunError) as refusal:
        compared(in_memory(rubric=other), in_memory())
    assert [found.code for found in refusal.value.findings] == ["compare-other-rubric"]
    assert compared(in_memory(rubric=changed(id="qp-สำเนา")), in_memory()).offices == ()


def test_the_set_of_next_year_is_compared_and_the_verdict_says_what_changed():
    next_year = changed(id="qp-2567", fiscal_year=2567, indicators=RUBRIC.indicators[:-1])
    less = office(indicators=office().indicators[:-1])
    found = compared(in_memory(office()), in_memory(less, rubric=next_year))
    assert found.comparability.verdict == "not_comparable"
    assert [one.code for one in found.offices] == [office().code]


def test_the_wrong_order_and_other_names_are_said():
    log = FindingLog()
    later = in_memory(office(name="เก่า เขต 2"), round_id="12m")
    compare_rounds(later, in_memory(office()), log)
    assert [found.code for found in log] == ["compare-order", "compare-office-renamed"]


def test_the_previous_round_is_put_beside_each_office_that_was_in_it():
    now = (office(["4", *SEED_LEVELS[1:]]), office(code="9901"))
    found, new_one = with_previous(now, in_memory(office()), RUBRIC, FindingLog())
    previous = found.previous
    assert (previous.fiscal_year, previous.round) == (2566, "6m")
    # 29/12 = 2.42 and 31/12 = 2.58.
    assert (previous.mean, previous.band, previous.change) == ("2.42", "พอใช้", "+0.16")
    assert new_one.previous is None
    assert found.model_copy(update={"previous": None}) == now[0]


def test_a_previous_round_without_a_mean_gives_no_change():
    before = in_memory(office(["", *SEED_LEVELS[1:]]))
    (found,) = with_previous((office(),), before, RUBRIC, FindingLog())
    assert (found.previous.mean, found.previous.change) == (None, None)


def test_a_previous_round_of_another_rubric_set_is_refused():
    other = another_policy()
    with pytest.raises(RefusedRunError):
        with_previous((office(),), in_memory(rubric=other), RUBRIC, FindingLog())


cells = st.sampled_from([*CELLS.values(), "1", "2", "4", "5"])
levels = st.lists(cells, min_size=len(CODES), max_size=len(CODES))

_MIRROR = {
    Change.UP: Change.DOWN,
    Change.DOWN: Change.UP,
    Change.NEWLY_REPORTED: Change.NO_LONGER_REPORTED,
    Change.NO_LONGER_REPORTED: Change.NEWLY_REPORTED,
    Change.SAME: Change.SAME,
    Change.UNFINISHED: Change.UNFINISHED,
}


@settings(max_examples=40, deadline=None)
@given(levels, levels)
def test_the_other_way_round_everything_is_reversed(one: list[str], other: list[str]):
    there, back = pair(office(one), office(other)), pair(office(other), office(one))
    for forth, again in zip(there.indicators, back.indicators, strict=True):
        assert _MIRROR.get(forth.change, again.change) == again.change
        assert (forth.gained, forth.lost) == (again.lost, again.gained)
        assert forth.score_change == _negated(again.score_change)
    assert there.mean_change == _negated(back.mean_change)
    assert there.mean_change_exact == _negated(back.mean_change_exact)


_EVERY_STATE = {one.state: one for one in (indicator(cell=cell) for cell in CELLS.values())}


def _negated(difference: str | None) -> str | None:
    return difference and difference.translate(str.maketrans("+-", "-+"))


def test_a_round_compared_with_itself_is_the_same_throughout():
    found = {state: change_of(one, one) for state, one in _EVERY_STATE.items()}
    unfinished = {state for state, change in found.items() if change is Change.UNFINISHED}
    assert unfinished == {State.NOT_ASSESSED, State.INVALID}
    assert set(found.values()) == {Change.SAME, Change.UNFINISHED}


def test_the_document_holds_no_float_and_reads_back():
    document = compared(in_memory(office()), in_memory(office(code="9901"))).model_dump_json()
    assert Comparison.model_validate_json(document).model_dump_json() == document
    json.loads(document, parse_float=lambda text: pytest.fail(f"a float: {text}"))
