"""The terminal's tables: what they say at 80 and 120 columns, for every kind of rubric."""

from __future__ import annotations

import builders as make
import pytest
from rich.cells import cell_len

from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.issued import Reissue
from qp_scoring.documents.outcome import Outcome
from qp_scoring.documents.results import Coverage, NextBand, OfficeResult, Previous
from qp_scoring.reports.terminal.score import Terminal, unfinished_by
from qp_scoring.reports.terminal.tables import BAR_CELLS, OFFICES_SHOWN
from qp_scoring.rubric.model import Bands, Rubric

STEP = NextBand(band="ดี", from_mean="2.50", distance="0.08")
BEFORE = Previous(fiscal_year=2565, round="12m", mean="2.00", band="พอใช้", change="+0.42")


@pytest.fixture
def printed(capsys, monkeypatch):
    """What the terminal prints of these offices, line by line, without spaces at the ends."""

    def call(
        *offices: OfficeResult,
        columns: int = 80,
        rubric: Rubric = make.RUBRIC,
        **outcome: object,
    ) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        results = make.results(*offices, rubric=rubric)
        given = Outcome(
            results, analyse(results, rubric), rubric, findings=(), withheld=(), **outcome
        )
        Terminal("th", plain=True).results(given, "out")
        lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        assert all(cell_len(line) <= columns for line in lines)
        return lines

    return call


def row(lines: list[str], start: str) -> str:
    return next(line for line in lines if line.strip().startswith(start))


def column(lines: list[str], heading: str, figure: str) -> bool:
    """Whether a figure ends where its heading ends, in cells of the screen."""
    head = next(line for line in lines if "รหัส" in line and heading in line)
    ends = cell_len(head[: head.index(heading) + len(heading)])
    body = next(line for line in lines if figure in line)
    return cell_len(body[: body.index(figure) + len(figure)]) == ends


def test_an_office_in_one_line_with_figures_under_their_headings(printed):
    lines = printed(make.office())
    assert row(lines, "2402").split() == [
        *("2402", "สพป.ตัวอย่าง", "เขต", "2", "2.42", "พอใช้", "11/12", "9,", "3")
    ]
    assert column(lines, "เฉลี่ย", "2.42")
    assert column(lines, "รายงาน", "11/12")


def test_at_80_columns_no_titles_and_no_next_band(printed):
    lines = printed(make.office(next_band=STEP))
    assert not any("0.08" in line for line in lines)
    assert not any(make.RUBRIC.indicators[0].title in line for line in lines)


def test_at_120_columns_titles_and_what_the_next_band_takes(printed):
    lines = printed(make.office(next_band=STEP), columns=120)
    assert "ขาด 0.08 ถึง ดี" in row(lines, "2402")
    text = "".join("".join(lines).split())
    for indicator in make.RUBRIC.indicators:
        # Folded where it is long, never cut.
        assert indicator.title.split()[0][:30] in text
    assert "…" not in text


def test_the_change_since_the_other_round_where_there_is_one(printed):
    lines = printed(make.office(previous=BEFORE), make.office(code="2401"))
    assert "+0.42" in row(lines, "2402")
    assert "เปลี่ยน" in next(line for line in lines if "สำนักงาน" in line and "เฉลี่ย" in line)
    assert " - " in row(lines, "2401")
    assert any("พ.ศ. 2565 รอบ 12 เดือน" in line for line in lines)
    assert not any("เปลี่ยน" in line for line in printed(make.office()))


