"""Read a delivered round again: ``results.json`` and the ``rubric.json`` beside it.

What was delivered may have been moved, edited or made by another version of the program since,
so nothing of it is trusted: sizes are bounded, both documents are read strictly, and the rubric
must be the very one whose hash the results carry (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import eq
from pathlib import Path
from typing import overload

from pydantic import ValidationError
from pydantic_core import from_json

from qp_scoring.documents.results import SCHEMA_VERSION, OfficeResult, Results
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.hashes import canonical, digest
from qp_scoring.rubric.model import Rubric

RESULTS_FILE, RUBRIC_FILE = "results.json", "rubric.json"
# 245 checklists take 10 MB; what is larger is read an office at a time, as the program lays it out,
# or refused where another program laid it out otherwise and it is larger still.
BY_OFFICE_BYTES, RESULTS_BYTES = 20 * 2**20, 400 * 2**20
_LINE_BYTES, _OFFICE_BYTES = 4 * 2**20, 50 * 2**20
_OFFICES_BEGIN = b' "offices": ['
_CODE_BEGIN = b'   "code": '
_INDICATORS_BEGIN, _NO_INDICATORS = b'\n   "indicators": [', b'"indicators": []}'
RUBRIC_BYTES = 20 * 2**20
_NAMED = 3  # how many of the things that a rubric lacks are named
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round read back: its results, what its rubric asks in it, and the folder of both."""

    results: Results
    rubric: Rubric
    folder: Path

    def with_offices(self, offices: tuple[OfficeResult, ...]) -> StoredRound:
        """The round with other offices, or less of them."""
        return replace(self, results=self.results.model_copy(update={"offices": offices}))


Keep = Callable[[OfficeResult], OfficeResult]


def _whole(office: OfficeResult) -> OfficeResult:
    return office


def read_round(path: Path, log: FindingLog, keep: Keep = _whole) -> StoredRound:
    """Read a ``results.json``, or the one in a folder, with the ``rubric.json`` beside it.

    ``keep`` says what is kept of each office: a large round is read an office at a time.

    Raises:
        RefusedRunError: a file is missing, too large, damaged or of another schema version, or
            the rubric is not the one of the results; ``log`` says which file and why.
    """
    stored = follow_round(path, log)
    return stored.with_offices(tuple(map(keep, stored.results.offices)))


def follow_round(path: Path, log: FindingLog) -> StoredRound:
    """Read a round as :func:`read_round` does; of a large one no office is held.

    The offices of a large round are then :class:`StoredOffices`: each is read when it comes up,
    and what is wrong with it is said and raised then.
    """
    source = path / RESULTS_FILE if path.is_dir() else path
    return _read(source, _pieces(source) if _is_large(source) else None, log)


def _read(source: Path, pieces: _Pieces | None, log: FindingLog) -> StoredRound:
    if pieces is None:
        results = _whole_results(source, log)
    else:
        results = _results(pieces.rest, Place(str(pieces.path)), log)
    if results is None:
        raise RefusedRunError(log)
    rubric = _rubric(source.with_name(RUBRIC_FILE), results, log)
    if rubric is None:
        raise RefusedRunError(log)
    if pieces is not None:
        offices = StoredOffices(pieces, rubric, log)
        results = results.model_copy(update={"offices": offices})
    elif len({office.code for office in results.offices}) < len(results.offices):
        raise _twice(source, log)
    return _known(StoredRound(results, rubric, source.parent), source, log)


def _twice(source: Path, log: FindingLog) -> RefusedRunError:
    log.add("results-field-wrong", Place(str(source)), found="offices")
    return RefusedRunError(log)


def _known(stored: StoredRound, source: Path, log: FindingLog) -> StoredRound:
    """A round with what its rubric asks in it, where the rubric has all that the results name."""
    results, rubric = stored.results, stored.rubric
    strangers = [] if results.round in {entry.id for entry in rubric.round} else [results.round]
    if not isinstance(results.offices, StoredOffices):  # those are looked at when they come up
        strangers += [name for office in results.offices for name in _strangers(office, rubric)]
    _refuse_strangers(strangers, source, log)
    return StoredRound(results, rubric.in_round(results.round), stored.folder)


