"""What an item asks for by its words, and which of the deeds that a sentence tells it is about."""

from functools import cache

import pytest

from qp_scoring.evidence import matching
from qp_scoring.evidence.deeds import Deeds
from qp_scoring.evidence.matching import Context, Matcher
from qp_scoring.evidence.phrases import Families, SearchedText
from qp_scoring.evidence.segment import Words
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.evidence.vocabulary import vocabulary
from qp_scoring.rubric.indicator import Item, LookFor
from qp_scoring.rubric.load import load_rubric

DEEDS = Deeds(vocabulary())
FAMILIES = Families(DEEDS.families)
TOPIC = "ทักษะการอ่าน"
ASKED = {
    "plan": "มีแผนส่งเสริมทักษะการอ่าน",
    "next": "มีแผนส่งเสริมทักษะการอ่านของปีงบประมาณถัดไปที่อ้างอิงผลของปีนี้",
    "order": "มีคำสั่งแต่งตั้งคณะทำงานส่งเสริมทักษะการอ่าน",
    "agreement": "มีข้อตกลงกับหน่วยงานภายนอกในการส่งเสริมทักษะการอ่าน",
    "supervision": "มีรายงานผลการนิเทศทักษะการอ่านที่ระบุสิ่งที่พบ",
    "decision": "มีมติหรือบันทึกการปรับการส่งเสริมทักษะการอ่านที่อ้างอิงผลการนิเทศ",
    "exchange": "มีการแลกเปลี่ยนวิธีส่งเสริมทักษะการอ่านระหว่างสถานศึกษา",
}


@cache
def words():
    return Words(DEEDS.terms)


@pytest.fixture(autouse=True, scope="module")
def _one_dictionary():
    """One dictionary for all rubrics of this module: each takes a second to build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "words_with", lambda terms: words())
        yield


@cache
def matcher():
    rubric = load_rubric("qp-2566")
    look = LookFor(phrases=("คำที่ไม่มีใครเขียน",), near=(TOPIC,))
    items = tuple(
        Item(id=name, text=text, suggest="ควร", look_for=(look,)) for name, text in ASKED.items()
    )
    indicator = rubric.indicators[0].model_copy(update={"item": items})
    return Matcher(rubric.model_copy(update={"indicators": (indicator,)}), skeleton())


def told(text, part="progress", titles="", year=2566):
    context = Context("2.2", part, titles, year)
    return list(matcher().look(text, context).found)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("จัดทำแผนส่งเสริมทักษะการอ่านและแจ้งโรงเรียนแล้ว", "plan"),
        ("ออกคำสั่งที่ 5/2566 แต่งตั้งคณะทำงานพัฒนาทักษะการอ่าน", "order"),
        ("มอบหมายศึกษานิเทศก์ทุกคนให้รับผิดชอบงานทักษะการอ่าน", "order"),
        ("ทำ MOU กับห้องสมุดประชาชนเพื่อส่งเสริมทักษะการอ่าน", "agreement"),
        ("นิเทศการสอนทักษะการอ่าน 12 โรงเรียน พบว่าขาดหนังสือ", "supervision"),
        ("ออกติดตามทักษะการอ่านทุกโรงเรียน", "supervision"),
        ("ครูแกนนำแลกเปลี่ยนเรียนรู้วิธีสอนทักษะการอ่าน", "exchange"),
    ],
)
def test_a_sentence_proves_the_item_whose_deed_it_tells(text, item):
    assert told(text) == [item]


def test_what_a_deed_uses_is_not_what_the_sentence_is_about():
    supervised = "นิเทศทักษะการอ่าน 12 โรงเรียน พบว่าขาดหนังสือ"
    assert told(supervised) == ["supervision"]
    assert told(f"{supervised} ที่ประชุมจึงเห็นชอบให้จัดซื้อเพิ่ม") == ["decision"]


def test_a_phrase_does_not_outweigh_another_deed():
    """Teachers who agreed on the use of a system keep no register in it."""
    rubric = load_rubric("qp-2566")
    look = LookFor(phrases=("ระบบอ่านคล่อง",), near=(TOPIC,))
    item = Item(id="x", text="มีทะเบียนผลทักษะการอ่าน", suggest="ควร", look_for=(look,))
    indicator = rubric.indicators[0].model_copy(update={"item": (item,)})
    one = Matcher(rubric.model_copy(update={"indicators": (indicator,)}), skeleton())
    context = Context("2.2", "progress", "")
    assert one.look("บันทึกทักษะการอ่านในระบบอ่านคล่อง", context).found
    assert not one.look("ลงนามความร่วมมือใช้ระบบอ่านคล่องวัดทักษะการอ่าน", context).found


def test_words_that_only_look_like_a_deed_are_none():
    assert told("ครูทักษะการอ่านทำบันทึกข้อตกลงในการพัฒนางานเพื่อคงวิทยฐานะ") == []
    assert told("กลุ่มนิเทศจัดซื้อหนังสือทักษะการอ่าน") == []
    assert told("จัดทำแผนการสอนทักษะการอ่าน") == []


def test_next_years_plan_is_one_of_the_year_after_the_reports():
    text = "จัดทำแผนส่งเสริมทักษะการอ่าน พ.ศ. 2567 แล้ว"
    assert told(text, year=2566) == ["next"]
    assert told(text, year=2567) == ["plan"]
    assert told(text, year=None) == ["plan"]


def test_a_common_deed_needs_its_subject_in_the_sentence():
    titled = {"titles": f"2.2 การพัฒนา{TOPIC}"}
    assert told("จัดทำแผนและแจ้งโรงเรียนแล้ว", **titled) == []
    assert told("ที่ประชุมมีมติให้จัดซื้อหนังสือเพิ่ม", **titled) == ["decision"]
    assert told("ที่ประชุมมีมติให้จัดซื้อหนังสือเพิ่ม") == []


def test_a_practice_of_its_own_has_a_subject_of_its_own():
    titled = {"titles": f"2.2 การพัฒนา{TOPIC}", "part": "innovation"}
    assert told("นิเทศการสอนแบบกัลยาณมิตร", **titled) == []
    assert told("นิเทศการสอนทักษะการอ่านแบบกัลยาณมิตร", **titled) == ["supervision"]


def test_every_item_of_the_shipped_criteria_asks_for_a_known_deed():
    items = [item for one in load_rubric("qp-2566").indicators for item in one.item]
    unknown = {item.id for item in items if not DEEDS.asked_by(item.text)}
    assert unknown == set()


def test_a_saying_in_parts_is_found_in_their_order_and_near_one_another():
    def deeds(text):
        return set(DEEDS.told_in(SearchedText(text, FAMILIES), words(), None)[0])

    assert "decision" in deeds("ที่ประชุมผู้บริหารเห็นชอบให้ซื้อ")
    assert "decision" not in deeds("เห็นชอบหรือไม่ให้เสนอที่ประชุม")
    assert "decision" not in deeds("ที่ประชุม" + "พูดคุยเรื่องทั่วไปกันหลายเรื่อง " * 4 + "เห็นชอบ")
