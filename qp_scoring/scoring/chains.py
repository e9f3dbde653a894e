"""What movers come to together, whatever stands above them: means, sums, least ones, steps, limits.

A *chain* goes through the movers one after the other and holds no more of what they came to than
the nodes above them ask for, so that many sets of options are one *state*. It knows of every state
whether so many further steps can still be enough.

What bands and limits ask for (a group from 85 on, an item, say) decides which limits cap. So there
is a chain for every outcome of these conditions that may be enough: they share no set of options,
and together they leave none out. In its chain every such group or indicator has a range to end in,
and every ladder with such an item or measure the places that it may be at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm
from operator import add

from qp_scoring.rubric.conditions import Columns, score_bounds
from qp_scoring.rubric.model import Band, Group, Rubric, Total
from qp_scoring.rubric.nodes import Limit, capped, counted, counted_together
from qp_scoring.rubric.whole import Whole
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.mean import Mean, mean_of
from qp_scoring.scoring.movers import Mover, Outset
from qp_scoring.scoring.outcomes import (
    Assumed,
    Deciding,
    Outcomes,
    ScoreClass,
    UntoldError,
    deciding,
    score_classes,
)

Brought = tuple[int, ...]
"""Of a node: the sum of what its children brought so far, or the least (and, where it matters, the
greatest) of it, in the node's unit; nothing where nothing was brought."""
Midway = tuple[Brought, ...]
"""What is held by the nodes that are not through yet, from the whole down."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached: a band, from the exact figure on that is printed as its lowest."""

    band: Band
    enough: Fraction

    def is_reached(self, mean: Mean, rubric: Rubric) -> bool:
        """Whether a mean is in the band, or above it."""
        names = [one.name for one in rubric.bands.band]
        return names.index(band_of_mean(mean, rubric)) <= names.index(self.band.name)


@dataclass(slots=True, eq=False)
class _Leaf:
    """A mover in its place: ``unit`` is what a unit of its score brings to the node above."""

    mover: Mover
    low: int | None
    high: int | None
    unit: int = 0

    def brings(self, score: int) -> int | None:
        """What a score brings; None outside its range."""
        below = self.low is not None and score < self.low
        if below or (self.high is not None and score >= self.high):
            return None
        return score * self.unit

    def most(self, size: int) -> list[int | None]:
        """The most that it brings by up to so many steps each; None where it cannot be."""
        given = [(0, self.mover.now)] if self.mover.stays else []
        given += [(one.steps, one.score) for one in self.mover.options]
        found: list[int | None] = [None] * (size + 1)
        for steps, score in given:
            brings = self.brings(score)
            for number in range(steps, size + 1) if brings is not None else ():
                found[number] = _more(found[number], brings)
        return found


