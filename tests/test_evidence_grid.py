"""Statuses of all topics, parts and offices, however these stand within each other."""

import random

import pytest
from grid_layouts import Layout, Maker
from hypothesis import given, settings
from hypothesis import strategies as st

from qp_scoring.evidence.coverage import with_implied
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """Of a layout and a seed: the share of places that are not read as they were made."""
    reader = ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())
    path = tmp_path_factory.mktemp("report") / "รายงาน.txt"

    def one(layout, seed):
        truth = Maker(layout, seed).report()
        path.write_text(truth.text, encoding="utf-8")
        found = {}
        for report in read_reports([InputFile(path, path.name)], reader, FindingLog()):
            for section in with_implied(report):
                # That it is not its duty is a way to say that there is nothing.
                status = "none" if section.status == "not_duty" else section.status
                found.setdefault((section.focus, section.part, section.office), set()).add(status)
        missed = [at for at, status in truth.statuses.items() if found.get(at) != {status}]
        return len(missed) / len(truth.statuses), truth.text

    return one


TOPICS = ("table", "focus", "called", "markdown", "sign")
WORDS = ("form", "usual", "does", "pushed", "strange")
CHOICES = (
    # Topics, then parts in whatever words, then units.
    ("answers", ("dot", "bracketed", "bold", "alone"), ("colon", "dash", "bullet", "bold")),
    # Topics, then units, then parts.
    ("units", ("dot", "bracketed", "bold", "colon"), ("counted", "bold", "alone")),
    # Parts, below each of which all topics come again.
    ("divided", ("division",), ("colon", "dash", "bullet", "counted")),
    # Units, each with a report of its own.
    ("whole", ("dot", "bracketed", "bold", "colon"), ("bold", "alone", "markdown")),
)


@pytest.mark.parametrize(("nesting", "parts", "units"), CHOICES, ids=[one[0] for one in CHOICES])
@settings(max_examples=6, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_every_place_of_the_grid_is_read_in_whatever_words(wrong, nesting, parts, units, seed):
    chance = random.Random(seed)
    layout = Layout(
        *(
            nesting,
            chance.choice(TOPICS),
            chance.choice(("official", "short")),
            chance.choice(parts),
        ),
        *(chance.choice(WORDS), chance.choice(units), chance.choice(("long", "short", "number"))),
        *(chance.random() < 0.5, chance.random() < 0.5, chance.random() < 0.3),
    )
    share, text = wrong(layout, seed)
    # Two answers in a hundred may be read otherwise; where a heading is lost, it is far more.
    assert share <= 0.05, f"{layout}\n{text}"


def test_letters_that_stand_for_units_are_no_answer(wrong):
    layout = Layout(
        *("answers", "table", "official", "bracketed", "form", "space", "letter"),
        *(True, False, False),
    )
    assert wrong(layout, 3)[0] <= 0.02
