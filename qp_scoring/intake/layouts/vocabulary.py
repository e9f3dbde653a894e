"""What a heading means, by the rubric and by the known words: the one place that decides it.

The rules: an id as first token, the inside of a grid question's ``[…]``, or a text that is
exactly an item's or an indicator's own. A text that is only near one is suggested, never taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from qp_scoring.documents.answers import Answered
from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog
from qp_scoring.intake.layouts.aliases import ASIDES, BY_ALIAS, BY_PART, PARTS
from qp_scoring.intake.layouts.header import round_named
from qp_scoring.intake.marks import is_mark, read_level, unclear_name
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet, text_cell
from qp_scoring.intake.values import PERCENT_UNITS
from qp_scoring.intake.words import WORDS, any_of, by_word, shared_start, squeezed
from qp_scoring.messages import text as message_text
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

_GRID = re.compile(r"(?P<before>.*?)\s*\[(?P<inside>[^\[\]]+)\]\s*")
_BRACKETS = re.compile(r"(?P<base>.*\S)\s*[(（](?P<said>[^()（）]*)[)）]")
_IN_BRACKETS = re.compile(r"[(（](?P<said>[^()（）]*)[)）]")
_ITEM_WORD = r"(?:(?:ข้อ|(?:รายการ|ประเด็น)(?:พิจารณา)?|ตัวชี้วัดย่อย)(?:ที่)?|item)?\s*"
_INDICATOR_WORD = (
    r"(?:(?:ตัว\s*ชี้\s*วัด|ตัวบ่งชี้|ตชว\.?|นโยบาย|ตัว(?=\s*ที่)|indicator|kpi|qp)"
    r"(?:\s*(?:qp|kpi))?(?:\s*ข้อ)?(?:\s*ที่)?)"
)
_COUNTED_WORD = rf"(?:{_INDICATOR_WORD}|(?:ข้อ|หัวข้อ|ประเด็น|เรื่อง|รายการ|ตัว|q)(?:\s*ที่)?)"
_MORE_IDS = re.compile(r"\s*(?:[-–—,/&+]|ถึง|และ|กับ)\s*(?:ข้อ(?:ที่)?\s*)?[A-Za-z]?\d")
_SEPARATORS = " .:：-–—"  # between an id and what follows it, where a bracket may close too
_BEFORE_DIGIT = r"[.\-–]?"  # between a letter of an id and its digit
_DIVIDERS = _SEPARATORS + ">»→/|,"  # between an indicator and an item of it
_NUMBERED = re.compile(
    r"(?P<word>(?:ข้อ|รายการ|ประเด็น|item)\s*(?:ที่)?\s*)?(?P<number>\d{1,2})(?!\.?\d)[.)]?(?P<rest>.*)",
    re.I,
)
_LIKE_ITEM = re.compile(
    rf"{_ITEM_WORD}(?P<id>[A-Za-z0-9]{{1,4}}(?:\.[A-Za-z0-9]{{1,4}})+)(?![\w.]).*", re.I
)
_LIKE_CODE = re.compile(
    rf"{_INDICATOR_WORD}\s*(?P<id>[A-Za-z]?[ .\-]?\d{{1,2}}\s?[A-Za-z]?)(?![\w.]).*", re.I
)
_BARE_CODE = re.compile(r"[A-Za-z]?[ .\-]?\d{1,2}\s?[A-Za-z]?")
_LETTERS = str.maketrans("กขคง", "abcd")  # as sub-numbers are lettered in Thai
_YEAR = re.compile(
    r"(?:(?:ผล|คะแนน|ระดับ)\s*)?(?:ปี\s*(?:งบประมาณ|การศึกษา)?\s*)?(?:พ\.?\s*ศ\.?)?\s*(25\d\d)"
)
# What is not the committee's in this round: what came before, and what an office says of itself.
NOT_NOW = re.compile(
    r"(?:ผล|คะแนน|ระดับ)?(?:การประเมิน)?(?:ของ|ใน)?\s*(?:รอบ|ปี|ครั้ง)(?:ก่อน|ที่แล้ว|ที่ผ่านมา)\S*"
    r"|(?:ผล|คะแนน|ระดับ)?(?:การประเมิน)?(?:ของ)?เดิม"
    r"|(?:ผล|คะแนน|ระดับ)?(?:การ)?(?:สพท\.?|เขต|หน่วยงาน|สถานศึกษา|โรงเรียน)?\s*"
    r"(?:ประเมิน)?(?:ตน|ตัว)เอง(?:\s*ของ.*)?|SAR",
    re.I,
)
_VOICE = re.compile(r"(?P<what>\D+?)\s*(?:คนที่)?\s*(?P<number>[1-9])")
_FULL_MARK = re.compile(r"\s*(?:คะแนน)?(?:เต็ม)?\s*\d+\s*คะแนน\s*")
_GIVEN = re.compile(r"(?:points|feedback|คะแนน|คำติชม)\s+-\s", re.I)
_ZERO = re.compile(r"(?<![\d.])0(?=[1-9](?!\d))")  # ตัวชี้วัดที่ 01
_MEASURED = re.compile(r"\d\s*(?:%|คะแนน|ร้อยละ)?\s*$")  # so much of something
_WORD = re.compile(r"[ก-๙A-Za-z ]{2,}")  # an answer in words, and no sign
_LONGEST = 1_000  # letters; a longer text is no heading
_NEAR = 0.85
_ASIDES = squeezed(ASIDES)
_MOST_NUMBERED = 100
_RUN = 5  # letters that words share with a title which they shorten
_OF_LEVELS = ("ระดับ", "คะแนน", "ผล", "ประเมิน", "score", "level")
_WORD_AND_ID = re.compile(r"(?P<word>[ก-๙A-Za-z. ]{3,}?)\s*(?P<rest>[A-Za-z]?\d.*)", re.DOTALL)
_MISSPELT = ("ตัวชี้วัดที่", "ตัวชี้วัด", "ตัวบ่งชี้ที่", "ตัวบ่งชี้", "indicator")
_NEAR_WORD = 0.75
_KINDS = by_word(WORDS["kinds"])
_SPLIT = re.compile(r"[/,\s]+|และ|หรือ")
_ONLY = re.compile(r"^\s*(?:เฉพาะ|สำหรับ|ของ|ระดับ)+")
_LEAST = 12  # letters; shorter texts are near anything


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one heading names.

    ``what`` is a column of the aliases, or ``item``/``indicator`` with its id in ``of``, or a part
    of one (``status``, ``level``, ``reason`` … with ``of``), or ``elsewhere`` for what another
    round or year says of one. ``said`` is what brackets say that were left out; ``option`` the
    answer that a column of ticks stands for; ``beside`` the words beside the name of an indicator
    that are neither its title nor anything known. ``shared`` are indicators of which every office
    has one, where they have one name; ``of`` is the first of them.
    """

    what: str
    of: str = ""
    said: str = ""
    option: str = ""
    beside: str = ""
    shared: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether it names something of the rubric."""
        return bool(self.of)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A heading that looks like one of the rubric's and may not be read as it: why.

    ``code`` is that of the finding; ``near`` the item or indicator that is likely meant, or for an
    unknown item the id as written.
    """

    code: str
    near: str = ""


