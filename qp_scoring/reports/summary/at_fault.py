"""Why an indicator of an office has no result, and in which cells: those to be filled or mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qp_scoring.documents.results import FindingRecord, IndicatorResult, ItemResult, Source
from qp_scoring.findings.condense import together
from qp_scoring.messages import text

# A blank cell needs no words of its own: blanks of an office stand together in one row.
_BLANK = "not-assessed"
_FAULTS = ("invalid", "dash", "unclear", "unheard")
_MOST_TOLD = 8

_At = tuple[str | None, str | None, str | None]


class SaidAtCells:
    """What the findings of a run say of single cells."""

    def __init__(self, findings: Iterable[FindingRecord]) -> None:
        self._said: defaultdict[_At, list[FindingRecord]] = defaultdict(list)
        for entry in findings:
            if entry.code != _BLANK:
                self._said[entry.file, entry.sheet, entry.cell].append(entry)

    def of(self, source: Source) -> Sequence[FindingRecord]:
        """The findings at a cell."""
        return self._said.get((source.file, source.sheet, source.cell), ())


def cells_at_fault(entry: IndicatorResult, told: SaidAtCells) -> tuple[Source, ...]:
    """The cells of an open indicator that are wrong, or blank beside answers.

    Where nothing is answered yet, or no cell by itself is wrong, the one that stands for it.
    """
    by = [answer for item in entry.items for answer in item.by]
    found = [answer.source for answer in by if answer.invalid or answer.unclear]
    found += [said.source for said in entry.said_by if said.said in _FAULTS]
    found += [at.source for at in by if any(one.severity == "error" for one in told.of(at.source))]
    answered = any(item.mark or item.value or item.undecided for item in entry.items)
    if answered and not any(said.said == "invalid" for said in entry.said_by):
        found += [source for item in entry.items for source in _blank(item)]
    if entry.source and (not found or _is_told(entry.source, told)):
        found.append(entry.source)
    return tuple(dict.fromkeys(found))


def _is_told(source: Source, told: SaidAtCells) -> bool:
    return any(one.severity == "error" for one in told.of(source))


def _blank(item: ItemResult) -> Iterator[Source]:
    """The blank cells of an item that nobody answered."""
    if not (item.mark or item.value or item.undecided):
        yield from (by.source for by in item.by if by.mark is None and by.value is None)


def why_open(entry: IndicatorResult, cells: Sequence[Source], told: SaidAtCells) -> str:
    """What the findings say of an open indicator, each by its cell where there are several."""
    own = [entry.reason] if entry.reason else []
    stands_for = [entry.source] if entry.source else []
    said: dict[str, list[str]] = {}
    for source in dict.fromkeys((*cells, *stands_for)):
        for finding in told.of(source):
            if finding.severity != "info":
                said.setdefault(finding.message, []).extend([source.cell] * (source in cells))
    lines = _by_cell(said) if len(said) > 1 else [*said]
    more = len(lines) - _MOST_TOLD
    if more > 0:
        lines = [*lines[:_MOST_TOLD], text("summary-why-more", count=more)]
    return "\n".join((*own, *entry.reasons, *lines))


def _by_cell(said: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        f"{together(cells)}: {message}" if cells else message for message, cells in said.items()
    ]
