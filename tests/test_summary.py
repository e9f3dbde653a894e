from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import builders as make
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from workbook_parts import heading_row

from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.reports.notes import lowest
from qp_scoring.reports.summary.book import write_summary
from qp_scoring.rubric.model import Group, Rubric, Total

SHEETS = [
    "ภาพรวม",
    "อันดับ",
    "ตารางระดับ",
    "การกระจาย",
    "รายการที่ขาด",
    "รายการที่ขาดรายกลุ่ม",
    "ตามประเภทและเขตตรวจราชการ",
    "ตัวชี้วัดรายกลุ่ม",
    "ความเห็นของผู้ประเมิน",
    "ความมั่นคงของผล",
    "ยังไม่สมบูรณ์",
    "ข้อค้นพบ",
    "วิธีคิด",
]
LISTS = SHEETS[1:-1]
"""The sheets that are filtered; overview and method are one page each."""


def written(tmp_path: Path, results: Results, rubric: Rubric = make.RUBRIC) -> Workbook:
    write_summary(tmp_path / "summary.xlsx", results, analyse(results, rubric), rubric)
    return load_workbook(tmp_path / "summary.xlsx")


def table(sheet: Worksheet) -> list[list[object]]:
    """The rows below the headings, without what explains them below a blank row."""
    rows = sheet.iter_rows(min_row=heading_row(sheet) + 1, values_only=True)
    shown = itertools.takewhile(lambda row: any(value is not None for value in row), rows)
    return [list(row) for row in shown]


def told(sheet: Worksheet) -> str:
    """What stands around a sheet's table: above the headings, and below a blank row after it."""
    last = heading_row(sheet) + len(table(sheet))
    around = [*range(1, heading_row(sheet)), *range(last + 1, sheet.max_row + 1)]
    return "\n".join(str(sheet.cell(row, 1).value) for row in around)


def with_mean(code: str, exact: str, printed: str, kind: str = "สพป") -> OfficeResult:
    return make.office(code=code, name=f"ตัวอย่าง {code}", mean_exact=exact, mean=printed, type=kind)


ROUND = make.results(
    make.office(),
    make.office(["3"] * 6 + ["-", "ยกเว้น"] + ["3"] * 5, code="9901", name="ตัวอย่าง เขต 1"),
    make.office(["", "2"] + ["3"] * 11, code="9902", name="ตัวอย่าง เขต 3"),
    make.office(["?", "", ""] + ["3"] * 10, code="9903", name="ตัวอย่าง เขต 4"),
    findings=(make.finding(cell="D2", message="พบ “ดีมาก”"), make.finding("warning", cell="E9")),
)


def test_the_workbook_has_its_sheets_in_order(tmp_path: Path) -> None:
    assert written(tmp_path, ROUND).sheetnames == SHEETS


def test_offices_are_ranked_by_the_exact_mean_and_ties_share_a_place() -> None:
    run = analyse(
        make.results(
            with_mean("1", "29/12", "2.42"),
            with_mean("2", "58/24", "2.42"),
            with_mean("3", "2417/1000", "2.42"),
            with_mean("4", "5/1", "5.00"),
            with_mean("5", "2.4000/1", "2.40"),
        ),
        make.RUBRIC,
    )
    assert {one.office: one.overall_rank for one in run.standings} == {
        "4": 1,
        "3": 2,
        "1": 3,
        "2": 3,
        "5": 5,
    }


def test_the_ranking_lists_complete_offices_only_best_first(tmp_path: Path) -> None:
    rows = table(written(tmp_path, ROUND)["อันดับ"])
    assert [row[:4] for row in rows] == [
        [1, 1, "9901", "สพป.ตัวอย่าง เขต 1"],
        [2, 2, "2402", "สพป.ตัวอย่าง เขต 2"],
    ]
    assert rows[1][4:] == ["สพป.", "8", 2.42, "พอใช้", "11/12", 2.64, "9 (N/A), 3 (1)"]


