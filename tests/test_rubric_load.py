"""A rubric is read strictly: every fault at once, each with file and line (docs/rules.md)."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial

import pytest
from making import CODES, PROJECT, SHIPPED_RUBRIC, copy_rubric

from qp_scoring.findings import RefusedRunError
from qp_scoring.messages import fix
from qp_scoring.rubric import load
from qp_scoring.rubric.lines import excess
from qp_scoring.rubric.load import load_rubric, shipped_rubrics

few = partial(copy_rubric, only="[0x][189]")
"""A copy of the shipped rubric with few of its indicators: 1, X1, 9, and 8, which is looked at."""


def faults(folder):
    with pytest.raises(RefusedRunError) as refused:
        load_rubric(folder)
    return list(refused.value.findings)


def line_with(path, fragment):
    """The number of the only line that holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    (number,) = [at for at, line in enumerate(lines, start=1) if fragment in line]
    return number


# --- the shipped set


def test_the_shipped_rubric_loads():
    rubric = load_rubric("qp-2566")
    assert tuple(rubric.by_code) == CODES
    assert (rubric.id, rubric.fiscal_year) == ("qp-2566", 2566)
    assert [entry.id for entry in rubric.round] == ["6m", "12m"]
    assert rubric.scale.level_numbers == (1, 2, 3, 4, 5)


def test_the_shipped_rubric_says_that_it_is_a_draft():
    rubric = load_rubric("qp-2566")
    assert (rubric.status, rubric.bands.confirmed, rubric.signature.name) == ("draft", False, "")


def test_twelve_indicators_apply_to_an_office_of_either_type():
    rubric = load_rubric("qp-2566")
    for kind, other in (("สพป", "6b"), ("สพม", "6a")):
        applying = [i.code for i in rubric.indicators if kind in i.applies_to]
        assert applying == [code for code in CODES if code != other]


def test_every_level_of_every_indicator_has_its_text_and_its_advice():
    for indicator in load_rubric("qp-2566").indicators:
        assert [entry.level for entry in indicator.level] == [1, 2, 3, 4, 5]
        texts = [entry.text for entry in indicator.level]
        advice = [entry.suggest for entry in indicator.level]
        assert len({*texts, *advice}) == 10


def test_the_bounds_of_the_bands_are_those_of_the_domain():
    bands = load_rubric("qp-2566").bands.band
    assert [(band.name, band.at_least and str(band.at_least)) for band in bands] == [
        ("ดีเยี่ยม", "4.50"),
        ("ดีมาก", "3.50"),
        ("ดี", "2.50"),
        ("พอใช้", "1.50"),
        ("ปรับปรุง", None),
    ]


def test_a_set_is_found_by_its_id_or_by_its_folder(tmp_path):
    assert "qp-2566" in shipped_rubrics()
    assert load_rubric(copy_rubric(tmp_path)) == load_rubric("qp-2566")


# --- the hash is of what the rubric says


def test_comments_and_layout_do_not_change_the_hash(tmp_path):
    copy = copy_rubric(
        tmp_path,
        {'id = "qp-2566"\n': '# ความเห็น\n\n\nid   =   "qp-2566"   # another\n'},
    )
    assert load_rubric(copy).hash == load_rubric("qp-2566").hash


def test_the_order_of_keys_does_not_change_the_hash(tmp_path):
    copy = copy_rubric(
        tmp_path,
        {"mean_decimals = 2\n": "", "[arithmetic]\n": "[arithmetic]\nmean_decimals = 2\n"},
    )
    assert load_rubric(copy).hash == load_rubric("qp-2566").hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "0.2.1"', 'version = "0.2.2"'),
        ('policy = "counts_zero"', 'policy = "leaves_mean"'),
        ("at_least = 2.50", "at_least = 2.51"),
    ],
)
def test_any_change_of_what_is_said_changes_the_hash(tmp_path, old, new):
    assert load_rubric(copy_rubric(tmp_path, {old: new})).hash != load_rubric("qp-2566").hash


def test_the_order_of_reading_is_that_of_the_file_names(tmp_path):
    copy = copy_rubric(tmp_path)
    (copy / "indicators" / "01.toml").rename(copy / "indicators" / "zz.toml")
    assert tuple(load_rubric(copy).by_code) == (*CODES[1:], "1")


# --- one tiny wrong edit, one finding at its line

MAIN = "rubric.toml"
EIGHT = "indicators/08.toml"
NEXT_FILE = "indicators/09.toml"

