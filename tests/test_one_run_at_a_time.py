"""Runs that are killed, and runs that meet: the outputs are those of one run, whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import (
    PRIMARY_ALL_THREE,
    PROJECT,
    SEED,
    SEED_OFFICE,
    contents,
    levels_with,
    matrix_workbook,
)

from qp_scoring.delivery import lock
from qp_scoring.delivery.folder import MARK
from qp_scoring.delivery.staging import Delivery
from qp_scoring.findings import RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.score import score_and_deliver

MANY = 42  # enough that writing lasts, and that several processes are worth it

# A run that stands still once its folder is its own, until its stdin is closed.
HOLDER = """
import sys
from pathlib import Path
from qp_scoring.delivery.staging import Delivery
with Delivery(Path(sys.argv[1]), []) as delivery:
    delivery.write("results.json", b"of the first run")
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results" / "out"


@pytest.fixture
def book(tmp_path):
    return matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED]])


@pytest.fixture
def national(tmp_path):
    offices = [one for one in OfficeRegistry.shipped().offices if one.type == "สพป"]
    rows = [[one.code, *levels_with(PRIMARY_ALL_THREE, i1=5)] for one in offices[:MANY]]
    return matrix_workbook(tmp_path / "many.xlsx", rows)


def started(*arguments: object, **more: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


@pytest.fixture
def holder(out):
    """Another run that is writing into the output folder."""
    with started("-c", HOLDER, out) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


def deliver(book, out, **options):
    return score_and_deliver(Request([book], round="6m"), out, **options)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- killed


def wait_for_sheets(process: subprocess.Popen[bytes], staged: Path) -> None:
    """Until the run has some score sheets written, and not all."""
    while not list(staged.glob("scoresheets/*.xlsx")):
        assert process.poll() is None, "the run was over before it could be killed"
        time.sleep(0.002)


def wait_until_alone(out: Path) -> None:
    """Until no process of the killed run is left; none is waited for long."""
    for _ in range(1_000):
        if not any(holds(process, out.parent) for process in Path("/proc").glob("[0-9]*")):
            return
        time.sleep(0.01)
    pytest.fail("a worker of the killed run lives on")


def holds(process: Path, folder: Path) -> bool:
    try:
        command = (process / "cmdline").read_bytes()
    except OSError:
        return False
    return str(folder).encode() in command


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes by /proc")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_while_writing_leaves_the_old_outputs_whole(book, national, out, jobs):
    deliver(book, out)
    before = contents(out)
    arguments = ("-m", "qp_scoring", "score", national, "--out", out, "--jobs", jobs)
    with started(*arguments) as process:
        wait_for_sheets(process, out.with_name(".out.new"))
        process.send_signal(signal.SIGKILL)
    assert contents(out) == before
    assert ".out.new" in names(out.parent)
    # Its workers end with it: none is left to write into the folder of the next run.
    wait_until_alone(out)
    # Nor is anything of what it wrote taken over.
    deliver(book, out)
    assert contents(out).keys() == before.keys()
    assert names(out.parent) == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal of Unix")
def test_a_first_run_that_is_killed_leaves_no_outputs_to_be_taken_for_whole(national, out):
    with started("-m", "qp_scoring", "score", national, "--out", out) as process:
        wait_for_sheets(process, out.with_name(".out.new"))
        process.send_signal(signal.SIGKILL)
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals to a group")
@pytest.mark.parametrize(("jobs", "number"), [(1, "SIGINT"), (2, "SIGINT"), (2, "SIGTERM")])
def test_a_run_that_is_stopped_says_so_and_leaves_the_old_outputs_whole(
    book, national, out, jobs, number
):
    sent = getattr(signal, number)
    deliver(book, out)
    before = contents(out)
    arguments = ("-m", "qp_scoring", "score", national, "--out", out, "--jobs", jobs)
    with started(*arguments, start_new_session=True) as process:
        wait_for_sheets(process, out.with_name(".out.new"))
        os.killpg(process.pid, sent)
        said = process.stderr.read().decode()
    assert process.returncode == 128 + sent, said
    assert "ผลลัพธ์เดิมอยู่ครบ" in said
    assert "Traceback" not in said
    assert contents(out) == before
    assert names(out.parent) == ["out"]


# --- two at once


def test_a_second_run_into_the_same_folder_is_refused(book, out, holder):
    with pytest.raises(RefusedRunError) as refused:
        deliver(book, out)
    assert [(one.code, one.place.file) for one in refused.value.findings] == [("out-in-use", "out")]
    # The first has lost nothing of what it wrote.
    kept = contents(out.with_name(".out.new"))
    assert kept.pop(MARK) and kept == {"results.json": b"of the first run"}


def test_it_is_said_in_words_with_exit_code_2(program, book, out, holder):
    done = program("score", book, "--out", out)
    assert (done.code, done.out) == (2, "")
    assert "หรือใช้โฟลเดอร์ผลลัพธ์อื่น" in done.err


def test_another_folder_beside_it_may_be_written_meanwhile(book, out, holder):
    deliver(book, out.with_name("other"))
    assert (out.with_name("other") / "run.json").exists()


def test_the_folder_is_free_when_the_first_run_is_done(book, out, holder):
    holder.stdin.close()
    assert holder.wait() == 0
    deliver(book, out)
    assert names(out.parent) == ["out"]


def test_the_folder_is_free_when_the_first_run_was_killed(book, out, holder):
    holder.kill()
    holder.wait()
    deliver(book, out)
    assert names(out.parent) == ["out"]


def test_a_run_that_is_refused_leaves_no_lock_and_no_folder(tmp_path, out):
    empty = tmp_path / "m.xlsx"
    empty.write_bytes(b"")
    with pytest.raises(RefusedRunError):
        deliver(empty, out)
    assert not out.parent.exists()


def test_a_run_that_is_refused_for_what_stands_in_the_folder_leaves_no_lock(book, out):
    out.mkdir(parents=True)
    (out / "ของฉัน.docx").write_bytes(b"x")
    with pytest.raises(RefusedRunError):
        deliver(book, out)
    assert names(out.parent) == ["out"]


def test_a_lock_that_an_old_run_left_holds_nobody_off(book, out):
    out.parent.mkdir()
    out.with_name(".out.lock").write_bytes(b"")
    deliver(book, out)
    assert names(out.parent) == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot go on Windows")
def test_a_lock_whose_file_went_while_it_was_waited_for_is_taken_anew(out, monkeypatch):
    # The holder takes its file away between our opening and our locking it: what we would hold
    # then is a file without a name, and the next run would lock another.
    taken = lock._lock
    path = out.with_name(".out.lock")

    def gone_meanwhile(file):
        monkeypatch.setattr(lock, "_lock", taken)
        path.unlink()
        taken(file)

    monkeypatch.setattr(lock, "_lock", gone_meanwhile)
    held = lock.FolderLock(path)
    assert path.exists()
    held.release()
    assert not out.parent.exists()


def test_a_folder_that_cannot_be_written_is_said(book, out, monkeypatch):
    opened = Path.open

    def refusing(self, mode="r", *args, **more):
        if self.suffix == ".lock":
            raise PermissionError(13, "read-only", str(self))
        return opened(self, mode, *args, **more)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(RefusedRunError) as refused:
        Delivery(out, [])
    assert [one.code for one in refused.value.findings] == ["out-not-writable"]
