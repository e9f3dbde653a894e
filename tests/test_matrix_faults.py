"""Bad input in a level matrix: a finding at its cell, the rest delivered (docs/rules.md)."""

from datetime import date

import pytest
from making import (
    CODES,
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED,
    SEED_OFFICE,
    SHIPPED_RUBRIC,
    Percent,
    cell_of,
    levels_with,
    matrix_csv,
    matrix_workbook,
    offices_list,
    score,
)
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from qp_scoring.findings import RefusedRunError
from qp_scoring.messages import fix, message

GOOD = [SECONDARY_OFFICE, *SECONDARY_ALL_THREE]


def refusal(*inputs, **options):
    """The findings of a run that cannot be done at all."""
    with pytest.raises(RefusedRunError) as refused:
        score(*inputs, **options)
    return list(refused.value.findings)


# --- one bad cell


BAD_CELLS = {
    "above the scale": (6, "level-outside-scale"),
    "below the scale": (-1, "level-outside-scale"),
    "nought on a scale of 1 to 5": (0, "level-outside-scale"),
    "a nought typed as text": ("๐", "level-outside-scale"),
    "half a level": (2.5, "level-not-whole"),
    "half a level as text": ("2.5", "level-not-whole"),
    "a word for no level": ("ดีเลิศ", "level-unknown"),
    "a number and the name of another level": ("3 (ดีมาก)", "level-number-name-differ"),
    "a level off the scale in words": ("ระดับ 9", "level-outside-scale"),
    "a misspelt word": ("ไม่รายงน", "level-unknown"),
    "two levels": ("3/4", "level-unknown"),
    "a decimal comma": ("3,5", "level-not-whole"),
    "an error cell": ("#N/A", "cell-error"),
    "another error cell": ("#DIV/0!", "cell-error"),
    "a formula without a stored value": ("=1+2", "formula-without-value"),
    "a date": (date(2023, 3, 4), "cell-date"),
    "true": (True, "cell-boolean"),
    "a percentage": (Percent(0.85), "level-percent"),
    "a dash where it applies": ("-", "dash-where-applicable"),
    "an exemption without a reason": ("ยกเว้น", "exempt-without-reason"),
    "an exemption with an empty reason": ("ยกเว้น: ", "exempt-without-reason"),
    "an exemption with a dash for a reason": ("ยกเว้น: -", "exempt-without-reason"),
}


@pytest.mark.parametrize("case", BAD_CELLS)
def test_a_bad_cell_is_a_finding_there_and_never_a_guess(tmp_path, case):
    value, code = BAD_CELLS[case]
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=value)]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [row, GOOD]))
    assert scored.places() == [(code, cell_of("8"))]
    (found,) = scored.findings
    assert found.severity == "error"
    assert (found.place.file, found.place.sheet) == ("m.xlsx", "ระดับคุณภาพ")
    assert scored.indicator("8").state == "invalid"
    assert scored.office().mean is None
    assert scored.office(SECONDARY_OFFICE).mean == "3.00"


@pytest.mark.parametrize(
    ("word", "meant"), [("ดีเยี่ยมม", "5"), ("ดีมากก", "4"), ("ไม่รายงน", "N/A"), ("???", "")]
)
def test_an_unknown_word_is_answered_with_the_nearest_allowed_value(tmp_path, word, meant):
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=word)]
    (found,) = score(matrix_workbook(tmp_path / "m.xlsx", [row])).findings
    values = dict(found.values)
    assert (values["found"], values["nearest"]) == (word, meant)
    # Where nothing is near, nothing is said of it.
    assert ("ใกล้เคียง" in message(found)) == bool(meant)
    assert "1, 2, 3, 4, 5" in values["allowed"]


def test_expectation_and_remedy_are_said_in_both_languages(tmp_path):
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=6)]
    (found,) = score(matrix_workbook(tmp_path / "m.xlsx", [row])).findings
    for lang in ("th", "en"):
        said = message(found, lang)
        assert "6" in said
        assert "1, 2, 3, 4, 5" in said + fix(found, lang)


