"""The same inputs give the same bytes in every file but run.json, however a run is done."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from making import PROJECT, SEED, SHIPPED_INPUTS, SHIPPED_LEVELS, contents, matrix_csv

from qp_scoring.documents import away
from qp_scoring.documents.answers import Role
from qp_scoring.intake.choice import TO_DECIDE, Request
from qp_scoring.intake.layouts.rows import SheetRows
from qp_scoring.intake.readers.cells import InputCell
from qp_scoring.intake.sheets import Rows
from qp_scoring.jobs import share, workers
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.jobs.workers import Workers
from qp_scoring.paper import frames
from qp_scoring.scoring import round as scoring_round


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
    begun = watched(monkeypatch)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out", jobs=3)
    assert begun == [2]
    assert without_record(tmp_path / "out") == once


def watched(monkeypatch) -> list[int]:
    """Make processes worth while for two offices each; how many a run started beside itself."""
    begun: list[int] = []

    class Watched(Workers):
        def __init__(self, own: object, count: int, *more: object) -> None:
            if count:
                begun.append(count)
            super().__init__(own, count, *more)

    monkeypatch.setattr(share, "Workers", Watched)
    monkeypatch.setattr(workers, "SHARE", 2)
    return begun


@pytest.mark.parametrize("also", ["table", "second voice", "copy", "resolution", "stray"])
def test_what_concerns_several_files_comes_to_the_same_in_several_processes(
    tmp_path, monkeypatch, also
):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    best = desk.best()
    worse = {**best, "1.1": "ไม่มี", "1.2": "ไม่มี"}
    for at, code in enumerate(("1001", "1101", "1102", "1201", "2401", "2402")):
        desk.form(best, office=code, assessor="ก", name=f"{at} {code}.xlsx")
    if also == "table":
        matrix_csv(desk.folder / "ตาราง.csv", [["1301", *SEED], ["2402", *SEED]])
    elif also == "second voice":
        desk.form(worse, office="1001", assessor="ข", name="9 1001.xlsx")
    elif also == "copy":
        (desk.folder / "9.xlsx").write_bytes((desk.folder / "0 1001.xlsx").read_bytes())
    elif also == "resolution":
        desk.form(worse, office="1001", assessor="ข", name="9 1001.xlsx")
        desk.form({"1.1": "มี"}, office="1001", role=Role.RESOLUTION, name="มติ.xlsx")
    else:
        (desk.folder / "9.csv").write_text("หมายเหตุ,ไม่มีอะไร\n", "utf-8")
    begun = watched(monkeypatch)
    made = []
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        request = Request([desk.folder], str(desk.rubric_folder), "6m")
        outcome = score_and_deliver(request, out, jobs=jobs)
        made.append((without_record(out), sorted(map(repr, outcome.findings))))
    assert begun == [1]
    assert made[0] == made[1]


def test_a_process_that_is_started_anew_on_windows_writes_the_same(tmp_path, monkeypatch, once):
    monkeypatch.setattr(
        workers, "multiprocessing", multiprocessing.get_context("spawn"), raising=True
    )
    begun = watched(monkeypatch)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out", jobs=2)
    assert begun == [1]
    assert without_record(tmp_path / "out") == once


def test_a_round_that_is_judged_in_parts_comes_to_the_same(tmp_path, monkeypatch, once):
    monkeypatch.setattr(scoring_round, "PART", 5)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out")
    assert without_record(tmp_path / "out") == once


@pytest.mark.parametrize("jobs", [1, 2])
def test_offices_that_are_put_away_come_to_the_same(tmp_path, monkeypatch, once, jobs):
    monkeypatch.setattr(away, "HELD", 1)
    watched(monkeypatch)
    outcome = score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out", jobs=jobs)
    held = [office for office in outcome.results.offices if any(o.items for o in office.indicators)]
    assert len(held) < len(outcome.results.offices)
    assert without_record(tmp_path / "out") == once


@pytest.fixture
def only_what_comes(monkeypatch):
    """The collector knows of nothing that was there before: what is looked for is soon found."""

    class Asked:
        collect = gc.collect
        freeze = unfreeze = staticmethod(lambda: None)

    monkeypatch.setattr(frames, "gc", Asked)
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("only_what_comes")
def test_rows_are_let_go_with_the_offices_they_are_scored_for(tmp_path, monkeypatch, once):
    """Beside those that are scored, the rows of as many files as are held are in memory."""
    monkeypatch.setattr(away, "HELD", 2)
    monkeypatch.setattr(share, "OFFICES", 3)
    scored: list[int] = []
    beside: list[int] = []
    join = share.join

    def counting(rows: list[Rows], *more: object):
        scored.append(len(rows))
        beside.append(sheets_read() - len(rows))
        return join(rows, *more)

    monkeypatch.setattr(share, "join", counting)
    score_and_deliver(Request([SHIPPED_INPUTS]), tmp_path / "out")
    assert scored == [3, 6, 3, 3]
    assert max(beside) <= 2
    assert without_record(tmp_path / "out") == once


def sheets_read() -> int:
    """How many sheets' rows are in memory."""
    gc.collect()
    return sum(isinstance(one, SheetRows) for one in gc.get_objects())


