"""Writes what is generated: run ``python docs/generate.py`` after a change; a test compares it.

``findings.md`` comes from the catalogue of findings and their sentences, the JSON Schemas of the
results, of the analysis, of comparisons, of evidence and of rubric files from their models, and so
do the tables of fields in ``results.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.comparison import Comparison
from qp_scoring.documents.results import Document, Results
from qp_scoring.documents.written import analysis_schema, results_schema
from qp_scoring.findings import Severity, kinds
from qp_scoring.messages import catalogue
from qp_scoring.reports.compare_book import comparison_schema
from qp_scoring.reports.evidence_files import evidence_schema
from qp_scoring.rubric.schema import indicator_schema, rubric_schema

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
        for code in sorted(code for code, kind in kinds().items() if kind.severity is severity):
            parts.append(
                f"### `{code}`\n\n"
                f"- {thai[code]['message']}\n  **วิธีแก้:** {thai[code]['fix']}\n"
                f"- {english[code]['message']}\n  **Fix:** {english[code]['fix']}\n"
            )
    # Clauses in double brackets are said only where there is something to say.
    return "\n".join(parts).replace("[[", "").replace("]]", "")


def results_page(page: str) -> str:
    """``results.md`` with its tables of fields as the models and their descriptions have them."""
    seen: set[str] = set()
    models = (("results", Results), ("analysis", Analysis), ("comparison", Comparison))
    for mark, model in models:
        sections = {name: rows for name, rows in _sections(model) if name not in seen}
        seen |= sections.keys()
        tables = "\n".join(f"### {name}\n\n{rows}" for name, rows in sections.items())
        page = re.sub(
            rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)",
            lambda found, tables=tables: f"{found[1]}{tables}{found[2]}",
            page,
            flags=re.DOTALL,
        )
    return page


def _sections(model: type[Document]) -> Iterator[tuple[str, str]]:
    """The table of a model's fields, then those of the models below it."""
    schema = model.model_json_schema(mode="serialization")
    parts = {model.__name__: schema, **schema["$defs"]}
    pending, seen = [model.__name__], set()
    while pending:
        name = pending.pop(0)
        if name in seen or "properties" not in parts[name]:
            continue
        seen.add(name)
        rows = ["| field | type | what it is |", "|---|---|---|"]
        for key, entry in parts[name]["properties"].items():
            below: list[str] = []
            said = entry.get("description", "")
            rows.append(f"| `{key}` | {_type(entry, parts, below)} | {said} |")
            pending += below
        yield name, "\n".join(rows) + "\n"


def _type(entry: dict[str, Any], parts: dict[str, Any], below: list[str]) -> str:
    """The type of a field in words; ``below`` receives the models that it names."""
    if "$ref" in entry:
        name = entry["$ref"].rpartition("/")[2]
        if "enum" in parts[name]:
            return _type(parts[name], parts, below)
        below.append(name)
        return f"[{name}](#{name.lower()})"
    if "anyOf" in entry:
        return " or ".join(_type(one, parts, below) for one in entry["anyOf"])
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return ", ".join(f"`{word}`" for word in entry["enum"])
    kind = entry["type"]
    if kind == "array":
        return f"list of {_type(entry['items'], parts, below)}"
    if kind == "object":
        return f"{_type(entry['additionalProperties'], parts, below)} by kind"
    words = {"boolean": "true or false", "string": "text"}
    return "figure, as text" if "pattern" in entry else words.get(kind, kind)


if __name__ == "__main__":
    page = HERE / "results.md"
    page.write_text(results_page(page.read_text(encoding="utf-8")), encoding="utf-8")
    (HERE / "findings.md").write_text(findings_page(), encoding="utf-8")
    data = HERE.parent / "qp_scoring" / "data"
    (data / "results.schema.json").write_text(results_schema(), encoding="utf-8")
    (data / "analysis.schema.json").write_text(analysis_schema(), encoding="utf-8")
    (data / "comparison.schema.json").write_text(comparison_schema(), encoding="utf-8")
    (data / "evidence.schema.json").write_text(evidence_schema(), encoding="utf-8")
    (data / "rubric.schema.json").write_text(rubric_schema(), encoding="utf-8")
    (data / "indicator.schema.json").write_text(indicator_schema(), encoding="utf-8")