def test_places_within_the_type_are_counted_apart(tmp_path: Path) -> None:
    offices = [
        with_mean("1", "4/1", "4.00", "สพม"),
        with_mean("2", "3/1", "3.00"),
        with_mean("3", "2/1", "2.00", "สพม"),
    ]
    rows = table(written(tmp_path, make.results(*offices))["อันดับ"])
    assert [row[:3] for row in rows] == [[1, 1, "1"], [2, 1, "2"], [3, 2, "3"]]


def test_means_are_numbers_with_their_printed_decimals(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["อันดับ"]
    cell = sheet.cell(heading_row(sheet) + 2, 7)
    assert (cell.value, cell.data_type, cell.number_format) == (2.42, "n", "0.00")


def test_lowest_indicators() -> None:
    assert [entry.code for entry in lowest(make.office())] == ["9", "3"]
    assert lowest(make.office(["3"] * 13)) == ()
    assert [entry.code for entry in lowest(make.office(["N/A"] + ["3"] * 12))] == ["1"]


def test_the_matrix_keeps_every_state_apart_by_text_and_by_fill(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["ตารางระดับ"]
    top = heading_row(sheet)
    headings = [cell.value for cell in sheet[top]]
    assert headings[3:16] == list(make.CODES)
    looks: dict[object, tuple[object, ...]] = {}
    last = top + len(table(sheet))
    for row in sheet.iter_rows(min_row=top + 1, max_row=last, min_col=4, max_col=16):
        for cell in row:
            fill = cell.fill
            look = (fill.patternType, fill.fgColor.rgb, fill.bgColor.rgb, cell.font.color.rgb)
            assert looks.setdefault(cell.value, look) == look
    assert set(looks) == {1, 2, 3, 5, "-", "N/A", "ยกเว้น", "ว่าง", "ผิด"}
    assert len(set(looks.values())) == len(looks)


def test_the_matrix_explains_the_marks_that_occur(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["ตารางระดับ"]
    for mark in ("-", "N/A", "ยกเว้น", "ว่าง", "ผิด"):
        assert f"{mark} หมายถึง" in told(sheet)


def test_unfinished_offices_are_listed_with_indicators_and_reasons(tmp_path: Path) -> None:
    rows = table(written(tmp_path, ROUND)["ยังไม่สมบูรณ์"])
    listed = [(row[0], row[2], row[4], row[5]) for row in rows]
    assert listed == [
        ("9902", "ยังประเมินไม่ครบ", "1", "ยังไม่ได้ประเมิน"),
        ("9903", "มีข้อผิดพลาด", "1", "ข้อมูลไม่ถูกต้อง"),
        ("9903", "มีข้อผิดพลาด", "2, 3", "ยังไม่ได้ประเมิน"),
    ]
    assert rows[1][6] == "พบ “ดีมาก”"
    assert rows[1][7] == "matrix.xlsx › คะแนน: D2"


def test_blanks_of_an_office_are_gathered_in_one_row(tmp_path: Path) -> None:
    blanks = tuple(
        make.finding("warning", code="not-assessed", cell=cell, message=f"ช่อง {cell} ว่าง")
        for cell in ("D2", "E2")
    )
    where = [make.Source(file="matrix.xlsx", sheet="คะแนน", cell=cell) for cell in ("D2", "E2")]
    indicators = tuple(
        make.indicator(code, "", source=at) for code, at in zip("12", where, strict=True)
    )
    results = make.results(make.office(indicators=indicators), findings=blanks)
    rows = table(written(tmp_path, results)["ยังไม่สมบูรณ์"])
    assert [(row[4], row[7]) for row in rows] == [("1, 2", "matrix.xlsx › คะแนน: D2, E2")]


def test_a_faulty_office_without_a_faulty_indicator_points_to_the_findings(tmp_path: Path) -> None:
    office = make.office(status=make.Status.ERROR)
    rows = table(written(tmp_path, make.results(office))["ยังไม่สมบูรณ์"])
    assert [row[6] for row in rows] == ["รายละเอียดอยู่ในชีตข้อค้นพบ"]


def test_findings_stand_with_their_place_and_remedy(tmp_path: Path) -> None:
    rows = table(written(tmp_path, ROUND)["ข้อค้นพบ"])
    assert rows[0] == [
        "ผิดพลาด",
        "mark-unknown",
        "matrix.xlsx",
        "คะแนน",
        "D2",
        "พบ “ดีมาก”",
        "พิมพ์ระดับ 1–5",
    ]
    assert rows[1][0] == "เตือน"


def test_empty_sheets_say_so(tmp_path: Path) -> None:
    book = written(tmp_path, make.results())
    for name in LISTS:
        assert len(table(book[name])) == 1
        assert table(book[name])[0][0]


@pytest.mark.parametrize(
    ("policy", "phrase"),
    [("counts_zero", "(N/A) คิดเป็น 0 คะแนน"), ("leaves_mean", "(N/A) ไม่นำมาคิดคะแนนเฉลี่ย")],
)
def test_the_method_states_the_rules_that_were_used(
    tmp_path: Path, policy: str, phrase: str
) -> None:
    results = make.results(make.office(), not_reported=policy)
    said = "\n".join(f"{row[0]} {row[1]}" for row in table(written(tmp_path, results)["วิธีคิด"]))
    for part in ("qp-2566", "sha256:", "0.1.0", "รอบ 6 เดือน", phrase, "1.50–2.49", "ต่ำกว่า 1.50"):
        assert part in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "ทุกตัวชี้วัดมีน้ำหนักเท่ากัน"),
        ({"group": (Group(id="ก", name="กลุ่มก", weight=1),)}, "ตัวชี้วัดในกลุ่มเดียวกันมีน้ำหนักเท่ากัน"),
        ({"total": Total(combine="min")}, None),
    ],
)
def test_weights_are_told_where_there_are_means(
    tmp_path: Path, changes: dict[str, object], said: str | None
) -> None:
    rubric = make.rubric_with(**changes)
    results = make.results(make.office(), rubric=rubric)
    rows = dict(row[:2] for row in table(written(tmp_path, results, rubric)["วิธีคิด"]))
    assert rows.get("น้ำหนักของตัวชี้วัด") == said


