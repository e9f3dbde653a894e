"""Examples of findings on the targets of offices."""

from __future__ import annotations

from collections.abc import Sequence

from examples import Example, Room, example, matrix, said

from qp_scoring.findings import Finding
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver

FILE = "targets.csv"
HEAD = "office,measure,value"
OFFICES = "code,type,name_th\nP1,สพป,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1\n"
ANSWERS = "ชุดเกณฑ์,agreement-2567,รอบ,annual\nรหัส,1.v,2.v,3.v,4.v\nP1,65,22,8.5,90\n"
ROWS = {
    "1.v.ขั้นต่ำ": "60",
    "1.v.มาตรฐาน": "70",
    "1.v.ขั้นสูง": "85",
    "2.v.ขั้นต่ำ": "15",
    "2.v.มาตรฐาน": "20",
    "2.v.ขั้นสูง": "25",
    "3.v.ขั้นสูง": "7",
    "3.v.มาตรฐาน": "10",
    "3.v.ขั้นต่ำ": "14",
    "4.v.เป้าหมาย": "120",
}


def lines(*more: str, **instead: str) -> list[str]:
    """A target a line, some with other values, and more lines after them."""
    return [f"P1,{name},{instead.get(name, value)}" for name, value in ROWS.items()] + [*more]


def put(room: Room, rows: Sequence[str], *, file: str = FILE, head: str = HEAD) -> None:
    """Write the answers and targets of one office into the folder ``in``."""
    (room / "in/offices.csv").write_text(OFFICES, "utf-8")
    (room / "in/answers.csv").write_text(ANSWERS, "utf-8")
    (room / f"in/{file}").write_text("\n".join([head, *rows]) + "\n", "utf-8")


def targets(
    cell: str | None, *rows: str, head: str = HEAD, file: str = FILE, beside: Sequence[str] = ()
) -> Example:
    """What is said where the targets are these."""

    def make(room: Room) -> tuple[Finding, ...]:
        put(room, rows, file=file, head=head)
        return said(room.folder / "in", round_id=None)

    return example(make, file, cell, *beside)


def unused(room: Room) -> tuple[Finding, ...]:
    path = matrix(room, name="in/ระดับ.xlsx")
    (room / f"in/{FILE}").write_text(f"{HEAD}\nP1,2.v.ขั้นต่ำ,1\n", "utf-8")
    return said(path.parent)


def misplaced(room: Room) -> tuple[Finding, ...]:
    put(room, lines())
    (room / f"in/sub/{FILE}").write_text(f"{HEAD}\n", "utf-8")
    return said(room.folder / "in", round_id=None)


def unusable(room: Room) -> tuple[Finding, ...]:
    """A target is brought into a delivered round, and is none."""
    put(room, lines())
    score_and_deliver(Request([room.folder / "in"]), room.folder / "out")
    late = room / f"late/{FILE}"
    late.write_text(f"{HEAD}\nP1,4.v.เป้าหมาย,0\n", "utf-8")
    return score_and_deliver(Request([late], into=True), room.folder / "out").findings


def at_answers(make: Example) -> Example:
    """The same, said where the office's answers stand."""
    return example(make.make, "answers.csv", "E3")


EXAMPLES: dict[str, Example] = {
    "targets-no-table": targets(None, "P1,1", head="office,what", beside=("target-missing",)),
    "targets-unused": example(unused, FILE),
    "targets-list-misplaced": example(misplaced, f"sub/{FILE}"),
    "target-unnamed": targets("12:12", *lines("P1,,5")),
    "target-unknown": targets("B12", *lines("P1,2.v.ต่ำ,5")),
    "target-blank": targets("C10", *lines(**{"3.v.ขั้นต่ำ": ""}), beside=("target-missing",)),
    "target-percent-unclear": targets("C3", *lines(**{"1.v.มาตรฐาน": "0.7"})),
    "target-zero": targets("C11", *lines(**{"4.v.เป้าหมาย": "0"})),
    "target-former-used": example(unusable, FILE, "C2", "target-zero"),
    "target-twice": targets("C12", *lines("P1,2.v.ขั้นต่ำ,15.0")),
    "target-at-odds": targets("C12", *lines("P1,2.v.ขั้นต่ำ,16")),
    "target-missing": at_answers(targets(None, *lines()[:-1])),
    "target-order": targets("C5", *lines(**{"2.v.มาตรฐาน": "30"})),
}
