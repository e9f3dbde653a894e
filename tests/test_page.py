from __future__ import annotations

import re

import pytest
from forms_filled import shipped_rubric
from hypothesis import given
from hypothesis import strategies as st

from qp_scoring.paper import page
from qp_scoring.paper.page import (
    LANDSCAPE,
    MAX_ROW_HEIGHT,
    PORTRAIT,
    footer,
    footer_text,
    page_breaks,
    phrases_height,
    row_height,
    split_for_row,
    text_height,
    wrap,
)

THAI = "ควรสรุปรายงานความก้าวหน้าของการดำเนินงานและนำผลไปปรับปรุงแก้ไขให้ตรงกับสภาพจริง "
texts = st.text(st.sampled_from("กขคนาะำเแไิีุู่้์ๆฯ abcXYZ019.,()“”\n\t\u200b😀"), max_size=400)


def without_white_space(text: str) -> str:
    return "".join(text.split())


def test_a_line_of_16_points_is_1_31_times_as_high_and_the_row_is_padded() -> None:
    assert row_height(1) == 24.46
    assert row_height(3) == 66.38


def test_no_row_is_higher_than_excel_allows() -> None:
    assert row_height(100) == MAX_ROW_HEIGHT == 409.0


def test_phrases_with_commas_take_a_line_where_they_fit_and_none_is_broken() -> None:
    one = "ภาพถ่าย/วิดีโอ/ลิงก์"
    wide = page.advance(f"{one},") * 14 * 96 / 72 / 1000 / (7 * 0.98)  # in characters
    assert phrases_height((one,), wide, 14) == row_height(1, 14)
    # Three of a little more than half the width each: a program that breaks none needs a line each.
    assert phrases_height((one, one, one), wide * 1.9, 14) == row_height(3, 14)
    assert phrases_height((one, one, one), wide * 2.1, 14) == row_height(2, 14)
    # One that is wider than the line is broken all the same.
    assert phrases_height((one,), wide * 0.7, 14) == row_height(2, 14)
    assert phrases_height((), 20, 14) == row_height(1, 14)


def test_advances_of_th_sarabun_new_decide_the_width() -> None:
    assert page.advance("ก") == 386
    assert page.advance("กิ่") == 386  # marks above take no room
    assert page.advance("ก\u200bก") == 772  # nor do zero-width spaces


def test_a_character_outside_the_table_is_taken_for_a_full_em() -> None:
    assert page.advance("漢") == 1000


def test_text_fills_a_column_but_for_its_padding_and_a_fiftieth() -> None:
    assert page.usable_width(52) == pytest.approx(7 * 52 * 0.98)


def test_a_short_text_is_one_line_and_an_empty_one_too() -> None:
    assert wrap("ระดับ", 20) == ("ระดับ",)
    assert wrap("", 20) == ("",)


def test_explicit_line_breaks_are_honoured() -> None:
    assert wrap("ก\n\nข", 20) == ("ก", "", "ข")


def test_lines_break_at_spaces_where_they_can() -> None:
    # 20 characters are 137 pixels, that is 6,431 thousandths of an em of 16 points.
    assert wrap("Quick Policy indicators", 20) == ("Quick Policy ", "indicators")


def test_a_word_wider_than_the_line_is_divided() -> None:
    lines = wrap("W" * 40, 20)
    assert len(lines) == 4  # 588 each, ten to a line
    assert "".join(lines) == "W" * 40


def test_marks_and_following_vowels_never_begin_a_line() -> None:
    for width in (6, 8, 11):
        for line in wrap(THAI * 3, width)[1:]:
            assert line[0] not in "ะาำิีึืุู็่้๊๋์ๆฯ"


def test_bold_text_is_wider() -> None:
    widths = range(20, 60)
    bold = sum(len(wrap(THAI * 12, width, bold=True)) for width in widths)
    assert bold > 1.05 * sum(len(wrap(THAI * 12, width)) for width in widths)


def test_thai_breaks_between_words_and_not_within() -> None:
    lines = wrap("การประเมินคุณภาพสถานศึกษาขั้นพื้นฐาน", 14)
    assert len(lines) > 2
    words = ("การประเมิน", "คุณภาพ", "สถานศึกษา", "ขั้น", "พื้นฐาน")
    ends = {"".join(words[:at]) for at in range(1, len(words) + 1)}
    assert {"".join(lines[:at]) for at in range(1, len(lines) + 1)} <= ends


def test_where_no_word_is_known_room_is_kept_for_one() -> None:
    known, unknown = "การประเมิน" * 8, "ฆฌฐฑฒฬฮ" * 12
    for width in (20, 30, 45):
        room = page.usable_width(width) * 1000 / (16 * 96 / 72)
        assert all(page.advance(line) <= room for line in wrap(known, width))
        assert all(page.advance(line) <= room - 900 for line in wrap(unknown, width)[:-1])


def test_a_sign_of_repetition_stays_with_its_word() -> None:
    for width in range(6, 40):
        assert not [line for line in wrap("เรื่องต่างๆกรมฯอื่นๆที่ฆๆ" * 3, width) if line[0] in "ๆฯ"]


