from __future__ import annotations

import os
from pathlib import Path

import pytest
from making import needs_links

from qp_scoring.findings import FindingLog
from qp_scoring.intake import files
from qp_scoring.intake.files import Inputs, find_inputs


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(found: Inputs) -> list[str]:
    return [item.name for item in found.files]


def codes(log: FindingLog) -> list[tuple[str, str | None]]:
    return [(item.code, item.place.file) for item in log]


def test_folder_with_subfolders_in_order_of_names(tmp_path: Path) -> None:
    put(tmp_path, "ข.xlsx", "ก/B.XLSM", "ก/a.csv", "A.Xlsx")
    log = FindingLog()
    found = find_inputs([tmp_path], log)
    assert names(found) == ["A.Xlsx", "ก/B.XLSM", "ก/a.csv", "ข.xlsx"]
    assert all(item.path.is_absolute() and item.path.is_file() for item in found.files)
    assert [item.suffix for item in found.files] == [".xlsx", ".xlsm", ".csv", ".xlsx"]
    assert not len(log)


def test_order_of_arguments_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, "one/a.xlsx", "one/c.xlsx", "two/b.xlsx", "two/c.xlsx")
    forth = find_inputs([tmp_path / "one", tmp_path / "two"], FindingLog())
    back = find_inputs([tmp_path / "two", tmp_path / "one"], FindingLog())
    assert forth == back
    assert names(forth) == ["a.xlsx", "b.xlsx", "one/c.xlsx", "two/c.xlsx"]


def test_clashing_names_take_as_much_of_the_path_as_they_need(tmp_path: Path) -> None:
    put(tmp_path, "x/marks/a.xlsx", "y/marks/a.xlsx", "z/a.xlsx")
    found = find_inputs(
        [tmp_path / "x/marks", tmp_path / "y/marks/a.xlsx", tmp_path / "z"], FindingLog()
    )
    assert names(found) == ["x/marks/a.xlsx", "y/marks/a.xlsx", "z/a.xlsx"]


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.xlsx",
        "~$a.xlsx",
        ".hidden.xlsx",
        ".git/b.xlsx",
        "README.md",
        "old/run.json",
        "old/deep/c.xlsx",
    )
    log = FindingLog()
    found = find_inputs([tmp_path], log)
    assert names(found) == ["a.xlsx"]
    assert sorted(codes(log)) == [
        ("file-skipped-hidden", ".git"),
        ("file-skipped-hidden", ".hidden.xlsx"),
        ("file-skipped-lock", "~$a.xlsx"),
        ("file-skipped-output", "old"),
        ("file-skipped-type", "README.md"),
    ]
    assert not log.has_errors()


@pytest.mark.parametrize("name", ["a.numbers", "a.ET", "a.rar"])
def test_other_spreadsheets_are_errors(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "b.xlsx")
    log = FindingLog()
    assert names(find_inputs([tmp_path], log)) == ["b.xlsx"]
    assert codes(log) == [("file-old-format", name)]
    assert log.has_errors()


def test_offices_list_is_never_data(tmp_path: Path) -> None:
    put(tmp_path, "in/Offices.CSV", "in/sub/offices.csv", "in/a.csv", "offices.csv")
    log = FindingLog()
    found = find_inputs([tmp_path / "in", tmp_path / "offices.csv"], log)
    assert names(found) == ["a.csv"]
    assert [item.name for item in found.offices_lists] == ["Offices.CSV", "offices.csv"]
    assert codes(log) == [("offices-list-misplaced", "sub/offices.csv")]


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "sub/b.xlsx")
    log = FindingLog()
    arguments = [tmp_path, tmp_path / "a.xlsx", tmp_path / "sub", tmp_path / "sub/../a.xlsx"]
    assert names(find_inputs(arguments, log)) == ["a.xlsx", "sub/b.xlsx"]
    assert {code for code, _ in codes(log)} == {"file-skipped-duplicate"}
    assert len(log) == 3


