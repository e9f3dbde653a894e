"""What a run came to: what the terminal says of it, and what a caller of the library gets."""

from __future__ import annotations

from dataclasses import dataclass

from qp_scoring.documents.analysis import Analysis
from qp_scoring.documents.issued import Reissue
from qp_scoring.documents.results import FindingRecord, Results
from qp_scoring.findings import Finding
from qp_scoring.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results, what was delivered, and what was withheld.

    ``withheld`` names offices whose sheet named another; ``undecided`` counts what committees
    have to decide, ``pdfs`` the sheets converted (None where nobody asked for them). ``reissue``
    says what changed since an earlier issue of the same round. ``carried`` are findings of the
    delivered round that the inputs were brought into.
    """

    results: Results
    analysis: Analysis
    rubric: Rubric
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    undecided: int = 0
    pdfs: int | None = None
    reissue: Reissue | None = None
    carried: tuple[FindingRecord, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding | FindingRecord, ...]:
        """What is wrong in the round as it stands now, whichever run found it."""
        return (*self.findings, *self.carried)
