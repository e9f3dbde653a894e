"""What is wrong with the form of a rubric's file: fault by fault, in the words of its author.

The models refuse a file; here each refusal becomes a finding at its line. A place is named by what
the author calls it (``level 2 › requires``), a key that is not known by the key of the same table
that is spelt most like it, or by the table that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qp_scoring.findings import FindingLog
from qp_scoring.rubric.conditions import All, AnyOf, Bounded, CountOf
from qp_scoring.rubric.fields import KeyPath, tables_in
from qp_scoring.rubric.lines import RubricFile, Spot, as_toml, found_at, is_list_of_tables
from qp_scoring.rubric.near import nearest
from qp_scoring.rubric.said_once import RUN, key_of, word_for
from qp_scoring.thai import IGNORABLE

FAULTS_LIMIT = 200  # of the form of one file, that are told one by one

_Model = TypeVar("_Model", bound=BaseModel)

_CALLED = ("level", "id", "code", "name", "measure")
"""The keys by which an author calls the entry of a list, the first that it has."""
_BOUNDS = {
    "greater_than": ("gt", ">"),
    "greater_than_equal": ("ge", "≥"),
    "less_than": ("lt", "<"),
    "less_than_equal": ("le", "≤"),
}
_CODES = {
    "string_type": "rubric-value-not-text",
    "string_too_short": "rubric-value-not-text",
    "int_type": "rubric-value-not-number",
    "is_instance_of": "rubric-value-not-number",
    "bool_type": "rubric-value-not-boolean",
    "tuple_type": "rubric-value-not-list",
    "dict_type": "rubric-value-not-table",
    "model_type": "rubric-value-not-table",
    "too_short": "rubric-list-too-short",
    "string_pattern_mismatch": "rubric-version-form",
    "count_unreachable": "rubric-count-unreachable",
    "measure_unbounded": "rubric-measure-unbounded",
    "measure_crossed": "rubric-measure-crossed",
    "grades_figures": "rubric-grades-figures",
    "grades_words": "rubric-grades-words",
}


_OF_EXAMPLES = frozenset({"indicator", "rubric"})
"""What stands before the keys of an example that brings a rubric of its own."""
_PAIRS = frozenset({"points", "steps"})
"""The keys of lists of pairs."""
_SCALARS = ("int_type", "is_instance_of", "string_type")
_CONDITIONS = (All, AnyOf, CountOf, Bounded)
_HEADS = frozenset({"all", "any", "of", "measure", "score"})
"""The keys by which these are told apart."""
_SYNONYMS = {"min": "at_least", "max": "at_most", "at_least": "min", "at_most": "max"}
"""Words for the same in other tables, with which they are mixed up."""

_UNSEEN = re.compile(f"[{IGNORABLE}]+")
_PROSE = frozenset(
    {
        *("text", "suggest", "title", "purpose", "name", "about", "source", "unit", "printed"),
        *("evidence", "sections", "phrases", "near", "without", "numerator", "denominator"),
        *("labels", "signature", "document", "checklist"),
    }
)
"""Keys of texts that people read. All others hold names, which the program compares."""


def folded(file: RubricFile, log: FindingLog) -> RubricFile:
    """A file whose names are without characters that show nothing, each of which is recorded.

    What is left is what the author sees, so nothing else is told of the same name.
    """
    return replace(file, data=_folded(file.data, Spot(file, log)))


def _folded(value: Any, spot: Spot) -> Any:
    if isinstance(value, dict):
        return {
            _seen(key, spot.at(key)): one if key in _PROSE else _folded(one, spot.at(key))
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_folded(one, spot.at(number)) for number, one in enumerate(value)]
    return _seen(value, spot) if isinstance(value, str) else value


def _seen(name: str, spot: Spot) -> str:
    """What is seen of a name; a finding where that is not all."""
    unseen = dict.fromkeys("".join(_UNSEEN.findall(name)))
    if not unseen:
        return name
    shown = _UNSEEN.sub("", name)
    listed = ", ".join(f"U+{ord(one):04X}" for one in unseen)
    spot.add("rubric-id-invisible", found=shown, characters=listed)
    return shown


def validated(
    model: type[_Model], file: RubricFile, log: FindingLog, more: Mapping[str, object] | None = None
) -> _Model | None:
    """The model that a file says, with more keys; None where its form is wrong, fault by fault."""
    try:
        return model.model_validate({**file.data, **(more or {})})
    except ValidationError as error:
        details = error.errors()
        missing = [_walk(model, one["loc"])[0] for one in details if one["type"] == "missing"]
        unknown = {
            one["loc"]: _misplaced(model, file, one["loc"], missing)
            for one in details[:FAULTS_LIMIT]
            if one["type"] == "extra_forbidden"
        }
        # A key that stands there under another name, or elsewhere, is not missing besides.
        meant = {one.meant for one in unknown.values()}
        told: set[KeyPath] = set()
        for detail in details[:FAULTS_LIMIT]:
            path, _ = _walk(model, detail["loc"])
            if detail["type"] == "extra_forbidden":
                unknown[detail["loc"]].tell(file, log)
            elif detail["type"] in _OF_LISTS and (pairs := _pairs_around(path)):
                if pairs not in told:
                    key, found = in_words(pairs, file.data), as_toml(found_at(file.data, pairs))
                    values = {"key": key, "found": found, "example": "[[0, 1], [60, 2]]"}
                    log.add("rubric-pairs-form", file.place(*pairs), **values)
                told.add(pairs)
            elif detail["type"] != "missing" or path not in meant:
                _tell(Spot(file, log, path), detail, model)
        if (untold := len(details) - FAULTS_LIMIT) > 0:
            log.add("rubric-more-faults", file.place(), count=f"{untold:,}")
        return None


_OF_LISTS = ("tuple_type", "too_short", "too_long")


def _pairs_around(path: KeyPath) -> KeyPath:
    """The path of the list of pairs in which a path leads; empty where that is none."""
    at = max((at for at, part in enumerate(path, 1) if isinstance(part, str)), default=0)
    return path[:at] if at and path[at - 1] in _PAIRS else ()


def _tell(spot: Spot, detail: ErrorDetails, model: type[BaseModel]) -> None:
    """Record one fault of the file of a model, but for an unknown key."""
    kind, key = detail["type"], in_words(spot.path, spot.file.data)
    (_, around), (_, table) = (_walk(model, loc) for loc in (detail["loc"][:-1], detail["loc"]))
    if kind == "missing":
        top = "[" if len(spot.path) == 1 else ""
        if top and table is not None:
            many = get_origin(model.model_fields[str(detail["loc"][0])].annotation) is tuple
            key, top = (f"[[{key}]]" if many else f"[{key}]"), ""
        spot.add("rubric-key-missing", key=key, top=top)
        return
    given = detail["input"]
    found = given if isinstance(given, str) else as_toml(given, bare=True)
    runs = [one for one in _listed(given) if isinstance(one, str) and RUN.fullmatch(one)]
    if kind == "count_unreachable" and runs:
        spot.add("rubric-run-unknown", found=runs[0])
    elif kind == "union_tag_not_found" and isinstance(given, int | Decimal) and not around:
        spot.add("rubric-value-not-text", key=key, found=found)  # an id, in a list
    elif kind in ("union_tag_not_found", "union_tag_invalid"):
        spot.add("rubric-condition-unknown", key=key, found=found, example=_as_condition(given))
    elif kind in _SCALARS and not around and isinstance(given, dict) and len(given) == 1:
        spot.add("rubric-key-dotted", key=key, found=f"{spot.path[-1]}.{next(iter(given))}")
    elif kind == "literal_error":
        allowed = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        spot.add("rubric-value-not-allowed", key=key, found=found, allowed=allowed)
    elif kind == "tuple_type" and isinstance(given, dict) and table:
        header, inline = f"[{_header(spot.path)}]", f"{spot.path[-1]} = [{{ … }}]"
        spot.add("rubric-value-not-tables", key=key, header=header, inline=inline)
    elif kind in _BOUNDS:
        name, sign = _BOUNDS[kind]
        bound = f"{sign} {as_toml(detail['ctx'][name])}"
        spot.add("rubric-value-outside", key=key, found=found, bound=bound)
    else:
        code = _CODES.get(kind, "rubric-value-wrong")
        if kind == "int_type" and isinstance(given, Decimal):
            code = "rubric-value-not-whole"
        spot.add(code, key=key, found=found)


def _as_condition(given: Any) -> str:
    """What is no condition written as the one that it likely means."""
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return f'{{ at_least = {given}, of = ["…", "…"] }}'
    listed = [given] if isinstance(given, str) else given
    if isinstance(listed, list) and listed and all(map(_like_id, listed)):
        return as_toml({"all": listed})
    return '{ all = ["…"] } · { measure = "…", min = … } · { score = "…", min = … }'


def _like_id(given: Any) -> bool:
    """Whether something may be meant as an id, and not as a sentence."""
    return isinstance(given, str) and ":" not in given and len(given.split()) == 1


def _listed(condition: Any) -> Sequence[Any]:
    """What a condition chooses from, as far as it can be read."""
    of = condition.get("of") if isinstance(condition, dict) else ()
    return of if isinstance(of, list) else ()


def in_words(path: KeyPath, data: Any) -> str:
    """A path as an author calls it: entries of lists by their own names, else by their number.

    ``("level", 1, "requires")`` is ``level 2 › requires`` where that level's number is 2.
    """
    words: list[str] = []
    for at, part in enumerate(path, start=1):
        if isinstance(part, int):
            called = _called(found_at(data, path[:at])) or f"#{part + 1}"
            named = f"{words.pop() if words else ''} {called}"
            words.append(named.strip())
        else:
            words.append(part)
    return " › ".join(words)


def _called(entry: Any) -> str:
    """What an entry of a list is called; empty where it has no name."""
    names = (entry.get(key) for key in _CALLED) if isinstance(entry, dict) else ()
    of_use = (one for one in names if isinstance(one, str | int) and not isinstance(one, bool))
    return next((str(one) for one in of_use if str(one).strip()), "")


@dataclass(frozen=True, slots=True)
class _Misplaced:
    """A key that its table does not have, and where a key of that name, or nearly, belongs.

    ``owner`` is the path of the table that it belongs to, None where it is only misspelt;
    ``meant`` the path of the key that very likely was meant.
    """

    path: KeyPath
    owner: KeyPath | None
    near: str
    meant: KeyPath
    code: str = "rubric-key-unknown"

    def tell(self, file: RubricFile, log: FindingLog) -> None:
        """Record it at its line."""
        place, key = file.place(*self.path), in_words(self.path, file.data)
        *table, name = self.path
        if self.owner is None:
            log.add(self.code, place, key=key, nearest=self.near)
        elif list(self.owner) == table[: len(self.owner)]:
            header = _header(table).partition(" ")[0]
            headers = {"header": header, "owner": _header(self.owner)}
            log.add("rubric-key-below", place, key=name, **headers)
        else:
            log.add("rubric-key-above", place, key=name, owner=_header(self.owner))


def _misplaced(
    model: type[BaseModel], file: RubricFile, loc: Sequence[str | int], missing: Sequence[KeyPath]
) -> _Misplaced:
    """Where a key belongs that the table at the end of a path does not have.

    ``missing`` are the keys that tables lack: one that only one of them lacks is its. A table that
    is written on one line is not what a key slipped into.
    """
    data, (path, _) = file.data, _walk(model, loc)
    name = str(loc[-1])
    lacking = [one for one in missing if one[-1] == name]
    if len(lacking) == 1:
        return _Misplaced(path, lacking[0][:-1], "", lacking[0])
    _, own = _walk(model, loc[:-1])
    known = [word_for(own, key) for key in own.model_fields] if own else []
    given: dict[str, Any] = found_at(data, path[:-1]) or {}
    if name in _OF_EXAMPLES and len(path) == 1 and isinstance(inner := data[name], dict):
        headers = (f"[[{key}]]" if is_list_of_tables(inner[key]) else f"[{key}]" for key in inner)
        return _Misplaced(path, None, next(headers, ""), (), "rubric-key-of-example")
    if own and (others := ({word_for(own, name), key_of(own, name)} - {name}) & given.keys()):
        return _Misplaced(path, None, others.pop(), (), "rubric-key-two-words")
    if name in _HEADS and own and issubclass(own, _CONDITIONS):
        first = next(one for one in given if one in known)
        return _Misplaced(path, None, first, (), "rubric-condition-two")
    if (other := _SYNONYMS.get(name, "")) in known and other not in given:
        return _Misplaced(path, None, other, (*path[:-1], other))
    on_one_line = file.place(*path[:-1]) == file.place(*path) and len(path) > 1
    for length in range(-1 if on_one_line else len(loc) - 2, -1, -1):
        around, table = _walk(model, loc[:length])
        if table and name in table.model_fields and name not in (found_at(data, around) or ()):
            return _Misplaced(path, around, "", (*around, name))
    near = nearest(name, known, 0.6)
    # Only a list of tables, or a table of the file itself, goes on under a second header.
    goes_on = is_list_of_tables(given.get(near)) or (len(path) == 1 and near in given)
    near = near if near not in given or goes_on else ""
    begins = [key for key in known if key.startswith(name) and key not in given]
    near = near or (begins[0] if len(begins) == 1 else "")
    below = dict.fromkeys(
        (*path[:-1], key)
        for key, field in (own.model_fields.items() if own else ())
        for table in tables_in(field.annotation).values()
        if name in table.model_fields and get_origin(field.annotation) is not tuple
    )
    if len(below) == 1 and not on_one_line:
        (inner,) = below
        if not near or (near == inner[-1] and near in given):
            return _Misplaced(path, inner, "", (*inner, name))
    return _Misplaced(path, None, near, (*path[:-1], near))


def _header(path: Sequence[str | int]) -> str:
    """The header of a table in a file: ``[scale]``, ``[[level]]``; empty for the file itself."""
    if not path:
        return ""
    name = ".".join(part for part in path if isinstance(part, str))
    *_, last = path
    return f"[[{name}]] #{last + 1}" if isinstance(last, int) else f"[{name}]"


def _walk(
    model: type[BaseModel], loc: Iterable[str | int]
) -> tuple[KeyPath, type[BaseModel] | None]:
    """Where pydantic's path leads: the path in the file, and the table there if there is one.

    Of alternatives that have tags pydantic's path names the one that was tried, the file does not.
    """
    path: list[str | int] = []
    here: dict[str, type[BaseModel]] = {"": model}
    for part in loc:
        if len(here) > 1 and isinstance(part, str):
            here = {"": here[part]} if part in here else {}
            continue
        (table,) = here.values() if len(here) == 1 else (BaseModel,)
        path.append(word_for(table, part) if isinstance(part, str) else part)
        if isinstance(part, str):
            known = [one.model_fields[part] for one in here.values() if part in one.model_fields]
            here = dict(tables_in(known[0].annotation)) if known else {}
    return tuple(path), next(iter(here.values())) if len(here) == 1 else None
