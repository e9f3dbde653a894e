"""What the official form says to one office, before anything is drawn.

Every text is composed here without touching a file, so that a guard can read what an office
would be told before its sheet is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qp_scoring.documents.analysis import Others
from qp_scoring.documents.results import (
    IndicatorResult,
    OfficeResult,
    Results,
    State,
    Status,
    ValueNeed,
)
from qp_scoring.messages import text
from qp_scoring.paper.cells import figures
from qp_scoring.reports import notes
from qp_scoring.reports.scoresheet.action import ActionPage, action_page
from qp_scoring.reports.scoresheet.annex import Annex, annex
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.placeholders import fill

MOST_ADVICE = 3
"""Suggestions for an indicator on the form, the evaluator's own first."""

# Long enough to sign on: about 6 cm in 16 points.
_DOTTED = "." * 50


@dataclass(frozen=True, slots=True)
class Advice:
    """One suggestion; ``quoted`` are words from an input, printed as they were given."""

    text: str
    number: str = ""
    quoted: bool = False

    @property
    def printed(self) -> str:
        """The suggestion with its number, where there are several."""
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of the table: the indicator, its level as figure and word, the suggestions."""

    label: str
    title: str
    level: str
    word: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """Every text of one office's score sheet, in the order of the official form.

    ``reference`` is the number and date of the letter that it goes out with, where set;
    ``overall_comment`` the evaluators' own words on the office as a whole. The other sheets of the
    workbook are ``action`` and ``annex``.
    """

    titles: tuple[str, ...]
    reference: tuple[str, ...]
    office: str
    notices: tuple[str, ...]
    headings: tuple[str, str, str]
    rows: tuple[IndicatorRow, ...]
    mean_row: tuple[str, str, str]
    notes_heading: str
    notes: tuple[str, ...]
    overall_heading: str
    overall_comment: tuple[str, ...]
    overall: tuple[str, ...]
    signature: tuple[str, ...]
    footer: tuple[str, str]
    action: ActionPage
    annex: Annex

    def composed_texts(self) -> tuple[str, ...]:
        """Every text that the program composed, without the words quoted from inputs."""
        found = [*self.titles, *self.reference, self.office, *self.notices, *self.headings]
        for row in self.rows:
            found += (row.label, row.title, row.level, row.word)
            found += (advice.text for advice in row.advice if not advice.quoted)
        found += (*self.mean_row, self.notes_heading, *self.notes)
        found += (self.overall_heading, *self.overall)
        found += (*self.signature, *self.footer)
        found += self.action.composed_texts()
        found += self.annex.composed_texts()
        return tuple(dict.fromkeys(entry for entry in found if entry))

    def told(self) -> dict[str, object]:
        """What the office is told: the official form, and the evidence for it.

        Left out are the notices, where the mark of a revised issue stands, the number and date of
        the letter, which every issue has anew, and the action page: its steps follow from the form,
        and its figures of comparison from other offices.
        """
        return {
            "titles": self.titles,
            "office": self.office,
            "rows": self.rows,
            "mean": self.mean_row,
            "notes": self.notes,
            "overall": (*self.overall_comment, *self.overall),
            "signature": self.signature,
            "annex": self.annex.indicators,
        }


def sheet_content(
    office: OfficeResult, results: Results, rubric: Rubric, others: Others
) -> SheetContent:
    """What the score sheet of a complete office says; ``others`` what it says of all.

    Raises:
        ValueError: the office is not complete; it gets no sheet.
    """
    if office.status is not Status.COMPLETE:
        raise ValueError(f"office {office.code} is {office.status}: no score sheet")
    composer = _FormComposer(rubric)
    chosen = {one.code: _most_useful(one, rubric) for one in office.indicators}
    labels = rubric.labels
    signature = rubric.signature
    name = text("sheet-signature-name", name=signature.name or _DOTTED)
    return SheetContent(
        titles=composer.all(_titles(results, rubric)),
        reference=composer.all(_reference(rubric)),
        office=composer.one(office.name),
        notices=composer.all(filter(None, ["  ".join(notes.draft_notices(rubric))])),
        headings=(
            composer.one(labels.indicator_heading),
            composer.one(labels.level_heading),
            composer.one(labels.suggestion_heading),
        ),
        rows=tuple(composer.row(one, chosen[one.code]) for one in office.indicators),
        mean_row=composer.mean_row(office),
        notes_heading=text("sheet-notes"),
        notes=composer.numbered(_notes(office, results, rubric, chosen)),
        overall_heading=composer.one(labels.overall_heading),
        overall_comment=tuple(filter(None, (office.overall_comment or "").splitlines())),
        overall=composer.all(office.overall),
        signature=composer.all(
            part for part in (name, signature.position, signature.acting) if part
        ),
        footer=(composer.one(office.short_name), composer.one(notes.draft_mark(rubric))),
        action=action_page(office, rubric, others),
        annex=annex(office, rubric, chosen),
    )


def _reference(rubric: Rubric) -> Iterator[str]:
    """The number and the date of the letter, each only where it is set."""
    if rubric.document.number:
        yield text("sheet-document-number", number=rubric.document.number)
    if rubric.document.date:
        yield text("sheet-document-date", date=rubric.document.date)


def _titles(results: Results, rubric: Rubric) -> Iterator[str]:
    round_name = rubric.round_name(results.round)
    values = {"fiscal_year": str(rubric.fiscal_year), "round": round_name}
    return (fill(title, values) for title in rubric.labels.title)


def _notes(
    office: OfficeResult,
    results: Results,
    rubric: Rubric,
    chosen: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    yield notes.coverage_note(office, rubric)
    states = {indicator.state for indicator in office.indicators}
    if office.mean is not None:
        # It says what the mark for "not reported" means.
        yield notes.policy_note(results.policy, rubric)
        states.discard(State.NOT_REPORTED)
        if weighted := notes.weights_note(rubric):
            yield weighted
        if groups := list(notes.sub_totals(office.nodes, rubric)):
            yield text("sheet-sub-totals", groups=", ".join(groups))
        yield from office.reasons
    if rubric.bands.band:
        yield notes.bands_note(rubric)
    yield from notes.legend(rubric, states)
    if any(len(one.suggestions) > len(chosen[one.code]) for one in office.indicators):
        yield text("sheet-advice-elsewhere", most=MOST_ADVICE)


def _most_useful(one: IndicatorResult, rubric: Rubric) -> tuple[str, ...]:
    """The suggestions that lift soonest; the level's own, where there is one, stays the last.

    Those for what the action page asks for come before others. With the evaluator's own words they
    are three; the others stand in the annex.
    """
    room = MOST_ADVICE - bool((one.comment or "").strip())
    if len(one.suggestions) <= room:
        return one.suggestions
    indicator = rubric.by_code[one.code]
    *others, last = one.suggestions
    ends = last in {entry.suggest for entry in indicator.level}
    asked = _asked_first(one, indicator)
    found = sorted(others if ends else one.suggestions, key=lambda said: said not in asked)
    return (*found[: room - 1], last) if ends else tuple(found[:room])


def _asked_first(one: IndicatorResult, indicator: Indicator) -> set[str]:
    """What is suggested for the first of the ways to the next level."""
    step = one.next_level
    needs = step.needs[0] if step is not None and step.needs else ()
    entries = (
        indicator.measure_by_id(need.measure)
        if isinstance(need, ValueNeed)
        else indicator.item_by_id(need if isinstance(need, str) else need.item)
        for need in needs
    )
    return {entry.suggest for entry in entries if entry is not None}


@dataclass(frozen=True, slots=True)
class _FormComposer:
    """Composes texts in the digits of a rubric; quoted words keep their own."""

    rubric: Rubric

    def one(self, composed: str) -> str:
        return figures(composed, self.rubric.digits)

    def all(self, composed: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.one(entry) for entry in composed)

    def numbered(self, composed: Iterable[str]) -> tuple[str, ...]:
        return self.all(f"{place}. {entry}" for place, entry in enumerate(composed, 1))

    def row(self, indicator: IndicatorResult, useful: Sequence[str]) -> IndicatorRow:
        label = fill(self.rubric.labels.indicator, {"code": indicator.code})
        return IndicatorRow(
            label=self.one(label),
            title=self.one(indicator.title),
            level=self.one(indicator.printed),
            word=self._word(indicator),
            advice=self._advice(indicator, useful),
        )

    def _word(self, indicator: IndicatorResult) -> str:
        """The word for a level; a score between two levels has none."""
        scored = indicator.state is State.SCORED and indicator.level is not None
        if not scored or indicator.printed != str(indicator.level):
            return ""
        names = {entry.level: entry.name for entry in self.rubric.scale.level}
        return names.get(indicator.level or 0, "")

    def _advice(self, indicator: IndicatorResult, useful: Sequence[str]) -> tuple[Advice, ...]:
        if indicator.state is State.NOT_APPLICABLE:
            return (Advice(self.rubric.state.not_applicable.printed),)
        if indicator.state is State.EXEMPT:
            return (Advice(indicator.reason or indicator.printed, quoted=bool(indicator.reason)),)
        own = (indicator.comment or "").strip()
        found = [Advice(own, quoted=True)] if own else []
        found += (Advice(self.one(entry)) for entry in useful)
        if len(found) < 2:
            return tuple(found) or (Advice("-"),)
        return tuple(
            Advice(entry.text, self.one(f"{place}."), entry.quoted)
            for place, entry in enumerate(found, 1)
        )

    def mean_row(self, office: OfficeResult) -> tuple[str, str, str]:
        count = sum(indicator.score is not None for indicator in office.indicators)
        label = fill(self.rubric.labels.mean_row, {"n": str(count)})
        if not count:
            label = notes.coverage_note(office, self.rubric)
        return self.one(label), self.one(office.mean or "-"), office.band or "-"