def test_bands_with_their_share_and_a_bar_as_long_as_it(printed):
    offices = [make.office(code=f"24{at:02}") for at in range(3)]
    offices.append(make.office(code="2499", band="ดี"))
    lines = printed(*offices)
    assert row(lines, "พอใช้").split() == ["พอใช้", "3", "75%", "█" * (BAR_CELLS * 3 // 4)]
    assert row(lines, "ดี ").split() == ["ดี", "1", "25%", "█" * (BAR_CELLS // 4)]
    assert row(lines, "ดีเยี่ยม").split() == ["ดีเยี่ยม", "0", "0%"]


def test_more_offices_than_fit_are_counted(printed):
    offices = [make.office(code=f"{at:04}") for at in range(OFFICES_SHOWN + 5)]
    assert any("และอีก 5 แห่ง" in line for line in printed(*offices))


def test_unfinished_offices_of_a_country_do_not_fill_the_screen(printed):
    blank = [""] * 13
    offices = [make.office(blank, code=f"{at:04}") for at in range(OFFICES_SHOWN + 5)]
    lines = printed(*offices)
    assert sum("ตัวชี้วัด 1, 2" in line for line in lines) == OFFICES_SHOWN
    assert any("และอีก 5 แห่ง ดูชีต “ยังไม่สมบูรณ์”" in line for line in lines)


def test_a_rubric_without_levels_has_bars_of_its_own_scale(printed):
    scale = make.RUBRIC.scale.model_copy(
        update={"levels": False, "level": (), "min": None, "max": 10}
    )
    rubric = make.rubric_with(scale=scale)
    lines = printed(make.office(["5"] * len(make.CODES)), rubric=rubric)
    assert row(lines, "X2").split()[-1] == "█" * (BAR_CELLS // 2)


def test_a_rubric_without_a_range_has_no_bars_and_no_fault(printed):
    scale = make.RUBRIC.scale.model_copy(
        update={"levels": False, "level": (), "min": None, "max": None}
    )
    lines = printed(make.office(), rubric=make.rubric_with(scale=scale))
    assert "█" not in row(lines, "X2")


def test_offices_that_are_only_covered_have_neither_mean_nor_band(printed):
    rubric = make.rubric_with(bands=Bands(confirmed=True, band=()))
    covered = make.office(
        mean=None,
        mean_exact=None,
        band=None,
        mean_reported=None,
        coverage=Coverage(scored=9, applicable=13),
    )
    lines = printed(covered, rubric=rubric)
    assert row(lines, "2402").split()[:5] == ["2402", "สพป.ตัวอย่าง", "เขต", "2", "9/13"]
    assert not any("ตามระดับคุณภาพ" in line for line in lines)
    assert not any("คะแนนเฉลี่ย" in line for line in lines)
    # Indicator 9 was not reported: no bar, where the others have a full one.
    assert row(lines, "9 ").split() == ["9", "0", "1"]
    assert row(lines, "X2").split() == ["X2", "1", "0", "█" * BAR_CELLS]


def test_the_mark_of_what_was_not_reported_is_the_rubrics_own(printed):
    missing = make.RUBRIC.state.not_reported.model_copy(update={"printed": "ว่าง"})
    state = make.RUBRIC.state.model_copy(update={"not_reported": missing})
    lines = printed(make.office(), rubric=make.rubric_with(state=state))
    assert "ว่าง" in next(line for line in lines if "เฉลี่ย  จำนวน" in line)


def test_a_re_issue_says_what_to_hand_out_again(printed):
    reissue = Reissue(
        changed=("2402 สพป.ก",),
        recompared=("2401 สพป.ข",),
        unchanged=("2001 สพป.ค", "2002 สพป.ง"),
        added=("9901 สพป.จ",),
        gone=(),
    )
    lines = printed(make.office(), reissue=reissue)
    assert row(lines, "ฉบับแก้ไข").endswith("2402 สพป.ก")
    assert row(lines, "ผลเดิม").endswith("2401 สพป.ข")
    assert row(lines, "ออกใบผลเป็นครั้งแรก").endswith("9901 สพป.จ")
    assert row(lines, "เหมือนเดิมทุกประการ").endswith("2 แห่ง")
    assert not any("เคยมีใบผล" in line for line in lines)


def test_a_long_list_of_revised_offices_is_folded_under_its_beginning(printed):
    names = tuple(f"{at:04} สพป.ตัวอย่าง เขต {at}" for at in range(OFFICES_SHOWN + 3))
    lines = printed(make.office(), reissue=Reissue(names, (), (), (), ()))
    begun = next(at for at, line in enumerate(lines) if "ฉบับแก้ไข" in line)
    end = lines.index("", begun)
    assert all(line.startswith("  ") for line in lines[begun:end])
    assert lines[end - 1].endswith("+3")


def test_the_number_of_pdfs_is_said_only_where_they_were_asked_for(printed):
    assert any("PDF 2 ไฟล์" in line for line in printed(make.office(), pdfs=2))
    # Without LibreOffice there are none, and no folder of them.
    assert not any("PDF" in line for line in printed(make.office(), pdfs=0))
    assert not any("PDF" in line for line in printed(make.office()))


def test_nothing_in_a_name_reaches_the_screen_as_a_command(printed):
    hostile = "[red]ก[/red]\x1b[31m\u202eข\x07"
    text = "\n".join(printed(make.office(short_name=hostile, code="24\x1b02")))
    assert "[red]ก[/red]" in text
    assert not set(text) & {"\x1b", "\u202e", "\x07"}


def test_whom_to_remind_is_who_left_something_open_and_nobody_where_voices_differ():
    tie = make.item("1.1", None, make.said("ก", "met"), make.said("ข", "unmet"))
    unsaid = make.said("ข", "met").model_copy(update={"mark": None})
    blank = make.item("1.2", None, make.said("ก", "met"), unsaid)
    gone = make.item("1.2", "met", make.said("ก", "met"))
    for items, names in (((tie,), []), ((tie, blank), ["ข"]), ((gone,), [None])):
        one = make.indicator("1", "", items=items)
        assert unfinished_by(make.office(indicators=(one,))) == names
