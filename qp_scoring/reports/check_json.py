"""``check --json``: findings, progress and what was read, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from qp_scoring.documents.results import FindingRecord
from qp_scoring.findings import Finding
from qp_scoring.findings.condense import condensed
from qp_scoring.intake.layouts.account import SheetRead
from qp_scoring.scoring.progress import OfficeProgress


def check_json(
    findings: Sequence[Finding], offices: Sequence[OfficeProgress], read: Sequence[SheetRead]
) -> bytes:
    """``{findings, progress, read}`` as UTF-8; progress has an entry per office and voice."""
    document = {
        "findings": [
            FindingRecord.of(item).model_dump(mode="json") for item in condensed(findings)
        ],
        "progress": [
            {
                "code": one.office.code,
                "office": one.office.short_name,
                "assessor": one.voice.assessor,
                "role": one.voice.role.value,
                "stage": one.voice.stage.value,
                "files": list(one.files),
                "required": one.required,
                "answered": one.answered,
                "blank": one.blank,
                "invalid": one.invalid,
                "status": one.begun.value,
            }
            for office in offices
            for one in office.voices
        ],
        "read": [asdict(one) for one in read],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
