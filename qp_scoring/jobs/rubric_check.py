"""Check rubric sets, and the worked examples that promise what comes of them.

An example, which a policy expert owns, is a TOML file. ``[rubric]`` and ``[[indicator]]`` are
written as in a rubric set, and every text that does not matter may be left out; without them the
cases speak of the set that the file stands in (``examples/*.toml``). Each ``[[case]]`` gives
answers and the expected figures. The cases are scored by the program itself, so an example that
passes is a promise that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from qp_scoring.documents.answers import Answered, Answers, IndicatorAnswer, ItemAnswer, Role, Voice
from qp_scoring.documents.office import Office, OfficeTarget
from qp_scoring.documents.results import Mark, OfficeResult, State
from qp_scoring.findings import FindingLog, Place
from qp_scoring.messages import text
from qp_scoring.rubric.examples import EXAMPLES, Example, ExampleCase, Expected
from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.form import folded, validated
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.load import build, find_rubric, parse_file, read_rubric, shipped_rubrics
from qp_scoring.rubric.model import Rubric, Scale
from qp_scoring.rubric.near import nearest_ids
from qp_scoring.rubric.said_once import spelt_out
from qp_scoring.rubric.targets import targets_named
from qp_scoring.scoring.round import score_round

FORMS = "forms"  # examples that bring a small rubric of their own
_BASE = Path(__file__).parents[1] / "data" / "example-base.toml"
_OFFICE = "ตัวอย่าง"
_VOICE = Voice(_OFFICE, Role.MEMBER)

_SAID_OF_INDICATORS = ("levels", "not_reported", "not_started")
_SAID_OF_ENTRIES = ("met", "grades", "not_relevant", "values", "none")


@dataclass(frozen=True, slots=True)
class ExamplesRun:
    """How many example files and cases were run, and how many files or cases were faulty."""

    files: int
    cases: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class CheckedRubrics:
    """The sets that are sound, whether any cannot be used, and how many examples were run.

    A set of which an example fails can be used, but is not called sound.
    """

    sound: tuple[Rubric, ...]
    unusable: bool
    examples: ExamplesRun


def check_rubrics(choice: str | None, log: FindingLog, *, examples: bool) -> CheckedRubrics:
    """Check one set, or every shipped one; with ``examples`` run theirs too.

    A folder of examples without a set of its own (``rubrics/forms``) is checked by running them.
    """
    folders, own = _chosen(choice, log, examples=examples)
    ran = [check_examples(folder, None, log) for folder in own]
    sound: list[Rubric] = []
    unusable = not (folders or own)
    for folder in folders:
        faults = FindingLog()
        rubric = read_rubric(folder, faults, suspicions=True)
        log.extend(faults)
        if rubric is None or faults.has_errors():
            unusable = True
            continue
        if examples:
            ran.append(check_examples(folder / EXAMPLES, rubric, log))
        if not examples or not ran[-1].failed:
            sound.append(rubric)
    counted = [sum(getattr(one, key) for one in ran) for key in ("files", "cases", "failed")]
    return CheckedRubrics(tuple(sound), unusable, ExamplesRun(*counted))


def _chosen(
    choice: str | None, log: FindingLog, *, examples: bool
) -> tuple[list[Path], list[Path]]:
    """The folders of the sets, and of the examples that bring a rubric of their own."""
    if choice is None:
        shipped = list(shipped_rubrics().values())
        return shipped, [shipped[0].parent / FORMS] if examples else []
    path = Path(choice)
    if examples and not (path / "rubric.toml").exists() and any(path.glob("*.toml")):
        return [], [path]
    found = find_rubric(choice, log)
    return [found] if found else [], []


def check_examples(folder: Path, rubric: Rubric | None, log: FindingLog) -> ExamplesRun:
    """Run every example of a folder; each figure that differs is a finding at its case's line.

    ``rubric`` is the set that examples without one of their own speak of.
    """
    paths = sorted(folder.glob("*.toml"))
    files = [parse_file(path, f"{folder.name}/{path.name}", log) for path in paths]
    return run_examples(files, rubric, log)


def run_examples(
    files: Iterable[RubricFile | None], rubric: Rubric | None, log: FindingLog
) -> ExamplesRun:
    """Run every example; None stands for a file that could not be read, which is a failure."""
    count = cases = failed = 0
    for given in files:
        count += 1
        file = given and folded(given, log)
        example = validated(Example, file, log) if file else None
        own = rubric
        if file and example and example.indicator:
            own = _own_rubric(file, example, log)
        if file is None or example is None or own is None:
            failed += 1
            continue
        for at, case in enumerate(example.case):
            faults = FindingLog()
            _run(own, case, file.place("case", at), faults)
            log.extend(faults)
            failed += faults.has_errors()
            cases += 1
    return ExamplesRun(count, cases, failed)


def _own_rubric(file: RubricFile, example: Example, log: FindingLog) -> Rubric | None:
    """The rubric that an example brings, completed by texts that do not matter."""
    base = parse_file(_BASE, _BASE.name, log)
    if base is None:
        return None
    main = file.part("rubric")
    main = RubricFile(main.name, {**base.data, **example.rubric}, main.lines)
    parts = [file.part("indicator", at) for at in range(len(example.indicator))]
    indicators = [RubricFile(part.name, _completed(part.data), part.lines) for part in parts]
    faults = FindingLog()
    rubric = build(main, indicators, faults)
    log.extend(faults)
    return None if faults.has_errors() else rubric


def _completed(given: Mapping[str, Any]) -> dict[str, Any]:
    """An indicator with a stand-in for each text that it left out."""
    stand_in = {"text": "-", "suggest": "-"}
    found = {"title": "-", "purpose": "-", "applies_to": ["สพป"], **given}
    for key in ("item", "measure", "level"):
        more = {"unit": "ร้อยละ", "min": 0, "max": 1000} if key == "measure" else {}
        if isinstance(listed := found.get(key), list):
            tables = ((entry, isinstance(entry, dict)) for entry in listed)
            found[key] = [{**stand_in, **more, **one} if good else one for one, good in tables]
    return found


def _run(rubric: Rubric, case: ExampleCase, place: Place, log: FindingLog) -> None:
    rounds = [entry.id for entry in rubric.round]
    chosen = case.round or rounds[0]
    if chosen not in rounds:
        near = {"nearest": nearest_ids(chosen, rounds), "known": rounds}
        log.add("example-unknown", place, found=chosen, **near)
        return
    rubric = rubric.in_round(chosen)
    listed = [item.id for indicator in rubric.indicators for item in indicator.item]
    runs = {
        key: tuple(spelt_out(list(getattr(case, key)), listed)) for key in ("met", "not_relevant")
    }
    case = case.model_copy(update=runs)
    kind = case.office_type or rubric.indicators[0].applies_to[0]
    if _all_known(rubric, case, kind, place, log):
        _check_sense(rubric, case, kind, place, log)
    if log.has_errors():
        return
    own = (OfficeTarget(name, digits(value), "", None, "") for name, value in case.targets.items())
    office = Office(_OFFICE, kind, _OFFICE, _OFFICE, targets=tuple(own))
    indicators: list[IndicatorAnswer] = []
    items: list[ItemAnswer] = []
    for indicator in rubric.indicators:
        if office.type in indicator.applies_to:
            said, marks = _answers(indicator, case, place)
            indicators.append(said)
            items += marks
    answers = Answers({_OFFICE: place}, tuple(indicators), tuple(items))
    # What a case leaves open is of no interest: it expects nothing of it.
    unsaid = FindingLog()
    (scored,) = score_round(rubric, chosen, [office], answers, unsaid).offices
    for what, expected, found in _differences(case.expect, scored):
        values = {"what": what, "expected": expected, "found": found or "-"}
        left = "" if found else ", ".join(_unanswered(rubric, scored))
        log.add("example-differs", place, case=case.name, left=left, **values)


def _unanswered(rubric: Rubric, office: OfficeResult) -> Iterator[str]:
    """What is not answered of indicators that are not assessed."""
    for one in office.indicators:
        if one.state is State.NOT_ASSESSED:
            answered = {item.id for item in one.items if (item.mark, item.value) != (None, None)}
            yield from (key for key in rubric.by_code[one.code].entry_ids if key not in answered)


def _answers(
    indicator: Indicator, case: ExampleCase, place: Place
) -> tuple[IndicatorAnswer, list[ItemAnswer]]:
    code = indicator.code
    said = Answered.CLOSED
    for codes, word in (
        (case.not_reported, Answered.NOT_REPORTED),
        (case.not_started, Answered.NOT_STARTED),
        (tuple(case.levels), Answered.LEVEL),
    ):
        if code in codes:
            said = word
    level = case.levels.get(code)
    answer = IndicatorAnswer(_OFFICE, code, _VOICE, said, place, level=level)
    if said is not Answered.CLOSED:
        return answer, []
    return answer, [*_marks(indicator, case, place), *_values(indicator, case, place)]


def _marks(indicator: Indicator, case: ExampleCase, place: Place) -> Iterator[ItemAnswer]:
    for item in indicator.item:
        mark, points = Mark.MET if item.id in case.met else Mark.UNMET, None
        if item.grades:
            lowest, *_, highest = item.graded
            grade = case.grades.get(item.id, highest if mark is Mark.MET else lowest)
            points = item.graded[grade]
            mark = Mark.MET if points == item.worth else Mark.UNMET
        if item.id in case.not_relevant:
            mark, points = Mark.NOT_RELEVANT, None
        yield ItemAnswer(_OFFICE, indicator.code, item.id, _VOICE, place, mark=mark, value=points)


def _values(indicator: Indicator, case: ExampleCase, place: Place) -> Iterator[ItemAnswer]:
    for measure in indicator.measure:
        if measure.id in case.values:
            value = Fraction(case.values[measure.id])
            yield ItemAnswer(
                _OFFICE, indicator.code, measure.id, _VOICE, place, value=value, measured=True
            )
        elif measure.id in case.none and measure.when_none is not None:
            mark = Mark.NOT_RELEVANT
            yield ItemAnswer(
                _OFFICE, indicator.code, measure.id, _VOICE, place, mark=mark, measured=True
            )


def _all_known(rubric: Rubric, case: ExampleCase, kind: str, place: Place, log: FindingLog) -> bool:
    """Whether the case names only items, measures, indicators and words that are there."""
    codes = list(rubric.by_code)
    items = [item.id for indicator in rubric.indicators for item in indicator.item]
    measures = [one.id for indicator in rubric.indicators for one in indicator.measure]
    targets = [one.name for indicator in rubric.indicators for one in targets_named(indicator)]
    expect = case.expect
    of_codes = (case.levels, case.not_reported, case.not_started, expect.level, expect.score)
    types = [one for indicator in rubric.indicators for one in indicator.applies_to]
    bands = [band.name for band in rubric.bands.band]
    nodes = [group.id for group in rubric.group]
    nodes += (name for one in rubric.indicators for name in one.part_ids.values())
    named: list[tuple[str, Sequence[str]]] = [
        *((key, items) for key in (*case.met, *case.not_relevant)),
        *((key, items) for key in case.grades),
        *((key, measures) for key in (*case.values, *case.none)),
        *((key, targets) for key in case.targets),
        *((key, codes) for group in (*of_codes, expect.state) for key in group),
        *((word, [state.value for state in State]) for word in expect.state.values()),
        *((key, nodes) for key in expect.node),
        (kind, types),
        *([(expect.band, bands)] if expect.band else []),
    ]
    graded = {item.id: item.graded for one in rubric.indicators for item in one.item}
    named += [(word, list(graded.get(key, (word,)))) for key, word in case.grades.items()]
    unknown = [(key, known) for key, known in named if key not in known]
    for key, known in unknown:
        near = nearest_ids(key, known)
        shown = "" if near else [*dict.fromkeys(known)]
        log.add("example-unknown", place, found=key, nearest=near, known=shown)
    return not unknown


def _check_sense(
    rubric: Rubric, case: ExampleCase, kind: str, place: Place, log: FindingLog
) -> None:
    """Record what a case says twice, in vain or outside its bounds, and a case of no figure."""
    if not any(getattr(case.expect, key) for key in Expected.model_fields):
        log.add("example-empty", place, case=case.name)
    asked = {one.code for one in rubric.indicators if kind in one.applies_to}
    owner = {key: one.code for one in rubric.indicators for key in one.entry_ids}
    measures = {one.id: one for indicator in rubric.indicators for one in indicator.measure}
    untaken = {f"none {key}" for key, one in measures.items() if one.when_none is None}
    if rubric.state.not_started is None:
        untaken |= {f"not_started {code}" for code in rubric.by_code}
    said: dict[str, str] = {}
    for key in _SAID_OF_INDICATORS + _SAID_OF_ENTRIES:
        for found in getattr(case, key):
            code = owner.get(found, found)
            # An entry is at odds with another list of entries, and with a word on its indicator.
            others = [said[one] for one in dict.fromkeys((found, code)) if one in said]
            for other in others:
                if other != key:
                    names = {"found": found, "one": other, "other": key}
                    log.add("example-contradicts", place, case=case.name, **names)
            said.setdefault(found, key)
            if code not in asked or f"{key} {found}" in untaken:
                log.add("example-unused", place, case=case.name, found=found, key=key)
    expected = {*case.expect.level, *case.expect.score}
    for indicator in (one for one in rubric.indicators if one.code in asked & expected):
        for target in targets_named(indicator):
            if target.measure.id in case.values and target.name not in case.targets:
                log.add("example-no-target", place, case=case.name, found=target.name)
    _check_bounds(rubric.scale, rubric.indicators, case, place, log)


def _check_bounds(
    scale: Scale,
    indicators: Sequence[Indicator],
    case: ExampleCase,
    place: Place,
    log: FindingLog,
) -> None:
    """Record values and targets outside the bounds of their measure, and scores off the scale."""
    measures = {one.id: one for indicator in indicators for one in indicator.measure}
    least = min(scale.lowest, Decimal(0))  # what counts for an office that does not report
    bounded = [
        (key, value, measures[key].min, measures[key].max) for key, value in case.values.items()
    ]
    for target in (one for indicator in indicators for one in targets_named(indicator)):
        if (own := case.targets.get(target.name)) is not None:
            bounded.append((target.name, own, target.measure.min, target.measure.max))
    for code, level in case.levels.items():
        bounded.append((code, level, scale.lowest, scale.highest))
    for code, whole in case.expect.level.items():
        what = text("example-level", code=code)
        bounded.append((what, Decimal(whole), least, scale.highest))
    for code, score in case.expect.score.items():
        bounded.append((text("example-score", code=code), score, least, scale.highest))
    for what, value, lowest, highest in bounded:
        if not lowest <= value <= highest:
            values = {"what": what, "found": digits(value)}
            bounds = {"lowest": digits(lowest), "highest": digits(highest)}
            log.add("example-outside", place, case=case.name, **values, **bounds)


def _differences(expect: Expected, office: OfficeResult) -> Iterator[tuple[str, str, str]]:
    """What was expected and what came, for each figure in which they differ."""
    by_code = {one.code: one for one in office.indicators}
    compared: list[tuple[str, object, object]] = []
    for code, level in expect.level.items():
        compared.append((text("example-level", code=code), level, by_code[code].level))
    for code, score in expect.score.items():
        compared.append((text("example-score", code=code), *_scores(score, by_code[code].score)))
    for code, state in expect.state.items():
        compared.append((text("example-state", code=code), state, by_code[code].state.value))
    nodes = {one.id: one.score for one in office.nodes}
    nodes |= {one.id: one.score for indicator in office.indicators for one in indicator.nodes}
    for key, score in expect.node.items():
        compared.append((text("example-node", node=key), *_scores(score, nodes.get(key))))
    if expect.mean is not None:
        compared.append((text("example-mean"), expect.mean, office.mean))
    if expect.band is not None:
        compared.append((text("example-band"), expect.band, office.band))
    return (
        (what, str(wanted), "" if found is None else str(found))
        for what, wanted, found in compared
        if str(wanted) != str(found)
    )


def _scores(expected: Decimal, found: str | None) -> tuple[str, str | None]:
    """Both scores as texts that are equal where the numbers are."""
    if found is None or Decimal(found) != expected:
        return format(expected, "f"), found
    return found, found
