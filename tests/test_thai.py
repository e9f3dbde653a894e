"""Thai text: the same words stored in different ways compare as equal, and nothing is lost."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qp_scoring.thai import normalise, squeeze, to_arabic_digits, to_thai_digits, written_date

AM, NIKHAHIT, AA, MAI_THO = "\u0e33", "\u0e4d", "\u0e32", "\u0e49"
THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B))
MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00a0 \n\t\r.-–“”เแํา้่ำ๑1Mm"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (f"ส{NIKHAHIT}{AA}นัก", f"ส{AM}นัก"),
        (f"น{MAI_THO}{NIKHAHIT}{AA}", f"น{MAI_THO}{AM}"),
        (f"น{NIKHAHIT}{MAI_THO}{AA}", f"น{MAI_THO}{AM}"),
        ("เเพร่", "แพร่"),
        ("เ\u200bเพร่", "แพร่"),
        ("ระยอง\u00a0เขต 2", "ระยอง เขต 2"),
        ("\ufeffระ\u200bยอง\u200c\u200d\u2060", "ระยอง"),
        ("  ระยอง \r\n\t เขต  2 ", "ระยอง เขต 2"),
    ],
)
def test_the_same_words_are_stored_in_one_way(stored, expected):
    assert normalise(stored) == expected


def test_sara_am_survives_where_nfkc_would_destroy_it():
    word = "สำนักงาน กำแพงเพชร น้ำ"
    assert unicodedata.normalize("NFKC", word) != word
    assert normalise(word) == word


def test_compatibility_characters_are_left_alone():
    assert normalise("½ ①") == "½ ①"


def test_digits_keep_their_script_until_asked():
    assert normalise("เขต ๒") == "เขต ๒"
    assert to_arabic_digits("พ.ศ. ๒๕๖๖ (2566)") == "พ.ศ. 2566 (2566)"
    assert to_thai_digits("พ.ศ. 2566") == "พ.ศ. ๒๕๖๖"


@given(MESSY)
@example("ำ์ำ่")
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(THAI)
@example("ำำ")
def test_no_sara_am_is_lost(text):
    assert normalise(text).count(AM) >= text.count(AM)


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙ก"))
def test_digit_scripts_convert_both_ways(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)


@pytest.mark.parametrize(
    "written",
    [
        "สพป.ฉช.2",
        "สพป. ฉช. ๒",
        "สพป–ฉช-2",
        "“สพป.ฉช.2”",
        "สพป\u00a0ฉช\n2",
    ],
)
def test_squeezed_names_compare_as_equal(written):
    assert squeeze(written) == "สพปฉช2"


def test_squeezing_ignores_the_case_of_codes():
    assert squeeze("M2400") == squeeze("m2400")


@given(st.text(alphabet="สพป.ฉช 12๑๒M-“”ํา้เ\u200b\u00a0"))
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2023-03-31", "31 มี.ค. 2566"),
        ("2566-03-31", "31 มี.ค. 2566"),  # typed in the Buddhist era where the program had none
        ("2023-12-01T08:05:00", "1 ธ.ค. 2566 เวลา 08.05 น."),
        ("2023-12-01 14:03:22", "1 ธ.ค. 2566 เวลา 14.03.22 น."),
        ("2023-12-01T09:00", "1 ธ.ค. 2566 เวลา 09.00 น."),
        ("2567-02-29", "29 ก.พ. 2567"),
        ("2023-12-01T09:00:00", "1 ธ.ค. 2566 เวลา 09.00 น."),
        *((one, one) for one in ("2023-13-01", "2566-02-31", "2566-03-00", "2023-03-31 25:70")),
        *((one, one) for one in ("0000-01-01", "1023-01-01")),
        ("ปี 2566-03-31", "ปี 2566-03-31"),
        ("12:30:00", "12:30:00"),
    ],
)
def test_a_date_is_written_as_officers_write_it(iso, written):
    assert written_date(iso) == written
