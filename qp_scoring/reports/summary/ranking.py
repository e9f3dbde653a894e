"""The sheet อันดับ: complete offices by their means, with bands."""

from __future__ import annotations

from collections.abc import Mapping

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, Cell, Column, DrawnTable
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    figure,
    heads,
    mean_column,
    office_cells,
    office_columns,
    paper_of,
)
from qp_scoring.rubric.model import Rubric

_SHOWN = 3


def ranking(
    analysis: Analysis, results: Results, rubric: Rubric, files: Mapping[str, str]
) -> DrawnTable:
    """The complete offices, best first: places follow the exact means, so rounding ties none."""
    standings = {one.office: one for one in analysis.standings}
    ranked = [office for office in results.offices if office.code in standings]
    ranked.sort(key=lambda office: (standings[office.code].overall_rank, office.code))
    rows = [
        (
            Cell(figure=standings[office.code].overall_rank),
            Cell(figure=standings[office.code].rank),
            *office_cells(office, files.get(office.code, "")),
            Cell(office.region, quoted=True),
            figure(office.mean),
            Cell(office.band or "-"),
            Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
            figure(office.mean_reported),
            Cell(_lowest(office)),
        )
        for office in ranked
    ]
    columns = (
        Column(text("summary-place"), 8, CENTRED),
        Column(text("summary-place-type"), 9, CENTRED),
        *office_columns(),
        Column(text("summary-region"), 10, CENTRED),
        mean_column(text("summary-mean"), 9, rubric),
        Column(text("summary-band"), 10, CENTRED),
        Column(text("summary-coverage"), 9, CENTRED),
        mean_column(text("summary-mean-reported"), 12, rubric),
        Column(text("summary-lowest"), 26),
    )
    return DrawnTable(
        **heads("ranking", results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-complete"),
        legend=(notes.policy_note(results.policy, rubric), notes.bands_note(rubric)),
        frozen_columns=4,
        paper=paper_of(len(rows)),
    )


def _lowest(office: OfficeResult) -> str:
    """The indicators to look at first; how many more there are where they do not fit a line."""
    found = [f"{one.code} ({one.printed})" for one in notes.lowest(office)]
    more = f" +{len(found) - _SHOWN}" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more or "-"
