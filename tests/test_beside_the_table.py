"""What stands beside, above and below a table or form: read as its own, said, or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from forms_filled import Desk, edit, small_rubric
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_tables_of_offices import (
    CODES,
    HEAD,
    LEVELS,
    OFFICES,
    errors_of,
    levels_of,
    reads_rightly,
    rows,
    said_by,
    save,
)

from qp_scoring import Results, score

OFFICE = OFFICES["2102"]
FIRST = rows()[0]


def warned(path: Path) -> set[str]:
    return {one.code for one in score(path).findings if one.severity != "info"}


# --- columns


def test_answers_in_the_only_row_of_a_table_are_said_where_they_are_not_read(
    tmp_path: Path,
) -> None:
    appeal = [["1 หลังอุทธรณ์", 4], ["2 หลังอุทธรณ์", 4]]
    for columns, said in ((appeal, ["P1", "Q1"]), (appeal[:1], [])):
        heads, levels = zip(*columns, strict=True)
        grid = [[*HEAD, *heads], [*FIRST, *levels]]
        results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
        assert said_by(results, "column-unread") == said
        assert levels_of(results)["2102"] == LEVELS["2102"]


def test_scores_of_another_table_beside_are_no_band(tmp_path: Path) -> None:
    beside = [["โรงเรียนต้นแบบ", "คะแนน"], ["ก", 85], ["ข", 90], ["ค", 77]]
    grid = [[*row, None, *other] for row, other in zip([HEAD, *rows()], beside, strict=True)]
    path = save(tmp_path / "a.xlsx", ("ผล", grid))
    reads_rightly(path)
    assert warned(path) == set()


@pytest.mark.parametrize("name", ["6 (สพป.)", "ตัวชี้วัดที่ 6 (เฉพาะ สพป.)", "6 สพป"])
def test_an_indicator_may_be_named_by_the_type_of_its_offices(tmp_path: Path, name: str) -> None:
    names = {"6a": name, "6b": name.replace("สพป", "สพม")}
    head = ["ที่", "สพท.", *(names.get(code, code) for code in CODES)]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", [head, *rows()])))


def test_no_report_and_no_duty_may_be_answers_to_tick(tmp_path: Path) -> None:
    options = ["5", "4", "3", "2", "1", "N/A", "-"]
    levels = {**LEVELS["2102"], "9": "N/A"}
    ticks = [
        [f"ตัวชี้วัดที่ {code}", *("✓" if str(level) == said else None for said in options)]
        for code, level in levels.items()
    ]
    grid = [[OFFICE], ["ตัวชี้วัด", "ระดับคุณภาพ"], [None, *options], *ticks]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid), merged=["B2:H2"]))
    (office,) = results.offices
    assert {one.code: one.printed for one in office.indicators} == {
        code: str(level) for code, level in levels.items()
    }


def test_one_and_nought_under_every_level_are_ticks(tmp_path: Path) -> None:
    options = ["5", "4", "3", "2", "1"]
    ticks = [
        [f"ตัวชี้วัดที่ {code}", *(int(str(level) == said) for said in options)]
        for code, level in LEVELS["2102"].items()
        if level != "-"
    ]
    path = save(tmp_path / "a.xlsx", ("ผล", [[OFFICE], ["ตัวชี้วัด", *options], *ticks]))
    assert levels_of(score(path)) == {"2102": LEVELS["2102"]}
    ticks[0][1:] = [1, 1, 0, 0, 0]
    path = save(tmp_path / "a.xlsx", ("ผล", [[OFFICE], ["ตัวชี้วัด", *options], *ticks]))
    assert errors_of(score(path)) == [("options-several", "B3")]


def test_remarks_may_stand_beside_the_columns_of_offices(tmp_path: Path) -> None:
    levels = [
        [f"ตัวชี้วัดที่ {code}", *(LEVELS[one][code] for one in LEVELS), "ดูภาคผนวก"] for code in CODES
    ]
    grid = [["ตัวชี้วัด", *OFFICES.values(), "หมายเหตุ"], *levels]
    results = reads_rightly(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert said_by(results, "row-skipped") == ["E1"]


# --- above


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("ผลการปฏิบัติราชการตามนโยบายเร่งด่วน", []),
        ("ผลการปฏิบัติราชการของสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", ["A1"]),
    ],
)
def test_a_title_may_say_in_words_what_the_criteria_judge(
    tmp_path: Path, title: str, said: list[str]
) -> None:
    path = save(tmp_path / "a.xlsx", ("ผล", [[title], HEAD, *rows()]))
    assert said_by(reads_rightly(path), "title-of-others") == said


@pytest.mark.parametrize(
    ("title", "stem", "round_id", "said"),
    [
        ("ผล", "ผล QP รอบ 12 เดือน", "12m", "round-of-title"),
        ("รอบ 6 เดือน", "ผล QP รอบ 12 เดือน", "6m", "round-of-title"),
        ("ผล", "ผล QP", "6m", "round-assumed"),
    ],
)
def test_the_name_of_a_file_names_the_round_where_nothing_in_it_does(
    tmp_path: Path, title: str, stem: str, round_id: str, said: str
) -> None:
    results = score(save(tmp_path / f"{stem}.xlsx", ("ผล", [[title], HEAD, *rows()])))
    assert results.round == round_id
    assert said_by(results, said)


@pytest.mark.parametrize(
    ("stem", "said"), [("ผล QP ปี ๒๕๖๗", [None]), ("ผล QP ปี 2566", []), ("2567-04-05 ผล", [])]
)
def test_the_name_of_a_file_may_tell_another_year(
    tmp_path: Path, stem: str, said: list[None]
) -> None:
    path = save(tmp_path / f"{stem}.xlsx", ("ผล", [HEAD, *rows()]))
    assert said_by(reads_rightly(path), "title-differs") == said


@pytest.mark.parametrize("heading", [HEAD[1], "จังหวัด/สพท.", "จังหวัด / เขตพื้นที่การศึกษา"])
@pytest.mark.parametrize("name", ["เขต 2", "สพป. เขต 2", "ประถมศึกษา เขต 2"])
def test_an_area_below_its_province_is_an_office(tmp_path: Path, heading: str, name: str) -> None:
    first, second, third = rows()
    first[1] = second[1] = name
    head = [HEAD[0], heading, *HEAD[2:]]
    grid = [head, [None, "จังหวัดระยอง"], first, [None, "ฉะเชิงเทรา"], second, third]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", grid)))
    unknown = score(save(tmp_path / "b.xlsx", ("ผล", [HEAD, first, second, third])))
    assert {office.code for office in unknown.offices} == {"M9000"}


@pytest.mark.parametrize("head", ["ฉะเชิงเทราา", "ภาคตะวันออก", "รวมจังหวัดระยอง", "หมายเหตุ ส่งเพิ่ม"])
def test_a_province_heads_no_area_behind_other_words_on_a_row_of_their_own(
    tmp_path: Path, head: str
) -> None:
    """They may be another province's name misspelt: whose เขต 1 it is then, nobody knows."""
    first, second, third = rows()
    first[1], second[1] = "เขต 2", "เขต 1"
    grid = [HEAD, [None, "จังหวัดระยอง"], first, [None, head], second, third]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert {office.code for office in results.offices} == {"2102", "M9000"}
    assert "B5" in {cell for _, cell in errors_of(results)}


