"""What a round asks: items, measures, levels and conditions of some rounds only; and no cases."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from making import SEED_OFFICE
from openpyxl import load_workbook
from tiny_rubric import MAIN, edited, write

import qp_scoring
from qp_scoring.findings import FindingLog
from qp_scoring.jobs.rubric_exchange import export_rubric, import_rubric
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric, read_rubric
from qp_scoring.rubric.rounds import names_rounds

FIRST = '[[round]]\nid = "6m"\nname = "รอบ 6 เดือน"\n'
TWO_ROUNDS = edited(MAIN, {FIRST: f'{FIRST}\n[[round]]\nid = "12m"\nname = "รอบ 12 เดือน"\n'})


def item(key: str, more: str = "") -> str:
    return f'[[item]]\nid = "1.{key}"\ntext = "มี {key}"\nsuggest = "ควรมี {key}"\n{more}\n'


def measure(more: str = "") -> str:
    return (
        '[[measure]]\nid = "1.m"\ntext = "ร้อยละ"\nunit = "ร้อยละ"\nmin = 0\nmax = 100\n'
        f'numerator = "ที่กลับมา"\ndenominator = "ทั้งหมด"\nsuggest = "ควรเพิ่ม"\n{more}\n'
    )


def level(number: int, rule: str = "") -> str:
    return (
        f'[[level]]\nlevel = {number}\ntext = "เกณฑ์ {number}"\nsuggest = "ควร {number}"\n{rule}\n'
    )


HEAD = 'code = "1"\ntitle = "เดียว"\npurpose = "ทดสอบ"\napplies_to = ["สพป"]\nmethod = "criteria"\n'
LATER = 'rounds = ["12m"]'
BY_ROUND = "\n".join(
    [
        HEAD,
        item("1"),
        item("2"),
        item("3", LATER),
        measure(LATER),
        level(1),
        level(2, 'requires = { at_least = 2, of = ["1.1", "1.2", "1.3"] }'),
        level(
            3,
            'requires = { all = ["1.1", "1.2", "1.3", '
            '{ all = ["1.1", { measure = "1.m", min = 80 }], rounds = ["12m"] }] }',
        ),
    ]
)


def table(folder: Path, *rows: tuple[str, str, str], name: str = "ตาราง.csv") -> Path:
    """A long table of one office and assessor: item, mark or value, reason."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["office", "indicator", "item", "assessor", "mark", "reason"])
        for key, mark, reason in rows:
            writer.writerow([SEED_OFFICE, "1", key, "ก", mark, reason])
    return path


def rubric_in(folder: Path, indicator: str) -> Path:
    """The folder of the rubric, written where it is not there yet."""
    shutil.rmtree(folder / "tiny", ignore_errors=True)
    return write(folder, TWO_ROUNDS, indicator)


def scored(folder: Path, indicator: str, *rows: tuple[str, str, str], round_id: str = "6m"):
    rubric = rubric_in(folder, indicator)
    return qp_scoring.score(table(folder, *rows), rubric, round=round_id)


def level_of(results: qp_scoring.Results) -> int | None:
    return results.offices[0].indicators[0].level


def codes(results: qp_scoring.Results) -> set[str]:
    return {item.code for item in results.findings}


BOTH = (("1.1", "มี", ""), ("1.2", "มี", ""))
WHOLE = (*BOTH, ("1.3", "มี", ""))


def test_what_a_later_round_asks_for_is_not_asked_before(tmp_path):
    """In the first round levels 2 and 3 ask for 1.1 and 1.2; in the second for all and a value."""
    assert level_of(scored(tmp_path, BY_ROUND, *BOTH)) == 3
    later = scored(tmp_path, BY_ROUND, *WHOLE, ("1.m", "79", ""), round_id="12m")
    assert level_of(later) == 2
    later = scored(tmp_path, BY_ROUND, *WHOLE, ("1.m", "80", ""), round_id="12m")
    assert level_of(later) == 3
    assert codes(scored(tmp_path, BY_ROUND, *BOTH, round_id="12m")) >= {"items-not-assessed"}


