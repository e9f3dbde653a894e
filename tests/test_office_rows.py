"""A user's own offices.csv: what it adds, what it amends, and how its faults are told."""

import codecs

import pytest

from qp_scoring.documents.office import Alias
from qp_scoring.findings import FindingLog
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.messages import fix, message

SHIPPED = OfficeRegistry.shipped()


def found(text, registry):
    office = registry.resolve(text).office
    return office.code if office else None


HEADING = "code,type,name_th,short_name,province,region,aliases,applies,applies_not"


@pytest.fixture
def extend(tmp_path):
    def run(*lines, heading=HEADING, encoding="utf-8", base=SHIPPED):
        path = tmp_path / "offices.csv"
        path.write_bytes("\r\n".join([heading, *lines]).encode(encoding))
        log = FindingLog()
        return base.extended(path, "งาน/offices.csv", log), list(log)

    return run


def told(findings):
    """Code and place of each finding, checking that both languages have its sentences."""
    for item in findings:
        assert all(say(item, lang) for say in (message, fix) for lang in ("th", "en"))
        assert item.place.file == "งาน/offices.csv"
    return [(item.code, item.place.cell) for item in findings]


def test_a_list_adds_offices(extend):
    registry, findings = extend(
        'A01,ศธจ,สำนักงานศึกษาธิการจังหวัดระยอง,ศธจ.ระยอง,ระยอง,8,"ชื่อเก่า (ถึง ๒๕๖๐); ชื่อเล่น",'
        "6a： ตามประกาศ; 6b : ไม่มีโรงเรียน: ปิดแล้ว,X1: ยกเว้น"
    )
    assert findings == []
    assert len(registry.offices) == 246
    added = registry.get("a01")
    assert (added.type, added.region, added.short_name) == ("ศธจ", "8", "ศธจ.ระยอง")
    assert added.aliases == (Alias("ชื่อเก่า", 2560), Alias("ชื่อเล่น"))
    assert added.applies == (("6a", "ตามประกาศ"), ("6b", "ไม่มีโรงเรียน: ปิดแล้ว"))
    assert added.applies_not == (("X1", "ยกเว้น"),)
    for text in ("A01", "สำนักงานศึกษาธิการจังหวัด ระยอง", "ศธจ. ระยอง", "ชื่อเล่น"):
        assert found(text, registry=registry) == "A01"
    assert len(SHIPPED.offices) == 245


def test_a_name_that_begins_like_another_kind_of_office_is_still_found(extend):
    registry, findings = extend("A1,ศธ,ศธจ.ระยอง", "A2,ศธจ,ศธจ.ตราด")
    assert findings == []
    assert found("ศธจ.ระยอง", registry=registry) == "A1"
    assert found("ศธจ.ตราด", registry=registry) == "A2"


def test_optional_columns_may_be_missing_and_others_are_ignored(extend):
    registry, findings = extend(
        "ไม่ใช้,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาทดสอบ เขต 1,สพป.,9901",
        heading="note,NAME_TH,Type, code ",
    )
    assert findings == []
    assert registry.get("9901").short_name == "สพป.ทดสอบ เขต 1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_any_encoding_and_delimiter_that_excel_writes(extend, encoding, delimiter):
    registry, findings = extend(
        delimiter.join(["9901", "สพป", "สพป.ทดสอบ"]),
        "",
        heading=delimiter.join(["code", "type", "name_th"]),
        encoding=encoding,
    )
    assert registry.get("9901").name == "สพป.ทดสอบ"
    # Only cp874 is an assumption, and it is said.
    assert told(findings) == ([("offices-encoding-assumed", None)] if encoding == "cp874" else [])


