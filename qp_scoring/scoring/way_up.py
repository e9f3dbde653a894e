"""The way up of an office: the fewest steps that lift its quality band.

A step is one item that comes to be met, one measured value that rises (however far), or one
indicator that is reported after all. A report alone is no way up: it counts together with what
lifts the indicator above the base level. What left the mean because it was not reported stays out
of it. The search is exact: per indicator the scores of every number of steps
(:mod:`~qp_scoring.scoring.movers`), over the indicators what they come to together, through every
node above them (:mod:`~qp_scoring.scoring.chains`), and the band's bound and gate on scores as
printed. Here sets of options are counted, and those found that take least effort. What cannot be
told exactly is not told, and ``untold`` says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush

from qp_scoring.documents.results import Move, NextBand, State
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.model import Band, Rubric
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.chains import Aim, Chain, Midway, chains
from qp_scoring.scoring.ladders import Ladder, Position, Rung
from qp_scoring.scoring.mean import (
    Mean,
    least_of,
    lowest_printed,
    mean_of,
    printed,
    rounded,
)
from qp_scoring.scoring.movers import Mover, Option, Outset, least_reported
from qp_scoring.scoring.outcomes import UntoldError
from qp_scoring.scoring.states import Judgement, level_of
from qp_scoring.scoring.steps import (
    Effort,
    Steps,
    least_value,
    lowered,
    needs_of,
    reached_by,
)

LISTED = 10
"""How many ways are listed; what is left out is counted."""
TRIED = 50_000
"""So many states of one office's chains are looked at; beyond them no ways are told."""
_AT_FIRST = 8  # steps that are looked ahead


def next_band(office: Outset, judged: Mapping[str, Judgement], mean: Mean) -> NextBand | None:
    """The band above an office's own, and its cheapest ways there; None in the highest band."""
    rubric = office.rubric
    band = _above(rubric, mean)
    if band is None or band.at_least is None:
        return None
    decimals = rubric.arithmetic.mean_decimals
    lowest = lowest_printed(band.at_least, decimals)
    shown = rounded(mean.value, decimals)
    short = max(lowest - shown, Decimal(0))  # a mean that is high enough fails the band's gate
    found = NextBand(band=band.name, from_mean=printed(lowest), distance=printed(short))
    try:
        aim = Aim(band, least_of(lowest, decimals))
        search = Search(office, aim, chains(office, aim))
        ways = list(search.cheapest())
    except UntoldError as error:
        return found.model_copy(update={"untold": error.reason})
    if _beyond(judged, office.ladders):
        found = found.model_copy(update={"untold": "large"})
    if search.steps is None:
        return found
    known = any(item.effort for one in rubric.indicators for item in one.item)
    return found.model_copy(
        update={
            "steps": search.steps,
            "ways": tuple(way.moves for way in ways),
            "efforts": tuple(way.effort.shown for way in ways) if known else (),
            "more": search.count() - len(ways),
        }
    )


def _beyond(judged: Mapping[str, Judgement], ladders: Mapping[str, Ladder]) -> bool:
    """Whether some indicator has more states than are tried."""
    scored = (code for code, one in judged.items() if one.levels and one.state is State.SCORED)
    return any(code not in ladders for code in scored)


