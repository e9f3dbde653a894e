"""A finding: one problem at one place, said in plain words and never printed from here.

Every function that meets a problem in a user's file records a finding and goes on; nothing
raises past the module that met the problem. The catalogue below names every code with its
severity and the placeholders of its sentence; the sentences themselves stand in
``messages/th.toml`` and ``messages/en.toml`` under ``[finding.<code>]``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

QUOTE_LIMIT = 80


class Severity(StrEnum):
    """How much a finding matters: an error exits 1, a warning or an info does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: file name as the user gave it, sheet, and cell address (``D14``)."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        inner = "!".join(part for part in (self.sheet, self.cell) if part)
        return " › ".join(part for part in (self.file, inner) if part)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the catalogue knows of a code: severity and the placeholders of its sentences."""

    severity: Severity
    placeholders: frozenset[str]


def _kind(severity: Severity, *placeholders: str) -> Kind:
    return Kind(severity, frozenset(placeholders))


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CATALOGUE: dict[str, Kind] = {
    # narrative reports (evidence)
    "report-office-absent": _kind(_W, "office"),
    "rubric-section-unknown": _kind(_W, "item", "found"),
    "report-garbled": _kind(_W),
    "report-old-doc-or-password": _kind(_E),
    "report-not-word": _kind(_E, "looks"),
    "report-not-text": _kind(_E, "looks"),
    "report-empty": _kind(_E),
    "report-without-text": _kind(_E),
    "report-damaged": _kind(_E),
    "report-too-large": _kind(_E, "limit"),
    "report-encoding": _kind(_I, "encoding"),
    "report-encoding-unknown": _kind(_E),
    "report-pdf-reader-missing": _kind(_E),
    "report-scanned": _kind(_E),
    "report-skipped-type": _kind(_I),
    "report-none-found": _kind(_E),
    "report-none-readable": _kind(_E),
    "report-office-unknown": _kind(_E),
    "report-without-headings": _kind(_W),
    "report-year-differs": _kind(_W, "found", "expected"),
    "segmenter-missing": _kind(_E),
    "rubric-without-look-for": _kind(_E),
    # explain
    "explain-changed": _kind(_E, "office", "found"),
    "explain-mean-changed": _kind(_E, "office", "found"),
    "explain-indicator-unknown": _kind(_E, "found", "known"),
    # rubric workbooks (rubric.exchange_read, intake.rubric_book)
    "rubric-out-ending": _kind(_E),
    "rubric-setting-unknown": _kind(_E, "found", "nearest"),
    "rubric-row-twice": _kind(_E, "found"),
    "rubric-row-unlinked": _kind(_E, "found", "known"),
    "rubric-cell-unread": _kind(_E, "found", "expected"),
    "rubric-cell-no-text": _kind(_E, "found"),
    "rubric-book-unlike": _kind(_E),
    "rubric-sheet-missing": _kind(_E, "sheet"),
    "rubric-sheet-unknown": _kind(_W),
    "rubric-column-missing": _kind(_E, "column"),
    "rubric-column-twice": _kind(_E, "found"),
    "rubric-column-unknown": _kind(_E, "found"),
    "rubric-text-unwritable": _kind(_E, "found", "limit"),
    "rubric-out-exists": _kind(_E),
    "rubric-indicator-unknown": _kind(_E, "found", "known"),
    # worked examples (rubric_examples)
    "example-differs": _kind(_E, "case", "what", "expected", "found"),
    "example-unknown": _kind(_E, "found", "nearest"),
    # comparison of rounds (scoring.compare)
    "compare-other-rubric": _kind(_E, "found", "expected"),
    "compare-order": _kind(_W),
    "compare-office-renamed": _kind(_W, "office", "found", "now"),
    # results files read again (results_file)
    "results-missing": _kind(_E),
    "results-unreadable": _kind(_E),
    "results-too-large": _kind(_E, "limit"),
    "results-damaged": _kind(_E),
    "results-not-results": _kind(_E),
    "results-schema-other": _kind(_E, "found", "known"),
    "results-field-wrong": _kind(_E, "found"),
    "results-rubric-missing": _kind(_E),
    "results-rubric-damaged": _kind(_E),
    "results-rubric-other": _kind(_E, "found"),
    "results-rubric-lacks": _kind(_E, "found"),
    "results-office-unknown": _kind(_E, "found", "nearest"),
    # forms
    "carry-no-next-round": _kind(_E, "round"),
    "carry-gone": _kind(_I, "items"),
    "carry-changed": _kind(_I, "items"),
    "carry-office-missing": _kind(_W, "office"),
    "carry-office-unlisted": _kind(_E, "office"),
    "form-no-office": _kind(_E),
    "form-exists": _kind(_E),
    "form-name-twice": _kind(_E),
    # layouts 1-3 (intake.checklist, mark_matrix, long_table, interpret)
    "confirm-unknown": _kind(_E, "found", "allowed"),
    "carried-unconfirmed": _kind(_I, "indicators"),
    "exempt-reason-missing": _kind(_E, "indicator"),
    "reason-beside-met": _kind(_W, "found"),
    "resolution-twice": _kind(_E, "found", "first"),
    "status-outvoted": _kind(_W, "indicator"),
    "indicators-unmentioned": _kind(_W, "indicators"),
    "item-columns-missing": _kind(_W, "missing"),
    "header-version-differs": _kind(_E, "found", "expected"),
    "header-version-patch": _kind(_W, "found", "expected"),
    "assessor-twice": _kind(_E, "office", "first"),
    "file-office-differs": _kind(_E, "found", "file"),
    "role-unknown": _kind(_E, "found", "allowed"),
    "stage-unknown": _kind(_E, "found", "allowed"),
    "item-unknown": _kind(_E, "found", "nearest"),
    "item-twice": _kind(_E, "found", "first"),
    "item-rows-missing": _kind(_E, "indicator", "items"),
    "indicator-row-missing": _kind(_E, "indicator"),
    "mark-without-item": _kind(_E, "found"),
    "rows-reordered": _kind(_I),
    "mark-unknown": _kind(_E, "found", "nearest", "allowed"),
    "status-unknown": _kind(_E, "found", "nearest", "allowed"),
    "value-unknown": _kind(_E, "found", "allowed"),
    "value-outside": _kind(_E, "found", "allowed"),
    "value-percent-unclear": _kind(_W, "item", "found", "share"),
    "not-relevant-without-reason": _kind(_E, "item"),
    "reason-unlisted": _kind(_W, "found", "allowed"),
    "marks-under-status": _kind(_E, "item", "status"),
    "level-not-judged": _kind(_E, "indicator", "found"),
    "judged-without-reason": _kind(_E, "indicator"),
    "indicator-unknown": _kind(_E, "found", "known"),
    # outputs (run, reports)
    "previous-rubric-differs": _kind(_W, "count", "indicators"),
    "out-in-use": _kind(_E),
    "out-not-writable": _kind(_E),
    "previous-no-record": _kind(_E),
    "previous-not-of-record": _kind(_E),
    "pdf-no-program": _kind(_W),
    "pdf-missing": _kind(_W, "count", "found"),
    "more-of-kind": _kind(_I, "kind", "count"),
    "out-overlaps-input": _kind(_E, "found"),
    "out-is-a-file": _kind(_E),
    "out-file-open": _kind(_E),
    "out-foreign-files": _kind(_E, "found"),
    "out-changed-files": _kind(_E, "found"),
    "out-needed": _kind(_E),
    "wrong-office": _kind(_E, "office", "found", "text"),
    "quoted-office": _kind(_W, "office", "found"),
    # layouts and their cells (intake.read, matrix, marks)
    "cell-error": _kind(_E, "found", "allowed"),
    "formula-without-value": _kind(_E, "found", "allowed"),
    "cell-date": _kind(_E, "found", "allowed"),
    "cell-boolean": _kind(_E, "found", "allowed"),
    "level-percent": _kind(_E, "found", "allowed"),
    "level-outside-scale": _kind(_E, "found", "allowed"),
    "level-not-whole": _kind(_E, "found", "allowed"),
    "level-unknown": _kind(_E, "found", "nearest", "allowed"),
    "exempt-without-reason": _kind(_E, "allowed"),
    "indicator-column-twice": _kind(_E, "found"),
    "indicator-column-unknown": _kind(_E, "found", "known"),
    "indicator-columns-missing": _kind(_W, "missing"),
    "row-without-office": _kind(_E),
    "row-skipped": _kind(_I, "found"),
    "office-name-unlike": _kind(_W, "found", "office"),
    "office-code-name-differ": _kind(_E, "office", "found"),
    "office-cell-unusable": _kind(_E, "found"),
    "office-twice": _kind(_E, "office", "first"),
    "layout-unknown": _kind(_E),
    "sheet-skipped": _kind(_I),
    "nothing-readable": _kind(_E),
    "header-rubrics-disagree": _kind(_E, "found"),
    "header-rounds-disagree": _kind(_E, "found"),
    "header-rubric-differs": _kind(_E, "found", "expected"),
    "header-fiscal-year-differs": _kind(_E, "found", "expected"),
    "header-round-differs": _kind(_E, "found", "expected"),
    "round-unknown": _kind(_E, "found", "known"),
    "round-assumed": _kind(_I, "round"),
    # scoring
    "dash-where-applicable": _kind(_E, "indicator"),
    "level-where-not-applicable": _kind(_E, "indicator"),
    "status-where-not-applicable": _kind(_W, "indicator"),
    "not-assessed": _kind(_W, "indicator"),
    "undecided-status": _kind(_W, "indicator"),
    "undecided-level": _kind(_W, "indicator"),
    "judged-level-missing": _kind(_W, "indicator"),
    "nothing-relevant": _kind(_E, "indicator"),
    "too-many-not-relevant": _kind(_E, "indicator", "found", "limit"),
    "items-not-assessed": _kind(_W, "indicator", "items"),
    "undecided": _kind(_W, "indicator", "items"),
    "nothing-to-average": _kind(_E, "office"),
    "typed-mean-differs": _kind(_W, "found", "ours"),
    "typed-band-differs": _kind(_W, "found", "ours"),
    # rubric files (rubric.load, rubric.lint)
    "rubric-judged-condition": _kind(_W),
    "rubric-thresholds-not-rising": _kind(_E, "found"),
    "rubric-scale-empty": _kind(_E),
    "rubric-scale-range": _kind(_E, "found"),
    "rubric-scale-key": _kind(_E, "key", "levels"),
    "rubric-bands-missing": _kind(_E),
    "rubric-band-outside": _kind(_E, "found", "bound", "lowest", "highest"),
    "rubric-overall-level-unknown": _kind(_E, "found", "known"),
    "rubric-overall-no-levels": _kind(_E, "key"),
    "rubric-overall-never": _kind(_W, "found"),
    "rubric-group-unknown": _kind(_E, "found", "nearest"),
    "rubric-group-needed": _kind(_E),
    "rubric-groups-missing": _kind(_E),
    "rubric-group-empty": _kind(_W, "found"),
    "rubric-weights-sum": _kind(_W, "found", "expected"),
    "rubric-official-unsourced": _kind(_E),
    "rubric-type-without-indicator": _kind(_W, "found"),
    "rubric-type-unusual": _kind(_W, "found", "nearest"),
    "rubric-year-unlikely": _kind(_W, "found", "likely"),
    "rubric-placeholder-unfilled": _kind(_E, "found", "wanted"),
    "rubric-text-too-long": _kind(_E, "count", "limit"),
    "rubric-text-long": _kind(_W, "count", "limit"),
    "rubric-count-too-many": _kind(_E, "found", "items"),
    "rubric-method-needs": _kind(_E, "method", "wanted"),
    "rubric-method-needs-levels": _kind(_E, "method"),
    "rubric-level-outside": _kind(_E, "found", "expected"),
    "rubric-score-outside": _kind(_E, "found", "lowest", "highest"),
    "rubric-curve-no-target": _kind(_E, "measure"),
    "rubric-curve-pro-rata": _kind(_E, "found"),
    "rubric-tier-item-twice": _kind(_E, "found"),
    "rubric-tier-points": _kind(_E, "found", "lowest", "highest"),
    "rubric-measure-fraction": _kind(_E, "found", "wanted"),
    "rubric-target-outside": _kind(_W, "found", "target"),
    "rubric-item-repeated": _kind(_E, "found"),
    "rubric-level-unreachable": _kind(_E, "level"),
    "rubric-level-shadowed": _kind(_W, "level"),
    "rubric-level-always": _kind(_W, "level"),
    "rubric-top-unreachable": _kind(_W, "found", "expected"),
    "rubric-version-contradicts": _kind(_E, "old", "new", "kind", "needed"),
    "rubric-curve-not-rising": _kind(_E, "found"),
    "rubric-not-found": _kind(_E, "found", "known"),
    "rubric-no-indicators": _kind(_E),
    "rubric-too-many-files": _kind(_E, "limit"),
    "rubric-file-too-large": _kind(_E, "limit"),
    "rubric-file-unreadable": _kind(_E),
    "rubric-not-utf8": _kind(_E),
    "rubric-toml-broken": _kind(_E, "found"),
    "rubric-key-missing": _kind(_E, "key"),
    "rubric-key-unknown": _kind(_E, "key", "nearest"),
    "rubric-condition-unknown": _kind(_E, "key", "found"),
    "rubric-value-not-allowed": _kind(_E, "key", "found", "allowed"),
    "rubric-value-not-text": _kind(_E, "key", "found"),
    "rubric-value-not-number": _kind(_E, "key", "found"),
    "rubric-value-outside": _kind(_E, "key", "found"),
    "rubric-value-not-boolean": _kind(_E, "key", "found"),
    "rubric-value-not-list": _kind(_E, "key", "found"),
    "rubric-list-too-short": _kind(_E, "key", "found"),
    "rubric-version-form": _kind(_E, "key", "found"),
    "rubric-count-unreachable": _kind(_E, "key", "found"),
    "rubric-value-wrong": _kind(_E, "key", "found"),
    "rubric-duplicate": _kind(_E, "found"),
    "rubric-id-is-code": _kind(_E, "found"),
    "rubric-id-ends-in-zero": _kind(_E, "found"),
    "rubric-scale-gap": _kind(_E, "found"),
    "rubric-base-level": _kind(_E, "found"),
    "rubric-band-lowest": _kind(_E, "found"),
    "rubric-band-no-bound": _kind(_E, "found"),
    "rubric-bands-order": _kind(_E, "found"),
    "rubric-band-unknown": _kind(_E, "found", "nearest"),
    "rubric-placeholder": _kind(_E, "found", "nearest", "allowed"),
    "rubric-official-unconfirmed": _kind(_E),
    "rubric-levels-incomplete": _kind(_E, "found", "expected"),
    "rubric-key-not-of-method": _kind(_E, "key", "method", "wanted"),
    "rubric-level-no-condition": _kind(_E, "level", "wanted"),
    "rubric-counts-not-rising": _kind(_E, "found"),
    "rubric-id-unknown": _kind(_E, "found", "nearest"),
    "rubric-id-unused": _kind(_E, "found"),
    "rubric-measure-bounds": _kind(_E, "found"),
    # files and sheets (intake.guard, intake.grid)
    "input-missing": _kind(_E, "path"),
    "input-unreadable": _kind(_E),
    "input-empty": _kind(_E),
    "input-no-workbook": _kind(_E, "count", "found"),
    "input-too-many": _kind(_E, "limit"),
    "file-skipped-lock": _kind(_I),
    "file-skipped-hidden": _kind(_I),
    "file-skipped-output": _kind(_I),
    "file-skipped-type": _kind(_I),
    "file-skipped-duplicate": _kind(_I),
    "file-skipped-link": _kind(_W),
    "file-old-format": _kind(_E, "extension"),
    "offices-list-misplaced": _kind(_W),
    "file-empty": _kind(_E),
    "file-unreadable": _kind(_E),
    "file-open-elsewhere": _kind(_E),
    "file-too-large": _kind(_E, "limit"),
    "file-too-many-parts": _kind(_E, "limit"),
    "file-old-xls-or-password": _kind(_E),
    "file-not-workbook": _kind(_E, "looks"),
    "file-strict-variant": _kind(_E),
    "file-damaged": _kind(_E),
    "file-forbidden-xml": _kind(_E),
    "macros-ignored": _kind(_I),
    "file-not-text": _kind(_E, "looks"),
    "csv-encoding": _kind(_I, "encoding"),
    "csv-encoding-unknown": _kind(_E),
    "csv-quotes": _kind(_E, "line"),
    "sheet-too-large": _kind(_E, "limit"),
    "cell-too-far": _kind(_E, "rows", "columns"),
    "sheet-hidden": _kind(_I),
    "rows-hidden": _kind(_I, "rows", "count"),
    "text-cut": _kind(_W, "count", "limit"),
    # offices (intake.offices)
    "offices-override-unknown": _kind(_E, "office", "found", "known"),
    "office-unknown": _kind(_E, "found", "likely"),
    "office-unknown-no-match": _kind(_E, "found"),
    "office-ambiguous": _kind(_E, "found", "candidates"),
    "offices-unreadable": _kind(_E),
    "offices-encoding-assumed": _kind(_I),
    "offices-column-missing": _kind(_E, "column"),
    "offices-row-incomplete": _kind(_E, "column"),
    "offices-clash": _kind(_E, "found", "other"),
    "offices-override-malformed": _kind(_E, "found"),
    "offices-override-conflict": _kind(_E, "found"),
    "offices-alias-malformed": _kind(_E, "found"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: its code, its place, and the values its sentence needs."""

    code: str
    severity: Severity
    place: Place
    values: tuple[tuple[str, str], ...] = ()


