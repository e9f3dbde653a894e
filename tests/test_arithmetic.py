"""Means, rounding and bands (docs/rules.md): exact, half-up, in two named places."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import (
    CODES,
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED,
    SEED_OFFICE,
    copy_rubric,
    levels_with,
    matrix_workbook,
    score,
    score_levels,
)

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, Voice
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.load import load_rubric
from qp_scoring.scoring.bands import band_of, band_of_mean
from qp_scoring.scoring.mean import Mean, printed, rounded
from qp_scoring.scoring.round import score_round

RUBRIC = load_rubric("qp-2566").in_round("6m")
BANDS = ["ปรับปรุง", "พอใช้", "ดี", "ดีมาก", "ดีเยี่ยม"]  # from lowest to best


# --- rounding


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("2.675", 2, "2.68"),  # binary floats give 2.67
        ("2.5", 0, "3"),  # Python's round gives 2
        ("1.005", 2, "1.01"),
        ("0.125", 2, "0.13"),
        ("4.345", 2, "4.35"),
        ("2.4949999999", 2, "2.49"),
        ("0", 2, "0.00"),
        ("5", 2, "5.00"),
        ("-0.135", 2, "-0.14"),  # a fall is rounded like a rise: halves away from nought
        ("-0.004", 2, "0.00"),  # and never printed as minus nought
        ("12345", 0, "12345"),
    ],
)
def test_halves_are_rounded_up(value, decimals, text):
    assert printed(rounded(Fraction(value), decimals)) == text


@given(st.fractions() | st.integers(10**30, 10**40).map(lambda digits: Fraction(digits, 10**35)))
def test_an_exact_number_is_told_exactly_however_many_digits_it_has(value):
    assert Fraction(plain(value)) == value


def test_twelve_scores_of_4_35_average_4_35():
    # sum([4.35] * 12) / 12 of binary floats is 4.3500000000000005
    mean = Mean.of([Decimal("4.35")] * 12)
    assert (mean.value, mean.exact) == (Fraction("4.35"), "52.20/12")


def test_nothing_has_no_mean():
    assert Mean.of([]) is None


# --- the vector of docs/rules.md: scores 5/3, 1.2733, seven 3, three 2 with four decimals


def test_the_vector_with_the_functions():
    exact = [Fraction(5, 3), Fraction("1.2733"), *[Fraction(3)] * 7, *[Fraction(2)] * 3]
    scores = [rounded(score, 4) for score in exact]
    assert scores[0] == Decimal("1.6667")
    mean = Mean.of(scores)
    assert mean.exact == "29.9400/12"
    assert printed(rounded(mean.value, 2)) == "2.50"  # 2.495: half-up, exactly
    # The band is that of the printed 2.50, though the mean is below 2.50.
    assert band_of_mean(mean, RUBRIC) == "ดี"


VECTOR = (1.66666666666667, 1.2733, 3, 3, 3, 3, "-", 3, 3, 3, 2, 2, 2)


def test_the_vector_through_a_rubric_and_a_workbook(tmp_path):
    rubric = copy_rubric(tmp_path, {"score_decimals = 0": "score_decimals = 4"})
    scored = score_levels(tmp_path, VECTOR, rubric=rubric)
    office, first = scored.office(), scored.indicator("1")
    assert (first.score, first.printed, first.level) == ("1.6667", "1.6667", 1)
    assert (office.mean_exact, office.mean, office.band) == ("29.9400/12", "2.50", "ดี")
    # 3 × 0.3333 more on the way from 1.6667 to 2: (2 − 1.6667) / 12 = 0.0277…
    assert (first.next_level.level, first.next_level.gain) == (2, "0.03")


def test_a_score_is_rounded_before_it_is_averaged(tmp_path):
    rubric = copy_rubric(tmp_path, {"score_decimals = 0": "score_decimals = 1"})
    scored = score_levels(tmp_path, levels_with(PRIMARY_ALL_THREE, i1=2.25), rubric=rubric)
    assert scored.indicator("1").printed == "2.3"
    assert scored.office().mean_exact == "35.3/12"


# --- bands


@pytest.mark.parametrize(
    ("mean", "band"),
    [
        ("5.00", "ดีเยี่ยม"),
        ("4.50", "ดีเยี่ยม"),
        ("4.49", "ดีมาก"),
        ("3.50", "ดีมาก"),
        ("3.49", "ดี"),
        ("2.50", "ดี"),
        ("2.49", "พอใช้"),
        ("1.50", "พอใช้"),
        ("1.49", "ปรับปรุง"),
        ("0.00", "ปรับปรุง"),
    ],
)
def test_a_band_begins_at_its_bound(mean, band):
    assert band_of(Decimal(mean), RUBRIC) == band


# Sums of twelve levels just at and just below each bound: 54/12 = 4.50, 53/12 = 4.4166… and so on.
@pytest.mark.parametrize(
    ("total", "mean", "band"),
    [
        (54, "4.50", "ดีเยี่ยม"),
        (53, "4.42", "ดีมาก"),
        (42, "3.50", "ดีมาก"),
        (41, "3.42", "ดี"),
        (30, "2.50", "ดี"),
        (29, "2.42", "พอใช้"),
        (18, "1.50", "พอใช้"),
        (17, "1.42", "ปรับปรุง"),
    ],
)
def test_offices_at_the_band_edges(total, mean, band):
    low, rest = divmod(total, 12)
    (office,) = api([low + 1] * rest + [low] * (12 - rest))
    assert (office.mean_exact, office.mean, office.band) == (f"{total}/12", mean, band)


def test_the_printed_mean_decides_where_rounding_crosses_a_bound():
    # 2.495 … 2.4999 print as 2.50, which stands in the table 2.50–3.49.
    assert band_of_mean(Mean(Decimal("2.495"), Decimal(1), 1), RUBRIC) == "ดี"
    assert band_of_mean(Mean(Decimal("2.4949"), Decimal(1), 1), RUBRIC) == "พอใช้"


def test_every_mean_that_can_come_up_falls_in_exactly_one_band():
    for n in range(1, 14):
        for k in range(5 * n + 1):
            mean = Fraction(k, n)
            hundredths = int(mean * 100 + Fraction(1, 2))
            bounds = [0, 150, 250, 350, 450, 10**6]
            holding = [
                band
                for band, low, high in zip(BANDS, bounds, bounds[1:], strict=False)
                if low <= hundredths < high
            ]
            found = Mean(Decimal(k), Decimal(n), n)
            assert [band_of_mean(found, RUBRIC)] == holding


# --- properties, through the library's door


PRIMARY = [one for one in OfficeRegistry.shipped().offices if one.type == "สพป"]
APPLYING = [code for code in CODES if code != "6b"]


def answer(code, cell, office=SEED_OFFICE):
    place = Place("m.xlsx", "ระดับ", "A1")
    if cell == "N/A":
        return IndicatorAnswer(office, code, Voice(), Answered.NOT_REPORTED, place)
    if cell == "ยกเว้น":
        return IndicatorAnswer(office, code, Voice(), Answered.EXEMPT, place, reason="เหตุ")
    return IndicatorAnswer(office, code, Voice(), Answered.LEVEL, place, level=Decimal(cell))


def api(*cells):
    """The results of primary offices, each for the cells of its twelve indicators."""
    offices = PRIMARY[: len(cells)]
    answers = tuple(
        answer(code, cell, office.code)
        for office, own in zip(offices, cells, strict=True)
        for code, cell in zip(APPLYING, own, strict=True)
    )
    return score_round(RUBRIC, "6m", offices, Answers({}, answers), FindingLog()).offices


CELL = st.sampled_from([1, 2, 3, 4, 5, "N/A", "ยกเว้น"])
QUICK = settings(max_examples=40, deadline=None, derandomize=True)


@QUICK
@given(st.lists(CELL, min_size=12, max_size=12), st.integers(0, 11))
def test_raising_a_level_never_lowers_mean_or_band(cells, at):
    cells[at] = 1
    steps = api(*([*cells[:at], level, *cells[at + 1 :]] for level in (1, 2, 3, 4, 5)))
    means = [Decimal(office.mean) for office in steps]
    bands = [BANDS.index(office.band) for office in steps]
    assert means == sorted(means)
    assert bands == sorted(bands)


@QUICK
@given(st.lists(CELL, min_size=12, max_size=12))
def test_the_figures_are_those_of_the_rule(cells):
    counted = [0 if cell == "N/A" else cell for cell in cells if cell != "ยกเว้น"]
    (office,) = api(cells)
    if not counted:
        assert office.mean is None
        return
    assert office.mean_exact == f"{sum(counted)}/{len(counted)}"
    scored = [cell for cell in cells if isinstance(cell, int)]
    assert (office.coverage.scored, office.coverage.applicable) == (len(scored), len(counted))
    assert (office.mean_reported is None) == (not scored)
    if scored and "N/A" not in cells:
        assert office.mean_reported == office.mean


@QUICK
@given(st.lists(CELL, min_size=12, max_size=12))
def test_the_gain_is_what_one_step_really_brings(cells):
    (office,) = api(cells)
    steps, raised = [], []
    for at, code in enumerate(APPLYING):
        one = next(entry for entry in office.indicators if entry.code == code)
        if one.next_level is None:
            assert cells[at] in (5, "ยกเว้น")
            continue
        steps.append(one)
        raised.append([*cells[:at], one.next_level.level, *cells[at + 1 :]])
    for one, after in zip(steps, api(*raised), strict=True):
        assert one.next_level.band_after == after.band
        gain = fraction(after.mean_exact) - fraction(office.mean_exact)
        assert one.next_level.gain == printed(rounded(gain, 2))


def fraction(exact):
    total, count = exact.split("/")
    return Fraction(total) / int(count)


def test_reporting_at_level_one_never_harms_where_nothing_counts_nought():
    for rest in product([1, 5], repeat=2):
        without, reported = api(["N/A", *rest, *[2] * 9], [1, *rest, *[2] * 9])
        assert Decimal(reported.mean) > Decimal(without.mean)


# --- order changes nothing


ROWS = {
    SEED_OFFICE: SEED,
    "2401": PRIMARY_ALL_THREE,
    "2001": levels_with(PRIMARY_ALL_THREE, i8=None),
    SECONDARY_OFFICE: SECONDARY_ALL_THREE,
}


def without_sources(scored):
    """The results without the cells that figures came from, which move with the rows."""
    offices = [
        office.model_copy(
            update={
                "indicators": tuple(
                    one.model_copy(update={"source": None, "said_by": ()})
                    for one in office.indicators
                )
            }
        )
        for office in scored.results.offices
    ]
    findings = [(one.code, one.message) for one in scored.results.findings]
    return offices, findings


def rows_in(order):
    return [[code, *ROWS[code]] for code in order]


IN_ORDER = [*ROWS]


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.permutations(IN_ORDER))
def test_the_order_of_rows_changes_nothing(tmp_path, order):
    expected = score(matrix_workbook(tmp_path / "m.xlsx", rows_in(IN_ORDER)))
    found = score(matrix_workbook(tmp_path / "n.xlsx", rows_in(order)))
    assert without_sources(found) == without_sources(expected)


def test_the_order_of_columns_changes_nothing(tmp_path):
    expected = score(matrix_workbook(tmp_path / "m.xlsx", rows_in(IN_ORDER)))
    rows = [[code, *reversed(ROWS[code])] for code in IN_ORDER]
    found = score(matrix_workbook(tmp_path / "n.xlsx", rows, codes=CODES[::-1]))
    assert without_sources(found) == without_sources(expected)


def test_the_order_of_files_and_arguments_changes_nothing(tmp_path):
    expected = score(matrix_workbook(tmp_path / "m.xlsx", rows_in(IN_ORDER)))
    books = [
        matrix_workbook(tmp_path / f"{number}.xlsx", rows_in([code]))
        for number, code in enumerate(reversed(IN_ORDER))
    ]
    assert without_sources(score(*books)) == without_sources(expected)
    assert score(*books).results == score(*reversed(books)).results
