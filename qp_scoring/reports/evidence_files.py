"""Evidence as a file: ``evidence.json`` and its JSON Schema; the same evidence, the same bytes."""

from __future__ import annotations

import json
from typing import Any

from qp_scoring.evidence.document import Evidence


def evidence_json(evidence: Evidence) -> bytes:
    """``evidence.json``: the evidence document as UTF-8."""
    return (evidence.model_dump_json(indent=1) + "\n").encode()


def evidence_schema() -> str:
    """The JSON Schema of ``evidence.json``."""
    schema: dict[str, Any] = Evidence.model_json_schema(mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
