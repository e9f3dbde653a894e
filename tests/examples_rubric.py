"""Examples of findings on rubric files: each at ``file:line``, a rubric has no cells."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from examples import Example, Room, example, told
from test_rubric_load import EDITS, EIGHT, MAIN, few, item, line_with, measure, small

from qp_scoring.findings import Finding
from qp_scoring.rubric import load
from qp_scoring.rubric.load import load_rubric


def faults(folder: Path | str) -> tuple[Finding, ...]:
    def loads() -> tuple[Finding, ...]:
        load_rubric(folder)
        return ()

    return told(loads)


def edit(file: str, edits: Mapping[str, str], line: str, *beside: str, above: int = 0) -> Example:
    """The shipped rubric with texts of one file replaced; the fault stands at a line's number."""

    def where(room: Room) -> tuple[str, None]:
        number = line_with(room.folder / "qp-copy" / file, line) - above
        return f"qp-copy/{file}:{number}", None

    return Example(
        lambda room: faults(few(room.folder, edits, file=file)), where, frozenset(beside)
    )


def eight(line: str, *beside: str, **changes: object) -> Example:
    """Indicator 8 made tiny and faulty."""

    def make(room: Room) -> tuple[Finding, ...]:
        folder = few(room.folder)
        small(folder, **changes)
        return faults(folder)

    def where(room: Room) -> tuple[str, None]:
        return f"qp-copy/{EIGHT}:{line_with(room.folder / 'qp-copy' / EIGHT, line)}", None

    return Example(make, where, frozenset(beside))


def files(change: Callable[[Path], object], file: str | None = EIGHT, *beside: str) -> Example:
    """The shipped rubric with something done to its files."""

    def make(room: Room) -> tuple[Finding, ...]:
        folder = few(room.folder)
        change(folder)
        return faults(folder)

    return example(make, f"qp-copy/{file}", None, *beside)


def written(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / EIGHT).write_text(text, "utf-8")


def too_many(room: Room) -> tuple[Finding, ...]:
    room.patch.setattr(load, "FILES_LIMIT", 3)
    return faults(few(room.folder))


def too_large(room: Room) -> tuple[Finding, ...]:
    folder = few(room.folder)
    text = "#" * load.FILE_LIMIT + "\n"
    (folder / EIGHT).write_text(text + (folder / EIGHT).read_text("utf-8"), "utf-8")
    return faults(folder)


def as_folder(folder: Path) -> None:
    (folder / EIGHT).unlink()
    (folder / EIGHT).mkdir()


def as_cp874(folder: Path) -> None:
    text = (folder / EIGHT).read_text("utf-8")
    (folder / EIGHT).write_bytes(text.encode("cp874", "replace"))


def no_table(folder: Path) -> None:
    text = (folder / MAIN).read_text("utf-8").replace("[checklist]\nmax_not_relevant = 1", "")
    (folder / MAIN).write_text("checklist = 1\n" + text, "utf-8")


_UNKNOWN = ("rubric-id-unknown", "rubric-id-unused")
_BESIDE = {
    "rubric-id-is-code": _UNKNOWN,
    "rubric-id-ends-in-zero": _UNKNOWN,
}
_COUNTS = {k: f"count = {k}" for k in range(2, 6)}
_CURVE = '\n[curve]\nmeasure = "m"\npoints = [[60, 1], [75, 2]]\n'
_FALLING = _CURVE.replace("[60, 1], [75, 2]", "[75, 1], [60, 2]")
_VALUES = {k: f'requires = {{ measure = "m", min = {k * 10} }}' for k in range(2, 6)}
_ITEMS = "".join(map(item, "abcde"))