def test_an_answer_that_another_round_asks_for_is_told_and_does_not_count(tmp_path):
    results = scored(tmp_path, BY_ROUND, *WHOLE)
    (told,) = [one for one in results.findings if one.code == "item-other-round"]
    assert (told.severity, told.cell) == ("warning", "C4")
    assert "1.3" in told.message and "รอบ 12 เดือน" in told.message
    assert [one.id for one in results.offices[0].indicators[0].items] == ["1.1", "1.2"]


def test_the_way_up_is_that_of_the_round(tmp_path):
    first = scored(tmp_path, BY_ROUND, ("1.1", "มี", ""), ("1.2", "ไม่มี", ""))
    assert first.offices[0].indicators[0].next_level.needs == (("1.2",),)
    assert first.rubric.hash == scored(tmp_path, BY_ROUND, *BOTH, round_id="12m").rubric.hash, (
        "both rounds are of one rubric"
    )


@pytest.mark.parametrize(("round_id", "asked"), [("6m", {"1.1", "1.2"}), ("12m", None)])
def test_a_form_has_the_rows_of_its_round(tmp_path, program, round_id, asked):
    rubric = rubric_in(tmp_path, BY_ROUND)
    out = tmp_path / "forms"
    ran = program(
        *("template", "--rubric", rubric, "--round", round_id, "--office", SEED_OFFICE),
        *("--out", out),
    )
    assert ran.code == 0, ran.err
    (path,) = out.glob("*.xlsx")
    first = {cell.value for (cell,) in load_workbook(path).active.iter_rows(max_col=1)}
    rows = {value for value in first if str(value) in {"1.1", "1.2", "1.3", "1.m"}}
    assert rows == (asked or {"1.1", "1.2", "1.3", "1.m"})


def test_a_comparison_says_what_is_asked_for_the_first_time(tmp_path, program):
    rubric = rubric_in(tmp_path, BY_ROUND)
    rounds = []
    for round_id, rows in (("6m", BOTH), ("12m", (*WHOLE, ("1.m", "90", "")))):
        folder = tmp_path / round_id
        folder.mkdir()
        table(folder, *rows)
        rounds.append(tmp_path / f"out-{round_id}")
        ran = program(
            *("score", folder, "--rubric", rubric, "--round", round_id, "--out", rounds[-1])
        )
        assert ran.code == 0, ran.err
    ran = program("compare", *rounds)
    assert "ถามครั้งแรกในรอบนี้ 1.3, 1.m" in " ".join(ran.out.split())
    assert "1.1" not in ran.out
    assert program("explain", rounds[1], SEED_OFFICE).code == 0


def test_a_level_may_have_an_entry_for_each_round(tmp_path):
    text = "\n".join(
        [
            HEAD,
            item("1"),
            item("2"),
            level(1),
            level(2, 'requires = { all = ["1.1"] }'),
            level(3, 'requires = { all = ["1.1", "1.2"] }\nrounds = ["12m"]'),
            level(3, 'requires = { any = ["1.1", "1.2"] }\nrounds = ["6m"]'),
        ]
    )
    rows = (("1.1", "มี", ""), ("1.2", "ไม่มี", ""))
    assert level_of(scored(tmp_path, text, *rows)) == 3
    assert level_of(scored(tmp_path, text, *rows, round_id="12m")) == 2


def test_rounds_and_no_cases_go_into_a_workbook_and_come_back(tmp_path):
    text = BY_ROUND.replace(LATER, f'{LATER}\nwhen_none = "level"', 2).replace(
        f'{LATER}\nwhen_none = "level"', LATER, 1
    )
    rubric = load_rubric(rubric_in(tmp_path, text))
    export_rubric(rubric, tmp_path / "book.xlsx")
    back = import_rubric(tmp_path / "book.xlsx", tmp_path / "back").rubric
    assert back == rubric and back.indicators[0].measure[0].when_none == "level"
    assert load_rubric(tmp_path / "back") == rubric


