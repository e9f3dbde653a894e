"""Grows the trees of ``qp_scoring.evidence.weights``: boosted, with one question for each level.

Every tree takes its questions one by one, each the one that makes the slope of what is still wrong
differ most between its answers, and adds a part of what its leaves still lack.
"""

from __future__ import annotations

import numpy as np

from qp_scoring.evidence.weights import CellNumbers, Floats, Trees

TREES = 150
LEVELS = 4
RATE = 0.08  # of what a leaf lacks
RIDGE = 5.0  # as many halves of pairs as pull every leaf to nothing
LIMITS = 23  # that are tried of a feature


def grown(pairs: Floats, right: Floats, least: float) -> Trees:
    """Trees by which pairs, a row of features each, are right; taken from a share of ``least``."""
    limits = [_limits_of(column) for column in pairs.T]
    above = np.stack([np.searchsorted(own, x) for own, x in zip(limits, pairs.T, strict=True)], 1)
    share = right.mean()
    start = np.log(share / (1 - share))
    trees = []
    log_odds = np.full(len(right), start)
    for _ in range(TREES):
        chance = 1 / (1 + np.exp(-log_odds))
        lacks, weight = right - chance, chance * (1 - chance)
        questions, leaf = [], np.zeros(len(right), np.int64)
        for level in range(LEVELS):
            feature, at = _best_question(above, leaf, lacks, weight, limits)
            questions.append((feature, limits[feature][at]))
            leaf += (above[:, feature] > at) << level
        sums = [np.bincount(leaf, one, 1 << LEVELS) for one in (lacks, weight)]
        adds = RATE * sums[0] / (sums[1] + RIDGE)
        log_odds += adds[leaf]
        trees.append((questions, adds))
    asks, bounds = np.moveaxis(np.array([questions for questions, _ in trees]), 2, 0)
    adds = np.array([own for _, own in trees], np.float32)
    return Trees(np.array(start), asks.astype(np.int64), bounds, adds, np.array(least))


def _limits_of(column: Floats) -> Floats:
    """Limits that part the values of a feature, none above all of them."""
    found = np.unique(np.quantile(column, np.linspace(0, 1, LIMITS + 2)[1:-1]))
    return found[found < column.max()]


def _best_question(
    above: CellNumbers, leaf: CellNumbers, lacks: Floats, weight: Floats, limits: list[Floats]
) -> tuple[int, int]:
    """The feature, and the place of its limit, that parts the leaves best."""
    leaves, features, bins = int(leaf.max()) + 1, above.shape[1], LIMITS + 1
    cells = (above + bins * np.arange(features) + (bins * features) * leaf[:, None]).ravel()
    below = [
        np.bincount(cells, np.repeat(one, features), leaves * features * bins)
        .reshape(leaves, features, bins)
        .cumsum(axis=2)
        for one in (lacks, weight)
    ]
    whole = [one[:, :, -1:] for one in below]
    gain = (
        below[0] ** 2 / (below[1] + RIDGE)
        + (whole[0] - below[0]) ** 2 / (whole[1] - below[1] + RIDGE)
    ).sum(axis=0)
    for feature, own in enumerate(limits):
        gain[feature, len(own) :] = -np.inf
    feature, at = np.unravel_index(gain.argmax(), gain.shape)
    return int(feature), int(at)
