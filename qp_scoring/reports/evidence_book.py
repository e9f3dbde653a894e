"""Evidence on a checklist: the best passages beside each item, all of them on a sheet behind it.

Marks stay blank: a passage is a candidate, and the evaluator decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qp_scoring.documents.office import Office
from qp_scoring.evidence.document import GROUNDS, Evidence, LineRange, PassageRecord, QuantityRecord
from qp_scoring.evidence.quantities import documents
from qp_scoring.evidence.sections import BETWEEN_CELLS
from qp_scoring.evidence.text import without_mark
from qp_scoring.messages import text
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable
from qp_scoring.reports.forms import Beside
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.states import applicability
from qp_scoring.thai import to_arabic_digits

BEST = 3
DECIDED = replace(CENTRED, fill="#FFFBE6")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage and the report that holds it."""

    file: str
    passage: PassageRecord


OfficePassages = Mapping[str | None, Sequence[FoundPassage]]
"""Passages in the order of the reports, by the codes of offices; None: of nobody certain."""


def by_office(evidence: Evidence) -> OfficePassages:
    """The passages of all reports."""
    found: defaultdict[str | None, list[FoundPassage]] = defaultdict(list)
    for report in evidence.documents:
        for passage in report.passages:
            found[passage.office].append(FoundPassage(report.file, passage))
    return found


def by_item(found: Iterable[FoundPassage]) -> dict[str, list[FoundPassage]]:
    """Passages by item id; over all reports the strong ones first, else in their order."""
    groups: dict[str, list[FoundPassage]] = defaultdict(list)
    for one in found:
        groups[one.passage.item].append(one)
    for group in groups.values():
        group.sort(key=lambda one: one.passage.strength != "strong")
    return groups


def beside_items(
    evidence: Evidence, passages: OfficePassages, rubric: Rubric, office: Office
) -> Beside:
    """What an office's checklist shows beside its items, and the sheet of all passages."""
    found = passages.get(office.code, ())
    may_take = _may_take(evidence, passages.get(None, ()), rubric, office)
    groups = by_item(found)
    cells: dict[str, tuple[str, ...]] = {}
    for indicator in rubric.indicators:
        if applicability(indicator, office)[0] and indicator.item:
            cells[indicator.code] = (_note(indicator, groups), "", "", "")
            for item in indicator.item:
                cells[item.id] = _best(groups.get(item.id, []))
    return Beside(
        note=text("evidence-form-note"),
        how_to=tuple(text("evidence-how-to").split("\n")),
        columns=(
            (text("evidence-column-quotes"), 43),
            (text("evidence-column-places"), 18),
            (text("evidence-column-status"), 9.5),
            (text("evidence-column-strength"), 8),
        ),
        cells=cells,
        sheets=(_all_passages(found, office), *_to_be_taken(may_take)),
    )


def _may_take(
    evidence: Evidence, unowned: Iterable[FoundPassage], rubric: Rubric, office: Office
) -> list[FoundPassage]:
    """The passages of nobody that may be an office's own, to be taken on its checklist.

    They are of items that apply to it, in reports that name it or nobody.
    """
    files = {
        one.file for one in evidence.documents if not one.offices or office.code in one.offices
    }
    return [
        one
        for one in unowned
        if one.file in files and applicability(rubric.by_code[one.passage.indicator], office)[0]
    ]


def _to_be_taken(found: Sequence[FoundPassage]) -> Iterator[DrawnTable]:
    """The sheet of passages of nobody that an office may take; none where there are none."""
    if found:
        yield replace(
            unowned_passages(found, decided=True),
            notices=(text("evidence-take"),),
        )


def strengths(indicator: Indicator, groups: dict[str, list[FoundPassage]]) -> tuple[int, int, int]:
    """How many items of an indicator have a strong, only a weak, and no passage."""
    best = [
        groups[item.id][0].passage.strength if groups.get(item.id) else None
        for item in indicator.item
    ]
    return best.count("strong"), best.count("weak"), best.count(None)


def _note(indicator: Indicator, groups: dict[str, list[FoundPassage]]) -> str:
    strong, weak, none = strengths(indicator, groups)
    total = len(indicator.item)
    if none == total:
        return text("evidence-note-nothing")
    return text("evidence-note-some", strong=strong, weak=weak, none=none, total=total)


def _best(found: Sequence[FoundPassage]) -> tuple[str, ...]:
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


def _words(passage: PassageRecord) -> str:
    """The words of a passage, and under a table's row what its columns are headed by."""
    words = without_mark(passage.quote)
    if not passage.heads:
        return words
    return f"{words}\n{text('evidence-heads', heads=BETWEEN_CELLS.join(passage.heads))}"


