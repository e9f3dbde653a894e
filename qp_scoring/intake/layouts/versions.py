"""Which version of a shipped rubric set the inputs were made for.

A round that began with one version of the criteria is finished with it: forms say their version in
their header, and a table may be recognised by the items that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    earlier, known = earlier_versions(chosen), list(headers)
    if not (earlier and known):
        return chosen
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
    """Whether tables ask for an earlier version's items: by their texts, or by its ids alone."""
    headings = [cell for sheet in sheets for cell in sheet.top(HEADING_ROWS).cells.values()]
    now, before = load_rubric(chosen), load_rubric(folder)
    texts_now, texts_before = _texts(now), _texts(before)
    said = {squeeze(cell.text) for cell in headings if len(cell.text) > _LONGEST_ID}
    meant = [text for one in said if (text := _meant(one, texts_now | texts_before))]
    only_before = sum(text not in texts_now for text in meant)
    only_now = sum(text not in texts_before for text in meant)
    if only_before or only_now:
        return only_before > 0 and only_now == 0
    return _asks_for(headings, before) and not _asks_for(headings, now)


def _asks_for(headings: Sequence[InputCell], rubric: Rubric) -> bool:
    """Whether a table has all items, in some round, of every indicator of which it has any."""
    vocabulary = Vocabulary(rubric)
    meanings = map(vocabulary.meaning, headings)
    asked = {one.of for one in meanings if one is not None and one.what == "item"}
    for entry in rubric.round:
        indicators = rubric.in_round(entry.id).indicators
        begun = [one for one in indicators if asked.intersection(one.entry_ids)]
        if len(begun) > 1 and all(asked.issuperset(one.entry_ids) for one in begun):
            return True
    return False


def _texts(rubric: Rubric) -> frozenset[str]:
    items = (item.text for indicator in rubric.indicators for item in indicator.item)
    measures = (one.text for indicator in rubric.indicators for one in indicator.measure)
    return frozenset(map(squeeze, (*items, *measures)))


def _meant(said: str, texts: frozenset[str]) -> str:
    """The longest of the texts that a heading holds; empty where it holds none."""
    return max((text for text in texts if text in said), key=len, default="")
