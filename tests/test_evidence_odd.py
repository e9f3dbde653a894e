"""Odd texts: whatever stands in a report, it is read or refused, and nothing is raised."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from reports_made import CONSOLIDATED, OWN, UNITS_IN_THAI_DIGITS

from qp_scoring.evidence.consolidate import consolidated
from qp_scoring.evidence.document import SCHEMA_VERSION, Evidence
from qp_scoring.evidence.skeleton import skeleton
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.reports.draft import draft_document

REGISTRY = OfficeRegistry.shipped()
ODD = st.text("\t\n |#*-–.…๑๒(]<>&\x0b\u2028\x00\x1f\ufffe\u200bำาเ์่้ก:/", max_size=20)


@st.composite
def pages(draw):
    """The first 700 characters from somewhere in a report, with odd ones put into it."""
    report = draw(st.sampled_from((CONSOLIDATED, OWN, UNITS_IN_THAI_DIGITS)))
    text = report[draw(st.integers(0, len(report))) :][:700]
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(ODD) + text[at + draw(st.integers(0, 3)) :]
    return text


@settings(max_examples=60, deadline=None)
@given(st.one_of(pages(), ODD, st.text(max_size=300)))
def test_no_text_is_too_odd(read_all, text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    found, _ = read_all(text)
    for report in found:
        for one in (*report.sections, *report.passages):
            assert 1 <= one.lines[0] <= one.lines[1] <= lines
    evidence = Evidence(schema_version=SCHEMA_VERSION, documents=found, findings=())
    assert draft_document(consolidated(evidence, skeleton(), REGISTRY))
