"""Forms with nothing filled in among the inputs that are read into a delivered round."""

from __future__ import annotations

from collections.abc import Mapping

from qp_scoring.documents.answers import Answered, Answers, ItemAnswer, Voice
from qp_scoring.findings import Place
from qp_scoring.jobs.decisions import Answer, all_answers


class BlankForms:
    """Who handed in nothing but blanks of an office: a blank form says nothing.

    ``alone`` are the offices of which nothing else was said, which stay as they were delivered.
    """

    def __init__(self, answers: Answers) -> None:
        self._left: set[tuple[str, Voice]] = set()
        self.alone: set[str] = set()
        handed_in = [one for one in all_answers(answers) if one.asked is None]
        self._heard = {(one.office, one.voice) for one in filter(_says_something, handed_in)}
        self._spoken_of = {office for office, _ in self._heard} | answers.faulty
        self._silent: dict[str, dict[Voice, Place]] = {}
        for one in handed_in:
            if (one.office, one.voice) not in self._heard:
                self._silent.setdefault(one.office, {}).setdefault(one.voice, one.place)

    def of(self, code: str) -> Mapping[Voice, Place]:
        """The voices that say nothing of an office, and where."""
        return self._silent.get(code, {})

    def leave(self, code: str, before: Answers) -> list[Voice]:
        """The silent voices of an office beside which its answers of ``before`` stay."""
        spoke = {
            one.voice for one in all_answers(before) if one.asked is None and _says_something(one)
        }
        stay = list(self.of(code)) if spoke else []
        if code in self._spoken_of:
            stay = [one for one in stay if one in spoke]
        elif stay:
            self.alone.add(code)
        self._left |= {(code, voice) for voice in stay}
        return stay

    def has(self, answer: Answer) -> bool:
        """Whether an answer is one of the blanks that change nothing of what was delivered."""
        return answer.asked is None and (answer.office, answer.voice) in self._left


def _says_something(answer: Answer) -> bool:
    """Whether an answer is more than the blank that every form comes with."""
    if answer.reason:
        return True
    if isinstance(answer, ItemAnswer):
        beside = answer.told or answer.reference or answer.note
        return answer.says_something or bool(beside)
    return answer.said not in (Answered.OPEN, Answered.BLANK) or bool(answer.comment)
