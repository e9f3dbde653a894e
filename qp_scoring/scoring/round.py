"""Score a round: from answers to the results document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from qp_scoring import __version__
from qp_scoring.documents.answers import Answers, Claim, IndicatorAnswer, ItemAnswer, Role
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import (
    SCHEMA_VERSION,
    Coverage,
    DecisionRecord,
    FindingRecord,
    IndicatorResult,
    ItemResult,
    LevelBy,
    Mark,
    MarkBy,
    NextLevel,
    NodeResult,
    OfficeResult,
    Policy,
    Results,
    RubricStamp,
    SaidBy,
    Source,
    State,
    Status,
    TargetUsed,
)
from qp_scoring.findings import Finding, FindingLog, Place, Severity
from qp_scoring.findings.condense import condensed, place_key
from qp_scoring.messages import text
from qp_scoring.rubric.fields import plain
from qp_scoring.rubric.indicator import Indicator, Item, Part
from qp_scoring.rubric.model import Group, Rubric
from qp_scoring.rubric.nodes import NodeScore
from qp_scoring.rubric.rules import parts_of
from qp_scoring.rubric.targets import targets_named
from qp_scoring.scoring.advice import next_round_name, overall, suggestions
from qp_scoring.scoring.bands import band_of_mean, gate_reason
from qp_scoring.scoring.consensus import CombinedItem, IndicatorKey
from qp_scoring.scoring.ladders import Ladders
from qp_scoring.scoring.mean import Mean, mean_of, printed, rounded, shortest
from qp_scoring.scoring.movers import Outset
from qp_scoring.scoring.plan import next_level
from qp_scoring.scoring.progress import (
    UNFINISHED,
    Begun,
    Judged,
    blank_forms,
    each_blank_form_once,
    progress,
)
from qp_scoring.scoring.reasons import (
    cap_reason,
    coverage_groups,
    reasons,
    targets_reason,
    visit_reason,
)
from qp_scoring.scoring.states import Judgement, answers_judged, applying, judge_round
from qp_scoring.scoring.undecided import Undecided, open_questions
from qp_scoring.scoring.visits import levels_before_visit
from qp_scoring.scoring.way_up import next_band

PART = 500
"""So many offices are judged at once; the answers of all others wait."""

_FULL_DECIMALS, _SHARE_DECIMALS = 4, 2
_COUNTING = (State.SCORED, State.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class Scored:
    """The offices' results, and what their committees have to decide."""

    offices: tuple[OfficeResult, ...]
    undecided: tuple[Undecided, ...]


def score_round(
    rubric: Rubric,
    round_id: str,
    offices: Sequence[Office],
    answers: Answers,
    log: FindingLog,
    keep: Callable[[OfficeResult], OfficeResult] = lambda office: office,
) -> Scored:
    """Score every office of a round, in the order of their codes; see :class:`Scorer`."""
    return Scorer(rubric, round_id, log, keep).score(offices, answers)


class Scorer:
    """Scores the offices of a round, all at once or some at a time.

    Problems met on the way are recorded in ``log``; an office with one has no mean and no band.
    How its offices were judged is let go with each part of a large round, and of a result stays
    what ``keep`` gives back.
    """

    def __init__(
        self,
        rubric: Rubric,
        round_id: str,
        log: FindingLog,
        keep: Callable[[OfficeResult], OfficeResult] = lambda office: office,
    ) -> None:
        self._rubric = rubric
        self._round = round_id
        self._log = log
        self._keep = keep
        self._ladders = Ladders(rubric)

    def score(self, offices: Sequence[Office], answers: Answers) -> Scored:
        """Score offices, in the order of their codes."""
        rubric, log = self._rubric, FindingLog()
        scored: list[OfficeResult] = []
        undecided: list[Undecided] = []
        for own, part, said in parts_of_round(rubric, offices, answers):
            of_own = self._ladders if own is rubric else Ladders(own)
            found = _score_part(own, self._round, part, said, of_own, log, self._keep)
            scored += found.offices
            undecided += found.undecided
        scored.sort(key=lambda office: office.code)
        undecided.sort(key=lambda question: question.office.code)
        _compare_claims(answers.claims, scored, log)
        blank = (
            _blank_forms(rubric, offices, scored, answers)
            if UNFINISHED & {one.code for one in log}
            else ()
        )
        self._log.extend(each_blank_form_once(log, blank))
        return Scored(tuple(scored), tuple(undecided))


