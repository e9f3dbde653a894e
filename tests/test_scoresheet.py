from __future__ import annotations

import math
import zipfile
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import builders as make
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qp_scoring.analysis.whole import others
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Status
from qp_scoring.paper.page import INDENT, PORTRAIT, advance
from qp_scoring.reports.scoresheet.annex import AnnexLine
from qp_scoring.reports.scoresheet.book import file_name, write_scoresheet
from qp_scoring.reports.scoresheet.form import SheetContent, sheet_content
from qp_scoring.reports.scoresheet.form_page import _OFFICIAL
from qp_scoring.rubric.model import Document, Rubric

SENTENCE = "ควรสรุปรายงานความก้าวหน้าและนำผลไปปรับปรุงแก้ไขให้ตรงกับสภาพจริงอย่างมีประสิทธิภาพ"


def content(
    office: OfficeResult | None = None, rubric: Rubric = make.RUBRIC, policy: str = "counts_zero"
) -> SheetContent:
    office = office or make.office()
    results = make.results(office, not_reported=policy, rubric=rubric)
    return sheet_content(office, results, rubric, others(results.offices, rubric))


def one_row(**changes: object) -> SheetContent:
    return content(make.office(indicators=(make.indicator(**changes),)))  # type: ignore[arg-type]


def drawn(tmp_path: Path, said: SheetContent | None = None) -> Worksheet:
    path = tmp_path / "sheet.xlsx"
    write_scoresheet(path, said or content(), make.RUBRIC)
    return load_workbook(path, rich_text=False)["ผลการประเมิน"]


def texts(sheet: Worksheet, column: int) -> list[str]:
    values = (sheet.cell(row, column).value for row in range(1, sheet.max_row + 1))
    return [str(value) for value in values if value is not None]


# What the sheet says


def test_the_known_result_reads_as_in_the_official_form() -> None:
    said = content()
    assert said.titles[2] == "ประจำปีงบประมาณ พ.ศ. 2566 (รอบ 6 เดือน)"
    assert said.office == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 2"
    assert said.headings == (
        "ตัวชี้วัด",
        "ระดับคุณภาพ",
        "ข้อเสนอแนะเพื่อการพัฒนารายตัวชี้วัด",
    )
    assert [row.level for row in said.rows] == make.SEED_LEVELS
    assert said.rows[0].label == "ตัวชี้วัดที่ 1"
    assert said.mean_row == ("คะแนนเฉลี่ยรวม 12 ตัวชี้วัด", "2.42", "พอใช้")
    assert said.overall_heading == "ข้อเสนอแนะเพื่อการพัฒนาในภาพรวม"


def test_levels_have_their_word_and_marks_have_none() -> None:
    words = {row.level: row.word for row in content().rows}
    assert words["5"] == "ดีเยี่ยม"
    assert words["2"] == "พอใช้"
    assert words["1"] == "ปรับปรุง"
    assert words["-"] == words["N/A"] == ""


def test_a_score_between_levels_is_printed_without_a_word() -> None:
    row = one_row(printed="2.4950", score="2.4950", level=2).rows[0]
    assert (row.level, row.word) == ("2.4950", "")


def test_one_suggestion_stands_alone_and_several_are_numbered() -> None:
    assert [a.printed for a in one_row(suggestions=("ก",)).rows[0].advice] == ["ก"]
    assert [a.printed for a in one_row(suggestions=("ก", "ข")).rows[0].advice] == ["1. ก", "2. ข"]


def test_the_evaluators_own_words_stand_first() -> None:
    advice = one_row(comment="ชื่นชม", suggestions=("ก",)).rows[0].advice
    assert [entry.printed for entry in advice] == ["1. ชื่นชม", "2. ก"]
    assert [entry.quoted for entry in advice] == [True, False]


def test_an_indicator_that_does_not_apply_has_a_dash_for_advice() -> None:
    row = one_row(cell="-").rows[0]
    assert (row.level, [entry.printed for entry in row.advice]) == ("-", ["-"])


def test_an_exempt_indicator_shows_its_reason() -> None:
    row = one_row(cell="ยกเว้น", reason="ไม่มีโรงเรียนในโครงการ").rows[0]
    assert (row.level, row.advice[0].printed) == ("ยกเว้น", "ไม่มีโรงเรียนในโครงการ")