_TWO_OF_FOUR = 'requires = { at_least = 2, of = ["8.1", "8.2", "8.3", "8.4"] }'
# code of the finding: file, text, what it is changed to, and what the finding's line holds.
EDITS = {
    "rubric-toml-broken": (MAIN, 'status = "draft"', 'status = "draft', 'status = "draft '),
    "rubric-key-missing": (EIGHT, 'method = "criteria"\n', "", "#:schema"),
    "rubric-key-unknown": (EIGHT, "purpose =", "propose =", "propose ="),
    "rubric-condition-unknown": (EIGHT, '{ any = ["8.5", "8.6"] }', '{ one = ["8.5"] }', "{ one ="),
    "rubric-value-not-allowed": (MAIN, '"counts_zero" ', '"counts_one" ', '"counts_one" '),
    "rubric-value-not-text": (MAIN, 'id = "6m"', "id = 6", "id = 6"),
    "rubric-value-not-number": (
        MAIN,
        "fiscal_year = 2566",
        'fiscal_year = "2566"',
        "fiscal_year =",
    ),
    "rubric-value-outside": (MAIN, "score_decimals = 0", "score_decimals = 5", "score_decimals"),
    "rubric-value-not-boolean": (MAIN, "confirmed = false", "confirmed = 0", "confirmed ="),
    "rubric-value-not-list": (EIGHT, '["สพป", "สพม"]', '"สพป"', "applies_to"),
    "rubric-list-too-short": (EIGHT, '["สพป", "สพม"]', "[]", "applies_to"),
    "rubric-version-form": (MAIN, 'version = "0.2.1"', 'version = "1"', "version ="),
    "rubric-count-unreachable": (EIGHT, "{ at_least = 2,", "{ at_least = 7,", "at_least = 7"),
    "rubric-measure-unbounded": (
        EIGHT,
        _TWO_OF_FOUR,
        'requires = { measure = "8.p" }',
        '"8.p" }',
    ),
    "rubric-measure-crossed": (
        EIGHT,
        _TWO_OF_FOUR,
        'requires = { measure = "8.p", min = 9, max = 3 }',
        "min = 9",
    ),
    "rubric-id-is-code": (EIGHT, 'id = "8.8"', 'id = "X1"', 'id = "X1"'),
    "rubric-id-ends-in-zero": (EIGHT, 'id = "8.8"', 'id = "8.10"', 'id = "8.10"'),
    "rubric-base-level": (MAIN, "base_level = 1", "base_level = 6", "base_level"),
    "rubric-band-lowest": (
        MAIN,
        '{ name = "ปรับปรุง" },\n]\n\n[assessors]',
        '{ name = "ปรับปรุง", at_least = 0 },\n]\n\n[assessors]',
        "band = [",
    ),
    "rubric-band-no-bound": (MAIN, ", at_least = 3.50 }", " }", '{ name = "ดีมาก" }'),
    "rubric-bands-reversed": (
        MAIN,
        """    { name = "ดีเยี่ยม", at_least = 4.50 },
    { name = "ดีมาก", at_least = 3.50 },
    { name = "ดี", at_least = 2.50 },
    { name = "พอใช้", at_least = 1.50 },
    { name = "ปรับปรุง" },
""",
        """    { name = "ปรับปรุง" },
    { name = "พอใช้", at_least = 1.50 },
    { name = "ดี", at_least = 2.50 },
    { name = "ดีมาก", at_least = 3.50 },
    { name = "ดีเยี่ยม", at_least = 4.50 },
""",
        "band = [",
    ),
    "rubric-bands-order": (MAIN, "at_least = 3.50", "at_least = 4.50", "band = ["),
    "rubric-band-unknown": (MAIN, 'bands = ["ดี"]', 'bands = ["ดีๆ"]', 'bands = ["ดีๆ"]'),
    "rubric-official-unconfirmed": (MAIN, 'status = "draft" ', 'status = "official" ', "status ="),
    "rubric-id-unknown": (EIGHT, '["8.7", "8.8"]', '["8.7", "8.8", "8.15"]', '"8.15"'),
    "rubric-id-unused": (EIGHT, '    { measure = "8.p", min = 80 },\n', "", None),
}