def test_a_blank_is_a_warning_and_the_office_is_unfinished(tmp_path):
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i8=None)]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [row, GOOD]))
    assert scored.places() == [("not-assessed", cell_of("8"))]
    assert scored.findings[0].severity == "warning"
    assert scored.office().status == "incomplete"


def test_a_level_where_the_indicator_does_not_apply(tmp_path):
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i6b=3)]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [row, GOOD]))
    assert scored.places() == [("level-where-not-applicable", cell_of("6b"))]
    assert (scored.office().status, scored.office().mean) == ("error", None)


def test_all_problems_come_in_one_run(tmp_path):
    row = [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i1=9, i2="ดีเลิศ", i3=None, x2="#REF!")]
    found = score(matrix_workbook(tmp_path / "m.xlsx", [row])).places()
    assert sorted(found) == [
        ("cell-error", cell_of("X2")),
        ("level-outside-scale", cell_of("1")),
        ("level-unknown", cell_of("2")),
        ("not-assessed", cell_of("3")),
    ]


# --- offices


def test_an_unknown_office_gets_the_likeliest_and_no_entry(tmp_path):
    row = ["สพป.ฉะเชิงเทา เขต 2", *PRIMARY_ALL_THREE]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [row, GOOD], offices=("สพท.",)))
    assert scored.places() == [("office-unknown", "A2")]
    assert "สพป.ฉะเชิงเทรา เขต 2 (2402)" in dict(scored.findings[0].values)["likely"]
    assert [office.code for office in scored.results.offices] == [SECONDARY_OFFICE]


def test_an_office_that_stands_twice_is_scored_from_neither_row(tmp_path):
    rows = [[SEED_OFFICE, *SEED], GOOD, ["สพป.ฉะเชิงเทรา เขต 2", *PRIMARY_ALL_THREE]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows))
    assert scored.places() == [("office-twice", "A4")]
    assert "A2" in dict(scored.findings[0].values)["first"]
    office = scored.office()
    assert (office.status, office.mean) == ("error", None)
    assert scored.office(SECONDARY_OFFICE).mean == "3.00"


def test_an_office_twice_in_two_files_is_found_too(tmp_path):
    one = matrix_workbook(tmp_path / "a.xlsx", [[SEED_OFFICE, *SEED]])
    two = matrix_workbook(tmp_path / "b.xlsx", [[SEED_OFFICE, *SEED], GOOD])
    scored = score(one, two)
    assert [(item.code, item.place.file) for item in scored.findings] == [
        ("office-twice", "b.xlsx")
    ]
    assert scored.office().mean is None


def test_a_struck_name_beside_a_code_is_no_office(tmp_path):
    path = matrix_workbook(
        tmp_path / "m.xlsx", [[SEED_OFFICE, "สพป.ฉะเชิงเทรา เขต 2", *SEED]], offices=("รหัส", "สพท.")
    )
    book = load_workbook(path)
    book.active["B2"].font = Font(strike=True)
    book.save(path)
    scored = score(path)
    assert scored.places() == [("cell-struck", "B2")]
    assert scored.results.offices == ()


def test_a_code_and_a_name_of_two_offices(tmp_path):
    rows = [[SEED_OFFICE, "สพป.ระยอง เขต 2", *SEED], [SECONDARY_OFFICE, None, *GOOD[1:]]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows, offices=("รหัส", "สพท.")))
    assert scored.places() == [("office-code-name-differ", "B2")]
    assert [office.code for office in scored.results.offices] == [SECONDARY_OFFICE]


def test_a_misspelt_name_beside_a_good_code_is_only_a_warning(tmp_path):
    rows = [[SEED_OFFICE, "สพป.ฉะเชิงเทา 2", *SEED]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows, offices=("รหัส", "สพท.")))
    assert scored.places() == [("office-name-unlike", "B2")]
    assert scored.findings[0].severity == "warning"
    assert scored.office().mean == "2.42"


