"""What a check tells: ``check.xlsx``, and the same for programs (``check --json``).

How far everybody is, what was found, what was read, and where voices differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qp_scoring.findings import Finding, Place, Severity
from qp_scoring.intake.layouts.account import SheetRead
from qp_scoring.messages import fix, message, text
from qp_scoring.paper.cells import Book
from qp_scoring.paper.page import page_footer
from qp_scoring.paper.tables import CENTRED, STRONG, Cell, Column, DrawnTable, draw_table
from qp_scoring.reports import notes
from qp_scoring.reports.decisions import asked_text, opinions
from qp_scoring.rubric.model import Rubric
from qp_scoring.scoring.progress import Begun, OfficeProgress
from qp_scoring.scoring.undecided import Undecided

if TYPE_CHECKING:
    from qp_scoring.reports.marked import MarkedCopy
import json
from dataclasses import asdict

from qp_scoring.documents.results import FindingRecord
from qp_scoring.findings.condense import condensed

FILE = "check.xlsx"
OFFICES_SHOWN = 25
"""How many offices the first page has room for."""

_BAR = 50
_BARRED = replace(STRONG, colour="#2E75B6")
_FAULTY = replace(STRONG, colour="#C00000")
_STYLES = {Severity.ERROR: _FAULTY, Severity.WARNING: STRONG, Severity.INFO: None}
_BEGUN = {
    Begun.NO: replace(CENTRED, colour="#7F7F7F"),
    Begun.UNDER_WAY: replace(CENTRED, fill="#FFE699"),
    Begun.DONE: replace(CENTRED, fill="#C6E0B4"),
    Begun.FAULTY: replace(CENTRED, fill="#FFC7CE"),
}


def write_check(
    path: Path,
    rubric: Rubric | None,
    offices: Sequence[OfficeProgress],
    findings: Sequence[Finding],
    read: Sequence[SheetRead],
    questions: Sequence[Undecided],
    copies: Mapping[str, MarkedCopy],
) -> None:
    """Write the workbook; ``rubric`` is None where nothing could be read.

    ``copies`` are the marked copies beside it by the names of the files that they are of; cells of
    findings lead to theirs.

    Raises:
        OSError: the file cannot be written.
    """
    title = text("check-book-title")
    with Book(path, title, rubric.id if rubric else "") as book:
        for table in (
            _progress(offices),
            _assessors(offices),
            _findings(findings, copies),
            _read(read),
            _differences(questions, rubric),
        ):
            draw_table(book, table, page_footer(title))


def _table(key: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> DrawnTable:
    return DrawnTable(
        name=text(f"check-{key}-sheet"),
        title=text(f"check-{key}-title"),
        notices=(),
        legend=(text(f"check-{key}-legend"),),
        columns=tuple(columns),
        rows=rows,
        empty=text("check-nothing"),
        frozen_columns=0 if key == "progress" else 2,
        filtered=key != "progress",
    )


def _progress(offices: Sequence[OfficeProgress]) -> DrawnTable:
    """One page: all, by type and by region, then the offices that are not done."""
    columns = (
        Column(text("check-group"), 34),
        *(Column(text(key), 11, CENTRED) for key in ("check-offices", "check-share")),
        *(Column(word.value, 12, CENTRED) for word in Begun),
        Column(text("check-bar"), 26),
    )
    rows = [_group(text("check-all"), offices)]
    for of, named in (("type", notes.type_name), ("region", _region)):
        groups: dict[str, list[OfficeProgress]] = {}
        for one in offices:
            groups.setdefault(getattr(one.office, of), []).append(one)
        rows += [_group(named(name), group) for name, group in sorted(groups.items()) if name]
    open_ = sorted(
        (one for one in offices if one.begun is not Begun.DONE),
        key=lambda one: (one.begun is not Begun.FAULTY, one.percent, one.office.code),
    )
    rows += [_one(one) for one in open_[:OFFICES_SHOWN]]
    if len(open_) > OFFICES_SHOWN:
        more = text("check-more-offices", count=len(open_) - OFFICES_SHOWN)
        rows.append((Cell(more), *(Cell() for _ in columns[1:])))
    return _table("progress", columns, rows)


def _region(name: str) -> str:
    """A region among types and offices: what has no number is said to be one."""
    return notes.region_name(name) if name.isdecimal() else text("check-by-region", name=name)


def _group(name: str, offices: Sequence[OfficeProgress]) -> tuple[Cell, ...]:
    counts = Counter(one.begun for one in offices)
    required = sum(one.required for one in offices)
    percent = 100 * sum(one.answered for one in offices) // required if required else 0
    return (
        Cell(name, style=STRONG),
        Cell(figure=len(offices)),
        Cell(f"{percent} %"),
        *(Cell(figure=counts[word]) for word in Begun),
        Cell(_bar(percent), style=_BARRED),
    )


def _one(one: OfficeProgress) -> tuple[Cell, ...]:
    """An office: its bar, and its state marked in the column of its name."""
    return (
        Cell(f"{one.office.code} {one.office.short_name}", quoted=True),
        Cell(),
        Cell(f"{one.percent} %"),
        *(Cell("●", style=_BEGUN[word]) if one.begun is word else Cell() for word in Begun),
        Cell(_bar(one.percent), style=_BARRED),
    )


def _bar(percent: int) -> str:
    # A sign that the font of the workbook has, so that its width is known.
    return "|" * (percent * _BAR // 100)


def _assessors(offices: Sequence[OfficeProgress]) -> DrawnTable:
    keys = ("code", "office", "assessor", "role", "stage", "file")
    widths = (10, 24, 24, 11, 11, 40)
    counts = ("required", "answered", "blank", "invalid")
    columns = (
        *(Column(text(f"check-{key}"), width) for key, width in zip(keys, widths, strict=True)),
        *(Column(text(f"check-{key}"), 10, CENTRED) for key in counts),
        Column(text("check-status"), 14, CENTRED),
    )
    rows = [
        (
            Cell(one.office.code),
            Cell(one.office.short_name, quoted=True),
            Cell(one.voice.assessor or text("decide-nameless"), quoted=True),
            Cell(one.voice.role.value),
            Cell(one.voice.stage.value),
            Cell("\n".join(one.files), quoted=True),
            *(Cell(figure=getattr(one, key)) for key in counts),
            Cell(one.begun.value, style=_BEGUN[one.begun]),
        )
        for office in offices
        for one in office.voices
    ]
    return _table("assessors", columns, rows)


def _findings(findings: Iterable[Finding], copies: Mapping[str, MarkedCopy]) -> DrawnTable:
    columns = (
        Column(text("check-file"), 34),
        Column(text("check-sheet"), 16),
        Column(text("check-cell"), 11, CENTRED),
        Column(text("check-severity"), 12, CENTRED),
        Column(text("check-finding"), 22),
        Column(text("check-message"), 56),
        Column(text("check-fix"), 48),
    )
    rows = [
        (
            Cell(item.place.file or "-", quoted=True),
            Cell(item.place.sheet or "-", quoted=True),
            _place(item.place, copies.get(item.place.file or "")),
            Cell(text(f"severity-{item.severity.value}"), style=_STYLES[item.severity]),
            Cell(item.code),
            Cell(message(item), quoted=True),
            Cell(fix(item), quoted=True),
        )
        for item in findings
    ]
    return _table("findings", columns, rows)


def _place(place: Place, copy: MarkedCopy | None) -> Cell:
    """The cell of a finding, which leads to itself in the marked copy where there is one."""
    spot = copy.spot(place) if copy else None
    if copy is None or spot is None:
        return Cell(place.cell or "-")
    return Cell(place.cell or "-", file=copy.name, spot=spot)


def _read(read: Iterable[SheetRead]) -> DrawnTable:
    columns = (
        Column(text("check-file"), 36),
        Column(text("check-sheet"), 18),
        Column(text("check-layout"), 22),
        Column(text("check-rows-read"), 11, CENTRED),
        Column(text("check-columns-read"), 54),
        Column(text("check-columns-unread"), 54),
    )
    rows = [
        (
            Cell(one.file, quoted=True),
            Cell(one.sheet or "-", quoted=True),
            Cell(_layout(one)),
            Cell(figure=one.rows),
            Cell(" · ".join(one.columns), quoted=True),
            Cell(_unread(one), quoted=True),
        )
        for one in read
    ]
    return _table("read", columns, rows)


def _layout(one: SheetRead) -> str:
    if one.layout:
        return text(f"check-layout-{one.layout}")
    nearest = one.unknown.nearest if one.unknown else ""
    if not nearest:
        return text("check-layout-unknown")
    return text("check-layout-near", nearest=text(f"check-layout-{nearest}"))


def _unread(one: SheetRead) -> str:
    why = one.unknown
    if why is None or not why.missing:
        return " · ".join(one.unread)
    return text("check-missing", row=why.row, missing=", ".join(why.missing))


def _differences(questions: Iterable[Undecided], rubric: Rubric | None) -> DrawnTable:
    columns = (
        Column(text("check-code"), 10),
        Column(text("check-office"), 24),
        Column(text("decide-indicator"), 10, CENTRED),
        Column(text("form-item"), 9, CENTRED),
        Column(text("form-text"), 48),
        Column(text("decide-opinions"), 44),
        Column(text("decide-matters"), 12, CENTRED),
    )
    rows = [
        (
            Cell(one.office.code),
            Cell(one.office.short_name, quoted=True),
            Cell(one.indicator),
            Cell(one.item or "-"),
            Cell(asked_text(one, rubric)),
            Cell(opinions(one.by, rubric), quoted=True),
            Cell(text("decide-yes" if one.matters else "decide-no")),
        )
        for one in questions
        if rubric is not None
    ]
    return _table("differences", columns, rows)


def check_json(
    findings: Sequence[Finding], offices: Sequence[OfficeProgress], read: Sequence[SheetRead]
) -> bytes:
    """``{findings, progress, read}`` as UTF-8; progress has an entry per office and voice."""
    document = {
        "findings": [
            FindingRecord.of(item).model_dump(mode="json") for item in condensed(findings)
        ],
        "progress": [
            {
                "code": one.office.code,
                "office": one.office.short_name,
                "assessor": one.voice.assessor,
                "role": one.voice.role.value,
                "stage": one.voice.stage.value,
                "files": list(one.files),
                "required": one.required,
                "answered": one.answered,
                "blank": one.blank,
                "invalid": one.invalid,
                "status": one.begun.value,
            }
            for office in offices
            for one in office.voices
        ],
        "read": [asdict(one) for one in read],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
