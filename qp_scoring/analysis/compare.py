"""Compare two rounds: what went up and down, what was gained and lost, and by how much.

Offices are matched by their code, indicators by theirs. Nothing is scored again: the figures are
those that were delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import merge
from itertools import combinations, groupby

from qp_scoring import __version__
from qp_scoring.analysis.compare_summary import Sums, band_change, counts_of
from qp_scoring.analysis.numbers import difference, exact_difference
from qp_scoring.documents.comparison import (
    COMPARISON_VERSION,
    Change,
    Comparability,
    Comparison,
    IndicatorChange,
    OfficeChange,
    OfficeStanding,
    Presence,
    Side,
    Standing,
    ValueChange,
    Verdict,
)
from qp_scoring.documents.results import (
    IndicatorResult,
    Mark,
    OfficeResult,
    Previous,
    State,
)
from qp_scoring.documents.stored import StoredOffices, StoredRound
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.messages import Language
from qp_scoring.rubric.diff import diff_rubrics
from qp_scoring.rubric.diff_kinds import ChangeKind
from qp_scoring.rubric.model import Rubric

_OUTSIDE = (State.NOT_APPLICABLE, State.EXEMPT)


def compare_rounds(
    old: StoredRound,
    new: StoredRound,
    log: FindingLog,
    lang: Language = "th",
    gather: Callable[[Iterable[OfficeChange]], Sequence[OfficeChange]] = tuple,
) -> Comparison:
    """Compare two stored rounds of one rubric set, which may be of different versions.

    ``log`` is told of offices with another name than before, of rounds in the wrong order, and of
    two results of one round; ``lang`` is the language of the rubrics' differences. Offices are
    compared as ``gather`` asks for them, which says how they are kept.

    Raises:
        RefusedRunError: the rounds were scored by rubric sets that have nothing to do with each
            other (see :func:`refuse_other_rubric`), they are the same, or one of a large round is
            damaged.
    """
    refuse_other_rubric(old, new.rubric, log)
    refuse_twice((old, new), log)
    say_order(old, new.rubric, new.results.round, log)
    pair = _Pair(old.rubric, new.rubric)
    sums = Sums(pair.codes, new.rubric.arithmetic.mean_decimals)
    moved: list[str] = []

    def compared() -> Iterator[OfficeChange]:
        for before, after in side_by_side((old, new)):
            if before is not None and after is not None:
                say_renamed(before, after, old, log)
                if _has_other_targets(before, after):
                    moved.append(after.short_name)
            change = pair.office(before, after)
            sums.add(change)
            yield change

    offices = gather(compared())
    if moved:
        place = Place(str(old.folder))
        log.add("compare-targets", place, count=len(moved), offices=", ".join(moved))
    found = Comparison(
        schema_version=COMPARISON_VERSION,
        engine_version=__version__,
        old=side(old),
        new=side(new),
        comparability=comparability(old.rubric, new.rubric, lang),
        summary=sums.summary(),
        offices=(),
    )
    return found.model_copy(update={"offices": offices})


def side_by_side(rounds: Sequence[StoredRound]) -> Iterator[list[OfficeResult | None]]:
    """Every office of any round, by code: what it is in each round, None where it is not there."""
    ordered = [
        one.results.offices
        if isinstance(one.results.offices, StoredOffices)
        else sorted(one.results.offices, key=lambda office: office.code)
        for one in rounds
    ]
    coming = merge(*map(_numbered, range(len(rounds)), ordered), key=lambda one: one[0])
    for _, same in groupby(coming, key=lambda one: one[0]):
        found: list[OfficeResult | None] = [None] * len(rounds)
        for _, at, office in same:
            found[at] = office
        yield found


def _numbered(at: int, offices: Iterable[OfficeResult]) -> Iterator[tuple[str, int, OfficeResult]]:
    return ((office.code, at, office) for office in offices)


def with_previous(
    offices: Iterable[OfficeResult], old: StoredRound, rubric: Rubric, log: FindingLog
) -> tuple[OfficeResult, ...]:
    """The offices with what each came to in an earlier round, where it is in it.

    Raises:
        RefusedRunError: the earlier round was scored by another rubric set than ``rubric``.
    """
    refuse_other_rubric(old, rubric, log)
    before = {office.code: office for office in old.results.offices}
    return tuple(
        office.model_copy(update={"previous": _previous(before[office.code], office, old)})
        if office.code in before
        else office
        for office in offices
    )


def _previous(before: OfficeResult, now: OfficeResult, old: StoredRound) -> Previous:
    return Previous(
        fiscal_year=old.results.rubric.fiscal_year,
        round=old.results.round,
        mean=before.mean,
        mean_exact=before.mean_exact,
        band=before.band,
        change=difference(before.mean, now.mean),
    )


def refuse_other_rubric(old: StoredRound, rubric: Rubric, log: FindingLog) -> None:
    """Refuse to set a round beside one of another rubric set: equal codes mean other things.

    Next year's set has another id and is still compared, with what changed as the verdict: it
    has indicators of this year's, by code and title.

    Raises:
        RefusedRunError: the ids of the rubric sets differ, and they have no indicator in common.
    """
    found = old.results.rubric.id
    if found != rubric.id and not _titles(old.rubric) & _titles(rubric):
        log.add("compare-other-rubric", Place(str(old.folder)), found=found, expected=rubric.id)
        raise RefusedRunError(log)


def _titles(rubric: Rubric) -> set[tuple[str, str]]:
    return {(indicator.code, indicator.title) for indicator in rubric.indicators}


def refuse_twice(rounds: Sequence[StoredRound], log: FindingLog) -> None:
    """Refuse results that were given twice; say where two results are of one round.

    Raises:
        RefusedRunError: the same results stand in two places.
    """
    twice = False
    for (first, one), (_, other) in combinations(enumerate(rounds, 1), 2):
        if one.results == other.results:
            log.add("compare-round-twice", Place(str(other.folder)), first=first)
            twice = True
        elif _when(one) == _when(other):
            log.add("compare-same-round", Place(str(other.folder)), first=first)
    if twice:
        raise RefusedRunError(log)


def _when(stored: StoredRound) -> tuple[int, str]:
    return stored.results.rubric.fiscal_year, stored.results.round


def say_order(old: StoredRound, rubric: Rubric, round_id: str, log: FindingLog) -> None:
    """Warn where the earlier of two rounds is the later one, by year and the rubric's order."""
    ids = [entry.id for entry in rubric.round]
    sides = (
        (old.results.rubric.fiscal_year, old.results.round),
        (rubric.fiscal_year, round_id),
    )
    when = [(year, ids.index(found)) for year, found in sides if found in ids]
    if len(when) == 2 and when[0] > when[1]:
        log.add("compare-order", Place(str(old.folder)))


