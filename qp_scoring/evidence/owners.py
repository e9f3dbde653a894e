"""Whose words an answer is: who is named, and how far down the lists below that name it holds.

An owner is a property of a place in the answer's outline, not the last name seen. An item that
names who answers is theirs, and so is what stands below it; the next item on the same level is
theirs only if it says so, or if a level above does. Where that leaves nobody, nobody is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from qp_scoring.evidence.answers import LEADS_ON
from qp_scoring.evidence.structure import Owner, Piece, Section
from qp_scoring.evidence.text import has_words, split_lead
from qp_scoring.evidence.units import Introduction, Unit, UnitFinder

_BULLET = re.compile(r"\s*([-–—•·▪●○◦➢✓✔*+❖★☆➤►▶])")

OutlinePath = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Owned:
    """Who answers, and the words and line that say so; nobody where it is not certain."""

    units: tuple[Unit, ...]
    owner: Owner | None


@dataclass(frozen=True, slots=True)
class _OpenLevel:
    """A level of the outline that is open: a number, a bullet sign, or a paragraph of neither."""

    path: OutlinePath
    bullet: str
    owned: _Owned
    leads: bool = False
    """Its text leads to a list: what is listed next stands below it."""

    @property
    def plain(self) -> bool:
        """Whether it is a paragraph without number and bullet."""
        return not self.path and not self.bullet


def by_owner(section: Section, units: UnitFinder) -> Iterator[Section]:
    """A section as each of its owners answered it; several together each get the whole text."""
    walk = _OutlineWalk(section, units)
    groups: list[tuple[tuple[Unit, ...], list[Piece]]] = []
    for piece in section.pieces:
        for owned, part in walk.take(piece):
            if not groups or groups[-1][0] != owned.units:
                groups.append((owned.units, []))
            groups[-1][1].append(replace(part, owner=owned.owner))
    for together, pieces in groups:
        first, last = pieces[0].number, pieces[-1].last
        for unit in together or (None,):
            yield replace(section, unit=unit, first=first, last=last, pieces=list(pieces))
    if not groups:
        yield section


def named(owners: Mapping[int, Introduction]) -> list[Unit]:
    """The units that some places of a text introduce."""
    return [unit for one in owners.values() for unit in one.units]


class _OutlineWalk:
    """Follows the outline of one section."""

    def __init__(self, section: Section, units: UnitFinder) -> None:
        self._units = units
        self._base = _Owned((section.unit,) if section.unit else (), None)
        self._levels: list[_OpenLevel] = []
        self._topic = ""
        self._line = 0

    def take(self, piece: Piece) -> Iterator[tuple[_Owned, Piece]]:
        """The parts of a piece, each with its owner."""
        if piece.topic != self._topic:  # the next question is answered by whoever is named next
            self._levels, self._topic = [], piece.topic
        owners = {
            0 if self._begins(piece, one) else one.start: one
            for one in self._units.introductions(piece.text)
        }
        if piece.cell and all(one.office is None for one in named(owners)):
            owners = {}  # a partner that a cell of a row begins with; the row is its first cell's
        same_row, self._line = piece.number == self._line, piece.last
        own = self._owned(piece, owners[0]) if 0 in owners else None
        if not same_row or own is not None:
            self._enter(piece, own)
        # A name in brackets at the end says whose this is, and nothing else, where nobody is named.
        closing = self._units.closing(piece.text) if not owners else None
        if closing is not None and not self._owner.units:
            yield self._owned(piece, closing), piece
            return
        mentioned = self._mentioned(piece) if not owners else None
        if mentioned is not None:
            yield mentioned, piece
            return
        cuts = sorted({0, *owners, len(piece.text)})
        for begin, end in pairwise(cuts):
            if begin:
                self._now(self._owned(piece, owners[begin]))
            part = piece.cut(begin, end)
            if part.text:
                yield self._owner, replace(part, opens=piece.opens or begin > 0)

    def _mentioned(self, piece: Piece) -> _Owned | None:
        """The only area office that a paragraph of nobody else's names: "แผนของ สพป.…"."""
        plain = not split_lead(piece.text)[0] and not _BULLET.match(piece.text) and not piece.cell
        if self._owner.units and not plain:
            return None
        one = self._units.only_office(piece.text)
        return self._owned(piece, one) if one else None

    def _begins(self, piece: Piece, one: Introduction) -> bool:
        """Whether nothing stands before a name but what leads to it: "การดำเนินงานของ…"."""
        opening = self._units.is_opening(piece.text, one)
        return opening or not has_words(piece.text[: one.start])

    @staticmethod
    def _owned(piece: Piece, one: Introduction) -> _Owned:
        named = piece.cut(one.start, one.end)
        return _Owned(one.units, Owner(named.text, named.number))

    @property
    def _owner(self) -> _Owned:
        return self._levels[-1].owned if self._levels else self._base

    def _now(self, owned: _Owned) -> None:
        """Another name inside an answer: the level goes on as theirs."""
        level = self._levels.pop() if self._levels else _OpenLevel((), "", owned)
        self._levels.append(replace(level, owned=owned))

    def _enter(self, piece: Piece, own: _Owned | None) -> None:
        """Close the levels that a piece ends and open its own."""
        lead, _ = split_lead(piece.text)
        path = tuple(map(int, lead.split("."))) if lead else ()
        sign = _BULLET.match(piece.text)
        bullet = sign[1] if sign and not path else ""
        if path:
            self._close_for_number(path)
        elif bullet:
            self._close_for_bullet(bullet)
        elif own is None:
            return  # a paragraph goes on with the item above it
        else:
            self._close_for_paragraph()
        leads = piece.text.rstrip().endswith(LEADS_ON)
        self._levels.append(_OpenLevel(path, bullet, own or self._owner, leads))

    def _close_for_number(self, path: OutlinePath) -> None:
        """Keep what a number stands below: a list begins with 1, an item follows its neighbour."""
        if self._levels and self._levels[-1].leads and path[-1] == 1:
            return
        for depth in range(len(self._levels), 0, -1):
            above = self._levels[depth - 1].path
            if len(above) < len(path) and above and path[: len(above)] == above:
                del self._levels[depth:]
                return
            if above and above[:-1] == path[:-1] and path[-1] == above[-1] + 1:
                del self._levels[depth - 1 :]
                return
        if path[-1] == 1:
            return
        for depth, level in enumerate(self._levels):  # a number is missing: its level all the same
            if len(level.path) == len(path):
                del self._levels[depth:]
                return
        self._levels.clear()

    def _close_for_bullet(self, sign: str) -> None:
        for depth, level in enumerate(self._levels):
            if level.bullet == sign:
                del self._levels[depth:]
                return

    def _close_for_paragraph(self) -> None:
        """A paragraph that names who answers stands beside the one that did before."""
        for depth, level in enumerate(self._levels):
            if level.plain or level.bullet:
                del self._levels[depth:]
                return