@pytest.mark.parametrize(
    ("title", "doubted"),
    [
        ("สรุปผล QP ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", True),
        ("สรุปผล QP (รอบ 12 เดือน)", True),
        ("สรุปผล QP รอบ 6 เดือน ปีงบประมาณ 2566", False),
        ("รอบ 6 เดือน เทียบกับรอบ 12 เดือน", False),
        ("ข้อมูลปีการศึกษา 2567", False),
    ],
)
def test_a_title_of_another_year_or_round_is_said(tmp_path, title, doubted):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [GOOD], header=[[title]]))
    assert scored.places() == [("title-differs", "A1")] * doubted


def test_levels_without_an_office(tmp_path):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [[None, *SEED], GOOD]))
    assert scored.places() == [("row-without-office", "2:2")]
    assert scored.findings[0].severity == "error"


def test_an_office_cell_that_holds_an_error(tmp_path):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [["#REF!", *SEED], GOOD]))
    assert scored.places() == [("office-cell-unusable", "A2")]


def test_a_note_below_the_table_is_no_office(tmp_path):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [GOOD, ["หมายเหตุ: ผลเบื้องต้น"]]))
    assert scored.places() == [("row-skipped", "3:3")]
    assert scored.findings[0].severity == "info"


@pytest.mark.parametrize(
    "line",
    [
        [None, None, "(ลงชื่อ)...............ประธาน"],
        [None, "ลงชื่อ ____________", None, "(ลงชื่อ) ____________"],
        [None, None, "(นายตัวอย่าง สมมติ)"],
        [None, None, "ประธานกรรมการ", None, "กรรมการและเลขานุการ"],
    ],
)
def test_signatures_below_the_table_are_no_levels(tmp_path, line):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [GOOD, line]))
    assert scored.places() == [("row-skipped", "3:3")]
    assert scored.findings[0].severity == "info"


def test_a_level_beside_a_signature_still_asks_for_its_office(tmp_path):
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [GOOD, [None, 4, "(ลงชื่อ)......."]]))
    assert scored.places() == [("row-without-office", "3:3")]


def test_a_heading_repeated_between_joined_lists_is_no_office(tmp_path):
    rows = [GOOD, ["รหัส", *CODES], [SEED_OFFICE, *SEED]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows))
    assert scored.places() == []
    assert len(scored.results.offices) == 2


def test_a_heading_of_codes_alone_is_under_the_office_column_above_it(tmp_path):
    swapped = [CODES[1], CODES[0], *CODES[2:]]
    rows = [[SEED_OFFICE, *SEED], [None, *swapped], GOOD]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows))
    assert scored.places() == []
    levels = [scored.indicator(code, GOOD[0]).printed for code in CODES[:2]]
    assert levels == [str(GOOD[2]), str(GOOD[1])]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_heading_that_a_joined_file_glued_to_the_last_level_is_one(tmp_path, mark):
    swapped = [CODES[1], CODES[0], *CODES[2:]]
    lines = [["รหัส", *CODES], [SEED_OFFICE, *SEED], ["รหัส", *swapped], GOOD]
    first, last, second, below = (
        ",".join("" if one is None else str(one) for one in line) for line in lines
    )
    path = tmp_path / "m.csv"
    path.write_text(f"{first}\n{last}{mark}{second}\n{below}\n", encoding="utf-8-sig")
    scored = score(path)
    assert scored.places() == []
    assert scored.indicator(CODES[-1]).printed == str(SEED[-1])
    assert scored.indicator("1", GOOD[0]).printed == str(GOOD[2])


