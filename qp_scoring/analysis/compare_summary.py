"""What a comparison of two rounds comes to, over all offices and per indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from qp_scoring.analysis.numbers import average_shown
from qp_scoring.documents.analysis import RoundChange
from qp_scoring.documents.comparison import (
    Change,
    Direction,
    IndicatorChange,
    IndicatorSummary,
    OfficeChange,
    Presence,
    Summary,
)
from qp_scoring.documents.results import OfficeResult, Ratio
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.differences import difference, signed
from qp_scoring.scoring.mean import rounded

_Sorted = TypeVar("_Sorted", Presence, Change, Direction)
_DIRECTIONS: tuple[Direction, ...] = ("up", "same", "down")


def summarise(offices: Sequence[OfficeChange], codes: Sequence[str], decimals: int) -> Summary:
    """All offices together; ``codes`` is the order of the indicators.

    Means are over the offices with a mean in both rounds, differences of scores over those that
    were scored in both; each with its n.
    """
    means = average_means(
        (
            (office.old.mean_exact, office.new.mean_exact)
            for office in offices
            if office.old and office.new
        ),
        decimals,
    )
    by_code: dict[str, list[IndicatorChange]] = {}
    for entry in (entry for office in offices for entry in office.indicators):
        by_code.setdefault(entry.code, []).append(entry)
    return Summary(
        offices=_counted(tuple(Presence), (office.presence for office in offices)),
        n=means.n,
        mean_old=means.old,
        mean_new=means.new,
        mean_change=difference(means.old, means.new),
        bands=_counted(_DIRECTIONS, (o.band_change for o in offices if o.band_change)),
        indicators=tuple(
            _indicator_summary(by_code[code], decimals) for code in codes if code in by_code
        ),
    )


@dataclass(frozen=True, slots=True)
class AverageMeans:
    """The printed averages of two rounds over the ``n`` offices with a mean in both."""

    n: int
    old: str | None
    new: str | None


def average_means(
    ratios: Iterable[tuple[Ratio | None, Ratio | None]], decimals: int
) -> AverageMeans:
    """Average the exact means of two rounds, and only then round each average half-up."""
    pairs = [(old.value, new.value) for old, new in ratios if old and new]
    old, new = (average_shown([pair[side] for pair in pairs], decimals) for side in (0, 1))
    return AverageMeans(len(pairs), old, new)


def round_change(offices: Sequence[OfficeResult], rubric: Rubric) -> RoundChange | None:
    """What changed since the round that the offices are compared with; None without one.

    Averages are null where the earlier results do not say what they could be worked out from.
    """
    pairs = [(office, office.previous) for office in offices if office.previous]
    if not pairs:
        return None
    moved = Counter(_direction(previous.change) for _, previous in pairs if previous.change)
    n = moved.total()
    exact = ((previous.mean_exact, office.mean_exact) for office, previous in pairs)
    means = average_means(exact, rubric.arithmetic.mean_decimals)
    known = means if n and means.n == n else AverageMeans(n, None, None)
    bands = Counter(band_change(previous.band, office.band, rubric) for office, previous in pairs)
    return RoundChange(
        fiscal_year=pairs[0][1].fiscal_year,
        round=pairs[0][1].round,
        n=n,
        up=moved["up"],
        same=moved["same"],
        down=moved["down"],
        mean_old=known.old,
        mean_new=known.new,
        mean_change=difference(known.old, known.new),
        bands={direction: bands[direction] for direction in _DIRECTIONS},
    )


def _direction(change: str) -> Direction:
    step = Decimal(change)
    return "up" if step > 0 else "down" if step < 0 else "same"


def band_change(old: str | None, new: str | None, rubric: Rubric) -> Direction | None:
    """Where an office's band went, by the order of ``rubric``; None where a band is not in it."""
    order = [band.name for band in rubric.bands.band]
    if old not in order or new not in order:
        return None
    step = order.index(old) - order.index(new)
    return "same" if step == 0 else ("up" if step > 0 else "down")


def counts_of(changes: Iterable[IndicatorChange]) -> dict[Change, int]:
    """How often each kind of change occurred, where the indicator applied at all."""
    return _counted(tuple(Change), (entry.change for entry in changes if entry.applies))


def _counted(order: Sequence[_Sorted], found: Iterable[_Sorted]) -> dict[_Sorted, int]:
    """How often each kind occurred, in a fixed order; those that did not are left out."""
    counts = Counter(found)
    return {kind: counts[kind] for kind in order if counts[kind]}


def _indicator_summary(found: Sequence[IndicatorChange], decimals: int) -> IndicatorSummary:
    """One indicator over the offices of both rounds, of which there is at least one."""
    changes = [Fraction(entry.score_change) for entry in found if entry.score_change is not None]
    mean = rounded(sum(changes, Fraction(0)) / len(changes), decimals) if changes else None
    return IndicatorSummary(
        code=found[0].code,
        title=found[0].title,
        counts=counts_of(found),
        n=len(changes),
        mean_change=signed(mean) if mean is not None else None,
    )
