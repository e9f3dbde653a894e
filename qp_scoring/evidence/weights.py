"""Whether a sentence proves an item, weighed: what the rules find, and words learnt from labels.

An item asks for a deed (an order, a plan, supervision …) on a subject. Which deed and which
subject a sentence tells is scored by its letter groups, the deed also clause by clause, for a
sentence may tell several; these scores and what the rules say of the pair are weighed together.
The weights stand in ``data/matching.npz``; ``benchmarks/evidence_kit/learn.py`` makes them from
labelled reports and sentences, and its README says what was measured on those left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qp_scoring.thai import normalise, to_arabic_digits

Floats = NDArray[np.float64]
CellNumbers = NDArray[np.int64]

CELLS_BITS = 13
CELLS = 1 << CELLS_BITS
TITLES_WEIGHT = 0.7  # of the titles above a sentence, beside its own letters, for its subject
_GROUPS = (2, 3, 4, 5)  # letters
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_DIGITS = re.compile(r"[0-9]+")
# Where a clause may begin; one of fewer letters goes with the one before it.
_CLAUSE = re.compile(r" |และ|พร้อมทั้ง|รวมทั้ง|รวมถึง|ตลอดจน|ซึ่ง|จากนั้น|แล้ว(?!เสร็จ)")
_SHORTEST_CLAUSE = 22
# A pair that neither the rules nor both scores speak for is not weighed at all.
_LEAST_SUBJECT = 0.15
_LEAST_DEED = 0.12
# So much speaks for a subject that no word of it names, in the sentence or in a title.
SURE_SUBJECT = 0.3


class PairFacts(NamedTuple):
    """What the rules say of a sentence and an item, each 0 or 1 or a small count or measure."""

    own_deed: float
    other_deed: float
    subject_named: float
    other_named: float
    titled: float
    home: float
    part: float
    matched: float
    near: float
    kind: float
    hinted: float
    done: float
    does: float
    quantities: float
    dates: float
    documents: float
    length: float
    work_part: float
    none_matched: float
    offered: float
    talks: float


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """How much a sentence tells each deed, the clause of it that does most, and each subject."""

    deeds: Floats
    clauses: Floats
    subjects: Floats


def cells_of(text: str) -> CellNumbers:
    """The cells of a table of :data:`CELLS` in which a text's letter groups fall, each once."""
    return _each_once(_groups(_plain(text)))


def _plain(text: str) -> str:
    return _DIGITS.sub("0", to_arabic_digits(normalise(text)))


def _groups(plain: str) -> list[NDArray[np.uint64]]:
    """The cells of a text's letter groups where they begin, by how many letters they have."""
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found = []
    for size in _GROUPS:
        count = max(0, len(codes) - size + 1)
        mixed = sum(codes[at : at + count] * _FACTORS[at] for at in range(size))
        found.append((mixed * _SPREAD) >> np.uint64(64 - CELLS_BITS))
    return found


def _each_once(groups: Sequence[NDArray[np.uint64]]) -> CellNumbers:
    there = np.zeros(CELLS, np.bool_)
    for cells in groups:
        there[cells] = True
    return np.flatnonzero(there)


def _clauses(plain: str) -> list[tuple[int, int]]:
    """Where the clauses of a normalised sentence begin and end."""
    found: list[tuple[int, int]] = []
    begin = 0
    for cut in _CLAUSE.finditer(plain):
        at = cut.start()
        spaced = cut[0] == " "
        if not spaced and not (at and _is_thai(plain[at - 1])):
            continue
        after = cut.end() if spaced else at
        if at - begin >= _SHORTEST_CLAUSE <= len(plain) - after:
            found.append((begin, at))
            begin = after
    return [*found, (begin, len(plain))]


def _is_thai(letter: str) -> bool:
    return "ก" <= letter <= "๎"


def may_be(subject: Floats, deed: Floats) -> NDArray[np.bool_]:
    """Of which items the scores of subject and deed speak for a sentence."""
    return (subject > _LEAST_SUBJECT) & (deed > _LEAST_DEED)


