"""The smallest rubrics of each form, to be spoiled at one place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Edits = Mapping[str, str]

MAIN = """\
id = "tiny"
name = "ชุดเล็ก"
fiscal_year = 2566
version = "0.1.0"
status = "draft"
source = "เอกสารทดสอบ"

[[round]]
id = "6m"
name = "รอบ 6 เดือน"

[scale]
base_level = 1
level = [
    { level = 1, name = "ต้น" },
    { level = 2, name = "กลาง" },
    { level = 3, name = "สูง" },
]

[state.not_reported]
policy = "counts_zero"
suggest = "ควรรายงาน"

[bands]
confirmed = false
band = [
    { name = "ดี", at_least = 2 },
    { name = "พอใช้" },
]

[labels]
title = ["ผลการประเมิน"]
indicator = "ตัวชี้วัดที่ {code}"
indicator_heading = "ตัวชี้วัด"
level_heading = "ระดับ"
suggestion_heading = "ข้อเสนอแนะ"
mean_row = "เฉลี่ย {n}"
overall_heading = "ภาพรวม"

[[overall]]
text = "ควรพัฒนาต่อ"
when = []

[signature]
position = "ผู้ลงนาม"
"""

_LEVELS = """level = [
    { level = 1, name = "ต้น" },
    { level = 2, name = "กลาง" },
    { level = 3, name = "สูง" },
]
"""
POINTS = MAIN.replace(_LEVELS, "levels = false\nmin = 0\nmax = 100\n").replace(
    "base_level = 1", "base_level = 0"
)
"""The same set with scores from 0 to 100."""


def text_of(method: str, *tables: str) -> str:
    """The file of the one indicator: its head, and what follows."""
    head = f"""\
code = "1"
title = "ตัวชี้วัดเดียว"
purpose = "เพื่อทดสอบ"
applies_to = ["สพป", "สพม"]
method = "{method}"
"""
    return "\n".join([head, *tables])


def _item(item_id: str) -> str:
    return f'[[item]]\nid = "{item_id}"\ntext = "มี {item_id}"\nsuggest = "ควรมี {item_id}"\n'


def level(level: int, rule: str = "") -> str:
    """The table of a level."""
    return f'[[level]]\nlevel = {level}\ntext = "เกณฑ์ {level}"\nsuggest = "ควร {level}"\n{rule}'


_ITEMS = tuple(map(_item, "abc"))
_MEASURE = """\
[[measure]]
id = "m"
text = "ร้อยละ"
unit = "%"
min = 0
max = 100
suggest = "ควรเพิ่ม"
"""
_TEXTS = tuple(map(level, (1, 2, 3)))

CRITERIA = text_of(
    "criteria",
    *_ITEMS,
    level(1),
    level(2, 'requires = { any = ["a", "b"] }\n'),
    level(3, 'requires = { all = ["a", "b", "c"] }\n'),
)
COUNT = text_of("count", *_ITEMS, level(1), level(2, "count = 2\n"), level(3, "count = 3\n"))
MEASURED = text_of(
    "criteria",
    _MEASURE,
    level(1),
    level(2, 'requires = { measure = "m", min = 50 }\n'),
    level(3, 'requires = { measure = "m", min = 80 }\n'),
)
CURVE = text_of(
    "value",
    _MEASURE,
    """\
[curve]
measure = "m"
of = "value"
points = [[60, 1], [80, 2], [100, 3]]
below = "clamp"
""",
    *_TEXTS,
)
PART_OF_COUNT = """\
[[part]]
name = "ส่วนนับ"
weight = 60
method = "count"
items = ["a", "b", "c"]

[[part.level]]
level = 2
count = 1

[[part.level]]
level = 3
count = 3
"""
PART_OF_CURVE = """\
[[part]]
name = "ส่วนค่า"
weight = 40
method = "value"

[part.curve]
measure = "m"
points = [[50, 1], [100, 3]]
"""
PARTS = text_of("parts", *_ITEMS, _MEASURE, PART_OF_COUNT, PART_OF_CURVE, *_TEXTS)
COVERAGE = text_of("coverage", *_ITEMS)
TIERS = text_of(
    "tiers",
    *_ITEMS,
    '[[tier]]\nname = "พื้นฐาน"\npoints = 60\nitems = ["a", "b"]\n',
    '[[tier]]\nname = "ก้าวหน้า"\npoints = 40\nitems = ["c"]\n',
)
"""For :data:`POINTS`; the others are for :data:`MAIN`."""


def edited(text: str, edits: Edits) -> str:
    """A text with parts replaced; each must stand in it exactly once."""
    for old, new in edits.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def write(folder: Path, main: str, *indicators: str) -> Path:
    """Write a set into ``folder/tiny``."""
    tiny = folder / "tiny"
    (tiny / "indicators").mkdir(parents=True)
    (tiny / "rubric.toml").write_text(main, encoding="utf-8")
    for number, text in enumerate(indicators, start=1):
        (tiny / "indicators" / f"{number}.toml").write_text(text, encoding="utf-8")
    return tiny
