"""No fault of disk, name, link or colleague costs anyone a file, and each is said in words."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import sys
import zipfile
from pathlib import Path
from shutil import copytree

import pytest
from making import (
    PRIMARY_ALL_THREE,
    SEED,
    SEED_OFFICE,
    contents,
    levels_with,
    matrix_workbook,
    needs_links,
    offices_list,
)

from qp_scoring.delivery import disk, folder
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.stages import RunStage
from qp_scoring.findings import RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.jobs import forms
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.messages import text

MINE = b"typed in meanwhile"


@pytest.fixture
def book(tmp_path):
    return matrix_workbook(tmp_path / "given" / "m.xlsx", [[SEED_OFFICE, *SEED]])


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results" / "out"


@pytest.fixture
def delivered(out, seed_outputs):
    """An earlier run's outputs, and their bytes."""
    copytree(seed_outputs, out)
    return contents(out)


def deliver(book, out, **more):
    return score_and_deliver(Request([book], round="6m"), out, **more)


def refusal(book, out, **more):
    with pytest.raises(RefusedRunError) as refused:
        deliver(book, out, **more)
    return [(item.code, dict(item.values).get("found")) for item in refused.value.findings]


def when(stage, do):
    """A watch that does something as a stage of the run begins."""

    def watch(now, done, _total):
        if now is stage and not done:
            do()

    return watch


def names(path):
    return sorted(one.name for one in path.iterdir())


# --- saved into the results folder while a run is writing


def test_a_file_saved_there_during_the_run_is_kept_and_named(book, out, delivered):
    note = out / "บันทึก.docx"
    watch = when(RunStage.DELIVERY, lambda: note.write_bytes(MINE))
    assert refusal(book, out, watch=watch) == [("out-foreign-files", "บันทึก.docx")]
    assert contents(out) == {**delivered, "บันทึก.docx": MINE}
    assert names(out.parent) == ["out"]


def test_a_result_edited_during_the_run_is_kept_and_named(book, out, delivered):
    watch = when(RunStage.SUMMARY, lambda: (out / "summary.xlsx").write_bytes(MINE))
    assert refusal(book, out, watch=watch) == [("out-changed-files", "summary.xlsx")]
    assert (out / "summary.xlsx").read_bytes() == MINE


def test_a_folder_that_somebody_makes_there_during_a_first_run_is_kept(book, out):
    def save():
        out.mkdir()
        (out / "mine.txt").write_bytes(MINE)

    assert refusal(book, out, watch=when(RunStage.DELIVERY, save)) == [
        ("out-foreign-files", "mine.txt")
    ]
    assert contents(out) == {"mine.txt": MINE}


@pytest.mark.parametrize("name", ["mine.txt", "summary.xlsx"])
def test_a_file_saved_at_the_very_moment_of_the_swap_is_kept(
    book, out, delivered, monkeypatch, name
):
    move = disk.move

    def saved_just_before(source, target):
        if source == out.resolve():
            (out / name).write_bytes(MINE)
        move(source, target)

    monkeypatch.setattr(disk, "move", saved_just_before)
    assert refusal(book, out) == [("out-foreign-files", name)]
    assert contents(out) == {**delivered, name: MINE}
    assert names(out.parent) == ["out"]


def test_a_file_saved_into_the_folder_that_was_moved_away_comes_back(
    book, out, delivered, monkeypatch
):
    flush = disk.flush

    def saved_by_an_open_window(path):
        flush(path)
        backup = out.with_name(".out.old")
        if backup.exists():
            (backup / "mine.txt").write_bytes(MINE)
            (backup / "summary.xlsx").write_bytes(MINE)

    monkeypatch.setattr(disk, "flush", saved_by_an_open_window)
    deliver(book, out)
    assert (out / "mine.txt").read_bytes() == MINE
    assert (out / "summary (2).xlsx").read_bytes() == MINE
    assert names(out.parent) == ["out"]


# --- what is not this program's


