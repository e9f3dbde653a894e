"""Examples of findings on results carried into the forms of the next round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
from builders import RUBRIC, indicator, office
from examples import Example, Room, said, told
from forms_filled import CLOSED, rows_of
from making import SECONDARY_OFFICE, copy_rubric
from rounds_stored import changed, store

from qp_scoring.documents.results import ItemResult, Mark
from qp_scoring.findings import Finding, FindingLog
from qp_scoring.jobs.forms import FormsRequest, make_forms

REAL = office(name="ฉะเชิงเทรา เขต 2")
FORM = "2402 สพป.ฉะเชิงเทรา เขต 2.xlsx"
MORE = RUBRIC.indicators[0].model_copy(update={"code": "11"})
LONGER = changed(indicators=(*RUBRIC.indicators, MORE))


def _request(room: Room, **more: object) -> FormsRequest:
    return FormsRequest(**{"out": room / "forms", "source": room.folder / "before", **more})


def carrying(
    before: Callable[[Path], object], **more: object
) -> Callable[[Room], Iterable[Finding]]:
    """The findings of making forms from a round that ``before`` stores."""

    def make(room: Room) -> Iterable[Finding]:
        before(room.folder / "before")

        def makes() -> Iterable[Finding]:
            log = FindingLog()
            make_forms(_request(room, **more), log)
            return log

        return told(makes)

    return make


def _at_round(make: Callable[[Room], Iterable[Finding]], *beside: str) -> Example:
    return Example(make, lambda room: (str(room.folder / "before"), None), frozenset(beside))


def reworded(room: Room) -> Iterable[Finding]:
    changed = {'text = "มีแผนส่งเสริม': 'text = "มีแผนงานส่งเสริม'}
    rubric = copy_rubric(room.folder, changed, file="indicators/08.toml")
    return carrying(lambda folder: store(folder, REAL), rubric=str(rubric))(room)


def form_with(
    confirmation: str | None, status: str | None = None
) -> Callable[[Room], Iterable[Finding]]:
    """A form with one carried mark, 8.1, and something in the cell that would confirm it.

    ``status`` is chosen for indicator 8, where it is given.
    """

    def make(room: Room) -> Iterable[Finding]:
        mark = ItemResult(id="8.1", mark=Mark.MET, value=None, undecided=False, by=())
        carried = (indicator("8", items=(mark,)),)
        store(room.folder / "before", REAL.model_copy(update={"indicators": carried}))
        (path,) = make_forms(_request(room))
        book = openpyxl.load_workbook(path, rich_text=True)
        book.active[f"D{rows_of(book.active)['8 ยืนยัน']}"] = confirmation
        if status:
            book.active[f"D{rows_of(book.active)['ตัวชี้วัดที่ 8']}"] = status
        book.save(path)
        return said(path, round_id=None)

    return make


def _cell(column: str, label: str) -> Callable[[Room], tuple[str, str]]:
    """The place in the form of a column, in the row that a label names."""

    def where(room: Room) -> tuple[str, str]:
        sheet = openpyxl.load_workbook(room.folder / "forms" / FORM).active
        return FORM, f"{column}{rows_of(sheet)[label]}"

    return where


_BLANK = frozenset({"carried-unconfirmed", "form-blank"})

EXAMPLES: dict[str, Example] = {
    "carry-gone": _at_round(
        carrying(lambda folder: store(folder, REAL, rubric=LONGER)), "carry-nothing"
    ),
    "carry-changed": _at_round(reworded, "carry-nothing"),
    "carry-office-missing": _at_round(
        carrying(lambda folder: store(folder, REAL), offices=(SECONDARY_OFFICE,))
    ),
    "carry-office-unlisted": _at_round(
        carrying(lambda folder: store(folder, office(code="9901", name="ตัวอย่าง เขต 1")))
    ),
    "carry-no-next-round": _at_round(carrying(lambda folder: store(folder, REAL, round_id="12m"))),
    "confirm-unknown": Example(form_with("ใช้ได้"), _cell("D", "8 ยืนยัน"), _BLANK),
    "carried-counted-unmet": Example(
        form_with(None, CLOSED),
        _cell("D", "ตัวชี้วัดที่ 8"),
        frozenset({"items-not-assessed"}),
    ),
    "carry-nothing": _at_round(carrying(lambda folder: store(folder, REAL))),
    "carried-unconfirmed": Example(form_with(None), _cell("H", "ข้อ"), _BLANK),
}
