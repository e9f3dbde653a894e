"""What a table says beside its answers and they do not fit: it is said, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_tables_of_offices import CODES, HEAD, LEVELS, OFFICES, levels_of, rows, said_by, save

from qp_scoring import RefusedRunError, Results, score
from qp_scoring.messages import message
from qp_scoring.rubric.load import load_rubric

NAMES = ("ปรับปรุง", "พอใช้", "ดี", "ดีมาก", "ดีเยี่ยม")
ITEMS = tuple(item.id for item in load_rubric("qp-2566").in_round("6m").by_code["8"].item)
Grid = Sequence[Sequence[object]]


def refused(*inputs: Path) -> list[tuple[str, str | None]]:
    with pytest.raises(RefusedRunError) as refusal:
        score(*inputs)
    return [(one.code, one.place.cell) for one in refusal.value.findings if one.severity == "error"]


def table(tmp_path: Path, *above: Sequence[object], name: str = "ผล") -> Path:
    return save(tmp_path / "a.xlsx", (name, [*above, HEAD, *rows()]))


# --- legends

TURNED = (
    "1 = ดีเยี่ยม … 5 = ปรับปรุง",
    "ระดับ 1 หมายถึง ดีเยี่ยม",
    "1 ดีเยี่ยม 2 ดีมาก 3 ดี 4 พอใช้ 5 ปรับปรุง",
    "ดีเยี่ยม = 1 ดีมาก = 2 ดี = 3 พอใช้ = 4 ปรับปรุง = 5",
    "ดีเยี่ยม (1) ดีมาก (2)",
    "(1) ดีเยี่ยม\n(2) ดีมาก",
    "หมายเหตุ: ๑ คะแนน = ดีเยี่ยม",
    "3 = ดีเยี่ยม 2 = ดี 1 = ปรับปรุง",
    "1 = มากที่สุด 5 = น้อยที่สุด",
    "5 คือ ควรปรับปรุง",
)
AGREEING = (
    "5 = ดีเยี่ยม 4 = ดีมาก 3 = ดี 2 = พอใช้ 1 = ปรับปรุง",
    "ดีเยี่ยม (5) ดีมาก (4)",
    "ดีเยี่ยม 1 แห่ง ดีมาก 3 แห่ง",
    "ค่าเฉลี่ย 1.00 – 2.00 = ปรับปรุง 4.50 – 5.00 = ดีเยี่ยม",
    "ตัวชี้วัดที่ 5 = ดี ตัวชี้วัดที่ 1 = ดีเยี่ยม",
    "เขต 1 ดีมาก เขต 2 ดีเยี่ยม",
    "มากกว่า 4 = ดีเยี่ยม",
    "ปี 2565 = ดี",
)


@pytest.mark.parametrize("legend", TURNED)
def test_numbers_that_a_legend_gives_to_other_levels_are_not_scored(
    tmp_path: Path, legend: str
) -> None:
    assert refused(table(tmp_path, [legend])) == [
        ("legend-contradicts", "A1"),
        ("nothing-readable", None),
    ]


@pytest.mark.parametrize("legend", AGREEING)
def test_a_legend_that_agrees_or_tells_other_things_changes_nothing(
    tmp_path: Path, legend: str
) -> None:
    results = score(table(tmp_path, [legend]))
    assert (levels_of(results), said_by(results, "legend-contradicts")) == (LEVELS, [])


def in_cells(order: Sequence[str]) -> list[list[object]]:
    return [[number, name] for number, name in enumerate(order, start=1)]


@pytest.mark.parametrize("where", ["above", "below", "beside", "on another sheet", "across"])
def test_a_legend_may_stand_in_cells_anywhere_in_the_file(tmp_path: Path, where: str) -> None:
    def written(order: Sequence[str]) -> Path:
        legend, grid = in_cells(order), [HEAD, *rows()]
        sheets: list[tuple[str, Grid]] = [("ผล", grid)]
        if where == "above":
            sheets = [("ผล", [*legend, [], *grid])]
        elif where == "below":
            sheets = [("ผล", [*grid, [], *legend])]
        elif where == "beside":
            lines = zip([*grid[1:], *[[None] * len(HEAD)] * 2], legend, strict=True)
            sheets = [("ผล", [HEAD, *([*row, None, *pair] for row, pair in lines)])]
        elif where == "across":
            sheets = [("ผล", [*zip(*legend, strict=True), [], *grid])]
        else:
            sheets.append(("คำอธิบาย", [["ความหมายของระดับ"], *legend]))
        return save(tmp_path / "a.xlsx", *sheets)

    assert ("nothing-readable", None) in refused(written(NAMES[::-1]))
    assert levels_of(score(written(NAMES))) == LEVELS


def test_levels_in_words_beside_numbers_are_no_legend(tmp_path: Path) -> None:
    lines = [[code, NAMES[level - 1]] for code, level in LEVELS["2102"].items() if level != "-"]
    form = [["สพท.", OFFICES["2102"]], ["ตัวชี้วัดที่", "ระดับคุณภาพ"], *lines]
    results = score(save(tmp_path / "a.xlsx", ("ผล", form)))
    assert levels_of(results)["2102"] == {**LEVELS["2102"], "6b": "-"}


@pytest.mark.parametrize(
    ("legend", "doubted"),
    [
        ("1 = ไม่มี 0 = มี", True),
        ("/ = ไม่มี", True),
        ("/ หมายถึง ไม่เกี่ยวข้อง", True),
        ("x = มี", True),
        ("1 = มี 0 = ไม่มี", False),
        ("✓ = มี ✗ = ไม่มี", False),
        ("1/0 = มี/ไม่มี", False),
        ("1 = ไม่มีหลักฐาน 3 = มีครบ", False),  # tells levels
    ],
)
def test_a_legend_of_marks_counts_too(tmp_path: Path, legend: str, doubted: bool) -> None:
    marks = [[legend], ["สพท.", *ITEMS], [OFFICES["2102"], *["/"] * len(ITEMS)]]
    path = save(tmp_path / "a.xlsx", ("ผล", marks))
    if doubted:
        assert ("legend-contradicts", "A1") in refused(path)
    else:
        assert said_by(score(path), "legend-contradicts") == []


# --- where an office lies


def placed(tmp_path: Path, *named: object, heads: Sequence[str]) -> Results:
    levels = [LEVELS["2102"][code] for code in CODES]
    return score(save(tmp_path / "a.xlsx", ("ผล", [[*heads, *HEAD[2:]], [*named, *levels]])))


@pytest.mark.parametrize(
    ("province", "said"),
    [("ชลบุรี", ["C2"]), ("จ.ชลบุรี", ["C2"]), ("กทม.", ["C2"]), ("จังหวัดระยอง", []), ("ภาคกลาง", [])],
)
def test_a_province_that_is_not_the_named_offices_is_said(
    tmp_path: Path, province: str, said: list[str]
) -> None:
    results = placed(tmp_path, "2102", OFFICES["2102"], province, heads=("รหัส", "สพท.", "จังหวัด"))
    assert said_by(results, "office-province-differs") == said
    assert levels_of(results)["2102"] == LEVELS["2102"]


def test_a_code_alone_beside_another_province_names_nobody(tmp_path: Path) -> None:
    results = placed(tmp_path, "2102", "ชลบุรี", heads=("รหัส", "จังหวัด"))
    assert (results.offices, said_by(results, "office-code-province-differ")) == ((), ["B2"])


def test_an_office_over_two_provinces_lies_in_both(tmp_path: Path) -> None:
    levels = [LEVELS["M9000"][code] for code in CODES]
    for province in ("สงขลา", "สตูล"):
        grid = [["รหัส", "จังหวัด", *HEAD[2:]], ["M9000", province, *levels]]
        results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
        assert levels_of(results)["M9000"] == LEVELS["M9000"]


def test_a_long_table_says_it_once(tmp_path: Path) -> None:
    lines = [
        [OFFICES["2102"], "ชลบุรี", code, level]
        for code, level in LEVELS["2102"].items()
        if level != "-"
    ]
    grid = [["สพท.", "จังหวัด", "ตัวชี้วัด", "ระดับ"], *lines]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert said_by(results, "office-province-differs") == ["B2"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("ผลการประเมิน จังหวัดชลบุรี", ["A1"]),
        ("จ. ชลบุรี", ["A1"]),
        ("ผลการประเมิน สพป.ชลบุรี เขต 1", ["A1"]),
        ("ผลการประเมิน จังหวัดระยอง", []),
        (f"ผลการประเมิน {OFFICES['2102']}", []),
        ("การประชุม ณ จังหวัดชลบุรี", []),
    ],
)
def test_a_title_of_another_province_or_office_is_said(
    tmp_path: Path, title: str, said: list[str]
) -> None:
    results = score(table(tmp_path, [title]))
    assert said_by(results, "title-names-another") == said
    assert levels_of(results) == LEVELS


@pytest.mark.parametrize(
    ("name", "said"), [(OFFICES["2102"], []), ("สพป.ชลบุรี เขต 1", [None]), ("ชลบุรี", [])]
)
def test_the_name_of_a_file_of_one_office_is_its_own(
    tmp_path: Path, name: str, said: list[None]
) -> None:
    form = [[OFFICES["2102"]], ["ตัวชี้วัด", "ระดับ"], *LEVELS["2102"].items()]
    for grid in (form, [HEAD, next(row for row in rows() if row[1] == OFFICES["2102"])]):
        results = score(save(tmp_path / f"{name}.xlsx", ("ผล", [[*row] for row in grid])))
        assert said_by(results, "title-names-another") == said
        assert levels_of(results)["2102"] == LEVELS["2102"]


def test_the_name_of_a_sheet_is_a_title_too(tmp_path: Path) -> None:
    assert said_by(score(table(tmp_path, name="ชลบุรี")), "title-names-another") == [None]
    assert said_by(score(table(tmp_path, name="ระยอง")), "title-names-another") == []


# --- rounds


@pytest.mark.parametrize(
    ("title", "round_id"),
    [
        ("ผลการประเมิน รอบ 12 เดือน", "12m"),
        ("ผลการประเมิน รอบ ๑๒ เดือน", "12m"),
        ("ผลการประเมิน รอบ 6 เดือน", "6m"),
        ("รอบ 12 เดือน เทียบกับรอบ 6 เดือน", "6m"),
    ],
)
def test_a_title_names_the_round_where_no_header_does(
    tmp_path: Path, title: str, round_id: str
) -> None:
    path = table(tmp_path, [title])
    assert score(path).round == round_id
    assert score(path, round="6m").round == "6m"


def test_titles_of_two_rounds_are_not_scored_together(tmp_path: Path) -> None:
    sheets = [(f"รอบ {months} เดือน", [HEAD, *rows()]) for months in (6, 12)]
    assert refused(save(tmp_path / "a.xlsx", *sheets)) == [("header-rounds-disagree", None)] * 2


# --- headings


def test_misspelt_headings_are_told_with_what_they_may_mean(tmp_path: Path) -> None:
    heads = [f"ตัวชีวัดที่ {code}" for code in CODES]
    with pytest.raises(RefusedRunError) as refusal:
        score(save(tmp_path / "a.xlsx", ("ผล", [["ที่", "สพท.", *heads], *rows()])))
    (said,) = (one for one in refusal.value.findings if one.code == "layout-near")
    assert "“ตัวชี้วัดที่ 1”" in message(said)
    one = save(tmp_path / "a.xlsx", ("ผล", [[*HEAD[:-1], heads[-1]], *rows()]))
    assert said_by(score(one), "heading-misspelt") == ["O1"]


# --- statuses beside levels


def with_status(tmp_path: Path, level: object, *beside: object) -> Results:
    levels = [LEVELS["2102"][code] for code in CODES]
    levels[CODES.index("9")] = level
    head = ["สพท.", *CODES, "9 สถานะ", "9 เหตุผล"]
    return score(save(tmp_path / "a.xlsx", ("ผล", [head, [OFFICES["2102"], *levels, *beside]])))


@pytest.mark.parametrize(
    ("level", "beside", "state"),
    [
        (None, ("ไม่รายงาน",), "not_reported"),
        ("N/A", ("ไม่รายงาน",), "not_reported"),
        (None, ("ยกเว้น: ยุบรวม",), "exempt"),
        (None, ("ยกเว้น", "ยุบรวม"), "exempt"),
        (3, ("ประเมิน",), "scored"),
        (3, ("ประเมินเสร็จ",), "scored"),
        (3, ("-",), "scored"),
        (None, ("ประเมิน",), "not_assessed"),
    ],
)
def test_a_status_may_stand_beside_a_level(
    tmp_path: Path, level: object, beside: tuple[str, ...], state: str
) -> None:
    results = with_status(tmp_path, level, *beside)
    (nine,) = (one for one in results.offices[0].indicators if one.code == "9")
    assert nine.state == state


@pytest.mark.parametrize(
    ("level", "beside", "code"),
    [
        (3, "ไม่รายงาน", "marks-under-status"),
        (None, "ยกเว้น", "exempt-reason-missing"),
        (3, "สามแห่ง", "status-unknown"),
    ],
)
def test_a_status_that_does_not_fit_is_an_error(
    tmp_path: Path, level: object, beside: str, code: str
) -> None:
    results = with_status(tmp_path, level, beside)
    assert len(said_by(results, code)) == 1
    (nine,) = (one for one in results.offices[0].indicators if one.code == "9")
    assert nine.state == "invalid"


# --- levels as people write them


@pytest.mark.parametrize(
    "written", ["4/5", "๔/๕", "4 / 5", "4 จาก 5", "4 เต็ม 5", "4.", "④", "ระดับ 4/5 (ดีมาก)"]
)
def test_a_level_as_every_reader_understands_it(tmp_path: Path, written: str) -> None:
    results = with_status(tmp_path, written)
    (nine,) = (one for one in results.offices[0].indicators if one.code == "9")
    assert (nine.level, said_by(results, "answer-starred")) == (4, [])


@pytest.mark.parametrize("written", ["4/10", "4/4", "4/5/2566", "4.5/5", "*", "4-"])
def test_a_level_of_another_full_mark_is_none(tmp_path: Path, written: str) -> None:
    results = with_status(tmp_path, written)
    (nine,) = (one for one in results.offices[0].indicators if one.code == "9")
    assert nine.state == "invalid"


def test_the_star_behind_an_answer_is_said(tmp_path: Path) -> None:
    results = with_status(tmp_path, "4*", "ประเมิน")
    (nine,) = (one for one in results.offices[0].indicators if one.code == "9")
    assert (nine.level, said_by(results, "answer-starred")) == (4, ["K2"])
    marks = [["สพท.", *ITEMS], [OFFICES["2102"], "มี *", *["มี"] * (len(ITEMS) - 1)]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", marks)))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    met = {item.id for item in eight.items if item.mark == "met"}
    assert (met, said_by(results, "answer-starred")) == ({*ITEMS}, ["B2"])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_csv_in_utf_16_needs_no_mark(tmp_path: Path, codec: str) -> None:
    lines = [HEAD, *rows()]
    text = "\r\n".join(",".join(str(cell) for cell in line) for line in lines)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(codec))
    assert levels_of(score(path)) == LEVELS


def test_a_legend_of_one_sheet_leaves_the_others(tmp_path: Path) -> None:
    first, second, third = rows()
    sheets = [(f"ผล {at}", [HEAD, row]) for at, row in enumerate((first, third), start=1)]
    turned = ("ผล 3", [["1 = ดีเยี่ยม"], HEAD, second])
    results = score(save(tmp_path / "a.xlsx", *sheets, turned))
    assert {office.code for office in results.offices} == {"2102", "M9000"}
    assert said_by(results, "legend-contradicts") == ["A1"]


def test_a_legend_on_a_sheet_of_its_own_is_said_once_for_the_file(tmp_path: Path) -> None:
    sheets = [(f"ผล {at}", [HEAD, row]) for at, row in enumerate(rows(), start=1)]
    path = save(tmp_path / "a.xlsx", *sheets, ("คำอธิบาย", [["1 = ดีเยี่ยม"]]))
    assert refused(path) == [("legend-contradicts", "A1"), ("nothing-readable", None)]


@pytest.mark.parametrize(
    ("legend", "doubted"),
    [
        ("N/A = ไม่เกี่ยวข้อง", True),
        ("N/A หมายถึง อยู่ระหว่างตรวจสอบ", True),
        ("N/A หมายถึง ไม่รายงานผล", False),
        ("N/A คือ ไม่ได้ส่งรายงาน", False),
    ],
)
def test_another_meaning_of_not_reported_is_said(
    tmp_path: Path, legend: str, doubted: bool
) -> None:
    grid = [HEAD, *rows()]
    grid[1][11] = "N/A"
    path = save(tmp_path / "a.xlsx", ("ผล", [[legend], *grid]))
    if doubted:
        assert refused(path)[0] == ("legend-contradicts", "A1")
    else:
        assert levels_of(score(path))["2402"] == LEVELS["2402"]
    unused = save(tmp_path / "a.xlsx", ("ผล", [[legend], HEAD, *rows()]))
    assert levels_of(score(unused)) == LEVELS


def test_a_legend_may_be_english(tmp_path: Path) -> None:
    assert refused(table(tmp_path, ["1 = Excellent, 5 = Poor"]))[0][0] == "legend-contradicts"
    assert levels_of(score(table(tmp_path, ["5 = Excellent, 1 = Poor"]))) == LEVELS


def test_a_title_may_tell_the_full_mark_of_each_indicator(tmp_path: Path) -> None:
    results = score(table(tmp_path, ["คะแนนเต็มตัวชี้วัดละ 10 คะแนน"]))
    assert {one.level for office in results.offices for one in office.indicators} == {None}
    for title in ("ตัวชี้วัดละ 5 คะแนน", "คะแนนเต็ม 60 คะแนน"):
        assert levels_of(score(table(tmp_path, [title]))) == LEVELS


# --- rows and sheets that do not count


@pytest.mark.parametrize("word", ["ตัวอย่าง", "(ตัวอย่าง)", "ยกเลิก", "ไม่ใช้"])
@pytest.mark.parametrize("column", ["ที่", "หมายเหตุ"])
def test_a_row_that_says_that_it_does_not_count_is_left_out(
    tmp_path: Path, word: str, column: str
) -> None:
    lines = [[*row, None] for row in rows()]
    lines[0][0 if column == "ที่" else -1] = word
    results = score(save(tmp_path / "a.xlsx", ("ผล", [[*HEAD, "หมายเหตุ"], *lines])))
    assert {office.code for office in results.offices} == {"2402", "M9000"}
    assert len(said_by(results, "row-set-aside")) == 1


def test_a_sheet_that_is_named_an_example_is_left_out(tmp_path: Path) -> None:
    sheets = [("ผล", [HEAD, *rows()[:2]]), ("ตัวอย่างการกรอก", [HEAD, rows()[2]])]
    results = score(save(tmp_path / "a.xlsx", *sheets))
    assert {office.code for office in results.offices} == {"2102", "2402"}
    assert said_by(results, "sheet-set-aside") == [None]
    office = save(tmp_path / "a.xlsx", ("ระยอง ตัวอย่าง", [HEAD, *rows()]))
    assert levels_of(score(office)) == LEVELS


def test_a_level_merged_over_others_is_said(tmp_path: Path) -> None:
    grid = [HEAD, *rows()]
    grid[2][2] = None
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid), merged=["C2:C3"]))
    assert said_by(results, "level-merged") == ["C2:C3"]
    assert levels_of(results)["2402"]["1"] is None


@pytest.mark.parametrize(("province", "said"), [("จังหวัดชลบุรี", ["B3"]), ("จังหวัดระยอง", [])])
def test_the_province_of_a_group_is_that_of_its_offices(
    tmp_path: Path, province: str, said: list[str]
) -> None:
    first, second, third = rows()
    grid = [HEAD, [province], first, ["จังหวัดฉะเชิงเทรา"], second, ["จังหวัดสงขลา"], third]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert said_by(results, "office-province-differs") == said
    assert levels_of(results) == LEVELS


# --- who says what


def opinions(*named: str) -> list[list[object]]:
    heads = [cell for code in CODES for cell in (f"ตัวชี้วัดที่ {code}", *[None] * (len(named) - 1))]
    return [["ที่", "สพท.", *heads], [None, None, *named * len(CODES)]]


@pytest.mark.parametrize("summed", ["สรุป", "ผลสรุป", "มติที่ประชุม"])
def test_what_members_came_to_is_no_third_opinion(tmp_path: Path, summed: str) -> None:
    lines = [
        [*row[:2], *(v for level in row[2:] for v in (*["-" if level == "-" else 1] * 2, level))]
        for row in rows()
    ]
    grid = [*opinions("กรรมการ 1", "กรรมการ 2", summed), *lines]
    assert levels_of(score(save(tmp_path / "a.xlsx", ("ผล", grid)))) == LEVELS


def test_the_mean_of_members_is_no_opinion(tmp_path: Path) -> None:
    lines = [[*row[:2], *(v for level in row[2:] for v in (level, level, 1.5))] for row in rows()]
    grid = [*opinions("กรรมการ 1", "กรรมการ 2", "เฉลี่ย"), *lines]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert {one.code for one in results.findings if one.severity == "error"} == set()
    assert levels_of(results) == LEVELS


# --- headings and words as offices use them


def marked(word: str, *beside: object) -> list[object]:
    return [OFFICES["2102"], *(cell for _ in ITEMS for cell in (word, *beside))]


@pytest.mark.parametrize("word", ["หลักฐาน", "เอกสาร/หลักฐาน", "ลิงก์"])
def test_evidence_beside_each_item_is_no_second_answer(tmp_path: Path, word: str) -> None:
    named = ["สพท.", *(cell for item in ITEMS for cell in (item, f"{item} {word}"))]
    under = [
        ["สพท.", *(cell for item in ITEMS for cell in (item, None))],
        [None, *["ผล", word] * 8],
    ]
    for heads in ([named], under):
        grid = [*heads, marked("มี", "คำสั่งที่ 1/2566")]
        results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
        (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
        assert {item.id for item in eight.items if item.mark == "met"} == {*ITEMS}
        references = {by.reference for item in eight.items for by in item.by}
        assert references == {"คำสั่งที่ 1/2566"}


@pytest.mark.parametrize("number", ["({})", "{}.", "{})"])
def test_items_may_be_numbered_in_brackets(tmp_path: Path, number: str) -> None:
    heads = [["สพท.", "ตัวชี้วัดที่ 8"], [None, *(number.format(at) for at in range(1, 9))]]
    path = save(tmp_path / "a.xlsx", ("ผล", [*heads, marked("มี")]), merged=["A1:A2", "B1:I1"])
    (eight,) = (one for one in score(path).offices[0].indicators if one.code == "8")
    assert {item.id for item in eight.items if item.mark == "met"} == {*ITEMS}


@pytest.mark.parametrize("word", ["ไม่เกี่ยวข้อง", "ไม่ประเมิน", "ไม่ใช้"])
def test_an_indicator_that_an_office_does_not_have_may_be_named_so(
    tmp_path: Path, word: str
) -> None:
    lines = [[word if cell == "-" else cell for cell in row] for row in rows()]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *lines])))
    assert levels_of(results) == LEVELS
    lines[0][2] = word
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *lines])))
    assert said_by(results, "dash-where-applicable") == ["C2"]


@pytest.mark.parametrize("form", ["texts alone", "id and text in one cell"])
def test_a_form_may_name_its_items_by_their_texts(tmp_path: Path, form: str) -> None:
    texts = {item.id: item.text for item in load_rubric("qp-2566").by_code["8"].item}
    lines: list[list[object]] = [["สพท.", OFFICES["2102"]]]
    if form == "texts alone":
        lines.append(["ที่", "รายการพิจารณา", "ผล"])
        lines += [[at, texts[item], "มี"] for at, item in enumerate(ITEMS, start=1)]
    else:
        lines.append(["รายการพิจารณา", "ผล"])
        lines += [[f"{item} {texts[item]}", "มี"] for item in ITEMS]
    results = score(save(tmp_path / "a.xlsx", ("ผล", lines)))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    assert {item.id for item in eight.items if item.mark == "met"} == {*ITEMS}


def test_an_agreed_level_that_stands_twice_in_a_long_table_is_not_the_first(
    tmp_path: Path,
) -> None:
    lines = [[OFFICES["2102"], code, level] for code, level in LEVELS["2102"].items()]
    lines = [line for line in lines if line[2] != "-"]
    grid = [["สพท.", "ตัวชี้วัด", "ระดับ"], *lines, [OFFICES["2102"], "3", 5]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert said_by(results, "item-twice") == [f"B{len(grid)}"]
    assert levels_of(results)["2102"]["3"] is None


def test_a_signature_under_levels_is_no_answer(tmp_path: Path) -> None:
    below = ["ลงชื่อ................ผู้รายงาน", "(นางสาวตัวอย่าง ใจดี)", "ศึกษานิเทศก์ชำนาญการพิเศษ"]
    grid = [HEAD, *rows(), [], *([None, None, None, words] for words in below)]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert {one.code for one in results.findings if one.severity == "error"} == set()
    assert levels_of(results) == LEVELS


@pytest.mark.parametrize("name", ["เป้าหมาย", "ประเมินตนเอง", "ผลการประเมินตนเอง", "SAR", "อันดับ"])
def test_a_sheet_whose_name_says_that_it_is_another_thing_is_left_out(
    tmp_path: Path, name: str
) -> None:
    highest = [[*row[:2], *("-" if cell == "-" else 5 for cell in row[2:])] for row in rows()]
    path = save(tmp_path / "a.xlsx", (name, [HEAD, *highest]), ("ผล", [HEAD, *rows()]))
    results = score(path)
    assert (levels_of(results), said_by(results, "sheet-set-aside")) == (LEVELS, [None])


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("จำนวนข้อที่มีหลักฐานรายตัวชี้วัด", ["A1"]),
        ("อันดับของแต่ละเขต", ["A1"]),
        ("เป้าหมายระดับคุณภาพ ปี 2566", ["A1"]),
        ("ผลการประเมินตนเองของ สพท.", ["A1"]),
        ("ผลการประเมินระดับคุณภาพ", []),
    ],
)
def test_a_title_that_may_tell_another_thing_is_said(
    tmp_path: Path, title: str, said: list[str]
) -> None:
    results = score(table(tmp_path, [title]))
    assert (levels_of(results), said_by(results, "title-of-others")) == (LEVELS, said)


def under_two(first: str, second: str, mark: str = "✓", *beside: str) -> Grid:
    """The first item ticked under the first sub-heading, all others under the second."""
    count = 2 + len(beside)
    heads = [cell for item in ITEMS for cell in (item, *[None] * (count - 1))]
    ticks = [mark, None, *beside, *(c for _ in ITEMS[1:] for c in (None, mark, *beside))]
    return [
        ["สพท.", *heads],
        [None, *[first, second, *beside] * len(ITEMS)],
        [OFFICES["2102"], *ticks],
    ]


def test_a_tick_under_another_word_beside_an_answer_is_no_second_voice(tmp_path: Path) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", under_two("ครบ", "ไม่ครบ"))))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    assert [item.id for item in eight.items if item.mark == "met"] == ["8.1"]
    assert len(said_by(results, "mark-partial")) == len(ITEMS) - 1
    results = score(save(tmp_path / "a.xlsx", ("ผล", under_two("มี", "รอตรวจ"))))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    assert [item.id for item in eight.items if item.mark == "met"] == ["8.1"]
    assert said_by(results, "mark-unknown")


def test_a_remark_may_stand_beside_answers_to_tick(tmp_path: Path) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", under_two("มี", "ไม่มี", "✓", "หมายเหตุ"))))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    assert {item.id: item.mark for item in eight.items} == {
        item: "met" if item == "8.1" else "unmet" for item in ITEMS
    }


@pytest.mark.parametrize("heading", ["{} (ขาด)", "{} (ไม่มี)"])
def test_a_tick_under_a_heading_of_what_lacks_is_unmet(tmp_path: Path, heading: str) -> None:
    grid = [["สพท.", *map(heading.format, ITEMS)], marked("✓")]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    (eight,) = (one for one in results.offices[0].indicators if one.code == "8")
    assert "met" not in {item.mark for item in eight.items}


@pytest.mark.parametrize("legend", ["ทำเครื่องหมาย ✓ ในข้อที่ขาด", "กา / หน้าข้อที่ไม่มี", "x ในช่องที่มี"])
def test_where_a_sign_is_to_be_put_is_a_legend(tmp_path: Path, legend: str) -> None:
    path = save(tmp_path / "a.xlsx", ("ผล", [[legend], ["สพท.", *ITEMS], marked("✓")]))
    assert refused(path)[0] == ("legend-contradicts", "A1")