def test_the_mean_row_names_the_number_divided_by() -> None:
    rows = tuple(
        make.indicator(code, cell, **({"score": None} if cell == "N/A" else {}))
        for code, cell in zip(make.CODES, make.SEED_LEVELS, strict=True)
    )
    office = make.office(indicators=rows, mean="2.64", mean_exact="29/11")
    assert content(office, policy="leaves_mean").mean_row[:2] == (
        "คะแนนเฉลี่ยรวม 11 ตัวชี้วัด",
        "2.64",
    )


def test_an_office_with_nothing_to_divide_by_has_a_dash_for_its_mean() -> None:
    office = make.office(mean=None, mean_exact=None, band=None, mean_reported=None)
    assert content(office).mean_row[1:] == ("-", "-")


@pytest.mark.parametrize(
    ("policy", "phrase"),
    [("counts_zero", "(N/A) คิดเป็น 0 คะแนน"), ("leaves_mean", "(N/A) ไม่นำมาคิดคะแนนเฉลี่ย")],
)
def test_every_sheet_prints_the_policy_that_was_used(policy: str, phrase: str) -> None:
    every_level = make.office(["3"] * 13)
    notes = "\n".join(content(every_level, policy=policy).notes)
    assert phrase in notes


def test_coverage_and_the_mean_over_what_was_reported_are_printed() -> None:
    assert content().notes[0] == ("1. รายงานผล 11 จาก 12 ตัวชี้วัด คะแนนเฉลี่ยเฉพาะตัวชี้วัดที่รายงานผล 2.64")


def test_only_marks_that_occur_are_explained() -> None:
    def meanings(levels: list[str]) -> list[str]:
        notes = content(make.office(levels)).notes
        return [note.split(" หมายถึง ")[0].split()[-1] for note in notes if " หมายถึง " in note]

    assert meanings(["3"] * 13) == []
    # The note on the policy says what N/A means.
    assert meanings(["-", "N/A"] + ["3"] * 11) == ["-"]
    assert meanings(["ยกเว้น"] + ["3"] * 12) == ["ยกเว้น"]


