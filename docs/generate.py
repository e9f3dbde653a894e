"""Writes what is generated: run ``python docs/generate.py`` after a change; a test compares it.

``findings.md`` comes from the catalogue of findings and their sentences, the JSON Schema of the
results from their model.
"""

from __future__ import annotations

from pathlib import Path

from qp_scoring.findings import CATALOGUE, Severity
from qp_scoring.messages import catalogue
from qp_scoring.reports.results import results_schema

HERE = Path(__file__).parent

_INTRO = """# Findings (ข้อค้นพบ)

Generated from the catalogue by `docs/generate.py`; do not edit by hand. A finding names file, sheet
and cell, what was found, what was expected and how to mend it. Words in braces are filled in.
Errors exit 1; the offices they do not touch are delivered all the same.
"""

_HEADINGS = {
    Severity.ERROR: "Errors (ผิดพลาด)",
    Severity.WARNING: "Warnings (เตือน)",
    Severity.INFO: "Notes (แจ้ง)",
}


def findings_page() -> str:
    """The page on all finding codes, by severity and code."""
    thai, english = catalogue("th")["finding"], catalogue("en")["finding"]
    parts = [_INTRO]
    for severity, heading in _HEADINGS.items():
        parts.append(f"## {heading}\n")
        for code in sorted(code for code, kind in CATALOGUE.items() if kind.severity is severity):
            parts.append(
                f"### `{code}`\n\n"
                f"- {thai[code]['message']}\n  **วิธีแก้:** {thai[code]['fix']}\n"
                f"- {english[code]['message']}\n  **Fix:** {english[code]['fix']}\n"
            )
    # Clauses in double brackets are said only where there is something to say.
    return "\n".join(parts).replace("[[", "").replace("]]", "")


if __name__ == "__main__":
    (HERE / "findings.md").write_text(findings_page(), encoding="utf-8")
    schema = HERE.parent / "qp_scoring" / "data" / "results.schema.json"
    schema.write_text(results_schema(), encoding="utf-8")
