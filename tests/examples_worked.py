"""Examples of findings on worked examples: the files that a policy expert owns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from examples import Example, Room, example

from qp_scoring.findings import Finding, FindingLog
from qp_scoring.jobs.rubric_check import check_examples

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


COUNTED = """title = "นับ"
about = "นับข้อ ดูค่า"

[[indicator]]
code = "A"
method = "criteria"
item = [{ id = "a1" }, { id = "a2" }]
measure = [{ id = "m", max = 100 }]
level = [
    { level = 0 },
    { level = 1, requires = { all = ["a1"] } },
    { level = 2, requires = { all = ["a2"] } },
    { level = 3, requires = { measure = "m", min = 60 } },
    { level = 4, requires = { measure = "m", min = 80 } },
    { level = 5, requires = { measure = "m", min = 95 } },
]

[[case]]
name = "ได้ระดับ 3"
%s
"""
AT = "examples/นับ.toml:18"
LEVEL = "expect = { level = { A = 3 } }"


EXAMPLES: dict[str, Example] = {
    "example-differs": example(checked(JUDGED % ("A", 3)), "examples/นับ.toml:16"),
    "example-unknown": example(checked(JUDGED % ("B", 2)), "examples/นับ.toml:16"),
    "example-empty": example(checked(COUNTED % 'met = ["a1"]\nexpect = {}'), AT),
    "example-contradicts": example(
        checked(COUNTED % f'met = ["a1", "a2"]\nnot_relevant = ["a2"]\n{LEVEL}'), AT
    ),
    "example-unused": example(checked(COUNTED % f'none = ["m"]\n{LEVEL}'), AT),
    "rubric-key-dotted": example(
        checked(COUNTED % f"values = {{ m.p = 1 }}\n{LEVEL}"), "examples/นับ.toml:20"
    ),
    "example-no-target": example(
        checked(COUNTED.replace("min = 95", 'min = "m.สูง"') % f"values = {{ m = 99 }}\n{LEVEL}"),
        AT,
    ),
    "example-outside": example(checked(COUNTED % f"values = {{ m = 101 }}\n{LEVEL}"), AT),
}
