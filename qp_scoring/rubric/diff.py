"""What changed between two rubrics, change by change, and whether scores stay comparable.

The two are walked key by key, so no change is left out: nothing is reported exactly where the
two have the same hash. Entries of lists are matched by their id (indicators by code, levels by
number); an entry of which nothing but the id differs is a changed id. What each key means stands
in ``diff_kinds``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, get_origin

from qp_scoring.findings import QUOTE_LIMIT, Finding, Place, finding, quoted
from qp_scoring.messages import Language, text
from qp_scoring.rubric.conditions import All, AnyOf, Bounded, CountOf
from qp_scoring.rubric.diff_kinds import IDENTITY, ChangeKind, kind_of, kind_of_order, largest
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.indicator import Indicator, Level, Step
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.words import describe, label

Where = tuple[tuple[type[Table], str, str], ...]
Action = Literal["changed", "added", "removed", "reordered"]
_EntryKey = tuple[object, int]
_BEFORE = 24  # characters of common text that are shown ahead of the first difference


@dataclass(frozen=True, slots=True)
class RubricChange:
    """One change: its kind, where it stands, the key, and the values before and after.

    ``where`` leads from the set to the table that holds the key: at each step the kind of table,
    its key, and in a list the id of the entry. ``old`` and ``new`` are values of the model, None
    where there was or is nothing; where the order of entries changed, their ids in order.
    """

    kind: ChangeKind
    action: Action
    where: Where
    table: type[Table]
    key: str
    old: Any
    new: Any

    @property
    def indicator(self) -> str | None:
        """The code of the indicator concerned, old or new; None for the set's own keys."""
        if self.where and self.where[0][1] == "indicators":
            return self.where[0][2]
        entry = self.old or self.new
        return entry.code if isinstance(entry, Indicator) else None

    def sentence(self, lang: Language = "th") -> str:
        """The change in words, for a reader who has never seen the files: where, what, values."""
        field = label(self.table, self.key, lang)
        old, new = (_in_words(self.table, self.key, one, lang) for one in (self.old, self.new))
        if self.action == "changed":
            old, new = _where_they_differ(old, new)
            values = {"old": old, "new": new}
        else:
            values = {"old": quoted(old)} if self.action == "removed" else {"new": quoted(new)}
        what = text(f"diff-{self.action}", lang, field=field, **values)
        where = ", ".join(
            f"{label(table, key, lang)} {f'“{quoted(one)}”' if ' ' in one else one}".rstrip()
            for table, key, one in self.where
        )
        said = text("diff-at", lang, where=where, what=what) if where else what
        return said[0].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Every change from one rubric to another, in the order of the new one's keys."""

    changes: tuple[RubricChange, ...]

    @property
    def kind(self) -> ChangeKind:
        """The largest kind of change: ``major`` means that scores cannot be compared."""
        return largest([change.kind for change in self.changes])

    def of(self, kind: ChangeKind) -> tuple[RubricChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def _in_words(table: type[Table], key: str, value: Any, lang: Language) -> str:
    """The value of a key of a table in words; empty for none."""
    if isinstance(value, bool):
        return text(f"choice-{key}-{str(value).lower()}", lang)
    if get_origin(table.model_fields[key].annotation) is Literal:
        return text(f"choice-{value}", lang)
    if key in ("points", "steps") and isinstance(value, tuple):
        return _pairs(value, lang)
    return _said(value, lang)


def _said(value: Any, lang: Language) -> str:
    """A value in words, whatever it is the value of."""
    if value is None:
        return ""
    if _is_condition(value):
        return describe(value, lang)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return ", ".join(_said(one, lang) for one in value)
    if isinstance(value, Mapping):
        return _pairs(value.items(), lang)
    return _table(value, lang) if isinstance(value, Table) else str(value)


def _pairs(pairs: Iterable[Sequence[Any]], lang: Language) -> str:
    both = ([_said(one, lang) for one in pair] for pair in pairs)
    return ", ".join(text("diff-point", lang, value=at, score=score) for at, score in both)


def _table(entry: Table, lang: Language) -> str:
    """An entry by its id and its text; a table without id by what it gives, key by key."""
    table, identity = type(entry), IDENTITY.get(type(entry))
    if identity is None:
        given = {key: getattr(entry, key) for key in table.model_fields}
        return ", ".join(
            f"{label(table, key, lang)} {_in_words(table, key, value, lang)}"
            for key, value in given.items()
            if value not in (None, ())
        )
    says = (getattr(entry, key, "") for key in (identity, "title", "name", "text"))
    return " ".join(dict.fromkeys(str(one) for one in says if one != ""))


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Two texts cut to a quotation that shows the first difference."""
    if len(old) <= QUOTE_LIMIT and len(new) <= QUOTE_LIMIT:
        return quoted(old), quoted(new)
    common = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, common - _BEFORE)
    # Not between a letter and its vowel or tone mark.
    while start and unicodedata.category(new[start : start + 1] or " ") == "Mn":
        start -= 1
    ahead = "…" if start else ""
    return quoted(ahead + old[start:]), quoted(ahead + new[start:])


def diff_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """Every change from one rubric to another, in all their rounds."""
    old, new = old.whole, new.whole
    changes = _tables(old, new, ())
    return RubricDiff(tuple(_without_effect(change, old, new) for change in changes))


def _without_effect(change: RubricChange, old: Rubric, new: Rubric) -> RubricChange:
    """The change as a patch where it is of a condition that decides no score, before or after.

    A person picks the level of a judged indicator, whatever conditions stand beside its levels.
    """
    if change.table is not Level or change.key not in Step.model_fields or change.key == "level":
        return change
    indicators = (*old.indicators, *new.indicators)
    judged = all(one.method == "judged" for one in indicators if one.code == change.indicator)
    return replace(change, kind="patch") if judged else change


def version_fault(
    old: Rubric, new: Rubric, diff: RubricDiff, place: Place | None = None
) -> Finding | None:
    """The finding on a version number that contradicts what changed; None where it does not.

    Versions are semantic: a major change needs a higher first number, a minor one a higher second
    (or first), a patch a higher third (or any before it). Before 1.0.0 a set is still in the
    making: there the second number stands for the first, so a major change needs it higher, and
    minor and patch changes the third. A set with another id starts its own numbering.
    """
    if old.id != new.id or diff.kind == "none":
        return None
    before, after = _version(old), _version(new)
    needed = _next_version(before, diff.kind)
    if after >= needed:
        return None
    return finding(
        "rubric-version-contradicts",
        place or Place(),
        old=old.version,
        new=new.version,
        needed=".".join(map(str, needed)),
    )


def _version(rubric: Rubric) -> tuple[int, ...]:
    return tuple(int(number) for number in rubric.version.split("."))


def _next_version(version: tuple[int, ...], kind: ChangeKind) -> tuple[int, ...]:
    """The least version that may follow a change of a kind."""
    first, second, third = version
    raised = ("major", "minor", "patch").index(kind)
    if first == 0:
        raised = min(raised + 1, 2)
    return ((first + 1, 0, 0), (first, second + 1, 0), (first, second, third + 1))[raised]


def _tables(old: Table, new: Table, where: Where) -> Iterator[RubricChange]:
    """The changes between two tables of the same kind."""
    for key in old.own_keys():
        before, after = getattr(old, key), getattr(new, key)
        if isinstance(before, Table) and type(before) is type(after) and not _is_condition(before):
            yield from _tables(before, after, (*where, (type(old), key, "")))
        elif _entries(before) or _entries(after):
            yield from _lists(type(old), key, before, after, where)
        else:
            yield from _leaf(type(old), key, before, after, where)


def _is_condition(value: object) -> bool:
    """Whether a value is a condition: one value, not a place with keys of its own."""
    return isinstance(value, All | AnyOf | CountOf | Bounded)


def _entries(value: object) -> bool:
    """Whether a value is a list of entries that have an id."""
    return isinstance(value, tuple) and bool(value) and type(value[0]) in IDENTITY


def _leaf(
    table: type[Table], key: str, before: Any, after: Any, where: Where
) -> Iterator[RubricChange]:
    """The change of a value that is compared whole."""
    if _plain(before) == _plain(after):
        return
    kind: ChangeKind = kind_of(table, key)
    action: Action = _action(before, after)
    if _without_order(before) == _without_order(after):
        kind, action = kind_of_order(table, key), "reordered"
    yield RubricChange(kind, action, where, table, key, before, after)


def _action(before: Any, after: Any) -> Action:
    if before is None or before in ("", ()):
        return "added"
    return "removed" if after is None or after in ("", ()) else "changed"


def _plain(value: Any) -> Any:
    """A value by what it says alone: 4.5 and 4.50 are the same."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.model_dump() if isinstance(value, Table) else value


def _without_order(value: Any) -> Any:
    """A value whose lists are sorted: what it means where order means nothing."""
    if isinstance(value, Table):
        return {key: _without_order(getattr(value, key)) for key in type(value).model_fields}
    if isinstance(value, tuple):
        return sorted((_without_order(one) for one in value), key=repr)
    return value.normalize() if isinstance(value, Decimal) else value


def _lists(
    table: type[Table], key: str, old: Sequence[Table], new: Sequence[Table], where: Where
) -> Iterator[RubricChange]:
    """The changes between two lists of entries: added, removed, renamed, reordered, changed."""
    before, after = _keyed(old), _keyed(new)
    renamed = _renamed(before, after)
    kind = kind_of(table, key)
    for name, entry in before.items():
        if name not in after and name not in renamed:
            yield RubricChange(kind, "removed", where, table, key, entry, None)
    origin = {new_name: old_name for old_name, new_name in renamed.items()}
    for name, entry in after.items():
        source = before.get(origin.get(name, name))
        if source is None:
            yield RubricChange(kind, "added", where, table, key, None, entry)
        else:
            yield from _tables(source, entry, (*where, (table, key, str(_name_of(source)))))
    was = [renamed.get(name, name) for name in before if renamed.get(name, name) in after]
    now = [name for name in after if origin.get(name, name) in before]
    if was != now:
        orders = (tuple(str(name) for name, _ in names) for names in (was, now))
        yield RubricChange(kind_of_order(table, key), "reordered", where, table, key, *orders)


def _keyed(entries: Sequence[Table]) -> dict[_EntryKey, Table]:
    """Entries by their id and how often the id stood before, so that none hides another."""
    seen: Counter[object] = Counter()
    keyed: dict[_EntryKey, Table] = {}
    for entry in entries:
        name = _name_of(entry)
        keyed[name, seen[name]] = entry
        seen[name] += 1
    return keyed


def _name_of(entry: Table) -> object:
    """What an entry of a list is known by: its id, code, level or name."""
    return getattr(entry, IDENTITY[type(entry)])


def _renamed(
    before: dict[_EntryKey, Table], after: dict[_EntryKey, Table]
) -> dict[_EntryKey, _EntryKey]:
    """Old to new name of the entries of which nothing else changed."""
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    found: dict[_EntryKey, _EntryKey] = {}
    for name in gone:
        for other in come:
            if other not in found.values() and _same_but_for_id(before[name], after[other]):
                found[name] = other
                break
    return found


def _same_but_for_id(old: Table, new: Table) -> bool:
    key = IDENTITY[type(old)]
    return old == new.model_copy(update={key: getattr(old, key)})
