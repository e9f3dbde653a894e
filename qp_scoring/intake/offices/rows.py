"""Reading a user's list of offices (``offices.csv``) into rows with their places.

Every problem of the file is recorded, none stops the reading. What the rows mean beside the
offices already known is decided in :mod:`qp_scoring.intake.offices.registry`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qp_scoring.documents.office import Alias
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.encodings import WINDOWS_THAI
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import RefusedError, read_bytes
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.intake.words import WORDS, by_word
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

REQUIRED = ("code", "type", "name_th")
OPTIONAL = ("short_name", "province", "region", "aliases", "applies", "applies_not", "email")

# The country has 245 areas and 30,000 schools.
LIST_BYTES, LIST_ROWS = 20 * 2**20, 40_000
_ENTRY_END = re.compile("[;；\n]")
_LAST_YEAR = re.compile(r"(?P<name>.*?)\s*[(（]\s*ถึง\s*(?P<year>[^)）]*)[)）]")
_YEAR = re.compile(r"(?:ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>2[45][0-9]{2}|26[0-9]{2})\s*")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One row: its texts by column name, normalised, and the place of each cell."""

    texts: Mapping[str, str]
    places: Mapping[str, Place]
    aliases: tuple[Alias, ...]
    applies: tuple[tuple[str, str], ...]
    applies_not: tuple[tuple[str, str], ...]

    def text(self, column: str) -> str:
        """The text of a column; a column the file does not have is blank."""
        return self.texts.get(column, "")

    def place(self, column: str) -> Place:
        """The cell of a column, or of the code when the file does not have the column."""
        return self.places.get(column, self.places["code"])


def read_rows(file: InputFile, log: FindingLog) -> list[OfficeRow]:
    """Read a list of offices; blank rows are passed over.

    Args:
        file: A text or a workbook, as inputs are; the first sheet with the columns is it.
        log: Receives every problem; a file that cannot be read gives no rows.
    """
    heads: list[tuple[InputSheet, int, dict[str, int]]] = []
    for one in _tables(file, log):
        rows = one.row_numbers
        head = next((row for row in rows if "code" in _columns(one.row(row))), rows[0])
        heads.append((one, head, _columns(one.row(head))))
    if not heads:
        return []
    sheet, head, columns = max(heads, key=lambda one: sum(name in one[2] for name in REQUIRED))
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        log.add("offices-column-missing", Place(file.name, cell="A1"), column=name)
    if missing:
        return []
    known = {name: columns[name] for name in (*REQUIRED, *OPTIONAL) if name in columns}
    return [_row(sheet, row, known, log) for row in sheet.row_numbers if row > head]


def _tables(file: InputFile, log: FindingLog) -> list[InputSheet]:
    """The sheets of a list, read as any input is; what is wrong with it is said as of a list."""
    from qp_scoring.intake.readers.grid import read_file  # noqa: PLC0415  (few have a list)

    try:
        read_bytes(file, LIST_BYTES)
    except RefusedError as problem:
        is_too_large = problem.code == "file-too-large"
    else:
        is_too_large = False
    found = FindingLog()
    sheets = () if is_too_large else read_file(file, found)
    if is_too_large or any(len(sheet.row_numbers) > LIST_ROWS for sheet in sheets):
        size = f"{LIST_BYTES // 2**20} MB"
        log.add("offices-too-large", Place(file.name), size=size, rows=f"{LIST_ROWS:,}")
        return []
    if not sheets:
        log.add("offices-unreadable", Place(file.name))
    if any(("encoding", WINDOWS_THAI) in one.values for one in found):
        log.add("offices-encoding-assumed", Place(file.name))
    return [*sheets]


_IN_THAI = by_word(WORDS["offices_list"])


def _columns(cells: Mapping[int, InputCell]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, heading in cells.items():
        columns.setdefault(normalise(heading.text).casefold(), at)
    in_thai = {_IN_THAI.get(squeeze(name), ""): at for name, at in reversed(columns.items())}
    return {**in_thai, **columns}


def _row(sheet: InputSheet, number: int, columns: Mapping[str, int], log: FindingLog) -> OfficeRow:
    cells = sheet.row(number)
    raw = {name: cells[at].text if at in cells else "" for name, at in columns.items()}
    places = {name: sheet.place(number, at) for name, at in columns.items()}
    applies = tuple(_overrides(raw, places, "applies", log))
    applies_not = tuple(_overrides(raw, places, "applies_not", log))
    for code, _ in applies_not:
        if code in dict(applies):
            log.add("offices-override-conflict", places["applies_not"], found=code)
    return OfficeRow(
        texts={name: normalise(text) for name, text in raw.items()},
        places=places,
        aliases=tuple(_aliases(raw.get("aliases", ""), places, log)),
        applies=applies,
        applies_not=applies_not,
    )


def _entries(text: str) -> Iterator[str]:
    return (entry for part in _ENTRY_END.split(text) if (entry := normalise(part)))


def _overrides(
    raw: Mapping[str, str], places: Mapping[str, Place], column: str, log: FindingLog
) -> Iterator[tuple[str, str]]:
    for entry in _entries(raw.get(column, "")):
        code, _, reason = entry.replace("：", ":").partition(":")
        if code.strip() and reason.strip():
            yield code.strip(), reason.strip()
        else:
            log.add("offices-override-malformed", places[column], found=entry)


def _aliases(text: str, places: Mapping[str, Place], log: FindingLog) -> Iterator[Alias]:
    for entry in _entries(text):
        dated = _LAST_YEAR.fullmatch(entry)
        if dated is None:
            yield Alias(entry)
            continue
        year = _YEAR.fullmatch(to_arabic_digits(dated["year"]))
        if year and dated["name"]:
            yield Alias(dated["name"], int(year["year"]))
        else:
            log.add("offices-alias-malformed", places["aliases"], found=entry)
