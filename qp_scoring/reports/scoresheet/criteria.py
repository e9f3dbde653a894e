"""The sheet เกณฑ์: what each level asks for, and where an office stands on the way up.

Without an office the same table prints the whole rubric, items and advice included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qp_scoring.documents.results import (
    IndicatorResult,
    Mark,
    MeasureNeed,
    Need,
    NextLevel,
    OfficeResult,
    State,
)
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, Table, group_headings
from qp_scoring.reports import notes
from qp_scoring.reports.notes import bound
from qp_scoring.reports.scoresheet.criteria_rules import Row, asked, rubric_rows, rule_rows
from qp_scoring.rubric.conditions import Condition
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

_STRONG_CENTRED = replace(STRONG, align="center", indent=0)
_BODY = replace(STRONG, bold=False)

# A colour never says more than the word in the row.
_COLUMN_STYLES = (CENTRED, _BODY, CENTRED, _BODY)
_HERE = tuple(replace(style, fill="#E2EFDA") for style in _COLUMN_STYLES)
_NEXT = tuple(replace(style, fill="#FFF2CC") for style in _COLUMN_STYLES)


def criteria_table(rubric: Rubric, office: OfficeResult | None = None) -> Table:
    """The criteria of every indicator: of the whole rubric, or as one office meets them."""
    if office is None:
        title = text(
            "criteria-rubric-title",
            name=rubric.name,
            year=rubric.fiscal_year,
            version=rubric.version,
        )
        columns = _rubric_columns()
        groups = [
            [_heading(one, one.title, one.purpose, rubric), *_plain(rubric_rows(one, rubric))]
            for one in rubric.indicators
        ]
    else:
        title = text("criteria-title", office=office.name)
        columns = _office_columns()
        groups = [list(_office_rows(one, rubric)) for one in office.indicators]
    return Table(
        name=text("criteria-sheet"),
        title=title,
        notices=notes.draft_notices(rubric),
        legend=(),
        columns=columns,
        rows=[row for group in groups for row in group],
        frozen_columns=1,
        filtered=False,
        headings=group_headings(groups),
    )


def _office_columns() -> tuple[Column, ...]:
    return (
        Column(text("criteria-level"), 15, CENTRED),
        Column(text("criteria-criterion"), 62),
        Column(text("criteria-result"), 14, CENTRED),
        Column(text("criteria-condition"), 62),
    )


def _rubric_columns() -> tuple[Column, ...]:
    return (
        Column(text("criteria-level-or-item"), 15, CENTRED),
        Column(text("criteria-text"), 54),
        Column(text("criteria-asks"), 32),
        Column(text("criteria-suggest"), 52),
    )


def _heading(indicator: Indicator, title: str, last: str, rubric: Rubric) -> tuple[Cell, ...]:
    label = fill(rubric.labels.indicator, {"code": indicator.code})
    named = Cell(text("criteria-heading", label=label, title=title), style=STRONG)
    code = Cell(indicator.code, style=_STRONG_CENTRED)
    return code, named, Cell(style=_STRONG_CENTRED), Cell(last, style=STRONG)


def _plain(rows: Iterator[Row]) -> list[tuple[Cell, ...]]:
    return [tuple(Cell(words) for words in row) for row in rows]


# As one office meets them


def _office_rows(one: IndicatorResult, rubric: Rubric) -> Iterator[tuple[Cell, ...]]:
    indicator = rubric.by_code[one.code]
    code, named, _, last = _heading(indicator, one.title, "", rubric)
    yield code, named, Cell(one.printed, style=_STRONG_CENTRED), last
    if one.state not in (State.SCORED, State.NOT_REPORTED):
        return
    for level in sorted(entry.level for entry in indicator.level):
        yield _level_row(one, indicator, level, rubric)
    yield from _plain(rule_rows(indicator, rubric))
    if not indicator.level and (missing := _missing(one, indicator, one.unmet)):
        yield Cell(), Cell(text("criteria-items-known")), Cell(), Cell("\n".join(missing))


def _level_row(
    one: IndicatorResult, indicator: Indicator, level: int, rubric: Rubric
) -> tuple[Cell, ...]:
    entry = indicator.at(level)
    condition = indicator.conditions.get(level)
    name = text("criteria-named-level", level=level, name=rubric.scale.name(level))
    step = one.next_level
    following = step is not None and step.level == level
    lines = [asked(condition)] if condition is not None else []
    if following:
        lines += [*_needed(one, indicator, condition), *_beyond(step)]
    styles = _NEXT if following else _HERE if one.level == level else _COLUMN_STYLES
    cells = (name, entry.text, _result(one, condition, level), "\n".join(lines))
    return tuple(Cell(words, style=style) for words, style in zip(cells, styles, strict=True))


def _result(one: IndicatorResult, condition: Condition | None, level: int) -> str:
    """The word for a level: given, met on the way, next, or not reached."""
    if one.next_level is not None and one.next_level.level == level:
        return text("criteria-next")
    if one.level is None or level > one.level:
        return text("criteria-above")
    if level == one.level:
        return text("criteria-here")
    # A level that asks for nothing (the base level) was not met: it was left behind.
    return text("criteria-met") if condition is not None else ""


def _needed(
    one: IndicatorResult, indicator: Indicator, condition: Condition | None
) -> Iterator[str]:
    """The first unmet condition's missing items and values, one per line."""
    step = one.next_level
    fewest: Sequence[Need] = step.needs[0] if step is not None and step.needs else ()
    missing: Sequence[Need] = fewest
    if condition is not None and one.items:
        met = {item.id for item in one.items if item.mark in (Mark.MET, Mark.NOT_RELEVANT)}
        open_items = [item for item in dict.fromkeys(condition.item_ids()) if item not in met]
        values = [need for need in fewest if isinstance(need, MeasureNeed)]
        missing = [*open_items, *values]
    lines = _missing(one, indicator, missing)
    if not lines:
        return
    some = len(fewest) < len(missing)
    yield text("criteria-missing-some", count=len(fewest)) if some else text("criteria-missing")
    yield from lines


def _beyond(step: NextLevel | None) -> Iterator[str]:
    """How far the step leads, where that is further than the next level."""
    if step is not None and step.level_after > step.level:
        yield text("criteria-reaches", level=step.level_after)


def _missing(one: IndicatorResult, indicator: Indicator, needs: Sequence[Need]) -> list[str]:
    """Items and values in words; an id that the rubric does not know is left as it is."""
    values = {item.id: item.value for item in one.items}
    found: list[str] = []
    for need in needs:
        if isinstance(need, MeasureNeed):
            measure = indicator.measure_by_id(need.measure)
            words = {
                "text": measure.text if measure else need.measure,
                "unit": measure.unit if measure else "",
                "value": values.get(need.measure) or text("criteria-no-value"),
            }
            if need.at_most is not None:
                found.append(text("criteria-missing-limit", most=bound(need), **words))
            else:
                found.append(text("criteria-missing-value", least=bound(need), **words))
        else:
            item = indicator.item_by_id(need)
            shown = item.text if item is not None else ""
            found.append(text("criteria-missing-item", id=need, text=shown))
    return found
