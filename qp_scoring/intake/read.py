"""From arguments to answers: find the files, read their cells, recognise their layouts.

One bad file never stops the others: whatever is wrong with it is a finding, and it is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TypeVar

from qp_scoring.documents.answers import Answered, Answers, Claim, IndicatorAnswer, Role, Voice
from qp_scoring.documents.office import Office
from qp_scoring.documents.stages import RunStage, Watch, unwatched
from qp_scoring.findings import Finding, FindingLog, Place, RefusedRunError
from qp_scoring.intake.damage import damaged_heading, damaged_title, readable
from qp_scoring.intake.files import InputFile, Inputs, find_inputs
from qp_scoring.intake.layouts.account import (
    SheetRead,
    account,
    account_of_checklist,
    diagnose,
)
from qp_scoring.intake.layouts.checklist import (
    ChecklistHeading,
    RowNames,
    find_checklist,
    read_checklist,
)
from qp_scoring.intake.layouts.free_form import read_form
from qp_scoring.intake.layouts.gathered import ReadTable, compared_answers, gather
from qp_scoring.intake.layouts.header import (
    Header,
    Headers,
    header_differs,
    round_choice,
    round_in,
    rubric_choice,
)
from qp_scoring.intake.layouts.headings import (
    HEADING_ROWS,
    column_name,
    header_values,
    heading_cells,
    names_assessor,
)
from qp_scoring.intake.layouts.interpret import answers_of_nobody, interpret
from qp_scoring.intake.layouts.level_matrix import MatrixRows, read_matrix, say_missing
from qp_scoring.intake.layouts.long_table import read_long_table
from qp_scoring.intake.layouts.mark_matrix import read_mark_matrix
from qp_scoring.intake.layouts.notes import say_notes
from qp_scoring.intake.layouts.rows import (
    ItemRow,
    RowKey,
    SheetRows,
    Speaker,
    StatusRow,
    Unheard,
    divided,
    of_one_sheet,
)
from qp_scoring.intake.layouts.tables import Found, Kind, find_tables
from qp_scoring.intake.layouts.versions import version_of
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.offices.targets import Targets, read_targets, with_targets
from qp_scoring.intake.persons import find_persons, heard_once
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import squeeze

_OF_ROUND = frozenset(
    {"indicator-row-missing", "item-rows-missing", "item-columns-missing", "item-other-round"}
)
"""Findings on which items a sheet asks for: one wrong word for the round would bring them all."""

TO_DECIDE = "to-decide.xlsx"
"""The questions to a committee, and its decisions, in a folder of results."""

_ReadRow = TypeVar("_ReadRow", StatusRow, ItemRow)


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


def open_inputs(request: Request, log: FindingLog) -> Opened:
    """Find the files of a run and its lists of offices.

    Raises:
        RefusedRunError: an offices list is unusable.
    """
    inputs = find_inputs(request.inputs, log)
    inputs = replace(inputs, targets_lists=_targets_lists(inputs, request.targets))
    known = request.base.registry if request.base else OfficeRegistry.shipped()
    return Opened(request, inputs, _registry(known, inputs, request.offices, log))


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
    return joined(opened, choice, [*files, *read_decisions(opened, choice, log)], log)


def say_by_itself(file: FileRead, log: FindingLog) -> None:
    """Say all that is wrong with a file, read for what it says itself that it is for.

    Where a run is refused, what else has to be mended is told at once; not which rows it lacks or
    has too many, which follows where it is the round that is wrong.
    """
    log.extend(one for one in file.said if one.code not in _OF_ROUND)
    if file.choice is not None:
        for rows in file.rows.tables:
            say_faults(rows, file.choice.rubric, log)


def say_faults(rows: SheetRows, rubric: Rubric, log: FindingLog) -> None:
    """Say what is wrong with answers that are not used."""
    said, items = interpret(rows.statuses, rows.items, rubric, log)
    for answer in said:
        readable(answer, log)
    for item in items:
        readable(item, log)


def read_decisions(opened: Opened, choice: Choice, log: FindingLog) -> list[FileRead]:
    """The decisions that lie in the folder of results, where they are of this round."""
    if opened.request.decisions is None:
        return []
    file = _decided(opened.request.decisions)
    rows = _Reader(choice, opened, log).read(_decisions(file, choice, log))
    return [FileRead(file, [], (), rows, (), choice)]


def _decided(path: Path) -> InputFile:
    return InputFile(path, f"{path.parent.name}/{TO_DECIDE}")


def joined(
    opened: Opened,
    choice: Choice,
    files: Sequence[FileRead],
    log: FindingLog,
    *,
    elsewhere: bool = False,
) -> Intake:
    """Everything that files say, decisions among them.

    ``elsewhere`` says that other files were read, which are not among these.

    Raises:
        RefusedRunError: no input could be read.
    """
    rows = [file.rows for file in files]
    names = (*opened.inputs.files, *opened.inputs.targets_lists)
    if opened.request.decisions is not None:
        names = (*names, _decided(opened.request.decisions))
    # Targets alone say something of offices that a delivered round has.
    alone = opened.request.base is not None and bool(opened.inputs.targets_lists)
    if not any(rows) and not elsewhere and not alone:
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
        self._readers: dict[tuple[str, ...], _Reader | None] = {}
        self._last: _Reader | None = None

    def read(self, file: InputFile) -> FileRead:
        """Read a file; nothing is raised, whatever is wrong with it is found or said."""
        log = FindingLog()
        sheets = _with_headers(read_file(file, log))
        if sheets and all(sheet.aid for sheet, _ in sheets):
            log.add("file-issued", Place(file.name))
        reader = self._guessed(sheets)
        rows, said = self._rows(sheets, reader)
        named = any("version" in header for _, header in sheets)
        heads = [(sheet.top(0 if named else HEADING_ROWS), header) for sheet, header in sheets]
        return FileRead(file, heads, tuple(log), rows, said, reader.choice if reader else None)

    def settle(self, file: FileRead, choice: Choice) -> None:
        """Read the rows of a file anew where they were read for another choice."""
        if is_for(file, choice):
            return
        key = (choice.rubric.hash, choice.round_id)
        if key not in self._readers:
            self._readers[key] = _Reader(choice, self._opened, self._log)
        sheets = _with_headers(read_file(file.file, FindingLog()))
        file.rows, file.said = self._rows(sheets, self._readers[key])
        file.choice = choice

    def _rows(self, sheets: Headers, reader: _Reader | None) -> tuple[Rows, tuple[Finding, ...]]:
        if reader is None:
            return Rows(), ()
        rows, said = reader.read(sheets), tuple(self._log)
        self._log.forget(0)
        return rows, said

    def _guessed(self, sheets: Headers) -> _Reader | None:
        """A reader for what these headers name; where they name nothing, for what others did."""
        named = [header for _, header in sheets if header]
        key = tuple(
            header[name].text if name in header else ""
            for header in named
            for name in ("rubric", "version", "round")
        )
        if not any(key) and self._last is not None:
            return self._last
        if key not in self._readers:
            try:
                choice = choose(self._opened, sheets, FindingLog())
            except RefusedRunError:
                self._readers[key] = None
            else:
                self._readers[key] = _Reader(choice, self._opened, self._log)
        self._last = self._readers[key] or self._last
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


def _targets_lists(inputs: Inputs, extra: str | Path | None) -> tuple[InputFile, ...]:
    """The files that hold targets: those that lie in the inputs, and the one that was named."""
    lists = inputs.targets_lists
    if extra is None or any(Path(extra).resolve() == one.path.resolve() for one in lists):
        return lists
    return (*lists, InputFile(Path(extra), str(extra)))


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


def _decisions(file: InputFile, choice: Choice, log: FindingLog) -> list[tuple[InputSheet, Header]]:
    """The sheets of decisions that lie in the folder of results, where they are of this round."""
    found: list[tuple[InputSheet, Header]] = []
    for sheet in read_file(file, log):
        header = header_values(sheet)
        if sheet.aid:
            continue
        if header_differs(sheet, header, choice.rubric, choice.round_id, FindingLog()):
            log.add("decisions-other-run", sheet.place())
        else:
            found.append((sheet, header))
    return found


def _of_two_offices(one: InputFile, other: InputFile, registry: OfficeRegistry) -> bool:
    """Whether two files are named by the codes of different offices."""
    named = [registry.get(PurePosixPath(file.name).stem.split(" ")[0]) for file in (one, other)]
    return None not in named and named[0] != named[1]


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


def _lists(inputs: Inputs, extra: str | Path | None) -> list[InputFile]:
    """The offices lists of a run."""
    lists = [*inputs.offices_lists]
    return lists if extra is None else [*lists, InputFile(Path(extra), str(extra))]


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


@dataclass(slots=True)
class Rows:
    """What the sheets of a file say, by layout."""

    matrices: list[MatrixRows] = field(default_factory=list)
    tables: list[SheetRows] = field(default_factory=list)
    accounts: list[SheetRead] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matrices or self.tables)


_OTHER_CRITERIA = frozenset({"rubric", "version"})  # ask other things under the same ids


class _Reader:
    """Reads sheets, each by the layout that its headings show."""

    def __init__(self, choice: Choice, opened: Opened, log: FindingLog) -> None:
        self.choice = choice
        self._latest = opened.request.latest
        self._vocabulary = Vocabulary(choice.rubric, choice.round_id)
        self._names = RowNames(self._vocabulary)
        self._rubric = choice.rubric
        self._round = choice.round_id
        self._offices = OfficeCells(opened.registry, choice.rubric.fiscal_year, log)
        self._log = log
        self._read = Rows()
        self._beside: list[InputSheet] = []
        self._tableless: set[object] = set()
        self._opened = opened
        self._of_rounds: dict[str, _Reader] = {}

    def read(self, headers: Headers) -> Rows:
        """Read every sheet; say which sheets and files hold nothing to read."""
        self._read = Rows()
        unknown: defaultdict[str, list[InputSheet]] = defaultdict(list)
        recognised: set[str] = set()
        self._beside = [sheet for sheet, _ in headers if sheet.aid]
        for sheet, header in headers:
            if sheet.aid:
                continue
            read = None if damaged_title(sheet) else self._layout(sheet, header)
            if read is None:
                unknown[sheet.file].append(sheet)
                continue
            recognised.add(sheet.file)
            differs = header_differs(sheet, header, self._rubric, self._round, self._log)
            if not differs:
                read()
            elif not differs & _OTHER_CRITERIA:
                unsaid = _OF_ROUND if "round" in differs else frozenset[str]()
                self._of_round(header).look_through(sheet, header, self._beside, unsaid)
        for file, sheets in unknown.items():
            # A .txt is as often a note as a table.
            left = file in recognised or file.lower().endswith(".txt")
            for sheet in sheets:
                if damaged := damaged_heading(sheet):
                    self._log.add("sheet-damaged-text", sheet.at(damaged), found=damaged.text)
                    self._read.accounts.append(SheetRead(sheet.file, sheet.name, ""))
                elif left:
                    self._log.add("sheet-skipped", sheet.place())
                    self._read.accounts.append(SheetRead(sheet.file, sheet.name, ""))
                else:
                    self._read.accounts.append(diagnose(sheet, self._vocabulary, self._log))
        rows, self._read, self._beside = self._read, Rows(), []  # nothing of a file stays here
        return rows

    def look_through(
        self,
        sheet: InputSheet,
        header: Header,
        beside: Sequence[InputSheet],
        unsaid: Collection[str],
    ) -> None:
        """Say what is wrong with the answers of a sheet that is of no use to the run.

        ``unsaid`` are the findings that follow from what is wrong with its header.
        """
        self._read, self._beside = Rows(), [*beside]
        before = len(self._log)
        if read := self._layout(sheet, header):
            read()
        for rows in self._read.tables:
            say_faults(rows, self._rubric, self._log)
        self._read, self._beside = Rows(), []
        said = tuple(self._log)[before:]
        self._log.forget(before)
        self._log.extend(one for one in said if one.code not in unsaid)

    def _of_round(self, header: Header) -> _Reader:
        """A reader for the round that a header names, or for the run's where it names none."""
        round_id = round_in(header, self._rubric) or self._round
        if round_id not in self._of_rounds:
            rubric = self._rubric.whole.in_round(round_id)
            choice = Choice(rubric, round_id, self.choice.targets)
            self._of_rounds[round_id] = _Reader(choice, self._opened, self._log)
        return self._of_rounds[round_id]

    def _keep(self, rows: SheetRows) -> None:
        """Keep what is said of offices that are known; of the rest say what is wrong with it."""
        own, others = divided(rows)
        if others is not None:
            likely = tuple(answers_of_nobody(others.items, self._rubric))
            say_faults(replace(others, items=likely), self._rubric, self._log)
        if others is None or own.speakers or own.unheard:
            self._read.tables.append(own)

    def _layout(self, sheet: InputSheet, header: Header) -> Callable[[], None] | None:
        """How to read a sheet; None where its headings are of no known layout."""
        checklist = find_checklist(sheet, header)
        if checklist and not self._of_several(sheet, checklist, header):
            return lambda: self._checklist(sheet, checklist, header)
        # The aids of a round's forms are alike: that nobody typed a table there is seen once.
        known = sheet.content() if sheet.aid else None
        if known is not None and known in self._tableless:
            return None
        found = find_tables(sheet, header, self._vocabulary, self._offices)
        if known is not None and not found:
            self._tableless.add(known)
        return (lambda: self._tables(found, header)) if found else None

    @staticmethod
    def _of_several(sheet: InputSheet, checklist: ChecklistHeading, header: Header) -> bool:
        """Whether columns of answers stand side by side in a form that names no assessor.

        They have a heading each, or one that is merged over the headings below it.
        """
        headings = heading_cells(sheet, checklist.row)
        marks = [column for column, cell in headings.items() if column_name(cell) == "mark"]
        below = sheet.row(checklist.row + 1)
        merged = any(
            top == checklist.row
            and left in marks
            and len(below.keys() & set(range(left, right + 1))) > 1
            for top, left, _, right in sheet.merged
        )
        return (len(marks) > 1 or merged) and not names_assessor(sheet, checklist.row)

    def _checklist(self, sheet: InputSheet, checklist: ChecklistHeading, header: Header) -> None:
        view, columns, contradicted = compared_answers(
            sheet, checklist.row, checklist.columns, self._vocabulary, self._offices, self._log
        )
        heading = ChecklistHeading(checklist.row, columns, contradicted)
        beside = [one for one in self._beside if one.file == sheet.file]
        rows = read_checklist(view, heading, header, self._names, self._offices, self._log, beside)
        self._keep(rows)
        self._read.accounts.append(account_of_checklist(sheet, heading))

    def _tables(self, found: Sequence[Found], header: Header) -> None:
        """Read the tables of a sheet, each as what its headings make it."""
        below: list[SheetRows] = []
        tables = (gather(one, self._vocabulary, self._offices, self._log) for one in found)
        for table in chain.from_iterable(tables):
            if table.kind is Kind.LEVELS:
                levels = read_matrix(table, self._rubric, self._offices, self._log)
                self._read.matrices.append(levels)
            elif table.kind is Kind.FORM:
                below.append(read_form(table, header, self._vocabulary, self._offices, self._log))
            elif table.kind is Kind.LONG:
                below.append(read_long_table(table, self._vocabulary, self._offices, self._log))
            else:
                self._keep(
                    read_mark_matrix(
                        table, self._rubric, self._offices, self._log, latest=self._latest
                    )
                )
            self._say_notes(table)
            self._read.accounts.append(account(table, len(table.rows), self._vocabulary, self._log))
        if below:
            self._keep(of_one_sheet(below, self._log))

    def _say_notes(self, table: ReadTable) -> None:
        """List the notes on a table and its headings; of one on its side, on its columns."""
        read = [*range(table.head.first, table.head.last + 1), *table.rows]
        rows = frozenset(cell.row for row in read for cell in table.sheet.row(row).values())
        say_notes(table.sheet, lambda row, _: row in rows, self._log)


