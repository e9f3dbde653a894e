"""The words that people write in tables, by what they mean: they stand in ``data/words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import takewhile

from qp_scoring.thai import squeeze

_SOURCE = files("qp_scoring.data").joinpath("words.toml").read_text(encoding="utf-8")
WORDS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(_SOURCE)


def squeezed(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are compared; of a mere sign nothing is left out."""
    return tuple(squeeze(word) or word for word in words)


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first; of none, one that nothing is."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first)) or "(?!)"


def shared_start(texts: Collection[str]) -> int:
    """How many characters texts have in common from the left."""
    pairs = zip(min(texts), max(texts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def by_word(section: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What each of the words of a section means."""
    return {word: what for what, words in section.items() for word in squeezed(words)}