def finding(code: str, place: Place = Place(), **values: object) -> Finding:
    """Make a finding of a catalogued code.

    Raises:
        KeyError: the code is not in the catalogue.
        ValueError: the values are not exactly the placeholders of the code's sentence.
    """
    kind = CATALOGUE[code]
    if kind.placeholders != values.keys():
        raise ValueError(f"{code} needs {sorted(kind.placeholders)}, got {sorted(values)}")
    texts = tuple(sorted((name, quoted(value)) for name, value in values.items()))
    return Finding(code, kind.severity, place, texts)


def quoted(value: object) -> str:
    """A value as it may stand in a one-line sentence: control characters out, length bounded."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= QUOTE_LIMIT else text[: QUOTE_LIMIT - 1] + "…"


@dataclass(slots=True)
class FindingLog:
    """The findings of a run, in the order met."""

    _items: list[Finding] = field(default_factory=list)

    def add(self, code: str, place: Place = Place(), **values: object) -> None:
        """Record a finding of a catalogued code (see :func:`finding`)."""
        self._items.append(finding(code, place, **values))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Record findings made elsewhere."""
        self._items.extend(findings)

    def raise_severity(self, codes: Collection[str], severity: Severity) -> None:
        """Give every recorded finding of these codes another severity (``--strict``)."""
        self._items = [
            replace(item, severity=severity) if item.code in codes else item for item in self._items
        ]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(item.severity is Severity.ERROR for item in self._items)


class RefusedRunError(Exception):
    """A run that cannot be done at all; ``findings`` says why, and what else was met."""

    def __init__(self, findings: FindingLog) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings
