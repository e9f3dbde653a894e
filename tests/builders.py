"""Small builders of results documents for the tests of the reports."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from qp_scoring.documents.results import (
    Coverage,
    FindingRecord,
    IndicatorResult,
    ItemResult,
    Mark,
    MarkBy,
    OfficeResult,
    Policy,
    Ratio,
    Results,
    RubricStamp,
    Source,
    State,
    Status,
)
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Rubric

_FIRST = load_rubric("qp-2566").in_round("6m")
RUBRIC = Rubric.model_validate({key: getattr(_FIRST, key) for key in Rubric.model_fields})
"""What the shipped set asks in its first round, as a set of its own."""
CODES = tuple(indicator.code for indicator in RUBRIC.indicators)

SEED_LEVELS = ["2", "5", "1", "2", "2", "3", "-", "2", "2", "N/A", "2", "3", "5"]
"""Levels of the official 6-month result of 2566 that is known, in the order of the codes."""

_STATES = {
    "-": State.NOT_APPLICABLE,
    "N/A": State.NOT_REPORTED,
    "ยกเว้น": State.EXEMPT,
    "": State.NOT_ASSESSED,
    "?": State.INVALID,
}


def indicator(code: str = "1", cell: str = "2", **changes: object) -> IndicatorResult:
    """An indicator as a cell of a level matrix gives it (``?`` is a faulty cell)."""
    state = _STATES.get(cell, State.SCORED)
    scored = state is State.SCORED
    advised = scored or state is State.NOT_REPORTED
    found = IndicatorResult(
        code=code,
        title=f"ระดับความสำเร็จของเรื่อง {code}",
        state=state,
        level=int(cell) if scored else None,
        score=cell if scored else ("0" if state is State.NOT_REPORTED else None),
        printed="" if cell == "?" else cell,
        comment=None,
        reason="ประเมินในระบบอื่น" if state is State.EXEMPT else None,
        met=(),
        unmet=(),
        reasons=(),
        suggestions=(f"ควรพัฒนาเรื่อง {code}",) if advised else (),
        items=(),
        next_level=None,
        source=Source(file="matrix.xlsx", sheet="คะแนน", cell="D2"),
    )
    return found.model_copy(update=changes)


def said(
    by: str | None,
    answer: str,
    role: str = "กรรมการ",
    stage: str = "เอกสาร",
    reason: str | None = None,
    reference: str | None = None,
) -> MarkBy:
    """An assessor's answer: ``met``, ``unmet``, ``not_relevant``, or a value."""
    is_mark = answer in set(Mark)
    return MarkBy(
        assessor=by,
        role=role,
        stage=stage,
        mark=Mark(answer) if is_mark else None,
        value=None if is_mark else answer,
        reason=reason,
        reference=reference,
        note=None,
        source=Source(file="form.xlsx", sheet="แบบประเมิน", cell="D9"),
    )


def item(id_: str, answer: str | None, *by: MarkBy) -> ItemResult:
    """An item or measure with its combined answer; none where the assessors left it undecided."""
    is_mark = answer in set(Mark)
    return ItemResult(
        id=id_,
        mark=Mark(answer) if answer is not None and is_mark else None,
        value=None if is_mark else answer,
        undecided=answer is None and bool(by),
        by=by,
    )


def office(
    levels: list[str] | tuple[str, ...] = tuple(SEED_LEVELS),
    code: str = "2402",
    name: str = "ตัวอย่าง เขต 2",
    indicators: tuple[IndicatorResult, ...] | None = None,
    **changes: object,
) -> OfficeResult:
    """An office whose figures follow from its levels by the rule that N/A counts zero."""
    found = indicators or tuple(map(indicator, CODES, levels))
    states = [entry.state for entry in found]
    scores = [Decimal(entry.score) for entry in found if entry.score is not None]
    reported = [Decimal(e.score) for e in found if e.score and e.state is State.SCORED]
    status = Status.COMPLETE
    if State.NOT_ASSESSED in states:
        status = Status.INCOMPLETE
    if State.INVALID in states:
        status = Status.ERROR
    complete = status is Status.COMPLETE
    result = OfficeResult(
        code=code,
        name=f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษา{name}",
        short_name=f"สพป.{name}",
        type="สพป",
        region="8",
        status=status,
        mean=_two_places(scores) if complete else None,
        mean_exact=Ratio(f"{sum(scores)}/{len(scores)}") if complete and scores else None,
        band="พอใช้" if complete else None,
        coverage=Coverage(scored=len(reported), applicable=len(scores)),
        mean_reported=_two_places(reported) if complete else None,
        overall=("ภาพรวมย่อหน้าแรก", "ภาพรวมย่อหน้าที่สอง") if complete else (),
        indicators=found,
    )
    exact = changes.get("mean_exact")
    given = changes | {"mean_exact": Ratio(exact)} if exact else changes
    return result.model_copy(update=given)


def _two_places(scores: list[Decimal]) -> str | None:
    if not scores:
        return None
    hundredths = Fraction(sum(scores)) / len(scores) * 100
    whole = int(hundredths + Fraction(1, 2))
    return f"{whole // 100}.{whole % 100:02d}"


def results(
    *offices: OfficeResult,
    findings: tuple[FindingRecord, ...] = (),
    not_reported: str = "counts_zero",
    rubric: Rubric = RUBRIC,
) -> Results:
    """A results document of these offices."""
    return Results.model_validate(
        {
            "schema_version": 1,
            "engine_version": "0.1.0",
            "rubric": RubricStamp(
                id=rubric.id,
                name=rubric.name,
                fiscal_year=rubric.fiscal_year,
                version=rubric.version,
                status=rubric.status,
                hash="sha256:" + "0" * 64,
            ),
            "round": "6m",
            "policy": Policy.model_validate(
                {
                    "not_reported": not_reported,
                    "band_on": "printed_mean",
                    "score_decimals": 0,
                    "mean_decimals": 2,
                    "bands_confirmed": rubric.bands.confirmed,
                }
            ),
            "offices": offices,
            "findings": findings,
        }
    )


def finding(severity: str = "error", **changes: object) -> FindingRecord:
    """A finding record."""
    found = FindingRecord.model_validate(
        {
            "code": "mark-unknown",
            "severity": severity,
            "file": "matrix.xlsx",
            "sheet": "คะแนน",
            "cell": "D14",
            "message": "พบคำที่ไม่รู้จัก",
            "fix": "พิมพ์ระดับ 1–5",
        }
    )
    return found.model_copy(update=changes)


def rubric_with(**changes: object) -> Rubric:
    """The shipped rubric with some of its keys changed."""
    copy = RUBRIC.model_copy(update=changes)
    for cached in set(copy.__dict__) - set(Rubric.model_fields):  # computed of the original
        del copy.__dict__[cached]
    return copy