def _quote(passage: PassageRecord) -> str:
    """The quote, and under it the places that tell of the same with other figures."""
    quote = _words(passage)
    if not passage.conflicts:
        return quote
    return f"{quote}\n{text('evidence-disagrees', places=_conflicts(passage, '; '))}"


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


def _place(found: FoundPassage) -> str:
    passage = found.passage
    lines = printed_lines(passage.lines)
    if passage.focus is None:
        return text("evidence-place", file=found.file, lines=lines)
    part = text(f"evidence-part-{passage.part}")
    focus = passage.focus
    return text("evidence-place-focus", file=found.file, lines=lines, focus=focus, part=part)


def printed_lines(lines: LineRange) -> str:
    """First and last line, or the only one."""
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


def _all_passages(found: Sequence[FoundPassage], office: Office) -> DrawnTable:
    return replace(
        _passages(found, decided=True),
        notices=(text("evidence-accept"),),
        name=text("evidence-all-sheet"),
        title=text("evidence-all-title", office=office.short_name),
    )


def unowned_passages(found: Sequence[FoundPassage], *, decided: bool = False) -> DrawnTable:
    """The passages beside no item, because it is not certain whose they are.

    ``decided`` as for all passages of an office.
    """
    return replace(
        _passages(found, decided=decided),
        name=text("evidence-unowned-sheet"),
        title=text("evidence-unowned-title"),
        notices=(text("evidence-trial"),),
        empty=text("evidence-unowned-empty"),
    )


def _passages(found: Sequence[FoundPassage], *, decided: bool = False) -> DrawnTable:
    """A row for each passage; ``decided`` adds the column in which it is accepted or rejected."""
    columns: tuple[Column, ...] = (
        Column(text("evidence-column-item"), 8, STRONG),
        Column(text("evidence-column-quotes"), 68),
        Column(text("evidence-column-places"), 28),
        Column(text("evidence-column-owner"), 24),
        Column(text("evidence-column-status"), 11),
        Column(text("evidence-column-strength"), 22),
        Column(text("evidence-column-given"), 34),
    )
    if decided:
        words = (text("evidence-accepted"), text("evidence-rejected"))
        columns = (
            columns[0],
            Column(text("evidence-column-decision"), 13, DECIDED, words, text("evidence-decide")),
            *columns[1:],
        )
    return DrawnTable(
        name="",
        title="",
        notices=(text("evidence-form-note"),),
        legend=(text("evidence-strengths"),),
        columns=columns,
        rows=[_passage_row(one, decided) for one in found],
        empty=text("evidence-all-empty"),
        frozen_columns=1,
    )


def _passage_row(found: FoundPassage, decided: bool) -> tuple[Cell, ...]:
    passage = found.passage
    return (
        Cell(passage.item),
        *([Cell()] if decided else []),
        Cell(_words(passage), quoted=True),
        Cell(_place(found), quoted=True),
        Cell(_owner(passage), quoted=True),
        Cell(text(f"evidence-status-{passage.status}")),
        Cell(_strength(passage)),
        Cell(_given(passage), quoted=True),
    )


def _strength(passage: PassageRecord) -> str:
    """How strong a passage is, what stands in it that it rests on, and what does not."""
    said = [text(f"evidence-strength-{passage.strength}")]
    for key, there in (("evidence-ground-there", True), ("evidence-ground-not", False)):
        grounds = [one for one in GROUNDS if (one in passage.rests_on) == there]
        if grounds:
            named = ", ".join(text(f"evidence-ground-{ground}") for ground in grounds)
            said.append(text(key, grounds=named))
    return "\n".join(said)


def _given(passage: PassageRecord) -> str:
    """The dates, quantities and documents of a passage, and where others contradict it."""
    given = (
        ("dates", ", ".join(passage.dates)),
        ("quantities", _quantities(passage.quantities)),
        ("documents", ", ".join(documents(passage.quote))),
        ("conflicts", _conflicts(passage, "; ")),
    )
    return "\n".join(f"{text(f'evidence-column-{key}')}: {said}" for key, said in given if said)


def _owner(passage: PassageRecord) -> str:
    """By which words it is known whose the passage is."""
    if passage.owner is not None:
        return text("evidence-owner", words=passage.owner.words, line=passage.owner.line)
    return text("evidence-owner-whole" if passage.office else "evidence-owner-none")


def _quantities(found: Iterable[QuantityRecord]) -> str:
    return ", ".join(dict.fromkeys(to_arabic_digits(one.text) for one in found))
