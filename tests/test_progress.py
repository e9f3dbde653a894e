"""Progress: one line on stderr that is written over, on a terminal only (docs/rules.md)."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from making import PROJECT, SHIPPED_INPUTS, SHIPPED_LEVELS
from rich.cells import cell_len

from qp_scoring.cli import main
from qp_scoring.documents.stages import RunStage
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.check import check_and_deliver
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.messages import text
from qp_scoring.reports.terminal import progress
from qp_scoring.reports.terminal.progress import Progress


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


class Screen(io.TextIOWrapper):
    """A terminal that keeps what it was sent; it fails on a character that it lacks."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(Terminal(), encoding=encoding, newline="")

    @property
    def sent(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


def shown(sent: str) -> str:
    """What stands on the screen after all that was sent, every line written over."""
    lines = []
    for line in sent.split("\n"):
        standing = ""
        for part in line.split("\r"):
            standing = part + after(standing, cell_len(part))
        lines.append(standing.rstrip())
    return "\n".join(lines)


def after(line: str, cells: int) -> str:
    """What stands in a line behind its first cells (a Thai mark above or below takes none)."""
    while line and cells > 0:
        cells -= cell_len(line[0])
        line = line[1:]
    return line


@pytest.fixture
def open_screen(monkeypatch):
    """Make stderr a terminal; called in the test itself, because pytest sets stderr before it."""

    def open_one(encoding: str = "utf-8") -> Screen:
        made = Screen(encoding)
        monkeypatch.setattr(sys, "stderr", made)
        monkeypatch.setattr(progress, "_AT_MOST_EVERY", 0.0)
        return made

    return open_one


# --- what a run tells


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Everything that a run of the shipped checklists tells its watch."""
    heard: list[tuple[RunStage, int, int]] = []
    out = tmp_path_factory.mktemp("told") / "out"
    score_and_deliver(Request([SHIPPED_INPUTS]), out, watch=lambda *entry: heard.append(entry))
    return heard


def test_the_stages_come_in_their_order_each_once(told):
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == [stage for stage in RunStage if stage is not RunStage.PDF]
    changes = [a for a, b in zip(told, [*told[1:], (None, 0, 0)], strict=True) if a[0] != b[0]]
    assert len(changes) == len(stages)


def test_every_file_and_every_sheet_is_counted(told):
    for stage, total in ((RunStage.READING, 15), (RunStage.SHEETS, 12)):
        counted = [(done, of) for heard, done, of in told if heard is stage]
        assert {of for _, of in counted} == {total}
        assert [done for done, _ in counted] == list(range(len(counted)))
    assert Counter(stage for stage, _, _ in told)[RunStage.SHEETS] == 13  # none done … all done


def test_a_library_call_prints_nothing(tmp_path, capfd):
    score_and_deliver(Request([SHIPPED_LEVELS]), tmp_path / "scored")
    check_and_deliver(Request([SHIPPED_LEVELS]), tmp_path / "checked")
    assert capfd.readouterr() == ("", "")


# --- what is shown of it


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_stage_has_words_that_fit_the_line(open_screen, lang):
    screen = open_screen()
    with Progress(lang, shown=True) as watch:
        for stage in RunStage:
            watch(stage, 100, 245)
            words = text(f"progress-{stage.value}", lang, done=100, total=245)
            assert shown(screen.sent) == words
            assert len(words) < 60


def test_a_shorter_line_leaves_nothing_of_the_longer_one_and_the_end_nothing_at_all(open_screen):
    screen = open_screen()
    with Progress("en", shown=True) as watch:
        watch(RunStage.SUMMARY, 0, 0)
        watch(RunStage.SCORING, 0, 0)
        assert shown(screen.sent) == "Scoring"
    assert shown(screen.sent) == ""
    assert "\n" not in screen.sent


def test_it_shows_no_more_often_than_the_eye_can_follow(open_screen, monkeypatch):
    screen = open_screen()
    monkeypatch.setattr(progress, "_AT_MOST_EVERY", 60.0)
    with Progress("en", shown=True) as watch:
        for done in range(1001):
            watch(RunStage.SHEETS, done, 1000)
        # The first, and the last that says that all are done.
        assert screen.sent.count("Writing") == 2
        assert shown(screen.sent) == "Writing score sheets 1000/1000"


def test_a_thai_windows_console_can_show_it(open_screen):
    made = open_screen("cp874")
    with Progress("th", shown=True) as watch:
        for stage in RunStage:
            watch(stage, 0, 0)
    assert "กำลังเขียนใบผล" in made.sent


def test_nothing_is_written_where_nobody_looks(open_screen, monkeypatch):
    screen = open_screen()
    with Progress("th", shown=False) as watch:
        watch(RunStage.SCORING, 0, 0)
    assert screen.sent == ""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with Progress("th", shown=True) as watch:
        watch(RunStage.SCORING, 0, 0)
    assert pipe.getvalue() == ""


# --- on a real terminal


def on_a_terminal(folder: Path) -> tuple[str, str]:
    """stdout, and what a terminal on stderr was sent."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "qp_scoring", "score", SHIPPED_LEVELS, "--out", "out"]
    environment = {"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm"}
    sent = b""
    with (folder / "stdout").open("w+b") as out:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=theirs
        )
        # Read while it runs, and what is left after: a terminal holds little, and no end is seen.
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.05)[0]:
                sent += os.read(ours, 65_536)
        os.close(ours)
        os.close(theirs)
        assert process.returncode == 0
        out.seek(0)
        return out.read().decode(), sent.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_progress_comes_before_the_findings_and_is_gone_after(tmp_path):
    out, sent = on_a_terminal(tmp_path)
    assert "กำลังอ่านไฟล์" in sent
    assert "กำลังเขียนใบผล" in sent
    assert sent.index("กำลังเขียนใบผล") < sent.index("วิธีแก้")
    assert "กำลัง" not in shown(sent.replace("\r\n", "\n"))
    assert "กำลัง" not in out


@pytest.mark.parametrize(
    ("options", "stages"), [([], True), (["--plain"], False), (["--json"], False)]
)
def test_plain_and_json_show_no_progress(tmp_path, open_screen, options, stages):
    screen = open_screen()
    assert main(["score", str(SHIPPED_LEVELS), "--out", str(tmp_path / "out"), *options]) == 0
    assert ("กำลังเขียนใบผล" in screen.sent, "กำลัง" in screen.sent) == (stages, stages)