def test_of_two_headings_that_a_joined_file_may_have_glued_it_is_the_longer(tmp_path):
    def table(heading, *levels):
        lines = [[heading, *CODES], *levels]
        return "\n".join(",".join("" if v is None else str(v) for v in line) for line in lines)

    path = tmp_path / "m.csv"
    first, second = table("สพท.", [SEED_OFFICE, *SEED]), table("รหัส สพท.", GOOD)
    third = table("รหัส สพท.", ["5302", *SEED])
    path.write_text(f"{first}\n{second}{third}\n", encoding="utf-8-sig")
    scored = score(path)
    assert scored.indicator(CODES[-1], GOOD[0]).printed == str(GOOD[-1])
    assert scored.places() == []


# --- columns


def test_a_column_that_is_no_indicator(tmp_path):
    codes = [*CODES[:4], "ตัวชี้วัดที่ 55", *CODES[5:]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED]], codes=codes))
    assert scored.places() == [
        ("indicator-column-unknown", "F1"),
        ("indicator-columns-missing", "1:1"),
    ]
    assert scored.indicator("5").state == "not_assessed"
    assert scored.office().mean is None


def test_a_column_that_stands_twice(tmp_path):
    book = matrix_workbook(
        tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED, 4]], codes=[*CODES, "ตัวชี้วัดที่ 1"]
    )
    scored = score(book)
    assert scored.places() == [("columns-differ", "B2")]
    assert scored.findings[0].severity == "error"
    assert (scored.office().status, scored.indicator("1").printed) == ("error", "")


def test_two_columns_that_name_different_offices(tmp_path):
    rows = [[*GOOD, SECONDARY_OFFICE], [SEED_OFFICE, *SEED, SECONDARY_OFFICE]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows, codes=[*CODES, "รหัส สพท."]))
    assert scored.places() == [("columns-differ", "A3")]
    assert [office.code for office in scored.results.offices] == [SECONDARY_OFFICE]


def test_a_running_number_under_a_heading_of_codes_is_no_office(tmp_path):
    rows = [[*GOOD, 1], [SEED_OFFICE, *SEED, 2]]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", rows, codes=[*CODES, "รหัส"]))
    assert scored.places() == []
    assert len(scored.results.offices) == 2


def test_a_missing_column_leaves_its_offices_unfinished(tmp_path):
    book = matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED[:-1]]], codes=CODES[:-1])
    scored = score(book)
    (missing,) = [item for item in scored.findings if item.code == "indicator-columns-missing"]
    assert dict(missing.values)["missing"] == "X2"
    assert scored.office().status == "incomplete"


def test_the_column_of_the_other_type_may_be_missing(tmp_path):
    codes = [code for code in CODES if code != "6b"]
    levels = [level for level in SEED if level != "-"]
    scored = score(matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *levels]], codes=codes))
    assert scored.places() == []
    assert (scored.office().mean_exact, scored.indicator("6b").printed) == ("29/12", "-")


# --- means and bands typed beside the levels


@pytest.mark.parametrize(
    ("mean", "band", "codes"),
    [
        ("2.42", "พอใช้", []),
        (2.42, "พอใช้", []),
        (2.4, None, []),
        ("2.5", None, [("typed-mean-differs", "O2")]),
        ("2", None, [("typed-mean-differs", "O2")]),
        (2.41666666666667, None, []),  # the cell holds more digits than it shows
        ("๒.๔๒", None, []),
        (2.64, "พอใช้", [("typed-mean-differs", "O2")]),
        (2.42, "ดี", [("typed-band-differs", "P2")]),
        ("nan", "ดี", [("typed-mean-differs", "O2"), ("typed-band-differs", "P2")]),
        (None, None, []),
    ],
)
def test_a_typed_mean_or_band_is_compared_and_never_used(tmp_path, mean, band, codes):
    rows = [[SEED_OFFICE, *SEED, mean, band]]
    book = matrix_workbook(tmp_path / "m.xlsx", rows, more=("คะแนนเฉลี่ย", "ระดับคุณภาพ"))
    scored = score(book)
    assert scored.places() == codes
    assert {item.severity for item in scored.findings} <= {"warning"}
    assert (scored.office().mean, scored.office().band) == ("2.42", "พอใช้")


