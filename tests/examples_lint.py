"""Examples of faults of meaning: one tiny rubric each, spoiled at one place (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Callable

from examples import Example, Room
from making import copy_rubric
from test_rubric_load import line_with
from tiny_rubric import (
    COUNT,
    COVERAGE,
    CRITERIA,
    CURVE,
    MAIN,
    MEASURED,
    PARTS,
    POINTS,
    TIERS,
    Edits,
    edited,
    level,
    text_of,
    write,
)

from qp_scoring.findings import Finding, FindingLog, Place
from qp_scoring.rubric.diff import RubricDiff, diff_rubrics, version_fault
from qp_scoring.rubric.load import load_rubric, read_rubric

GROUPS = '[[group]]\nid = "g"\nname = "ก"\n\n[[group]]\nid = "h"\nname = "ข"\n\n[labels]\n'


def wrong(
    line: str,
    *beside: str,
    main: Edits | None = None,
    one: Edits | None = None,
    base: str = MAIN,
    indicator: str = CRITERIA,
    in_main: bool | None = None,
) -> Example:
    """A tiny set with edits of its own file or of its indicator; the fault is in the edited one.

    ``line`` is a piece of text on the fault's line, ``beside`` are findings that come with it.
    """
    file = "rubric.toml" if (in_main if in_main is not None else main and not one) else None
    file = file or "indicators/1.toml"

    def make(room: Room) -> tuple[Finding, ...]:
        tiny = write(room.folder, edited(base, main or {}), edited(indicator, one or {}))
        log = FindingLog()
        read_rubric(tiny, log, suspicions=True)
        return tuple(log)

    def where(room: Room) -> tuple[str, None]:
        return f"tiny/{file}:{line_with(room.folder / 'tiny' / file, line)}", None

    return Example(make, where, frozenset(beside))


_ONE_ITEM = (
    '{ all = ["N.1", { measure = "N.m", min = 10 }] }',
    '{ any = ["N.1", "N.2"] }',
    '{ all = ["N.1", "N.2"] }',
    '{ all = ["N.1", "N.3"] }',
)
_SOFT = (
    '{ at_least = 1, of = ["N.1", "N.2", "N.3"] }',
    '{ all = [{ at_least = 1, of = ["N.1", "N.2", "N.3"] }, { measure = "N.m", min = 20 }] }',
    '{ all = [{ at_least = 2, of = ["N.1", "N.2", "N.3"] }, { measure = "N.m", min = 40 }] }',
    '{ all = ["N.1", "N.2", "N.3", { measure = "N.m", min = 60 }] }',
)
_HARD = (
    '{ all = ["N.1", "N.2", "N.3"] }',
    '{ measure = "N.m", min = 20 }',
    '{ measure = "N.m", min = 40 }',
    '{ measure = "N.m", min = 60 }',
)


def suspected(line: str, *indicators: tuple[str, ...], beside: tuple[str, ...] = ()) -> Example:
    """The shipped set with indicators of three items and these conditions of levels 2 to 5.

    ``line`` stands in the last of them.
    """

    def make(room: Room) -> tuple[Finding, ...]:
        folder = copy_rubric(room.folder)
        for path in (folder / "indicators").iterdir():
            path.unlink()
        for number, rules in enumerate(indicators, 1):
            path = folder / "indicators" / f"{number}.toml"
            path.write_text(_of_three(rules).replace("N", str(number)), encoding="utf-8")
        log = FindingLog()
        read_rubric(folder, log, suspicions=True)
        return tuple(log)

    def where(room: Room) -> tuple[str, None]:
        name = f"indicators/{len(indicators)}.toml"
        return f"qp-copy/{name}:{line_with(room.folder / 'qp-copy' / name, line)}", None

    return Example(make, where, frozenset(beside))


def _of_three(rules: tuple[str, ...]) -> str:
    words = 'text = "ค"\nsuggest = "ง"\n'
    return "".join(
        [
            'code = "N"\ntitle = "ก"\npurpose = "ข"\napplies_to = ["สพป", "สพม"]\n',
            'method = "criteria"\n',
            *(f'[[item]]\nid = "N.{number}"\n{words}' for number in (1, 2, 3)),
            f'[[measure]]\nid = "N.m"\nunit = "%"\nmin = 0\nmax = 100\n{words}',
            f"[[level]]\nlevel = 1\n{words}",
            *(
                f"[[level]]\nlevel = {level}\n{words}requires = {rule}\n"
                for level, rule in enumerate(rules, 2)
            ),
        ]
    )


def beside_another(name: str, weight: str = "") -> Callable[[Room], tuple[Finding, ...]]:
    """A tiny set with a second indicator in a file of this name; the first has a ``weight``."""

    def make(room: Room) -> tuple[Finding, ...]:
        first = edited(CRITERIA, {'method = "criteria"': f'method = "criteria"\n{weight}'})
        tiny = write(room.folder, MAIN, first)
        other = edited(MEASURED, {'code = "1"': 'code = "2"'})
        (tiny / "indicators" / name).write_text(other, encoding="utf-8")
        log = FindingLog()
        read_rubric(tiny, log, suspicions=True)
        return tuple(log)

    return make


def contradicting_version(room: Room) -> tuple[Finding, ...]:
    old = load_rubric(write(room.folder / "old", MAIN, CRITERIA))
    new = load_rubric(
        write(room.folder, edited(MAIN, {"base_level = 1": "base_level = 2"}), CRITERIA)
    )
    diff: RubricDiff = diff_rubrics(old, new)
    found = version_fault(old, new, diff, Place("tiny/rubric.toml:4"))
    return (found,) if found else ()


_WHEN = "when = []"
_GROUP = '\n[[group]]\nid = "g1"\nname = "กลุ่ม"\nweight = {weight}\n'
_ROUND = 'name = "รอบ 6 เดือน"\n'


def grouped(*weights: int) -> dict[str, str]:
    """An edit that adds groups to the set's file."""
    groups = [
        _GROUP.format(weight=weight).replace("g1", f"g{number}")
        for number, weight in enumerate(weights, start=1)
    ]
    return {_ROUND: _ROUND + "".join(groups)}