def _blank_forms(
    rubric: Rubric, offices: Sequence[Office], scored: Sequence[OfficeResult], answers: Answers
) -> Collection[str]:
    """The files in which nothing is filled in yet, of offices that nobody has begun with."""
    far = progress(rubric, offices, answers, {one.code: Judged.of(one) for one in scored})
    voices = [voice for one in far if one.begun is Begun.NO for voice in one.voices]
    of_unbegun = {file for voice in voices for file in voice.files}
    return [file for file in blank_forms(far) if file in of_unbegun]


def parts_of_round(
    rubric: Rubric, offices: Sequence[Office], answers: Answers
) -> Iterator[tuple[Rubric, Sequence[Office], Answers]]:
    """The offices of a round, so many at a time, with the criteria and what is said of them.

    Those together are measured by the same targets, and stand in the order of their codes.
    """
    ordered = sorted(offices, key=lambda office: office.code)
    alike: dict[tuple[tuple[str, Decimal], ...], list[Office]] = {}
    for office in ordered:
        own = office.target_values if rubric.names_targets else {}
        alike.setdefault(tuple(sorted(own.items())), []).append(office)
    parts = [
        (targets, same[at : at + PART])
        for targets, same in alike.items()
        for at in range(0, len(same), PART)
    ]
    rubrics = {targets: rubric.of_office(dict(targets)) for targets in alike}
    together = [part for _, part in parts]
    for (targets, part), said in zip(parts, _said_of(together, answers), strict=True):
        yield rubrics[targets], part, said


def _said_of(parts: Sequence[Sequence[Office]], answers: Answers) -> Iterator[Answers]:
    """What is said of the offices of each part."""
    if len(parts) < 2:
        yield from [answers] * len(parts)
        return
    number = {office.code: at for at, part in enumerate(parts) for office in part}
    indicators: defaultdict[int | None, list[IndicatorAnswer]] = defaultdict(list)
    items: defaultdict[int | None, list[ItemAnswer]] = defaultdict(list)
    for one in answers.indicators:
        indicators[number.get(one.office)].append(one)
    for item in answers.items:
        items[number.get(item.office)].append(item)
    for at in range(len(parts)):
        yield replace(answers, indicators=tuple(indicators[at]), items=tuple(items[at]))


def _score_part(
    rubric: Rubric,
    round_id: str,
    ordered: Sequence[Office],
    answers: Answers,
    ladders: Ladders,
    log: FindingLog,
    keep: Callable[[OfficeResult], OfficeResult],
) -> Scored:
    """Score some offices of a round, in the order given."""
    judged = judge_round(rubric, ordered, answers, log)
    desk = levels_before_visit(rubric, answers)
    said: dict[str, dict[str, None]] = {}
    for remark in answers.remarks:
        said.setdefault(remark.office, {})[remark.text] = None
    scored = tuple(
        keep(
            _office(rubric, round_id, one, judged[one.code], ladders, desk, log).model_copy(
                update={"overall_comment": "\n".join(said.get(one.code, ())) or None}
            )
        )
        for one in ordered
    )
    return Scored(scored, open_questions(rubric, ordered, judged))


def assemble(
    rubric: Rubric,
    round_id: str,
    offices: tuple[OfficeResult, ...],
    findings: Iterable[Finding],
    *,
    offices_used: tuple[Office, ...] = (),
    decisions: tuple[DecisionRecord, ...] = (),
    carried: Sequence[FindingRecord] = (),
) -> Results:
    """The results document of a run, findings ordered by their place.

    ``carried`` are findings of a delivered round that others are read into.
    """
    records = merged([FindingRecord.of(item) for item in condensed(findings)], carried)
    return Results(
        schema_version=SCHEMA_VERSION,
        engine_version=__version__,
        rubric=RubricStamp(
            id=rubric.id,
            name=rubric.name,
            fiscal_year=rubric.fiscal_year,
            version=rubric.version,
            status=rubric.status,
            hash=rubric.hash,
        ),
        round=round_id,
        policy=Policy(
            not_reported=rubric.state.not_reported.policy,
            band_on="printed_mean",
            score_decimals=rubric.arithmetic.score_decimals,
            mean_decimals=rubric.arithmetic.mean_decimals,
            bands_confirmed=rubric.bands.confirmed,
            total_kind=rubric.total.show,
        ),
        offices=offices,
        findings=tuple(records),
        offices_used=offices_used,
        decisions=decisions,
    )


