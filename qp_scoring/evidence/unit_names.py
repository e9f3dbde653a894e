"""Names of units in texts: area offices, and those of the kinds that the skeleton lists.

What only one report calls them (its province's own short names, letters, words) is known for that
report, and a name with a letter misread is found by the province.
"""

from __future__ import annotations

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from qp_scoring.documents.office import Office
from qp_scoring.evidence.local_names import WORK, LocalNames, number_of
from qp_scoring.evidence.short_names import (
    explained,
    in_series,
    lettered,
    letters_explained,
    meaning,
    only_some,
    words_explained,
    words_meaning,
)
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.text import key, split_lead
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

AREA_AGENCY = "สพฐ"
PROVINCE_AGENCY = "สป"

_OFFICE_SHORT = re.compile(r"^สนง\.?\s*")
# Of which region a centre is, which is no area office's number.
_REGION = re.compile(r"\s*เขตการศึกษา\s*[0-9๐-๙]{1,2}(?![0-9๐-๙])")
_PLACE = re.compile(r"[ก-ฮะ-๎]{2,24}")
# Heads that a place must follow; others name their unit without one.
_NEEDS_PLACE = (
    "จังหวัด",
    "ภาค",
    "ประจำ",
    "เทคนิค",
    "อาชีวศึกษา",
    "การอาชีพ",
    "สารพัดช่าง",
    "เทคโนโลยี",
    "พณิชยการ",
    "วท.",
    "วอศ.",
    "วษท.",
)
# Where a long head may begin in which letters are misread.
_LIKE_HEAD = re.compile(r"(?<![ก-๎])ส(?=[ก-๎]{30})[ก-๎]{0,60}")
_LONG_HEADS = tuple(f"สำนักงานเขตพื้นที่การศึกษา{level}ศึกษา" for level in ("ประถม", "มัธยม"))
_MOST_MISREAD = 2  # letters of a head
# An office as it is headed and numbered, whatever stands for its name.
_HEADED = re.compile(
    r"(?:สำนักงานเขตพื้นที่การศึกษา(?P<level>ประถมศึกษา|มัธยมศึกษา)|สพ(?P<short>[ปม])\.?)\s*"
    r"(?P<name>[ก-ฮะ-๎]{2,24}?)(?:\s*เ[ขชซ][ตดคถ]\s*(?:พื้นที่\s*)?(?:ที่\s*)?(?P<number>[0-9]{1,2})(?![0-9])|(?=\s|$))"
)
# What behind the head of a name without a number is no name: "สพป. ลงนาม…", "สพป. อื่น".
_NO_NAME = re.compile(
    rf"{WORK}|อื่น|และ|หรือ|กับ|แต่|จึง|แล้ว|เมื่อ|เพื่อ|ที่|ใน|ซึ่ง|ของ|จาก|วัน|ทุก|ทั้ง|แห่ง|ต่าง|เอง|นี้|ผู้|ครู|นักเรียน|โรงเรียน"
)
_NUMBERED_BEHIND = re.compile(r"\W*(?:เขต|ข\.)?(?:พื้นที่|การศึกษา|ที่)*\W*[0-9]")
# What may lead to a name that begins a line.
_LINE_BEGINS = re.compile(r"[^ก-๎]*(?:ส่วน\s*)?")
# Of the provinces that a report names, its own is named more often than others together.
_HOME_SHARE = 0.5
# One that is named so seldom beside it, and so much less often, is where a guest comes from.
_MOST_STRANGE, _RARER = 2, 10
_TITLE_LINES = 6  # in which a report names who gathered it
_LONGEST_SHORT = 40
_MISREAD = 70  # of 100: of พระเยา and พะเยา it is 91; of names of two provinces rarely 60
_MOST_NUMBERS = 20  # of one province; no province has half as many offices
_OWN_NUMBER = re.compile(r"(?<=เขต )[0-9]+$")


@dataclass(frozen=True, slots=True)
class Unit:
    """An answering unit: its name as found, the office's code where it is one, its agency."""

    name: str
    office: str | None
    agency: str

    @property
    def identity(self) -> str:
        """The same for every spelling of one unit."""
        return self.office or key(self.name)