# --- files that cannot be read, and the rest that can


def test_a_missing_folder(tmp_path):
    found = refusal(tmp_path / "nowhere")
    assert [item.code for item in found] == ["input-missing", "nothing-readable"]


def test_an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    found = refusal(tmp_path / "empty")
    assert [item.code for item in found] == ["input-empty", "nothing-readable"]
    assert found[0].place.file == "empty"


def no_matrix(path):
    book = Workbook()
    book.active.append(["รายการ", "จำนวน"])
    book.active.append(["โต๊ะ", 12])
    book.save(path)
    return path


def test_a_workbook_that_is_no_matrix(tmp_path):
    found = refusal(no_matrix(tmp_path / "other.xlsx"))
    assert [(item.code, item.place.file) for item in found] == [
        ("layout-unknown", "other.xlsx"),
        ("nothing-readable", None),
    ]


def test_a_workbook_that_is_no_matrix_does_not_stop_the_others(tmp_path, seed_book):
    scored = score(no_matrix(tmp_path / "other.xlsx"), seed_book)
    assert [(item.code, item.place.file) for item in scored.findings] == [
        ("layout-unknown", "other.xlsx")
    ]
    assert scored.findings[0].severity == "error"
    assert scored.office().mean == "2.42"


def test_another_sheet_in_a_matrix_workbook_is_only_mentioned(tmp_path):
    path = matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED]])
    book = load_workbook(path)
    book.create_sheet("คำอธิบาย").append(["กรอกเฉพาะช่องสีเหลือง"])
    book.save(path)
    scored = score(path)
    assert [(item.code, item.place.sheet) for item in scored.findings] == [
        ("sheet-skipped", "คำอธิบาย")
    ]
    assert scored.office().mean == "2.42"


# --- exit codes


def test_exit_code_0_when_every_office_is_done(program, tmp_path, seed_book):
    assert program("score", seed_book, "--out", tmp_path / "out").code == 0


def test_exit_code_0_when_an_office_is_only_unfinished(program, tmp_path):
    book = matrix_workbook(tmp_path / "m.xlsx", [GOOD, [SEED_OFFICE, *levels_with(SEED, i1=None)]])
    done = program("score", book, "--out", tmp_path / "out")
    assert done.code == 0
    assert sorted(p.name[:5] for p in (tmp_path / "out" / "scoresheets").iterdir()) == ["M4200"]


def test_exit_code_1_when_some_input_is_wrong_and_the_good_offices_are_delivered(program, tmp_path):
    book = matrix_workbook(tmp_path / "m.xlsx", [GOOD, [SEED_OFFICE, *levels_with(SEED, i1=9)]])
    done = program("score", book, "--out", tmp_path / "out")
    assert done.code == 1
    assert sorted(p.name[:5] for p in (tmp_path / "out" / "scoresheets").iterdir()) == ["M4200"]
    assert "ระดับคุณภาพ!B3" in done.err


def test_exit_code_1_for_an_unknown_office_beside_a_good_one(program, tmp_path):
    book = matrix_workbook(tmp_path / "m.xlsx", [GOOD, ["9999", *SEED]])
    assert program("score", book, "--out", tmp_path / "out").code == 1


