"""Whether a sentence proves an item, weighed: what the rules find, and words learnt from labels.

An item asks for a deed (an order, a plan, supervision …) on a subject. Which deed and which
subject a sentence tells is scored by its letter groups; these two scores and what the rules say of
the pair are weighed together. The weights stand in ``data/matching.npz``;
``benchmarks/evidence_kit/learn.py`` makes them from labelled reports, and its README says what was
measured on reports that were left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qp_scoring.thai import normalise, to_arabic_digits

Floats = NDArray[np.float64]

CELLS_BITS = 12
CELLS = 1 << CELLS_BITS
TITLES_WEIGHT = 0.7  # of the titles above a sentence, beside its own letters, for its subject
_GROUPS = (3, 4)  # letters
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_DIGITS = re.compile(r"[0-9]+")
# A pair that neither the rules nor both scores speak for is not weighed at all.
_LEAST_SUBJECT = 0.15
_LEAST_DEED = 0.12
# So much speaks for a subject that no word of it names, in the sentence or in a title.
SURE_SUBJECT = 0.3


@dataclass(frozen=True, slots=True)
class PairFacts:
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


def cells_of(text: str) -> NDArray[np.int64]:
    """The cells of a table of :data:`CELLS` in which a text's letter groups fall, each once."""
    plain = _DIGITS.sub("0", to_arabic_digits(normalise(text)))
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found = []
    for size in _GROUPS:
        count = len(codes) - size + 1
        if count > 0:
            mixed = sum(codes[at : at + count] * _FACTORS[at] for at in range(size))
            found.append((mixed * _SPREAD) >> np.uint64(64 - CELLS_BITS))
    there = np.zeros(CELLS, np.bool_)
    for cells in found:
        there[cells] = True
    return np.flatnonzero(there)


def may_be(subject: Floats, deed: Floats) -> NDArray[np.bool_]:
    """Of which items the scores of subject and deed speak for a sentence."""
    return (subject > _LEAST_SUBJECT) & (deed > _LEAST_DEED)


def features(deeds: Floats, subjects: Floats, deed: int, subject: int, facts: PairFacts) -> Floats:
    """A pair as it is weighed: ``deeds`` and ``subjects`` are the scores of the sentence."""
    told, on = deeds[deed], subjects[subject]
    rules = _FACTS(facts)
    return np.array(
        [
            1.0,
            told,
            on,
            told * on,
            told - _of_others(deeds, deed),
            on - _of_others(subjects, subject),
            facts.matched * facts.near,
            facts.matched * told,
            facts.own_deed * max(facts.subject_named, facts.titled),
            *rules,
        ]
    )


_FACTS = attrgetter(*(one.name for one in fields(PairFacts)))


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

    def scores(self, text: str, titles: str) -> tuple[Floats, Floats]:
        """How much a sentence tells each deed, and is on each subject."""
        cells = cells_of(text)
        own = unit(self._rarity[0][cells])
        if titles not in self._titles:
            above = cells_of(titles)
            self._titles[titles] = unit(self._rarity[1][above]) @ self._subject[CELLS + above]
        on = own @ self._subject[cells] + TITLES_WEIGHT * self._titles[titles]
        told = own @ self._deed[cells] + self._deed_base
        return told, on / np.hypot(1, TITLES_WEIGHT) + self._subject_base

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
