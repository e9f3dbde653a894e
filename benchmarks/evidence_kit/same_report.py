"""Measures what is equal when the same report comes in other files: wrapped, Word, PDFs.

Run from the project's folder; reports are texts, or made ones by name (without their labels):
``PYTHONPATH=.:tests python benchmarks/evidence_kit/same_report.py [NAME_OR_FILE …] [--kinds …]``.
A section is equal where topic, part, office, unit and status are; a passage where item, office,
status and the letters of its quote are. LibreOffice and Chromium make the PDFs, in whichever of
the fonts asked for they find: TH Sarabun New, Noto Sans Thai.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from documents_made import WORD, broken, docx, numbered, numbering, paragraph, style, styled, table
from made import MADE

from qp_scoring.evidence.document import ReportRecord
from qp_scoring.evidence.read import ReportReader, read_reports
from qp_scoring.evidence.text import without_debris
from qp_scoring.findings import FindingLog
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.rubric.load import load_rubric
from qp_scoring.thai import squeeze, to_arabic_digits

REALISTIC = ["seventeen-*", "eighteen-*", "nineteen-*", "twenty-*", "twentythree-*"]
FONTS = {"sarabun": "TH Sarabun New", "noto": "Noto Sans Thai"}
SIZES = {"TH Sarabun New": 16, "Noto Sans Thai": 11}
TAB = 36
SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
BORDERS = f"<w:tblPr><w:tblBorders>{SIDES}</w:tblBorders></w:tblPr>"
SUFFIXES = {"docx": "docx", "office": "pdf", "browser": "pdf"}
MARGINS = (75, 80, 90, 100)
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NUMBER = "[0-9๐-๙]"
HEADING = re.compile(
    rf"\s*(?:#{{1,6}}\s|{NUMBER}\.{NUMBER}{{1,2}}(?:\.{NUMBER})?\s|นโยบายที่\s*{NUMBER}|\*\*[^*]+\*\*$)"
)
COUNTED = re.compile(r"\s*([0-9]{1,2})([.)])\s+(?=\D)")
CELL = re.compile(r"\t\S")
Block = tuple[str, list[list[str]]]


@dataclass(frozen=True)
class Source:
    """A report as text, and which of its lines are headings."""

    text: str
    headings: frozenset[str]


def blocks(source: Source) -> Iterator[Block]:
    """What a text is made of: headings, paragraphs, and tables with their rows.

    A row is a line with cells between tabs, or two cells on lines of their own behind a tab each.
    """
    for in_table, rows in groupby(_rows(source), key=lambda row: len(row) > 1):
        if in_table:
            yield "table", [[_shown(cell).strip() for cell in row] for row in rows]
        else:
            for (line,) in rows:
                yield ("heading" if line in source.headings else "paragraph"), [[_shown(line)]]


def _rows(source: Source) -> Iterator[list[str]]:
    lines = source.text.split("\n")
    at = 0
    while at < len(lines):
        row = lines[at : at + 3]
        if all(map(CELL.match, row[:2])) and len(row) == 3 and not row[2].strip():
            yield row[:2]
            at += 3
        else:
            line = lines[at]
            apart = "\t" in line.strip() and line not in source.headings
            yield line.rstrip().split("\t") if apart else [line]
            at += 1


def _shown(text: str) -> str:
    return re.sub(r"^\s*#{1,6}\s+", "", without_debris(text)).rstrip()


def word(source: Source, font: str = FONTS["sarabun"], *, counted: bool = False) -> bytes:
    """A Word document with a head on each page; ``counted``: Word numbers the items of lists."""
    body, lists, last = [], [], 0
    for kind, rows in blocks(source):
        line = rows[0][0]
        item = COUNTED.match(line) if counted and kind == "paragraph" else None
        if item and int(item[1]) == 1:
            lists.append(item[2])
            last = 0
        if kind == "table":
            body.append(table(rows).replace("<w:tbl>", f"<w:tbl>{BORDERS}", 1))
        elif kind == "heading":
            body.append(paragraph(line.strip(), styled("Heading2")))
        elif item and lists and (int(item[1]), item[2]) == (last + 1, lists[-1]):
            last += 1
            body.append(paragraph(line[item.end() :], numbered(len(lists))))
        else:
            body.append(paragraph(line))
    body.append(
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3" xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1134" w:bottom="1134" w:left="1701" w:header="709"/>'
        "</w:sectPr>"
    )
    return docx(
        "".join(body), **_parts(font, numbering(*([("decimal", f"%1{one}")] for one in lists)))
    )


def _parts(font: str, lists: bytes) -> dict[str, bytes]:
    """What a program needs besides a document's body to open it."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    schemas = "http://schemas.openxmlformats.org"
    relations = f"{schemas}/officeDocument/2006/relationships"
    names = {"styles": "rId1", "numbering": "rId2", "header": "rId3"}
    half_points = 2 * SIZES[font]
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/><w:lang w:bidi="th-TH"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>" + style("Heading2", "heading 2") + "</w:styles>"
    )
    head = (
        f'<w:hdr xmlns:w="{WORD}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:fldSimple w:instr="PAGE">'
        "<w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:hdr>"
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *((one, one) for one in names)]
    )
    linked = "".join(
        f'<Relationship Id="{number}" Type="{relations}/{name}" Target="{name}.xml"/>'
        for name, number in names.items()
    )
    rels = f'<Relationships xmlns="{schemas}/package/2006/relationships">'
    xml = "application/vnd.openxmlformats-package.relationships+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{schemas}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{xml}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{rels}<Relationship Id="rId1" Type="{relations}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{rels}{linked}</Relationships>",
        "word/styles.xml": styles,
        "word/header.xml": head,
    }
    return {**{name: part.encode() for name, part in parts.items()}, "word/numbering.xml": lists}


