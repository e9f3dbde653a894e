"""What the launchers of the portable folder start: one command over dropped or typed folders.

For people who have never seen a command line: it asks for what it needs, shows the program at
work, opens the folder with the results and keeps the window until somebody has read it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from qp_scoring.cli import main

TITLES = {
    "template": "สร้างแบบประเมิน",
    "check": "ตรวจแบบประเมินที่กรอกแล้ว",
    "score": "คิดคะแนนและจัดทำใบผล",
}
RESULTS = {"template": "แบบประเมิน", "check": "ผลการตรวจ", "score": "ผลการประเมิน"}
ASK_FOLDER = "ลากโฟลเดอร์แบบประเมินมาวางในหน้าต่างนี้ แล้วกด Enter: "
ASK_OFFICE = "รหัสหรือชื่อ สพท. (หลายแห่งคั่นด้วยเครื่องหมาย , หรือพิมพ์ ทั้งหมด): "
EVERYONE = ("ทั้งหมด", "all")
DONE = "เสร็จแล้ว ผลลัพธ์อยู่ที่ {out}"
DONE_WITH_FAULTS = "เสร็จแล้ว แต่มีข้อมูลที่ต้องแก้ (ดูข้อความด้านบน) ผลลัพธ์อยู่ที่ {out}"
NOT_DONE = "ยังทำไม่สำเร็จ โปรดอ่านข้อความด้านบน แก้ไข แล้วเปิดใหม่อีกครั้ง"
NOTHING = "ไม่ได้ระบุอะไร จึงยังไม่ได้ทำสิ่งใด"
CLOSE = "กด Enter เพื่อปิดหน้าต่างนี้ "

Ask = Callable[[str], str]


def call_of(command: str, given: list[str], home: Path, ask: Ask) -> tuple[list[str], Path] | None:
    """The arguments of a command and the folder of its results; None where nothing was said.

    ``given`` was dropped on the launcher. Results stand beside what was dropped; forms, for
    which there is nothing yet, in the dropped folder, else in ``home``.
    """
    if command == "template":
        wanted = [name.strip() for name in ask(ASK_OFFICE).split(",") if name.strip()]
        if not wanted:
            return None
        everyone = len(wanted) == 1 and wanted[0].casefold() in EVERYONE
        out = (Path(given[0]) if given else home) / RESULTS[command]
        offices = ["--all"] if everyone else ["--office", *wanted]
        return [command, *offices, "--out", str(out)], out
    inputs = given or [typed for typed in [_unquoted(ask(ASK_FOLDER))] if typed]
    if not inputs:
        return None
    first = Path(inputs[0]).absolute()
    # The root of a drive has nothing beside it.
    beside = first.parent if first.parent != first else home
    name = f"{first.stem if first.is_file() else first.name} - {RESULTS[command]}".strip(" -")
    out = beside / name
    return [command, *inputs, "--out", str(out)], out


def _unquoted(typed: str) -> str:
    """A typed path as it is; a console puts one that is dropped there between quotes."""
    return typed.strip().strip('"')


def run(command: str, given: list[str], home: Path, ask: Ask) -> int:
    """Do what a launcher is for; the exit code of the command."""
    sys.stdout.write(f"{TITLES[command]}\n\n")
    called = call_of(command, given, home, ask)
    if called is None:
        sys.stdout.write(NOTHING + "\n")
        return 2
    arguments, out = called
    try:
        code = main(arguments)
    except SystemExit as end:  # wrong usage
        code = int(end.code or 0)
    said = {0: DONE, 1: DONE_WITH_FAULTS}.get(code, NOT_DONE)
    sys.stdout.write("\n" + said.format(out=out) + "\n")
    if code in (0, 1) and sys.platform == "win32":
        os.startfile(out)
    return code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    code = run(sys.argv[1], sys.argv[2:], Path(__file__).resolve().parents[1], input)
    with contextlib.suppress(EOFError):  # no console to wait at
        input("\n" + CLOSE)
    sys.exit(code)