@pytest.mark.parametrize("status", ["draft", "official"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_every_sheet_carries_the_draft_notices_of_its_own_keys(
    tmp_path: Path, status: str, confirmed: bool
) -> None:
    bands = make.RUBRIC.bands.model_copy(update={"confirmed": confirmed})
    rubric = make.rubric_with(status=status, bands=bands)
    book = written(tmp_path, make.results(make.office(), rubric=rubric), rubric)
    for sheet in book.worksheets[1:]:
        above = told(sheet)
        assert ("ไม่ใช่เกณฑ์ทางการของ สพฐ." in above) == (status == "draft")
        assert ("ช่วงคะแนนยังไม่ยืนยัน" in above) == (not confirmed)


def test_pages_are_counted_through_all_sheets(tmp_path: Path) -> None:
    for sheet in written(tmp_path, make.results(make.office())).worksheets:
        assert str(sheet.oddFooter.center.text).endswith("หน้า &P จาก &N"), sheet.title
        assert not sheet.page_setup.useFirstPageNumber, sheet.title


def test_sheets_are_frozen_filtered_and_set_up_to_print(tmp_path: Path) -> None:
    book = written(tmp_path, ROUND)
    for sheet in book.worksheets[1:]:
        top = heading_row(sheet)
        assert str(sheet.freeze_panes).endswith(str(top + 1))
        assert sheet.page_setup.paperSize == 9
        # Excel ignores the breaks of a sheet that it fits to a width.
        assert not (
            sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        assert 10 <= sheet.page_setup.scale <= 100
        assert sheet.print_area
        for row in range(1, sheet.max_row + 1):
            assert sheet.row_dimensions[row].customHeight
    for name in LISTS:
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        if len(table(sheet)) > 1:
            width = get_column_letter(len(list(sheet.columns)))
            last = heading_row(sheet) + len(table(sheet))
            assert sheet.auto_filter.ref == f"A{heading_row(sheet)}:{width}{last}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "<r><t>x</t></r>"])
def test_text_from_inputs_stays_text_and_there_is_no_formula(tmp_path: Path, text: str) -> None:
    office = make.office(name=text, code=text, short_name=text, type=text, region=text)
    results = make.results(
        office, findings=(make.finding(file=text, sheet=text, message=text, fix=text),)
    )
    book = written(tmp_path, results)
    assert table(book["อันดับ"])[0][2:6] == [text] * 4
    assert table(book["ข้อค้นพบ"])[0][2:4] == [text] * 2
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
                assert b't="e"' not in archive.read(name)
            assert "externalLink" not in name


def test_a_long_message_is_kept_whole(tmp_path: Path) -> None:
    message = "ข้อความยาวมาก " * 3_000
    rows = table(
        written(tmp_path, make.results(findings=(make.finding(message=message),)))["ข้อค้นพบ"]
    )
    assert len(rows) > 1
    assert "".join("".join(str(row[5]) for row in rows).split()) == "".join(message.split())


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_summary(tmp_path / name, ROUND, analyse(ROUND, make.RUBRIC), make.RUBRIC)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_overview_is_one_page_with_the_round_in_short(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["ภาพรวม"]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    run = analyse(ROUND, make.RUBRIC)
    assert "2 จาก 4" in said
    assert run.overall.mean in said
    lowest = [one.code for one in run.weakest_first()[:5]]
    first = said.index("ตัวชี้วัดที่มีคะแนนเฉลี่ยต่ำสุด")
    assert said[first + 5 : first + 25 : 4] == lowest
    assert any("สพป.ตัวอย่าง เขต 3, สพป.ตัวอย่าง เขต 4" in one for one in said)
    assert "สำนักงานที่ยังไม่มีผลสมบูรณ์ (2 แห่ง)" in said


def test_the_overview_says_how_many_indicators_tie_with_the_last_it_names(tmp_path: Path) -> None:
    alike = make.results(make.office(["3"] * 13, code="9001"))
    said = [
        str(cell)
        for row in written(tmp_path, alike)["ภาพรวม"].iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert "และตัวชี้วัดอื่นที่ได้เท่ากับตัวสุดท้ายอีก 8 ตัวชี้วัด" in said


def test_the_overview_names_the_items_most_often_missing_and_counts_the_rest(
    tmp_path: Path,
) -> None:
    items = tuple(make.item(f"8.{at}", "unmet") for at in range(1, 7))
    entry = make.indicator("8", "1", items=items)
    unfinished = [
        make.office(["", *["3"] * 12], code=f"9{at:03}", name=f"ตัวอย่าง เขต {at}")
        for at in range(18)
    ]
    results = make.results(make.office(indicators=(entry,)), *unfinished)
    sheet = written(tmp_path, results)["ภาพรวม"]
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert [one for one in said if one.startswith("8.")] == [f"8.{at}" for at in range(1, 6)]
    assert "100.0 % (1/1)" in said
    assert any(one.endswith(" +3") for one in said)


def test_an_office_leads_to_its_sheet_and_nothing_else_is_a_link(tmp_path: Path) -> None:
    files = {"9901": "scoresheets/9901 สพป.ตัวอย่าง เขต 1.xlsx", "2402": "scoresheets/100% #1.xlsx"}
    path = tmp_path / "summary.xlsx"
    write_summary(path, ROUND, analyse(ROUND, make.RUBRIC), make.RUBRIC, files)
    book = load_workbook(path)
    links = [
        (sheet.title, cell.value, cell.hyperlink.target)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    # A name that a link cannot hold as it is stays a name.
    assert {name for name, _, _ in links} == {"อันดับ", "ตารางระดับ", "ความมั่นคงของผล"}
    assert {value for _, value, _ in links} == {"สพป.ตัวอย่าง เขต 1"}
    assert {unquote(target) for _, _, target in links} == {files["9901"]}


def test_sheets_have_tabs_in_colour_and_charts_say_what_they_show(tmp_path: Path) -> None:
    book = written(tmp_path, ROUND)
    assert all(sheet.sheet_properties.tabColor for sheet in book.worksheets)
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as archive:
        drawings = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/drawings/drawing")
        ]
    shown = [match for one in drawings for match in re.findall(r"<xdr:cNvPr [^>]*>", one)]
    assert shown and all('descr="' in one for one in shown)
