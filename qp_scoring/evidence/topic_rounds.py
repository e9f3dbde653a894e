"""What a report is divided into by parts: below each division all its topics come again.

A division is known by that alone: whatever it is called, before each round of topics stands the
name of a part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.part_labels import labelled_in_order
from qp_scoring.evidence.skeleton import PartHeading
from qp_scoring.thai import to_arabic_digits

_FEWEST_ROUNDS = 3
_FEWEST_TOPICS = 2  # of a round
_MOST = 0.6  # of all topics that come again stand in each round
_SEVERAL = 2
_LONGEST = 90
_LONGEST_TITLE = 260
# What counts divisions before their names: "ตอน A", "ส่วนที่ 2", "III."
_COUNTED = re.compile(
    r"^(?:[ก-๎]{2,8}(?:\s+|(?![ก-๎])))?[\[(]?(?:[0-9]{1,2}|[A-Zก-ฮ]|[IVX]{1,4})[\]).:]*(?:\s+|$)[:–-]?\s*"
)


def divisions_by_part(
    entries: Sequence[Entry],
    parts: Sequence[PartHeading],
    topic_at: Callable[[int], str | None],
    heads_unit: Callable[[str], bool],
) -> dict[int, PartHeading]:
    """The parts of the lines that stand over rounds of topics; none where no rounds are found.

    ``topic_at`` says which topic's title stands at a place.
    """
    heads = [at - 1 for at in _rounds(entries, topic_at)]
    if len(heads) < _FEWEST_ROUNDS or not all(_may_head(entries, at, heads_unit) for at in heads):
        return {}
    labels = [_COUNTED.sub("", to_arabic_digits(entries[at].text), count=1) for at in heads]
    if len(set(labels)) < len(labels):
        return {}
    named = [one[:1] for one in labelled_in_order(labels, parts)]
    if len(heads) == len(parts) and not all(named):
        named = [(one,) for one in parts]  # in words of its own, but all of them
    found = {at: one[0] for at, one in zip(heads, named, strict=True) if one}
    return found if len({one.part for one in found.values()}) >= _SEVERAL else {}


def _rounds(entries: Sequence[Entry], topic_at: Callable[[int], str | None]) -> list[int]:
    """The places of the titles with which topics begin again, the first with them."""
    counts = Counter(one.key for one in entries if not one.cell and len(one.text) < _LONGEST_TITLE)
    rounds: list[tuple[int, set[str]]] = []
    for at, entry in enumerate(entries):
        if counts[entry.key] < _FEWEST_ROUNDS or entry.cell:
            continue
        topic = topic_at(at)
        if topic is None:
            continue
        if not rounds or topic in rounds[-1][1]:
            rounds.append((at, set()))
        rounds[-1][1].add(topic)
    met = {topic for _, topics in rounds for topic in topics}
    whole = len(met) >= _FEWEST_TOPICS and all(
        len(topics) >= max(_FEWEST_TOPICS, _MOST * len(met)) for _, topics in rounds
    )
    return [at for at, _ in rounds] if whole else []


def _may_head(entries: Sequence[Entry], at: int, heads_unit: Callable[[str], bool]) -> bool:
    """Whether a line may be the heading of a division: short, set off, no unit's name."""
    if at < 0:
        return False
    entry = entries[at]
    set_off = entry.gap or entry.markdown or entry.signs or not at
    return bool(set_off) and len(entry.text) <= _LONGEST and not heads_unit(entry.text)