def _office(
    rubric: Rubric,
    round_id: str,
    office: Office,
    judged: Mapping[str, Judgement],
    ladders: Ladders,
    desk: Mapping[IndicatorKey, int],
    log: FindingLog,
) -> OfficeResult:
    states = [one.state for one in judged.values()]
    status, mean = status_and_mean(rubric, office, judged, log)
    scores = _scores(judged)
    applicable = applying(judged)
    answers = answers_judged(rubric, judged)
    reported = mean_of(
        rubric,
        {code: s for code, s in scores.items() if judged[code].state is State.SCORED},
        applicable,
        answers,
    )
    decimals = rubric.arithmetic.mean_decimals
    shown = rounded(mean.value, decimals) if mean else None
    band = band_of_mean(mean, rubric) if mean else None
    silent = {code for code, one in judged.items() if one.state is State.NOT_REPORTED}
    steps = ladders.of_office(judged)
    asking = {
        one.code: answer.levels.columns.one(answer.at)
        for one in rubric.asking
        if (answer := judged[one.code]).state is State.SCORED and answer.levels is not None
    }
    before = Outset(rubric, scores, applicable, ladders, steps, silent, answers, asking)
    names = {
        "office": office.name,
        "office_short": office.short_name,
        "round": rubric.round_name(round_id),
        "next_round": next_round_name(rubric, round_id),
    }
    return OfficeResult(
        code=office.code,
        name=office.name,
        short_name=office.short_name,
        type=office.type,
        region=office.region,
        status=status,
        mean=printed(shown) if shown is not None else None,
        mean_exact=mean.exact if mean else None,
        band=band,
        coverage=Coverage(
            scored=states.count(State.SCORED),
            applicable=sum(state in _COUNTING or state.is_open for state in states),
        ),
        mean_reported=printed(rounded(reported.value, decimals)) if mean and reported else None,
        overall=overall(rubric, names, judged, mean, band) if mean and band else (),
        indicators=tuple(
            _indicator(
                rubric,
                round_id,
                office,
                rubric.by_code[code],
                one,
                next_level(before, rubric.by_code[code], one, mean),
                desk.get((office.code, code)),
            )
            for code, one in judged.items()
        ),
        next_band=next_band(before, judged, mean) if mean else None,
        nodes=group_results(rubric, mean) if mean else (),
        reasons=figure_reasons(rubric, mean) if mean else (),
    )


def status_and_mean(
    rubric: Rubric, office: Office, judged: Mapping[str, Judgement], log: FindingLog
) -> tuple[Status, Mean | None]:
    """How far an office is by its judgements, and the mean of one that is complete."""
    states = {one.state for one in judged.values()}
    if State.INVALID in states:
        return Status.ERROR, None
    if State.NOT_ASSESSED in states:
        return Status.INCOMPLETE, None
    mean = mean_of(rubric, _scores(judged), applying(judged), answers_judged(rubric, judged))
    if mean is None and rubric.gives_scores:
        log.add("nothing-to-average", Place(), office=office.short_name)
        return Status.ERROR, None
    return Status.COMPLETE, mean


def _scores(judged: Mapping[str, Judgement]) -> dict[str, Decimal]:
    return {code: one.score for code, one in judged.items() if one.score is not None}


def figure_reasons(rubric: Rubric, mean: Mean) -> tuple[str, ...]:
    """Why sub-totals, the whole or the band are lower than the scores alone would give."""
    capped = [(one.node.name, one.cap) for one in mean.groups]
    capped.append((text("figure-of-whole"), mean.cap))
    found = [cap_reason(cap, name, rubric, mean.asked) for name, cap in capped if cap is not None]
    gate = gate_reason(mean, rubric) if rubric.gates else None
    return (*found, *([gate] if gate else []))