def test_the_words_of_the_shipped_rubrics_are_known() -> None:
    """Else ``benchmarks/thai_words.py`` has to be run again: heights would be guessed."""
    texts = [
        text
        for indicator in shipped_rubric().indicators
        for entry in (*indicator.item, *indicator.level)
        for text in (entry.text, entry.suggest)
    ]
    words, _ = page.break_words()
    thai = "".join(re.findall("[\u0e01-\u0e4e]+", "".join(texts)))
    pieces = list(page._words(thai))
    assert sum(len(piece) for piece, known in pieces if known) > 0.9 * len(thai)
    assert "สถานศึกษา" in words


def test_smaller_text_takes_fewer_points() -> None:
    assert text_height(THAI * 6, 30, 13) < text_height(THAI * 6, 30, 16)


@given(texts, st.sampled_from([8.0, 14.0, 33.0, 99.0]))
def test_wrapping_loses_nothing_but_line_breaks(text: str, width: float) -> None:
    assert "".join(wrap(text, width)) == text.replace("\n", "")


@given(texts, st.sampled_from([4.0, 8.0, 14.0]), st.integers(0, 5))
def test_splitting_for_rows_loses_no_letter_and_every_piece_fits(
    text: str, width: float, spare: int
) -> None:
    pieces = split_for_row(text, width, spare=spare)
    assert without_white_space("".join(pieces)) == without_white_space(text)
    for piece in pieces:
        assert (len(wrap(piece, width)) + spare) * 16 * 1.31 + 3.5 <= MAX_ROW_HEIGHT


def test_a_text_that_fits_a_row_is_not_split() -> None:
    assert split_for_row("ก\nข", 20) == ("ก\nข",)


def test_a_split_falls_between_paragraphs_where_it_can() -> None:
    paragraphs = [f"{number}. {THAI * 2}".strip() for number in range(1, 12)]
    pieces = split_for_row("\n".join(paragraphs), 52)
    assert len(pieces) > 1
    assert [line for piece in pieces for line in piece.split("\n")] == paragraphs


def test_marks_piled_up_without_width_still_fit_a_cell() -> None:
    pieces = split_for_row("ก" + "่" * 40_000, 52)
    assert "".join(pieces) == "ก" + "่" * 40_000
    assert all(len(piece) <= 32_767 for piece in pieces)


def test_a_piece_fits_a_cell_even_if_every_character_takes_two_units() -> None:
    pieces = split_for_row("ก" + "\U0001e000" * 40_000, 52)  # a mark outside the first plane
    assert sum(map(len, pieces)) == 40_001
    assert all(len(piece.encode("utf-16-le")) // 2 <= 32_767 for piece in pieces)


def test_a_page_ends_before_the_block_that_does_not_fit() -> None:
    assert page_breaks([[40], [40], [40], [40]], capacity=100, repeated=10) == [2]


def test_rows_that_belong_together_go_to_the_next_page_together() -> None:
    assert page_breaks([[50], [20, 20, 20]], capacity=100, repeated=10) == [1]


def test_the_repeated_heading_takes_its_room_from_the_second_page_on() -> None:
    assert page_breaks([[50], [50], [50], [45]], capacity=100, repeated=10) == [2, 3]


def test_a_block_higher_than_a_page_is_divided_between_its_rows() -> None:
    assert page_breaks([[60, 60, 60]], capacity=100, repeated=10) == [1, 2]


def test_paper_is_a4_at_the_scale_that_fits_its_width() -> None:
    tall, wide = PORTRAIT.capacity([33, 14, 52]), LANDSCAPE.capacity([33, 14, 52])
    printable = 841.9 - 1.05 * 72
    assert printable * 0.95 < tall < printable / 0.95
    assert wide < tall


@pytest.mark.parametrize("paper", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("widths", [[24.5, 10.5, 59.0], [40.0] * 5, [10.0] * 30])
def test_columns_fit_the_paper_as_wide_as_libreoffice_draws_them(paper, widths) -> None:
    """8.11 pixels a digit of Calibri 12, of which Excel makes 8."""
    drawn = sum(int(7 * width + 5) for width in widths) * 8.11 / 8 * 72 / 96
    assert drawn * paper.scale(widths) / 100 <= paper.width - 1.1 * 72
    assert paper.scale(widths) == 100 or drawn * (paper.scale(widths) + 3) / 100 > (
        paper.width - 1.1 * 72
    )


def test_columns_too_many_to_be_read_on_one_page_go_on_to_the_right() -> None:
    assert LANDSCAPE.goes_on([30.0] * 46)
    assert LANDSCAPE.scale([30.0] * 46) == 50
    assert not LANDSCAPE.goes_on([30.0] * 10)


def test_an_ampersand_in_a_footer_is_a_letter() -> None:
    assert "ก && ข" in footer(footer_text("ก & ข"), "", "")


def test_a_footer_that_begins_with_digits_does_not_change_its_size() -> None:
    assert footer("2402", "", "") == '&L&12&"TH Sarabun New,Regular"2402'


def test_a_footer_too_long_for_excel_keeps_the_page_number() -> None:
    code = footer("ก" * 300, "หน้า &P จาก &N", "ร่าง")
    assert len(code) <= 255
    assert "หน้า &P จาก &N" in code
