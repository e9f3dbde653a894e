"""The results of a large round: in memory what its figures are made of, the rest on the disk.

Of a complete office that one voice answered, nobody asks for single answers, advice or ways up but
its own sheet and ``results.json``. Beyond the first ``HELD`` offices these are put away, and what
stays is shared by all offices that came to the same on an indicator.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass
from tempfile import TemporaryFile

from qp_scoring.analysis.shortfalls import ItemCounts
from qp_scoring.documents.results import IndicatorResult, OfficeResult, Status
from qp_scoring.documents.slim import slim
from qp_scoring.documents.written import office_json
from qp_scoring.intake.read import Rows

HELD = 250
"""So many offices, and files, are held whole: one national round of area offices."""

_QUICKLY = 1
_PICKLED = 5


@dataclass(frozen=True, slots=True)
class Away:
    """An office as it is handed over: what stays of it, and its whole as compressed JSON."""

    kept: bytes
    whole: bytes


class PutAway:
    """Contents on the disk by their names, in a temporary file; the last of a name is found."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (it lies there until all is let go)
        self._places: dict[str, tuple[int, int]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def close(self) -> None:
        """Let go what was put away."""
        self._file.close()

    def put(self, name: str, content: bytes) -> None:
        """Put a content away."""
        at = self._file.seek(0, 2)
        self._file.write(content)
        self._places[name] = at, len(content)

    def read(self, name: str) -> bytes:
        """A content that was put away."""
        at, length = self._places[name]
        self._file.seek(at)
        return self._file.read(length)


class RowShelf:
    """What files say until their offices are scored: the first in memory, the rest put away."""

    def __init__(self) -> None:
        self._rows: dict[str, Rows] = {}
        self._away = PutAway()

    def close(self) -> None:
        """Let go what was put away."""
        self._away.close()

    def put(self, name: str, rows: Rows) -> None:
        """Put the rows of a file on the shelf."""
        if len(self._rows) < HELD:
            self._rows[name] = rows
        else:
            self._away.put(name, zlib.compress(pickle.dumps(rows, _PICKLED), _QUICKLY))

    def take(self, name: str) -> Rows:
        """Take the rows of a file from the shelf."""
        rows = self._rows.pop(name, None)
        if rows is not None:
            return rows
        content: Rows = pickle.loads(zlib.decompress(self._away.read(name)))
        return content


class Shelf:
    """The offices of a round. ``counts`` are of the items of those that were put away."""

    def __init__(self) -> None:
        self.counts = ItemCounts()
        self._whole = 0
        self._away = PutAway()
        self._shared: dict[tuple[object, ...], IndicatorResult] = {}

    def close(self) -> None:
        """Let go what was put away."""
        self._away.close()

    def keep(self, office: OfficeResult) -> OfficeResult:
        """What is kept in memory of a result: all of it, or what figures are made of."""
        self._whole += 1
        if self._whole <= HELD or is_asked_for(office):
            return office
        self.counts.add(office)
        self._away.put(office.code, packed(office))
        return self._slim(office)

    def take(self, away: Away) -> OfficeResult:
        """Put away what another process has packed; its items were counted there."""
        office = OfficeResult.model_validate_json(away.kept)
        self._away.put(office.code, away.whole)
        return self._slim(office)

    def replace(self, office: OfficeResult) -> OfficeResult:
        """Put another result in the place of one; what is kept of it."""
        if office.code not in self._away:
            return office
        self._away.put(office.code, packed(office))
        return self._slim(office)

    def whole(self, kept: OfficeResult) -> OfficeResult:
        """All of a result, compared with the round that it was compared with since."""
        if kept.code not in self._away:
            return kept
        office = OfficeResult.model_validate_json(self._read(kept.code))
        return office.model_copy(update={"previous": kept.previous})

    def json(self, kept: OfficeResult) -> bytes:
        """All of a result as it stands in ``results.json``."""
        if kept.code in self._away and kept.previous is None:
            return self._read(kept.code)
        return office_json(self.whole(kept))

    def _read(self, code: str) -> bytes:
        return zlib.decompress(self._away.read(code))

    def _slim(self, office: OfficeResult) -> OfficeResult:
        """What is kept of a result; an indicator is one for all offices that came to the same."""
        kept = slim(office)
        indicators = tuple(
            self._shared.setdefault(tuple(one.__dict__.values()), one) for one in kept.indicators
        )
        return kept.model_copy(update={"indicators": indicators})


def is_asked_for(office: OfficeResult) -> bool:
    """Whether single answers of an office are asked for: what is open, or how voices agree."""
    return office.status is not Status.COMPLETE or any(
        len(one.levels_by) > 1 or any(len(item.by) > 1 for item in one.items)
        for one in office.indicators
    )


def packed(office: OfficeResult) -> bytes:
    """A result as compressed JSON."""
    return zlib.compress(office_json(office), _QUICKLY)
