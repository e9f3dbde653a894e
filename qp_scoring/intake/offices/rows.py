"""Reading a user's list of offices (``offices.csv``) into rows with their places.

Every problem of the file is recorded, none stops the reading. What the rows mean beside the
offices already known is decided in :mod:`qp_scoring.intake.offices.registry`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qp_scoring.documents.office import Alias
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import WORKBOOKS, RefusedError, looks_like, read_bytes
from qp_scoring.intake.readers.cells import InputSheet
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

REQUIRED = ("code", "type", "name_th")
OPTIONAL = ("short_name", "province", "region", "aliases", "applies", "applies_not", "email")

_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
# The country has 245 areas and 30,000 schools.
LIST_BYTES, LIST_ROWS = 20 * 2**20, 40_000
_DELIMITERS = ",;\t"
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
        file: A text (UTF-8 or UTF-16 with a byte order mark, UTF-8, or cp874; separated by
            commas, semicolons or tabs) or a workbook, whose first sheet with the columns is it.
        log: Receives every problem; a file that cannot be read gives no rows.
    """
    tables = _tables(file, log)
    if not tables:
        return []
    headed = ((_columns(table[0][1]), table) for table in tables)
    best = max(headed, key=lambda one: sum(name in one[0] for name in REQUIRED))
    columns, table = best
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        log.add("offices-column-missing", Place(file.name, cell="A1"), column=name)
    if missing:
        return []
    known = {name: columns[name] for name in (*REQUIRED, *OPTIONAL) if name in columns}
    return [
        _row(record, number, known, file.name, log)
        for number, record in table[1:]
        if any(cell.strip() for cell in record)
    ]


Records = list[tuple[int, list[str]]]  # each record with its row as Excel counts it


def _tables(file: InputFile, log: FindingLog) -> list[Records]:
    """The records of each sheet; of a text, of the only one."""
    try:
        data = read_bytes(file, LIST_BYTES)
    except RefusedError as problem:
        if problem.code == "file-too-large":
            _say_too_large(file.name, log)
            return []
        data = b""
    if looks_like(data) in WORKBOOKS:
        found = FindingLog()
        from qp_scoring.intake.readers.grid import read_file  # noqa: PLC0415  (few have a list)

        sheets = read_file(file, found)
        if not sheets:
            log.add("offices-unreadable", Place(file.name))
        return [_records(sheet) for sheet in sheets]
    text = _decoded(data, file.name, log)
    if text is None:
        return []
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        # strict: an unclosed quote would swallow the rest of the file without a word.
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        log.add("offices-unreadable", Place(file.name))
        return []
    # A record is a row as Excel counts it: a line break inside a cell does not make a new one.
    if len(table) > LIST_ROWS:
        _say_too_large(file.name, log)
        return []
    return [list(enumerate(table, start=1))]


def _say_too_large(shown_as: str, log: FindingLog) -> None:
    size = f"{LIST_BYTES // 2**20} MB"
    log.add("offices-too-large", Place(shown_as), size=size, rows=f"{LIST_ROWS:,}")


def _records(sheet: InputSheet) -> Records:
    """The rows of a sheet as records, from the row of its headings on."""
    numbers = sheet.row_numbers
    last = max(column for _, column in sheet.cells)
    rows = [
        (row, [cell.text if (cell := sheet.cell(row, at + 1)) else "" for at in range(last)])
        for row in numbers
    ]
    heads = [at for at, (_, record) in enumerate(rows) if "code" in _columns(record)]
    return rows[heads[0] :] if heads else rows


_IN_THAI = {
    squeeze(word): column
    for column, words in {
        "code": ("รหัส", "รหัส สพท.", "รหัสสำนักงาน"),
        "type": ("ประเภท", "สังกัด"),
        "name_th": ("ชื่อ", "ชื่อเต็ม", "ชื่อ สพท.", "ชื่อสำนักงาน", "ชื่อสำนักงานเขตพื้นที่การศึกษา"),
        "short_name": ("ชื่อย่อ", "สพท."),
        "province": ("จังหวัด",),
        "region": ("เขตตรวจราชการ", "เขตตรวจ"),
        "aliases": ("ชื่ออื่น", "ชื่อเดิม"),
        "email": ("อีเมล",),
    }.items()
    for word in words
}


def _columns(headings: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, heading in enumerate(headings):
        columns.setdefault(normalise(heading).casefold(), index)
    in_thai = {_IN_THAI.get(squeeze(name), ""): index for name, index in reversed(columns.items())}
    return {**in_thai, **columns}


def _decoded(data: bytes, shown_as: str, log: FindingLog) -> str | None:
    """A file's text, or None with a finding; cp874 is assumed only when UTF-8 fails."""
    boms = [name for name, mark in _BOMS if data.startswith(mark)]
    try:
        text = data.decode(boms[0] if boms else "utf-8")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp874")
            log.add("offices-encoding-assumed", Place(shown_as))
        except UnicodeDecodeError:
            text = ""
    if "\0" in text or not text.strip():
        log.add("offices-unreadable", Place(shown_as))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _row(
    record: list[str], number: int, columns: Mapping[str, int], shown_as: str, log: FindingLog
) -> OfficeRow:
    raw = {name: record[at] if at < len(record) else "" for name, at in columns.items()}
    places = {name: Place(shown_as, cell=_address(at, number)) for name, at in columns.items()}
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


def _address(column: int, row: int) -> str:
    """The address of a cell, as Excel shows it; ``column`` counts from 0, ``row`` from 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
