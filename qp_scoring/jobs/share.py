"""A share of a round: whole offices, read, scored and written by one process.

Files are read first and say of which offices they speak. An office whose files all lie in one
share is scored and written there; where a table speaks of many offices, or two shares speak of
one, their rows are handed to the run itself. Two exchanges are light: what the round is for, and
the medians and standings that a sheet shows beside its own office. The run itself has the first
share, with one process the only one.

Offices are scored so many at a time, and the rows of many files wait for it on the disk, so that
no more than these are in memory, however many there are.
"""

from __future__ import annotations

import gc
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from qp_scoring.analysis.shortfalls import ItemCounts
from qp_scoring.documents.answers import Answers
from qp_scoring.documents.away import packed, slim, unpacked
from qp_scoring.documents.office import Office
from qp_scoring.documents.results import OfficeResult, Previous
from qp_scoring.documents.stages import RunStage, Watch
from qp_scoring.documents.written import office_json
from qp_scoring.findings import Finding, FindingLog, RefusedRunError
from qp_scoring.intake.choice import Choice, Opened, chosen
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.join import join
from qp_scoring.intake.layouts.account import SheetRead
from qp_scoring.intake.offices.targets import with_targets
from qp_scoring.intake.read import (
    FileRead,
    FileReader,
    Intake,
    is_for,
    joined,
    read_decisions,
    say_by_itself,
    without_copies,
)
from qp_scoring.intake.sheets import Rows
from qp_scoring.jobs.shelf import RowShelf, Shelf, is_asked_for
from qp_scoring.jobs.workers import Workers, workers_for
from qp_scoring.scoring.round import Scored, Scorer
from qp_scoring.scoring.undecided import Undecided

if TYPE_CHECKING:
    from qp_scoring.jobs.compose import (
        OfficeDone,
        RoundFigures,
        SheetDone,
        SheetToDraw,
        Target,
    )

OFFICES = 20
"""So many offices of a share are scored at a time; between them the run hears of other shares."""

_AHEAD = 60
"""So many sheets are composed before they are drawn, so that the run knows early what they tell."""


