"""What an author need not say twice: filled in before the files of a set are checked.

Labels of the form have defaults, a level has the words of its condition (else the scale's word for
it), runs of ids are written by their ends, and a bound is ``min`` everywhere. What is filled in is
content like any other: a set that spells it out is the same set, with the same hash.

All this works on what ``tomllib`` gives, before its form is known, and leaves alone what it cannot
read: the check that follows says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from qp_scoring.messages import text
from qp_scoring.rubric.conditions import Condition, Measured
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.indicator import LISTS_OF_ITEMS
from qp_scoring.rubric.lines import RubricFile
from qp_scoring.rubric.model import Band
from qp_scoring.rubric.words import bounds_in_words, describe

AsWritten = Mapping[str, Any]

DEFAULT_LABELS = (
    "indicator",
    "indicator_heading",
    "level_heading",
    "suggestion_heading",
    "mean_row",
    "overall_heading",
)
"""The labels that have a default; the title too, which is the set's name and its round."""
NEED_NOT_SAY = {
    "Rubric": ("labels", "overall"),
    "Labels": ("title", *DEFAULT_LABELS),
    "Level": ("text", "suggest"),
}
"""The keys, by table, that the models require and an author need not write."""
_WORDS = {"Band": {"at_least": "min"}}
"""What an author calls a key, by table, where the model has kept an earlier word for it."""

RUN = re.compile(r"(?P<first>\S+?)\s*[–—-]\s*(?P<last>\S+)")
_WITHOUT_ENTRIES = ("points", "value", "tiers", "judged", "parts")
_ASKING = ("criteria", "count", "milestones", "value")
_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def completed_set(file: RubricFile, known: Sequence[str]) -> RubricFile:
    """``rubric.toml`` with its labels, and bands by the name that the model has for their bound.

    Runs of ids in gates are spelt out; ``known`` are the ids of all items, in order.
    """
    data = {"overall": [], **file.data}
    asking = {"bands", "group", "total"} & data.keys()
    data |= {key: _spelt(data[key], known) for key in asking}
    labels, total = data.get("labels", {}), data.get("total")
    if isinstance(labels, dict):
        defaults = {key: text(f"label-{key}") for key in DEFAULT_LABELS}
        shown = total.get("show") if isinstance(total, dict) else None
        if shown in ("sum", "percent"):
            defaults["mean_row"] = text(f"label-mean_row-{shown}")
        title = [str(data.get("name", "")), text("label-title")]
        data["labels"] = {"title": title, **defaults, **labels}
    bands = data.get("bands")
    if isinstance(bands, dict) and isinstance(bands.get("band"), list):
        data["bands"] = {**bands, "band": [_bound(band) for band in bands["band"]]}
    return replace(file, data=data)


def _bound(band: Any) -> Any:
    """A band with ``min`` called as in the model; one that has both is left to the check."""
    if not isinstance(band, dict) or "min" not in band or "at_least" in band:
        return band
    return {key_of(Band, key): value for key, value in band.items()}


def word_for(table: type[BaseModel], key: str) -> str:
    """What an author calls a key of a table."""
    return _WORDS.get(table.__name__, {}).get(key, key)


def key_of(table: type[BaseModel], word: str) -> str:
    """The key of a table that an author calls so."""
    words = _WORDS.get(table.__name__, {})
    return next((key for key, called in words.items() if called == word), word)


def completed_indicator(file: RubricFile, main: AsWritten) -> RubricFile:
    """A file of an indicator with its runs of ids spelt out, its levels and their words."""
    items = _called(file.data.get("item"))
    data = _spelt(file.data, list(items))
    names = _names(main)
    judged = list(_judged(data, str(data.get("code", ""))))
    known = _called(data.get("measure"))
    wanted = [_level_given(part, main) for part in judged if part["id"] not in known]
    if wanted and isinstance(data.get("measure", []), list):
        data["measure"] = [*data.get("measure", []), *wanted]
    if "level" not in data and data.get("method") in _WITHOUT_ENTRIES and names:
        data["level"] = [{"level": level} for level in names]
    called = items | _called(data.get("measure"))
    if isinstance(data.get("level"), list):
        worded = partial(_worded, indicator=data, names=names, called=called)
        data["level"] = [worded(one) if isinstance(one, dict) else one for one in data["level"]]
    return replace(file, data=data)


def _judged(rule: AsWritten, place: str) -> Iterator[dict[str, Any]]:
    """The judged parts of a rule, each with an id: its own, or one by its place."""
    for number, part in enumerate(_tables(rule.get("part")), start=1):
        here = f"{place}/{number}"
        if part.get("method") == "judged" and isinstance(part.setdefault("id", here), str):
            yield part
        yield from _judged(part, here)


