"""Report files made for the tests: Word documents, PDFs, and what only looks like them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pythainlp.tokenize import word_tokenize
from workbook_parts import zipped

from qp_scoring.evidence.lines import width

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def paragraph(text: str, *properties: str) -> str:
    """A paragraph; ``\\t`` and ``\\n`` become Word's tabs and line breaks."""
    runs = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    set_as = f"<w:pPr>{''.join(properties)}</w:pPr>" if properties else ""
    return f'<w:p>{set_as}<w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def styled(style: str) -> str:
    """That a paragraph is in a style, by its id."""
    return f'<w:pStyle w:val="{style}"/>'


def outlined(level: int) -> str:
    """That a paragraph or a style has a level of the outline, counted from 0; 9 is body text."""
    return f'<w:outlineLvl w:val="{level}"/>'


def style(identity: str, name: str, based_on: str = "", *properties: str) -> str:
    """A style of paragraphs, as ``word/styles.xml`` holds them."""
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{''.join(properties)}</w:pPr></w:style>"
    )


def numbered(numbering: int, level: int = 0) -> str:
    """That Word counts a paragraph, by the id of a numbering; 0 takes one off."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'


def numbering(*nums: Sequence[tuple[str, str]]) -> bytes:
    """``word/numbering.xml``: of each numbering, from id 1, the kind and text of its levels."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
            for level, (kind, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for at, levels in enumerate(nums, 1)
    )
    ids = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
        for at in range(1, len(nums) + 1)
    )
    return f'<?xml version="1.0"?><w:numbering xmlns:w="{WORD}">{kinds}{ids}</w:numbering>'.encode()


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table; a cell's lines become its paragraphs."""
    cells = (
        "<w:tr>"
        + "".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def document(body: str) -> bytes:
    head = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}">'
    return f"{head}<w:body>{body}</w:body></w:document>".encode()


def docx(content: bytes | str, **parts: bytes) -> bytes:
    """A Word document of a body's XML, or of raw content."""
    main = content if isinstance(content, bytes) else document(content)
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": main, **parts})


def docx_in_styles(content: str, *styles: str, **parts: bytes) -> bytes:
    """A Word document of a body's XML and the styles that it uses, with more parts."""
    told = f'<?xml version="1.0"?><w:styles xmlns:w="{WORD}">{"".join(styles)}</w:styles>'
    return docx(content, **{"word/styles.xml": told.encode(), **parts})


def broken(text: str, margin: int) -> str:
    """A text with every line broken at a margin, as mail programs and editors do."""
    return "\n".join(part for line in text.split("\n") for part in _parts(line, margin))


def _parts(line: str, margin: int) -> Iterator[str]:
    part = ""
    for word in word_tokenize(line, engine="newmm"):
        if part.strip() and width(part + word.rstrip()) > margin:
            yield part.rstrip()
            part = word.lstrip()
        else:
            part += word
    yield part.rstrip()


def docx_of_lines(text: str) -> bytes:
    """A Word document with a paragraph per line."""
    return docx("".join(map(paragraph, text.split("\n"))))


def bomb() -> bytes:
    """A small document that unpacks to far more than any report holds."""
    return docx(document(paragraph("ก")) + b" " * 110 * 2**20)


def pdf(pages: Sequence[Sequence[str | Sequence[str]]], *, as_browsers: bool = False) -> bytes:
    """A PDF whose text is told by a ToUnicode map, as Thai PDFs tell theirs; no page: no text.

    A line is a text, or its letters, each drawn behind the other or moved by numbers between them.
    Browsers draw a letter with its marks in two pieces, each of which says that it is both, and
    leave room for spaces.
    """
    drawn = [[_pieces(line) if as_browsers else list(line) for line in page] for page in pages]
    letters = (one for page in drawn for line in page for one in line)
    codes = _codes(one for one in letters if one and not _MOVED.fullmatch(one))
    streams = []
    for page in drawn:
        shown = "".join(
            f"[{''.join(_shown(line, codes, again=as_browsers))}] TJ T*\n" for line in page
        )
        streams.append(f"BT /F 12 Tf 14 TL 50 800 Td\n{shown}ET" if page else "")
    return _pdf_of(streams, codes)


