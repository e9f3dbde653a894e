"""Lines that are the form's own, whatever topic they stand under: titles, labels, instructions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.skeleton import ColumnBeside, FormWords, Skeleton
from qp_scoring.evidence.text import (
    ASIDE,
    FIGURE,
    MONTHS,
    is_filler,
    key,
    split_lead,
    without_leaders,
)
from qp_scoring.thai import to_arabic_digits

LONGEST_HEADING = 120
SHORT_HEADING = 45
LONGEST_TAIL = 15  # of its key
MAX_CONTINUATION = 4  # lines that a heading goes on for
_REPORT = ("รายงาน", "แบบรต")
_COLUMNS = 2
_LONGEST_COLUMN = 30
_AGENCY = r"(?:สพฐ|สอศ|กศน|สกร|สช|สป)\.?"
# Where those who report sign: what stands below names them, and answers nothing.
_SIGNED = re.compile(
    r"\(?(?:ลงชื่อ\)?(?=\s*(?:$|[:.…_(]|ผู้|นาย|นาง|น\.ส\.|ว่าที่))"
    r"|ผู้(?:รายงาน|รับรอง(?:ข้อมูล|รายงาน)?|จัดทำรายงาน|ให้ข้อมูล)"
    r"(?=\s*(?:$|[:.…_(]|นาย|นาง|น\.ส\.|ว่าที่|นัก|เจ้าหน้าที่|ศึกษานิเทศก์|ตำแหน่ง|(?:รอง)?ผู้อำนวยการ)(?!.*[0-9๐-๙]\s*คน)))"
    # How a letter ends, and what is certified above the names.
    r"|จึงเรียนมาเพื่อ(?:โปรด)?(?:ทราบ|พิจารณา)(?:และ(?:พิจารณา|ดำเนินการ(?:ต่อไป)?))?\s*$|ขอแสดงความนับถือ|\(?ขอรับรองว่า(?:ข้อมูล|ข้อความ|รายงาน)"
)
# What whoever sent the form out says at its end to those who fill it in: please, and thanks for
# nothing in particular. What else is asked of somebody (ขอความร่วมมือ…) is an answer.
_TO_WHO_FILLS_IN = re.compile(
    r"(?:หมายเหตุ|\*+)?\s*[:.]?\s*(?:(?:กรุณา|โปรด)\s*(?:ท่าน|หน่วยงาน|ทุกหน่วยงาน)?\s*(?:จัด)?(?:ส่ง|กรอก|ตอบ|แนบ)"
    r"\s*(?:แบบ|รายงาน|ไฟล์|ภาพ|เอกสารแนบ|ข้อมูล(?:ใน|ตาม|ลง)แบบ).{0,80}"
    r"|(?:ขอ)?ขอบ(?:พระ)?คุณ(?:ทุกท่าน|ท่าน)?(?:ที่|ใน|สำหรับ)(?:ท่าน)?(?:กรุณา|ได้)?(?:ให้)?(?:ความ|การ)?"
    r"(?:ร่วมมือ|อนุเคราะห์|ตอบแบบ|กรอกแบบ|สละเวลา)(?:(?!จัด|อบรม|ดำเนิน|ส่งเสริม)[^0-9๐-๙]){0,30}|ขอบคุณ(?:ครับ|ค่ะ))"
)
_ASKED_OR_THANKED = ("หมายเหตุ", "*", "กรุณา", "โปรด", "ขอบ", "ขอขอบ")  # how all of these begin
# What a line of the form does not hold: how many there were.
_COUNTED = re.compile(r"[0-9๐-๙]\s*(?:คน|แห่ง|โรง|ครั้ง|บาท|เครือข่าย|ราย|รุ่น)|ร้อยละ|ครบ\s?[0-9๐-๙]")
# Who may be asked, where nobody filled it in.
_LEFT_TO_FILL = re.compile(
    r"(?:(?:ผู้ประสานงาน|ผู้ให้ข้อมูล|ชื่อ(?:\s*-?\s*(?:นาม)?สกุล)?|ตำแหน่ง|โทร(?:ศัพท์|สาร)?"
    r"|มือถือ|อีเมล|[Ee]-?mail|วันที่|เดือน|พ\.ศ\."
    r"|สังกัด|ไลน์|ID Line)"
    r"[\s:]*(?:\.{3}|…|_{3})[\s.…_]*)+"
)
# When a report was written, on a line of its own.
_DATED = re.compile(
    rf"(?:ข้อมูล\s*)?(?:ณ\s*)?(?:วันที่\s*)?[0-9]{{1,2}}\s*(?:เดือน\s*)?(?:{MONTHS})\s*(?:พ\.?\s*ศ\.?\s*)?25[0-9]{{2}}"
)
# What is attached to a report, and answers none of its parts; in a cell it is referred to.
_ATTACHED = re.compile(r"ภาคผนวก(?=\s|$|[:0-9ก-ฮ]\s)")
_ASKS = frozenset(("", "โปรด", "กรุณา", "ให้", "พร้อม"))
_AGENCY_LIST = rf"[(\[]?{_AGENCY}(?:(?:[\s/,]|และ)+{_AGENCY})+[)\]]?"


class FormLines:
    """Knows the form's own lines by its words."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._form = skeleton.form
        self._table = skeleton.table
        self._closing = frozenset(map(key, skeleton.form.closing_table))
        labels = "|".join(map(re.escape, skeleton.form.closing_table))
        self._agencies = re.compile(rf"(?:{labels})[\s:]*(?:{_AGENCY_LIST})?|{_AGENCY_LIST}")
        self._asides = frozenset(map(key, skeleton.form.asides))
        self._instructions = tuple(map(key, skeleton.form.instructions))
        self.nothing = frozenset(map(key, skeleton.status.nothing))
        """The keys of what says that there is nothing to tell."""

    def instructs(self, text_key: str) -> bool:
        """Whether a text holds an instruction of the form."""
        return any(word in text_key for word in self._instructions)

    def only_instructs(self, text: str) -> bool:
        """Whether a text is no more than instructions of the form, in brackets or not."""
        rest = self._uninstructed(text)
        return rest is not None and rest.strip("().") in _ASKS

    def _uninstructed(self, text: str) -> str | None:
        """The key of a text without the instructions of the form; None where it has none."""
        rest = own = key(text)
        for word in self._instructions:
            rest = rest.replace(word, "")
        return None if rest == own else rest

    def closes(self, entry: Entry) -> bool:
        """Whether it heads the table of all policies with the agencies."""
        return (entry.cell > 0 or entry.indented) and key(entry.text) in self._closing

    @staticmethod
    def attaches(entry: Entry) -> bool:
        """Whether it heads what is attached to the report."""
        heads = not (entry.cell or entry.indented) and len(entry.text) <= LONGEST_HEADING
        return heads and _ATTACHED.match(entry.rest) is not None

    @staticmethod
    def is_signed(entry: Entry) -> bool:
        """Whether whoever reports signs there."""
        return _SIGNED.match(entry.rest) is not None

    def names_agencies(self, entry: Entry) -> bool:
        """Whether it only names the agencies of a topic, with their label or alone."""
        return self._agencies.fullmatch(entry.rest) is not None

    def is_title(self, entry: Entry) -> bool:
        """Whether it is a title of the whole report."""
        return is_title(entry, self._form)

    def without_label(self, entry: Entry) -> str:
        """The text of an entry without the form's labels; empty where nothing else stands there."""
        text = without_leaders(entry.text)
        bare = ASIDE.sub(self._no_aside, entry.rest)
        if key(bare) in self._form.label_keys or self._is_form_line(entry, text):
            return ""
        dated = not entry.in_row and _DATED.fullmatch(to_arabic_digits(text))
        if dated or self.names_agencies(entry):
            return ""
        if lead_in := self.lead_in(entry):
            return ASIDE.sub(self._no_aside, entry.rest[len(lead_in) :], 1).strip(" :")
        return text

    def lead_in(self, entry: Entry) -> str:
        """The form's words that lead to one of several answers of a part; empty where none do."""
        led = (one for one in self._form.lead_ins if entry.rest.startswith(one))
        return next(led, "")

    def heads_table(self, row: Sequence[str]) -> bool:
        """Whether a row heads the columns of a table: all cells short, one a label of the form."""
        if len(row) < _COLUMNS or any(len(cell) > _LONGEST_COLUMN for cell in row):
            return False
        keys = [key(split_lead(cell)[1]) for cell in row]
        if any(one in self.nothing or is_filler(cell) for one, cell in zip(keys, row, strict=True)):
            return False
        return any(one in self._form.label_keys for one in keys) and not any(
            FIGURE.search(cell) for cell in row
        )

    def answers_label(self, row: Sequence[str]) -> bool:
        """Whether a row begins with a label of the form, and holds none behind it."""
        return len(row) > 1 and self.is_label(row[0]) and not any(map(self.is_label, row[1:]))

    def may_head(self, row: Sequence[str]) -> bool:
        """Whether a row may head a table: its cells are short, and there are several."""
        short = all(len(cell) <= _LONGEST_COLUMN and not FIGURE.search(cell) for cell in row)
        return short and len(row) >= _COLUMNS

    def is_label(self, cell: str) -> bool:
        """Whether a cell is no more than a label of the form."""
        return key(split_lead(cell)[1]) in self._form.label_keys

    def column_of(self, head: str) -> ColumnBeside | None:
        """What the head of a column beside those of answers says that it holds."""
        return self._table.kind_of(key(split_lead(head)[1]))

    def is_aside(self, text: str) -> bool:
        """Whether a text is no more than brackets of the form."""
        return is_filler(ASIDE.sub(self._no_aside, text))

    def _no_aside(self, match: re.Match[str]) -> str:
        inner = key(match[0][1:-1])
        return "" if inner in self._asides else match[0]

    def _is_form_line(self, entry: Entry, text: str) -> bool:
        if len(text) > LONGEST_HEADING:
            return False
        rest = entry.rest
        if not entry.cell and (
            (rest.startswith(_ASKED_OR_THANKED) and _TO_WHO_FILLS_IN.fullmatch(rest))
            or (rest != text and _LEFT_TO_FILL.fullmatch(rest))
        ):
            return True
        tail = self._uninstructed(text)
        if tail is None:
            return False
        return is_filler(tail) or (len(tail) < LONGEST_TAIL and not _COUNTED.search(text))


def is_title(entry: Entry, form: FormWords) -> bool:
    """Whether an entry is a title of a whole report, and tells nothing besides."""
    titles = len(entry.text) <= LONGEST_HEADING and key(entry.text).startswith(form.title_keys)
    return titles and not _COUNTED.search(entry.text)


def is_report_title(entry: Entry, form: FormWords) -> bool:
    """Whether it is a title that names a report, and not only its year."""
    return is_title(entry, form) and any(word in entry.key for word in _REPORT)
