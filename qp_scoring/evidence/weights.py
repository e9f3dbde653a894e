"""Whether a sentence proves an item, weighed: what the rules find, and words learnt from labels.

An item asks for a deed (an order, a plan, supervision …) on a subject. How much a sentence tells
of each deed on each subject is scored by its letter groups, also clause by clause, for a sentence
may tell several; and so is the subject, by the titles above it too. Small trees of questions weigh
these scores together with what the rules say of the pair: some as reports tell that tell plainly,
others as vague ones do. The weights are in
``data/matching.npz``; ``benchmarks/evidence_kit/learn.py`` makes them from labelled reports and
sentences, and its README says what was measured on those left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from qp_scoring.thai import normalise, to_arabic_digits

Floats = NDArray[np.float64]
CellNumbers = NDArray[np.int64]

CELLS_BITS = 15
CELLS = 1 << CELLS_BITS
TITLES_WEIGHT = 0.7  # of the titles above a sentence, beside its own letters, for its subject
_WITH_TITLES = np.hypot(1, TITLES_WEIGHT)
_GROUPS = (2, 3, 4, 5)  # letters
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_DIGITS = re.compile(r"[0-9]+")
# Where a clause may begin; one of fewer letters goes with the one before it.
_CLAUSE = re.compile(r" |และ|พร้อมทั้ง|รวมทั้ง|รวมถึง|ตลอดจน|ซึ่ง|จากนั้น|แล้ว(?!เสร็จ)")
_SHORTEST_CLAUSE = 22
# Words of what is still to come.
_TO_COME = re.compile(
    r"จะ|กำลัง|อยู่ระหว่าง|เตรียม(?!ความพร้อม|ตัว|สอบ)|ตั้งใจ|คาดว่า|มีกำหนด|มีแนวคิด|นัดลงนาม"
    r"|รอ(?![งบดยนก])|ยังไม่|ยังมิ|ปีหน้า|อยาก|ควร|ร่าง(?!กาย)|ตั้งเป้า"
)
_NEXT_TO_NOTHING = 1e-9  # the length of a text without letters, by which it is divided
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


class SentenceScores(NamedTuple):
    """How much a sentence tells what each item asks for, each deed, and is on each subject.

    ``asked_clauses`` and ``deed_clauses`` are those of the clause that does most;
    ``clause_to_come`` says of each thing asked for whether that clause has words of what is still
    to come, ``to_come`` whether the sentence has.
    """

    asked: Floats
    asked_clauses: Floats
    deeds: Floats
    deed_clauses: Floats
    subjects: Floats
    clause_to_come: Floats
    to_come: bool


class SentencePairs(NamedTuple):
    """A sentence's scores, what is weighed of it (of all that can be asked for), and the facts."""

    scores: SentenceScores
    asked: CellNumbers
    facts: Sequence[PairFacts]


def cells_of(text: str) -> CellNumbers:
    """The cells of a table of :data:`CELLS` in which a text's letter groups fall, each once."""
    return _each_once(_groups(_plain(text)))


def _plain(text: str) -> str:
    return _DIGITS.sub("0", to_arabic_digits(normalise(text)))


def _groups(plain: str) -> list[CellNumbers]:
    """The cells of a text's letter groups where they begin, by how many letters they have."""
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found, mixed = [], codes * _FACTORS[0]
    for size in _GROUPS:  # each is one of a letter less, and a letter
        mixed = mixed[:-1] + codes[size - 1 :] * _FACTORS[size - 1]
        found.append(((mixed * _SPREAD) >> np.uint64(64 - CELLS_BITS)).view(np.int64))
    return found


def _each_once(groups: Sequence[CellNumbers]) -> CellNumbers:
    there = np.zeros(CELLS, np.bool_)
    for cells in groups:
        there[cells] = True
    return there.nonzero()[0]


def _clauses(plain: str) -> list[tuple[int, int]]:
    """Where the clauses of a normalised sentence begin and end."""
    found: list[tuple[int, int]] = []
    begin = 0
    for cut in _CLAUSE.finditer(plain):
        at = cut.start()
        spaced = cut[0] == " "
        after = cut.end() if spaced else at
        if not at - begin >= _SHORTEST_CLAUSE <= len(plain) - after:
            continue
        if spaced or _is_thai(plain[at - 1]):
            found.append((begin, at))
            begin = after
    return [*found, (begin, len(plain))]


