"""A pytest session that runs its tests against one mutant after another (see mutation.py).

The tests are collected once. A child process then runs them all with nothing changed and tells
which functions each comes past and how long it takes; after that a child process per mutant runs
the tests that come past the changed function, quickest first, until one fails.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ASIDE = 1.5  # seconds of CPU: what takes longer is run against no mutant
AT_MOST = 3.0  # seconds of CPU for all tests against one mutant
PROCESSES = int(os.environ.get("MUTANTS_AT_A_TIME", "2"))


def pytest_configure() -> None:
    """Make examples the same for every mutant, and do not look for the smallest that fails."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants",
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=phases,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutants")


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the session's tests against the mutants of ``asked.json``; tell how each ended.

    ``told.txt`` has a line for each: its name, and 0 where no test fails, 1 where one does, and the
    number of a signal, below 0, where they did not end.
    """
    asked = json.loads(Path("asked.json").read_text("utf-8"))
    tests = _tests_by_function(session.items)
    running: dict[int, str] = {}
    for mutant in asked["mutants"]:
        past = tests.get(f"{asked['module']}.{mutant.partition('__mutmut_')[0]}", [])
        if not past:
            _tell(mutant, 0)
            continue
        if len(running) == PROCESSES:
            _wait(running)
        pid = os.fork()
        if not pid:
            _run(f"{asked['module']}.{mutant}", [session.items[at] for at, _ in past], past)
        running[pid] = mutant
    while running:
        _wait(running)
    return True


def _tests_by_function(items: Sequence[pytest.Item]) -> dict[str, list[tuple[int, float]]]:
    """Of each function the tests (their place in the session) that come past it, and their time."""
    noted = Path("noted.json")
    pid = os.fork()
    if not pid:
        set_mutant_under_test("stats")
        _silence()
        past: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, item in enumerate(items):
            state()._stats.clear()
            start = time.process_time()
            if not _passes(item, None):
                noted.write_text(json.dumps(item.nodeid), encoding="utf-8")
                os._exit(1)
            taken = time.process_time() - start
            for function in state()._stats:
                past[function].append((at, taken))
        noted.write_text(json.dumps(past), encoding="utf-8")
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise pytest.UsageError(f"fails without any mutant: {noted.read_text('utf-8')}")
    past = json.loads(noted.read_text("utf-8"))
    return {function: _quickest(tests) for function, tests in past.items()}


def _quickest(tests: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    chosen: list[tuple[int, float]] = []
    for at, taken in sorted(tests, key=lambda one: one[1]):
        if taken > ASIDE or sum(time for _, time in chosen) + taken > AT_MOST:
            break
        chosen.append((at, taken))
    return chosen


def _run(mutant: str, items: Sequence[pytest.Item], past: Sequence[tuple[int, float]]) -> None:
    """In a child process: run tests against a mutant, and end with 1 where one fails."""
    set_mutant_under_test(mutant)
    _silence()
    limit = int(time.process_time() + 5 + 5 * sum(taken for _, taken in past))
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    for item, following in zip(items, [*items[1:], None], strict=True):
        if not _passes(item, following):
            os._exit(1)
    os._exit(0)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout.flush()


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return not any(one.failed for one in runtestprotocol(item, log=False, nextitem=following))


def _wait(running: dict[int, str]) -> None:
    pid, status = os.wait()
    _tell(running.pop(pid), os.waitstatus_to_exitcode(status))


def _tell(mutant: str, code: int) -> None:
    with Path("told.txt").open("a", encoding="utf-8") as told:
        told.write(f"{mutant} {code}\n")
