"""An education service area office (สพท.), as every part of the program knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qp_scoring.rubric.indicator import Indicator


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an office; a former name has the last Buddhist year in which it held."""

    name: str
    last_year: int | None = None

    def holds_in(self, fiscal_year: int | None) -> bool:
        """Whether the name may be used for a fiscal year (None: year unknown, any name may)."""
        return fiscal_year is None or self.last_year is None or fiscal_year <= self.last_year


@dataclass(frozen=True, slots=True)
class OfficeTarget:
    """A target of an office: its name as the rubric has it, its value, and the cell it came from.

    ``value`` is the number with its digits, empty where what was given is none, which is said at
    its cell; ``sheet`` is None in a text file.
    """

    id: str
    value: str
    file: str
    sheet: str | None
    cell: str


@dataclass(frozen=True, slots=True)
class Office:
    """One office of the list.

    ``type`` is สพป or สพม in the shipped list, any text in a user's. ``name`` is the full official
    name. ``province`` joins several provinces with ``|``. ``applies`` and ``applies_not`` are
    this office's exceptions to the rubric: (indicator code, reason). ``email`` is where its sheet
    is sent, "" where the list does not say. ``targets`` are what its criteria measure it by.
    """

    code: str
    type: str
    name: str
    short_name: str
    province: str = ""
    region: str = ""
    aliases: tuple[Alias, ...] = ()
    applies: tuple[tuple[str, str], ...] = ()
    applies_not: tuple[tuple[str, str], ...] = ()
    email: str = ""
    targets: tuple[OfficeTarget, ...] = ()

    @property
    def target_values(self) -> Mapping[str, Decimal]:
        """Its targets by their names."""
        return {one.id: Decimal(one.value) for one in self.targets if one.value}

    def answers_to(self, indicator: Indicator) -> bool:
        """Whether an indicator applies to it: its own exceptions stand before its type."""
        if indicator.code in dict(self.applies_not):
            return False
        return indicator.code in dict(self.applies) or self.type in indicator.applies_to

    @property
    def provinces(self) -> tuple[str, ...]:
        """The provinces the office covers, in the order of the list."""
        return tuple(part.strip() for part in self.province.split("|") if part.strip())
