"""Evidence on a checklist: the best passages beside each item, all of them on a sheet behind it.

Marks stay blank: a passage is a candidate, and the evaluator decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qp_scoring.documents.office import Office
from qp_scoring.evidence.document import Evidence, Lines, PassageRecord, QuantityRecord
from qp_scoring.evidence.quantities import documents
from qp_scoring.messages import text
from qp_scoring.paper.tables import STRONG, Cell, Column, Table
from qp_scoring.reports.forms import Beside
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability

BEST = 3
_SMALL = replace(STRONG, size=12, bold=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and the report that holds it."""

    file: str
    passage: PassageRecord


def passages_of(evidence: Evidence, code: str | None) -> tuple[Found, ...]:
    """The passages of an office in all reports, report by report; None: of nobody certain."""
    return tuple(
        Found(report.file, passage)
        for report in evidence.documents
        for passage in report.passages
        if passage.office == code
    )


def by_item(found: Iterable[Found]) -> dict[str, list[Found]]:
    """Passages by item id; over all reports the strong ones first, else in their order."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[one.passage.item].append(one)
    for group in groups.values():
        group.sort(key=lambda one: one.passage.strength != "strong")
    return groups


def beside_items(evidence: Evidence, rubric: Rubric, office: Office) -> Beside:
    """What an office's checklist shows beside its items, and the sheet of all passages."""
    found = passages_of(evidence, office.code)
    groups = by_item(found)
    cells: dict[str, tuple[str, ...]] = {}
    for indicator in rubric.indicators:
        if applicability(indicator, office)[0] and indicator.item:
            cells[indicator.code] = (_note(indicator, groups), "", "", "")
            for item in indicator.item:
                cells[item.id] = _best(groups.get(item.id, []))
    return Beside(
        note=text("evidence-form-note"),
        columns=(
            (text("evidence-column-quotes"), 43),
            (text("evidence-column-places"), 18),
            (text("evidence-column-status"), 9.5),
            (text("evidence-column-strength"), 8),
        ),
        cells=cells,
        sheets=(_all_passages(found, office),),
    )


def strengths(indicator: Indicator, groups: dict[str, list[Found]]) -> tuple[int, int, int]:
    """How many items of an indicator have a strong, only a weak, and no passage."""
    best = [
        groups[item.id][0].passage.strength if groups.get(item.id) else None
        for item in indicator.item
    ]
    return best.count("strong"), best.count("weak"), best.count(None)


def _note(indicator: Indicator, groups: dict[str, list[Found]]) -> str:
    strong, weak, none = strengths(indicator, groups)
    total = len(indicator.item)
    if none == total:
        return text("evidence-note-nothing")
    return text("evidence-note-some", strong=strong, weak=weak, none=none, total=total)


def _best(found: Sequence[Found]) -> tuple[str, ...]:
    """The best passages, numbered alike in every column."""
    if not found:
        return text("evidence-no-passage"), "", "", ""
    shown = found[:BEST]
    quotes = [f"{count}) {_quote(one.passage)}" for count, one in enumerate(shown, 1)]
    if len(found) > BEST:
        sheet = text("evidence-all-sheet")
        quotes.append(text("evidence-more", count=len(found) - BEST, sheet=sheet))
    return (
        "\n".join(quotes),
        _numbered(_place(one) for one in shown),
        _numbered(text(f"evidence-status-{one.passage.status}") for one in shown),
        _numbered(text(f"evidence-strength-{one.passage.strength}") for one in shown),
    )


def _quote(passage: PassageRecord) -> str:
    """The quote, and under it the places that tell of the same with other figures."""
    if not passage.conflicts:
        return passage.quote
    return f"{passage.quote}\n{text('evidence-disagrees', places=_conflicts(passage, '; '))}"


def _conflicts(passage: PassageRecord, between: str) -> str:
    return between.join(
        text(
            "evidence-conflict",
            lines=printed_lines(one.lines),
            quantities=_quantities(one.quantities),
        )
        for one in passage.conflicts
    )


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{count}) {line}" for count, line in enumerate(lines, 1))


def _place(found: Found) -> str:
    passage = found.passage
    lines = printed_lines(passage.lines)
    if passage.focus is None:
        return text("evidence-place", file=found.file, lines=lines)
    part = text(f"evidence-part-{passage.part}")
    focus = passage.focus
    return text("evidence-place-focus", file=found.file, lines=lines, focus=focus, part=part)


def printed_lines(lines: Lines) -> str:
    """First and last line, or the only one."""
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


def _all_passages(found: Sequence[Found], office: Office) -> Table:
    return replace(
        _passages(found),
        name=text("evidence-all-sheet"),
        title=text("evidence-all-title", office=office.short_name),
    )


def unowned_passages(evidence: Evidence) -> Table:
    """The passages that stand in no checklist, because it is not certain whose they are."""
    return replace(
        _passages(passages_of(evidence, None)),
        name=text("evidence-unowned-sheet"),
        title=text("evidence-unowned-title"),
        notices=(text("evidence-trial"),),
        empty=text("evidence-unowned-empty"),
    )


def _passages(found: Sequence[Found]) -> Table:
    keys = ("item", "quotes", "file", "lines", "owner", "focus", "part", "status", "strength")
    more = ("dates", "quantities", "documents", "conflicts")
    widths = (8.0, 70.0, 24.0, 10.0, 26.0, 9.0, 15.0, 11.0, 9.0, 20.0, 22.0, 22.0, 30.0)
    columns = tuple(
        Column(text(f"evidence-column-{key}"), width, _SMALL)
        for key, width in zip((*keys, *more), widths, strict=True)
    )
    return Table(
        name="",
        title="",
        notices=(text("evidence-form-note"),),
        legend=(),
        columns=columns,
        rows=[_passage_row(one) for one in found],
        empty=text("evidence-all-empty"),
        frozen_columns=1,
    )


def _passage_row(found: Found) -> tuple[Cell, ...]:
    passage = found.passage
    return (
        Cell(passage.item),
        Cell(passage.quote, quoted=True),
        Cell(found.file, quoted=True),
        Cell(printed_lines(passage.lines)),
        Cell(_owner(passage), quoted=True),
        Cell(passage.focus or "-"),
        Cell(text(f"evidence-part-{passage.part}")),
        Cell(text(f"evidence-status-{passage.status}")),
        Cell(text(f"evidence-strength-{passage.strength}")),
        Cell(", ".join(passage.dates), quoted=True),
        Cell(_quantities(passage.quantities), quoted=True),
        Cell(", ".join(documents(passage.quote)), quoted=True),
        Cell(_conflicts(passage, "\n"), quoted=True),
    )


def _owner(passage: PassageRecord) -> str:
    """By which words it is known whose the passage is."""
    if passage.owner is not None:
        return text("evidence-owner", words=passage.owner.words, line=passage.owner.line)
    return text("evidence-owner-whole" if passage.office else "evidence-owner-none")


def _quantities(found: Iterable[QuantityRecord]) -> str:
    return ", ".join(one.text for one in found)
