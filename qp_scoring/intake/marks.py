"""What a cell means: tolerant in form, strict in meaning, never a guess.

Each parser answers with what the cell says, or with the code of the finding that names what is
wrong with it; the caller knows the place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from qp_scoring.documents.answers import Answered
from qp_scoring.documents.results import Mark
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.readers.cells import CellKind, InputCell
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.rubric.indicator import Item
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.near import nearest
from qp_scoring.thai import is_damaged, normalise, squeeze, squeeze_id, to_arabic_digits

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# No measurement is longer, and Python converts no text of more than 4,300 digits.
LONGEST_NUMBER = 200
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])(\d{1,3}),(\d{1,2})(?![\d,.])")
_EXEMPT = re.compile(r"ยกเว้น\s*[:：\-–]?\s*(?P<reason>.*)", re.DOTALL)
_NOT_REPORTED = frozenset({"n/a", "na", "ไม่รายงาน", "ไม่รายงานผล", "ไม่ได้รายงาน", "ไม่ส่งรายงาน"})
_DASHES = frozenset("-–—−‐‑")
_NOT_ASKED = frozenset({"ไม่เกี่ยวข้อง", "ไม่ใช้", "ไม่ประเมิน", "ไม่ต้องประเมิน"})
_LEVEL_WORD = r"(?:(?:ระดับ(?:คุณภาพ)?(?:ที่)?|คะแนน)\s*)?"
_POINTS = r"(?:\s*(?:คะแนน|ระดับ))?"
_IN_BRACKETS = re.compile(r"[(\[]\s*(\d+(?:\.\d+)?)\s*[)\]]")
_LEVEL_FIRST = re.compile(
    rf"(?:(?:ได้|level)\s*)?{_LEVEL_WORD}(?P<number>\d+(?:\.\d+)?)"
    rf"(?:\s*(?:/|จาก|เต็ม)\s*(?P<full>\d+))?{_POINTS}\.?"
    r"\s*(?:[(:=\-–]?\s*(?P<name>[^\d()]*[^\d()\s])\s*\)?)?",
    re.I,
)
_NAME_FIRST = re.compile(
    rf"{_LEVEL_WORD}(?P<name>[^\d()]*[^\d()\s:=\-–])"
    rf"\s*(?:[(:=\-–]?\s*(?P<number>\d+(?:\.\d+)?){_POINTS}\s*\)?)?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a status or level cell says; ``fault`` is the code of a finding, with its values."""

    said: Answered
    level: Decimal | None = None
    reason: str | None = None
    fault: str | None = None
    nearest: str = ""


BLANK = Said(Answered.BLANK)


def _wrong(fault: str, nearest: str = "") -> Said:
    said = Answered.UNCLEAR if fault in UNCLEAR else Answered.INVALID
    return Said(said, fault=fault, nearest=nearest)


def number_text(text: str) -> str:
    """A text with its numbers in Arabic digits and a point: of 3,50 the comma can be no other."""
    return _DECIMAL_COMMA.sub(r"\1.\2", to_arabic_digits(normalise(text)))


def read_number(cell: InputCell) -> Decimal | None:
    """The number of a cell: a number, or a text that is nothing but one (Thai digits too)."""
    if cell.kind is CellKind.NUMBER:
        return cell.number
    text = number_text(cell.text)
    if cell.kind is not CellKind.TEXT or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


_DOUBTS = {
    Seen.STRUCK: "cell-struck",
    Seen.PARTLY_STRUCK: "cell-partly-struck",
    Seen.SHIFTED: "cell-shifted",
    Seen.SYMBOLS: "cell-symbols",
    Seen.INVISIBLE: "cell-invisible",
    Seen.OTHERWISE: "cell-shown-otherwise",
    Seen.CONDITIONAL: "cell-conditional",
}
UNCLEAR = frozenset(_DOUBTS.values()) | {"cell-damaged", "cell-crossed", "cell-rounded"}
"""The codes of what makes it doubtful which text a cell holds: it is not used, and not assessed."""


def unclear(cell: InputCell) -> str | None:
    """The finding code of why a reader of the sheet would doubt what a cell says, if any."""
    if is_damaged(cell.text):
        return "cell-damaged"
    if cell.seen is NOTHING:
        return None
    return next((code for seen, code in _DOUBTS.items() if seen in cell.seen), None)


