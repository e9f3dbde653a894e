"""A desk score may be revised after a visit: both stand in the results."""

from __future__ import annotations

from pathlib import Path

import pytest

from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver

SAMPLES = Path(__file__).parents[1] / "inputs" / "qp-2566-6m"


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory):
    """The sample office whose documents lacked two items that the visit found."""
    out = tmp_path_factory.mktemp("visits") / "out"
    files = [*SAMPLES.glob("9905*.xlsx")]
    assert len(files) == 2
    outcome = score_and_deliver(
        Request([str(file) for file in files], offices=str(SAMPLES / "offices.csv")), out
    )
    (office,) = outcome.results.offices
    return {indicator.code: indicator for indicator in office.indicators}


def test_the_level_after_the_visit_counts_and_the_desk_level_is_told(visited) -> None:
    # benchmarks/shipped_inputs.py: two of the items that give level 3 were not in the documents.
    assert visited["1"].level == 3
    assert visited["1"].reasons[-1] == "ระดับจากเอกสารคือ 1 ปรับเป็น 3 หลังลงพื้นที่"


def test_an_indicator_that_was_not_visited_says_nothing_of_a_visit(visited) -> None:
    assert not any("ลงพื้นที่" in reason for reason in visited["2"].reasons)


def test_both_answers_of_a_visited_item_are_kept(visited) -> None:
    revised = [
        item for item in visited["1"].items if len({by.mark for by in item.by if by.mark}) == 2
    ]
    assert len(revised) == 2
    for item in revised:
        assert item.mark == "met"
        assert [(by.stage, by.mark) for by in item.by] == [
            ("เอกสาร", "unmet"),
            ("ลงพื้นที่", "met"),
        ]
