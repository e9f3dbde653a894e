"""Makes ``qp_scoring/data/matching.npz``: the weights by which sentences are taken for items.

Run from the project's folder: ``python benchmarks/evidence_kit/learn.py [--write]``. It learns from
the made reports but those of ``NOT_LEARNT`` and from the single sentences of ``said/``, and prints,
for every hand, what the weights learnt from all other hands make of its reports (pairs of sentence
and item that are right, facts found) beside what the rules alone would take; with ``--write`` it
stores the weights learnt from all. The same texts give the same weights.

Two steps: ridge regressions from letter groups to the deed that a sentence tells and the subject it
is on (the texts of the items count as sentences too), then a logistic regression from these scores
and what the rules say to "proves it". The second learns from scores of reports that the first has
not seen: hand by hand.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from made import MADE, Made, judged, made
from said import SAID, said

from qp_scoring.evidence import read
from qp_scoring.evidence.matching import Matcher, Searched
from qp_scoring.evidence.passages import Considered, Weighing, considered, subject_of
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.evidence.weights import CELLS, TITLES_WEIGHT, Floats, LearntWeights, cells_of
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric

STORED = Path(__file__).parents[2] / "qp_scoring" / "data" / "matching.npz"
# Held out still.
NOT_LEARNT = ("final", "seven", "ten", "eleven", "twelve")
# Written by the hand that wrote the rules: one hand.
OWN = ("dev", "sealed", "seen", "held")
RIDGE = 0.4
LOGISTIC = 2.0
STEPS = 30
# The shares of pairs so weighed that are right, by themselves and where the rules offer them too:
# see the README.
TAKEN = (0.6, 0.5)
FEWEST = 2  # texts that hold a letter group
LEVELS = 127  # of a stored weight


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
    """All sentences of the made reports, and how many facts each hand's reports hold."""
    found: list[Sentence] = []
    facts: dict[str, int] = defaultdict(int)
    own = read.passages
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
        seen: list[Considered] = []
        read.passages = lambda *given, seen=seen: (seen.extend(considered(*given)), [])[1]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / path.name
            file.write_text(label.text, encoding="utf-8")
            read.read_reports([InputFile(file, file.name)], reader, FindingLog())
        found += (labelled(one, label, hand, path.stem) for one in seen)
    read.passages = own
    for path in sorted(SAID.glob("*.txt")):
        one_hand, facts[path.stem] = said(path, reader)
        found += (
            _sentence(path.stem, (path.stem, one.line), one.seen, one.items, one.open)
            for one in one_hand
        )
    return found, facts


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


def table(cells: Sequence[np.ndarray], rarity: Floats) -> Floats:
    """Texts by cells, rare ones counting more, each text of length 1."""
    found = np.zeros((len(cells), CELLS))
    for row, own in zip(found, cells, strict=True):
        row[own] = rarity[own]
    return found / np.maximum(1e-9, np.linalg.norm(found, axis=1, keepdims=True))


def rarity_of(cells: Sequence[np.ndarray]) -> Floats:
    held = np.zeros(CELLS)
    for own in cells:
        held[own] += 1
    rare = np.log((len(cells) + 1) / (held + 1))
    rare[held < FEWEST] = 0
    return rare