@pytest.mark.parametrize("inner", ["mine.txt", None])
@pytest.mark.parametrize("name", [".out.old", ".out.new"])
def test_a_folder_of_somebody_elses_under_our_name_is_never_touched(
    book, out, delivered, name, inner
):
    theirs = out.with_name(name)
    theirs.mkdir()
    if inner:
        (theirs / inner).write_bytes(MINE)
    deliver(book, out)
    deliver(book, out)
    assert contents(theirs) == ({inner: MINE} if inner else {})
    assert names(out.parent) == [name, "out"]


def test_a_file_under_the_name_of_the_lock_is_never_taken_away(book, out):
    out.parent.mkdir()
    lock = out.with_name(".out.lock")
    lock.write_bytes(MINE)
    deliver(book, out)
    assert lock.read_bytes() == MINE


def test_an_empty_folder_among_the_results_is_a_foreign_one(book, out, delivered):
    (out / "เก็บไว้").mkdir()
    assert refusal(book, out) == [("out-foreign-files", "เก็บไว้/")]
    assert (out / "เก็บไว้").is_dir()


@needs_links
@pytest.mark.parametrize("name", ["link", "summary.xlsx", "scoresheets/link"])
def test_a_link_among_the_results_is_a_foreign_one(tmp_path, book, out, delivered, name):
    aim = tmp_path / "elsewhere"
    aim.mkdir()
    (aim / "mine.txt").write_bytes(MINE)
    (out / name).unlink(missing_ok=True)
    (out / name).symlink_to(aim, target_is_directory=True)
    assert refusal(book, out) == [("out-foreign-files", name)]
    assert (out / name).is_symlink()
    assert contents(aim) == {"mine.txt": MINE}


def test_a_backup_is_cleared_of_what_a_run_delivered_and_of_nothing_else(book, out, delivered):
    backup = out.with_name(".out.old")
    out.rename(backup)
    deliver(book, out)
    backup.mkdir(exist_ok=True)
    for name, content in delivered.items():
        (backup / name).parent.mkdir(exist_ok=True)
        (backup / name).write_bytes(content)
    (backup / "mine.txt").write_bytes(MINE)
    (backup / "results.csv").write_bytes(MINE)
    deliver(book, out)
    assert {"mine.txt": MINE, "results.csv": MINE}.items() <= contents(backup).items()
    assert "summary.xlsx" not in contents(backup)


def test_the_results_folder_of_somebody_else_is_said_before_anything_is_read(
    book, out, delivered, monkeypatch
):
    monkeypatch.setattr(folder.os, "access", lambda path, _mode: Path(path) != out.resolve())
    assert [code for code, _ in refusal(book, out)] == ["out-not-writable"]
    assert contents(out) == delivered


@needs_links
def test_a_folder_that_leads_into_the_input_by_another_name_is_seen(tmp_path, book, monkeypatch):
    # As a junction or a drive letter on Windows, which no comparison of names tells.
    door = tmp_path / "door"
    door.symlink_to(book.parent, target_is_directory=True)
    resolve = Path.resolve
    monkeypatch.setattr(
        Path, "resolve", lambda self: self if "door" in self.parts else resolve(self)
    )
    with pytest.raises(RefusedRunError) as refused:
        Delivery(door / "out", [book.parent])
    assert [one.code for one in refused.value.findings] == ["out-overlaps-input"]


def test_a_pattern_that_meets_a_folder_is_seen_as_that_folder(tmp_path, book):
    found = refusal(tmp_path / "giv*", book.parent / "out")
    assert [code for code, _ in found] == ["out-overlaps-input"]