_WITHDRAWN = Seen.STRUCK | Seen.SYMBOLS
_BARE_NAME = re.compile(r"[\w.]{1,8}")  # an id or code: what words say, a footnote does not change


_READ_IN_NAMES = frozenset({"cell-damaged", "cell-invisible", "cell-conditional"})


def unclear_name(cell: InputCell) -> str | None:
    """The finding code of why a reader would doubt what a heading or label names, if any.

    A footnote behind words leaves them clear, behind a number it makes another one. White text is
    read: the style of a table may stand behind it.
    """
    if cell.seen is NOTHING:
        return None
    if cell.seen & _WITHDRAWN or _BARE_NAME.fullmatch(normalise(cell.text)):
        fault = unclear(cell)
        return None if fault in _READ_IN_NAMES else fault
    return None


_NO_ANSWERS = {
    CellKind.ERROR: "cell-error",
    CellKind.NO_VALUE: "formula-without-value",
    CellKind.DATE: "cell-date",
    CellKind.BOOLEAN: "cell-boolean",
}


def unusable(cell: InputCell) -> str | None:
    """The finding code of a cell that can hold no answer: by its kind, or by how it looks."""
    return unclear(cell) or _NO_ANSWERS.get(cell.kind)


def unanswering(cell: InputCell) -> str | None:
    """The finding code of a cell that holds no answer: it is unusable, or lies under a line.

    Names and headings are read under one all the same: a logo may reach over them.
    """
    return unusable(cell) or ("cell-crossed" if Seen.CROSSED in cell.seen else None)


def read_level(cell: InputCell | None, rubric: Rubric) -> Said:
    """The meaning of a level cell (layout 4): level, ``-``, ``N/A``, ``ยกเว้น: เหตุผล``, blank."""
    if cell is None:
        return BLANK
    if fault := unanswering(cell):
        return _wrong(fault)
    number = read_number(cell)
    if number is not None and not cell.text.startswith("+"):  # one level more than what?
        seen = number if cell.rounded is None else cell.rounded
        alike = _rounds_alike(number, seen, rubric)
        return _on_scale(number, rubric, percent=cell.percent) if alike else _wrong("cell-rounded")
    text = without_star(normalise(cell.text)).removeprefix("'")
    if text in _DASHES or squeeze(text) in _NOT_ASKED:
        return Said(Answered.DASH)
    if squeeze(text) in _NOT_REPORTED or text == rubric.state.not_reported.printed:
        return Said(Answered.NOT_REPORTED)
    if _is_not_started(text, rubric):
        return Said(Answered.NOT_STARTED)
    if exempt := _EXEMPT.fullmatch(text):
        reason = exempt["reason"].strip()
        # A mere dash or dot is no reason.
        given = Said(Answered.EXEMPT, reason=reason)
        return given if squeeze(reason) else _wrong("exempt-without-reason")
    return _named_level(text, rubric) or _wrong("level-unknown", _nearest_level(text, rubric))


_STARS = re.compile(r"(?<=[^\s*])\s*[*＊†‡]+$")


def without_star(text: str) -> str:
    """A text without the star behind it."""
    return _STARS.sub("", text)


def is_starred(cell: InputCell | None) -> bool:
    """Whether a star stands behind what a cell says: it points to a remark, which nobody reads."""
    return cell is not None and _STARS.search(normalise(cell.text)) is not None


def _named_level(text: str, rubric: Rubric) -> Said | None:
    """A level by its name, by ``ระดับ 3`` or ``3/5``, or by both; None where it is neither."""
    levels: defaultdict[str, list[int]] = defaultdict(list)
    for entry in rubric.scale.level:
        levels[squeeze(entry.name)].append(entry.level)
    found = levels.get(squeeze(text))
    number = name = ""
    if found is None:
        text = to_arabic_digits(text)
        text = bare[1] if (bare := _IN_BRACKETS.fullmatch(text)) else text
        both = _LEVEL_FIRST.fullmatch(text) or _NAME_FIRST.fullmatch(text)
        if both is None:
            return None
        number, name = both["number"] or "", both["name"] or ""
        full = both.groupdict().get("full")
        if full and Decimal(full) != rubric.scale.highest:
            return None
        if name and (found := levels.get(squeeze(name))) is None:
            return None
    if number:
        said = _on_scale(Decimal(number), rubric, percent=False)
        fits = found is None or said.level in found
        return said if said.fault or fits else _wrong("level-number-name-differ")
    if found is None:
        return None
    if len(found) > 1:
        return _wrong("level-name-shared")
    return Said(Answered.LEVEL, level=Decimal(found[0]))


