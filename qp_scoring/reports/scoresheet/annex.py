"""What the sheet ภาคผนวก says: per indicator the levels, what is next, and every item's evidence.

Nothing stands here that the form or the page for the director says already: suggestions only
where the form had no room for them, and the answers of several assessors only where they differ.
Assessors stand as ผู้ประเมิน 1, 2 …: their names are for the committee, not for the office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qp_scoring.documents.answers import Role
from qp_scoring.documents.results import (
    IndicatorResult,
    ItemResult,
    Mark,
    MarkBy,
    Need,
    OfficeResult,
    State,
    ValueNeed,
)
from qp_scoring.intake.marks import MARKS
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports import notes
from qp_scoring.reports.notes import need_words, node_to_reach, to_reach
from qp_scoring.rubric.conditions import All, AnyOf, Condition, CountOf, PointsOf
from qp_scoring.rubric.indicator import Indicator, Item, Measure
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill
from qp_scoring.scoring.advice import joined

_PARTIAL = "◐"
_SIGNS = {Mark.MET: "✓", Mark.UNMET: "✗", Mark.NOT_RELEVANT: "–"}
_OPEN = "?"
_KEPT = 16_384  # answers of which it is known what is said of them


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of text; ``quoted`` are words from an input, printed as they were given."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceLine:
    """One item or value: its sign, its id, its text and what there is to say of it.

    Offices have most of them in common: each is made once, and known by its identity.
    """

    sign: str
    id: str
    lines: tuple[AnnexLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorAnnex:
    """One indicator: ``ladder`` are its levels, each with whether the office stands there.

    ``about`` are the next level and what it lacks, ``evidence`` its items, ``more`` the
    suggestions that stand nowhere else.
    """

    heading: str
    continued: str
    ladder: tuple[tuple[str, bool], ...]
    about: tuple[AnnexLine, ...]
    evidence: tuple[EvidenceLine, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """Every text of the sheet."""

    title: str
    office: str
    notices: tuple[str, ...]
    legend: tuple[str, ...]
    indicators: tuple[IndicatorAnnex, ...]

    def composed_texts(self) -> Iterator[str]:
        """Every text that the program composed, without the words quoted from inputs."""
        yield from (self.title, self.office, *self.notices, *self.legend)
        for one in self.indicators:
            yield from (one.heading, *(words for words, _ in one.ladder), *one.more)
            said = (*one.about, *(line for entry in one.evidence for line in entry.lines))
            yield from (line.text for line in said if not line.quoted)


def annex(office: OfficeResult, rubric: Rubric, printed: Mapping[str, Collection[str]]) -> Annex:
    """The annex of an office; ``printed`` are the suggestions on its form by indicator."""
    shown = [one for one in office.indicators if one.state in (State.SCORED, State.NOT_REPORTED)]
    composer = _AnnexComposer(rubric, assessor_numbers(office))
    found = tuple(composer.indicator(one, printed.get(one.code, ())) for one in shown)
    evidence = [row for one in found for row in one.evidence]
    legend = [text("annex-legend")] if evidence else []
    if any(row.sign == _PARTIAL for row in evidence):
        legend.append(text("annex-legend-grades"))
    return Annex(
        title=text("annex-title"),
        office=figures(office.name, rubric.digits),
        notices=notes.draft_notices(rubric),
        legend=(*legend, text("annex-not-repeated")),
        indicators=found,
    )


def assessor_numbers(office: OfficeResult) -> dict[str | None, int]:
    """A number for each assessor of an office, in the order of their names.

    The committee's resolution is nobody's own and has none.
    """
    names = {
        by.assessor
        for indicator in office.indicators
        for item in indicator.items
        for by in item.by
        if by.role != Role.RESOLUTION
    }
    return {name: at for at, name in enumerate(sorted(names, key=lambda n: n or ""), start=1)}


@dataclass(frozen=True, slots=True)
class _AnnexComposer:
    """Composes in the digits of a rubric; ``numbers`` are those of the assessors."""

    rubric: Rubric
    numbers: Mapping[str | None, int]

    def indicator(self, one: IndicatorResult, printed: Collection[str]) -> IndicatorAnnex:
        indicator = self.rubric.by_code[one.code]
        label = fill(self.rubric.labels.indicator, {"code": one.code})
        left = [advice for advice in one.suggestions if advice not in printed]
        evidence = tuple(self._evidence(one, indicator, left))
        unmet = (answer.id for answer in one.items if answer.mark is Mark.UNMET)
        told = tuple(indicator.item_by_id(id_) for id_ in unmet)
        more = [
            advice
            for advice in left
            if not any(item and item.suggest and advice.startswith(item.suggest) for item in told)
        ]
        return IndicatorAnnex(
            heading=self._shown(text("criteria-heading", label=label, title=one.title)),
            continued=self._shown(text("sheet-continued", label=label)),
            ladder=tuple(self._ladder(one, indicator)),
            about=tuple(self._about(one, indicator, printed)),
            evidence=evidence,
            more=tuple(self._shown(text("annex-more", words=advice)) for advice in more),
        )

    def _shown(self, composed: str) -> str:
        return figures(composed, self.rubric.digits)

    def _ladder(self, one: IndicatorResult, indicator: Indicator) -> Iterator[tuple[str, bool]]:
        """Every level with its name; without levels, the score alone."""
        levels = sorted(entry.level for entry in indicator.level)
        if not levels or one.state is State.NOT_REPORTED:
            yield self._shown(text("annex-result", printed=one.printed)), True
        for level in levels:
            here = one.level == level
            words = text("criteria-named-level", level=level, name=self.rubric.scale.name(level))
            if here:
                words = text("annex-here", level=words)
            elif one.next_level is not None and one.next_level.level == level:
                words = text("annex-next", level=words)
            yield self._shown(words), here

    def _about(
        self, one: IndicatorResult, indicator: Indicator, printed: Collection[str]
    ) -> Iterator[AnnexLine]:
        """The next level's criterion and what it lacks, and why the office stands where it does."""
        step = one.next_level
        words = self.rubric.criterion(indicator, step.level) if step is not None else ""
        if step is not None and words and not any(words in advice for advice in printed):
            name = self.rubric.scale.name(step.level)
            criterion = text("annex-criterion", level=step.level, name=name, text=words)
            yield AnnexLine(self._shown(criterion))
        if step is not None and one.items:
            yield from (AnnexLine(self._shown(line)) for line in self._lacking(one, indicator))
        if one.reason:
            own = indicator.method == "judged"
            words = text("annex-judged" if own else "annex-reason", words=one.reason)
            yield AnnexLine(words, quoted=True)
            if own:
                return
        if indicator.method != "coverage" and one.state is State.SCORED:
            known = _about_levels(tuple(entry.level for entry in indicator.level))
            others = (why for why in one.reasons if not why.startswith(known))
            yield from (AnnexLine(self._shown(why)) for why in others)

    def _lacking(self, one: IndicatorResult, indicator: Indicator) -> Iterator[str]:
        """What is missing for the next level, and how far it leads."""
        step = one.next_level
        if step is None or not step.needs:
            return
        fewest: Sequence[Need] = step.needs[0]
        condition = indicator.conditions.get(step.level)
        items = [need_words(need) for need in fewest if not isinstance(need, ValueNeed)]
        if condition is not None and not isinstance(condition, PointsOf):
            met = {item.id for item in one.items if item.mark in (Mark.MET, Mark.NOT_RELEVANT)}
            open_items = [item for item in dict.fromkeys(condition.item_ids()) if item not in met]
        else:
            open_items = items
        if items and len(items) < len(open_items):
            enough = text("annex-lacks-some", count=len(items), items=joined(open_items))
            yield enough + "".join(_among(condition, one, open_items))
        elif items:
            yield text("annex-lacks", items=joined(items))
        values = {item.id: item.value for item in one.items}
        for need in fewest:
            if isinstance(need, ValueNeed):
                measure = indicator.measure_by_id(need.measure)
                if measure is None:
                    yield node_to_reach(need, self.rubric)
                else:
                    yield _value_to_reach(need, measure, values.get(need.measure))
        if step.level_after > step.level:
            yield text("annex-reaches", level=step.level_after)

    def _evidence(
        self, one: IndicatorResult, indicator: Indicator, left: Collection[str]
    ) -> Iterator[EvidenceLine]:
        """The items and values of an indicator that was reported."""
        if one.state is State.NOT_REPORTED:
            return
        said = _said(self.rubric.hash)
        for answer in one.items:
            item = indicator.item_by_id(answer.id)
            suggest = item.suggest if item is not None and answer.mark is Mark.UNMET else ""
            suggested = bool(suggest) and any(advice.startswith(suggest) for advice in left)
            key = (one.code, answer.id, answer.mark, answer.value, suggested, *self._told(answer))
            if key not in said:
                if len(said) == _KEPT:
                    said.clear()
                lines = tuple(self._lines(answer, indicator, item, suggest if suggested else ""))
                said[key] = EvidenceLine(_sign(answer, item), answer.id, lines)
            yield said[key]

    def _told(self, answer: ItemResult) -> Iterator[tuple[object, ...]]:
        """What is printed of each voice's answer."""
        for by in answer.by:
            number = self._number(by)
            yield by.mark, by.value, by.reason, by.reference, by.note, by.stage, number

    def _number(self, by: MarkBy) -> int | None:
        """The number of who gave an answer; None of the committee's resolution."""
        return None if by.role == Role.RESOLUTION else self.numbers[by.assessor]

    def _lines(
        self, answer: ItemResult, indicator: Indicator, item: Item | None, suggest: str
    ) -> Iterator[AnnexLine]:
        told = item.text if item is not None else _measured(answer, indicator)
        if answer.grade is not None:
            told = text("annex-grade", text=told, grade=answer.grade)
        first, *others = self._opinions(told, answer)
        yield AnnexLine(self._shown(first.text))
        yield from others
        for key, given in (
            ("annex-reference", [by.reference for by in answer.by]),
            ("annex-note", [by.note for by in answer.by]),
        ):
            if words := "; ".join(dict.fromkeys(filter(None, given))):
                yield AnnexLine(text(key, words=words), quoted=True)
        if suggest:
            yield AnnexLine(self._suggested(suggest))

    def _suggested(self, advice: str) -> str:
        return self._shown(text("annex-suggest", words=advice))

    def _opinions(self, told: str, answer: ItemResult) -> Iterator[AnnexLine]:
        """What was asked, with why evidence did not suffice; below it the assessors' own words.

        Where assessors answered differently, below it what each said.
        """
        answered = [by for by in answer.by if by.mark is not None or by.value is not None]
        listed = self.rubric.checklist.reasons
        own_words = any(by.reason and by.reason not in listed for by in answered)
        if len({(by.mark, by.value) for by in answered}) > 1:
            stages = len({by.stage for by in answered}) > 1
            voices = ", ".join(self._voice(by, stages) for by in answered)
            line = text("annex-voices", voices=voices)
            yield AnnexLine(told)
            yield AnnexLine(line if own_words else self._shown(line), own_words)
            return
        reasons = ", ".join(dict.fromkeys(by.reason for by in answered if by.reason))
        if not reasons or own_words:
            yield AnnexLine(told)
        else:
            yield AnnexLine(text("annex-with-reason", text=told, words=reasons))
        if own_words:
            yield AnnexLine(text("annex-reason", words=reasons), own_words)

    def _voice(self, by: MarkBy, stages: bool) -> str:
        said = by.grade or (MARKS[by.mark] if by.mark is not None else by.value or "")
        reason = f" ({by.reason})" if by.reason else ""
        number = self._number(by)
        if number is None:
            key = "annex-resolution-stage" if stages else "annex-resolution"
        else:
            key = "annex-voice-stage" if stages else "annex-voice"
        return text(key, n=number, stage=by.stage, said=said + reason)


