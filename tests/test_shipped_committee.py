"""The one published result in form: its levels with a committee's own words beside them."""

import csv
from pathlib import Path

import pytest
from making import PROJECT
from openpyxl import load_workbook

from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver

PUBLISHED = dict(
    zip(
        ["1", "2", "3", "4", "5", "6a", "6b", "7", "8", "9", "10", "X1", "X2"],
        ["2", "5", "1", "2", "2", "3", "-", "2", "2", "N/A", "2", "3", "5"],
        strict=True,
    )
)
FOLDER = PROJECT / "inputs" / "qp-2566-6m-committee"
TABLE = FOLDER / "ระดับและข้อเสนอแนะ.csv"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    out = tmp_path_factory.mktemp("committee") / "out"
    return out, score_and_deliver(Request([FOLDER]), out)


@pytest.fixture(scope="module")
def typed():
    heads, cells = csv.reader(TABLE.read_text("utf-8-sig").splitlines(keepends=True))
    return dict(zip(heads, cells, strict=True))


def lines_of_form(out: Path) -> list[str]:
    """What the cells of the official form say, in their order."""
    (path,) = (out / "scoresheets").iterdir()
    sheet = load_workbook(path)["ผลการประเมิน"]
    rows = sheet.iter_rows(values_only=True)
    return [str(cell) for row in rows for cell in row if cell is not None]


def test_the_published_levels_give_the_published_result(delivered):
    _, outcome = delivered
    (office,) = outcome.results.offices
    assert (office.mean, office.mean_exact, office.band) == ("2.42", "29/12", "พอใช้")
    assert {one.code: one.printed for one in office.indicators} == PUBLISHED
    assert {one.severity for one in outcome.findings} <= {"info"}


def test_the_results_keep_the_committees_words_as_its_own(delivered, typed):
    _, outcome = delivered
    (office,) = outcome.results.offices
    assert office.overall_comment == typed["ข้อเสนอแนะภาพรวม"]
    assert {one.code: one.comment or "" for one in office.indicators} == {
        code: typed[f"{code} ข้อเสนอแนะ"] for code in PUBLISHED
    }


def test_the_committees_words_stand_first_beside_each_indicator(delivered, typed):
    out, _ = delivered
    lines = lines_of_form(out)
    words = [text for head, text in typed.items() if head.endswith(" ข้อเสนอแนะ") and text]
    assert len(words) == 12
    for text in words:
        (cell,) = [line for line in lines if text in line]
        assert cell.removeprefix("1. ").startswith(text)


def test_its_words_on_the_whole_stand_before_the_composed_ones(delivered, typed):
    out, outcome = delivered
    lines = lines_of_form(out)
    own = typed["ข้อเสนอแนะภาพรวม"].splitlines()
    composed = outcome.results.offices[0].overall
    places = [next(at for at, line in enumerate(lines) if text in line) for text in own]
    assert max(places) < min(
        at for at, line in enumerate(lines) if any(text in line for text in composed)
    )


def test_a_second_run_gives_the_same_sheet(delivered, tmp_path):
    out, _ = delivered
    score_and_deliver(Request([FOLDER]), tmp_path / "again")
    names = [sorted((folder / "scoresheets").iterdir()) for folder in (out, tmp_path / "again")]
    assert names[0][0].read_bytes() == names[1][0].read_bytes()