_IN_GROUP = {'method = "criteria"': 'method = "criteria"\ngroup = "g1"'}
_SCALE = """level = [
    { level = 1, name = "ต้น" },
    { level = 2, name = "กลาง" },
    { level = 3, name = "สูง" },
]
"""
_BANDS = """band = [
    { name = "ดี", at_least = 2 },
    { name = "พอใช้" },
]
"""
_LONG = "ก" * 800

_SET = {
    "rubric-scale-empty": wrong("[scale]", "rubric-levels-incomplete", main={_SCALE: ""}),
    "rubric-scale-range": wrong(
        "[scale]", base=POINTS, main={"max = 100": "max = 0"}, indicator=TIERS
    ),
    "rubric-scale-key": wrong("max = 3", main={"base_level = 1": "base_level = 1\nmax = 3"}),
    "rubric-bands-missing": wrong("[bands]", main={_BANDS: "band = []\n"}),
    "rubric-band-outside": wrong("at_least = 4", main={"at_least = 2": "at_least = 4"}),
    "rubric-overall-level-unknown": wrong(
        "levels = [4]", main={_WHEN: "when = [{ levels = [4], count_min = 1 }]"}
    ),
    "rubric-overall-no-levels": wrong("count_min", main={_WHEN: "when = [{ count_min = 1 }]"}),
    "rubric-overall-never": wrong(
        "mean_min", main={_WHEN: "when = [{ mean_min = 3, mean_max = 2 }]"}
    ),
    "rubric-placeholder-unfilled": wrong(
        "{indicators}",
        main={"ควรพัฒนาต่อ": "{indicators} ควรพัฒนา", _WHEN: "when = [{ levels = [1] }]"},
    ),
    "rubric-group-unknown": wrong(
        'group = "g9"',
        main=grouped(1),
        one={'method = "criteria"': 'method = "criteria"\ngroup = "g9"'},
    ),
    "rubric-group-needed": wrong('code = "1"', main=grouped(1), in_main=False),
    "rubric-groups-missing": wrong(
        "when_leaving", main={"[scale]": '[weights]\nwhen_leaving = "within_group"\n\n[scale]'}
    ),
    "rubric-group-empty": wrong('id = "g2"', main=grouped(1, 2), one=_IN_GROUP, in_main=True),
    "rubric-weights-sum": wrong("weight = 60", indicator=PARTS, one={"weight = 40": "weight = 45"}),
    "rubric-weight-missing": Example(
        beside_another("2.toml", "weight = 60"), ("tiny/indicators/2.toml:1", None)
    ),
    "rubric-file-left-out": Example(
        beside_another("2.toml.txt"), ("tiny/indicators/2.toml.txt", None)
    ),
    "rubric-bound-share": wrong("min = 0.5", indicator=MEASURED, one={"min = 50": "min = 0.5"}),
    "rubric-official-unsourced": wrong(
        "source =",
        main={
            'status = "draft"': 'status = "official"',
            "confirmed = false": "confirmed = true",
            "เอกสารทดสอบ": "-",
        },
    ),
    "rubric-year-unlikely": wrong("fiscal_year", main={"2566": "2023"}),
    "rubric-type-without-indicator": wrong(
        'id = "tiny"', one={'["สพป", "สพม"]': '["สพป"]'}, in_main=True
    ),
    "rubric-type-unusual": wrong("applies_to", one={'["สพป", "สพม"]': '["สพป", "สพม", "สพป."]'}),
    "rubric-text-control": wrong("ทดสอบ\\u0007", one={"เพื่อทดสอบ": "ทดสอบ\\u0007"}),
    "rubric-text-too-long": wrong("ทดสอบยาว", one={"เพื่อทดสอบ": "ทดสอบยาว" + "ก" * 33_000}),
    "rubric-text-long": wrong("ทดสอบยาว", one={"เพื่อทดสอบ": "ทดสอบยาว" + _LONG}),
}

