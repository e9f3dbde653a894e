"""Examples of findings on decisions in a folder of results, and on inputs read into one."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from examples import Example, Room, told
from forms_filled import Desk, small_rubric
from making import (
    PRIMARY_ALL_THREE,
    SECONDARY_ALL_THREE,
    SECONDARY_OFFICE,
    SEED_OFFICE,
    matrix_workbook,
)
from rounds_stored import with_pdf

from qp_scoring.cli.request import request_of
from qp_scoring.findings import Finding
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.check import check_and_deliver
from qp_scoring.jobs.score import score_and_deliver

TO_DECIDE = "out/to-decide.xlsx"


def decided(
    later: Mapping[str, str], cell: str = "J4", value: str = "ไม่มี"
) -> Callable[..., object]:
    """Two assessors who disagree on 1.5, a decision filled in, and what others say later."""

    def make(room: Room) -> tuple[Finding, ...]:
        desk = Desk(room.folder, small_rubric(room.folder))
        for name, mark in (("ก", "มี"), ("ข", "ไม่มี")):
            desk.form(desk.best() | {"1.5": mark}, assessor=name)
        desk.deliver()
        book = openpyxl.load_workbook(room / TO_DECIDE)
        book.active[cell] = value
        book.save(room / TO_DECIDE)
        for name, mark in later.items():
            desk.form(desk.best() | {"1.5": mark}, assessor=name)
        return told(lambda: desk.deliver().findings)

    return make


def decided_for_one_who_is_away(room: Room) -> tuple[Finding, ...]:
    """A decision filled in, and a later run without the forms of that office."""
    desk = Desk(room.folder, small_rubric(room.folder))
    for name, mark in (("ก", "มี"), ("ข", "ไม่มี")):
        desk.form(desk.best() | {"1.5": mark}, assessor=name)
    desk.deliver()
    book = openpyxl.load_workbook(room / TO_DECIDE)
    book.active["J4"] = "มี"
    book.save(room / TO_DECIDE)
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    return told(lambda: desk.deliver().findings)


def one_voice_less(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, small_rubric(room.folder))
    desk.form(desk.best(), assessor="ก")
    desk.form(desk.best(), assessor="ข")
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    desk.form(desk.best(), assessor="ก", office=SEED_OFFICE)
    request = Request([desk.folder], into=True)
    return told(lambda: score_and_deliver(request, desk.out).findings)


def brought_in(
    answers: Mapping[str, object], strict: bool = False, **more: str
) -> Callable[..., object]:
    """A finished office, and a form that is brought into its round."""

    def make(room: Room) -> tuple[Finding, ...]:
        desk = Desk(room.folder, small_rubric(room.folder))
        desk.form(desk.best())
        desk.deliver()
        shutil.rmtree(desk.folder)
        desk.folder.mkdir()
        office = more.get("office", SEED_OFFICE)
        desk.form(desk.best(office) | answers if answers else {}, name="form.xlsx", **more)
        request = Request([desk.folder], into=True)
        return told(lambda: score_and_deliver(request, desk.out, strict=strict).findings)

    return make


def another_address(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, small_rubric(room.folder))
    desk.form(desk.best())
    desk.deliver()
    lines = ("code,type,name_th,email", f"{SEED_OFFICE},,,a@example.org")
    (desk.folder / "offices.csv").write_text("\n".join(lines), "utf-8")
    request = Request([desk.folder], into=True)
    return told(lambda: score_and_deliver(request, desk.out).findings)


def without_pdfs(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, small_rubric(room.folder))
    desk.form(desk.best())
    desk.deliver()
    with_pdf(desk.out)
    return told(lambda: score_and_deliver(Request([desk.folder], into=True), desk.out).findings)


def round_before_gone(room: Room) -> tuple[Finding, ...]:
    def levels(name: str, *row: object) -> list[Path]:
        return [matrix_workbook(room.folder / name, [row])]

    before, out = room.folder / "before", room.folder / "out"
    seed = levels("a.xlsx", SEED_OFFICE, *PRIMARY_ALL_THREE)
    score_and_deliver(Request(seed, "qp-2566", "6m"), before)
    score_and_deliver(Request(seed, "qp-2566", "12m"), out, previous=before)
    shutil.rmtree(before)
    late = levels("b.xlsx", SECONDARY_OFFICE, *SECONDARY_ALL_THREE)
    return told(lambda: score_and_deliver(Request(late, into=True), out).findings)


def with_another_rubric(room: Room) -> tuple[Finding, ...]:
    given = {"out": None, "rubric": "qp-2566", "round": None, "previous": None, "offices": None}
    options = argparse.Namespace(inputs=["in"], into=str(room.folder), **given)

    def asks() -> tuple[Finding, ...]:
        request_of(options, "")
        return ()

    return told(asks)


def nothing_filled_in(room: Room) -> tuple[Finding, ...]:
    desk = Desk(room.folder, small_rubric(room.folder))
    desk.form({}, name="ว่าง.xlsx")
    request = Request([desk.folder], str(desk.rubric_folder))
    return check_and_deliver(request, room.folder / "checked").findings


EXAMPLES: dict[str, Example] = {
    "previous-gone": Example(
        round_before_gone, lambda room: (str(room.folder / "before" / "results.json"), None)
    ),
    "form-blank": Example(nothing_filled_in, ("ว่าง.xlsx", None)),
    "decision-asked-again": Example(
        decided({"ค": "มี", "ง": "ไม่มี"}), (TO_DECIDE, "J4"), frozenset({"undecided"})
    ),
    "decision-lapsed": Example(decided({"ข": "มี"}), (TO_DECIDE, "J4")),
    "decision-waits": Example(decided_for_one_who_is_away, (TO_DECIDE, None)),
    "decisions-as-filled-in": Example(
        decided({}, value="น่าจะมี"), (TO_DECIDE, None), frozenset({"mark-unknown"})
    ),
    "decisions-columns-missing": Example(
        decided({}, "H3", "ชื่ออื่น"),
        (TO_DECIDE, None),
        frozenset({"undecided", "decisions-as-filled-in"}),
    ),
    "decisions-other-run": Example(
        decided({}, "E2", "12m"), (TO_DECIDE, None), frozenset({"undecided"})
    ),
    "into-voice-missing": Example(one_voice_less, (None, None)),
    "into-form-blank": Example(brought_in({}), ("form.xlsx", "D15")),
    "into-office-amended": Example(another_address, (None, None)),
    "into-pdfs-gone": Example(without_pdfs, ("scoresheets-pdf", None)),
    "into-unfinished": Example(
        brought_in({"1.5": None}, strict=True, office=SECONDARY_OFFICE),
        lambda room: (str(room.folder / "out"), None),
        frozenset({"items-not-assessed"}),
    ),
    "into-with": Example(with_another_rubric, (None, None)),
}
