"""Cells that several sheets of the summary workbook have: figures, shares, levels, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypedDict

from qp_scoring.documents.analysis import Scope
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.messages import text
from qp_scoring.paper.page import LANDSCAPE, PORTRAIT, Paper
from qp_scoring.paper.tables import CENTRED, Cell, Column
from qp_scoring.reports import notes
from qp_scoring.rubric.model import Rubric

BLUE = "#2E75B6"
RED = "#C55A11"

# From the lowest level of a scale to the highest: those of the page for the leader (its
# stylesheet). Neighbours are told apart in grey print too.
LEVEL_BARS = ("#96290F", "#F4B678", "#EBE6D8", "#8FC1E8", "#14507F")
# The same, pale, where a figure stands on the colour and says the same.
LEVEL_FILLS = ("#F2B5A3", "#FAD9B5", "#F5F1E6", "#D3E6F5", "#A4C8E4")
_LANDSCAPE_ROWS = 40

_LISTS = ("unfinished", "findings", "method")
_LISTS_TAB = "#7F7F7F"

NOT_REPORTED_BAR = "#595959"
UNFINISHED_BAR = "#BFBFBF"


def sheet_title(key: str, results: Results, rubric: Rubric) -> str:
    """The title of a sheet, with the round it speaks of."""
    whole = text("summary-title", year=rubric.fiscal_year, round=rubric.round_name(results.round))
    return f"{text(key, **notes.totals(rubric.total.show))} {whole}"


def of_scale(colours: Sequence[str], place: int, places: int) -> str:
    """The colour of a place on a scale, lowest first, however many places the scale has."""
    return colours[place * (len(colours) - 1) // max(1, places - 1)]


def decimals_format(decimals: int) -> str:
    """The number format of figures with so many decimals."""
    return f"0.{'0' * decimals}" if decimals else "0"


def change_format(decimals: int) -> str:
    """The number format of differences, with their signs."""
    figures = decimals_format(decimals)
    return f"+{figures};-{figures};{figures}"


def total_column(key: str, width: float, rubric: Rubric) -> Column:
    """A column of what offices came to as a whole, which its heading calls as the rubric shows."""
    return mean_column(text(key, **notes.totals(rubric.total.show)), width, rubric)


def mean_column(heading: str, width: float, rubric: Rubric) -> Column:
    """A column of means, with their printed decimals."""
    number = decimals_format(rubric.arithmetic.mean_decimals)
    return Column(heading, width, replace(CENTRED, number=number))


def figure(value: Decimal | str | None) -> Cell:
    """A printed figure as a number that can be sorted, or a dash."""
    return Cell("-", style=CENTRED) if value is None else Cell(figure=Decimal(value))


def group_scores(office: OfficeResult, rubric: Rubric) -> list[Cell]:
    """What each group of indicators came to, in the order of the rubric."""
    scores = {node.id: node.score for node in office.nodes}
    return [figure(scores.get(group.id)) for group in rubric.group]


def percent(share: str | None) -> Cell:
    """A printed share, shown as ``63 %`` and sorted as 63; a dash where there is none."""
    if share is None:
        return Cell("-", style=CENTRED)
    decimals = len(share.partition(".")[2])
    style = replace(CENTRED, number=f'{decimals_format(decimals)}" %"')
    return Cell(figure=Decimal(share), style=style)


def share_text(share: str, part: int, whole: int) -> str:
    """A share with what it is of: ``63 % (115/183)``."""
    return f"{share} % ({part:,}/{whole:,})"


def name_cells(code: str, name: str, file: str = "") -> tuple[Cell, Cell]:
    """Code and name of an office; the name leads to its score sheet."""
    return Cell(code, quoted=True), Cell(name, quoted=True, file=file)


def name_columns(width: float = 32) -> tuple[Column, Column]:
    """The columns of :func:`name_cells`; ``width`` is that of the names."""
    return Column(text("summary-code"), 9, CENTRED), Column(text("summary-office"), width)


def office_cells(office: OfficeResult, file: str = "") -> tuple[Cell, Cell, Cell]:
    """Code, short name and type of an office; the name leads to its score sheet."""
    named = name_cells(office.code, office.short_name, file)
    return *named, Cell(notes.type_name(office.type), quoted=True)


def paper_of(rows: int) -> Paper:
    """The paper of a table with a row per office: many stand upright, on fewer pages."""
    return PORTRAIT if rows > _LANDSCAPE_ROWS else LANDSCAPE


def office_columns() -> tuple[Column, Column, Column]:
    """The columns of :func:`office_cells`."""
    return *name_columns(29), Column(text("summary-type"), 8, CENTRED)


def group_name(scope: Scope, name: str) -> str:
    """A group as a reader names it."""
    if scope is Scope.ALL:
        return text("summary-group-all")
    named = {Scope.TYPE: notes.type_name, Scope.REGION: notes.region_name}
    return named[scope](name) if scope in named else name


def group_cells(scope: Scope, name: str) -> tuple[Cell, Cell]:
    """What a group has in common, and its name."""
    return Cell(text(f"summary-scope-{scope}")), Cell(group_name(scope, name), quoted=True)


class Heads(TypedDict):
    """What every sheet of the summary begins with."""

    name: str
    title: str
    notices: tuple[str, ...]
    tab: str


def heads(sheet: str, results: Results, rubric: Rubric) -> Heads:
    """The name, title and notices of a sheet; ``sheet`` is the end of the keys of its texts."""
    return {
        "name": text(f"summary-sheet-{sheet}"),
        "title": sheet_title(f"summary-title-{sheet}", results, rubric),
        "notices": notes.draft_notices(rubric),
        "tab": _LISTS_TAB if sheet in _LISTS else BLUE,
    }