_RULES = {
    "rubric-judged-condition": wrong("method =", one={'"criteria"': '"judged"'}),
    "rubric-thresholds-not-rising": wrong(
        "min = 20", indicator=MEASURED, one={"min = 80": "min = 20"}
    ),
    "rubric-grades-figures": wrong(
        "grades =",
        indicator=COUNT,
        one={'id = "a"\n': 'id = "a"\ngrades = { "ครบ" = 1, "บางส่วน" = 1 }\n'},
    ),
    "rubric-grades-words": wrong(
        "grades =",
        indicator=COUNT,
        one={'id = "a"\n': 'id = "a"\ngrades = { "ครบ (ทุกข้อ)" = 1, "ไม่มี" = 0 }\n'},
    ),
    "rubric-points-unused": wrong("points = 2", one={'id = "a"\n': 'id = "a"\npoints = 2\n'}),
    "rubric-count-too-many": wrong("count = 4", indicator=COUNT, one={"count = 3": "count = 4"}),
    "rubric-method-needs": wrong(
        'method = "tiers"',
        one={
            '"criteria"': '"tiers"',
            'requires = { any = ["a", "b"] }\n': "",
            'requires = { all = ["a", "b", "c"] }\n': "",
        },
    ),
    "rubric-method-needs-levels": wrong(
        'method = "count"',
        base=POINTS,
        indicator=TIERS,
        one={
            '"tiers"': '"count"',
            '[[tier]]\nname = "พื้นฐาน"\npoints = 60\nitems = ["a", "b"]\n': "",
            '[[tier]]\nname = "ก้าวหน้า"\npoints = 40\nitems = ["c"]\n': "",
        },
    ),
    "rubric-level-outside": wrong(
        "level = 4",
        indicator=PARTS,
        one={"level = 3\ncount = 3": "level = 4\ncount = 3"},
    ),
    "rubric-score-outside": wrong("method =", indicator=CURVE, one={"[100, 3]": "[100, 4]"}),
    "rubric-curve-no-target": wrong(
        'of = "share"', indicator=CURVE, one={'of = "value"': 'of = "share"'}
    ),
    "rubric-curve-pro-rata": wrong(
        "below =", indicator=CURVE, one={"[60, 1]": "[0, 1]", '"clamp"': '"pro_rata"'}
    ),
    "rubric-target-unknown": wrong("points =", indicator=CURVE, one={"[60, 1]": '["60%", 1]'}),
    "rubric-curve-edge": wrong(
        'edge = "right"', indicator=CURVE, one={'of = "value"': 'of = "value"\nedge = "right"'}
    ),
    "rubric-tier-item-twice": wrong(
        'items = ["c", "a"]', base=POINTS, indicator=TIERS, one={'["c"]': '["c", "a"]'}
    ),
    "rubric-tier-points": wrong(
        "points = 60", base=POINTS, indicator=TIERS, one={"points = 40": "points = 50"}
    ),
    "rubric-item-joins": wrong(
        'text = "มีแผนและรายงาน"', one={'text = "มี a"': 'text = "มีแผนและรายงาน"'}
    ),
    "rubric-level-single": wrong(
        'requires = { all = ["a"] }', one={'{ any = ["a", "b"] }': '{ all = ["a"] }'}
    ),
    "rubric-item-decides": suspected('id = "1.1"', _ONE_ITEM, beside=("rubric-level-shadowed",)),
    "rubric-severity-differs": suspected(
        'code = "4"', _SOFT, _SOFT, _SOFT, _HARD, beside=("rubric-item-decides",)
    ),
    "rubric-round-unknown": wrong(
        'rounds = ["9m"]', one={'id = "a"\n': 'id = "a"\nrounds = ["9m"]\n'}
    ),
    "rubric-round-faulty": wrong(
        'measure = "m"',
        "rubric-id-unknown",
        main={
            'name = "รอบ 6 เดือน"\n': 'name = "รอบ 6 เดือน"\n\n[[round]]\nid = "12m"\nname = "ข"\n'
        },
        one={"max = 100\n": 'max = 100\nrounds = ["6m"]\n'},
        indicator=CURVE,
    ),
    "rubric-none-leaves-nothing": wrong(
        "[[measure]]", one={"max = 100\n": 'max = 100\nwhen_none = "leaves"\n'}, indicator=CURVE
    ),
    "rubric-measure-fraction": wrong(
        "[[measure]]", indicator=MEASURED, one={"max = 100": 'max = 100\nnumerator = "ผ่าน"'}
    ),
    "rubric-target-outside": wrong(
        "target = 120", indicator=MEASURED, one={"max = 100": "max = 100\ntarget = 120"}
    ),
    "rubric-item-repeated": wrong("any =", one={'any = ["a", "b"]': 'any = ["a", "b", "a"]'}),
}