# --- faults of the rubric


def faults(folder: Path, indicator: str) -> dict[str, str]:
    log = FindingLog()
    read_rubric(rubric_in(folder, indicator), log, suspicions=True)
    return {one.code: str(one.place.file).rpartition(":")[2] for one in log}


def test_a_round_that_is_not_there_is_told_at_its_line(tmp_path):
    wrong = BY_ROUND.replace(LATER, 'rounds = ["12"]', 1)
    at = wrong.splitlines().index('rounds = ["12"]') + 1
    assert faults(tmp_path, wrong)["rubric-round-unknown"] == str(at)


def test_a_round_without_a_condition_for_a_level_is_told_with_its_name(tmp_path):
    wrong = BY_ROUND.replace('["1.1", "1.2", "1.3"] }', '["1.1", "1.2", "1.3"], rounds = ["12m"] }')
    found = faults(tmp_path, wrong)
    line = str(next(at for at, row in enumerate(wrong.splitlines(), 1) if row == "level = 2") - 1)
    assert found == {"rubric-round-faulty": line, "rubric-level-no-condition": line}


def narrowed(folder: Path, indicator: str) -> tuple[Indicator, Indicator]:
    """An indicator as a whole and as the first round asks it."""
    rubric = load_rubric(rubric_in(folder, indicator))
    return rubric.indicators[0], rubric.in_round("6m").indicators[0]


def test_what_a_round_leaves_knows_of_no_rounds_and_counts_no_more_than_is_left(tmp_path):
    more = BY_ROUND.replace(
        'all = ["1.1", "1.2", "1.3", {', 'all = [{ at_least = 3, of = ["1.1", "1.2", "1.3"] }, {'
    )
    whole, left = narrowed(tmp_path, more)
    assert (names_rounds(whole), names_rounds(left)) == (True, False)
    assert list(left.conditions[3].item_ids()) == ["1.1", "1.2"]
    assert [one.at_least for one in left.conditions[3].members()] == [2]


def test_a_limit_whose_condition_another_round_asks_caps_nothing_before(tmp_path):
    limits = (
        '[[limit]]\nat_most = 2\nunless = { all = ["1.3"] }\n'
        '[[limit]]\nat_most = 1\nunless = { all = ["1.1", "1.3"] }\n'
    )
    whole, left = narrowed(tmp_path, BY_ROUND.replace(item("1"), limits + item("1"), 1))
    assert [one.at_most for one in whole.limit] == [2, 1]
    assert [(one.at_most, list(one.unless.item_ids())) for one in left.limit] == [(1, ["1.1"])]


def test_a_fault_below_what_a_round_leaves_out_is_told_at_its_own_line(tmp_path):
    listed = 'of = [\n"1.1",\n"1.3",\n"1.2",\n"1.2",\n]'
    folder = rubric_in(tmp_path, BY_ROUND.replace('of = ["1.1", "1.2", "1.3"]', listed))
    log = FindingLog()
    read_rubric(folder, log)
    (found,) = log
    assert found.code == "rubric-item-repeated"
    rows = (folder / "indicators" / "1.toml").read_text("utf-8").splitlines()
    last = max(at for at, row in enumerate(rows, 1) if row == '"1.2",')
    assert str(found.place).endswith(f"1.toml:{last}")


# --- nothing to count


def with_none(when: str) -> str:
    return "\n".join(
        [
            HEAD,
            item("1"),
            item("2"),
            measure(f'when_none = "{when}"' if when else ""),
            level(1),
            level(
                2, 'requires = { at_least = 2, of = ["1.1", "1.2", { measure = "1.m", min = 50 }] }'
            ),
            level(3, 'requires = { all = ["1.1", { measure = "1.m", min = 80 }] }'),
        ]
    )