def group_results(rubric: Rubric, mean: Mean) -> tuple[NodeResult, ...]:
    """The groups behind a mean as the results document has them."""
    return tuple(_node(rubric, one.node.id, one.node.within, one) for one in mean.groups)


def _parts_of(rubric: Rubric, indicator: Indicator, one: Judgement) -> Iterator[NodeResult]:
    """The parts of an indicator as the results document has them."""
    if not indicator.part or one.levels is None or one.state is not State.SCORED:
        return
    answers = one.levels.columns.one(one.at)
    ids = indicator.part_ids
    for found in parts_of(indicator, rubric.scale, answers):
        yield _node(rubric, ids[found.path], ids[found.path[:-1]], found)


def _node(
    rubric: Rubric, key: str, within: str | None, found: NodeScore[Group] | NodeScore[Part]
) -> NodeResult:
    decimals = rubric.arithmetic.mean_decimals

    def shown(value: Fraction | None) -> str | None:
        return None if value is None else printed(rounded(value, decimals))

    return NodeResult(
        id=key,
        name=found.node.name,
        within=within,
        score=shown(found.score),
        full=shortest(found.full, _FULL_DECIMALS),
        share=None if found.share is None else shortest(found.share * 100, _SHARE_DECIMALS),
        brings=shown(found.brings),
    )


def _indicator(
    rubric: Rubric,
    round_id: str,
    office: Office,
    indicator: Indicator,
    one: Judgement,
    step: NextLevel | None,
    desk: int | None,
) -> IndicatorResult:
    items = tuple(_item(indicator, key, item) for key, item in _in_order(indicator, one))
    targets = _targets(rubric.whole.by_code[indicator.code], office)
    return IndicatorResult(
        code=indicator.code,
        title=indicator.title,
        state=one.state,
        level=one.level,
        score=printed(one.score) if one.score is not None else None,
        printed=_printed(rubric, indicator, one),
        comment=_comment(one),
        reason=one.reason,
        met=tuple(item.id for item in items if item.mark is Mark.MET),
        unmet=tuple(item.id for item in items if item.mark is Mark.UNMET),
        reasons=(
            *reasons(rubric, indicator, one),
            *targets_reason(targets, one),
            *visit_reason(one, desk),
        ),
        suggestions=suggestions(rubric, indicator, one, step, round_id),
        items=items,
        next_level=step,
        source=Source.at(one.source.place) if one.source else None,
        levels_by=_levels_by(one),
        said_by=_said_by(one),
        given=one.state is State.SCORED and one.levels is None,
        nodes=tuple(_parts_of(rubric, indicator, one)),
        targets=targets,
    )


def _targets(indicator: Indicator, office: Office) -> tuple[TargetUsed, ...]:
    """The office's own targets that the criteria of an indicator name."""
    if not office.targets:
        return ()
    given = {one.id: one for one in office.targets}
    return tuple(
        TargetUsed(
            id=one.id,
            value=one.value,
            source=Source(file=one.file, sheet=one.sheet, cell=one.cell),
        )
        for name in targets_named(indicator)
        if (one := given.get(name.name)) is not None and one.value
    )


def _levels_by(one: Judgement) -> tuple[LevelBy, ...]:
    """The levels that assessors gave, without the committee's resolution."""
    return tuple(
        LevelBy(
            assessor=answer.voice.assessor,
            role=answer.voice.role.value,
            stage=answer.voice.stage.value,
            score=printed(answer.level),
        )
        for answer in one.combined.by
        if answer.level is not None and answer.voice.role is not Role.RESOLUTION
    )


def _said_by(one: Judgement) -> tuple[SaidBy, ...]:
    """What every voice said of the indicator as a whole, as it was read."""
    return tuple(
        SaidBy(
            assessor=answer.voice.assessor,
            role=answer.voice.role.value,
            stage=answer.voice.stage.value,
            said=answer.said.value,
            level=printed(answer.level) if answer.level is not None else None,
            reason=answer.reason,
            comment=answer.comment,
            carried=answer.carried,
            source=Source.at(answer.place),
        )
        for answer in one.combined.by
    )