@pytest.mark.parametrize("what", ["missing", "empty", "no matrix"])
def test_exit_code_2_when_nothing_is_readable_and_nothing_is_written(program, tmp_path, what):
    given = tmp_path / "given"
    if what == "empty":
        given.mkdir()
    if what == "no matrix":
        given = no_matrix(tmp_path / "given.xlsx")
    done = program("score", given, "--out", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert done.err
    assert not (tmp_path / "out").exists()


# --- the other form, other headings


def test_a_csv_file_gives_the_same_results(tmp_path):
    rows = [[SEED_OFFICE, *SEED], GOOD, ["2401", *levels_with(PRIMARY_ALL_THREE, i8="ยกเว้น: เหตุ")]]
    book = score(matrix_workbook(tmp_path / "m.xlsx", rows))
    text = score(matrix_csv(tmp_path / "m.csv", rows))
    assert text.places() == book.places() == []
    for one, other in zip(book.results.offices, text.results.offices, strict=True):
        strip = {"indicators": ()}
        assert one.model_copy(update=strip) == other.model_copy(update=strip)
        for a, b in zip(one.indicators, other.indicators, strict=True):
            places = {"source": None, "said_by": ()}
            assert a.model_copy(update=places) == b.model_copy(update=places)
    assert text.indicator("1").source.model_dump() == {
        "file": "m.csv",
        "sheet": None,
        "cell": "B2",
    }


def test_bad_cells_of_a_csv_file_have_addresses_too(tmp_path):
    rows = [[SEED_OFFICE, *levels_with(SEED, i1=6, i2="85%")]]
    assert score(matrix_csv(tmp_path / "m.csv", rows)).places() == [
        ("level-outside-scale", "B2"),
        ("level-unknown", "C2"),
    ]


TITLES = ["ความปลอดภัย", "พาน้องกลับมาเรียน"]
HEADINGS = {
    "numbers": [1, 2, 3, 4, 5, "6a", "6b", 7, 8, 9, 10, "X1", "X2"],
    "with the word": [f"ตัวชี้วัดที่ {code}" for code in CODES],
    "without ที่": [f"ตัวชี้วัด {code}" for code in CODES],
    "Thai digits": [
        f"ตัวชี้วัดที่ {code}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) for code in CODES
    ],
    "with titles": [f"ตัวชี้วัดที่ {code} ระดับความสำเร็จของเรื่องหนึ่ง" for code in CODES],
    "with wrapped titles": [f"ตัวชี้วัดที่ {code}\nระดับความสำเร็จ\nของเรื่องหนึ่ง" for code in CODES],
    "in English": [f"Indicator {code}" for code in CODES],
    "other case": [code.swapcase() for code in CODES],
    "spaced": [f" {code} " for code in CODES],
}


@pytest.mark.parametrize("form", HEADINGS)
def test_indicator_headings_in_any_usual_form(tmp_path, form):
    book = matrix_workbook(tmp_path / "m.xlsx", [[SEED_OFFICE, *SEED]], codes=HEADINGS[form])
    scored = score(book)
    assert scored.places() == []
    assert scored.office().mean_exact == "29/12"


@pytest.mark.parametrize(
    "heading", ["รหัส", "สพท.", "ชื่อ สพท.", "สำนักงาน", "office", "OFFICE", "ชื่อสำนักงาน"]
)
def test_office_headings_in_any_usual_form(tmp_path, heading):
    book = matrix_workbook(
        tmp_path / "m.xlsx", [["สพป.ฉะเชิงเทรา เขต 2", *SEED]], offices=(heading,)
    )
    assert score(book).office().mean_exact == "29/12"


def test_title_rows_above_and_extra_columns_beside(tmp_path):
    book = matrix_workbook(
        tmp_path / "m.xlsx",
        [[1, SEED_OFFICE, "สพป.ฉะเชิงเทรา เขต 2", *SEED, "ตรวจแล้ว"]],
        offices=("ลำดับ", "รหัส", "สพท."),
        header=[["ผลการประเมิน"], [], ["ฝ่ายติดตาม", "โทร 1234"]],
        more=("หมายเหตุ",),
    )
    scored = score(book)
    assert scored.places() == []
    assert scored.office().mean_exact == "29/12"
    assert scored.indicator("1").source.cell == "D5"


# --- header pairs


def with_header(tmp_path, *pairs, name="m.xlsx", office=SEED_OFFICE, levels=SEED):
    return matrix_workbook(tmp_path / name, [[office, *levels]], header=[list(p) for p in pairs])


def test_headers_that_agree(tmp_path):
    book = with_header(tmp_path, ("ชุดเกณฑ์", "qp-2566"), ("รอบ", "12m"), ("ปีงบประมาณ", 2566))
    scored = score(book, round_id=None)
    assert scored.places() == []
    assert scored.results.round == "12m"


@pytest.mark.parametrize("written", ["6m", "รอบ 6 เดือน", "รอบ  6  เดือน"])
def test_a_round_by_its_id_or_name(tmp_path, written):
    scored = score(with_header(tmp_path, ("รอบการประเมิน:", written)), round_id=None)
    assert (scored.results.round, scored.places()) == ("6m", [])


def test_without_a_round_the_first_is_taken_and_said(tmp_path, seed_book):
    scored = score(seed_book, round_id=None)
    assert scored.results.round == "6m"
    assert [(item.code, item.severity) for item in scored.findings] == [("round-assumed", "info")]


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("ปีงบประมาณ", 2567, "header-fiscal-year-differs"),
        ("รอบ", "12m", "header-round-differs"),
        ("รอบ", "รอบ 9 เดือน", "header-round-differs"),
        ("ชุดเกณฑ์", "qp-2567", "header-rubric-differs"),
    ],
)
def test_a_sheet_whose_header_differs_from_what_was_asked_is_left_out(tmp_path, label, value, code):
    wrong = with_header(tmp_path, (label, value))
    good = with_header(tmp_path, name="n.xlsx", office=SECONDARY_OFFICE, levels=GOOD[1:])
    scored = score(wrong, good, rubric=SHIPPED_RUBRIC)
    assert scored.places() == [(code, "B1")]
    assert scored.findings[0].severity == "error"
    assert [office.code for office in scored.results.offices] == [SECONDARY_OFFICE]


