"""Candidate passages: matched sentences, each activity once, the most specific first."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from qp_scoring.evidence.conflicts import Conflicts
from qp_scoring.evidence.document import GROUNDS, Ground, OwnerRecord, PassageRecord, Strength
from qp_scoring.evidence.matching import Context, Looked, Match, Matcher, Searched
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.told import Told, alike, on_other_days, shingles
from qp_scoring.evidence.weights import (
    SURE_SUBJECT,
    LearntWeights,
    PairFacts,
    SentencePairs,
    SentenceScores,
    weights,
)

_SPECIFIC = 10
# A figure that is no number of an item, a name in quotes, or "all of them".
_FIGURE_OR_NAME = re.compile(
    r"[“\"]|(?<![\s\-–•*(.0-9๐-๙])[^0-9๐-๙]*[0-9๐-๙]|ทุก(?:แห่ง|โรงเรียน|คน|ห้อง|ชั้น|กลุ่ม|วัน|สัปดาห์|เดือน)|ครบ"
)
_MANY = 5
_RUN = 2  # lines on which a subject of no section of its own goes on
_OF_FORM = ("ด้าน", "ระบบ", "ประเภท", "เรื่อง")  # counted in the names of policies too
_WEIGHED_TOGETHER = 64  # sentences: of more, what is weighed takes room
_SAME = 0.85  # share of the shorter passage's letters that a retelling has in common
# A report of which a smaller share of sentences is sure to prove anything tells vaguely: see
# taken(). Of few sentences their share says nothing.
_TOLD_PLAINLY = 0.14
_ENOUGH = 50


@dataclass(frozen=True, slots=True)
class _Draft:
    match: Match
    told: Told
    lists: bool
    """The sentence names so many items of the indicator that it is about none of them."""
    sure: bool
    """It is taken for sure, and not only because its report tells vaguely."""

    @property
    def rests_on(self) -> tuple[Ground, ...]:
        """Of kind of evidence, doing and topic those that stand in the sentence."""
        told, match = self.told, self.match
        grounds: tuple[tuple[Ground, bool], ...] = (
            ("document", match.kind),
            ("doing", told.status == "done" and told.does),
            ("topic", match.topic and not self.lists),
        )
        return tuple(ground for ground, there in grounds if there)

    @property
    def strength(self) -> Strength:
        """Strong: the kind of evidence, that it was done, and its topic stand together for sure."""
        return "strong" if self.sure and len(self.rests_on) == len(GROUNDS) else "weak"

    @property
    def rank(self) -> tuple[object, ...]:
        """Best first: strength, then how much it specifies, then its place in the report."""
        told = self.told
        figures = bool(told.dates) + bool(told.quantities) + bool(told.documents)
        score = self.match.length + _SPECIFIC * (figures + self.match.near)
        return self.strength != "strong", told.status != "done", -score, told.sentence.first


@dataclass(frozen=True, slots=True)
class Considered:
    """A sentence with whose it is and what the rules find; ``offered`` are items they would take.

    ``judged`` are the items that apply to its office.
    """

    told: Told
    office: str | None
    looked: Looked
    judged: tuple[Searched, ...]
    offered: frozenset[str]
    talks: bool

    @property
    def titles(self) -> str:
        """The titles, and openings of lists, that it stands under."""
        return self.looked.stands.context.titles

    def scores(self, by: LearntWeights) -> SentenceScores:
        """How much it tells each deed, and is on each subject."""
        return by.scores(self.told.sentence.text, self.titles, self.looked.stands.referred)


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of a report; ``likely`` of them stand there only since it tells vaguely."""

    records: tuple[PassageRecord, ...]
    likely: int


def passages(
    told: Sequence[Told],
    matcher: Matcher,
    skeleton: Skeleton,
    may_have: Callable[[str | None, str], bool],
    year: int | None,
) -> Passages:
    """The passages of a report, by item in the rubric's order, the most specific first.

    ``may_have`` says whether an indicator applies to an office (None: nobody is named),
    ``year`` is the report's fiscal year, where it says one.
    """
    by_item: dict[tuple[str | None, str], list[_Draft]] = defaultdict(list)
    for one, items in taken(considered(told, matcher, skeleton, may_have, year), weights()):
        matches = [(one.looked.match_of(searched), sure) for searched, sure in items]
        counts = Counter(match.searched.indicator for match, _ in matches)
        for match, sure in matches:
            draft = _Draft(match, one.told, counts[match.searched.indicator] >= _MANY, sure)
            if draft.rests_on:
                by_item[one.office, match.searched.item].append(draft)
    order = {item: place for place, item in enumerate(matcher.items)}
    conflicts = Conflicts(told)
    drafts = [
        (candidate, office)
        for office, item in sorted(by_item, key=lambda pair: (pair[0] or "", order[pair[1]]))
        for candidate in _once_each(_best_first(by_item[office, item]))
    ]
    records = tuple(_record(candidate, office, conflicts) for candidate, office in drafts)
    return Passages(records, sum(not candidate.sure for candidate, _ in drafts))


