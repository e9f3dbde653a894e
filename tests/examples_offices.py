"""Examples of findings on offices: names in inputs, and lists of offices."""

from __future__ import annotations

from pathlib import Path

from examples import GOOD, MATRIX, Example, Room, example, matrix, matrix_of, said, text_book
from making import PRIMARY_ALL_THREE, SEED_OFFICE

from qp_scoring.findings import Finding
from qp_scoring.intake.offices import rows as office_rows

HEAD = "code,type,name_th,short_name,aliases,applies,applies_not"
LIST = "รายชื่อ.csv"


def named(text: str, *, code: object = None) -> Example:
    """A matrix row whose office is named so, below a good row."""
    columns = ("รหัส", "สพท.")
    rows = (
        (SEED_OFFICE, None, *PRIMARY_ALL_THREE),
        (code, text, *PRIMARY_ALL_THREE),
    )
    return example(matrix_of(*rows, offices=columns), MATRIX, "B3")


def listed(cell: str | None, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Example:
    """A list of offices beside a good matrix; where it has errors, the run is refused."""

    def make(room: Room) -> tuple[Finding, ...]:
        (room / LIST).write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
        room.patch.chdir(room.folder)
        return said(matrix(room), offices=LIST)

    return example(make, LIST, cell)


def endless(room: Room) -> tuple[Finding, ...]:
    room.patch.setattr(office_rows, "LIST_ROWS", 1)
    return listed(None, "9901,สพป,สพป.ทดสอบ เขต 1").make(room)


def _with_a_gap(room: Room) -> Path:
    head = ["สพท.", "ตัวชี้วัด", "ระดับ"]
    return text_book(room / "ยาว.xlsx", head, [SEED_OFFICE, "1", 3], [], [None, "2", 3])


def override_unknown(room: Room) -> tuple[Finding, ...]:
    path = matrix(room, name=f"in/{MATRIX}")
    (room / "in/offices.csv").write_text(f"{HEAD}\n9901,สพป,สพป.ทดสอบ เขต 1,,,,14: ไม่มี\n", "utf-8")
    return said(path.parent)


_PLACED = ("รหัส", "สพท.", "จังหวัด")

EXAMPLES: dict[str, Example] = {
    "offices-override-unknown": example(override_unknown, "offices.csv"),
    "office-unknown": named("สพป.ฉะเชิงเทราา เขต 2"),
    "office-unknown-no-match": named("กขคงจฉชซ"),
    "office-ambiguous": named("ระยอง"),
    "offices-in-one-cell": named("2402, 2101"),
    "office-name-unlike": named("ฝ่ายนิเทศ", code="2401"),
    "office-province-differs": example(
        matrix_of((*GOOD[:1], "สพป.ฉะเชิงเทรา เขต 2", "ระยอง", *GOOD[1:]), offices=_PLACED),
        MATRIX,
        "C2",
    ),
    "office-code-province-differ": example(
        matrix_of((*GOOD[:1], None, "ระยอง", *GOOD[1:]), offices=_PLACED),
        MATRIX,
        "C2",
    ),
    "title-names-another": example(matrix_of(header=[["จังหวัดระยอง"]]), MATRIX, "A1"),
    "office-code-name-differ": named("สพป.ระยอง เขต 2", code="2401"),
    "office-cell-unusable": example(matrix_of(GOOD, ("#N/A", *PRIMARY_ALL_THREE)), MATRIX, "A3"),
    "office-twice": example(matrix_of(GOOD, GOOD), MATRIX, "A3"),
    "row-without-office": example(matrix_of(GOOD, (None, *PRIMARY_ALL_THREE)), MATRIX, "3:3"),
    "office-over-gap": example(
        lambda room: said(_with_a_gap(room)), "ยาว.xlsx", "4:4", "indicators-unmentioned"
    ),
    "row-skipped": example(matrix_of(GOOD, ("หมายเหตุ: ร่าง",)), MATRIX, "3:3"),
    "offices-too-large": example(endless, LIST),
    "offices-unreadable": listed(None, '9901,สพป,"สพป.ทดสอบ'),
    "offices-encoding-assumed": listed(None, "9901,สพป,สพป.ทดสอบ เขต 1", encoding="cp874"),
    "offices-column-missing": listed("A1", "9901,สพป", head="code,type"),
    "offices-row-incomplete": listed("B2", "9901,,สพป.ทดสอบ เขต 1"),
    "offices-clash": listed("C2", "9901,สพป,สพป.ฉะเชิงเทรา เขต 2"),
    "offices-override-malformed": listed("F2", "9901,สพป,สพป.ทดสอบ เขต 1,,,6b"),
    "offices-override-conflict": listed("G2", "9901,สพป,สพป.ทดสอบ เขต 1,,,1: ใช่,1: ไม่ใช่"),
    "offices-exception-stays": listed(
        "A3", "9901,สพป,สพป.ทดสอบ เขต 1,,,,1: ไม่ใช่", "9901,,,,,,2: ไม่ใช่"
    ),
    "offices-alias-malformed": listed("E2", "9901,สพป,สพป.ทดสอบ เขต 1,,เดิม (ถึงปีก่อน)"),
}
