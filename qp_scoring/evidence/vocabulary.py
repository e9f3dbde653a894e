"""How officials tell of what was done, and on what subject, as data: families, topics, deeds.

Read from ``data/deeds.toml``. A saying is a phrase, or several: with "…" between them they follow
one another, with "+" they stand anywhere in the sentence; ``{family}`` stands for its words.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from qp_scoring.rubric.fields import Many, Table, Text, Texts


class SubjectWords(Table):
    """The subject of an indicator, known by a word ``of`` its ``near`` words.

    ``names`` name it wherever they stand; ``hints`` only under a heading that names it.
    """

    of: Texts
    names: Texts
    hints: Texts = ()


class Deed(Table):
    """A deed by the words with which items ask for it, and answers tell of it.

    ``{next_year}`` in ``tells`` is the year after the report's, ``{yy}`` its last two digits.
    Where its words are part of a phrase of ``but`` it is not told. Told, it ``hides`` the deeds
    that it uses or judges. A ``common`` one says of itself too little for a subject that only a
    title names; one of its ``own_subject`` says it even where titles do not count. One that
    ``blocks`` keeps other items from being found by phrases alone in a sentence that tells it; one
    that is ``figured`` is told only with a figure, a date, or a name in quotes. ``in_parts`` are
    parts of a report in which it is told, beside those that tell of work.
    """

    name: Text
    asks: Texts
    tells: Texts = ()
    but: Texts = ()
    hides: Texts = ()
    common: bool = False
    own_subject: bool = False
    blocks: bool = False
    figured: bool = False
    in_parts: Texts = ()


class OfficialWords(Table):
    """Everything the matcher knows of language.

    ``talk`` are words of sentences that tell of nothing, unless with a figure, date or document;
    by those of ``back`` a sentence refers to the one before it.
    """

    talk: Texts
    back: Texts
    family: dict[str, Texts]
    topic: Many[SubjectWords]
    deed: Many[Deed]


@cache
def vocabulary() -> OfficialWords:
    """The shipped words, read once per process."""
    source = files("qp_scoring.data").joinpath("deeds.toml").read_text(encoding="utf-8")
    return OfficialWords.model_validate(tomllib.loads(source))