@pytest.mark.parametrize("code", EDITS)
def test_one_wrong_edit_is_one_finding_with_file_and_line(tmp_path, code):
    file, old, new, line = EDITS[code]
    folder = few(tmp_path, {old: new}, file=file)
    found = faults(folder)
    number = line_with(folder / file, line or 'id = "8.p"') - (0 if line else 1)
    places = [(one.code, one.place.file) for one in found]
    if code == "rubric-key-unknown":  # one slip: it is not missed under its right name besides
        assert dict(found[-1].values)["nearest"] == "purpose"
    if code in ("rubric-id-is-code", "rubric-id-ends-in-zero"):  # conditions still say the old id
        places = [place for place in places if place[0] == code]
    assert places == [(code, f"qp-copy/{file}:{number}")]


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        (
            '{ any = [{ all = [{ any = [] }] }, "8.2"] }',
            {"key": "level 3 › requires › all #2 › any #1 › all #1 › any", "found": "[]"},
        ),
        (
            '{ at_least = 3, of = ["8.2", "8.3"] }',
            {"key": "level 3 › requires › all #2", "found": 'at_least = 3, of = ["8.2", "8.3"]'},
        ),
    ],
)
def test_a_fault_inside_a_condition_is_named_by_the_keys_of_the_file(tmp_path, wrong, values):
    folder = few(tmp_path, {'{ any = ["8.5", "8.6"] }': wrong}, file=EIGHT)
    (found,) = faults(folder)
    assert dict(found.values) == values


def small(folder, *, method="criteria", body="", levels=()):
    """Replace indicator 8 by a tiny one."""
    entries = [f'[[level]]\nlevel = {k}\ntext = "ข"\nsuggest = "ค"' for k in range(1, 6)]
    for at, more in dict(levels).items():
        entries[at - 1] += f"\n{more}"
    head = f'code = "8"\ntitle = "ก"\npurpose = "ก"\napplies_to = ["สพป"]\nmethod = "{method}"\n'
    (folder / EIGHT).write_text("\n\n".join([head + body, *entries]) + "\n", "utf-8")


def item(item_id):
    return f'\n[[item]]\nid = "{item_id}"\ntext = "ก"\nsuggest = "ข"\n'


def measure(measure_id, least, most):
    return (
        f'\n[[measure]]\nid = "{measure_id}"\ntext = "ก"\nunit = "%"\nmin = {least}\nmax = {most}\n'
        'suggest = "ข"\n'
    )


def in_eight(folder):
    """Codes and lines of the findings in indicator 8's file."""
    return [
        (one.code, int(one.place.file.rsplit(":", 1)[1]))
        for one in faults(folder)
        if one.place.file.startswith(f"qp-copy/{EIGHT}")
    ]


def test_the_methods_of_small_indicators_load(tmp_path):
    folder = few(tmp_path)
    counts = {k: f"count = {k}" for k in range(2, 6)}
    small(folder, method="count", body="".join(map(item, "abcdefg")), levels=counts)
    assert load_rubric(folder).by_code["8"].method == "count"
    steps = {k: f'step = ["{c}"]' for k, c in zip(range(2, 6), "abcd", strict=True)}
    small(folder, method="milestones", body="".join(map(item, "abcd")), levels=steps)
    assert load_rubric(folder).by_code["8"].method == "milestones"
    small(folder, method="judged")
    assert load_rubric(folder).by_code["8"].method == "judged"
    values = {k: f'requires = {{ measure = "m", min = {k * 10} }}' for k in range(2, 6)}
    small(folder, body=measure("m", 0, 100), levels=values)
    assert load_rubric(folder).by_code["8"].conditions[5].min == 50


def test_a_key_that_does_not_go_with_the_method(tmp_path):
    folder = few(tmp_path)
    counts = {k: f"count = {k}" for k in range(2, 5)} | {5: 'count = 5\nrequires = { all = ["a"] }'}
    small(folder, method="count", body="".join(map(item, "abcde")), levels=counts)
    line = line_with(folder / EIGHT, "requires")
    assert in_eight(folder) == [("rubric-key-not-of-method", line)]


def test_a_level_without_a_condition(tmp_path):
    folder = few(
        tmp_path,
        {'requires = { at_least = 2, of = ["8.1", "8.2", "8.3", "8.4"] }\n': ""},
        file=EIGHT,
    )
    line = line_with(folder / EIGHT, "level = 2") - 1
    assert ("rubric-level-no-condition", line) in in_eight(folder)


def test_counts_that_do_not_rise(tmp_path):
    # A published table prints "fewer than" for "at least" (docs/domain.md, 6, F2).
    folder = few(tmp_path)
    counts = {2: "count = 2", 3: "count = 4", 4: "count = 3", 5: "count = 5"}
    small(folder, method="count", body="".join(map(item, "abcde")), levels=counts)
    (found,) = faults(folder)
    assert found.code == "rubric-counts-not-rising"
    assert dict(found.values)["found"] == "2, 4, 3, 5"
    assert found.place.file == f"qp-copy/{EIGHT}:{line_with(folder / EIGHT, 'count = 3')}"


