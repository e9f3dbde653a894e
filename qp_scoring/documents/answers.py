"""What the inputs say, after reading and before scoring: one record per answer and its cell.

An answer never carries a guess: what could not be read is a finding, and the answer says
``INVALID`` so that nothing is counted for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from qp_scoring.documents.results import Mark, MarkBy, OfVoice, SaidBy
from qp_scoring.findings import Place


class Role(StrEnum):
    """Who speaks: a committee member, its lead, or the committee's own resolution (มติ)."""

    MEMBER = "กรรมการ"
    LEAD = "หัวหน้า"
    RESOLUTION = "มติ"


class Stage(StrEnum):
    """When the answer was given: from documents, or after a visit. Later stages win."""

    DOCUMENTS = "เอกสาร"
    VISIT = "ลงพื้นที่"


class Answered(StrEnum):
    """What an assessor says of an indicator as a whole."""

    OPEN = "open"  # being assessed: a blank item is not yet assessed
    CLOSED = "closed"  # assessment finished: a blank item is unmet by statement
    LEVEL = "level"  # a level is given: judged by an assessor, or agreed by the committee
    NOT_REPORTED = "not_reported"
    NOT_STARTED = "not_started"  # it has not begun: every item is unmet by statement
    EXEMPT = "exempt"
    DASH = "dash"  # "-": does not apply
    BLANK = "blank"
    UNCLEAR = "unclear"  # a reader of the cell would doubt what it says: not assessed
    UNHEARD = "unheard"  # who speaks, in what role or at what stage, is in doubt: not assessed
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who gave an answer, in which role, at which stage."""

    assessor: str | None = None
    role: Role = Role.RESOLUTION
    stage: Stage = Stage.DOCUMENTS

    def __hash__(self) -> int:
        # Asked for every answer: a name tells nearly all voices apart.
        return hash(self.assessor)

    @classmethod
    def of(cls, by: OfVoice) -> Voice:
        """The voice of a stored answer."""
        return cls(by.assessor, Role(by.role), Stage(by.stage))


class IndicatorAnswer(NamedTuple):
    """One voice's answer to an indicator as a whole.

    ``level`` is the given level or score (exact, on the rubric's scale) when ``said`` is LEVEL.
    ``carried`` are the items beside which unconfirmed results of the round before stand. ``asked``
    are the opinions that a decision of ``to-decide.xlsx`` was asked about; None for other answers.
    """

    office: str
    indicator: str
    voice: Voice
    said: Answered
    place: Place
    level: Decimal | None = None
    reason: str | None = None
    comment: str | None = None
    carried: tuple[str, ...] = ()
    asked: str | None = None

    @classmethod
    def of(cls, key: tuple[str, str], by: SaidBy, asked: str | None = None) -> IndicatorAnswer:
        """A stored answer; ``key`` are its office and indicator.

        Raises:
            ValueError: it is of no role, of no stage, or no answer.
        """
        return cls(
            *key,
            Voice.of(by),
            Answered(by.said),
            by.source.place,
            level=None if by.level is None else Decimal(by.level),
            reason=by.reason,
            comment=by.comment,
            carried=by.carried,
            asked=asked,
        )


class ItemAnswer(NamedTuple):
    """One voice's answer to an item (``mark``) or a measure (``value``); both null when blank.

    An item with grades has the points of its grade as ``value``, and the mark that it amounts to.

    ``measured`` tells a measure from an item, so that a blank value is never "unmet". ``unclear``
    says that a reader of the sheet would doubt what is answered: the item is not assessed.
    ``told`` says that a blank one is a cell that holds something, of which was said what is wrong.
    ``asked`` as in :class:`IndicatorAnswer`.
    """

    office: str
    indicator: str
    item: str
    voice: Voice
    place: Place
    mark: Mark | None = None
    value: Fraction | None = None
    reason: str | None = None
    reference: str | None = None
    note: str | None = None
    invalid: bool = False
    measured: bool = False
    unclear: bool = False
    asked: str | None = None
    told: bool = False

    @classmethod
    def of(
        cls, key: tuple[str, str, str], by: MarkBy, *, measured: bool, asked: str | None = None
    ) -> ItemAnswer:
        """A stored answer; ``key`` are its office, indicator and item.

        Raises:
            ValueError: it is of no role, or of no stage.
        """
        return cls(
            *key,
            Voice.of(by),
            by.source.place,
            mark=by.mark,
            value=None if by.value is None else Fraction(by.value),
            reason=by.reason,
            reference=by.reference,
            note=by.note,
            invalid=by.invalid,
            measured=measured,
            unclear=by.unclear,
            asked=asked,
        )

    @property
    def answers(self) -> bool:
        """Whether it holds a mark or a value."""
        return self.mark is not None or self.value is not None

    @property
    def says_something(self) -> bool:
        """Whether the cell is no blank, whether or not it could be read."""
        return self.answers or self.invalid or self.unclear


@dataclass(frozen=True, slots=True)
class Claim:
    """A mean or band typed beside an office's levels, to be compared with ours."""

    office: str
    what: str  # "mean" or "band"
    text: str
    place: Place


class Remark(NamedTuple):
    """What one voice says of an office as a whole, in its own words."""

    office: str
    voice: Voice
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that a run's inputs say, in file and cell order.

    ``places`` say where an office of checklists or tables of marks was first named; ``faulty``
    are the offices whose answers contradict each other so that none of them may be scored.
    """

    places: Mapping[str, Place]
    indicators: tuple[IndicatorAnswer, ...]
    items: tuple[ItemAnswer, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    faulty: frozenset[str] = frozenset()
