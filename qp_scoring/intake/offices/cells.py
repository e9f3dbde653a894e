"""The office of a row or header: by its code, else by a name that means exactly one office."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

from qp_scoring.documents.office import Office
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.aliases import labels_total_row
from qp_scoring.intake.marks import UNCLEAR, unusable
from qp_scoring.intake.offices.names import names_of
from qp_scoring.intake.offices.registry import AreaPart, OfficeRegistry, report_unresolved
from qp_scoring.intake.readers.cells import CellKind, InputCell, InputSheet
from qp_scoring.intake.readers.dressing import Seen
from qp_scoring.thai import normalise, squeeze

# What a note below a table does not begin with: an office's name, or a code. A number is none, and
# a bare สพป. heads the offices below it.
_LOOKS_LIKE_OFFICE = re.compile(r"(สพ[ปมท].|สำนักงาน|เขตพื้นที่|[a-z]\d|\d{3})")
# What the lines for signatures below a table are made of.
_SIGNATURE = re.compile(
    r".*(?:ลงชื่อ|ลงนาม|[.…_]{5}).*"
    r"|\((?:นาย|นาง|น\.\s?ส\.|ดร\.|ว่าที่)[^)]*\)"
    r"|[0-9๐-๙]{1,2}\s*[ก-๙.]+\s*(?:พ\.ศ\.\s*)?[0-9๐-๙]{4}"
    r"|(?:รอง)?(?:ประธาน|กรรมการ|เลขานุการ|ผู้อำนวยการ|หัวหน้า|ศึกษานิเทศก์|นักวิชาการ|เจ้าหน้าที่"
    r"|ผู้(?:ประเมิน|ตรวจ|รายงาน|จัดทำ|รับรอง|บันทึก|สรุป|รวบรวม|ประสาน|กรอก|ให้ข้อมูล)|ตำแหน่ง)"
    r"\D*(?:เขต\s*[0-9๐-๙]{1,2})?|(?:ข้อมูล\s*ณ\s*)?วันที่.*"
)
# Who assesses is no line below a table: the rows that follow may be that person's.
_ASSESSES = re.compile(r"(?:ผู้(?:ประเมิน|ตรวจ)|(?:รอง)?ประธาน|กรรมการ|หัวหน้า|เลขานุการ|ศึกษานิเทศก์).*")
# Beside such a line: a person by title and two names, and how to reach them.
_PERSON = re.compile(
    r"(?:นาย|นาง(?:สาว)?|น\.\s?ส\.|ดร\.|ว่าที่[^0-9๐-๙]+?)\s*[ก-๙]{2,}(?:\s+[ก-๙]{2,}){1,2}"
)
_REACHED = re.compile(
    r"(?:โทร|เบอร์|มือถือ|อีเมล|e-?mail)[^0-9๐-๙]*|[0-9๐-๙][0-9๐-๙\s-]{8,}|\S+@\S+", re.I
)
# Where a province should stand: nothing, or a part of the country.
_NO_PROVINCE = re.compile(r"\W*|(?:ภาค|เขตตรวจ).*")


_NO_PARTS: Mapping[int, bool] = MappingProxyType({})
_LONGEST_NAME = 120  # letters; more of them name no office
_NUMBERED = re.compile(r"เขต\s*[0-9๐-๙]")
_NOBODYS = "\0"  # stands in no code


def nobody(named: str) -> Office:
    """Stands for an office that is not known: its answers are looked through, and not used.

    Those under the same name belong together.
    """
    return Office(f"{_NOBODYS}{squeeze(named)}", "", named, named)


def is_nobodys(code: str) -> bool:
    """Whether a code is that of :func:`nobody`."""
    return code.startswith(_NOBODYS)


class _ProvinceGroup(NamedTuple):
    """The last row that named nothing but a province, of which are the offices below it."""

    file: str = ""
    sheet: str | None = None
    text: str = ""
    provinces: frozenset[str] = frozenset()


class OfficeCells:
    """Finds the office that cells name, and says at their cell what is wrong with them."""

    def __init__(self, registry: OfficeRegistry, fiscal_year: int, log: FindingLog) -> None:
        self._registry = registry
        self._fiscal_year = fiscal_year
        self._log = log
        self._said: set[tuple[str | None, str | None, str, str]] = set()
        self._group = _ProvinceGroup()

    def of_row(
        self,
        sheet: InputSheet,
        row: int,
        columns: Mapping[str, int],
        *,
        filled: bool,
        parts: Mapping[int, bool] = _NO_PARTS,
    ) -> Office | None:
        """The office of a row by its ``code`` and ``office`` columns.

        None where the row is no office's; :func:`nobody` where it is not known which (said).
        ``filled`` says that the row holds answers, so that a row without an office is no note.
        ``parts`` are the columns in which parts of its name may stand, each with whether a number
        alone there is that of an area.
        """
        cells = sheet.row(row)
        if label := self._total_label(sheet, row, columns):
            self._log.add("total-row-skipped", sheet.at(label), found=label.text)
            self._group = _ProvinceGroup()
            return None
        code, name = (sheet.shown(row, columns.get(key, 0)) for key in ("code", "office"))
        if code is None and name is None:
            if filled and not all(map(_is_signature, cells.values())):
                self._log.add("row-without-office", sheet.place(row))
                # What stands beside a signature is rather its date than an answer.
                shown = [cell for cell in cells.values() if _shows(cell)]
                return None if any(map(_is_signature, shown)) else nobody(f"{row}")
            if first := next(filter(_shows, cells.values()), None):
                self._log.add("row-skipped", sheet.place(row), found=first.text)
                self._heads_group(sheet, first.text)
            return None
        named = [cell for cell in (code, name) if cell is not None]
        if _is_signed(cells.values()) or not (filled or any(map(_may_be_office, named))):
            text = named[0].text
            self._log.add("row-skipped", sheet.place(row), found=text)
            self._heads_group(sheet, text)
            return None
        province = sheet.shown(row, columns.get("province", 0))
        if province is not None and _NO_PROVINCE.fullmatch(normalise(province.text)):
            province = None
        if province is not None:
            self._group = _ProvinceGroup()  # each row says its own
        office = self.agreed(sheet, code, self._with_province(sheet, row, parts, name, province))
        if office is not None and self._is_elsewhere(office, sheet, name, province):
            office = None
        above = self._provinces_above(sheet)
        if office is not None and above and not self._registry.lies_in(office, above):
            place = self.place_of_row(sheet, row, columns)
            self._say_province("office-province-differs", place, office, self._group.text)
        self._leaves_group(office, name)
        return office or nobody(normalise(named[0].text))

    def _with_province(
        self,
        sheet: InputSheet,
        row: int,
        parts: Mapping[int, bool],
        name: InputCell | None,
        province: InputCell | None,
    ) -> InputCell | None:
        """A name that only with its province names an office: เขต 2, สพป. เขต 2, มัธยมศึกษา.

        The province stands beside it, or on a row of its own above; other parts may stand beside.
        """
        own = self._registry.area_part(name.text) if name is not None else None
        if name is None or own is None or self.is_office(name):
            return name
        if province is not None:
            provinces = self._registry.named_province(province.text)
        else:
            provinces = self._provinces_above(sheet)
        office = self._registry.in_province(provinces, [own, *self._parts(sheet, row, parts)])
        return name.saying(office.short_name) if office else name

    def _parts(self, sheet: InputSheet, row: int, parts: Mapping[int, bool]) -> Iterator[AreaPart]:
        """What the cells of a row say that hold parts of a name: a kind, an area, or both."""
        for at, numbers_area in parts.items():
            cell = sheet.shown(row, at)
            part = self._registry.area_part(cell.text) if cell is not None else None
            if part is not None and (part.is_area or not part.number or numbers_area):
                yield part

    def _provinces_above(self, sheet: InputSheet) -> frozenset[str]:
        there = (self._group.file, self._group.sheet) == (sheet.file, sheet.name)
        return self._group.provinces if there else frozenset()

    def _heads_group(self, sheet: InputSheet, text: str) -> None:
        """Keep in mind the province that a row of its own names: it heads the offices below it.

        Any other words there end the group: they may name a province misspelt, or a region.
        """
        provinces = self._registry.named_province(text)
        group = _ProvinceGroup(sheet.file, sheet.name, text, provinces)
        self._group = group if provinces else _ProvinceGroup()

    def _leaves_group(self, office: Office | None, name: InputCell | None) -> None:
        """End the group at a row that names an office elsewhere, or one in full that is unknown."""
        if office is not None:
            stays = self._registry.lies_in(office, self._group.provinces)
        else:
            stays = name is None or self._registry.area_part(name.text) is not None
        self._group = self._group if stays else _ProvinceGroup()

    def _is_elsewhere(
        self, office: Office, sheet: InputSheet, name: InputCell | None, province: InputCell | None
    ) -> bool:
        """Whether an office that only its code names lies in another province than its row says.

        Where its name stands there too, the province is rather the slip; it is said all the same.
        """
        provinces = self._registry.provinces_in(province.text) if province is not None else ()
        if province is None or not provinces or self._registry.lies_in(office, provinces):
            return False
        named = name is not None and self.silently(name) == office
        code = "office-province-differs" if named else "office-code-province-differ"
        self._say_province(code, sheet.at(province), office, province.text)
        return not named

    def _say_province(self, code: str, place: Place, office: Office, found: str) -> None:
        """Say of an office in which other province it stands; a long table names it many times."""
        key = (place.file, place.sheet, office.code, found)
        if key not in self._said:
            self._said.add(key)
            self._log.add(code, place, office=_shown(office), found=normalise(found))

    def say_titles(self, titles: Iterable[tuple[Place, str]], met: Set[Office]) -> None:
        """Say that a title names an office or a province of which none is in its table."""
        for place, text in titles if met else ():
            offices, provinces = self.mentioned(text), self._registry.provinces_in(text)
            if offices:
                fits = not met.isdisjoint(offices)
            else:
                fits = any(self._registry.lies_in(office, provinces) for office in met)
            if (offices or provinces) and not fits:
                names = ", ".join(sorted(map(_shown, met)))
                self._log.add("title-names-another", place, found=normalise(text), offices=names)

    def mentioned(self, text: str) -> list[Office]:
        """The offices that a title, a sheet's name or a file's name names; it may say more."""
        whole = self._registry.resolve(text, self._fiscal_year).office
        if whole is not None:
            return [whole]
        codes = {
            next(iter(found.offices))
            for found in names_of(self._registry).mentions(text)
            if len(found.offices) == 1
        }
        return [office for code in sorted(codes) if (office := self._registry.get(code))]

    def silently(self, cell: InputCell) -> Office | None:
        """The office that a cell names, if it is exactly one; no finding."""
        return (
            None if unusable(cell) else self._registry.resolve(cell.text, self._fiscal_year).office
        )

    def is_office(self, cell: InputCell) -> bool:
        """Whether a cell names exactly one office, silently."""
        return self.silently(cell) is not None

    def is_office_beside(
        self, name: InputCell, sheet: InputSheet, row: int, parts: Mapping[int, bool]
    ) -> bool:
        """Whether a cell names one office that no part beside it contradicts: มัธยมศึกษา, เขต 2."""
        office = self.silently(name)
        beside = self._parts(sheet, row, parts)
        return office is not None and all(self._registry.fits(office, part) for part in beside)

    def may_be_office(self, cell: InputCell) -> bool:
        """Whether a cell names an office, or something in the words of one that nobody knows."""
        return self.is_office(cell) or _may_be_office(cell)

    def is_total(self, cell: InputCell) -> bool:
        """Whether a cell is the label of a row of totals or means, and no office."""
        return labels_total_row(cell.text) and not self.is_office(cell)

    def is_unknown(self, cell: InputCell) -> bool:
        """Whether a cell on a row of its own looks like an office, and is none.

        It is no total, signature, province or other words above a part of a table.
        """
        text = normalise(cell.text)
        if len(text) > _LONGEST_NAME or ":" in text or _is_signature(cell) or self.is_total(cell):
            return False
        found = self._registry.resolve(text)
        if found.office is not None or self._registry.named_province(text):
            return False
        looks = _may_be_office(cell) or _NUMBERED.search(text) is not None
        return looks or bool(found.suggestions)

    def _total_label(
        self, sheet: InputSheet, row: int, columns: Mapping[str, int]
    ) -> InputCell | None:
        """The cell that says that a row holds totals: its office, or what stands there instead."""
        code, name = (sheet.shown(row, columns.get(key, 0)) for key in ("code", "office"))
        if code == name or (code is not None and not squeeze(code.text)):
            code = None  # one label merged over both, or a mere dash for a code
        if code is not None and name is not None:
            return None
        label = code or name or next(iter(sheet.row(row).values()), None)
        return label if label is not None and self.is_total(label) else None

    def holds_totals(self, sheet: InputSheet, row: int, columns: Mapping[str, int]) -> bool:
        """Whether a row of a table holds totals; nothing is said."""
        return self._total_label(sheet, row, columns) is not None

    def place_of_row(self, sheet: InputSheet, row: int, columns: Mapping[str, int]) -> Place:
        """The cell that names the office of a row."""
        for key in ("code", "office"):
            cell = sheet.shown(row, columns.get(key, 0))
            if cell is not None:
                return sheet.at(cell)
        return sheet.place(row)

    def agreed(
        self, sheet: InputSheet, code: InputCell | None, name: InputCell | None
    ) -> Office | None:
        """The office of a code and a name that must not contradict each other.

        None with a finding, or where both cells are blank.
        """
        if code is None or name is None:
            cell = code or name
            return self.of_cell(sheet, cell) if cell else None
        office = self.of_cell(sheet, code)
        if office is None:
            return None
        place = sheet.at(name)
        if Seen.STRUCK in name.seen:
            self._log.add("cell-struck", place, found=name.text)
            return None
        named = self._registry.resolve(name.text, self._fiscal_year)
        if named.several:
            report_unresolved(self._log, place, name.text, named)
            return None
        if named.office is None and office not in named.candidates:
            found = normalise(name.text)
            self._log.add("office-name-unlike", place, found=found, office=_shown(office))
        elif named.office not in (None, office):
            self._log.add(
                "office-code-name-differ", place, office=_shown(office), found=normalise(name.text)
            )
            return None
        return office

    def by_code(self, code: str) -> Office | None:
        """The office of a code, silently: a file's name need not be one."""
        return self._registry.get(code)

    def of_cell(self, sheet: InputSheet, cell: InputCell) -> Office | None:
        """The office that one cell names; None with a finding."""
        place = sheet.at(cell)
        if fault := unusable(cell):
            code = fault if fault in UNCLEAR else "office-cell-unusable"
            self._log.add(code, place, found=cell.text)
            return None
        resolution = self._registry.resolve(cell.text, self._fiscal_year)
        report_unresolved(self._log, place, cell.text, resolution)
        return resolution.office