def considered(
    told: Sequence[Told],
    matcher: Matcher,
    skeleton: Skeleton,
    may_have: Callable[[str | None, str], bool],
    year: int | None,
) -> Iterator[Considered]:
    """The sentences that may be evidence of an area office, as the rules see them."""
    before: Told | None = None
    run: str | None = None
    run_line = 0
    judged: dict[str | None, tuple[Searched, ...]] = {}
    for one in told:
        unit = one.section.unit
        same = before is not None and before.section is one.section
        near = same and one.sentence.first - run_line <= _RUN
        said_before = before.sentence.text if before and same else ""
        context = _context(one, skeleton, year, said_before, run if near else None)
        before = one
        if unit is not None and unit.office is None:
            continue  # the work of another agency proves nothing of an area office
        office = unit.office if unit else None
        looked = matcher.look(one.sentence.text, context)
        if office not in judged:
            items = (each for each in matcher.searched if may_have(office, each.indicator))
            judged[office] = tuple(items)
        found = [match for match in looked.found.values() if match.searched in judged[office]]
        subjects = {match.searched for match in found}
        if len({match.searched.indicator for match in found}) == 1 and not any(
            searched.focuses for searched in subjects
        ):
            run, run_line = found[0].searched.indicator, one.sentence.last
        talks = _is_talk(one, matcher)
        offered = frozenset(_offered(one, talks, matcher, found))
        yield Considered(one, office, looked, judged[office], offered, talks)


def _offered(told: Told, talks: bool, matcher: Matcher, found: Sequence[Match]) -> Iterator[str]:
    """The items that the rules by themselves would take."""
    counts = Counter(match.searched.indicator for match in found)
    for match in found:
        draft = _Draft(match, told, counts[match.searched.indicator] >= _MANY, sure=False)
        # Words alone are an echo of the criteria, and so is a plan not quite the item's.
        if matcher.needs_figures(match) and not _FIGURE_OR_NAME.search(told.sentence.text):
            continue
        known = match.searched.topic is not None
        if known and talks:
            continue
        there = told.status == "done" or not known or (match.near and match.deeds)
        if draft.rests_on and there:
            yield match.searched.item


def taken(
    seen: Iterable[Considered], by: LearntWeights
) -> Iterator[tuple[Considered, list[tuple[Searched, bool]]]]:
    """The sentences of a report with the items that each is taken for, and whether for sure.

    Of most reports a sentence in four is sure to prove something. Some tell in headings, aims and
    lists of works: of these what is likely is taken too, for an evaluator would find little else.
    """
    sentences, sure = 0, 0
    kept: list[tuple[Considered, Proved]] = []
    for one, proved in _proved(seen, by):
        sentences += 1
        sure += bool(proved.sure)
        if one.offered or proved.sure or proved.likely:
            kept.append((one, proved))
    vague = sentences >= _ENOUGH and sure < _TOLD_PLAINLY * sentences
    for one, proved in kept:
        likely = proved.likely if vague else frozenset()
        items = _weighing(one.judged, by).taken(one, proved.sure | likely, proved.weighed)
        yield one, [(each, each.item not in likely - proved.sure) for each in items]


class Proved(NamedTuple):
    """Of the items that were weighed for a sentence those that it proves for sure, or likely."""

    weighed: frozenset[str]
    sure: frozenset[str]
    likely: frozenset[str]


