"""The results of a large round: in memory what its figures are made of, the rest on the disk.

Of a complete office that one voice answered, nobody asks for single answers, advice or ways up but
its own sheet and ``results.json``. Beyond the first ``HELD`` offices these are put away, in a round
of many times as many those of all, and what stays is shared by all offices that came to the same
on an indicator.
"""

from __future__ import annotations

import pickle

from qp_scoring.analysis.agreement import several_answered
from qp_scoring.analysis.shortfalls import ItemCounts
from qp_scoring.documents import away
from qp_scoring.documents.away import PutAway, packed, slim
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Status
from qp_scoring.documents.written import office_json
from qp_scoring.intake.sheets import Rows

_PICKLED = 5
_MANY_TIMES = 8  # below, reading the first again takes more of the run than they take of memory


class RowShelf:
    """What files say until their offices are scored: the first in memory, the rest put away."""

    def __init__(self) -> None:
        self._rows: dict[str, Rows] = {}
        self._away = PutAway()

    def put(self, name: str, rows: Rows) -> None:
        """Put the rows of a file on the shelf."""
        if len(self._rows) < away.HELD:
            self._rows[name] = rows
        else:
            self._away.put(name, packed(pickle.dumps(rows, _PICKLED)))

    def take(self, name: str) -> Rows:
        """Take the rows of a file from the shelf."""
        rows = self._rows.pop(name, None)
        if rows is not None:
            return rows
        content: Rows = pickle.loads(self._away.read(name))
        return content


class Shelf:
    """The offices of a round. ``counts`` are of the items of those that were put away."""

    def __init__(self) -> None:
        self.counts = ItemCounts()
        self._whole = 0
        self._held = away.HELD
        self._away = PutAway()
        self._shared: dict[tuple[object, ...], IndicatorResult] = {}

    def expect(self, offices: int) -> None:
        """Learn how many offices are going to be scored."""
        self._held = away.HELD if offices < _MANY_TIMES * away.HELD else 0

    def keep(self, office: OfficeResult) -> OfficeResult:
        """What is kept in memory of a result: all of it, or what figures are made of."""
        self._whole += 1
        if self._whole <= self._held or is_asked_for(office):
            return office
        self.counts.add(office)
        self._away.put(office.code, packed(office_json(office)))
        return self._slim(office)

    def take(self, content: bytes) -> OfficeResult:
        """What is kept of a result that was scored in another process, as JSON.

        It comes whole where single answers are asked for; of others the whole is :meth:`put` there.
        """
        office = OfficeResult.model_validate_json(content)
        return office if is_asked_for(office) else self._slim(office)

    def put(self, code: str, whole: bytes) -> None:
        """Put away all of a result, packed."""
        self._away.put(code, whole)

    def replace(self, office: OfficeResult) -> OfficeResult:
        """Put another result in the place of one; what is kept of it."""
        if office.code not in self._away:
            return office
        self._away.put(office.code, packed(office_json(office)))
        return self._slim(office)

    def whole(self, kept: OfficeResult) -> OfficeResult:
        """All of a result, compared with the round that it was compared with since."""
        if kept.code not in self._away:
            return kept
        office = OfficeResult.model_validate_json(self._away.read(kept.code))
        return office.model_copy(update={"previous": kept.previous})

    def json(self, kept: OfficeResult) -> bytes:
        """All of a result as it stands in ``results.json``."""
        if kept.code in self._away and kept.previous is None:
            return self._away.read(kept.code)
        return office_json(self.whole(kept))

    def packed_json(self, kept: OfficeResult) -> bytes:
        """The same, packed, for another process to write."""
        if kept.code in self._away and kept.previous is None:
            return self._away.read_packed(kept.code)
        return packed(office_json(self.whole(kept)))

    def _slim(self, office: OfficeResult) -> OfficeResult:
        """What is kept of a result; an indicator is one for all offices that came to the same."""
        kept = slim(office)
        indicators = tuple(
            self._shared.setdefault(tuple(one.__dict__.values()), one) for one in kept.indicators
        )
        return kept.model_copy(update={"indicators": indicators})


def is_asked_for(office: OfficeResult) -> bool:
    """Whether single answers of an office are asked for: what is open, or how voices agree."""
    return office.status is not Status.COMPLETE or any(map(several_answered, office.indicators))
