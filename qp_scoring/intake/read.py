"""From arguments to answers: find the files, read their cells, recognise their layouts.

One bad file never stops the others: whatever is wrong with it is a finding, and it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from qp_scoring.documents.answers import Answers
from qp_scoring.documents.office import Office
from qp_scoring.documents.stages import RunStage, Watch, unwatched
from qp_scoring.findings import Finding, FindingLog, Place, RefusedRunError
from qp_scoring.intake.choice import (
    Choice,
    Opened,
    Request,
    choose,
    chosen,
    decisions_in,
    open_inputs,
)
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.join import join
from qp_scoring.intake.layouts.account import SheetRead
from qp_scoring.intake.layouts.header import Header, Headers, header_differs, titles
from qp_scoring.intake.layouts.headings import HEADING_ROWS, column_name, header_values
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.offices.targets import Targets, with_targets
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.intake.sheets import OF_ROUND, Rows, SheetReader, say_faults
from qp_scoring.messages import text
from qp_scoring.rubric.model import Rubric

_OF_QUESTIONS = {
    **{"indicator": "decide-indicator", "item": "form-item", "opinions": "decide-opinions"},
    **{"role": "form-role", "stage": "form-stage", "mark": "form-mark"},
}
"""The columns by which decisions are known in the committee's file, with their headings."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that the inputs of a run say."""

    rubric: Rubric
    round_id: str
    registry: OfficeRegistry
    offices: tuple[Office, ...]
    answers: Answers
    files: tuple[InputFile, ...]
    read: tuple[SheetRead, ...] = ()


@dataclass(slots=True)
class FileRead:
    """What one file says: its headers and the rows of its sheets. Its cells are let go.

    ``heads`` are its sheets, with their first rows where no header names a version. ``found`` was
    met in its cells; ``said`` in its rows, as they were read for ``choice``.
    """

    file: InputFile
    heads: Headers
    found: tuple[Finding, ...]
    rows: Rows
    said: tuple[Finding, ...]
    choice: Choice | None


def read_inputs(request: Request, log: FindingLog, watch: Watch = unwatched) -> Intake:
    """Read all inputs of a run; ``watch`` is told how many files are read.

    Raises:
        RefusedRunError: the rubric or offices list is unusable, or no input could be read. The
            findings up to then go with it.
    """
    opened = open_inputs(request, log)
    reader = FileReader(opened)
    files: list[FileRead] = []
    for at, file in enumerate(opened.inputs.files):
        watch(RunStage.READING, at, len(opened.inputs.files))
        files.append(reader.read(file))
    files = without_copies(files, opened.registry, log)
    try:
        choice = chosen(opened, [head for file in files for head in file.heads], log)
    except RefusedRunError:
        for one in files:
            say_by_itself(one, log)
        raise
    for one in files:
        reader.settle(one, choice)
        log.extend(one.said)
    return joined(opened, choice, files, read_decisions(opened, choice, log), log)


def say_by_itself(file: FileRead, log: FindingLog) -> None:
    """Say all that is wrong with a file, read for what it says itself that it is for.

    Where a run is refused, what else has to be mended is told at once; not which rows it lacks or
    has too many, which follows where it is the round that is wrong.
    """
    log.extend(one for one in file.said if one.code not in OF_ROUND)
    if file.choice is not None:
        for rows in file.rows.tables:
            say_faults(rows, file.choice.rubric, log)


def read_decisions(opened: Opened, choice: Choice, log: FindingLog) -> list[FileRead]:
    """The decisions that lie in the folder of results, where they are of this round."""
    if opened.request.decisions is None:
        return []
    file = decisions_in(opened.request.decisions.parent)
    rows = SheetReader(choice, opened, log).read(_decisions(file, choice, log))
    return [FileRead(file, [], (), rows, (), choice)]


def joined(
    opened: Opened,
    choice: Choice,
    files: Sequence[FileRead],
    decided: Sequence[FileRead],
    log: FindingLog,
    *,
    elsewhere: bool = False,
) -> Intake:
    """Everything that files say, and the decisions in the folder of results.

    ``elsewhere`` says that other files were read, which are not among these.

    Raises:
        RefusedRunError: no input could be read.
    """
    rows = [file.rows for file in (*files, *decided)]
    names = (*opened.inputs.files, *opened.inputs.targets_lists)
    if opened.request.decisions is not None:
        names = (*names, decisions_in(opened.request.decisions.parent))
    # Targets alone say something of offices that a delivered round has.
    alone = opened.request.base is not None and bool(opened.inputs.targets_lists)
    if not any(file.rows for file in files) and not elsewhere and not alone:
        log.add("nothing-readable")
        raise RefusedRunError(log)
    met, answers = join(rows, choice.rubric, log)
    accounts = tuple(one for each in rows for one in each.accounts)
    accounts += tuple(_targets_read(opened.inputs.targets_lists, choice.targets))
    met, registry = with_targets(met, choice.targets), opened.registry
    if choice.targets:
        registry = registry.with_used(with_targets(registry.offices, choice.targets))
    return Intake(choice.rubric, choice.round_id, registry, met, answers, names, accounts)


