"""Passages that an evaluator accepts on the sheets behind a checklist (``evidence`` writes them).

An accepted passage becomes part of the reference and the note of its item: where it stands, and
its words. It is never a mark: whether the item is met, the evaluator says in the form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.headings import HEADING_ROWS
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.messages import text
from qp_scoring.thai import squeeze, squeeze_id, to_arabic_digits

_COLUMNS = ("decision", "item", "quotes", "places")
_NAMED = {squeeze(text(f"evidence-column-{name}")): name for name in _COLUMNS}
ACCEPTED, REJECTED = text("evidence-accepted"), text("evidence-rejected")
# What the program writes where a passage stands; a place that an evaluator typed is kept as it is.
_PLACE = re.compile(
    re.escape(
        " ".join(text("evidence-place-focus", file="@", lines="@", focus="@", part="@").split())
    ).replace("@", "(.+?)")
)
_PLACE_ALONE = re.compile(
    re.escape(text("evidence-place", file="@", lines="@")).replace("@", "(.+?)")
)
_DASHES = frozenset(map(squeeze, ("-", "")))


@dataclass(frozen=True, slots=True)
class Accepted:
    """The passages of an item: cells with where they stand, and with their words."""

    reference: InputCell
    note: InputCell

    def beside(self, reference: InputCell | None, note: InputCell | None) -> Accepted:
        """The passages behind what the evaluator typed beside the item."""
        known = reference.text.split("\n") if reference else ()
        cited = reference if self.reference.text in known else _behind(reference, self.reference)
        return Accepted(cited or self.reference, _behind(note, self.note))


def accepted_passages(
    sheets: Iterable[InputSheet], items: Mapping[str, str], log: FindingLog
) -> dict[str, Accepted]:
    """What was accepted on the sheets of one file, by the id of its item.

    ``items`` are the ids by what :func:`thai.squeeze_id` makes of them.
    """
    found: dict[str, Accepted] = {}
    for sheet in sheets:
        if columns := _columns(sheet):
            _say_decided(sheet, columns, log)
            for item, passage in _accepted(sheet, columns, items, log):
                known = found.get(item)
                found[item] = passage.beside(known.reference, known.note) if known else passage
    return found


def _columns(sheet: InputSheet) -> dict[str, int] | None:
    """The columns of a sheet of passages and its heading row; None where it is none."""
    for row in sheet.row_numbers[:HEADING_ROWS] if sheet.aid else ():
        columns = {
            _NAMED[key]: column
            for column, cell in sheet.row(row).items()
            if (key := squeeze(cell.text)) in _NAMED
        }
        if len(columns) == len(_COLUMNS):
            return {**columns, "row": row}
    return None


def _say_decided(sheet: InputSheet, columns: Mapping[str, int], log: FindingLog) -> None:
    """Say how many passages of a sheet are decided: whoever decided them sees that it counts."""
    below = [row for row in sheet.row_numbers if row > columns["row"]]
    passages = sum(sheet.cell(row, columns["item"]) is not None for row in below)
    cells = (sheet.cell(row, columns["decision"]) for row in below)
    words = Counter(squeeze(cell.text) for cell in cells if cell is not None)
    accepted, rejected = words[squeeze(ACCEPTED)], words[squeeze(REJECTED)]
    if accepted or rejected:
        place = Place(sheet.file, sheet.name)
        counts = {"accepted": accepted, "rejected": rejected, "total": passages}
        log.add("passages-decided", place, **counts)


def _accepted(
    sheet: InputSheet, columns: Mapping[str, int], items: Mapping[str, str], log: FindingLog
) -> Iterator[tuple[str, Accepted]]:
    for row in sheet.row_numbers:
        if row <= columns["row"]:
            continue
        decision, named, quote, place = (sheet.cell(row, columns[name]) for name in _COLUMNS)
        said = squeeze(decision.text) if decision else ""
        if decision is None or said in _DASHES or said == squeeze(REJECTED):
            continue
        item = items.get(squeeze_id(to_arabic_digits(named.text))) if named else None
        if said != squeeze(ACCEPTED) or item is None or quote is None or place is None:
            allowed = f"{ACCEPTED}, {REJECTED}"
            at = sheet.at(decision)
            log.add("passage-decision-unknown", at, found=decision.text, allowed=allowed)
            continue
        words = replace(quote, text=f"“{_with_rest(sheet, row, columns, quote)}”")
        yield item, Accepted(replace(place, text=_cited(" ".join(place.text.split()))), words)


def _cited(place: str) -> str:
    """Where a passage stands, for an office: it knows its report, and no lines of a file."""
    if found := _PLACE.fullmatch(place):
        return text("evidence-cited-focus", focus=found[3], part=found[4])
    return text("evidence-cited") if _PLACE_ALONE.fullmatch(place) else place


def _with_rest(sheet: InputSheet, row: int, columns: Mapping[str, int], quote: InputCell) -> str:
    """A quote with the rows on which it goes on, where it was too long for one."""
    words = quote.text
    for below in (one for one in sheet.row_numbers if one > row):
        rest = sheet.cell(below, columns["quotes"])
        if rest is None or sheet.cell(below, columns["item"]) is not None:
            break
        words += rest.text
    return words


def _behind(typed: InputCell | None, passage: InputCell) -> InputCell:
    if typed is None:
        return passage
    return replace(typed, text=f"{typed.text}\n{passage.text}")