def ridge(texts: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """LearntWeights by cell and the base of every column."""
    base = wanted.mean(0)
    inner = texts @ texts.T + RIDGE * np.eye(len(texts))
    return texts.T @ np.linalg.solve(inner, wanted - base), base


def logistic(pairs: Floats, right: Floats) -> Floats:
    mean, spread = pairs.mean(0), pairs.std(0) + 1e-6
    mean[0], spread[0] = 0, 1
    scaled, found = (pairs - mean) / spread, np.zeros(pairs.shape[1])
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (share - right) + LOGISTIC * found
        curve = (scaled * (share * (1 - share))[:, None]).T @ scaled
        found -= np.linalg.solve(curve + LOGISTIC * np.eye(len(found)), slope)
    weights = found / spread
    weights[0] -= (mean / spread) @ found
    return weights


def scored(learnt: Sequence[Sentence], matcher: Matcher, names: dict[str, list[str]]) -> dict:
    """The first step as it is stored."""
    known = [one for one in matcher.searched if one.topic and one.deed in names["deeds"]]
    by_item = {one.item: one for one in known}
    texts = rarity_of([one.text for one in learnt])
    above = rarity_of([one.titles for one in learnt])
    asked = [cells_of(ITEMS[one.item]) for one in known]
    elsewhere = [(cells_of(text), cells_of(title)) for text, title in of_no_subject(known)]
    none = [np.zeros(0, int)] * len(asked)
    own = table([*(one.text for one in learnt), *asked, *(one for one, _ in elsewhere)], texts)
    titles = table([*(one.titles for one in learnt), *none, *(one for _, one in elsewhere)], above)
    proved = [[by_item[item] for item in one.items if item in by_item] for one in learnt]
    proved += [[one] for one in known] + [[]] * len(elsewhere)
    deeds = np.array(
        [[any(p.deed == name for p in one) for name in names["deeds"]] for one in proved]
    )
    subjects = np.array(
        [[any(subject_of(p) == name for p in one) for name in names["subjects"]] for one in proved]
    )
    deed, deed_base = ridge(own, deeds.astype(float))
    both = np.hstack([own, TITLES_WEIGHT * titles]) / np.hypot(1, TITLES_WEIGHT)
    subject, subject_base = ridge(both, subjects.astype(float))
    stored = {**{key: np.array(value) for key, value in names.items()}}
    stored |= {"rarity": np.stack([texts, above]).astype(np.float16)}
    for key, found in (("deed", deed), ("subject", subject)):
        scale = np.abs(found).max(0) / LEVELS
        stored |= {key: np.rint(found / scale).astype(np.int8), f"{key}_scale": scale}
    return stored | {
        "deed_base": deed_base,
        "subject_base": subject_base,
        "pair": np.zeros(0),
        "taken": np.array(TAKEN),
    }


def of_no_subject(known: Sequence[Searched]) -> Iterator[tuple[str, str]]:
    """Texts and titles of topics that no item is looked for under: they are on no subject."""
    homes = {focus for one in known for focus in one.focuses}
    for focus in skeleton().focus:
        if focus.number not in homes:
            for text in (focus.title, *("".join(question) for question in focus.questions)):
                yield text, focus.title


def pairs(
    texts: Sequence[Sentence], weights: LearntWeights
) -> Iterator[tuple[Sentence, str, Floats]]:
    for one in texts:
        if one.seen.talks or one.seen.told.status != "done":
            continue
        scores = one.seen.scores(weights)
        weighing = Weighing(one.seen.judged, weights)
        for searched, pair in weighing.weighed(one.seen, scores):
            yield one, searched.item, pair


def learn(texts: Sequence[Sentence], matcher: Matcher, names: dict[str, list[str]]) -> dict:
    """Both steps, as they are stored."""
    found: list[Floats] = []
    right: list[bool] = []
    for hand in sorted({one.hand for one in texts}):
        first = LearntWeights(scored([one for one in texts if one.hand != hand], matcher, names))
        for one, item, pair in pairs([one for one in texts if one.hand == hand], first):
            if item in one.items or item not in one.open:
                found.append(pair)
                right.append(item in one.items)
    pair = logistic(np.array(found), np.array(right, float))
    return scored(texts, matcher, names) | {"pair": pair}


def compare(name: str, texts: Sequence[Sentence], weights: LearntWeights, facts: int) -> list[int]:
    """Right and all pairs, and facts found: by the rules, then by the weights."""
    figures = []
    for taken in (
        [(one, item) for one in texts for item in one.seen.offered],
        [
            (one, searched.item)
            for one in texts
            for searched in Weighing(one.seen.judged, weights).taken(one.seen)
        ],
    ):
        right = [(one, item) for one, item in taken if item in one.items]
        figures += [len(right), len(taken), len({(*one.where, item) for one, item in right})]
    show(name, figures, facts)
    return figures


def show(name: str, figures: Sequence[int], facts: int) -> None:
    for by, (right, taken, hit) in (("rules", figures[:3]), ("weights", figures[3:])):
        print(
            f"{name:8} {by:8} right {right}/{taken} ({right / taken:.2f})  "
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
    known = [one for one in reader.matcher.searched if one.topic and one.deed]
    names = {
        "deeds": sorted({one.deed for one in known}),
        "subjects": sorted({subject_of(one) for one in known}),
    }
    texts, facts = sentences(reader)
    texts = [one for one in texts if one.hand not in options.without]
    if options.write:
        with STORED.open("wb") as file:
            np.savez_compressed(file, **learn(texts, reader.matcher, names))
        print(f"{STORED.name}: {STORED.stat().st_size} bytes")
        return 0
    total = np.zeros(6, int)
    for hand in sorted({one.hand for one in texts}):
        others = [one for one in texts if one.hand != hand]
        weights = LearntWeights(learn(others, reader.matcher, names))
        total += compare(hand, [one for one in texts if one.hand == hand], weights, facts[hand])
    show("all", [int(one) for one in total], sum(facts.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
