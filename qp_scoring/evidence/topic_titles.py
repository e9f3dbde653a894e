"""Which topic of the year's table a title names: in its words, misread, changed, or in its own.

The printed number is only a support: it differs from report to report (docs/domain.md, 8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from qp_scoring.evidence.skeleton import Focus, Skeleton, grams
from qp_scoring.evidence.text import ASIDE, TOPIC_WORDS, key

# The agencies responsible, which some reports print behind a title.
AGENCIES = re.compile(
    r"\s*\((?=[^()]*(?:สพฐ|สอศ|กศน|สกร|สช|สป\.?[/)]|ส่งเสริมการเรียนรู้|อาชีวศึกษาจังหวัด|ศึกษาเอกชน))[^()]*\)\s*$"
)
CALLED_TOPIC = re.compile(
    rf"^(?:จุดเน้น\s*(?:ที่\s*)?[0-9๐-๙.]*|(?:{TOPIC_WORDS})\s*ที่\s*[0-9๐-๙.]+|(?:หัวข้อ|ประเด็น)(?=\s*:))\s*:?\s*"
)
# How an item of a list begins that tells of work, and no title.
WORKS = re.compile(
    r"(?:ได้|จัด(?!การ)|นิเทศ|แต่งตั้ง|อบรม|ประชุม|มี(?!ส่วน|งาน)|ดำเนินการ|ติดตาม|ลงพื้นที่|ส่งเสริมให้|สนับสนุนให้|ออก(?!กลาง)|ทำ"
    r"|เยี่ยม|ประกาศ|สำรวจ|ร่วม|ให้|นำ|สร้าง|เผยแพร่|กำหนด|แจ้ง|อยู่ระหว่าง|กำลัง|จะ|ยัง|ไม่|โรงเรียน(?!คุณภาพ|ปลอดภัย)|นักเรียน|ครู|สพป|สพม|สำนักงาน|คำสั่ง)"
)
# Of 100: titles of two จุดเน้น reach 78, a title with two words changed 85, with its number 72.
_LIKE = 88
_LIKE_WITH_NUMBER = 72
_LIKE_BEGINNING = 60  # a part's heading holds the whole title, behind words of its own
SHORTEST_LIKE = 18
_LONGEST_BEHIND = 15  # letters behind a title on its line
# Words of titles of all kinds: what is shared inside them tells nothing.
_OF_ALL_TITLES = re.compile(
    "โรงเรียนคุณธรรม|โครงการโรงเรียน|โรงเรียน|สถานศึกษา|นักเรียน|ผู้เรียน|การบริหาร|โครงการ|การเรียนรู้|การศึกษา|เรื่องอื่น"
)
_TELLING = 0.18  # of the words of a title, each by how few topics have them; others reach 0.1
_CLEARER = 2  # than the next topic
COVERED = 0.4  # of the letters of a title without a number: so many are its topic's words
_FIRST = 6  # letters of a title, shorter than any: a line with others is not worth comparing


class TopicTitles:
    """The topics of the table, known by what titles say of them."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        named = [(title, focus) for focus in skeleton.focus for title in focus.keys]
        self._titles = [title for title, _ in named]
        self._focus_of = [focus for _, focus in named]
        # Of a longer one the letters that are not in it are too many.
        self._longest_like = max(map(len, self._titles)) * (200 / _LIKE_WITH_NUMBER - 1)
        self._liked: dict[
            tuple[str, str], Focus | None
        ] = {}  # every line is asked of several times
        self._firsts = frozenset(title[:_FIRST] for title in self._titles)
        self._words = [(word, focus.number) for focus in skeleton.focus for word in focus.word_keys]

    def may_begin(self, text_key: str) -> bool:
        """Whether a title of the table may stand at the beginning of a text."""
        return text_key[:_FIRST] in self._firsts

    def named(self, title: str, lead: str, share: float, *, sure: bool = False) -> Focus | None:
        """The topic that a title names, by its own words or others, ``share`` of its letters.

        What tells of work is no title, unless it is ``sure`` that it is one.
        """
        if found := self.in_table(title, lead):
            return found
        own = key(AGENCIES.sub("", title))
        focus = None if WORKS.match(title) and not sure else self.by_words(own, lead)
        if focus is None:
            return None
        # A number of the table's kind is another table's where the topic's is not the same.
        least = max(share, COVERED if "." in lead and focus.number != lead else 0)
        return focus if _letters_of(focus, own) >= least * len(key(ASIDE.sub("", title))) else None

    def in_table(self, title: str, lead: str) -> Focus | None:
        """The topic whose title of the table, or one hardly changed, a title is."""
        own = key(AGENCIES.sub("", title))
        return self._begun_by(own) or self.like(own, lead)

    def _begun_by(self, text_key: str) -> Focus | None:
        """The topic one of whose titles a text is, with hardly anything behind it."""
        if not self.may_begin(text_key):
            return None
        found = zip(self._titles, self._focus_of, strict=True)
        return next((focus for title, focus in found if is_title_of(text_key, title)), None)

    def like(self, title: str, lead: str) -> Focus | None:
        """The topic of a title with letters misread or words changed; ``lead`` is its number."""
        if (title, lead) not in self._liked:
            self._liked[title, lead] = self._found_like(title, lead)
        return self._liked[title, lead]

    def _found_like(self, title: str, lead: str) -> Focus | None:
        if not SHORTEST_LIKE <= len(title) <= self._longest_like:
            return None
        best = process.extractOne(
            title, self._titles, scorer=fuzz.ratio, score_cutoff=_LIKE_WITH_NUMBER
        )
        if best is None:
            return None
        known, score, at = best
        focus = self._focus_of[at]
        sure = _LIKE_WITH_NUMBER if lead == focus.number else _LIKE
        begins = fuzz.ratio(title[:SHORTEST_LIKE], known[:SHORTEST_LIKE]) >= _LIKE_BEGINNING
        return focus if score >= sure and begins else None

    def telling(self, title: str) -> Focus | None:
        """The topic whose title shares the words that few topics share, if one clearly does."""
        text = key(ASIDE.sub("", title))
        common = frozenset().union(*map(grams, _OF_ALL_TITLES.findall(text)))
        own, length = grams(text) - common, max(1, len(grams(text)))
        having = self._skeleton.having
        told = sorted(
            (
                (sum(1 / having[gram] for gram in own & one.grams) / length, one.number)
                for one in self._skeleton.focus
            ),
            reverse=True,
        )
        (best, number), (second, _) = told[:2]
        if best < _TELLING or best < second * _CLEARER:
            return None
        return self._skeleton.focus_numbered(number)

    def by_words(self, title: str, lead: str) -> Focus | None:
        """The topic that most letters of a title's key name; None where none does.

        One that the printed number gives too goes before the others.
        """
        there: dict[str, list[str]] = defaultdict(list)
        for word, number in self._words:
            if word in title:
                there[number].append(word)
        letters = {number: _length_apart(words) for number, words in there.items()}
        most = max(letters, key=lambda one: letters[one], default="")
        return self._skeleton.focus_numbered(lead if lead in letters else most)


def is_title_of(found: str, title: str) -> bool:
    """Whether a text's key is a title, with hardly anything behind it."""
    return found.startswith(title) and len(found) - len(title) <= _LONGEST_BEHIND


def similar(found: str, title: str) -> bool:
    """Whether a text's key is a title with letters misread."""
    return fuzz.ratio(found, title) >= _LIKE


def mostly_named(title: str, topics: Iterable[Focus], share: float) -> Focus | None:
    """The first of the topics whose words are such a share of a title's letters."""
    return next((one for one in topics if _letters_of(one, title) >= share * len(title)), None)


def _letters_of(focus: Focus, title: str) -> int:
    """How many letters of a title are words of a topic."""
    return _length_apart([word for word in focus.word_keys if word in title])


def _length_apart(words: Sequence[str]) -> int:
    """How many letters words have, without those that are part of another."""
    within = (any(one != other and one in other for other in words) for one in words)
    return sum(len(one) for one, inside in zip(words, within, strict=True) if not inside)
