"""What is seen in a cell beside its value: read in the same pass, and never a reason to stop."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from workbook_parts import (
    DOCUMENT,
    PACKAGE,
    SHEET,
    Parts,
    parts,
    read,
    said,
    seen_at,
    worksheet,
    zipped,
)

from qp_scoring.documents.own import NOTE_AUTHOR
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.readers.cells import CellKind, InputSheet
from qp_scoring.intake.readers.dressing import NOTHING, Seen
from qp_scoring.intake.readers.grid import read_file

STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
DRAWING_NS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def saved(folder: Path, book: openpyxl.Workbook) -> InputSheet:
    path = folder / "ก.xlsx"
    book.save(path)
    log = FindingLog()
    (sheet,) = read_file(InputFile(path, "ก.xlsx"), log)
    assert {item.code for item in log} <= {"rows-hidden", "columns-hidden"}, list(log)
    return sheet


def seen_of(folder: Path, value: object, **style: object) -> Seen:
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = value
    for name, given in style.items():
        setattr(cell, name, given)
    found = saved(folder, book).cell(1, 1)
    assert found is not None
    return found.seen


@pytest.mark.parametrize(
    ("value", "style", "seen"),
    [
        ("มี", {}, NOTHING),
        ("มี", {"font": Font(strike=True)}, Seen.STRUCK),
        (5, {"font": Font(strike=True)}, Seen.STRUCK),
        (True, {"font": Font(strike=True)}, Seen.STRUCK),
        ("มี", {"border": Border(diagonalUp=True, diagonal=Side(style="thin"))}, Seen.CROSSED),
        (5, {"border": Border(diagonalDown=True, diagonal=Side(style="thick"))}, Seen.CROSSED),
        ("มี", {"border": Border(diagonal=Side(style="thin"))}, NOTHING),
        ("มี", {"border": Border(diagonalUp=True)}, NOTHING),
        ("มี", {"number_format": ";;;"}, Seen.INVISIBLE),
        ("มี", {"number_format": "0;0;0;@"}, NOTHING),
        (5, {"number_format": "0;0;0;"}, NOTHING),
        ("มี", {"font": Font(vertAlign="superscript")}, Seen.SHIFTED),
        ("n", {"font": Font(name="Wingdings 2")}, Seen.SYMBOLS),
        ("มี", {"font": Font(color="FFFFFFFF")}, Seen.INVISIBLE),
        (
            "มี",
            {"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FF00B050")},
            NOTHING,
        ),
        (
            "มี",
            {"font": Font(color="FF00B050"), "fill": PatternFill("solid", fgColor="FF00B050")},
            Seen.INVISIBLE,
        ),
        (3, {"number_format": ";;;"}, Seen.INVISIBLE),
        (3, {"number_format": "0;-0;;@"}, NOTHING),
        (0, {"number_format": "0;-0;;@"}, Seen.INVISIBLE),
        (0, {"number_format": "#,###"}, Seen.INVISIBLE),
        (3, {"number_format": "[White]0"}, Seen.INVISIBLE),
        (3, {"number_format": "[>=3][Color 2]0;0"}, Seen.INVISIBLE),
        (2, {"number_format": "[>=3][Color 2]0;0"}, NOTHING),
        (3, {"number_format": "[Red]0", "font": Font(color="FFFFFFFF")}, NOTHING),
        ("มี", {"number_format": "[White]@"}, Seen.INVISIBLE),
        ("มี", {"font": Font(sz=1)}, Seen.INVISIBLE),
        ("มี", {"font": Font(sz=6)}, NOTHING),
        ("มี", {"font": Font(color=Color(theme=0, tint=-0.05))}, Seen.INVISIBLE),
        ("มี", {"font": Font(color=Color(theme=0, tint=-0.5))}, NOTHING),
        ("มี", {"font": Font(), "fill": PatternFill("solid", fgColor="FF000000")}, Seen.INVISIBLE),
        ("มี", {"font": Font(), "fill": PatternFill("solid", fgColor="FF1F3864")}, NOTHING),
        (
            CellRichText([TextBlock(InlineFont(sz=1), "ไม่"), TextBlock(InlineFont(b=True), "มี")]),
            {},
            Seen.INVISIBLE,
        ),
        (
            "มี",
            {"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FFFFF2CC")},
            Seen.INVISIBLE,
        ),
        (4500, {"number_format": "0.0,"}, Seen.OTHERWISE),
        (-3, {"number_format": "0;0"}, Seen.OTHERWISE),
        (5, {"number_format": '0"0"'}, Seen.OTHERWISE),
        (5, {"number_format": '"1"0'}, Seen.OTHERWISE),
        (2.4, {"number_format": '0" คะแนน"'}, Seen.OTHERWISE),
        (0.95, {"number_format": '0"%"'}, Seen.OTHERWISE),
        (2, {"number_format": '[=1]"มี";[=0]"ไม่มี"'}, Seen.OTHERWISE),
        ("มี", {"number_format": '"ไม่"@'}, Seen.OTHERWISE),
        ("มี", {"number_format": '0;0;0;"ไม่มี"'}, Seen.OTHERWISE),
        ("มี", {"number_format": "_(@_)"}, NOTHING),
        (CellRichText([TextBlock(STRUCK, "9"), "5"]), {}, Seen.PARTLY_STRUCK),
        (CellRichText([TextBlock(STRUCK, "9"), " "]), {}, Seen.STRUCK),
        (
            CellRichText(["9", TextBlock(InlineFont(vertAlign="superscript"), "1")]),
            {},
            Seen.SHIFTED,
        ),
        (CellRichText(["มี", TextBlock(InlineFont(b=True), "!")]), {}, NOTHING),
        (CellRichText([TextBlock(InlineFont(rFont="Webdings"), "a")]), {}, Seen.SYMBOLS),
        # A run without a font of its own takes that of its cell.
        (
            CellRichText(["9", TextBlock(InlineFont(b=True), "5")]),
            {"font": Font(strike=True)},
            Seen.PARTLY_STRUCK,
        ),
    ],
)
def test_how_a_text_looks(
    tmp_path: Path, value: object, style: dict[str, object], seen: Seen
) -> None:
    assert seen_of(tmp_path, value, **style) == seen


STRIKE, WHITE = {"font": Font(strike=True)}, {"font": Font(color="FFFFFFFF")}
DARK = {**WHITE, "fill": PatternFill(bgColor="FF00B050")}


@pytest.mark.parametrize(
    ("value", "rule", "seen"),
    [
        ("มี", CellIsRule(operator="equal", formula=['"มี"'], **STRIKE), Seen.STRUCK),
        ("มี", CellIsRule(operator="equal", formula=['"ไม่มี"'], **STRIKE), NOTHING),
        ("มี", CellIsRule(operator="equal", formula=["0"], **WHITE), NOTHING),
        (0, CellIsRule(operator="equal", formula=["0"], **WHITE), Seen.INVISIBLE),
        (0, CellIsRule(operator="equal", formula=["0"], **DARK), NOTHING),
        (5, CellIsRule(operator="between", formula=["4", "6"], **STRIKE), Seen.STRUCK),
        (5, CellIsRule(operator="notBetween", formula=["4", "6"], **STRIKE), NOTHING),
        (5, CellIsRule(operator="equal", formula=["B1+1"], **STRIKE), Seen.CONDITIONAL),
        (5, FormulaRule(formula=['$B1="ยกเลิก"'], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=['$C1=""'], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=['$B2="ยกเลิก"'], **STRIKE), NOTHING),
        (5, FormulaRule(formula=["A1>4"], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=["A1<B1"], **STRIKE), Seen.STRUCK),  # texts come after numbers
        (5, FormulaRule(formula=["ISNUMBER(A1)"], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=["ISTEXT(A1)"], **STRIKE), NOTHING),
        ("มี", FormulaRule(formula=["ISTEXT( A1 )"], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=["iserror(A1)"], font=Font(color="FFFFFFFF")), NOTHING),
        (5, FormulaRule(formula=["ISBLANK($C1)"], **STRIKE), Seen.STRUCK),
        (5, FormulaRule(formula=["ISODD(A1)"], **STRIKE), Seen.CONDITIONAL),
        (5, FormulaRule(formula=["ISODD(A1)"], font=Font(b=True, color="FFFF0000")), NOTHING),
        (
            "ไม่มี",
            Rule("containsText", text="มี", dxf=DifferentialStyle(**STRIKE)),
            Seen.STRUCK,
        ),
        ("มี", Rule("duplicateValues", dxf=DifferentialStyle(**STRIKE)), Seen.CONDITIONAL),
        (5, IconSetRule("3Symbols", "percent", [0, 33, 67], showValue=False), Seen.INVISIBLE),
        (5, IconSetRule("3Symbols", "percent", [0, 33, 67]), NOTHING),
    ],
)
def test_how_a_text_looks_under_a_condition(
    tmp_path: Path, value: object, rule: Rule, seen: Seen
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B1"] = value, "ยกเลิก"
    page.conditional_formatting.add("A1:A9", rule)
    found = saved(tmp_path, book).cell(1, 1)
    assert found is not None
    assert found.seen == seen


def test_a_condition_of_later_programs_is_read_too(tmp_path: Path) -> None:
    made = parts(rows(1))
    made[SHEET] = worksheet(
        rows(1),
        after='<extLst><ext xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting><x14:cfRule type="cellIs" operator="equal"><xm:f>1</xm:f>'
        "<x14:dxf><font><strike/></font></x14:dxf></x14:cfRule><xm:sqref>A1:A2</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
    )
    (sheet,), log = read(tmp_path, zipped(made))
    assert said(log) == []
    assert seen_at(sheet, 1, 1) == Seen.STRUCK


def test_shared_texts_in_several_fonts(tmp_path: Path) -> None:
    path = tmp_path / "ก.xlsx"
    book = xlsxwriter.Workbook(path)
    page, struck = book.add_worksheet(), book.add_format({"font_strikeout": 1})
    bold = book.add_format({"bold": True})
    page.write_rich_string("A1", struck, "9", bold, "5")
    page.write_string("A2", "มี")
    page.write_rich_string("A3", bold, "ม", struck, " ", bold, "ี")
    book.close()
    (sheet,) = read_file(InputFile(path, "ก.xlsx"), FindingLog())
    assert [cell.seen for cell in sheet.cells.values()] == [Seen.PARTLY_STRUCK, NOTHING, NOTHING]


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (1, '"มี";;"ไม่มี"', "มี"),
        (0, '"มี";;"ไม่มี"', "ไม่มี"),
        (1, '[=1]"✓";[=0]"✗";0', "✓"),
        (0, '[=1]"✓";[=0]"✗";0', "✗"),
        (2, '[=1]"✓";[=0]"✗";0', "2"),
        (85, '0"%"', "85%"),
        (3, '"ระดับ "0', "ระดับ 3"),
        (33, '0"/40"', "33/40"),
        (5, 'General" คะแนน"', "5 คะแนน"),
        (0, '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "-"),
        (-1, "0;[Red]-0", "-1"),
        (9901, "00000", "9901"),
        (95, "t0", "95"),
        (9.5, "# ?/?", "9.5"),
        (95, "0.00E+00", "95"),
    ],
)
def test_a_number_shown_as_words_is_read_as_these(
    tmp_path: Path, number: float, number_format: str, shown: str
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = number
    book.active["A1"].number_format = number_format
    found = saved(tmp_path, book).cell(1, 1)
    assert found is not None
    assert (found.text, found.seen) == (shown, NOTHING)


class TestSheets:
    def test_what_a_merge_covers_is_not_seen(self, tmp_path: Path) -> None:
        made = parts()
        cells = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}"><v>2</v></c></row>'
        merge = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        made[SHEET] = worksheet("".join(map(cells.format, (1, 2, 3))), after=merge)
        (sheet,), log = read(tmp_path, zipped(made))
        assert said(log) == []
        unseen = [at for at, cell in sheet.cells.items() if Seen.INVISIBLE in cell.seen]
        assert unseen == [(2, 1), (3, 2)]
        assert Seen.INVISIBLE in sheet.row(2)[1].seen

    def test_merges(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        page["A1"], page["A6"] = "มี", "ท้าย"
        page.merge_cells("A1:A3")
        page.merge_cells("C1:D1")
        sheet = saved(tmp_path, book)
        assert [seen_at(sheet, row, 1) for row in (1, 2, 3, 4)] == [*[Seen.COVERED] * 3, NOTHING]
        # Across one row only the cells behind the first are covered.
        assert [seen_at(sheet, 1, column) for column in (3, 4)] == [NOTHING, Seen.COVERED]

    def test_hidden_rows_and_columns_are_said_once(self, tmp_path: Path) -> None:
        made = parts()
        rows = "".join(
            f'<row r="{row}" {shape}>'
            + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in "ABCDE")
            + "</row>"
            for row, shape in (
                (1, ""),
                (2, ""),
                (3, 'hidden="1"'),
                (4, 'ht="0.75" customHeight="1"'),
            )
        )
        columns = (
            '<cols><col min="2" max="2" hidden="1"/><col min="4" max="4" width="0.3"/>'
            '<col min="20" max="16384" hidden="1"/></cols>'
        )
        made[SHEET] = worksheet(rows, before=columns)
        (sheet,), log = read(tmp_path, zipped(made))
        assert [(item.code, dict(item.values)) for item in log] == [
            ("rows-hidden", {"count": "2", "rows": "3–4"}),
            ("columns-hidden", {"count": "2", "columns": "B, D"}),
        ]
        assert sheet.dressing.hidden_rows == {3, 4} and {2, 4} <= sheet.dressing.hidden_columns
        assert seen_at(sheet, 1, 1) == NOTHING

    def test_notes_but_those_of_the_program(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        page["A1"], page["A2"], page["A3"] = 1, 2, 3
        page["A1"].comment = Comment("แก้เป็น ไม่มี", "ประธาน")
        page["A2"].comment = Comment("พบปัญหา", NOTE_AUTHOR)
        page["A3"].comment = Comment(" ", "ประธาน")
        sheet = saved(tmp_path, book)
        notes = sheet.dressing.notes
        assert {at: note.text for at, note in notes.items()} == {(1, 1): "แก้เป็น ไม่มี"}
        assert seen_at(sheet, 1, 1) == Seen.NOTED
        assert seen_at(sheet, 2, 1) == NOTHING

    def test_bands_over_a_coloured_column_are_nobodys_mark(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        band, tint, green = (
            PatternFill("solid", fgColor=c) for c in ("FFEEEEEE", "FFFFF2CC", "FF00B050")
        )
        rows, columns = range(1, 10), range(1, 4)
        for row in rows:
            page.append(["ข้อ", "มี", "ก"])
            for column in columns if row % 2 else [2]:
                page.cell(row, column).fill = band if row % 2 else tint
        page["B4"].fill = green
        dressing = saved(tmp_path, book).dressing
        assert [r for r in rows if dressing.fill_apart(r, 2, rows, columns)] == [4]

    def test_fills_that_differ_from_row_and_column(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        band, green = (PatternFill("solid", fgColor=c) for c in ("FFEEEEEE", "FF00B050"))
        white = PatternFill("solid", fgColor="FFFFFFFF")
        rows, columns = range(1, 7), range(1, 6)
        for row in rows:
            page.cell(row, 1).value = "x"
            for column in columns:
                page.cell(row, column).fill = band if row % 2 else PatternFill()
        page["C2"].fill = page["B3"].fill = green
        page["D4"].fill = white
        for column in columns:
            page.cell(6, column).fill = green  # a row of its own colour
        sheet = saved(tmp_path, book)
        apart = [
            (row, column)
            for row in rows
            for column in columns
            if sheet.dressing.fill_apart(row, column, rows, columns)
        ]
        assert apart == [(2, 3), (3, 2)]


def rows(*numbers: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in numbers)


def above(kind: str, content: str | bytes) -> Parts:
    """A workbook of one sheet with one part of a kind above it."""
    made = parts(rows(1, 9))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/{kind}" Target="../above.xml"/></Relationships>'
    )
    made["xl/above.xml"] = content
    return made


def anchor(
    first: tuple[int, int], last: tuple[int, int], content: str, offset: int = 90_000
) -> str:
    corners = "".join(
        f"<{name}><col>{column}</col><colOff>{by}</colOff><row>{row}</row><rowOff>{by}</rowOff></{name}>"
        for name, (row, column), by in (("from", first, 0), ("to", last, offset))
    )
    return (
        f'<wsDr xmlns="{DRAWING_NS}"><twoCellAnchor>{corners}{content}<clientData/>'
        "</twoCellAnchor></wsDr>"
    )


def drawn(sheet: InputSheet) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(1, 9)
        for column in range(1, 9)
        if Seen.DRAWN_OVER in seen_at(sheet, row, column)
    ]


CHECKBOX = (
    '<xml xmlns:x="urn:x"><v:shape><br><x:ClientData ObjectType="{kind}">'
    "<x:Anchor> 3, 2, 4, 2, 3, 60, 5, 1</x:Anchor></x:ClientData></v:shape></xml>"
)


@pytest.mark.parametrize(
    ("kind", "content", "cells"),
    [
        ("drawing", anchor((1, 2), (2, 3), "<sp/>"), [(2, 3), (2, 4), (3, 3), (3, 4)]),
        ("drawing", anchor((1, 2), (2, 3), "<pic/>", offset=9_000), [(2, 3)]),
        ("drawing", anchor((1, 2), (1, 2), "<cxnSp/>"), [(2, 3)]),
        ("drawing", anchor((1, 2), (2, 3), "<graphicFrame/>"), []),
        ("drawing", anchor((1, 2), (2, 3), '<sp><cNvPr hidden="1"/></sp>'), []),
        ("vmlDrawing", CHECKBOX.format(kind="Checkbox"), [(5, 4)]),
        ("vmlDrawing", CHECKBOX.format(kind="Note"), []),
    ],
)
def test_what_lies_over_cells(
    tmp_path: Path, kind: str, content: str, cells: list[tuple[int, int]]
) -> None:
    sheets, log = read(tmp_path, zipped(above(kind, content)))
    assert said(log) == []
    assert drawn(sheets[0]) == cells


ONE_CELL = (
    f'<wsDr xmlns="{DRAWING_NS}"><oneCellAnchor><from><col>2</col><row>1</row></from>'
    '<ext cx="700000" cy="400000"/><pic/></oneCellAnchor></wsDr>'
)


def test_an_anchor_of_one_cell_reaches_as_far_as_it_is_large(tmp_path: Path) -> None:
    sheets, _ = read(tmp_path, zipped(above("drawing", ONE_CELL)))
    assert drawn(sheets[0]) == [(row, column) for row in (2, 3, 4) for column in (3, 4)]


def test_an_anchor_that_names_no_cell_lies_where_it_is_seen(tmp_path: Path) -> None:
    made = above(
        "drawing",
        f'<wsDr xmlns="{DRAWING_NS}"><absoluteAnchor><pos x="1500000" y="500000"/>'
        '<ext cx="100000" cy="100000"/><pic/></absoluteAnchor></wsDr>',
    )
    # Two columns of 70 pixels and one hidden; rows of 30 points, of 20 as a rule.
    made[SHEET] = worksheet(
        '<row r="1" ht="30"><c r="A1"><v>1</v></c></row>' + rows(9),
        before='<sheetFormatPr defaultRowHeight="20"/><cols><col min="1" max="2" width="9.29"/>'
        '<col min="3" max="3" hidden="1"/></cols>',
    )
    sheets, log = read(tmp_path, zipped(made))
    assert said(log) == []
    assert drawn(sheets[0]) == [(2, 4)]


_SHAPE = "<sp><spPr>{}<ln><noFill/></ln></spPr><txBody><t>{}</t></txBody></sp>"


@pytest.mark.parametrize(
    ("content", "crossed"),
    [
        ("<pic/>", True),
        ("<cxnSp/>", True),
        ('<cxnSp><ln><tailEnd type="arrow"/></ln></cxnSp>', False),
        (_SHAPE.format("<solidFill/>", ""), True),
        (_SHAPE.format("<noFill/>", " "), False),
        (_SHAPE.format("<noFill/>", "ไม่มี"), True),
        (_SHAPE.format('<prstGeom prst="line"/><noFill/>', ""), True),
    ],
)
def test_what_hides_a_cell_or_goes_across_it_crosses_its_answer_out(
    tmp_path: Path, content: str, crossed: bool
) -> None:
    made = above("drawing", anchor((0, 0), (1, 1), content))
    sheets, log = read(tmp_path, zipped(made))
    assert said(log) == []
    cells = [sheets[0].cell(row, 1) for row in (1, 9)]
    assert [cell is not None and Seen.CROSSED in cell.seen for cell in cells] == [crossed, False]


def test_a_check_box_over_the_cell_that_it_is_linked_to_crosses_nothing_out(tmp_path: Path) -> None:
    made = above("vmlDrawing", CHECKBOX.format(kind="Checkbox"))
    sheets, _ = read(tmp_path, zipped(made))
    assert not any(Seen.CROSSED in cell.seen for cell in sheets[0].cells.values())


def test_threads_come_before_the_notes_that_stand_in_for_them(tmp_path: Path) -> None:
    made = above(
        "comments",
        f'<comments xmlns="{worksheet("").split(chr(34))[1]}"><authors><author>tc={{1}}</author>'
        '</authors><commentList><comment ref="A1" authorId="0"><text><t>[Threaded comment]</t>'
        "</text></comment></commentList></comments>",
    )
    links = str(made["xl/worksheets/_rels/sheet1.xml.rels"])
    made["xl/worksheets/_rels/sheet1.xml.rels"] = links.replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://x/threadedComment" Target="../thread.xml"/>'
        "</Relationships>",
    )
    made["xl/thread.xml"] = (
        '<ThreadedComments xmlns="http://x"><threadedComment ref="A1"><text>ควรเป็น 3</text>'
        '</threadedComment><threadedComment ref="A1"><text>เห็นด้วย</text></threadedComment>'
        "</ThreadedComments>"
    )
    sheets, log = read(tmp_path, zipped(made))
    assert said(log) == []
    assert sheets[0].dressing.notes[1, 1].text == "ควรเป็น 3\nเห็นด้วย"


class TestDamage:
    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("comments", "notes-unseen"),
            ("threadedComment", "notes-unseen"),
            ("drawing", "drawings-unseen"),
        ],
    )
    @pytest.mark.parametrize("content", ["<broken", '<!DOCTYPE x [<!ENTITY a "b">]><x/>', None])
    def test_a_damaged_part_above_costs_only_what_it_would_show(
        self, tmp_path: Path, kind: str, code: str, content: str | None
    ) -> None:
        made = above(kind, content or "")
        if content is None:
            del made["xl/above.xml"]
        sheets, log = read(tmp_path, zipped(made))
        assert said(log) == [(code, "แผ่น1", None)]
        assert [cell.text for cell in sheets[0].cells.values()] == ["1", "1"]

    def test_damaged_relationships(self, tmp_path: Path) -> None:
        made = above("drawing", "<x/>")
        made["xl/worksheets/_rels/sheet1.xml.rels"] = "<broken"
        sheets, log = read(tmp_path, zipped(made))
        assert said(log) == [("notes-unseen", "แผ่น1", None), ("drawings-unseen", "แผ่น1", None)]
        assert len(sheets) == 1

    def test_damaged_styles(self, tmp_path: Path) -> None:
        made = parts(styles="<cellXfs><xf/></cellXfs>")
        made["xl/styles.xml"] = "<broken"
        sheets, log = read(tmp_path, zipped(made))
        assert said(log) == [("styles-unseen", None, None)]
        assert [cell.kind for cell in sheets[0].cells.values()] == [CellKind.NUMBER]

    def test_styles_that_are_not_there(self, tmp_path: Path) -> None:
        made = parts(styles='<fonts><font/></fonts><cellXfs><xf fontId="9" fillId="7"/></cellXfs>')
        made[SHEET] = worksheet(
            '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="5"><v>2</v></c></row>'
        )
        sheets, log = read(tmp_path, zipped(made))
        assert said(log) == []
        assert [cell.seen for cell in sheets[0].cells.values()] == [NOTHING, NOTHING]

    def test_a_merge_over_everything_is_bounded(self, tmp_path: Path) -> None:
        merges = "".join(f'<mergeCell ref="A{n}:B1048576"/>' for n in range(1, 40))
        made = parts()
        made[SHEET] = worksheet(
            rows(1, 90_000),
            after=f"<mergeCells>{merges}</mergeCells>",
        )
        sheets, log = read(tmp_path, zipped(made))
        assert said(log) == []
        assert sum(map(len, sheets[0].dressing.merged.by_row.values())) <= 1_000_000


def test_formulas_dragged_down_too_far_are_no_data(tmp_path: Path) -> None:
    far = (
        '<row r="1048576"><c r="A1048576"><f>IF(B1="","","x")</f></c>'
        '<c r="B1048576" t="str"><f>""</f><v></v></c>'
        '<c r="C1048576" t="inlineStr"><is><t> </t></is></c></row>'
    )
    sheets, log = read(tmp_path, zipped(parts(rows(1) + far)))
    assert said(log) == []
    assert sheets[0].row_numbers == (1,)