def test_a_list_may_have_a_title_and_be_divided_by_lines(extend):
    registry, findings = extend(
        "", "code|type|name_th", "9901|สพป|สพป.ทดสอบ เขต 1", heading="รายชื่อสำนักงานเพิ่มเติม"
    )
    assert findings == []
    assert registry.get("9901").name == "สพป.ทดสอบ เขต 1"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("2402,สพป,สพป.อื่น", "A2"),
        ("2402,สพม,", "A2"),
        ("9901,สพป,สำนักงานเขตพื้นที่การศึกษาประถมศึกษา ฉะเชิงเทรา เขตที่ ๒", "C2"),
        ("9901,สพป,สพป.ทดสอบ,สพป.ฉะเชิงเทรา เขต 2", "D2"),
        ("9901,สพป,สพป.ทดสอบ,,,,สพป.ฉช.2", "G2"),
        ("9901,อื่น,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2", "C2"),
    ],
)
def test_a_code_or_name_of_another_office_is_an_error_that_names_it(extend, line, place):
    registry, findings = extend(line)
    assert told(findings) == [("offices-clash", place)]
    assert "สพป.ฉะเชิงเทรา เขต 2 (2402)" in message(findings[0])
    assert findings[0].severity == "error"
    assert len(registry.offices) == 245


def test_two_rows_of_one_list_may_not_clash_either(extend):
    registry, findings = extend("9901,สพป,สพป.ทดสอบ", "9902,สพป,สพป. ทดสอบ", "9901,สพป,สพป.อื่น")
    assert told(findings) == [("offices-clash", "C3"), ("offices-clash", "A4")]
    assert registry.get("9901").name == "สพป.ทดสอบ"


def test_a_former_name_may_be_the_name_of_another_office(extend):
    _, findings = extend("9901,สพป,สพป.ทดสอบ,,,,สพป.ระยอง เขต 2 (ถึง 2560)")
    assert findings == []


@pytest.mark.parametrize("name", ["", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2"])
def test_a_row_for_a_known_office_amends_it(extend, name):
    registry, findings = extend(f"2402,,{name},,,,สพป.แปดริ้ว 2,,6a: ไม่มีโรงเรียนปฐมวัย")
    assert findings == []
    before, after = SHIPPED.get("2402"), registry.get("2402")
    assert after.applies_not == (("6a", "ไม่มีโรงเรียนปฐมวัย"),)
    assert (after.name, after.type, after.region) == (before.name, before.type, before.region)
    assert found("สพป.แปดริ้ว เขต 2", registry=registry) == "2402"
    assert found("สพป.ฉช.2", registry=registry) == "2402"
    assert before.applies_not == ()


def test_all_problems_of_a_list_are_told_at_once(extend):
    registry, findings = extend(
        ",สพป,สพป.ไม่มีรหัส",
        "9901,,-",
        "",
        "9902,สพป,สพป.ทดสอบ,,,,(ถึง 2563); ชื่อ (ถึงปีก่อน); ชื่อ (ถึง 2020),6a,6b: ; :เหตุผล; 6c: ดี",
        "9903,สพป,สพป.ขัดแย้ง,,,,,1: ใช่,1: ไม่ใช่",
    )
    assert told(findings) == [
        ("offices-override-malformed", "H5"),
        ("offices-override-malformed", "I5"),
        ("offices-override-malformed", "I5"),
        ("offices-alias-malformed", "G5"),
        ("offices-alias-malformed", "G5"),
        ("offices-alias-malformed", "G5"),
        ("offices-override-conflict", "I6"),
        ("offices-row-incomplete", "A2"),
        ("offices-row-incomplete", "B3"),
        ("offices-row-incomplete", "C3"),
    ]
    assert registry.get("9902").applies_not == (("6c", "ดี"),)


def test_a_line_break_inside_a_cell_does_not_shift_the_rows(extend):
    _, findings = extend('9901,สพป,"สพป.\nทดสอบ"', "9902,,สพป.อื่น")
    assert told(findings) == [("offices-row-incomplete", "B3")]


def test_missing_columns_are_each_named(extend):
    registry, findings = extend("9901", heading="code")
    assert told(findings) == [("offices-column-missing", "A1")] * 2
    assert registry.offices == SHIPPED.offices


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\r\n \r\n",
        b"PK\x03\x04\x00\x00",
        b"code,type,name_th\n\xdb\xfc\xff",
        codecs.BOM_UTF8 + b"\xff\xfe",
        b'code,type,name_th\n9901,x,"unclosed',
    ],
)
def test_a_file_that_is_no_csv_is_said_to_be_unreadable(tmp_path, content):
    path, log = tmp_path / "offices.csv", FindingLog()
    if content is not None:
        path.write_bytes(content)
    registry = SHIPPED.extended(path, "งาน/offices.csv", log)
    assert told(log) == [("offices-unreadable", None)]
    assert registry.offices == SHIPPED.offices