_REACH = {
    "rubric-level-unreachable": wrong(
        "level = 3", indicator=MEASURED, one={"min = 80": "min = 101"}
    ),
    "rubric-level-shadowed": wrong(
        "level = 2", one={'all = ["a", "b", "c"]': 'any = ["a", "b", "c"]'}
    ),
    "rubric-level-always": wrong("level = 2", indicator=MEASURED, one={"min = 50": "min = 0"}),
    "rubric-top-unreachable": wrong(
        "method =",
        base=POINTS,
        indicator=CURVE,
        one={
            "[60, 1], [80, 2], [100, 3]": "[60, 0], [100, 90]",
            **{
                f'[[level]]\nlevel = {k}\ntext = "เกณฑ์ {k}"\nsuggest = "ควร {k}"\n': ""
                for k in (1, 2, 3)
            },
        },
    ),
}

_IN_ITSELF = '[[group]]\nid = "g"\nname = "ก"\nwithin = "g"\n\n[labels]\n'
_NODES: dict[str, Example] = {
    "rubric-node-no-children": wrong(
        "combine", one={'method = "criteria"': 'method = "criteria"\ncombine = "min"'}
    ),
    "rubric-plus-without-min": wrong(
        "plus",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\nplus = 0.5'},
    ),
    "rubric-plus-falls": wrong(
        "plus",
        indicator=PARTS,
        one={
            'method = "parts"': 'method = "parts"\ncombine = "min"\nplus = 0.5',
            "weight = 60\n": "",
            "weight = 40\n": "",
        },
    ),
    "rubric-weight-unused": wrong(
        "weight = 60",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\ncombine = "min"', "weight = 40\n": ""},
    ),
    "rubric-steps-not-rising": wrong(
        "steps",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\nsteps = [[1, 1], [3, 2], [2, 3]]'},
    ),
    "rubric-steps-falling": wrong(
        "steps",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\nsteps = [[1, 3], [2, 2]]'},
    ),
    "rubric-steps-outside": wrong(
        "steps",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\nsteps = [[1, 1], [2, 4]]'},
    ),
    "rubric-full-above-scale": wrong(
        "full",
        indicator=PARTS,
        one={'method = "parts"': 'method = "parts"\nfull = 4'},
    ),
    "rubric-group-circle": wrong(
        "within",
        main={"[labels]\n": _IN_ITSELF},
        one={'method = "criteria"': 'method = "criteria"\ngroup = "g"'},
        in_main=True,
    ),
    "rubric-score-alone": wrong(
        "code",
        main={"[labels]\n": GROUPS},
        indicator=text_of(
            "criteria",
            'group = "g"\n',
            level(1),
            level(2, 'requires = { score = "h", min = 2 }\n'),
            level(3, 'requires = { score = "h", min = 3 }\n'),
        ),
        in_main=False,
    ),
    "rubric-limit-low": wrong(
        "limit",
        one={
            'method = "criteria"': 'method = "criteria"\n'
            'limit = [{ unless = { all = ["a"] }, at_most = 0 }]'
        },
    ),
    "rubric-limit-never": wrong(
        "limit",
        one={
            'method = "criteria"': 'method = "criteria"\n'
            'limit = [{ unless = { all = ["a"] }, at_most = 3 }]'
        },
    ),
    "rubric-limit-always": wrong(
        "limit",
        main={
            "[labels]\n": "[total]\n"
            'limit = [{ unless = { score = "1", min = 4 }, at_most = 2 }]\n\n[labels]\n'
        },
    ),
    "rubric-band-unreachable": wrong(
        "at_least = 2.5",
        main={
            "at_least = 2 }": "at_least = 2.5 }",
            "[labels]\n": "[total]\nsteps = [[0, 1], [2, 2]]\n\n[labels]\n",
        },
    ),
    "rubric-gate-unreachable": wrong(
        "at_least = 2",
        main={"at_least = 2": 'at_least = 2, requires = { score = "1", min = 4 }'},
    ),
    "rubric-score-of-part": wrong(
        "at_least = 2",
        indicator=PARTS.replace('name = "ส่วนนับ"', 'id = "p"\nname = "ส่วนนับ"'),
        main={"at_least = 2": 'at_least = 2, requires = { score = "p", min = 2 }'},
        in_main=True,
    ),
    "rubric-score-unknown": wrong(
        "at_least = 2", main={"at_least = 2": 'at_least = 2, requires = { score = "9", min = 2 }'}
    ),
    "rubric-gate-unknown": wrong(
        "at_least = 2", main={"at_least = 2": 'at_least = 2, requires = { all = ["a", "aa"] }'}
    ),
    "rubric-gate-target": wrong(
        "at_least = 2",
        indicator=MEASURED,
        main={"at_least = 2": 'at_least = 2, requires = { measure = "m", min = "m.target" }'},
        in_main=True,
    ),
    "rubric-gate-lowest": wrong(
        "พอใช้",
        main={'{ name = "พอใช้" }': '{ name = "พอใช้", requires = { score = "1", min = 2 } }'},
    ),
    "rubric-score-circle": wrong(
        "limit",
        main={
            "[labels]\n": '[[group]]\nid = "g"\nname = "ก"\n'
            'limit = [{ unless = { score = "g", min = 2 }, at_most = 2 }]\n\n[labels]\n'
        },
        one={'method = "criteria"': 'method = "criteria"\ngroup = "g"'},
        in_main=True,
    ),
    "rubric-total-sum": wrong(
        "combine", main={"[labels]\n": '[total]\nshow = "sum"\ncombine = "min"\n\n[labels]\n'}
    ),
}

