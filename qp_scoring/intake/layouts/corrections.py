"""Corrections that somebody wrote in words beside answers: they are said, and never carried out.

``แก้ตัวชี้วัดที่ 3 เป็น 5`` in a remark, below a table or in a note on a cell: whoever reads the sheet
takes the answer for another. One that was carried out already (the cell says 5) is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.headings import ChecklistHeading
from qp_scoring.intake.layouts.read_table import NOT_COUNTING, ReadTable
from qp_scoring.intake.layouts.table_heads import OFFICE, Kind
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.marks import mark_in_words, read_level
from qp_scoring.intake.offices.cells import OfficeCells
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet, address, text_cell
from qp_scoring.intake.words import any_of
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

_TEXTS_KEPT = 16_384
_MARKS = ("ไม่มี", "มี", "ไม่เกี่ยวข้อง", "N/A", "ยกเว้น")
_ENDS = (  # what may stand behind an answer, so that it counts nothing (เป็น 2 เล่ม)
    r"(?=\s*(?:คะแนน\s*)?(?:$|[,;/)”\"'(]|\.(?!\d)|ตาม|แทน|เพราะ|เนื่อง|โดย|มติ|และ|ทั้ง|จาก"
    r"|ใน(?:รอบ|ตาราง|ช่อง)|(?:ใน|ของ)\s*(?:ตัวชี้วัด(?:ที่)?|ตชว\.?)\s*\d|นะ|ค่ะ|ครับ|แล้ว))"
)
_CHANGES = (
    r"(?:แก้(?:ไข)?|ปรับ(?!ปรุง)|เปลี่ยน|ขยับ|(?:ลด|เพิ่ม)(?:ระดับ|คะแนน))[^;\n]{0,60}?(?:เป็น|ให้ได้|=|→|->)"
)
_OUGHT = r"ที่ถูก(?:ต้อง)?\s*(?:คือ|เป็น|=|:)?|(?:ควร|ต้อง|น่าจะ|ให้|ขอ)\s*(?:ได้|เป็น)"
_NO_ANSWER = re.compile(
    r"(?:ให้|ขอ|มติ|ถูก)\s*ยกเลิก(?!กิจกรรม|โครงการ|การ(?!ประเมิน))"
    r"|ยกเลิก\s*(?:ช่อง|แถว|ตาราง|ผล(?!กระทบ)|คะแนน|ระดับ|ตัวชี้วัด|ทั้ง|ฉบับ|ข้อ|การประเมิน|รายการนี้)"
    r"|(?:ไม่|อย่า)(?:ใช้|นับ|เอา|คิด)\s*(?:ช่อง|แถว|ตาราง|ผล(?!กระทบ)|คะแนน|ข้อ|ตัวชี้วัด|ชีต|ฉบับ)"
    r"|^(?:ยกเลิก|ไม่ใช้|ไม่นับ)(?:แล้ว)?$|(?:ใช้|ดู)(?:ฉบับ|ไฟล์|ตาราง|ชีต).*แทน"
    r"|(?:กรอก|คีย์|พิมพ์|ลง|ใส่|บันทึก)(?:คะแนน|ระดับ|ข้อมูล|ผล)?(?:ผิด|สลับ)"
    r"|สลับ\s*(?:ช่อง|แถว|คอลัมน์|ตัวชี้วัด|กัน|คะแนน|ระดับ)"
    r"|(?:รอ|ยังไม่)\s*(?:แก้ไข|ยืนยัน|มติ|พิจารณา)(?:คะแนน|ระดับ|ผล|จาก|$)"
)
# That an indicator has no level, with what its cell would say. What was not reported may be a part
# of it (ไม่รายงานผลการนิเทศ).
_WITHOUT_LEVEL = {
    "N/A": re.compile(
        r"(?:ไม่(?:ได้)?(?:ส่ง)?รายงาน(?:ผล)?|ยังไม่(?:ได้)?(?:รับการ)?ประเมิน|ไม่มี(?:ข้อมูล|รายงาน))"
        rf"(?:(?=\s*(?:ของ)?(?:ตัวชี้วัด|ตชว))|{_ENDS})"
    ),
    "ยกเว้น: มีเหตุผล": re.compile(
        rf"(?<!ไม่)(?<!ไม่ได้)ยกเว้น(?:การประเมิน)?(?:(?=\s*(?:ตัวชี้วัด|ตชว))|{_ENDS})"
    ),
}
# In words for an office two of these must stand: who decided, the change, and that it is a level.
_DECIDERS = re.compile(r"กรรมการ|ที่ประชุม|มติ")
_DECIDES = (
    r"(?:(?P<changed>(?:แก้(?:ไข)?|ปรับ(?!ปรุง)|เปลี่ยน|ขยับ|ลด|เพิ่ม)[^;\n]{0,40}?(?:เป็น|เหลือ|ให้ได้|=|→|->))"
    r"|ให้(?:ได้|เป็น|อยู่ใน)?)\s*(?:ระดับ(?:คุณภาพ)?|คะแนน)?"
)
_ADVISES = re.compile(r"(?<!เห็น)(?<!มติ)ควร|ขอให้|แนะนำ|เสนอแนะ|สามารถ|หาก|ถ้า|จะ(?:ได้|ช่วย|ทำ)")
# What is wished for another round corrects nothing in this one.
_AIMS = re.compile(r"ตั้งเป้า|เป้าหมาย|พัฒนา|ยกระดับ|(?:รอบ|ปี)(?:การศึกษา|งบประมาณ)?(?:หน้า|ต่อไป|ถัดไป)")
_NEXT = re.compile(r"\s*(?:ขึ้นไป|(?:ใน|สำหรับ)\s*(?:รอบ|ปี)[^;,.]{0,12}?(?:หน้า|ต่อไป|ถัดไป))")
_BEFORE = re.compile(r"(?:รอบ|ปี|ครั้ง)(?:ก่อน|ที่แล้ว|ที่ผ่านมา)|เดิม")
# Columns in which words are meant for the office, or tell what is asked: not of answers in the row.
_WORDS = frozenset(
    {"comment", "overall", "reason", "reference", "item", "indicator", "opinions", "matters"}
)


@dataclass(frozen=True, slots=True)
class _Correcting:
    """A text that asks for an answer to be changed, ``to`` another, or withdrawn, or tells one."""

    said: str
    to: str
    told: str
    withdrawn: bool


class Corrections:
    """Knows what somebody writes to have an answer changed, in the words of a rubric."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rubric = vocabulary.rubric
        scale = self._rubric.scale
        levels, names = [str(one) for one in scale.level_numbers], [one.name for one in scale.level]
        answers = any_of((*levels, *names, *_MARKS))
        self._pattern = re.compile(
            rf"(?:{_CHANGES}|{_OUGHT})\s*(?:ระดับ(?:คุณภาพ)?|คะแนน)?\s*[“\"'(]?\s*"
            rf"(?P<to>{answers})(?:\.0+)?{_ENDS}",
            re.I,
        )
        self._told = re.compile(
            rf"(?:(?:ได้|เป็น|คือ|อยู่ใน)\s*(?:ระดับ(?:คุณภาพ)?|คะแนน)|=)\s*(?P<to>{answers})(?:\.0+)?{_ENDS}"
        )
        self._decided = re.compile(
            rf"{_DECIDES}\s*[“\"'(]?\s*(?P<to>{any_of((*levels, *names))})(?:\.0+)?"
            rf"(?:(?P<whole>{_ENDS})|(?=\W|$))(?!\.\d)",
            re.I,
        )
        # The texts of forms recur in every file of the country.
        self._asks = lru_cache(maxsize=_TEXTS_KEPT)(self._asked)

    def changes(self, text: str, answers: Mapping[str, InputCell | None]) -> bool:
        """Whether a text asks for an answer to be changed that does not say so already.

        ``answers`` are those that it may be about, by indicator; "" where it is on the answer.
        """
        asked = self._asks(text)
        if asked is None:
            return False
        named = self._vocabulary.indicators_in(asked.said)
        about = {code: answers[code] for code in named or {""} if code in answers} or answers
        (only,) = about.values() if len(about) == 1 else (None,)
        if asked.to:
            return only is None or not self._says(only, asked.to)
        # A level that is told of an indicator of the row, and is not its own.
        if asked.told and only is not None and named & answers.keys():
            return not self._says(only, asked.told)
        return asked.withdrawn

    def decides(self, text: str, level: Decimal | None) -> bool:
        """Whether words for an office tell that its level was made another than ``level``."""
        said = to_arabic_digits(normalise(text))
        for found in self._decided.finditer(said):
            before, after = said[: found.start()], said[found.end() :]
            *_, by = (None, *_DECIDERS.finditer(before))
            lead = before[by.end() :] if by else before
            of_level = re.search("ระดับ|คะแนน", found[0])
            plain = sum(map(bool, (by, found["changed"], of_level))) > 1
            plain = plain and bool(of_level or found["whole"] is not None)
            if plain and not any(one.search(lead + found[0]) for one in (_ADVISES, _AIMS)):
                told = read_level(text_cell(found["to"]), self._rubric).level
                if told != level and not _NEXT.match(after):
                    return True
        return False

    def say_decided(
        self, words: Iterable[tuple[str, Place, Decimal | None]], log: FindingLog
    ) -> None:
        """Say which words for an office, each beside a level if one is given, tell of another."""
        for text, place, level in words:
            if self.decides(text, level):
                log.add("correction-in-words", place, found=normalise(text))

    def _asked(self, text: str) -> _Correcting | None:
        """What a text asks for, as hardly any does."""
        said = to_arabic_digits(normalise(text))
        to = None if _AIMS.search(said) else self._pattern.search(said)
        told = "" if _BEFORE.search(said) else self._told_in(said)
        withdrawn = _NO_ANSWER.search(said) is not None
        if not (to or told or withdrawn):
            return None
        return _Correcting(said, to["to"] if to else "", told, withdrawn)

    def _told_in(self, said: str) -> str:
        """The level or state that a text tells of an indicator."""
        if told := self._told.search(said):
            return told["to"]
        return next((state for state, one in _WITHOUT_LEVEL.items() if one.search(said)), "")

    def _says(self, cell: InputCell, answer: str) -> bool:
        told, asked = (read_level(one, self._rubric) for one in (cell, text_cell(answer)))
        if told.fault or asked.fault:
            mark = mark_in_words(answer)
            return mark is not None and mark_in_words(cell.text) is mark
        return (told.said, told.level) == (asked.said, asked.level)

    def say(
        self,
        sheet: InputSheet,
        beside: Iterable[tuple[InputCell, Mapping[str, InputCell | None]]],
        log: FindingLog,
    ) -> None:
        """Say which of the cells beside answers ask for these to be changed."""
        for cell, answers in beside:
            if squeeze(cell.text) in NOT_COUNTING:
                continue  # its row is left out
            if cell.kind is CellKind.TEXT and self.changes(cell.text, answers):
                log.add("correction-in-words", sheet.at(cell), found=normalise(cell.text))

    def say_beside_form(
        self,
        sheet: InputSheet,
        heading: ChecklistHeading,
        read: frozenset[int],
        unread: Collection[int],
        log: FindingLog,
    ) -> None:
        """Say what asks for it in notes, remarks and below a checklist, whose rows ``read`` are.

        ``unread`` are the columns that no heading of answers stands over.
        """
        columns, beside = heading.columns, {heading.columns.get("note", 0), *unread}
        found = (
            (cell, {"": sheet.cell(row, columns["mark"])})
            for row in sheet.row_numbers
            for at, cell in sheet.row(row).items()
            if row > heading.row and (row not in read or at in beside)
        )
        self.say(sheet, found, log)
        self.say_notes(sheet, {*range(1, heading.row + 1), *read}, log)

    def say_notes(self, sheet: InputSheet, rows: Collection[int], log: FindingLog) -> None:
        """Say which notes on cells in these rows of the file ask for it; list all others once.

        They may correct an answer, and are never used.
        """
        cells = {(cell.row, cell.column): cell for cell in sheet.cells.values()}
        asking = {
            at: note
            for at, note in sheet.dressing.notes.items()
            if at[0] in rows and self.changes(note.text, {"": cells.get(at)})
        }
        for at, note in sorted(asking.items(), key=lambda one: one[0]):
            place = Place(sheet.file, sheet.name, address(*at))
            log.add("correction-in-words", place, found=normalise(note.text))
        others = [
            f"{address(*at)} “{note.text}”"
            for at, note in sorted(sheet.dressing.notes.items())
            if at[0] in rows and at not in asking
        ]
        if others:
            log.add("notes-not-read", sheet.place(), count=len(others), notes=others)


def beside_answers(
    sheet: InputSheet, tables: Sequence[ReadTable], offices: OfficeCells
) -> Iterator[tuple[InputCell, Mapping[str, InputCell | None]]]:
    """The cells of a sheet that hold no answers, with the levels in their rows by indicator."""
    met: set[str] = set()
    for table in tables:
        columns = {t.column: t.meaning for t in table.head.columns}
        known = {at for at, one in columns.items() if one.of or one.what in _WORDS}
        named = [at for at, one in columns.items() if one.what in OFFICE]
        for row in table.rows:
            cells = table.sheet.row(row)
            met |= {cell.address for cell in cells.values()}
            of_office = table.kind in (Kind.FORM, Kind.LONG) or any(
                offices.is_office(cells[at]) for at in named if at in cells
            )
            levels = {
                code: cells.get(at)
                for view in table.views
                for (what, code), at in view.columns.items()
                if what in ("indicator", "level")
            }
            for at, cell in cells.items():
                if at not in table.sheet.gathered and not (of_office and at in known):
                    yield cell, levels if of_office else {}
    yield from ((cell, {}) for cell in sheet.cells.values() if cell.address not in met)
