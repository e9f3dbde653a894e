"""What narrative reports are built of, as data: จุดเน้น, parts, words of the form.

Read from ``data/narrative.toml``; titles are kept with the keys they are compared by, so that a
report is keyed on titles and never on the number it prints (docs/domain.md, 8).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from qp_scoring.evidence.text import key
from qp_scoring.rubric.fields import Many, Table, Text, Texts

ColumnBeside = Literal["number", "status", "evidence"]
ReportForm = Literal["inspection", "unit"]
FORMS: tuple[ReportForm, ...] = ("inspection", "unit")
_GRAM = 5
ReportPart = Literal[
    "progress",
    "factors",
    "problems",
    "innovation",
    "suggestions",
    "situation",
    "targets",
    "results",
]
# Where work is told; what helped, hindered or is wished for proves nothing by itself.
TOLD_IN: frozenset[ReportPart] = frozenset({"progress", "innovation", "situation", "results"})


def _keys_of(field: str) -> cached_property[tuple[str, ...]]:
    """The texts of a field of a table as they are compared."""
    return cached_property(lambda table: tuple(map(key, getattr(table, field))))


def _key_set_of(field: str) -> cached_property[frozenset[str]]:
    """The same, where only what is one of them is asked."""
    return cached_property(lambda table: frozenset(map(key, getattr(table, field))))


class PolicyGroup(Table):
    """A policy: a group of จุดเน้น."""

    number: Text
    title: Text

    @cached_property
    def key(self) -> str:
        """The title as it is compared."""
        return key(self.title)


class Focus(Table):
    """A จุดเน้น of the fiscal-2566 table, the agencies responsible, and the form's own words.

    ``words`` are those by which a heading in words of its own is known; ``aliases_year`` is the
    fiscal year of the policy that goes by the other titles.
    """

    number: Text
    title: Text
    words: Texts
    aliases: Texts = ()
    aliases_year: int | None = None
    agencies: Texts
    questions: Many[Texts] = ()
    topics: Texts = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The title and its other forms as they are compared, longest first."""
        return tuple(sorted(map(key, (self.title, *self.aliases)), key=len, reverse=True))

    word_keys = _keys_of("words")

    alias_keys = _keys_of("aliases")

    @cached_property
    def question_keys(self) -> tuple[tuple[str, str], ...]:
        """Beginning and end of each question as they are compared."""
        return tuple((key(pair[0]), key(pair[1])) for pair in self.questions)

    topic_keys = _key_set_of("topics")

    @cached_property
    def grams(self) -> frozenset[str]:
        """The groups of letters in its titles."""
        return frozenset().union(*map(grams, self.keys))


class PartHeading(Table):
    """How the heading of a part begins, and what may end it before an answer on the same line.

    ``bare`` are headings that say no more than this: they count alone on their line, where the
    report moves on. ``words`` tell a part whose heading is known to stand here by its number,
    ``called`` are names that set it off from its answer on one line.
    """

    form: ReportForm
    part: ReportPart
    words: Texts
    starts: Texts
    loose: Texts = ()
    bare: Texts
    called: Texts = ()
    ends: Texts

    start_keys = _keys_of("starts")

    word_keys = _keys_of("words")

    loose_keys = _keys_of("loose")

    called_keys = _key_set_of("called")

    @cached_property
    def bare_keys(self) -> frozenset[str]:
        """The whole headings as they are compared."""
        return frozenset(map(key, (*self.loose, *self.bare)))

    def is_headed_by(self, text_key: str) -> bool:
        """Whether a line is its whole heading, or begins as one surely does."""
        return text_key in self.bare_keys or text_key.startswith(self.start_keys)

    @cached_property
    def all_starts(self) -> tuple[str, ...]:
        """The beginnings, sure or loose, and the whole headings."""
        return (*self.start_keys, *self.bare_keys)

    @cached_property
    def begin_keys(self) -> tuple[str, ...]:
        """The sure beginnings and the words."""
        return (*self.word_keys, *self.start_keys)

    @cached_property
    def all_keys(self) -> tuple[str, ...]:
        """Those and the whole headings: a label that holds none of them does not name the part."""
        return tuple(dict.fromkeys((*self.begin_keys, *self.bare_keys)))


