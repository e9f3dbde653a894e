"""The way up where what a step brings depends on the others: against trying every set of steps.

Least ones, steps, full marks, limits and gates over small random trees of groups, whose indicators
count their items; an office's band after any steps is that of the scores that it then has.
"""

from __future__ import annotations

import os
import random
from decimal import Decimal
from itertools import product
from math import comb

import pytest
from small_rules import SHIPPED, half_up, rubric_of, scored
from test_way_up import as_steps, counting, marked

from qp_scoring.findings import FindingLog, Place
from qp_scoring.rubric.lines import Spot
from qp_scoring.rubric.lint.reach import suspect_whole
from qp_scoring.rubric.model import Band, Bands, Group, NotReported, Total
from qp_scoring.rubric.whole import Whole
from qp_scoring.scoring.bands import band_of_mean
from qp_scoring.scoring.mean import mean_of

RUNS = 2_000 if os.environ.get("QP_SLOW") else 60
LISTED = 10
REPORT = "รายงาน"


def choice_of_node(draw, inside_levels):
    """The keys of a node: how it combines, and now and then steps, a full mark, something added."""
    keys = {"combine": draw.choice(["mean", "mean", "sum", "min", "min"])}
    if keys["combine"] == "min" and inside_levels and draw.random() < 0.8:
        keys["plus"] = Decimal(draw.choice(["0.5", "1"]))
    if draw.random() < 0.25:
        top = 5 if keys["combine"] != "sum" else 10
        starts = sorted({draw.randint(0, 2 * top) for _ in range(3)})
        pairs = [(Decimal(at) / 2, Decimal(top * n) / 4) for n, at in enumerate(starts, start=1)]
        keys["steps"] = tuple(pairs)
    if keys["combine"] == "sum" and draw.random() < 0.5:
        keys["full"] = Decimal(draw.choice([4, 7]))
    return keys


def condition(draw, names):
    """A condition on printed scores."""
    bounds = [
        {"score": name, "min": Decimal(draw.choice(["1", "1.5", "2", "2.67", "3", "4"]))}
        for name in draw.sample(names, min(len(names), draw.randint(1, 2)))
    ]
    if len(bounds) == 1:
        return bounds[0]
    return draw.choice([{"all": bounds}, {"any": bounds}])


def tree(draw, depth, groups, codes, within=None, ancestors=()):
    """Fill ``groups`` and give the keys of the node above what was made, and its indicators."""
    placed, whole = {}, True
    for _ in range(draw.randint(1, 2)):
        if depth and len(codes) > 1 and draw.random() < 0.6:
            at, key = len(groups), f"g{len(groups)}"
            groups.append({"id": key, "name": key, "within": within})
            keys, inside = tree(draw, depth - 1, groups, codes, key, (*ancestors, key))
            groups[at].update(keys)
            placed |= inside
            whole = False
        elif codes:
            placed[codes.pop()] = within
    if not placed:
        placed[codes.pop()] = within
    keys = choice_of_node(draw, whole)
    earlier = [one["id"] for one in groups if one["id"] not in ancestors and one.get("done")]
    if draw.random() < 0.3:
        limit = {
            "unless": condition(draw, [*earlier, "1", "2"]),
            "at_most": Decimal(draw.choice(["1", "1.5", "2.5"])),
        }
        keys["limit"] = (limit,)
    return {**keys, "done": True}, placed