def features(scores: SentenceScores, deed: int, subject: int, facts: PairFacts) -> Floats:
    """A pair of a sentence of some scores and an item, as it is weighed."""
    told, on, clause = scores.deeds[deed], scores.subjects[subject], scores.clauses[deed]
    return np.array(
        [
            1.0,
            told,
            on,
            told * on,
            told - _of_others(scores.deeds, deed),
            on - _of_others(scores.subjects, subject),
            facts.matched * facts.near,
            facts.matched * told,
            facts.own_deed * max(facts.subject_named, facts.titled),
            clause,
            clause * on,
            clause - _of_others(scores.clauses, deed),
            *facts,
        ]
    )


def _of_others(scores: Floats, at: int) -> float:
    """The highest of all scores but the one at a place; there are several."""
    best = scores.argmax()
    if best != at:
        return float(scores[best])
    below, above = scores[:at].max(initial=-np.inf), scores[at + 1 :].max(initial=-np.inf)
    return float(max(below, above))


class LearntWeights:
    """The learnt weights, ready to be used."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.deeds: Sequence[str] = [str(one) for one in stored["deeds"]]
        self.subjects: Sequence[str] = [str(one) for one in stored["subjects"]]
        self._rarity = stored["rarity"].astype(np.float64)
        self._deed = stored["deed"] * stored["deed_scale"]
        self._subject = stored["subject"] * stored["subject_scale"]
        self._deed_base = stored["deed_base"].astype(np.float64)
        self._subject_base = stored["subject_base"].astype(np.float64)
        self._pair = stored["pair"].astype(np.float64)
        self._taken, self._offered = map(float, stored["taken"])
        self._titles: dict[str, Floats] = {}

    def scores(self, text: str, titles: str, before: str = "") -> SentenceScores:
        """How much a sentence below some titles tells each deed, and is on each subject.

        ``before`` is the one whose subject it has, where it refers back to that.
        """
        plain = _plain(text)
        groups = _groups(plain)
        cells = _each_once(groups)
        own = unit(self._rarity[0][cells])
        if titles not in self._titles:
            above = cells_of(titles)
            self._titles[titles] = unit(self._rarity[1][above]) @ self._subject[CELLS + above]
        about = cells_of(f"{before} {text}") if before else cells
        on = unit(self._rarity[0][about]) @ self._subject[about]
        on += TITLES_WEIGHT * self._titles[titles]
        told = own @ self._deed[cells] + self._deed_base
        clauses = _clauses(plain)
        best = told
        if len(clauses) > 1:
            best = np.max([self._told_between(groups, *clause) for clause in clauses], axis=0)
        return SentenceScores(told, best, on / np.hypot(1, TITLES_WEIGHT) + self._subject_base)

    def _told_between(self, groups: Sequence[NDArray[np.uint64]], begin: int, end: int) -> Floats:
        """How much the letters between two places of a sentence tell each deed."""
        inside = (own[begin : end - size + 1] for size, own in zip(_GROUPS, groups, strict=True))
        cells = _each_once(tuple(inside))
        told: Floats = unit(self._rarity[0][cells]) @ self._deed[cells] + self._deed_base
        return told

    def takes(self, pair: Floats, offered: bool) -> bool:
        """Whether a pair of sentence and item is taken; less will do where the rules offer it."""
        least = self._offered if offered else self._taken
        return bool(1 / (1 + np.exp(-pair @ self._pair)) > least)


def unit(vector: Floats) -> Floats:
    """A vector of length 1 in its direction."""
    return vector / max(1e-9, float(np.sqrt(vector @ vector)))


@cache
def weights() -> LearntWeights:
    """The shipped weights, read once per process."""
    with files("qp_scoring.data").joinpath("matching.npz").open("rb") as source:
        return LearntWeights(dict(np.load(source, allow_pickle=False)))
