"""The documents of a round as files: results, analysis and rubric.

The same results give the same bytes. The CSV is tidy: a row per office and indicator.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.results import Document, IndicatorResult, OfficeResult, Results
from qp_scoring.rubric.model import Rubric

# Columns with texts of a user: from the matrix, or from a list of further offices.
_FROM_INPUTS = ("office", "short_name", "type", "region", "comment", "reason")
# A spreadsheet program takes a CSV field that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def results_json(results: Results) -> bytes:
    """``results.json``: the results document as UTF-8."""
    return (results.model_dump_json(indent=1) + "\n").encode()


def rubric_json(rubric: Rubric) -> bytes:
    """``rubric.json``: the rubric as used, canonical, so that a later run can compare."""
    return (rubric.canonical() + "\n").encode()


def analysis_json(analysis: Analysis) -> bytes:
    """``analysis.json``: the analysis document as UTF-8."""
    return (analysis.model_dump_json(indent=1) + "\n").encode()


def results_schema() -> str:
    """The JSON Schema of ``results.json``."""
    return _schema(Results)


def analysis_schema() -> str:
    """The JSON Schema of ``analysis.json``."""
    return _schema(Analysis)


def _schema(model: type[Document]) -> str:
    schema: dict[str, Any] = model.model_json_schema(mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def frame(results: Results) -> pd.DataFrame:
    """The tidy table: a row per office and indicator, every cell a text or null."""
    rows = [
        {**_office(office), **_indicator(indicator)}
        for office in results.offices
        for indicator in office.indicators
    ]
    columns = [*_OFFICE_COLUMNS, *_INDICATOR_COLUMNS]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def results_csv(results: Results) -> bytes:
    """``results.csv``: the tidy table for spreadsheet programs."""
    return csv_bytes(frame(results), _FROM_INPUTS)


def csv_bytes(table: pd.DataFrame, from_inputs: Sequence[str]) -> bytes:
    """A table for spreadsheet programs: UTF-8 with a byte order mark, lines ended by CR LF.

    ``from_inputs`` are the columns with texts of a user, which must not become formulas.
    """
    for column in from_inputs:
        table[column] = table[column].map(_as_text)
    text: str = table.to_csv(index=False, lineterminator="\r\n", na_rep="")
    return text.encode("utf-8-sig")


def _as_text(value: str | None) -> str | None:
    """A text from an input, marked as text where it would be taken for a formula."""
    return f"'{value}" if value and value.startswith(_FORMULA_STARTS) else value


_OFFICE_COLUMNS = (
    "office",
    "short_name",
    "type",
    "region",
    "status",
    "mean",
    "score_sum",
    "score_count",
    "band",
    "scored",
    "applicable",
    "mean_reported",
)
_INDICATOR_COLUMNS = (
    "indicator",
    "state",
    "level",
    "score",
    "printed",
    "met",
    "unmet",
    "next_level",
    "gain",
    "comment",
    "reason",
)


def _office(office: OfficeResult) -> dict[str, str | None]:
    total, _, count = (office.mean_exact or "").partition("/")
    return {
        "office": office.code,
        "short_name": office.short_name,
        "type": office.type,
        "region": office.region,
        "status": office.status.value,
        "mean": office.mean,
        # Not "29/12": spreadsheet programs would show it as a date.
        "score_sum": total or None,
        "score_count": count or None,
        "band": office.band,
        "scored": str(office.coverage.scored),
        "applicable": str(office.coverage.applicable),
        "mean_reported": office.mean_reported,
    }


def _indicator(indicator: IndicatorResult) -> dict[str, str | None]:
    step = indicator.next_level
    return {
        "indicator": indicator.code,
        "state": indicator.state.value,
        "level": None if indicator.level is None else str(indicator.level),
        "score": indicator.score,
        "printed": indicator.printed,
        "met": " ".join(indicator.met),
        "unmet": " ".join(indicator.unmet),
        "next_level": None if step is None else str(step.level),
        "gain": step.gain if step else None,
        "comment": indicator.comment,
        "reason": indicator.reason,
    }
