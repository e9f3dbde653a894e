"""Lists for other programs: ``shortfalls.csv`` for spreadsheets, ``mailing.csv`` for mail merge.

What the country lacks as a tidy table, a row per group and item; and a row per sheet that was
issued, with a text to send it with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qp_scoring.documents.analysis import Analysis, GroupShortfall, Scope, Shortfall
from qp_scoring.documents.own import MAILING_COLUMNS, SHORTFALL_COLUMNS
from qp_scoring.documents.results import OfficeResult
from qp_scoring.documents.written import csv_parts
from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.page.view import ActionSaid
from qp_scoring.rubric.model import Rubric

# A group is the type or region of an office, which may come from a further list of offices.
_SHORTFALL_INPUTS = ("group",)


def shortfalls_csv(analysis: Analysis, rubric: Rubric) -> bytes | None:
    """Every item that was assessed, per group, in the order of the analysis.

    ``unmet_percent`` has one decimal, halves up; all offices together have no group. Null where
    no item was assessed, as in a run of levels only.
    """
    rows = [_shortfall(one, rubric) for one in (*analysis.shortfalls, *analysis.group_shortfalls)]
    if not rows:
        return None
    return b"".join(csv_parts(SHORTFALL_COLUMNS, rows, _SHORTFALL_INPUTS))


def _shortfall(one: Shortfall, rubric: Rubric) -> dict[str, str]:
    scope, group = (one.scope, one.group) if isinstance(one, GroupShortfall) else (Scope.ALL, "")
    return {
        "scope": scope.value,
        "group": group,
        "indicator": one.indicator,
        "item": one.item,
        "text": rubric.by_code[one.indicator].text_of(one.item),
        "unmet": str(one.unmet),
        "assessed": str(one.n),
        "unmet_percent": one.share,
    }


@dataclass(frozen=True, slots=True)
class Letter:
    """An office whose sheet was issued, what it says, and where to send it; "" where unknown."""

    office: OfficeResult
    told: ActionSaid
    email: str


def mailing_csv(letters: Iterable[Letter], round_id: str, rubric: Rubric) -> Iterator[bytes]:
    """The table in parts, its rows in the order given.

    ``text`` has five lines, in words that the program composed.
    """
    rows = (
        {
            "code": letter.office.code,
            "name": letter.office.short_name,
            "file": letter.told.sheet,
            "mean": letter.office.mean,
            "band": letter.office.band,
            "email": letter.email,
            "text": "\n".join(_lines(letter, round_id, rubric)),
        }
        for letter in letters
    )
    return csv_parts(MAILING_COLUMNS, rows, ("code", "name", "file", "email", "text"))


def _lines(letter: Letter, round_id: str, rubric: Rubric) -> Iterable[str]:
    office = letter.office
    yield text("mailing-to", office=office.name)
    yield text(
        "mailing-subject",
        rubric=rubric.name,
        year=rubric.fiscal_year,
        round=rubric.round_name(round_id),
    )
    draft = notes.draft_mark(rubric)
    came = {"mean": office.mean or "-", "band": office.band or "-"}
    result = text("mailing-result", **came, **notes.totals(rubric.total.show))
    yield text("mailing-draft", result=result, draft=draft) if draft else result
    steps = letter.told.steps
    if steps:
        yield text("mailing-first", step=steps[0][0])
    elif office.next_band is not None:  # nothing lifts an indicator, and a gate keeps below
        yield text("mailing-barred", band=office.next_band.band)
    else:
        yield text("mailing-nothing")
    yield text("mailing-file", file=letter.told.sheet.rpartition("/")[2])
