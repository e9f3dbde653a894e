"""A rubric to be read, as a page of blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from qp_scoring.messages import Language, text
from qp_scoring.reports import notes
from qp_scoring.reports.terminal.blocks import Block, Entries, ShortLines, Title
from qp_scoring.rubric.conditions import Condition
from qp_scoring.rubric.diff import RubricDiff
from qp_scoring.rubric.fields import digits
from qp_scoring.rubric.indicator import (
    Indicator,
    Item,
    Level,
    Measure,
    Part,
    Rule,
)
from qp_scoring.rubric.model import Group, Rubric, Total
from qp_scoring.rubric.placeholders import fill
from qp_scoring.rubric.words import (
    amount,
    describe,
    describe_curve,
    how_combined,
    hundredths,
    worth_in_words,
)
from qp_scoring.scoring.mean import mean_of

RuleRow = tuple[str, str, str, str]


def rubric_page(rubric: Rubric, lang: Language) -> Iterator[Block]:
    """What holds for the whole rubric, and the list of its indicators."""
    yield Title(1, rubric.name)
    if notices := notes.draft_notices(rubric, "terminal-draft", lang):
        yield ShortLines(notices, strong=True)
    yield ShortLines(tuple(rubric_facts(rubric, lang)))
    yield Title(2, text("rubric-indicators", lang, count=len(rubric.indicators)))
    rows = [listed(one, rubric, lang) for one in rubric.indicators]
    yield Entries(list_headings(lang), rows, short=True)


def indicator_page(indicator: Indicator, rubric: Rubric, lang: Language) -> Iterator[Block]:
    """One indicator: its items, measures, levels and rules, with what each asks for."""
    label = fill(rubric.labels.indicator, {"code": indicator.code})
    yield Title(2, text("criteria-heading", lang, label=label, title=indicator.title))
    headings, said = list_headings(lang), listed(indicator, rubric, lang)
    about = (f"{headings[at]}: {said[at]}" for at in (2, 3, 4))
    yield ShortLines((indicator.purpose, *about))
    rows = tuple(rubric_rows(indicator, rubric, lang))
    entries = len(indicator.entry_ids)
    for kind, part in (("item", rows[:entries]), ("level", rows[entries:])):
        if part:
            yield Title(3, text(f"rubric-rows-{kind}", lang))
            keys = (f"rubric-row-{kind}", "rubric-row-text", f"rubric-row-{kind}-asks")
            yield Entries(
                (*(text(key, lang) for key in keys), text("criteria-suggest", lang)), part
            )


def diff_page(found: RubricDiff, lang: Language) -> Iterator[Block]:
    """What changed between two rubrics, the gravest kind of change first."""
    yield ShortLines((text(f"rubric-diff-{found.kind}", lang),), strong=True)
    for kind in ("major", "minor", "patch"):
        if changes := found.of(kind):
            yield Title(2, text(f"rubric-changes-{kind}", lang, count=len(changes)))
            yield ShortLines(tuple(change.sentence(lang) for change in changes))


def rubric_facts(rubric: Rubric, lang: Language) -> Iterator[str]:
    """The rules of the whole set, one per line."""
    scale = rubric.scale
    yield text("rubric-id", lang, id=rubric.id, version=rubric.version, year=rubric.fiscal_year)
    status = text(f"choice-{rubric.status}", lang)
    yield text("rubric-status", lang, status=status, source=rubric.source)
    yield text("rubric-rounds", lang, rounds=", ".join(one.name for one in rubric.round))
    if scale.levels:
        levels = sorted(scale.level, key=lambda entry: entry.level)
        named = ", ".join(f"{entry.level} {entry.name}" for entry in levels)
        yield text("rubric-levels", lang, levels=named, base=scale.base_level)
    elif scale.max is not None:
        yield text("rubric-range", lang, low=f"{scale.lowest:f}", high=f"{scale.highest:f}")
    if rubric.gives_scores:
        yield from _mean_facts(rubric, lang)


def _mean_facts(rubric: Rubric, lang: Language) -> Iterator[str]:
    """How scores come to a mean, and the mean to a band."""
    decimals, missing = rubric.arithmetic, rubric.state.not_reported
    yield text("rubric-decimals", lang, score=decimals.score_decimals, mean=decimals.mean_decimals)
    if rubric.bands.band:
        yield notes.bands_note(rubric, lang)
    policy = text(f"choice-{missing.policy}", lang)
    yield text("rubric-not-reported", lang, printed=missing.printed, policy=policy)
    yield text("rubric-leaving", lang, rule=text(f"choice-{rubric.weights.when_leaving}", lang))
    if rubric.group:
        groups = (f"{one.id} {one.name} ({one.weight:f})" for one in rubric.group)
        yield text("rubric-groups", lang, groups=", ".join(groups))
    for band in rubric.bands.band:
        if band.requires is not None:
            yield text("rubric-gate", lang, band=band.name, rule=describe(band.requires, lang))
    yield from notes.combined_otherwise(rubric, lang)
    nodes: tuple[Group | Total, ...] = (*rubric.group, rubric.total)
    for node in nodes:
        name = notes.name_above(node, lang)
        if node.how == "sum" or node.full is not None:
            full = hundredths(rubric.full_mark(node))
            yield text("rubric-full", lang, name=name, full=full)
        if node.steps:
            steps = pairs_in_words(node.steps, lang)
            yield text("rubric-steps", lang, name=name, steps=steps)
        for one in node.limit:
            most, rule = digits(one.at_most), describe(one.unless, lang)
            yield text("rubric-limit", lang, name=name, most=most, rule=rule)


def list_headings(lang: Language) -> tuple[str, ...]:
    """What the parts of :func:`listed` are called."""
    keys = ("code", "title", "method", "applies", "weight", "items")
    return tuple(text(f"rubric-column-{key}", lang) for key in keys)


def listed(indicator: Indicator, rubric: Rubric, lang: Language) -> tuple[str, ...]:
    """An indicator as a row of the list."""
    group = f" ({indicator.group})" if indicator.group else ""
    return (
        indicator.code,
        indicator.title,
        text(f"choice-{indicator.method if indicator.how == 'mean' else indicator.how}", lang),
        ", ".join(indicator.applies_to),
        f"{indicator.weight:f}{group}{_of_the_whole(indicator, rubric)}",
        str(len(indicator.entry_ids)),
    )


def _of_the_whole(indicator: Indicator, rubric: Rubric) -> str:
    """What an indicator counts in per cent where all that apply are scored, by type of office.

    Nothing where that is no fixed share: the least counts, or steps turn the figure into another.
    """
    unshared = any(node.how == "min" or node.steps for node in rubric.above)
    if indicator.method == "coverage" or unshared:
        return ""
    shares: dict[str, str] = {}
    for kind in indicator.applies_to:
        codes = [one.code for one in rubric.indicators if kind in one.applies_to]
        # What comes of this one's full mark, and 0 for the others, is what it counts of the whole.
        full = {code: _full_mark(rubric, code) for code in codes}
        alone = {code: full[code] * (code == indicator.code) for code in codes}
        mean, top = mean_of(rubric, alone, codes), mean_of(rubric, full, codes)
        if mean and top and top.value:
            shares[kind] = f"{hundredths(mean.value / top.value * 100)} %"
    alike = len(set(shares.values())) == 1
    said = [share if alike else f"{kind} {share}" for kind, share in shares.items()]
    return f" = {', '.join(dict.fromkeys(said))}" if said else ""


def _full_mark(rubric: Rubric, code: str) -> Decimal:
    full = rubric.full_mark(rubric.by_code[code])
    return Decimal(full.numerator) / Decimal(full.denominator)


def _asked(condition: Condition, lang: Language = "th") -> str:
    """What a condition asks for, in words; a lone item is called one."""
    words = describe(condition, lang)
    return text("criteria-item", lang, id=words) if words in set(condition.item_ids()) else words


def rubric_rows(indicator: Indicator, rubric: Rubric, lang: Language = "th") -> Iterator[RuleRow]:
    """Everything a rubric says of an indicator: its items, measures, levels and other rules."""

    def of_rounds(words: str, entry: Item | Measure | Level) -> str:
        """Words with the rounds that they hold for; those of one round hold for it anyway."""
        names = [one.name for one in rubric.round if one.id in entry.rounds]
        rounds = ", ".join(names)
        return text("criteria-rounds", lang, text=words, rounds=rounds) if names else words

    for item in indicator.item:
        words = worth_in_words(item, lang)
        yield item.id, of_rounds(words, item), ", ".join(item.evidence), item.suggest
    for measure in indicator.measure:
        low, high = _number(measure.min), _number(measure.max)
        bounds = measure.in_unit(text("criteria-bounds", lang, low=low, high=high))
        if measure.target is not None:
            bounds = text("criteria-target", lang, bounds=bounds, target=digits(measure.target))
        yield measure.id, of_rounds(measure.text, measure), bounds, measure.suggest
    for entry in sorted(indicator.level, key=lambda entry: entry.level):
        name = text(
            "criteria-named-level", lang, level=entry.level, name=rubric.scale.name(entry.level)
        )
        condition = indicator.condition(entry)
        rule = _asked(condition, lang) if condition is not None else ""
        if indicator.method == "judged":
            rule = text("criteria-judged", lang)
        yield name, of_rounds(entry.text, entry), rule, entry.suggest
    yield from _rule_rows(indicator, rubric, lang)


def _rule_rows(rule: Rule, rubric: Rubric, lang: Language, above: str = "") -> Iterator[RuleRow]:
    """What a rule has but an indicator's own levels: tiers, a curve, and its parts with theirs.

    ``above`` names the part that it is, with those that this one stands in.
    """
    yield from _own(rule, lang)
    if isinstance(rule, Part):
        yield from _part_levels(rule, rubric, lang)
    is_weighted = rule.how == "mean"
    if rule.part and not is_weighted:
        yield "", how_combined(rule, lang), "", ""
    for part in rule.part:
        name, weight = f"{above}{part.name}", _number(part.weight)
        yield name, text("criteria-part", lang, weight=weight) if is_weighted else "", "", ""
        yield from _rule_rows(part, rubric, lang, f"{name} › ")


def _own(rule: Rule, lang: Language) -> Iterator[RuleRow]:
    for tier in rule.tier:
        words = text(
            "criteria-tier", lang, points=_number(tier.points), items=", ".join(tier.items)
        )
        yield tier.name, words, "", ""
    if (curve := rule.curve) is not None:
        words = text(
            "criteria-curve", lang, measure=curve.measure, points=pairs_in_words(curve.points, lang)
        )
        yield "", f"{words}\n{describe_curve(curve, lang)}", "", ""
    if rule.method == "points":
        yield "", text("criteria-points", lang, full=hundredths(rule.points_in_all)), "", ""
    if rule.steps:
        yield "", text("criteria-steps", lang, points=pairs_in_words(rule.steps, lang)), "", ""
    for limit in rule.limit:
        most, unless = digits(limit.at_most), _asked(limit.unless, lang)
        yield "", text("criteria-limit", lang, most=most, rule=unless), "", ""


def pairs_in_words(points: Sequence[Sequence[Decimal | str]], lang: Language) -> str:
    """Which values come to which scores."""
    return ", ".join(
        text("criteria-point", lang, value=amount(value, lang), score=amount(score, lang))
        for value, score in points
    )


def _part_levels(part: Part, rubric: Rubric, lang: Language) -> Iterator[RuleRow]:
    for level, condition in sorted(part.conditions.items()):
        name = text("criteria-named-level", lang, level=level, name=rubric.scale.name(level))
        yield name, _asked(condition, lang), "", ""


def _number(number: Decimal) -> str:
    """A number of the rubric without needless zeros."""
    return format(number.normalize(), "f")