class Vocabulary:
    """The headings that a rubric's tables may have."""

    def __init__(self, rubric: Rubric, round_id: str | None = None) -> None:
        self.rubric = rubric
        self._round = round_id
        self._looked = cache(lambda text: self._look(self._heading_text(text)))
        self._doubted = cache(lambda text: self._doubt(self._heading_text(text)))
        self._options = cache(self._option)
        self._owner = {
            key: indicator.code for indicator in rubric.indicators for key in indicator.entry_ids
        }
        items = [one for indicator in rubric.indicators for one in indicator.item]
        measures = [one for indicator in rubric.indicators for one in indicator.measure]
        texts = [(one.id, one.text) for one in items] + [(one.id, one.text) for one in measures]
        titles = [(indicator.code, indicator.title) for indicator in rubric.indicators]
        self._item_texts = _unique(texts)
        self._titles = _unique(_without_common_beginning(titles)) | _unique(titles)
        self._text_of = {key: squeeze(text) for key, text in texts}
        self._ids = {_spelling(key): key for key in self._owner}
        self._codes = {_spelling_of_code(code): code for code in rubric.by_code}
        self._in_percent = {one.id for one in measures if one.unit in PERCENT_UNITS}

    # A form of ours is known by its ids: the patterns are of no use until there is a table.

    @cached_property
    def _item(self) -> re.Pattern[str]:
        return re.compile(rf"{_ITEM_WORD}(?P<id>{self._any_id})(?P<rest>.*)", re.I)

    @cached_property
    def _ids_among(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w.])(?:{self._any_id})(?![\w.])", re.I)

    @cached_property
    def _any_id(self) -> str:
        return _any_of(self._owner)

    @cached_property
    def _indicator(self) -> re.Pattern[str]:
        word = rf"(?P<word>{_INDICATOR_WORD}\s*[-–.:]?\s*)?"
        return re.compile(rf"{word}(?P<id>{self._any_code})(?P<rest>.*)", re.I)

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        word = rf"(?P<word>{_COUNTED_WORD})[\s\-.:#“\"(]*"
        return re.compile(rf"{word}(?P<id>{self._any_code})[\s”\")]*", re.I)

    @cached_property
    def _named_among(self) -> re.Pattern[str]:
        word = rf"{_INDICATOR_WORD}\s*[-–.:]?\s*"
        return re.compile(rf"{word}(?P<id>{self._any_code})(?![A-Za-z])", re.I)

    @cached_property
    def _any_code(self) -> str:
        return _any_of(self.rubric.by_code, in_codes=r"[.\-–_/]?")

    @cached_property
    def _lettered(self) -> re.Pattern[str]:
        return _lettered(self.rubric.by_code)

    @cached_property
    def _shared(self) -> dict[re.Pattern[str], tuple[str, ...]]:
        return _shared(self.rubric)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        parts = any_of((*_part_words(), *ASIDES))
        named = rf"(?P<named>(?:{_INDICATOR_WORD}|ข้อ)\s*\S.*)"
        return re.compile(rf"(?P<part>{parts})\s*(?:ของ)?\s*{named}", re.I)

    @property
    def items(self) -> Collection[str]:
        """The ids of all items and measures."""
        return self._owner.keys()

    def owner(self, item: str) -> str:
        """The code of the indicator that an item or measure belongs to."""
        return self._owner[item]

    def _heading_text(self, text: str) -> str:
        """A heading as it is compared: in one line, its digits and the letter of a code Latin.

        The star of a form is left out.
        """
        text = to_arabic_digits(normalise(text)).strip("* ").replace("*", "")
        text = _ZERO.sub("", text)
        return self._lettered.sub(
            lambda found: re.sub(r"[\s.\-_/()（）]", "", found[0]).translate(_LETTERS), text
        )

    def names_any(self, cells: Iterable[InputCell]) -> bool:
        """Whether one of the cells names an item, measure or indicator."""
        meanings = map(self.meaning, cells)
        return any(meaning is not None and meaning.of for meaning in meanings)

    def of_text(self, cell: InputCell) -> str | None:
        """The id of the item, measure or indicator whose text, and nobody else's, a cell holds."""
        said = squeeze(cell.text)
        return self._item_texts.get(said) or self._titles.get(said)

    def is_text_of(self, cell: InputCell, item: str) -> bool:
        """Whether a cell holds the text of an item or measure, with or without words behind it."""
        return squeeze(cell.text).startswith(self._text_of[item])

    def shows_another(
        self, sheet: InputSheet, row: int, answers: Container[int], own: str, log: FindingLog
    ) -> bool:
        """Whether a row shows another's text beside its id, which is said.

        A reader who goes by the texts takes such a row for the other's. Not looked at are the
        columns of ``answers``.
        """
        for column, cell in sheet.row(row).items():
            if column not in answers and (other := self.of_text(cell)) not in (own, None):
                log.add("row-contradicts", sheet.at(cell), id=own, found=cell.text, other=other)
                return True
        return False

    def meaning(self, cell: InputCell) -> Meaning | None:
        """What a heading cell names; None where it is not understood, or doubtful."""
        found = self._understood(cell)
        return found if isinstance(found, Meaning) else None

    def look(self, cell: InputCell) -> Meaning | Doubt | None:
        """What a heading cell names, or why it is doubtful; None where it says nothing known."""
        found = self._understood(cell)
        if found is not None or not _may_head(cell):
            return found
        # Likeness takes long to find out, so it is asked of headings only, never of every cell.
        return self._doubted(cell.text)

    def _understood(self, cell: InputCell) -> Meaning | Doubt | None:
        if not _may_head(cell) or len(cell.text) > _LONGEST:
            return None
        found = self._looked(cell.text)
        fault = unclear_name(cell) if cell.seen and isinstance(found, Meaning) else None
        return Doubt(fault) if fault else found

    def _look(self, text: str) -> Meaning | Doubt | None:
        # What a web form gives for an answer, and says of it: no answer of anybody's.
        if _GIVEN.match(text):
            return Meaning("about")
        found = self._whole(text)
        # ``5 (ดีเยี่ยม)`` is a level and its name, and no indicator.
        if found is None and (whole := _IN_BRACKETS.fullmatch(text)):
            return self._whole(whole["said"])
        bracketed = None if found or self.option(text) else _BRACKETS.fullmatch(text)
        if bracketed:
            base, said = bracketed["base"], bracketed["said"]
            inner = None if self._holds_id(said) else self._whole(base)
            if isinstance(inner, Meaning):
                found = self._with_brackets(inner, said)
        return found

    def _with_brackets(self, meaning: Meaning, said: str) -> Meaning:
        """A heading whose brackets name a part of it, or (where others are equal) its voice."""
        # ``(5 คะแนน)`` is the full mark of what the heading names; in a cell it is a level.
        part = None if _FULL_MARK.fullmatch(said) else self.part(meaning, said)
        return part or replace(meaning, said=normalise(said))

    def _whole(self, text: str) -> Meaning | Doubt | None:
        if grid := _GRID.fullmatch(text):
            return self._grid(grid["before"], grid["inside"])
        key = squeeze(text) or text
        if what := BY_ALIAS.get(key):
            return Meaning(what)
        if item := self._item_texts.get(key):
            return Meaning("item", item)
        if (numbered := _NUMBERED.fullmatch(text)) and not numbered["word"]:
            item = self._item_texts.get(squeeze(numbered["rest"]), "")
            if item.endswith(f".{numbered['number']}"):  # 3) before the text of 1.3
                return Meaning("item", item)
        if code := self._titles.get(key):
            return Meaning("indicator", code)
        named = self._by_item(text) or self._by_indicator(text) or self._part_first(text)
        if named is not None:
            return named
        for pattern, codes in self._shared.items():
            if found := pattern.fullmatch(text):
                own = self._one_of(codes, found["rest"] or "")
                if own or not found["rest"]:
                    return Meaning("indicator", own or codes[0], shared=() if own else codes)
        return _of_number(text)

    def _one_of(self, codes: Iterable[str], said: str) -> str:
        """The one of some indicators that words behind their number mean; "" where they do not.

        They do by the type of its offices (สพป., ประถม) or by words that only its title has.
        """
        key = squeeze(_ONLY.sub("", said))
        types = {of: map(squeeze, self.rubric.by_code[of].applies_to) for of in codes}
        found = {of for of, own in types.items() if _KINDS.get(key, key) in own}
        for word in (key, *map(squeeze, _SPLIT.split(said))):
            titled = {
                of
                for title, of in self._titles.items()
                if len(word) >= _RUN and (word in title or title in word)
            }
            found |= titled if len(titled) == 1 and titled <= types.keys() else set()
        return found.pop() if len(found) == 1 else ""

    def of_office(self, meaning: Meaning, office: Office) -> Meaning:
        """What a name that indicators share means of an office: the one that it has."""
        applies = (of for of in meaning.shared if office.type in self.rubric.by_code[of].applies_to)
        return replace(meaning, of=next(applies, meaning.of), shared=())

    def _grid(self, before: str, inside: str) -> Meaning | Doubt | None:
        """The question of a grid: what stands in its brackets decides, before the words outside.

        A bare number there names an indicator only where the words outside name no other thing.
        """
        outer = self._whole(before) if before else None
        inner = self._whole(inside)
        if not isinstance(outer, Meaning):
            outer = None
        if outer and outer.what == "indicator" and (item := self._item_behind(outer.of, inside)):
            return item
        if isinstance(inner, Meaning) and inner.what == "indicator":
            if outer and outer.what == "item":
                same = self.owner(outer.of) == inner.of
                return outer if same else Doubt("heading-contradicts", inner.of)
            if outer and outer.what == "indicator" and _BARE_CODE.fullmatch(inside.strip()):
                return Doubt("indicator-column-unknown")
            return inner if outer or not before else replace(inner, beside=squeeze(before))
        if isinstance(inner, Doubt) or (inner is not None and inner.answers):
            return inner
        if outer and outer.what == "item" and BY_PART.get(squeeze(inside)) in ("level", "comment"):
            return Meaning("about")  # the points of a quiz
        return self.part(outer, inside) if outer else None

    def _item_behind(self, code: str, words: str) -> Meaning | Doubt | None:
        """The item of an indicator that the words behind its name are about, if they say it.

        They do by its id wherever it stands, by its number within the indicator, or by its text.
        """
        words = words.strip(_DIVIDERS)
        if bracketed := _IN_BRACKETS.fullmatch(words):
            words = bracketed["said"].strip(_DIVIDERS)
        if item := self._by_item(words):
            return item
        numbered = _NUMBERED.fullmatch(words)
        bare = numbered["rest"].strip(_DIVIDERS) if numbered else words
        if key := self._item_texts.get(squeeze(bare)):
            return Meaning("item", key) if self._owner[key] == code else None
        if numbered and numbered["word"]:
            key = self._ids.get(_spelling(f"{code}.{numbered['number']}"))
            return self._by_item(f"{key} {bare}") if key else None
        own = [
            found
            for found in self._ids_among.finditer(words)
            if "." in found[0] and self._owner[self._ids[_spelling(found[0])]] == code
        ]
        if len(own) != 1:
            return None
        return self._by_item(words[own[0].start() :].rstrip(_DIVIDERS + ")]"))

    def part(self, whole: Meaning, said: str) -> Meaning | None:
        """A part of an item or indicator, or one of its answers, that a word beside it names."""
        if whole.what not in ("item", "indicator", "mark", "value", "level"):
            return None
        part = BY_PART.get(squeeze(said))
        if part == "level" and whole.what == "item":
            return whole
        aside = whole.what == "indicator" and whole.of and is_aside(said)
        if (squeeze(said) or said) in _ASIDES or (aside and not _tells_number(said)):
            is_unit = said in PERCENT_UNITS and whole.of in self._in_percent
            return whole if is_unit else Meaning("about")
        if part is not None:
            return Meaning(part, whole.of, shared=whole.shared)
        if (own := self._is_of_run(said)) is not None:
            return whole if own else Meaning("elsewhere")
        return replace(whole, option=option) if (option := self.option(said)) else None

    def is_elsewhere(self, said: str) -> bool:
        """Whether a cell under รอบ or ปี names a round or year that is not the run's."""
        return self.is_of_run(said) is False

    def is_of_run(self, said: str) -> bool | None:
        """Whether words name the round or year of the run, or another; None where neither."""
        return self._is_of_run(to_arabic_digits(normalise(said)))

    def option_for(self, said: str) -> str:
        """What to add to a command to have what is of a round that a cell names; "" of a year."""
        named = round_named(to_arabic_digits(normalise(said)), self.rubric)
        return f"--round {named}" if named else ""

    def _is_of_run(self, said: str) -> bool | None:
        """Whether words name the round or year of the run, or another; None where neither."""
        if year := _YEAR.fullmatch(said):
            return int(year[1]) == self.rubric.fiscal_year
        if NOT_NOW.fullmatch(said):
            return False
        named = round_named(said, self.rubric)
        return None if named is None or self._round is None else named == self._round

    def may_be_level(self, meaning: Meaning) -> bool:
        """Whether words beside an indicator's name are of its title, or those of a level."""
        title = min((text for text, of in self._titles.items() if of == meaning.of), key=len)
        runs = (meaning.beside[at : at + _RUN] for at in range(len(meaning.beside)))
        return any(run in title for run in runs if len(run) == _RUN) or any(
            word in meaning.beside for word in _OF_LEVELS
        )

    def indicators_in(self, text: str) -> set[str]:
        """The indicators that a title or a sheet's name names by their codes, one by one."""
        said = self._heading_text(text)
        return {
            self._codes[_spelling_of_code(found["id"])]
            for found in self._named_among.finditer(said)
            if not _goes_on(rest := said[found.end() :]) and not _MORE_IDS.match(rest)
        }

    def under(self, parent: Meaning, said: str) -> Meaning | None:
        """What a sub-heading names of what the heading above it does: a part, or an item of it."""
        if part := self.part(parent, said):
            return part
        item = self._item_behind(parent.of, said) if parent.what == "indicator" else None
        return item if isinstance(item, Meaning) else None

    def numbered(self, parent: Meaning, numbers: Sequence[str]) -> list[Meaning]:
        """The items of an indicator that a run of bare numbers counts; none where it does not.

        It does from 1 on, where the indicator has as many.
        """
        if parent.what != "indicator":
            return []
        items = [one.id for one in self.rubric.by_code[parent.of].item]
        bare = (number.strip("(). ") for number in numbers)
        own = [self._ids.get(_spelling(f"{parent.of}.{number}")) for number in bare]
        return [Meaning("item", key) for key in items] if own == items else []

    def _by_item(self, text: str) -> Meaning | Doubt | None:
        found = self._item.fullmatch(text)
        if found is None or _goes_on(found["rest"]) or _MORE_IDS.match(found["rest"]):
            return None
        key = self._ids[_spelling(found["id"])]
        meaning = Meaning("item", key)
        rest = found["rest"].lstrip(_SEPARATORS + ")").rstrip(_SEPARATORS)
        if not rest:
            return meaning
        if part := self.part(meaning, rest):
            return part
        return self._item_with(meaning, rest)

    def _item_with(self, meaning: Meaning, rest: str) -> Meaning | Doubt | None:
        """An item whose id is followed by its text, by another's, or by words of any kind."""
        key = meaning.of
        if squeeze(rest) == self._text_of[key]:
            return meaning
        base, said = self._brackets(rest)
        if doubt := self._of_another((rest, base), key, self._item_texts):
            return doubt
        if said and (not base or squeeze(base) == self._text_of[key]):
            return self._with_brackets(meaning, said)
        return meaning if "." in key else None

    def _brackets(self, rest: str) -> tuple[str, str]:
        """What stands before trailing brackets that hold no id, and in them; ("", "") without."""
        found = _BRACKETS.fullmatch("|" + rest)
        if found is None or self._holds_id(found["said"]):
            return rest, ""
        return found["base"][1:].strip(_SEPARATORS), found["said"]

    def _by_indicator(self, text: str) -> Meaning | Doubt | None:
        found = self._indicator.fullmatch(text)
        if found is None or _goes_on(found["rest"]):
            return None
        code = self._codes[_spelling_of_code(found["id"])]
        if _MORE_IDS.match(found["rest"]):  # ``1–5``, unless an item of it is what goes on
            return self._item_behind(code, found["rest"]) if found["word"] else None
        meaning = Meaning("indicator", code)
        rest = found["rest"].lstrip(_SEPARATORS + ")").rstrip(_SEPARATORS)
        if not rest:
            return meaning
        return self._indicator_with(meaning, rest, worded=bool(found["word"]))

    def _indicator_with(
        self, meaning: Meaning, rest: str, *, worded: bool
    ) -> Meaning | Doubt | None:
        """An indicator whose code is followed by a part, its title, or (after a word) anything."""
        code = meaning.of
        item = self._item_behind(code, rest) if worded else None
        if item or (worded and _FULL_MARK.fullmatch(rest)):
            return item or meaning
        if part := self.part(meaning, rest):
            return part
        if self._titles.get(squeeze(rest)) == code or self._begins_title(rest, code):
            return meaning
        base, said = self._brackets(rest)
        if doubt := self._of_another((rest, base), code, self._titles):
            return doubt
        if said and (not base or self._titles.get(squeeze(base)) == code):
            # ``5 (ดีเยี่ยม)`` is a level and its name, and no indicator.
            level = not worded and self.option(f"{code} ({said})")
            return None if level else self._with_brackets(meaning, said)
        if not worded or is_aside(rest):  # ``น้ำหนัก 10`` tells something of the level
            return meaning if worded else None
        words = (word for word in _part_words() if rest.endswith(word))
        part = next((part for word in words if (part := self.part(meaning, word))), meaning)
        return replace(part, beside=squeeze(rest)) if part.what in ("indicator", "level") else part

    def _begins_title(self, said: str, code: str) -> bool:
        """Whether words are a title that somebody cut short: ``การจัดการศึกษาเพื่อ…``."""
        begun = squeeze(said.rstrip("…. "))
        own = [title for title, of in self._titles.items() if of == code]
        return len(begun) >= _LEAST and any(title.startswith(begun) for title in own)

    def counted(self, cells: Mapping[int, str]) -> dict[int, Meaning]:
        """The indicators that headings name which are alike but for their codes: ข้อ 1 … ข้อ X2.

        Numbers alone may count anything, so one of the codes is no number.
        """
        alike: dict[str, dict[int, str]] = {}
        for at, text in cells.items():
            if found := self._counted.fullmatch(self._heading_text(text)):
                code = self._codes[_spelling_of_code(found["id"])]
                alike.setdefault(squeeze(found["word"]), {})[at] = code
        return {
            at: Meaning("indicator", code)
            for codes in alike.values()
            if len(set(codes.values())) == len(codes)
            and not all(map(str.isdecimal, codes.values()))
            for at, code in codes.items()
        }

    @staticmethod
    def _of_another(said: Iterable[str], key: str, texts: Mapping[str, str]) -> Doubt | None:
        """The doubt where the text behind an id is exactly another's."""
        others = (texts.get(squeeze(one), key) for one in said)
        other = next((one for one in others if one != key), None)
        return Doubt("heading-contradicts", other) if other else None

    def _part_first(self, text: str) -> Meaning | None:
        """``ข้อเสนอแนะตัวชี้วัดที่ 1``: the part before what it belongs to."""
        found = self._before.fullmatch(text)
        if found is None:
            return None
        whole = self._by_item(found["named"]) or self._by_indicator(found["named"])
        if not isinstance(whole, Meaning) or whole.what not in ("item", "indicator"):
            return None
        return self.part(replace(whole, said=""), found["part"])

    def _holds_id(self, text: str) -> bool:
        named = (self._by_item(text), self._by_indicator(text))
        return any(one is not None for one in named) and self.option(text) == ""

    def option(self, text: str) -> str:
        """The answer that a sub-heading stands for, as the marks and levels read it; "" if none.

        Signs and bare 0 and 1 of marks are no options: they are what stands in the cells. A grade
        that is a number (5, 3, 1, 0) is one.
        """
        return self._options(text)

    def _option(self, text: str) -> str:
        cell = text_cell(to_arabic_digits(normalise(text)).strip("* "))
        if _WORD.search(cell.text) and is_mark(cell, self.rubric, bare=False):
            return cell.text
        if squeeze(cell.text) in map(squeeze, self.rubric.grade_words):
            return cell.text
        if cell.text.endswith(".") or cell.text[:1] in "([":  # ``1.`` numbers what stands beside it
            return ""
        said = read_level(cell, self.rubric).said
        return cell.text if said in (Answered.LEVEL, Answered.NOT_REPORTED, Answered.DASH) else ""

    def mended(self, text: str) -> str:
        """A heading whose first word is misspelt (``ตัวชีวัดที่ 1``), as it may be meant; "" if none."""
        found = _WORD_AND_ID.fullmatch(self._heading_text(text))
        word = nearest(squeeze(found["word"]), _MISSPELT, _NEAR_WORD) if found else ""
        mended = f"{word} {found['rest']}" if found and word else ""
        meaning = self._look(mended) if mended else None
        return mended if isinstance(meaning, Meaning) and meaning.of else ""

    def _doubt(self, text: str) -> Doubt | None:
        if found := _LIKE_ITEM.fullmatch(text):
            # Of several ids each is known: it is the whole that is none.
            known = _spelling(found["id"]) in self._ids
            return Doubt("item-unknown", text if known else found["id"])
        part = next((word for word in _part_words() if text.endswith(word)), "")
        bare = text.removesuffix(part).strip(_SEPARATORS)
        if _LIKE_CODE.fullmatch(text) or _BARE_CODE.fullmatch(bare):
            return Doubt("indicator-column-unknown")
        if mended := self.mended(text):
            return Doubt("heading-misspelt", mended)
        if len(text) < _LEAST:
            return None
        for texts in (self._item_texts, self._titles):
            if near := nearest(squeeze(text), texts, _NEAR):
                return Doubt("heading-near", texts[near])
        return None