def join(
    read: Sequence[Rows], rubric: Rubric, log: FindingLog
) -> tuple[tuple[Office, ...], Answers]:
    """Join what all sheets say; an office that stands twice is scored from neither."""
    met = _Met(log)
    answers: list[IndicatorAnswer] = []
    claims: list[Claim] = []
    tables = [table for rows in read for table in rows.tables]
    remarks = [remark for table in tables for remark in table.remarks]
    matrices = [matrix for each in read for matrix in each.matrices]
    say_missing(matrices, rubric, log)
    for rows in matrices:
        for office, place in rows.offices:
            met.agreed(office, place, rows.columns)
        answers += rows.answers
        claims += rows.claims
        remarks += rows.remarks
    for table, answered in zip(tables, _answered_by_several(tables), strict=True):
        for speaker in table.speakers:
            met.speaking(speaker, answered.get((speaker.office.code, speaker.voice), ()))
        for one in table.unheard:
            met.unheard(one)
            answers += _in_doubt(one, rubric)
    statuses = [row for table in tables for row in table.statuses]
    items_read = [row for table in tables for row in table.items]
    statuses, items_read = _decided_once(statuses), _decided_once(items_read)
    twice = _answered_twice((*statuses, *items_read), log)
    persons = find_persons((one for table in tables for one in table.speakers), log)
    if twice:
        statuses = [row._replace(repeated=row.repeated or row.key in twice) for row in statuses]
        items_read = [row._replace(repeated=row.repeated or row.key in twice) for row in items_read]
    said, items = interpret(statuses, items_read, rubric, log)
    said, items = heard_once(said, items, persons, log)
    return tuple(met.offices.values()), Answers(
        places=met.places,
        indicators=tuple(readable(one, log) for one in (*answers, *said)),
        items=tuple(readable(one, log) for one in items),
        claims=tuple(claims),
        remarks=tuple(one for one in (readable(remark, log) for remark in remarks) if one.text),
        faulty=frozenset(met.faulty),
    )