def _is_thai(letter: str) -> bool:
    return "ก" <= letter <= "๎"


def _beside_others(scores: Floats) -> Floats:
    """How far each score of a sentence, a row, is above the highest of all others."""
    highest = np.partition(scores, -2)
    second, best = highest[:, -2:-1], highest[:, -1:]
    beside: Floats = scores - np.where(scores == best, second, best)
    return beside


class LearntWeights:
    """The learnt weights, ready to be used.

    What can be asked for is a deed on a subject: ``deed_of`` and ``subject_of`` are theirs, as
    places in ``deeds`` and ``subjects``.
    """

    def __init__(self, stored: Mapping[str, Any]) -> None:
        deeds, subjects = stored["asked_deed"], stored["asked_subject"]
        self.deeds, self.deed_of = np.unique(deeds, return_inverse=True)
        self.subjects, self.subject_of = np.unique(subjects, return_inverse=True)
        pairs = zip(map(str, deeds), map(str, subjects), strict=True)
        self.place_of = {pair: at for at, pair in enumerate(pairs)}
        self._of_deed = np.equal.outer(self.deed_of, np.arange(len(self.deeds))).astype(np.float64)
        self._rarity = stored["rarity"].astype(np.float64)
        # How much letters of a sentence tell of what is asked for, and of each subject, side by
        # side. As bytes, of which a sentence asks for a row per cell, they stay in the processor's
        # cache.
        self._own = np.hstack([stored["asked"], stored["subject"][:CELLS]])
        self._above = stored["subject"][CELLS:]
        self._subject_scale = stored["subject_scale"]
        self._own_scale = np.hstack([stored["asked_scale"], self._subject_scale])
        self._asked_base = stored["asked_base"].astype(np.float64)
        self._subject_base = stored["subject_base"].astype(np.float64)
        self._plain, self._vague = (Trees.stored(stored, kind) for kind in ("plain", "vague"))
        self._titles: dict[str, Floats] = {}
        self._place_of = np.empty(CELLS, np.int64)  # among a text's cells, of each that it has

    def scores(self, text: str, titles: str, before: str = "") -> SentenceScores:
        """How much a sentence below some titles tells what is asked for, and is on each subject.

        ``before`` is the one whose subject it has, where it refers back to that.
        """
        plain = _plain(text)
        clauses = _clauses(plain)
        spans = [(0, len(plain)), *clauses] if len(clauses) > 1 else clauses
        said = self._told_in(plain, spans)
        asked = said[:, : len(self._asked_base)] + self._asked_base
        by_deed = asked @ self._of_deed
        told, each, deeds, deeds_each = asked[0], asked[1:], by_deed[0], by_deed[1:]
        best, deed_clauses = told, deeds
        to_come = _TO_COME.search(plain) is not None
        clause_to_come = np.full(len(told), float(to_come))
        if len(each):
            best, deed_clauses = each.max(axis=0), deeds_each.max(axis=0)
            if to_come:
                still = [_TO_COME.search(plain, *clause) is not None for clause in clauses]
                clause_to_come = np.array(still, np.float64)[each.argmax(axis=0)]
        about = _plain(f"{before} {text}") if before else ""
        on = (self._told_in(about, [(0, len(about))]) if before else said)[0, len(told) :]
        subjects = (on + TITLES_WEIGHT * self._on(titles)) / _WITH_TITLES
        subjects += self._subject_base
        return SentenceScores(told, best, deeds, deed_clauses, subjects, clause_to_come, to_come)

    def _told_in(self, plain: str, spans: Sequence[tuple[int, int]]) -> Floats:
        """How much the letters between places of a text tell: a row each, the first all of it."""
        groups = _groups(plain)
        cells = _each_once(groups)
        self._place_of[cells] = np.arange(len(cells))
        places = [self._place_of[found] for found in groups]
        there = np.zeros((len(spans), len(cells)))
        there[0] = 1
        for own, (begin, end) in zip(there[1:], spans[1:], strict=True):
            for size, found in zip(_GROUPS, places, strict=True):
                own[found[begin : end - size + 1]] = 1
        there *= self._rarity[0][cells]
        lengths = np.sqrt(np.einsum("ij,ij->i", there, there))
        there /= np.maximum(_NEXT_TO_NOTHING, lengths)[:, np.newaxis]
        told: Floats = there @ self._own[cells].astype(np.float64) * self._own_scale
        return told

    def _on(self, titles: str) -> Floats:
        """How much titles are on each subject."""
        if titles not in self._titles:
            cells = cells_of(titles)
            rare = self._rarity[1][cells]
            length = max(_NEXT_TO_NOTHING, float(np.sqrt(rare @ rare)))
            self._titles[titles] = rare / length @ self._above[cells] * self._subject_scale
        return self._titles[titles]

    def may_be(self, scores: SentenceScores, asked: CellNumbers) -> NDArray[np.bool_]:
        """Of which of the things asked for a sentence's scores of subject and deed speak."""
        deeds = np.maximum(scores.deeds, scores.deed_clauses)[self.deed_of[asked]]
        return (scores.subjects[self.subject_of[asked]] > _LEAST_SUBJECT) & (deeds > _LEAST_DEED)

    def features(self, several: Sequence[SentencePairs]) -> Floats:
        """Pairs of sentences and what is asked for, a row each, as they are weighed."""
        each = (np.array(one) for one in zip(*(one.scores for one in several), strict=True))
        asked_in, asked_clauses, deeds, deed_clauses, subjects, clause_to_come, to_come = each
        at = np.repeat(np.arange(len(several)), [len(one.asked) for one in several])
        asked = at, np.concatenate([one.asked for one in several])
        deed, subject = (at, self.deed_of[asked[1]]), (at, self.subject_of[asked[1]])
        rules = np.array([fact for one in several for fact in one.facts], np.float64)
        fact = dict(zip(PairFacts._fields, rules.T, strict=True))
        told, on, clause = deeds[deed], subjects[subject], deed_clauses[deed]
        weighed = (
            told,
            on,
            told * on,
            _beside_others(deeds)[deed],
            _beside_others(subjects)[subject],
            fact["matched"] * fact["near"],
            fact["matched"] * told,
            fact["own_deed"] * np.maximum(fact["subject_named"], fact["titled"]),
            clause,
            clause * on,
            _beside_others(deed_clauses)[deed],
            asked_in[asked],
            _beside_others(asked_in)[asked],
            asked_clauses[asked],
            _beside_others(asked_clauses)[asked],
            clause_to_come[asked],
            asked_clauses[asked] * clause_to_come[asked],
            to_come[at],
            deed[1],  # which it is
        )
        return np.column_stack([*weighed, rules])

    def takes(self, pairs: Floats) -> Iterator[tuple[bool, bool]]:
        """Whether each pair, a row, is right for sure, and is likely to be in a vague report."""
        plain, vague = (trees.takes(pairs).tolist() for trees in (self._plain, self._vague))
        return zip(plain, vague, strict=True)


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees of questions, one for each level of a tree: is a feature above a limit.

    ``asks`` and ``limits`` are the questions of every tree, ``adds`` what their answers, taken as
    a number in twos, add to the log odds, which begin with ``start``. Pairs of which a larger
    share than ``least`` is right are taken.
    """

    start: Floats
    asks: CellNumbers
    limits: Floats
    adds: Floats
    least: Floats

    @classmethod
    def stored(cls, stored: Mapping[str, Any], kind: str) -> Self:
        """Those for a kind of report, as they are stored."""
        return cls(*(stored[f"{kind}_{name}"] for name in cls.__annotations__))

    def to_store(self, kind: str) -> dict[str, Any]:
        """As they are stored for a kind of report."""
        return {f"{kind}_{name}": getattr(self, name) for name in self.__annotations__}

    def takes(self, pairs: Floats) -> NDArray[np.bool_]:
        """Which pairs are taken."""
        taken: NDArray[np.bool_] = self.shares(pairs) > self.least
        return taken

    def log_odds(self, pairs: Floats) -> Floats:
        """How much speaks for each pair, as a row of features, to be right."""
        answers = (pairs[:, self.asks] > self.limits) @ (1 << np.arange(self.asks.shape[1]))
        found: Floats = self.adds[np.arange(len(self.adds)), answers].sum(axis=1) + self.start
        return found

    def shares(self, pairs: Floats) -> Floats:
        """The share of such pairs that is right."""
        return 1 / (1 + np.exp(-self.log_odds(pairs)))


@cache
def weights() -> LearntWeights:
    """The shipped weights, read once per process."""
    with files("qp_scoring.data").joinpath("matching.npz").open("rb") as source:
        return LearntWeights(dict(np.load(source, allow_pickle=False)))