def _shows(cell: InputCell) -> bool:
    return cell.kind is not CellKind.NO_VALUE


def _is_signature(cell: InputCell) -> bool:
    return not _shows(cell) or _SIGNATURE.fullmatch(normalise(cell.text)) is not None


def _is_signed(cells: Collection[InputCell]) -> bool:
    """Whether a row is a line for a signature, or begins with one and goes on with who signs."""
    shown = [cell for cell in cells if not _is_signature(cell)]
    first = next(iter(cells), None)
    if not shown or first is None or first in shown or _ASSESSES.match(normalise(first.text)):
        return not shown
    dates = sum(cell.kind is CellKind.DATE for cell in shown)
    others = [cell for cell in shown if cell.kind is not CellKind.DATE]
    return dates <= 1 and all(map(_tells_who_signs, others))


def _tells_who_signs(cell: InputCell) -> bool:
    text = normalise(cell.text)
    told = _PERSON.fullmatch(text) or _REACHED.fullmatch(text)
    return cell.kind is CellKind.TEXT and told is not None


def _may_be_office(cell: InputCell) -> bool:
    like_office = _LOOKS_LIKE_OFFICE.match(squeeze(cell.text)) is not None
    return like_office and not _is_signature(cell)


def _shown(office: Office) -> str:
    return f"{office.short_name} ({office.code})"
