"""Offices of a large round without what nobody asks for: figures, or the marks of a comparison."""

from __future__ import annotations

from qp_scoring.documents.results import IndicatorResult, ItemResult, NextLevel, OfficeResult

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


class Marks:
    """Offices with their figures and the marks of their items, without what each voice said.

    That is all that rounds are compared by. An indicator is one for all offices that came to the
    same on it.
    """

    def __init__(self) -> None:
        self._shared: dict[tuple[object, ...], IndicatorResult] = {}

    def of(self, office: OfficeResult) -> OfficeResult:
        """What is kept of an office."""
        lean = slim(office)
        indicators = (
            one.model_copy(update={"next_level": None, "items": tuple(map(_mark, whole.items))})
            for one, whole in zip(lean.indicators, office.indicators, strict=True)
        )
        shared = tuple(
            self._shared.setdefault(tuple(one.__dict__.values()), one) for one in indicators
        )
        return lean.model_copy(update={"next_band": None, "indicators": shared})


def _mark(item: ItemResult) -> ItemResult:
    return item.model_copy(update={"by": _NOTHING})
