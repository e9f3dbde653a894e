"""Which version of a shipped rubric set the inputs were made for.

A round that began with one version of the criteria is finished with it: forms say their version in
their header, and a table may be recognised by the items that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.layouts.header import Headers
from qp_scoring.intake.layouts.headings import HEADING_ROWS
from qp_scoring.intake.layouts.vocabulary import Vocabulary
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.rubric.load import earlier_versions, load_rubric
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import squeeze

_LONGEST_ID = 8  # characters; a longer heading holds more than an item's id


def version_of(chosen: str, headers: Headers, log: FindingLog) -> str:
    """The chosen shipped set, or the folder of its earlier version that all inputs are for.

    Args:
        chosen: The id of a shipped set.
        headers: The sheets of the inputs, and what their headers say.
        log: Takes a note of an earlier version that was chosen.
    """
    earlier = earlier_versions(chosen)
    if not earlier:
        return chosen
    known = list(headers)
    named = {squeeze(header["version"].text) for _, header in known if "version" in header}
    if named:
        found = [version for version in earlier if {squeeze(version)} == named]
    else:
        sheets = [sheet for sheet, _ in known]
        found = [one for one, folder in earlier.items() if _is_for(sheets, chosen, folder)]
    if len(found) != 1:
        return chosen
    log.add("rubric-earlier-version", Place(), found=found[0], now=load_rubric(chosen).version)
    return str(earlier[found[0]])


def _is_for(sheets: Iterable[InputSheet], chosen: str, folder: Path) -> bool:
    """Whether tables ask for an earlier version's items: by their texts, or for exactly its ids."""
    headings = [cell for sheet in sheets for cell in _headings(sheet)]
    now, before = load_rubric(chosen), load_rubric(folder)
    texts_now, texts_before = _texts(now), _texts(before)
    said = {squeeze(cell.text) for cell in headings if len(cell.text) > _LONGEST_ID}
    if _hits(said, texts_before - texts_now) > 0:
        return _hits(said, texts_now - texts_before) == 0
    asked_before, asked_now = _asked(headings, before), _asked(headings, now)
    ids_before, ids_now = _ids(before), _ids(now)
    return asked_before == ids_before and not asked_now >= ids_now


def _headings(sheet: InputSheet) -> Iterator[InputCell]:
    for row in sheet.row_numbers[:HEADING_ROWS]:
        yield from sheet.row(row).values()


def _texts(rubric: Rubric) -> frozenset[str]:
    items = (item.text for indicator in rubric.indicators for item in indicator.item)
    measures = (one.text for indicator in rubric.indicators for one in indicator.measure)
    return frozenset(map(squeeze, (*items, *measures)))


def _hits(said: Iterable[str], texts: frozenset[str]) -> int:
    """How many headings hold one of the texts."""
    return sum(any(text in one for text in texts) for one in said)


def _asked(headings: Iterable[InputCell], rubric: Rubric) -> frozenset[str]:
    vocabulary = Vocabulary(rubric)
    meanings = map(vocabulary.meaning, headings)
    return frozenset(one.of for one in meanings if one is not None and one.what == "item")


def _ids(rubric: Rubric) -> frozenset[str]:
    return frozenset(key for indicator in rubric.indicators for key in indicator.entry_ids)