def test_two_rounds_in_one_run_are_refused(tmp_path):
    one = with_header(tmp_path, ("รอบ", "6m"))
    two = with_header(tmp_path, ("รอบ", "12m"), name="n.xlsx", office="2401")
    found = refusal(one, two, round_id=None)
    assert [(item.code, item.place.file, item.place.cell) for item in found] == [
        ("header-rounds-disagree", "m.xlsx", "B1"),
        ("header-rounds-disagree", "n.xlsx", "B1"),
    ]


def test_two_rubrics_in_one_run_are_refused(tmp_path):
    one = with_header(tmp_path, ("ชุดเกณฑ์", "qp-2566"))
    two = with_header(tmp_path, ("ชุดเกณฑ์", "qp-2567"), name="n.xlsx", office="2401")
    found = refusal(one, two)
    assert [item.code for item in found] == ["header-rubrics-disagree"] * 2


def test_a_rubric_in_the_header_that_does_not_exist(tmp_path):
    found = refusal(with_header(tmp_path, ("ชุดเกณฑ์", "qp-2599")))
    assert [item.code for item in found] == ["rubric-not-found"]


def test_a_round_asked_for_that_does_not_exist(seed_book):
    found = refusal(seed_book, round_id="9m")
    assert [item.code for item in found] == ["round-unknown"]
    assert "6m (รอบ 6 เดือน)" in dict(found[0].values)["known"]


# --- the offices list beside the input


def test_an_offices_list_in_the_folder_adds_offices_and_is_no_data(tmp_path):
    folder = tmp_path / "input"
    matrix_workbook(folder / "m.xlsx", [["9901", *PRIMARY_ALL_THREE]])
    offices_list(folder / "offices.csv", "9901,สพป,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง,,")
    scored = score(folder)
    assert scored.places() == []
    assert scored.office("9901").mean == "3.00"


def test_an_offices_list_that_clashes_refuses_the_run(tmp_path, seed_book):
    clash = offices_list(tmp_path / "o.csv", f"{SEED_OFFICE},สพป,ชื่ออื่นของสำนักงาน,,")
    found = refusal(seed_book, offices=clash)
    assert [item.code for item in found] == ["offices-clash"]
