"""Reports unit by unit, in whichever layout: each answer has its topic, part and unit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from unit_layouts import (
    BELOW,
    GATHERED_HEADS,
    GATHERED_LINES,
    GATHERED_WORDS,
    NUMBERS,
    TOPIC_HEADS,
    UNIT_HEADS,
    WORDS,
    Gathered,
    Layout,
)

LAYOUTS = st.builds(
    Layout,
    st.booleans(),
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(NUMBERS),
    st.sampled_from(TOPIC_HEADS),
    st.sampled_from(UNIT_HEADS),
    st.sampled_from(BELOW),
    st.booleans(),
)


@given(LAYOUTS)
@settings(max_examples=30, deadline=None)
def test_every_answer_has_its_topic_part_and_unit(read, layout: Layout) -> None:
    text, whose = layout.report()
    assert found_in(read(text), whose) == whose


@given(
    st.builds(
        Gathered,
        st.sampled_from(sorted(GATHERED_WORDS)),
        st.sampled_from(NUMBERS),
        st.sampled_from(GATHERED_HEADS),
        st.sampled_from(GATHERED_LINES),
        st.booleans(),
    )
)
@settings(max_examples=15, deadline=None)
def test_so_has_every_answer_that_a_province_gathered(read, layout: Gathered) -> None:
    text, whose = layout.report()
    assert found_in(read(text), whose) == whose


def found_in(report, whose):
    """Topic, part and office of the answers asked for."""
    said = [
        (cell, (section.focus, section.part, section.office))
        for section in report.sections
        for answer in section.answers
        for cell in answer.cells
    ]
    return {one: next((place for cell, place in said if one in cell), None) for one in whose}


def statuses(report, office: str) -> dict[str, str]:
    return {one.part: one.status for one in report.sections if one.office == office}


FULL = """รายงานผลรายหน่วยงาน ปีงบประมาณ พ.ศ. 2567
## ประเด็นที่ 1 โรงเรียนคุณภาพ
### สพป.สุราษฎร์ธานี เขต 1
1. การวิเคราะห์สถานการณ์ในพื้นที่
มีโรงเรียนหลัก 4 แห่ง
2. ผลการดำเนินงาน
แต่งตั้งคณะทำงาน 17 คน
3. ปัญหาอุปสรรค
ค่ารถไม่พอ
4. ปัจจัยความสำเร็จ
ผู้ปกครองเข้าใจ
5. ข้อเสนอแนะ
ขอให้สนับสนุนต่อเนื่อง
6. นวัตกรรม
ห้องเรียนร่วม
### สพป.สุราษฎร์ธานี เขต 2
"""


class TestSeriesOfNumberedParts:
    """One unit writes the headings in full; what others shorten is known by the number."""

    def test_shortened_headings_and_answers_behind_them(self, read) -> None:
        rest = "1. สถานการณ์    มีโรงเรียนหลัก 6 แห่ง\n2. ผล\nร่วมกันสอน 3 แห่ง\n"
        rest += "3. ปัญหา    ไม่มี\n4. ปัจจัย    -\n"
        assert statuses(read(FULL + rest), "8402") == {
            "situation": "answered",
            "results": "answered",
            "problems": "none",
            "factors": "blank",
        }

    def test_several_parts_together(self, read) -> None:
        rest = "1. สถานการณ์\nมีโรงเรียนหลัก 6 แห่ง\n2. ผล\nร่วมกันสอน 3 แห่ง\n3. ปัญหา\nครูย้าย\n4–6    ไม่มี\n"
        found = statuses(read(FULL + rest), "8402")
        assert [found[one] for one in ("factors", "suggestions", "innovation")] == ["none"] * 3

    def test_a_list_in_an_answer_begins_no_part(self, read) -> None:
        rest = "1. สถานการณ์\nมีโรงเรียนหลัก 6 แห่ง\n2. ผล\n1. ผลสอบดีขึ้น 12 แห่ง\n2. ผลงานนักเรียน 3 ชิ้น\n"
        assert statuses(read(FULL + rest), "8402") == {
            "situation": "answered",
            "results": "answered",
        }


def test_an_organisation_of_no_known_kind_closes_the_unit_before(read) -> None:
    other = FULL.replace("สพป.สุราษฎร์ธานี เขต 2", "กลุ่มส่งเสริมการศึกษาเอกชน ศธจ.สุราษฎร์ธานี")
    report = read(
        other + "1. การวิเคราะห์สถานการณ์ในพื้นที่\nมี 17 แห่ง\n2. ผลการดำเนินงาน\nผ่อนผันค่าเทอม 29 คน\n"
    )
    assert {one.office for one in report.sections} == {"8401", None}
    said = {
        cell: one.office
        for one in report.sections
        for answer in one.answers
        for cell in answer.cells
    }
    assert said["มี 17 แห่ง"] is None and said["ผ่อนผันค่าเทอม 29 คน"] is None


def test_figures_above_all_answers_leave_each_part_told_once(read) -> None:
    table = "หน่วยงาน\tเด็กหลุด\tกลับแล้ว\nสพป.สุราษฎร์ธานี เขต 1\t51\t39\nสพป.สุราษฎร์ธานี เขต 2\t68\t30\n"
    report = read(FULL.replace("### สพป.สุราษฎร์ธานี เขต 1", table + "### สพป.สุราษฎร์ธานี เขต 1"))
    parts = [one.part for one in report.sections if one.office == "8401"]
    assert len(parts) == len(set(parts)) and statuses(report, "8401")["situation"] == "answered"


class TestHeadingsByTheirFirstWord:
    """Once headings are known from lines of their own, a line may begin with one."""

    HEADS = ("สถานการณ์ในพื้นที่", "ผลการดำเนินงาน", "ปัญหา", "ปัจจัย", "นวัตกรรม")

    def report(self, rest: str) -> str:
        lines = ["รายงานผลรายหน่วยงาน ปีงบประมาณ พ.ศ. 2567", ""]
        for unit in ("สพป.สุราษฎร์ธานี เขต 1", "สพป.สุราษฎร์ธานี เขต 3"):
            lines += [unit, "", "โรงเรียนคุณภาพ", ""]
            lines += [line for head in self.HEADS for line in (head, "มีครู 3 คนช่วยงาน", "")]
            lines += ["เด็กตกหล่น", "", "ครูตามเด็กคืนมา 33 คน", ""]
        return "\n".join(lines) + "\nสพป.สุราษฎร์ธานี เขต 2\n\nโรงเรียนคุณภาพ\n\n" + rest

    def test_answers_stand_behind_them(self, read) -> None:
        rest = "สถานการณ์ ทุ่งกว้าง\nผล มีรถบัส 1 คัน\nปัญหา -ไม่มี-\nปัจจัย -\nนวัตกรรม อยู่ระหว่างเขียน\n"
        assert statuses(read(self.report(rest)), "8402") == {
            "situation": "answered",
            "results": "answered",
            "problems": "none",
            "factors": "blank",
            "innovation": "planned",
        }

    def test_a_topic_that_a_short_line_names_is_told_without_parts(self, read) -> None:
        told = [
            (one.focus, one.part)
            for one in read(self.report("")).sections
            if one.office == "8401" and one.focus != "2.9"
        ]
        assert told == [("3.1", "results")]


def test_a_side_of_a_part_is_on_another_topic_until_the_next_part(read):
    lines = (
        "รายงานผลการดำเนินงานรายหน่วยงาน จังหวัดน่าน ปีงบประมาณ พ.ศ. 2566",
        "ประเด็นที่ 1 โรงเรียนปลอดภัย   ประเด็นที่ 2 การลดจำนวนเด็กนอกระบบการศึกษา",
        "",
        *(
            line
            for office in ("1", "2")
            for line in (
                f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต {office}",
                "",
                "1. การวิเคราะห์สถานการณ์ในพื้นที่",
                f"โรงเรียน 1{office} แห่งใกล้ลำน้ำ",
                "2. ผลการดำเนินงาน",
                "",
                "ด้านความปลอดภัย",
                "",
                f"ซ้อมแผน 2{office} ครั้ง",
                "",
                "ด้านเด็กนอกระบบ",
                "",
                f"ตามเด็กกลับ 3{office} คน",
                "",
                "3. ปัญหาอุปสรรค",
                f"รถเก่า 4{office} คัน",
                "",
            )
        ),
    )
    found = [
        (one.office, one.focus, one.part, [cell for told in one.answers for cell in told.cells])
        for one in read("\n".join(lines)).sections
    ]
    assert found == [
        place
        for office in ("1", "2")
        for place in (
            (f"550{office}", "1.1", "situation", [f"โรงเรียน 1{office} แห่งใกล้ลำน้ำ"]),
            (f"550{office}", "1.1", "results", [f"ซ้อมแผน 2{office} ครั้ง"]),
            (f"550{office}", "3.1", "results", [f"ตามเด็กกลับ 3{office} คน"]),
            (f"550{office}", "1.1", "problems", [f"รถเก่า 4{office} คัน"]),
        )
    ]
