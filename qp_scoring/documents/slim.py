"""Offices of a large round without what nobody asks for."""

from __future__ import annotations

from qp_scoring.documents.results import IndicatorResult, NextLevel, OfficeResult

_NOTHING: tuple[()] = ()


def slim(office: OfficeResult) -> OfficeResult:
    """A result without its paragraphs, answers, cells, advice and ways up."""
    band = office.next_band
    return office.model_copy(
        update={
            "overall": _NOTHING,
            "overall_comment": None,
            "next_band": band and band.model_copy(update={"ways": _NOTHING, "efforts": _NOTHING}),
            "indicators": tuple(map(_slim_indicator, office.indicators)),
        }
    )


def _slim_indicator(one: IndicatorResult) -> IndicatorResult:
    step = one.next_level
    return one.model_copy(
        update={
            "reasons": _NOTHING,
            "suggestions": _NOTHING,
            "items": _NOTHING,
            "levels_by": _NOTHING,
            "said_by": _NOTHING,
            "source": None,
            "next_level": step and _slim_step(step),
        }
    )


def _slim_step(step: NextLevel) -> NextLevel:
    return step.model_copy(update={"needs": _NOTHING, "efforts": _NOTHING, "more": 0})


def head(office: OfficeResult) -> OfficeResult:
    """A result without its indicators: what a later round is compared with."""
    return slim(office.model_copy(update={"indicators": _NOTHING}))
