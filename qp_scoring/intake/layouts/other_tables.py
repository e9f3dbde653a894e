"""Titles and names of sheets that say that a table holds no results of this round's criteria."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import filterfalse

from qp_scoring.intake.layouts.aliases import ASIDES
from qp_scoring.intake.layouts.vocabulary import NOT_NOW, is_aside
from qp_scoring.intake.words import WORDS, any_of
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import normalise, squeeze

_OF_ITSELF = re.compile(r"ประเมิน(?:ตน|ตัว)เอง|(?<![A-Za-z])SAR(?![A-Za-z])")
_EVALUATIONS = WORDS["evaluations"]
_LATIN = r"(?<![A-Za-z])(?:{})(?![A-Za-z])"
# A short name in Latin capitals is one of an evaluation where it says what is evaluated.
_EVALUATED = re.compile(
    r"(?:ประเมิน|คะแนน|ระดับ|ผล)\S{0,12}\s*\(?(?<![A-Za-z])([A-Z]{2,5})(?![A-Za-z])"
)
_FRAME = re.compile(
    r"(?:สรุป|รายงาน|แบบ|ผล|คะแนน|ระดับ|ตาราง|การ|ประเมิน|ปี|งบประมาณ|พ\.ศ\.|[\d\s./()_-])*"
)
# ตัวชี้วัดนโยบายเร่งด่วนของ…: whose it is, other evaluations may be of too.
_JUDGED = re.compile(r"(?:ตัวชี้วัด|การประเมิน)(\S{8,}?)(?:ของ|ตาม|\s|$)")
_EVERYBODYS = frozenset({"OBEC", "ESA", "ESAO"})
_OURS = _EVERYBODYS | {"QP"}


class OtherTables:
    """Knows of titles whether they tell of what a rubric does not ask."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric

    @cached_property
    def _own(self) -> str:
        """All that a rubric calls itself and its indicators."""
        titles = (*self._rubric.labels.title, *(one.title for one in self._rubric.indicators))
        return "\n".join((self._rubric.id, self._rubric.name, *titles))

    @cached_property
    def _others(self) -> re.Pattern[str]:
        """The names of evaluations that are not the rubric's own."""
        own = squeeze(self._own)
        latin, thai = (
            any_of(one for one in named if squeeze(one) not in own)
            for named in (filterfalse(self._is_own, _EVALUATIONS["latin"]), _EVALUATIONS["thai"])
        )
        return re.compile(rf"{_LATIN.format(latin)}|{thai}")

    def _is_own(self, word: str) -> bool:
        named = re.search(_LATIN.format(re.escape(word)), self._own)
        return word in _OURS or named is not None

    def is_name(self, name: str) -> bool:
        """Whether the name of a sheet says no more than that it holds something else."""
        name = normalise(name)
        other = self._others.search(name)
        rest = name.replace(other[0], "") if other else name
        return (
            squeeze(name) in map(squeeze, ASIDES)
            or NOT_NOW.fullmatch(name) is not None
            or (other is not None and _FRAME.fullmatch(rest) is not None)
        )

    @cached_property
    def _called(self) -> re.Pattern[str]:
        """The short names that a rubric goes by: in Latin capitals (QP), or of what it judges."""
        said = " ".join((self._rubric.name, *self._rubric.labels.title))
        names = {one for one in re.findall(r"[A-Z]{2,}", said) if one not in _EVERYBODYS}
        latin = _LATIN.format("|".join(sorted(names)) or "(?!)")
        judged = _JUDGED.match(normalise(self._rubric.name))
        return re.compile(rf"{latin}|{re.escape(judged[1])}" if judged else latin)

    def may_be(self, title: str) -> bool:
        """Whether a title says that its table may hold something else, and not its rubric's own."""
        title = normalise(title)
        if is_aside(title) or _OF_ITSELF.search(title):
            return True
        if self._called.search(title):
            return False
        return self._others.search(title) is not None or any(
            not self._is_own(found[1]) for found in _EVALUATED.finditer(title)
        )
