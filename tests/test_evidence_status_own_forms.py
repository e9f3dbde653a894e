"""What parts come to in forms of a report's own: titles between rules, labels in brackets."""

from collections import defaultdict

import pytest
from reports_made import statuses_of

PARTS = ("progress", "factors", "problems", "innovation", "suggestions")
COVER = (
    "รายงานผลการตรวจราชการและติดตามประเมินผลการจัดการศึกษา ปีงบประมาณ พ.ศ. 2566",
    "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสุรินทร์ เขต 1",
    "",
)
TITLE_31 = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
TITLE_24 = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"


@pytest.fixture(scope="module")
def statuses(read):
    """Of lines below a cover: the statuses of each topic and part."""

    def one(lines):
        found = defaultdict(list)
        for (topic, part, _), said in statuses_of([read("\n".join((*COVER, *lines, "")))]).items():
            found[topic, part] += said
        return found

    return one


def of_topic(found, topic):
    return {part: said[0] for part in PARTS if (said := found[topic, part])}


RULE = "=" * 40


def ruled(title, *answers):
    labels = ("[ผล]", "[ตัวช่วย]", "[ติดขัด]", "[ของดี]", "[ฝาก]")
    told = (f"{one} {said}" for one, said in zip(labels, answers, strict=True))
    return RULE, title, RULE, *told, ""


def test_titles_between_rules_and_parts_in_brackets(statuses):
    found = statuses(
        (
            *ruled("ปลอดภัยไว้ก่อน (จุดเน้น 1.1)", "ซ้อมหลบภัย 2 ครั้ง", "-", "ถนนแคบ", "ไม่มี", "-"),
            *ruled("2.4 ลงมือปฏิบัติจริง", "อบรมครู 45 คน", "ครูตั้งใจ", "-", "-", "ไม่มี"),
            *ruled("เรื่องที่ 3.1 เด็กตกหล่น", "กำลังสำรวจ", "-", "-", "ไม่มี", "ขอรถ"),
            *ruled("ครูเป็นหนี้ (5.3)", "ไกล่เกลี่ย 38 ราย", "สหกรณ์", "-", "-", "ดอกเบี้ยต่ำ"),
            "*** จบ ***",
        )
    )
    said = {topic: tuple(of_topic(found, topic).values()) for topic in ("1.1", "2.4", "3.1", "5.3")}
    assert said == {
        "1.1": ("answered", "blank", "answered", "none", "blank"),
        "2.4": ("answered", "answered", "blank", "blank", "none"),
        "3.1": ("planned", "blank", "blank", "none", "answered"),
        "5.3": ("answered", "answered", "blank", "blank", "answered"),
    }


def test_titles_with_the_number_in_brackets_behind_them(statuses):
    found = statuses(
        (
            "เรื่อง มาตรการด้านความปลอดภัย (1.1)",
            "จัดอบรม 40 คน",
            "",
            "เรื่อง เด็กตกหล่น (3.1)",
            "อยู่ระหว่างรวบรวม",
            "",
            "เรื่อง Coding (2.5)",
            "ไม่ได้เข้าร่วม",
        )
    )
    told = {topic: found[topic, "progress"] for topic in ("1.1", "3.1", "2.5")}
    assert told == {"1.1": ["answered"], "3.1": ["planned"], "2.5": ["none"]}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("ระดับพื้นที่ ..........  ระดับนโยบาย ..........", "blank"),
        ("ระดับพื้นที่ - / ระดับนโยบาย -", "blank"),
        ("1) ระดับพื้นที่ : ไม่มี 2) ระดับนโยบาย : ไม่มี", "none"),
        ("ระดับพื้นที่ ไม่มี ระดับนโยบาย -", "none"),
        ("ระดับพื้นที่ - ระดับนโยบาย ควรลดงานเอกสาร", "answered"),
        ("ระดับพื้นที่ (หน่วยงาน/สถานศึกษา) ขอครูเพิ่ม ระดับนโยบาย ............", "answered"),
    ],
)
def test_levels_of_suggestions_are_no_answer(statuses, said, status):
    lines = (TITLE_24, "2.4.1 ความก้าวหน้า", "นิเทศ 12 โรง", "2.4.2 ปัจจัย", "ชุมชนร่วมมือ")
    found = statuses((*lines, f"2.4.5 {said}", TITLE_31, "3.1.1 ความก้าวหน้า", "เยี่ยมบ้าน"))
    assert found["2.4", "suggestions"] == [status]


