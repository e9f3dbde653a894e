"""Read a rubric set from its folder: every fault at once, each with file and line.

A rubric set is ``rubric.toml`` and ``indicators/*.toml`` in one folder. Shipped sets are package
data, so an installed program finds them anywhere; in a checkout they stand in ``rubrics/``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from qp_scoring.findings import Finding, FindingLog, Place, RefusedRunError
from qp_scoring.hashes import digest
from qp_scoring.rubric.form import folded, validated
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.lines import DEEPEST, LONGEST_NUMBER, Lines, RubricFile, excess
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.said_once import completed_indicator, completed_set, items_called

FILE_LIMIT = 1_000_000  # bytes; the largest shipped file has under 20,000
FILES_LIMIT = 500
_IN_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_BARE = re.compile(
    r"=[ \t]*(?!true\b|false\b|[+-]?(?:inf|nan)\b|[0-9._:+-]*[ \t]*(?:[,}\]]|$))[^\s\"'\[{=][^=]*$"
)


def shipped_rubrics() -> dict[str, Path]:
    """Folders of the rubric sets that come with the program, by id."""
    found = sorted(path.parent for path in _shipped().glob("*/rubric.toml"))
    return {folder.name: folder for folder in found}


def _shipped() -> Path:
    package = Path(__file__).resolve().parents[1]
    inside = package / "rubrics"
    return inside if inside.is_dir() else package.parent / "rubrics"


def earlier_versions(rubric_id: str) -> dict[str, Path]:
    """Folders of the earlier versions of a shipped set, by version.

    Rounds that began with one are finished with it; it is not offered for new ones.
    """
    shipped = shipped_rubrics().get(rubric_id)
    if shipped is None:
        return {}
    return {path.parent.name: path.parent for path in shipped.glob("earlier/*/rubric.toml")}


def load_rubric(choice: str | Path) -> Rubric:
    """Load a shipped set by its id, or any set by its folder.

    Raises:
        RefusedRunError: the set is not there or has faults; all of them are listed.
    """
    log = FindingLog()
    folder = find_rubric(choice, log)
    if folder is None:
        raise RefusedRunError(log)
    rubric = read_rubric(folder, log)
    if rubric is None or log.has_errors():
        raise RefusedRunError(log)
    return rubric


def find_rubric(choice: str | Path, log: FindingLog) -> Path | None:
    """The folder of a shipped set by its id, or of any set; a finding where it is not there."""
    path = Path(choice)
    if (path / "rubric.toml").is_file():
        return path
    shipped = shipped_rubrics()
    if str(choice) in shipped:
        return shipped[str(choice)]
    log.add("rubric-not-found", Place(str(choice)), found=choice, known=", ".join(shipped))
    return None


def read_rubric(folder: Path, log: FindingLog, *, suspicions: bool = False) -> Rubric | None:
    """The rubric of a folder, with every fault recorded; None where it has no form.

    With ``suspicions`` a set without errors is searched for what is suspicious too.
    """
    texts = _texts_of(folder, log, suspicions=suspicions)
    if texts is None:
        return None
    rubric, said = _judged(texts, suspicions)
    log.extend(said)
    return rubric


def sound_sets() -> str:
    """What is written as ``sound.txt``: the mark of each shipped set in which no fault is found."""
    rows: list[str] = []
    for name, folder in shipped_rubrics().items():
        for one in (folder, *earlier_versions(name).values()):
            log = FindingLog()
            texts = _texts_of(one, log)
            if texts and read_rubric(one, log, suspicions=True) and not log.has_errors():
                rows.append(f"{_mark(texts)} {one.relative_to(_shipped()).as_posix()}\n")
    return "".join(rows)


@cache
def _sound() -> frozenset[str]:
    """The marks of shipped sets: as long as they are as they were shipped, no fault is in them."""
    known = _shipped() / "sound.txt"
    rows = known.read_text(encoding="utf-8").splitlines() if known.is_file() else ()
    return frozenset(row.split(" ")[0] for row in rows)


def _texts_of(folder: Path, log: FindingLog, *, suspicions: bool = False) -> _SetTexts | None:
    """The texts of a set's own file and of its indicators'; None where there are too many."""
    main = _text_of(folder / "rubric.toml", f"{folder.name}/rubric.toml", log)
    there = sorted((folder / "indicators").glob("[!.]*"))
    paths = [path for path in there if path.suffix.lower() == ".toml"]
    for path in (one for one in there if one not in paths and suspicions):
        log.add("rubric-file-left-out", Place(f"{folder.name}/indicators/{path.name}"))
    if not paths:
        log.add("rubric-no-indicators", Place(f"{folder.name}/indicators"))
    if len(paths) > FILES_LIMIT:
        log.add("rubric-too-many-files", Place(f"{folder.name}/indicators"), limit=FILES_LIMIT)
        return None
    files = [_text_of(path, f"{folder.name}/indicators/{path.name}", log) for path in paths]
    return (main, *files)


def _mark(texts: _SetTexts) -> str:
    return digest("\0".join(one.text if one else "" for one in texts).encode())


@dataclass(frozen=True, slots=True)
class _RubricText:
    """A file of a set as it stands in its folder."""

    name: str
    text: str


_SetTexts: TypeAlias = tuple[_RubricText | None, ...]


# A run asks for the same set again and again until it knows what its inputs are for.
@lru_cache(maxsize=16)
def _judged(texts: _SetTexts, suspicions: bool) -> tuple[Rubric | None, tuple[Finding, ...]]:
    """The rubric that texts make, and all that is wrong with them."""
    log = FindingLog()
    sound = not suspicions and _mark(texts) in _sound()
    main, *files = (_parsed(file, log, sound=sound) if file else None for file in texts)
    return build(main, files, log, suspicions=suspicions, sound=sound), tuple(log)


def build(
    main: RubricFile | None,
    files: Sequence[RubricFile | None],
    log: FindingLog,
    *,
    suspicions: bool = False,
    sound: bool = False,
) -> Rubric | None:
    """Make a rubric of its parsed files and record every fault of form and of meaning.

    ``files`` are the indicators' files in order; None stands for one that could not be read.
    With ``suspicions`` a set without errors is searched for what is suspicious too. A set that is
    known to be ``sound`` is not searched: that takes as long as all else.
    """
    main = main and folded(main, log)
    files = [file and folded(file, log) for file in files]
    said = main.data if main else {}
    files = [file and completed_indicator(file, said) for file in files]
    main = main and completed_set(main, items_called(files))
    indicators = [file and validated(Indicator, file, log) for file in files]
    complete = tuple(indicator for indicator in indicators if indicator)
    if main and complete and sound:
        return validated(Rubric, main, log, {"indicators": complete})
    # A set as it was shipped does without.
    from qp_scoring.rubric.lint import (  # noqa: PLC0415
        check_apart,
        check_meaning,
        check_suspicions,
    )

    valid = [file for file, indicator in zip(files, indicators, strict=True) if indicator and file]
    if main is None:
        check_apart(complete, valid, log)
        return None
    if "indicators" in main.data:
        log.add("rubric-key-unknown", main.place("indicators"), key="indicators", nearest="")
    # The set's own file is judged even where indicators are faulty, so all faults come at once.
    stand_in = complete or (_STAND_IN,)
    rubric = validated(Rubric, main, log, {"indicators": stand_in})
    if rubric is None:
        check_apart(complete, valid, log)
    elif complete:
        check_meaning(rubric, main, valid, log)
        if suspicions and not log.has_errors():
            check_suspicions(rubric, main, valid, log)
    return rubric


_STAND_IN = Indicator.model_construct(code="", title="", applies_to=(), item=(), level=())


def parse_file(path: Path, name: str, log: FindingLog) -> RubricFile | None:
    """Parse a TOML file of a rubric; None where it cannot be read, which is a finding."""
    file = _text_of(path, name, log)
    return _parsed(file, log) if file else None


def _text_of(path: Path, name: str, log: FindingLog) -> _RubricText | None:
    try:
        if not path.is_file():  # a folder, or a device, which may never end
            log.add("rubric-file-unreadable", Place(name))
            return None
        if path.stat().st_size > FILE_LIMIT:
            log.add("rubric-file-too-large", Place(name), limit=f"{FILE_LIMIT:,}")
            return None
        return _RubricText(name, path.read_text(encoding="utf-8-sig"))
    except OSError:
        log.add("rubric-file-unreadable", Place(name))
    except UnicodeDecodeError:
        log.add("rubric-not-utf8", Place(name))
    return None


def _parsed(file: _RubricText, log: FindingLog, *, sound: bool = False) -> RubricFile | None:
    name, text = file.name, file.text
    if not sound and (too_much := excess(text)):
        line, how = too_much
        limit = {"deep": DEEPEST, "number": LONGEST_NUMBER}[how]
        log.add(f"rubric-toml-{how}", Place(f"{name}:{line}"), limit=limit)
        return None
    try:
        return RubricFile(name, tomllib.loads(text, parse_float=Decimal), Lines(text))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        rows = text.splitlines() or [""]
        number = min(int(at[1]) if at else len(rows), len(rows))
        found = rows[number - 1].strip()
        log.add(_broken(found, str(error)), Place(f"{name}:{number}"), found=found)
    return None


def _broken(line: str, problem: str) -> str:
    """The code for a line that is no TOML, by what an author most often does."""
    bare = _IN_QUOTES.sub("", line.partition("#")[0])
    if "overwrite" in problem or "twice" in problem:
        return "rubric-toml-repeated"
    if re.search("[“”„‘’′″＂]", bare):
        return "rubric-toml-quotes"
    if re.search("[๐-๙]", bare):
        return "rubric-toml-thai-digits"
    return "rubric-toml-bare" if _BARE.search(bare) else "rubric-toml-broken"
