"""What a run was asked to read, and what its inputs are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.files import InputFile, Inputs, find_inputs
from qp_scoring.intake.layouts.header import Headers, round_choice, rubric_choice
from qp_scoring.intake.layouts.versions import version_of
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.offices.targets import Targets, read_targets
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Base:
    """A delivered round that inputs are read into: its rubric, round and offices hold."""

    rubric: Rubric
    round_id: str
    registry: OfficeRegistry


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked to be read; None where the inputs or a default decide.

    ``decisions`` is the ``to-decide.xlsx`` in the folder of results, filled in where it lies: it
    is used where it is of the run's rubric and round. ``into`` says that the folder of results
    holds a round that these inputs belong to, which gives ``base``.
    """

    inputs: Sequence[str | Path]
    rubric: str | None = None
    round: str | None = None
    offices: str | Path | None = None
    targets: str | Path | None = None
    latest: bool = False
    decisions: Path | None = None
    base: Base | None = None
    into: bool = False


TO_DECIDE = "to-decide.xlsx"
"""The questions to a committee, and its decisions, in a folder of results."""


def decisions_in(folder: Path) -> InputFile:
    """The file of a folder of results in which its committee fills in what it decides."""
    return InputFile(folder / TO_DECIDE, f"{folder.name}/{TO_DECIDE}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a run reads, and the offices that it knows, before any file is opened."""

    request: Request
    inputs: Inputs
    registry: OfficeRegistry


@dataclass(frozen=True, slots=True)
class Choice:
    """What the inputs of a run are for, and the targets that its offices are measured by."""

    rubric: Rubric
    round_id: str
    targets: Targets = field(default_factory=dict)


def open_inputs(request: Request, log: FindingLog) -> Opened:
    """Find the files of a run and its lists of offices.

    Raises:
        RefusedRunError: an offices list is unusable.
    """
    inputs = find_inputs(request.inputs, log)
    inputs = replace(inputs, targets_lists=_targets_lists(inputs, request.targets))
    known = request.base.registry if request.base else OfficeRegistry.shipped()
    return Opened(request, inputs, _registry(known, inputs, request.offices, log))


def _registry(
    registry: OfficeRegistry, inputs: Inputs, extra: str | Path | None, log: FindingLog
) -> OfficeRegistry:
    """The known offices and those of the run's own lists; a clash refuses the run."""
    faults = FindingLog()
    for file in _lists(inputs, extra):
        registry = registry.extended_by(file, faults)
    log.extend(faults)
    if faults.has_errors():
        raise RefusedRunError(log)
    return registry


def _lists(inputs: Inputs, extra: str | Path | None) -> list[InputFile]:
    """The offices lists of a run."""
    lists = [*inputs.offices_lists]
    return lists if extra is None else [*lists, InputFile(Path(extra), str(extra))]


def _targets_lists(inputs: Inputs, extra: str | Path | None) -> tuple[InputFile, ...]:
    """The files that hold targets: those that lie in the inputs, and the one that was named."""
    lists = inputs.targets_lists
    if extra is None or any(Path(extra).resolve() == one.path.resolve() for one in lists):
        return lists
    return (*lists, InputFile(Path(extra), str(extra)))


def chosen(opened: Opened, headers: Headers, log: FindingLog) -> Choice:
    """What the inputs are for, and the targets that they hold.

    Raises:
        RefusedRunError: see :func:`choose`.
    """
    choice, lists = choose(opened, headers, log), opened.inputs.targets_lists
    rubric = choice.rubric
    if lists and not rubric.names_targets:
        for file in lists:
            log.add("targets-unused", Place(file.name), rubric=rubric.id)
        return choice
    return replace(choice, targets=read_targets(lists, rubric, opened.registry, log))


def choose(opened: Opened, headers: Headers, log: FindingLog) -> Choice:
    """What the inputs are for, as was asked or as their headers say.

    Raises:
        RefusedRunError: the headers disagree, or the rubric or round is unusable.
    """
    request, base = opened.request, opened.request.base
    rubric = base.rubric if base else _rubric(request.rubric, headers, log)
    _check_overrides(opened.registry, rubric, _lists(opened.inputs, request.offices), log)
    round_id = base.round_id if base else round_choice(request.round, rubric, headers, log)
    return Choice(rubric.in_round(round_id), round_id)


def _rubric(asked: str | None, headers: Headers, log: FindingLog) -> Rubric:
    """The rubric; where it is unusable, its faults come with all that was found in the inputs."""
    choice = rubric_choice(asked, headers, log)
    if asked is None:
        choice = version_of(choice, headers, log)
    try:
        return load_rubric(choice)
    except RefusedRunError as refusal:
        log.extend(refusal.findings)
        raise RefusedRunError(log) from refusal


def _check_overrides(
    registry: OfficeRegistry, rubric: Rubric, lists: Sequence[InputFile], log: FindingLog
) -> None:
    """Say which exceptions of the offices lists name an indicator that the rubric does not have."""
    known = ", ".join(rubric.by_code)
    place = Place(", ".join(file.name for file in lists))
    for office in registry.offices:
        for code, _ in (*office.applies, *office.applies_not):
            if code not in rubric.by_code:
                log.add(
                    "offices-override-unknown",
                    place,
                    office=office.short_name,
                    found=code,
                    known=known,
                )
