"""Read a delivered round again: ``results.json`` and the ``rubric.json`` beside it.

What was delivered may have been moved, edited or made by another version of the program since,
so nothing of it is trusted: sizes are bounded, both documents are read strictly, and the rubric
must be the very one whose hash the results carry (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from qp_scoring.documents.results import SCHEMA_VERSION, Results
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.hashes import canonical, digest
from qp_scoring.rubric.model import Rubric

RESULTS_FILE, RUBRIC_FILE = "results.json", "rubric.json"
RESULTS_BYTES = 400 * 2**20  # a country of 245 offices with three assessors each takes 60 MB
RUBRIC_BYTES = 20 * 2**20
_NAMED = 3  # how many of the things that a rubric lacks are named
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round read back: its results, what its rubric asks in it, and the folder of both."""

    results: Results
    rubric: Rubric
    folder: Path


def read_round(path: Path, log: FindingLog) -> StoredRound:
    """Read a ``results.json``, or the one in a folder, with the ``rubric.json`` beside it.

    Raises:
        RefusedRunError: a file is missing, too large, damaged or of another schema version, or
            the rubric is not the one of the results; ``log`` says which file and why.
    """
    source = path / RESULTS_FILE if path.is_dir() else path
    results = _results(source, log)
    if results is None:
        raise RefusedRunError(log)
    rubric = _rubric(source.with_name(RUBRIC_FILE), results, log)
    if rubric is None:
        raise RefusedRunError(log)
    strangers = list(_strangers(results, rubric))
    if strangers:
        log.add("results-rubric-lacks", Place(str(source)), found=", ".join(strangers[:_NAMED]))
        raise RefusedRunError(log)
    return StoredRound(results, rubric.in_round(results.round), source.parent)


def _results(path: Path, log: FindingLog) -> Results | None:
    content = _content(path, RESULTS_BYTES, "results-missing", log)
    if content is None:
        return None
    place = Place(str(path))
    try:
        results = Results.model_validate_json(content)
    except ValidationError as error:
        _say_fault(error, content, place, log)
        return None
    if len({office.code for office in results.offices}) < len(results.offices):
        log.add("results-field-wrong", place, found="offices")
        return None
    return results


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


def _strangers(results: Results, rubric: Rubric) -> Iterator[str]:
    """What results name and their rubric does not have: they were changed by hand."""
    if results.round not in {entry.id for entry in rubric.round}:
        yield results.round
    for office in results.offices:
        for indicator in office.indicators:
            known = rubric.by_code.get(indicator.code)
            if known is None:
                yield indicator.code
            else:
                yield from (item.id for item in indicator.items if item.id not in known.entry_ids)