def test_missing(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx")
    log = FindingLog()
    found = find_inputs([tmp_path / "none.xlsx", tmp_path, tmp_path / "*.csv", "nul\0byte"], log)
    assert names(found) == ["a.xlsx"]
    assert [item.code for item in log] == ["input-missing"] * 3
    assert dict(next(iter(log)).values)["path"].endswith("none.xlsx")


def test_wildcards_are_expanded(tmp_path: Path) -> None:
    put(tmp_path, "a1.xlsx", "a2.xlsx", "b.xlsx", "notes.md", "deep/x/c.xlsx")
    assert names(find_inputs([str(tmp_path / "a?.xlsx")], FindingLog())) == ["a1.xlsx", "a2.xlsx"]
    log = FindingLog()
    assert names(find_inputs([str(tmp_path / "*")], log)) == [
        "a1.xlsx",
        "a2.xlsx",
        "b.xlsx",
        "x/c.xlsx",
    ]
    assert codes(log) == [("file-skipped-type", "notes.md")]


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    put(tmp_path, "marks [1].xlsx")
    log = FindingLog()
    assert names(find_inputs([tmp_path / "marks [1].xlsx"], log)) == ["marks [1].xlsx"]
    assert not len(log)


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    log = FindingLog()
    assert find_inputs([tmp_path / "none"], log) == Inputs()
    assert codes(log) == [("input-empty", "none")]


def test_folder_without_readable_file_lists_what_is_there(tmp_path: Path) -> None:
    put(tmp_path, "in/a.pdf", "in/b.docx")
    log = FindingLog()
    find_inputs([tmp_path / "in"], log)
    last = list(log)[-1]
    assert (last.code, last.place.file) == ("input-no-workbook", "in")
    assert dict(last.values) == {"count": "2", "found": "a.pdf, b.docx"}


def test_results_folder_as_input_holds_nothing_readable(tmp_path: Path) -> None:
    put(tmp_path, "out/run.json", "out/to-decide.xlsx")
    log = FindingLog()
    assert not find_inputs([tmp_path / "out"], log).files
    assert codes(log) == [("file-skipped-output", "out"), ("input-no-workbook", "out")]
    log = FindingLog()
    named = find_inputs([tmp_path / "out/to-decide.xlsx"], log)
    assert names(named) == ["to-decide.xlsx"]
    assert not len(log)


def test_single_file_of_another_type(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    log = FindingLog()
    find_inputs([tmp_path / "a.pdf"], log)
    assert [code for code, _ in codes(log)] == ["file-skipped-type", "input-no-workbook"]


@needs_links
def test_links(tmp_path: Path) -> None:
    put(tmp_path, "in/real/a.xlsx", "out/b.xlsx", "store/c")
    inside = tmp_path / "in"
    (inside / "out.xlsx").symlink_to(tmp_path / "out/b.xlsx")
    (inside / "outside").symlink_to(tmp_path / "out", target_is_directory=True)
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "broken.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    (inside / "self").symlink_to(inside / "self")
    log = FindingLog()
    assert names(find_inputs([inside], log)) == ["real/a.xlsx"]
    assert codes(log) == [
        ("file-skipped-link", "broken.xlsx"),
        ("file-skipped-duplicate", "loop"),
        ("file-skipped-link", "out.xlsx"),
        ("file-skipped-link", "outside"),
        ("file-skipped-link", "self"),
    ]
    log = FindingLog()  # a link that the user names is followed
    assert names(find_inputs([inside / "out.xlsx"], log)) == ["out.xlsx"]
    assert codes(log) == []
    assert find_inputs([inside / "broken.xlsx"], log).files == ()
    assert [code for code, _ in codes(log)] == ["input-missing"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    log = FindingLog()
    assert not find_inputs([tmp_path], log).files
    assert codes(log)[0] == ("file-skipped-type", "pipe.xlsx")


def test_names_are_composed_and_printable(tmp_path: Path) -> None:
    try:
        put(tmp_path, "e\u0301.xlsx", "a\nb.xlsx", os.fsdecode(b"\xa1\xa2.xlsx"))
    except (OSError, UnicodeError):
        pytest.skip("the file system refuses such names")
    found = names(find_inputs([tmp_path], FindingLog()))
    assert found == ["a\ufffdb.xlsx", "é.xlsx", "\ufffd\ufffd.xlsx"]


def test_two_spellings_of_one_name_stay_apart(tmp_path: Path) -> None:
    put(tmp_path, "e\u0301.xlsx", "\u00e9.xlsx")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system makes them one")
    assert names(find_inputs([tmp_path], FindingLog())) == ["é.xlsx", "é.xlsx (2)"]


def test_endless_folder_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_ENTRIES", 3)
    put(tmp_path, *(f"{n}.xlsx" for n in range(5)))
    log = FindingLog()
    find_inputs([tmp_path], log)
    assert [code for code, _ in codes(log)] == ["input-too-many"]


def test_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.xlsx", "shut/b.xlsx")
    real = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "shut":
            raise PermissionError
        return real(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    log = FindingLog()
    assert names(find_inputs([tmp_path], log)) == ["a.xlsx"]
    assert codes(log) == [("input-unreadable", "shut")]


def test_no_arguments() -> None:
    log = FindingLog()
    assert find_inputs([], log) == Inputs()
    assert not len(log)
