"""Examples of findings on rounds read again: results files, and two that are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from builders import RUBRIC, office
from examples import Example, Room, example, told
from rounds_stored import changed, in_memory, store

from qp_scoring.analysis.compare import compare_rounds
from qp_scoring.analysis.trend import MOST_ROUNDS, trend_of
from qp_scoring.documents import stored as results_file
from qp_scoring.documents.results import Source, TargetUsed
from qp_scoring.documents.stored import StoredRound, read_round
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.intake.offices.of_round import find_office
from qp_scoring.jobs.compare import follow_and_deliver

RESULTS, BESIDE = "results.json", "rubric.json"


def _findings_of_reading(folder: Path) -> Iterable[Finding]:
    log = FindingLog()
    read_round(folder, log)
    return log


def _reading(spoil: Callable[[Path], object]) -> Callable[[Room], Iterable[Finding]]:
    """A stored round of one office that something was done to, read from its folder."""

    def make(room: Room) -> Iterable[Finding]:
        store(room.folder, office())
        spoil(room.folder)
        return told(lambda: _findings_of_reading(room.folder))

    return make


def _replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return spoil


def _read(name: str, spoil: Callable[[Path], object]) -> Example:
    """An example whose finding stands at a file of the round's folder."""
    return Example(_reading(spoil), lambda room: (str(room.folder / name), None))


def _missing(name: str) -> Example:
    return _read(name, lambda folder: (folder / name).unlink())


def _not_a_file(folder: Path) -> None:
    (folder / BESIDE).unlink()
    (folder / BESIDE).mkdir()


def too_large(room: Room) -> Iterable[Finding]:
    room.patch.setattr(results_file, "RESULTS_BYTES", 2**20)
    return _reading(lambda folder: (folder / RESULTS).write_bytes(b" " * (2**20 + 1)))(room)


def unknown_office(room: Room) -> Iterable[Finding]:
    def asks() -> Iterable[Finding]:
        log = FindingLog()
        find_office(in_memory(office()), "สพป.นครตัวอย่าง", log)
        return log

    return told(asks)


def compared(old: StoredRound, new: StoredRound) -> Callable[[Room], Iterable[Finding]]:
    def compares() -> Iterable[Finding]:
        log = FindingLog()
        compare_rounds(old, new, log)
        return log

    return lambda room: told(compares)


def followed(*rounds: StoredRound) -> Callable[[Room], Iterable[Finding]]:
    def follows() -> Iterable[Finding]:
        log = FindingLog()
        trend_of(rounds, log)
        return log

    return lambda room: told(follows)


def too_many_rounds(room: Room) -> Iterable[Finding]:
    def follows() -> Iterable[Finding]:
        log = FindingLog()
        follow_and_deliver([room.folder] * (MOST_ROUNDS + 1), None, log)
        return log

    return told(follows)


_OTHER = changed(
    id="อื่น",
    indicators=tuple(one.model_copy(update={"title": "เรื่องอื่น"}) for one in RUBRIC.indicators),
)
_NOW = in_memory(office(), round_id="12m")


def _measured_by(value: str, round_id: str) -> StoredRound:
    """A round of one office with a target of its own."""
    source = Source(file="targets.csv", sheet=None, cell="C2")
    target = TargetUsed(id="5.p.target", value=value, source=source)
    first, *others = office().indicators
    own = first.model_copy(update={"targets": (target,)})
    return in_memory(office().model_copy(update={"indicators": (own, *others)}), round_id=round_id)


EXAMPLES: dict[str, Example] = {
    "results-missing": _missing(RESULTS),
    "results-unreadable": _read(BESIDE, _not_a_file),
    "results-too-large": Example(too_large, lambda room: (str(room.folder / RESULTS), None)),
    "results-damaged": _read(RESULTS, lambda folder: (folder / RESULTS).write_text("{")),
    "results-not-results": _read(RESULTS, lambda folder: (folder / RESULTS).write_text("{}")),
    "results-schema-other": _read(
        RESULTS, _replaced(RESULTS, '"schema_version": 1', '"schema_version": 2')
    ),
    "results-field-wrong": _read(RESULTS, _replaced(RESULTS, '"2.42"', "2.42")),
    "results-rubric-missing": _missing(BESIDE),
    "results-rubric-damaged": _read(BESIDE, lambda folder: (folder / BESIDE).write_text("{")),
    "results-rubric-other": _read(BESIDE, _replaced(BESIDE, '"4.50"', '"4.00"')),
    "results-rubric-lacks": _read(RESULTS, _replaced(RESULTS, '"code": "X2"', '"code": "X9"')),
    "results-office-unknown": example(unknown_office),
    "compare-other-rubric": example(compared(in_memory(rubric=_OTHER), _NOW), "รอบก่อน"),
    "compare-order": example(compared(_NOW, in_memory(office())), "รอบนี้"),
    "compare-round-twice": example(
        followed(in_memory(office()), _NOW, in_memory(office(), round_id="12m")), "รอบนี้"
    ),
    "compare-same-round": example(
        followed(in_memory(office()), _NOW, in_memory(office(code="9901"), round_id="12m")), "รอบนี้"
    ),
    "compare-too-many": example(too_many_rounds),
    "compare-targets": example(
        compared(_measured_by("40", "6m"), _measured_by("50", "12m")), "รอบก่อน"
    ),
    "compare-office-renamed": example(
        compared(in_memory(office(name="เก่า เขต 2")), _NOW), "รอบก่อน"
    ),
}