EXAMPLES: dict[str, Example] = {
    **{
        code: edit(
            file,
            {old: new},
            line or 'id = "8.p"',
            *_BESIDE.get(code, ()),
            above=0 if line else 1,
        )
        for code, (file, old, new, line) in EDITS.items()
    },
    "rubric-not-found": example(lambda _: faults("qp-2599"), "qp-2599"),
    "rubric-no-indicators": files(
        lambda folder: shutil.rmtree(folder / "indicators"), "indicators"
    ),
    "rubric-too-many-files": example(too_many, "qp-copy/indicators"),
    "rubric-file-too-large": example(too_large, f"qp-copy/{EIGHT}"),
    "rubric-toml-deep": files(written("a = " + "[" * 200), f"{EIGHT}:1"),
    "rubric-toml-number": files(written("a = " + "1" * 500), f"{EIGHT}:1"),
    "rubric-more-faults": files(
        written("".join(f"k{at} = 1\n" for at in range(300))),
        f"{EIGHT}:1",
        "rubric-key-unknown",
        "rubric-key-missing",
    ),
    "rubric-file-unreadable": files(as_folder),
    "rubric-not-utf8": files(as_cp874),
    "rubric-toml-quotes": edit(EIGHT, {'purpose = "': "purpose = “"}, "purpose ="),
    "rubric-toml-thai-digits": edit(
        EIGHT, {'method = "criteria"': 'weight = ๒\nmethod = "criteria"'}, "weight ="
    ),
    "rubric-toml-repeated": edit(
        EIGHT, {'method = "criteria"': 'method = "criteria"\nmethod = "count"'}, '"count"'
    ),
    "rubric-run-unknown": edit(EIGHT, {'["8.7", "8.8"]': '["8.7–8.99"]'}, "8.7–8.99"),
    "rubric-value-not-table": files(no_table, f"{MAIN}:1"),
    "rubric-value-wrong": edit(
        EIGHT, {'method = "criteria"': 'weight = 1e999\nmethod = "criteria"'}, "weight ="
    ),
    "rubric-value-not-whole": edit(MAIN, {"base_level = 1": "base_level = 1.5"}, "base_level ="),
    "rubric-key-below": edit(
        MAIN,
        {"show_rank = false": "", "[checklist]\n": "[checklist]\nshow_rank = true\n"},
        "show_rank =",
    ),
    "rubric-key-above": edit(
        MAIN, {'status = "draft"': 'mean_decimals = 2 #\nstatus = "draft"'}, "mean_decimals = 2 #"
    ),
    "rubric-duplicate": edit(MAIN, {'id = "12m"': 'id = "6m" #2'}, "#2", "rubric-round-unknown"),
    "rubric-scale-gap": edit(
        MAIN,
        {"{ level = 4, name": "{ level = 6, name"},
        "level = [",
        "rubric-levels-incomplete",
        "rubric-overall-level-unknown",
    ),
    "rubric-placeholder": edit(
        MAIN,
        {'indicator = "ตัวชี้วัดที่ {code}"': 'indicator = "ตัวชี้วัดที่ {n}"'},
        'indicator = "ตัวชี้วัดที่ {n}"',
    ),
    "rubric-levels-incomplete": edit(
        EIGHT, {"level = 5\n": "level = 6 #6\n"}, "level = 1", above=1
    ),
    "rubric-key-not-of-method": eight(
        "requires",
        method="count",
        body=_ITEMS,
        levels={**_COUNTS, 5: 'count = 5\nrequires = { all = ["a"] }'},
    ),
    "rubric-level-no-condition": edit(
        EIGHT,
        {'requires = { at_least = 2, of = ["8.1", "8.2", "8.3", "8.4"] }\n': ""},
        "level = 2",
        above=1,
    ),
    "rubric-counts-not-rising": eight(
        "count = 3",
        method="count",
        body=_ITEMS,
        levels={2: "count = 2", 3: "count = 4", 4: "count = 3", 5: "count = 5"},
    ),
    "rubric-curve-not-rising": eight(
        "points =", method="value", body=measure("m", 0, 100) + _FALLING
    ),
    "rubric-measure-bounds": eight("[[measure]]", body=measure("m", 100, 0), levels=_VALUES),
}
