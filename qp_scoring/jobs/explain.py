"""Explain a stored result: scored again from its stored marks by the rules that score.

What does not come to the stored figures was changed after the run, and is not explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.answers import Voice
from qp_scoring.documents.explanation import (
    EXPLANATION_VERSION,
    BandExplained,
    Certificate,
    Cited,
    Explanation,
    IndicatorExplained,
    ItemExplained,
    LevelCondition,
    MeanExplained,
    RuleExplained,
    Term,
)
from qp_scoring.documents.results import IndicatorResult, ItemResult, OfficeResult, State
from qp_scoring.documents.stored import RESULTS_FILE, StoredRound
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.messages import Language
from qp_scoring.rubric.conditions import Columns
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.indicator import Indicator, Rule
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest_few
from qp_scoring.rubric.rules import parts_of, scores
from qp_scoring.rubric.whole import Whole
from qp_scoring.rubric.words import describe
from qp_scoring.scoring.asked import answers_of, scores_asked
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.certificates import certificates, deciders
from qp_scoring.scoring.consensus import combined_again
from qp_scoring.scoring.levels import NONE_ASKED, Levels, PossibleScores, score_column
from qp_scoring.scoring.mean import mean_of, printed, rounded
from qp_scoring.scoring.reasons import rule_reasons
from qp_scoring.scoring.round import figure_reasons, group_results
from qp_scoring.scoring.states import level_of


class _ChangedError(Exception):
    """A stored figure is not what the stored marks give."""


def explain(
    stored: StoredRound,
    office: OfficeResult,
    asked: str | None,
    log: FindingLog,
    lang: Language = "th",
) -> Explanation:
    """Explain one office of a stored round, all of its indicators or the one of a code.

    Args:
        stored: The results and the rubric that made them.
        office: One of its offices.
        asked: The code of an indicator; None for all.
        log: Receives why it cannot be done.
        lang: The language of the conditions' words.

    Raises:
        RefusedRunError: there is no such indicator, or the stored figures are not what the stored
            marks give.
    """
    rubric = stored.rubric.of_office(office.target_values)
    indicators = _asked(rubric, office, asked, log)
    place = Place(str(stored.folder / RESULTS_FILE))
    explained: list[IndicatorExplained] = []
    for one in indicators:
        try:
            explained.append(_Rescored(rubric, office, one, lang).explained())
        except _ChangedError:
            log.add("explain-changed", place, office=office.short_name, found=one.code)
    mean, faithful = _mean(stored.rubric, office)
    if not faithful:
        log.add("explain-mean-changed", place, office=office.short_name, found=office.mean or "-")
    if log.has_errors():
        raise RefusedRunError(log)
    return Explanation(
        explanation_version=EXPLANATION_VERSION,
        rubric=stored.results.rubric,
        round=stored.results.round,
        policy=stored.results.policy,
        code=office.code,
        name=office.name,
        short_name=office.short_name,
        status=office.status,
        mean=mean,
        band=_band(stored.rubric, office.band),
        coverage=office.coverage,
        mean_reported=office.mean_reported,
        next_band=office.next_band,
        indicators=tuple(explained),
    )


def _asked(
    rubric: Rubric, office: OfficeResult, asked: str | None, log: FindingLog
) -> tuple[IndicatorResult, ...]:
    """The indicators that are asked for."""
    if asked is None:
        return office.indicators
    named = Vocabulary(rubric).meaning(InputCell(1, 1, CellKind.TEXT, asked))
    codes = (named.shared or (named.of,)) if named and named.what == "indicator" else ()
    found = tuple(one for one in office.indicators if one.code in (asked, *codes))
    if not found:
        known = list(rubric.by_code)
        near = nearest_few(asked, known, 3) or known
        log.add("explain-indicator-unknown", found=asked, known=", ".join(near))
        raise RefusedRunError(log)
    return found


def _mean(rubric: Rubric, office: OfficeResult) -> tuple[MeanExplained | None, bool]:
    """The mean with its terms, and whether it, its print and its band are those stored."""
    scores, answers = office.scores, answers_of(rubric, office.indicators)
    mean = None
    if office.mean is not None:
        mean = mean_of(rubric, scores, office.applicable, answers)
    if mean is None:
        return None, (office.mean, office.mean_exact, office.band) == (None, None, None)
    shown = printed(rounded(mean.value, rubric.arithmetic.mean_decimals))
    band = band_of_mean(mean, rubric)
    terms = tuple(
        Term(indicator=code, score=printed(score), weight=_weight(rubric.by_code[code]))
        for code, score in scores.items()
    )
    groups = group_results(rubric, mean)
    explained = MeanExplained(
        terms=terms,
        exact=mean.exact,
        printed=shown,
        count=mean.count,
        groups=groups,
        reasons=figure_reasons(rubric, mean),
    )
    stored = (office.mean_exact, office.mean, office.band)
    # A round that was delivered before there were sub-totals has none.
    same = office.nodes in ((), groups)
    return explained, same and stored == (mean.exact, shown, band)


def _weight(indicator: Indicator) -> str:
    return plain(Fraction(indicator.weight))


def _band(rubric: Rubric, name: str | None) -> BandExplained | None:
    """A band with its bounds."""
    above: Decimal | None = None
    for band in rubric.bands.band:
        if band.name == name:
            bounds = [None if b is None else format(b, "f") for b in (band.at_least, above)]
            return BandExplained(name=band.name, at_least=bounds[0], below=bounds[1])
        above = band.at_least
    return None


class _Rescored:
    """One indicator of one office, scored again from its stored marks."""

    def __init__(
        self, rubric: Rubric, office: OfficeResult, result: IndicatorResult, lang: Language
    ) -> None:
        self._rubric = rubric
        self._indicator = rubric.by_code[result.code]
        self._result = result
        self._lang = lang
        try:
            self._combined = combined_again(rubric, office.code, self._indicator, result)
        except ValueError as error:
            raise _ChangedError(result.code) from error
        self._asked: PossibleScores = NONE_ASKED
        if self._indicator.bounds_asked:
            answers = answers_of(rubric, office.indicators)
            whole = Whole(rubric, office.scores, office.applicable, answers)
            open_ = [one.code for one in office.indicators if one.state.is_open]
            self._asked = scores_asked(rubric, self._indicator, whole, open_)

    def explained(self) -> IndicatorExplained:
        """The explanation.

        Raises:
            _ChangedError: the stored marks do not give what is stored.
        """
        one, by_items = self._result, self._by_items
        levels = self._scored() if by_items else None
        return IndicatorExplained(
            code=one.code,
            title=one.title,
            state=one.state,
            level=one.level,
            level_name=None if one.level is None else self._rubric.scale.name(one.level),
            score=one.score,
            printed=one.printed,
            given=one.given,
            weight=_weight(self._indicator),
            reason=one.reason,
            comment=one.comment,
            rules=tuple(self._rules(levels.columns)) if levels else (),
            **self._certificates(),
            items=tuple(self._item(item) for item in one.items),
            next_level=one.next_level,
            source=one.source,
            targets=one.targets,
        )

    @property
    def _by_items(self) -> bool:
        scored = self._result.state is State.SCORED and self._result.score is not None
        return scored and not self._result.given

    def _scored(self) -> Levels:
        """The indicator scored again, as certain as it was."""
        one, rubric = self._result, self._rubric
        if tuple(item.id for item in one.items) != self._indicator.entry_ids:
            raise _ChangedError(one.code)
        for item in one.items:
            again = self._combined.items[item.id]
            value = None if again.value.outcome is None else plain(again.value.outcome)
            if (again.mark.outcome, value) != (item.mark, item.value):
                raise _ChangedError(item.id)
        levels = score_column(self._indicator, rubric.scale, [self._combined], [self._asked])
        ends = (levels.low[0], levels.high[0])
        low, high = (rounded(end, rubric.arithmetic.score_decimals) for end in ends)
        same = low == high and printed(low) == one.score and level_of(rubric, low) == one.level
        if not same:
            raise _ChangedError(one.code)
        return levels

    def _rules(self, columns: Columns) -> Iterator[RuleExplained]:
        """What each rule gave, in words; the parts of a part follow it."""
        indicator, scale = self._indicator, self._rubric.scale
        if not indicator.part:
            (score,) = scores(indicator, scale, columns)
            yield self._rule(indicator, score, columns)
        for one in parts_of(indicator, scale, columns):
            yield self._rule(one.node, one.stayed, columns).model_copy(
                update={
                    "part": one.node.name,
                    "path": ".".join(map(str, one.path)),
                    "share": None if one.share is None else plain(one.share * 100),
                    "full": plain(one.full),
                    "brings": None if one.brings is None else plain(one.brings),
                }
            )

    def _rule(self, rule: Rule, score: Fraction, columns: Columns) -> RuleExplained:
        return RuleExplained(
            part=None,
            share=None,
            score=plain(score),
            conditions=tuple(self._conditions(rule, columns)),
            reasons=tuple(rule_reasons(rule, columns, plain(score), self._lang)),
        )

    def _conditions(self, rule: Rule, columns: Columns) -> Iterator[LevelCondition]:
        """The conditions that hold, up to and with the first that does not."""
        texts = {entry.level: entry.text or None for entry in rule.level}
        for level in self._rubric.scale.level_numbers:
            condition = rule.conditions.get(level)
            if condition is None:
                continue
            holds = not condition.fails(columns)[0]
            words = describe(condition, self._lang)
            text = texts.get(level)
            yield LevelCondition(level=level, rule=words, text=text, holds=holds)
            if not holds:
                return

    def _certificates(self) -> dict[str, Certificate | None]:
        one, rubric = self._result, self._rubric
        if one.state is not State.SCORED or one.score is None:
            return {"at_least": None, "not_above": None}
        reached = Decimal(one.score if one.level is None else one.level)
        if one.given:
            stated = Certificate(score=printed(reached), cited=(), cell=one.source)
            return {"at_least": stated, "not_above": None}
        above = _above(rubric, self._indicator, one)
        found = certificates(rubric, self._indicator, self._combined, reached, above, self._asked)
        lower = Certificate(score=printed(reached), cited=tuple(self._cited(found.at_least)))
        if above is None:
            return {"at_least": lower, "not_above": None}
        upper = Certificate(score=printed(above), cited=tuple(self._cited(found.not_above)))
        return {"at_least": lower, "not_above": upper}

    def _cited(self, ids: Sequence[str]) -> Iterator[Cited]:
        """The answers of some ids, with the voices that decided them."""
        stored = {item.id: item for item in self._result.items}
        for key in ids:
            if (possible := self._asked.get(key)) is not None:
                score = possible[0] if len(possible) == 1 else None
                shown = None if score is None else plain(score)
                yield Cited(id=key, mark=None, value=shown, grade=None, by=(), score=True)
                continue
            voices = {(a.voice, a.place) for a in deciders(self._combined.items[key])}
            by = tuple(one for one in stored[key].by if (Voice.of(one), one.source.place) in voices)
            one = stored[key]
            yield Cited(id=key, mark=one.mark, value=one.value, grade=one.grade, by=by)

    def _item(self, item: ItemResult) -> ItemExplained:
        return ItemExplained(
            id=item.id,
            text=self._indicator.text_of(item.id),
            mark=item.mark,
            value=item.value,
            grade=item.grade,
            undecided=item.undecided,
            by=item.by,
        )


def _above(rubric: Rubric, indicator: Indicator, one: IndicatorResult) -> Decimal | None:
    """The level (without levels, the score) that comes next; None at the top or full mark."""
    if not rubric.scale.levels:
        unit = Decimal(1).scaleb(-rubric.arithmetic.score_decimals)
        score = Decimal(one.score or 0)
        return score + unit if score < rubric.full_mark(indicator) else None
    if one.level is None:
        return rubric.scale.lowest
    return Decimal(one.level + 1) if one.level < rubric.scale.highest else None