def _of_number(text: str) -> Meaning | None:
    """``ผล 1``, ``ผล 2``: the marks of an assessor who is known by a number alone."""
    found = _VOICE.fullmatch(text)
    if found is None or BY_ALIAS.get(squeeze(found["what"])) != "mark":
        return None
    return Meaning("mark", said=message_text("voice-number", number=found["number"]))


def _may_head(cell: InputCell) -> bool:
    return cell.kind in (CellKind.TEXT, CellKind.NUMBER) and not cell.percent


def is_aside(said: str) -> bool:
    """Whether words begin as those of a column beside the level: ``จำนวนโรงเรียน``."""
    return squeeze(said).startswith(_ASIDES)


def _tells_number(said: str) -> bool:
    """Whether words end in a number of something, and in no year."""
    return _MEASURED.search(said) is not None and _YEAR.search(said) is None


def _without_common_beginning(titles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Titles without the words that all of them begin with, which headings leave out."""
    texts = [squeeze(title) for _, title in titles]
    begin = shared_start(texts) if len(texts) > 1 else 0
    return [(code, text[begin:]) for (code, _), text in zip(titles, texts, strict=True) if begin]


def _lettered(codes: Container[str]) -> re.Pattern[str]:
    """A code with a letter, a Thai one or in brackets: ``6ก``, ``6 (ก)``, ``6.ก``, ``6(a)``."""
    thai = "".join(map(chr, _LETTERS))
    found = [
        rf"{number}\s*[.\-_/]?\s*"
        rf"(?:{letter}|[(（]\s*[{letter}{letter.translate(_LETTERS)}]\s*[)）])"
        for number in range(1, _MOST_NUMBERED)
        for letter in thai
        if f"{number}{letter.translate(_LETTERS)}" in codes and f"{number}{letter}" not in codes
    ]
    return re.compile(rf"(?<!\d)(?<!\d\.)(?:{'|'.join(found) or '(?!)'})(?![ก-๙]|\.\s*[ก-๙])")


def _shared(rubric: Rubric) -> dict[re.Pattern[str], tuple[str, ...]]:
    """The names that indicators share of which no office has two: ``6`` of 6a and 6b, ``6a/6b``.

    Behind one there may be more, which tells which of them is meant: ``6 (สพป.)``, ``6 ปฐมวัย``.
    """
    found = {}
    for number in (str(one) for one in range(1, _MOST_NUMBERED) if str(one) not in rubric.by_code):
        codes = tuple(one for one in rubric.by_code if re.fullmatch(rf"{number}[a-z]", one))
        types = [of for code in codes for of in rubric.by_code[code].applies_to]
        if len(codes) > 1 and len(set(types)) == len(types):
            several = r"\s*(?:[/,]|และ|หรือ)\s*".join(map(re.escape, codes))
            name = rf"(?:{_INDICATOR_WORD}\s*[-–.:]?\s*)?(?:{several}|{number})"
            rest = r"(?:\s*[-–:.]?\s*[(（]?\s*(?P<rest>[^\W\d][^()（）]*?)\s*[)）]?)?"
            found[re.compile(name + rest, re.I)] = codes
    return found


def _unique(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids by their squeezed texts, without the texts that several share."""
    pairs = [(squeeze(text), key) for key, text in named if squeeze(text)]
    count = Counter(text for text, _ in pairs)
    return {text: key for text, key in pairs if count[text] == 1}


def _spelling(text: str) -> str:
    """An id without what people leave in or out of it; the dots between digits stay."""
    return re.sub(r"(?<=[a-z])[.\-–](?=\d)", "", "".join(text.split()).casefold())


def _spelling_of_code(text: str) -> str:
    """A code without what people leave in or out of it: no code has a dot of its own."""
    return re.sub(r"(?<=[^\W_])[.\-–_/](?=[^\W_])", "", "".join(text.split()).casefold())


def _any_of(ids: Iterable[str], in_codes: str = "") -> str:
    """A pattern of any of the ids, longest first, with spaces where people leave them.

    Between a letter and a digit a dot or hyphen may stand too (``X-1``); the dots of an id must.
    ``in_codes`` is what may stand between them, in either order, in ids that have no dot.
    """
    patterns = (_pattern(key, in_codes) for key in sorted(ids, key=lambda key: (-len(key), key)))
    return "|".join(patterns) or r"(?!)"


def _pattern(key: str, in_codes: str) -> str:
    pieces = []
    for before, after in zip(key, (*key[1:], ""), strict=True):
        pieces.append(re.escape(before))
        if before.isalpha() and after.isdigit():
            pieces.append(rf"\s*{in_codes or _BEFORE_DIGIT}\s*")
        elif before.isdigit() and after.isalpha():
            pieces.append(rf"\s*{in_codes}\s*")
        elif after:
            pieces.append(r"\s*")
    return "".join(pieces)


def _goes_on(rest: str) -> bool:
    """Whether what follows an id belongs to a longer one: 1.1 in 1.10 and in 1.1.2."""
    return bool(re.match(r"[A-Za-z0-9]|\s*\.\s*[A-Za-z]?\d", rest))


def _part_words() -> list[str]:
    return sorted({word for words in PARTS.values() for word in words}, key=len, reverse=True)
