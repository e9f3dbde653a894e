"""Names of units that stand over parts, over a whole report, or below a title of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qp_scoring.evidence.answering import FIRST_PART, Answering, UnitsTogether
from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.lost_headings import TOPIC_NUMBER
from qp_scoring.evidence.paragraphs import tells_of_work
from qp_scoring.evidence.part_tables import PartTables
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.evidence.text import FIGURE
from qp_scoring.evidence.topic_titles import WORKS
from qp_scoring.evidence.unit_names import Unit
from qp_scoring.evidence.units import UnitFinder
from qp_scoring.thai import to_arabic_digits

LONGEST_TITLE = 160
_NAME_LENGTH = 120
_TITLED = re.compile(r"[^:]{0,12}[0-9๐-๙]\s*:")  # "2.3 : ระบบแนะแนว"
_ORGANISATION = re.compile(
    r"(?:สำนักงาน|กลุ่ม(?!เป้าหมาย|สาระ|ตัวอย่าง|ที่)|ศูนย์|วิทยาลัย|โรงเรียน|เทศบาล|องค์การ|องค์กร|มหาวิทยาลัย|สถาบัน|สมาคม|มูลนิธิ|กอง(?!ทุน)|หน่วย(?!การเรียน|นับ|ที่)|สนง|อบ[จต]\.?|กศน|สกร|สช\.?|ศธ[จภ])"
)
# Who left something blank on the line of their name heads nothing: "สพป.… : -".
_LEFT_BLANK = re.compile(r"[:\s]\s*-\s*$|:\s*(?:\.{3,}|…+)[\s.…]*$")
_REPORT_OF = re.compile(
    r"(?:(?:ส่วน|ตอน|ลำดับ)ที่\s*[0-9๐-๙]{1,2}\s*)?(?:สรุป|แบบ)?(?:รายงาน|ผลการดำเนินงาน)"
)
_COUNTED = re.compile(r"(หน่วยงานที่|หน่วยที่|ส่วนที่|ตอนที่|ลำดับที่)\s*[0-9]{1,2}\s")


@dataclass(slots=True)
class StandingUnits:
    """Takes who answers what follows, by a name on a line of its own."""

    _now: Answering
    _skeleton: Skeleton
    _headings: Headings
    _units: UnitFinder
    _tables: PartTables
    _counted: str = ""  # by which word those whose reports follow are counted

    def name(self, entry: Entry) -> bool:
        """Take a unit's name that stands alone on its line, before a part or a whole report.

        One inside a part of the inspection form is a place in its outline (:mod:`owners`).
        """
        now = self._now
        if _LEFT_BLANK.search(entry.text):
            return False
        units = self._units.headed(entry.text) if len(entry.text) < _NAME_LENGTH else ()
        unit = (units[0] if units else None) or self._another_unit(entry)
        units = units or ((unit,) if unit else ())
        counted = _COUNTED.match(to_arabic_digits(entry.text))
        if counted and now.form == "inspection" and not units and counted[1] == self._counted:
            now.begin_report((Unit(entry.text, None, ""),))  # others, counted like those before
            return True
        if units and now.form == "inspection" and self._own_what_follows(units):
            now.begin_report(units)
            self._counted = counted[1] if counted else ""
            return True
        if units and self._stand_over_parts(units):
            return True
        if unit is None or (
            now.form == "inspection"
            and (now.focus is None or now.section is not None or now.in_row)
        ):
            return False
        if now.unit and unit.identity == now.unit.identity and now.section is not None:
            return True
        now.leave_topic_within()
        now.unit = unit
        now.lost.parts_begin_anew()
        now.expected = 1
        if now.form == "unit" and now.part_ahead(1):
            now.close()
        else:
            now.answers_now(unit, entry)
        return True

    def title(self, entry: Entry) -> bool:
        """Take a title of its own above the first of the units that answer to it.

        One that is like no topic of the table (another year's) is a topic without number.
        """
        now = self._now
        following = now.ahead(1)
        if now.form != "unit" or entry.cell or following is None:
            return False
        if len(entry.text) > LONGEST_TITLE or self._units.alone(entry.text):
            return False
        if not self._units.alone(following.text) or now.part_ahead(2) is None:
            return False
        found = TOPIC_NUMBER.fullmatch(entry.lead)
        goes_on = found is not None and f"{found[1]}.{int(found[2]) - 1}" in now.leads
        if goes_on or not (entry.gap or entry.markdown):
            return False
        if found is None and WORKS.match(entry.rest):  # the end of the answer before
            return False
        # A number of the table's kind before a title of no topic is that of another year's table.
        titled = self._headings.topics.like if found else self._headings.topics.titled
        focus = titled(entry)
        if focus is None and not (found and _TITLED.match(entry.text)):
            return False
        now.begin_focus(focus, entry.text)
        now.unit = None
        return True

    def _stand_over_parts(self, units: UnitsTogether) -> bool:
        """Take the name of units below which the parts of a จุดเน้น stand, and then another's.

        The first of them must follow, or one that is named on the line of its answer: below a
        name that nothing follows, the next part begins for all.
        """
        now = self._now
        following = now.ahead(1)
        if now.form != "inspection" or now.focus is None or following is None:
            return False
        below = following.lead.startswith(f"{now.entries[now.at].lead}.")
        named = self._headings.names.labelled(following, alone=below)
        labelled = named and (below or not following.lead)
        first = self._headings.parts.begins_first(following, now.form) or any(
            one.part.part == FIRST_PART["inspection"] for one in named
        )
        first |= self._tables.follows(now.at)
        first |= self._headings.own.has_number(following)
        parted = labelled or first
        if not (parted or now.over):
            return False
        now.close()
        now.over = units
        now.lost.parts_begin_anew()
        if not parted:  # its own answer, without the names of parts
            now.unit = units[0]
            now.begin(now.first_part, following.number)
        return True

    def _another_unit(self, entry: Entry) -> Unit | None:
        """An organisation of no known kind, behind which the parts begin again."""
        now = self._now
        if now.form != "unit" or entry.cell or now.section is None:
            return None
        if len(entry.text) > _NAME_LENGTH:
            return None
        parts = self._skeleton.parts_of("unit")
        if now.section.part == parts[0].part or not _ORGANISATION.match(entry.rest):
            return None
        following = now.part_ahead(1)
        if following is None:
            return None
        # Where the first part is left out, only a mere name heads what another answers.
        mere = not (entry.lead or FIGURE.search(entry.text) or tells_of_work(entry.text))
        again = mere and parts.index(following.part) <= now.part_place
        return Unit(entry.rest, None, "") if again or following.part == parts[0] else None

    def _own_what_follows(self, units: UnitsTogether) -> bool:
        """Whether a report begins after the name of units: their first policy or จุดเน้น stands next.

        On the cover of all stands whoever gathered them, and answers nothing itself.
        """
        now = self._now
        at, following = now.at + 1, now.ahead(1)
        alone = len(units) == 1 and units[0].office
        if following is None or not (now.begun or alone):
            return False
        if not now.begun and self._listed_with_others():
            return False
        if self._headings.divisions.begins(following):
            return not now.begun or following.key in now.begun
        table = self._tables.at(at, units[0])
        if table is not None and any(one.focus for one in table.cells):
            return True
        found = self._headings.topics.at(now.entries, at, now.form)
        if found is None or found.page:
            return False
        return not now.begun or found.focus.number in now.begun

    def _listed_with_others(self) -> bool:
        """Whether a unit's name stands in a table, or below another's: in a list of them.

        Behind a blank line it is not listed with the agency that gathered the report.
        """
        now = self._now
        entry = now.entries[now.at]
        if _REPORT_OF.match(entry.rest) or _COUNTED.match(to_arabic_digits(entry.text)):
            return now.in_row
        before = now.ahead(-1)
        above = self._units.headed(before.text) if before is not None else ()
        apart = entry.gap and not any(one.office for one in above)
        below = bool(above) and not apart
        return below or now.in_row
