"""Rounds as a run leaves them in its output folder, made without scoring anything."""

from __future__ import annotations

import json
import weakref
from pathlib import Path

from builders import RUBRIC, results
from making import results_json
from pytest import MonkeyPatch

from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.documents.stored import StoredOffices, StoredRound, read_round
from qp_scoring.documents.written import rubric_json
from qp_scoring.findings import FindingLog
from qp_scoring.hashes import file_digest
from qp_scoring.rubric.model import Rubric


def changed(**keys: object) -> Rubric:
    """The shipped rubric with some of its keys changed, made anew: a copy would keep its hash."""
    return Rubric.model_validate_json(RUBRIC.model_copy(update=keys).canonical())


def stamped(*offices: OfficeResult, rubric: Rubric = RUBRIC, round_id: str = "6m") -> Results:
    """Results that carry the hash of their rubric."""
    policy = rubric.state.not_reported.policy
    made = results(*offices, rubric=rubric, not_reported=policy)
    stamp = made.rubric.model_copy(update={"hash": rubric.hash})
    return made.model_copy(update={"rubric": stamp, "round": round_id})


def store(
    folder: Path, *offices: OfficeResult, rubric: Rubric = RUBRIC, round_id: str = "6m"
) -> Path:
    """Write ``results.json`` and ``rubric.json``; returns the former."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rubric.json").write_bytes(rubric_json(rubric))
    path = folder / "results.json"
    path.write_bytes(results_json(stamped(*offices, rubric=rubric, round_id=round_id)))
    return path


def stored(
    folder: Path, *offices: OfficeResult, rubric: Rubric = RUBRIC, round_id: str = "6m"
) -> StoredRound:
    """A round written and read back."""
    return read_round(store(folder, *offices, rubric=rubric, round_id=round_id), FindingLog())


def in_memory(*offices: OfficeResult, rubric: Rubric = RUBRIC, round_id: str = "6m") -> StoredRound:
    """A round as it is read back, without files."""
    made = stamped(*offices, rubric=rubric, round_id=round_id)
    return StoredRound(made, rubric, Path("รอบก่อน" if round_id == "6m" else "รอบนี้"))


def with_pdf(folder: Path) -> Path:
    """Leave a sheet as PDF in a delivered folder, as a run with ``--pdf`` does; its path."""
    sheet, record = folder / "scoresheets-pdf" / "a.pdf", folder / "run.json"
    sheet.parent.mkdir()
    sheet.write_bytes(b"%PDF")
    told = json.loads(record.read_text("utf-8"))
    told["outputs"].append({"name": "scoresheets-pdf/a.pdf", "hash": file_digest(sheet)})
    record.write_text(json.dumps(told), "utf-8")
    return sheet


def offices_in_memory(monkeypatch: MonkeyPatch) -> list[int]:
    """How many offices of large rounds are held at once, told anew whenever one is read."""
    held: weakref.WeakSet[OfficeResult] = weakref.WeakSet()
    found: list[int] = []
    one_read = StoredOffices._read

    def counting(offices: StoredOffices, at: int) -> OfficeResult:
        office = one_read(offices, at)
        held.add(office)
        found.append(len(held))
        return office

    monkeypatch.setattr(StoredOffices, "_read", counting)
    return found
