"""Reading a user's list of offices (``offices.csv``) into rows with their places.

Every problem of the file is recorded, none stops the reading. What the rows mean beside the
offices already known is decided in :mod:`qp_scoring.intake.offices.registry`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.documents.office import Alias
from qp_scoring.findings import FindingLog, Place
from qp_scoring.thai import normalise, to_arabic_digits

REQUIRED = ("code", "type", "name_th")
OPTIONAL = ("short_name", "province", "region", "aliases", "applies", "applies_not")

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


def read_rows(path: Path, shown_as: str, log: FindingLog) -> list[OfficeRow]:
    """Read a list of offices; blank rows are passed over.

    Args:
        path: The CSV file: UTF-8 or UTF-16 with a byte order mark, UTF-8, or cp874; separated by
            commas, semicolons or tabs.
        shown_as: The file's name as the user gave it, for findings.
        log: Receives every problem; a file that cannot be read gives no rows.
    """
    text = _decoded(path, shown_as, log)
    if text is None:
        return []
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        # strict: an unclosed quote would swallow the rest of the file without a word.
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        log.add("offices-unreadable", Place(shown_as))
        return []
    if len(table) > LIST_ROWS:
        _say_too_large(shown_as, log)
        return []
    columns: dict[str, int] = {}
    for index, heading in enumerate(table[0]):
        columns.setdefault(normalise(heading).casefold(), index)
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        log.add("offices-column-missing", Place(shown_as, cell="A1"), column=name)
    if missing:
        return []
    known = {name: columns[name] for name in (*REQUIRED, *OPTIONAL) if name in columns}
    # A record is a row as Excel counts it: a line break inside a cell does not make a new one.
    return [
        _row(record, number, known, shown_as, log)
        for number, record in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in record)
    ]


def _decoded(path: Path, shown_as: str, log: FindingLog) -> str | None:
    """The file's text, or None with a finding; cp874 is assumed only when UTF-8 fails."""
    try:
        with path.open("rb") as source:
            data = source.read(LIST_BYTES + 1)
        if len(data) > LIST_BYTES:
            _say_too_large(shown_as, log)
            return None
        boms = [name for name, mark in _BOMS if data.startswith(mark)]
        try:
            text = data.decode(boms[0] if boms else "utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp874")
            log.add("offices-encoding-assumed", Place(shown_as))
    except (OSError, ValueError):  # no such file or no text, or a NUL in its name
        text = ""
    if "\0" in text or not text.strip():  # a NUL means no text file: a workbook, for one
        log.add("offices-unreadable", Place(shown_as))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _say_too_large(shown_as: str, log: FindingLog) -> None:
    size = f"{LIST_BYTES // 2**20} MB"
    log.add("offices-too-large", Place(shown_as), size=size, rows=f"{LIST_ROWS:,}")


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
