"""Text of a report line: the debris of conversion taken off, and keys to compare titles by."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from qp_scoring.thai import normalise, squeeze, to_arabic_digits

_DEBRIS = re.compile(
    r"\[(?:bookmark|image|รูปภาพ|comment|footnote)\s*:[^\]\[]{0,200}\]"  # left by converters
    r"|!\[[^\]\[]{0,200}\]\([^()]{0,500}\)"  # a picture in Markdown
    r"|</?[a-zA-Z][^<>]{0,200}>"
    r"|\*\*|__|\{#[^{}]{0,100}\}"
)
_LINK = re.compile(r"\[([^\]\[]{1,500})\]\((?:https?:|mailto:|#)[^()]{0,500}\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_ESCAPED = re.compile(r"\\([.\-_*#()\[\]+!>])")
MARKDOWN_LEVELS = 6
_MARKDOWN_HEAD = re.compile(rf"^\s{{0,3}}(?:>\s*)*(#{{1,{MARKDOWN_LEVELS}}})\s+")
_BULLET = r"[-–—•·▪●○◦➢✓✔*+❖★☆➤►▶■□◆◇]"
_NUMBER = r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}"
LETTERS = "กขคงจฉชซ"
"""The letters in which a Thai report counts."""

TOPIC_WORDS = "จุดเน้น|ประเด็น(?:การตรวจราชการ|นโยบาย)?|หัวข้อ|เรื่อง"
"""A pattern of what a topic is called before its number."""

LEADS_ON = ("ดังนี้", "ได้แก่", "ดังต่อไปนี้", ":", "คือ", "ประกอบด้วย")
"""How a text ends that leads to a list."""

MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
# Behind these a number counts: "39 คน กลับเข้าเรียน".
_COUNTED = (
    r"(?:คน|ราย|แห่ง|ครั้ง|เล่ม|ทุน|ฉบับ|ครอบครัว|ครัวเรือน|หลัง|เครื่อง|บาท|ชั่วโมง|รุ่น|โรง(?:เรียน)?"
    r"|อำเภอ|ตำบล)(?![ก-๎])"
)
# A list mark or number that stands before a heading, a question or an answer; no day of a month.
_LEAD = re.compile(
    rf"^(?:\s|{_BULLET}|\.(?=\s|[0-9]\s))*(?:\((?P<bracketed>{_NUMBER})\)\s*"
    rf"|(?P<number>{_NUMBER})(?:\s*[.):]|(?=\s|[^0-9.,/\s])(?!\s*(?:{MONTHS}|{_COUNTED})))\s*"
    rf"|\(?[{LETTERS}]\)\s*|[{LETTERS}]\.\s+)?"
)
_MARKED = re.compile(
    rf"^\s*(?:{_BULLET}\s*\S|\(?{_NUMBER}\s*[.)]|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})+\s|#{{1,6}}\s|[{LETTERS}]\.\s"
    r"|กิจกรรมที่\s*[0-9]|โครงการที่\s*[0-9]|ขั้น(?:ตอน)?ที่\s*[0-9]|ด้านที่\s*[0-9]|ข้อ\s*[0-9])"
)
_ENTRY_MARK = re.compile(
    rf"\s*(?:{_BULLET}|\(?{_NUMBER}[.)]?(?=\s|[ก-๙])|(?:กิจกรรม|โครงการ)ที่\s*[0-9]{{1,2}})"
)
# A figure is none: "-5", "2.1 ล้านบาท".
_LIST_MARK = re.compile(
    rf"(?:\s*(?:{_BULLET}(?:\s+|(?=[^\s0-9]))|\((?:{_NUMBER}|[{LETTERS}])\)\s*"
    rf"|{_NUMBER}\s*[.)](?=\s*[^\s0-9])\s*|[{LETTERS}][.)]\s+))*"
)
_DIGITS = re.compile(r"[0-9]+")
# What stands in brackets.
ASIDE = re.compile(r"\([^()]*\)")
# Signs that only lead the eye, or stand where nothing was written.
_FILLER = re.compile(r"[\s.…_\-–—·•▪●○◦➢✓✔❖★☆➤►▶■□◆◇*:;,/|()\[\]0-9๐-๙]+")


# One of these stands in all of them.
_MAY_BE_DEBRIS = re.compile(r"[\[<*_{\\&]")


def without_debris(text: str) -> str:
    """A line without bookmarks, picture marks, tags and Markdown signs; its words stay."""
    if not _MAY_BE_DEBRIS.search(text):
        return text
    text = _AUTOLINK.sub(r" \1 ", html.unescape(text) if "&" in text else text)
    text = _LINK.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", _DEBRIS.sub("", text))


# A second sara aa behind a sara am: some PDF writers give the letter and its second half.
_DOUBLED_AM = re.compile("ำา")
# Words that need their sara am, as files have them that lost it: its ring, or all of it.
_LOST_AM = re.compile(r"(ส(?=า?นักงาน)|ด(?=า?เนิน[กง])|จ(?=านวน)|ก(?=า?หนด))า?")
_LOST_ENOUGH = 3  # once may be a slip of the hand
# No words of their own: their sara am has lost its ring.
_RINGLESS = re.compile(r"(?:ส(?=านักงาน)|ด(?=าเนิน[กง])|(?<!รา)ค(?=าสั่ง))า")
# No word begins with sara am or sara aa: what stands apart from its consonant is a sara am, if
# without its ring.
_APART_AM = re.compile("(?<=[ก-ฮ])[ \u00a0]+(?:ำ|า(?=[ก-ฮเ-ไ\\s]|$))", re.MULTILINE)
# Fonts that take sara aa for sara am set the real one apart: "ส ำนักงำนกำรศึกษำ".
_AM_FOR_AA = re.compile("กำร(?!าบ)|ศึกษำ|งำน")
_TRUE_AM, _TRUE_AM_KEPT = re.compile("(?<=[ก-ฮ]) +ำ"), "\x1e"
# A tone mark stands above a consonant that begins a syllable: not behind its vowel (ดา้น), nor on
# what closes it (ตัง้, ขอ้เสนอ).
_LATE_TONE = re.compile(
    "(?<=[ก-ฮ])(?P<vowel>า)(?P<tone>[่-๋])|(?P<closed>[ัื][ก-ฮ]|(?<=[ก-ฮ])อ)(?P<late>[่-๋])(?![าะำอวิ-ู])"
)
# In a text that has several of them, the same where another word might be meant elsewhere:
# "สง่เสริม", "ดว้ย", "แกว้"; and behind a word that nothing else follows: "พื้นทีก่าร".
_LATE_TONE_TOO = re.compile(
    "(?P<nasal>(?<=[ก-สฬ])(?:ง(?=[่้])|น(?=้)))(?P<tone>[่้])(?![าะำอวยหิ-ู็-์ัๆ])"
    "|(?P<glide>(?<![เ-ไ][ก-ฮ])(?<=[ก-ฮ])ว)(?P<of_glide>[่้])(?=[ก-ฬฮ](?![ะาำิ-ู์็-์]))"
    "|(?P<w>(?<=แก|แล)ว)(?P<of_w>้)(?![าะิ-ู])|(?P<next>(?<=พื้นที)(?:[ขดม]|ก(?=่าร)|น(?=่ี้)))(?P<of_next>่)"
)
# Words of every report, as fonts leave them whose marks above a letter are lost.
_MARKLESS = {
    "ไมมี": "ไม่มี",
    "ไมได": "ไม่ได้",
    "ปญหา": "ปัญหา",
    "ปจจัย": "ปัจจัย",
    "กาวหนา": "ก้าวหน้า",
    "ผูเรียน": "ผู้เรียน",
    "ผูบริหาร": "ผู้บริหาร",
}
_MARKLESS_WORDS = re.compile("|".join(_MARKLESS))


def mended(text: str) -> tuple[str, bool]:
    """A whole text with its letters mended where that is certain, and whether it was needed.

    Certain are a sara am doubled, apart, or in place of every sara aa, words that are none without
    its ring (สานักงาน, คาสั่ง), and the four that every report holds where several of them lack
    theirs (ดเนินการ); a tone mark behind its place; words of the form without their marks where
    several lack them.
    """
    given = text
    text = _DOUBLED_AM.sub("ำ", text)
    if sum(1 for _ in _AM_FOR_AA.finditer(text)) >= _LOST_ENOUGH and _TRUE_AM.search(text):
        # A passage of such a font may be pasted into a sound text.
        pasted = "า" in text
        text = "".join(
            line if pasted and not _AM_FOR_AA.search(line) else _with_true_am(line)
            for line in text.splitlines(keepends=True)
        )
    text = _APART_AM.sub("ำ", text)
    lost = sum(1 for found in _LOST_AM.finditer(text)) >= _LOST_ENOUGH
    text = _RINGLESS.sub(lambda found: found[0][0] + "ำ", text)
    text = _LOST_AM.sub(r"\1ำ", text) if lost else text
    text, late = _LATE_TONE.subn(_with_tone_before, text)
    if late >= _LOST_ENOUGH:
        text = _LATE_TONE_TOO.sub(lambda found: found[0][::-1], text)
    if sum(1 for _ in _MARKLESS_WORDS.finditer(text)) >= _LOST_ENOUGH:
        text = _MARKLESS_WORDS.sub(lambda found: _MARKLESS[found[0]], text)
    return text, lost or text != given


def _with_true_am(text: str) -> str:
    return _TRUE_AM.sub(_TRUE_AM_KEPT, text).replace("ำ", "า").replace(_TRUE_AM_KEPT, "ำ")


def _with_tone_before(found: re.Match[str]) -> str:
    tone, behind = found["tone"] or found["late"], found["vowel"] or found["closed"]
    # Of "ตัง้" the mark above the first consonant stays where it is.
    return behind[:-1] + tone + behind[-1]


@lru_cache(maxsize=256)  # every cell is asked of several times in a row
def plain(text: str) -> str:
    """A line as it is read: no debris, one space for many, Markdown's heading signs off."""
    bare = without_debris(text)
    return normalise(_MARKDOWN_HEAD.sub("", bare) if "#" in bare else bare)


