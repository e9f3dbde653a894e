"""The headings of parts in a report's own words, which recur: topic by topic, or unit by unit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.numbering import FEWEST_PARTS, OFTEN, SHORTEST_WORD
from qp_scoring.evidence.part_labels import labelled_in_order, places_of, tells_outcome, words_of
from qp_scoring.evidence.shapes import style_of
from qp_scoring.evidence.skeleton import PartHeading, ReportPart
from qp_scoring.evidence.text import LETTERS, key, without_leaders

_LONGEST = 50
_LINES_KEPT = 4_096  # those of a report: the parts of both forms are looked for in each
_SAYS_NO = re.compile(r"(?:ไม่|ยัง|-)|.*\s(?:ยัง)?(?:ไม่|มิ)")
_LETTER = re.compile(rf"^(?:\(?[{LETTERS}]\)|[{LETTERS}]\.)\s*")
# A label in the brackets in which a report has all of them.
_BRACKETED = re.compile(r"\[\s*([^\[\]:]+?)\s*\]\s*:?\s*(.*)$")
_DASH = re.compile(r"\s[-–—]\s")
_MOST_SPACES = 6
_ALWAYS = 0.8
_ROUND = 5  # parts of the inspection form
_ROUNDS = 3  # that headings in words of no part must make
_SOME = 0.3
_RARE = {False: 2, True: 6}  # times that a heading is rarer than the one most often met
_WHOLE = 0.7  # so often as its beginning alone stands there, more words are the heading's too


_PartsBegun = tuple[tuple[PartHeading, ...], str]


@dataclass(frozen=True, slots=True)
class _HeadingLabel:
    """What of an entry may be a heading, and the answer behind it.

    ``apart`` says that a line's end, a colon, a dash or a wide space ends it, no mere space.
    """

    text: str
    answer: str
    apart: bool

    @property
    def key(self) -> str:
        """The heading as it is compared."""
        return key(self.text)


class RecurringParts:
    """The headings of parts in words of a report's own, known because they recur.

    Lines that say the same several times name parts where each has a word of one, at least three
    parts are named, and each stands there about as often as the others. ``heads_unit`` says of a
    text that it names who answers, ``names_topic`` that it is a title, ``ignored`` are labels of
    the form that name no part. Where no word is known, a round of as many headings as the form
    has is its parts (:func:`_round`).
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        parts: tuple[PartHeading, ...],
        ignored: Collection[str] = (),
        heads_unit: Callable[[str], bool] = lambda _: False,
        names_topic: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._parts = parts
        self._words = words_of(parts)
        # By lines: every one is asked of several times.
        self._labels: dict[tuple[str, tuple[str, ...]], tuple[_HeadingLabel, ...]] = {}
        counts: Counter[str] = Counter()
        labels: dict[str, _HeadingLabel] = {}
        met: list[tuple[str, str]] = []
        before_words: Counter[tuple[str, str]] = Counter()
        for entry in entries:
            for label in self._labels_of(entry):
                one = label.key
                counts[one] += 1
                met.append((one, _style(entry, label)))
                before_words[met[-1]] += not label.apart
                if one not in labels or (label.apart and not labels[one].apart):
                    labels[one] = label
        recurring = {one: label for one, label in labels.items() if counts[one] >= OFTEN}
        whole = _whole_headings(recurring, counts)
        kept = [one for one in whole if not (tells_outcome(one) or heads_unit(recurring[one].text))]
        self._named = _usual([recurring[one] for one in kept], counts, parts, ignored, met)
        if len(parts) == _ROUND and self.known < _ROUND:
            # Topics may come again as well, unit by unit.
            may = [recurring[one] for one in kept if not names_topic(recurring[one].text)]
            found = _round(may, counts, ignored, met)
            in_order: dict[str, tuple[PartHeading, ...]] = {
                one: (part,) for one, part in zip(found, parts, strict=False)
            }
            if all(in_order.get(one) == named for one, named in self._named.items()):
                self._named = in_order
        # Behind these a mere space may stand, and the answer on their line.
        usual = Counter(met)
        self._runs_on = frozenset(
            one
            for (one, style), times in before_words.items()
            if one in self._named and times >= max(OFTEN, usual[one, style] * _SOME)
        )

    def has(self, part: ReportPart) -> bool:
        """Whether a part has such a heading."""
        return any(one.part == part for named in self._named.values() for one in named)

    @property
    def known(self) -> int:
        """How many parts have such headings."""
        return len({one.part for named in self._named.values() for one in named})

    def begins(self, entry: Entry) -> _PartsBegun | None:
        """The parts that an entry begins, and what stands behind its heading."""
        if entry.cell or not any(map(entry.key.__contains__, self._named)):
            return None
        known = (one for one in self._labels_of(entry) if one.key in self._named)
        found = [one for one in known if one.apart or one.key in self._runs_on]
        if not found:
            return None
        longest = max(found, key=lambda one: len(one.key))
        return self._named[longest.key], without_leaders(longest.answer.strip())

    def _labels_of(self, entry: Entry) -> tuple[_HeadingLabel, ...]:
        """What of an entry may be a heading: all of it, or up to what ends it."""
        if entry.cell:
            return ()
        line = entry.rest, entry.spaced
        if line not in self._labels:
            beginning = 2 * _LONGEST
            named = "(" in entry.rest[:beginning] or self._words.search(entry.key, 0, beginning)
            self._labels[line] = tuple(
                label
                for label in _short_beginnings(entry.rest, entry.spaced)
                if label.apart or (named and places_of(label.text, self._parts))
            )
        return self._labels[line]

    def begins_with(self, entry: Entry, after: ReportPart | None) -> tuple[PartHeading, str] | None:
        """The part ``after`` another that an entry's first word heads, its answer behind it."""
        word, space, answer = entry.rest.partition(" ")
        if entry.cell or not space or len(key(word)) < SHORTEST_WORD:
            return None
        order = [one.part for one in self._parts]
        begun = order.index(after) if after in order else -1
        places = [
            order.index(named[0].part)
            for one, named in self._named.items()
            if one.startswith(key(word))
        ]
        if not places or min(places) <= begun:
            return None
        return self._parts[min(places)], answer.strip()


