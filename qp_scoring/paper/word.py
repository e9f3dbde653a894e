"""A Word document of headings, paragraphs and tables, written part by part; A4 upright.

Text from inputs is only ever typed text: no fields, no links, nothing outside the file. The same
content gives the same bytes. Sizes are in half points, widths in twentieths of a point.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from qp_scoring.paper.cells import clean

_FONT = "TH Sarabun New"
_MADE = (1980, 1, 1, 0, 0, 0)
_HALF_PAGE = 1_500  # letters of a cell
_WIDTH = 9638  # of A4 between margins of 20 mm
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_PARTS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)


def _style(
    name: str, shown: str, size: int, *, bold: bool = False, level: int | None = None, before: int
) -> str:
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    kept = "<w:keepLines/>" if level is None else "<w:keepNext/><w:keepLines/>"
    strong = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{kept}'
        f'<w:spacing w:before="{before}" w:after="60"/>{outline}</w:pPr>'
        f'<w:rPr>{strong}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES = (
    f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:bidi="th-TH"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:spacing w:after="60"/></w:pPr></w:style>'
    + _style("Title", "Title", 40, bold=True, before=0)
    + _style("Heading1", "heading 1", 36, bold=True, level=0, before=240)
    + _style("Heading2", "heading 2", 32, bold=True, level=1, before=120)
    + _style("Cell", "Cell", 28, before=0)
    + "</w:styles>"
)


@dataclass(frozen=True, slots=True)
class CellParagraph:
    """A paragraph of a cell."""

    text: str
    bold: bool = False


class Word:
    """Collects a document from its beginning to its end; ``label`` stands on top of every page."""

    def __init__(self, title: str, label: str) -> None:
        self._title = title
        self._label = label
        self._body: list[str] = []

    def title(self, text: str) -> None:
        """Add the title."""
        self._body.append(_paragraph(text, "Title"))

    def heading(self, text: str, level: int) -> None:
        """Add a heading of level 1 or 2; it stays on the page of what follows."""
        self._body.append(_paragraph(text, f"Heading{level}"))

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._body.append(_paragraph(text))

    def table(
        self,
        headings: Sequence[str],
        shares: Sequence[int],
        rows: Sequence[Sequence[Sequence[CellParagraph]]],
    ) -> None:
        """Add a table whose headings are repeated on every page; ``shares`` are its widths in %.

        A page ends within no paragraph of a row.
        """
        widths = [_WIDTH * share // 100 for share in shares]
        named = [(CellParagraph(heading, bold=True),) for heading in headings]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{_row(named, widths, heading=True)}"
            f"{''.join(_row(row, widths) for row in rows)}</w:tbl>"
        )
        self._body.append(_paragraph("", "Cell"))

    def content(self) -> bytes:
        """The file."""
        body = (
            f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{"".join(self._body)}'
            '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
            '<w:footerReference w:type="default" r:id="rId3"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
            'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
            "</w:sectPr></w:body></w:document>"
        )
        core = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{_typed(self._title)}</dc:title></cp:coreProperties>"
        )
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "docProps/core.xml": core,
            "word/_rels/document.xml.rels": _PARTS,
            "word/document.xml": body,
            "word/styles.xml": _STYLES,
            "word/header1.xml": _page_line("hdr", _run(self._label, bold=True), "right"),
            "word/footer1.xml": _page_line("ftr", _NUMBER, "center"),
        }
        data = BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(zipfile.ZipInfo(name, _MADE), _HEAD + part, zipfile.ZIP_DEFLATED)
        return data.getvalue()


_NUMBER = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def _page_line(tag: str, content: str, side: str) -> str:
    return (
        f'<w:{tag} xmlns:w="{_MAIN}"><w:p><w:pPr><w:jc w:val="{side}"/></w:pPr>{content}</w:p>'
        f"</w:{tag}>"
    )


def _row(
    cells: Sequence[Sequence[CellParagraph]], widths: Sequence[int], *, heading: bool = False
) -> str:
    """A row; only a long one of several paragraphs may go on on the next page."""
    header = "<w:tblHeader/>" if heading else ""
    longest = max(cells, key=_letters)
    divided = len(longest) > 1 and _letters(longest) > _HALF_PAGE
    whole = "" if divided else "<w:cantSplit/>"
    head = f"<w:trPr>{whole}{header}</w:trPr>" if whole or header else ""
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="DCE6F1"/>' if heading else ""
    return (
        f"<w:tr>{head}"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
            f"{''.join(map(_cell_line, cell))}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        + "</w:tr>"
    )


def _letters(cell: Sequence[CellParagraph]) -> int:
    return sum(len(line.text) for line in cell)


def _cell_line(line: CellParagraph) -> str:
    """A paragraph of a cell; a bold one heads the next and stays on its page."""
    kept = "<w:keepNext/>" if line.bold else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{kept}</w:pPr>{_run(line.text, bold=line.bold)}</w:p>'
    )


def _paragraph(text: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    strong = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{line}</w:t>' for line in _typed(text).split("\n")
    )
    return f"<w:r>{strong}{lines}</w:r>"


def _typed(text: str) -> str:
    return escape(clean(text), quote=False)