def _rounds_alike(number: Decimal, seen: Decimal, rubric: Rubric) -> bool:
    """Whether a level and what its cell rounds it to come to the same score."""
    if number == seen:
        return True
    unit = Decimal(1).scaleb(-rubric.arithmetic.score_decimals)
    first, second = (one.quantize(unit, ROUND_HALF_UP) for one in (number, seen))
    return first == second and (rubric.arithmetic.score_decimals > 0 or number == first)


def _on_scale(number: Decimal, rubric: Rubric, *, percent: bool) -> Said:
    if percent:
        return _wrong("level-percent")
    scale = rubric.scale
    if not scale.lowest <= number <= scale.highest:
        return _wrong("level-outside-scale")
    if rubric.arithmetic.score_decimals == 0 and number != number.to_integral_value():
        return _wrong("level-not-whole")
    return Said(Answered.LEVEL, level=number)


def _nearest_level(text: str, rubric: Rubric) -> str:
    """What the writer may have meant: shown in the finding, never taken."""
    names = {entry.name: str(entry.level) for entry in rubric.scale.level}
    allowed = {**names, "N/A": "N/A", "ไม่รายงาน": "N/A", "ยกเว้น": "ยกเว้น: เหตุผล"}
    if not any(map(str.isalnum, text)):
        allowed["-"] = "-"  # 3-4 has a dash in it, and means none
    found = _nearest_alike(text, allowed, 0.5)
    return allowed[found] if found else ""


def report_fault(said: Said, cell: InputCell, place: Place, allowed: str, log: FindingLog) -> None:
    """Record what is wrong with a status or level cell."""
    if said.fault in ("status-unknown", "level-unknown"):
        log.add(said.fault, place, found=cell.text, nearest=said.nearest, allowed=allowed)
    elif said.fault in UNCLEAR:
        log.add(said.fault, place, found=cell.text)
    elif said.fault == "exempt-without-reason":
        log.add(said.fault, place, allowed=allowed)
    elif said.fault:
        log.add(said.fault, place, found=cell.text, allowed=allowed)


def allowed_levels(rubric: Rubric) -> str:
    """The allowed content of a level cell, for sentences."""
    scale = rubric.scale
    levels = ", ".join(str(level) for level in scale.level_numbers)
    levels = levels or f"{scale.lowest:f}–{scale.highest:f}"
    return f"{levels}, {rubric.state.not_reported.printed}, ยกเว้น: เหตุผล"


@dataclass(frozen=True, slots=True)
class MarkRead:
    """What a mark cell says; ``fault`` is the code of a finding.

    ``points`` are those of the grade that it gives an item with grades.
    """

    mark: Mark | None = None
    fault: str | None = None
    nearest: str = ""
    points: Fraction | None = None