def _proved(seen: Iterable[Considered], by: LearntWeights) -> Iterator[tuple[Considered, Proved]]:
    sentences = iter(seen)
    while some := list(islice(sentences, _WEIGHED_TOGETHER)):
        weighed = [_weighing(one.judged, by).weighed(one) for one in some]
        pairs = [of.pairs for of in weighed if of]
        taken_pairs = iter(by.takes(by.features(pairs)) if pairs else ())
        for one, of in zip(some, weighed, strict=True):
            each = [(item.item, *next(taken_pairs)) for item in of.items] if of else []
            yield (
                one,
                Proved(
                    weighed=frozenset(item for item, _, _ in each),
                    sure=frozenset(item for item, sure, _ in each if sure),
                    likely=frozenset(item for item, _, likely in each if likely),
                ),
            )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The items that are weighed for a sentence, and by what."""

    items: Sequence[Searched]
    pairs: SentencePairs


class Weighing:
    """Weighs the items that may apply to an office; others are taken as the rules say."""

    def __init__(self, judged: Sequence[Searched], by: LearntWeights) -> None:
        self._by = by
        self._others = [one for one in judged if asked_by(one) not in by.place_of]
        self._known = [one for one in judged if asked_by(one) in by.place_of]
        self._place_of = {one.item: place for place, one in enumerate(self._known)}
        places = [by.place_of[asked_by(one)] for one in self._known]
        self._asked = np.array(places, np.int64)

    def taken(
        self, one: Considered, proved: frozenset[str], weighed: frozenset[str]
    ) -> Iterator[Searched]:
        """The items that a sentence is taken for: those proved, and of others as the rules say."""
        if one.talks:
            yield from (each for each in one.judged if each.item in one.offered)
            return
        yield from (each for each in self._others if each.item in one.offered)
        # The scores are those of a whole line: of the works that it lists the rules tell more.
        if len(one.looked.matcher.works_of(one.told.sentence.text)) > 1:
            proved |= one.offered & weighed
        yield from (each for each in self._known if each.item in proved)

    def weighed(self, one: Considered) -> Weighed | None:
        """What is weighed for a sentence, if anything: of praise nothing is."""
        if one.talks or not self._known:
            return None
        scores = one.scores(self._by)
        likely = self._by.may_be(scores, self._asked).nonzero()[0].tolist()
        found = (self._place_of[item] for item in one.looked.found if item in self._place_of)
        sure = scores.subjects[self._by.subject_of[self._asked]] > SURE_SUBJECT
        facts = {
            place: _facts_of(one, self._known[place])
            for place in sorted({*likely, *found})
            if not one.looked.denies(self._known[place])
        }
        places = [at for at, each in facts.items() if sure[at] or _may_be_on_subject(each)]
        if not places:
            return None
        items = [self._known[place] for place in places]
        return Weighed(
            items, SentencePairs(scores, self._asked[places], [facts[at] for at in places])
        )


# The same for all offices that are judged by the same items, in all reports.
_weighing = lru_cache(maxsize=64)(Weighing)


def asked_by(searched: Searched) -> tuple[str, str]:
    """What an item asks for: a deed on a subject; empty where the vocabulary does not know it."""
    return searched.deed, searched.topic.name if searched.topic else ""


def _may_be_on_subject(facts: PairFacts) -> bool:
    """Whether words say that a sentence may be on an item's subject: its own, or a title's.

    Letter groups alone do not: they know nothing of subjects that no indicator has.
    """
    return bool(facts.matched or facts.subject_named or facts.titled or facts.home)


def _facts_of(one: Considered, searched: Searched) -> PairFacts:
    """What the rules say of a sentence and an item."""
    said, told = one.looked.said_of(searched), one.told
    match = one.looked.found.get(searched.item)
    return PairFacts(
        **said._asdict(),
        matched=match is not None,
        near=match is not None and match.near,
        kind=match is not None and match.kind,
        done=told.status == "done",
        does=told.does,
        quantities=min(3, len(told.quantities)),
        dates=min(2, len(told.dates)),
        documents=min(2, len(told.documents)),
        length=math.log(len(told.sentence.text)) - 4,
        work_part=told.section.part in ("progress", "results"),
        none_matched=not one.looked.found,
        offered=searched.item in one.offered,
        talks=one.talks,
    )


def _best_first(candidates: Iterable[_Draft]) -> list[_Draft]:
    """What was done, the most specific first; where nothing was, what is planned or under way."""
    ranked = sorted(candidates, key=lambda one: one.rank)
    if any(one.match.searched.topic is None for one in ranked):
        return ranked
    return [one for one in ranked if one.told.status == "done"] or ranked


def _is_talk(told: Told, matcher: Matcher) -> bool:
    """Whether a sentence only praises, stresses or hopes, without any figure, date or number."""
    counted = any(one.unit not in _OF_FORM for one in told.quantities)
    numbered = any(character.isdecimal() for name in told.documents for character in name)
    return not (counted or told.dates or numbered) and matcher.talks(told.sentence.text)


def _context(
    told: Told, skeleton: Skeleton, year: int | None, before: str, run: str | None
) -> Context:
    section = told.section
    number = section.focus.number if section.focus else None
    policy = skeleton.policy_title(number)
    titles = (policy, section.title, section.written, told.sentence.topic, told.under)
    return Context(number, section.part, "\n".join(titles), year, before, run)


def _once_each(candidates: Iterable[_Draft]) -> Iterator[_Draft]:
    """Of a paragraph, and of an activity told several times, the most specific telling."""
    kept: list[tuple[Told, frozenset[str]]] = []
    paragraphs: set[tuple[int, int]] = set()
    for candidate in candidates:
        told = candidate.told
        letters = shingles(told.sentence.text)
        paragraph = (id(told.section), told.sentence.paragraph)
        if paragraph in paragraphs or any(
            alike(letters, others) >= _SAME and not on_other_days(told, other)
            for other, others in kept
        ):
            continue
        paragraphs.add(paragraph)
        kept.append((told, letters))
        yield candidate


def _record(candidate: _Draft, office: str | None, conflicts: Conflicts) -> PassageRecord:
    told = candidate.told
    section = told.section
    return PassageRecord(
        indicator=candidate.match.searched.indicator,
        item=candidate.match.searched.item,
        office=office,
        quote=told.sentence.text,
        lines=(told.sentence.first, told.sentence.last),
        focus=section.focus.number if section.focus else None,
        part=section.part,
        status=told.status,
        strength=candidate.strength,
        rests_on=candidate.rests_on,
        dates=told.dates,
        quantities=told.quantities,
        conflicts=conflicts.of(told),
        owner=_owner(told),
    )


def _owner(told: Told) -> OwnerRecord | None:
    """The words that the sentence's own line is known to be somebody's by."""
    pieces = (piece for piece in told.section.pieces if told.sentence.first in piece.lines)
    owner = next((piece.owner for piece in pieces if piece.owner), None)
    return OwnerRecord(words=owner.words, line=owner.line) if owner else None