IN_PROVINCE = {"ระยอง": "2102", "ฉะเชิงเทรา": "2402", "สงขลา": "M9000"}


def of_provinces(*names: str) -> list[list[object]]:
    """The rows of the three offices with their province and what stands for their name."""
    levels = [row[2:] for row in rows()]
    return [
        [place, name, *row] for place, name, row in zip(IN_PROVINCE, names, levels, strict=True)
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("สพป. เขต 2", "ประถม เขต 2", "สพม."),
        ("ประถมศึกษา เขต ๒", "เขต 2", "มัธยมศึกษา"),
        ("เขตพื้นที่การศึกษาประถมศึกษา เขต 2", "สพป.2", "มัธยม"),
    ],
)
def test_a_kind_and_area_beside_their_province_are_an_office(
    tmp_path: Path, names: tuple[str, str, str]
) -> None:
    grid = [["จังหวัด", "สำนักงาน", *CODES], *of_provinces(*names)]
    path = save(tmp_path / "a.xlsx", ("ผล", grid))
    reads_rightly(path)
    assert warned(path) == set()


def test_an_area_that_is_none_beside_its_province_keeps_no_other_row_from_being_read(
    tmp_path: Path,
) -> None:
    grid = [["จังหวัด", "สำนักงาน", *CODES], *of_provinces("เขต 2", "เขต 9", "สพม.")]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert {office.code for office in results.offices} == {"2102", "M9000"}
    assert errors_of(results) == [("office-unknown-no-match", "B3")]


