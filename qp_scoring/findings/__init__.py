"""A finding: one problem at one place, said in plain words and never printed from here.

Every function that meets a problem in a user's file records a finding and goes on; nothing
raises past the module that met the problem. Every code stands with its severity and its sentences
in ``messages/th.toml``, under ``[finding.<code>]``.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from string import Formatter

from qp_scoring.messages import catalogue
from qp_scoring.thai import TURNS_TEXT

QUOTE_LIMIT = 80
LISTED = 10


class Severity(StrEnum):
    """How much a finding matters: an error exits 1, a warning or an info does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What is known of a code: how much it matters, and the values its sentences need."""

    severity: Severity
    placeholders: frozenset[str]


@cache
def kinds() -> Mapping[str, FindingKind]:
    """Every code of a finding, in the order of the message file."""
    return {
        code: FindingKind(
            Severity(entry["severity"]), _placeholders(entry["message"] + entry["fix"])
        )
        for code, entry in catalogue("th")["finding"].items()
    }


def _placeholders(sentences: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentences) if name is not None)


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
class Finding:
    """One problem: its code, its place, and the values its sentence needs."""

    code: str
    severity: Severity
    place: Place
    values: tuple[tuple[str, str], ...] = ()


def finding(code: str, place: Place = Place(), **values: object) -> Finding:
    """Make a finding of a known code.

    Raises:
        KeyError: there is no such code.
        ValueError: the values are not exactly the placeholders of the code's sentence.
    """
    kind = kinds()[code]
    if kind.placeholders != values.keys():
        raise ValueError(f"{code} needs {sorted(kind.placeholders)}, got {sorted(values)}")
    texts = tuple(sorted((name, quoted(value)) for name, value in values.items()))
    return Finding(code, kind.severity, place, texts)


def quoted(value: object) -> str:
    """A value as it may stand in a one-line sentence: control characters out, length bounded.

    Of a list every entry is quoted, and as many as are told one by one.
    """
    if isinstance(value, list):
        entries = [quoted(entry) for entry in value[:LISTED]]
        return " · ".join([*entries, *(["…"] if len(value) > LISTED else [])])
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= QUOTE_LIMIT else text[: QUOTE_LIMIT - 1] + "…"


def clean_name(name: str) -> str:
    """A file name as it may be shown and stored.

    Composed (NFC); U+FFFD stands for what cannot be decoded or printed, or would turn the text.
    """
    decoded = os.fsencode(name).decode("utf-8", "replace") if _has_surrogate(name) else name
    composed = unicodedata.normalize("NFC", decoded)
    return "".join(
        "\ufffd" if unicodedata.category(c) == "Cc" or c in TURNS_TEXT else c for c in composed
    )


def _has_surrogate(name: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in name)


@dataclass(slots=True)
class FindingLog:
    """The findings of a run, in the order met."""

    _items: list[Finding] = field(default_factory=list)

    def add(self, code: str, place: Place = Place(), **values: object) -> None:
        """Record a finding of a known code (see :func:`finding`)."""
        self._items.append(finding(code, place, **values))

    def forget(self, count: int) -> None:
        """Forget all but the first findings: what was met in what is not read after all."""
        del self._items[count:]

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
    """A run that cannot be done at all; ``findings`` says why, and what else was met.

    ``kept_in`` is where all of them can be read, if anywhere.
    """

    def __init__(self, findings: FindingLog, kept_in: str = "") -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings
        self.kept_in = kept_in

    def __reduce__(self) -> tuple[type[RefusedRunError], tuple[FindingLog, str]]:
        """As it is handed between processes, with its findings."""
        return RefusedRunError, (self.findings, self.kept_in)
