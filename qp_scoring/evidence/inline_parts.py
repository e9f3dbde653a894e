"""Parts that stand behind each other in one paragraph: "… จัดอบรม ปัญหา : ขาดครู ข้อเสนอแนะ : …".

In prose a part's name is a word as any other. So names count only where paragraphs of the report
hold the same ones, several in each, set off alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.skeleton import PartHeading
from qp_scoring.evidence.text import key

_SEVERAL = 2
_LONGEST_NAME = 40
_SIGN = r":|\s[-–]\s"
_SIGNED = re.compile(_SIGN)


class InlineParts:
    """The names of parts that several paragraphs of a report hold, one behind the other."""

    def __init__(self, entries: Iterable[Entry], parts: tuple[PartHeading, ...]) -> None:
        self._parts, self._name = _names_of(parts)
        met: Counter[str] = Counter()
        for entry in entries:
            if not entry.cell:
                found = self._found(entry.text)
                if len({self._part(one).part for one in found}) >= _SEVERAL:
                    met.update({key(one["name"] + one["more"]) for one in found})
        self._known = frozenset(one for one, times in met.items() if times >= _SEVERAL)

    def cut(self, text: str) -> list[tuple[PartHeading | None, str]]:
        """The parts that a paragraph tells of, the first (None) not named; empty for others."""
        if not self._known:
            return []
        found = [one for one in self._found(text) if key(one["name"] + one["more"]) in self._known]
        if not found or found[0].start() == 0:
            return []
        ends = [*(one.start() for one in found[1:]), len(text)]
        told = [
            (self._part(one), text[one.end() : end].strip(" ;,"))
            for one, end in zip(found, ends, strict=True)
        ]
        return [(None, text[: found[0].start()].strip(" ;,")), *told]

    def _found(self, text: str) -> list[re.Match[str]]:
        return list(self._name.finditer(text)) if _SIGNED.search(text) else []

    def _part(self, found: re.Match[str]) -> PartHeading:
        return self._parts[key(found["name"])]


@lru_cache(maxsize=2)
def _names_of(
    parts: tuple[PartHeading, ...],
) -> tuple[dict[str, PartHeading], re.Pattern[str]]:
    """The parts by the keys of their names, and a pattern of a name that is set off."""
    named = {
        name: part
        for part in reversed(parts)
        for name in (*part.words, *part.bare, *part.loose, *part.called)
    }
    names = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    pattern = re.compile(
        rf"(?:(?<=[\s;,.])|^)(?P<name>(?:{names}))"
        rf"(?P<more>[ก-๎/]{{0,24}})\s*(?P<sign>{_SIGN})\s*"
    )
    short = {key(name): part for name, part in named.items() if len(name) <= _LONGEST_NAME}
    return short, pattern