def _usual(
    labels: Sequence[_HeadingLabel],
    counts: Mapping[str, int],
    parts: Sequence[PartHeading],
    ignored: Collection[str],
    met: Sequence[tuple[str, str]],
) -> dict[str, tuple[PartHeading, ...]]:
    """The parts of headings that recur about as often as each other; none where too few are.

    ``met`` are all labels in the order of the report, each with the style that it has there.
    """
    may = {one.key: places_of(one.text, parts) for one in labels}
    # Where a heading stands apart, mere words at the beginning of other lines are none.
    apart = {places[0] for one in labels if one.apart and (places := may[one.key])}
    series = _LabelSeries(met, [one.key for one in labels if may[one.key]])
    often = max(may, key=lambda one: counts[one] if may[one] else 0, default="")
    usual = [
        one
        for one in labels
        if series.is_often(one.key, often, counts)
        and (one.apart or (may[one.key] and may[one.key][0] not in apart))
    ]
    usual = [
        one
        for one in usual
        if may[one.key] or (one.key not in ignored and series.holds(one.key, counts))
    ]
    those = labelled_in_order([one.text for one in usual], parts)
    found = {one.key: parts for one, parts in zip(usual, those, strict=True) if parts}
    known = {one.part for parts in found.values() for one in parts}
    return found if len(known) >= FEWEST_PARTS else {}


def _round(
    labels: Sequence[_HeadingLabel],
    counts: Mapping[str, int],
    ignored: Collection[str],
    met: Sequence[tuple[str, str]],
) -> Sequence[str]:
    """As many headings as the inspection form has parts, in whatever words, that form a round.

    They are set down alike and follow each other always in the same order, as nothing else does
    again and again; so they are its parts in its order. Empty where none are.
    """
    may = {
        one.key
        for one in labels
        if one.apart and one.key not in ignored and counts[one.key] >= _ROUNDS
    }
    of_style: dict[str, list[str]] = defaultdict(list)
    for one, style in met:
        if one in may:
            of_style[style].append(one)
    for all_met in of_style.values():
        often = Counter(all_met)
        most = max(often.values())
        # Each part is told as often as the others, what is told only by chance.
        for least, greatest in ((_ALWAYS * most, most), *((one, one) for one in {*often.values()})):
            series = [one for one in all_met if least <= often[one] <= greatest]
            whole = series[:_ROUND]
            if len(set(series)) == len(set(whole)) == _ROUND and len(series) >= _ROUND * _ROUNDS:
                following = sum(pair in _pairs(whole) for pair in pairwise(series))
                if following >= _ALWAYS * (len(series) - 1):
                    return whole
    return ()


