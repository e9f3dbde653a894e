"""Reports as lines: .docx, .txt, .md and text PDFs, recognised by content as well as by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qp_scoring.evidence.lines import Line
from qp_scoring.evidence.text import has_words, mended
from qp_scoring.findings import FindingLog, Place
from qp_scoring.intake.encodings import decode_text
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.guard import RefusedError, looks_like, read_bytes

REPORT_SUFFIXES = frozenset({".docx", ".txt", ".md", ".pdf"})
REPORT_BYTES = 100 * 2**20
MAX_CHARACTERS = 10_000_000  # thirty times a report of 200 pages
_PDF = b"%PDF"
# What the guard of workbooks says of a file, said of a report.
_SAID_OF_REPORTS = {
    "file-empty": "report-empty",
    "file-damaged": "report-damaged",
    "file-forbidden-xml": "report-damaged",
    "file-too-large": "report-too-large",
    "file-too-many-parts": "report-too-large",
    "file-password": "report-old-doc-or-password",
    "csv-encoding-unknown": "report-encoding-unknown",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was read: its file and its lines, of which at least one holds letters."""

    file: InputFile
    lines: tuple[Line, ...]


def read_report(file: InputFile, log: FindingLog) -> Report | None:
    """Read a report, or record why not and return None. Nothing is raised."""
    try:
        data = read_bytes(file, REPORT_BYTES)
        lines = _mended(_lines(file, data, log), file, log)
        if sum(len(line.text) + 1 for line in lines) > MAX_CHARACTERS:
            raise RefusedError("report-too-large", limit=f"{MAX_CHARACTERS // 10**6} MB")
        if not any(has_words(line.text) for line in lines):
            raise RefusedError("report-without-text")
    except RefusedError as problem:
        code = _SAID_OF_REPORTS.get(problem.code, problem.code)
        log.add(code, Place(file.name), **problem.values)
        return None
    return Report(file, lines)


def _mended(lines: tuple[Line, ...], file: InputFile, log: FindingLog) -> tuple[Line, ...]:
    """The lines with their letters mended; that it was needed is said once."""
    text, needed = mended("\n".join(line.text for line in lines))
    if not needed:
        return lines
    log.add("report-letters-mended", Place(file.name))
    texts = text.split("\n")
    return tuple(replace(line, text=own) for line, own in zip(lines, texts, strict=True))


def _lines(file: InputFile, data: bytes, log: FindingLog) -> tuple[Line, ...]:
    if file.suffix == ".docx":
        from qp_scoring.evidence.docx import docx_lines  # noqa: PLC0415  (few are of every kind)

        return docx_lines(data)
    if data.startswith(_PDF):
        from qp_scoring.evidence.pdf import pdf_lines  # noqa: PLC0415

        lines, garbled = pdf_lines(data)
        if garbled:
            log.add("report-garbled", Place(file.name))
        return lines
    looks = looks_like(data)
    if file.suffix == ".pdf" or looks not in ("CSV", "HTML", "XML"):
        raise RefusedError("report-not-text", looks=looks)
    text, encoding = decode_text(data)
    if encoding != "UTF-8":
        log.add("report-encoding", Place(file.name), encoding=encoding)
    # Only line feeds count, as in every editor that shows line numbers.
    texts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(Line(number, line) for number, line in enumerate(texts, 1))