def test_levels_that_are_missing_or_out_of_order(tmp_path):
    folder = few(tmp_path)
    text = (folder / EIGHT).read_text("utf-8")
    (folder / EIGHT).write_text(text.replace("level = 2\n", "level = 3\n"), "utf-8")
    first_level = (folder / EIGHT).read_text("utf-8").splitlines().index("[[level]]") + 1
    (found,) = [one for one in faults(folder) if one.code == "rubric-levels-incomplete"]
    assert found.place.file == f"qp-copy/{EIGHT}:{first_level}"
    assert dict(found.values) == {"found": "1, 3, 3, 4, 5", "expected": "1, 2, 3, 4, 5"}


def test_a_measure_whose_bounds_are_the_wrong_way_round(tmp_path):
    folder = few(tmp_path)
    values = {k: f'requires = {{ measure = "m", min = {k * 10} }}' for k in range(2, 6)}
    small(folder, body=measure("m", 100, 0), levels=values)
    line = line_with(folder / EIGHT, "[[measure]]")
    assert in_eight(folder) == [("rubric-measure-bounds", line)]


def test_a_scale_with_a_gap(tmp_path):
    folder = few(tmp_path, {"{ level = 4, name": "{ level = 6, name"})
    codes = {one.code for one in faults(folder)}
    # The set's own overall paragraphs count the level that is gone.
    assert codes == {
        "rubric-scale-gap",
        "rubric-levels-incomplete",
        "rubric-overall-level-unknown",
    }
    assert (
        faults(folder)[0].place.file
        == f"qp-copy/rubric.toml:{line_with(folder / MAIN, 'level = [')}"
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (MAIN, 'id = "12m"', 'id = "6m"'),  # a round
        (EIGHT, 'code = "8"', 'code = "7"'),  # an indicator
        (EIGHT, 'id = "8.2"', 'id = "8.1"'),  # an item
        (NEXT_FILE, 'id = "9.8"', 'id = "8.8"'),  # an item of another indicator
    ],
)
def test_an_id_that_is_used_twice(tmp_path, file, old, new):
    folder = copy_rubric(tmp_path, {old: new}, file=file)
    found = [one for one in faults(folder) if one.code == "rubric-duplicate"]
    lines = (folder / file).read_text("utf-8").splitlines()
    line = max(at for at, text in enumerate(lines, start=1) if text == new)
    assert [one.place.file for one in found] == [f"qp-copy/{file}:{line}"]


def test_a_value_where_a_table_should_stand(tmp_path):
    folder = few(tmp_path)
    text = (folder / MAIN).read_text("utf-8").replace("[checklist]\nmax_not_relevant = 1", "")
    (folder / MAIN).write_text("checklist = 1\n" + text, "utf-8")
    assert [(one.code, one.place.file) for one in faults(folder)] == [
        ("rubric-value-not-table", "qp-copy/rubric.toml:1")
    ]


# --- placeholders


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("({round})", "({raund})"),
        ('indicator = "ตัวชี้วัดที่ {code}"', 'indicator = "ตัวชี้วัดที่ {n}"'),
        ('คะแนนเฉลี่ยรวม {n} ตัวชี้วัด"', 'คะแนนเฉลี่ยรวม {mean} ตัวชี้วัด"'),
        ("ใน{next_round} เพื่อยืนยัน", "ใน{round} เพื่อยืนยัน"),
        ("ตัวชี้วัดที่ไม่ได้รายงานผล {not_reported} ", "ตัวชี้วัดที่ไม่ได้รายงานผล {count} "),
        ("{office} มีคะแนนเฉลี่ยรวม {mean}", "{office.code} มีคะแนนเฉลี่ยรวม {mean}"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_there(tmp_path, old, new):
    folder = few(tmp_path, {old: new})
    (found,) = faults(folder)
    assert found.code == "rubric-placeholder"
    line = int(found.place.file.rsplit(":", 1)[1])
    lines = (folder / MAIN).read_text("utf-8").splitlines()
    # A title is a list: its finding stands at the list's own line.
    assert new in lines[line - 1] or lines[line - 1] == "title = ["


# --- files


def test_a_rubric_that_does_not_exist_names_those_that_do():
    (found,) = faults("qp-2599")
    assert found.code == "rubric-not-found"
    assert "qp-2566" in dict(found.values)["known"]


def test_a_rubric_without_indicators(tmp_path):
    folder = few(tmp_path)
    shutil.rmtree(folder / "indicators")
    (found,) = faults(folder)
    assert (found.code, found.place.file) == ("rubric-no-indicators", "qp-copy/indicators")


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "FILES_LIMIT", 12)
    assert [one.code for one in faults(copy_rubric(tmp_path))] == ["rubric-too-many-files"]


