"""Whose report it is: one office's own, or the answers of several units gathered in one.

The office's name is often never filled in at the top; then the body says it: the office that the
answers begin with. Another office's name as a venue makes it no reporter (docs/domain.md, 8).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from qp_scoring.documents.office import Office
from qp_scoring.evidence.heading_facts import without_title_words
from qp_scoring.evidence.local_names import WORK
from qp_scoring.evidence.owners import by_owner
from qp_scoring.evidence.sections import Outline, Section
from qp_scoring.evidence.skeleton import ReportForm
from qp_scoring.evidence.unit_names import AREA_AGENCY, PROVINCE_AGENCY, Unit
from qp_scoring.evidence.units import UnitFinder

ReportKind = Literal["inspection", "consolidation", "units", "free"]
_KINDS: dict[ReportForm | None, ReportKind] = {
    "inspection": "inspection",
    "unit": "units",
    None: "free",
}

# Of the answers that name who gives them: a report of one office names it nearly always.
_OWN_SHARE = 0.75
_OWN_SHARE_SURE = 0.6  # below this it is no one's own, even where others are named once each
_MENTION_SHARE = 0.6
# Where units answer one by one, an answer names 1.2 to 4 of them (16 made reports); an office that
# answers alone names itself or a partner in at most one answer of seven, if it does not in each.
_NAMED_AS_OFTEN = 0.5
_OFTEN_ENOUGH = 2  # answers that one begins; a single one may be a line of a broken sentence
# Who receives a report is not who reports.
_SENT_TO = re.compile(
    r"(?:ตามที่|เสนอ|เรียน|ส่ง(?:ไป)?(?:ที่|ยัง)?|ไปยัง|ณ|ถึง|ต่อ|ให้|แก่|จาก|กับ|ตามหนังสือ)\s*$"
)
# What stands before the name of the office on top of its report.
_LABEL = re.compile(
    r"^[\s.…(]*(?:ที่\s*ศธ\s*[0-9๐-๙./]+|(?:ว่าที่|รอง)?ผู้อำนวยการ"
    r"|(?:ชื่อ|ของ)?\s*(?:หน่วยงาน|หน่วยรับตรวจ|ผู้รายงาน)?(?:ที่รายงาน)?)\s*[:.…)]*\s*"
)
_REPORTS = re.compile(r"[\s.…]*(?:ขอ)?รายงานผล.*$")  # what the form prints behind it
# A title up to the name of who reports, which ends it: "รายงานผลการดำเนินงานของ…".
_TITLE_OF = re.compile(
    r"(?:(?:ส่วน|ตอน|ฉบับ|ลำดับ)ที่\s*[0-9]+\s*[:.]?\s*)?(?:สรุป|รวม)?(?:แบบ|รายงาน)[^:;]{0,90}[:(]?\s*"
)
# Whom others visited reports nothing: "รายงานผลการนิเทศ สพป.…".
_VISIT = re.compile("เยี่ยม|ดูงาน|(?<!กลุ่ม)(?<!ศึกษา)นิเทศ")
# What a letter says behind the name of whose report it is.
_SENDS = re.compile(r"\s*(?:จึง|ใคร่)?ขอ(?:นำ)?(?:ส่ง|รายงาน|เสนอ)")
_DOES = re.compile(WORK)
_PROVINCE = re.compile("จังหวัด")


@dataclass(frozen=True, slots=True)
class Reported:
    """A report's kind and its sections, each with the unit that answers it where that is known."""

    kind: ReportKind
    sections: tuple[Section, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """The codes of the offices that answer, sorted."""
        return tuple(
            sorted({one.unit.office for one in self.sections if one.unit and one.unit.office})
        )


def reported(
    found: Outline,
    units: UnitFinder,
    front: Sequence[str] = (),
    told: Office | None = None,
    *,
    signed: Sequence[str] = (),
) -> Reported:
    """Give every section its unit.

    Args:
        found: The report's outline.
        units: Finds names of units.
        front: The report's first lines, which count where its answers name nobody.
        told: The office that the user says a report without a name is of.
        signed: The lines below which it is signed, which count where nothing else does.
    """
    if found.form == "unit" and _named_units(found.sections) > 1:
        return Reported("units", _merged(found.sections))
    begun = tuple(_introduced(found.sections, units))
    introduced = Counter(unit.identity for unit in begun)
    often = _named_often(introduced, found.sections)
    kind = _KINDS[found.form]
    titled = _titled(front, units)
    of_title = titled or _in_title(front, units)
    gathered = of_title is None and (
        _gathered(front, units) or _told_by_province(found.sections, front, units)
    )
    own = (
        of_title
        or _own_unit(found.sections, units, introduced, front, often=often)
        or _named_in(front, units)
        or _unit_of(told)
        or _titled(signed, units)
    )
    unsure = own is None and often and any(unit.office for unit in begun)
    # Whose report it says that it is, and who begins no answer by name, tells of partners.
    headed = Counter(one.unit for one in found.sections if one.unit)
    partners = (
        of_title is not None
        and headed.keys() <= {of_title}
        and introduced[of_title.identity] == headed[of_title]
    )
    if gathered or unsure or (_several(introduced, often=often) and not partners):
        split = [piece for one in found.sections for piece in by_owner(one, units)]
        return Reported("consolidation" if kind == "inspection" else kind, _merged(split))
    if own is None:
        return Reported(kind, _merged(found.sections))
    return Reported(
        kind,
        _merged(
            part
            for section in found.sections
            for part in _own(section, own, units, others_answer=often and titled is None)
        ),
    )


def _own(
    section: Section, own: Unit, units: UnitFinder, *, others_answer: bool
) -> Iterator[Section]:
    """A section of an office's report: its own, but for what another office begins to answer."""
    section = replace(section, unit=own)
    begun = (unit.office for one in section.pieces for unit in _beginning(one.text, units))
    if others_answer and set(begun) - {own.office, None}:
        yield from by_owner(section, units)
    else:
        pieces = [one for one in section.pieces if not units.alone(one.text)]
        yield replace(section, pieces=pieces)


def _beginning(text: str, units: UnitFinder) -> tuple[Unit, ...]:
    """The units that a text only names, or begins with as who answers."""
    if headed := units.headed(text):
        return headed
    first = next(iter(units.introductions(text)), None)
    return first.units if first and units.is_opening(text, first) else ()


def named_as_reporter(lines: Sequence[str], units: UnitFinder) -> str | None:
    """Who some lines on top of a report say reports.

    An office alone on its line or at the end of a title, or a province; a unit of another agency
    only where it ends a title or is labelled as who reports.
    """
    titled = _titled(lines, units)
    if titled is not None:
        return titled.identity
    provinces = {
        province
        for line in lines
        for naming in units.names.namings(line)
        if naming.unit.agency == PROVINCE_AGENCY and not _SENT_TO.search(line[: naming.start])
        for province in units.names.provinces_of(naming.unit)
    }
    if provinces:
        return next(iter(provinces)) if len(provinces) == 1 else None
    by_title = {unit.identity for unit in map(partial(_reporting, units=units), lines) if unit}
    return next(iter(by_title)) if len(by_title) == 1 else None


def is_gathered(line: str, reporter: str | None, units: UnitFinder) -> bool:
    """Whether a line only names offices of the province that reports, as :func:`named_as_reporter`.

    So a sub-title in a province's report heads what one of its offices answers.
    """
    headed = units.headed(line)
    return bool(headed) and all(
        one.office is not None and reporter in tuple(units.names.provinces_of(one))
        for one in headed
    )


def _reporting(line: str, units: UnitFinder) -> Unit | None:
    """The unit that a title ends with, or that a line names with a label before it."""
    naming, *others = units.names.namings(line) or (None,)
    if naming is None or others or line[naming.end :].strip(" )."):
        return None
    before = line[: naming.start]
    label = _LABEL.match(line)
    labelled = label is not None and label.end() == len(before) and before.strip(" :.…()")
    alone = naming.unit.office and not before.strip(" (")
    ends = alone or labelled or (_TITLE_OF.fullmatch(before) and not _SENT_TO.search(before))
    return naming.unit if ends else None


def _named_often(introduced: Counter[str], sections: Iterable[Section]) -> bool:
    """Whether answers begin with names as often as where units answer one by one.

    Else a name is a partner's, or that of a college near by, in a report that names nobody else.
    """
    answers = sum(1 for one in sections if one.pieces)
    return introduced.total() >= max(1, _NAMED_AS_OFTEN * answers)


def _several(introduced: Counter[str], *, often: bool) -> bool:
    """Whether the answers are those of several units, by who begins them."""
    if not often:
        return False
    top, second = ([count for _, count in introduced.most_common(2)] + [0, 0])[:2]
    share = top / max(1, introduced.total())
    return second > 0 and (share <= _OWN_SHARE_SURE or (second > 1 and share <= _OWN_SHARE))


def _merged(sections: Iterable[Section]) -> tuple[Section, ...]:
    """One section for each unit under a heading, in the order in which the units first answer."""
    merged: dict[tuple[int, str, str, str], Section] = {}
    for section in sections:
        unit = section.unit.identity if section.unit else ""
        place = section.heading, section.title, section.part, unit
        known = merged.get(place)
        if known is None:
            merged[place] = replace(section, pieces=list(section.pieces))
        else:
            # What several answer together may name them again: each has it once.
            there = {(one.number, one.text) for one in known.pieces}
            known.pieces.extend(
                one for one in section.pieces if (one.number, one.text) not in there
            )
            known.last = max(known.last, section.last)
    return tuple(merged.values())


def _named_units(sections: Sequence[Section]) -> int:
    return len({section.unit.identity for section in sections if section.unit})


def _introduced(sections: Sequence[Section], units: UnitFinder) -> Iterator[Unit]:
    """The units that begin answers, or are named in the brackets that close them: each time."""
    for section in sections:
        if section.unit:
            yield section.unit
        for piece in section.pieces:
            introduced = units.introductions(piece.text)
            closing = None if introduced else units.closing(piece.text)
            for one in (closing,) if closing else introduced:
                yield from one.units


def _own_unit(
    sections: Sequence[Section],
    units: UnitFinder,
    introduced: Counter[str],
    front: Sequence[str],
    *,
    often: bool,
) -> Unit | None:
    """The one unit a report is of: it begins most answers, or is named far more than others.

    Where units begin answers ``often``, it must be named more than any other, too.

    One of another agency only where the front names it: a line of a broken sentence may begin with
    a partner's name.
    """
    mentioned: Counter[str] = Counter()
    first: dict[str, Unit] = {}
    for section in sections:
        for text in (piece.text for piece in section.pieces):
            for naming in units.names.namings(text):
                first.setdefault(naming.unit.identity, naming.unit)
                if naming.unit.office:  # a partner of another agency is mentioned, and no reporter
                    mentioned[naming.unit.identity] += 1
        if section.unit:
            first.setdefault(section.unit.identity, section.unit)
    fronted = {naming.unit.identity for line in front for naming in units.names.namings(line)}
    begun = [
        (count, bool(first[name].office), name)
        for name, count in introduced.items()
        if name in first and (first[name].office or name in fronted)
    ]
    if begun:
        top = max(begun)[2]
        others = [count for name, count in mentioned.items() if name != top]
        leads = mentioned[top] > max(others, default=-1)
        return first[top] if leads or not often else None
    answers = sum(1 for one in sections if one.pieces)
    if introduced.total() >= max(_OFTEN_ENOUGH, _NAMED_AS_OFTEN * answers):
        return None  # another agency's, as it seems: whom it mentions is no reporter
    for name, count in mentioned.most_common(1):
        if count >= _MENTION_SHARE * mentioned.total():
            return first[name]
    return None


def _titled(front: Iterable[str], units: UnitFinder) -> Unit | None:
    """The only area office whose name is all that some line holds, a label before it aside.

    Or the one of which a letter says that it sends its report.
    """
    front = tuple(front)
    sends = [
        naming.unit
        for line in front
        for naming in units.names.namings(line)
        if _SENDS.match(line, naming.end)
    ]
    if len(sends) == 1 and sends[0].office:
        return sends[0]
    alone = (units.alone(_REPORTS.sub("", _LABEL.sub("", line))) for line in front)
    named = {unit.identity: unit for unit in alone if unit and unit.office}
    return next(iter(named.values())) if len(named) == 1 else None


def _in_title(front: Sequence[str], units: UnitFinder) -> Unit | None:
    """The only area office with whose name a title ends that names no province's office."""
    titles = (without_title_words(line) for line in front if not _VISIT.search(line))
    found = {one.identity: one for one in map(partial(_reporting, units=units), titles) if one}
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only and only.office and not _gathered(front, units) else None


def _gathered(front: Iterable[str], units: UnitFinder) -> bool:
    """Whether a province's office reports: then no single office that it names is its reporter.

    Instructions speak of such offices without the name of a province. A title may name no more
    than the province: รายงานผลการตรวจราชการ จังหวัดเลย.
    """
    front = list(front)
    return any(_ends_with_province(line, units) for line in front) or any(
        naming.unit.agency == PROVINCE_AGENCY
        and any(units.names.provinces_of(naming.unit))
        and not _SENT_TO.search(line[: naming.start])
        for line in front
        for naming in units.names.namings(line)
    )


def _ends_with_province(line: str, units: UnitFinder) -> bool:
    """Whether a line is the title of a report, and ends with the province that it is of."""
    *_, at = (0, *(found.start() for found in _PROVINCE.finditer(line)))
    titled = at and _TITLE_OF.fullmatch(line[:at]) and not _SENT_TO.search(line[:at])
    return bool(titled) and units.names.behind_province(line[at:]) == ""


def _told_by_province(sections: Iterable[Section], front: Iterable[str], units: UnitFinder) -> bool:
    """Whether a province stands alone on top, and answers tell what it did: "จังหวัดเลยจัด…"."""
    behind = units.names.behind_province
    return any(behind(line) == "" for line in front) and any(
        _DOES.match(behind(piece.text) or "") for one in sections for piece in one.pieces
    )


def _named_in(front: Iterable[str], units: UnitFinder) -> Unit | None:
    """The only unit that some lines name."""
    named = {
        naming.unit.identity: naming.unit for line in front for naming in units.names.namings(line)
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _unit_of(office: Office | None) -> Unit | None:
    return Unit(office.short_name, office.code, AREA_AGENCY) if office else None