ONE = (("1.1", "มี", ""), ("1.2", "ไม่มี", ""))
NONE = ("1.m", "0/0", "ไม่มีผู้เรียนออกกลางคัน")


@pytest.mark.parametrize(("when", "reached"), [("leaves", 1), ("level", 3)])
def test_no_cases_leave_the_measure_or_reach_its_levels(tmp_path, when, reached):
    """With 1.1 alone: left out, level 2 asks for both items; reached, the measure is the second."""
    results = scored(tmp_path, with_none(when), *ONE, NONE)
    assert level_of(results) == reached
    (one,) = results.offices[0].indicators
    assert (one.items[2].mark, one.items[2].value) == ("not_relevant", None)
    assert any("1.m" in reason and "ไม่มีกรณี" in reason for reason in one.reasons)
    assert not any(
        not isinstance(need, str)
        for way in (one.next_level.needs if one.next_level else ())
        for need in way
    ), "where there are no cases no value can be reached"


def test_left_out_the_rest_is_asked_for(tmp_path):
    both = (("1.1", "มี", ""), ("1.2", "มี", ""))
    assert level_of(scored(tmp_path, with_none("leaves"), *both, NONE)) == 3


@pytest.mark.parametrize("said", ["0/0", "0 จาก 0", "๐/๐", "ไม่เกี่ยวข้อง"])
def test_the_ways_to_say_that_there_are_none(tmp_path, said):
    results = scored(tmp_path, with_none("level"), *ONE, ("1.m", said, "ไม่มี"))
    assert (level_of(results), codes(results)) == (3, set())


def test_none_needs_a_reason_and_a_rubric_that_knows_it(tmp_path):
    bare = scored(tmp_path, with_none("level"), *ONE, ("1.m", "0/0", ""))
    assert codes(bare) == {"not-relevant-without-reason"}
    assert codes(scored(tmp_path, with_none(""), *ONE, NONE)) == {"value-unknown"}


def test_a_number_against_none_is_for_the_committee_to_decide(tmp_path):
    rubric = rubric_in(tmp_path, with_none("level"))
    path = tmp_path / "ตาราง.csv"
    lines = ["office,indicator,item,assessor,mark,reason"]
    for who, value, why in (("ก", "0/0", "ไม่มีกรณี"), ("ข", "10", "")):
        lines += [f"{SEED_OFFICE},1,{key},{who},{mark}," for key, mark, _ in ONE]
        lines.append(f"{SEED_OFFICE},1,1.m,{who},{value},{why}")
    path.write_text("\n".join(lines), encoding="utf-8")
    results = qp_scoring.score(path, rubric, round="6m")
    assert codes(results) == {"undecided"} and level_of(results) is None


@pytest.mark.parametrize("when", ["leaves", "level"])
def test_a_stored_result_with_no_cases_is_explained(tmp_path, program, when):
    rubric = rubric_in(tmp_path, with_none(when))
    folder = tmp_path / "in"
    folder.mkdir()
    table(folder, *ONE, NONE)
    out = tmp_path / "out"
    ran = program("score", folder, "--rubric", rubric, "--round", "6m", "--out", out)
    assert ran.code == 0, ran.err
    ran = program("explain", out, SEED_OFFICE, "1")
    assert ran.code == 0 and "1.m" in ran.out


def test_a_condition_may_not_rest_on_a_measure_that_leaves(tmp_path):
    lone = with_none("leaves").replace(
        '{ all = ["1.1", { measure = "1.m", min = 80 }] }', '{ measure = "1.m", min = 80 }'
    )
    assert "rubric-none-leaves-nothing" in faults(tmp_path, lone)
    assert "rubric-none-leaves-nothing" not in faults(tmp_path, with_none("level"))
