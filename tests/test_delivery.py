"""Delivery: complete or not at all, and never over what is not this program's (docs/rules.md)."""

import hashlib
import json
import shutil
from pathlib import Path
from shutil import copytree

import pytest
from making import (
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED,
    SEED_OFFICE,
    SHIPPED_LEVELS,
    contents,
    levels_with,
    matrix_workbook,
    needs_links,
)

from qp_scoring.delivery import disk
from qp_scoring.delivery.folder import mark
from qp_scoring.delivery.staging import Delivery
from qp_scoring.findings import RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.jobs import compose, score
from qp_scoring.jobs.score import score_and_deliver


@pytest.fixture
def book(tmp_path):
    return matrix_workbook(tmp_path / "given" / "m.xlsx", [[SEED_OFFICE, *SEED]])


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results" / "รอบแรก"


def deliver(book, out):
    return score_and_deliver(Request([book], round="6m"), out)


def refusal(book, out):
    with pytest.raises(RefusedRunError) as refused:
        deliver(book, out)
    return [(item.code, dict(item.values), item.place.file) for item in refused.value.findings]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def delivered(out, seed_outputs):
    """An earlier run's outputs, and their bytes."""
    copytree(seed_outputs, out)
    return contents(out)


# --- what is delivered


def test_a_run_delivers_its_files_and_leaves_nothing_beside_them(book, out):
    deliver(book, out)
    assert names(out) == [
        "analysis.json",
        "dashboard.html",
        "mailing.csv",
        "results.csv",
        "results.json",
        "rubric.json",
        "run.json",
        "scoresheets",
        "summary.xlsx",
    ]
    assert names(out.parent) == ["รอบแรก"]


