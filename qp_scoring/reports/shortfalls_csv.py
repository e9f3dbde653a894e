"""``shortfalls.csv``: what the country lacks as a tidy table, a row per group and item."""

from __future__ import annotations

from qp_scoring.documents.analysis import Analysis, GroupShortfall, Scope, Shortfall
from qp_scoring.documents.written import csv_bytes
from qp_scoring.rubric.model import Rubric

# A group is the type or region of an office, which may come from a further list of offices.
_FROM_INPUTS = ("group",)
_COLUMNS = ("scope", "group", "indicator", "item", "text", "unmet", "assessed", "unmet_percent")


def shortfalls_csv(analysis: Analysis, rubric: Rubric) -> bytes | None:
    """Every item that was assessed, per group, in the order of the analysis.

    ``unmet_percent`` has one decimal, halves up; all offices together have no group. Null where
    no item was assessed, as in a run of levels only.
    """
    rows = [_row(one, rubric) for one in (*analysis.shortfalls, *analysis.group_shortfalls)]
    if not rows:
        return None
    return csv_bytes(_COLUMNS, rows, _FROM_INPUTS)


def _row(one: Shortfall, rubric: Rubric) -> dict[str, str]:
    scope, group = (one.scope, one.group) if isinstance(one, GroupShortfall) else (Scope.ALL, "")
    item = rubric.by_code[one.indicator].item_by_id(one.item)
    return {
        "scope": scope.value,
        "group": group,
        "indicator": one.indicator,
        "item": one.item,
        "text": item.text if item else "",
        "unmet": str(one.unmet),
        "assessed": str(one.n),
        "unmet_percent": one.share,
    }
