"""What may be opened: the checks that a file passes before any reader sees its content.

A workbook is a zip archive that anyone can craft, so sizes are checked in the directory first,
parts are then inflated in bounded steps, and XML with a document type (the carrier of entity
attacks) is refused. Nothing is ever extracted to disk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from qp_scoring.findings import FindingLog, Place
from qp_scoring.hashes import digest
from qp_scoring.intake.files import InputFile

WORKBOOK_BYTES = 100 * 2**20  # unpacked; the packed file may not be larger either
CSV_BYTES = 50 * 2**20
MAX_PARTS = 2_000
CHUNK = 2**20

# Old expat rescans an unfinished tag, comment or instruction with every step of input. Excel's
# longest text, written as character references, fits in.
_LONGEST_TOKEN = 2**20
_LONG_TOKEN = re.compile(rb"<[^<]{%d}" % _LONGEST_TOKEN)

OLE = b"\xd0\xcf\x11\xe0"
_XLS = "Excel 97–2003 (.xls)"
_XLSB, OPEN_DOCUMENT = "Excel Binary (.xlsb)", "OpenDocument (.ods)"
FOREIGN = frozenset({_XLS, _XLSB, OPEN_DOCUMENT})
"""Kinds of workbooks that python-calamine reads."""
SUFFIXES = {
    "Excel": frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    "CSV": frozenset({".csv", ".tsv", ".txt"}),
    _XLS: frozenset({".xls", ".xlt"}),
    _XLSB: frozenset({".xlsb"}),
    OPEN_DOCUMENT: frozenset({".ods", ".ots"}),
}
"""What a file of a kind is usually called."""
_PASSWORD, _WORD = "Excel with a password", "Word"
_XML_TABLE = "XML Spreadsheet 2003"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<table", b"<meta", b"<body")
_OLE_KINDS = (("EncryptedPackage", _PASSWORD), ("WordDocument", _WORD))
_ADVICE = {
    _PASSWORD: "file-password",
    _WORD: "file-document",
    "Word (.docx)": "file-document",
    "HTML": "file-html",
    _XML_TABLE: "file-xml",
    "Google Sheets (.gsheet)": "file-pointer",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_ZIP_KINDS = (
    ("word/document.xml", "Word (.docx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("xl/workbook.bin", _XLSB),
    ("content.xml", OPEN_DOCUMENT),
    ("index/document.iwa", "Apple Numbers"),
)


class RefusedError(Exception):
    """A file or sheet that is not read. Never leaves ``intake``: it becomes a finding."""

    def __init__(self, code: str, cell: str | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell
        self.values = values

    def record(self, log: FindingLog, file: str, sheet: str | None = None) -> None:
        """Put the finding into the log, at the file, sheet and cell."""
        log.add(self.code, Place(file, sheet, self.cell), **self.values)


class Package:
    """The parts of a workbook, looked up without regard to case and inflated in bounded steps."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts = {_part_key(info.filename): info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _part_key(name) in self._parts

    def read(self, name: str) -> bytes:
        """The content of a part.

        Raises:
            RefusedError: the part is missing or damaged.
        """
        info = self._parts.get(_part_key(name))
        if info is None:
            raise RefusedError("file-damaged")
        # In steps, because one unbounded read would inflate everything before it looks at the
        # declared size. What zipfile, zlib and struct raise on damage is not one family.
        content = bytearray()
        try:
            with self._archive.open(info) as source:
                while chunk := source.read(CHUNK):
                    content += chunk
        except Exception as problem:
            raise RefusedError("file-damaged") from problem
        if len(content) != info.file_size:
            raise RefusedError("file-damaged")
        return bytes(content)


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def refusal(looks: str) -> RefusedError:
    """Why content of a kind is not read, each with advice of its own."""
    code = _ADVICE.get(looks)
    if code is not None:
        return RefusedError(code)
    return RefusedError("file-not-workbook", looks=looks)


def read_bytes(file: InputFile, limit: int) -> bytes:
    """The bytes of a file that is neither empty nor above the limit (bytes).

    Raises:
        RefusedError: it is, or the system does not let us read it.
    """
    try:
        with file.path.open("rb") as source:
            if file.member is None:
                data = source.read(limit + 1)
            else:
                data = _unpacked(source, file.member, limit)
    except PermissionError as problem:
        raise RefusedError("file-open-elsewhere") from problem
    except (OSError, ValueError) as problem:
        raise RefusedError("file-unreadable") from problem
    if not data:
        raise RefusedError("file-empty")
    if len(data) > limit:
        raise too_large(limit)
    file.hash = digest(data)
    return data


def _unpacked(source: IO[bytes], member: str, limit: int) -> bytes:
    """A file in a zip archive, inflated up to a limit (bytes) and one more."""
    try:
        with ZipFile(source) as archive, archive.open(member) as file:
            return file.read(limit + 1)
    except Exception as problem:  # what a damaged archive raises is not one family
        raise RefusedError("file-damaged") from problem


