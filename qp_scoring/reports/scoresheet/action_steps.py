"""The steps that lift an office most: what is missing, why it did not count, what would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.answers import Role
from qp_scoring.documents.results import (
    IndicatorResult,
    ItemResult,
    Mark,
    MarkBy,
    Need,
    NextLevel,
    OfficeResult,
    State,
    ValueNeed,
)
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports.notes import (
    behind_a_word,
    gain_words,
    key_of_band,
    node_to_reach,
    to_reach,
    totals,
)
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.indicator import Indicator, Item, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One thing to do; ``why`` is empty where the thing speaks for itself.

    ``quoted`` says that ``why`` holds an assessor's own words.
    """

    what: str
    why: str
    how: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One indicator to lift: its name, what that brings, and the things to do for it.

    ``remark`` says that other items would do as well.
    """

    title: str
    gain: str
    items: tuple[ActionItem, ...]
    remark: str = ""

    def composed_texts(self) -> Iterator[str]:
        """Every text but the words quoted from inputs."""
        yield from (self.title, self.gain, self.remark)
        for item in self.items:
            yield from (item.what, item.how)
            if not item.quoted:
                yield item.why


def action_steps(office: OfficeResult, rubric: Rubric, most: int) -> tuple[ActionStep, ...]:
    """At most so many steps, the one that lifts the mean most first.

    Where a rubric has no levels, and so no next one, the indicators not reported and those with
    unmet items stand in the rubric's order; then those whose values fall short of the full mark,
    the one that lacks most first.
    """
    rising = most_urgent(office, rubric)
    if not rising:
        missing = [one for one in office.indicators if one.state is State.NOT_REPORTED]
        open_ones = [one for one in office.indicators if one.unmet]
        measured = [one for one in office.indicators if not one.unmet and _lacks(one, rubric) > 0]
        measured.sort(key=lambda one: -_lacks(one, rubric))
        rising = [*missing, *open_ones, *measured]
    return tuple(_StepComposer(office, rubric).step(one) for one in rising[:most])


def most_urgent(office: OfficeResult, rubric: Rubric) -> list[IndicatorResult]:
    """The indicators that can rise, the one that lifts the mean most first.

    Of equal gains an indicator that was not reported comes first, then the lowest, as the ranking
    and the form say; then the one that needs the fewest items, then the rubric's order.
    """

    def urgency(one: IndicatorResult) -> tuple[Decimal, bool, Fraction, int]:
        step = one.next_level
        gain = Decimal(step.gain) if step is not None and step.gain is not None else Decimal(0)
        share = Fraction(one.score or 0) / rubric.full_mark(rubric.by_code[one.code])
        fewest = len(step.needs[0]) if step is not None and step.needs else 0
        return -gain, one.state is not State.NOT_REPORTED, share, fewest

    return sorted((one for one in office.indicators if one.next_level is not None), key=urgency)


def _lacks(one: IndicatorResult, rubric: Rubric) -> Fraction:
    """What an indicator whose values were measured lacks of its full mark, as a share of it."""
    if one.state is not State.SCORED or one.score is None or not _values(one):
        return Fraction(0)
    return 1 - Fraction(one.score) / rubric.full_mark(rubric.by_code[one.code])


def _values(one: IndicatorResult) -> list[ItemResult]:
    """The answers of an indicator that are values."""
    return [item for item in one.items if item.value is not None]


def _reported(measure: Measure, value: str) -> str:
    return text("action-value", value=behind_a_word(measure.in_unit(value)))


@dataclass(frozen=True, slots=True)
class _StepComposer:
    """Composes the steps of one office in the digits of its rubric."""

    office: OfficeResult
    rubric: Rubric

    def step(self, one: IndicatorResult) -> ActionStep:
        label = fill(self.rubric.labels.indicator, {"code": one.code})
        indicator = self.rubric.by_code[one.code]
        return ActionStep(
            title=self._shown(text("action-step", label=label, title=one.title)),
            gain=self._shown(self._gain(one)),
            items=tuple(self._items(one, indicator)),
            remark=self._remark(one.next_level),
        )

    def _shown(self, composed: str) -> str:
        return figures(composed, self.rubric.digits)

    def _gain(self, one: IndicatorResult) -> str:
        step = one.next_level
        if step is None and not one.unmet and _lacks(one, self.rubric):
            full = plain(self.rubric.full_mark(self.rubric.by_code[one.code]))
            return text("score-of-full", score=one.score, full=full)
        if step is None or step.gain is None:
            return ""
        reported = one.state is State.SCORED
        before = text("action-from-level" if reported else "action-from-none", printed=one.printed)
        brought = {"before": before, "level": step.level_after, "gain": gain_words(step)}
        brought |= totals(self.rubric.total.show)
        key = key_of_band("action-gain", self.office.band, step.band_after, self.rubric)
        return text(key, band=step.band_after, **brought)

    def _remark(self, step: NextLevel | None) -> str:
        several = step is not None and len(step.needs) > 1
        return text("action-or") if several else ""

    def _items(self, one: IndicatorResult, indicator: Indicator) -> Iterator[ActionItem]:
        if one.state is State.NOT_REPORTED:
            how = one.suggestions[0] if one.suggestions else ""
            yield ActionItem(text("action-report"), "", self._shown(how))
        step = one.next_level
        needs: Sequence[Need] = step.needs[0] if step is not None and step.needs else ()
        if step is None:
            needs = one.unmet
        if step is None and not needs and one.state is State.SCORED:
            yield from self._values(one, indicator)
        if not needs and step is not None and one.state is not State.NOT_REPORTED:
            yield self._criterion(one, indicator, step)
        answers = {item.id: item for item in one.items}
        for need in needs:
            if isinstance(need, ValueNeed):
                measure = indicator.measure_by_id(need.measure)
                if measure is not None:
                    yield self._measured(measure, need, answers.get(need.measure))
                else:
                    yield ActionItem(self._shown(node_to_reach(need, self.rubric)), "", "")
                continue
            key = need if isinstance(need, str) else need.item
            if (item := indicator.item_by_id(key)) is not None:
                grade = "" if isinstance(need, str) else need.mark
                asked = self._unmet(item, answers.get(key), grade)
                # Nobody marked what was not reported, so there is no reason why it did not count.
                yield replace(asked, why="") if one.state is State.NOT_REPORTED else asked

    def _criterion(self, one: IndicatorResult, indicator: Indicator, step: NextLevel) -> ActionItem:
        """Where only a level is known: the criterion of the next one, quoted from the rubric."""
        what = text("action-raise", level=step.level)
        if words := self.rubric.criterion(indicator, step.level):
            name = self.rubric.scale.name(step.level)
            what = text("action-criterion", level=step.level, name=name, text=words)
        own = [entry.suggest for entry in indicator.level if entry.level == one.level]
        why = text(f"step-untold-{step.untold}") if step.untold else ""
        return ActionItem(self._shown(what), self._shown(why), self._shown("\n".join(own)))

    def _measured(self, measure: Measure, need: ValueNeed, answer: ItemResult | None) -> ActionItem:
        what = to_reach(need, "action-measure", "action-limit", {"text": measure.text}, of=measure)
        value = answer.value if answer is not None else None
        why = _reported(measure, value) if value else text("action-no-value")
        return ActionItem(self._shown(what), self._shown(why), self._shown(measure.suggest))

    def _values(self, one: IndicatorResult, indicator: Indicator) -> Iterator[ActionItem]:
        """What was measured, and the office's own targets, where no level is the next one."""
        targets = [text("target-value", name=own.id, value=own.value) for own in one.targets]
        aims = [text("reason-targets", targets=", ".join(targets))] if targets else []
        for answer in _values(one):
            measure = indicator.measure_by_id(answer.id)
            if measure is not None and answer.value is not None:
                what = text("action-better", text=measure.text)
                why = "\n".join([_reported(measure, answer.value), *aims])
                how = self._shown(measure.suggest)
                yield ActionItem(self._shown(what), self._shown(why), how)

    def _unmet(self, item: Item, answer: ItemResult | None, grade: str) -> ActionItem:
        why, quoted = self._reasons(answer.by if answer is not None else ())
        how = item.suggest
        if item.evidence:
            how = text("action-evidence", suggest=how, kinds=", ".join(item.evidence))
        what = text("action-item", id=item.id, text=item.text)
        if grade:
            what = text("action-item-grade", item=what, grade=grade)
        return ActionItem(
            what=self._shown(what),
            why=why,
            how=self._shown(how),
            quoted=quoted,
        )

    def _reasons(self, answers: Sequence[MarkBy]) -> tuple[str, bool]:
        """Why the evidence was insufficient, a line per reason, and whether a line is quoted.

        What the committee resolved stands alone; else it is said how many gave each reason.
        """
        resolved = [by for by in answers if by.role == Role.RESOLUTION and by.reason]
        voices = resolved or [by for by in answers if by.role != Role.RESOLUTION]
        given: dict[str, set[str | None]] = {}
        for by in voices:
            if by.mark is Mark.UNMET and by.reason:
                given.setdefault(by.reason, set()).add(by.assessor)
        answered = {by.assessor for by in voices if by.mark is not None}
        of = 1 if resolved else len(answered)
        lines = [self._reason(reason, len(who), of) for reason, who in given.items()]
        listed = self.rubric.checklist.reasons
        return "\n".join(lines), any(reason not in listed for reason in given)

    def _reason(self, reason: str, count: int, of: int) -> str:
        if of < 2:
            return reason
        return self._shown(text("action-reason", reason=reason, count=count, of=of))
