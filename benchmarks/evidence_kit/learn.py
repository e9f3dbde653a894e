"""Makes ``qp_scoring/data/matching.npz``: the weights by which sentences are taken for items.

Run from the project's folder: ``python benchmarks/evidence_kit/learn.py [--write]``. It learns from
the made reports but those of ``NOT_LEARNT``, from those of ``manner/`` but those of its ``HELD``
and from the single sentences of ``said/``, and prints, for every hand, what the weights learnt from
all other hands make of its reports (pairs of sentence and item that are right, facts found) beside
what the rules alone would take; with ``--write`` it stores the weights learnt from all. The same
texts give the same weights.

Two steps: ridge regressions from letter groups to what a sentence tells (a deed on a subject, as an
item asks for it) and the subject it is on (the texts of the items count as sentences too), then
trees from these scores and what the rules say to "proves it" (``growing.py``). The second step
learns from scores of reports that the first has not seen: hand by hand. How rare letter groups are,
and how many sentences tell a thing, is counted in all texts, whichever hand is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from growing import grown
from made import MADE, Made, judged, made
from manner import HELD, Row, manner_reports, rows
from said import SAID, said

from qp_scoring.evidence import read
from qp_scoring.evidence.matching import Matcher, Searched
from qp_scoring.evidence.passages import (
    Considered,
    Passages,
    Weighing,
    asked_by,
    considered,
    taken,
)
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.evidence.weights import (
    CELLS,
    TITLES_WEIGHT,
    CellNumbers,
    Floats,
    LearntWeights,
    Trees,
    cells_of,
)
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

STORED = Path(__file__).parents[2] / "qp_scoring" / "data" / "matching.npz"
# Held out still.
NOT_LEARNT = (
    *("final", "thirteen", "fourteen", "sixteen", "twentyone", "twentytwo"),
    *("thirtythree", "thirtysix", "thirtyseven", "thirtyeight", "forty"),
    *("fortytwo", "fortyfour", "fortynine", "fifty", "fiftytwo"),
)
# Written by the hand that wrote the rules: one hand.
OWN = ("dev", "sealed", "seen", "held")
OF_MANNER = "manner-"
RIDGE = 0.4
# The share of pairs so weighed that is right, from which they are taken: for sure, and where a
# report tells vaguely. See the README.
LEAST = {"plain": 0.62, "vague": 0.45}
FEWEST = 2  # texts that hold a letter group
ROWS = 4_000  # texts, of which a table is held at a time
STEP = 1.0  # of a stored weight, as a part of their spread
LEVELS = 127
# Of the first step by itself.
NO_TREES = Trees(
    np.zeros(()), np.zeros((0, 0), np.int64), np.zeros((0, 0)), np.zeros((0, 1)), np.zeros(())
)
NONE_STORED = {name: one for kind in LEAST for name, one in NO_TREES.to_store(kind).items()}


@dataclass
class Sentence:
    """A sentence with the items that it proves by its labels; ``open`` may be taken or left."""

    hand: str
    where: tuple[str, int]
    seen: Considered
    items: frozenset[str]
    open: frozenset[str]
    text: np.ndarray
    titles: np.ndarray


def sentences(reader: read.ReportReader) -> tuple[list[Sentence], dict[str, int]]:
    """All sentences that are learnt from, and how many facts each hand's texts hold."""
    found: list[Sentence] = []
    facts: dict[str, int] = defaultdict(int)
    for path in sorted(MADE.glob("*.txt")):
        hand = path.stem.split("-")[0]
        if hand in NOT_LEARNT:
            continue
        hand = "own" if hand in OWN else hand
        label = made(path, reader.registry)
        facts[hand] += sum(
            bool(judged(item, owners, reader))
            for one in label.labels.values()
            for item, owners in one.items.items()
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / path.name
            file.write_text(label.text, encoding="utf-8")
            seen = seen_in(file, reader)
        found += (labelled(one, label, hand, path.stem) for one in seen)
    for path in manner_reports():
        if path.stem not in HELD:
            hand, labels = f"{OF_MANNER}{path.stem}", rows(path.stem, reader)
            facts[hand] = sum(one.sure for one in labels)
            found += (of_rows(one, labels, hand) for one in seen_in(path, reader))
    for path in sorted(SAID.glob("*.txt")):
        one_hand, facts[path.stem] = said(path, reader)
        found += (
            _sentence(path.stem, (path.stem, one.line), one.seen, one.items, one.open)
            for one in one_hand
        )
    return found, facts


def seen_in(path: Path, reader: read.ReportReader) -> list[Considered]:
    """The sentences of a report, as the rules see them."""
    seen: list[Considered] = []
    own = read.passages
    read.passages = lambda *given: (seen.extend(considered(*given)), Passages((), 0))[1]
    read.read_reports([InputFile(path, path.name)], reader, FindingLog())
    read.passages = own
    return seen


def of_rows(one: Considered, labels: Sequence[Row], hand: str) -> Sentence:
    sentence = one.told.sentence
    touched = [
        row
        for row in labels
        if sentence.first <= row.line <= sentence.last and row.is_of(row.item, one.office)
    ]
    return _sentence(
        hand,
        (hand, sentence.first),
        one,
        frozenset(row.item for row in touched if row.sure),
        frozenset(row.item for row in touched),
    )


def labelled(one: Considered, label: Made, hand: str, name: str) -> Sentence:
    sentence = one.told.sentence
    places = range(sentence.first, sentence.last + 1)
    lines = [label.labels[line] for line in places if line in label.labels]
    return _sentence(
        hand,
        (name, sentence.first),
        one,
        frozenset(item for line in lines for item in line.items if line.proves(item, one.office)),
        frozenset(item for line in lines for item in (*line.items, *line.possible)),
    )


def _sentence(
    hand: str,
    where: tuple[str, int],
    seen: Considered,
    items: frozenset[str],
    may_be: frozenset[str],
) -> Sentence:
    own, titles = cells_of(seen.told.sentence.text), cells_of(seen.titles)
    return Sentence(hand, where, seen, items, may_be, own, titles)


class Table:
    """Texts by cells, rare ones counting more, each text of length 1; held a part at a time."""

    def __init__(self, cells: Sequence[np.ndarray], rarity: Floats) -> None:
        self._cells = cells
        self._rarity = rarity

    def _parts(self) -> Iterator[tuple[slice, Floats]]:
        for begin in range(0, len(self._cells), ROWS):
            at = slice(begin, begin + ROWS)
            found = np.zeros((len(self._cells[at]), CELLS), np.float32)
            for row, own in zip(found, self._cells[at], strict=True):
                row[own] = self._rarity[own]
            found /= np.maximum(1e-9, np.linalg.norm(found, axis=1, keepdims=True))
            yield at, found

    def add_products(self, products: Floats) -> None:
        """Adds how alike every two texts are."""
        for at, some in self._parts():
            for before, others in self._parts():
                if before.start > at.start:
                    break
                alike = some @ others.T
                products[at, before] += alike
                if before.start < at.start:
                    products[before, at] += alike.T

    def by_cell(self, held: Floats) -> Floats:
        """What the texts hold, summed up by their cells."""
        return sum(some.T @ held[at] for at, some in self._parts())


def rarity_of(cells: Sequence[np.ndarray]) -> Floats:
    held = np.zeros(CELLS)
    for own in cells:
        held[own] += 1
    rare = np.log((len(cells) + 1) / (held + 1))
    rare[held < FEWEST] = 0
    return rare


class Ridge:
    """A ridge regression of texts, learnt once, from which rows are left out afterwards."""

    def __init__(self, products: Floats, wanted: Floats) -> None:
        self.base = wanted.mean(0)
        np.fill_diagonal(products, products.diagonal() + np.float32(RIDGE))
        self._inverse = np.linalg.inv(products)
        np.fill_diagonal(products, products.diagonal() - np.float32(RIDGE))
        self._found = self._inverse @ (wanted - self.base)

    def without(self, rows: CellNumbers) -> Floats:
        """How much of every text the weights hold that are learnt from all texts but some."""
        part = np.linalg.solve(self._inverse[np.ix_(rows, rows)], self._found[rows])
        found: Floats = self._found - self._inverse[:, rows] @ part
        found[rows] = 0
        return found


class FirstStep:
    """The first step, as it is stored, learnt from all hands or from all but some."""

    def __init__(self, learnt: Sequence[Sentence], matcher: Matcher) -> None:
        known = [one for one in matcher.searched if one.topic and one.deed]
        place_of = {one.item: at for at, one in enumerate(known)}
        subject_of = [asked_by(one)[1] for one in known]
        subjects = np.array([[own == one for one in sorted(set(subject_of))] for own in subject_of])
        texts = rarity_of([one.text for one in learnt])
        above = rarity_of([one.titles for one in learnt])
        asked = [cells_of(ITEMS[one.item]) for one in known]
        elsewhere = [(cells_of(text), cells_of(title)) for text, title in of_no_subject(known)]
        none = [np.zeros(0, int)] * len(asked)
        self._hands = np.array([one.hand for one in learnt])
        own = [*(one.text for one in learnt), *asked, *(one for one, _ in elsewhere)]
        self._own = Table(own, texts)
        titles = [*(one.titles for one in learnt), *none, *(one for _, one in elsewhere)]
        self._titles = Table(titles, above)
        proved = np.zeros((len(own), len(known)), np.float32)
        for row, one in enumerate(learnt):
            proved[row, [place_of[item] for item in one.items if item in place_of]] = 1
        proved[len(learnt) :][: len(known)] = np.eye(len(known))
        # Of so many texts these are what takes room: there is one of them beside what is kept.
        products = np.zeros((len(own), len(own)), np.float32)
        self._own.add_products(products)
        self._asked = Ridge(products, proved)
        products /= np.float32(TITLES_WEIGHT**2)
        self._titles.add_products(products)
        products *= np.float32(TITLES_WEIGHT**2 / (1 + TITLES_WEIGHT**2))
        self._subject = Ridge(products, np.minimum(1, proved @ subjects))
        self._stored = {
            "asked_deed": np.array([asked_by(one)[0] for one in known]),
            "asked_subject": np.array(subject_of),
            "rarity": np.stack([texts, above]).astype(np.float16),
            "asked_base": self._asked.base,
            "subject_base": self._subject.base,
        }

    def without(self, *hands: str) -> dict[str, Any]:
        rows = np.flatnonzero(np.isin(self._hands, hands))
        asked, subject = self._asked.without(rows), self._subject.without(rows)
        above = TITLES_WEIGHT * self._titles.by_cell(subject)
        both = np.vstack([self._own.by_cell(subject), above])
        return {
            **self._stored,
            **_in_bytes("asked", self._own.by_cell(asked)),
            **_in_bytes("subject", both / np.hypot(1, TITLES_WEIGHT)),
        }


def _in_bytes(name: str, found: Floats) -> dict[str, Any]:
    """Weights as whole numbers, and what each column's are counted in."""
    scale = found.std(0) * STEP
    levels = np.clip(np.rint(found / scale), -LEVELS, LEVELS)
    return {name: levels.astype(np.int8), f"{name}_scale": scale}


def of_no_subject(known: Sequence[Searched]) -> Iterator[tuple[str, str]]:
    """Texts and titles of topics that no item is looked for under: they are on no subject."""
    homes = {focus for one in known for focus in one.focuses}
    for focus in skeleton().focus:
        if focus.number not in homes:
            for text in (focus.title, *("".join(question) for question in focus.questions)):
                yield text, focus.title


def learn(texts: Sequence[Sentence], first: FirstStep, *left_out: str) -> dict[str, Any]:
    """Both steps, as they are stored."""
    found: dict[str, list[tuple[Floats, bool]]] = {kind: [] for kind in LEAST}
    for hand in sorted({one.hand for one in texts}.difference(left_out)):
        weights = LearntWeights(first.without(hand, *left_out) | NONE_STORED)
        for one in texts:
            if one.hand != hand or one.seen.talks:
                continue
            weighed = Weighing(one.seen.judged, weights).weighed(one.seen)
            if weighed is None:
                continue
            pairs = weights.features([weighed.pairs])
            for searched, pair in zip(weighed.items, pairs, strict=True):
                if searched.item in one.items or searched.item not in one.open:
                    found[kind_of(hand)].append((pair, searched.item in one.items))
    stored = first.without(*left_out)
    for kind, labelled_pairs in found.items():
        pairs, right = zip(*labelled_pairs, strict=True)
        trees = grown(np.array(pairs), np.array(right, float), LEAST[kind])
        stored |= trees.to_store(kind)
    return stored


def kind_of(hand: str) -> str:
    """How a hand's reports tell: those in the manner of the real report tell vaguely."""
    return "vague" if hand.startswith(OF_MANNER) else "plain"


def compare(name: str, texts: Sequence[Sentence], weights: LearntWeights, facts: int) -> list[int]:
    """Right and all pairs, and facts found: by the rules, then by the weights."""
    figures = []
    by_report: dict[str, dict[int, Sentence]] = defaultdict(dict)
    for one in texts:
        by_report[one.where[0]][id(one.seen)] = one
    for offered in (
        [(one, item) for one in texts for item in one.seen.offered],
        [
            (own[id(seen)], searched.item)
            for own in by_report.values()
            for seen, items in taken((one.seen for one in own.values()), weights)
            for searched, _ in items
        ],
    ):
        right = [(one, item) for one, item in offered if item in one.items]
        figures += [len(right), len(offered), len({(*one.where, item) for one, item in right})]
    show(name, figures, facts)
    return figures


def show(name: str, figures: Sequence[int], facts: int) -> None:
    for by, (right, offered, hit) in (("rules", figures[:3]), ("weights", figures[3:])):
        print(
            f"{name:8} {by:8} right {right}/{offered} ({right / offered:.2f})  "
            f"facts {hit}/{facts} ({hit / facts:.2f})"
        )


RUBRIC = load_rubric("qp-2566")
ITEMS = {item.id: item.text for indicator in RUBRIC.indicators for item in indicator.item}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    parser.add_argument("--without", action="append", default=[], help="a hand not to learn from")
    options = parser.parse_args()
    reader = read.ReportReader.of(RUBRIC, OfficeRegistry.shipped())
    texts, facts = sentences(reader)
    texts = [one for one in texts if one.hand not in options.without]
    first = FirstStep(texts, reader.matcher)
    if options.write:
        with STORED.open("wb") as file:
            np.savez_compressed(file, **learn(texts, first))
        print(f"{STORED.name}: {STORED.stat().st_size} bytes")
        return 0
    total = np.zeros(6, int)
    for hand in sorted({one.hand for one in texts}):
        weights = LearntWeights(learn(texts, first, hand))
        total += compare(hand, [one for one in texts if one.hand == hand], weights, facts[hand])
    show("all", [int(one) for one in total], sum(facts.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
