"""How far a run is: one line on stderr that is written over, on a terminal only.

Nothing but words and figures, so that every console can show it.
"""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager

from rich.cells import cell_len, set_cell_size

from qp_scoring.documents.stages import RunStage
from qp_scoring.messages import Language, text

_LINE_CELLS = 78
_AT_MOST_EVERY = 0.1  # seconds


class Progress(AbstractContextManager["Progress", None]):
    """Shows the progress of a run, as its :data:`Watch`, in a ``with`` block.

    Where ``shown`` is false, or stderr is no terminal, nothing is written.
    """

    def __init__(self, lang: Language, *, shown: bool) -> None:
        self._lang = lang
        self._shown = shown and sys.stderr.isatty()
        self._stage: RunStage | None = None
        self._written = 0
        self._next = 0.0

    def __exit__(self, *_: object) -> None:
        self._write("")

    def __call__(self, stage: RunStage, done: int, total: int) -> None:
        """Show a stage; how many of its parts are done, no more often than the eye can follow."""
        now = time.monotonic()
        if not self._shown or (stage is self._stage and now < self._next and done < total):
            return
        self._stage, self._next = stage, now + _AT_MOST_EVERY
        line = text(f"progress-{stage.value}", self._lang, done=done, total=total)
        self._write(set_cell_size(line, _LINE_CELLS) if cell_len(line) > _LINE_CELLS else line)

    def _write(self, line: str) -> None:
        """Write over what stands in the line, with spaces where that was longer."""
        width = cell_len(line)
        if self._shown and (width or self._written):
            rest = " " * max(0, self._written - width)
            end = "" if line else "\r"
            sys.stderr.write(f"\r{line}{rest}{end}")
            sys.stderr.flush()
        self._written = width
