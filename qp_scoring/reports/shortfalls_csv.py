"""``shortfalls.csv``: what the country lacks as a tidy table, a row per group and item."""

from __future__ import annotations

import pandas as pd

from qp_scoring.analysis.shortfalls import Shortfall, shortfalls
from qp_scoring.documents.results import Results
from qp_scoring.documents.written import csv_bytes
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.mean import printed, rounded

# A group is the type or region of an office, which may come from a further list of offices.
_FROM_INPUTS = ("group",)
_COLUMNS = ("scope", "group", "indicator", "item", "text", "unmet", "assessed", "unmet_percent")


def shortfalls_csv(results: Results, rubric: Rubric) -> bytes | None:
    """Every item that was assessed, per group, in the order of :func:`shortfalls`.

    ``unmet_percent`` has one decimal, halves up; all offices together have no group. Null where
    no item was assessed, as in a run of levels only.
    """
    rows = [_row(one, rubric) for one in shortfalls(results, rubric)]
    if not rows:
        return None
    return csv_bytes(pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object), _FROM_INPUTS)


def _row(one: Shortfall, rubric: Rubric) -> dict[str, str]:
    scope, group = one.group
    item = rubric.by_code[one.indicator].item_by_id(one.item)
    return {
        "scope": scope.value,
        "group": group,
        "indicator": one.indicator,
        "item": one.item,
        "text": item.text if item else "",
        "unmet": str(one.unmet),
        "assessed": str(one.assessed),
        "unmet_percent": printed(rounded(100 * one.share, 1)),
    }
