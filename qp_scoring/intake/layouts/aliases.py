"""Words that stand in headings, as labels and for totals, by what they mean."""

from __future__ import annotations

from qp_scoring.intake.words import WORDS, by_word, squeezed
from qp_scoring.thai import squeeze

COLUMNS = WORDS["columns"]
BY_ALIAS = by_word(COLUMNS)
PARTS = {**WORDS["parts"], **{what: COLUMNS[what] for what in ("comment", "reference", "note")}}
BY_PART = by_word(PARTS)
ASIDES = WORDS["asides"]["words"]
HEADER_LABELS = WORDS["header"]
BY_LABEL = by_word(HEADER_LABELS)

_TOTALS = {kind: squeezed(words) for kind, words in WORDS["totals"].items()}
_MEANS, _SUMS, _SHARES = (_TOTALS[kind] for kind in ("mean", "sum", "share"))
_STARTS = (*_MEANS, *_SUMS, *_SHARES, *_TOTALS["other"])
_ROW_STARTS = (*_STARTS, *_TOTALS["of_rows"])
_ROW_ENDS = squeezed(("ผลรวม", "total"))
# What is measured begins with ร้อยละ and จำนวน too.
_FORM_STARTS = (*_MEANS, *_SUMS, squeeze("คิดเป็นร้อยละ"))
_FORM_WORDS = squeezed(("ร้อยละ", "จำนวน"))
_OF_ALL = ("", *squeezed(("รวม", "ทั้งหมด", "ทั้งสิ้น")))


def begins_total(text: str) -> bool:
    """Whether a heading begins as that of a column of totals."""
    return squeeze(text).startswith(_STARTS)


def labels_total_row(text: str) -> bool:
    """Whether a label is that of a row of totals or of what is made of the others, by its ends.

    An office may be named so. In a pivot table ผลรวม stands behind what it sums up.
    """
    key = squeeze(text)
    return key.startswith(_ROW_STARTS) or key.endswith(_ROW_ENDS)


def is_total_in_form(text: str) -> bool:
    """Whether the label of a row in a form is that of totals, and not of what is measured."""
    key = squeeze(text)
    return key in _FORM_WORDS or key.startswith(_FORM_STARTS)


def kind_of_total(text: str, *, whole: bool = False) -> str:
    """``mean``, ``sum`` or ``share``, as a heading or label says that its figures are; "" if none.

    ``whole`` asks that it says no more.
    """
    key = squeeze(text)
    for kind, words in (("mean", _MEANS), ("sum", _SUMS), ("share", _SHARES)):
        begins = next((word for word in words if key.startswith(word)), "")
        if begins and (not whole or key.removeprefix(begins) in _OF_ALL):
            return "mean" if kind == "sum" and _MEANS[0] in key else kind
    return ""