def _targets_read(lists: Iterable[InputFile], targets: Targets) -> Iterator[SheetRead]:
    """What was read of the lists of targets: how many of each sheet, and which."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for own in targets.values():
        for one in own:
            found.setdefault((one.file, one.sheet), []).append(one.id)
    for file in lists:
        sheets = {sheet: names for (name, sheet), names in found.items() if name == file.name}
        for sheet, names in (sheets or {None: []}).items():
            yield SheetRead(file.name, sheet, "targets", len(names), tuple(dict.fromkeys(names)))


class FileReader:
    """Reads files one after the other, each as what its own headers say that it is for.

    Almost always that is what the whole run is for. Then no file is opened twice, and no cells are
    kept until all headers are known.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._log = FindingLog()
        self._readers: dict[tuple[str, str], SheetReader] = {}
        self._guessed: dict[tuple[str, ...], SheetReader | None] = {}
        self._last: SheetReader | None = None

    def read(self, file: InputFile) -> FileRead:
        """Read a file; nothing is raised, whatever is wrong with it is found or said."""
        log = FindingLog()
        sheets = _with_headers(read_file(file, log))
        if sheets and all(sheet.aid for sheet, _ in sheets):
            log.add("file-issued", Place(file.name))
        reader = self._guess(sheets)
        rows, said = self._rows(sheets, reader)
        named = any("version" in header for _, header in sheets)
        heads = [(sheet.top(0 if named else HEADING_ROWS), header) for sheet, header in sheets]
        return FileRead(file, heads, tuple(log), rows, said, reader.choice if reader else None)

    def settle(self, file: FileRead, choice: Choice) -> None:
        """Read the rows of a file anew where they were read for another choice."""
        if is_for(file, choice):
            return
        sheets = _with_headers(read_file(file.file, FindingLog()))
        file.rows, file.said = self._rows(sheets, self._reader(choice))
        file.choice = choice

    def _rows(
        self, sheets: Headers, reader: SheetReader | None
    ) -> tuple[Rows, tuple[Finding, ...]]:
        if reader is None:
            return Rows(), ()
        rows, said = reader.read(sheets), tuple(self._log)
        self._log.forget(0)
        return rows, said

    def _guess(self, sheets: Headers) -> SheetReader | None:
        """A reader for what these headers or titles name; where they name nothing, as before."""
        named = [header for _, header in sheets if header]
        key = tuple(
            header[name].text if name in header else ""
            for header in named
            for name in ("rubric", "version", "round")
        )
        titled = not any("round" in header for header in named) and any(
            text for sheet, _ in sheets for _, text in titles(sheet)
        )
        if not any(key) and not titled and self._last is not None:
            return self._last
        if titled or key not in self._guessed:
            try:
                self._guessed[key] = self._reader(choose(self._opened, sheets, FindingLog()))
            except RefusedRunError:
                self._guessed[key] = None
        self._last = self._guessed[key] or self._last
        return self._guessed[key]

    def _reader(self, choice: Choice) -> SheetReader:
        key = (choice.rubric.hash, choice.round_id)
        if key not in self._readers:
            self._readers[key] = SheetReader(choice, self._opened, self._log)
        return self._readers[key]


def _with_headers(sheets: Iterable[InputSheet]) -> Headers:
    """Sheets with what stands above their tables; what this program wrote to be read has none."""
    return [(sheet, {} if sheet.aid else header_values(sheet)) for sheet in sheets]


def is_for(file: FileRead, choice: Choice) -> bool:
    """Whether the rows of a file were read for what the inputs are for."""
    read = file.choice
    key = choice.rubric.hash, choice.round_id
    return read is not None and (read.rubric.hash, read.round_id) == key


def without_copies(
    files: Iterable[FileRead], registry: OfficeRegistry, log: FindingLog
) -> list[FileRead]:
    """The files, each once; of the others what was found in them is said."""
    first_with: dict[str, InputFile] = {}
    kept: list[FileRead] = []
    for one in files:
        file = one.file
        same = first_with.setdefault(file.hash, file) if file.hash else file
        if same is not file and not _of_two_offices(same, file, registry):
            log.add("file-copy", Place(file.name), first=same.name)
            continue
        log.extend(one.found)
        kept.append(one)
    return kept


def _decisions(file: InputFile, choice: Choice, log: FindingLog) -> list[tuple[InputSheet, Header]]:
    """The sheets of decisions that lie in the folder of results, where they are of this round."""
    found: list[tuple[InputSheet, Header]] = []
    for sheet in read_file(file, log):
        header = header_values(sheet)
        if sheet.aid:
            continue
        if header_differs(sheet, header, choice.rubric, choice.round_id, FindingLog()):
            log.add("decisions-other-run", sheet.place())
        elif missing := _missing_columns(sheet, header):
            log.add("decisions-columns-missing", sheet.place(), missing=", ".join(missing))
        else:
            found.append((sheet, header))
    return found


def _missing_columns(sheet: InputSheet, header: Header) -> list[str]:
    """The headings that a sheet of questions lacks; without them a decision reads as a mark.

    It is one by what stands above its table, or by most of these headings.
    """
    top = sheet.top(HEADING_ROWS)
    rows = [set(map(column_name, top.row(row).values())) for row in top.row_numbers]
    named = max((row & _OF_QUESTIONS.keys() for row in rows), key=len, default=set[str]())
    missing = [text(heading) for what, heading in _OF_QUESTIONS.items() if what not in named]
    asked = "rubric" in header and "code" not in header
    return missing if asked or 2 * len(missing) < len(_OF_QUESTIONS) else []


def _of_two_offices(one: InputFile, other: InputFile, registry: OfficeRegistry) -> bool:
    """Whether two files are named by the codes of different offices."""
    named = [registry.get(PurePosixPath(file.name).stem.split(" ")[0]) for file in (one, other)]
    return None not in named and named[0] != named[1]
