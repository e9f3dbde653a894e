"""The sheet อันดับ: complete offices by their means, with bands."""

from __future__ import annotations

from qp_scoring.analysis.standing import places
from qp_scoring.documents.results import Results, Status
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, Cell, Column, Table
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    figure,
    heads,
    mean_column,
    office_cells,
    office_columns,
)
from qp_scoring.rubric.model import Rubric


def ranking(results: Results, rubric: Rubric) -> Table:
    """The complete offices, best first: places follow the exact means, so rounding ties none."""
    ranked = [office for office in results.offices if office.status is Status.COMPLETE]
    overall = places(ranked)
    by_type: dict[str, dict[str, int]] = {
        kind: places(office for office in ranked if office.type == kind)
        for kind in {office.type for office in ranked}
    }
    ranked.sort(key=lambda office: (overall.get(office.code, len(ranked) + 1), office.code))
    rows = [
        (
            Cell(figure=overall.get(office.code)),
            Cell(figure=by_type[office.type].get(office.code)),
            *office_cells(office),
            Cell(office.region, quoted=True),
            figure(office.mean),
            Cell(office.band or "-"),
            Cell(f"{office.coverage.scored}/{office.coverage.applicable}"),
            figure(office.mean_reported),
            Cell(", ".join(f"{i.code} ({i.printed})" for i in notes.lowest(office)) or "-"),
        )
        for office in ranked
    ]
    columns = (
        Column(text("summary-place"), 9, CENTRED),
        Column(text("summary-place-type"), 11, CENTRED),
        *office_columns(),
        Column(text("summary-region"), 12, CENTRED),
        mean_column(text("summary-mean"), 11, rubric),
        Column(text("summary-band"), 12, CENTRED),
        Column(text("summary-coverage"), 11, CENTRED),
        mean_column(text("summary-mean-reported"), 14, rubric),
        Column(text("summary-lowest"), 28),
    )
    return Table(
        **heads("ranking", results, rubric),
        columns=columns,
        rows=rows,
        empty=text("summary-no-complete"),
        legend=(notes.policy_note(results.policy, rubric), notes.bands_note(rubric)),
        frozen_columns=4,
    )
