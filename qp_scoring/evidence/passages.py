"""Candidate passages: matched sentences, each activity once, the most specific first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qp_scoring.evidence.conflicts import Conflicts
from qp_scoring.evidence.document import GROUNDS, Ground, OwnerRecord, PassageRecord, Strength
from qp_scoring.evidence.matching import Context, Match, Matcher
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.told import Told, alike, on_other_days, shingles

_SPECIFIC = 10
# A figure that is no number of an item, a name in quotes, or "all of them".
_FIGURE_OR_NAME = re.compile(
    r"[“\"]|(?<![\s\-–•*(.0-9๐-๙])[^0-9๐-๙]*[0-9๐-๙]|ทุก(?:แห่ง|โรงเรียน|คน|ห้อง|ชั้น|กลุ่ม|วัน|สัปดาห์|เดือน)|ครบ"
)
_MANY = 5
_RUN = 2  # lines on which a subject of no section of its own goes on
_OF_FORM = ("ด้าน", "ระบบ", "ประเภท", "เรื่อง")  # counted in the names of policies too
_SAME = 0.85  # share of the shorter passage's letters that a retelling has in common


@dataclass(frozen=True, slots=True)
class _Draft:
    match: Match
    told: Told
    lists: bool
    """The sentence names so many items of the indicator that it is about none of them."""

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
        """Strong: the kind of evidence, that it was done, and its topic stand together."""
        return "strong" if len(self.rests_on) == len(GROUNDS) else "weak"

    @property
    def rank(self) -> tuple[object, ...]:
        """Best first: strength, then how much it specifies, then its place in the report."""
        told = self.told
        figures = bool(told.dates) + bool(told.quantities) + bool(told.documents)
        score = self.match.length + _SPECIFIC * (figures + self.match.near)
        return self.strength != "strong", told.status != "done", -score, told.sentence.first


def passages(
    told: Sequence[Told],
    matcher: Matcher,
    skeleton: Skeleton,
    may_have: Callable[[str | None, str], bool],
    year: int | None,
) -> list[PassageRecord]:
    """The passages of a report, by item in the rubric's order, the most specific first.

    ``may_have`` says whether an indicator applies to an office (None: nobody is named),
    ``year`` is the report's fiscal year, where it says one.
    """
    by_item: dict[tuple[str | None, str], list[_Draft]] = defaultdict(list)
    order: dict[str, int] = {}
    before: Told | None = None
    run: str | None = None
    run_line = 0
    for one in told:
        unit = one.section.unit
        same = before is not None and before.section is one.section
        context = _context(one, skeleton, year, before.sentence.text if before and same else "")
        near = one.sentence.first - run_line <= _RUN
        context = replace(context, run=run if same and near else None)
        before = one
        if unit is not None and unit.office is None:
            continue  # the work of another agency proves nothing of an area office
        office = unit.office if unit else None
        matches = [
            match
            for match in matcher.matches(one.sentence.text, context)
            if may_have(office, match.searched.indicator)
        ]
        subjects = {match.searched for match in matches}
        if len({match.searched.indicator for match in matches}) == 1 and not any(
            searched.focuses for searched in subjects
        ):
            run, run_line = matches[0].searched.indicator, one.sentence.last
        counts = Counter(match.searched.indicator for match in matches)
        for match in matches:
            lists = counts[match.searched.indicator] >= _MANY
            candidate = _Draft(match, one, lists)
            # Words alone are an echo of the criteria, and so is a plan not quite the item's.
            if matcher.needs_figures(match) and not _FIGURE_OR_NAME.search(one.sentence.text):
                continue
            known = match.searched.topic is not None
            if known and _is_talk(one, matcher):
                continue
            there = one.status == "done" or not known or (match.near and match.deeds)
            if candidate.rests_on and there:
                by_item[office, match.searched.item].append(candidate)
    for place, item in enumerate(matcher.items):
        order[item] = place
    conflicts = Conflicts(told)
    return [
        _record(candidate, office, conflicts)
        for office, item in sorted(by_item, key=lambda pair: (pair[0] or "", order[pair[1]]))
        for candidate in _once_each(_best_first(by_item[office, item]))
    ]


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


def _context(told: Told, skeleton: Skeleton, year: int | None, before: str) -> Context:
    section = told.section
    number = section.focus.number if section.focus else None
    policy = skeleton.policy_title(number)
    titles = (policy, section.title, section.written, told.sentence.topic)
    return Context(number, section.part, "\n".join(titles), year, before)


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