def test_a_file_that_is_no_rubric_file_for_its_size(tmp_path):
    folder = few(tmp_path)
    (folder / EIGHT).write_text("#" * 1_000_001, "utf-8")
    assert [(one.code, one.place.file) for one in faults(folder)] == [
        ("rubric-file-too-large", f"qp-copy/{EIGHT}")
    ]


def test_a_folder_with_the_name_of_a_file(tmp_path):
    folder = few(tmp_path)
    (folder / EIGHT).unlink()
    (folder / EIGHT).mkdir()
    assert [(one.code, one.place.file) for one in faults(folder)] == [
        ("rubric-file-unreadable", f"qp-copy/{EIGHT}")
    ]


@pytest.mark.skipif(os.name == "nt", reason="devices are no files there")
def test_a_device_with_the_name_of_a_file_is_not_read(tmp_path):
    folder = few(tmp_path)
    (folder / "indicators" / "99.toml").symlink_to(os.devnull)
    found = faults(folder)
    assert [(one.code, one.place.file) for one in found] == [
        ("rubric-file-unreadable", "qp-copy/indicators/99.toml")
    ]


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "0e999999999", "9" * 41])
def test_a_number_that_nobody_could_write_out_is_refused(tmp_path, number):
    line = f'method = "criteria"\nweight = {number}'
    folder = few(tmp_path, {'method = "criteria"': line}, file=EIGHT)
    (found,) = faults(folder)
    assert (found.code, dict(found.values)["key"]) == ("rubric-value-wrong", "weight")


def test_a_file_in_the_thai_windows_encoding(tmp_path):
    folder = few(tmp_path)
    text = (folder / EIGHT).read_text("utf-8")
    (folder / EIGHT).write_bytes(text.encode("cp874", "replace"))
    assert [(one.code, one.place.file) for one in faults(folder)] == [
        ("rubric-not-utf8", f"qp-copy/{EIGHT}")
    ]


def test_a_file_saved_with_a_byte_order_mark_is_fine(tmp_path):
    folder = copy_rubric(tmp_path)
    text = (folder / EIGHT).read_text("utf-8")
    (folder / EIGHT).write_text(text, "utf-8-sig")
    assert load_rubric(folder).hash == load_rubric("qp-2566").hash


def test_a_key_that_stands_twice(tmp_path):
    folder = few(tmp_path, {'version = "0.2.1"': 'version = "0.2.1"\nversion = "0.2.2"'})
    (found,) = faults(folder)
    line = line_with(folder / MAIN, '"0.2.2"')
    where = f"qp-copy/rubric.toml:{line}"
    assert (found.code, found.place.file) == ("rubric-toml-repeated", where)


def test_brackets_without_end_do_not_crash(tmp_path):
    folder = few(tmp_path)
    (folder / EIGHT).write_text("x = " + "[" * 100_000, "utf-8")
    (found,) = faults(folder)
    assert (found.code, found.place.file) == ("rubric-toml-deep", f"qp-copy/{EIGHT}:1")


# Each took minutes, gigabytes or a traceback; the limits of the process end a test that does again.
EXCESSES = {
    "a dotted key": ("\n\na" + ".a" * 20_000 + " = 1\n", "rubric-toml-deep", 3),
    "dotted headers": ("[a" + ".a" * 20_000 + "]\n", "rubric-toml-deep", 1),
    "a quoted dotted key": ('"a"' + '."a"' * 20_000 + " = 1\n", "rubric-toml-deep", 1),
    "tables in tables": ("a = 1\nb = " + "{a=" * 5_000 + "1" + "}" * 5_000, "rubric-toml-deep", 2),
    "a list without end": ("x = " + "[" * 100_000, "rubric-toml-deep", 1),
    "a whole number": ("a = " + "1" * 5_000, "rubric-toml-number", 1),
    "a number with a point": ("a = 0." + "1" * 5_000, "rubric-toml-number", 1),
    "an exponent": ("weight = 1e999999999\n", "rubric-value-wrong", 1),
    "keys of nothing": ("".join(f"k{at} = 1\n" for at in range(60_000)), "rubric-more-faults", 1),
}