# --- places that cannot hold results


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("/", "out-not-of-its-own"),
        (".", "out-not-of-its-own"),
        ("..", "out-not-of-its-own"),
        ("a\0b", "out-name-unusable"),
        ("x" * 300, "out-name-unusable"),
        ("m.xlsx", "out-is-a-file"),
        ("m.xlsx/deep/er", "out-is-a-file"),
        pytest.param("loop", "out-name-unusable", marks=needs_links),
    ],
)
def test_a_place_that_cannot_hold_results_is_exit_code_2(
    program, tmp_path, monkeypatch, book, place, code
):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("m.xlsx").write_bytes(MINE)
    if place == "loop":
        Path("loop").symlink_to("loop")
    found = refusal(book, Path(place))
    assert [one for one, _ in found] == [code]
    done = program("score", book, "--out", place)
    assert (done.code, done.out) == (2, "")
    assert Path("m.xlsx").read_bytes() == MINE


def test_a_name_too_long_for_windows_is_said_with_its_remedy(
    program, book, out, delivered, monkeypatch
):
    monkeypatch.setattr(disk, "path_limit", lambda: len(str(out)) + 30)
    done = program("score", book, "--out", out)
    assert (done.code, done.out) == (2, "")
    assert "scoresheets/2402" in done.err
    assert "C:\\qp" in done.err
    assert contents(out) == delivered


# --- the swap waits for what holds a folder for a moment


def test_a_folder_that_is_held_for_a_moment_is_renamed_all_the_same(
    book, out, delivered, monkeypatch
):
    matrix_workbook(book, [[SEED_OFFICE, *levels_with(SEED, i1=5)]])
    rename, held = Path.rename, [3]

    def held_at_first(self, target):
        if held[0]:
            held[0] -= 1
            raise PermissionError(13, "a scanner looks at it", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held_at_first)
    monkeypatch.setattr(disk, "_TRY_EVERY", 0.001)
    deliver(book, out)
    assert contents(out) != delivered
    assert names(out.parent) == ["out"]


def test_everything_is_on_the_disk_before_the_swap(book, out, monkeypatch):
    done = []
    flush, move = disk.flush, disk.move
    monkeypatch.setattr(disk, "flush", lambda path: (done.append(path.name), flush(path)))
    monkeypatch.setattr(disk, "move", lambda *pair: (done.append("swap"), move(*pair)))
    deliver(book, out)
    files = {Path(name).name for name in contents(out)}
    before = done[: done.index("swap")]
    assert files | {"scoresheets", ".out.new"} <= set(before)
    assert "results" in done[done.index("swap") :]  # and the names, after it


# --- inputs that go, change, or bear strange names


def record(out):
    return json.loads((out / "run.json").read_text("utf-8"))["inputs"]


def test_an_input_that_goes_during_the_run_is_known_by_what_was_read(book, out):
    was = "sha256:" + hashlib.sha256(book.read_bytes()).hexdigest()
    deliver(book, out, watch=when(RunStage.SCORING, book.unlink))
    assert [one["hash"] for one in record(out)] == [was]


def test_an_input_that_changes_during_the_run_is_known_by_what_was_scored(book, out):
    was = "sha256:" + hashlib.sha256(book.read_bytes()).hexdigest()
    deliver(book, out, watch=when(RunStage.SCORING, lambda: book.write_bytes(MINE)))
    assert [one["hash"] for one in record(out)] == [was]


