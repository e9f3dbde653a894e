"""What a large round does not need in memory: contents and documents put away on the disk."""

from __future__ import annotations

import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar, overload

from qp_scoring.documents.results import IndicatorResult, NextLevel, OfficeResult, Stored

HELD = 250
"""So many documents of a kind are held whole: one national round of area offices."""

_QUICKLY = 1

_NOTHING: tuple[()] = ()
_Filed = TypeVar("_Filed", bound=Stored)


class PutAway:
    """Contents by their names, compressed in a temporary file; the last of a name is found."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[int, int]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def put(self, name: str, content: bytes) -> None:
        """Put a content away that :func:`packed` made."""
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 (it lies there as long as this does)
            weakref.finalize(self, self._file.close)
        at = self._file.seek(0, 2)
        self._file.write(content)
        self._places[name] = at, len(content)

    def read(self, name: str) -> bytes:
        """A content that was put away, as it was before it was packed."""
        return unpacked(self.read_packed(name))

    def read_packed(self, name: str) -> bytes:
        """A content as it was put away."""
        at, length = self._places[name]
        assert self._file is not None
        self._file.seek(at)
        return self._file.read(length)


def packed(content: bytes) -> bytes:
    """A content, compressed."""
    return zlib.compress(content, _QUICKLY)


def unpacked(content: bytes) -> bytes:
    """A content as it was before it was packed."""
    return zlib.decompress(content)


class Drawer(Sequence[_Filed], Generic[_Filed]):
    """Documents of one kind: the first ``HELD`` as they are, others read again when asked for."""

    def __init__(self, kind: type[_Filed], documents: Iterable[_Filed]) -> None:
        self._kind = kind
        self._held: list[_Filed] = []
        self._away = PutAway()
        self._count = 0
        for one in documents:
            if self._count < HELD:
                self._held.append(one)
            else:
                self._away.put(str(self._count), packed(one.model_dump_json().encode()))
            self._count += 1

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> _Filed: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Filed]: ...
    def __getitem__(self, at: int | slice) -> _Filed | Sequence[_Filed]:
        places = range(self._count)[at]
        if isinstance(places, range):
            return [self._one(place) for place in places]
        return self._one(places)

    def __iter__(self) -> Iterator[_Filed]:
        return map(self._one, range(self._count))

    def _one(self, place: int) -> _Filed:
        if place < len(self._held):
            return self._held[place]
        return self._kind.model_validate_json(self._away.read(str(place)))


def slim(office: OfficeResult) -> OfficeResult:
    """A result without its paragraphs, answers, cells, advice and ways up."""
    band = office.next_band
    return office.model_copy(
        update={
            "overall": _NOTHING,
            "overall_comment": None,
            "next_band": band and band.model_copy(update={"ways": _NOTHING, "efforts": _NOTHING}),
            "indicators": tuple(map(_slim_indicator, office.indicators)),
        }
    )


def _slim_indicator(one: IndicatorResult) -> IndicatorResult:
    step = one.next_level
    return one.model_copy(
        update={
            "reasons": _NOTHING,
            "suggestions": _NOTHING,
            "items": _NOTHING,
            "levels_by": _NOTHING,
            "said_by": _NOTHING,
            "source": None,
            "next_level": step and _slim_step(step),
        }
    )


def _slim_step(step: NextLevel) -> NextLevel:
    return step.model_copy(update={"needs": _NOTHING, "efforts": _NOTHING, "more": 0})


def head(office: OfficeResult) -> OfficeResult:
    """A result without its indicators: what a later round is compared with."""
    return slim(office.model_copy(update={"indicators": _NOTHING}))