class FormWords(Table):
    """Words of the form that are no answer."""

    labels: Texts
    lead_ins: Texts
    asides: Texts
    instructions: Texts
    titles: Texts
    question_starts: Texts
    closing_table: Texts

    label_keys = _key_set_of("labels")

    title_keys = _keys_of("titles")


class TableWords(Table):
    """Heads of columns beside those of answers."""

    number: Texts
    status: Texts
    evidence: Texts

    @cached_property
    def _kinds(self) -> dict[str, ColumnBeside]:
        kinds: dict[ColumnBeside, Texts] = {
            "number": self.number,
            "status": self.status,
            "evidence": self.evidence,
        }
        return {key(one): kind for kind, words in kinds.items() for one in words}

    def kind_of(self, head_key: str) -> ColumnBeside | None:
        """What a column holds, by the key of its head."""
        return self._kinds.get(head_key)


class StatusWords(Table):
    """Words that say how far an answer is.

    A word of ``done`` outweighs those of ``ongoing`` and ``planned`` in the same sentence.
    ``unsaid`` are whole answers that say that none was given.
    """

    unsaid: Texts
    nothing: Texts
    nothing_starts: Texts
    not_duty: Texts
    not_begun: Texts
    ongoing: Texts
    done: Texts
    planned: Texts


class UnitKind(Table):
    """Units that answer beside the area offices, and the agency they belong to.

    ``brief`` names them only at the beginning of an answer, set off from it.
    """

    agency: Text
    brief: Texts = ()
    heads: Texts


class EvidenceKind(Table):
    """A kind of evidence by its name in rubrics, and the words by which answers speak of it."""

    name: Text
    words: Texts


class FigureWords(Table):
    """What is counted, and the kinds of documents that are named."""

    units: Texts
    documents: Texts


class Skeleton(Table):
    """Everything the reader knows of the forms."""

    policy: Many[PolicyGroup]
    focus: Many[Focus]
    part: Many[PartHeading]
    form: FormWords
    table: TableWords
    status: StatusWords
    unit: Many[UnitKind]
    kind: Many[EvidenceKind]
    figures: FigureWords

    @cached_property
    def section_keys(self) -> frozenset[str]:
        """Every title by which a rubric may name a section, as it is compared."""
        focuses = (title for one in self.focus for title in one.keys)
        return frozenset((*focuses, *(start for one in self.part for start in one.start_keys)))

    @cached_property
    def having(self) -> Counter[str]:
        """How many จุดเน้น have a group of letters in their titles."""
        return Counter(gram for one in self.focus for gram in one.grams)

    def focus_numbered(self, number: str) -> Focus | None:
        """The จุดเน้น of a number of the table; None where it has none."""
        return self._numbered.get(number)

    @cached_property
    def _numbered(self) -> dict[str, Focus]:
        return {one.number: one for one in self.focus}

    def words_of_kinds(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The words by which answers speak of kinds of evidence, as a rubric names them."""
        words = {one.name: one.words for one in self.kind}
        names = (name.strip() for kind in kinds for name in kind.split("/"))
        return tuple(dict.fromkeys(word for name in names for word in words.get(name, (name,))))

    def parts_of(self, form: ReportForm) -> tuple[PartHeading, ...]:
        """The part headings of a form, in its order."""
        return self._parts_of[form]

    @cached_property
    def _parts_of(self) -> dict[ReportForm, tuple[PartHeading, ...]]:
        forms = dict.fromkeys(one.form for one in self.part)
        return {form: tuple(one for one in self.part if one.form == form) for form in forms}

    def policy_title(self, focus: str | None) -> str:
        """The title of the policy that a จุดเน้น belongs to; empty for none."""
        if focus is None:
            return ""
        return next((one.title for one in self.policy if focus.split(".")[0] == one.number), "")


def grams(text: str) -> frozenset[str]:
    """The groups of letters of a text, by which titles are compared."""
    return frozenset([text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)])


def longest_start(text_key: str, starts: tuple[str, ...]) -> str:
    """The longest of the keys that a text's key begins with; empty if none."""
    if not text_key.startswith(starts):
        return ""
    return max(filter(text_key.startswith, starts), key=len)


@cache
def skeleton() -> Skeleton:
    """The shipped skeleton, read once per process."""
    source = files("qp_scoring.data").joinpath("narrative.toml").read_text(encoding="utf-8")
    return Skeleton.model_validate(tomllib.loads(source))
