"""The text of a file of text: of a CSV file, or of a report."""

from __future__ import annotations

from qp_scoring.intake.guard import RefusedError, utf16_codec
from qp_scoring.thai import is_plausible_thai

WINDOWS_THAI = "cp874 (Windows Thai)"


def decode_text(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-16, else UTF-8, else Windows Thai.

    Raises:
        RefusedError: it is in none of them.
    """
    if codec := utf16_codec(data):
        return _decoded(data, codec, "UTF-16")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    # UTF-8 with a few broken bytes would pass as cp874, every letter of it wrong.
    text, name = _decoded(data, "cp874", WINDOWS_THAI)
    if data.startswith(b"\xef\xbb\xbf") or not is_plausible_thai(text):
        raise RefusedError("csv-encoding-unknown")
    return text, name


def _decoded(data: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as problem:
        raise RefusedError("csv-encoding-unknown") from problem
    if "\0" in text:
        raise RefusedError("csv-encoding-unknown")
    return text, name
