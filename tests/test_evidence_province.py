"""A province's report in words and layouts of its own: of whom and of what each answer is."""

from __future__ import annotations

from collections import defaultdict

import pytest
from own_layouts import HEADS, LAYOUTS, OFFICES, PARTS, STATUSES, TOPICS, WORDS, report

from qp_scoring.evidence.coverage import with_implied

TOP = "รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\nสำนักงานศึกษาธิการจังหวัดน่าน\n\n"


def found_in(document):
    """The status and the answers of each place."""
    found = defaultdict(list)
    for one in with_implied(document):
        told = [cell for answer in one.answers for cell in answer.cells]
        found[one.focus, one.part, one.office].append((one.status, told))
    return found


@pytest.mark.parametrize("words", WORDS, ids=[one[0] for one in WORDS])
@pytest.mark.parametrize("layout", LAYOUTS, ids=[one.__name__ for one in LAYOUTS])
def test_every_answer_is_of_its_topic_part_and_office(read, layout, words):
    """Every layout has every head, every head has all words; each of these pairs comes up."""
    turn = (LAYOUTS.index(layout) + WORDS.index(words)) % len(WORDS)
    for head in HEADS[turn :: len(WORDS)]:
        text, said = report(layout, words, head)
        found = found_in(read(text))
        for place, answer in said.items():
            ((status, told),) = found[place] or [(None, [])]
            # Where one cell holds the answers of two lines, the first is what was done.
            if layout.__name__ != "rows_over_several_lines" or place[1] != "progress":
                assert status == STATUSES.get(answer, "answered"), (head, place, text)
            if answer not in STATUSES:
                assert any(answer in one for one in told), (head, place, text)


def of_topics(*lines):
    titles = [f"## {title}" for title in TOPICS.values()]
    parts = [f"{word}\nสพป.น่าน เขต 1 ครู {n} คน" for n, word in enumerate(WORDS[0], 1)]
    others = "\n\n".join("\n".join((title, *parts)) for title in titles[1:])
    return TOP + "\n".join((titles[0], *lines)) + "\n\n" + others + "\n"


def test_offices_that_answer_together_have_the_answer_each(read):
    text = TOP + "\n".join(
        (
            "ส่วนย่อย (1) ผลการดำเนินงาน (2) ปัจจัย (3) ปัญหา",
            "## สถานศึกษาปลอดภัย",
            "### สพป.น่าน เขต 1 และ สพป.น่าน เขต 2 (ตอบร่วมกัน)",
            "(1) ซ้อมแผน 3 ครั้ง",
            "(2) (3) ไม่มี",
            "### สพม.น่าน",
            "(3) ครูน้อย",
            "## พาน้องกลับมาเรียน",
            "### สพม.น่าน",
            "(1) -",
        )
    )
    found = found_in(read(text))
    for office in ("5501", "5502"):
        assert found["1.1", "progress", office] == [("answered", ["ซ้อมแผน 3 ครั้ง"])]
        assert [found["1.1", part, office][0][0] for part in PARTS[1:3]] == ["none", "none"]
    assert found["1.1", "problems", "M5500"][0][0] == "answered"
    assert found["1.1", "progress", "M5500"][0][0] == "blank"


def test_a_heading_of_two_parts_is_answered_for_both(read):
    lines = (WORDS[0][0], "สพม.น่าน ครู 9 คน", "ปัญหาและข้อเสนอแนะ", "สพม.น่าน รถ 4 คันเก่า")
    found = found_in(read(of_topics(*lines)))
    for part in ("problems", "suggestions"):
        assert found["2.6", part, "M5500"] == [("answered", ["สพม.น่าน รถ 4 คันเก่า"])]


def test_a_title_of_no_topic_ends_the_one_before(read):
    lines = (WORDS[0][0], "สพม.น่าน ครู 9 คน", "", "## เบ็ดเตล็ด", "สพม.น่าน รถ 4 คัน")
    found = found_in(read(of_topics(*lines)))
    assert found["2.6", "progress", "M5500"] == [("answered", ["สพม.น่าน ครู 9 คน"])]
    assert found[None, "progress", "M5500"] == [("answered", ["สพม.น่าน รถ 4 คัน"])]