def office(draw):
    """A set of four small indicators under random nodes, and how many items of each are met."""
    groups, placed, rest = [], {}, ["4", "3", "2", "1"]
    total, inside = tree(draw, 2, groups, rest)
    placed |= inside
    placed |= dict.fromkeys(rest)
    if rest:  # then not only indicators of levels stand in the whole
        total.pop("plus", None)
    leaf_items = {code: draw.randint(1, 3) for code in placed}
    counts = {
        code: sorted(draw.sample(range(1, items + 1), draw.randint(1, items)))
        for code, items in leaf_items.items()
    }
    indicators = [
        counting(code, leaf_items[code], counts[code]).model_copy(update={"group": placed[code]})
        for code in sorted(placed)
    ]
    weighted = {one["id"]: one["combine"] == "mean" for one in groups}
    weighted[None] = total["combine"] == "mean"
    for one in groups:
        if weighted[one["within"]]:
            one["weight"] = Decimal(draw.randint(1, 5))
    names = [*(one["id"] for one in groups), *placed]
    gates = [condition(draw, names) if draw.random() < 0.5 else None for _ in range(2)]
    bounds = sorted(draw.sample(["1.2", "1.75", "2.005", "2.5", "3", "4"], 2), reverse=True)
    bands = [
        {"name": name, "at_least": Decimal(bound), "requires": gate}
        for name, bound, gate in zip(("สูง", "กลาง"), bounds, gates, strict=True)
    ]
    silent = NotReported(policy=draw.choice(["counts_zero", "leaves_mean"]), suggest="ก")
    rubric = rubric_of(
        *indicators,
        group=tuple(Group.model_validate(without_done(one)) for one in groups),
        total=Total.model_validate(without_done(total)),
        bands=Bands(confirmed=False, band=(*map(Band.model_validate, bands), Band(name="ต่ำ"))),
        state=SHIPPED.state.model_copy(update={"not_reported": silent}),
    )
    met = {code: draw.randint(0, items) for code, items in leaf_items.items()}
    if draw.random() < 0.3:
        met[draw.choice(sorted(met))] = None
    return rubric, met, counts


def without_done(keys):
    return {key: value for key, value in keys.items() if key != "done"}


def level(counts, met):
    """The level of so many items: one more for every threshold that is reached."""
    return 1 + sum(met >= one for one in counts)


def rank(rubric, scores):
    """The place of the band of some scores, the lowest 0; None without any."""
    given = {code: Decimal(score) for code, score in scores.items()}
    mean = mean_of(rubric, given, list(rubric.by_code))
    if mean is None:
        return None
    names = [one.name for one in rubric.bands.band]
    return len(names) - 1 - names.index(band_of_mean(mean, rubric))


