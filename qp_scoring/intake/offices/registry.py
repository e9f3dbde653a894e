"""The list of education service area offices, and finding the office that a text names.

An office is found by its code, else by a name that resolves to exactly one office (docs/rules.md,
docs/domain.md, 5). Nothing is ever taken for being similar: similar names are only suggested.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from qp_scoring.documents.office import Alias, Office
from qp_scoring.findings import QUOTE_LIMIT, FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.forms import (
    ANY_AREA,
    AREA_TYPES,
    PRIMARY,
    SECONDARY,
    NameForm,
    NameKey,
    code_key,
    derived_short_name,
    forms,
    name_key,
)
from qp_scoring.intake.offices.rows import REQUIRED, OfficeRow, read_rows
from qp_scoring.intake.words import shared_start
from qp_scoring.rubric.near import nearest_few
from qp_scoring.thai import normalise, squeeze

SUGGESTIONS = 3
# What people put between two offices; codes also stand apart by a space alone.
_BETWEEN_OFFICES = (re.compile(r"[,;/|+&\n]|และ|กับ"), re.compile(r"\s"))
_SIMILARITY = 0.6  # a suggestion too many does no harm


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text was found to name: one office, several (ambiguous), or none.

    ``candidates`` are all offices that the text may mean, when they are more than one; ``several``
    those that it names one after the other.
    ``likely`` looks for the likeliest offices when it names none, which most cells are not asked.
    """

    office: Office | None = None
    candidates: tuple[Office, ...] = ()
    several: tuple[Office, ...] = ()
    likely: Callable[[], tuple[Office, ...]] = field(default=tuple, compare=False)

    @property
    def suggestions(self) -> tuple[Office, ...]:
        """The likeliest offices when the text names none: to show, never to take."""
        return self.likely()


_LISTED = re.compile(r"\s*[0-9๐-๙]{1,3}\s*[.)]\s*(?=[(（[]?\s*(?:สพ|สำนัก|สนง))")
"""The number of an office in a list, typed before its name."""

_BESIDE_NAME = re.compile(
    r"(?:(?P<code>[A-Za-z]?\d{2,6})\s*[-–:.)]?\s*)?(?:สนง\.?\s*(?=สพ))?(?P<name>(?:สพ|สำนัก|สนง).*?)"
    r"\s*[*¹²³†]*\s*(?:[(（](?P<said>[^()（）]*)[)）])?\s*[*¹²³†]*"
)
_IN_BRACKETS = re.compile(r"[(（\[]\s*([^()（）\[\]]+?)\s*[)）\]]")
_MET_AT = re.compile(r"(?:^|\s)ณ\s")
_SHORT_FOR_PROVINCE = re.compile(r"(?<![ก-๙.])จ\.\s*(?=[ก-๙])")
_USUAL_NAMES = {"กทม": "กรุงเทพมหานคร", "กรุงเทพ": "กรุงเทพมหานคร", "กรุงเทพฯ": "กรุงเทพมหานคร"}
_USUAL_NAMES |= {"อยุธยา": "พระนครศรีอยุธยา"}
_KINDS = dict.fromkeys(("ประถม", "ประถมศึกษา"), PRIMARY)
_KINDS |= dict.fromkeys(("มัธยม", "มัธยมศึกษา"), SECONDARY)
_JOINED = re.compile(r"(?<=[ก-๙])\s*(?:,|/|และ)\s*(?=[ก-๙])")  # the provinces of one office


class AreaPart(NamedTuple):
    """A part of an office's name: a kind of offices or "", and the number of an area or "".

    ``is_area`` says that the number is told to be an area's: เขต 2, สพป. 2.
    """

    kind: str
    number: str
    is_area: bool