def test_what_stands_where_nothing_was_written_begins_no_topic(read):
    lines = (WORDS[0][0], "", "สพป.น่าน เขต 1", "", "-", "", "สพป.น่าน เขต 2", "", "ครู 7 คน")
    found = found_in(read(of_topics(*lines).replace("## ", "")))
    assert found["2.6", "progress", "5502"][0][0] == "answered"


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("สพป. ทั้ง 2 เขต และ สพม. ครู 39 คนช่วยกัน", {"5501", "5502", "M5500"}),
        ("ทุกเขตพื้นที่การศึกษา ยกเว้นเขต 1 อบรมครู 39 คน", {"5502", "M5500"}),
        ("ทุกเขต (ไม่รวม สพม.) อบรมครู 39 คน", {"5501", "5502"}),
        ("ทุกหน่วยงาน ยกเว้นเขต 2 ขาดครู 39 คน", set()),
        ("สพป.น่าน เขต 1, 2 ครู 39 คนช่วยกัน", {"5501", "5502"}),
        ("สพป.น่าน เขต 1 และ สพม.น่าน ชุมชน 39 แห่งช่วยกัน", {"5501", "M5500"}),
    ],
)
def test_offices_named_together_or_excepted(read, said, of):
    found = found_in(read(of_topics(WORDS[0][0], said)))
    answered = {
        office
        for office in OFFICES.values()
        for _, told in found["2.6", "progress", office]
        if any("39" in one for one in told)
    }
    assert answered == of


def test_who_is_excepted_at_the_end_has_what_is_told_of_him(read):
    said = "เขตพื้นที่การศึกษาทั้งสองเขตแจ้งโรงเรียนแล้ว 39 แห่ง ยกเว้นเขต 1 ที่อยู่ระหว่างดำเนินการ"
    found = found_in(read(of_topics(WORDS[0][0], said)))
    assert found["2.6", "progress", "5502"][0][0] == "answered"
    assert found["2.6", "progress", "5501"][0][0] == "planned"


def test_what_stands_behind_the_closing_table_is_no_answer(read):
    lines = (WORDS[0][0], "สพม.น่าน ครู 9 คน")
    closing = (
        "นโยบาย\tจุดเน้น\tหน่วยงานที่เกี่ยวข้อง\n1.1 สถานศึกษาปลอดภัย\tสพฐ./สอศ.\n2.6 ประวัติศาสตร์\tสพฐ.\n"
    )
    text = of_topics(*lines)
    assert found_in(read(text + closing)) == found_in(read(text))


def test_clauses_of_several_offices_in_one_line(read):
    said = (
        "สพป.น่าน เขต 1 อบรมครู 11 คน",
        "ร่างแผนของ สพป.น่าน เขต 2 เสร็จแล้ว 12 เล่ม ขณะที่ สพม.น่าน นิเทศ 13 ครั้ง",
        "คณะศึกษานิเทศก์ของเขต 1 เยี่ยม 14 โรง โรงเรียนในสังกัด สพม.น่าน จัดเลือกตั้ง 15 แห่ง",
        "ประชุมผู้ปกครอง 16 ครั้ง — สพป.น่าน เขต 2",
    )
    found = found_in(read(of_topics(WORDS[0][0], *said)))
    whose = {
        number: office
        for office in OFFICES.values()
        for _, told in found["2.6", "progress", office]
        for number in ("11", "12", "13", "14", "15", "16")
        if any(number in one for one in told)
    }
    offices = ("5501", "5502", "M5500", "5501", "M5500")
    assert [whose[one] for one in ("11", "12", "13", "14", "15")] == list(offices)


@pytest.mark.parametrize("leading", ["ขณะที่ ", "ส่วน", "สำหรับ ", "โรงเรียนในสังกัด "])
def test_what_leads_to_a_name_begins_the_clause_of_that_unit(read, leading):
    said = f"สพป.น่าน เขต 2 อบรมครู 12 คน {leading}สพม.น่าน จัดนิเทศ 13 ครั้ง"
    found = found_in(read(of_topics(WORDS[0][0], said)))
    told = {office: found["2.6", "progress", office][0][1] for office in ("5502", "M5500")}
    whole = {
        "5502": ["สพป.น่าน เขต 2 อบรมครู 12 คน"],
        "M5500": [f"{leading}สพม.น่าน จัดนิเทศ 13 ครั้ง"],
    }
    assert told == whole


@pytest.mark.parametrize("joins", ["และ", "ทั้งนี้ "])
def test_what_only_joins_two_clauses_is_in_no_quote(read, joins):
    said = f"สพป.น่าน เขต 2 ได้อบรมครู 12 คน {joins}สพม.น่าน ได้จัดนิเทศ 13 ครั้ง"
    found = found_in(read(of_topics(WORDS[0][0], said)))
    assert found["2.6", "progress", "5502"][0][1] == ["สพป.น่าน เขต 2 ได้อบรมครู 12 คน"]
    assert found["2.6", "progress", "M5500"][0][1] == ["สพม.น่าน ได้จัดนิเทศ 13 ครั้ง"]