def tried(rubric, met, counts, items):
    """The fewest steps to a band above, and every set of so many: how many items of which."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    choices = []
    for code, own in met.items():
        if own is None:
            stay = [(0, 0, {code: 0} if zero else {})]
            more = [
                (number + 1, number, {code: level(counts[code], number)})
                for number in range(items[code] + 1)
                if level(counts[code], number) >= 2
            ]
            choices.append(stay + (more if zero else []))
        else:
            choices.append(
                [
                    (number, number, {code: level(counts[code], own + number)})
                    for number in range(items[code] - own + 1)
                ]
            )
    now = rank(rubric, {k: v for one in choices for k, v in one[0][2].items()})
    fewest, found, known = None, {}, {}
    for chosen in sorted(product(*choices), key=lambda one: sum(steps for steps, _, _ in one)):
        steps = sum(number for number, _, _ in chosen)
        if fewest is not None and steps > fewest:
            break
        scores = {code: score for _, _, one in chosen for code, score in one.items()}
        key = tuple(sorted(scores.items()))
        if key not in known:
            known[key] = rank(rubric, scores)
        if known[key] is not None and now is not None and known[key] > now:
            fewest = steps
            open_ = [items[code] - (own or 0) for code, own in met.items()]
            taken = tuple(number for _, number, _ in chosen)
            ways = 1
            for left, number in zip(open_, taken, strict=True):
                ways *= comb(left, number)
            found[taken] = ways
    return now, fewest, found


@pytest.mark.parametrize("seed", range(4))
def test_the_fewest_steps_through_any_nodes_are_those_found_by_trying_everything(seed):
    draw = random.Random(f"ways {seed}")
    seen = {"told": 0, "gated": 0, "limited": 0, "none": 0}
    for _ in range(RUNS // 4):
        rubric, met, counts = office(draw)
        items = {one.code: len(one.item) for one in rubric.indicators}
        answers = {
            one.code: None
            if met[one.code] is None
            else marked(one, *(item.id for item in one.item[: met[one.code]]))
            for one in rubric.indicators
        }
        order = [one.code for one in rubric.indicators]
        met = {code: met[code] for code in order}
        told = scored(rubric, answers)
        now, fewest, found = tried(rubric, met, counts, items)
        if told.band is None or told.next_band is None:
            assert now in (None, 2)
            continue
        step = told.next_band
        assert (step.untold, step.steps) == (None, fewest), (rubric, met)
        ways = [as_steps(way) for way in step.ways]
        assert len(set(ways)) == len(ways) == min(sum(found.values()), LISTED)
        assert len(ways) + step.more == sum(found.values())
        for way in ways:
            number = tuple(sum(key != REPORT and code == one for code, key in way) for one in order)
            assert number in found
        seen["told"] += bool(ways)
        seen["none"] += not ways
        seen["gated"] += step.is_barred
        limits = [node.limit for node in (rubric.total, *rubric.group)]
        seen["limited"] += any(limits) and bool(ways)
    assert seen["told"] > RUNS // 16 and seen["limited"], seen


# --- what no office comes to


class Somewhere:
    """A file whose places are told by their path."""

    def place(self, *path):
        return Place("rubric.toml", None, "/".join(map(str, path)))


def all_means(rubric, counts):
    """What all levels come to, each indicator at any level or not reported."""
    zero = rubric.state.not_reported.policy == "counts_zero"
    levels = {
        one.code: [*([0] if zero else []), *range(1, len(counts[one.code]) + 2)]
        for one in rubric.indicators
    }
    for chosen in product(*levels.values()):
        scores = {code: Decimal(score) for code, score in zip(levels, chosen, strict=True)}
        yield scores, mean_of(rubric, scores, list(levels))


def changed(rubric, **changes):
    """The set with other keys, and nothing kept that was computed of it."""
    return rubric_of(*rubric.indicators, **{**kept_keys(rubric), **changes})


def kept_keys(rubric):
    return {key: getattr(rubric, key) for key in ("group", "total", "bands", "state")}


def test_what_is_told_to_be_out_of_reach_no_office_comes_to_and_all_else_some_does():
    draw = random.Random("out of reach")
    seen = {"bands": 0, "gates": 0, "never": 0, "always": 0}
    for _ in range(RUNS):
        rubric, _, counts = office(draw)
        log = FindingLog()
        suspect_whole(rubric, Spot(Somewhere(), log))
        told = {(one.code, one.place.cell) for one in log}
        means = list(all_means(rubric, counts))
        for at, band in enumerate(rubric.bands.band[:-1]):
            reached = any(half_up(mean.value, 2) >= band.at_least for _, mean in means)
            place = f"bands/band/{at}"
            assert (("rubric-band-unreachable", place) in told) == (not reached)
            alone = (band.model_copy(update={"at_least": Decimal(-1)}), Band(name="อื่น"))
            only = changed(rubric, bands=Bands(confirmed=False, band=alone))
            opened = any(
                band_of_mean(mean_of(only, scores, list(scores)), only) == band.name
                for scores, _ in means
            )
            assert (("rubric-gate-unreachable", place) in told) == (not opened)
            seen["bands"] += not reached
            seen["gates"] += not opened
        for number, _ in enumerate(rubric.total.limit):
            place = f"total/limit/{number}"
            wholes = [Whole(rubric, scores, list(scores)) for scores, _ in means]
            if ("rubric-limit-always", place) in told:
                assert all(one.limit(rubric.total) for one in wholes)
                seen["always"] += 1
            if ("rubric-limit-never", place) in told:
                total = rubric.total.model_copy(update={"limit": ()})
                free = changed(rubric, total=total)
                assert all(
                    mean_of(free, scores, list(scores)).value == mean.value
                    for scores, mean in means
                )
                seen["never"] += 1
    assert all(seen.values()), seen
