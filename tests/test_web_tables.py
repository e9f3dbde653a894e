"""Tables in web pages that are called .xls, as systems export them: read as Excel shows them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from test_tables_contradicted import loud
from test_tables_doubted import refused
from test_tables_of_offices import HEAD, LEVELS, levels_of, rows, said_by

from qp_scoring import score


def row(cells: Iterable[object], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


TABLE = f"<table border=1>{row(HEAD, 'th')}{''.join(map(row, rows()))}</table>"


def page(
    folder: Path, table: str = TABLE, *, before: str = "", head: str = "", codec: str = "utf-8"
) -> Path:
    path = folder / "a.xls"
    text = f"<html><head>{head}</head><body>{before}{table}</body></html>"
    path.write_bytes(text.encode(codec))
    return path


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=tis-620">', "cp874"),
        ('<style>td {mso-number-format:"\\@";} th {background:#003; color:#fff}</style>', "utf-8"),
        ("<!--[if gte mso 9]><xml><x:Name>ผล</x:Name></xml><![endif]-->", "utf-8"),
        ("<title>รายงาน</title><script>if (1 < 2) alert('มี')</script>", "utf-8"),
    ],
)
def test_a_table_of_a_web_page_is_read(tmp_path: Path, head: str, codec: str) -> None:
    results = score(page(tmp_path, head=head, codec=codec))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


def test_a_page_without_its_frame_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(TABLE.replace("</td>", "").replace("</tr>", ""), encoding="utf-8")
    assert levels_of(score(path)) == LEVELS


def test_texts_before_the_table_have_rows_of_their_own(tmp_path: Path) -> None:
    before = "<h3>ผลการประเมิน ITA</h3><p>พิมพ์เมื่อ 1 มี.ค. 66</p><table><tr><td>จังหวัด</td></tr></table>"
    results = score(page(tmp_path, before=before))
    assert (levels_of(results), said_by(results, "title-of-others")) == (LEVELS, ["A1"])


def test_cells_over_several_leave_the_others_in_their_columns(tmp_path: Path) -> None:
    first, second, *codes = HEAD
    head = (
        f"<tr><th rowspan=2>{first}</th><th rowspan='2'>{second}</th>"
        f'<th colspan="{len(codes)}">ระดับคุณภาพ</th></tr>{row(codes, "th")}'
    )
    results = score(page(tmp_path, f"<table>{head}{''.join(map(row, rows()))}</table>"))
    assert (levels_of(results), loud(results)) == (LEVELS, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("<s>2</s>", "cell-struck"),
        ("<del>1</del> 2", "cell-partly-struck"),
        ("2<sup>1)</sup>", "cell-shifted"),
    ],
)
def test_what_is_struck_or_raised_is_seen(tmp_path: Path, written: str, code: str) -> None:
    table = TABLE.replace("<td>2</td>", f"<td>{written}</td>", 1)
    results = score(page(tmp_path, table))
    assert len(said_by(results, code)) == 1


@pytest.mark.parametrize(
    "written",
    [
        "<td style='display:none'>2</td>",
        "<td style='text-decoration:line-through'>2</td>",
        "<td style='color:#FFFFFF'>2</td>",
        "<td hidden>2</td>",
        "<td><img src='a.png'></td>",
        "<td><input type=checkbox checked></td>",
        "<td><table><tr><td>2</td></tr></table></td>",
        "<td style='mso-number-format:0%'>2</td>",
        "<td>2 < 3</td>",
    ],
)
def test_what_only_a_browser_can_tell_is_refused(tmp_path: Path, written: str) -> None:
    table = TABLE.replace("<td>2</td>", written, 1)
    assert refused(page(tmp_path, table))[0] == ("file-html", None)


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    assert refused(page(tmp_path, "<p>กรุณาเข้าสู่ระบบ</p>"))[0] == ("file-html", None)


def test_a_cell_over_more_than_a_sheet_has_is_refused(tmp_path: Path) -> None:
    table = "<table><tr><td rowspan=99999 colspan=99999>1</td></tr></table>"
    assert refused(page(tmp_path, table))[0] == ("sheet-too-large", None)