def _level_given(part: AsWritten, main: AsWritten) -> dict[str, Any]:
    """The measure that holds what is given for a judged part: a level of the scale, or a score."""
    levels = list(_names(main))
    scale = main.get("scale")
    ends = (levels[0], levels[-1]) if levels else ()
    if not ends and isinstance(scale, dict):
        ends = (scale.get("min", 0), part.get("full", scale.get("max", 0)))
    name = str(part.get("name", part["id"]))
    whole = {"whole": True} if levels else {}
    return {
        "id": part["id"],
        "text": name,
        "unit": text("composed-judged-level" if levels else "composed-judged-score"),
        "min": ends[0] if ends else 0,
        "max": ends[1] if ends else 0,
        **whole,
        "suggest": text("composed-judged-suggest", name=name),
    }


def items_called(files: Sequence[RubricFile | None]) -> list[str]:
    """The ids of all items of some files of indicators, as far as they can be read."""
    return [key for file in files if file for key in _called(file.data.get("item"))]


def _called(value: Any) -> dict[str, str]:
    """The texts of items or measures by their ids, as far as they can be read."""
    both = [(one.get("id"), one.get("text")) for one in _tables(value)]
    return {key: str(words or key) for key, words in both if isinstance(key, str)}


def spelt_out(ids: Any, known: Sequence[str]) -> Any:
    """A list of ids with every run (``"8.1–8.6"``) as the ids that it runs over, as they stand."""
    if not isinstance(ids, list):
        return ids
    return [one for entry in ids for one in _run(entry, known)]


def _run(entry: Any, known: Sequence[str]) -> Iterator[Any]:
    found = RUN.fullmatch(entry) if isinstance(entry, str) and entry not in known else None
    if found and found["first"] in known and found["last"] in known:
        first, last = known.index(found["first"]), known.index(found["last"])
        if first < last:
            yield from known[first : last + 1]
            return
    yield entry


def _spelt(value: Any, known: Sequence[str], key: str = "") -> Any:
    """What stands under a key with the runs of every list of items in it spelt out."""
    if isinstance(value, dict):
        return {inner: _spelt(one, known, inner) for inner, one in value.items()}
    if isinstance(value, list):
        listed = spelt_out(value, known) if key in LISTS_OF_ITEMS else value
        return [_spelt(one, known) for one in listed]
    return value


def _worded(
    entry: AsWritten, indicator: AsWritten, names: Mapping[int, str], called: Mapping[str, str]
) -> dict[str, Any]:
    """A level with its words: those of what it asks for, else the scale's word for it."""
    level = entry.get("level")
    if not isinstance(level, int) or level not in names:
        # No level of a scale that can be read: what is refused is that, not what it then lacks.
        return {"text": "-", "suggest": "-", **entry}
    upper = [number for number in names if number > level]
    lowest = level == min(names)
    words = "" if lowest and "curve" in indicator else _asked(entry, indicator, called)
    if not words and lowest and upper and indicator.get("method") in _ASKING:
        words = text("composed-below", level=upper[0])
    advice = text("composed-next", level=upper[0]) if upper else text("composed-top")
    return {"text": words or names[level], "suggest": advice, **entry}


def _asked(entry: AsWritten, indicator: AsWritten, called: Mapping[str, str]) -> str:
    """What a level asks for in words; empty where it asks for nothing that can be read."""
    if isinstance(count := entry.get("count"), int):
        items = _tables(indicator.get("item"))
        if any(key in item for item in items for key in ("points", "grades")):
            return text("composed-points", n=count)
        return text("composed-count", n=count, all=len(items))
    asked = {"all": entry["step"]} if entry.get("step") else entry.get("requires")
    try:
        if asked is None:
            return _on_curve(Curve.model_validate(indicator.get("curve")), entry["level"], called)
        condition = _CONDITION.validate_python(asked)
    except ValidationError:
        return ""
    if isinstance(condition, Measured):
        name = called.get(condition.measure, condition.measure)
        return bounds_in_words("composed-measure", name, condition.min, condition.max)
    only = condition.members()[0] if len(condition.members()) == 1 else None
    return called.get(only, only) if isinstance(only, str) else describe(condition)


def _on_curve(curve: Curve, level: int, called: Mapping[str, str]) -> str:
    """From, or up to, which value a level is reached, where a curve of one sense has its point."""
    scores = [score for _, score in curve.points]
    up_to = curve.edge == "right"
    if curve.of != "value" or scores != sorted(scores, reverse=up_to) or level not in scores:
        return ""
    name = called.get(curve.measure, curve.measure)
    values = [value for value, score in curve.points if score == level]
    least, most = (None, values[-1]) if up_to else (values[0], None)
    return bounds_in_words("composed-measure", name, least, most)


def _names(main: AsWritten) -> dict[int, str]:
    """The words of the scale's levels, rising, as far as they can be read."""
    scale = main.get("scale")
    levels = _tables(scale.get("level")) if isinstance(scale, dict) else []
    named = [(one.get("level"), one.get("name")) for one in levels]
    rising = sorted((level, str(name)) for level, name in named if isinstance(level, int))
    return dict(rising)


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