@pytest.mark.usefixtures("only_what_comes")
def test_a_wide_table_is_let_go_before_its_offices_are_scored(tmp_path, monkeypatch):
    """Neither its reader keeps it, nor what remembers rows that forms have in common."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    book = openpyxl.Workbook()
    book.active.append(["รหัส", "1.1", "1.1 เหตุผล", *(f"อื่น {n}" for n in range(60))])
    book.active.append(["1001", "ไม่มี", *["กว้าง"] * 61])
    book.save(desk.folder / "ตาราง.xlsx")
    left: list[InputCell] = []

    def looking(*given: object, **named: object) -> object:
        gc.collect()
        cells = (one for one in gc.get_objects() if isinstance(one, InputCell))
        left.extend(one for one in cells if one.text == "กว้าง")
        return judge(*given, **named)

    judge = scoring_round.judge_round
    monkeypatch.setattr(scoring_round, "judge_round", looking)
    score_and_deliver(Request([desk.folder], rubric=desk.rubric_folder), desk.out)
    assert left == []


def test_voices_of_an_office_in_folders_apart_are_joined_from_the_disk(tmp_path, monkeypatch):
    """What an office's files say is joined in the order of the inputs, wherever it waited."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    best = desk.best()
    for folder, answers in (("ก", best), ("ข", {**best, "1.1": "ไม่มี"})):
        (desk.folder / folder).mkdir()
        for code in ("1001", "1101", "1102", "1201"):
            desk.form(answers, office=code, assessor=folder, name=f"{folder}/{code}.xlsx")
    made = []
    for held, offices in ((250, 100), (1, 1)):
        monkeypatch.setattr(away, "HELD", held)
        monkeypatch.setattr(share, "OFFICES", offices)
        out = tmp_path / f"out{held}"
        request = Request([desk.folder], str(desk.rubric_folder), "6m")
        outcome = score_and_deliver(request, out)
        made.append((without_record(out), sorted(map(repr, outcome.findings)), outcome.undecided))
    assert made[0] == made[1]
    assert made[0][2]