def is_markdown_heading(text: str) -> bool:
    """Whether a line is marked as a heading in Markdown."""
    return _MARKDOWN_HEAD.match(text) is not None


BRACKETS = "[]"
RULES = "=="


def heading_signs(text: str) -> str:
    """The signs that make a heading of a whole line (##, **, []); empty where there are none."""
    if found := _MARKDOWN_HEAD.match(text):
        return found[1]
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return BRACKETS
    whole = len(bare) > len("****") and bare.startswith("**") and bare.endswith("**")
    return "**" if whole and "**" not in bare[2:-2] else ""


@lru_cache(maxsize=4_096)
def split_lead(text: str) -> tuple[str, str]:
    """The number before a plain text (Arabic digits, empty if none), and the text after it."""
    match = _LEAD.match(to_arabic_digits(text))
    if match is None:
        return "", text
    return match["number"] or match["bracketed"] or "", text[match.end() :].strip()


def begins_entry(text: str) -> bool:
    """Whether a line begins with a bullet, a number or a step, as a new entry does."""
    return _MARKED.match(to_arabic_digits(text)) is not None


def without_mark(text: str) -> str:
    """A text without the bullet, or the number with a point or bracket, that marks its entry."""
    return text[_LIST_MARK.match(to_arabic_digits(text)).end() :]  # type: ignore[union-attr]