LEGEND = "อักษรนำ  ก = ทำไปถึงไหน   ข = อะไรช่วยให้สำเร็จ   ค = ติดขัด >> ทางแก้   ง = ของดี   จ = ฝากถึง"
LETTERED = (
    LEGEND,
    "",
    "หมวดคุณภาพ",
    TITLE_24,
    "ก. อบรมครูแกนนำ 45 คน",
    "ข. ครูตั้งใจ",
    "ค. เด็กล้นห้อง >> แบ่งกลุ่ม",
    "ง. -",
    "จ. ..........",
    "",
    "หมวดโอกาส",
    TITLE_31,
    "ก. ยังไม่ได้เริ่ม จะดำเนินการในปีหน้า  ข. -  ค.–จ. ไม่มี",
    "",
)


def test_parts_by_letters_that_the_report_explains_at_its_head(statuses):
    found = statuses(LETTERED)
    assert of_topic(found, "2.4") == dict(
        zip(PARTS, ("answered", "answered", "answered", "blank", "blank"), strict=True)
    )
    assert of_topic(found, "3.1") == dict(
        zip(PARTS, ("planned", "blank", "none", "none", "none"), strict=True)
    )


def test_letters_of_parts_are_learnt_from_those_that_stand_before_their_words(statuses):
    words = ("ก. ความก้าวหน้า", "ข. ปัจจัยความสำเร็จ", "ค. ปัญหาอุปสรรค", "ง. นวัตกรรม", "จ. ข้อเสนอแนะ")
    found = statuses(
        (
            TITLE_24,
            *(f"{one} ทำแล้ว 3 แห่ง" for one in words),
            "",
            TITLE_31,
            "ก. ติดตามเด็กได้ 12 คน",
            "ข. -",
            "ค. – จ. ไม่มี",
        )
    )
    assert of_topic(found, "3.1") == dict(
        zip(PARTS, ("answered", "blank", "none", "none", "none"), strict=True)
    )


def test_letters_that_count_offices_or_items_are_no_parts(statuses):
    found = statuses(
        (
            TITLE_31,
            "ความก้าวหน้า",
            "ก. ติดตามเด็กได้ 12 คน",
            "ข. ส่งต่อ 4 คน",
            "ค. เยี่ยมบ้านครบ",
            "ปัจจัยความสำเร็จ",
            "ไม่มี",
        )
    )
    assert of_topic(found, "3.1")["progress"] == "answered"
    assert of_topic(found, "3.1")["factors"] == "none"


def test_a_line_with_the_numbers_of_several_topics_answers_each(statuses):
    tabled = (
        ("1.1", "การดำเนินงานตามแผน/มาตรการด้านความปลอดภัย"),
        ("2.4", "การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"),
        ("2.5", "ทักษะดิจิทัลและ Coding"),
        ("2.9", "โครงการโรงเรียนคุณภาพ"),
        ("3.1", "เด็กตกหล่น เด็กออกกลางคัน"),
        ("3.2", "เด็กปฐมวัย"),
    )
    lines = [line for number, title in tabled for line in (f"{number} {title}", "จัดอบรม 40 คน")]
    more = ("3.4/3.6 ทวิศึกษาและการศึกษาหลายรูปแบบ", "ลงนาม 2 วิทยาลัย", "4.1-4.3 ไม่ใช่หน่วยงานรับผิดชอบ")
    found = statuses((*lines, *more, "5.3 หนี้สินครู", "ไกล่เกลี่ย 38 ราย"))
    assert [found[one, "progress"] for one in ("3.4", "3.6")] == [["answered"]] * 2
    assert [found[one, "progress"] for one in ("4.1", "4.2", "4.3")] == [["none"]] * 3
    assert found["5.3", "progress"] == ["answered"]


def test_labels_before_a_colon_are_one_series_with_bullets_or_without(statuses):
    found = statuses(
        (
            TITLE_24,
            "- อบรมครู 45 คน",
            "- ปัจจัย : ครูตั้งใจ",
            "- ปัญหา : งานธุรการมาก",
            "- ข้อเสนอ : -",
            TITLE_31,
            "เยี่ยมบ้าน 30 หลัง",
            "ปัญหา : ไม่มี",
            "อื่น ๆ : ไม่มี",
            "2.9 การขับเคลื่อนโครงการโรงเรียนคุณภาพ",
            "พัฒนา 3 โรง",
            "ปัจจัย : ชุมชน",
            "ปัญหา : ไม่มี",
            "ข้อเสนอ : ของบ",
        )
    )
    assert of_topic(found, "2.4") | {"innovation": "-"} == {
        "progress": "answered",
        "factors": "answered",
        "problems": "answered",
        "innovation": "-",
        "suggestions": "blank",
    }
    assert of_topic(found, "3.1") == {"progress": "answered", "problems": "none"}