def page(source: Source, font: str) -> str:
    """A page for a browser."""
    body = []
    for kind, rows in blocks(source):
        if kind == "table":
            body.append("<table>")
            for row in rows:
                body.append(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>")
            body.append("</table>")
        else:
            line = rows[0][0]
            tabs = len(line) - len(line.lstrip("\t"))
            tag = "h3" if kind == "heading" else f'p style="text-indent:{TAB * tabs}pt"'
            body.append(f"<{tag}>{html.escape(line) or '&nbsp;'}</{tag.split(maxsplit=1)[0]}>")
    looks = (
        f"body{{font:{SIZES[font]}pt '{font}'}} p{{margin:0}} table{{border-collapse:collapse}}"
        "td{border:1px solid}"
    )
    head = f"<meta charset=utf-8><title>รายงาน</title><style>{looks}</style>"
    return f"<!doctype html><html lang=th>{head}{''.join(body)}</html>"


def with_files(sources: dict[str, Source], kinds: list[str], folder: Path) -> None:
    """Write each text in each kind of file into a folder; what is there already is taken."""
    for name, source in sources.items():
        for kind in ("text", *kinds):
            file = file_of(folder, name, kind)
            file.parent.mkdir(parents=True, exist_ok=True)
            if kind == "text":
                file.write_text(source.text, encoding="utf-8")
            elif kind == "digits":
                file.write_text(source.text.translate(THAI), encoding="utf-8")
            elif kind.isdecimal():
                file.write_text(broken(source.text, int(kind)), encoding="utf-8")
            elif kind.startswith("docx"):
                file.write_bytes(word(source, counted=kind == "docx-counted"))
            elif kind.startswith("office") and not file.exists():
                file.with_suffix(".docx").write_bytes(word(source, FONTS[kind.split("-")[1]]))
            elif kind.startswith("browser") and not file.exists():
                seen = file.with_suffix(".html")
                seen.write_text(page(source, FONTS[kind.split("-")[1]]), encoding="utf-8")
                told = [f"--print-to-pdf={file.resolve()}", seen.resolve().as_uri()]
                _run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", *told])
    for kind in kinds:
        sources = [
            one for one in folder.glob(f"{kind}/*.docx") if not one.with_suffix(".pdf").exists()
        ]
        if kind.startswith("office") and sources:
            profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
            to = ["--convert-to", "pdf", "--outdir", str(folder / kind)]
            _run(["soffice", profile, "--headless", *to, *map(str, sources)])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def file_of(folder: Path, name: str, kind: str) -> Path:
    suffix = SUFFIXES.get(kind.partition("-")[0], "txt")
    return folder / kind / f"{name}.{suffix}"


def told(
    file: Path, reader: ReportReader
) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """What a file's reports say: sections, and passages in their letters."""
    reports: tuple[ReportRecord, ...] = read_reports(
        [InputFile(file, file.name)], reader, FindingLog()
    )
    sections = Counter(
        (
            one.focus or "",
            one.part,
            one.office or "",
            squeeze(to_arabic_digits(one.unit or "")),
            one.status,
        )
        for report in reports
        for one in report.sections
    )
    passages = Counter(
        (one.item, one.office or "", one.status, squeeze(to_arabic_digits(one.quote)))
        for report in reports
        for one in report.passages
    )
    return sections, passages


def sources_of(names: list[str]) -> dict[str, Source]:
    """The reports by their names; of made ones the labels say which lines are headings."""
    found = {}
    for name in names:
        if Path(name).is_file():
            text = Path(name).read_text(encoding="utf-8")
            headings = frozenset(filter(HEADING.match, text.split("\n")))
            found[Path(name).stem] = Source(text, headings)
            continue
        for path in sorted(MADE.glob(f"{name}.txt")):
            _, *lines = path.read_text(encoding="utf-8").split("\n")
            told = [line.partition(" ‖ ") for line in lines]
            headings = frozenset(line for label, _, line in told if label.startswith("#"))
            found[path.stem] = Source("\n".join(line for *_, line in told), headings)
    return found


def main() -> None:
    fonts = [f"{program}-{font}" for program in ("office", "browser") for font in FONTS]
    every = ["digits", *map(str, MARGINS), "docx", "docx-counted", *fonts]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", default=REALISTIC)
    parser.add_argument("--kinds", nargs="*", default=every)
    parser.add_argument("--keep", type=Path, help="a folder in which the files stay")
    parser.add_argument("--wrong", action="store_true", help="list what is not equal")
    options = parser.parse_args()
    reader = ReportReader.of(load_rubric("qp-2566"), OfficeRegistry.shipped())
    sources = sources_of(options.reports)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        with_files(sources, options.kinds, folder)
        for name in sources:
            expected = told(file_of(folder, name, "text"), reader)
            for kind in options.kinds:
                found = told(file_of(folder, name, kind), reader)
                for what, one, other in zip(("sections", "passages"), expected, found, strict=True):
                    totals[kind][what] += (one & other).total()
                    totals[kind][f"{what} of the text"] += one.total()
                    totals[kind][f"{what} more"] += (other - one).total()
                    for sign, differ in (("-", one - other), ("+", other - one)):
                        for lost in differ if options.wrong else ():
                            print(f"{name} {kind} {what} {sign}", *lost)
    for kind, total in totals.items():
        shown = []
        for what in ("sections", "passages"):
            equal, of_text = total[what], total[f"{what} of the text"]
            share = equal / max(1, of_text)
            shown.append(f"{what} {equal}/{of_text} ({share:.3f}, {total[f'{what} more']} others)")
        print(f"{kind:16}", *shown)


if __name__ == "__main__":
    main()