def test_an_input_that_could_not_be_read_has_no_hash_and_stops_no_other(book, out):
    (book.parent / "empty.xlsx").write_bytes(b"")
    outcome = deliver(book.parent, out)
    assert [one.code for one in outcome.findings] == ["file-empty"]
    assert {one["name"]: one["hash"] is None for one in record(out)} == {
        "empty.xlsx": True,
        "m.xlsx": False,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_in_another_encoding_is_read_like_any(program, tmp_path, book, out):
    strange = os.fsdecode(b"\xca\xff\xb0.xlsx")
    book.rename(book.with_name(strange))
    done = program("score", book.parent, "--out", out, "--round", "6m")
    assert done.code == 0
    assert [one["name"] for one in record(out)] == ["\ufffd" * 3 + ".xlsx"]


@needs_links
@pytest.mark.parametrize("command", ["score", "check"])
def test_a_link_to_itself_is_an_input_that_is_not_there(program, tmp_path, book, out, command):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert program(command, loop, "--out", out).code == 2
    done = program(command, loop, book, "--out", out, "--round", "6m")
    assert done.code == 1
    assert out.exists()


def test_a_name_that_turns_its_own_text_reaches_no_console(program, tmp_path, book, out):
    book.rename(book.with_name("ผล\u202excod.xlsx"))
    matrix_workbook(book, [["2401", *levels_with(PRIMARY_ALL_THREE, i7=9)]])
    done = program("score", book.parent, "--out", out.with_name("\u2066x"))
    assert not set(done.out + done.err) & set("\u202e\u2066")
    (book.parent / "ผล\u202excod.xlsx").write_bytes(b"damaged")
    done = program("score", book.parent, "--out", out)
    assert "ผล\ufffdxcod.xlsx" in done.err


# --- lists of offices have bounds


def test_a_list_of_offices_beyond_all_bounds_is_refused_at_once(program, tmp_path, book, out):
    row = "99{:05d},สพป,สำนักงานตัวอย่าง เขต {},,"
    long = offices_list(tmp_path / "o.csv", *(row.format(at, at) for at in range(40_001)))
    done = program("score", book, "--offices", long, "--out", out, "--round", "6m")
    assert (done.code, done.out) == (2, "")
    assert "o.csv" in done.err
    long.write_bytes(b"code,type,name_th\n" + b"x" * 50 * 2**20)
    assert program("score", book, "--offices", long, "--out", out).code == 2


# --- what is written where no results stand


def test_forms_are_written_all_or_none(program, tmp_path, monkeypatch):
    write = forms.write_form

    def full_at_the_second(path, form):
        write(path, form)
        if "2402" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(forms, "write_form", full_at_the_second)
    done = program("template", "--office", "2401", "2402", "--out", tmp_path / "forms")
    assert (done.code, done.out) == (2, "")
    assert "เต็ม" in done.err
    assert names(tmp_path / "forms") == []


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_text_of_an_input_is_a_formula_in_a_csv_file(tmp_path, out, sign):
    listed = offices_list(tmp_path / "o.csv", f'9901,สพป,"{sign}cmd() สำนักงานตัวอย่าง",,')
    book = matrix_workbook(tmp_path / "m.xlsx", [["9901", *PRIMARY_ALL_THREE]])
    score_and_deliver(Request([book], round="6m", offices=listed), out)
    assert f"'{sign}cmd()" in (out / "results.csv").read_text("utf-8-sig")


def test_workbooks_do_not_tell_on_which_system_they_were_made(book, out, monkeypatch):
    deliver(book, out)
    here = contents(out)
    init = zipfile.ZipInfo.__init__

    def made_on_windows(self, *arguments, **more):
        init(self, *arguments, **more)
        self.create_system = 0

    monkeypatch.setattr(zipfile.ZipInfo, "__init__", made_on_windows)
    deliver(book, out)
    books = [name for name in here if name.endswith(".xlsx")]
    assert books and {name: contents(out)[name] for name in books} == {n: here[n] for n in books}
    assert zipfile.ZipFile(out / "summary.xlsx").testzip() is None


@pytest.mark.skipif(sys.platform == "win32", reason="sends itself a signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_midst_of_the_swap_waits_for_its_end_and_the_message_is_true(
    program, book, out, delivered, monkeypatch, number
):
    matrix_workbook(book, [[SEED_OFFICE, *levels_with(SEED, i1=5)]])
    move = disk.move

    def stopped_between(source, target):
        move(source, target)
        if source == out.resolve():
            signal.raise_signal(number)

    monkeypatch.setattr(disk, "move", stopped_between)
    done = program("score", book, "--out", out, "--round", "6m")
    assert done.code == 128 + number
    assert text("run-disturbed-delivered", out=out) in done.err
    assert contents(out) != delivered
    assert names(out.parent) == ["out"]
