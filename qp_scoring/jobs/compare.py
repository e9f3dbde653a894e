"""One comparison from stored rounds to a delivered workbook: of two rounds, or of more.

Large rounds are read side by side, an office at a time, and what became of each office lies in a
drawer, from which the tables and the document are made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.analysis.compare import comparability, compare_rounds
from qp_scoring.analysis.trend import MOST_ROUNDS, compared_pairs, trend_of
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.away import Drawer
from qp_scoring.documents.comparison import Comparison, OfficeChange
from qp_scoring.documents.issued import say_if_changed
from qp_scoring.documents.stored import StoredRound, follow_round
from qp_scoring.documents.trend import OfficeCourse, Trend
from qp_scoring.documents.written import document_parts
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.messages import Language
from qp_scoring.reports.compare_book import write_comparison
from qp_scoring.reports.trend_book import write_trend


def compare_and_deliver(
    old: Path, new: Path, out: Path | None, log: FindingLog, lang: Language = "th"
) -> Comparison:
    """Compare two stored rounds; with ``out`` deliver ``compare.xlsx`` and ``compare.json``.

    ``old`` and ``new`` are a ``results.json`` or the folder of one.

    Raises:
        RefusedRunError: a round cannot be read, they are of different rubric sets, or ``out``
            may not be written; nothing was changed.
    """
    started = datetime.now(UTC)
    rounds = _as_delivered(old, log), _as_delivered(new, log)
    found = compare_rounds(*rounds, log, lang, partial(Drawer, OfficeChange))
    if out is not None:
        # What is delivered is in Thai, whatever the language of the terminal.
        in_thai = comparability(rounds[0].rubric, rounds[1].rubric, "th")
        delivered = found.model_copy(update={"comparability": in_thai})

        def write(delivery: Delivery) -> None:
            write_comparison(delivery.path("compare.xlsx"), delivered)
            delivery.write_parts("compare.json", document_parts(delivered))

        _deliver((old, new), rounds, out, started, write)
    return found


def follow_and_deliver(
    paths: Sequence[Path], out: Path | None, log: FindingLog, lang: Language = "th"
) -> Trend:
    """Follow three stored rounds or more; with ``out`` deliver ``comparison.xlsx`` and ``.json``.

    Raises:
        RefusedRunError: there are more rounds than a page has room for, one was given twice or
            cannot be read, they are of different rubric sets, or ``out`` may not be written;
            nothing was changed.
    """
    started = datetime.now(UTC)
    if len(paths) > MOST_ROUNDS:
        log.add("compare-too-many", Place(), found=len(paths), most=MOST_ROUNDS)
        raise RefusedRunError(log)
    rounds = [_as_delivered(path, log) for path in paths]
    found = trend_of(rounds, log, lang, partial(Drawer, OfficeCourse))
    if out is not None:
        delivered = found.model_copy(update={"pairs": compared_pairs(rounds, "th")})

        def write(delivery: Delivery) -> None:
            write_trend(delivery.path("comparison.xlsx"), delivered)
            delivery.write_parts("comparison.json", document_parts(delivered))

        _deliver(paths, rounds, out, started, write)
    return found


def _as_delivered(path: Path, log: FindingLog) -> StoredRound:
    """A round; warns where the record beside it says that it was delivered otherwise."""
    stored = follow_round(path, log)
    say_if_changed(stored.folder, log)
    return stored


def _deliver(
    paths: Sequence[Path],
    rounds: Sequence[StoredRound],
    out: Path,
    started: datetime,
    write: Callable[[Delivery], None],
) -> None:
    with Delivery(out, [stored.folder for stored in rounds]) as delivery:
        write(delivery)
        delivery.deliver(
            {
                "engine_version": __version__,
                "command": "compare",
                "arguments": [str(given.absolute()) for given in paths],
                "started": started.isoformat(timespec="seconds"),
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )
