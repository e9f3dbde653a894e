"""What each key of a rubric means for comparing scores: major, minor or patch.

**major**: scores are no longer comparable (items, conditions, curves, tiers, parts, counts,
weights, policies, applicability). **minor**: the same scores are reported differently (bands, when
a text is used, rounds, status, the words of the form). **patch**: wording. A key that is not
listed is major, so that a new key of the model can never pass unnoticed.
"""

from __future__ import annotations

from typing import Literal

from qp_scoring.rubric import indicator, model
from qp_scoring.rubric.curves import Curve
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.nodes import Node

ChangeKind = Literal["none", "patch", "minor", "major"]
KINDS: tuple[ChangeKind, ...] = ("none", "patch", "minor", "major")
"""From nothing to most; the kind of a whole comparison is the largest of its changes."""

_MINOR: dict[type[Table], tuple[str, ...]] = {
    model.Rubric: ("id", "fiscal_year", "status", "digits", "show_rank", "round", "overall"),
    model.Round: ("id",),
    model.LevelName: ("name",),
    model.NotReported: ("printed",),
    model.PrintedState: ("printed",),
    model.NotStarted: ("printed",),
    model.Bands: ("confirmed", "band"),
    model.Band: ("name", "at_least", "requires"),
    model.Checklist: ("reasons",),
    model.Document: ("number", "date"),
    model.Labels: tuple(model.Labels.model_fields),
    model.Overall: ("when",),
}
_PATCH: dict[type[Table], tuple[str, ...]] = {
    model.Rubric: ("name", "version", "source"),
    model.Round: ("name",),
    model.NotReported: ("suggest",),
    model.NotStarted: ("suggest",),
    model.Group: ("name",),
    model.Overall: ("text",),
    model.Signature: ("name", "position", "acting"),
    indicator.Indicator: ("title", "purpose"),
    indicator.Item: ("text", "evidence", "suggest", "effort", "look_for", "sections"),
    indicator.Measure: ("text", "numerator", "denominator", "suggest"),
    indicator.Level: ("text", "suggest"),
    indicator.Tier: ("name",),
    indicator.Part: ("name",),
    indicator.Step: ("text",),
}

IDENTITY: dict[type[Table], str] = {
    model.Round: "id",
    model.LevelName: "level",
    model.Group: "id",
    model.Band: "name",
    model.Overall: "text",
    indicator.Indicator: "code",
    indicator.Item: "id",
    indicator.Measure: "id",
    indicator.Step: "level",
    indicator.Level: "level",
    indicator.Tier: "name",
    indicator.Part: "name",
}
"""The key by which two entries of a list are the same entry."""

_ORDER: dict[tuple[type[Table], str], ChangeKind] = {
    (model.Rubric, "round"): "minor",
    (model.Rubric, "overall"): "minor",
    (model.Bands, "band"): "minor",
    (model.Labels, "title"): "minor",
    (model.Overall, "when"): "minor",  # the first that counts levels fills {count}
    (indicator.Rule, "tier"): "major",
    (Node, "steps"): "major",
    (Curve, "points"): "major",
}
"""Lists whose order means something; of the others it is only the order of printing."""


def kind_of(table: type[Table], key: str) -> ChangeKind:
    """The kind of a change of a key's value, or of an entry in its list."""
    if key in _MINOR.get(table, ()):
        return "minor"
    return "patch" if key in _PATCH.get(table, ()) else "major"


def kind_of_order(table: type[Table], key: str) -> ChangeKind:
    """The kind of a change of nothing but the order of a list."""
    return next((found for kind in table.__mro__ if (found := _ORDER.get((kind, key)))), "patch")


def largest(kinds: list[ChangeKind]) -> ChangeKind:
    """The largest of some kinds; ``none`` where there are none."""
    return max(kinds, key=KINDS.index, default="none")
