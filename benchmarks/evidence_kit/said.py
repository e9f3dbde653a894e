"""Single sentences as officers write them (``said/*.txt``), each with its items, heading and part.

A line is ``items TAB title TAB part TAB sentence``: the items that it proves of the area office
that answers (``?`` before one that may be taken or left, ``-`` for none). The hands that wrote them
knew nothing of the program; each sentence is read as a section of its own, of an office that is not
named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from qp_scoring.evidence.answers import Statuses
from qp_scoring.evidence.entries import entries_of
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.paragraphs import PageSetting
from qp_scoring.evidence.passages import Considered, considered
from qp_scoring.evidence.read import ReportReader
from qp_scoring.evidence.sections import Piece, Section
from qp_scoring.evidence.skeleton import Focus, ReportPart
from qp_scoring.evidence.told import told_in

SAID = Path(__file__).parent / "said"
_PLAIN = PageSetting(parted=False, indented=False, margin=0)


@dataclass(frozen=True)
class Said:
    """A sentence in its place, as the rules see it, with its labels."""

    seen: Considered
    items: frozenset[str]
    open: frozenset[str]
    line: int


def said(path: Path, reader: ReportReader) -> tuple[list[Said], int]:
    """The sentences of a file, and how many facts it holds."""
    found: list[Said] = []
    facts = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        codes, title, part, text = line.split("\t")
        if part not in get_args(ReportPart):
            raise SystemExit(f"{path.name} {number}: {part} is no part")
        words = [] if codes.strip() == "-" else codes.split()
        items = frozenset(word for word in words if not word.startswith("?"))
        open_items = frozenset(word.removeprefix("?") for word in words if word.startswith("?"))
        facts += len(items)
        seen = _considered(title, part, text, reader)
        found += (Said(one, items, open_items | items, number) for one in seen)
    return found, facts


def _considered(
    title: str, part: ReportPart, text: str, reader: ReportReader
) -> Iterator[Considered]:
    focus = _focus(title, reader)
    piece = Piece(1, text, opens=True, gap=False, topic="")
    called = focus.title if focus else title
    section = Section(focus, called, part, None, 1, 1, 1, [piece], title)
    told = told_in([section], Statuses(reader.skeleton.status), _PLAIN)
    return considered(
        told, reader.matcher, reader.skeleton, reader.may_have, reader.rubric.fiscal_year
    )


def _focus(title: str, reader: ReportReader) -> Focus | None:
    """The topic that a title gives by its number or its words."""
    (entry,) = entries_of([Line(1, title)], reader.matcher.words.first)
    headings = Headings(reader.skeleton, [entry])
    numbered = (one for one in reader.skeleton.focus if title.strip() == one.number)
    return (
        next(numbered, None) or headings.topics.titled(entry) or headings.topics.named_in([entry])
    )