@pytest.mark.skipif(os.name == "nt", reason="a process's limits are set as Unix has them")
def test_what_no_rubric_needs_is_refused_in_bounded_time_and_memory(tmp_path):
    folders = {}
    for at, (text, code, line) in enumerate(EXCESSES.values()):
        copy = few(tmp_path / str(at))
        (copy / EIGHT).write_text(text, "utf-8")
        folders[str(copy)] = [code, f"qp-copy/{EIGHT}:{line}"]
    script = (
        "import json, resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)\n"
        "from pathlib import Path\n"
        "from qp_scoring.findings import FindingLog\n"
        "from qp_scoring.rubric.load import read_rubric\n"
        "found = {}\n"
        "for folder in sys.argv[1:]:\n"
        "    log = FindingLog()\n"
        "    read_rubric(Path(folder), log)\n"
        "    found[folder] = [[one.code, one.place.file] for one in log]\n"
        "print(json.dumps(found))\n"
    )
    command = [sys.executable, "-c", script, *folders]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    found = json.loads(done.stdout)
    for folder, told in folders.items():
        assert told in found[folder]


def test_honest_files_are_far_from_the_bounds():
    for path in SHIPPED_RUBRIC.parent.rglob("*.toml"):
        assert excess(path.read_text("utf-8")) is None
    assert excess('a = "' + "[" * 1_000 + '" # ' + "{" * 1_000) is None
    assert excess("a.b.c = 1\n" * 1_000 + "d = [1.5, 2.5]\n" * 1_000) is None
    assert excess('a = """\n' + "1" * 1_000 + '\n"""') is None


# --- in the words of an author


@pytest.mark.parametrize(
    ("written", "code", "values"),
    [
        ("weight = 2", "rubric-key-below", {"key": "weight", "header": "[[level]]", "owner": ""}),
        ("weigth = 2", "rubric-key-unknown", {"key": "level 5 › weigth", "nearest": ""}),
        ("sugest = 2", "rubric-key-unknown", {"key": "level 5 › sugest", "nearest": ""}),
        ('all = ["8.1"]', "rubric-key-above", {"key": "all", "owner": "[level.requires]"}),
        (
            "requires = { al = ['8.1'] }",
            "rubric-condition-unknown",
            {"key": "level 5 › requires", "found": 'al = ["8.1"]'},
        ),
        (
            "requires = { all = ['8.1'], min = 3 }",
            "rubric-key-unknown",
            {"key": "level 5 › requires › min", "nearest": ""},
        ),
        ("count = true", "rubric-value-not-number", {"key": "level 5 › count", "found": "true"}),
        ("count = 2.5", "rubric-value-not-whole", {"key": "level 5 › count", "found": "2.5"}),
        (
            "count = 0",
            "rubric-value-outside",
            {"key": "level 5 › count", "found": "0", "bound": "≥ 1"},
        ),
        ("step = { a = [1.5] }", "rubric-value-not-list", {"found": "a = [1.5]"}),
        ("rounds = [1979-05-27]", "rubric-value-not-text", {"found": "1979-05-27"}),
        ("rounds = [{}]", "rubric-value-not-text", {"key": "level 5 › rounds #1", "found": "{}"}),
    ],
)
def test_a_fault_of_form_is_told_in_the_words_of_the_author(tmp_path, written, code, values):
    folder = few(tmp_path)
    small(folder, body=item("8.1"), levels={5: written})
    (found,) = faults(folder)
    assert found.code == code
    assert values.items() <= dict(found.values).items()


@pytest.mark.parametrize("header", ["[[round]]", "[signature]"])
def test_a_table_that_is_missing_is_told_by_its_header(tmp_path, header):
    folder = few(tmp_path)
    text = (folder / "rubric.toml").read_text(encoding="utf-8")
    one, rest = text.split(header, 1)
    rest = "" if "\n[" not in rest else rest[rest.index("\n[") :]
    while rest.lstrip().startswith(header):
        rest = rest.lstrip()[len(header) :]
        rest = rest[rest.index("\n[") :]
    (folder / "rubric.toml").write_text(one + rest, encoding="utf-8")
    missing = [dict(one.values) for one in faults(folder) if one.code == "rubric-key-missing"]
    assert missing == [{"key": header, "top": ""}]


