"""A new rubric set to begin with: a commented skeleton that is a sound set as it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qp_scoring.delivery.new_folder import new_folder
from qp_scoring.exchange.toml import file_name
from qp_scoring.rubric.fields import Table
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.schema import indicator_schema, keys, rubric_schema

_SKELETON = Path(__file__).parents[1] / "data" / "skeleton"
_KEYS = "@keys@"
_WIDTH = 27


def new_rubric(out: Path) -> None:
    """Write the skeleton into a new folder, with the schemas that an editor checks it by.

    Raises:
        RefusedRunError: something stands there already, or the disk refuses.
    """
    rubric_id = file_name(out.name).strip("-") or "new"
    with new_folder(out) as folder:
        for path in sorted(_SKELETON.rglob("*.toml")):
            text = path.read_text(encoding="utf-8")
            model = Rubric if path.parent == _SKELETON else Indicator
            text = text.replace("@id@", rubric_id)
            if _KEYS in text:
                text = text.replace(_KEYS, _keys(model, text.replace(_KEYS, "")))
            _write(folder / path.relative_to(_SKELETON), text)
        _write(folder / "rubric.schema.json", rubric_schema())
        _write(folder / "indicator.schema.json", indicator_schema())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def _keys(model: type[Table], said: str) -> str:
    """The keys of a file that its skeleton does not use, as comments, table by table."""
    used = set(_paths(tomllib.loads(said), ()))
    lines: list[str] = []
    for key in keys(model):
        path = (*filter(None, key.header.strip("[]").split(".")), key.name)
        if path in used or key.is_table:
            continue
        if key.header and f"# {key.header}" not in lines:
            lines += ["#", f"# {key.header}"]
        lines.append(f"{f'# {key.name} = …':<{_WIDTH}}{key.word} ({key.takes})")
    return "\n".join(lines)


def _paths(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names that lead to every key, whichever entry of a list it stands in."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name)
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, path)
