"""The header rows of inputs: which rubric, version, year and round they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.intake.layouts.headings import HeaderValue
from qp_scoring.intake.marks import unclear
from qp_scoring.intake.readers.cells import InputCell, InputSheet
from qp_scoring.rubric.load import earlier_versions, shipped_rubrics
from qp_scoring.rubric.model import Round, Rubric
from qp_scoring.thai import normalise, squeeze, to_arabic_digits

# A title stands in rows of few cells above the first row of many.
_TITLE_CELLS = 2
_TITLE_LINES = 3  # above a further table
_YEAR = re.compile(r"(?:ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?)?\s*|^)(25\d\d)(?!\d)")

DEFAULT_RUBRIC = "qp-2566"

Header = Mapping[str, HeaderValue]
Headers = Sequence[tuple[InputSheet, Header]]


def rubric_choice(asked: str | None, headers: Headers, log: FindingLog) -> str:
    """The rubric asked for, else the one that the workbooks' headers agree on.

    Raises:
        RefusedRunError: none was asked for, and the headers name different ones.
    """
    if asked is not None:
        return asked
    named = _named(headers, "rubric")
    if len({squeeze(value.text) for _, value in named}) > 1:
        _disagree("header-rubrics-disagree", named, log)
    if not named:
        return DEFAULT_RUBRIC
    # A header may name a shipped rubric only: text of an input is never a path.
    (sheet, value), *_ = named
    text = value.text
    shipped = next((key for key in shipped_rubrics() if squeeze(key) == squeeze(text)), None)
    if shipped is None:
        known = ", ".join(shipped_rubrics())
        log.add("rubric-not-found", sheet.at(value.cell), found=text, known=known)
        raise RefusedRunError(log)
    return shipped


def round_choice(asked: str | None, rubric: Rubric, headers: Headers, log: FindingLog) -> str:
    """The round asked for, else the one in the headers, else in titles, else the first (said so).

    Raises:
        RefusedRunError: the round asked for is none of the rubric's, or the headers disagree, or
            the titles where no header names one.
    """
    if asked is not None:
        chosen = rubric.round_by_id(asked)
        if chosen is None:
            known = ", ".join(f"{entry.id} ({entry.name})" for entry in rubric.round)
            log.add("round-unknown", Place(), found=asked, known=known)
            raise RefusedRunError(log)
        return chosen.id
    named = _named(headers, "round")
    rounds = {entry for _, v in named if (entry := round_named(v.text, rubric)) is not None}
    if len(rounds) > 1:
        _disagree("header-rounds-disagree", named, log)
    if rounds:
        return rounds.pop()
    first = rubric.round[0]
    if not headers or named:  # a round that is not known is a finding at its cell
        return first.id
    titled = [one for sheet, _ in headers if (one := _titled_round(sheet, rubric)) is not None]
    if len({entry.id for *_, entry in titled}) > 1:
        for at, text, _ in titled:
            log.add("header-rounds-disagree", at, found=text)
        raise RefusedRunError(log)
    if titled:
        at, text, own = titled[0]
        log.add("round-of-title", at, found=text, round=own.name)
        return own.id
    log.add("round-assumed", Place(), round=first.name)
    return first.id


def _titled_round(sheet: InputSheet, rubric: Rubric) -> tuple[Place, str, Round] | None:
    """The only round that the title of a sheet or its name names, or its file's, and where."""
    found = _rounds_in(titles(sheet), rubric) or _rounds_in([_name_of_file(sheet)], rubric)
    return found[0] if len({entry.id for *_, entry in found}) == 1 else None


def _name_of_file(sheet: InputSheet) -> tuple[Place, str]:
    stem = PurePosixPath(sheet.file).stem
    return Place(sheet.file), to_arabic_digits(normalise(stem))


def _rounds_in(said: Sequence[tuple[Place, str]], rubric: Rubric) -> list[tuple[Place, str, Round]]:
    return [
        (at, text, entry) for at, text in said for entry in rubric.round if _names(text, entry.name)
    ]


def round_named(text: str, rubric: Rubric) -> str | None:
    """The round that a header or heading names, by id or name, in any digits and spacing.

    The label beside it may be รอบ already, so a name may stand there without that word.
    """
    named = {squeeze(text), squeeze(f"รอบ{text}")}
    return next(
        (entry.id for entry in rubric.round if named & {squeeze(entry.id), squeeze(entry.name)}),
        None,
    )


def _named(headers: Headers, key: str) -> list[tuple[InputSheet, HeaderValue]]:
    return [
        (sheet, header[key])
        for sheet, header in headers
        if key in header and not unclear(header[key].cell)
    ]


def _disagree(code: str, named: Sequence[tuple[InputSheet, HeaderValue]], log: FindingLog) -> None:
    for sheet, value in named:
        log.add(code, sheet.at(value.cell), found=value.text)
    raise RefusedRunError(log)


def _meant(key: str, found: str, rubric: Rubric) -> str:
    """What a header value says in the rubric's own terms."""
    if key == "round":
        return round_named(found, rubric) or found
    return found.removeprefix("พ.ศ.") if key == "fiscal_year" else found