class OfficeRegistry:
    """The offices of a run. It does not change once made."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self.offices: tuple[Office, ...] = tuple(sorted(offices, key=lambda office: office.code))
        self.types: tuple[str, ...] = tuple(
            sorted({office.type for office in self.offices} - set(AREA_TYPES))
        )
        self._by_code = {code_key(office.code): office for office in self.offices}
        self._holders: dict[NameKey, list[tuple[Office, Alias | None]]] = defaultdict(list)
        self._spellings: dict[str, dict[str, list[Office]]] = defaultdict(dict)
        self._covering: dict[str, list[Office]] = defaultdict(list)
        # A long table names the same office thousands of times.
        self._resolved: dict[tuple[str, int | None], Resolution] = {}
        for office in self.offices:
            for form in forms(office, self.types):
                self._holders[form.key].append((office, form.alias))
                self._spell(form.key.head, form.key.base + form.key.number, office)
            self._spell("", squeeze(office.name), office)
            self._spell("", squeeze(office.short_name), office)
            for province in office.provinces:
                self._covering[squeeze(province)].append(office)
        self._provinces = {name: name for name in self._covering} | _USUAL_NAMES

    def _spell(self, head: str, spelling: str, office: Office) -> None:
        self._spellings[head].setdefault(spelling, []).append(office)

    @classmethod
    def shipped(cls) -> OfficeRegistry:
        """The 245 offices that come with the program, made once per process."""
        return _shipped()

    def used(self) -> tuple[Office, ...]:
        """The offices that the shipped list does not have, or has otherwise."""
        shipped = OfficeRegistry.shipped()
        return tuple(one for one in self.offices if shipped.get(one.code) != one)

    def with_used(self, offices: Iterable[Office]) -> OfficeRegistry:
        """The list with the offices of a delivered round in the place of its own."""
        return OfficeRegistry({one.code: one for one in (*self.offices, *offices)}.values())

    def get(self, code: str) -> Office | None:
        """The office of a code, in any case and script of digits; None if there is none."""
        return self._by_code.get(code_key(code))

    def resolve(self, text: str, fiscal_year: int | None = None) -> Resolution:
        """Find the office that a whole text names, by code or by any form of its name.

        Args:
            text: A cell's text: a code or a name, nothing beside it.
            fiscal_year: Buddhist year of the data. A former name past its last year does not
                resolve, its office is suggested. None: former names resolve.
        """
        key = (text, fiscal_year)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(text, fiscal_year)
        return self._resolved[key]

    def provinces_in(self, text: str) -> frozenset[str]:
        """The provinces that a text names: it is one, or จังหวัด or จ. stands before it.

        They are named as :meth:`lies_in` compares them. Where people met is nobody's province.
        """
        if _MET_AT.search(text):
            return frozenset()
        whole, *behind = squeeze(_SHORT_FOR_PROVINCE.sub("จังหวัด", normalise(text))).split("จังหวัด")
        begun = (self._begins_with_province(part) for part in behind)
        return frozenset(filter(None, (self._provinces.get(whole), *begun)))

    def named_province(self, text: str) -> frozenset[str]:
        """The province that a text names and nothing else; as :meth:`provinces_in` names them."""
        named = squeeze(_SHORT_FOR_PROVINCE.sub("", normalise(text))).removeprefix("จังหวัด")
        return frozenset(filter(None, [self._provinces.get(named)]))

    def _begins_with_province(self, text: str) -> str | None:
        found = max(filter(text.startswith, self._provinces), key=len, default="")
        return self._provinces.get(found)

    def area_part(self, text: str) -> AreaPart | None:
        """What a text says of an office's name, if that is no more than a kind and an area."""
        key = name_key(text, self.types)
        if key.base and (key.head or key.base not in _KINDS):
            return None
        kind = key.head or _KINDS.get(key.base, "")
        bare = squeeze(text).lstrip("0") == key.number
        return AreaPart("" if kind == ANY_AREA else kind, key.number, bool(key.number) and not bare)

    def in_province(self, provinces: Iterable[str], parts: Iterable[AreaPart]) -> Office | None:
        """The one office there that the parts of a name mean: สพป. and เขต 2, มัธยมศึกษา.

        Where they tell no kind it is the one of that area, which must be told as one.
        """
        parts = list(parts)
        kinds, numbers = ({one.kind for one in parts} - {""}, {one.number for one in parts} - {""})
        if not (kinds or any(one.is_area for one in parts)):
            return None
        there = {one.code: one for name in provinces for one in self._covering.get(name, ())}
        meant = [
            office
            for office in there.values()
            if kinds <= {office.type} and office.type in (*kinds, *AREA_TYPES)
            if (numbers or {""}) == {self._area_of(office)}
        ]
        return meant[0] if len(meant) == 1 else None

    def fits(self, office: Office, part: AreaPart) -> bool:
        """Whether a part of a name may be one of an office's."""
        return part.kind in ("", office.type) and part.number in ("", self._area_of(office))

    def _area_of(self, office: Office) -> str:
        return name_key(office.short_name, self.types).number

    def lies_in(self, office: Office, provinces: Collection[str]) -> bool:
        """Whether an office covers one of some provinces, or nobody knows where it lies."""
        own = {squeeze(one) for one in office.provinces}
        return not own or not own.isdisjoint(provinces)

    def extended(self, path: Path, name_for_messages: str, log: FindingLog) -> OfficeRegistry:
        """These offices and those of a user's list, an ``offices.csv``.

        Columns code, type, name_th; optional short_name, province (several joined by ``|``),
        region, aliases (``ชื่อเดิม (ถึง 2563); ชื่ออื่น``), applies and applies_not
        (``code: เหตุผล; …``). A row with the code of a known office, and its name or none, amends
        that office. Rows with problems are left out; all problems are recorded in ``log``.

        Args:
            path: The file.
            name_for_messages: Its name as the user gave it.
            log: Receives every problem; each is an error but an assumed encoding, an info.
        """
        return self.extended_by(InputFile(path, name_for_messages), log)

    def extended_by(self, file: InputFile, log: FindingLog) -> OfficeRegistry:
        """These offices and those of a user's list (see :meth:`extended`)."""
        return _Extension(self.offices, log).of(read_rows(file, log))

    def _resolve(self, text: str, fiscal_year: int | None) -> Resolution:
        found = self._with_code(code_key(text))
        if found:
            return _one_or_several(found)
        text = _LISTED.sub("", text)
        key = name_key(text, self.types)
        holders = self._holders.get(key, [])
        found = [
            office for office, alias in holders if alias is None or alias.holds_in(fiscal_year)
        ]
        covering = self._offices_of_province(key)
        # A province without a number and without สพป or สพม may mean any of its offices, even
        # where one of them bears its very name; with สพป or สพม only where none bears it.
        if len(covering) > 1 and (key.head in ("", ANY_AREA) or not found):
            found += covering
        if found:
            return _one_or_several(found)
        if several := self._one_after_the_other(text, fiscal_year):
            return Resolution(several=several)
        if named := self._with_words_beside(text, fiscal_year):
            return _one_or_several(named)
        return Resolution(likely=partial(self._likely, text, key))

    def _one_after_the_other(self, text: str, fiscal_year: int | None) -> tuple[Office, ...]:
        """The offices of a text that names nothing but several: 2402, 2101; none for any other."""
        for separator in _BETWEEN_OFFICES:
            parts = [part for part in separator.split(text) if part.strip()]
            if len(parts) < 2:
                continue
            named = [self.resolve(part, fiscal_year).office for part in parts]
            if None not in named:
                found = tuple(dict.fromkeys(office for office in named if office is not None))
                return found if len(found) > 1 else ()
        return ()

    def _with_words_beside(self, text: str, fiscal_year: int | None) -> list[Office]:
        """The office of a name with its code, a word in brackets or a footnote's sign beside it."""
        text = _JOINED.sub(" ", text).strip()
        if whole := _IN_BRACKETS.fullmatch(text):
            return list(filter(None, [self.resolve(whole[1], fiscal_year).office]))
        found = _BESIDE_NAME.fullmatch(text)
        if found is None or found["name"] == text:
            return []
        office = self.resolve(found["name"], fiscal_year).office
        coded = [one for key in ("code", "said") if (one := self.get(found[key] or ""))]
        if found["said"] and (again := self.resolve(found["said"], fiscal_year).office):
            coded.append(again)
        said = re.search(r"[0-9๐-๙]|เขต|สพ", found["said"] or "")  # perhaps another office
        unknown = (found["code"] or said) and not coded
        return [] if office is None or unknown else list(dict.fromkeys([office, *coded]))

    def _likely(self, text: str, key: NameKey) -> tuple[Office, ...]:
        found = dict.fromkeys((*self._offices_of_province(key), *self._similar(text, key)))
        return tuple(found)[:SUGGESTIONS]

    def _with_code(self, code: str) -> list[Office]:
        """The office of a code, or those whose code it is without its leading zeros.

        A code formatted 0000 in Excel reads as the number 12.
        """
        if office := self._by_code.get(code):
            return [office]
        if not code.isdecimal():
            return []
        return [office for full, office in self._by_code.items() if full == code.zfill(len(full))]

    def _offices_of_province(self, key: NameKey) -> list[Office]:
        """The offices of a province that stands alone, of the kind that the head admits."""
        if key.number:
            return []
        kinds = AREA_TYPES if key.head == ANY_AREA else (key.head,)
        offices = self._covering.get(key.base, [])
        return [office for office in offices if key.head == "" or office.type in kinds]

    def _similar(self, text: str, key: NameKey) -> Iterator[Office]:
        """Offices of a like name: a past one, one under another head, one misspelt."""
        code = code_key(text)
        if code.isascii():
            # Codes are alike in their first digits (the province), not in any digits.
            shared = {known: shared_start([code, known]) for known in self._by_code}
            close = [known for known in shared if shared[known] * 2 >= len(code) > 1]
            for known in sorted(close, key=lambda known: (-shared[known], known)):
                yield self._by_code[known]
            return
        spelling = key.base + key.number
        for head in dict.fromkeys((key.head, "")):
            yield from self._spellings.get(head, {}).get(spelling, ())
        for head in dict.fromkeys((key.head, "")):
            names = self._spellings.get(head, {})
            for name in nearest_few(spelling, names, SUGGESTIONS, _SIMILARITY):
                yield from names[name]


