"""Every code of the catalogue has an input that triggers it, at one place and nowhere else."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import examples_carried
import examples_compare
import examples_evidence
import examples_explain
import examples_files
import examples_into
import examples_layouts
import examples_lint
import examples_offices
import examples_outputs
import examples_rubric
import examples_rubric_book
import examples_run
import examples_seen
import examples_targets
import examples_worked
import pytest
from examples import Example, Room
from making import needs_links

from qp_scoring.findings import Finding, kinds
from qp_scoring.messages import catalogue, fix, message

_SUBJECTS = (
    examples_carried,
    examples_compare,
    examples_evidence,
    examples_explain,
    examples_files,
    examples_into,
    examples_layouts,
    examples_lint,
    examples_offices,
    examples_outputs,
    examples_rubric,
    examples_rubric_book,
    examples_run,
    examples_seen,
    examples_targets,
    examples_worked,
)
EXAMPLES: dict[str, Example] = {
    code: one for subject in _SUBJECTS for code, one in subject.EXAMPLES.items()
}


def test_every_code_has_an_example_and_every_example_a_code():
    assert sorted(set(kinds()) ^ set(EXAMPLES)) == []
    assert sum(len(subject.EXAMPLES) for subject in _SUBJECTS) == len(EXAMPLES)


_MARKS = {"file-skipped-link": needs_links}
"""Examples that cannot be made on every system."""


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=_MARKS.get(code, ())) for code in EXAMPLES]
)
def test_the_example_says_its_code_at_its_place(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one, room = EXAMPLES[code], Room(tmp_path, monkeypatch)
    findings = list(one.make(room))
    own = [item for item in findings if item.code == code]
    assert [(item.place.file, item.place.cell) for item in own] == one.places(room)
    assert {item.code for item in findings} == {code, *one.beside}
    for item, lang in product(own, ("th", "en")):
        for part, say in (("message", message), ("fix", fix)):
            sentence, template = say(item, lang), catalogue(lang)["finding"][code][part]
            assert sentence.strip() and "[[" not in _without_values(item, sentence)
            # Doubled braces of a template are meant to be read as braces; no others may be left.
            assert _without_values(item, sentence).count("{") == template.count("{{")


def _without_values(item: Finding, sentence: str) -> str:
    """A sentence without what it quotes, which may hold braces of its own."""
    for _, value in item.values:
        sentence = sentence.replace(value, "")
    return sentence