EXAMPLES: dict[str, Example] = {
    "rubric-toml-bare": wrong("method =", one={'method = "criteria"': "method = criteria"}),
    "rubric-value-not-tables": wrong(
        "[overall.when]", main={"when = []": "[overall.when]\nbands = ['ดี']"}
    ),
    "rubric-key-of-example": wrong(
        "[[indicator.item]]",
        one={'[[item]]\nid = "a"': '[[indicator.item]]\nid = "a"'},
    ),
    "rubric-pairs-form": wrong(
        "points =", one={"[[60, 1], [80, 2], [100, 3]]": "[60, 80, 100]"}, indicator=CURVE
    ),
    "rubric-key-two-words": wrong("min = 2", main={"at_least = 2": "at_least = 2, min = 2"}),
    "rubric-condition-two": wrong(
        'any = ["a", "b"]', one={'any = ["a", "b"]': 'any = ["a", "b"], all = ["c"]'}
    ),
    "rubric-id-kind": wrong(
        'measure = "c"', one={'all = ["a", "b", "c"]': 'measure = "c", min = 1'}
    ),
    "rubric-placeholder-unpaired": wrong("ควรพัฒนา", main={"ควรพัฒนาต่อ": "ควรพัฒนา {office"}),
    **_SET,
    **_NODES,
    **_RULES,
    **_REACH,
    "rubric-id-invisible": wrong('any = ["a', one={'any = ["a", "b"]': 'any = ["a\u200b", "b"]'}),
    "rubric-text-numbers": wrong(
        "รายการ", indicator=COUNT, one={"เกณฑ์ 2": "มีอย่างน้อย 1 รายการ จาก 3"}
    ),
    "rubric-version-contradicts": Example(
        contradicting_version, lambda _: ("tiny/rubric.toml:4", None), frozenset()
    ),
}

SOUND = {
    "criteria": (MAIN, CRITERIA),
    "count": (MAIN, COUNT),
    "measured": (MAIN, MEASURED),
    "curve": (MAIN, CURVE),
    "parts": (MAIN, PARTS),
    "tiers": (POINTS, TIERS),
    "coverage": (MAIN, COVERAGE),
}
"""The sets that the examples spoil: nothing is wrong with them."""
