"""A change of a rubric in words, for a reader who has never seen the files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, Literal, get_origin

from qp_scoring.findings import QUOTE_LIMIT, quoted
from qp_scoring.messages import Language, text
from qp_scoring.rubric.conditions import All, AnyOf, CountOf, Measured, ScoreBound
from qp_scoring.rubric.diff_kinds import IDENTITY
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.words import describe

if TYPE_CHECKING:
    from qp_scoring.rubric.diff import RubricChange

_BEFORE = 24  # characters of common text that are shown ahead of the first difference


def sentence(change: RubricChange, lang: Language) -> str:
    """The change as one sentence: where, what, and the values before and after."""
    field = label(change.table, change.key, lang)
    old, new = (
        value_in_words(change.table, change.key, value, lang) for value in (change.old, change.new)
    )
    if change.action == "added":
        what = text("diff-added", lang, field=field, new=quoted(new))
    elif change.action == "removed":
        what = text("diff-removed", lang, field=field, old=quoted(old))
    elif change.action == "reordered":
        what = text("diff-reordered", lang, field=field, new=quoted(new))
    else:
        old, new = _where_they_differ(old, new)
        what = text("diff-changed", lang, field=field, old=old, new=new)
    where = ", ".join(_places(change, lang))
    said = text("diff-at", lang, where=where, what=what) if where else what
    return said[0].upper() + said[1:]


def label(table: type[Table], key: str, lang: Language) -> str:
    """What a key of a table is called, as a noun inside a sentence."""
    # A table that extends another calls the keys it takes over by the same names.
    owner = next(kind for kind in table.__mro__ if key in get_annotations(kind))
    return text(f"field-{owner.__name__.lower()}-{key}", lang)


def value_in_words(table: type[Table], key: str, value: Any, lang: Language) -> str:
    """The value of a key of a table in words; empty for none."""
    if isinstance(value, bool):
        return text(f"choice-{key}-{str(value).lower()}", lang)
    if get_origin(table.model_fields[key].annotation) is Literal:
        return text(f"choice-{value}", lang)
    if key in ("points", "steps") and isinstance(value, tuple):
        pairs = ([_said(number, lang) for number in point] for point in value)
        return ", ".join(text("diff-point", lang, value=at, score=score) for at, score in pairs)
    return _said(value, lang)


def _said(value: Any, lang: Language) -> str:
    """A value in words, whatever it is the value of."""
    if value is None:
        return ""
    if isinstance(value, All | AnyOf | CountOf | Measured | ScoreBound):
        return describe(value, lang)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return ", ".join(_said(one, lang) for one in value)
    if isinstance(value, Mapping):
        pairs = ((name, _said(one, lang)) for name, one in value.items())
        return ", ".join(text("diff-point", lang, value=at, score=score) for at, score in pairs)
    return _table(value, lang) if isinstance(value, Table) else str(value)


def _table(entry: Table, lang: Language) -> str:
    """An entry by its id and its text; a table without id by what it gives, key by key."""
    table, identity = type(entry), IDENTITY.get(type(entry))
    if identity is None:
        given = {key: getattr(entry, key) for key in table.model_fields}
        return ", ".join(
            f"{label(table, key, lang)} {value_in_words(table, key, value, lang)}"
            for key, value in given.items()
            if value not in (None, ())
        )
    says = (getattr(entry, key, "") for key in (identity, "title", "name", "text"))
    return " ".join(dict.fromkeys(str(one) for one in says if one != ""))


def _places(change: RubricChange, lang: Language) -> Iterable[str]:
    for table, key, entry in change.where:
        name = f"“{quoted(entry)}”" if " " in entry else entry
        yield f"{label(table, key, lang)} {name}".rstrip()


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
