"""From arguments to answers: find the files, read their cells, recognise their layouts.

One bad file never stops the others: whatever is wrong with it is a finding, and it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.answers import Answers, Claim, IndicatorAnswer
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.cells import Sheet
from qp_scoring.intake.files import InputFile, Inputs, find_inputs
from qp_scoring.intake.grid import read_file
from qp_scoring.intake.headings import HeaderValue, header_values
from qp_scoring.intake.matrix import MatrixRows, find_heading, read_matrix
from qp_scoring.intake.office_cells import OfficeCells
from qp_scoring.intake.offices import OfficeRegistry
from qp_scoring.intake.thai import squeeze
from qp_scoring.office import Office
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

DEFAULT_RUBRIC = "qp-2566"


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked to be read; None where the inputs or a default decide."""

    inputs: Sequence[str | Path]
    rubric: str | None = None
    round: str | None = None
    offices: str | Path | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that the inputs of a run say."""

    rubric: Rubric
    round_id: str
    registry: OfficeRegistry
    offices: tuple[Office, ...]
    answers: Answers
    files: tuple[InputFile, ...]


def read_inputs(request: Request, log: FindingLog) -> Intake:
    """Read all inputs of a run.

    Raises:
        RefusedRunError: the rubric or offices list is unusable, or no input could be read. The
            findings up to then go with it.
    """
    inputs = find_inputs(request.inputs, log)
    registry = _registry(inputs, request.offices, log)
    sheets = [sheet for file in inputs.files for sheet in read_file(file, log)]
    headers = [(sheet, header_values(sheet)) for sheet in sheets]
    rubric = load_rubric(_rubric_choice(request, headers, log))
    round_id = _round(request, rubric, headers, log)
    offices = OfficeCells(registry, rubric.fiscal_year, log)
    read = _Reader(rubric, round_id, offices, log).read(headers)
    if not read:
        log.add("nothing-readable")
        raise RefusedRunError(log)
    met, answers = _joined(read, log)
    return Intake(rubric, round_id, registry, met, answers, inputs.files)


def _registry(inputs: Inputs, extra: str | Path | None, log: FindingLog) -> OfficeRegistry:
    """The shipped offices and those of the run's own lists; a clash refuses the run."""
    registry = OfficeRegistry.shipped()
    lists = [(file.path, file.name) for file in inputs.offices_lists]
    if extra is not None:
        lists.append((Path(extra), str(extra)))
    faults = FindingLog()
    for path, name in lists:
        registry = registry.extended(path, name, faults)
    log.extend(faults)
    if faults.has_errors():
        raise RefusedRunError(log)
    return registry


_Headers = Sequence[tuple[Sheet, dict[str, HeaderValue]]]


def _rubric_choice(request: Request, headers: _Headers, log: FindingLog) -> str:
    """The rubric asked for, else the one that the workbooks' headers agree on."""
    if request.rubric is not None:
        return request.rubric
    named = _named(headers, "rubric")
    if len({value.text for _, value in named}) > 1:
        for sheet, value in named:
            place = sheet.place(value.cell.row, value.cell.column)
            log.add("header-rubrics-disagree", place, found=value.text)
        raise RefusedRunError(log)
    return named[0][1].text if named else DEFAULT_RUBRIC


def _round(request: Request, rubric: Rubric, headers: _Headers, log: FindingLog) -> str:
    """The round asked for, else the one in the headers, else the rubric's first (said so)."""
    known = ", ".join(f"{entry.id} ({entry.name})" for entry in rubric.round)
    if request.round is not None:
        chosen = rubric.round_by_id(request.round)
        if chosen is None:
            log.add("round-unknown", Place(), found=request.round, known=known)
            raise RefusedRunError(log)
        return chosen.id
    named = _named(headers, "round")
    rounds = [rubric.round_by_id(value.text) for _, value in named]
    if len({entry.id for entry in rounds if entry}) > 1:
        for sheet, value in named:
            place = sheet.place(value.cell.row, value.cell.column)
            log.add("header-rounds-disagree", place, found=value.text)
        raise RefusedRunError(log)
    chosen = next((entry for entry in rounds if entry), None)
    if chosen is None:
        chosen = rubric.round[0]
        log.add("round-assumed", Place(), round=chosen.name)
    return chosen.id


def _named(headers: _Headers, key: str) -> list[tuple[Sheet, HeaderValue]]:
    return [(sheet, header[key]) for sheet, header in headers if key in header]


class _Reader:
    """Reads sheets, each by the layout that its headings show."""

    def __init__(
        self, rubric: Rubric, round_id: str, offices: OfficeCells, log: FindingLog
    ) -> None:
        self._rubric = rubric
        self._round = round_id
        self._offices = offices
        self._log = log

    def read(self, headers: _Headers) -> list[MatrixRows]:
        """Read every sheet; say which sheets and files hold nothing to read."""
        read: list[MatrixRows] = []
        unknown: defaultdict[str, list[Sheet]] = defaultdict(list)
        recognised: set[str] = set()
        for sheet, header in headers:
            heading = find_heading(sheet, self._rubric)
            if heading is None:
                unknown[sheet.file].append(sheet)
                continue
            recognised.add(sheet.file)
            if self._fits(sheet, header):
                read.append(read_matrix(sheet, heading, self._rubric, self._offices, self._log))
        for file, sheets in unknown.items():
            for sheet in sheets:
                code = "sheet-skipped" if file in recognised else "layout-unknown"
                self._log.add(code, sheet.place())
        return read

    def _fits(self, sheet: Sheet, header: dict[str, HeaderValue]) -> bool:
        """Whether the sheet's header agrees with the run's rubric, year and round."""
        rubric = self._rubric
        named = rubric.round_by_id(header["round"].text) if "round" in header else None
        expected = {
            "rubric": rubric.id,
            "fiscal_year": str(rubric.fiscal_year),
            "round": self._round,
        }
        found = {key: header[key].text for key in expected if key in header}
        if named is not None:
            found["round"] = named.id
        fits = True
        for key, value in found.items():
            if squeeze(value) == squeeze(expected[key]):
                continue
            fits = False
            cell = header[key].cell
            place = sheet.place(cell.row, cell.column)
            code = f"header-{key.replace('_', '-')}-differs"
            self._log.add(code, place, found=header[key].text, expected=expected[key])
        return fits


def _joined(read: Sequence[MatrixRows], log: FindingLog) -> tuple[tuple[Office, ...], Answers]:
    """Join what all sheets say; an office that stands twice is scored from neither."""
    first: dict[str, tuple[Office, Place]] = {}
    faulty: set[str] = set()
    answers: list[IndicatorAnswer] = []
    claims: list[Claim] = []
    for rows in read:
        for office, place in rows.offices:
            if office.code not in first:
                first[office.code] = (office, place)
                continue
            faulty.add(office.code)
            other = str(first[office.code][1])
            log.add("office-twice", place, office=office.short_name, first=other)
        answers += rows.answers
        claims += rows.claims
    met = tuple(office for office, _ in first.values())
    return met, Answers(
        offices=tuple(first),
        indicators=tuple(answers),
        claims=tuple(claims),
        faulty=frozenset(faulty),
    )
