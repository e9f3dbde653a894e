"""The comparison of two rounds as files: ``compare.xlsx`` and ``compare.json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from qp_scoring.documents.comparison import (
    NAMED,
    Comparison,
    IndicatorChange,
    OfficeChange,
    OfficeStanding,
    Presence,
    Side,
    Standing,
    Verdict,
)
from qp_scoring.documents.results import State, Status
from qp_scoring.messages import text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.page import PORTRAIT
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable, MadeRows, draw_tables
from qp_scoring.reports import notes
from qp_scoring.reports.summary.cells import (
    change_format,
    decimals_format,
    figure,
    name_cells,
    name_columns,
)
from qp_scoring.scoring.advice import joined

_UP, _DOWN = replace(CENTRED, fill="#E2EFDA"), replace(CENTRED, fill="#F8CBAD")


def write_comparison(path: Path, found: Comparison) -> None:
    """Write the comparison as a workbook: offices, their indicators, indicators, the method.

    Raises:
        OSError: the file cannot be written.
    """
    tables = (_offices(found), _details(found), _indicators(found), _method(found))
    with Book(path, _title(found), text("compare-subject")) as book:
        draw_compared(book, tables, (found.old, found.new))


def draw_compared(book: Book, tables: Iterable[DrawnTable], sides: Sequence[Side]) -> None:
    """Draw the sheets of a comparison of these rounds, a draft of any of them in every footer."""
    draw_tables(book, tables, " ".join(notes.drafts_of_rounds(sides, "sheet-mark")))


def _title(found: Comparison) -> str:
    return text(
        "compare-title",
        old_year=found.old.rubric.fiscal_year,
        old_round=found.old.round_name,
        year=found.new.rubric.fiscal_year,
        round=found.new.round_name,
    )


def _notices(found: Comparison) -> tuple[str, ...]:
    """A verdict that a reader needs before any figure, then the drafts of either round."""
    comparable = found.comparability.verdict is Verdict.COMPARABLE
    notices = () if comparable else (_verdict(found),)
    return (*notices, *notes.drafts_of_rounds((found.old, found.new)))


def _table(found: Comparison, sheet: str, columns: Sequence[Column], **drawn: Any) -> DrawnTable:
    """A sheet, headed with the verdict and the drafts."""
    return DrawnTable(
        name=text(f"compare-sheet-{sheet}"),
        title=_title(found),
        notices=_notices(found),
        columns=tuple(columns),
        **drawn,
    )


def _verdict(found: Comparison) -> str:
    total = notes.totals(found.new.policy.total_kind)
    return text(f"compare-verdict-{found.comparability.verdict}", **total)


def _decimals(found: Comparison) -> int:
    return max(found.old.policy.mean_decimals, found.new.policy.mean_decimals)


def _offices(found: Comparison) -> DrawnTable:
    decimals = _decimals(found)
    mean = replace(CENTRED, number=decimals_format(decimals))
    before, now = (notes.totals(side.policy.total_kind) for side in (found.old, found.new))
    columns = (
        *name_columns(),
        Column(text("compare-presence"), 14, CENTRED),
        Column(text("compare-old-mean", **before), 14, mean),
        Column(text("compare-new-mean", **now), 14, mean),
        Column(text("compare-mean-change"), 9, replace(CENTRED, number=change_format(decimals))),
        Column(text("compare-mean-exact"), 12, CENTRED),
        Column(text("compare-old-n"), 9, CENTRED),
        Column(text("compare-new-n"), 9, CENTRED),
        Column(text("compare-old-band"), 15, CENTRED),
        Column(text("compare-new-band"), 15, CENTRED),
        Column(text("compare-band-change"), 15, CENTRED),
        *(Column(text(f"compare-change-{change}"), 10, CENTRED) for change in NAMED),
        Column(text("compare-column-other"), 9, CENTRED),
    )
    return _table(
        found,
        "offices",
        columns,
        legend=(text("compare-legend-offices", **now),),
        rows=MadeRows(lambda: map(_office_row, found.offices)),
        empty=text("compare-no-offices"),
        frozen_columns=2,
    )


def _office_row(office: OfficeChange) -> tuple[Cell, ...]:
    old, new = office.old, office.new
    direction = office.band_change
    counts = [office.counts.get(change, 0) for change in NAMED]
    other = sum(office.counts.values()) - sum(counts)
    known = office.presence is Presence.BOTH
    return (
        *name_cells(office.code, office.short_name),
        Cell(_where_it_has_a_result(office)),
        figure(old.mean if old else None),
        figure(new.mean if new else None),
        moved(office.mean_change),
        Cell(office.mean_change_exact or "-"),
        _count(old),
        _count(new),
        Cell((old and old.band) or "-"),
        Cell((new and new.band) or "-"),
        Cell(text(f"compare-direction-{direction}") if direction else "-"),
        *(Cell(figure=count) if known else Cell("-") for count in (*counts, other)),
    )


def _where_it_has_a_result(office: OfficeChange) -> str:
    """In which rounds an office has a result, and in which it is unfinished."""
    sides = (("old", office.old), ("new", office.new))
    there = {key: one.status is Status.COMPLETE for key, one in sides if one is not None}
    if all(there.values()):
        return text(f"compare-presence-{office.presence}")
    complete, unfinished = (
        joined(
            [
                text(f"compare-round-{key}")
                for key, is_complete in there.items()
                if is_complete is wanted
            ]
        )
        for wanted in (True, False)
    )
    return text("compare-presence-unfinished", there=complete or "-", rounds=unfinished)


def _count(standing: OfficeStanding | None) -> Cell:
    return Cell("-") if standing is None else Cell(figure=standing.count)


def moved(change: str | None) -> Cell:
    """A difference as a figure with its printed digits; the fill says what its sign says."""
    cell = figure(change)
    if change is None or cell.figure is None:
        return cell
    style = {"+": _UP, "-": _DOWN}.get(change[:1], CENTRED)
    decimals = -int(Decimal(change).as_tuple().exponent)
    return replace(cell, style=replace(style, number=change_format(decimals)))


def _details(found: Comparison) -> DrawnTable:
    return _table(
        found,
        "details",
        (
            *name_columns(28),
            Column(text("summary-indicator"), 9, CENTRED),
            Column(text("compare-old-shown"), 10, CENTRED),
            Column(text("compare-new-shown"), 10, CENTRED),
            Column(text("compare-change"), 20),
            Column(text("compare-score-change"), 9, CENTRED),
            Column(text("compare-gained"), 30),
            Column(text("compare-lost"), 30),
            Column(text("compare-values"), 26),
            Column(text("compare-asked-anew"), 22),
        ),
        legend=(text("compare-legend-items"),),
        rows=MadeRows(
            lambda: (
                _detail_row(office, entry)
                for office in found.offices
                for entry in office.indicators
                if entry.applies
            )
        ),
        empty=text("compare-no-both"),
        frozen_columns=3,
    )


def _detail_row(office: OfficeChange, entry: IndicatorChange) -> tuple[Cell, ...]:
    values = [
        text("compare-value", id=one.id, old=one.old or "-", new=one.new or "-")
        for one in entry.values
    ]
    return (
        *name_cells(office.code, office.short_name),
        Cell(entry.code),
        standing_cell(entry.old),
        standing_cell(entry.new),
        Cell(text(f"compare-change-{entry.change}")),
        moved(entry.score_change),
        Cell(_listed(entry.gained)),
        Cell(_listed(entry.lost)),
        Cell(", ".join(values)),
        Cell(
            ", ".join(
                text("compare-anew-unmet", item=key) if key in entry.anew_unmet else key
                for key in entry.asked_anew
            )
        ),
    )


def standing_cell(standing: Standing | None) -> Cell:
    """A level as a figure that can be sorted, any other state as it is printed."""
    if standing is None or not standing.printed:
        return Cell("-")
    if standing.state is State.SCORED and standing.score == standing.printed:
        decimals = len(standing.printed.partition(".")[2])
        style = replace(CENTRED, number=decimals_format(decimals))
        return Cell(figure=Decimal(standing.printed), style=style)
    return Cell(standing.printed)


def _listed(items: tuple[str, ...] | None) -> str:
    return text("compare-items-unknown") if items is None else ", ".join(items)


def _indicators(found: Comparison) -> DrawnTable:
    rows = []
    for entry in found.summary.indicators:
        counts = [entry.counts.get(change, 0) for change in NAMED]
        other = sum(entry.counts.values()) - sum(counts)
        figures = (Cell(figure=count) for count in (*counts, other, entry.n))
        rows.append((Cell(entry.code), Cell(entry.title), *figures, moved(entry.mean_change)))
    return _table(
        found,
        "indicators",
        (
            Column(text("summary-indicator"), 9, CENTRED),
            Column(text("column-title"), 52),
            *(Column(text(f"compare-change-{change}"), 11, CENTRED) for change in NAMED),
            Column(text("compare-column-other"), 9, CENTRED),
            Column(text("compare-column-n"), 7, CENTRED),
            Column(text("compare-column-mean"), 11, CENTRED),
        ),
        legend=(*_summary_lines(found), text("compare-legend-indicators")),
        rows=rows,
        empty=text("compare-no-both"),
        frozen_columns=1,
    )


def _summary_lines(found: Comparison) -> Iterable[str]:
    """The means of all offices and how the bands moved, in words."""
    summary = found.summary
    total = notes.totals(found.new.policy.total_kind)
    if not summary.n:
        return (text("compare-no-summary", **total),)
    means = {"old": summary.mean_old, "new": summary.mean_new, "change": summary.mean_change}
    bands = {"up": 0, "same": 0, "down": 0} | dict(summary.bands)
    said = text("compare-summary", n=summary.n, **means, **total)
    return said, text("compare-bands", **bands)


def _method(found: Comparison) -> DrawnTable:
    return _table(
        found,
        "method",
        (Column(text("summary-topic"), 37, STRONG), Column(text("summary-detail"), 62)),
        legend=(),
        rows=[(Cell(topic), Cell(detail)) for topic, detail in _method_rows(found)],
        filtered=False,
        paper=PORTRAIT,
    )


def _method_rows(found: Comparison) -> Iterator[tuple[str, str]]:
    sides = ((text("compare-method-old"), found.old), (text("compare-method-new"), found.new))
    for name, side in sides:
        yield name, side_text(side)
    for name, side in sides:
        yield text("compare-method-hash", side=name), side.rubric.hash
    yield text("compare-method-verdict"), _verdict(found)
    changes = found.comparability.changes
    if not changes:
        yield text("compare-method-no-changes"), text("compare-method-none")
    for number, change in enumerate(changes, 1):
        yield text("compare-method-changes", number=number), change
    yield text("compare-method-matching"), text("compare-method-matching-rule")
    yield text("compare-method-items"), text("compare-method-items-rule")
    yield text("summary-engine"), found.engine_version


def side_text(side: Side) -> str:
    """The year, round and criteria of a round in one line."""
    return text(
        "compare-method-side",
        year=side.rubric.fiscal_year,
        round=side.round_name,
        rubric=side.rubric.id,
        version=side.rubric.version,
        status=text(f"summary-rubric-{side.rubric.status}"),
    )