def mark_of_entry(text: str) -> str:
    """What marks an entry of a list, alike for all of them ("0.", "-"); empty where it has none."""
    found = _ENTRY_MARK.match(to_arabic_digits(text))
    return _DIGITS.sub("0", "".join(found[0].split())) if found else ""


FIGURE = re.compile(r"[0-9๐-๙]")
FIGURE_ALONE = re.compile(r"[0-9๐-๙][0-9๐-๙,]*(?:\.[0-9๐-๙]+)?\s*%?")
"""What a cell of a table tells by itself, and no number of an item."""


@lru_cache(maxsize=4_096)
def is_filler(text: str) -> bool:
    """Whether a text holds no words: dotted leaders, dashes, bare numbers."""
    return _FILLER.fullmatch(text) is not None if text else True


# The levels that the form asks suggestions for, before what is said to each.
_LEVEL = re.compile(
    r"(?:^|(?<=[\s/;,]))(?:\(?[0-9๐-๙][.)]\s*)?(?:ข้อเสนอแนะ\s*)?(?:ระดับ|เชิง)(?:พื้นที่|นโยบาย)(?=[\s:.…(/\-–]|$)"
    r"(?:\s*\([^()]*\))?\s*:?"
)


def names_level(text: str) -> bool:
    """Whether a text begins with a level that suggestions are asked for."""
    return _LEVEL.match(text) is not None


def by_level(text: str) -> list[str]:
    """What a text says to each level that it names, if it begins with one; else all of it."""
    if "พื้นที่" not in text and "นโยบาย" not in text:  # nearly every text
        return [text]
    said = _LEVEL.split(text)
    return said[1:] if len(said) > 1 and is_filler(said[0]) else [text]