def test_what_all_say_or_a_definition_is_not_the_last_office_s(read):
    said = ("สพป.น่าน เขต 1 อบรมครู 11 คน", "ทุกหน่วยงานจะทำต่อเนื่อง 12 เดือน", "ครูดี หมายถึง ครูที่สอน 13 คาบ")
    found = found_in(read(of_topics(WORDS[0][0], *said)))
    own = [one for _, told in found["2.6", "progress", "5501"] for one in told]
    assert own == ["สพป.น่าน เขต 1 อบรมครู 11 คน"]


def test_titles_numbered_below_divisions_stand_at_any_level(read):
    lines = (
        "## ประเด็นที่ ๑ ความปลอดภัยและโอกาส",
        "#### ๑.๑ เด็กนอกระบบและเด็กออกกลางคัน",
        "สพป.น่าน เขต 1 ตามกลับ 11 คน",
        "##### ๑.๒ ปฐมวัย",
        "สพป.น่าน เขต 1 ดูแลเด็ก 12 คน",
        "## ประเด็นที่ ๒ ความเป็นพลเมือง",
        "### ๒.๑ กีฬาสัมพันธ์",
        "สพป.น่าน เขต 1 แข่งกีฬา 13 ชนิด",
        "#### ๒.๒ ผลการทดสอบระดับชาติ",
        "สพป.น่าน เขต 1 สอนเสริม 14 ครั้ง",
        "## ประเด็นที่ ๓ โรงเรียนคุณภาพ",
        "สพป.น่าน เขต 1 มีเครือข่าย 15 แห่ง",
    )
    found = found_in(read(TOP + "\n\n".join(lines) + "\n"))
    told = {place[0]: one[0][1] for place, one in found.items() if place[2] == "5501" and one}
    assert told == {
        "3.1": [lines[2]],
        "3.2": [lines[4]],
        None: [lines[7]],
        "2.3": [lines[9]],
        "2.9": [lines[11]],
    }


def test_a_title_behind_a_table_of_parts_begins_the_next_topic(read):
    table = "\n".join(
        (
            "หน่วยงาน\tทำอะไร\tติดอะไร\tแก้อย่างไร\tของดี\tอยากให้ช่วย",
            "สพป.น่าน เขต 1\tซ้อมแผน 3 ครั้ง\tรถเก่า\tยืมรถ\tไลน์แจ้งเหตุ\tงบซ่อมรถ",
            "สพม.น่าน\tซ้อมแผน 4 ครั้ง\t-\t-\tไม่มี\t-",
        )
    )
    found = found_in(read(of_topics(table)))
    assert found["2.6", "problems", "5501"] == [("answered", ["รถเก่า", "ยืมรถ"])]
    assert found["2.6", "innovation", "5501"] == [("answered", ["ไลน์แจ้งเหตุ"])]
    assert not found["2.6", "factors", "5501"]
    others = {place[0] for place, one in found.items() if one} - {"2.6"}
    assert len(others) == len(TOPICS) - 1


def test_a_label_before_a_colon_is_a_part_though_more_of_it_follows(read):
    lines = (
        "สพม.น่าน ครู 9 คน",
        "ปัญหา : ครูย้าย",
        "อื่น ๆ : รถเก่า",
        "แนวปฏิบัติ : สมุดเยี่ยมบ้าน",
        "ข้อเสนอระดับพื้นที่ : ขอรถ",
        "ข้อเสนอระดับนโยบาย : ขอครู",
    )
    found = found_in(read(of_topics(*lines)))
    assert found["2.6", "problems", None] == [("answered", ["ครูย้ายอื่น ๆ : รถเก่า"])]
    assert found["2.6", "innovation", None] == [("answered", ["สมุดเยี่ยมบ้าน"])]
    assert found["2.6", "suggestions", None] == [("answered", ["ขอรถ", "ขอครู"])]


@pytest.mark.parametrize("title", ["เรื่องอื่นที่หน่วยงานเพิ่มมา", "ผลงานอื่น ๆ", "เรื่องนอกเหนือจากจุดเน้น"])
def test_what_is_told_beside_the_topics_belongs_to_none(read, title):
    lines = (WORDS[0][0], "สพม.น่าน ครู 9 คน", "", title, "สพม.น่าน รถ 4 คัน")
    found = found_in(read(of_topics(*lines)))
    assert found["2.6", "progress", "M5500"] == [("answered", ["สพม.น่าน ครู 9 คน"])]
    assert found[None, "progress", "M5500"] == [("answered", ["สพม.น่าน รถ 4 คัน"])]