def test_the_record_lists_every_file_with_its_true_hash(book, out):
    deliver(book, out)
    record = json.loads((out / "run.json").read_text("utf-8"))
    files = contents(out)
    files.pop("run.json")
    assert {one["name"]: one["hash"] for one in record["outputs"]} == {
        name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    (given,) = record["inputs"]
    assert given["hash"] == "sha256:" + hashlib.sha256(book.read_bytes()).hexdigest()
    assert given["name"] == "m.xlsx"
    assert record["counts"]["offices"] == {"complete": 1}


def test_the_record_is_written_last(book, out, monkeypatch):
    written = []
    write = Delivery.write
    monkeypatch.setattr(
        Delivery, "write", lambda self, name, data: (written.append(name), write(self, name, data))
    )
    deliver(book, out)
    assert written[-1] == "run.json"
    assert written.count("run.json") == 1


def test_only_the_record_holds_clock_times_and_absolute_paths(book, out):
    deliver(book, out)
    texts = ["results.json", "results.csv", "rubric.json"]
    given = json.dumps(str(book.parent), ensure_ascii=False)[1:-1]  # with \\ as JSON writes it
    assert not any(given in (out / name).read_text("utf-8") for name in texts)
    assert given in (out / "run.json").read_text("utf-8")


def test_a_second_run_takes_the_place_of_the_first(book, out, delivered):
    matrix_workbook(book, [[SECONDARY_OFFICE, *SECONDARY_ALL_THREE]])
    deliver(book, out)
    assert [name[:5] for name in names(out / "scoresheets")] == ["M4200"]
    assert names(out.parent) == ["รอบแรก"]


# --- same inputs, same bytes


def without_record(folder):
    files = contents(folder)
    files.pop("run.json")
    return files


def test_two_runs_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        score_and_deliver(Request([SHIPPED_LEVELS]), tmp_path / name)
    assert without_record(tmp_path / "one") == without_record(tmp_path / "two")


def test_the_place_of_the_inputs_and_the_order_of_files_change_nothing(tmp_path):
    rows = [[SECONDARY_OFFICE, *SECONDARY_ALL_THREE], [SEED_OFFICE, *SEED]]
    for folder in ("here", "there/deeper"):
        for at, row in enumerate(rows):
            matrix_workbook(tmp_path / folder / f"{at}.xlsx", [row])
    here, there = tmp_path / "here", tmp_path / "there" / "deeper"
    shutil.copy(here / "0.xlsx", there / "0.xlsx")
    shutil.copy(here / "1.xlsx", there / "1.xlsx")
    score_and_deliver(Request([here]), tmp_path / "a")
    score_and_deliver(Request([there / "1.xlsx", there / "0.xlsx"]), tmp_path / "b")
    assert without_record(tmp_path / "a") == without_record(tmp_path / "b")


# --- complete or absent


@pytest.mark.parametrize(
    ("room", "fails"),
    [
        (compose, "write_scoresheet"),
        (score, "write_summary"),
        (score, "tidy_parts"),
        (score, "_record"),
    ],
)
def test_a_fault_while_writing_leaves_the_old_outputs_whole(
    book, out, delivered, monkeypatch, room, fails
):
    def broken(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, fails, broken)
    assert [code for code, _, _ in refusal(book, out)] == ["out-disk-full"]
    assert contents(out) == delivered
    monkeypatch.undo()
    deliver(book, out)
    assert names(out.parent) == ["รอบแรก"]


def test_a_fault_while_writing_leaves_no_half_of_a_first_run(book, out, monkeypatch):
    monkeypatch.setattr(score, "write_summary", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deliver(book, out)
    assert not out.exists()


def test_an_unreadable_input_leaves_the_old_outputs_whole(book, out, delivered):
    book.write_bytes(b"no workbook")
    with pytest.raises(RefusedRunError):
        deliver(book, out)
    assert contents(out) == delivered


# --- a swap that was stopped between its steps is repaired


def begin_next_run(book, out):
    """The next run, before it writes anything."""
    with Delivery(out, [book]):
        pass


def test_stopped_after_the_backup_was_made(book, out, delivered):
    backup = out.with_name(f".{out.name}.old")
    out.rename(backup)
    begin_next_run(book, out)
    assert contents(out) == delivered
    assert not backup.exists()


def test_stopped_before_the_backup_went(book, out, delivered):
    backup = out.with_name(f".{out.name}.old")
    shutil.copytree(out, backup)
    begin_next_run(book, out)
    assert contents(out) == delivered
    assert not backup.exists()


def test_stopped_while_writing(book, out, delivered):
    staged = out.with_name(f".{out.name}.new")
    mark(staged)
    (staged / "results.json").write_text("half of")
    (staged / "stale.txt").write_text("left over")
    deliver(book, out)
    assert "stale.txt" not in names(out)
    assert names(out.parent) == ["รอบแรก"]


def test_stopped_between_the_two_renames(book, out, delivered):
    # The backup is made and the new folder is whole, but not in its place yet.
    out.rename(out.with_name(f".{out.name}.old"))
    staged = out.with_name(f".{out.name}.new")
    shutil.copytree(out.with_name(f".{out.name}.old"), staged)
    begin_next_run(book, out)
    assert contents(out) == delivered
    assert names(out.parent) == ["รอบแรก"]


# --- what is not this program's is never touched


def test_a_folder_with_foreign_files_is_refused(book, out):
    out.mkdir(parents=True)
    (out / "บันทึก.docx").write_text("งานของคนอื่น", "utf-8")
    assert refusal(book, out) == [("out-foreign-files", {"found": "บันทึก.docx"}, "รอบแรก")]
    assert names(out) == ["บันทึก.docx"]


def test_a_file_added_to_our_outputs_is_foreign(book, out, delivered):
    (out / "scoresheets" / "ของฉัน.xlsx").write_text("x")
    (found,) = refusal(book, out)
    assert (found[0], found[1]["found"]) == ("out-foreign-files", "scoresheets/ของฉัน.xlsx")
    assert (out / "scoresheets" / "ของฉัน.xlsx").exists()


def test_a_record_that_is_not_ours_protects_nothing_else(book, out):
    out.mkdir(parents=True)
    (out / "run.json").write_text('{"scripts": {}}')
    (out / "package.json").write_text("{}")
    (found,) = refusal(book, out)
    assert (found[0], found[1]["found"]) == ("out-foreign-files", "package.json, run.json")


def test_a_file_that_was_changed_since_is_refused(book, out, delivered):
    (out / "summary.xlsx").write_bytes(b"notes of an evaluator")
    (found,) = refusal(book, out)
    assert (found[0], found[1]["found"]) == ("out-changed-files", "summary.xlsx")
    assert (out / "summary.xlsx").read_bytes() == b"notes of an evaluator"


def test_a_file_that_was_deleted_since_is_no_reason_to_refuse(book, out, delivered):
    (out / "summary.xlsx").unlink()
    deliver(book, out)
    assert (out / "summary.xlsx").exists()


def test_many_foreign_files_are_counted(book, out):
    out.mkdir(parents=True)
    for at in range(8):
        (out / f"{at}.txt").write_text("x")
    (found,) = refusal(book, out)
    assert found[1]["found"] == "0.txt, 1.txt, 2.txt, 3.txt, 4.txt (+3)"


def test_an_empty_folder_may_be_used(book, out):
    out.mkdir(parents=True)
    deliver(book, out)
    assert (out / "run.json").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(book, out):
    out.parent.mkdir()
    out.write_text("x")
    assert [code for code, _, _ in refusal(book, out)] == ["out-is-a-file"]
    assert out.read_text() == "x"


# --- open files


def test_a_lock_file_of_excel_says_which_file_is_open(book, out, delivered):
    (out / "~$summary.xlsx").write_bytes(b"owner")
    assert refusal(book, out) == [("out-file-open", {}, "รอบแรก/summary.xlsx")]
    (out / "~$summary.xlsx").unlink()
    assert contents(out) == delivered


def refuse_rename(monkeypatch, when):
    """Let the system refuse a rename, as Windows does where a file in the folder is open."""
    rename = Path.rename

    def refusing(self, target):
        if when(self):
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)
    monkeypatch.setattr(disk, "PATIENCE", 0.2)


def test_a_file_open_on_windows_is_named_and_nothing_changes(book, out, delivered, monkeypatch):
    matrix_workbook(book, [[SEED_OFFICE, *levels_with(SEED, i1=5)]])
    refuse_rename(monkeypatch, lambda path: path == out.resolve())
    opened = Path.open

    def open_elsewhere(self, mode="r", *args, **more):
        if self.name == "summary.xlsx" and "+" in mode:
            raise PermissionError(13, "in use", str(self))
        return opened(self, mode, *args, **more)

    monkeypatch.setattr(Path, "open", open_elsewhere)
    assert refusal(book, out) == [("out-file-open", {}, "รอบแรก/summary.xlsx")]
    monkeypatch.undo()
    assert contents(out) == delivered
    assert names(out.parent) == ["รอบแรก"]


def test_a_new_folder_that_cannot_take_its_place_gives_it_back(book, out, delivered, monkeypatch):
    refuse_rename(monkeypatch, lambda path: path.name.endswith(".new"))
    assert [code for code, _, _ in refusal(book, out)] == ["out-not-writable"]
    monkeypatch.undo()
    assert contents(out) == delivered
    assert names(out.parent) == ["รอบแรก"]


def test_an_open_file_is_exit_code_2_with_its_name(program, book, out, delivered):
    (out / "~$results.csv").write_bytes(b"owner")
    done = program("score", book, "--out", out, "--round", "6m")
    assert (done.code, done.out) == (2, "")
    assert "results.csv" in done.err


# --- inputs are never inside outputs, nor outputs inside inputs


@pytest.mark.parametrize("inside", [".", "out", "deep/er"])
def test_an_output_folder_inside_the_input_is_refused(book, inside):
    folder = book.parent
    before = contents(folder)
    found = refusal(folder, folder / inside)
    assert "out-overlaps-input" in [code for code, _, _ in found]
    assert contents(folder) == before


def test_an_output_folder_around_the_input_is_refused(tmp_path, book):
    before = contents(tmp_path)
    assert [code for code, _, _ in refusal(book, tmp_path)] == ["out-overlaps-input"]
    assert contents(tmp_path) == before


@needs_links
def test_a_way_round_through_dots_or_a_link_is_seen(tmp_path, book):
    link = tmp_path / "link"
    link.symlink_to(book.parent, target_is_directory=True)
    for out in (book.parent / "x" / ".." / "out", link / "out"):
        found = refusal(book.parent, out)
        assert [code for code, _, _ in found] == ["out-overlaps-input"]


def test_a_folder_beside_a_single_input_file_is_fine(book):
    out = book.parent / "out"
    deliver(book, out)
    assert (out / "run.json").exists()


def test_outputs_of_an_earlier_run_are_never_read_as_input(tmp_path, book):
    deliver(book, tmp_path / "given" / "old")
    outcome = score_and_deliver(Request([tmp_path / "given"], round="6m"), tmp_path / "new")
    assert [item.code for item in outcome.findings] == ["file-skipped-output"]
    assert [office.code for office in outcome.results.offices] == [SEED_OFFICE]
