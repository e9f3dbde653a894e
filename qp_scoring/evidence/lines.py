"""A line of a report, and the lines that a margin broke as the one line they are.

Text files of mail programs and text layers of PDFs break every line at the same width. There a
line goes on with the next one where that one's first word had no room left on it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from qp_scoring.evidence.text import (
    CLAUSE,
    LEADS_ON,
    MONTHS,
    begins_entry,
    is_filler,
    is_markdown_heading,
    leaves_open,
    split_lead,
    without_debris,
)
from qp_scoring.thai import to_arabic_digits

# Widths at which programs and pages break lines, in letters.
_MARGINS = range(40, 141)
_WORD = 14  # letters that a Thai word rarely exceeds; it has no space that says where it ends
_LONGEST_WORD = 30
_PAGE_WORD = 3  # letters by which the room on a page may be misjudged, for letters differ in width
_WIDE, _WIDER = re.compile("[๐-๙]"), 0.5  # and so many letters are these wider
_ENOUGH = 5  # lines that end at the margin, before it is taken for one
_WIDELY = 100  # one line in so many holds two spaces between words, where these are a habit
_GO_ON = 2  # one in so many of these goes on, or each says all that its writer had to say
_AGAIN = 3  # times that a line stands in a report, apart from itself
_STRAYS = 100  # one line among so many may be wider: an address, a row of a table
# Of lines that are as long as their writer had to say, the longest are the fewest. Where a margin
# breaks them there are at least so many times more of them in its last word than in the one before.
_HEAPED = 1.5
# Or in its last letters than in as many before these.
_EDGE, _CROWDED = 5, 2
_LEADERS = re.compile(r"\.{4}|…|_{4}")  # drawn to the margin, and beyond it
# Behind these a number is none of a list: a share may have a point, others count whole things.
_SHARES = re.compile(r"(?:ร้อยละ|เฉลี่ย)\s*$")
_SHARE = re.compile(r"[0-9๐-๙][0-9๐-๙,]*(?:\.[0-9๐-๙]+)?(?=\s|$)")
_COUNTS = re.compile(r"(?:จำนวน|เขต|วันที่|ครั้งที่|พ\.ศ\.|ปี|ปีงบประมาณ|ปีการศึกษา|ประมาณ|ทั้งสิ้น|รวม)\s*$")
_COUNT = re.compile(r"[0-9๐-๙][0-9๐-๙,]*(?=\s|$)")
# Whose name begins a line says who goes on, unless the line before leads to the name.
_UNIT = re.compile(
    r"(?:(?:ชื่อ)?หน่วยงาน\s*:|สำนักงานเขตพื้นที่การศึกษา|สพ[ปมท]|(?:โรงเรียน|สถานศึกษา)เอกชน|วิทยาลัย|อาชีวศึกษาจังหวัด|(?:สนง\.\s?)?(?:สกร|กศน)\.(?!\s?[0-9๐-๙])|ศูนย์การศึกษาพิเศษ"
    r"|(?:สำนักงาน|สนง\.)\s?(?:อาชีวศึกษา|ส่งเสริมการเรียนรู้|ศึกษาธิการ|การศึกษาเอกชน))"
)
# How a line ends inside the name of an office, and how the next one goes on with it.
_BROKEN_NAMES = tuple(
    (re.compile(begun), re.compile(rest))
    for begun, rest in (
        (r"สำนักงานเขต(?:พื้นที่)?\s*$", r"(?:พื้นที่)?การศึกษา(?:ประถม|มัธยม)ศึกษา"),
        (r"สำนักงานเขตพื้นที่การศึกษา\s*$", r"(?:ประถม|มัธยม)ศึกษา"),
        (r"(?:สพป\.|การศึกษาประถมศึกษา)\s*$", r"[ก-๎]{2,20}\s+เขต\s*[0-9๐-๙]"),
        (r"(?:สพป\.|การศึกษาประถมศึกษา)\s?[ก-๎]{2,20}\s*$", r"เขต\s*[0-9๐-๙]"),
        (r"(?:สพป\.|การศึกษาประถมศึกษา)\s?[ก-๎]{2,20}\s+เขต\s*$", r"[0-9๐-๙](?![0-9๐-๙.)])"),
        (r"ทั้ง\s?[0-9๐-๙]\s*$", r"เขต(?![ก-๎])"),
        (
            r"(?:สพ[ปม]\.|การศึกษา(?:ประถม|มัธยม)ศึกษา)\S[^.]{0,40}$",
            r"(?:และ|กับ)\s*(?:สพ[ปม]\.|สำนักงานเขตพื้นที่)",
        ),
    )
)
_NAME_GOES_ON = re.compile("|".join(rest.pattern for _, rest in _BROKEN_NAMES))
_LEADS_TO_NAME = re.compile(
    r"(?:ณ|ที่|ทุก|ส่วน|ทั้งนี้|สนง\.|จาก|ของ|กับ|โดย|สังกัด|และ|หรือ|แก่|ให้|ต่อ|ถึง|ใน|ร่วม|ผ่าน|ระหว่าง|คำสั่ง|ประกาศ|ได้แก่|คือ|เช่น|ไปยัง|ผู้อำนวยการ|ผอ\.|วิทยากร|เจ้าหน้าที่"
    r"|ประธาน|คณะกรรมการ|เสนอ|ศึกษานิเทศก์|บุคลากร|ห้องประชุม|หอประชุม|ศูนย์|เว็บไซต์|ตาม|สู่|เป็น|มายัง|ผู้แทน|ครู|[,/(“\"])\s*$"
)
# So does a list of names: "ได้แก่ สพป.น่าน เขต 1 สพม.น่าน".
_LISTS_NAMES = re.compile(
    rf"(?:ได้แก่|ประกอบด้วย)\s*(?:{_UNIT.pattern}\S*(?:\s+เขต\s*[0-9๐-๙]+)?"
    # A place is no unit, or a long list of names could be read in ever so many ways.
    rf"(?:\s+(?!{_UNIT.pattern})[ก-๙]{{2,15}})?(?:\s+|$))+$"
)
# What no margin parts from the word behind it: what opens brackets or quotes, abbreviations.
_SHORTENED = re.compile(r"[(\[“‘\"']*(?:[ก-๎A-Za-z]{1,4}\.)*")
# Words that begin no paragraph, and that programs take for one with the word behind them.
_LEANING = frozenset(("ตาม", "เป็น", "และ", "หรือ", "ที่", "ของ", "ต่อ", "กับ"))
_DIGIT = re.compile(r"[0-9๐-๙]")
# Nor is any list as long as these, or counts in shares and hours: 96.1, 4.62, 0.8, 7.0, (86), 8 %.
_FIGURE = re.compile(
    r"\(?(?:(?:0|1[3-9]|[2-9][0-9])\.[0-9]{1,2}|[0-9]{1,2}\.(?:0|1[3-9]|[2-9][0-9]|0[0-9]))(?![0-9.])"
    r"|\((?:3[1-9]|[4-9][0-9])\)"
    r"|\(?[0-9]{1,2}(?:\.[0-9]{1,2})?\s?(?:%|น\.)"
)
# Others with a point are figures where what stands before leads to one, or behind it is counted.
_MEASURED = re.compile(
    r"[0-9]{1,2}\.[0-9]{1,2}(?=\s*(?:$|(?:จาก|เป็น|หลัง)\s?[0-9]|คะแนน|ล้าน|บาท|ชั่วโมง|กิโลเมตร|กม\.|ตารางเมตร))"
)
_LEADS_TO_FIGURE = re.compile(
    r"(?:จาก|เป็น|ได้|หลัง|ก่อน|เฉลี่ย|(?:เพิ่ม|สูง|ดี|มาก)?ขึ้น|ลดลง|สูงกว่า|ต่ำกว่า|คะแนน|วาระที่|[=:])\s*$"
)
_CALLED_ENTRY = re.compile(r"(ข้อ|กิจกรรมที่|โครงการที่|ขั้นที่|ขั้นตอนที่|ด้านที่)\s?([0-9]{1,2})(?![0-9.])")
# An abbreviation of a month or an agency that a margin broke, the break told by a line feed.
_BROKEN_SHORT = re.compile(
    r"(?<![ก-๎])(?:(?:ม|มี|มิ|ก|ส|ต|พ|ธ)\.?\n(?:ค|ย|พ)|เม\.?\nย|(?:พม|สส|ศธ|อบ)\.?\nจ|อบ\.?\nต|(?:กศ|สส)\.?\nน|ตช\.?\nด)\."
)
_SHORT = 6  # letters of which one has fewer
# What ends brackets, and what may stand before it.
_CLOSED = re.compile(r"[^()]{0,20}\)")
_CLOSINGS = re.compile(r"[\s)\]”\"]*[)\]”\"]\s*")
# What ends a range, and is no entry of a list; and what may begin one.
_SPAN_END = rf"(?:[0-9๐-๙]|[ปมอ]\.\s?[0-9๐-๙]|หลัง|{MONTHS})"
_UNTIL = re.compile(rf"[-–]\s*{_SPAN_END}")
_SINCE = re.compile(rf"(?:[0-9๐-๙]|ก่อน|{MONTHS})\s*$")
# A sign between words or names, tight or with spaces: "ค้น-คัด-คุย", "รับแจ้ง – ตรวจสอบ – คุ้มครอง".
_BETWEEN = re.compile(r"[-–+](?=\s?[^\s0-9๐-๙])")
_INDENTED = re.compile(r"\t| {4,}")
# Where one broken line among so many ends with a space, the spaces at their ends were kept.
_KEPT = 20
# Where more than one in so many ends so that nothing goes on from, they say nothing.
_FILLED = 2
# Letters at each side of a break by which a space between them is judged, and of the spaces
# between words how many letters, so counted, one has before anything is known of its letters.
_SIDE = 4
_SPACED, _DOUBT = 0.2, 2
# Signs behind which a space always stands; what often begins behind one, and ends before one (a
# count of things): so many times likelier than by the report's own letters, as 109 made reports
# have it that were broken at 80 letters (of 818 lost spaces 398 are put back, 216 without these).
_SPACED_SIGNS = ("ฯ", "ๆ")
_BEGINS = re.compile(rf"{CLAUSE}|และ|[ก-๎]{{1,4}}\.")
_COUNTED = re.compile(rf"[0-9๐-๙]\s?(?!(?:{MONTHS})$)[ก-๎]{{2,9}}$")
_BEGUN, _ENDED = 8, 3


FirstWord = Callable[[str], str]


class _Widths(dict[str, int]):
    """How wide characters are: 0 for marks above and below a letter, else 1; asked of every one."""

    def __missing__(self, character: str) -> int:
        self[character] = wide = int(unicodedata.category(character) != "Mn")
        return wide


_WIDTHS = _Widths()


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, counted from 1; a paragraph or table row of a Word document is one.

    Several lines have one number where a paragraph holds line breaks. ``more`` are the lines on
    which it goes on, counted from its own; a space begins those before which one stood, or is
    likely to have stood before it was lost at the margin. Of a page's line it is known how many
    letters had ``room`` behind it, whether it begins to the right of the line before, and whether
    it ``opens`` a paragraph, as the page shows by where others go on; what stands in a table has
    the count of its ``row``, and its ``column``.
    """

    number: int
    text: str
    more: tuple[str, ...] = ()
    room: float | None = None
    indented: bool = False
    opens: bool = False
    row: int | None = None
    column: int = 0