def too_large(limit: int) -> RefusedError:
    """The refusal of a file that is larger than a file may be (bytes)."""
    return RefusedError("file-too-large", limit=f"{limit // 2**20} MB")


def looks_like(data: bytes) -> str:
    """What content looks like by its first bytes, in a name that needs no translation.

    ``Excel`` is a workbook that our own reader reads, ``CSV`` a text, :data:`FOREIGN` are those
    that another library reads.
    """
    if data.startswith(OLE):
        return next((name for mark, name in _OLE_KINDS if mark.encode("utf-16-le") in data), _XLS)
    if data.startswith(_ZIP):
        return _zip_kind(data)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip().lower()
    if b"office:spreadsheet" in head:
        return _XML_TABLE
    if head.startswith(b"<") and any(tag in head for tag in _HTML):
        return "HTML"
    if head.startswith(b"<?xml"):
        return "XML"
    if head.startswith(b"{") and b"doc_id" in head:
        return "Google Sheets (.gsheet)"
    # Text never holds NUL bytes, except as UTF-16.
    return "CSV" if b"\0" not in data or utf16_codec(data) else "binary"


def utf16_codec(data: bytes) -> str:
    """The codec of a text in UTF-16: by its mark, else by its bytes; "" for other data.

    Without a mark, one half of nearly every letter says that it is Latin or Thai.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for codec, halves in (("utf-16-be", data[::2]), ("utf-16-le", data[1::2])):
        if b"\0" in halves and 10 * sum(map(halves.count, _HALVES)) >= 9 * len(halves):
            return codec
    return ""


_HALVES = (b"\x00", b"\x0e")  # of U+0000–00FF, and of U+0E00–0EFF


def package_of(data: bytes) -> Package:
    """The parts of an .xlsx workbook.

    Raises:
        RefusedError: it is damaged, too large, encrypted, or no workbook after all.
    """
    package = open_archive(data)
    if "[Content_Types].xml" not in package:
        raise RefusedError("file-not-workbook", looks="ZIP")
    return package


def open_archive(data: bytes) -> Package:
    """The parts of a zip archive whose directory passed the checks of size and form.

    Raises:
        RefusedError: it is damaged, too large, encrypted, or packed as Office never packs.
    """
    # zipfile makes an object per directory entry when it opens, so count before it does. The
    # signature may also occur in embedded archives: twice the limit is still harmless.
    if data.count(b"PK\x01\x02") > 2 * MAX_PARTS:
        raise _too_many_parts()
    try:
        archive = ZipFile(BytesIO(data))
    except Exception as problem:  # BadZipFile, struct.error, NotImplementedError, ValueError …
        raise RefusedError("file-damaged") from problem
    _check_directory(archive.infolist())
    return Package(archive)


def _too_many_parts() -> RefusedError:
    return RefusedError("file-too-many-parts", limit=f"{MAX_PARTS:,}")


def _check_directory(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_PARTS:
        raise _too_many_parts()
    if sum(entry.file_size for entry in entries) > WORKBOOK_BYTES:
        raise too_large(WORKBOOK_BYTES)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedError("file-password")
    # Excel writes these two only, and zipfile does not bound the others' inflating.
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise RefusedError("file-damaged")
    names = Counter(_part_key(entry.filename) for entry in entries)
    if any(count > 1 for count in names.values()):
        raise RefusedError("file-damaged")


def _zip_kind(data: bytes) -> str:
    """What a zip archive holds, by its parts; "Excel" too where it cannot be opened."""
    try:
        package = open_archive(data)
    except RefusedError:
        return "Excel"  # opened again, it says what is wrong with it
    for name, kind in _ZIP_KINDS:
        if name in package:
            return kind
    # The workbook part may have another name; then the package's relationships lead to it.
    named = "xl/workbook.xml" in package or "_rels/.rels" in package
    return "Excel" if named or "[Content_Types].xml" in package else "ZIP"


def parse_xml(
    data: bytes,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
    pieces: Iterable[bytes] | None = None,
) -> None:
    """Walk an XML part; names arrive as ``namespace local``. Handlers may raise RefusedError.

    ``pieces`` are walked instead of all of it, each asked for when those before it were walked.

    Raises:
        RefusedError: the part has a document type, or is not well formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.CommentHandler = _refuse_if_long
    parser.ProcessingInstructionHandler = _refuse_if_long
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    if _LONG_TOKEN.search(data):
        raise RefusedError("file-damaged")
    try:
        for piece in (data,) if pieces is None else pieces:
            view = memoryview(piece)
            for offset in range(0, len(view), CHUNK):
                parser.Parse(view[offset : offset + CHUNK], False)
        parser.Parse(b"", True)
    except RefusedError:
        raise
    except Exception as problem:  # ExpatError; LookupError, ValueError for odd encodings
        raise RefusedError("file-damaged") from problem


def _refuse_if_long(*texts: str) -> None:
    if sum(map(len, texts)) > _LONGEST_TOKEN:
        raise RefusedError("file-damaged")


def _refuse_doctype(*_: object) -> None:
    raise RefusedError("file-forbidden-xml")