def say_renamed(
    before: OfficeResult, after: OfficeResult, old: StoredRound, log: FindingLog
) -> None:
    """Warn where an office of one code has another name than in the earlier round."""
    if before.name != after.name:
        values = {"office": after.code, "found": before.name, "now": after.name}
        log.add("compare-office-renamed", Place(str(old.folder)), **values)


def side(stored: StoredRound) -> Side:
    """When a round was, and the rubric and policy behind it."""
    results = stored.results
    name = stored.rubric.round_name(results.round)
    return Side(rubric=results.rubric, round=results.round, round_name=name, policy=results.policy)


_VERDICTS: dict[ChangeKind, Verdict] = {
    "none": Verdict.COMPARABLE,
    "patch": Verdict.COMPARABLE,
    "minor": Verdict.WITH_CARE,
    "major": Verdict.NOT_COMPARABLE,
}


def comparability(old: Rubric, new: Rubric, lang: Language) -> Comparability:
    """The verdict on two rubrics, and their differences in the words of ``lang``."""
    diff = diff_rubrics(old, new)
    return Comparability(
        verdict=_VERDICTS[diff.kind],
        rubric_change=diff.kind,
        changes=tuple(change.sentence(lang) for change in diff.changes),
    )


class _Pair:
    """Compares offices under the rubrics of the two rounds."""

    def __init__(self, old: Rubric, new: Rubric) -> None:
        self._old = old
        self._new = new
        self.codes = (*new.by_code, *(code for code in old.by_code if code not in new.by_code))

    def office(self, old: OfficeResult | None, new: OfficeResult | None) -> OfficeChange:
        """An office that is in at least one of the two rounds."""
        shown = new or old
        assert shown is not None
        only = Presence.NEW_ONLY if old is None else Presence.OLD_ONLY
        change = OfficeChange(
            code=shown.code,
            name=shown.name,
            short_name=shown.short_name,
            type=shown.type,
            region=shown.region,
            former_name=None,
            presence=only,
            old=office_standing(old) if old else None,
            new=office_standing(new) if new else None,
            mean_change=None,
            mean_change_exact=None,
            band_change=None,
            counts={},
            indicators=(),
        )
        if old is None or new is None:
            return change
        indicators = self._indicators(old, new)
        return change.model_copy(
            update={
                "former_name": old.name if old.name != new.name else None,
                "presence": Presence.BOTH,
                "mean_change": difference(old.mean, new.mean),
                "mean_change_exact": exact_difference(old.mean_exact, new.mean_exact),
                "band_change": band_change(old.band, new.band, self._new),
                "counts": counts_of(indicators),
                "indicators": indicators,
            }
        )

    def _indicators(self, old: OfficeResult, new: OfficeResult) -> tuple[IndicatorChange, ...]:
        before = {entry.code: entry for entry in old.indicators}
        after = {entry.code: entry for entry in new.indicators}
        return tuple(
            self._indicator(before.get(code), after.get(code))
            for code in self.codes
            if code in before or code in after
        )

    def _indicator(
        self, old: IndicatorResult | None, new: IndicatorResult | None
    ) -> IndicatorChange:
        shown = new or old
        assert shown is not None
        gained, lost = self._items(old, new)
        anew, marks = self._asked_anew(old, new), _marks(new) or {}
        return IndicatorChange(
            code=shown.code,
            title=shown.title,
            change=change_of(old, new),
            old=indicator_standing(old),
            new=indicator_standing(new),
            score_change=_score_change(old, new),
            gained=gained,
            lost=lost,
            values=_values(old, new),
            asked_anew=anew,
            anew_unmet=tuple(key for key in anew if marks.get(key) is Mark.UNMET),
        )

    def _asked_anew(
        self, old: IndicatorResult | None, new: IndicatorResult | None
    ) -> tuple[str, ...]:
        """What the new round asks for the first time, of an indicator that both rounds have."""
        if old is None or new is None:
            return ()
        before = set(self._old.by_code[old.code].entry_ids)
        return tuple(key for key in self._new.by_code[new.code].entry_ids if key not in before)

    def _items(
        self, old: IndicatorResult | None, new: IndicatorResult | None
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """The items gained and lost, in the rubric's order; None where they are not known."""
        before, after = _marks(old), _marks(new)
        if old is None or new is None or before is None or after is None:
            return None, None
        shared = set(self._old.by_code[old.code].entry_ids)
        order = [key for key in self._new.by_code[new.code].entry_ids if key in shared]
        return (
            tuple(key for key in order if _turned(key, before, after)),
            tuple(key for key in order if _turned(key, after, before)),
        )


def change_of(old: IndicatorResult | None, new: IndicatorResult | None) -> Change:
    """What became of an indicator; a side is None where its rubric does not have it."""
    if old is None or new is None:
        return Change.ADDED if old is None else Change.REMOVED
    was, now = old.state, new.state
    if was.is_open or now.is_open:
        return Change.UNFINISHED
    if was is now:
        return _moved(old, new) if now is State.SCORED else Change.SAME
    if now in _OUTSIDE:
        return Change.NEWLY_EXEMPT if now is State.EXEMPT else Change.NO_LONGER_APPLICABLE
    if was in _OUTSIDE:
        return Change.NO_LONGER_EXEMPT if was is State.EXEMPT else Change.NEWLY_APPLICABLE
    return Change.NEWLY_REPORTED if was is State.NOT_REPORTED else Change.NO_LONGER_REPORTED


def _moved(old: IndicatorResult, new: IndicatorResult) -> Change:
    """How a score moved, or the number of items met where an indicator has no score.

    Scores are what the mean is made of, so they decide also where there are levels.
    """
    before, after = Decimal(len(old.met)), Decimal(len(new.met))
    if old.score is not None and new.score is not None:
        before, after = Decimal(old.score), Decimal(new.score)
    if before == after:
        return Change.SAME
    return Change.UP if after > before else Change.DOWN


def _score_change(old: IndicatorResult | None, new: IndicatorResult | None) -> str | None:
    if old is None or new is None:
        return None
    scored = old.state is State.SCORED and new.state is State.SCORED
    return difference(old.score, new.score) if scored else None


def _marks(indicator: IndicatorResult | None) -> Mapping[str, Mark | None] | None:
    """The mark of every item; None where nothing is known of them.

    An office that reported nothing had no evidence of any item; where only a level is known, or
    nothing was asked or finished, nothing is.
    """
    if indicator is None:
        return None
    if indicator.state is State.NOT_REPORTED:
        return {}
    if indicator.state is State.SCORED and indicator.items:
        return {item.id: item.mark for item in indicator.items}
    return None


def _turned(key: str, before: Mapping[str, Mark | None], after: Mapping[str, Mark | None]) -> bool:
    """Whether an item is met after, and is known not to have been met before."""
    was = before.get(key, Mark.UNMET)
    return after.get(key) is Mark.MET and was is not None and was is not Mark.MET


def _values(old: IndicatorResult | None, new: IndicatorResult | None) -> tuple[ValueChange, ...]:
    """The measured values and targets that differ; equal numbers are written alike."""
    before, after = (_values_by_id(side) for side in (old, new))
    pairs = ((key, before.get(key), after.get(key)) for key in {**after, **before})
    return tuple(ValueChange(id=key, old=was, new=now) for key, was, now in pairs if was != now)


def _values_by_id(indicator: IndicatorResult | None) -> Mapping[str, str | None]:
    """The values of an indicator's measures, then the office's own targets for them."""
    if indicator is None:
        return {}
    measured: dict[str, str | None] = {item.id: item.value for item in indicator.items}
    return measured | {target.id: target.value for target in indicator.targets}


def _has_other_targets(before: OfficeResult, after: OfficeResult) -> bool:
    """Whether an office is measured by other targets than in the earlier round."""
    known = before.target_values
    return any(known[key] != now for key, now in after.target_values.items() if key in known)


def indicator_standing(indicator: IndicatorResult | None) -> Standing | None:
    """Where an indicator stood in one round; None where its rubric lacks it."""
    if indicator is None:
        return None
    return Standing(
        state=indicator.state,
        level=indicator.level,
        score=indicator.score,
        printed=indicator.printed,
    )


def office_standing(office: OfficeResult) -> OfficeStanding:
    """Where an office stood in one round."""
    return OfficeStanding(
        status=office.status,
        mean=office.mean,
        mean_exact=office.mean_exact,
        band=office.band,
        count=sum(entry.score is not None for entry in office.indicators),
        coverage=office.coverage,
    )
