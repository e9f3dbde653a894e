"""A share of a round: whole offices, read, scored and written by one process.

Files are read first and say of which offices they speak. An office whose files all lie in one
share is scored and written there; where a table speaks of many offices, or two shares speak of
one, their rows are handed to the run itself. Two exchanges are light: what the round is for, and
the medians and standings that a sheet shows beside its own office.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from qp_scoring.analysis.shortfalls import ItemCounts
from qp_scoring.documents.results import OfficeResult, Previous
from qp_scoring.documents.slim import slim
from qp_scoring.documents.stages import RunStage, Watch
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.targets import with_targets
from qp_scoring.intake.read import (
    Choice,
    FileRead,
    FileReader,
    Intake,
    Opened,
    Rows,
    chosen,
    join,
    joined,
    read_opened,
    without_copies,
)
from qp_scoring.jobs.compose import OfficeDone, RoundFigures, SheetWriter, Target
from qp_scoring.jobs.shelf import Away, Shelf, is_asked_for, packed
from qp_scoring.jobs.workers import Workers, workers_for
from qp_scoring.scoring.round import Scored, score_round
from qp_scoring.scoring.undecided import Undecided

_MADE_BETWEEN = 10_000
"""So many objects more than were let go, and it is looked for circles again."""


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

    An office whose single answers are asked for is whole, as JSON.
    """

    office: Away | bytes | None = None
    undecided: tuple[Undecided, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: ItemCounts | None = None


class Share:
    """What one process holds of a round."""

    def __init__(self, opened: Opened) -> None:
        gc.disable()  # what is read is kept until it is scored
        self._reader = FileReader(opened)
        self._files: dict[str, FileRead] = {}
        self._shelf = Shelf()
        self._results: dict[str, OfficeResult] = {}

    def read(self, files: Sequence[InputFile]) -> Iterator[FileRead]:
        """Read files; what they found, without their rows, which stay here."""
        for file in files:
            self._files[file.name] = read = self._reader.read(file)
            yield replace(read, rows=Rows(), said=(), choice=None)

    def settle(self, choice: Choice, dropped: Collection[str]) -> Iterator[FileSaid]:
        """Have the rows read for what the round is for; files that are dropped are forgotten."""
        self._files = {name: one for name, one in self._files.items() if name not in dropped}
        for name, one in self._files.items():
            self._reader.settle(one, choice)
            yield FileSaid(name, one.said, *_offices(one.rows))

    def hand(self, names: Collection[str]) -> Iterator[FileRead]:
        """Hand the rows of files to the run."""
        for name in names:
            if name in self._files:
                yield self._files.pop(name)

    def score(self, choice: Choice) -> Iterator[ShareScored]:
        """Score the offices of all files that are left."""
        log = FindingLog()
        files, self._files = list(self._files.values()), {}
        offices, answers = join([one.rows for one in files], choice.rubric, log)
        offices = with_targets(offices, choice.targets)
        keep = self._shelf.keep
        scored = score_round(choice.rubric, choice.round_id, offices, answers, log, keep)
        self._results = {office.code: office for office in scored.offices}
        counts = ItemCounts()
        for one in map(self._shelf.whole, scored.offices):
            if is_asked_for(one):
                yield ShareScored(one.model_dump_json().encode())
            else:
                counts.add(one)
                yield ShareScored(Away(slim(one).model_dump_json().encode(), packed(one)))
        yield ShareScored(None, scored.undecided, tuple(log), counts)

    def write(
        self,
        figures: RoundFigures,
        target: Target,
        previous: Mapping[str, Previous | None],
        handed: Sequence[bytes],
    ) -> Iterator[OfficeDone]:
        """Write sheets: of own offices, each with what it came to before, and of handed ones."""
        writer = SheetWriter(figures, target)
        with collecting():
            for code in list(self._results):
                office = self._shelf.whole(self._results.pop(code))
                if code in previous:
                    yield writer.write(office.model_copy(update={"previous": previous[code]}))
            for content in handed:
                yield writer.write(OfficeResult.model_validate_json(content))


class Shares:
    """A round divided among processes; with one process the run itself does all of it.

    Processes are started where they are worth while, and end with ``open_until_end``. The results
    lie on the ``shelf``.
    """

    def __init__(self, opened: Opened, jobs: int, open_until_end: ExitStack) -> None:
        self.shelf = Shelf()
        open_until_end.callback(self.shelf.close)
        self._opened = opened
        self._jobs = jobs
        self._open = open_until_end
        self._workers: Workers | None = None
        self._choice: Choice | None = None
        self._owner: dict[str, int] = {}  # of the offices that were scored in a share

    def read(self, log: FindingLog, watch: Watch) -> Intake:
        """Read all inputs; what comes back is what no share scores by itself.

        Raises:
            RefusedRunError: nothing can be read, or the rubric is unusable.
        """
        opened = self._opened
        count = workers_for(len(opened.inputs.files), self._jobs)
        if not count:
            return read_opened(opened, log, watch)
        self._workers = self._started(count)
        kept = without_copies(self._files_read(self._workers, watch), opened.registry, log)
        choice = chosen(opened, [head for file in kept for head in file.heads], log)
        self._choice = choice
        names = {one.file.name for one in kept}
        dropped = {file.name for file in opened.inputs.files} - names
        said = list(self._workers.call("settle", [(choice, dropped)] * count))
        for _, one in said:
            log.extend(one.said)
        handed = self._handed([(number, one) for number, one in said])
        read = self._workers.call("hand", [(handed,)] * count)
        files = {one.file.name: one for _, one in read}
        elsewhere = any(one.offices for _, one in said if one.name not in handed)
        ordered = [files[one.file.name] for one in kept if one.file.name in files]
        return joined(opened, choice, ordered, log, elsewhere=elsewhere)

    def _started(self, count: int) -> Workers:
        return self._open.enter_context(Workers(count, Share, (self._opened,)))

    def _files_read(self, workers: Workers, watch: Watch) -> list[FileRead]:
        """What every file found, in the order of the inputs."""
        files = self._opened.inputs.files
        watch(RunStage.READING, 0, len(files))
        read: dict[str, FileRead] = {}
        for _, one in workers.call("read", [(part,) for part in _parts(files, len(workers))]):
            read[one.file.name] = one
            watch(RunStage.READING, min(len(read), len(files) - 1), len(files))
        for file in files:
            file.hash = read[file.name].file.hash
        return [read[file.name] for file in files]

    def _handed(self, said: Sequence[tuple[int, FileSaid]]) -> set[str]:
        """The names of the files whose rows the run itself has to join."""
        if self._opened.request.into or self._opened.request.decisions is not None:
            return {one.name for _, one in said}
        shares: defaultdict[str, set[int]] = defaultdict(set)
        for number, one in said:
            for office in one.offices:
                shares[office].add(number)
        several = {office for office, numbers in shares.items() if len(numbers) > 1}
        several |= {office for _, one in said if not one.alone for office in one.offices}
        return {one.name for _, one in said if not one.alone or not several.isdisjoint(one.offices)}

    def score(self, own: Scored, log: FindingLog) -> Scored:
        """The offices of all shares beside those that the run itself scored."""
        if self._workers is None or self._choice is None:
            return own
        offices, undecided = list(own.offices), list(own.undecided)
        for number, one in self._workers.call("score", [(self._choice,)] * len(self._workers)):
            undecided += one.undecided
            log.extend(one.findings)
            if one.counts is not None:
                self.shelf.counts.join(one.counts)
            if one.office is not None:
                offices.append(
                    self.shelf.take(one.office)
                    if isinstance(one.office, Away)
                    else OfficeResult.model_validate_json(one.office)
                )
                self._owner[offices[-1].code] = number
        offices.sort(key=lambda office: office.code)
        undecided.sort(key=lambda question: question.office.code)
        return Scored(tuple(offices), tuple(undecided))

    def write(
        self, figures: RoundFigures, target: Target, offices: Sequence[OfficeResult], watch: Watch
    ) -> list[OfficeDone]:
        """Write the sheets of offices; what came of each, in their order."""
        watch(RunStage.SHEETS, 0, len(offices))
        done: dict[str, OfficeDone] = {}
        for one in self._written(figures, target, offices):
            done[one.code] = one
            watch(RunStage.SHEETS, len(done), len(offices))
        return [done[office.code] for office in offices]

    def _written(
        self, figures: RoundFigures, target: Target, offices: Sequence[OfficeResult]
    ) -> Iterator[OfficeDone]:
        if self._workers is None and (count := workers_for(len(offices), self._jobs)):
            self._workers = self._started(count)
        if self._workers is None:
            writer = SheetWriter(figures, target)
            with collecting():
                yield from map(writer.write, map(self.shelf.whole, offices))
            return
        count = len(self._workers)
        own: list[dict[str, Previous | None]] = [{} for _ in range(count)]
        handed: list[list[bytes]] = [[] for _ in range(count)]
        for office in offices:
            number = self._owner.get(office.code)
            if number is not None:
                own[number][office.code] = office.previous
                continue
            least = min(range(count), key=lambda at: len(own[at]) + len(handed[at]))
            handed[least].append(self.shelf.whole(office).model_dump_json().encode())
        given = [(figures, target, own[at], handed[at]) for at in range(count)]
        for _, one in self._workers.call("write", given):
            yield one


@contextmanager
def collecting() -> Iterator[None]:
    """Let finished workbooks go one by one: circles of objects, which nothing else frees.

    What was made until then stays, and is not looked through again and again; what comes is looked
    through about once a workbook.
    """
    before, often = gc.isenabled(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN, *often[1:])
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)
        if not before:
            gc.disable()


def _parts(files: Sequence[InputFile], count: int) -> list[list[InputFile]]:
    """Files in so many parts, those together whose names begin with the same office."""
    parts: list[list[InputFile]] = [[] for _ in range(count)]
    at = 0
    for place, file in enumerate(files):
        own = PurePosixPath(file.name).name.split(" ")[0]
        before = PurePosixPath(files[place - 1].name).name.split(" ")[0] if place else own
        if own != before and len(files) * (at + 1) <= place * count:
            at += 1
        parts[at].append(file)
    return parts


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