def test_a_code_of_another_area_than_stands_beside_its_province_is_told(tmp_path: Path) -> None:
    first, second, third = of_provinces("สพป. เขต 1", "สพป. เขต 2", "สพม.")
    grid = [["รหัส", "จังหวัด", "สำนักงาน", *CODES], ["2102", *first], ["2402", *second]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [*grid, ["M9000", *third]])))
    assert {office.code for office in results.offices} == {"2402", "M9000"}
    assert errors_of(results) == [("office-code-name-differ", "C2")]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_area_is_no_office_of_another_kind_than_stands_beside_it(
    tmp_path: Path, at: int
) -> None:
    """สงขลา has a สพป. เขต 1, and one สพม. without a number."""
    parts = [("จังหวัด", "สงขลา"), ("สำนักงาน", "เขต 1")]
    parts.insert(at, ("ประเภท", "มัธยมศึกษา"))
    heads, cells = zip(*parts, strict=True)
    path = save(tmp_path / "a.xlsx", ("ผล", [[*heads, *CODES], [*cells, *rows()[0][2:]]]))
    results = score(path)
    assert results.offices == ()
    assert {code for code, _ in errors_of(results)} == {"office-unknown-no-match"}


def of_row_beside(tmp_path: Path, heads: Sequence[str], *cells: Sequence[object]) -> Results:
    """What comes out of rows with these cells before the levels of the first office."""
    grid = [[*heads, *CODES], *([*one, *FIRST[2:]] for one in cells)]
    return score(save(tmp_path / "a.xlsx", ("ผล", grid)))


def offices_read(results: Results) -> set[str]:
    return {office.code for office in results.offices}


@pytest.mark.parametrize(
    ("heads", "cells", "office"),
    [
        (("จังหวัด", "สพท."), ("ฉะเชิงเทรา", "สพท."), None),
        (("จังหวัด", "สพท."), ("ฉะเชิงเทรา", "สำนักงานเขตพื้นที่การศึกษา"), None),
        (("จังหวัด", "สพท."), ("ฉะเชิงเทรา", "สพท. เขต 2"), "2402"),
        (("จังหวัด", "สพท.", "เขต"), ("ฉะเชิงเทรา", "สพท.", "เขต 2"), "2402"),
        (("จังหวัด", "สพท.", "เขต"), ("ภูเก็ต", "สพป.", "เขต 2"), None),
        (("จังหวัด", "สพท.", "เขต"), ("ภูเก็ต", "สพป.", 2), None),
        (("จังหวัด", "สังกัด", "เขตที่"), ("ระยอง", "สพป. เขต 2", 1), None),
        (("จังหวัด", "ประเภท", "สพท."), ("ระยอง", "มัธยมศึกษา", "เขต 1"), None),
        (("จังหวัด", "เขตตรวจราชการที่", "สพท."), ("ระยอง", 9, "เขต 2"), "2102"),
        (("จังหวัด", "ครั้งที่", "สพท."), ("ระยอง", 1, "เขต 2"), "2102"),
        (("สพท.", "จังหวัด", "ครั้งที่"), ("สพท.", "ระยอง", 2), None),
    ],
)
def test_every_part_of_a_name_beside_its_province_counts(
    tmp_path: Path, heads: Sequence[str], cells: Sequence[object], office: str | None
) -> None:
    results = of_row_beside(tmp_path, heads, cells, (*cells[:-1], "เขต 99"))
    assert offices_read(results) == ({office} if office else set())


def test_a_bare_kind_beside_its_province_contradicts_no_code(tmp_path: Path) -> None:
    heads = ("รหัส", "จังหวัด", "สพท.")
    results = of_row_beside(tmp_path, heads, ("2402", "ฉะเชิงเทรา", "สพท."))
    assert (offices_read(results), errors_of(results)) == ({"2402"}, [])


@pytest.mark.parametrize("aside", ["ข้อเสนอแนะ", "ผู้ประเมิน", "หมายเหตุ", "อื่น ๆ"])
def test_a_kind_in_words_behind_the_levels_is_no_part_of_a_name(tmp_path: Path, aside: str) -> None:
    first = [*of_provinces("เขต 2", "เขต 2", "สพม.")[0], "มัธยม"]
    grid = [["จังหวัด", "สำนักงาน", *CODES, aside], first]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert offices_read(results) == {"2102"}


@pytest.mark.parametrize("province", [None, "-", "ภาคตะวันออก"])
def test_a_province_above_holds_where_none_stands_beside(
    tmp_path: Path, province: str | None
) -> None:
    heads = ("จังหวัด", "สำนักงาน")
    rows = ([["จังหวัดระยอง"], [province, "เขต 2", *FIRST[2:]]],)
    results = score(save(tmp_path / "a.xlsx", ("ผล", [[*heads, *CODES], *rows[0]])))
    assert (offices_read(results), errors_of(results)) == ({"2102"}, [])