_NO_MARK = MarkRead()
_CLEAR_MARKS = {mark: MarkRead(mark) for mark in Mark}
MARKS = {Mark.MET: "มี", Mark.UNMET: "ไม่มี", Mark.NOT_RELEVANT: "ไม่เกี่ยวข้อง"}
_MARK_WORDS = {
    Mark.MET: "มี ✓ ✔ √ ☑ ✅ / 1 ใช่ yes true y ครบ ครบถ้วน ผ่าน พบ มีครบ มีครบถ้วน มีแล้ว 🗹"
    " มีหลักฐาน มีหลักฐานครบ มีหลักฐานครบถ้วน มีเอกสาร พบหลักฐาน มีการดำเนินการ",
    Mark.UNMET: "ไม่มี ✗ ✘ × ☒ ❌ ✖ ✕ 🗷 x 0 ไม่ใช่ no n ไม่ผ่าน ไม่พบ"
    " ยังไม่มี ยังไม่พบ ขาด ยังขาด ไม่มีหลักฐาน ไม่มีเอกสาร ไม่พบหลักฐาน ไม่มีการดำเนินการ",
    Mark.NOT_RELEVANT: "ไม่เกี่ยวข้อง notrelevant",
}
_BY_WORD = {word: mark for mark, words in _MARK_WORDS.items() for word in words.split()}
_CROSSES = frozenset(["x", "×", "✗", "✘", "☒", "✖", "✕", "🗷"])
# Neither มี nor ไม่มี by itself: evidence there is, but not all of it.
_PARTIAL = frozenset(
    [
        *("ไม่ครบ", "ไม่ครบถ้วน", "ยังไม่ครบ", "มีไม่ครบ", "มีไม่ครบถ้วน", "มีแต่ไม่ครบ"),
        *("มีบางส่วน", "บางส่วน", "ไม่สมบูรณ์"),
    ]
)
_FAULTS = dict.fromkeys(_DASHES, "mark-dash") | dict.fromkeys(_PARTIAL, "mark-partial")
_BARE = frozenset(["1", "0", "y", "n"])
_NEAR = 0.6
_PARTS = re.compile(r"[,;/|\s]|หรือ|และ")


def read_mark(cell: InputCell | None, rubric: Rubric | None = None) -> MarkRead:
    """The meaning of a mark cell: มี, ไม่มี, ไม่เกี่ยวข้อง and their usual signs; blank is none.

    The cell is read whole: of ``-1``, ``มี/ไม่มี`` or ``.1`` nothing is dropped. An untouched check
    box (FALSE) is a blank. A rubric may have further words for มี and ไม่มี.
    """
    if cell is None or is_untouched(cell):
        return _NO_MARK
    if (fault := unanswering(cell)) and fault != "cell-boolean":
        return MarkRead(fault=fault)
    if cell.percent:
        return MarkRead(fault="mark-unknown")
    key, known = _mark_key(cell.text), _words(rubric)
    if (mark := _clear_mark(cell, key, known)) is not None:
        return _CLEAR_MARKS[mark]
    if fault := _FAULTS.get(key):
        return MarkRead(fault=fault)
    parts = {known.get(_mark_key(part)) for part in _PARTS.split(cell.text)}
    words = {word: MARKS[of] for word, of in known.items() if len(word) > 1}
    near = _nearest_alike(key, words, _NEAR)
    if parts - {None, known.get(near)}:
        return MarkRead(fault="mark-unknown")  # of two answers in one cell neither is the nearer
    return MarkRead(fault="mark-unknown", nearest=words[near] if near else "")


def _words(rubric: Rubric | None) -> Mapping[str, Mark]:
    """The words for marks, a rubric's own among them."""
    return _with_own(rubric.checklist.met, rubric.checklist.unmet) if rubric else _BY_WORD


def _clear_mark(cell: InputCell, key: str, known: Mapping[str, Mark]) -> Mark | None:
    """The mark that a cell says in known words, once or twice."""
    found = known.get(key)
    return _said_twice(cell.text, known) if found is None and key not in _FAULTS else found


_PIECES = re.compile(r"[\s()（）\[\]=:“”\"]+|(?<=\s)[-–—](?=\s)")
_IN_POINTS = re.compile(r"(?<=[01])\s*คะแนน")


def _said_twice(text: str, known: Mapping[str, Mark]) -> Mark | None:
    """The mark of a cell that says one thing in brackets, twice (``มี (1)``), or as ``1 คะแนน``."""
    text = to_arabic_digits(normalise(text))
    bare = _IN_POINTS.sub("", text)
    keys = [key for piece in _PIECES.split(bare) if (key := _mark_key(piece))]
    marks = {known.get(key) for key in keys}
    in_words = bare != text or any(len(key) > 1 for key in keys)
    return next(iter(marks)) if in_words and len(marks) == 1 else None


_UNSURE = re.compile("ไม่แน่|ไม่รู้|ไม่ทราบ|ไม่ชัด")


def _nearest_alike(text: str, known: Iterable[str], least: float) -> str:
    """The most similar of the known words that does not say the opposite: no ไม่มี for มี."""
    if _UNSURE.search(text):
        return ""
    near = nearest(text, known, least)
    return near if ("ไม" in text) == ("ไม" in near.partition("(")[0]) else ""