@dataclass(frozen=True, slots=True)
class Naming:
    """A place in a text where a unit is named, ``bare`` by a number alone: positions in it."""

    unit: Unit
    start: int
    end: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Misreading:
    """A name that no office has: the office it was taken for, else those it may mean."""

    found: str
    office: Office | None
    nearest: tuple[Office, ...]


_PROVINCE_WORD = "จังหวัด"
# Behind a province: the number of one of its offices, and what that did; all of a kind.
_NUMBERED_AND_DID = re.compile(rf"\s+เขต\s*([0-9]{{1,2}})\s+{WORK}")
_PRIMARY = re.compile(r"สพป\.?\s*|(?:สำนักงาน)?เขตพื้นที่(?:การศึกษา)?ประถม(?:ศึกษา)?\s*")
_ALL_OF_THEM = re.compile(r"\s*(?:ทั้ง\s*(?:[0-9]{1,2}|สอง|สาม|สี่|ห้า|หก|เจ็ด)|ทุก)\s*เขต")


class UnitNames:
    """Finds the names of the units of a registry, and of those of the skeleton, in texts."""

    def __init__(self, registry: OfficeRegistry, skeleton: Skeleton) -> None:
        self._registry = registry
        self._names = OfficeNames(registry)
        self._agency = {head: kind.agency for kind in skeleton.unit for head in kind.heads}
        heads = sorted(self._agency, key=len, reverse=True)
        begin = "".join({head[0] for head in heads})  # nearly no place has to be looked at
        self._other = re.compile(rf"(?=[{begin}])(?:{'|'.join(map(_spaced, heads))})")
        provinces = {squeeze(name) for office in registry.offices for name in office.provinces}
        longest_first = sorted(provinces, key=len, reverse=True)
        self._province = re.compile(rf"\s*(?:ใน|ประจำ)?\s*(?:จังหวัด)?\s*({'|'.join(longest_first)})")
        self._provinces: frozenset[str] = frozenset()
        self._strange: frozenset[str] = frozenset()  # provinces whose offices answer nothing here
        self._misread: dict[str, Misreading] = {}
        self._often: Counter[str] = Counter()  # how often the report names each office
        self.local: LocalNames | None = None
        """What the people of the report's province call its offices, where it is known."""
        self._locals: dict[str, LocalNames] = {}  # by their provinces, for all reports of a run
        self._shorts: dict[str, Unit] = {}
        self._short: re.Pattern[str] | None = None
        self._words: dict[str, Unit] = {}
        self._word: re.Pattern[str] | None = None
        self._certain: dict[str, tuple[Naming, ...]] = {}
        self._forget()

    def _forget(self) -> None:
        """Forget what was found in texts: every line is asked of several times."""
        self._named: dict[str, tuple[Naming, ...]] = {}

    def of_report(self, texts: Iterable[str]) -> UnitNames:
        """The same names for one report: what only its province says is known, and misreadings."""
        own = copy.copy(self)
        own._misread, own._certain = {}, {}
        own._forget()
        texts = tuple(texts)
        units = [naming.unit for text in texts for naming in own.namings(text)]
        named = Counter(province for unit in units for province in self.provinces_of(unit))
        own._often = Counter(unit.office for unit in units if unit.office)
        own._provinces = frozenset(named)
        if not named and (home := own._home_by_numbers(texts)):
            own._provinces = frozenset((home,))
            own.local = own._local_names(home)
        if named:
            ((home, times),) = named.most_common(1)
            if times > _HOME_SHARE * named.total():
                gathered = own._gathering(texts[:_TITLE_LINES]) == {home}
                own._strange = frozenset(
                    province
                    for province, often in named.items()
                    if province != home
                    and (gathered or (often <= _MOST_STRANGE and often * _RARER <= times))
                )
                own.local = own._local_names(home)
        own._forget()
        begun = [to_arabic_digits(text[:_LONGEST_SHORT]) for text in texts]
        lettered_names = own._lettered(begun, home) if own.local and home else {}
        shorts = own._explained(texts, begun) | lettered_names
        shorts |= own._by_letters(texts)
        words = own._words_explained(texts, {one.office or "" for one in shorts.values()})
        if shorts:
            own._shorts, own._short = shorts, meaning(shorts)
        if words:
            own._words, own._word = words, words_meaning(words)
        if shorts or words:
            own._forget()
        return own

    def _local_names(self, province: str) -> LocalNames:
        if province not in self._locals:
            self._locals[province] = LocalNames(self._registry, province)
        return self._locals[province]

    def _home_by_numbers(self, texts: Iterable[str]) -> str | None:
        """The province of a report that names no office in full, by those that begin its answers.

        "เลย เขต 1 จัด…" and "เลย เขต 2 ตั้ง…", each an office that there is, or "สพป.เลย ทั้ง 3 เขต".
        """
        met: dict[str, set[str]] = defaultdict(set)
        counted: set[str] = set()
        for text in texts:
            said = to_arabic_digits(text[:_LONGEST_SHORT])
            if "เขต" not in said:
                continue
            behind = split_lead(said)[1]
            if (place := self._province.match(behind)) and (
                number := _NUMBERED_AND_DID.match(behind, place.end())
            ):
                met[place[1]].add(number[1])
            elif (kind := _PRIMARY.match(behind)) and (
                (place := self._province.match(behind, kind.end()))
                and _ALL_OF_THEM.match(behind, place.end())
            ):
                counted.add(place[1])
        found = counted | met.keys()
        if len(found) != 1:
            return None
        (home,) = found
        offices = [o for o in self._registry.offices if home in map(squeeze, o.provinces)]
        numbers = {number_of(one) for one in offices if one.type == "สพป"}
        several = len(met[home]) > 1 and met[home] <= numbers
        return home if several or (counted and not met[home]) else None

    def _gathering(self, texts: Iterable[str]) -> set[str]:
        """The provinces whose own offices some lines name: these gather what others answer."""
        return {
            province
            for text in texts
            for naming in self.namings(text)
            if naming.unit.agency == PROVINCE_AGENCY
            for province in self.provinces_of(naming.unit)
        }

    def _explained(self, texts: Sequence[str], begun: Iterable[str]) -> dict[str, Unit]:
        """The short names that a report explains and goes on to use, by the first explanation."""
        found: dict[str, Unit] = {}
        for text in texts:
            namings = self.namings(text)
            places = [(naming.start, naming.end) for naming in namings]
            digits = to_arabic_digits(text) if places else ""
            for short, at in explained(digits, places):
                if not self.namings(short):
                    found.setdefault(_plain(short), namings[at].unit)
        if not found:
            return {}
        used = tuple(map(_plain, begun))
        return {one: unit for one, unit in found.items() if any(b.startswith(one) for b in used)}

    def _by_letters(self, texts: Iterable[str]) -> dict[str, Unit]:
        """The letters that a report puts for its units, where each is always the same unit's."""
        found: dict[str, Unit] = {}
        for text in texts:
            namings = self.namings(text)
            for letter, at in letters_explained(text, [(one.start, one.end) for one in namings]):
                if found.setdefault(letter, namings[at].unit) != namings[at].unit:
                    return {}
        offices = {one.office for one in found.values() if one.office}
        return found if len(offices) > 1 and in_series(found) else {}

    def _words_explained(self, texts: Iterable[str], others: Collection[str]) -> dict[str, Unit]:
        """The words that a report puts for its offices, or places that it calls them after."""
        found: list[tuple[str, str]] = []
        for text in texts:
            namings = [one for one in self.namings(text) if one.unit.office and not one.bare]
            for word, at in words_explained(text, [(one.start, one.end) for one in namings]):
                found.append((word, namings[at].unit.office or ""))
        offices = {
            word: self._registry.get(code) for word, code in only_some(found, others).items()
        }
        return {word: unit_of(office) for word, office in offices.items() if office}

    def _lettered(self, begun: Sequence[str], home: str) -> dict[str, Unit]:
        """The province's letters with the numbers of its offices, where answers begin with them."""
        numbered = self.local.numbered if self.local else {}
        return {
            f"{letters}{number}": unit_of(office)
            for letters in lettered(begun, home, numbered)
            for number, office in numbered.items()
        }

    @property
    def misreadings(self) -> tuple[Misreading, ...]:
        """The names met so far that no office has, each once."""
        return tuple(self._misread.values())

    def provinces_of(self, unit: Unit) -> Iterator[str]:
        """The provinces of a unit, as its name or the list of offices says."""
        office = self._registry.get(unit.office) if unit.office else None
        if office is not None:
            yield from map(squeeze, office.provinces)
        elif found := self._province.search(unit.name):
            yield found[1]

    def behind_province(self, text: str) -> str | None:
        """What stands behind the name of a province that begins a text; None where none does."""
        found = self._province.match(text) if text.lstrip().startswith(_PROVINCE_WORD) else None
        return text[found.end() :].strip() if found else None

    def namings(self, text: str) -> tuple[Naming, ...]:
        """Every naming of one certain unit, in the order of the text."""
        if text not in self._named:
            self._named[text] = tuple(self._namings(text))
        return self._named[text]

    def _namings(self, text: str) -> list[Naming]:
        if text not in self._certain:
            self._certain[text] = (*self._offices(text), *self._others(text))
        found = [*self._certain[text], *self._shortly(text)]
        local = list(self._locally(text))
        found += _apart(local, found, bare=False)
        if self._provinces:
            found += self._misreads(text, found)
        # A number alone may be that of a misread name, or stand behind one that has none.
        whole = {one.end for one in found if one.unit.office}
        bare = _apart(local, found, bare=True)
        found += (one for one in bare if len(text[: one.start].rstrip()) not in whole)
        found = [one for one in found if not (one.unit.office and self._is_strange(one.unit))]
        return sorted(found, key=lambda naming: naming.start)

    def _is_strange(self, unit: Unit) -> bool:
        """Whether an office is of another province than the report."""
        return bool(self._strange) and self._strange.issuperset(self.provinces_of(unit))

    def _shortly(self, text: str) -> Iterator[Naming]:
        """Units by the short names that the report itself explains."""
        if self._short is not None:
            for found in self._short.finditer(to_arabic_digits(text)):
                yield Naming(self._shorts[_plain(found[0])], found.start(), found.end())
        if self._word is not None:
            for found in self._word.finditer(text):
                kind = found.lastgroup or ""
                word = max((one for one in self._words if found[kind].endswith(one)), key=len)
                yield Naming(self._words[word], found.start(kind), found.end(kind))

    def _locally(self, text: str) -> Iterator[Naming]:
        """Offices as only the people of the report's province call them."""
        if self.local:
            digits = to_arabic_digits(text)
            for office, start, end in self.local.namings(digits):
                yield Naming(unit_of(office), start, end, bare=digits.startswith("เขต", start))

    def _misreads(self, text: str, known: Sequence[Naming]) -> Iterator[Naming]:
        """Names of offices with a letter misread, by head, number and the report's provinces."""
        digits, taken = to_arabic_digits(text), _letters_of(known)
        for match, start, end in (*_headed(digits), *_headed_misread(digits)):
            if self.local and self.local.speaks_of_all(digits, start):
                continue
            if not taken.isdisjoint(range(start, end)):
                continue
            name = match["name"]
            if not match["number"]:
                place = self._province.match(name)
                if place and _NO_NAME.match(name, place.end()):
                    name = place[1]
                elif not place and _NO_NAME.match(name):
                    continue
            ended = end - (len(match["name"]) - len(name))
            found = normalise(digits[start:ended])
            one = self._misread.get(found) or self._misreading(found, name, match)
            if not match["number"] and _NUMBERED_BEHIND.match(digits, ended):
                one = replace(one, office=None)  # numbered in a way of its own: which is not known
            alone = _LINE_BEGINS.match(digits)
            if one.office is not None:
                unit = unit_of(one.office)
            elif match["number"] or one.nearest or (alone and alone.end() == start):
                # Of an office that there is not, but of none named before it.
                unit = Unit(found, None, AREA_AGENCY)
            else:
                continue
            self._misread[found] = one
            yield Naming(unit, start, ended)

    def _misreading(self, found: str, name: str, match: re.Match[str]) -> Misreading:
        kind = "สพป" if match["level"] == "ประถมศึกษา" or match["short"] == "ป" else "สพม"
        likely = (
            (_likeness(name, _stem(office)), office)
            for office in self._registry.offices
            if office.type == kind
        )
        near = sorted(
            (one for one in likely if one[0] >= _MISREAD), key=lambda one: (-one[0], one[1].code)
        )
        offices = [one for _, one in near if number_of(one) == (match["number"] or "")]
        own = [one for one in offices if self._provinces.intersection(map(squeeze, one.provinces))]
        if not offices and not match["number"]:  # which of them is not said, if the report does not
            offices = [one for _, one in near]
            own = [one for one in offices if self._often[one.code]]
        return Misreading(found, own[0] if len(own) == 1 else None, tuple(offices[:3]))

    def _offices(self, text: str) -> Iterator[Naming]:
        lowered, at = to_arabic_digits(text).casefold(), 0
        for mention in self._names.mentions(text):
            start = lowered.find(mention.text, at)
            at = start + len(mention.text)
            at += text[at : at + 2] in (". ", ".")  # of what is shortened: "สพม.สร."
            if len(mention.offices) == 1:
                code = next(iter(mention.offices))
                yield Naming(Unit(normalise(text[start:at]), code, AREA_AGENCY), start, at)

    def _others(self, text: str) -> Iterator[Naming]:
        for match in self._other.finditer(text):
            region = _REGION.match(text, match.end())
            begin = region.end() if region else match.end()
            place = self._province.match(text, begin)
            if place is None and match[0].endswith(_NEEDS_PLACE):
                place = _PLACE.match(text, begin)
            end = place.end() if place else begin
            named = key(_OFFICE_SHORT.sub("สำนักงาน", match[0]))
            agency = next(
                agency for head, agency in self._agency.items() if named.startswith(key(head))
            )
            yield Naming(
                Unit(normalise(text[match.start() : end]), None, agency), match.start(), end
            )

    def counted_on(self, unit: Unit, more: re.Match[str]) -> list[Unit]:
        """The offices of the same name with the numbers that follow: เขต 1-3, เขต 1 และ 2."""
        office = self._registry.get(unit.office) if unit.office else None
        if office is None or not number_of(office):
            return []
        first, last = int(number_of(office)), int(to_arabic_digits(more["number"]))
        numbers = range(first + 1, last + 1) if more["sign"] else range(last, last + 1)
        found: list[Unit] = []
        for number in numbers[:_MOST_NUMBERS]:
            name = _OWN_NUMBER.sub(str(number), office.short_name)
            other = self._registry.resolve(name).office
            if other is None:
                return []
            found.append(unit_of(other))
        return found


