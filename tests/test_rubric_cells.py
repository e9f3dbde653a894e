"""What stands in one cell of a rubric workbook: lossless, and refused with what was expected."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubric_strategies import CONDITIONS, MANY, TEXTS, exact

from qp_scoring.exchange.text import (
    UnreadableError,
    condition_text,
    list_text,
    pairs_text,
    points_text,
    read_condition,
    read_limits,
    read_list,
    read_number,
    read_pairs,
    read_points,
)


@MANY
@given(CONDITIONS)
def test_a_condition_reads_back_as_it_was_written(condition):
    table = exact(condition)
    assert read_condition(condition_text(table)) == table


@pytest.mark.parametrize(
    ("cell", "table"),
    [
        ("ครบ: 2.1, 2.2", {"all": ["2.1", "2.2"]}),
        ("อย่างใดอย่างหนึ่ง: 2.1, 2.2", {"any": ["2.1", "2.2"]}),
        ("อย่างน้อย 2 จาก: a, b, c", {"at_least": 2, "of": ["a", "b", "c"]}),
        ("ค่า 2.p ≥ 80", {"measure": "2.p", "min": 80}),
        ("ค่า 2.p >= ๘๐.๕๐", {"measure": "2.p", "min": Decimal("80.50")}),
        (
            "ครบ: 1, (อย่างน้อย 1 จาก: 2, (ครบ: 3, 4)), ค่า m ≥ 9",
            {
                "all": [
                    "1",
                    {"at_least": 1, "of": ["2", {"all": ["3", "4"]}]},
                    {"measure": "m", "min": 9},
                ]
            },
        ),
        ('ครบ : "ครบ" ,"ก, ข"', {"all": ["ครบ", "ก, ข"]}),
        ("ค่า 2 ≥ 2.5", {"measure": "2", "min": Decimal("2.5")}),
        ('ค่า 2 ≥ "2.5"', {"measure": "2", "min": "2.5"}),
    ],
)
def test_conditions_as_an_officer_writes_them(cell, table):
    assert read_condition(cell) == table


@pytest.mark.parametrize("name", ["2.ขั้นต่ำ", "2.ก→", "2.ก = 3", "2.5 → 3.ก", '2."ก"'])
def test_the_name_of_a_target_is_never_taken_for_more(name):
    assert read_points(points_text([(name, Decimal(1))])) == [[name, 1]]


@pytest.mark.parametrize(
    ("cell", "found", "expected"),
    [
        ("2.1, 2.2", "2.1, 2.2", "ครบ: …"),
        ("ครบ 2.1", "2.1", ":"),
        ("ครบ: 2.1 2.2", "2.2", ","),
        ("ครบ: 2.1,", "", "2.1"),
        ("ครบ: (2.1)", "2.1)", "ครบ: …"),
        ("ครบ: (ครบ: 2.1", "", ")"),
        ("อย่างน้อย สอง จาก: 1, 2", "สอง จาก: 1, 2", "2"),
        ("อย่างน้อย 2: 1, 2", ": 1, 2", "จาก"),
        ("ค่า 2.p = 80", "= 80", "≥"),
        ("ค่า 2.p ≥ มาก", "มาก", "80"),
        ('ครบ: "2.1', '"2.1', "2.1"),
        ("ครบ: " + "(ครบ: " * 60 + "1", None, "ครบ: …"),
    ],
)
def test_what_is_no_condition_is_said_from_where_and_what_was_expected(cell, found, expected):
    with pytest.raises(UnreadableError) as fault:
        read_condition(cell)
    assert found is None or fault.value.found == found
    assert fault.value.expected.startswith(expected)


@MANY
@given(st.lists(TEXTS, max_size=5), st.sampled_from([("\n", "\n"), (", ", ",\n")]))
def test_a_list_reads_back_as_it_was_written(entries, separators):
    written, read = separators
    assert read_list(list_text(entries, written), read) == entries


def test_an_open_quotation_mark_in_a_list_is_unreadable():
    for cell in ('"ก', 'ก\n"ข" ค'):
        with pytest.raises(UnreadableError):
            read_list(cell, "\n")


def test_numbers_keep_the_digits_they_were_written_with():
    assert str(read_number("4.50")) == "4.50"
    assert read_number(" ๑๒ ") == 12
    assert [read_number(cell) for cell in ("1,000", "80%", "=1+1", "1e3")] == [
        "1,000",
        "80%",
        "=1+1",
        "1e3",
    ]


def test_points_take_an_arrow_or_an_equals_sign():
    assert read_points("60 → 1\n70.5 = 2.50\n80 -> 3") == [
        [60, 1],
        [Decimal("70.5"), Decimal("2.50")],
        [80, 3],
    ]
    with pytest.raises(UnreadableError) as fault:
        read_points("60 → 1\n70")
    assert fault.value.found == "70"


@MANY
@given(st.dictionaries(TEXTS, st.integers() | st.sampled_from(["ครบ", 'ก"ข', '"', "ก = ข"])))
def test_a_table_of_names_reads_back_as_it_was_written(pairs):
    assert read_pairs(pairs_text(pairs)) == pairs


@pytest.mark.parametrize("name", ["2.\np", '"2\n\n', ' "2"\n', "2 = 3\n4 = 5"])
def test_a_name_of_several_lines_is_one_name(name):
    pairs = {"1.p": "ครบ", name: Decimal("85.0"), "3.p": 4}
    assert read_pairs(pairs_text(pairs)) == pairs


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (read_pairs, '"2.p = 85'),
        (read_pairs, '"2.p = 85\n3.p = 4'),
        (read_points, '"60 → 1'),
        (read_points, '60 → 1"'),
        (read_points, '60 → 1\n"2.ก → 3'),
        (read_limits, '60" เว้นแต่ คะแนน 2 ≥ 85'),
    ],
)
def test_a_quotation_mark_that_stands_alone_is_not_passed_over(read, cell):
    with pytest.raises(UnreadableError):
        read(cell)