def _among(
    condition: Condition | None, one: IndicatorResult, open_items: Sequence[str]
) -> Iterator[str]:
    """Which of the open items may not all be left out, though enough others were met."""
    marks = {item.id: item.mark for item in one.items}
    for group in condition.all if isinstance(condition, All) else ():
        asked = group.at_least if isinstance(group, CountOf) else 1
        members = group.members() if isinstance(group, AnyOf | CountOf) else (group,)
        listed = [member for member in members if isinstance(member, str)]
        if len(listed) < len(members):
            continue
        left = [id_ for id_ in listed if marks.get(id_) is not Mark.NOT_RELEVANT]
        unmet = [id_ for id_ in left if marks.get(id_) is not Mark.MET]
        short = min(asked, len(left)) - (len(left) - len(unmet))
        if short > 0 and set(unmet) != set(open_items):
            yield text("annex-lacks-among", count=short, items=joined(unmet, "list-or"))


@lru_cache(maxsize=2)
def _said(rubric: str) -> dict[tuple[object, ...], EvidenceLine]:
    """What was composed of answers by a rubric, by all that it is composed of."""
    return {}


@lru_cache
def _about_levels(levels: tuple[int, ...]) -> tuple[str, ...]:
    """How the sentences about levels begin; the line of levels and the items say the same."""
    rules = ("reason-level-met", "reason-level-unmet")
    found = [text(key, level=level, rule="") for level in levels for key in rules]
    return (*found, *(text("reason-base-level", level=level) for level in levels))


def _sign(answer: ItemResult, item: Item | None) -> str:
    if answer.grade is not None and item is not None and answer.mark is Mark.UNMET:
        lowest = answer.grade == next(iter(item.graded))
        return _SIGNS[Mark.UNMET] if lowest else _PARTIAL
    if answer.mark is not None:
        return _SIGNS[answer.mark]
    return "" if item is None and answer.value is not None else _OPEN


def _measured(answer: ItemResult, indicator: Indicator) -> str:
    """A value with its text and unit; an id that the rubric does not know is left as it is."""
    measure = indicator.measure_by_id(answer.id)
    if measure is None:
        return answer.id
    if answer.mark is not None:
        return measure.text
    if answer.value is None:
        return text("annex-no-value", text=measure.text)
    return text("annex-value", text=measure.text, value=measure.in_unit(answer.value))


def _value_to_reach(need: ValueNeed, measure: Measure, value: str | None) -> str:
    now = text("criteria-no-value")
    if value is not None:
        now = text("criteria-value-now", value=notes.behind_a_word(measure.in_unit(value)))
    words = {"text": measure.text, "now": now}
    return to_reach(need, "criteria-missing-value", "criteria-missing-limit", words, of=measure)
