"""Whatever is sent in, intake answers with findings: it never raises, hangs, or scores a guess."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from hypothesis import example, given, settings
from hypothesis import strategies as st
from making import CODES, PRIMARY_ALL_THREE, SEED_OFFICE, contents
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import IllegalCharacterError
from test_long_table import HEADING
from workbook_parts import parts, zipped

from qp_scoring.documents.results import Mark, State, Status
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import Intake, read_inputs
from qp_scoring.messages import fix, message
from qp_scoring.scoring.round import score_round

QUIET = settings(deadline=None, max_examples=60)


def read(path: Path, rubric: Path | None = None) -> tuple[Intake | None, FindingLog]:
    """Read and score an input; every finding can be said, and a refusal says why."""
    before = contents(path.parent)
    log = FindingLog()
    intake = None
    try:
        intake = read_inputs(Request([path], str(rubric) if rubric else None, "6m"), log)
        scored = score_round(intake.rubric, "6m", intake.offices, intake.answers, log)
        for office in scored.offices:
            assert (office.mean is not None) == (office.status is Status.COMPLETE)
    except RefusedRunError as refusal:
        log = refusal.findings
        assert log.has_errors()
    for item in log:
        assert message(item, "th") and message(item, "en") and fix(item, "th") and fix(item, "en")
    assert contents(path.parent) == before
    return intake, log


@functools.cache
def rubric() -> Path:
    return small_rubric(Path(tempfile.mkdtemp()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


# --- bytes


HEADS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    "รหัส,1,2\n".encode(),
]


@QUIET
@given(
    head=st.sampled_from(HEADS),
    body=st.binary(max_size=300),
    name=st.sampled_from(["ก.xlsx", "ก.xlsm", "ก.csv"]),
)
def test_arbitrary_bytes(folder: Path, head: bytes, body: bytes, name: str):
    (folder / "bytes").mkdir(exist_ok=True)
    path = folder / "bytes" / name
    path.write_bytes(head + body)
    read(path)
    path.unlink()


@QUIET
@given(at=st.integers(0, 4000), patch=st.binary(min_size=1, max_size=8), cut=st.booleans())
def test_a_workbook_with_some_bytes_changed(folder: Path, at: int, patch: bytes, cut: bool):
    data = zipped(parts())
    at %= len(data)
    (folder / "patched").mkdir(exist_ok=True)
    path = folder / "patched" / "ก.xlsx"
    path.write_bytes(data[:at] + patch + (b"" if cut else data[at + len(patch) :]))
    read(path)


@QUIET
@given(text=st.text(max_size=200), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_arbitrary_text_below_good_headings(folder: Path, text: str, encoding: str):
    (folder / "text").mkdir(exist_ok=True)
    path = folder / "text" / "ก.csv"
    path.write_text(f"รหัส,{','.join(CODES)}\n{text}", encoding, errors="surrogatepass")
    read(path)


# --- cells

WORDS = [
    *("มี", "ไม่มี", "ไม่เกี่ยวข้อง", "✓", "ใช่", "ประเมิน", "ประเมินเสร็จ", "ไม่รายงาน", "ยกเว้น", "ยกเว้น: ก"),
    *("N/A", "-", "1", "๓", "5", "0.5", "85%", "ร้อยละ 85", "33/40", "#N/A", "=1+1", "1e999"),
    *("2402", "M4200", "สพป.ฉะเชิงเทรา เขต 2", "ระยอง", "มติ", "หัวหน้า", "ลงพื้นที่", "1.1", "6a"),
]
HEADING_WORDS = [
    *("รหัส", "สพท.", "ตัวชี้วัด", "ข้อ", "ผล", "ค่า", "เหตุผล", "ผู้ประเมิน", "บทบาท", "ขั้น", "หมายเหตุ"),
    *("1", "2", "6a", "ตัวชี้วัดที่ 4", "1.1", "1.2", "5.p", "1 สถานะ", "4 ระดับ", "4 เหตุผล"),
    *("คะแนนเฉลี่ย", "ระดับคุณภาพ", "ชุดเกณฑ์", "รอบ", "ปีงบประมาณ", "qp-2566", "6m", "2566"),
]
VALUES = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-3, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.text(max_size=12),
)
HEADINGS = st.one_of(st.none(), st.sampled_from(HEADING_WORDS), st.text(max_size=5))
LAYOUTS = [
    ["รหัส", *CODES],
    ["สพท.", "ผู้ประเมิน", "บทบาท", "1.1", "1.2", "5.p", "1 สถานะ", "4 ระดับ", "4 เหตุผล"],
    list(HEADING.values()),
]


def write(path: Path, rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> None:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            try:
                book.active.cell(number, column, value)
            except IllegalCharacterError:  # openpyxl's own limit: tests of the grid have these
                book.active.cell(number, column, "\ufffd")
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)


@QUIET
@given(
    heading=st.one_of(st.sampled_from(LAYOUTS), st.lists(HEADINGS, max_size=8)),
    above=st.lists(st.lists(HEADINGS, max_size=4), max_size=2),
    rows=st.lists(st.lists(VALUES, max_size=10), max_size=5),
    office=st.booleans(),
    merged=st.lists(st.sampled_from(["A1:A3", "B2:D2", "A3:B4", "C1:C9"]), max_size=1),
)
def test_arbitrary_cells_below_plausible_headings(
    folder: Path, heading, above, rows, office: bool, merged
):
    (folder / "cells").mkdir(exist_ok=True)
    path = folder / "cells" / "ก.xlsx"
    named = [[SEED_OFFICE, *row] for row in rows] if office else rows
    write(path, [*above, heading, *named], merged)
    read(path, rubric())


TABLE_WORDS = [
    *(
        "รายการ",
        "ที่",
        "จังหวัด",
        "มี",
        "ไม่มี",
        "ผล 1",
        "ผล 2",
        "คะแนนเต็ม",
        "น้ำหนัก",
        "เป้าหมาย",
        "เฉลี่ย",
        "แปลผล",
    ),
    *(
        "ตัวชี้วัดที่ 4 มีแผน",
        "ตัวชี้วัดที่ 1 > 1.1",
        "ตัวชี้วัดที่ 3 [1]",
        "4 (5 คะแนน)",
        "6ก",
        "รอบ 6 เดือน",
        "ปี 2565",
    ),
    *("สพป.ระยอง เขต 2", "สพม.แพร่", "1. สพป.ระยอง เขต 1", "สพป.", "ศูนย์ตัวอย่าง", "รวม"),
]
TWICE_NAMED = [[None, None], ["รหัส", "ตัวชี้วัดที่ 4 มีแผน", "รหัส", "1", "1"]]
TABLE_CELLS = st.sampled_from([None, *WORDS, *HEADING_WORDS, *TABLE_WORDS])


@settings(deadline=None, max_examples=200)
@given(
    rows=st.lists(st.lists(TABLE_CELLS, min_size=2, max_size=8), min_size=2, max_size=8),
    merged=st.lists(st.sampled_from(["A1:A2", "B1:C1", "A2:A4", "B2:D3"]), max_size=1),
    headed=st.booleans(),
)
@example(rows=TWICE_NAMED, merged=[], headed=False)
@example(rows=TWICE_NAMED, merged=[], headed=True)
def test_a_table_of_known_words_is_read_or_refused_wherever_they_stand(
    folder: Path, rows, merged, headed: bool
):
    (folder / "tables").mkdir(exist_ok=True)
    path = folder / "tables" / "ก.xlsx"
    above = [["สพท.", "ข้อ", "ผล"][: len(rows[0])]] if headed else []
    write(path, [*above, *rows], merged)
    read(path, rubric())


@QUIET
@given(edits=st.dictionaries(st.integers(0, len(CODES) - 1), VALUES, max_size=4))
def test_an_edited_level_matrix_never_gives_a_level_that_is_not_there(folder: Path, edits):
    (folder / "levels").mkdir(exist_ok=True)
    path = folder / "levels" / "ก.xlsx"
    cells = [edits.get(at, value) for at, value in enumerate(PRIMARY_ALL_THREE)]
    write(path, [["รหัส", *CODES], [SEED_OFFICE, *cells]])
    intake, _ = read(path)
    for answer in intake.answers.indicators:
        if answer.level is not None:
            column = ord(answer.place.cell[0]) - ord("B")
            typed = str(cells[column]).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
            assert float(typed) == answer.level


# --- edits of a good checklist


@functools.cache
def good_form() -> tuple[Workbook, int]:
    desk = Desk(Path(tempfile.mkdtemp()), rubric())
    book = openpyxl.load_workbook(desk.form(desk.best(), name="แบบ.xlsx"))
    return book, book.active.max_row


SAID_MET = {"มี", "ใช่", "✓", "1", "1.0", "true", "y", "yes"}
EDITS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 8), st.one_of(VALUES, HEADINGS)),
    min_size=1,
    max_size=6,
)


@QUIET
@given(
    edits=EDITS,
    deleted=st.lists(st.integers(0, 10**6), max_size=3),
    swapped=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=2),
    doubled=st.booleans(),
)
def test_arbitrary_edits_of_a_good_checklist(folder: Path, edits, deleted, swapped, doubled: bool):
    book, last = good_form()
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(max_col=8)]
    for row, column, value in edits:
        rows[row % last][column - 1] = value
    for one, other in swapped:
        rows[one % last], rows[other % last] = rows[other % last], rows[one % last]
    gone = {at % last for at in deleted}
    rows = [row for at, row in enumerate(rows) if at not in gone]
    (folder / "form").mkdir(exist_ok=True)
    path = folder / "form" / "แบบ.xlsx"
    rows += rows[-5:] if doubled else []
    write(path, rows)
    intake, _ = read(path, rubric())
    if intake is not None:
        for answer in intake.answers.items:
            if answer.mark is Mark.MET:  # what is said to be met stands there as met
                row, column = coordinate_to_tuple(answer.place.cell)
                assert str(rows[row - 1][column - 1]).strip().lower() in SAID_MET
        scored = score_round(intake.rubric, "6m", intake.offices, intake.answers, FindingLog())
        for office in scored.offices:
            for one in office.indicators:
                assert (one.level is not None) <= (one.state is State.SCORED)
