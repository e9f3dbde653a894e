"""Documents as files: results and rubric, and every other as it is stored.

The same results give the same bytes. The CSV is tidy: a row per office and indicator.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qp_scoring.documents.results import TIDY_COLUMNS, Results, Stored
from qp_scoring.rubric.model import Rubric

if TYPE_CHECKING:
    from qp_scoring.documents.comparison import Comparison
    from qp_scoring.documents.trend import Trend

_PART = 2**16  # characters of a table that are put away together
# Texts hold no line breaks in JSON, so this stands at the top of the document only.
_NO_OFFICES = '\n "offices": []'
# Columns with texts of a user: from the matrix, or from a list of further offices.
_FROM_INPUTS = ("office", "short_name", "type", "region", "comment", "reason")
# A spreadsheet program takes a CSV field that begins so for a formula, full-width signs too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def office_json(office: Stored) -> bytes:
    """An office as it stands in ``results.json``, in a comparison or in a trend."""
    # Of bytes to bytes: as a text, four times as much would be copied.
    return office.__pydantic_serializer__.to_json(office, indent=1).replace(b"\n", b"\n  ")


def document_parts(
    document: Results | Comparison | Trend, written: Callable[[Any], bytes] = office_json
) -> Iterator[bytes]:
    """A document of offices in parts, an office each: the whole is never held.

    ``written`` gives an office as it stands there.
    """
    rest = document.model_copy(update={"offices": ()}).model_dump_json(indent=1)
    before, after = rest.split(_NO_OFFICES)
    yield before.encode() + _NO_OFFICES[:-1].encode()
    for at, office in enumerate(document.offices):
        yield (b",\n  " if at else b"\n  ") + written(office)
    yield f"{chr(10) + ' ' if document.offices else ''}]{after}\n".encode()


def rubric_json(rubric: Rubric) -> bytes:
    """``rubric.json``: the rubric as used, canonical, so that a later run can compare."""
    return (rubric.canonical() + "\n").encode()


def document_json(document: Stored) -> bytes:
    """A document as UTF-8: analysis, explanation, evidence."""
    return document.__pydantic_serializer__.to_json(document, indent=1) + b"\n"


def document_schema(model: type[Stored]) -> str:
    """The JSON Schema of a kind of document."""
    schema: dict[str, Any] = model.model_json_schema(mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def tidy_parts(results: Results) -> Iterator[bytes]:
    """``results.csv``, the tidy table for spreadsheet programs, in parts."""
    return csv_parts(TIDY_COLUMNS, results.tidy(), _FROM_INPUTS)


def csv_parts(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str | None]],
    from_inputs: Iterable[str],
) -> Iterator[bytes]:
    """A table for spreadsheet programs: UTF-8 with a byte order mark, lines ended by CR LF.

    It comes in parts, so that no table is ever held. ``from_inputs`` are the columns with texts of
    a user, which must not become formulas.
    """
    quoted = set(from_inputs)
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(columns)
    yield codecs.BOM_UTF8
    for row in rows:
        table.writerow(_as_text(row[key]) if key in quoted else row[key] for key in columns)
        if written.tell() > _PART:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()


def _as_text(value: str | None) -> str | None:
    """A text from an input, marked as text where it would be taken for a formula."""
    return f"'{value}" if value and value.startswith(_FORMULA_STARTS) else value
