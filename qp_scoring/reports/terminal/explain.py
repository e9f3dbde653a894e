"""An explanation as a tree on the terminal, or as indented lines; as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from rich.text import Text
from rich.tree import Tree

from qp_scoring.documents.answers import Role
from qp_scoring.documents.explanation import (
    BandExplained,
    Certificate,
    Cited,
    Explanation,
    IndicatorExplained,
    ItemExplained,
    MeanExplained,
    RuleExplained,
)
from qp_scoring.documents.results import (
    MarkBy,
    Move,
    Need,
    NextBand,
    NextLevel,
    Source,
    State,
)
from qp_scoring.messages import Language, text
from qp_scoring.reports import notes
from qp_scoring.reports.notes import gain_words, need_words
from qp_scoring.reports.terminal.score import Terminal
from qp_scoring.reports.terminal.tables import printable
from qp_scoring.rubric.model import Rubric

WAYS_SHOWN = 3
"""How many ways to the next band are shown; the document lists more."""

_MANY = 20
_INDENT = 2


@dataclass
class Branch:
    """A line of the tree and what hangs below it."""

    line: str
    style: str = ""
    below: list[Branch] = field(default_factory=list)

    def add(self, line: str, style: str = "") -> Branch:
        """Hang a line below this one."""
        self.below.append(Branch(line, style))
        return self.below[-1]


class ExplanationTerminal(Terminal):
    """Prints an explanation to stdout."""

    def explanation(self, found: Explanation, rubric: Rubric, *, whole: bool) -> None:
        """An office's tree; ``whole`` for all of its indicators, without every single item."""
        own = rubric.of_office({one.id: Decimal(one.value) for one in found.targets()})
        tree = _TreeComposer(own, self._lang).office(found, items=not whole)
        if self._boxed:
            self._out.print(_as_tree(tree))
        else:
            self._indent(tree, 0)
        if whole:
            self._line(self._say("explain-see-items"))

    def _indent(self, branch: Branch, depth: int) -> None:
        indent = " " * (_INDENT * depth)
        line = Text(printable(branch.line), branch.style)
        for part in line.wrap(self._out, self._out.width - len(indent), overflow="fold"):
            self._out.print(Text.assemble(indent, part))
        for below in branch.below:
            self._indent(below, depth + 1)


def _as_tree(branch: Branch) -> Tree:
    tree = Tree(Text(printable(branch.line), branch.style, overflow="fold"))
    tree.children.extend(_as_tree(below) for below in branch.below)
    return tree