def _above(rubric: Rubric, mean: Mean) -> Band | None:
    """The band above that of a mean."""
    own = band_of_mean(mean, rubric)
    names = [band.name for band in rubric.bands.band]
    at = names.index(own)
    return rubric.bands.band[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Way:
    """A set of moves that lifts the band, and what it takes."""

    moves: tuple[Move, ...]
    effort: Effort


@dataclass(frozen=True, slots=True)
class _Partial:
    """A way as far as it has been chosen: its chain, the next mover, and the steps left."""

    chain: int
    at: int
    steps: int
    state: Midway
    effort: Effort
    chosen: tuple[tuple[Mover, Option, Steps], ...]


@dataclass(slots=True)
class Search:
    """The search over the chains of one office.

    Raises:
        UntoldError: There is too much to try.
    """

    office: Outset
    aim: Aim
    chains: Sequence[Chain]
    steps: int | None = field(init=False)
    """The fewest steps that are enough; None where none are."""
    _known: dict[tuple[int, int, int, Midway], tuple[int, Effort] | None] = field(init=False)
    _sets: dict[tuple[str, Option], tuple[int, list[Steps]]] = field(init=False)
    _lowest: dict[tuple[str, Position, int], Rung] = field(init=False)
    _moves: dict[tuple[object, ...], Move] = field(init=False)

    def __post_init__(self) -> None:
        self._known, self._sets, self._lowest, self._moves = {}, {}, {}, {}
        self.steps = self._fewest()

    def _fewest(self) -> int | None:
        most = max((chain.most_steps for chain in self.chains), default=0)
        ahead = -1
        for steps in range(most + 1):
            if steps > ahead:
                ahead = min(most, max(2 * ahead, _AT_FIRST))
                for chain in self.chains:
                    chain.look_ahead(ahead)
            if self._starts(steps):
                return steps
        return None

    def _starts(self, steps: int) -> list[tuple[int, int, Effort]]:
        """The chains with ways of so many steps: how many, and the least effort."""
        found = []
        for number, chain in enumerate(self.chains):
            if left := self._left(number, 0, steps, chain.start):
                found.append((number, *left))
        return found

    def _left(self, number: int, at: int, steps: int, state: Midway) -> tuple[int, Effort] | None:
        """How many ways the movers from ``at`` on have, and the least effort; None for none."""
        chain = self.chains[number]
        if at == len(chain.movers):
            return 1, Effort()
        key = number, at, steps, state
        if key not in self._known:
            if len(self._known) == TRIED:
                raise UntoldError("many")
            may_do = chain.may_do(at, steps, state)
            self._known[key] = self._sum(number, at, steps, state) if may_do else None
        return self._known[key]

    def _sum(self, number: int, at: int, steps: int, state: Midway) -> tuple[int, Effort] | None:
        chain = self.chains[number]
        mover, count, efforts = chain.movers[at], 0, []
        after = chain.after(at, mover.now, state) if mover.stays else None
        if after is not None and (stay := self._left(number, at + 1, steps, after)):
            count, efforts = stay[0], [stay[1]]
        for option in mover.options:
            if option.steps > steps:
                continue
            after = chain.after(at, option.score, state)
            if after is None:
                continue
            if rest := self._left(number, at + 1, steps - option.steps, after):
                several, sets = self._sets_of(mover, option)
                count += rest[0] * several
                efforts.append(rest[1] + sets[0].effort)
        return (count, min(efforts)) if efforts else None

    def _sets_of(self, mover: Mover, option: Option) -> tuple[int, list[Steps]]:
        """How many sets of steps an option stands for, and the first of them."""
        key = mover.code, option
        found = self._sets.get(key)
        if found is None:
            found = self._sets[key] = mover.count(option), mover.sets(option, LISTED)
        return found

    def count(self) -> int:
        """How many ways there are; none where nothing is enough."""
        return 0 if self.steps is None else sum(count for _, count, _ in self._starts(self.steps))

    def cheapest(self) -> Iterator[Way]:
        """The first ways, the least effort first, then in the order of the movers."""
        if self.steps is None:
            return
        heap: list[tuple[Effort, tuple[tuple[int, int], ...], int, _Partial]] = []
        for number, _, effort in self._starts(self.steps):
            start = _Partial(number, 0, self.steps, self.chains[number].start, Effort(), ())
            heappush(heap, (effort, (), number, start))
        listed = 0
        while heap and listed < LISTED:
            _, path, number, partial = heappop(heap)
            if partial.at == len(self.chains[number].movers):
                yield self._way(partial)
                listed += 1
                continue
            for bound, choice, following in self._choices(partial):
                heappush(heap, (bound, (*path, choice), number, following))

    def _choices(self, partial: _Partial) -> Iterator[tuple[Effort, tuple[int, int], _Partial]]:
        """What the next mover can do: each with the least effort to come and its place in order."""
        number, at = partial.chain, partial.at
        chain = self.chains[number]
        mover = chain.movers[at]
        for place, option in enumerate(mover.options):
            steps = partial.steps - option.steps
            after = chain.after(at, option.score, partial.state) if steps >= 0 else None
            rest = self._left(number, at + 1, steps, after) if after is not None else None
            if after is None or rest is None:
                continue
            for choice, one in enumerate(self._sets_of(mover, option)[1]):
                effort = partial.effort + one.effort
                chosen = (*partial.chosen, (mover, option, one))
                following = _Partial(number, at + 1, steps, after, effort, chosen)
                yield effort + rest[1], (place, choice), following
        after = chain.after(at, mover.now, partial.state) if mover.stays else None
        if after is not None and (rest := self._left(number, at + 1, partial.steps, after)):
            effort, chosen = partial.effort, partial.chosen
            stay = _Partial(number, at + 1, partial.steps, after, effort, chosen)
            yield effort + rest[1], (len(mover.options), 0), stay

    def _way(self, partial: _Partial) -> Way:
        """A way in the results' terms, every value no further than it must be."""
        moves = []
        scores = {mover.code: option.score for mover, option, _ in partial.chosen}
        chosen = {mover.code: (mover, steps) for mover, _, steps in partial.chosen}
        for mover, steps in list(chosen.values()):
            taken = steps
            if steps.rung.values:
                if self.office.answers is None and not self.office.rubric.asking:
                    rung = self._lowest_of(mover, steps.rung, self._least(mover, scores))
                else:
                    rung = self._lowered(mover, scores, chosen)
                scores[mover.code] = reached_by(mover.ladder, rung)
                taken = replace(steps, rung=rung)
                chosen[mover.code] = mover, taken
            moves.append((mover, taken))
        order = list(self.office.rubric.by_code)
        moves.sort(key=lambda one: order.index(one[0].code))
        unit = self.office.rubric.arithmetic.score_decimals
        final, _ = self._after(scores, chosen)
        told = (self._move(one, int(final[one.code].scaleb(unit)), taken) for one, taken in moves)
        return Way(tuple(told), partial.effort)

    def _lowest_of(self, mover: Mover, rung: Rung, least: int) -> Rung:
        """The rung with its values no further than they must be; many ways have it in common."""
        key = mover.code, rung.state, least
        found = self._lowest.get(key)
        if found is None:
            found = self._lowest[key] = lowered(mover.ladder, rung, least)
        return found

    def _move(self, mover: Mover, units: int, taken: Steps) -> Move:
        """Steps of a mover in the results' terms; many ways have those of items in common."""
        key = mover.code, units, taken.items, taken.rung.values
        if key not in self._moves:
            rubric = self.office.rubric
            score = Decimal(units).scaleb(-rubric.arithmetic.score_decimals)
            self._moves[key] = Move(
                indicator=mover.code,
                level=level_of(rubric, score),
                needs=needs_of(mover.ladder, taken),
                score=printed(score),
                report=mover.reports,
            )
        return self._moves[key]

    def _least(self, mover: Mover, scores: Mapping[str, int]) -> int:
        """The least score of a mover that is enough beside those of the others."""
        below, enough = mover.now, scores[mover.code]
        while enough - below > 1:
            middle = (below + enough) // 2
            tried = {**scores, mover.code: middle}
            if any(chain.is_enough(tried) for chain in self.chains):
                enough = middle
            else:
                below = middle
        return max(enough, least_reported(self.office.rubric)) if mover.reports else enough

    def _lowered(
        self,
        mover: Mover,
        scores: Mapping[str, int],
        chosen: Mapping[str, tuple[Mover, Steps]],
    ) -> Rung:
        """The rung of a mover with its values in turn no further than they must be.

        Where gates ask for answers a value may matter beside the score that it makes.
        """
        ladder, steps = mover.ladder, chosen[mover.code][1]
        floor = least_reported(self.office.rubric) if mover.reports else mover.now
        values = dict(steps.rung.values)

        def is_enough(given: Mapping[str, Fraction], score: int | None = None) -> bool:
            rung = Rung(steps.rung.state, tuple(given.items()))
            own = reached_by(ladder, rung) if score is None else score
            moved = {**chosen, mover.code: (mover, replace(steps, rung=rung))}
            pinned = () if score is None else (mover.code,)
            return own >= floor and self._reaches({**scores, mover.code: own}, moved, pinned)

        for at, axis in enumerate(ladder.axes):
            key, near = axis.measure, axis.values[0] if axis.measure else None
            for place in axis.way_to(steps.rung.state[at]) if key else ():
                far = axis.value(place)
                tried = {**values, key: far}
                if not is_enough(tried):
                    near = far
                    continue
                values = tried
                # Conditions hold alike at all values between two places, the score may rise there.
                between = {**tried, key: far if near is None else (near + far) / 2}
                below, enough = floor - 1, ladder.comes_to(steps.rung.state, tried)
                if is_enough(between, enough):
                    while enough - below > 1:
                        middle = (below + enough) // 2
                        may_do = is_enough(between, middle)
                        below, enough = (below, middle) if may_do else (middle, enough)
                    state = (*steps.rung.state[:at], place, *steps.rung.state[at + 1 :])
                    least = {**tried, key: least_value(ladder, state, at, tried, enough)}
                    values = least if is_enough(least) else tried
                break
        return Rung(steps.rung.state, tuple(values.items()))

    def _reaches(
        self,
        scores: Mapping[str, int],
        chosen: Mapping[str, tuple[Mover, Steps]],
        pinned: Collection[str] = (),
    ) -> bool:
        """Whether scores, in units of their last decimal, and steps are enough."""
        office = self.office
        after, answers = self._after(scores, chosen, pinned)
        mean = mean_of(office.rubric, after, office.applicable, answers)
        return mean is not None and self.aim.is_reached(mean, office.rubric)

    def _after(
        self,
        scores: Mapping[str, int],
        chosen: Mapping[str, tuple[Mover, Steps]],
        pinned: Collection[str] = (),
    ) -> tuple[Mapping[str, Decimal], Columns | None]:
        """All scores after some steps, and what gates ask for.

        Those that rest on others, but for ``pinned`` ones, are as they come to be beside these.
        """
        office, unit = self.office, -self.office.rubric.arithmetic.score_decimals
        own = {code: Decimal(score).scaleb(unit) for code, score in scores.items()}
        answers = office.after(chosen.values())
        moved = {
            code: mover.ladder.answers(steps.rung.state, dict(steps.rung.values))
            for code, (mover, steps) in chosen.items()
            if mover.ladder.indicator.bounds_asked
        }
        return office.settled({**office.scores, **own}, answers, moved, pinned), answers