def header_differs(
    sheet: InputSheet, header: Header, rubric: Rubric, round_id: str, log: FindingLog
) -> frozenset[str]:
    """What of a sheet's header disagrees with the run's rubric, version, year or round.

    What it does not name cannot disagree. Every disagreement is a finding at its cell; another
    patch version (wording or cut-offs) is a warning, because its answers mean the same.
    """
    expected = {
        "rubric": rubric.id,
        "fiscal_year": str(rubric.fiscal_year),
        "round": round_id,
        "version": rubric.version,
    }
    differing: set[str] = set()
    for key, value in expected.items():
        if key not in header:
            continue
        if doubt := unclear(header[key].cell):
            log.add(doubt, sheet.at(header[key].cell), found=header[key].cell.text)
            continue
        found = header[key].text
        if squeeze(_meant(key, found, rubric)) == squeeze(value):
            continue
        if key == "version" and found.split(".")[:2] == value.split(".")[:2]:
            log.add("header-version-patch", sheet.at(header[key].cell), found=found, expected=value)
            continue
        differing.add(key)
        code = f"header-{key.replace('_', '-')}-differs"
        shown = rubric.round_by_id(value) if key == "round" else None
        expects = shown.name if shown else value
        log.add(code, sheet.at(header[key].cell), found=found, expected=expects)
    if not differing:
        _check_content(sheet, header, rubric, log)
        _check_title(sheet, header, rubric, round_id, log)
    return frozenset(differing)


def round_in(header: Header, rubric: Rubric) -> str | None:
    """The round that a header names; None where it names none that is known."""
    return round_named(header["round"].text, rubric) if "round" in header else None


def _check_title(
    sheet: InputSheet, header: Header, rubric: Rubric, round_id: str, log: FindingLog
) -> None:
    """Say that the title or name of a sheet without such a header names another year or round.

    Where it names no year, its file's name may.
    """
    said = titles(sheet)
    years = _years_in(said)
    if not years:  # a name may begin with the day on which the file was made
        years = [one for one in _years_in([_name_of_file(sheet)]) if not one[1].startswith(one[2])]
    rounds = _rounds_in(said, rubric)
    _say_differs(
        [] if "fiscal_year" in header else years,
        [] if "round" in header else rounds,
        *(rubric, round_id, log),
    )


def say_title_above(
    sheet: InputSheet, row: int, rubric: Rubric, round_id: str, log: FindingLog
) -> list[tuple[Place, str]]:
    """Say if the title above a further table of a sheet names another year or round.

    ``row`` is the first of its heading. Returns the lines of that title.
    """
    said: list[tuple[Place, str]] = []
    for above in range(row - 1, row - 1 - _TITLE_LINES, -1):
        own = sheet.row(above)
        if len(own) > _TITLE_CELLS:
            break
        said += [(sheet.at(cell), to_arabic_digits(normalise(cell.text))) for cell in own.values()]
    _say_differs(_years_in(said), _rounds_in(said, rubric), rubric, round_id, log)
    return said


def _say_differs(
    years: Sequence[tuple[Place, str, str]],
    rounds: Sequence[tuple[Place, str, Round]],
    rubric: Rubric,
    round_id: str,
    log: FindingLog,
) -> None:
    own = next(entry for entry in rubric.round if entry.id == round_id)
    year = str(rubric.fiscal_year)
    if years and year not in {found for *_, found in years}:
        at, text, _ = years[0]
        log.add("title-differs", at, found=text, expected=f"ปีงบประมาณ {year}")
    elif rounds and own not in [entry for *_, entry in rounds]:
        at, text, _ = rounds[0]
        log.add("title-differs", at, found=text, expected=own.name)


def round_of_titles(sheet: InputSheet, rubric: Rubric) -> str | None:
    """The only round that the title of a sheet and its name name, if the name does."""
    named = _rounds_in([(sheet.place(), to_arabic_digits(normalise(sheet.name or "")))], rubric)
    rounds = {entry.id for *_, entry in _rounds_in(titles(sheet), rubric)}
    return rounds.pop() if named and len(rounds) == 1 else None


def _years_in(said: Sequence[tuple[Place, str]]) -> list[tuple[Place, str, str]]:
    return [(at, text, found[1]) for at, text in said for found in _YEAR.finditer(text)]


def titles(sheet: InputSheet) -> list[tuple[Place, str]]:
    """What the title of a sheet and its name say, in Arabic digits, with their places.

    One that this program wrote to be read says nothing.
    """
    if sheet.aid:
        return []
    cells: list[InputCell] = []
    for row in sheet.row_numbers:
        own = sheet.row(row)
        if len(own) > _TITLE_CELLS:
            break
        cells += own.values()
    named = [(sheet.at(cell), cell.text) for cell in cells] + [(sheet.place(), sheet.name or "")]
    return [(at, to_arabic_digits(normalise(text))) for at, text in named]


def _names(text: str, name: str) -> bool:
    """Whether a text holds a name, and not as the beginning of a longer number."""
    at = squeeze(text).partition(squeeze(name))
    return bool(at[1]) and not (name[-1:].isdigit() and at[2][:1].isdigit())


def _check_content(sheet: InputSheet, header: Header, rubric: Rubric, log: FindingLog) -> None:
    """Say that a form was made with other criteria under the same version number.

    Forms of another patch version have other words by nature, and older ones have no mark.
    """
    version, content = header.get("version"), header.get("content")
    if version is None or content is None or squeeze(version.text) != squeeze(rubric.version):
        return
    expected = rubric.content_mark
    if squeeze(content.text) == squeeze(expected):
        return
    if rubric.version in earlier_versions(rubric.id):
        return  # its mark was made by a program that knew fewer keys
    place = sheet.at(content.cell)
    log.add("header-content-differs", place, found=content.text, expected=expected)