@dataclass(frozen=True)
class _TreeComposer:
    """Composes the tree of an office in one language."""

    rubric: Rubric
    lang: Language

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.lang, **values)

    def _of_total(self, key: str, **values: object) -> str:
        """A sentence on the figure of the whole, which it calls as the rubric shows it."""
        return self._say(key, **values, **notes.totals(self.rubric.total.show, self.lang))

    def office(self, found: Explanation, *, items: bool) -> Branch:
        """The whole tree."""
        round_name = self.rubric.round_name(found.round)
        top = Branch(f"{found.code} {found.name}", "bold")
        year = found.rubric.fiscal_year
        top.add(self._say("terminal-round", year=year, round=round_name))
        for notice in notes.drafts_of_rounds([found], "terminal-draft", self.lang):
            top.add(notice, "yellow")
        self._mean(top, found)
        if found.next_band is not None:
            scores = {one.code: one.score for one in found.indicators}
            self._next_band(top, found.next_band, scores)
        for one in found.indicators:
            self._indicator(top, one, found.band, items=items)
        return top

    def _mean(self, top: Branch, found: Explanation) -> None:
        if found.mean is None:
            top.add(self._of_total(f"explain-mean-{found.status}"), "bold")
            return
        mean, band = found.mean, found.band
        branch = top.add(
            self._of_total("explain-mean", mean=mean.printed, band=band.name if band else "-"),
            "bold",
        )
        decimals = found.policy.mean_decimals
        exact = mean.exact.removesuffix("/1")  # a sum, or what is as good as one
        figures = {"exact": exact, "decimals": decimals, "mean": mean.printed}
        branch.add(self._terms(mean))
        branch.add(self._of_total("explain-sum", count=mean.count, **figures))
        for words in self._weights():
            branch.add(words)
        for words in notes.sub_totals(mean.groups, self.rubric, self.lang):
            branch.add(words)
        printed = self.rubric.state.not_reported.printed
        branch.add(self._of_total(f"terminal-policy-{found.policy.not_reported}", printed=printed))
        if band is not None:
            branch.add(
                self._of_total("explain-band", band=band.name, range=self._range(band, mean))
            )
        for reason in mean.reasons:
            branch.add(reason)
        covered = found.coverage
        counts = {"scored": covered.scored, "applicable": covered.applicable}
        branch.add(self._say("sheet-coverage", **counts))
        if found.mean_reported is not None:
            branch.add(self._of_total("sheet-mean-reported", mean=found.mean_reported))

    def _terms(self, mean: MeanExplained) -> str:
        equal = len({term.weight for term in mean.terms}) == 1
        key = "explain-term" if equal else "explain-term-weighted"
        terms = (
            self._say(key, indicator=term.indicator, score=term.score)
            if equal
            else self._say(key, indicator=term.indicator, score=term.score, weight=term.weight)
            for term in mean.terms
        )
        return self._say("explain-terms", terms=", ".join(terms))

    def _weights(self) -> Iterator[str]:
        """How the indicators weigh, where there are means, and what is combined otherwise."""
        rubric = self.rubric
        if any(node.how == "mean" for node in rubric.above):
            equal = len({one.weight for one in rubric.indicators}) == 1 and not rubric.group
            yield self._say(f"explain-weights-{'equal' if equal else rubric.weights.when_leaving}")
        yield from notes.combined_otherwise(rubric, self.lang)

    def _range(self, band: BandExplained, mean: MeanExplained) -> str:
        if band.at_least is not None and mean.reasons:
            # A gate or a limit decided, not where the next band begins.
            return self._say("sheet-band-from", low=band.at_least)
        if band.at_least is None:
            above = band.below
            return (
                self._say("sheet-band-below", high=above) if above else self._say("sheet-band-any")
            )
        if band.below is None:
            return self._say("sheet-band-from", low=band.at_least)
        return self._say("explain-band-between", low=band.at_least, high=band.below)

    def _next_band(self, top: Branch, step: NextBand, scores: Mapping[str, str | None]) -> None:
        figures = {"band": step.band, "low": step.from_mean, "distance": step.distance}
        known = step.steps is not None
        style = "bold" if known else ""
        if step.is_barred:
            branch = top.add(self._of_total("explain-way-barred", band=step.band), style)
            if known:
                branch.add(self._say("explain-way-steps", steps=step.steps))
        elif known:
            branch = top.add(self._say("explain-way", steps=step.steps, **figures), style)
        else:
            branch = top.add(self._say("explain-way-unknown", **figures))
        if step.untold is not None:
            branch.add(self._say(f"way-untold-{step.untold}"))
        for at, way in enumerate(step.ways[:WAYS_SHOWN]):
            if len(way) == 1:
                words = self._move(way[0], scores)
                branch.add(self._with_effort(words, step.efforts, at))
                continue
            name = self._say("explain-way-number", number=at + 1)
            below = branch.add(self._with_effort(name, step.efforts, at))
            for move in way:
                below.add(self._move(move, scores))
        self._more(branch, len(step.ways[WAYS_SHOWN:]) + step.more)

    def _more(self, branch: Branch, hidden: int) -> None:
        """How many ways are not shown; so many that nobody would read them are many."""
        if hidden:
            key = "explain-more" if hidden < _MANY else "explain-many-more"
            branch.add(self._say(key, count=f"{hidden:,}"))

    def _move(self, move: Move, scores: Mapping[str, str | None]) -> str:
        needs = self._needs(move.needs) if move.needs else self._say("explain-report")
        if move.report and move.needs:
            needs = self._say("explain-report-with", needs=needs)
        score = move.score or str(move.level)
        if not move.report and scores.get(move.indicator) == score:
            return self._say("explain-move-same", indicator=move.indicator, needs=needs)
        return self._say("explain-move", indicator=move.indicator, score=score, needs=needs)

    def _needs(self, needs: Sequence[Need]) -> str:
        *front, last = (need_words(need, self.lang) for need in needs)
        return self._say("list-and", front=", ".join(front), last=last) if front else last

    def _with_effort(self, steps: str, efforts: Sequence[str | None], at: int) -> str:
        effort = efforts[at] if efforts else None
        return self._say("explain-effort", steps=steps, effort=effort) if effort else steps

    def _indicator(
        self, top: Branch, one: IndicatorExplained, band: BandExplained | None, *, items: bool
    ) -> None:
        standing = self._standing(one)
        branch = top.add(
            self._say("explain-indicator", code=one.code, standing=standing, title=one.title),
            "bold",
        )
        if one.reason:
            branch.add(self._say("explain-reason", reason=one.reason))
        if one.state is not State.SCORED and one.source is not None:
            branch.add(self._say("explain-source", cell=_cell(one.source)))
        if one.state is State.NOT_ASSESSED:
            for words in self._open(one.items):
                branch.add(words)
        listed = items and _answered(one)
        for own in one.targets:
            shown = {"name": own.id, "value": own.value, "cell": _cell(own.source)}
            branch.add(self._say("explain-target", **shown))
        for rule in one.rules:
            self._rule(branch, one, rule)
        if one.at_least is not None:
            self._at_least(branch, one.at_least, given=one.given, cells=not listed)
        if one.not_above is not None:
            key = "explain-not-above" if one.not_above.cited else "explain-out-of-reach"
            claim = branch.add(self._say(key, score=one.not_above.score))
            self._cited(claim, one.not_above.cited, cells=not listed)
        if one.next_level is not None:
            self._next_level(branch, one, one.next_level, band)
        if one.comment:
            branch.add(self._say("explain-comment", comment=one.comment))
        if listed:
            self._items(branch.add(self._say("explain-items")), one.items)

    def _open(self, items: Sequence[ItemExplained]) -> Iterator[str]:
        """Which items nobody answered, and which ones the committee has to decide."""
        open_ = [item for item in items if item.mark is None and item.value is None]
        for key, undecided in (("explain-unanswered", False), ("explain-to-decide", True)):
            ids = [item.id for item in open_ if item.undecided is undecided]
            if ids:
                yield self._say(key, items=", ".join(ids))

    def _standing(self, one: IndicatorExplained) -> str:
        if one.state is not State.SCORED:
            return self._say(f"explain-state-{one.state}")
        if one.score is None:
            return self._say("explain-covered", score=one.printed)
        if one.level is None or one.score != str(one.level):
            return self._say("explain-score", score=one.score)
        return self._say("explain-level", level=one.level, name=one.level_name)

    def _rule(self, branch: Branch, one: IndicatorExplained, rule: RuleExplained) -> None:
        if rule.part is not None:
            branch = branch.add(self._part(rule))
        for reason in rule.reasons:
            branch.add(reason)
        for condition in rule.conditions:
            key = "reason-level-met" if condition.holds else "reason-level-unmet"
            branch.add(self._say(key, level=condition.level, rule=condition.rule))
        if rule.part is None and one.score and Fraction(rule.score) != Fraction(one.score):
            branch.add(self._say("explain-rounding", exact=rule.score, score=one.score))

    def _part(self, rule: RuleExplained) -> str:
        score = rule.score
        if rule.full is not None and Fraction(rule.full) != self.rubric.scale.highest:
            score = self._say("score-of-full", score=score, full=rule.full)
        name = f"{rule.path} {rule.part}" if "." in (rule.path or "") else rule.part
        if rule.share is None:
            return self._say("reason-part-least", part=name, score=score)
        return self._say("reason-part", part=name, share=rule.share, score=score)

    def _at_least(self, branch: Branch, claim: Certificate, *, given: bool, cells: bool) -> None:
        if given:
            key = "explain-given" if claim.cell else "explain-given-plain"
            cell = {"cell": _cell(claim.cell)} if claim.cell else {}
            branch.add(self._say(key, score=claim.score, **cell))
            return
        key = "explain-at-least" if claim.cited else "explain-at-base"
        self._cited(branch.add(self._say(key, score=claim.score)), claim.cited, cells=cells)

    def _cited(self, branch: Branch, cited: Sequence[Cited], *, cells: bool) -> None:
        """What a claim rests on; its cells too, unless they are listed item by item below."""
        if cited and not cells:
            branch.add(", ".join(map(self._answer, cited)))
            return
        for answer in cited:
            line = self._answer(answer)
            places = [_cell(one.source) for one in answer.by]
            if len(places) == 1:
                branch.add(f"{line} [{places[0]}]")
                continue
            below = branch.add(line)
            for cell in places:
                below.add(f"[{cell}]")

    def _answer(self, answer: Cited) -> str:
        key = "explain-score-of" if answer.score else "explain-answer"
        return self._say(key, id=answer.id, said=self._said(answer))

    def _said(self, answer: Cited | ItemExplained | MarkBy) -> str:
        if isinstance(answer, Cited) and answer.score:
            return answer.value or self._say("explain-score-left")
        if answer.grade is not None:
            return answer.grade
        if answer.mark is not None:
            return self._say(f"explain-mark-{answer.mark}")
        if answer.value is not None:
            return answer.value
        undecided = isinstance(answer, Cited) or (
            isinstance(answer, ItemExplained) and answer.undecided
        )
        if undecided:
            return self._say("explain-undecided")
        told = [answer] if isinstance(answer, MarkBy) else answer.by
        unread = any(one.invalid or one.unclear for one in told)
        return self._say("explain-mark-unread" if unread else "explain-mark-blank")

    def _next_level(
        self,
        branch: Branch,
        one: IndicatorExplained,
        step: NextLevel,
        band: BandExplained | None,
    ) -> None:
        below = branch.add(self._next(step, band))
        if one.state is not State.SCORED:
            below = below.add(self._say("explain-report-and" if step.needs else "explain-report"))
        elif not step.needs:
            key = "explain-level-given" if _answered(one) else "explain-levels-only"
            below.add(self._say(f"step-untold-{step.untold}" if step.untold else key))
            if words := self.rubric.criterion(self.rubric.by_code[one.code], step.level):
                below.add(self._say("explain-criterion", level=step.level, text=words))
        for at, needs in enumerate(step.needs):
            if needs:
                below.add(self._with_effort(self._needs(needs), step.efforts, at))
        self._more(below, step.more)

    def _next(self, step: NextLevel, band: BandExplained | None) -> str:
        """The level that a step leads to, and what that brings; the band only where it changes."""
        if step.gain is None:
            return self._say("explain-next-plain", level=step.level_after)
        values = {"level": step.level_after, "gain": gain_words(step, self.lang)}
        now, after = band.name if band else None, step.band_after
        key = notes.key_of_band("explain-next", now, after, self.rubric)
        return self._of_total(key, band=after, **values)

    def _items(self, branch: Branch, items: Sequence[ItemExplained]) -> None:
        for item in items:
            said = self._said(item)
            line = branch.add(self._say("explain-item", id=item.id, said=said, text=item.text))
            for one in item.by:
                line.add(", ".join(self._voice(one)) + f" [{_cell(one.source)}]")

    def _voice(self, one: MarkBy) -> Iterator[str]:
        said = self._said(one)
        if one.role == Role.RESOLUTION and one.assessor is None:
            yield self._say("explain-resolution", stage=one.stage, said=said)
        else:
            who = one.assessor or self._say("decide-nameless")
            yield self._say("explain-voice", who=who, role=one.role, stage=one.stage, said=said)
        for key in ("reason", "reference", "note"):
            value = getattr(one, key)
            if value:
                yield self._say(f"explain-voice-{key}", **{key: value})


def _answered(one: IndicatorExplained) -> bool:
    """Whether assessors said anything of its items."""
    return any(item.by for item in one.items)


def _cell(source: Source) -> str:
    """Where a cell is: file, sheet and address."""
    inner = "!".join(part for part in (source.sheet, source.cell) if part)
    return f"{source.file} {inner}"
