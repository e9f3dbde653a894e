"""Examples of findings on forms and outputs: delivery, the guard against wrong offices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from examples import MATRIX, Example, Room, example, matrix, said, told
from examples_layouts import TABLE, line, rest, write_table
from forms_filled import small_rubric
from making import PRIMARY_ALL_THREE, SEED, SEED_OFFICE, copy_rubric, levels_with

from qp_scoring import cli
from qp_scoring.findings import Finding
from qp_scoring.findings.condense import condensed
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.reports.terminal.score import Terminal

OTHER = "สพป.ระยอง เขต 2"
FORM_NAME = "2402 สพป.ฉะเชิงเทรา เขต 2"


def forms(*assessors: str, offices: tuple[str, ...] = (SEED_OFFICE,), times: int = 1):
    def make(room: Room) -> tuple[Finding, ...]:
        def makes() -> tuple[Finding, ...]:
            for _ in range(times):
                make_forms(FormsRequest(room.folder / "out", offices, assessors=assessors))
            return ()

        return told(makes)

    return make


def delivered(path: Path, out: Path, rubric: Path | None = None) -> tuple[Finding, ...]:
    chosen = str(rubric) if rubric else None
    return told(lambda: score_and_deliver(Request([path], chosen, "6m"), out).findings)


def into(prepare: Callable[[Path], object]) -> Callable[[Room], Iterable[Finding]]:
    """A good matrix delivered into a folder ``out`` that something was done to."""

    def make(room: Room) -> tuple[Finding, ...]:
        prepare(room.folder / "out")
        return delivered(matrix(room), room.folder / "out")

    return make


def _foreign(out: Path) -> None:
    out.mkdir()
    (out / "ของฉัน.docx").write_bytes(b"x")


def _changed(out: Path) -> None:
    out.mkdir()
    (out / "summary.xlsx").write_bytes(b"x")
    record = {"outputs": [{"name": "summary.xlsx", "hash": "sha256:0"}]}
    (out / "run.json").write_text(json.dumps(record), "utf-8")


def _open(out: Path) -> None:
    out.mkdir()
    (out / "~$summary.xlsx").write_bytes(b"x")


def overlapping(room: Room) -> tuple[Finding, ...]:
    path = matrix(room, name=f"in/{MATRIX}")
    return delivered(path.parent, path.parent / "out")


def two_inputs_without_out(room: Room) -> list[Finding]:
    found: list[Finding] = []
    room.patch.setattr(Terminal, "findings", lambda self, findings, *_: found.extend(findings))
    path = str(matrix(room))
    assert cli.main(["score", path, path]) == cli.REFUSED
    return found


def twelve_bad_cells(room: Room) -> list[Finding]:
    codes = [office.code for office in OfficeRegistry.shipped().offices if office.type == "สพป"]
    rows = [(code, *levels_with(PRIMARY_ALL_THREE, i8=6)) for code in codes[:12]]
    return condensed(said(matrix(room, *rows)))


def wrong_office(room: Room) -> tuple[Finding, ...]:
    opening = 'text = "{office} มีคะแนนเฉลี่ยรวม {mean} จาก {n} ตัวชี้วัด อยู่ในระดับคุณภาพ{band} ควรเร่ง'
    rubric = copy_rubric(room.folder, {opening: opening.replace("{office}", OTHER)})
    return delivered(matrix(room, (SEED_OFFICE, *SEED)), room.folder / "out", rubric)


def quoted_office(room: Room) -> tuple[Finding, ...]:
    noted = line("1", mark="ยกเว้น", reason=f"ทำร่วมกับ {OTHER}")
    path = write_table(room, [noted, *rest(noted)])
    return delivered(path, room.folder / "out", small_rubric(room.folder))


EXAMPLES: dict[str, Example] = {
    "form-no-office": example(forms(offices=())),
    "form-exists": example(forms(times=2), f"{FORM_NAME}.xlsx"),
    "form-name-twice": example(forms("ก/ข", "ก:ข"), f"{FORM_NAME} - ก-ข.xlsx"),
    "more-of-kind": example(twelve_bad_cells, MATRIX, "J12:J13", "level-outside-scale"),
    "out-overlaps-input": example(overlapping, "out"),
    "out-is-a-file": example(into(lambda out: out.write_bytes(b"x")), "out"),
    "out-file-open": example(into(_open), "out/summary.xlsx"),
    "out-foreign-files": example(into(_foreign), "out"),
    "out-changed-files": example(into(_changed), "out"),
    "out-needed": example(two_inputs_without_out),
    "wrong-office": example(wrong_office),
    "quoted-office": example(quoted_office, TABLE, "F2"),
}
