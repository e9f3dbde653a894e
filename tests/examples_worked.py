"""Examples of findings on worked examples: the files that a policy expert owns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from examples import Example, Room, example

from qp_scoring.findings import Finding, FindingLog
from qp_scoring.jobs.rubric_examples import check_examples

JUDGED = """title = "ให้ระดับ"
about = "ระดับโดยวินิจฉัย"

[[indicator]]
code = "A"
method = "judged"
level = [
    { level = 0 },
    { level = 1 },
    { level = 2 },
    { level = 3 },
    { level = 4 },
    { level = 5 },
]

[[case]]
name = "ให้ระดับ 2"
levels = { %s = 2 }
expect = { level = { A = %d } }
"""


def checked(text: str) -> Callable[[Room], Iterable[Finding]]:
    def make(room: Room) -> tuple[Finding, ...]:
        (room / "examples/นับ.toml").write_text(text, encoding="utf-8")
        log = FindingLog()
        check_examples(room.folder / "examples", None, log)
        return tuple(log)

    return make


EXAMPLES: dict[str, Example] = {
    "example-differs": example(checked(JUDGED % ("A", 3)), "examples/นับ.toml:16"),
    "example-unknown": example(checked(JUDGED % ("B", 2)), "examples/นับ.toml:16"),
}
