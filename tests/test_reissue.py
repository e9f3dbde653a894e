"""``score --previous``: what changed since an earlier issue of the same round, and what did not."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest
from making import (
    PRIMARY_ALL_THREE,
    SEED,
    SEED_OFFICE,
    contents,
    copy_rubric,
    levels_with,
    matrix_workbook,
)

MARK = "ฉบับแก้ไข"
FIRST, SECOND, THIRD = "2401", SEED_OFFICE, "2001"
SHORT = {
    FIRST: "2401 สพป.ฉะเชิงเทรา เขต 1",
    SECOND: "2402 สพป.ฉะเชิงเทรา เขต 2",
    THIRD: "2001 สพป.ชลบุรี เขต 1",
}


class Office:
    """A working place: a level matrix, and runs over it."""

    def __init__(self, folder: Path, program) -> None:
        self.folder = folder
        self.program = program
        self.options: list[object] = ["--round", "6m"]

    def issue(self, out: str, previous: str | None = None, **levels: object):
        rows = [[code.removeprefix("o"), *row] for code, row in sorted(levels.items())]
        book = matrix_workbook(self.folder / "m.xlsx", rows)
        more = ["--previous", self.folder / previous / "results.json"] if previous else []
        return self.program("score", book, "--out", self.folder / out, *more, *self.options)

    def record(self, out: str) -> dict:
        return json.loads((self.folder / out / "run.json").read_text("utf-8"))

    def sheet(self, out: str, code: str) -> bytes:
        return self._path(out, code).read_bytes()

    def _path(self, out: str, code: str) -> Path:
        return self.folder / out / "scoresheets" / f"{SHORT[code]}.xlsx"

    def texts(self, out: str, code: str) -> list[str]:
        book = openpyxl.load_workbook(self._path(out, code))
        return [
            str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value
        ]


@pytest.fixture
def desk(tmp_path, program):
    return Office(tmp_path, program)


SAME = {"o2401": PRIMARY_ALL_THREE, "o2402": SEED}
ONE_CHANGED = {"o2401": PRIMARY_ALL_THREE, "o2402": levels_with(SEED, i1=5)}


def test_the_record_keeps_a_hash_of_each_sheet_and_of_what_it_says(desk):
    desk.issue("one", **SAME)
    record = desk.record("one")
    outputs = {one["name"]: one["hash"] for one in record["outputs"]}
    assert [sheet["office"] for sheet in record["sheets"]] == [FIRST, SECOND]
    for sheet in record["sheets"]:
        assert sheet["hash"] == outputs[sheet["name"]]
        assert sheet["content_hash"].startswith("sha256:")
        assert sheet["revised"] is False
    assert "reissued" not in record


def test_a_sheet_that_changed_is_listed_and_marked(desk):
    desk.issue("one", **SAME)
    done = desk.issue("two", "one", **ONE_CHANGED)
    assert done.code == 0
    assert desk.record("two")["reissued"]["changed"] == [SHORT[SECOND]]
    line = next(line for line in done.out.splitlines() if MARK in line)
    assert SHORT[SECOND] in line
    assert MARK in desk.texts("two", SECOND)
    assert MARK not in desk.texts("two", FIRST)
    assert MARK not in desk.texts("one", SECOND)


def test_the_mark_stands_under_the_titles_with_the_date_of_the_letter(desk, tmp_path):
    dated = '[document]\ndate = "1 มิถุนายน 2566"\n\n[labels]\n'
    rubric = copy_rubric(tmp_path, {"[labels]\n": dated})
    desk.options += ["--rubric", rubric]
    desk.issue("one", **SAME)
    desk.issue("two", "one", **ONE_CHANGED)
    texts = desk.texts("two", SECOND)
    mark = next(at for at, text in enumerate(texts) if text.startswith(MARK))
    assert texts[mark] == f"{MARK} ลงวันที่ 1 มิถุนายน 2566"
    heading = next(at for at, text in enumerate(texts) if text.startswith("ตัวชี้วัดที่"))
    assert mark < heading


def test_a_run_without_changes_gives_the_same_bytes_and_says_so(desk):
    desk.issue("one", **SAME)
    done = desk.issue("two", "one", **SAME)
    for code in (FIRST, SECOND):
        assert desk.sheet("one", code) == desk.sheet("two", code)
    assert desk.record("two")["reissued"] == {
        "changed": [],
        "recompared": [],
        "unchanged": [SHORT[FIRST], SHORT[SECOND]],
        "added": [],
        "gone": [],
    }
    assert "ไม่ต้องแจกใหม่ 2 แห่ง" in done.out


def test_an_office_that_did_not_change_is_not_revised_by_the_change_of_another(desk):
    desk.issue("one", **SAME)
    desk.issue("two", "one", **ONE_CHANGED)
    reissued = desk.record("two")["reissued"]
    # What its sheet says of other offices may differ, but not what it says of this one.
    assert [*reissued["unchanged"], *reissued["recompared"]] == [SHORT[FIRST]]
    same = desk.sheet("one", FIRST) == desk.sheet("two", FIRST)
    assert (reissued["unchanged"] == [SHORT[FIRST]]) == same


def test_a_revised_sheet_stays_one_in_later_issues(desk):
    desk.issue("one", **SAME)
    desk.issue("two", "one", **ONE_CHANGED)
    desk.issue("three", "two", **ONE_CHANGED)
    assert MARK in desk.texts("three", SECOND)
    assert desk.sheet("three", SECOND) == desk.sheet("two", SECOND)
    assert SHORT[SECOND] in desk.record("three")["reissued"]["unchanged"]


def test_new_and_vanished_offices_are_said(desk):
    desk.issue("one", **SAME)
    done = desk.issue("two", "one", o2402=SEED, o2001=PRIMARY_ALL_THREE)
    reissued = desk.record("two")["reissued"]
    assert (reissued["added"], reissued["gone"]) == ([SHORT[THIRD]], [SHORT[FIRST]])
    assert reissued["changed"] == []
    lines = done.out.splitlines()
    assert any("ครั้งแรก" in line and SHORT[THIRD] in line for line in lines)
    assert any("ครั้งนี้ไม่มี" in line and SHORT[FIRST] in line for line in lines)


def test_an_office_whose_result_became_unfinished_has_no_sheet_any_more(desk):
    desk.issue("one", **SAME)
    desk.issue("two", "one", o2401=PRIMARY_ALL_THREE, o2402=levels_with(SEED, i1=None))
    assert desk.record("two")["reissued"]["gone"] == [SHORT[SECOND]]


def test_the_previous_results_may_stand_in_the_output_folder(desk):
    desk.issue("out", **SAME)
    done = desk.issue("out", "out", **ONE_CHANGED)
    assert done.code == 0
    assert desk.record("out")["reissued"]["changed"] == [SHORT[SECOND]]
    assert MARK in desk.texts("out", SECOND)


def test_the_previous_results_are_found_where_a_killed_run_left_them(desk, tmp_path):
    desk.issue("out", **SAME)
    (tmp_path / "out").rename(tmp_path / ".out.old")
    done = desk.issue("out", "out", **ONE_CHANGED)
    assert done.code == 0
    assert desk.record("out")["reissued"]["changed"] == [SHORT[SECOND]]


# --- what cannot be used refuses the run


def spoil(folder: Path, how: str) -> None:
    results, record = folder / "results.json", folder / "run.json"
    if how == "no results":
        results.unlink()
    elif how == "damaged results":
        results.write_bytes(results.read_bytes()[:-100])
    elif how == "changed results":
        results.write_bytes(results.read_bytes() + b"\n")
    elif how == "no record":
        record.unlink()
    elif how == "damaged record":
        record.write_text("{", "utf-8")
    else:
        told = json.loads(record.read_text("utf-8"))
        del told["sheets"]
        record.write_text(json.dumps(told), "utf-8")


@pytest.mark.parametrize(
    "how",
    [
        "no results",
        "damaged results",
        "changed results",
        "no record",
        "damaged record",
        "record of an older program",
    ],
)
def test_an_earlier_run_that_cannot_be_used_refuses_this_one(desk, tmp_path, how):
    desk.issue("one", **SAME)
    copytree(tmp_path / "one", tmp_path / "out")
    before = contents(tmp_path / "out")
    spoil(tmp_path / "one", how)
    done = desk.issue("out", "one", **ONE_CHANGED)
    assert (done.code, done.out) == (2, "")
    assert ("run.json" if "record" in how or "changed" in how else "results.json") in done.err
    assert contents(tmp_path / "out") == before


# --- another round is what the results are compared with


def test_a_later_round_given_as_the_previous_one_is_said(desk):
    desk.options = ["--round", "12m"]
    desk.issue("twelve", **SAME)
    desk.options = ["--round", "6m"]
    done = desk.issue("six", "twelve", **ONE_CHANGED)
    assert done.code == 0
    assert "กลับทิศ" in done.err
    desk.options = ["--round", "12m"]
    assert "กลับทิศ" not in desk.issue("again", "six", **SAME).err


def test_results_of_another_round_that_were_changed_since_are_said(desk, tmp_path):
    desk.issue("six", **SAME)
    desk.options = ["--round", "12m"]
    assert "run.json" not in desk.issue("twelve", "six", **SAME).err
    spoil(tmp_path / "six", "changed results")
    done = desk.issue("again", "six", **SAME)
    assert done.code == 0
    assert "ไม่ตรงกับ run.json" in done.err
    spoil(tmp_path / "six", "no record")
    assert "run.json" not in desk.issue("once more", "six", **SAME).err


def test_the_set_of_the_next_year_alone_is_no_difference_of_criteria(desk, tmp_path):
    desk.issue("before", **SAME)
    next_year = {
        'id = "qp-2566"': 'id = "qp-2567"',
        "fiscal_year = 2566": "fiscal_year = 2567",
        'version = "': 'version = "9',
        'name = "': 'name = "ปีต่อมา ',
    }
    desk.options += ["--rubric", copy_rubric(tmp_path, next_year)]
    done = desk.issue("after", "before", **SAME)
    assert done.code == 0
    assert "เกณฑ์ของรอบที่นำมาเทียบต่าง" not in done.err


def test_a_band_that_begins_elsewhere_is_a_difference_of_criteria(desk, tmp_path):
    desk.issue("before", **SAME)
    moved = {"at_least = 4.50": "at_least = 4.40"}
    desk.options = ["--round", "12m", "--rubric", copy_rubric(tmp_path, moved)]
    done = desk.issue("after", "before", **SAME)
    assert done.code == 0
    assert "ต่างจากรอบนี้ 1 เรื่อง" in done.err


def test_another_round_is_no_earlier_issue(desk):
    desk.issue("six", **SAME)
    desk.options = ["--round", "12m"]
    done = desk.issue("twelve", "six", **ONE_CHANGED)
    assert done.code == 0
    assert "reissued" not in desk.record("twelve")
    assert MARK not in desk.texts("twelve", SECOND)


def stored(folder: Path, code: str) -> dict:
    offices = json.loads((folder / "results.json").read_text("utf-8"))["offices"]
    return next(office for office in offices if office["code"] == code)


def test_the_mean_of_the_other_round_and_the_change_are_in_the_results(desk, tmp_path):
    desk.issue("six", **SAME)
    desk.options = ["--round", "12m"]
    done = desk.issue("twelve", "six", **ONE_CHANGED)
    # Indicator 1 rose from 2 to 5: 29/12 = 2.42 became 32/12 = 2.67.
    assert stored(tmp_path / "twelve", SECOND)["previous"] == {
        "fiscal_year": 2566,
        "round": "6m",
        "mean": "2.42",
        "band": "พอใช้",
        "change": "+0.25",
        "mean_exact": "29/12",
    }
    assert "+0.25" in next(line for line in done.out.splitlines() if "เขต 2" in line)
    # A new issue of the later round is still compared with the round before it.
    desk.issue("again", "twelve", o2401=PRIMARY_ALL_THREE, o2402=levels_with(SEED, i1=4))
    # 31/12 = 2.58, and the change is that of the printed means.
    assert stored(tmp_path / "again", SECOND)["previous"]["change"] == "+0.16"


def test_criteria_that_differ_from_those_of_the_other_round_are_said(desk, tmp_path):
    desk.options += ["--rubric", copy_rubric(tmp_path)]
    desk.issue("six", **SAME)
    harder = {'any = ["2.5", "2.6"]': 'all = ["2.5", "2.6"]'}
    rubric = copy_rubric(tmp_path, harder, file="indicators/02.toml")
    desk.options = ["--round", "12m", "--rubric", rubric]
    done = desk.issue("twelve", "six", **ONE_CHANGED)
    assert done.code == 0
    assert "(ตัวชี้วัด 2)" in done.err


def test_a_round_of_another_rubric_set_refuses_the_run(desk, tmp_path):
    desk.issue("six", **SAME)
    rubric = copy_rubric(tmp_path, {'id = "qp-2566"': 'id = "xx-2566"'})
    for path in (rubric / "indicators").iterdir():
        said = path.read_text("utf-8").replace('title = "', 'title = "เรื่องอื่น ', 1)
        path.write_text(said, "utf-8")
    desk.options = ["--round", "6m", "--rubric", rubric]
    done = desk.issue("other", "six", **SAME)
    assert done.code == 2
    assert not (tmp_path / "other").exists()