@dataclass(slots=True, eq=False)
class _Joint:
    """A node with movers below it: how what its parts bring makes what it brings itself.

    ``start`` is what it holds of the children that cannot move. ``rest`` says, for every part and
    number of steps, the most that this part and those after it bring together.
    """

    node: Group | Total
    full: Fraction
    base: Fraction
    limit: Limit | None
    low: Fraction | None
    high: Fraction | None
    parts: list[_Leaf | _Joint] = field(default_factory=list)
    scale: int = 1
    """Its unit is one over this."""
    start: Brought = ()
    factor: Fraction = Fraction(1)
    """What a point of its score brings, in the unit of the node above."""
    rest: list[list[Brought | None]] = field(default_factory=list)
    adds: bool = field(init=False)
    """Whether what its parts bring is added up."""
    _known: dict[tuple[Brought, bool], int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.adds = self.node.how != "min"

    def with_one(self, held: Brought, brings: int) -> Brought:
        """What it holds with what a further part brings."""
        if self.adds:
            return (held[0] + brings,)
        if self.node.plus is None:
            return (min(*held, brings),) if held else (brings,)
        return (min(*held, brings), max(*held, brings)) if held else (brings, brings)

    def brings(self, held: Brought, *, hoped: bool = False) -> int | None:
        """What it brings; None outside its range.

        ``hoped``: what is held is the most of several, so that it may be less where that is better.
        """
        key = held, hoped
        if key not in self._known:
            self._known[key] = self._brings(held, hoped)
        return self._known[key]

    def _brings(self, held: Brought, hoped: bool) -> int | None:
        figure = Fraction(held[0], self.scale)
        plus = self.node.plus
        if not self.adds and plus is not None and (hoped or held[-1] > held[0]):
            figure += Fraction(plus)
        full = None if self.node.how == "mean" else self.full
        score = capped(self.node.finished(figure, full, self.base), self.limit)
        if self.low is not None and score < self.low:
            return None
        if self.high is not None and score >= self.high and not hoped:
            return None
        return int(score * self.factor)

    def most(self, size: int) -> list[int | None]:
        """The most that it brings by up to so many steps each; None where it cannot be."""
        self.look_ahead(size)
        return [
            None if rest is None else self.brings(self.with_rest(self.start, rest), hoped=True)
            for rest in self.rest[0]
        ]

    def with_rest(self, held: Brought, rest: Brought) -> Brought:
        """The most that it holds at the end."""
        return self.with_one(held, rest[0])[:1] if rest else held[:1]

    def look_ahead(self, size: int) -> None:
        """Fill ``rest`` for up to so many steps."""
        nothing: Brought = (0,) if self.adds else ()
        self.rest = [[nothing] * (size + 1)]
        for part in reversed(self.parts):
            after, most = self.rest[0], part.most(size)
            rises = [
                (at, one)
                for at, one in enumerate(most)
                if one is not None and (at == 0 or one != most[at - 1])
            ]
            row: list[Brought | None] = [None] * (size + 1)
            together = add if self.adds else min
            for at, one in rises:
                for number, rest in enumerate(after[: size + 1 - at], at):
                    if rest is None:
                        continue
                    both = (together(one, rest[0]),) if rest else (one,)
                    old = row[number]
                    if old is None or both > old:
                        row[number] = both
            self.rest.insert(0, row)


def _more(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)


class Chain:
    """One office's movers in the order of the nodes above them; see the module."""

    def __init__(
        self,
        rubric: Rubric,
        whole: Whole,
        movers: Mapping[str, Mover],
        asked: Mapping[str, object],
        outcome: Assumed,
        enough: Fraction,
    ) -> None:
        self._rubric, self._whole, self._by_code = rubric, whole, movers
        self._asked, self._outcome = asked, outcome
        self._size = -1
        self.can_be = True
        """Whether what cannot move lies in its ranges."""
        self._root = self._joint(rubric.total)
        self._root.low = enough
        self._paths = list(_paths(self._root))
        self._leaves = [_leaf_at(path) for path in self._paths]
        self.movers = [leaf.mover for leaf in self._leaves]

    @property
    def most_steps(self) -> int:
        """So many steps are all that can be taken."""
        return sum(max((one.steps for one in mover.options), default=0) for mover in self.movers)

    @property
    def start(self) -> Midway:
        """The state before the first mover."""
        return self._opened((), 0)

    def after(self, at: int, score: int, state: Midway) -> Midway | None:
        """The state after a mover came to a score; None where that is outside a range.

        After the last mover there is a state only where the whole is enough.
        """
        path = self._paths[at]
        brings = self._leaves[at].brings(score)
        held = list(state)
        depth = len(path) - 1
        while brings is not None:
            joint, place = path[depth]
            held[depth] = joint.with_one(held[depth], brings)
            if place + 1 < len(joint.parts):
                return self._opened(tuple(held), at + 1)
            brings = joint.brings(held.pop())
            if depth == 0:
                return None if brings is None else ()
            depth -= 1
        return None

    def _opened(self, held: Midway, at: int) -> Midway:
        below = self._paths[at][len(held) :]
        return (*held, *(joint.start for joint, _ in below)) if below else held

    def is_enough(self, scores: Mapping[str, int]) -> bool:
        """Whether scores, in units of their last decimal, are; the other movers stay."""
        state: Midway | None = self.start
        for at, mover in enumerate(self.movers):
            if state is not None:
                state = self.after(at, scores.get(mover.code, mover.now), state)
        return state is not None

    def look_ahead(self, size: int) -> None:
        """Be ready to be asked of up to so many steps."""
        if size > self._size:
            self._root.look_ahead(size)
            self._size = size

    def may_do(self, at: int, steps: int, state: Midway) -> bool:
        """Whether the movers from one on can still be enough by up to so many steps.

        Never wrongly not; wrongly so only where something is added to the least, and where a range
        has an upper end.
        """
        if at == len(self._paths):
            return True
        inner: list[int | None] = []
        for depth in range(len(state) - 1, -1, -1):
            joint, place = self._paths[at][depth]
            deepest = depth == len(state) - 1
            rest = joint.rest[place if deepest else place + 1]
            numbers = range(steps + 1) if depth else (steps,)
            found: list[int | None] = []
            for number in numbers:
                most = None
                if deepest:
                    most = _hoped(joint, state[depth], rest[number])
                else:
                    for taken, brings in enumerate(inner[: number + 1]):
                        if brings is not None:
                            held = joint.with_one(state[depth], brings)
                            most = _more(most, _hoped(joint, held, rest[number - taken]))
                found.append(most)
            inner = found
        return inner[0] is not None

    # --- how it is made

    def _joint(self, node: Group | Total) -> _Joint:
        low, high = self._outcome.range_of(node.id) if isinstance(node, Group) else (None, None)
        joint = _Joint(
            node=node,
            full=self._rubric.full_mark(node),
            base=Fraction(self._rubric.scale.base_level),
            limit=self._outcome.limit(node),
            low=low,
            high=high,
        )
        parts = list(self._parts(node, Fraction(1)))
        units = [each / self._unit_of(one) for one, each in parts]
        plus = [Fraction(node.plus)] if node.plus is not None else []
        joint.scale = lcm(*(unit.denominator for unit in (*units, *plus)))
        joint.start = (0,) if joint.adds else ()
        for (one, each), unit in zip(parts, units, strict=True):
            if isinstance(one, _Leaf):
                one.unit = int(unit * joint.scale)
                joint.parts.append(one)
            elif isinstance(one, _Joint):
                one.factor = each * joint.scale
                if one.parts:
                    joint.parts.append(one)
                elif (brings := one.brings(one.start)) is not None:
                    joint.start = joint.with_one(joint.start, brings)
                else:
                    self.can_be = False
            else:
                joint.start = joint.with_one(joint.start, int(one * each * joint.scale))
        order = {code: at for at, code in enumerate(self._rubric.by_code)}
        joint.parts.sort(key=lambda part: min(order[leaf.mover.code] for leaf in _leaves(part)))
        return joint

    def _parts(
        self, node: Group | Total, share: Fraction
    ) -> Iterator[tuple[_Leaf | _Joint | Fraction, Fraction]]:
        """What makes the figure of a node, and what a point of each brings to it.

        A mean within what is added up is no node of its own, where nothing asks for it.
        """
        key, full = (node.id if isinstance(node, Group) else None), self._rubric.full_mark(node)
        inside = self._rubric.members.get(key, ())
        children = [self._whole.child(one) for one in inside]
        there = [(one, c) for one, c in zip(inside, children, strict=True) if c.score is not None]
        # Of a sum, what stays is scaled up to the full marks of all.
        top = sum((one.full for one in children), Fraction(0)) if node.how == "sum" else full
        unit = share * top
        if node.how != "min" and there:
            unit /= counted_together(node, children)
        for one, child in there:
            each = unit / child.full
            if node.how != "min":
                each *= counted(node, child)
            if isinstance(one, Group):
                if node.how != "min" and self._is_plain(one):
                    yield from self._parts(one, each)
                else:
                    yield self._joint(one), each
            elif one.code in self._by_code:
                mover = self._by_code[one.code]
                low, high = map(self._units, self._outcome.range_of(one.code))
                yield _Leaf(mover, low, high), each
            elif child.score is not None:
                least, above = self._outcome.range_of(one.code)
                self.can_be &= least is None or child.score >= least
                self.can_be &= above is None or child.score < above
                yield child.score, each

    def _is_plain(self, group: Group) -> bool:
        return group.how == "mean" and not (group.steps or group.limit or group.id in self._asked)

    def _units(self, score: Fraction | None) -> int | None:
        decimals = self._rubric.arithmetic.score_decimals
        return None if score is None else ceil(score * 10**decimals)

    def _unit_of(self, one: _Leaf | _Joint | Fraction) -> int:
        """Of how many parts of a point what a child can come to is a whole number."""
        if isinstance(one, Fraction):
            return one.denominator
        if isinstance(one, _Leaf):
            return int(10**self._rubric.arithmetic.score_decimals)
        limit = [Fraction(one.limit.at_most)] if one.limit is not None else []
        given = [one.full, *limit, *(Fraction(score) for _, score in one.node.steps)]
        return lcm(one.scale, *(score.denominator for score in given))


def _hoped(joint: _Joint, held: Brought, rest: Brought | None) -> int | None:
    return None if rest is None else joint.brings(joint.with_rest(held, rest), hoped=True)


_Path = tuple[tuple[_Joint, int], ...]
"""The way down to a mover: every node, and which of its parts leads on."""


def _paths(joint: _Joint, above: _Path = ()) -> Iterator[_Path]:
    for at, part in enumerate(joint.parts):
        path = (*above, (joint, at))
        if isinstance(part, _Joint):
            yield from _paths(part, path)
        else:
            yield path


def _leaf_at(path: _Path) -> _Leaf:
    joint, at = path[-1]
    part = joint.parts[at]
    assert isinstance(part, _Leaf)
    return part


def _leaves(part: _Leaf | _Joint) -> Iterator[_Leaf]:
    if isinstance(part, _Leaf):
        yield part
        return
    for one in part.parts:
        yield from _leaves(one)


def chains(office: Outset, aim: Aim) -> list[Chain]:
    """The chains that may be enough, for one office.

    Raises:
        UntoldError: A condition may fail for a score or a value that is too high, or there are more
            than :data:`OUTCOMES` outcomes.
    """
    rubric, scores = office.rubric, office.scores
    enough = aim.enough
    if rubric.total.show == "percent":
        enough *= rubric.full_mark(rubric.total) / 100
    must = [aim.band.requires] if aim.band.requires is not None else []
    # A limit of the whole keeps it below the band, and must not cap, or it does not matter.
    must += [one.unless for one in rubric.total.limit if one.at_most < enough]
    every = [*must, *(one.unless for group in rubric.group for one in group.limit)]
    bounds: dict[str, set[Fraction]] = {}
    asking = [one for one in rubric.asking if one.code in (*office.ladders, *office.asking)]
    for bound in (
        *(one for condition in every for one in score_bounds(condition)),
        *(bound for one in asking for bounds in one.bounds_asked.values() for bound in bounds),
    ):
        if bound.max is not None:
            raise UntoldError("falling")
        bounds.setdefault(bound.score, set()).add(Fraction(bound.min or 0))
    movers, stands = office.movers(), list(deciding(office, every))
    all_met = _all_met(office, stands)
    best = _best(office, movers, all_met)
    most = mean_of(rubric, best, office.applicable, all_met)
    if not (movers or stands) or most is None or not aim.is_reached(most, rubric):
        return []
    now = Whole(rubric, scores, office.applicable, office.answers)
    then = Whole(rubric, best, office.applicable, all_met)
    classes: dict[str, list[ScoreClass]] = {}
    for name in sorted(bounds, key=lambda one: len(rubric.rests_on(one))):
        ends = now.printed(name), then.printed(name)
        classes[name] = list(score_classes(rubric, name, sorted(bounds[name]), *ends, must))
    together = _together(office, classes, (office.answers, all_met))
    outcomes = Outcomes(
        now.answers, list(classes), list(classes.values()), together, stands, every, len(must)
    )
    found: list[Chain] = []
    for one in outcomes.that_may_do():
        assumed = {name: score for name, (score,) in one.columns.scores.items()}
        beside = office.beside(assumed) if assumed else office
        moving = beside.movers(one.held) if assumed or one.held else movers
        if moving:
            whole = Whole(rubric, beside.scores, office.applicable, office.answers)
            found.append(Chain(rubric, whole, moving, bounds, one, enough))
    return [one for one in found if one.can_be]


def _together(
    office: Outset,
    classes: Mapping[str, Sequence[ScoreClass]],
    answers: tuple[Columns | None, Columns | None],
    chosen: tuple[int, ...] = (),
) -> Iterator[tuple[int, ...]]:
    """The classes of scores that can be together: their places, as the first of them are chosen.

    Never too few; too many where only their ends can be together. The names stand so that those
    come first that others rest on; ``answers`` are those that gates ask for, now and at best.
    """
    if len(chosen) == len(classes):
        yield chosen
        return
    rubric, unit = office.rubric, -office.rubric.arithmetic.score_decimals
    taken = {name: own[at] for (name, own), at in zip(classes.items(), chosen, strict=False)}
    beside = office.beside({name: one.printed for name, one in taken.items()})
    low, high = dict(beside.scores), dict(beside.scores)
    high |= {code: Decimal(one.best).scaleb(unit) for code, one in beside.movers().items()}
    for code, one in taken.items():
        if code in low:
            low[code], high[code] = one.within(low[code], high[code], Decimal(1).scaleb(unit))
    name = list(classes)[len(chosen)]
    least, most = (
        Whole(rubric, scores, office.applicable, given).printed(name)
        for scores, given in zip((low, high), answers, strict=True)
    )
    for at, one in enumerate(classes[name]):
        if one.printed is None or least is None or most is None or one.meets(least, most):
            yield from _together(office, classes, answers, (*chosen, at))


def _best(
    office: Outset, movers: Mapping[str, Mover], answers: Columns | None
) -> dict[str, Decimal]:
    """The scores where all that can move has done so, as far as it can."""
    rubric, found = office.rubric, dict(office.scores)
    unit = -rubric.arithmetic.score_decimals
    found |= {code: Decimal(one.best).scaleb(unit) for code, one in movers.items()}
    names = {name for one in rubric.asking for name in one.bounds_asked}
    for asking in rubric.asking:
        whole = Whole(rubric, found, office.applicable, answers)
        beside = office.beside({name: whole.printed(name) for name in names})
        if asking.code in found:
            mover = beside.movers().get(asking.code)
            now = beside.scores[asking.code]
            found[asking.code] = Decimal(mover.best).scaleb(unit) if mover else now
    return found


def _all_met(office: Outset, stands: Sequence[Deciding]) -> Columns | None:
    """The answers that gates ask for where all that can move has done so, as they ask for it."""
    if office.answers is None:
        return None
    named = {key for one in stands for key in one.ids}
    met = {key: own | (key in named) for key, own in office.answers.met.items()}
    return replace(office.answers, met=met)