def _in_order(indicator: Indicator, one: Judgement) -> Iterable[tuple[str, CombinedItem]]:
    items = one.combined.items
    return ((key, items[key]) for key in indicator.entry_ids if key in items)


def _printed(rubric: Rubric, indicator: Indicator, one: Judgement) -> str:
    if one.state is State.SCORED and one.score is not None:
        return printed(one.score)
    if one.state is State.SCORED:
        return _covered(indicator, one)
    states = rubric.state
    return {
        State.NOT_APPLICABLE: states.not_applicable.printed,
        State.EXEMPT: states.exempt.printed,
        State.NOT_REPORTED: states.not_reported.printed,
    }.get(one.state, "")


def _covered(indicator: Indicator, one: Judgement) -> str:
    """How many of its items were reported; where none was, what was said of the first."""
    if one.reason is not None:
        return one.reason
    marks = [item.mark.outcome for item in one.combined.items.values()]
    if Mark.MET in marks:
        relevant = len(indicator.item) - marks.count(Mark.NOT_RELEVANT)
        return f"{marks.count(Mark.MET)}/{relevant}"
    blank = text("coverage-blank")
    said = (word for word in coverage_groups(indicator, one) if word != blank)
    return next(said, blank)


def _comment(one: Judgement) -> str | None:
    """The evaluators' own words, each once, in the order of the voices."""
    comments = dict.fromkeys(answer.comment for answer in one.combined.by if answer.comment)
    return "\n".join(comments) or None


def _item(indicator: Indicator, key: str, item: CombinedItem) -> ItemResult:
    entry, value = indicator.item_by_id(key), item.value.outcome
    return ItemResult.of_fitting(
        id=key,
        mark=item.mark.outcome,
        value=plain(value) if value is not None else None,
        grade=entry.grade(value) if entry is not None and value is not None else None,
        undecided=item.undecided,
        by=tuple(_by(answer, entry) for answer in item.by),
    )


def _by(answer: ItemAnswer, item: Item | None) -> MarkBy:
    return MarkBy.of_fitting(
        assessor=answer.voice.assessor,
        role=answer.voice.role.value,
        stage=answer.voice.stage.value,
        mark=answer.mark,
        value=plain(answer.value) if answer.value is not None else None,
        grade=item.grade(answer.value) if item is not None and answer.value is not None else None,
        reason=answer.reason,
        reference=answer.reference,
        note=answer.note,
        source=Source.at(answer.place),
        invalid=answer.invalid,
        unclear=answer.unclear,
    )


def merged(*parts: Sequence[FindingRecord]) -> list[FindingRecord]:
    """The findings of several readings, each once, in the order that one reading has."""
    return sorted(dict.fromkeys(item for part in parts for item in part), key=_record_key)


def _record_key(item: FindingRecord) -> tuple[object, ...]:
    return (*place_key(Severity(item.severity), item.place), item.code, item.message)


def _compare_claims(
    claims: Iterable[Claim], offices: Iterable[OfficeResult], log: FindingLog
) -> None:
    """Warn where a mean or band typed beside the levels is not ours (it is never used)."""
    by_code = {office.code: office for office in offices}
    for claim in claims:
        office = by_code.get(claim.office)
        ours = (office.mean if claim.what == "mean" else office.band) if office else None
        exact = office.mean_exact if office and claim.what == "mean" else None
        if ours is None or claim.text == ours or (exact and _rounds_to(claim.text, ours, exact)):
            continue
        log.add(f"typed-{claim.what}-differs", claim.place, found=claim.text, ours=ours)


def _rounds_to(text: str, ours: str, exact: str) -> bool:
    """Whether a typed mean is ours: it rounds to it (2.41666… to 2.42), or ours to it (to 2.4)."""
    try:
        typed, mean = Decimal(text), Decimal(ours)
    except ArithmeticError:
        return False
    if not typed.is_finite():
        return False
    decimals, shown = len(ours.partition(".")[2]), len(text.partition(".")[2])
    rounds = shown and typed in {rounded(one, shown) for one in (Fraction(mean), Fraction(exact))}
    return bool(rounds) or rounded(Fraction(typed), decimals) == mean
