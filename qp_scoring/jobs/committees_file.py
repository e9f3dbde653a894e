"""``to-decide.xlsx`` of a results folder: what was filled in there, and what is written anew."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qp_scoring.delivery.staging import Delivery
from qp_scoring.findings import FindingLog, Place, Severity
from qp_scoring.intake.choice import TO_DECIDE, decisions_in
from qp_scoring.intake.files import InputFile
from qp_scoring.intake.read import Intake
from qp_scoring.intake.readers.grid import read_file
from qp_scoring.jobs.decisions import Decided, question_of
from qp_scoring.reports.decisions import Held, Question, words_beside, write_to_decide
from qp_scoring.scoring.undecided import Undecided


@dataclass(slots=True)
class CommitteesFile:
    """The committee's questions in one results folder.

    ``path`` leads to those that were filled in there, if any; ``name`` is theirs in findings.
    While something in them has to be mended, the file is to stay ``as_filled_in``: its cells are
    where findings say, and what contradicts it is told again.
    """

    path: Path | None
    name: str
    as_filled_in: bool = False

    @classmethod
    def of(cls, delivery: Delivery) -> CommitteesFile:
        """The file of the folder that a run delivers into."""
        file = decisions_in(delivery.out)
        return cls(file.path if file.path.is_file() else None, file.name)

    def say(self, decided: Decided, intake: Intake, log: FindingLog) -> None:
        """Say for which offices decisions wait, and whether the file stays as it was filled in."""
        waiting = {one.office for one in decided.waiting if one.place.file == self.name}
        for code in sorted(waiting):
            if office := intake.registry.get(code):
                log.add("decision-waits", Place(self.name), office=office.short_name)
        own = (one for one in log if one.place.file == self.name)
        faults = [one.place for one in own if one.severity is Severity.ERROR]
        if faults and self.path is not None:
            self.as_filled_in = True
            cells = ", ".join(dict.fromkeys(one.cell for one in faults if one.cell))
            log.add("decisions-as-filled-in", Place(self.name), cells=cells)

    def write(
        self,
        delivery: Delivery,
        undecided: Sequence[Undecided],
        decided: Decided,
        intake: Intake,
    ) -> None:
        """Write what is open, with the decisions that lie in this folder alone.

        Raises:
            OSError: the file cannot be written.
        """
        if self.as_filled_in and self.path is not None:
            shutil.copyfile(self.path, delivery.path(TO_DECIDE))
            return
        held = [one for one in decided.held if one.answer.place.file == self.name]
        for one in decided.waiting:
            office = intake.registry.get(one.office)
            if one.place.file == self.name and office is not None:
                held.append(Held(question_of(one, office), one))
        if undecided or held:
            write_to_decide(
                delivery.path(TO_DECIDE),
                undecided,
                intake.rubric,
                intake.round_id,
                held=held,
                before=decided.before,
                words=self._words(),
            )

    def _words(self) -> dict[Question, tuple[str, str]]:
        """What was typed beside questions that are not answered yet."""
        if self.path is None:
            return {}
        sheets = read_file(InputFile(self.path, self.name), FindingLog())
        return {key: said for one in sheets for key, said in words_beside(one).items()}