def _pairs(whole: Sequence[str]) -> set[tuple[str, str]]:
    """What follows what in a round, and in the next one."""
    return set(pairwise((*whole, whole[0])))


class _LabelSeries:
    """The headings known by their words as they follow each other, and what stands among them."""

    def __init__(self, met: Sequence[tuple[str, str]], named: Collection[str]) -> None:
        self._named = frozenset(named)
        self._between: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._styles: dict[str, list[str]] = defaultdict(list)
        before = ""
        waiting: list[str] = []
        for one, style in met:
            self._styles[one].append(style)
            if one in named:
                for other in waiting:
                    self._between[other].append((before, one))
                before, waiting = one, []
            else:
                waiting.append(one)
        for other in waiting:
            self._between[other].append((before, ""))

    def is_often(self, one: str, often: str, counts: Mapping[str, int]) -> bool:
        """Whether a label stands there half as often as the one most often met.

        A part that is often left out does so less, but is set down like the others.
        """
        alike = one in self._named and self._style(one) == self._style(often)
        return _RARE[alike] * counts[one] >= counts[often]

    def holds(self, one: str, counts: Mapping[str, int]) -> bool:
        """Whether a label of no known words is one of the series.

        It has the style of its neighbours, always the same ones, and stands there as often.
        """
        neighbours, _ = Counter(self._between[one]).most_common(1)[0]
        # The first of a report has nothing before it, the last nothing behind.
        times = sum(
            all(own in ("", usual) for own, usual in zip(pair, neighbours, strict=True))
            for pair in self._between[one]
        )
        known = [other for other in neighbours if other]
        if not known or times < _ALWAYS * counts[one]:
            return False
        as_often = all(counts[one] >= _ALWAYS * counts[other] for other in known)
        return as_often and any(self._style(one) == self._style(other) for other in known)

    def _style(self, one: str) -> str:
        return Counter(self._styles[one]).most_common(1)[0][0]


def _style(entry: Entry, label: _HeadingLabel) -> str:
    """How a label is set down; before a colon a bullet makes no difference."""
    style = style_of(entry)
    named = entry.rest[len(label.text) :].lstrip().startswith(":")
    return ":" if named and style in ("", "-") else style


def _whole_headings(labels: Mapping[str, _HeadingLabel], counts: Mapping[str, int]) -> list[str]:
    """Of beginnings of the same lines those that are whole headings, in the order first met.

    "ปัญหา", "ปัญหาที่พบ" and "ปัญหาที่พบ ไม่มี" are all beginnings: the longest that stands there
    nearly as often as the shorter ones is the heading.
    """
    dropped: set[str] = set()
    ordered = sorted(labels)  # those that begin alike follow each other
    for at, one in enumerate(ordered):
        for other in islice(ordered, at + 1, None):
            if not other.startswith(one):
                break
            label, longer = labels[one], labels[other]
            if counts[other] < _WHOLE * counts[one]:
                dropped |= set() if longer.apart else {other}
            elif longer.apart or not label.apart:
                dropped.add(one)
    return [one for one in labels if one not in dropped]


@lru_cache(maxsize=_LINES_KEPT)
def _short_beginnings(rest: str, spaced: tuple[str, ...]) -> tuple[_HeadingLabel, ...]:
    """What of a line is short enough for a heading, and neither counts nor denies."""
    return tuple(
        _HeadingLabel(text, answer, apart)
        for text, answer, apart in _cuts(rest, spaced)
        if 0 < len(text) <= _LONGEST
        and not any(map(str.isdecimal, text))
        and not _SAYS_NO.match(text)
    )


def _cuts(rest: str, spaced: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    """Where the heading of a line may end: the two pieces, and whether more than a space does."""
    text = _LETTER.sub("", rest)
    if bracketed := _BRACKETED.match(text):
        yield bracketed[1], bracketed[2], True
        return
    title, colon, answer = text.partition(":")
    title = title.strip()
    yield title, answer if colon else "", True
    if colon:
        return
    if len(spaced) > 1:
        behind = " ".join(spaced[1:])
        if text.endswith(behind) and text != behind:
            yield text[: -len(behind)].strip(), behind, True
            return
    if dash := _DASH.search(title):
        yield title[: dash.start()], text[dash.end() :], True
        return
    at = -1
    for _ in range(_MOST_SPACES):
        at = title.find(" ", at + 1)
        if not 0 < at <= _LONGEST:
            break
        yield title[:at], text[at:], False