@dataclass(frozen=True, slots=True)
class FileSaid:
    """What is known of a file when its rows are read.

    ``offices`` are those that it speaks of. ``alone`` says that it is one office's own: a form, and
    no decisions that were asked of its voices.
    """

    name: str
    said: tuple[Finding, ...]
    offices: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class ShareScored:
    """What a share came to, in parts: an office, or what is told of all of them.

    The run's own share gives an office as the shelf keeps it. Of another process it is JSON: whole
    where single answers are asked for; of others comes what figures are made of, and the whole with
    its sheet.
    """

    office: OfficeResult | bytes | None = None
    undecided: tuple[Undecided, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: ItemCounts | None = None


@dataclass(frozen=True, slots=True)
class SharePart:
    """Some offices of a share and what is said of them, with what was read of their files."""

    offices: tuple[Office, ...]
    answers: Answers
    accounts: Mapping[str, tuple[SheetRead, ...]]


Written: TypeAlias = "tuple[OfficeDone, bytes | None] | SheetDone"


class Share:
    """What one process holds of a round; ``shelf`` is the run's, in the run itself."""

    def __init__(self, opened: Opened, shelf: Shelf | None = None) -> None:
        if shelf is None:
            gc.disable()  # what is read is kept until it is scored
        self._reader = FileReader(opened)
        self._files: dict[str, FileRead] = {}
        self._said: dict[str, FileSaid] = {}
        self._rows = RowShelf()
        self._of_run = shelf is not None
        self._shelf = shelf or Shelf()
        self._results: dict[str, OfficeResult] = {}

    def read(self, handed: Iterator[Sequence[InputFile]]) -> Iterator[FileRead]:
        """Read files, those of an office together; what they found, without their rows.

        Those stay here.
        """
        for file in chain.from_iterable(handed):
            read = self._reader.read(file)
            yield replace(read, rows=Rows(), said=(), choice=None)
            read.heads = []
            self._keep(read)

    def _keep(self, read: FileRead) -> None:
        """Keep what a file says; the rows of a form may be put away, those of a table are asked."""
        name = read.file.name
        self._files[name] = read
        self._said[name] = said = FileSaid(name, read.said, *_offices(read.rows))
        if said.alone:
            self._rows.put(name, read.rows)
            read.rows = Rows()

    def _taken(self, name: str) -> FileRead:
        """A file with its rows, which is no longer kept here."""
        read = self._files.pop(name)
        if self._said.pop(name).alone:
            read.rows = self._rows.take(name)
        return read

    def settle(self, choice: Choice, dropped: Collection[str]) -> Iterator[FileSaid]:
        """Have the rows read for what the round is for; files that are dropped are forgotten."""
        for name in list(self._files):
            if name in dropped:
                self._taken(name)
                continue
            read = self._files[name]
            if not is_for(read, choice):
                read = self._taken(name)
                self._reader.settle(read, choice)
                self._keep(read)
            yield self._said[name]

    def say(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """What is wrong with each file by itself, of a round that is refused."""
        for name in list(self._files):
            log = FindingLog()
            say_by_itself(self._taken(name), log)
            yield name, tuple(log)

    def hand(self, names: Collection[str]) -> Iterator[FileRead]:
        """Hand the rows of files to the run."""
        for name in names:
            if name in self._files:
                yield self._taken(name)

    def parts(self, choice: Choice, log: FindingLog) -> Iterator[SharePart]:
        """The offices of all files that are left and what is said of them, so many at a time."""
        for names in self._parts():
            rows = [self._taken(name).rows for name in names]
            offices, answers = join(rows, choice.rubric, log)
            accounts = {name: tuple(one.accounts) for name, one in zip(names, rows, strict=True)}
            del rows
            yield SharePart(with_targets(offices, choice.targets), answers, accounts)

    def score(self, choice: Choice) -> Iterator[ShareScored]:
        """Score the offices of all files that are left, so many at a time."""
        log, counts = FindingLog(), ItemCounts()
        if not self._of_run:
            self._shelf.expect(len(_all_offices(self._said.values())))
        scorer = Scorer(choice.rubric, choice.round_id, log)
        for part in self.parts(choice, log):
            scored = scorer.score(part.offices, part.answers)
            del part
            for office in scored.offices:
                kept = self._shelf.keep(office)
                if self._of_run:
                    yield ShareScored(kept)
                    continue
                self._results[office.code] = kept
                if is_asked_for(office):
                    yield ShareScored(office.model_dump_json().encode())
                else:
                    counts.add(office)
                    yield ShareScored(slim(office).model_dump_json().encode())
            yield ShareScored(None, scored.undecided, tuple(log))
            log.forget(0)
        yield ShareScored(counts=counts)

    def _parts(self) -> Iterator[list[str]]:
        """The files of so many offices at a time, in the order of the inputs."""
        part: dict[str, int] = {}
        files: defaultdict[int, list[str]] = defaultdict(list)
        for name, said in self._said.items():
            for office in said.offices[:1]:
                files[part.setdefault(office, len(part) // OFFICES)].append(name)
        yield from files.values()

    def write(
        self,
        figures: RoundFigures,
        target: Target,
        previous: Mapping[str, Previous | None],
        handed: Iterator[OfficeResult | bytes],
    ) -> Iterator[Written]:
        """Write sheets: of own offices, each with what it came to before, and of handed ones.

        Those are handed as they are kept on the shelf, to another process packed. With what came
        of an office comes its whole, packed, where the run has but what figures are made of.
        """
        # A check draws no sheets, and all that draws them takes a tenth of its start.
        from qp_scoring.jobs.compose import SheetWriter  # noqa: PLC0415

        writer = SheetWriter(figures, target)
        composed: deque[SheetToDraw] = deque()
        for office, whole in self._offices_of(previous, handed):
            done, sheet = writer.compose(office)
            yield done, whole
            composed += [sheet] if sheet else []
            if len(composed) > (0 if self._of_run else _AHEAD):
                yield writer.draw(composed.popleft())
        while composed:
            yield writer.draw(composed.popleft())

    def _offices_of(
        self, previous: Mapping[str, Previous | None], handed: Iterator[OfficeResult | bytes]
    ) -> Iterator[tuple[OfficeResult, bytes | None]]:
        for code, earlier in previous.items():
            office = self._shelf.whole(self._results.pop(code))
            office = office.model_copy(update={"previous": earlier})
            yield office, None if is_asked_for(office) else packed(office_json(office))
        for one in handed:
            if isinstance(one, OfficeResult):
                yield self._shelf.whole(one), None
            else:
                yield OfficeResult.model_validate_json(unpacked(one)), None


class Shares:
    """A round divided among processes; with one process the run itself does all of it.

    Processes are started where they are worth while, and end with ``open_until_end``. The results
    lie on the ``shelf``.
    """

    def __init__(self, opened: Opened, jobs: int, open_until_end: ExitStack) -> None:
        self.shelf = Shelf()
        self._opened = opened
        self._jobs = jobs
        self._open = open_until_end
        self._choice: Choice | None = None
        self._owner: dict[str, int] = {}  # of the offices that were scored in another process
        self._own = Share(opened, self.shelf)
        self._workers = self._started(len(opened.inputs.files))

    def read(self, log: FindingLog, watch: Watch) -> Intake:
        """Read all inputs; what comes back is what no share scores by itself.

        Raises:
            RefusedRunError: nothing can be read, or the rubric is unusable.
        """
        opened = self._opened
        kept = without_copies(self._files_read(watch), opened.registry, log)
        names = [one.file.name for one in kept]
        try:
            choice = chosen(opened, [head for file in kept for head in file.heads], log)
        except RefusedRunError:
            said = dict(one for _, one in self._workers.call("say", [()] * len(self._workers)))
            for name in names:
                log.extend(said[name])
            raise
        self._choice = choice
        dropped = {file.name for file in opened.inputs.files}.difference(names)
        settled = list(self._called("settle", choice, dropped))
        for _, one in settled:
            log.extend(one.said)
        self.shelf.expect(len(_all_offices(one for _, one in settled)))
        decided = read_decisions(opened, choice, log)
        handed = self._handed(settled, decided)
        files = {one.file.name: one for _, one in self._called("hand", handed)}
        ordered = [files[name] for name in names if name in files]
        elsewhere = any(one.offices for _, one in settled if one.name not in handed)
        return joined(opened, choice, ordered, decided, log, elsewhere=elsewhere)

    def _started(self, parts: int) -> Workers:
        count = workers_for(parts, self._jobs)
        return self._open.enter_context(Workers(self._own, count, Share, (self._opened,)))

    def _called(self, method: str, *arguments: object) -> Iterator[tuple[int, Any]]:
        """Call a method in all shares with the same arguments."""
        return self._workers.call(method, [arguments] * len(self._workers))

    def _files_read(self, watch: Watch) -> list[FileRead]:
        """What every file found, in the order of the inputs."""
        files = self._opened.inputs.files
        watch(RunStage.READING, 0, len(files))
        read: dict[str, FileRead] = {}
        store = _by_office(files)
        given: list[tuple[()]] = [()] * len(self._workers)
        for _, one in self._workers.call("read", given, [store] * len(given)):
            read[one.file.name] = one
            if len(read) < len(files):  # the last is counted by the stage that follows
                watch(RunStage.READING, len(read), len(files))
        for file in files:
            file.hash = read[file.name].file.hash
        return [read[file.name] for file in files]

    def _handed(
        self, said: Sequence[tuple[int, FileSaid]], decided: Sequence[FileRead]
    ) -> set[str]:
        """The names of the files whose rows the run itself has to join."""
        if self._opened.request.into:
            return {one.name for _, one in said}
        shares: defaultdict[str, set[int]] = defaultdict(set)
        for number, one in said:
            for office in one.offices:
                shares[office].add(number)
        several = {office for office, numbers in shares.items() if len(numbers) > 1}
        several |= {office for _, one in said if not one.alone for office in one.offices}
        several |= {office for one in decided for office in _offices(one.rows)[0]}
        return {one.name for _, one in said if not one.alone or not several.isdisjoint(one.offices)}

    def parts(self, log: FindingLog) -> Iterator[SharePart]:
        """The offices that the run itself did not join, so many at a time, with one process."""
        if self._choice is not None:
            yield from self._own.parts(self._choice, log)

    def score(self, own: Scored, log: FindingLog) -> Scored:
        """The offices of all shares beside those that the run itself joined and scored."""
        offices, undecided = list(own.offices), list(own.undecided)
        for number, one in self._called("score", self._choice):
            undecided += one.undecided
            log.extend(one.findings)
            if one.counts is not None:
                self.shelf.counts.join(one.counts)
            if one.office is None:
                continue
            if isinstance(one.office, OfficeResult):
                offices.append(one.office)
                continue
            offices.append(self.shelf.take(one.office))
            self._owner[offices[-1].code] = number
        offices.sort(key=lambda office: office.code)
        undecided.sort(key=lambda question: question.office.code)
        return Scored(tuple(offices), tuple(undecided))

    def write(
        self, figures: RoundFigures, target: Target, offices: Sequence[OfficeResult]
    ) -> Iterator[OfficeDone | SheetDone]:
        """Write the sheets of offices, the last that is done; what came of each, as it comes.

        Other processes begin at once, the run itself as it is asked for what came of them.
        """
        if len(self._workers) == 1:
            self._workers = self._started(len(offices))
        count = len(self._workers)
        own: list[dict[str, Previous | None]] = [{} for _ in range(count)]
        for office in offices:
            if office.code in self._owner:
                own[self._owner[office.code]][office.code] = office.previous
        store = (office for office in offices if office.code not in self._owner)
        given = [(figures, target, own[at]) for at in range(count)]
        others = [map(self.shelf.packed_json, store) for _ in range(1, count)]
        return self._heard(self._workers.call("write", given, [store, *others]))

    def _heard(self, written: Iterator[tuple[int, Written]]) -> Iterator[OfficeDone | SheetDone]:
        for _, one in written:
            if not isinstance(one, tuple):
                yield one
                continue
            done, whole = one
            if whole is not None:
                self.shelf.put(done.code, whole)
            yield done
        self._workers.dismiss()


def _by_office(files: Sequence[InputFile]) -> Iterator[list[InputFile]]:
    """Files in their order, those together whose names begin with the same office."""
    for _, part in groupby(files, lambda file: PurePosixPath(file.name).name.split(" ")[0]):
        yield list(part)


def _all_offices(files: Iterable[FileSaid]) -> set[str]:
    """The offices that files speak of."""
    return {office for one in files for office in one.offices}


def _offices(rows: Rows) -> tuple[tuple[str, ...], bool]:
    """The offices that rows speak of, and whether they are one office's own form."""
    codes = {office.code for matrix in rows.matrices for office, _ in matrix.offices}
    shared = bool(rows.matrices)
    for table in rows.tables:
        codes |= {speaker.office.code for speaker in table.speakers}
        codes |= {one.office.code for one in table.unheard}
        codes |= {row.office for row in table.statuses} | {row.office for row in table.items}
        codes |= {remark.office for remark in table.remarks}
        shared |= any(row.asked is not None for row in table.statuses)
        shared |= any(row.asked is not None for row in table.items)
    return tuple(sorted(codes)), not shared and len(codes) < 2
