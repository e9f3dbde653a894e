"""An education service area office (สพท.), as every part of the program knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an office; a former name has the last Buddhist year in which it held."""

    name: str
    last_year: int | None = None

    def holds_in(self, fiscal_year: int | None) -> bool:
        """Whether the name may be used for a fiscal year (None: year unknown, any name may)."""
        return fiscal_year is None or self.last_year is None or fiscal_year <= self.last_year


@dataclass(frozen=True, slots=True)
class Office:
    """One office of the list.

    ``type`` is สพป or สพม in the shipped list, any text in a user's. ``name`` is the full official
    name. ``province`` joins several provinces with ``|``. ``applies`` and ``applies_not`` are
    this office's exceptions to the rubric: (indicator code, reason). ``email`` is where its sheet
    is sent, "" where the list does not say.
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

    @property
    def provinces(self) -> tuple[str, ...]:
        """The provinces the office covers, in the order of the list."""
        return tuple(part.strip() for part in self.province.split("|") if part.strip())
