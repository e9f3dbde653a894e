"""What goes wrong with the streams of a command loses no run, and what is said stays true."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from making import PROJECT, SEED, SEED_OFFICE, contents, matrix_workbook

from qp_scoring.cli.streams import steady_streams
from qp_scoring.messages import text

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix, and its devices")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return matrix_workbook(tmp_path_factory.mktemp("in") / "m.xlsx", [[SEED_OFFICE, *SEED]])


def shell(cwd: Path, command: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """A command line in which ``QP`` stands for the program."""
    program = f"{shlex.quote(sys.executable)} -m qp_scoring"
    return subprocess.run(
        ["bash", "-c", command.replace("QP", program)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )


def score(book: Path) -> str:
    return f"QP score {shlex.quote(str(book))} --round 6m --out out"


@on_unix
@pytest.mark.parametrize("more", ["", " --json"])
def test_a_reader_that_goes_away_is_no_fault(tmp_path, book, more):
    done = shell(tmp_path, f"{score(book)}{more} | head -c 1 > /dev/null; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "run.json" in contents(tmp_path / "out")


@on_unix
@pytest.mark.parametrize("closed", ["2>&-", "2> /dev/full", ">&- 2>&-", "2>&1 | true"])
def test_a_stream_that_is_closed_does_not_stop_the_delivery(tmp_path, book, closed):
    done = shell(tmp_path, f"{score(book)} {closed}; exit ${{PIPESTATUS[0]}}")
    assert done.returncode == 0
    assert "run.json" in contents(tmp_path / "out")


@on_unix
@pytest.mark.parametrize("more", ["", " --json"])
def test_a_screen_that_could_not_be_written_is_said_and_the_files_are_there(tmp_path, book, more):
    done = shell(tmp_path, f"{score(book)}{more} > /dev/full")
    assert done.returncode == 1
    said = text("screen-unwritten", kind="No space left on device")
    assert done.stderr.decode() == said + "\n"
    assert "run.json" in contents(tmp_path / "out")


@on_unix
def test_a_refusal_stays_one_when_nobody_can_be_told(tmp_path):
    assert shell(tmp_path, "QP score nowhere --out out 2>&-").returncode == 2


@on_unix
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_thai_is_never_lost_to_an_encoding_that_has_none(tmp_path, book, encoding):
    helped = shell(tmp_path, "QP --help", encoding)
    # Without a round that is asked for, one is assumed, which is a finding.
    scored = shell(tmp_path, score(book).replace("--round 6m", ""), encoding)
    assert "วิธีใช้" in helped.stdout.decode()
    assert "สพป.ฉะเชิงเทรา เขต 2" in scored.stdout.decode()
    assert "วิธีแก้" in scored.stderr.decode()
    assert b"?" not in helped.stdout + scored.stdout


# --- the arguments


@pytest.mark.parametrize("command", [(), ("score",), ("rubric",), ("sample",)])
def test_nothing_of_argparses_english_is_in_a_help_page(program, command):
    page = program(*command, "--help").out
    assert not any(word in page for word in ("usage", "positional", "options:", "arguments"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score"], text("usage-missing", found="INPUT")),
        (["template", "--office", "2402"], text("usage-missing", found="--out")),
        (["score", "x", "--zzz"], "ไม่รู้จักตัวเลือก --zzz ตัวเลือกที่มีคือ -h, --help, --lang"),
        (["score", "x", "--rubrik=y"], text("usage-near", found="--rubrik=y", known="--rubric")),
        (["template", "9901", "--out", "x"], "เช่น --office 9901 ตัวเลือกที่มีค่าตามหลังคือ --office"),
        (["template", "9901"], f"--out DIR\n{text('usage-missing', found='--out')}\n"),
        (
            ["rubric", "check", "a", "b"],
            text("usage-too-many", found="b", known="ID|DIR") + "\nดูวิธีใช้: qp-scoring rubric check",
        ),
        (["score", "x", "--out"], text("usage-value", found="--out")),
        (["score", "x", "--plain=1"], text("usage-switch", found="--plain")),
        (["score", "x", "--jobs", "two"], text("usage-number", found="--jobs")),
        (["score", "x", "--lang", "fr"], "--lang ไม่รู้จักค่า fr ต้องเป็น th, en"),
        (["rubric", "burn"], "check, new, show, diff, export, import"),
        (["scor"], "score, check, template"),
        (["rubric"], text("usage-missing", found=text("help-command"))),
        (
            ["template", "--all", "--office", "2402", "--out", "x"],
            text("usage-not-both", found="--office", other="--all"),
        ),
    ],
)
def test_what_is_wrong_with_the_arguments_is_said_in_thai(program, arguments, said):
    done = program(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not any(word in done.err for word in ("argument", "expected", "invalid", "required"))


def test_options_of_several_values_may_be_repeated(program, tmp_path):
    done = program(
        "template", "--office", "2402", "--office", "2401", "2001", "--out", tmp_path / "f"
    )
    assert done.code == 0
    assert len(list((tmp_path / "f").iterdir())) == 3


# --- the sample


def test_the_sample_is_written_and_scores(program, tmp_path):
    done = program("sample", "--out", tmp_path / "ตัวอย่าง")
    assert done.code == 0
    assert "qp-scoring score" in done.out
    assert program("score", tmp_path / "ตัวอย่าง", "--out", tmp_path / "out").code == 0
    assert "2.42" in (tmp_path / "out" / "results.csv").read_text("utf-8-sig")


def test_the_sample_overwrites_nothing(program, tmp_path):
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    done = program("sample", "--out", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert contents(tmp_path) == {"mine.xlsx": b"mine"}
    assert program("sample", "--out", tmp_path / "mine.xlsx").code == 2


def test_whatever_a_command_prints_turns_no_text(monkeypatch):
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="utf-8"))
    with steady_streams():
        print("ผล\u202excod\u2066.xlsx")  # noqa: T201
    assert shown.getvalue().decode().rstrip() == "ผลxcod.xlsx"