def _refuse_strangers(strangers: Sequence[str], source: Path, log: FindingLog) -> None:
    if strangers:
        log.add("results-rubric-lacks", Place(str(source)), found=", ".join(strangers[:_NAMED]))
        raise RefusedRunError(log)


def read_office(
    path: Path, find: Callable[[StoredRound], OfficeResult], log: FindingLog
) -> tuple[StoredRound, OfficeResult]:
    """Read one office of a stored round; of the others only what is told of them by name.

    ``find`` chooses among offices that have no indicators yet. A document that is laid out
    otherwise than the program does it is read whole.

    Raises:
        RefusedRunError: as :func:`read_round`, or ``find`` found none.
    """
    source = path / RESULTS_FILE if path.is_dir() else path
    stored = _read(source, _pieces(source), log)
    offices = stored.results.offices
    if not isinstance(offices, StoredOffices):
        return stored, find(stored)
    heads = tuple(offices.heads())
    chosen = find(stored.with_offices(heads))
    office = offices[[one.code for one in heads].index(chosen.code)]
    return stored.with_offices((office,)), office


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A results document as the program lays it out: all but its offices, and where each stands.

    ``codes`` are those of the offices, as far as they can be told without reading these.
    """

    path: Path
    rest: bytes
    places: tuple[tuple[int, int], ...]
    codes: tuple[str, ...]

    def office(self, at: int) -> bytes:
        """The text of one office."""
        start, length = self.places[at]
        with self.path.open("rb") as source:
            source.seek(start)
            return source.read(length).rstrip().removesuffix(b",")

    def head(self, at: int) -> bytes | None:
        """The text of one office without its indicators; None where it lists none."""
        head, found, _ = self.office(at).partition(_INDICATORS_BEGIN)
        return head + _NO_INDICATORS if found else None


class StoredOffices(Sequence[OfficeResult]):
    """The offices of a large document in the order of their codes, each read when it comes up.

    Raises:
        RefusedRunError: an office stands twice or, when it comes up, is damaged or names what the
            rubric does not have; ``log`` says so.
    """

    def __init__(self, pieces: _Pieces, rubric: Rubric, log: FindingLog) -> None:
        self._pieces = pieces
        self._rubric = rubric
        self._log = log
        self._order = sorted(range(len(pieces.places)), key=pieces.codes.__getitem__)
        codes = [code for code in pieces.codes if code]
        if len(set(codes)) < len(codes):
            raise _twice(pieces.path, log)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> OfficeResult: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[OfficeResult]: ...
    def __getitem__(self, at: int | slice) -> OfficeResult | Sequence[OfficeResult]:
        places = self._order[at]
        return self._read(places) if isinstance(places, int) else list(map(self._read, places))

    def __iter__(self) -> Iterator[OfficeResult]:
        return map(self._read, self._order)

    def heads(self) -> Iterator[OfficeResult]:
        """The offices without their indicators, for what is told of them by name."""
        for at in self._order:
            head = self._pieces.head(at)
            yield self._read(at) if head is None else self._validated(at, head)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredOffices):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self._texts(), other._texts()))

    def __hash__(self) -> int:
        return hash(self._pieces.path)

    def _texts(self) -> Iterator[bytes]:
        return map(self._pieces.office, self._order)

    def _read(self, at: int) -> OfficeResult:
        office = self._validated(at, self._pieces.office(at))
        _refuse_strangers(list(_strangers(office, self._rubric)), self._pieces.path, self._log)
        return office

    def _validated(self, at: int, text: bytes) -> OfficeResult:
        try:
            return OfficeResult.model_validate_json(text)
        except ValidationError as error:
            _say_fault_of_office(at, error, Place(str(self._pieces.path)), self._log)
            raise RefusedRunError(self._log) from None


def _pieces(path: Path) -> _Pieces | None:
    """The pieces of a document, by the lines that the program writes; None where it has others.

    No text in JSON holds a line break, so a line is never part of a text.
    """
    rest: list[bytes] = []
    places: list[tuple[int, int]] = []
    codes: list[str] = []
    at, start, within = 0, -1, None
    try:
        with path.open("rb") as source:
            while line := source.readline(_LINE_BYTES):
                if len(line) == _LINE_BYTES:
                    return None
                bare = line.rstrip(b"\r\n")
                if within is None and bare == _OFFICES_BEGIN:
                    within = True
                    rest.append(_OFFICES_BEGIN)
                elif not within:
                    rest.append(line)
                elif start < 0 and bare in (b" ]", b" ],"):
                    within = False
                    rest.append(line)
                elif start < 0 and bare == b"  {":
                    start = at
                    codes.append("")
                elif start >= 0 and bare in (b"  }", b"  },"):
                    places.append((start, at + len(line) - start))
                    start = -1
                elif start >= 0 and bare.startswith(_CODE_BEGIN):
                    code = from_json(bare.removeprefix(_CODE_BEGIN).rstrip(b","))
                    codes[-1] = code if isinstance(code, str) else ""
                elif start < 0 or at - start > _OFFICE_BYTES:
                    return None
                at += len(line)
    except (OSError, ValueError):
        return None
    if within is not False:
        return None
    whole = b"".join(rest).removeprefix(_BYTE_ORDER_MARK)
    return _Pieces(path, whole, tuple(places), tuple(codes))


def _say_fault_of_office(at: int, error: ValidationError, place: Place, log: FindingLog) -> None:
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        log.add("results-damaged", place)
    else:
        log.add(
            "results-field-wrong", place, found=".".join(map(str, ("offices", at, *fault["loc"])))
        )


def _is_large(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > BY_OFFICE_BYTES
    except (OSError, ValueError):  # said by who reads it
        return False


def _whole_results(path: Path, log: FindingLog) -> Results | None:
    content = _content(path, RESULTS_BYTES, "results-missing", log)
    return None if content is None else _results(content, Place(str(path)), log)


def _results(content: bytes, place: Place, log: FindingLog) -> Results | None:
    try:
        return Results.model_validate_json(content)
    except ValidationError as error:
        _say_fault(error, content, place, log)
        return None


def _say_fault(error: ValidationError, content: bytes, place: Place, log: FindingLog) -> None:
    """Say what a document is that is no results document of this version."""
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        log.add("results-damaged", place)
        return
    document = from_json(content)
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version is None:
        log.add("results-not-results", place)
    elif version != SCHEMA_VERSION:
        log.add("results-schema-other", place, found=version, known=SCHEMA_VERSION)
    else:
        log.add("results-field-wrong", place, found=".".join(map(str, fault["loc"])))


def _rubric(path: Path, results: Results, log: FindingLog) -> Rubric | None:
    content = _content(path, RUBRIC_BYTES, "results-rubric-missing", log)
    if content is None:
        return None
    place = Place(str(path))
    stamp = results.rubric
    try:
        # Hashed as stored: a rubric of an earlier program may lack keys that it has by now.
        if digest(canonical(from_json(content)).encode()) != stamp.hash:
            log.add("results-rubric-other", place, found=f"{stamp.id} {stamp.version}")
            return None
        return Rubric.model_validate_json(content)
    except ValueError:  # no JSON, or (pydantic's ValidationError) no rubric
        log.add("results-rubric-damaged", place)
        return None


def _content(path: Path, limit: int, missing: str, log: FindingLog) -> bytes | None:
    """The bytes of a file of at most ``limit`` bytes, without a byte order mark."""
    place = Place(str(path))
    try:
        with path.open("rb") as source:
            content = source.read(limit + 1)
    except FileNotFoundError:
        log.add(missing, place)
    except (OSError, ValueError):
        log.add("results-unreadable", place)
    else:
        if len(content) <= limit:
            return content.removeprefix(_BYTE_ORDER_MARK)
        log.add("results-too-large", place, limit=f"{limit // 2**20} MB")
    return None


def _strangers(office: OfficeResult, rubric: Rubric) -> Iterator[str]:
    """What an office names and its rubric does not have: the results were changed by hand."""
    for indicator in office.indicators:
        known = rubric.by_code.get(indicator.code)
        if known is None:
            yield indicator.code
        else:
            yield from (item.id for item in indicator.items if item.id not in known.entry_ids)
