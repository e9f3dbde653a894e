"""The same inputs give the same bytes in every file but run.json, however a run is done."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from forms_filled import Desk, small_rubric
from making import SHIPPED_INPUTS, contents, run

import qp_scoring.reports.scoresheet.book
from qp_scoring.intake.read import Request
from qp_scoring.jobs.score import score_and_deliver


def without_record(folder: Path) -> dict[str, bytes]:
    files = contents(folder)
    assert files.pop("run.json")
    return files


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> dict[str, bytes]:
    """The shipped checklists, scored in one process and in the order of their names."""
    out = tmp_path_factory.mktemp("once") / "out"
    score_and_deliver(Request([SHIPPED_INPUTS]), out)
    return without_record(out)


def test_several_processes_write_what_one_writes(tmp_path, monkeypatch, once):
    begun: list[int] = []

    class Watched(ProcessPoolExecutor):
        def __init__(self, workers: int, **more: object) -> None:
            begun.append(workers)
            super().__init__(workers, **more)

    monkeypatch.setattr(qp_scoring.reports.scoresheet.book, "ProcessPoolExecutor", Watched)
    monkeypatch.setattr(qp_scoring.reports.scoresheet.book, "SHEETS_PER_JOB", 2)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out", jobs=3)
    assert begun == [3]
    assert without_record(tmp_path / "out") == once


def test_few_sheets_are_written_without_further_processes(tmp_path, monkeypatch):
    monkeypatch.delattr(qp_scoring.reports.scoresheet.book, "ProcessPoolExecutor")
    outcome = score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out", jobs=8)
    assert len(outcome.results.offices) == 12


def test_the_order_in_which_a_folder_lists_its_files_changes_nothing(tmp_path, monkeypatch, once):
    listed = Path.iterdir

    def shuffled(self: Path):
        entries = sorted(listed(self), reverse=True)
        random.Random(7).shuffle(entries)
        return iter(entries)

    monkeypatch.setattr(Path, "iterdir", shuffled)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out")
    assert without_record(tmp_path / "out") == once


def test_the_order_in_which_files_are_given_changes_nothing(tmp_path):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    best = {**desk.best(), "1 ข้อเสนอแนะ": "ทำต่อไป"}
    forms = [
        desk.form({**best, "1.1": "ไม่มี"}, assessor="ก", name="1.xlsx"),
        desk.form({**best, "1.2": "ไม่มี"}, assessor="ข", name="2.xlsx"),
        desk.form(best, office="2401", assessor="ก", name="3.xlsx"),
    ]
    made = []
    for at, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        out = tmp_path / f"out{at}"
        given = [forms[place] for place in order]
        score_and_deliver(Request(given, str(desk.rubric_folder), "6m"), out)
        made.append(without_record(out))
    assert made[0] == made[1] == made[2]


def test_the_seed_of_pythons_hashes_changes_nothing(tmp_path, once):
    run("score", SHIPPED_INPUTS, "--out", "out", cwd=tmp_path, PYTHONHASHSEED="20")
    assert without_record(tmp_path / "out") == once