def read_grade(cell: InputCell | None, item: Item) -> MarkRead:
    """The meaning of a mark cell of an item with grades: one of its words, ไม่เกี่ยวข้อง, or blank.

    มี and ไม่มี stand for its highest grade and its lowest. No sign does, and no other word: a ✓
    may mean the best of them or any.
    """
    if cell is None or is_untouched(cell):
        return _NO_MARK
    if (fault := unanswering(cell)) and fault != "cell-boolean":
        return MarkRead(fault=fault)
    key = _mark_key(cell.text)
    grades = tuple(item.graded)
    ends = {MARKS[Mark.UNMET]: grades[0], MARKS[Mark.MET]: grades[-1]}
    words = {_mark_key(said): word for said, word in (ends | {one: one for one in grades}).items()}
    number = _plain_number(cell.text)
    same = (word for word in item.graded if number is not None and _plain_number(word) == number)
    word = words.get(key) or next(same, None)
    if word is not None and not cell.percent:
        points = item.graded[word]
        return MarkRead(Mark.MET if points == item.worth else Mark.UNMET, points=points)
    if _BY_WORD.get(key) is Mark.NOT_RELEVANT:
        return MarkRead(Mark.NOT_RELEVANT)
    if key in _DASHES:
        return MarkRead(fault="mark-dash")
    near = _nearest_alike(key, words, _NEAR)
    return MarkRead(fault="mark-unknown", nearest=words[near] if near else "")


def _plain_number(text: str) -> Decimal | None:
    digits = to_arabic_digits(normalise(text)).removesuffix("คะแนน").rstrip()
    return Decimal(digits) if len(digits) < LONGEST_NUMBER and _NUMBER.fullmatch(digits) else None


def mark_in_words(text: str) -> Mark | None:
    """The mark that a word means; no sign, number or letter does here."""
    key = _mark_key(text)
    return _BY_WORD.get(key) if len(key) > 1 else None


def words_of_marks() -> frozenset[str]:
    """The words of :func:`mark_in_words`, as they are compared."""
    return frozenset(word for word in _BY_WORD if len(word) > 1)


def mark_words(item: Item) -> tuple[str, ...]:
    """The words of the drop-down for an item: its grades from the best, or มี and ไม่มี."""
    grades = tuple(reversed(list(item.graded)))
    return (*grades, MARKS[Mark.NOT_RELEVANT]) if grades else tuple(MARKS.values())


@lru_cache(maxsize=4_096)
def _mark_key(text: str) -> str:
    """A mark as it is compared: without spaces, case or the point that ends a word."""
    key = without_star(squeeze_id(text).removeprefix("'"))
    bare = key.rstrip(".,;")
    return bare if bare and not bare[-1].isdecimal() else key


@lru_cache(maxsize=16)
def _with_own(met: Sequence[str], unmet: Sequence[str]) -> Mapping[str, Mark]:
    own = {_mark_key(word): Mark.MET for word in met}
    return {**_BY_WORD, **own, **{_mark_key(word): Mark.UNMET for word in unmet}}


_UNTOUCHED = frozenset(["false", "☐", "□"])


def is_untouched(cell: InputCell) -> bool:
    """Whether a cell is a check box that nobody ticked: FALSE, as a truth value or text, or ☐."""
    is_boolean = cell.kind is CellKind.BOOLEAN or cell.kind is CellKind.TEXT
    return is_boolean and cell.seen is NOTHING and _mark_key(cell.text) in _UNTOUCHED


def is_open_mark(cell: InputCell | None) -> bool:
    """Whether nobody has answered in a cell: it is blank, or an untouched check box."""
    return cell is None or is_untouched(cell)


def is_cross(cell: InputCell) -> bool:
    """Whether a mark is a cross: some write it for "no", others for "this one"."""
    return _mark_key(cell.text) in _CROSSES


def is_mark(cell: InputCell, rubric: Rubric, *, bare: bool = True) -> bool:
    """Whether a cell holds a mark, or a grade that some item of the rubric has.

    Without ``bare`` no lone digit or letter is taken for one.
    """
    key = _mark_key(cell.text)
    if not bare and (key in _BARE or key.isdecimal()):
        return False
    fault = unanswering(cell)
    if key in map(_mark_key, rubric.grade_words) and not fault:
        return True
    if cell.percent or is_untouched(cell) or fault not in (None, "cell-boolean"):
        return False
    return _clear_mark(cell, key, _words(rubric)) is not None