def _answered_by_several(tables: Sequence[SheetRows]) -> list[dict[tuple[str, Voice], set[str]]]:
    """What each table has answers to, by those who speak in more than one table or row.

    A person's answers may be divided over sheets; twice to one thing, they contradict or repeat.
    """
    count = Counter((one.office.code, one.voice) for table in tables for one in table.speakers)
    several = {key for key, times in count.items() if times > 1}
    found: list[dict[tuple[str, Voice], set[str]]] = []
    for table in tables:
        answered: defaultdict[tuple[str, Voice], set[str]] = defaultdict(set)
        if several:
            for status in table.statuses:
                if (key := (status.office, status.voice)) in several:
                    answered[key].add(status.indicator)
            for item in table.items:
                if (key := (item.office, item.voice)) in several:
                    answered[key].add(item.item)
        found.append(answered)
    return found


def _in_doubt(one: Unheard, rubric: Rubric) -> list[IndicatorAnswer]:
    """What a voice says of whom a reader would doubt who it is: that all of it is in doubt."""
    if one.doubted is None:
        return []
    voice, place = one.doubted.voice, one.doubted.place
    return [
        IndicatorAnswer(one.office.code, indicator.code, voice, Answered.UNHEARD, place)
        for indicator in rubric.indicators
    ]