def _headed(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The names of offices as they are headed, with their places."""
    for found in _HEADED.finditer(text):
        yield found, found.start(), found.end()


def _headed_misread(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The same where letters of a long head are misread, lost or doubled."""
    for run in _LIKE_HEAD.finditer(text):
        likely = (
            (Levenshtein.distance(run[0][: len(head) + more], head), head, len(head) + more)
            for head in _LONG_HEADS
            for more in (0, -1, 1)
        )
        mistakes, head, length = min(likely)
        begin = run.start() + length
        found = _HEADED.match(head + text[begin:]) if 0 < mistakes <= _MOST_MISREAD else None
        if found is not None:
            yield found, run.start(), begin + found.end() - len(head)


def unit_of(office: Office) -> Unit:
    """The unit that an office is."""
    return Unit(office.short_name, office.code, AREA_AGENCY)


def _likeness(name: str, own: str) -> float:
    """How like a name is to an office's own, of 100; one letter of a short one may be another."""
    misread = len(name) == len(own) and Levenshtein.distance(name, own) == 1
    return max(fuzz.ratio(name, own), _MISREAD if misread else 0)


def _stem(office: Office) -> str:
    """The name of an office without its head and number."""
    name = office.short_name.partition(".")[2]
    return _OWN_NUMBER.sub("", name).removesuffix("เขต ").strip()


def _apart(namings: Sequence[Naming], known: Sequence[Naming], bare: bool) -> list[Naming]:
    """Of namings those that are (not) a bare number, and have no letter in common with others."""
    taken = _letters_of(known) if namings else set()
    return [
        one for one in namings if one.bare == bare and taken.isdisjoint(range(one.start, one.end))
    ]


def _letters_of(namings: Iterable[Naming]) -> set[int]:
    """The places of the letters of namings."""
    return {at for one in namings for at in range(one.start, one.end)}


def _plain(short: str) -> str:
    return squeeze(short).replace(".", "")


def _spaced(head: str) -> str:
    """A pattern for a head, whatever spaces stand in it, its first word shortened or not."""
    pattern = r"\s*".join(re.escape(word) for word in head.split())
    return re.sub("^สำนักงาน", r"(?:สำนักงาน|สนง\\.?\\s*)", pattern)