def _one_or_several(found: Iterable[Office]) -> Resolution:
    offices = sorted(set(found), key=lambda office: office.code)
    if len(offices) == 1:
        return Resolution(office=offices[0])
    return Resolution(candidates=tuple(offices))


@cache
def _shipped() -> OfficeRegistry:
    source = files("qp_scoring.data").joinpath("offices.csv").read_text(encoding="utf-8-sig")
    return OfficeRegistry(
        Office(
            code=row["code"],
            type=row["type"],
            name=row["name_th"],
            short_name=derived_short_name(row["type"], row["name_th"]),
            province=row["province"],
            region=row["region"],
            aliases=(Alias(row["abbr"]),),
        )
        for row in csv.DictReader(source.splitlines())
    )


class _Extension:
    """Adds the rows of a user's list to known offices, one by one, in the order of the file."""

    def __init__(self, offices: Iterable[Office], log: FindingLog) -> None:
        self._offices = {code_key(office.code): office for office in offices}
        self._owners: dict[str, str] = {}
        self._log = log
        for code, office in self._offices.items():
            self._owners.update((claim, code) for claim, _ in _claims(office))

    def of(self, rows: Iterable[OfficeRow]) -> OfficeRegistry:
        """The registry of all offices, known and added."""
        for row in rows:
            known = self._offices.get(code_key(row.text("code")))
            office = self._added(row) if known is None else self._amended(known, row)
            if office is not None and not self._clashes(office, row):
                code = code_key(office.code)
                self._offices[code] = office
                self._owners.update((claim, code) for claim, _ in _claims(office))
        return OfficeRegistry(self._offices.values())

    def _added(self, row: OfficeRow) -> Office | None:
        # A mere dash is a blank.
        missing = [column for column in REQUIRED if not squeeze(row.text(column))]
        for column in missing:
            self._log.add("offices-row-incomplete", row.place(column), column=column)
        if missing:
            return None
        kind, name = row.text("type").rstrip("."), row.text("name_th")
        return Office(
            code=row.text("code"),
            type=kind,
            name=name,
            short_name=row.text("short_name") or derived_short_name(kind, name),
            province=row.text("province"),
            region=row.text("region"),
            aliases=row.aliases,
            applies=row.applies,
            applies_not=row.applies_not,
            email=row.text("email"),
        )

    def _amended(self, known: Office, row: OfficeRow) -> Office | None:
        name, kind = row.text("name_th"), row.text("type").rstrip(".")
        own = {"", squeeze(known.name), squeeze(known.short_name)}
        if squeeze(name) not in own or kind not in ("", known.type):
            self._clash(row, "code", row.text("code"), known)
            return None
        named = {code for code, _ in (*row.applies, *row.applies_not)}
        if stay := [code for code, _ in (*known.applies, *known.applies_not) if code not in named]:
            values = {"office": known.short_name, "found": stay}
            self._log.add("offices-exception-stays", row.place("code"), **values)
        return replace(
            known,
            short_name=row.text("short_name") or known.short_name,
            province=row.text("province") or known.province,
            region=row.text("region") or known.region,
            email=row.text("email") or known.email,
            aliases=tuple(dict.fromkeys((*known.aliases, *row.aliases))),
            applies=tuple({**dict(known.applies), **dict(row.applies)}.items()),
            applies_not=tuple({**dict(known.applies_not), **dict(row.applies_not)}.items()),
        )

    def _clashes(self, office: Office, row: OfficeRow) -> bool:
        own = code_key(office.code)
        met = set()
        for claim, form in _claims(office):
            owner, column = self._owners.get(claim, own), _column_of(form, row)
            if owner != own and (owner, column) not in met:
                met.add((owner, column))
                self._clash(row, column, form.written, self._offices[owner])
        return bool(met)

    def _clash(self, row: OfficeRow, column: str, found: str, other: Office) -> None:
        self._log.add("offices-clash", row.place(column), found=found, other=_listed([other]))