def test_a_key_of_another_table_is_never_proposed(tmp_path):
    """The nearest of all keys may be one that this table does not know either."""
    folder = few(tmp_path)
    small(folder, body=item("8.1").replace("suggest", "method2"))
    found = {one.code: dict(one.values) for one in faults(folder)}
    assert found["rubric-key-unknown"] == {"key": "item 8.1 › method2", "nearest": ""}
    assert found["rubric-key-missing"] == {"key": "item 8.1 › suggest", "top": ""}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('purpose = "', "purpose = “", "rubric-toml-quotes"),
        ('method = "criteria"', 'method = "criteria"\nweight = ๒', "rubric-toml-thai-digits"),
        ('method = "criteria"', 'method = "criteria"\nmethod = "count"', "rubric-toml-repeated"),
        ('method = "criteria"', "method = criteria # “๑”", "rubric-toml-bare"),
    ],
)
def test_a_line_that_is_no_toml_is_told_by_what_is_wrong_with_it(tmp_path, old, new, code):
    folder = few(tmp_path, {old: new}, file=EIGHT)
    assert [one.code for one in faults(folder)] == [code]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (MAIN, '"counts_zero"', '"counts_zero\u200b"'),
        (MAIN, 'version = "0.2.1"', 'version = "0.2.1\ufeff"'),
        (EIGHT, '["สพป", "สพม"]', '["สพป\u200b", "สพม"]'),
        (EIGHT, '"8.4"]', '"8.4\u2060"]'),
        (EIGHT, 'id = "8.8"', 'id = "8.8\u200b"'),
    ],
)
def test_what_is_not_seen_in_a_name_is_all_that_is_told_of_it(tmp_path, file, old, new):
    folder = few(tmp_path, {old: new}, file=file)
    found = faults(folder)
    assert {one.code for one in found} == {"rubric-id-invisible"}
    assert found[0].place.file.startswith(f"qp-copy/{file}:")


def test_what_is_not_seen_in_a_text_that_people_read_is_left_there(tmp_path):
    """Thai texts carry word breaks of no width."""
    folder = few(tmp_path, {'purpose = "': 'purpose = "\u200b'}, file=EIGHT)
    assert "\u200b" in load_rubric(folder).by_code["8"].purpose


@pytest.mark.parametrize(
    "requires", ['{ at_least = 2, of = ["8.1–8.44"] }', '{ all = ["8.4–8.1"] }']
)
def test_a_run_whose_ends_are_not_there_is_no_id_and_no_count(tmp_path, requires):
    folder = few(
        tmp_path, {'{ at_least = 2, of = ["8.1", "8.2", "8.3", "8.4"] }': requires}, file=EIGHT
    )
    assert [one.code for one in faults(folder)] == ["rubric-run-unknown"]


def test_a_key_that_one_table_lacks_is_its_wherever_it_stands(tmp_path):
    text = 'policy = "counts_zero"'
    folder = few(tmp_path, {text: "@"})
    main = (folder / MAIN).read_text("utf-8").replace("@", "#") + f"\n{text}\n"
    (folder / MAIN).write_text(main, "utf-8")
    (found,) = faults(folder)
    assert (found.code, dict(found.values)["owner"]) == ("rubric-key-above", "[state.not_reported]")


def test_a_level_without_its_number_is_told_for_that_alone(tmp_path):
    folder = few(tmp_path, {"[[level]]\nlevel = 3\n": "[[level]]\n"}, file=EIGHT)
    found = [dict(one.values) for one in faults(folder)]
    assert found == [{"key": "level #3 › level", "top": ""}]


def test_one_key_in_the_wrong_place_is_one_finding(tmp_path):
    """Its right place does not miss it besides: who followed both would write it twice."""
    moved = {'method = "criteria"\n': "", '[[item]]\nid = "8.1"': '[[item]]\nid = "8.1"\n@'}
    folder = few(tmp_path, moved, file=EIGHT)
    text = (folder / EIGHT).read_text("utf-8").replace("@", 'method = "criteria"')
    (folder / EIGHT).write_text(text, "utf-8")
    (found,) = faults(folder)
    assert (found.code, dict(found.values)["header"]) == ("rubric-key-below", "[[item]]")
    assert found.place.file == f"qp-copy/{EIGHT}:{line_with(folder / EIGHT, 'method =')}"


# --- all at once


def test_several_faults_of_several_files_come_at_once(tmp_path):
    folder = few(tmp_path, {"score_decimals = 0": "score_decimals = 9"})
    few(tmp_path, {"purpose =": "propose ="}, file=EIGHT)
    few(tmp_path, {'code = "9"': "code = 9"}, file=NEXT_FILE)
    found = {(one.code, one.place.file.split(":")[0]) for one in faults(folder)}
    assert found == {
        ("rubric-value-outside", "qp-copy/rubric.toml"),
        ("rubric-key-unknown", f"qp-copy/{EIGHT}"),
        ("rubric-value-not-text", f"qp-copy/{NEXT_FILE}"),
    }


