"""Whatever the disk refuses, and whenever: old or new outputs whole, the message true, no litter.

Of a delivery every call to the system fails once, in every way; of a whole run a sample does,
another in every run of the suite (``QP_FAULTS=<seed>`` repeats one).
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from disk_faults import ERRORS, KILLED, disk_of
from making import SEED, SEED_OFFICE, contents, levels_with, matrix_workbook

from qp_scoring.delivery import disk
from qp_scoring.delivery.staging import Delivery, DisturbedError
from qp_scoring.findings import RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver

SAMPLED = 12
OF_THE_DISK = {"out-disk-full", "out-disk-fault", "out-not-writable", "out-file-open"}

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.0)


def deliver(out: Path, said: str) -> None:
    """A small delivery of three files in two folders."""
    with Delivery(out, []) as delivery:
        delivery.write("results.json", said.encode())
        delivery.write("scoresheets/1.xlsx", said.encode() * 2)
        delivery.path("summary.xlsx").write_bytes(said.encode() * 3)
        delivery.deliver({"engine_version": "0"})


def told(out: Path) -> dict[str, bytes]:
    """What is delivered, without the record, which differs by nothing but its order."""
    files = contents(out) if out.exists() else {}
    files.pop("run.json", None)
    return files


def litter(out: Path) -> list[str]:
    """What is left beside the outputs; an empty folder carries no mark, so it is not touched."""
    return [path.name for path in out.parent.iterdir() if path != out and contents(path)]


def calls_of(tmp_path: Path) -> int:
    out = tmp_path / "counted" / "out"
    deliver(out, "old")
    with disk_of(out.parent) as counted:
        deliver(out, "new")
    return len(counted.calls)


def expected(said: str) -> dict[str, bytes]:
    content = said.encode()
    return {"results.json": content, "scoresheets/1.xlsx": content * 2, "summary.xlsx": content * 3}


def test_the_calls_of_a_delivery_are_seen(tmp_path):
    """The suite below means something: flushes, renames and writes are among what can fail."""
    out = tmp_path / "out"
    deliver(out, "old")
    with disk_of(tmp_path) as counted:
        deliver(out, "new")
    seen = {call.split()[0] for call in counted.calls}
    assert seen >= {"mkdir", "open", "write", "fsync", "rename", "unlink", "rmdir"}
    assert contents(out).keys() == {*expected(""), "run.json"}


@pytest.mark.parametrize("before", [True, False], ids=["over old outputs", "into nothing"])
@pytest.mark.parametrize("error", ERRORS)
def test_every_call_of_a_delivery_may_fail_once(tmp_path, error, before):
    for at in range(calls_of(tmp_path)):
        out = tmp_path / str(at) / "out"
        if before:
            deliver(out, "old")
        old = expected("old") if before else {}
        with disk_of(out.parent, at, error) as faulty:
            try:
                deliver(out, "new")
            except RefusedRunError as refused:
                # It says that the old outputs are whole: they are.
                assert {one.code for one in refused.findings} <= OF_THE_DISK, faulty.calls[at]
                assert told(out) == old, faulty.calls[at]
            except DisturbedError as fault:
                assert told(fault.backup) == old, faulty.calls[at]
            else:
                assert told(out) == expected("new"), faulty.calls[at:]
        deliver(out, "next")
        assert told(out) == expected("next")
        assert litter(out) == [], faulty.calls[at:]


@needs_fork
def test_a_delivery_may_be_killed_at_any_call(tmp_path):
    for at in range(calls_of(tmp_path)):
        out = tmp_path / str(at) / "out"
        deliver(out, "old")
        child = os.fork()
        if child == 0:
            with disk_of(out.parent, at, KILLED):
                deliver(out, "new")
            os._exit(0)
        os.waitpid(child, 0)
        backup = out.with_name(".out.old")
        assert told(out if out.exists() else backup) in (expected("old"), expected("new"))
        deliver(out, "next")
        assert told(out) == expected("next")
        assert litter(out) == []


def test_a_run_whose_disk_refuses_is_refused_in_words(tmp_path):
    seed = int(os.environ.get("QP_FAULTS", random.randrange(10**6)))
    book = matrix_workbook(tmp_path / "in" / "m.xlsx", [[SEED_OFFICE, *SEED]])
    request, out = Request([book], round="6m"), tmp_path / "results" / "out"
    score_and_deliver(request, out)
    with disk_of(out.parent) as counted:
        score_and_deliver(request, out)
    whole = contents(out)
    matrix_workbook(book, [[SEED_OFFICE, *levels_with(SEED, i1=5)]])
    chosen = random.Random(seed).sample(range(len(counted.calls)), SAMPLED)
    for turn, at in enumerate(sorted(chosen)):
        where = f"QP_FAULTS={seed} {counted.calls[at]}"
        with disk_of(out.parent, at, ERRORS[turn % len(ERRORS)]):
            try:
                score_and_deliver(request, out)
            except RefusedRunError as refused:
                assert {one.code for one in refused.findings} <= OF_THE_DISK, where
                assert contents(out) == whole, where
                continue
            except DisturbedError as fault:
                assert contents(fault.backup) == whole, where
        score_and_deliver(request, out)
        assert litter(out) == [], where
        whole = contents(out)
