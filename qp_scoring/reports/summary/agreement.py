"""The sheet ความเห็นของผู้ประเมิน: how far assessors of one office agree, without their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from qp_scoring.documents.analysis import FEWEST, Analysis, IndicatorAgreement, Pairs
from qp_scoring.documents.results import Results
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable
from qp_scoring.reports.summary.cells import heads, percent, share_text
from qp_scoring.rubric.model import Rubric

# The items that assessors agree on least; analysis.json has them all.
_ITEMS = 15

_STRONG = replace(STRONG, align="center", indent=0)


def agreed(analysis: Analysis, results: Results, rubric: Rubric) -> DrawnTable:
    """Indicators in the order of the rubric, then items, those agreed on least first."""
    found = [one for one in analysis.agreement if one.doubly >= FEWEST]
    columns = (
        Column(text("summary-indicator"), 10, CENTRED),
        Column(text("summary-item"), 12, CENTRED),
        Column(text("summary-subject"), 76),
        *_columns("marks"),
        *_columns("numbers"),
        Column(text("summary-within-one"), 13, CENTRED),
    )
    return DrawnTable(
        **heads("agreement", results, rubric),
        columns=columns,
        rows=[*_indicator_rows(found, rubric), *_entry_rows(found, rubric)],
        empty=_empty(analysis),
        legend=tuple(_legend(analysis)) if found else (),
        frozen_columns=2,
    )


def _empty(analysis: Analysis) -> str:
    if analysis.agreement:
        return text("summary-few-doubly", fewest=FEWEST)
    return text("summary-one-assessor")


def _columns(kind: str) -> tuple[Column, ...]:
    """Pairs, offices and agreement of one kind of answer."""
    what = text(f"summary-compared-{kind}")
    return (
        Column(f"{what}\n{text('summary-office-count')}", 14, CENTRED),
        Column(f"{what}\n{text('summary-pairs')}", 14, CENTRED),
        Column(f"{what}\n{text('summary-same')}", 14, CENTRED),
    )


def _indicator_rows(
    found: Iterable[IndicatorAgreement], rubric: Rubric
) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        yield (
            Cell(one.indicator, style=_STRONG),
            Cell(text("summary-all-items"), style=_STRONG),
            Cell(rubric.by_code[one.indicator].title, style=STRONG),
            *_figures(one.marks, one.levels),
        )


def _entry_rows(found: Iterable[IndicatorAgreement], rubric: Rubric) -> Iterator[tuple[Cell, ...]]:
    entries = [
        (one.indicator, key, counted) for one in found for key, counted in one.entries.items()
    ]
    entries.sort(key=lambda entry: Fraction(entry[2].same, entry[2].pairs))
    for code, key, counted in entries[:_ITEMS]:
        is_mark = counted.within_one is None
        marks, numbers = (counted, None) if is_mark else (None, counted)
        yield (
            Cell(code),
            Cell(key),
            Cell(rubric.by_code[code].text_of(key)),
            *_figures(marks, numbers),
        )


def _figures(marks: Pairs | None, numbers: Pairs | None) -> tuple[Cell, ...]:
    """The cells of marks, then those of levels or values; dashes where nothing was compared."""
    return (
        *_counted(marks),
        *_counted(numbers),
        percent(numbers.within_share if numbers else None),
    )


def _counted(one: Pairs | None) -> tuple[Cell, ...]:
    if one is None:
        return (Cell("-"),) * 3
    return Cell(figure=one.offices), Cell(figure=one.pairs), percent(one.share)


def _legend(analysis: Analysis) -> Iterator[str]:
    """How pairs are counted, then the figures of the whole run."""
    yield text("summary-legend-pairs")
    levels, marks = analysis.overall_agreement.levels, analysis.overall_agreement.marks
    if levels:
        same = share_text(levels.share, levels.same, levels.pairs)
        near = share_text(levels.within_share or "-", levels.within_one or 0, levels.pairs)
        yield text("summary-legend-levels", same=same, near=near)
    if marks:
        same = share_text(marks.share, marks.same, marks.pairs)
        yield text("summary-legend-marks", same=same)
