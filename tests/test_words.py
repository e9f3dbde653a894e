"""The sentences of the three shipped sets: one list of words, and what a suggestion may not do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from making import PROJECT

from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

SETS = ("qp-2566", "quality-school-2567", "inspection-2566")
BEGIN = {"qp-2566": "สพท. ควร"}
PAGE = (PROJECT / "docs" / "ถ้อยคำ.md").read_text(encoding="utf-8")


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the table under a heading row."""
    table = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def suggestions(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Every suggestion with where it stands, but what is said of states."""
    for indicator in rubric.indicators:
        for entry in (*indicator.item, *indicator.measure):
            yield entry.id, entry.suggest
        for level in indicator.level:
            yield f"{indicator.code} ระดับ {level.level}", level.suggest


def sentences(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Every sentence that a reader of the set sees, with where it stands."""
    yield "ไม่รายงาน", rubric.state.not_reported.suggest
    if rubric.state.not_started is not None:
        yield "ยังไม่เริ่ม", rubric.state.not_started.suggest
    for number, paragraph in enumerate(rubric.overall, 1):
        yield f"ย่อหน้า {number}", paragraph.text
    yield from suggestions(rubric)
    for indicator in rubric.indicators:
        yield indicator.code, indicator.title
        yield indicator.code, indicator.purpose
        for item in indicator.item:
            yield item.id, item.text
        for measure in indicator.measure:
            for words in (measure.text, measure.numerator, measure.denominator):
                yield measure.id, words or ""
        for level in indicator.level:
            yield f"{indicator.code} ระดับ {level.level}", level.text


@pytest.mark.parametrize("rubric_id", SETS)
def test_no_sentence_uses_a_word_that_the_list_replaces(rubric_id):
    rubric = load_rubric(rubric_id)
    for word, better, names in rows("ไม่ใช้"):
        for where, sentence in sentences(rubric):
            rest = sentence
            for name in filter(None, names.split(", ")):
                rest = rest.replace(name, "")
            assert word not in rest, f"{where}: {word} → {better}: {sentence}"


@pytest.mark.parametrize("rubric_id", SETS)
def test_no_suggestion_presupposes_burdens_or_sets_a_date(rubric_id):
    for word, why in rows("ไม่อยู่ในข้อเสนอแนะ"):
        for where, sentence in suggestions(load_rubric(rubric_id)):
            assert word not in sentence, f"{where}: {why}: {sentence}"
            assert not re.search(r"ภายใน \d+ (?:วัน|สัปดาห์)", sentence), where


@pytest.mark.parametrize("rubric_id", SETS)
def test_suggestions_begin_alike_and_say_something_each(rubric_id):
    """Of the inspection every จุดเน้น has the same five parts, so only those of one differ."""
    rubric = load_rubric(rubric_id)
    begin = BEGIN.get(rubric_id, "หน่วยงานควร")
    assert [where for where, said in suggestions(rubric) if not said.startswith(begin)] == []
    for parts in [rubric.indicators] if rubric_id != "inspection-2566" else zip(rubric.indicators):
        several = rubric.model_copy(update={"indicators": tuple(parts)})
        counts = Counter(said for _, said in suggestions(several))
        assert [said for said, times in counts.items() if times > 1] == []


def test_suggestions_of_the_form_fit_two_lines():
    """About 115 letters; vowels and tones above and below take no room."""
    for where, said in suggestions(load_rubric("qp-2566")):
        assert len(re.sub(r"[ัิ-ฺ็-๎]", "", said)) <= 115, where


def test_levels_say_whose_share_is_meant():
    """At the end of a clause a percentage may be read as a share of the doing, not of the doers."""
    for indicator in load_rubric("qp-2566").indicators:
        for level in indicator.level:
            assert not re.search(r"ร้อยละ \d+(?: และ| \(|$)", level.text), level.text
