"""What titles say of a whole report: where it begins in its file, its fiscal year, its round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.skeleton import Skeleton
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import to_arabic_digits

_TOP = 40
_LONGEST_TITLE = 200
_YEAR = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s*ศ\.?)?\s*(2[45][0-9]{2})")
_ROUND = re.compile(r"รอบ(?:ที่)?\s*([0-9]{1,2})(?:\s*เดือน)?")


def report_starts(entries: Sequence[Entry], headings: Headings) -> tuple[int, ...]:
    """Where the reports in a file begin, as places of entries; the first is always 0.

    Another report begins at a title behind which the topics begin again. A title that is printed
    on every page, as a header, is followed by the topic at hand or by a new one.
    """
    titles = [at for at, entry in enumerate(entries) if at and headings.is_report_title(entry)]
    if not titles:
        return (0,)
    topics = {
        at: found.focus.number
        for at in range(len(entries))
        if (found := headings.focus_at(entries, at)) and not found.page
    }
    starts = [0]
    for title in titles:
        begun = [topics[at] for at in sorted(topics) if starts[-1] <= at < title]
        following = next((topics[at] for at in sorted(topics) if at > title), None)
        if following in begun[:-1] or (following in begun and begun[-1] != following):
            starts.append(_first_title(entries, title, headings))
    return tuple(dict.fromkeys(starts))


def _first_title(entries: Sequence[Entry], title: int, headings: Headings) -> int:
    """Where the titles begin that a title stands among."""
    while title > 1 and headings.is_title(entries[title - 1]):
        title -= 1
    return title


def fiscal_year(entries: Sequence[Entry], skeleton: Skeleton) -> int | None:
    """The year that the titles in the first lines give, else that of the policy in them."""
    top = [entry for entry in entries[:_TOP] if len(entry.text) <= _LONGEST_TITLE]
    years = Counter(
        int(year) for entry in top for year in _YEAR.findall(to_arabic_digits(entry.text))
    )
    if years:
        return min(years, key=lambda year: (-years[year], year))
    for entry in top:
        for focus in skeleton.focus:
            if focus.aliases_year and entry.key.startswith(focus.alias_keys):
                return focus.aliases_year
    return None


def round_of(entries: Sequence[Entry], rubric: Rubric) -> str | None:
    """The rubric's round that the first lines name, by its name or its place; else None."""
    top = [to_arabic_digits(entry.text) for entry in entries[:_TOP]]
    for text in top:
        for entry in rubric.round:
            if entry.name in text:
                return entry.id
    for text in top:
        if found := _ROUND.search(text):
            number = int(found[1])
            if "เดือน" not in found[0] and 1 <= number <= len(rubric.round):
                return rubric.round[number - 1].id
            return next((r.id for r in rubric.round if f"{number} เดือน" in r.name), None)
    return None
