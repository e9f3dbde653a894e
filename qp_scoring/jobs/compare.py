"""One comparison from two stored rounds to a delivered workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from qp_scoring import __version__
from qp_scoring.analysis.compare import compare_rounds
from qp_scoring.delivery.staging import Delivery
from qp_scoring.documents.comparison import Comparison
from qp_scoring.documents.stored import read_round
from qp_scoring.findings import FindingLog
from qp_scoring.messages import Language
from qp_scoring.reports.compare_book import comparison_json, write_comparison


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
    rounds = read_round(old, log), read_round(new, log)
    found = compare_rounds(*rounds, log, lang)
    if out is None:
        return found
    with Delivery(out, [stored.folder for stored in rounds]) as delivery:
        # What is delivered is in Thai, whatever the language of the terminal.
        delivered = found if lang == "th" else compare_rounds(*rounds, FindingLog())
        write_comparison(delivery.path("compare.xlsx"), delivered)
        delivery.write("compare.json", comparison_json(delivered))
        delivery.deliver(
            {
                "engine_version": __version__,
                "command": "compare",
                "arguments": [str(given.absolute()) for given in (old, new)],
                "started": started.isoformat(timespec="seconds"),
                "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )
    return found