def _claims(office: Office) -> Iterator[tuple[str, NameForm]]:
    """The keys that no other office may have, each with the form it comes from.

    A former name is no claim: a later office may bear it, and the year tells the two apart.
    """
    for form in forms(office):
        if form.alias is not None and form.alias.last_year is not None:
            continue
        if form.key.head == office.type:
            yield "|".join((form.key.head, form.key.base, form.key.number)), form
        if form.written == office.name:  # one full name under two types is one name all the same
            yield squeeze(office.name), form


def _column_of(form: NameForm, row: OfficeRow) -> str:
    if form.alias is not None:
        return "aliases"
    return "short_name" if form.written == row.text("short_name") else "name_th"


def report_unresolved(log: FindingLog, place: Place, text: str, resolution: Resolution) -> None:
    """Record why a text names no office, or more than one; nothing if it names one.

    Args:
        log: Receives the finding.
        place: The cell of the text.
        text: The text as found.
        resolution: What :meth:`OfficeRegistry.resolve` made of it.
    """
    found = normalise(text)
    if resolution.several:
        log.add("offices-in-one-cell", place, found=found, offices=_listed(resolution.several))
    elif resolution.candidates:
        candidates = _listed(resolution.candidates)
        log.add("office-ambiguous", place, found=found, candidates=candidates)
    elif resolution.suggestions:
        log.add("office-unknown", place, found=found, likely=_listed(resolution.suggestions))
    elif resolution.office is None:
        log.add("office-unknown-no-match", place, found=found)


def offices_named(
    names: Iterable[str], registry: OfficeRegistry, fiscal_year: int, log: FindingLog
) -> tuple[Office, ...]:
    """The offices that a user names, each once, by code; what names none is recorded."""
    found: dict[str, Office] = {}
    for name in names:
        resolution = registry.resolve(name, fiscal_year)
        report_unresolved(log, Place(), name, resolution)
        if resolution.office is not None:
            found[resolution.office.code] = resolution.office
    return tuple(found[code] for code in sorted(found))


def _listed(offices: Iterable[Office]) -> str:
    """Offices with their codes, as many as a finding can quote whole; ``(+5)``: five more."""
    shown = ""
    items = [f"{office.short_name} ({office.code})" for office in offices]
    for count, item in enumerate(items):
        left = len(items) - count - 1
        longer = f"{shown}, {item}" if shown else item
        if shown and len(longer) + (len(f" (+{left})") if left else 0) > QUOTE_LIMIT:
            return f"{shown} (+{left + 1})"
        shown = longer
    return shown