def _decided_once(rows: list[_ReadRow]) -> list[_ReadRow]:
    """The rows without decisions that another ``to-decide.xlsx`` holds in the same words."""
    first: dict[tuple[RowKey, str], Place] = {}
    kept: list[_ReadRow] = []
    for row in rows:
        if row.asked is not None and row.answers:
            place = first.setdefault((row.key, squeeze(row.said)), row.place)
            if (place.file, place.sheet) != (row.place.file, row.place.sheet):
                continue
        kept.append(row)
    return kept


def _answered_twice(rows: Iterable[StatusRow | ItemRow], log: FindingLog) -> set[RowKey]:
    """The answers that two sheets give in the same voice: resolutions that contradict or repeat."""
    first: dict[RowKey, Place] = {}
    twice: set[RowKey] = set()
    for row in rows:
        if row.voice.role is not Role.RESOLUTION or row.repeated or not row.answers:
            continue
        place = first.setdefault(row.key, row.place)
        if place != row.place:
            twice.add(row.key)
            log.add("resolution-twice", row.place, found=row.key[2] or row.key[1], first=str(place))
    return twice


class _Met:
    """The offices met so far, and where; says which stand twice."""

    def __init__(self, log: FindingLog) -> None:
        self.offices: dict[str, Office] = {}
        self.places: dict[str, Place] = {}
        self.faulty: set[str] = set()
        self._log = log
        self._agreed: dict[tuple[str, str], Place] = {}
        self._spoken: dict[tuple[str, Voice, str], Place] = {}

    def agreed(self, office: Office, place: Place, indicators: Iterable[str]) -> None:
        """An office with a row of agreed levels of indicators."""
        keys = ((office.code, code) for code in sorted(indicators))
        firsts = [self._agreed.setdefault(key, place) for key in keys]
        self._once(office, firsts, place, "office-twice")

    def speaking(self, speaker: Speaker, answered: Iterable[str]) -> None:
        """An office with answers of one assessor, at one stage.

        ``answered`` is what was answered, where it has to be known whether that was done twice.

        A committee may decide bit by bit, so its resolutions may stand in several files.
        """
        office, place = speaker.office, speaker.place
        self.places.setdefault(office.code, place)
        if speaker.voice.role is Role.RESOLUTION:
            self.offices.setdefault(office.code, office)
            return
        fault = "assessor-twice" if speaker.voice.assessor else "assessor-unnamed-twice"
        keys = ((office.code, speaker.voice, one) for one in answered)
        self._once(office, [self._spoken.setdefault(key, place) for key in keys], place, fault)

    def unheard(self, one: Unheard) -> None:
        """An office of which a voice could not be read (said at its cell)."""
        self.offices.setdefault(one.office.code, one.office)
        if one.doubted is None:
            self.faulty.add(one.office.code)
        else:
            self.places.setdefault(one.office.code, one.doubted.place)

    def _once(self, office: Office, firsts: Iterable[Place], place: Place, fault: str) -> None:
        self.offices.setdefault(office.code, office)
        first = next((one for one in firsts if one is not place), None)
        if first is not None:
            self.faulty.add(office.code)
            self._log.add(fault, place, office=office.short_name, first=str(first))
