"""Which issue a score sheet is: what its office is told, and whether that was told before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from qp_scoring.documents.issued import Issued
from qp_scoring.hashes import digest
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports.scoresheet.annex import EvidenceLine
from qp_scoring.reports.scoresheet.form import SheetContent
from qp_scoring.rubric.model import Rubric


def content_hash(content: SheetContent) -> str:
    """The hash over what an office is told."""
    return digest(_json(content.told()).encode())


def _json(part: object) -> str:
    return json.dumps(
        part, ensure_ascii=False, sort_keys=True, default=_fields, check_circular=False
    )


def _fields(part: Any) -> dict[str, object] | str:
    """A part of a sheet's content as JSON has it."""
    if type(part) is EvidenceLine:
        return _evidence(part)
    names = part.__slots__
    return dict(zip(names, _reader_of(names)(part), strict=True))


@lru_cache(maxsize=16_384)
def _evidence(line: EvidenceLine) -> str:
    """What is said of an item, which offices have in common; a text within the JSON."""
    return _json([line.sign, line.id, line.lines])


@cache
def _reader_of(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    """What reads so many fields of a part at once."""
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda part: (read(part),)


def is_revised(told: str, before: Issued | None) -> bool:
    """Whether a sheet is a revised issue: it changed, or it was one already.

    ``told`` is the hash over what its office is told now.
    """
    return before is not None and (before.revised or before.content_hash != told)


def marked(content: SheetContent, rubric: Rubric) -> SheetContent:
    """The sheet with the mark of a revised issue, dated as the letter that it goes out with."""
    date = rubric.document.date
    mark = text("sheet-revised-of", date=date) if date else text("sheet-revised")
    return replace(content, notices=(figures(mark, rubric.digits), *content.notices))
