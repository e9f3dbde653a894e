"""``mailing.csv``: a row per sheet that was issued, with a text to send it with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qp_scoring.documents.results import OfficeResult
from qp_scoring.documents.written import csv_bytes
from qp_scoring.messages import text
from qp_scoring.reports import notes
from qp_scoring.reports.page.view import ActionSaid
from qp_scoring.rubric.model import Rubric

_COLUMNS = ("code", "name", "file", "mean", "band", "email", "text")


@dataclass(frozen=True, slots=True)
class Letter:
    """An office whose sheet was issued, what it says, and where to send it; "" where unknown."""

    office: OfficeResult
    told: ActionSaid
    email: str


def mailing_csv(letters: Iterable[Letter], round_id: str, rubric: Rubric) -> bytes:
    """The rows in the order given; ``text`` has five lines, in words that the program composed."""
    rows = [
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
    ]
    return csv_bytes(_COLUMNS, rows, ("code", "name", "file", "email", "text"))


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
    result = text("mailing-result", mean=office.mean or "-", band=office.band or "-")
    yield f"{result} ({draft})" if draft else result
    steps = letter.told.steps
    yield text("mailing-first", step=steps[0][0]) if steps else text("mailing-nothing")
    yield text("mailing-file", file=letter.told.sheet.rpartition("/")[2])