def test_a_decision_is_joined_with_the_voices_of_its_office_alone(tmp_path, monkeypatch):
    """The forms of offices that nobody decided about are not handed to the run."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    best = desk.best()
    desk.form(best, office="1001", assessor="ก", name="1.xlsx")
    desk.form({**best, "1.1": "ไม่มี"}, office="1001", assessor="ข", name="2.xlsx")
    desk.form(best, office="1101", assessor="ก", name="3.xlsx")
    request = Request([desk.folder], str(desk.rubric_folder), "6m")
    assert score_and_deliver(request, tmp_path / "out").undecided == 1
    book = openpyxl.load_workbook(tmp_path / "out" / TO_DECIDE)
    book.active["J4"] = "มี"
    book.save(tmp_path / "out" / TO_DECIDE)
    handed: list[str] = []
    joined = share.joined

    def telling(*given: object, **named: bool):
        _, _, files, decided, _ = given
        handed.extend(one.file.name for one in (*files, *decided))
        return joined(*given, **named)

    monkeypatch.setattr(share, "joined", telling)
    outcome = score_and_deliver(request, tmp_path / "out")
    assert handed == ["1.xlsx", "2.xlsx", f"out/{TO_DECIDE}"]
    assert [office.code for office in outcome.results.offices] == ["1001", "1101"]
    assert outcome.undecided == 0
    assert len(outcome.results.decisions) == 1


def test_offices_that_are_put_away_are_compared_and_issued_again_as_others(tmp_path, monkeypatch):
    made = []
    for held in (away.HELD, 0):
        monkeypatch.setattr(away, "HELD", held)
        before, after = tmp_path / f"before {held}", tmp_path / f"after {held}"
        score_and_deliver(Request([SHIPPED_LEVELS]), before)
        previous = before / "results.json"
        again = score_and_deliver(Request([SHIPPED_LEVELS]), before, previous=previous)
        assert again.reissue is not None
        assert not again.reissue.changed
        score_and_deliver(Request([SHIPPED_INPUTS]), after, previous=previous)
        made.append([without_record(before), without_record(after)])
    assert made[0] == made[1]


def test_processes_end_by_themselves_when_there_is_no_more():
    """A run does not wait for them until it ends them itself."""
    before = {*multiprocessing.active_children()}
    with Workers("ก ข", 2, str, ("ค ง",)) as all_three:
        begun = {*multiprocessing.active_children()} - before
        said = sorted(all_three.call("split", [(), (), ()]))
    assert said == [(0, "ก"), (0, "ข"), (1, "ค"), (1, "ง"), (2, "ค"), (2, "ง")]
    assert [process.exitcode for process in begun] == [0, 0]


class Talker:
    """Says more than a line between processes holds, and then that it did."""

    def __init__(self, done: Path) -> None:
        self._done = done

    def talk(self) -> Iterator[str]:
        for _ in range(40):
            yield "ก" * 50_000
        self._done.touch()


class AtWork:
    """Is at its own work until the other has said all."""

    def __init__(self, done: Path) -> None:
        self._done = done

    def talk(self) -> Iterator[str]:
        deadline = time.monotonic() + 30
        while not self._done.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        yield "ข" if self._done.exists() else "never heard"


def test_what_a_process_says_is_heard_while_the_run_is_at_its_own_work(tmp_path):
    """Else the other waits as long as the run works, and two take hardly less than one."""
    done = tmp_path / "done"
    with Workers(AtWork(done), 1, Talker, (done,)) as both:
        said = list(both.call("talk", [(), ()]))
    assert said[0] == (0, "ข")
    assert len(said) == 41


def test_what_processes_are_handed_is_made_as_they_ask_for_it(monkeypatch):
    monkeypatch.setattr(workers, "AT_ONCE", 2)
    made: list[str] = []

    def letters(all_letters: str) -> Iterator[str]:
        for letter in all_letters:
            made.append(letter)
            yield letter

    with Workers("-", 1, str, ("+",)) as both:
        found = both.call("join", [(), ()], [iter("กข"), letters("คงจฉช")])
        assert made == ["ค", "ง"]
        assert sorted(found) == sorted(
            [*((0, letter) for letter in "ก-ข"), *((1, letter) for letter in "ค+ง+จ+ฉ+ช")]
        )


class Slow:
    """Takes its time for each thing, or none."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def take(self, handed: Iterator[int]) -> Iterator[int]:
        for one in handed:
            time.sleep(self._seconds)
            yield one


def test_who_is_free_takes_the_next_of_a_store():
    """Else a run waits for the slower of two cores."""
    store = iter(range(40))
    with Workers(Slow(0.05), 1, Slow, (0,)) as both:
        said = list(both.call("take", [(), ()], [store, store]))
    assert sorted(one for _, one in said) == list(range(40))
    assert sum(number for number, _ in said) > 30


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_process_is_not_lost_that_is_stopped_as_it_starts(monkeypatch):
    """Who stops a run stops all its processes, and the run says so, not that one was lost."""
    begin = workers._begin_worker

    def stopped_as_it_begins() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        begin()

    monkeypatch.setattr(workers, "_begin_worker", stopped_as_it_begins)
    with Workers("ก", 1, str, ("ข",)) as both:
        assert sorted(both.call("split", [(), ()])) == [(0, "ก"), (1, "ข")]


@pytest.mark.parametrize("held", [1, 250])
def test_a_table_whose_sheets_are_drawn_in_several_processes_comes_to_the_same(
    tmp_path, monkeypatch, held
):
    monkeypatch.setattr(away, "HELD", held)
    monkeypatch.setattr(workers, "AT_ONCE", 2)
    begun = watched(monkeypatch)
    for jobs in (1, 2):
        score_and_deliver(Request([SHIPPED_LEVELS]), tmp_path / str(jobs), jobs=jobs)
    assert begun == [1]
    assert without_record(tmp_path / "1") == without_record(tmp_path / "2")


def test_few_sheets_are_written_without_further_processes(tmp_path, monkeypatch):
    monkeypatch.delattr(multiprocessing, "Process")
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


def test_the_seed_of_pythons_hashes_changes_nothing(tmp_path, once, shipped):
    runs = "import sys; from qp_scoring.cli import main\n" + "".join(
        f"main(['score', sys.argv[{at}], '--out', '{at}'])\n" for at in (1, 2)
    )
    subprocess.run(
        [sys.executable, "-c", runs, SHIPPED_INPUTS, SHIPPED_LEVELS],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "20"},
        capture_output=True,
        check=True,
    )
    assert without_record(tmp_path / "1") == once
    assert without_record(tmp_path / "2") == without_record(shipped[0])
