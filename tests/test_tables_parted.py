"""Columns and blocks that say the same thing of another time, or of parts of a number.

Whoever reads such a table would not take the one for the other: what is blank in the round's own
column stays open, however full the other is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_tables_of_offices import CODES, LEVELS, OFFICES, errors_of, levels_of, rows, save

from qp_scoring import Results, score

OFFICE = "2102"
FIRST = rows()[0]


def said_by(results: Results) -> set[str]:
    return {one.code for one in results.findings if one.severity == "warning"}


def level_of_nine(results: Results) -> object:
    return levels_of(results)[OFFICE]["9"]


def doubled(pair: Sequence[str], *, merged: bool = False) -> list[list[object]]:
    """Each indicator twice, under sub-headings; 9 is blank in the first of its columns."""
    codes: list[object] = [None if merged and at else code for code in CODES for at in (0, 1)]
    levels: list[object] = [
        5 if at else None if code == "9" else LEVELS[OFFICE][code]
        for code in CODES
        for at in (0, 1)
    ]
    return [
        [None, "สพท.", *codes],
        [None, None, *(pair * len(CODES))],
        [1, OFFICES[OFFICE], *levels],
    ]


TIMES = (
    ("ปี 66", "ปี 65"),
    ("รอบแรก", "รอบสอง"),
    ("รอบที่ 1", "รอบที่ 2"),
    ("6 ด.", "12 ด."),
    ("ครึ่งปีแรก", "ครึ่งปีหลัง"),
    ("มี.ค. 66", "ก.ย. 66"),
    ("Q1", "Q2"),
    ("ครั้งที่ 1", "ครั้งที่ 2"),
)


@pytest.mark.parametrize("pair", TIMES)
@pytest.mark.parametrize("merged", [False, True])
def test_a_time_below_an_indicator_names_nobody(
    tmp_path: Path, pair: tuple[str, str], merged: bool
) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", doubled(pair, merged=merged))))
    assert level_of_nine(results) is None
    assert "heading-elsewhere" in said_by(results)


@pytest.mark.parametrize("pair", [("กรรมการ 1", "กรรมการ 2"), ("ดวงเดือน จริงใจ", "เดือนเพ็ญ ปีติ")])
def test_persons_below_an_indicator_are_persons_still(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", doubled(pair))))
    assert "heading-elsewhere" not in said_by(results)


@pytest.mark.parametrize("pair", [("(66)", "(65)"), ("(รอบ 1)", "(รอบ 2)"), ("(จริง)", "(ร่าง)")])
def test_a_time_behind_an_indicator_fills_no_blank(tmp_path: Path, pair: tuple[str, str]) -> None:
    head = [None, "สพท.", *(f"{code} {said}" for code in CODES for said in pair)]
    grid = [head, doubled(pair)[2]]
    assert level_of_nine(score(save(tmp_path / "a.xlsx", ("ผล", grid)))) is None


@pytest.mark.parametrize("parts", [("ตัวตั้ง", "ตัวหาร"), ("ดำเนินการแล้ว", "ทั้งหมด")])
def test_parts_of_a_number_are_no_persons(tmp_path: Path, parts: tuple[str, str]) -> None:
    grid = [["สพท.", "1.1", "1.p", None], [None, None, *parts], [OFFICES[OFFICE], "มี", 57, 60]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    items = [one for office in results.offices for i in office.indicators for one in i.items]
    assert [one.by for one in items if one.id == "1.p"] in ([], [()])
    assert "heading-elsewhere" in said_by(results)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("รอบ 6 เดือน", "รอบ 12 เดือน"),
        ("ปีงบประมาณ 2566", "ปีงบประมาณ 2565"),
        ("ผลของคณะกรรมการ", "ผลการประเมินตนเอง"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_blocks_of_columns_are_told_apart_by_what_stands_above_them(
    tmp_path: Path, own: str, other: str, turned: bool
) -> None:
    levels = [LEVELS[OFFICE][code] for code in CODES]
    levels[CODES.index("9")] = None
    blocks = [(own, levels), (other, [5] * len(CODES))]
    blocks = blocks[::-1] if turned else blocks
    above = [cell for words, _ in blocks for cell in (words, *[None] * (len(CODES) - 1))]
    row = [level for _, block in blocks for level in block]
    grid = [[None, None, *above], [None, "สพท.", *CODES, *CODES], [1, OFFICES[OFFICE], *row]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)), round="6m")
    assert levels_of(results) == {OFFICE: {**LEVELS[OFFICE], "9": None}}
    assert (errors_of(results), "heading-elsewhere" in said_by(results)) == ([], True)


def test_of_blocks_of_which_nobody_knows_which_counts_none_is_read(tmp_path: Path) -> None:
    above = [cell for words in ("ครั้งที่ 1", "ครั้งที่ 2") for cell in (words, *[None] * (len(CODES) - 1))]
    grid = [[None, None, *above], ["ที่", "สพท.", *CODES, *CODES], [*FIRST, *FIRST[2:]]]
    results = score(
        save(tmp_path / "a.xlsx", ("ผล", grid), ("อื่น", [["ที่", "สพท.", *CODES], rows()[1]]))
    )
    assert OFFICE not in levels_of(results) or set(levels_of(results)[OFFICE].values()) <= {
        None,
        "-",
    }
    assert "heading-elsewhere" in said_by(results)


@pytest.mark.parametrize("heading", ["ปีงบประมาณ", "ปี", "พ.ศ.", "รอบ"])
def test_rows_of_another_year_or_round_are_left_out_of_every_table(
    tmp_path: Path, heading: str
) -> None:
    other, own = ("รอบ 12 เดือน", "รอบ 6 เดือน") if heading == "รอบ" else (2565, 2566)
    head = ["ที่", "สพท.", heading, *CODES]
    grid = [head, *([*row[:2], when, *row[2:]] for row in rows() for when in (own, other))]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)), round="6m")
    assert (levels_of(results), errors_of(results)) == (LEVELS, [])
    assert "row-elsewhere" in said_by(results)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("ผลรอบ 12 เดือน", "title-differs"),
        ("ผลการประเมินปีงบประมาณ พ.ศ. 2565", "title-differs"),
        ("เป้าหมาย", "title-of-others"),
        ("ผลการประเมินตนเอง (SAR)", "title-of-others"),
    ],
)
def test_the_title_of_a_further_table_is_looked_at(tmp_path: Path, title: str, code: str) -> None:
    head = ["ที่", "สพท.", *CODES]
    first, second, third = rows()
    grid = [["ผลของคณะกรรมการ"], head, first, [], [title], head, second, third]
    path = save(tmp_path / "a.xlsx", ("ผล", grid))
    results = score(path, round="6m")
    assert [one.cell for one in results.findings if one.code == code] == ["A5"]
    grid[4] = []
    assert code not in said_by(score(save(path, ("ผล", grid)), round="6m"))
