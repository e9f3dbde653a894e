"""Makes the word list by which lines of Thai are broken, and says how well heights fit with it.

Run from the project's folder: ``python benchmarks/thai_words.py``. Spreadsheet programs break Thai
between dictionary words. The list holds the words of the project's own texts (rubrics, messages,
manuals), found by pythainlp's segmenter; evaluators write with much the same ones. The table that
is printed compares the lines of rubric texts with those by the segmenter itself: once with the
whole list, and once with a list of half the texts on the other half, as for words never seen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import patch

from pythainlp.tokenize import word_tokenize

from qp_scoring.paper import page

PROJECT = Path(__file__).parents[1]
TARGET = PROJECT / "qp_scoring" / "data" / "thai-words.txt"
THAI = re.compile("[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e4e]+")
RUBRIC_KEYS = {"text", "suggest", "title", "purpose"}
# Width in characters, indent, size: the columns of the score sheet and narrower ones.
COLUMNS = ((59.0, 1, 16), (24.5, 1, 16), (85.0, 1, 14), (40.0, 1, 14), (20.0, 0, 14))


def strings(document: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a TOML document with the key that it stands under."""
    if isinstance(document, dict):
        for name, entry in document.items():
            yield from strings(entry, name)
    elif isinstance(document, list):
        for entry in document:
            yield from strings(entry, key)
    elif isinstance(document, str):
        yield key, document


def sources() -> Iterator[tuple[str, str]]:
    """The texts of rubrics, messages and manuals, each with the key that it stands under."""
    tables = [*(PROJECT / "rubrics").rglob("*.toml"), *PROJECT.glob("qp_scoring/messages/th.toml")]
    for path in sorted(tables):
        yield from strings(tomllib.loads(path.read_text("utf-8")))
    for path in sorted(PROJECT.glob("docs/*.md")):
        yield "", path.read_text("utf-8")


def words_of(texts: Iterable[str]) -> set[str]:
    """The Thai words of texts, without single letters."""
    return {word for text in texts for word in word_tokenize(text) if THAI.fullmatch(word)}


def lines_of(known: frozenset[str], texts: list[str], width: float, size: float) -> list[int]:
    """How many lines each text takes when it is broken between known words."""
    listed = page.by_beginning(known)
    with patch.object(page, "break_words", lambda: listed):
        for kept in (page._wrapped, page._lines, page._atoms, page._atoms_of_run, page._words):
            kept.cache_clear()
        return [len(page.wrap(text, width, size)) for text in texts]


def compare(texts: list[str], known: frozenset[str], name: str) -> None:
    """Print how often the list gives too few or too many lines."""
    own = [frozenset(words_of([text])) for text in texts]
    for width, indent, size in COLUMNS:
        room = width - page.INDENT * indent
        right = [
            lines_of(words, [text], room, size)[0] for words, text in zip(own, texts, strict=True)
        ]
        found = lines_of(known, texts, room, size)
        low = sum(a < b for a, b in zip(found, right, strict=True)) / len(texts)
        high = sum(a > b for a, b in zip(found, right, strict=True)) / len(texts)
        lines = sum(right) / len(texts)
        wrong = f"too low {low:.1%}, too high {high:.1%}"
        print(f"{name:6} {width:5} × {size} pt: {lines:.2f} lines, {wrong}")


def main() -> None:
    found = list(sources())
    words = words_of(text for _, text in found)
    TARGET.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} words in {TARGET.relative_to(PROJECT)}")
    texts = sorted({text for key, text in found if key in RUBRIC_KEYS and len(text) > 30})
    compare(texts, frozenset(words), "all")
    half = frozenset(words_of(texts[::2]))
    compare(texts[1::2], half, "unseen")


if __name__ == "__main__":
    main()
