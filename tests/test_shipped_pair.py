"""The shipped rounds compared: the program agrees with the table worked out by hand."""

from __future__ import annotations

import re

import pytest
from making import PROJECT, SHIPPED_INPUTS, score

from qp_scoring.analysis.compare import compare_rounds
from qp_scoring.documents.comparison import Comparison, OfficeChange
from qp_scoring.documents.stored import StoredRound
from qp_scoring.findings import FindingLog
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.reports.terminal.compare import ComparisonTerminal
from qp_scoring.rubric.load import load_rubric

LATER = PROJECT / "inputs" / "qp-2566-12m"
README = (LATER / "README.md").read_text("utf-8")
HAND = {
    cells[0]: cells[1:]
    for cells in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in README.splitlines()
        if re.match(r"\| M?\d{4} \|", line)
    )
}
NONE = "–"


@pytest.fixture(scope="module")
def rounds() -> list[StoredRound]:
    rubric = load_rubric("qp-2566")
    folders = {"6m": SHIPPED_INPUTS, "12m": LATER}
    return [
        StoredRound(score(one, round_id=None).results, rubric.in_round(round_id), one)
        for round_id, one in folders.items()
    ]


@pytest.fixture(scope="module")
def comparison(rounds: list[StoredRound]) -> Comparison:
    log = FindingLog()
    found = compare_rounds(*rounds, log)
    assert list(log) == []
    return found


def by_code(comparison: Comparison, code: str) -> OfficeChange:
    return next(office for office in comparison.offices if office.code == code)


def test_the_table_has_every_office(comparison: Comparison):
    assert [office.code for office in comparison.offices] == list(HAND)


@pytest.mark.parametrize("code", HAND)
def test_means_and_bands_are_those_worked_out_by_hand(comparison: Comparison, code: str):
    old, new, change, band, _ = HAND[code]
    found = by_code(comparison, code)
    means = [
        f"{side.mean_exact} = {side.mean}" if side and side.mean else NONE
        for side in (found.old, found.new)
    ]
    assert means == [old, new]
    assert (found.mean_change or NONE) == change
    bands = [side.band for side in (found.old, found.new) if side and side.band]
    if change != NONE:
        assert " เป็น ".join(dict.fromkeys(bands)) == band


@pytest.mark.parametrize("code", [code for code, cells in HAND.items() if cells[2] != NONE])
def test_the_indicators_that_changed_are_those_of_the_table(comparison: Comparison, code: str):
    told = (
        {} if HAND[code][4] == NONE else dict(one.split(": ") for one in HAND[code][4].split(", "))
    )
    found = {
        entry.code: f"{entry.old.printed} เป็น {entry.new.printed}"
        for entry in by_code(comparison, code).indicators
        if entry.change != "same"
    }
    assert found == told


def test_the_items_gained_and_lost_are_those_named_by_hand(comparison: Comparison):
    found = {
        (office.code, entry.code): (entry.gained, entry.lost)
        for office in comparison.offices
        for entry in office.indicators
        if entry.gained or entry.lost
    }
    assert found == {
        ("9901", "9"): ((), ("9.1", "9.2", "9.3", "9.4", "9.5", "9.7")),
        ("9902", "X1"): (("X1.6", "X1.8"), ()),
        ("9904", "2"): (("2.4", "2.7"), ()),
        ("9905", "4"): ((), ("4.3", "4.5")),
        ("9906", "3"): (("3.1", "3.2"), ()),
        ("9906", "5"): (("5.1", "5.2"), ()),
        ("9906", "7"): (("7.1", "7.2"), ()),
        ("9907", "8"): (("8.1", "8.2"), ()),
        ("9908", "4"): (("4.3", "4.5"), ()),
    }
    values = [
        (office.code, value.id, value.old, value.new)
        for office in comparison.offices
        for entry in office.indicators
        for value in entry.values
        if entry.change == "up"
    ]
    assert values == [
        ("9902", "X1.c", "3", "4"),
        ("9902", "X1.p", None, "50"),
        ("9904", "2.c", "50", "60"),
        ("9906", "3.p", None, "50"),
        ("9906", "5.p", None, "50"),
        ("9908", "4.p", None, "50"),
    ]


def test_what_the_second_round_asks_for_first_is_told(comparison: Comparison):
    """The plan of the next year everywhere, and outcomes that exist at the end of a year only."""
    anew = {entry.code: entry.asked_anew for entry in by_code(comparison, "9904").indicators}
    assert anew["1"] == ("1.9",)
    assert anew["4"] == ("4.9", "4.p")


def test_an_indicator_that_only_was_asked_more_has_not_changed(
    comparison: Comparison, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "200")
    ComparisonTerminal("th", plain=True).comparison(comparison)
    changed = capsys.readouterr().out.split("ตัวชี้วัดที่เปลี่ยน")[1]
    of_9901 = changed.split("9901 สพป.ตัวอย่าง เขต 1\n")[1].split("\n9902 ")[0]
    assert of_9901.startswith("  ไม่รายงานแล้ว 9 (4")
    assert "เท่าเดิม" not in of_9901


def test_what_is_asked_first_and_not_met_is_told(comparison: Comparison):
    """The marks of the input, in the row of each item (9904 lacks every plan of the next year)."""
    for entry in by_code(comparison, "9904").indicators:
        assert set(entry.anew_unmet) <= set(entry.asked_anew)
        assert not any(key.endswith((".c", ".p")) for key in entry.anew_unmet)
    anew = {entry.code: entry.anew_unmet for entry in by_code(comparison, "9904").indicators}
    assert anew["1"] == ("1.9",)


def test_the_summary_is_the_one_worked_out_by_hand(comparison: Comparison):
    summary = comparison.summary
    assert (summary.n, summary.mean_old, summary.mean_new) == (9, "3.04", "3.06")
    assert summary.mean_change == "+0.02"
    assert summary.bands == {"up": 3, "same": 4, "down": 2}
    assert "÷ 9 = 3.04" in README and "÷ 9 = 3.06 ต่าง +0.02" in README


def test_both_rounds_are_sound(rounds: list[StoredRound]):
    found = [item for one in rounds for item in one.results.findings if item.severity == "error"]
    assert found == []
    assert [one.results.round for one in rounds] == ["6m", "12m"]


def test_the_real_office_is_in_the_first_round_only(rounds: list[StoredRound]):
    shipped = {office.code for office in OfficeRegistry.shipped().offices}
    real = [{o.code for o in one.results.offices} & shipped for one in rounds]
    assert real == [{"2402"}, set()]
    later = rounds[1].results.offices
    assert all("ตัวอย่าง" in office.name and "ตัวอย่าง" in office.short_name for office in later)
