"""Tables beside whose answers something stands that contradicts them: it is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from test_tables_doubted import refused, table
from test_tables_of_offices import CODES, HEAD, LEVELS, OFFICES, levels_of, rows, said_by, save

from qp_scoring import Results, score
from qp_scoring.rubric.load import load_rubric

OWN = "2102"
NAMES = ("", "ปรับปรุง", "พอใช้", "ดี", "ดีมาก", "ดีเยี่ยม")
WARNINGS = {"warning", "error"}


def loud(results: Results) -> list[tuple[str, str | None]]:
    """What is said of a table in warnings and errors."""
    return [(one.code, one.cell) for one in results.findings if one.severity in WARNINGS]


def levels(of: str) -> list[int]:
    return [level for level in LEVELS[of].values() if isinstance(level, int)]


# --- titles of other evaluations


@pytest.mark.parametrize(
    "title",
    [
        "ผลการประเมิน ITA ปี 2566",
        "ผลการประเมินการประกันคุณภาพภายใน",
        "ผลการประเมิน KRS/ARS",
        "ผลการประเมินตามคำรับรองการปฏิบัติราชการ",
        "คะแนน PA ของผู้อำนวยการเขต",
        "มาตรฐานสำนักงานเขตพื้นที่การศึกษา",
        "ผลการประเมิน XYZ",
        "ผลการตรวจราชการ ปี 2566",
    ],
)
def test_the_title_of_another_evaluation_is_said(tmp_path: Path, title: str) -> None:
    results = score(table(tmp_path, [title]))
    assert (levels_of(results), loud(results)) == (LEVELS, [("title-of-others", "A1")])


@pytest.mark.parametrize(
    "title",
    [
        "ผลการประเมิน QP",
        "ผลการประเมินตัวชี้วัดนโยบายเร่งด่วน (Quick Policy : QP) ปีงบประมาณ 2566",
        "สำนักติดตามและประเมินผลการจัดการศึกษาขั้นพื้นฐาน",
        "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา",
        "เอกสารประกอบการประชุม ก.ต.ป.น. ครั้งที่ 2/2566",
        "ผลการประเมิน QP สพป. และ สพม. ในเขตตรวจราชการที่ 8",
        "สรุปคะแนน QP ของผู้ตรวจราชการ สพฐ.",
        "ผลการปฏิบัติงานตามนโยบายเร่งด่วน (QP) ของส่วนราชการ",
        "การนิเทศภายใน ผลการประเมิน QP",
        "ผลการประเมิน Quick Policy (QP) และ KRS ปี 2566",
        "DATA",
    ],
)
def test_a_title_of_its_own_or_of_nothing_known_is_none(tmp_path: Path, title: str) -> None:
    results = score(table(tmp_path, [title]))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


@pytest.mark.parametrize("name", ["ITA", "ผลประเมิน KRS 2566", "คำรับรอง"])
def test_a_sheet_of_another_evaluation_is_left_out(tmp_path: Path, name: str) -> None:
    ones = [[*row[:2], *("-" if cell == "-" else 1 for cell in row[2:])] for row in rows()]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows()]), (name, [HEAD, *ones])))
    assert (levels_of(results), loud(results)) == (LEVELS, [("sheet-set-aside", None)])


def test_what_a_rubric_evaluates_itself_is_no_other(tmp_path: Path) -> None:
    own = load_rubric("agreement-2567")
    grid = [
        ["ผลการประเมินตามคำรับรองการปฏิบัติราชการ"],
        ["สพท.", *own.by_code],
        [OFFICES[OWN], *own.by_code],
    ]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)), rubric=own.id)
    assert said_by(results, "title-of-others") == []


# --- corrections in words

ASKED = (
    "แก้ตัวชี้วัดที่ 3 เป็น 5",
    "ตัวชี้วัดที่ 3 ที่ถูกต้องคือ ๕",
    "เปลี่ยนระดับตัวชี้วัดที่ 8 จาก 4 เป็น 3",
    "มติที่ประชุมให้ปรับเป็นระดับ 4",
    "ตัวชี้วัดที่ 9 ให้ยกเลิก",
    "ไม่ใช้แถวนี้",
    "กรอกผิด รอแก้ไข",
    "พบแผนจำนวน 3 ฉบับ ควรได้ 5",
    "แก้จำนวนข้อที่ผ่าน และปรับตัวชี้วัดที่ 3 เป็น 5",
    "ปรับโรงเรียนคุณภาพเป็น 5",
    "เครือข่ายครบแล้ว ควรได้ 5",
    "งบประมาณครบแล้ว ควรเป็น 5",
    "ปรับหัวข้อนี้เป็น 5",
    "แก้รายการนี้เป็น ไม่มี",
    "ตัวชี้วัดที่ 3 ปรับแผนแล้ว แก้เป็น 5",
    "ตัวชี้วัดที่ 3 ปรับประเด็นนี้เป็น 5",
    "มีหลักฐานจำนวนมาก ควรเป็น 5",
    "สัดส่วนตามเกณฑ์ ควรเป็น ดีเยี่ยม",
    "แก้ไขข้อมูลจำนวนนักเรียนแล้ว เปลี่ยนเป็น มี",
    "แก้จำนวนข้อเป็น 5",
    "ปรับแผนเป็นมี",
    "แก้จำนวนดาวเป็น 5",
    "แก้จำนวนดาวเป็น 5 ของตัวชี้วัดที่ 3",
    "ปรับจำนวนขั้นเป็น 4",
    "แก้ไขสัดส่วนน้ำหนักแล้วได้เป็น 4",
    "ปรับจำนวนเป็น 5",
    "ปรับจำนวนครูแกนนำเป็น 5",
)
TOLD = (
    "ตัวชี้วัดที่ 3 ได้ระดับ 5",
    "ตชว.3 = 5",
    "ไม่รายงานตัวชี้วัดที่ 3",
    "ตัวชี้วัดที่ 3 ไม่ได้ส่งรายงาน",
    "ตชว.3 ยังไม่ได้ประเมิน",
    "ขอยกเว้นตัวชี้วัดที่ 3",
)
NOT_ASKED = (
    "ปรับปรุงรายงานเป็น 2 เล่ม",
    "แก้ไขตามข้อเสนอแนะครั้งก่อนแล้ว",
    "แก้ตัวชี้วัดที่ 3 เป็น 3 แล้ว",
    "แก้คะแนนเป็น 3 ของตัวชี้วัดที่ 3",
    "ปรับจำนวนโรงเรียนเป็น 5 ของตัวชี้วัดทั้งหมด",
    "ตัวชี้วัดที่ 3 ได้ระดับ 3",
    "ตัวชี้วัดที่ 3 ไม่รายงานผลการนิเทศ",
    "รอบก่อนไม่รายงานตัวชี้วัดที่ 3",
    "รอบก่อนตัวชี้วัดที่ 3 ได้ระดับ 2",
    "ควรปรับปรุงตัวชี้วัดที่ 2",
    "โรงเรียนยกเลิกกิจกรรม",
    "ควรพัฒนาให้ได้ระดับ 5 ในรอบหน้า",
    "ตั้งเป้าให้ได้ระดับดีเยี่ยม",
)


def remarked(tmp_path: Path, words: str) -> Path:
    first, *others = rows()
    return save(tmp_path / "a.xlsx", ("ผล", [[*HEAD, "หมายเหตุ"], [*first, words], *others]))


@pytest.mark.parametrize("words", ASKED)
def test_a_correction_in_words_is_said_wherever_it_stands(tmp_path: Path, words: str) -> None:
    beside = score(remarked(tmp_path, words))
    assert (levels_of(beside), loud(beside)) == (LEVELS, [("correction-in-words", "P2")])
    below = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *rows(), [], [words]])))
    assert (levels_of(below), loud(below)) == (LEVELS, [("correction-in-words", "A6")])
    above = score(table(tmp_path, [words]))
    assert (levels_of(above), loud(above)) == (LEVELS, [("correction-in-words", "A1")])


@pytest.mark.parametrize("words", TOLD)
def test_a_level_told_in_a_remark_must_be_that_of_its_row(tmp_path: Path, words: str) -> None:
    results = score(remarked(tmp_path, words))
    assert (levels_of(results), loud(results)) == (LEVELS, [("correction-in-words", "P2")])


@pytest.mark.parametrize("words", NOT_ASKED)
def test_other_words_beside_answers_are_no_correction(tmp_path: Path, words: str) -> None:
    results = score(remarked(tmp_path, words))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("แก้เป็น 5", True),
        ("ให้ยกเลิกช่องนี้", True),
        ("ปรับเป็น 3 ตามมติ", False),  # as the cell says already
        ("ดูหลักฐานหน้า 5", False),
    ],
)
def test_a_correction_may_stand_in_a_note_on_a_cell(tmp_path: Path, words: str, said: bool) -> None:
    path = table(tmp_path)
    book = load_workbook(path)
    book.active["E2"].comment = Comment(words, "ผู้บันทึก")
    book.save(path)
    results = score(path)
    assert said_by(results, "correction-in-words") == (["E2"] if said else [])
    assert bool(said_by(results, "notes-not-read")) is not said
    assert levels_of(results) == LEVELS


def test_a_legend_in_a_note_turns_the_scale_too(tmp_path: Path) -> None:
    path = table(tmp_path)
    book = load_workbook(path)
    book.active["C1"].comment = Comment("1 = ดีเยี่ยม 5 = ปรับปรุง", "ผู้บันทึก")
    book.save(path)
    assert refused(path)[0] == ("legend-contradicts", "C1")


# --- typed sums, means and bands

SUMS = [[sum(levels(of))] for of in OFFICES]
MEANS = [[round(sum(levels(of)) / len(levels(of)), 2)] for of in OFFICES]
BANDS = [["ดี"], ["ดี"], ["ดีมาก"]]


def totalled(tmp_path: Path, heads: Sequence[str], typed: Sequence[Sequence[object]]) -> Results:
    grid = [[*HEAD, *heads], *([*row, *more] for row, more in zip(rows(), typed, strict=True))]
    return score(save(tmp_path / "a.xlsx", ("ผล", grid)))


@pytest.mark.parametrize(
    ("head", "right", "wrong"),
    [
        *((head, SUMS, 38) for head in ("รวม", "คะแนนรวม (60)", "total")),
        *((head, MEANS, 4.9) for head in ("ค่าเฉลี่ยรวม", "X̄", "คะแนนเฉลี่ยรวม 12 ตัวชี้วัด", "Mean")),
        *((head, BANDS, "ดีเยี่ยม") for head in ("ระดับคุณภาพ", "ความหมาย", "ระดับ", "สรุปผลการประเมิน")),
        ("ระดับคุณภาพ", [[3], [3], [4]], 5),
    ],
)
def test_what_is_typed_beside_levels_must_be_what_they_come_to(
    tmp_path: Path, head: str, right: Sequence[Sequence[object]], wrong: object
) -> None:
    results = totalled(tmp_path, [head], right)
    assert (levels_of(results), loud(results)) == (LEVELS, [])
    results = totalled(tmp_path, [head], [[wrong], *right[1:]])
    assert levels_of(results) == LEVELS
    assert [cell for _, cell in loud(results)] == ["P2"]


def test_a_sum_may_be_of_the_columns_before_it(tmp_path: Path) -> None:
    head = [*HEAD[:5], "รวม", *HEAD[5:], "รวม"]
    grid = [
        [*row[:5], sum(row[2:5]), *row[5:], sum(one for one in row[5:] if one != "-")]
        for row in rows()
    ]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [head, *grid])))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


@pytest.mark.parametrize("label", ["รวม", "เฉลี่ย"])
def test_a_row_of_totals_must_be_what_stands_above_it(tmp_path: Path, label: str) -> None:
    typed = []
    for column in zip(*rows(), strict=True):
        numbers = [one for one in column if isinstance(one, int)]
        total = sum(numbers)
        typed.append(total if label == "รวม" or not numbers else round(total / len(numbers), 2))
    typed = typed[2:]
    grid = [HEAD, *rows()]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [*grid, [None, label, *typed]])))
    assert (levels_of(results), loud(results)) == (LEVELS, [])
    typed[2] += 1
    results = score(save(tmp_path / "a.xlsx", ("ผล", [*grid, [None, label, *typed]])))
    assert (levels_of(results), loud(results)) == (LEVELS, [("typed-totals-differ", "E5")])


@pytest.mark.parametrize("head", ["ระดับคุณภาพ", "แปลผล", "ความหมาย"])
@pytest.mark.parametrize("layout", ["long", "form"])
def test_the_name_beside_a_level_must_be_its_own(tmp_path: Path, layout: str, head: str) -> None:
    def results(said: str) -> Results:
        names = {**{code: NAMES[level] for code, level in LEVELS[OWN].items() if level != "-"}}
        names["3"] = said
        lines = [[f"ตัวชี้วัดที่ {code}", LEVELS[OWN][code], name] for code, name in names.items()]
        if layout == "long":
            grid = [["สพท.", "ตัวชี้วัด", "คะแนน", head], *([OFFICES[OWN], *one] for one in lines)]
        else:
            grid = [["สพท.", OFFICES[OWN]], ["ตัวชี้วัด", "คะแนน", head], *lines]
        return score(save(tmp_path / "a.xlsx", ("ผล", grid)))

    assert levels_of(results(NAMES[3]))[OWN] == LEVELS[OWN]
    doubted = results(NAMES[5])
    assert levels_of(doubted)[OWN]["3"] is None
    assert len(said_by(doubted, "columns-differ")) == 1


# --- numbers


def test_a_decimal_comma_behind_a_level_is_a_point(tmp_path: Path) -> None:
    grid = [
        [*row[:2], *(cell if cell == "-" else f"{cell},00" for cell in row[2:])] for row in rows()
    ]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *grid])))
    assert (levels_of(results), loud(results)) == (LEVELS, [])
    grid[0][2] = "2,50"
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *grid])))
    assert said_by(results, "level-not-whole") == ["C2"]


# --- one cause is told once, and by its name


def test_a_heading_that_stands_twice_is_named_beside_the_missing_one(tmp_path: Path) -> None:
    head = [*HEAD]
    four, five = (2 + CODES.index(code) for code in ("4", "5"))
    head[five] = head[four]
    grid = [[*row[:five], row[four], *row[five + 1 :]] for row in rows()]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [head, *grid])))
    (said,) = (one for one in results.findings if one.code == "indicator-columns-missing")
    assert "ไม่มีคอลัมน์ของตัวชี้วัด 5" in said.message
    assert "ตัวชี้วัด 4 มีมากกว่าหนึ่งคอลัมน์" in said.message


@pytest.mark.parametrize("written", ["'{}", "คะแนน {}"])
def test_a_level_behind_what_makes_it_a_text_is_read(tmp_path: Path, written: str) -> None:
    grid = rows()
    for row in grid:
        row[2:] = [cell if cell == "-" else written.format(cell) for cell in row[2:]]
    results = score(save(tmp_path / "a.xlsx", ("ผล", [HEAD, *grid])))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


def test_the_kind_of_offices_heads_those_below_it(tmp_path: Path) -> None:
    first, second, last = rows()
    grid = [HEAD, [None, "สพป."], first, second, [None, "สพม."], last]
    results = score(save(tmp_path / "a.xlsx", ("ผล", grid)))
    assert (levels_of(results), loud(results)) == (LEVELS, [])
