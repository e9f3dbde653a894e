"""The analyses as the summary workbook shows them, and its charts."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import builders as make
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_summary import heading_row, table, told, written

from qp_scoring.documents.results import IndicatorResult, OfficeResult, Previous, Results
from qp_scoring.reports.summary.cells import LEVEL_BARS
from qp_scoring.rubric.model import Band, Bands, Document, Group, Rubric, Scale, Weights

PERCENT = '0" %"'
CHARTED = {"การกระจาย": 1, "รายการที่ขาด": 1, "ตามประเภทและเขตตรวจราชการ": 2}


def eight(*marks: str) -> IndicatorResult:
    """Indicator 8 with marks on its first items, by two assessors of whom one finds nothing."""
    items = tuple(
        make.item(
            f"8.{at}",
            mark,
            make.said("นาย ก", mark, reason="ไม่ครบ" if mark == "unmet" else None),
            make.said("นาง ข", "unmet"),
        )
        for at, mark in enumerate(marks, 1)
    )
    return make.indicator("8", "2", items=items)


def office(code: str, *marks: str, kind: str = "สพป", region: str = "2") -> OfficeResult:
    entries = [eight(*marks) if c == "8" else make.indicator(c, "3") for c in make.CODES]
    return make.office(indicators=tuple(entries), code=code, type=kind, region=region)


ROUND = make.results(
    office("1", "unmet", "unmet", "met"),
    office("2", "unmet", "met", "met"),
    office("3", "unmet", "met", "met", kind="สพม", region="10"),
    make.office(code="4", region="10"),
)


def column(sheet: Worksheet, heading: str) -> list[object]:
    """The values under a heading, whichever line breaks it has."""
    row = heading_row(sheet)
    names = [str(cell.value).replace("\n", " ") for cell in sheet[row]]
    at = names.index(heading)
    return [values[at] for values in table(sheet)]


def test_the_distribution_counts_levels_and_states(tmp_path: Path) -> None:
    cells = ["1", "2", "2", "N/A", "-", "ยกเว้น", "", "?"]  # the last two are not complete
    offices = [make.office([cell] + ["3"] * 12, code=str(at)) for at, cell in enumerate(cells)]
    sheet = written(tmp_path, make.results(*offices))["การกระจาย"]
    headings = [str(cell.value).replace("\n", " ") for cell in sheet[heading_row(sheet)]]
    first = dict(zip(headings, table(sheet)[0], strict=True))
    assert {name: first[name] for name in headings if name not in ("เรื่อง",)} == {
        "ตัวชี้วัด": "1",
        "ระดับ 1 ปรับปรุง": 1,
        "ระดับ 2 พอใช้": 2,
        "ระดับ 3 ดี": 0,
        "ระดับ 4 ดีมาก": 0,
        "ระดับ 5 ดีเยี่ยม": 0,
        "N/A (ทุกแห่ง)": 1,
        "ยังไม่สมบูรณ์ (ทุกแห่ง)": 2,
        "ยกเว้น (ทุกแห่ง)": 1,
        "- (ทุกแห่ง)": 1,
        "n": 3,
        "คะแนนเฉลี่ย": 1.67,
        "มัธยฐาน": 2,
    }
    assert first["เรื่อง"] == make.RUBRIC.by_code["1"].title


def test_the_items_most_often_missing_have_shares_with_n(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["รายการที่ขาด"]
    assert [row[0:2] + row[3:] for row in table(sheet)] == [
        [1, "8.1", "8", 3, 3, 100, "100.0 % (2/2)", "100.0 % (1/1)", "ไม่ครบ 3"],
        [2, "8.2", "8", 1, 3, 33.3, "50.0 % (1/2)", "0.0 % (0/1)", "ไม่ครบ 1"],
    ]
    item = make.RUBRIC.by_code["8"].item_by_id("8.1")
    assert item is not None
    assert table(sheet)[0][2] == item.text
    assert sheet.cell(heading_row(sheet) + 2, 7).number_format == '0.0" %"'
    assert "แสดง 2 จาก 2 ข้อ" in told(sheet)


def test_no_more_than_fit_a_page_are_shown_and_the_number_is_said(tmp_path: Path) -> None:
    marks = {code: make.RUBRIC.by_code[code].item for code in make.CODES}
    entries = tuple(
        make.indicator(code, "1", items=tuple(make.item(item.id, "unmet") for item in items))
        for code, items in marks.items()
    )
    number = sum(map(len, marks.values()))
    sheet = written(tmp_path, make.results(make.office(indicators=entries)))["รายการที่ขาด"]
    assert len(table(sheet)) == 15
    assert f"แสดง 15 จาก {number} ข้อ" in told(sheet)


def test_missing_items_are_listed_by_group(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["รายการที่ขาดรายกลุ่ม"]
    # Three offices are of type สพป, but one of them has no marks, and a share of two says little;
    # one is สพม, two in each region.
    assert [row[:4] + row[5:] for row in table(sheet)] == [
        ["ระดับคุณภาพ", "พอใช้", 1, "8.1", 3, 3, 100],
        ["ระดับคุณภาพ", "พอใช้", 2, "8.2", 1, 3, 33.3],
    ]


def test_levels_alone_have_no_items_to_count(tmp_path: Path) -> None:
    book = written(tmp_path, make.results(make.office()))
    for name in ("รายการที่ขาด", "รายการที่ขาดรายกลุ่ม"):
        assert "มีเฉพาะระดับรายตัวชี้วัด" in str(table(book[name])[0][0])


def test_means_and_bands_stand_by_group_with_n(tmp_path: Path) -> None:
    def standing(code: str, exact: str, mean: str, region: str, band: str) -> OfficeResult:
        return make.office(code=code, mean_exact=exact, mean=mean, region=region, band=band)

    results = make.results(
        standing("1", "29/12", "2.42", "2", "พอใช้"),
        standing("2", "30/11", "2.73", "10", "ดี"),
        standing("4", "36/12", "3.00", "10", "ดี"),
        make.office([""] + ["3"] * 12, code="3", region="10"),
    )
    sheet = written(tmp_path, results)["ตามประเภทและเขตตรวจราชการ"]
    # (29/12 + 30/11 + 36/12) / 3 = 2.7146…; no region has three offices with a result.
    assert table(sheet) == [
        ["ทั้งหมด", "สำนักงานทุกแห่ง", 4, 3, 2.71, 2.42, 3, 0, 0, 2, 1, 0],
        ["ประเภท", "สพป.", 4, 3, 2.71, 2.42, 3, 0, 0, 2, 1, 0],
    ]
    assert "น้อยกว่า 3 แห่ง" in told(sheet)


def test_means_of_indicators_show_their_n_and_sort_as_numbers(tmp_path: Path) -> None:
    results = make.results(
        make.office(["1"] + ["3"] * 5 + ["-"] + ["3"] * 6, code="1", region="2"),
        make.office(["2"] + ["3"] * 5 + ["-"] + ["N/A"] * 6, code="2", region="10"),
        make.office(["N/A"] + ["5"] * 5 + ["-"] + ["3"] * 6, code="3", region="10"),
    )
    sheet = written(tmp_path, results)["ตัวชี้วัดรายกลุ่ม"]
    first = heading_row(sheet) + 1
    assert [row[:4] for row in table(sheet)] == [
        ["ทั้งหมด", "สำนักงานทุกแห่ง", 1.5, 3.67],
        ["ประเภท", "สพป.", 1.5, 3.67],
    ]
    formats = [sheet.cell(row, 3).number_format for row in range(first, first + 2)]
    assert formats == ['0.00" (2)"', '0.00" (2)"']
    assert {row[8] for row in table(sheet)} == {"-"}


def test_agreement_stands_with_pairs_and_without_names(tmp_path: Path) -> None:
    sheet = written(tmp_path, ROUND)["ความเห็นของผู้ประเมิน"]
    rows = table(sheet)
    # 8.1: three pairs, all the same; 8.2: one of three; 8.3: none; together 4 of 9.
    assert [row[:2] + row[3:] for row in rows] == [
        ["8", "ทั้งตัวชี้วัด", 3, 9, 44, "-", "-", "-", "-"],
        ["8", "8.3", 3, 3, 0, "-", "-", "-", "-"],
        ["8", "8.2", 3, 3, 33, "-", "-", "-", "-"],
        ["8", "8.1", 3, 3, 100, "-", "-", "-", "-"],
    ]
    assert "ผลรายข้อตรงกัน 44 % (4/9)" in told(sheet)
    assert "นาย ก" not in f"{told(sheet)}{rows}"


def test_agreement_says_so_where_one_assessor_answered(tmp_path: Path) -> None:
    sheet = written(tmp_path, make.results(make.office()))["ความเห็นของผู้ประเมิน"]
    assert "ไม่มีความเห็นให้เทียบ" in str(table(sheet)[0][0])


def test_the_least_firm_bands_come_first(tmp_path: Path) -> None:
    results = make.results(
        make.office(["3"] * 13, code="firm"),
        make.office(["2", "3"] * 6 + ["-"], code="edge"),
        make.office(code="policy"),
    )
    rows = table(written(tmp_path, results)["ความมั่นคงของผล"])
    assert [row[0] for row in rows] == ["policy", "edge", "firm"]
    assert rows[0][3:] == [2.42, "พอใช้", 0.08, 0.92, 2.64, "ดี", "3 (ดี), 9 (ดี)"]
    # Six 2 and six 3 are 2.50; without a 3 they are 27/11 = 2.45.
    without = ", ".join(f"{code} (พอใช้)" for code in make.CODES[1:12:2])
    assert rows[1][3:] == [2.5, "ดี", 1, 0, "-", "-", without]
    assert rows[2][3:] == [3, "ดี", 0.5, 0.5, "-", "-", "-"]


def test_firmness_is_counted_in_words(tmp_path: Path) -> None:
    results = make.results(make.office(["3"] * 13, code="firm"), make.office(code="policy"))
    said = told(written(tmp_path, results)["ความมั่นคงของผล"])
    assert "จาก 2 แห่ง" in said
    assert "ไม่ได้รายงานผล 1 แห่ง" in said
    assert "ตัวชี้วัดใดตัวหนึ่งออก 1 แห่ง" in said
    assert "ทั้งสองกรณี 1 แห่ง" in said


def before(
    mean: str | None, change: str | None, band: str | None = "พอใช้", exact: str | None = None
) -> Previous:
    return Previous(
        fiscal_year=2566, round="6m", mean=mean, band=band, change=change, mean_exact=exact
    )


def test_changes_are_listed_from_the_largest_rise(tmp_path: Path) -> None:
    results = make.results(
        make.office(code="down", previous=before("2.50", "-0.08", "ดี")),
        make.office(code="new", previous=before(None, None, None)),
        make.office(code="up", previous=before("2.00", "0.42")),
        make.office(code="same", previous=before("2.42", "0.00")),
        make.office(code="unknown"),
    )
    sheet = written(tmp_path, results)["เปลี่ยนแปลง"]
    assert [[row[0], *row[3:]] for row in table(sheet)] == [
        ["up", "รอบ 6 เดือน ปี 2566", 2, 2.42, 0.42, "พอใช้", "พอใช้", "เพิ่มขึ้น"],
        ["same", "รอบ 6 เดือน ปี 2566", 2.42, 2.42, 0, "พอใช้", "พอใช้", "เท่าเดิม"],
        ["down", "รอบ 6 เดือน ปี 2566", 2.5, 2.42, -0.08, "ดี", "พอใช้", "ลดลง"],
        ["new", "รอบ 6 เดือน ปี 2566", "-", 2.42, "-", "-", "พอใช้", "เทียบไม่ได้"],
    ]
    said = told(sheet)
    assert "เทียบได้ 3 แห่ง เพิ่มขึ้น 1 แห่ง เท่าเดิม 1 แห่ง ลดลง 1 แห่ง" in said
    assert "สูงขึ้น 0 แห่ง เท่าเดิม 2 แห่ง ต่ำลง 1 แห่ง" in said
    # Without the exact means of the earlier round no average is given.
    assert "คะแนนเฉลี่ยของ" not in said
    assert sheet.cell(heading_row(sheet) + 1, 7).number_format == "+0.00;-0.00;0.00"


def test_the_average_change_is_of_exact_means_as_in_a_comparison(tmp_path: Path) -> None:
    # Each mean rose by 1/12, printed as +0.09, +0.08 and +0.09.
    rose = (
        ("28/12", "2.33", "29/12", "2.42", "+0.09"),
        ("29/12", "2.42", "30/12", "2.50", "+0.08"),
    )
    results = make.results(
        *(
            make.office(
                code=str(at), mean=mean, mean_exact=exact, previous=before(was, change, exact=ratio)
            )
            for at, (ratio, was, exact, mean, change) in enumerate((*rose, rose[0]))
        )
    )
    # 85/36 = 2.361… becomes 88/36 = 2.444…; the printed changes alone would average +0.09.
    assert "คะแนนเฉลี่ยของ 3 แห่งที่มีคะแนนเฉลี่ยทั้งสองรอบ: 2.36 เป็น 2.44 (+0.08)" in told(
        written(tmp_path, results)["เปลี่ยนแปลง"]
    )


def test_without_a_previous_round_there_is_no_sheet_of_changes(tmp_path: Path) -> None:
    assert "เปลี่ยนแปลง" not in written(tmp_path, ROUND).sheetnames


def test_the_method_names_weights_groups_and_the_letter(tmp_path: Path) -> None:
    indicators = tuple(
        one.model_copy(update={"group": "a", "weight": Decimal(2 if one.code == "1" else 1)})
        for one in make.RUBRIC.indicators
    )
    rubric = make.rubric_with(
        indicators=indicators,
        group=(Group(id="a", name="ด้านผู้เรียน", weight=Decimal(40)),),
        weights=Weights(when_leaving="within_group"),
        document=Document(number="ศธ 04010/ว1", date="1 มิถุนายน 2566"),
    )
    rows = table(written(tmp_path, make.results(make.office()), rubric)["วิธีคิด"])
    said = {str(row[0]): str(row[1]) for row in rows}
    assert said["น้ำหนักของตัวชี้วัด"].startswith("1 = 2, 2 = 1, 3 = 1")
    assert "ด้านผู้เรียน น้ำหนัก 40" in said["กลุ่มตัวชี้วัด"]
    assert "น้ำหนักของกลุ่มคงเดิม" in said["กลุ่มตัวชี้วัด"]
    assert said["เลขที่หนังสือ"] == "ศธ 04010/ว1"
    assert said["วันที่หนังสือ"] == "1 มิถุนายน 2566"


def test_the_method_says_that_all_weights_are_alike(tmp_path: Path) -> None:
    said = {row[0]: row[1] for row in table(written(tmp_path, ROUND)["วิธีคิด"])}
    assert said["น้ำหนักของตัวชี้วัด"] == "ทุกตัวชี้วัดมีน้ำหนักเท่ากัน"
    assert "กลุ่มตัวชี้วัด" not in said
    assert "เลขที่หนังสือ" not in said


def references(book: Workbook, name: str) -> list[str]:
    """Every range that a chart of the sheet refers to."""
    found = []
    for chart in book[name]._charts:
        for series in chart.series:
            axis = series.cat.strRef or series.cat.numRef
            found += [series.val.numRef.f, series.tx.strRef.f, axis.f]
    return found


def test_charts_refer_to_their_own_sheet_only(tmp_path: Path) -> None:
    book = written(tmp_path, ROUND)
    for sheet in book.worksheets:
        assert len(sheet._charts) == CHARTED.get(sheet.title, 0)
        sheets = {ref.rsplit("!", 1)[0].strip("'") for ref in references(book, sheet.title)}
        assert sheets <= {sheet.title}


def test_charts_cover_the_rows_of_their_table_and_stand_below_it(tmp_path: Path) -> None:
    book = written(tmp_path, ROUND)
    for name in CHARTED:
        sheet = book[name]
        first, last = heading_row(sheet) + 1, heading_row(sheet) + len(table(sheet))
        ranges = [re.findall(r"\$(\d+)", ref) for ref in references(book, name)]
        assert {tuple(rows) for rows in ranges} == {
            (str(first), str(last)),
            (str(first - 1),),
        }
        for chart in sheet._charts:
            assert chart.anchor._from.row >= last
            bottom = chart.anchor.to.row + 1
            assert bottom <= int(str(sheet.print_area).rsplit("$", 1)[1])
            breaks = [row_break.id for row_break in sheet.row_breaks.brk]
            assert not [at for at in breaks if chart.anchor._from.row < at < bottom]


def test_an_empty_round_draws_no_chart(tmp_path: Path) -> None:
    book = written(tmp_path, make.results())
    assert not any(sheet._charts for sheet in book.worksheets)


def without_levels() -> tuple[Results, Rubric]:
    rubric = make.rubric_with(
        scale=Scale(base_level=0, levels=False, min=Decimal(0), max=Decimal(100)),
        arithmetic=make.RUBRIC.arithmetic.model_copy(update={"score_decimals": 2}),
        bands=Bands(
            confirmed=True, band=(Band(name="ผ่าน", at_least=Decimal(60)), Band(name="ไม่ผ่าน"))
        ),
    )
    entries = tuple(
        make.indicator(code, "3", level=None, score=score, printed=score)
        for code, score in (("1", "75.50"), ("2", "59.99"))
    )
    office = make.office(indicators=entries, mean="67.75", band="ผ่าน")
    return make.results(office, rubric=rubric), rubric


def test_bars_begin_with_the_best_level_as_the_bands_of_groups_do(tmp_path: Path) -> None:
    written(tmp_path, ROUND)
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        charts = [archive.read(name).decode() for name in names]
    colours = [
        re.findall(r'<c:ser>.*?<a:srgbClr val="(\w+)"', one, re.DOTALL)[: len(LEVEL_BARS)]
        for one in charts
        if "tacked" in one
    ]
    best_first = [colour.removeprefix("#") for colour in reversed(LEVEL_BARS)]
    assert colours == [best_first] * 2


def test_scores_without_levels_are_counted_by_band(tmp_path: Path) -> None:
    book = written(tmp_path, *without_levels())
    sheet = book["การกระจาย"]
    assert column(sheet, "ไม่ผ่าน")[:2] == [0, 1]
    assert column(sheet, "ผ่าน")[:2] == [1, 0]
    assert column(sheet, "คะแนนเฉลี่ย")[:2] == [75.5, 59.99]
    assert "นับตามช่วงคะแนนของระดับคุณภาพ" in told(sheet)
    cell = book["ตารางระดับ"].cell(heading_row(book["ตารางระดับ"]) + 1, 4)
    assert (cell.value, cell.number_format) == (75.5, "0.00")
    assert cell.fill.fgColor.rgb == "FFA4C8E4"


def test_a_set_of_coverage_has_no_sheets_of_scores(tmp_path: Path) -> None:
    rubric = make.rubric_with(
        indicators=tuple(
            one.model_copy(update={"method": "coverage"}) for one in make.RUBRIC.indicators
        ),
        scale=Scale(levels=False),
        bands=Bands(confirmed=True, band=()),
    )
    entries = (
        make.indicator("1", "3", level=None, score=None, printed="3/5", met=("1.1",)),
        make.indicator("2", "N/A", score=None),
        make.indicator("3", "3", level=None, score=None, printed="มีเพียงแผน", met=()),
    )
    office = make.office(indicators=entries, mean=None, mean_exact=None, band=None)
    book = written(tmp_path, make.results(office, rubric=rubric), rubric)
    assert not {"อันดับ", "ตามประเภทและเขตตรวจราชการ", "ตัวชี้วัดรายกลุ่ม", "ความมั่นคงของผล"} & set(
        book.sheetnames
    )
    # A plan alone is no report, here as on the sheet of coverage.
    assert column(book["การกระจาย"], "รายงานแล้ว (แห่ง)")[:3] == [1, 0, 0]
    assert column(book["การกระจาย"], "ยังไม่มีสิ่งที่ทำแล้ว")[:3] == [0, 0, 1]
    assert column(book["ความครอบคลุม"], "รายงานแล้ว (แห่ง)")[:3] == [1, 0, 0]
    assert column(book["ตารางรายงาน"], "1") == ["3/5"]
    assert "ไม่ให้คะแนน" in told(book["การกระจาย"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "#N/A"])
def test_groups_and_reasons_from_inputs_stay_text(tmp_path: Path, text: str) -> None:
    items = (make.item("8.1", "unmet", make.said("ก", "unmet", reason=text)),)
    entry = make.indicator("8", "2", items=items)
    offices = (
        make.office(indicators=(entry,), type=text, region=text, code=str(at)) for at in range(3)
    )
    book = written(tmp_path, make.results(*offices))
    assert text in {row[1] for row in table(book["ตามประเภทและเขตตรวจราชการ"])}
    assert text in {row[1] for row in table(book["รายการที่ขาดรายกลุ่ม"])}
    assert table(book["รายการที่ขาด"])[0][-1] == f"{text} 3"
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