@pytest.mark.parametrize("status", ["draft", "official"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_each_draft_notice_follows_its_own_key(status: str, confirmed: bool) -> None:
    bands = make.RUBRIC.bands.model_copy(update={"confirmed": confirmed})
    said = content(rubric=make.rubric_with(status=status, bands=bands))
    notices = "\n".join(said.notices)
    assert ("ไม่ใช่เกณฑ์ทางการของ สพฐ." in notices) == (status == "draft")
    assert ("ช่วงคะแนนยังไม่ยืนยัน" in notices) == (not confirmed)
    assert bool(said.footer[-1]) == (status == "draft" or not confirmed)


def test_bands_are_printed_as_ranges_of_the_printed_mean() -> None:
    note = next(note for note in content().notes if "ช่วงคะแนน" in note)
    assert "ดีเยี่ยม 4.50 ขึ้นไป" in note
    assert "พอใช้ 1.50–2.49" in note
    assert "ปรับปรุง ต่ำกว่า 1.50" in note


def test_without_a_name_there_is_a_dotted_line_to_sign_on() -> None:
    signature = content().signature
    assert signature[0].strip("().") == ""
    assert signature[0].startswith("(....")
    assert signature[1] == make.RUBRIC.signature.position
    assert len(signature) == 2


def test_a_signature_with_a_name_and_an_acting_position() -> None:
    block = make.RUBRIC.signature.model_copy(update={"name": "นางตัวอย่าง", "acting": "รักษาการ"})
    said = content(rubric=make.rubric_with(signature=block))
    assert said.signature == ("(นางตัวอย่าง)", block.position, "รักษาการ")


def test_composed_texts_hold_everything_but_quoted_words() -> None:
    rows = (
        make.indicator("1", comment="คำของผู้ประเมิน", suggestions=("ข้อเสนอแนะ",)),
        make.indicator("2", "ยกเว้น", reason="เหตุผลจากข้อมูล"),
    )
    composed = content(make.office(indicators=rows, overall=("ภาพรวม",))).composed_texts()
    assert "ข้อเสนอแนะ" in composed
    assert "ภาพรวม" in composed
    assert "สพป.ตัวอย่าง เขต 2" in composed
    assert make.RUBRIC.signature.position in composed
    assert not [text for text in composed if "คำของผู้ประเมิน" in text or "เหตุผลจากข้อมูล" in text]


def test_thai_digits_everywhere_but_in_quoted_words_and_names() -> None:
    rows = (
        make.indicator("10", comment="ดู 3 แห่ง", suggestions=("ควรทำ 4 ด้าน",)),
        make.indicator("6a"),
    )
    rubric = make.rubric_with(digits="thai")
    said = content(make.office(indicators=rows), rubric)
    assert said.titles[2] == "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ (รอบ ๖ เดือน)"
    assert [row.label for row in said.rows] == ["ตัวชี้วัดที่ ๑๐", "ตัวชี้วัดที่ 6a"]
    assert said.rows[0].level == "๒"
    assert [a.printed for a in said.rows[0].advice] == ["๑. ดู 3 แห่ง", "๒. ควรทำ ๔ ด้าน"]
    assert said.mean_row[:2] == ("คะแนนเฉลี่ยรวม ๒ ตัวชี้วัด", "๒.๐๐")


@pytest.mark.parametrize("status", [Status.INCOMPLETE, Status.ERROR])
def test_only_complete_offices_get_a_sheet(status: Status) -> None:
    with pytest.raises(ValueError, match="no score sheet"):
        content(make.office(status=status))


def test_number_and_date_of_the_letter_are_printed_where_they_are_set() -> None:
    assert content().reference == ()
    letter = Document(number="ศธ 04010/ว123", date="15 พฤษภาคม 2566")
    said = content(rubric=make.rubric_with(document=letter))
    assert said.reference == ("ที่ ศธ 04010/ว123", "วันที่ 15 พฤษภาคม 2566")
    thai = content(rubric=make.rubric_with(document=letter, digits="thai"))
    assert thai.reference == ("ที่ ศธ ๐๔๐๑๐/ว๑๒๓", "วันที่ ๑๕ พฤษภาคม ๒๕๖๖")
    assert set(said.reference) <= set(said.composed_texts())


# The file name


def test_the_file_is_named_by_code_and_short_name() -> None:
    assert file_name(make.office(short_name="สพป.ฉะเชิงเทรา เขต 2")) == (
        "2402 สพป.ฉะเชิงเทรา เขต 2.xlsx"
    )


def test_a_file_name_never_leaves_its_folder() -> None:
    name = file_name(make.office(short_name="../a\\b:c"))
    assert not set(name) & set('\\/:*?"<>|')


def test_a_long_file_name_is_cut_between_letters() -> None:
    name = file_name(make.office(short_name="ก" * 200))
    assert len(name.encode()) <= 255
    assert name.startswith("2402 กกก")
    assert name.endswith("ก.xlsx")


# The drawn sheet


def test_the_table_is_drawn_as_the_official_form(tmp_path: Path) -> None:
    sheet = drawn(tmp_path)
    assert "ตัวชี้วัดที่ 1\nระดับความสำเร็จของเรื่อง 1" in texts(sheet, 1)
    assert {"2\nพอใช้", "5\nดีเยี่ยม", "-", "N/A", "2.42"} <= set(texts(sheet, 2))
    assert "พอใช้" in texts(sheet, 3)
    assert make.RUBRIC.signature.position in texts(sheet, 2)


def test_the_label_is_bold_and_the_title_is_not(tmp_path: Path) -> None:
    write_scoresheet(tmp_path / "a.xlsx", content(), make.RUBRIC)
    sheet = load_workbook(tmp_path / "a.xlsx", rich_text=True)["ผลการประเมิน"]
    rich = next(v for (v, *_) in sheet.iter_rows(values_only=True) if "ที่ 1\n" in str(v))
    assert [bool(part.font.b) for part in rich] == [True, False]


def test_notices_are_on_the_page_and_not_only_in_the_footer(tmp_path: Path) -> None:
    printed = "\n".join(texts(drawn(tmp_path), 1))
    assert "ไม่ใช่เกณฑ์ทางการของ สพฐ." in printed
    assert "ช่วงคะแนนยังไม่ยืนยัน" in printed


def test_every_printed_row_has_its_own_height(tmp_path: Path) -> None:
    sheet = drawn(tmp_path)
    for row in range(1, sheet.max_row + 1):
        assert sheet.row_dimensions[row].customHeight, row
        assert 0 < sheet.row_dimensions[row].height <= 409


def test_a_sheet_is_set_up_to_print_on_a4(tmp_path: Path) -> None:
    sheet = drawn(tmp_path)
    assert not sheet.print_title_rows
    assert sheet.print_area.endswith(f"$A$1:$C${sheet.max_row}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    # Excel ignores the breaks of a sheet that it fits to a width.
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert sheet.page_setup.scale == (PORTRAIT.scale(_OFFICIAL.widths) % 100 or None)
    pages = len(sheet.row_breaks.brk) + 1
    assert f"หน้า &P จาก {pages}" in str(sheet.oddFooter.center.text)
    assert sheet.oddFooter.left.text == "สพป.ตัวอย่าง เขต 2"


def test_table_cells_are_bordered_and_text_is_in_th_sarabun_new(tmp_path: Path) -> None:
    sheet = drawn(tmp_path)
    row = next(r for r in range(1, sheet.max_row) if "ที่ 1\n" in str(sheet.cell(r, 1).value))
    for column in (1, 2, 3):
        cell = sheet.cell(row, column)
        assert cell.border.left.style == cell.border.bottom.style == "thin"
        assert (cell.font.name, cell.font.size) == ("TH Sarabun New", 15)
        assert cell.alignment.wrap_text


def test_a_text_higher_than_a_row_goes_on_in_the_next_and_nothing_is_lost(tmp_path: Path) -> None:
    many = tuple(f"{SENTENCE} ข้อ {number}" for number in range(30))
    rows = (make.indicator("1", comment="\n".join(many)), make.indicator("2"))
    sheet = drawn(tmp_path, content(make.office(indicators=rows)))
    printed = "\n".join(texts(sheet, 3))
    for line in many:
        assert line in printed
    assert any(text.startswith("ตัวชี้วัดที่ 1 (ต่อ)") for text in texts(sheet, 1))


def advice_of(**changes: object) -> list[str]:
    return [entry.text for entry in one_row(**changes).rows[0].advice]


def test_the_form_prints_the_first_two_pieces_of_advice_and_the_levels_own() -> None:
    own = make.RUBRIC.by_code["1"].at(2).suggest
    advice = ("ควร ก", "ควร ข", "ควร ค", "ควร ง", own)
    assert advice_of(suggestions=advice) == ["ควร ก", "ควร ข", own]
    # ค and ง stand in the annex, which a note says once for all indicators.
    form = one_row(suggestions=advice)
    assert sum("ข้อเสนอแนะอื่นอยู่ในภาคผนวก" in note for note in form.notes) == 1
    rest = [line.text for one in form.annex.indicators for line in map(AnnexLine, one.more)]
    assert rest == ["ข้อเสนอแนะเพิ่มเติม: ควร ค", "ข้อเสนอแนะเพิ่มเติม: ควร ง"]


def test_the_evaluators_own_words_are_one_of_the_three() -> None:
    own = make.RUBRIC.by_code["1"].at(2).suggest
    advice = ("ควร ก", "ควร ข", own)
    assert advice_of(comment="ชื่นชม", suggestions=advice) == ["ชื่นชม", "ควร ก", own]


def test_without_a_text_of_the_level_the_first_three_are_printed() -> None:
    advice = ("ควร ก", "ควร ข", "ควร ค", "ควร ง")
    assert advice_of(suggestions=advice) == list(advice[:3])


def test_three_pieces_of_advice_are_all_printed_without_a_remark() -> None:
    advice = ("ควร ก", "ควร ข", "ควรทำตามระดับ")
    form = one_row(suggestions=advice)
    assert [entry.text for entry in form.rows[0].advice] == list(advice)
    assert not [note for note in form.notes if "ภาคผนวก" in note]


def test_the_committees_words_on_the_whole_office_come_first_and_are_quoted() -> None:
    office = make.office(overall=("ภาพรวม",), overall_comment="ชื่นชม สพป.ระยอง เขต 2\n\nขอให้ทำต่อ")
    said = content(office)
    assert said.overall_comment == ("ชื่นชม สพป.ระยอง เขต 2", "ขอให้ทำต่อ")
    assert not [text for text in said.composed_texts() if "ระยอง" in text]
    assert said.told() != content(make.office(overall=("ภาพรวม",))).told()


def test_paragraphs_stand_in_their_order_below_the_table(tmp_path: Path) -> None:
    office = make.office(overall=("ภาพรวม",), overall_comment="=1+1")
    sheet = drawn(tmp_path, content(office))
    said = [text.strip() for text in texts(sheet, 1)]
    assert said.index("=1+1") + 1 == said.index("ภาพรวม")


def test_a_comment_longer_than_a_cell_is_kept_whole(tmp_path: Path) -> None:
    comment = SENTENCE * 600
    rows: tuple[IndicatorResult, ...] = (
        make.indicator("1", comment=comment, suggestions=()),
        make.indicator("2"),
    )
    sheet = drawn(tmp_path, content(make.office(indicators=rows)))
    assert len(comment) > 32_767
    said = [part for part in texts(sheet, 3) if part != make.RUBRIC.labels.suggestion_heading]
    assert comment in "".join(said).replace("\n", "")


def page_of(sheet: Worksheet, row: int) -> int:
    return sum(entry.id < row for entry in sheet.row_breaks.brk)


@pytest.mark.parametrize("lines", range(1, 12))
def test_the_signature_never_stands_alone_on_a_page(tmp_path: Path, lines: int) -> None:
    indicators = tuple(make.indicator(code, suggestions=(SENTENCE,) * lines) for code in make.CODES)
    said = content(make.office(indicators=indicators, overall=(SENTENCE * 3, SENTENCE * 2)))
    sheet = drawn(tmp_path, said)
    rows = range(1, sheet.max_row + 1)
    last_text = next(r for r in reversed(rows) if SENTENCE in str(sheet.cell(r, 1).value))
    heading = next(r for r in rows if sheet.cell(r, 1).value == said.overall_heading)
    assert page_of(sheet, last_text) == page_of(sheet, sheet.max_row)
    assert page_of(sheet, heading) == page_of(sheet, heading + 1)


@pytest.mark.parametrize("lines", [1, 5, 11])
def test_no_page_is_higher_than_the_paper(tmp_path: Path, lines: int) -> None:
    indicators = tuple(make.indicator(code, suggestions=(SENTENCE,) * lines) for code in make.CODES)
    sheet = drawn(tmp_path, content(make.office(indicators=indicators)))
    heights = dict.fromkeys(range(len(sheet.row_breaks.brk) + 1), 0.0)
    for row in range(1, sheet.max_row + 1):
        heights[page_of(sheet, row)] += sheet.row_dimensions[row].height
    assert max(heights.values()) <= PORTRAIT.capacity(_OFFICIAL.widths)


@pytest.mark.parametrize("lines", [2, 4, 6])
def test_every_page_of_the_table_begins_with_its_headings_and_no_other_page_does(
    tmp_path: Path, lines: int
) -> None:
    advice = tuple(f"{SENTENCE} {SENTENCE} ข้อ {at}" for at in range(lines))
    indicators = tuple(make.indicator(code, suggestions=advice) for code in make.CODES)
    overall = (SENTENCE * 8,) * 9
    sheet = drawn(tmp_path, content(make.office(indicators=indicators, overall=overall)))
    mean = next(r for r in range(1, 99) if "คะแนนเฉลี่ยรวม" in str(sheet.cell(r, 1).value))
    heads = [r for r in range(1, sheet.max_row) if sheet.cell(r, 1).value == "ตัวชี้วัด"]
    begins = [entry.id + 1 for entry in sheet.row_breaks.brk]
    assert heads[1:] == [row for row in begins if row < mean]
    assert [row for row in begins if row > mean]


@pytest.mark.parametrize("lines", [2, 3])
def test_only_what_is_higher_than_half_a_page_is_divided(tmp_path: Path, lines: int) -> None:
    advice = tuple(f"{SENTENCE} {SENTENCE} ข้อ {at}" for at in range(lines))
    indicators = tuple(make.indicator(code, suggestions=advice) for code in make.CODES)
    sheet = drawn(tmp_path, content(make.office(indicators=indicators)))
    assert len(sheet.row_breaks.brk) > 1
    assert not [label for label in texts(sheet, 1) if "(ต่อ)" in label]


def empty_points(sheet: Worksheet) -> list[float]:
    """The points left empty at the end of every page but the last."""
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    ends = [entry.id for entry in sheet.row_breaks.brk]
    capacity = PORTRAIT.capacity(_OFFICIAL.widths)
    return [capacity - sum(heights[first:last]) for first, last in pairwise([0, *ends])]


@pytest.mark.parametrize("lines", range(1, 8))
def test_the_table_runs_on_and_the_mean_stands_with_an_indicator(
    tmp_path: Path, lines: int
) -> None:
    """Only the last page may end early, wherever the end of the table falls."""
    advice = (f"{SENTENCE} {SENTENCE}",) * 3
    indicators = tuple(
        make.indicator(code, suggestions=advice[: 1 + at % 3])
        for at, code in enumerate(make.CODES[: 3 + lines])
    )
    said = content(make.office(indicators=indicators, overall=(SENTENCE * 2,) * 6))
    sheet = drawn(tmp_path, said)
    mean = next(r for r in range(1, 99) if sheet.cell(r, 1).value == said.mean_row[0])
    assert page_of(sheet, mean - 1) == page_of(sheet, mean)
    assert sheet.cell(mean - 1, 3).value
    assert max(empty_points(sheet), default=0) < 250


def test_the_last_paragraph_and_the_signature_are_alone_on_no_page(tmp_path: Path) -> None:
    """Wherever the page ends: what stands beside them is a paragraph, or else the notes."""
    turned = 0
    for rows in range(6, 10):
        for count in (1, 2, 3, 6):
            indicators = tuple(
                make.indicator(code, suggestions=(SENTENCE,) * 3) for code in make.CODES[:rows]
            )
            overall = tuple(f"{SENTENCE * 2} {at}" for at in range(count))
            sheet = drawn(tmp_path, content(make.office(indicators=indicators, overall=overall)))
            begins = max((entry.id for entry in sheet.row_breaks.brk), default=0)
            page = [str(sheet.cell(row, 1).value) for row in range(begins + 1, sheet.max_row + 1)]
            paragraphs = [text for text in page if SENTENCE in text]
            turned += begins > 0
            assert len(paragraphs) > 1 or "หมายเหตุ" in page
            assert str(sheet.cell(sheet.max_row, 2).value) == make.RUBRIC.signature.position
    assert turned > 8


def test_an_indicator_divided_between_pages_says_so_and_loses_nothing(tmp_path: Path) -> None:
    # Twenty lines: higher than half a page, and not than a row can be.
    advice = tuple(f"{SENTENCE * 4}{f' {SENTENCE}' * (at < 2)} ข้อ {at}" for at in range(3))
    indicators = tuple(make.indicator(code, suggestions=advice) for code in make.CODES)
    path = tmp_path / "a.xlsx"
    write_scoresheet(path, content(make.office(indicators=indicators)), make.RUBRIC)
    sheet = load_workbook(path)["ผลการประเมิน"]
    labels = texts(sheet, 1)
    divided = [label.split(" (ต่อ)")[0] for label in labels if "(ต่อ)" in label]
    assert divided
    row = next(r for r in range(1, sheet.max_row) if "(ต่อ)" in str(sheet.cell(r, 1).value))
    assert sheet.cell(row, 1).font.b
    # The headings stand between them.
    assert page_of(sheet, row) == page_of(sheet, row - 2) + 1
    whole = f"{sheet.cell(row - 2, 3).value}\n{sheet.cell(row, 3).value}"
    assert whole.split("\n") == [f"{at}. {one}" for at, one in enumerate(advice, 1)]


words = st.text(st.sampled_from("กขคนาะเแไิีุู่้์ๆ abcXYZ019.,()\n"), max_size=300)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=4), words)
def test_no_row_is_too_low_for_its_text(tmp_path: Path, suggestions: list[str], title: str) -> None:
    """The height of every line that the letters fill, however a program breaks them."""
    rows = (
        make.indicator("1", title=title or "ก", suggestions=tuple(suggestions)),
        make.indicator("2"),
    )
    sheet = drawn(tmp_path, content(make.office(indicators=rows)))
    for row in range(1, sheet.max_row + 1):
        for column, width in ((1, _OFFICIAL.widths[0]), (3, _OFFICIAL.widths[2])):
            value = sheet.cell(row, column).value
            if value is None or sheet.cell(row, column).coordinate in sheet.merged_cells:
                continue
            room = 7 * (width - INDENT)
            filled = [
                advance(part.strip()) / 1000 * 15 * 96 / 72 for part in str(value).split("\n")
            ]
            lines = sum(max(1, math.ceil(pixels / room - 1e-9)) for pixels in filled)
            # Programs round heights to whole pixels.
            assert sheet.row_dimensions[row].height >= min(409, lines * 15 * 1.31 + 3.5) - 0.4


def test_overall_text_too_long_for_a_page_still_keeps_the_signature_with_text(
    tmp_path: Path,
) -> None:
    sheet = drawn(tmp_path, content(make.office(overall=(SENTENCE * 40, SENTENCE * 40))))
    signed = next(r for r in range(1, sheet.max_row) if str(sheet.cell(r, 2).value)[:2] == "(.")
    text = next(r for r in range(signed, 0, -1) if SENTENCE in str(sheet.cell(r, 1).value))
    assert page_of(sheet, text) == page_of(sheet, signed)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A"])
def test_words_from_inputs_stay_text(tmp_path: Path, text: str) -> None:
    rows = (
        make.indicator("1", comment=text, suggestions=()),
        make.indicator("2", "ยกเว้น", reason=text),
        make.indicator("3", comment=text, title=text),
    )
    office = make.office(indicators=rows, overall=(text,), name=text)
    sheet = drawn(tmp_path, content(office))
    assert texts(sheet, 3).count(text) == 2
    with zipfile.ZipFile(tmp_path / "sheet.xlsx") as archive:
        names = archive.namelist()
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
        links = [archive.read(name) for name in names if "worksheets/_rels" in name]
    assert len(sheets) == 3
    for xml in sheets:
        assert b"<f>" not in xml
        assert b't="e"' not in xml
    assert not [name for name in names if "externalLink" in name]
    # The one link of a sheet is to the drawing of its own chart.
    assert [link.count(b"<Relationship ") for link in links] == [1]
    assert b"relationships/drawing" in links[0]


def test_a_rubric_without_levels_prints_scores_and_no_words(tmp_path: Path) -> None:
    scale = make.RUBRIC.scale.model_copy(
        update={"levels": False, "level": (), "min": Decimal(0), "max": Decimal(500)}
    )
    plain = tuple(one.model_copy(update={"level": ()}) for one in make.RUBRIC.indicators)
    rubric = make.rubric_with(scale=scale, indicators=plain)
    one = make.indicator("1", "2", level=None, score="325.00", printed="325.00", unmet=("1.8",))
    said = content(make.office(indicators=(one,)), rubric)
    assert (said.rows[0].level, said.rows[0].word) == ("325.00", "")
    write_scoresheet(tmp_path / "a.xlsx", said, rubric)
    assert "325.00" in texts(load_workbook(tmp_path / "a.xlsx")["ผลการประเมิน"], 2)


def test_a_rubric_of_coverage_prints_what_was_reported_and_no_bands(tmp_path: Path) -> None:
    bands = make.RUBRIC.bands.model_copy(update={"band": (), "confirmed": True})
    plain = tuple(
        one.model_copy(update={"level": (), "method": "coverage"}) for one in make.RUBRIC.indicators
    )
    rubric = make.rubric_with(bands=bands, indicators=plain)
    one = make.indicator("1", "2", level=None, score=None, printed="6/8", unmet=("1.7", "1.8"))
    office = make.office(
        indicators=(one,), mean=None, mean_exact=None, band=None, mean_reported=None
    )
    said = content(office, rubric)
    assert said.rows[0].level == "6/8"
    assert said.mean_row == ("รายงานผล 0 จาก 0 ตัวชี้วัด", "-", "-")
    assert not [note for note in said.notes if "ช่วงคะแนน" in note or "0 คะแนน" in note]
    write_scoresheet(tmp_path / "a.xlsx", said, rubric)
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["ผลการประเมิน", "สิ่งที่ต้องทำ", "ภาคผนวก"]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_scoresheet(tmp_path / name, content(), make.RUBRIC)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
