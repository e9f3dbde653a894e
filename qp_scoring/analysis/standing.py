"""Where an office stands in its run: its place, and what the others came to per indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qp_scoring.analysis.groups import exact_mean
from qp_scoring.documents.results import OfficeResult, State, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of an office among the offices of its type that have a mean.

    Ties share a place, the next is left out; ``of`` is how many offices were ranked.
    """

    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Standings:
    """A run as its offices see it: made once for all of them.

    ``offices`` has the standing of every office that has a mean, by code; ``medians`` the exact
    median of the scores of each indicator, over the ``complete`` offices that reported it.
    """

    complete: int
    offices: Mapping[str, Standing]
    medians: Mapping[str, Fraction]


def standings(offices: Iterable[OfficeResult]) -> Standings:
    """The standings of a run; only complete offices count."""
    complete = [office for office in offices if office.status is Status.COMPLETE]
    by_type: dict[str, list[OfficeResult]] = defaultdict(list)
    for office in complete:
        by_type[office.type].append(office)
    found: dict[str, Standing] = {}
    for members in by_type.values():
        ranked = places(members)
        found |= {code: Standing(place, len(ranked)) for code, place in ranked.items()}
    return Standings(complete=len(complete), offices=found, medians=_medians(complete))


def places(offices: Iterable[OfficeResult]) -> dict[str, int]:
    """The place of every office that has a mean, by code: ties share a place, the next is left.

    Compared are the exact means (sum/weight), not the printed ones.
    """
    means = {office.code: mean for office in offices if (mean := exact_mean(office)) is not None}
    first: dict[Fraction, int] = {}
    for place, mean in enumerate(sorted(means.values(), reverse=True), 1):
        first.setdefault(mean, place)
    return {code: first[mean] for code, mean in means.items()}


def _medians(offices: Iterable[OfficeResult]) -> dict[str, Fraction]:
    scores: dict[str, list[Fraction]] = defaultdict(list)
    for office in offices:
        for one in office.indicators:
            if one.state is State.SCORED and one.score is not None:
                scores[one.code].append(Fraction(one.score))
    return {code: median(found) for code, found in scores.items()}


def median(numbers: Sequence[Fraction]) -> Fraction:
    """The middle of some numbers, or halfway between the two in the middle.

    Raises:
        ValueError: there are no numbers.
    """
    if not numbers:
        raise ValueError("no numbers")
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2
