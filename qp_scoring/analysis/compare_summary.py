"""What a comparison of two rounds comes to, over all offices and per indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from qp_scoring.analysis.numbers import average_shown, difference, signed
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
from qp_scoring.documents.results import OfficeResult
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import rounded

_Sorted = TypeVar("_Sorted")
_DIRECTIONS: tuple[Direction, ...] = ("up", "same", "down")


class Sums:
    """What offices come to all together: they are added one by one, and none is kept.

    ``codes`` is the order of the indicators. Means are over the offices with a mean in both rounds,
    differences of scores over those that were scored in both; each with its n.
    """

    def __init__(self, codes: Sequence[str], decimals: int) -> None:
        self._codes = codes
        self._decimals = decimals
        self._presences: Counter[Presence] = Counter()
        self._bands: Counter[Direction] = Counter()
        self._means: list[tuple[Fraction, Fraction]] = []
        self._indicators: dict[str, _IndicatorSums] = {}

    def add(self, office: OfficeChange) -> None:
        """Add what became of an office."""
        self._presences[office.presence] += 1
        if office.band_change:
            self._bands[office.band_change] += 1
        old, new = (one and one.mean_exact for one in (office.old, office.new))
        if old and new:
            self._means.append((old.value, new.value))
        for entry in office.indicators:
            if entry.code not in self._indicators:
                self._indicators[entry.code] = _IndicatorSums(entry.code, entry.title)
            self._indicators[entry.code].add(entry)

    def summary(self) -> Summary:
        """All offices together."""
        means = _averages(self._means, self._decimals)
        return Summary(
            offices=in_order(Presence, self._presences),
            n=means.n,
            mean_old=means.old,
            mean_new=means.new,
            mean_change=difference(means.old, means.new),
            bands=in_order(_DIRECTIONS, self._bands),
            indicators=tuple(
                self._indicators[code].summary(self._decimals)
                for code in self._codes
                if code in self._indicators
            ),
        )


class _IndicatorSums:
    """One indicator over the offices of both rounds, of which there is at least one."""

    def __init__(self, code: str, title: str) -> None:
        self._code = code
        self._title = title
        self._counts: Counter[Change] = Counter()
        self._moves: Counter[str] = Counter()

    def add(self, entry: IndicatorChange) -> None:
        if entry.applies:
            self._counts[entry.change] += 1
        if entry.score_change is not None:
            self._moves[entry.score_change] += 1

    def summary(self, decimals: int) -> IndicatorSummary:
        n = self._moves.total()
        total = sum((Fraction(move) * count for move, count in self._moves.items()), Fraction(0))
        return IndicatorSummary(
            code=self._code,
            title=self._title,
            counts=in_order(Change, self._counts),
            n=n,
            mean_change=signed(rounded(total / n, decimals)) if n else None,
        )


@dataclass(frozen=True, slots=True)
class AverageMeans:
    """The printed averages of two rounds over the ``n`` offices with a mean in both."""

    n: int
    old: str | None
    new: str | None


def _averages(pairs: Sequence[tuple[Fraction, Fraction]], decimals: int) -> AverageMeans:
    """Average the exact means of two rounds, and only then round each average half-up."""
    old, new = (average_shown([pair[side] for pair in pairs], decimals) for side in (0, 1))
    return AverageMeans(len(pairs), old, new)


def round_change(offices: Sequence[OfficeResult], rubric: Rubric) -> RoundChange:
    """What changed since the round that some of the offices are compared with.

    Averages are null where the earlier results do not say what they could be worked out from.
    """
    pairs = [(office, office.previous) for office in offices if office.previous]
    moved = Counter(_direction(previous.change) for _, previous in pairs if previous.change)
    n = moved.total()
    exact = ((previous.mean_exact, office.mean_exact) for office, previous in pairs)
    both = [(old.value, new.value) for old, new in exact if old and new]
    means = _averages(both, rubric.arithmetic.mean_decimals)
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
    return in_order(Change, Counter(entry.change for entry in changes if entry.applies))


def in_order(order: Iterable[_Sorted], counts: Mapping[_Sorted, int]) -> dict[_Sorted, int]:
    """How often each kind occurred, in a fixed order; those that did not are left out."""
    return {kind: counts[kind] for kind in order if kind in counts}
