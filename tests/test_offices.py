"""Which office a cell names: by code, by any form of its name, and never by guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_forms import FORMS, Row, rows

from qp_scoring.documents.office import Alias, Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.offices.registry import OfficeRegistry, Resolution, report_unresolved
from qp_scoring.messages import fix, message

SHIPPED = OfficeRegistry.shipped()
ROWS = rows()


def office(code="9901", kind="สพป", name="สพป.ทดสอบ", **more):
    return Office(code=code, type=kind, name=name, short_name=more.pop("short_name", name), **more)


def names(offices):
    return [one.short_name for one in offices]


def resolved(text, fiscal_year=None, registry=SHIPPED):
    found = registry.resolve(text, fiscal_year)
    return found.office.code if found.office else None


# --- the shipped list


def test_the_country_has_245_offices():
    kinds = [one.type for one in SHIPPED.offices]
    assert (len(kinds), kinds.count("สพป"), kinds.count("สพม")) == (245, 183, 62)
    assert [one.code for one in SHIPPED.offices] == sorted(row.code for row in ROWS)


def test_an_office_carries_its_names_and_places():
    one = SHIPPED.get("2402")
    assert one.name == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2"
    assert (one.short_name, one.province, one.region) == ("สพป.ฉะเชิงเทรา เขต 2", "ฉะเชิงเทรา", "8")
    assert SHIPPED.get("M4200").provinces == ("เลย", "หนองบัวลำภู")
    assert SHIPPED.get("0000") is None


def test_no_former_name_is_invented():
    assert all(alias.last_year is None for one in SHIPPED.offices for alias in one.aliases)


def test_the_shipped_list_is_read_once():
    assert OfficeRegistry.shipped() is SHIPPED


# --- every written form of every office


@pytest.mark.parametrize("form", FORMS)
def test_every_office_is_found_by_this_form_and_no_other_is(form):
    wrong = {
        text: resolved(text)
        for row in ROWS
        if (text := FORMS[form](row)) is not None and resolved(text) != row.code
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "write",
    [str, str.lower, lambda code: code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))],
)
def test_every_office_is_found_by_its_code(write):
    assert all(resolved(f" {write(row.code)}\n") == row.code for row in ROWS)


@given(
    row=st.sampled_from(ROWS),
    form=st.sampled_from(sorted(FORMS)),
    thai_digits=st.booleans(),
    gap=st.sampled_from(["", " ", "  ", "\u00a0", "\n", " \t", "\u200b"]),
    around=st.sampled_from(["", " ", "\n", "\ufeff"]),
)
def test_spacing_and_digits_never_change_the_office(row: Row, form, thai_digits, gap, around):
    text = FORMS[form](row)
    if text is None:
        return
    text = text.replace(" ", gap)
    if thai_digits:
        text = text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert resolved(around + text + around) == row.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("สพป.กทม", "1001"),
        ("สพม.กทม.2", "M1002"),
        ("สพม.กรุงเทพฯ เขต ๑", "M1001"),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษากรุงเทพมหานคร", "1001"),
        ("สพป.ฉะเชิงเทรา เขต 02", "2402"),
    ],
)
def test_other_everyday_ways_to_write_a_name(text, code):
    assert resolved(text) == code


# --- a name without its head


def test_a_name_without_head_resolves_when_one_office_alone_has_it():
    assert resolved("ฉะเชิงเทรา เขต 2") == "2402"
    assert resolved("กรุงเทพมหานคร เขต 1") == "M1001"
    assert resolved("เลย หนองบัวลำภู") == "M4200"
    assert resolved("สำนักงานเขตพื้นที่การศึกษาอุตรดิตถ์ เขต 2") == "5302"
    assert resolved("สพท.อต.2") == "5302"


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        # The very name of สพม.ฉะเชิงเทรา, but who writes it may mean the province's others.
        ("ฉะเชิงเทรา", ["สพป.ฉะเชิงเทรา เขต 1", "สพป.ฉะเชิงเทรา เขต 2", "สพม.ฉะเชิงเทรา"]),
        ("มุกดาหาร", ["สพป.มุกดาหาร", "สพม.มุกดาหาร"]),
        ("อ่างทอง", ["สพป.อ่างทอง", "สพม.สิงห์บุรี อ่างทอง"]),
        ("สำนักงานเขตพื้นที่การศึกษามุกดาหาร", ["สพป.มุกดาหาร", "สพม.มุกดาหาร"]),
        ("สพป.ระยอง", ["สพป.ระยอง เขต 1", "สพป.ระยอง เขต 2"]),
    ],
)
def test_a_name_that_several_offices_answer_to_is_ambiguous(text, candidates):
    found = SHIPPED.resolve(text)
    assert found.office is None
    assert names(found.candidates) == candidates


def test_a_head_keeps_the_primary_and_the_secondary_office_apart():
    assert resolved("สพป.มุกดาหาร") == "4901"
    assert resolved("สพม.มุกดาหาร") == "M4900"


def test_two_offices_with_one_derived_form_are_both_named():
    registry = OfficeRegistry(
        [
            office("9901", name="สพป.เหนือ", aliases=(Alias("สพป.ก"),)),
            office("9902", name="สพป.ใต้", aliases=(Alias("สพป.ก"),)),
        ]
    )
    assert names(registry.resolve("สพป. ก").candidates) == ["สพป.เหนือ", "สพป.ใต้"]


def test_an_office_that_bears_the_provinces_name_is_found_beside_its_numbered_ones():
    registry = OfficeRegistry(
        [
            office("9901", name="สพป.ระยอง", province="ระยอง"),
            office("9902", name="สพป.ระยอง เขต 1", province="ระยอง"),
        ]
    )
    assert resolved("สพป.ระยอง", registry=registry) == "9901"
    assert resolved("ระยอง", registry=registry) is None


# --- names that resolve to nothing


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("สพป.ฉะเชิงเทา เขต 2", "สพป.ฉะเชิงเทรา เขต 2"),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงทรา เขต 2", "สพป.ฉะเชิงเทรา เขต 2"),
        ("สำนกงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2", "สพป.ฉะเชิงเทรา เขต 2"),
        ("สพม.ฉะเชิงเทรา เขต 2", "สพป.ฉะเชิงเทรา เขต 2"),
        ("สพม.เลย", "สพม.เลย หนองบัวลำภู"),
        ("สพป.ฉะเชิงเทรา เขต 9", "สพป.ฉะเชิงเทรา เขต 1"),
        ("2403", "สพป.ฉะเชิงเทรา เขต 1"),
    ],
)
def test_a_wrong_name_is_suggested_and_never_taken(text, likely):
    found = SHIPPED.resolve(text)
    assert (found.office, found.candidates) == (None, ())
    assert likely in names(found.suggestions)
    assert len(found.suggestions) <= 3


def test_the_right_name_under_the_wrong_head_is_suggested_first():
    found = SHIPPED.resolve("สพม.ฉะเชิงเทรา เขต 2")
    assert found.suggestions[0].short_name == "สพป.ฉะเชิงเทรา เขต 2"


@pytest.mark.parametrize("text", ["พบ", "ตก", "ฉช.2"])
def test_an_abbreviation_without_its_head_is_no_name(text):
    assert resolved(text) is None


def test_a_head_alone_names_no_office_even_where_a_list_says_so():
    registry = OfficeRegistry([office("9901", aliases=(Alias("สพป."),))])
    assert resolved("สพป.", registry=registry) is None


@pytest.mark.parametrize("text", ["", "  ", "-", "สพป.", "สำนักงานเขตพื้นที่การศึกษา", "zzz", "หมูป่า"])
def test_what_is_no_name_at_all_suggests_nothing(text):
    found = SHIPPED.resolve(text)
    assert (found, found.suggestions) == (Resolution(), ())


def test_text_beside_the_name_is_not_read_away():
    assert resolved("สพป.ระยอง เขต 2 จังหวัดระยอง") is None
    assert resolved("โรงเรียนในสังกัด สพป.ระยอง เขต 2") is None


# --- codes that Excel turned into numbers


def test_a_code_that_lost_its_leading_zeros_is_found_when_only_one_fits():
    registry = OfficeRegistry([office("0012", name="สพป.หนึ่ง"), office("0112", name="สพป.สอง")])
    assert resolved("12", registry=registry) == "0012"
    assert resolved("2", registry=registry) is None


def test_a_code_without_its_zeros_that_fits_two_offices_is_ambiguous():
    registry = OfficeRegistry([office("0012", name="สพป.หนึ่ง"), office("00012", name="สพป.สอง")])
    found = registry.resolve("12")
    assert found.office is None
    assert len(found.candidates) == 2


def test_an_exact_code_comes_before_a_padded_one():
    registry = OfficeRegistry([office("12", name="สพป.หนึ่ง"), office("0012", name="สพป.สอง")])
    assert resolved("12", registry=registry) == "12"


# --- former names


RENAMED = OfficeRegistry(
    [office("M9901", "สพม", "สพม.ชื่อใหม่", aliases=(Alias("สพม.เขต 6", 2563), Alias("สพม.ชื่อเล่น")))]
)


@pytest.mark.parametrize("year", [None, 2560, 2563])
def test_a_former_name_resolves_up_to_its_last_year(year):
    assert resolved("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต ๖", year, RENAMED) == "M9901"


def test_a_former_name_past_its_last_year_is_only_suggested():
    found = RENAMED.resolve("สพม.เขต 6", 2564)
    assert found.office is None
    assert [one.code for one in found.suggestions] == ["M9901"]


def test_another_name_without_a_year_holds_for_ever():
    assert resolved("สพม.ชื่อเล่น", 2599, RENAMED) == "M9901"


def test_the_year_tells_a_former_name_from_its_new_bearer():
    registry = OfficeRegistry(
        [
            office("9901", name="สพป.ก้าวหน้า", aliases=(Alias("สพป.รุ่งเรือง", 2563),)),
            office("9902", name="สพป.รุ่งเรือง"),
        ]
    )
    assert resolved("สพป.รุ่งเรือง", 2566, registry) == "9902"
    assert len(registry.resolve("สพป.รุ่งเรือง", 2563).candidates) == 2


# --- telling the user


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("สพป.ฉะเชิงเทา เขต 2", "office-unknown", "สพป.ฉะเชิงเทรา เขต 2 (2402)"),
        ("หมูป่า", "office-unknown-no-match", "“หมูป่า”"),
        ("2402, 2101", "offices-in-one-cell", "สพป.ฉะเชิงเทรา เขต 2 (2402), สพป.ระยอง เขต 1 (2101)"),
        ("๒๔๐๒ 2101", "offices-in-one-cell", "สพป.ฉะเชิงเทรา เขต 2 (2402), สพป.ระยอง เขต 1 (2101)"),
        ("ระยอง เขต 1 และระยอง เขต 2", "offices-in-one-cell", "สพป.ระยอง เขต 2 (2102)"),
        ("2402, 9999", "office-unknown-no-match", "“2402, 9999”"),
        ("มุกดาหาร", "office-ambiguous", "สพป.มุกดาหาร (4901), สพม.มุกดาหาร (M4900)"),
        ("นครราชสีมา", "office-ambiguous", "สพป.นครราชสีมา เขต 2 (3002) (+6)"),
    ],
)
def test_an_unresolved_name_is_reported_where_it_stands(text, code, said):
    log, place = FindingLog(), Place("a.xlsx", "แบบประเมิน", "B2")
    report_unresolved(log, place, text, SHIPPED.resolve(text))
    (item,) = log
    assert (item.code, item.place, item.severity) == (code, place, "error")
    for lang in ("th", "en"):
        assert said in message(item, lang)
        assert "…" not in message(item, lang)
        assert fix(item, lang)


@pytest.mark.parametrize("text", ["2402, 2402", "2402,"])
def test_one_office_twice_is_not_called_several(text):
    assert SHIPPED.resolve(text).several == ()


def test_a_resolved_name_is_not_reported():
    log = FindingLog()
    report_unresolved(log, Place(), "2402", SHIPPED.resolve("2402"))
    assert len(log) == 0