def test_several_faults_of_meaning_come_at_once(tmp_path):
    folder = few(
        tmp_path,
        {
            "base_level = 1": "base_level = 7",
            "at_least = 3.50": "at_least = 5.00",
            'status = "draft" ': 'status = "official" ',
        },
    )
    assert {one.code for one in faults(folder)} == {
        "rubric-base-level",
        "rubric-bands-order",
        "rubric-official-unconfirmed",
    }


def test_a_wrong_rubric_refuses_the_run_with_its_sentences(tmp_path, program, seed_book):
    folder = few(tmp_path, {"score_decimals = 0": "score_decimals = 9"})
    done = program("score", seed_book, "--rubric", folder, "--out", tmp_path / "out")
    assert done.code == 2
    line = line_with(folder / MAIN, "score_decimals")
    assert f"qp-copy/rubric.toml:{line}" in done.err
    assert not (tmp_path / "out").exists()


CURVE = '\n[curve]\nmeasure = "m"\npoints = [[60, 1], [75, 2]]\n'


@pytest.mark.parametrize(
    ("method", "curve", "fault", "line"),
    [
        ("judged", CURVE, "rubric-key-not-of-method", "[curve]"),
        (
            "value",
            CURVE.replace("60, 1], [75", "75, 1], [60"),
            "rubric-curve-not-rising",
            "points =",
        ),
        ("value", CURVE.replace('"m"', '"mm"'), "rubric-id-unknown", 'measure = "mm"'),
    ],
    ids=["misplaced", "not-rising", "unknown-measure"],
)
def test_a_wrong_curve(tmp_path, method, curve, fault, line):
    folder = few(tmp_path)
    small(folder, method=method, body=measure("m", 0, 100) + curve)
    assert in_eight(folder)[0] == (fault, line_with(folder / EIGHT, line))


def test_the_method_value_needs_a_curve(tmp_path):
    folder = few(tmp_path)
    small(folder, method="value", body=measure("m", 0, 100))
    assert in_eight(folder) == [("rubric-method-needs", line_with(folder / EIGHT, "method ="))]


def test_a_fault_of_the_sets_own_file_hides_none_of_an_indicators(tmp_path):
    few(tmp_path, {'policy = "counts_zero"': 'policy = "counts_zreo"'})
    folder = few(tmp_path, {'["8.7", "8.8"] }': '["8.7", "8.15"] }'}, file=EIGHT)
    found = {(one.code, one.place.file.rsplit(":", 1)[0]) for one in faults(folder)}
    assert ("rubric-value-not-allowed", "qp-copy/rubric.toml") in found
    assert ("rubric-id-unknown", f"qp-copy/{EIGHT}") in found


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        # What a condition may have and another table has not is no second kind of condition.
        ("[curve]\nall = ['m']\nmeasure = 'm'\npoints = [[0, 1]]\n", "rubric-key-unknown", "all"),
        ("[limits]\nat_most = 3\n", "rubric-key-unknown", "limit"),
        ("[[limit]]\nunless = { all = ['8.1'] }\nat_least = 3\n", "rubric-key-unknown", "at_most"),
    ],
)
def test_a_key_is_sent_nowhere_that_it_does_not_belong(tmp_path, written, code, said):
    folder = few(tmp_path)
    small(folder, body=item("8.1") + written)
    (found,) = (one for one in faults(folder) if one.code == code)
    assert said in dict(found.values).values() or said in dict(found.values)["key"]


def test_grades_that_differ_by_a_blank_do_not_take_each_others_place(tmp_path):
    folder = few(tmp_path)
    graded = item("8.1") + 'grades = { "ครบ" = 1, "ครบ " = 2, "ไม่มี" = 0 }\n'
    small(folder, body=graded)
    assert "rubric-grades-words" in [one.code for one in faults(folder)]


def test_a_condition_in_words_is_not_taken_for_an_id(tmp_path):
    """As a workbook has it; an id alone may stand for a list of it."""
    given = {"อย่างน้อย 1 จาก: 8.1, 8.2": '{ all = ["…"] }', "8.1": '{ all = ["8.1"] }'}
    for at, (words, example) in enumerate(given.items()):
        edit = {_TWO_OF_FOUR: f'requires = "{words}"'}
        (found,) = faults(few(tmp_path / str(at), edit, file=EIGHT))
        assert found.code == "rubric-condition-unknown" and example in fix(found, "th")