def is_answer(cell: InputCell, rubric: Rubric) -> bool:
    """Whether a cell is an answer itself, a mark or a level, and names nobody."""
    return is_mark(cell, rubric) or read_level(cell, rubric).level is not None


_STATUS_WORDS = {
    Answered.OPEN: "ประเมิน",
    Answered.CLOSED: "ประเมินเสร็จ (ช่องว่าง = ไม่มี)",
    Answered.NOT_REPORTED: "ไม่รายงาน",
    Answered.EXEMPT: "ยกเว้น",
}
_LOWEST = "ประเมินเสร็จ (ช่องว่าง = ผลต่ำสุดของข้อ)"
"""Where the lowest grade of an item has another name than ไม่มี."""
_BY_STATUS = {squeeze(word): said for said, word in _STATUS_WORDS.items()} | {
    squeeze(_LOWEST): Answered.CLOSED,
    squeeze("ประเมินเสร็จ"): Answered.CLOSED,
    squeeze("ประเมินเสร็จแล้ว"): Answered.CLOSED,
    squeeze("ไม่รายงานผล"): Answered.NOT_REPORTED,
    squeeze("N/A"): Answered.NOT_REPORTED,
}


def status_word(said: Answered, rubric: Rubric) -> str:
    """The word of the drop-down for a status."""
    if said is Answered.NOT_STARTED and rubric.state.not_started:
        return rubric.state.not_started.printed
    if said is Answered.CLOSED and _names_lowest(rubric):
        return _LOWEST
    return _STATUS_WORDS.get(said, "")


def _names_lowest(rubric: Rubric) -> bool:
    """Whether a blank of a finished assessment is, of some item, a grade of another name."""
    items = (item for one in rubric.indicators for item in one.item if item.grades)
    return any(squeeze(next(iter(item.graded))) != squeeze("ไม่มี") for item in items)


def statuses(rubric: Rubric) -> tuple[str, ...]:
    """The words of the drop-down for statuses, in its order."""
    words = tuple(status_word(said, rubric) for said in _STATUS_WORDS)
    started = rubric.state.not_started
    return (*words, started.printed) if started else words


def _is_not_started(text: str, rubric: Rubric) -> bool:
    started = rubric.state.not_started
    return started is not None and squeeze(text) == squeeze(started.printed)


def read_status(cell: InputCell | None, rubric: Rubric | None = None) -> Said:
    """The meaning of a status cell (layouts 1–3); ``-`` and ``ยกเว้น: เหตุผล`` as in layout 4.

    Without a rubric only the words that every rubric has are known.
    """
    if cell is None:
        return BLANK
    if fault := unanswering(cell):
        return _wrong(fault)
    text = normalise(cell.text)
    if said := _BY_STATUS.get(squeeze(text)):
        return Said(said)
    if rubric and _is_not_started(text, rubric):
        return Said(Answered.NOT_STARTED)
    if text in _DASHES:
        return Said(Answered.DASH)
    if exempt := _EXEMPT.fullmatch(text):
        reason = exempt["reason"].strip()
        return Said(Answered.EXEMPT, reason=reason if squeeze(reason) else None)
    known = statuses(rubric) if rubric else ()
    near = _nearest_alike(text, known, 0.5)
    if rubric and _FINISHED.search(text):
        said = Answered.OPEN if _NOT_YET.search(text) else Answered.CLOSED
        near = status_word(said, rubric)
    return _wrong("status-unknown", near)


WITHOUT_LEVEL = frozenset({Answered.NOT_REPORTED, Answered.EXEMPT})
"""The statuses that leave an indicator without a level; what is not started has the lowest."""
_FINISHED = re.compile("เสร็จ|ประเมินแล้ว")
# Beside these says that an assessment is not finished, however like it the rest reads.
_NOT_YET = re.compile("บางส่วน|บางข้อ|บางรายการ|ไม่|เกือบ|ใกล้|กำลัง|ค้าง|เหลือ|ร้อยละ|%")
