"""The list to send the sheets with: issued offices only, as text that no program runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import builders as make
import pytest

from qp_scoring.documents.results import NextBand
from qp_scoring.jobs.score import Outcome
from qp_scoring.reports.csv_lists import Letter, mailing_csv
from qp_scoring.reports.page.view import ActionSaid

COLUMNS = ["code", "name", "file", "mean", "band", "email", "text"]


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_office_with_a_sheet_has_a_row_and_no_other(shipped: tuple[Path, Outcome]) -> None:
    out, outcome = shipped
    found = rows((out / "mailing.csv").read_bytes())
    assert list(found[0]) == COLUMNS
    issued = sorted(f"scoresheets/{path.name}" for path in (out / "scoresheets").iterdir())
    assert sorted(row["file"] for row in found) == issued
    offices = {office.code: office for office in outcome.results.offices}
    for row in found:
        office = offices[row["code"]]
        assert (row["name"], row["mean"], row["band"]) == (
            office.short_name,
            office.mean,
            office.band,
        )


def test_the_text_is_five_lines_with_the_result_and_the_first_step(
    shipped: tuple[Path, Outcome],
) -> None:
    out, _ = shipped
    row = rows((out / "mailing.csv").read_bytes())[0]
    lines = row["text"].split("\n")
    assert len(lines) == 5
    assert lines[0] == "เรียน ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2"
    assert "2566 รอบ 6 เดือน" in lines[1]
    result = "ผลการประเมิน: คะแนนเฉลี่ย 2.42 ระดับคุณภาพ พอใช้"
    assert lines[2] == f"{result} – ร่าง (ช่วงคะแนนยังไม่ยืนยัน)"
    assert "ตัวชี้วัดที่ 9" in lines[3]
    assert lines[4].endswith("2402 สพป.ฉะเชิงเทรา เขต 2.xlsx")


@pytest.mark.parametrize("hostile", ["=1+1", "+66", "-x", "@a.example", "\tx"])
def test_nothing_from_an_input_becomes_a_formula(hostile: str) -> None:
    letter = Letter(
        make.office(code=hostile, short_name=hostile), ActionSaid("f.xlsx", (), ()), hostile
    )
    row = rows(b"".join(mailing_csv([letter], "6m", make.RUBRIC)))[0]
    assert [row[key] for key in ("code", "name", "email")] == [f"'{hostile}"] * 3


def test_an_address_stands_where_the_list_of_offices_has_it() -> None:
    letter = Letter(make.office(), ActionSaid("scoresheets/a.xlsx", (), ()), "office@example.org")
    row = rows(b"".join(mailing_csv([letter], "6m", make.RUBRIC)))[0]
    assert row["email"] == "office@example.org"
    assert row["text"].split("\n")[3] == "ผลการประเมินอยู่ในระดับสูงสุดแล้ว ขอให้รักษาคุณภาพไว้"


def test_without_a_step_only_the_highest_band_is_called_so() -> None:
    """A gate may keep an office below though nothing lifts any of its indicators."""
    step = NextBand(band="ดีเยี่ยม", from_mean="4.50", distance="0.00", untold="falling")
    letter = Letter(make.office(next_band=step), ActionSaid("scoresheets/a.xlsx", (), ()), "")
    row = rows(b"".join(mailing_csv([letter], "6m", make.RUBRIC)))[0]
    assert row["text"].split("\n")[3] == "ยังไม่ถึงระดับคุณภาพดีเยี่ยม เหตุผลอยู่ในไฟล์แนบ"
