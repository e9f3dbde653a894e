"""One comparison from stored rounds to a delivered workbook: of two rounds, or of more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.analysis.compare import compare_rounds
from qp_scoring.analysis.trend import MOST_ROUNDS, trend_of
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.comparison import Comparison
from qp_scoring.documents.slim import Marks
from qp_scoring.documents.stored import StoredRound, read_round
from qp_scoring.documents.trend import Trend
from qp_scoring.documents.written import document_json
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
    rounds = read_round(old, log, Marks().of), read_round(new, log, Marks().of)
    found = compare_rounds(*rounds, log, lang)
    if out is not None:
        # What is delivered is in Thai, whatever the language of the terminal.
        delivered = found if lang == "th" else compare_rounds(*rounds, FindingLog())

        def write(delivery: Delivery) -> None:
            write_comparison(delivery.path("compare.xlsx"), delivered)
            delivery.write("compare.json", document_json(delivered))

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
    rounds = [read_round(path, log, Marks().of) for path in paths]
    found = trend_of(rounds, log, lang)
    if out is not None:
        delivered = found if lang == "th" else trend_of(rounds, FindingLog())

        def write(delivery: Delivery) -> None:
            write_trend(delivery.path("comparison.xlsx"), delivered)
            delivery.write("comparison.json", document_json(delivered))

        _deliver(paths, rounds, out, started, write)
    return found


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