@pytest.mark.parametrize(
    "between",
    [
        ("ฉะเชิงเทรา", "สพป. เขต 1"),
        (None, "สพป.ฉะเชิงเทรา เขต 1"),
        (None, "สพป.ฉะเชิงเทรา เขต 9"),
    ],
)
def test_a_province_above_ends_at_an_office_of_another(
    tmp_path: Path, between: tuple[str | None, str]
) -> None:
    levels = FIRST[2:]
    rows = [[None, "ระยอง"], [*between, *levels], [None, "สพป. เขต 2", *levels]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [["จังหวัด", "สำนักงาน", *CODES], *rows])))
    assert "2102" not in offices_read(results)
    assert ("office-unknown-no-match", "B4") in errors_of(results)
    if between[0]:
        assert said_by(results, "office-province-differs") == []


def test_an_area_behind_a_province_is_not_told_of_its_code(tmp_path: Path) -> None:
    results = of_row_beside(tmp_path, ("รหัส", "จังหวัด/เขต"), ("2102", "ระยอง/2"))
    assert offices_read(results) == {"2102"}
    assert said_by(results, "office-name-unlike") == []


SIGNED = (
    ["ผู้รายงาน", "นายสมชาย ใจดี"],
    [None, "ข้อมูล ณ วันที่", datetime(2023, 3, 31)],
    [None, "ผู้ประสานงาน", "นางสาวสมหญิง ใจงาม", "โทร.", "081-234 5678"],
)


@pytest.mark.parametrize("signed", SIGNED)
def test_who_signs_below_a_table_is_no_office(tmp_path: Path, signed: list[object]) -> None:
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), signed]))
    assert said_by(reads_rightly(path), "row-skipped") == ["5:5"]


@pytest.mark.parametrize(
    "row",
    [
        [None, "ผู้ประสานงาน", "ระดับ ดีมาก", "ระดับ ดีมาก"],
        [None, "เจ้าหน้าที่เขต", "ไม่รายงาน เนื่องจาก", "ไม่มีข้อมูล"],
        [None, "ผู้รายงาน", *[datetime(2023, 3, day) for day in (1, 2, 3)]],
    ],
)
def test_answers_behind_words_of_a_signature_are_not_passed_over(
    tmp_path: Path, row: list[object]
) -> None:
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), row])))
    assert {cell[1:] for _, cell in errors_of(results) if cell} == {"5"}


@pytest.mark.parametrize("name", ["สพป.ระยอง เขต 2", "สพม ชลบุรี ระยอง"])
def test_a_date_before_an_office_makes_no_signature_of_its_row(tmp_path: Path, name: str) -> None:
    row = ["31 มีนาคม 2566", name, *["ดีมาก"] * len(CODES)]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [["วันที่", *HEAD[1:]], row])))
    assert len(offices_read(results)) == 1


@pytest.mark.parametrize(
    "levels", [[3, 4], ["ระดับ 3"], ["ไม่รายงาน"], ["นายสมชาย ใจดี", 3], ["ผ่าน"], ["นายสมชาย ใจดี"]]
)
def test_levels_beside_who_assesses_are_said(tmp_path: Path, levels: list[object]) -> None:
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), [None, "ผู้ประเมิน", *levels]]))
    assert ("office-unknown-no-match", "B5") in errors_of(score(path))


def test_codes_and_names_may_stand_over_the_columns_of_offices(tmp_path: Path) -> None:
    levels = [[f"ตัวชี้วัดที่ {code}", *(LEVELS[one][code] for one in LEVELS)] for code in CODES]
    heads = [["ตัวชี้วัด", *OFFICES], [None, *OFFICES.values()]]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", [*heads, *levels])))
    heads[1][1:3] = heads[1][2:0:-1]
    swapped = save(tmp_path / "a.xlsx", ("ผล", [*heads, *levels]), ("อื่น", [HEAD, rows()[2]]))
    assert {office.code for office in score(swapped).offices} == {"M9000"}


# --- below


@pytest.mark.parametrize(
    "below",
    [
        [["ที่", "สพท.", "จำนวนโรงเรียน", "จำนวนครู"], [1, OFFICE, 150, 1200], [2, "รวม", 150, 1200]],
        [["ระดับ", "จำนวนเขต", "ร้อยละ"], ["ดีมาก", 2, 66.67], ["ดี", 1, 33.33], ["รวม", 3, 100]],
    ],
)
@pytest.mark.parametrize("title", [[], [["ตารางที่ 2"]]])
def test_a_table_on_other_things_below_is_not_read(
    tmp_path: Path, below: list[list[object]], title: list[list[object]]
) -> None:
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), [], *title, *below]))
    assert len(said_by(reads_rightly(path), "rows-below")) == 1
    assert warned(path) == set()


def test_offices_with_levels_below_other_words_are_not_lost(tmp_path: Path) -> None:
    first, *others = rows()
    words = [None, "ส่งช้า", "เพิ่มภายหลัง"]
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, first, [], words, *others]))
    assert levels_of(score(path)) == LEVELS
    others[0][1] = "สพป.ฉะเชิงเทา เขต 2"
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, first, [], words, *others[:1]]))
    assert "office-unknown" in {code for code, _ in errors_of(score(path))}


def test_a_signature_may_be_parted_over_columns(tmp_path: Path) -> None:
    below = [["ลงชื่อ", "....................", "ประธานกรรมการ"], [None, "(นายตัวอย่าง ใจดี)"]]
    below += [
        [None, None, "ผู้อำนวยการ สพป.ระยอง เขต ๑"],
        [None, None, "รองผู้อำนวยการ สพป.ระยอง เขต 1"],
    ]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), [], *below])))


def test_how_many_offices_have_each_level_is_no_form(tmp_path: Path) -> None:
    counts = [[f"ตัวชี้วัดที่ {code}", 0, 12, 30, 3, 1] for code in CODES]
    grid = [["ตัวชี้วัด", "5", "4", "3", "2", "1"], *counts]
    path = save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows()]), ("สรุป", grid))
    reads_rightly(path)
    assert warned(path) == set()


def test_forms_of_several_offices_may_stand_below_one_another(tmp_path: Path) -> None:
    grid: list[list[object]] = []
    for code, name in OFFICES.items():
        levels = [[f"ตัวชี้วัดที่ {of}", level] for of, level in LEVELS[code].items()]
        grid += [[name], ["ตัวชี้วัด", "ระดับคุณภาพ"], *levels, ["คะแนนเฉลี่ยรวม", None], []]
    reads_rightly(save(tmp_path / "a.xlsx", ("ผล", grid)))


# --- forms of the program


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


def desk_sheet(desk: Desk) -> Worksheet:
    return load_workbook(desk.form(desk.best())).active


def written(desk: Desk, cells: dict[str, object]) -> list[tuple[str, str | None]]:
    """What is said, but for infos, of a form at its best in which somebody wrote these cells."""

    def write(sheet: Worksheet) -> None:
        for at, value in cells.items():
            sheet[at] = value

    edit(desk.form(desk.best()), write)
    found = desk.score().findings
    return [(one.code, one.place.cell) for one in found if one.severity != "info"]


def test_a_form_under_the_title_of_another_office_is_said(desk: Desk) -> None:
    title = f"{OFFICE} · รอบ 6 เดือน · ปีงบประมาณ พ.ศ. 2566"
    assert written(desk, {"A1": title}) == [("title-names-another", "A1")]


def test_the_column_of_a_further_assessor_in_a_form_is_said(desk: Desk) -> None:
    marks = {f"I{row}": "ไม่มี" for row in range(20, 24)}
    assert written(desk, {"I3": "กรรมการ ข", **marks}) == [("column-unread", "I3")]


@pytest.mark.parametrize(
    ("words", "said"), [("{} (หน้า 3)", False), ("มีรายงานอีกเรื่องหนึ่งของปีก่อน", True)]
)
def test_other_words_over_those_of_an_item_are_said(desk: Desk, words: str, said: bool) -> None:
    own = desk.rubric.by_code["1"].item_by_id("1.1").text
    row = next(cell.row for cell in desk_sheet(desk)["A"] if cell.value == "1.1")
    found = written(desk, {f"B{row}": words.format(own)})
    assert found == ([("item-text-differs", f"B{row}")] if said else [])


def test_a_numbered_table_below_a_form_is_not_read(desk: Desk) -> None:
    last = desk_sheet(desk).max_row + 3
    table = [["ที่", "โรงเรียน", "ครู", "ผล"], [1, "ก", 12, "ผ่าน"], [2, "ข", 8, "ไม่ผ่าน"]]
    cells = {
        f"{column}{last + at}": value
        for at, line in enumerate(table)
        for column, value in zip("ABCD", line, strict=True)
    }
    assert written(desk, cells) == []


def test_items_named_again_below_a_form_are_said(desk: Desk) -> None:
    last = desk_sheet(desk).max_row + 3
    cells = {f"A{last}": "แก้ไข", f"B{last}": "หลังอุทธรณ์", f"A{last + 1}": "1.1"}
    assert ("item-twice", f"A{last + 1}") in written(desk, {**cells, f"D{last + 1}": "ไม่มี"})
