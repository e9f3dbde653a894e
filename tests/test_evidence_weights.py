"""What is learnt from labels: it adds to the rules, and never against what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports_made import province_report

from qp_scoring.evidence.weights import CELLS, Trees, cells_of, weights

SAFETY = "1.1 การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่"
DROPOUTS = "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"


def items(read, title, said):
    number = title.partition(" ")[0]
    part = f"{number}.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย"
    report = read(province_report(title, part, f"1) สพป.น่าน เขต 1 {said}", "2) สพม.น่าน ประชุมครู"))
    return {one.item for one in report.passages if one.office == "5501"}


@pytest.mark.parametrize(
    ("title", "said", "item"),
    [
        (SAFETY, "ลงนามคำสั่งที่ 7/2566 ตั้งผู้รับผิดชอบ 9 คน บอกว่าใครรับแจ้งเหตุ ใครลงพื้นที่", "1.2"),
        (SAFETY, "นัดโรงเรียน 12 แห่งที่ไม่มีเหตุเลยสองปีมาเล่าวิธีทำให้อีก 40 โรงเรียนฟัง", "1.8"),
        (DROPOUTS, "ออกเยี่ยมเด็ก 41 คนที่กลับมาเรียน พบว่า 5 คนขาดเรียนบ่อย เขียนเป็นรายงานแล้ว", "2.6"),
    ],
)
def test_deeds_in_other_words_are_known(read, title, said, item):
    assert item in items(read, title, said)


@pytest.mark.parametrize(
    "said",
    [
        "ไม่มีคำสั่งแต่งตั้งคณะกรรมการความปลอดภัยในระดับเขต",
        "ยังไม่มีคำสั่งแต่งตั้งคณะกรรมการความปลอดภัย",
        "ตระหนักและให้ความสำคัญกับคำสั่งแต่งตั้งคณะกรรมการความปลอดภัย",
    ],
)
def test_what_the_rules_refuse_is_not_taken(read, said):
    assert "1.2" not in items(read, SAFETY, said)


def test_what_every_known_item_of_the_rubric_asks_for_is_learnt(reader):
    known = [one for one in reader.matcher.searched if one.topic and one.deed]
    assert known
    assert {(one.deed, one.topic.name) for one in known} == set(weights().place_of)


def test_one_question_of_a_tree_moves_the_share_of_the_pairs_above_its_limit_alone():
    trees = Trees(
        start=np.array(0.0),
        asks=np.array([[1, 0]]),
        limits=np.array([[0.5, 2.0]]),
        adds=np.array([[0.0, 3.0, 0.0, 3.0]]),
        least=np.array(0.5),
    )
    pairs = np.array([[9.0, 0.5], [1.0, 0.6], [9.0, 0.6]])
    assert trees.takes(pairs).tolist() == [False, True, True]
    shares = trees.shares(pairs)
    assert shares == pytest.approx([0.5, 1 / (1 + np.exp(-3)), 1 / (1 + np.exp(-3))])


@given(st.text(max_size=80))
def test_a_text_has_the_same_cells_whatever_its_figures_are(text):
    cells = cells_of(f"อบรมครู {text}")
    assert np.array_equal(cells, cells_of(f"อบรมครู {text}"))
    assert len(np.unique(cells)) == len(cells)
    assert ((cells >= 0) & (cells < CELLS)).all()
    assert np.array_equal(cells_of("อบรมครู 45 คน"), cells_of("อบรมครู ๙๑ คน"))


def test_no_letters_have_no_cells_and_no_scores_beyond_the_bases():
    assert cells_of("").size == 0
    scores = weights().scores("", "")
    for found in (scores.asked, scores.deeds, scores.deed_clauses, scores.subjects):
        assert np.isfinite(found).all()


def test_a_clause_tells_its_deed_as_by_itself_whatever_stands_beside_it():
    order, training = "ออกคำสั่งแต่งตั้งคณะทำงานระดับเขต", "อบรมครูผู้สอนจำนวน45คนเป็นเวลา2วัน"
    alone = [weights().scores(one, "").deeds for one in (order, training)]
    both = weights().scores(f"{order} {training}", "")
    assert np.allclose(both.deed_clauses, np.maximum(*alone))


def test_a_sentence_of_one_clause_is_scored_once():
    scores = weights().scores("อบรมครู", "")
    assert np.array_equal(scores.deed_clauses, scores.deeds)


def test_work_on_a_subject_of_no_indicator_proves_no_item_of_another(read):
    said = "มีคำสั่งแต่งตั้งคณะกรรมการแก้ไขปัญหาหนี้สินครูและบุคลากรทางการศึกษา ตามคำสั่งที่ 20/2566"
    assert items(read, "5.3 การแก้ไขปัญหาหนี้สินครูและบุคลากรทางการศึกษา", said) == set()
    training = "อบรมครูเรื่องหลักเกณฑ์การประเมินวิทยฐานะแนวใหม่ จำนวน 120 คน"
    title = "5.1 การส่งเสริมสนับสนุนการดำเนินการตามหลักเกณฑ์การประเมินวิทยฐานะแนวใหม่ (หลักเกณฑ์ PA)"
    assert items(read, title, training) == set()


def test_an_entry_is_on_the_subject_of_what_opens_its_list(read):
    def order(number):
        return f"- แต่งตั้งคณะทำงานตามคำสั่งที่ {number}/2566 จำนวน 15 คน"

    report = read(
        "สพป.แพร่ เขต 1 รายงานผลการดำเนินงาน\n"
        f"1. พาน้องกลับมาเรียน\n{order(41)}\n"
        f"2. การแก้ไขภาวะถดถอยทางการเรียนรู้ (Learning Loss)\n{order(42)}\n"
        f"3. สภานักเรียนและประชาธิปไตยในโรงเรียน\n{order(43)}\n"
        f"\nแต่งตั้งคณะทำงานตามคำสั่งที่ 44/2566 จำนวน 15 คน\n"
    )
    assert [(one.item, one.quote) for one in report.passages] == [
        ("2.2", order(41)),
        ("7.2", order(42)),
        ("8.2", order(43)),
    ]