def width(text: str) -> int:
    """How many letters wide a text is printed."""
    return sum(map(_WIDTHS.__getitem__, text))


def unbroken(lines: Sequence[Line], first_word: FirstWord) -> Sequence[Line]:
    """The lines with those joined that a margin broke; the same where there is no margin.

    ``first_word`` gives the first word of a text that begins with Thai.
    """
    lines = _not_indented(lines)
    texts = [line.text.strip() for line in lines if not _LEADERS.search(line.text)]
    # What stands there again and again, apart, is a heading, and as long each time.
    again = Counter(one for one, _ in groupby(texts))
    widths = [width(one) for one in texts if again[one] < _AGAIN]
    margin = _margin(widths)
    drawn = any(line.room is not None for line in lines)
    if not margin and not drawn:
        return _with_whole_names(lines)
    # A space may have stood at the end of a line, or two where the writer often leaves two.
    wide = sum("  " in one for one in texts) * _WIDELY >= len(texts)
    edge = margin - (2 if wide else 1)
    wholes = list[Line]()
    for row, group in groupby(lines, key=lambda line: line.row):
        own = list(group)
        if row is None or len({line.column for line in own}) == 1:
            wholes += _joined(own, edge, first_word)
        else:
            wholes.append(_row(own, edge, first_word))
    at_margin = sum(margin - _WORD < one <= margin for one in widths)
    if not drawn and sum(len(one.more) for one in wholes) * _GO_ON < at_margin:
        return _with_whole_names(lines)
    return _with_spaces(wholes)