def has_words(text: str) -> bool:
    """Whether a text holds any letter."""
    return any(character.isalpha() for character in text)


_LEADERS = re.compile(r"\.{4,}|…+|_{3,}")


def without_leaders(text: str) -> str:
    """A text without runs of dots and underscores, which lead from one end of a line to another."""
    if "..." in text or "…" in text or "___" in text:
        text = _LEADERS.sub(" ", text)
    return normalise(text)


@lru_cache(maxsize=32_768)
def key(text: str) -> str:
    """The key by which titles and headings are compared; digits are Arabic."""
    return squeeze(text).replace(",", "").replace("/", "").replace("*", "").replace(":", "")


def position_after(text: str, end: str, least: int) -> int:
    """Where in a text the first occurrence of a key ends that begins after ``least`` of its key."""
    found = key(text).find(end, least) + len(end)
    low, high = 0, len(text)
    while low < high:  # the key of a prefix grows with the prefix
        middle = (low + high) // 2
        if len(key(text[:middle])) < found:
            low = middle + 1
        else:
            high = middle
    return low


_LONGEST_BEFORE = 100  # characters


def right_before(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    """What stands right before a place, by a pattern that ends with ``$`` and is no longer."""
    return pattern.search(text, max(0, place - _LONGEST_BEFORE), place)


# Words that leave a sentence open at its end, unless they end another word: พื้นที่, ติดตาม, โครงการ.
_LEAVES_OPEN = re.compile(
    r"(?:และ|หรือ|ซึ่ง|เพื่อ|โดย|คือ|จาก|ระหว่าง|ได้แก่|ประกอบด้วย|จำนวน|เมื่อวันที่|/|,|\("
    r"|เป็นแนวทาง|(?<=[^0-9๐-๙\s]\s)(?:โรงเรียน|สถานศึกษา)|(?<!สิ่ง)ของ|(?<!ภาย)ใน|(?<!กำ)กับ|(?<!จำ)เป็น|(?<!ติด)ตาม|(?<!ศึกษา)(?<!เรียน)ต่อ|(?<!ได้)แก่"
    r"|(?<!พื้น)(?<!หน้า)(?<!เต็ม)(?<!แผน)(?<!คง)ที่|(?<!ทุก)(?<![0-9๐-๙\s])(?:ด้าน|เรื่อง)"
    r"|(?:^|\s|ใน|มี|ของ|และ|ด้าน|โดย|จาก|ต่อ|เพื่อ|ตั้งแต่|ให้|ถึง|เน้น)(?:การ|ความ))$"
)


def leaves_open(text: str) -> bool:
    """Whether a text ends with a word that another one must follow."""
    return right_before(_LEAVES_OPEN, text, len(text)) is not None


# How a clause begins, as a rule behind a space: before it a long answer may be cut in two.
CLAUSE = (
    r"(?:โดย(?!เฉพาะ)|ซึ่ง|ทั้งนี้|นอกจากนี้|อีกทั้ง|รวมทั้ง|รวมถึง|ตลอดจน|พร้อมทั้ง|เพื่อ(?!น)|เมื่อวันที่|ระหว่างวันที่|ณ\s|ได้(?!แก่|รับ)"
    r"|มีการ|มีผู้|มีวัตถุประสงค์|จัดกิจกรรม|จัดทำ|จัดอบรม|จัดประชุม|จัดให้|ดำเนินการ|แต่งตั้ง|สำนักงานเขตพื้นที่|สพป|สพม|กิจกรรมที่)"
)
_CLAUSE = re.compile(CLAUSE)


_OPENS, _CLOSES = "/([“", "/)],”"


def joined(first: str, second: str, *, spaced: bool | None = None) -> str:
    """Two lines as one text; ``spaced`` says whether Thai at both ends had a space between.

    Where that is not known Thai goes on without a space, as its words do, but for a clause.
    """
    if not first or not second:
        return first + second
    if _is_thai(first[-1]) and _is_thai(second[0]):
        tight = not (_CLAUSE.match(second) if spaced is None else spaced)
    else:
        hyphen = first[-1] == "-" and first[-2:-1].isalnum()
        tight = not spaced and (hyphen or first[-1] in _OPENS or second[0] in _CLOSES)
    return first + ("" if tight else " ") + second


def _is_thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"
