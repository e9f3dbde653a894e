"""How this program knows again what it wrote itself: sheets, fills and notes, and lists.

None of these says anything of an assessor's own, so intake passes over them.
"""

from __future__ import annotations

from collections.abc import Sequence

from qp_scoring.documents.results import TIDY_COLUMNS

AID_NAME = "qp_scoring_aid"
"""A sheet with this defined name of its own is an aid or a report: it holds nothing to read."""

LISTS = "รายการให้เลือก"
"""The hidden sheet with the words of long drop-downs."""

AID_SHEETS = ("วิธีกรอก", LISTS)
"""The names of the aids beside forms, which every form has.

By them they are known in kinds of files whose defined names are not read.
"""

NOTE_AUTHOR = "qp-scoring"
"""The author of the notes that a marked copy carries."""

ANSWER_FILL = "FFFBE6"
"""The static fill that this and every earlier template gives the cells for answers in a form."""

MARKED_FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
"""The fills of the cells of a marked copy, by how much their finding matters."""

MAILING_COLUMNS = ("code", "name", "file", "mean", "band", "email", "text")
SHORTFALL_COLUMNS = (
    "scope",
    "group",
    "indicator",
    "item",
    "text",
    "unmet",
    "assessed",
    "unmet_percent",
)
_TOLD = 7  # other versions may have fewer columns or more behind these
_LISTS = {one[:_TOLD] for one in (TIDY_COLUMNS, MAILING_COLUMNS, SHORTFALL_COLUMNS)}


def is_own_list(headings: Sequence[str]) -> bool:
    """Whether a text file with these headings is a list that this program issued."""
    return tuple(headings[:_TOLD]) in _LISTS