def _with_whole_names(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with those joined between which the name of an office is broken: that is certain.

    No margin is known, for in a short report too few lines end at it.
    """
    wholes = list[Line]()
    for line in lines:
        last = (wholes[-1].text, *wholes[-1].more)[-1] if wholes else ""
        after = line.text.strip()
        cell = line.text.startswith("\t")  # by itself, whatever stands in the one before it
        if not (line.opens or cell) and _is_inside_name(last, after):
            after = f" {after}" if after.startswith(("เขต", "และ", "กับ")) else after
            wholes[-1] = replace(wholes[-1], more=(*wholes[-1].more, after))
        else:
            wholes.append(line)
    return wholes if len(wholes) < len(lines) else lines


def _is_inside_name(before: str, after: str) -> bool:
    """Whether the name of an office is broken between two lines."""
    if _NAME_GOES_ON.match(after) is None:  # nearly every line
        return False
    return any(rest.match(after) and begun.search(before) for begun, rest in _BROKEN_NAMES)


def _not_indented(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the spaces with which all of them begin."""
    texts = [line.text for line in lines if line.text.strip()]
    common = min((len(one) - len(one.lstrip(" ")) for one in texts), default=0)
    return [replace(line, text=line.text[common:]) for line in lines] if common else lines


def _with_spaces(wholes: Sequence[Line]) -> list[Line]:
    """The lines with the spaces between those on which they go on.

    Some programs keep the space at the end of a broken line; pages that keep it lose others.
    """
    breaks = [pair for one in wholes for pair in pairwise((one.text, *one.more))]
    ending = sum(before[-1:].isspace() for before, _ in breaks)
    lasts = [last for one in wholes if (last := (one.text, *one.more)[-1]).strip()]
    filled = sum(one[-1].isspace() for one in lasts) * _FILLED > len(lasts)
    kept = ending * _KEPT >= len(breaks) and all(one.room is None for one in wholes)
    kept = kept and not filled
    spaces = _Spaces([text for one in wholes for text in (one.text, *one.more)], breaks)

    def spaced(before: str, after: str, *, in_row: bool) -> str:
        if in_row and after[:1].isspace():
            return after
        stood = (before[-1:].isspace() and not filled) or (
            not kept and spaces.likely(before, after)
        )
        return (" " if stood else "") + after.lstrip()

    return [
        replace(
            one,
            more=tuple(
                spaced(*pair, in_row=one.row is not None)
                for pair in pairwise((one.text, *one.more))
            ),
        )
        if one.more
        else one
        for one in wholes
    ]


class _Spaces:
    """Whether a space stood where a margin broke a line, by how its letters stand elsewhere.

    Thai parts clauses by spaces and no words; which words begin and end clauses is the writer's
    habit. So the letters before and behind a break are looked for inside the report's lines: how
    often a space follows these, how often one precedes those.
    """

    def __init__(self, texts: Sequence[str], breaks: Sequence[tuple[str, str]]) -> None:
        ends = {before.rstrip()[-_SIDE:] for before, _ in breaks}
        begins = {after.lstrip()[:_SIDE] for _, after in breaks}
        self._behind: Counter[tuple[str, bool]] = Counter()
        self._before: Counter[tuple[str, bool]] = Counter()
        for text in map(str.strip, texts):
            for at in range(len(text) - _SIDE + 1):
                letters = text[at : at + _SIDE]
                if letters in ends and at + _SIDE < len(text):
                    self._behind[letters, text[at + _SIDE] == " "] += 1
                if letters in begins and at:
                    self._before[letters, text[at - 1] == " "] += 1

    def likely(self, before: str, after: str) -> bool:
        """Whether a space is likelier than none between two lines."""
        before, after = before.rstrip(), after.lstrip()
        if before.endswith(_SPACED_SIGNS):
            return True
        if leaves_open(before) or (_UNIT.match(after) and _LEADS_TO_NAME.search(before)):
            return False
        odds = _odds(self._behind, before[-_SIDE:]) * _odds(self._before, after[:_SIDE])
        odds *= _BEGUN if _BEGINS.match(after) else 1
        odds *= _ENDED if _COUNTED.search(before) else 1
        return odds > _SPACED / (1 - _SPACED)


def _odds(counted: Counter[tuple[str, bool]], letters: str) -> float:
    """How much likelier a space is beside letters than none."""
    spaced = counted[letters, True] + _DOUBT * _SPACED
    return spaced / (counted[letters, False] + _DOUBT * (1 - _SPACED))


def _margin(widths: Sequence[int]) -> int:
    """The width at which all lines are broken; 0 where they are not."""
    found = sorted(filter(None, widths))
    if len(found) < _ENOUGH:
        return 0
    margin = found[-1 - len(found) // _STRAYS]
    heaped = any(
        sum(margin - letters < one <= margin for one in found)
        >= max(
            _ENOUGH, times * sum(margin - 2 * letters < one <= margin - letters for one in found)
        )
        for letters, times in ((_WORD, _HEAPED), (_EDGE, _CROWDED))
    )
    return margin if margin in _MARGINS and heaped else 0


def _joined(lines: Sequence[Line], edge: int, first_word: FirstWord) -> Iterator[Line]:
    whole: Line | None = None
    last = Line(0, "")
    rows = 0, 0  # the tabs of the two lines before: a row whose last cells are empty has fewer
    for line in lines:
        if whole is not None and _goes_on(whole, last, line, edge, first_word, max(rows)):
            whole = replace(whole, more=(*whole.more, line.text))
        else:
            if whole is not None:
                rows = rows[1], _tabs(whole)
                yield whole
            whole = line
        last = line
    if whole is not None:
        yield whole


def _row(lines: Sequence[Line], edge: int, first_word: FirstWord) -> Line:
    """The lines of a table's row as one: a tab before each cell, a space before a paragraph."""
    first = lines[0]
    more = list[str]()
    for before, line in pairwise(lines):
        text = line.text.lstrip()
        if line.column != before.column:
            text = "\t" * (line.column - before.column) + text
        elif not _goes_on(before, before, line, edge, first_word):
            text = f" {text}"
        more.append(text)
    return replace(first, text="\t" * first.column + first.text.lstrip(), more=tuple(more))


def _tabs(line: Line) -> int:
    """How many tabs part the cells of a line, with all on which it goes on."""
    return sum(without_debris(text).strip().count("\t") for text in (line.text, *line.more))


def _goes_on(
    whole: Line, line: Line, after: Line, edge: int, first_word: FirstWord, tabs: int = 0
) -> bool:
    """Whether the first word of the next line had no room at the end of a whole's last line.

    ``tabs`` are those of a row of the table that both may be in.
    """
    text, plain, following = line.text, without_debris(line.text), without_debris(after.text)
    mark = following and unicodedata.category(following[0]) == "Mn"
    closes = _CLOSED.match(following) is not None and _is_open(whole)
    named = not after.opens and _is_inside_name(plain, following)
    if mark or named or (_CLOSINGS.fullmatch(following) and not is_filler(plain)):
        return True
    counted = (_SHARES.search(plain) and _SHARE.match(following)) or (
        _COUNTS.search(plain) and _COUNT.match(following)
    )
    around = f"{plain.rstrip()[-_SHORT:]}\n{following.lstrip()[:_SHORT]}"
    broken = _BROKEN_SHORT.search(around) is not None
    counts = broken or not begins_entry(following) or _goes_on_counting(whole, plain, following)
    figure = _DIGIT.search(following) and (closes or counts)
    blank = is_filler(following) and not (counted or figure)
    blank = blank or _LEADERS.match(following.strip()) is not None
    if is_filler(plain) or blank or _INDENTED.match(following) or is_markdown_heading(following):
        return False
    if not (counts or counted or closes):
        return False
    if _are_rows(whole, line, after, tabs) or _counts_up(whole, following):
        return False
    if _UNIT.match(following) and not (_LEADS_TO_NAME.search(plain) or _LISTS_NAMES.search(plain)):
        return False
    if after.opens or (after.indented and not begins_entry(plain)):
        return False
    word = following.split(maxsplit=1)[0]
    shortened = _SHORTENED.match(word)
    end = shortened.end() if shortened else 0
    first = word[:end] + first_word(word[end:])
    if first in _LEANING and first != word:
        first += first_word(word[len(first) :])
    room: float
    if line.room is None:
        room = edge - width(text.rstrip())
    else:
        room = line.room - _PAGE_WORD - _WIDER * len(_WIDE.findall(first))
    full = room < width(first) or broken or leaves_open(plain)
    return room < min(_LONGEST_WORD, width(word)) and full


def _are_rows(whole: Line, line: Line, after: Line, tabs: int) -> bool:
    """Whether two lines are rows of a table, each by itself: with more ``tabs`` than one has."""
    texts = without_debris(line.text), without_debris(after.text)
    if all(text.lstrip().startswith("|") for text in texts):
        return True
    return all("\t" in text.strip() for text in texts) and _tabs(whole) + _tabs(after) > tabs


def _is_open(whole: Line) -> bool:
    """Whether brackets are still open at the end of a whole."""
    text = "".join((whole.text, *whole.more))
    return text.rfind("(") > text.rfind(")")


def _goes_on_counting(whole: Line, text: str, following: str) -> bool:
    """Whether the number or sign that begins a line is none of a list.

    It ends a range, is a figure, stands between words as others of its kind do, or follows one
    inside a whole ("… 2. … 3.").
    """
    following = to_arabic_digits(following).lstrip()
    if _SINCE.search(text) and _UNTIL.match(following):
        return True
    measured = _LEADS_TO_FIGURE.search(text) and _SHARE.match(following)
    if measured or _FIGURE.match(following) or _MEASURED.match(following):
        return True
    return _stands_between(whole, following) or _counts_on(whole, following)


def _stands_between(whole: Line, following: str) -> bool:
    """Whether a line begins with a sign that stands between words, as it does around its break.

    A whole that begins with a sign itself is an entry of a list.
    """
    sign = _BETWEEN.match(following)
    text = without_debris("".join((whole.text, *whole.more))).strip()
    if not sign or not text or _BETWEEN.match(text) or text.endswith(LEADS_ON):
        return False
    tight = not following[1:2].isspace()
    if tight:
        around = (text.split()[-1], following.split(maxsplit=1)[0][1:])
        return any(sign[0] in one[1:-1] for one in around) or following.startswith("++")
    return re.search(rf"[^\s0-9]\s{re.escape(sign[0])}\s[^\s0-9]", text) is not None


def _counts_up(whole: Line, following: str) -> bool:
    """Whether a line begins with the number after the one that a whole begins with, both bare."""
    text = without_debris(whole.text)
    first, second = split_lead(text)[0], split_lead(following)[0]
    bare = first.isdecimal() and second.isdecimal() and not begins_entry(text)
    return bare and int(second) == int(first) + 1


def _counts_on(whole: Line, following: str) -> bool:
    """Whether a line begins with the number after one that stands inside a whole."""
    called = _CALLED_ENTRY.match(following)
    if called:
        one_less = rf"\s{called[1]}\s?{int(called[2]) - 1}(?![0-9])"
        texts = map(to_arabic_digits, (whole.text, *whole.more))
        return re.search(one_less, " ".join(texts).lstrip()) is not None
    number, _ = split_lead(following)
    if not number:
        return False
    level, dot, count = number.rpartition(".")
    mark = to_arabic_digits(following).lstrip().partition(number)[2].lstrip()[:1]
    behind = rf"\s?{re.escape(mark)}" if mark and mark in ".)" else r"\s"
    before = re.compile(rf"(?:^|\s)\(?{re.escape(level + dot)}{int(count) - 1}{behind}")
    _, first = split_lead(without_debris(whole.text))
    return any(before.search(to_arabic_digits(text)) for text in (first, *whole.more))
