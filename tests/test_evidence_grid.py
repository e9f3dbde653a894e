"""Statuses of all topics, parts and offices, however these stand within each other."""

import random

import pytest
from grid_layouts import Layout, Maker
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_made import statuses_of


@pytest.fixture(scope="module")
def wrong(read_all):
    """Of a layout and a seed: the share of places that are not read as they were made."""

    def one(layout, seed):
        truth = Maker(layout, seed).report()
        found = statuses_of(read_all(truth.text)[0])
        missed = [at for at, status in truth.statuses.items() if {*found[at]} != {status}]
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