def ruled_pdf(pages: Sequence[Sequence[str | Sequence[str]]], edges: Sequence[int]) -> bytes:
    """A PDF of lines and of rows of tables, whose cells have rules around them at the edges.

    A cell's lines are parted by line breaks; a line begins with a tab where it is indented.
    """
    codes = _codes(letter for page in pages for one in page for text in one for letter in text)
    streams = []
    for page in pages:
        up, stream = 800, ""
        for one in page:
            cells = [one] if isinstance(one, str) else one
            high = 14 * max(cell.count("\n") + 1 for cell in cells)
            for edge, cell in zip(edges, cells, strict=False):
                left = edge + 36 * cell.startswith("\t")
                for down, text in enumerate(cell.strip("\t").split("\n"), 1):
                    shown = "".join(f"<{codes[letter]:04x}>" for letter in text)
                    at = f"1 0 0 1 {left + 3} {up - 14 * down + 3} Tm"
                    stream += f"BT /F 12 Tf {at} [{shown}] TJ ET\n"
            if not isinstance(one, str):
                wide = edges[-1] - edges[0]
                stream += "".join(f"{edges[0]} {at} {wide} 0.5 re f\n" for at in (up, up - high))
                stream += "".join(f"{at} {up - high} 0.5 {high} re f\n" for at in edges)
            up -= high
        streams.append(stream)
    return _pdf_of(streams, codes)


Glyph = tuple[str, int, int, int]
"""What a glyph says, where in its room of 500 its ink begins, and its ink's foot and top."""


def inked_pdf(lines: Sequence[tuple[int, Sequence[Glyph | int]]]) -> bytes:
    """A PDF of lines that begin at a place, each glyph of a font of its own.

    Numbers between glyphs move the next one back.
    """
    glyphs = sorted({one for _, line in lines for one in line if not isinstance(one, int)})
    page = ""
    for down, (left, line) in enumerate(lines):
        page += f"1 0 0 1 {left} {800 - 14 * down} Tm\n"
        for one in line:
            moved = isinstance(one, int)
            page += f"[{one}] TJ\n" if moved else f"/F{glyphs.index(one)} 12 Tf <01> Tj\n"
    fonts = []
    for said, left, foot, top in glyphs:
        drawn, told = 6 + len(fonts), 7 + len(fonts)
        font = (
            f"<</Type/Font/Subtype/Type3/FontBBox[{left} {foot} 500 {top}]"
            f"/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</g {drawn} 0 R>>/Widths[500]/FirstChar 1"
            f"/LastChar 1/Encoding<</Differences[1/g]>>/ToUnicode {told} 0 R>>"
        )
        box = f"500 0 {left} {foot} 500 {top} d1 {left} {foot} {500 - left} {top - foot} re f"
        fonts += [font.encode(), _stream(box), _told([("01", said)])]
    named = "".join(f"/F{at} {5 + 3 * at} 0 R" for at in range(len(glyphs)))
    return _file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<<%s>>>>>>" % named.encode(),
            _stream(f"BT\n{page}ET"),
            *fonts,
        ]
    )


def _codes(letters: Iterable[str]) -> dict[str, int]:
    return {letter: code for code, letter in enumerate(sorted(set(letters)), 1)}


def _pdf_of(streams: Sequence[str], codes: dict[str, int]) -> bytes:
    """A PDF of what is drawn on its pages, in letters that have codes."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _font(codes), _map(codes)]
    kids = []
    for stream in streams:
        objects.append(_stream(stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _file(objects)


_ROOM = "-300"
"""What leaves room for a space."""
_MOVED = re.compile(r"-?[0-9]{3,4}")


def _pieces(line: str) -> list[str]:
    """A line's letters with their marks; nothing stands for a space."""
    clusters = re.findall(r"[ก-ฮ][\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]+|.", line)
    return ["" if one == " " else one for one in clusters]


def _shown(line: Sequence[str], codes: dict[str, int], *, again: bool) -> Iterator[str]:
    before = ""
    for one in line:
        if _MOVED.fullmatch(one):
            yield f" {one} "
            continue
        yield f"<{codes[one]:04x}>" if one else f" {_ROOM} "
        # Its marks are drawn over the letter, behind the one that follows.
        if again and one and len(before) > 1:
            yield f" 800 <{codes[before]:04x}> -300 "
        before = one


def _font(codes: dict[str, int]) -> bytes:
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 4 0 R"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )


def _map(codes: dict[str, int]) -> bytes:
    return _told([(f"{code:04x}", letter) for letter, code in codes.items()])


def _told(glyphs: Sequence[tuple[str, str]]) -> bytes:
    """What glyphs say, by their codes."""
    pairs = "\n".join(f"<{code}> <{said.encode('utf-16-be').hex()}>" for code, said in glyphs)
    wide = len(glyphs[0][0]) if glyphs else 4
    text = (
        f"begincmap\n1 begincodespacerange\n<{'0' * wide}> <{'f' * wide}>\nendcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar\nendcmap"
    )
    return _stream(text)


def _stream(text: str) -> bytes:
    data = text.encode()
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
