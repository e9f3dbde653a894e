"""Tables as offices send them: one content in every shape, heading style and kind of file.

The content is made once, with its results known from a plain table; whatever shape carries it
must come to the same results without an error.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from forms_filled import Desk, small_rubric
from making import Scored, results_csv
from openpyxl import Workbook, load_workbook

from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.read import Intake, read_inputs
from qp_scoring.messages import message
from qp_scoring.rubric.model import Rubric

Grid = list[list[object]]
Y, N = "มี", "ไม่มี"
OFFICES = {"2402": "สพป.ฉะเชิงเทรา เขต 2", "2102": "สพป.ระยอง เขต 2"}
CODES = ("1", "2", "3", "4", "5", "6a")
LEVELS = {"2402": (3, 5, 1, 2, 4, 3), "2102": (2, 2, 4, 5, 1, 1)}
NAMES = {5: "ดีเยี่ยม", 4: "ดีมาก", 3: "ดี", 2: "พอใช้", 1: "ปรับปรุง"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


def content(rubric: Rubric) -> dict[str, dict[str, object]]:
    """What the one assessor found, by office and item; the level of 4 is judged."""
    found: dict[str, dict[str, object]] = {}
    for shift, office in enumerate(OFFICES):
        ids = [key for one in rubric.indicators if one.code in CODES for key in one.entry_ids]
        marks: dict[str, object] = {
            key: N if (at + shift) % 4 == 3 else Y for at, key in enumerate(ids)
        }
        found[office] = {**marks, "5.p": 82.5, "4 ระดับ": 4, "4 เหตุผล": "ทำเกือบทุกโรงเรียน"}
    return found


# --- how an item is headed

Style = Callable[[str, str], str]
STYLES: dict[str, Style] = {
    "id": lambda key, text: key,
    "id and text": lambda key, text: f"{key} {text}",
    "word and id": lambda key, text: f"ข้อ {key}",
    "text": lambda key, text: text,
    "grid": lambda key, text: f"ตัวชี้วัดที่ {key.split('.')[0]} [{key} {text}]",
    "grid of texts": lambda key, text: f"ตัวชี้วัดที่ {key.split('.')[0]} [{text}]",
    "star and line break": lambda key, text: f"{key}\n{text} *",
    "Thai digits": lambda key, text: key.translate(str.maketrans("123456", "๑๒๓๔๕๖")),
    "brackets": lambda key, text: f"{key} {text} (เลือกคำตอบเดียว)",
}


def texts(rubric: Rubric) -> dict[str, str]:
    return {
        one.id: one.text
        for indicator in rubric.indicators
        for one in (*indicator.item, *indicator.measure)
    }


def headed(rubric: Rubric, key: str, style: str) -> str:
    text = texts(rubric).get(key)
    return STYLES[style](key, text) if text else key


# --- the shapes of marks: each a list of sheets


def rows_of(rubric: Rubric, style: str = "id") -> Grid:
    found = content(rubric)
    keys = list(next(iter(found.values())))
    grid: Grid = [["ผู้ประเมิน", "สพท.", *(headed(rubric, key, style) for key in keys)]]
    for office, answers in found.items():
        grid.append(["สมศรี", OFFICES[office], *answers.values()])
    return grid


def web_form(rubric: Rubric, style: str) -> Grid:
    grid = rows_of(rubric, style)
    extra = [["ประทับเวลา", "ที่อยู่อีเมล"]]
    extra += [["12/5/2566, 14:03:22", "assessor@example.com"]] * (len(grid) - 1)
    return [[*more, *row] for more, row in zip(extra, grid, strict=True)]


def turned(rubric: Rubric, style: str) -> Grid:
    return [list(column) for column in zip(*rows_of(rubric, style), strict=True)]


def ticks(rubric: Rubric, style: str) -> Grid:
    """A column for each answer under a heading row of items."""
    top: list[object] = ["ผู้ประเมิน", "สพท."]
    under: list[object] = [None, None]
    found = content(rubric)
    keys = list(next(iter(found.values())))
    marked = [key for key in keys if key in texts(rubric) and not key.endswith(".p")]
    for key in keys:
        top += [headed(rubric, key, style), None] if key in marked else [headed(rubric, key, style)]
        under += [Y, N] if key in marked else [None]
    grid = [top, under]
    for office, answers in found.items():
        row: list[object] = ["สมศรี", OFFICES[office]]
        for key in keys:
            if key in marked:
                row += ["/", None] if answers[key] == Y else [None, "✓"]
            else:
                row.append(answers[key])
        grid.append(row)
    return grid


def joined(rubric: Rubric, style: str) -> Grid:
    """Two tables in one sheet, the second with its columns in another order, and totals below."""
    grid = rows_of(rubric, style)
    second = [[*row[:2], *row[:1:-1]] for row in (grid[0], grid[2])]
    total: list[object] = [None, "รวมข้อที่มี", *([1] * 5)]
    return [["แบบสรุปผล"], grid[0], grid[1], [], *second, total]


def form(rubric: Rubric, office: str, style: str) -> Grid:
    answers = content(rubric)[office]
    rows: Grid = [[f"แบบประเมิน {OFFICES[office]}"], ["ผู้ประเมิน", "สมศรี"]]
    rows.append(["ที่", "รายการพิจารณา", "ผลการประเมิน", "เหตุผล"])
    for key, answer in answers.items():
        if key == "4 เหตุผล":
            continue
        reason = answers["4 เหตุผล"] if key == "4 ระดับ" else None
        rows.append([headed(rubric, key, style), texts(rubric).get(key), answer, reason])
    return [*rows, [], ["ลงชื่อ", "ผู้ประเมิน", "(...)"]]


def ticked_form(rubric: Rubric, office: str, style: str) -> Grid:
    rows: Grid = []
    for row in form(rubric, office, style):
        if len(row) < 4:
            rows.append(row)
        elif row[0] == "ที่":
            rows += [[*row[:2], "ผลการประเมิน", None, "เหตุผล"], [None, None, Y, N, None]]
        elif row[2] in (Y, N):
            rows.append([*row[:2], *(("/", None) if row[2] == Y else (None, "/")), row[3]])
        else:
            rows.append([*row[:2], row[2], None, row[3]])
    return rows


SHAPES: dict[str, Callable[[Rubric, str], dict[str, Grid]]] = {
    "rows": lambda rubric, style: {"ก": rows_of(rubric, style)},
    "web form": lambda rubric, style: {"ก": web_form(rubric, style)},
    "turned": lambda rubric, style: {"ก": turned(rubric, style)},
    "ticks": lambda rubric, style: {"ก": ticks(rubric, style)},
    "joined": lambda rubric, style: {"ก": joined(rubric, style)},
    "a sheet per office": lambda rubric, style: {
        OFFICES[office]: form(rubric, office, style) for office in OFFICES
    },
}

# --- the kinds of files


def as_xlsx(path: Path, sheets: dict[str, Grid]) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    book.save(path)


def as_xls(path: Path, sheets: dict[str, Grid]) -> None:
    book = xlwt.Workbook()
    for name, grid in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(grid):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    book.save(str(path))


def as_text(path: Path, sheets: dict[str, Grid]) -> None:
    for name, grid in sheets.items():
        delimiter = "\t" if path.suffix == ".tsv" else ","
        with path.with_stem(name.replace("/", " ")).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([["" if cell is None else cell for cell in row] for row in grid])


KINDS = {"ก.xlsx": as_xlsx, "ก.xls": as_xls, "ก.csv": as_text, "ก.tsv": as_text}


def scored(desk: Desk, sheets: dict[str, Grid], name: str = "ก.xlsx") -> Scored:
    for old in desk.folder.iterdir():
        old.unlink()
    KINDS[name](desk.folder / name, sheets)
    return desk.score()


def errors(one: Scored) -> list[tuple[str, str | None]]:
    return [(item.code, item.place.cell) for item in one.findings if item.severity != "info"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", STYLES)
def test_a_shape_under_any_headings_means_the_same(desk: Desk, shape: str, style: str) -> None:
    plain = scored(desk, {"ก": rows_of(desk.rubric)})
    assert errors(plain) == []
    assert [office.mean for office in plain.results.offices] != [None, None]
    other = scored(desk, SHAPES[shape](desk.rubric, style))
    assert errors(other) == []
    assert results_csv(other.results) == results_csv(plain.results)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_in_any_kind_of_file_means_the_same(desk: Desk, shape: str, kind: str) -> None:
    plain = scored(desk, {"ก": rows_of(desk.rubric)})
    other = scored(desk, SHAPES[shape](desk.rubric, "id and text"), kind)
    assert errors(other) == []
    assert results_csv(other.results) == results_csv(plain.results)


def test_a_form_of_ticks_means_the_same(desk: Desk) -> None:
    plain = scored(desk, {"ก": rows_of(desk.rubric)})
    sheets = {OFFICES[one]: ticked_form(desk.rubric, one, "id and text") for one in OFFICES}
    other = scored(desk, sheets)
    assert errors(other) == []
    assert results_csv(other.results) == results_csv(plain.results)


# --- assessors side by side


@pytest.mark.parametrize("way", ["brackets", "second row", "merged", "numbered form", "names"])
def test_assessors_side_by_side_are_voices(desk: Desk, way: str) -> None:
    people = ["กรรมการ ก", "กรรมการ ข", "กรรมการ ค"]
    answers = {"1.1": (Y, Y, N), "1.2": (Y, Y, Y), "1.3": (N, N, Y)}
    if way == "numbered form":
        grid: Grid = [["สพท.", OFFICES["2402"]], ["ข้อ", "ผล", "ผล", "ผล"]]
        grid += [[key, *said] for key, said in answers.items()]
    elif way == "names":
        grid = [["สพท.", OFFICES["2402"]], ["ข้อ", "รายการ", *people]]
        grid += [[key, "รายการ", *said] for key, said in answers.items()]
    elif way == "brackets":
        top = [f"{key} ({person})" for key in answers for person in people]
        grid = [["สพท.", *top], [OFFICES["2402"], *(a for said in answers.values() for a in said)]]
    else:
        top = [
            key if at == 0 or way == "second row" else None for key in answers for at in range(3)
        ]
        grid = [["สพท.", *top], [None, *people * 3]]
        grid.append([OFFICES["2402"], *(a for said in answers.values() for a in said)])
    one = scored(desk, {"ก": grid}).indicator("1")
    by = {item.id: [voice.mark for voice in item.by] for item in one.items}
    assert {key: len(marks) for key, marks in by.items()} == dict.fromkeys(answers, 3)
    assert {item.id: item.mark for item in one.items} == {
        "1.1": "met",
        "1.2": "met",
        "1.3": "unmet",
    }


def test_names_below_one_merged_heading_of_a_form_are_voices(desk: Desk) -> None:
    book = Workbook()
    rows = [
        ["สพท.", OFFICES["2402"]],
        ["ข้อ", "รายการ", "ผล"],
        [None, None, "นาย ก", "นาย ข", "นาย ค"],
    ]
    for row in [*rows, ["1.1", "รายการ", Y, N, N]]:
        book.active.append(row)
    book.active.merge_cells("C2:E2")
    book.save(desk.folder / "ก.xlsx")
    (item, *_) = desk.score().indicator("1").items
    assert [voice.assessor for voice in item.by] == ["นาย ก", "นาย ข", "นาย ค"]
    assert item.mark == "unmet"


# --- levels


def level_rows(
    head: Callable[[str, str], object], cell: Callable[[int], object], rubric: Rubric
) -> Grid:
    titles = {one.code: one.title for one in rubric.indicators}
    return [
        ["ที่", "เขตพื้นที่การศึกษา", *(head(code, titles[code]) for code in CODES)],
        *(
            [at, OFFICES[office], *map(cell, levels)]
            for at, (office, levels) in enumerate(LEVELS.items(), start=1)
        ),
    ]


LEVEL_HEADS: dict[str, Callable[[str, str], object]] = {
    "number": lambda code, title: int(code) if code.isdecimal() else code,
    "word": lambda code, title: f"ตัวชี้วัดที่ {code}",
    "broken": lambda code, title: f"ตัวชี้วัด\nที่ {code}",
    "short": lambda code, title: f"ตชว.{code}",
    "QP": lambda code, title: f"QP{code}",
    "with title": lambda code, title: f"ตัวชี้วัดที่ {code} {title}",
    "title": lambda code, title: title,
    "level of": lambda code, title: f"{code} ระดับ",
    "spaced": lambda code, title: " ".join(code),
}
LEVEL_CELLS: dict[str, Callable[[int], object]] = {
    "number": lambda level: level,
    "text": str,
    "name": NAMES.__getitem__,
    "both": lambda level: f"{level} ({NAMES[level]})",
    "name first": lambda level: f"{NAMES[level]} ({level})",
    "word": lambda level: f"ระดับ {level}",
}


@pytest.mark.parametrize("head", LEVEL_HEADS)
@pytest.mark.parametrize("cell", LEVEL_CELLS)
def test_levels_under_any_headings_mean_the_same(desk: Desk, head: str, cell: str) -> None:
    grid = level_rows(LEVEL_HEADS[head], LEVEL_CELLS[cell], desk.rubric)
    total: list[object] = [None, "ส่วนเบี่ยงเบน", *([3] * len(CODES))]
    upright = scored(desk, {"ก": [*grid, total]})
    on_its_side = scored(desk, {"ก": [list(column) for column in zip(*grid, strict=True)][1:]})
    for one in (upright, on_its_side):
        assert errors(one) == []
        for office, levels in LEVELS.items():
            printed = [one.indicator(code, office).printed for code in CODES]
            assert printed == [str(level) for level in levels]


def test_a_heading_word_in_the_column_of_items_is_no_item(desk: Desk) -> None:
    office = next(iter(OFFICES.values()))
    rows = [["สพท.", "ข้อ", "ผล"], [office, f"{CODES[0]}.1", "มี"], [office, "รายการ", "มี"]]
    assert ("item-unknown", "B3") in errors(scored(desk, {"ก": rows}))


def test_items_in_words_of_their_own_are_no_levels_of_their_indicator(desk: Desk) -> None:
    heads = ["สพท.", *(f"ตัวชี้วัดที่ {CODES[0]} {words}" for words in ("มีแผน", "มีคำสั่ง", "มีผล"))]
    one = scored(desk, {"ก": [heads, [next(iter(OFFICES.values())), 1, 1, 1]]})
    said = [cell for code, cell in errors(one) if code == "indicator-headings-several"]
    assert said == ["B1", "C1", "D1"]
    assert not any(found.level for office in one.results.offices for found in office.indicators)


def test_levels_as_ticks_under_numbers(desk: Desk) -> None:
    top: list[object] = ["สพท."]
    for code in CODES:
        top += [f"ตัวชี้วัดที่ {code}", None, None, None, None]
    grid: Grid = [top, [None, *[5, 4, 3, 2, 1] * len(CODES)]]
    for office, levels in LEVELS.items():
        cells = [("✓" if level == at else None) for level in levels for at in (5, 4, 3, 2, 1)]
        grid.append([OFFICES[office], *cells])
    one = scored(desk, {"ก": grid})
    assert errors(one) == []
    for office, levels in LEVELS.items():
        printed = [one.indicator(code, office).printed for code in CODES]
        assert printed == [str(level) for level in levels]


def test_a_paper_form_of_levels(desk: Desk) -> None:
    titles = {one.code: one.title for one in desk.rubric.indicators}
    grid: Grid = [["แบบสรุปของ " + OFFICES["2402"]], ["ที่", "ตัวชี้วัด", 5, 4, 3, 2, 1, "ข้อเสนอแนะ"]]
    for at, (code, level) in enumerate(zip(CODES, LEVELS["2402"], strict=True), start=1):
        ticked = ["/" if level == number else None for number in (5, 4, 3, 2, 1)]
        grid.append([at, titles[code], *ticked, f"ควรพัฒนา {code}"])
    one = scored(desk, {"ก": grid})
    assert errors(one) == []
    printed = [one.indicator(code).printed for code in CODES]
    assert printed == [str(level) for level in LEVELS["2402"]]
    assert [one.indicator(code).comment for code in CODES] == [f"ควรพัฒนา {code}" for code in CODES]


# --- the committee's own words


@pytest.mark.parametrize("shape", ["own columns", "second row", "long"])
def test_the_committees_words_are_kept_beside_its_levels(desk: Desk, shape: str) -> None:
    words = {code: f"คณะกรรมการเห็นว่า {code}" for code in CODES}
    levels = dict(zip(CODES, LEVELS["2402"], strict=True))
    overall = "ภาพรวมควรรักษาไว้\nและขยายผล"
    name = OFFICES["2402"]
    if shape == "own columns":
        top = [h for code in CODES for h in (code, f"{code} ข้อเสนอแนะ")]
        row = [cell for code in CODES for cell in (levels[code], words[code])]
        grid: Grid = [["สพท.", *top, "ข้อเสนอแนะภาพรวม"], [name, *row, overall]]
    elif shape == "second row":
        top = [h for code in CODES for h in (f"ตัวชี้วัดที่ {code}", None)]
        row = [cell for code in CODES for cell in (levels[code], words[code])]
        grid = [["สพท.", *top, "ภาพรวม"], [None, *["ระดับ", "ข้อเสนอแนะ"] * len(CODES), None]]
        grid.append([name, *row, overall])
    else:
        grid = [["สพท.", "ตัวชี้วัด", "ระดับคุณภาพ", "ข้อเสนอแนะ"]]
        grid += [[name, code, levels[code], words[code]] for code in CODES]
        grid.append([name, "ภาพรวม", None, overall])
    one = scored(desk, {"ก": grid})
    assert errors(one) == []
    assert {code: one.indicator(code).printed for code in CODES} == {
        code: str(level) for code, level in levels.items()
    }
    assert {code: one.indicator(code).comment for code in CODES} == words
    assert one.office().overall_comment == overall


def test_agreed_levels_stand_over_marks_of_the_same_office(desk: Desk) -> None:
    marks = rows_of(desk.rubric)[:2]
    alone = scored(desk, {"ก": marks})
    levels: Grid = [["สพท.", *CODES], [OFFICES["2402"], *([5] * len(CODES))]]
    both = scored(desk, {"ก": marks, "ข": levels})
    assert [both.indicator(code).printed for code in CODES] == ["5"] * len(CODES)
    differ = [code for code in CODES if alone.indicator(code).printed != "5" and code != "4"]
    said = [dict(one.values)["indicator"] for one in both.findings if one.code == _OVERTURNED]
    assert said == differ


_OVERTURNED = "resolution-level-differs"


# --- web forms


def web_rows(*times: object) -> Grid:
    ids = [f"1.{n}" for n in range(1, 6)]
    answers = [[Y] * 5, [N] * 5]
    head = ["ประทับเวลา", "ที่อยู่อีเมล", "สพท.", *ids]
    rows = [
        [time, "someone@example.com", OFFICES["2402"], *marks]
        for time, marks in zip(times, answers, strict=True)
    ]
    return [head, *rows]


def read(desk: Desk, grid: Grid, *, latest: bool) -> tuple[Intake, FindingLog]:
    as_xlsx(desk.folder / "ก.xlsx", {"ก": grid})
    log = FindingLog()
    request = Request([str(desk.folder)], str(desk.rubric_folder), "6m", latest=latest)
    return read_inputs(request, log), log


def test_a_person_who_answered_twice_is_refused_with_both_rows_and_times(desk: Desk) -> None:
    _, log = read(desk, web_rows("12/5/2566, 14:03:22", "13/5/2566, 9:00:00"), latest=False)
    (found,) = [one for one in log if one.code == "form-answered-twice"]
    values = dict(found.values)
    assert (values["first"], values["row"]) == ("2", "3")
    assert (values["first_time"], values["time"]) == ("12/5/2566, 14:03:22", "13/5/2566, 9:00:00")


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        (("12/5/2566, 14:03:22", "13/5/2566, 9:00:00"), "unmet"),
        (("13/5/2566, 9:00:00", "12/5/2566, 14:03:22"), "met"),
        (("2023-05-12 14:03:22", "2023-05-12T14:03:23"), "unmet"),
        (("5/12/2023 14:03", "5/13/2023 2:03 PM"), "unmet"),
        (("12/5/2566, 14:03:22", "เมื่อวาน"), None),
        (("1/2/2566, 9:00:00", "2/1/2566, 9:00:00"), None),
        (("12/5/2566, 14:03:22", "12/5/2566, 14:03:22"), "unmet"),
    ],
)
def test_the_later_answer_counts_where_it_is_known(desk: Desk, times, kept) -> None:
    intake, log = read(desk, web_rows(*times), latest=True)
    codes = [one.code for one in log if one.code.startswith("form-")]
    assert codes == ["form-later-taken" if kept else "form-answered-twice"]
    if kept:
        assert {item.mark for item in intake.answers.items} == {kept}
        assert {item.voice.assessor for item in intake.answers.items} == {"ผู้ตอบแถว 2"}


@pytest.mark.parametrize(("second", "again"), [("น.ส.สมศรี ใจดี", True), ("สมชาย ใจดี", False)])
def test_a_person_is_known_by_the_name_however_it_is_titled(desk: Desk, second, again) -> None:
    head, first, other = web_rows("12/5/2566, 14:03:22", "13/5/2566, 9:00:00")
    rows = [["ผู้ประเมิน", *head], ["นางสาวสมศรี  ใจดี", *first], [second, *other]]
    intake, log = read(desk, rows, latest=True)
    assert [one.code for one in log if one.code.startswith("form-")] == ["form-later-taken"] * again
    heard = {item.voice.assessor for item in intake.answers.items}
    assert heard == ({second} if again else {"นางสาวสมศรี ใจดี", second})


def test_titles_among_the_items_of_a_table_on_its_side_are_no_items(desk: Desk) -> None:
    found, words = content(desk.rubric), texts(desk.rubric)
    grid: Grid = [["ข้อ", "รายการ", *(OFFICES[office] for office in found)]]
    for code in ("1", "2", "3", "5", "6a"):
        indicator = desk.rubric.by_code[code]
        grid.append([f"ตัวชี้วัดที่ {code}", indicator.title])
        for key in indicator.entry_ids:
            grid.append([key, words[key], *(answers[key] for answers in found.values())])
    one = scored(desk, {"ก": grid})
    assert [item for item in one.findings if item.code == "item-unknown"] == []
    assert one.indicator("1", "2402").state == "scored"


def test_no_address_reaches_an_output(desk: Desk) -> None:
    grid = web_rows("12/5/2566, 14:03:22", "13/5/2566, 9:00:00")
    grid[2][1] = "other@example.com"
    grid[0][2:2] = ["ผู้ประเมิน"]
    grid[1][2:2] = ["someone@example.com"]
    grid[2][2:2] = [None]
    one = scored(desk, {"ก": grid})
    assert "example.com" not in one.results.model_dump_json()
    voices = {voice.assessor for item in one.indicator("1").items for voice in item.by}
    assert voices == {"ผู้ตอบแถว 2", "ผู้ตอบแถว 3"}


# --- what was read is said


def test_what_was_read_is_kept_for_every_sheet(desk: Desk) -> None:
    grid: Grid = [["ที่", "รหัส", "1.1", "1.2", "โทรศัพท์"], [1, "2402", Y, N, "038"]]
    intake, _ = read(desk, grid, latest=False)
    (one,) = intake.read
    assert (one.layout, one.rows, one.columns) == ("marks", 1, ("รหัส", "1.1", "1.2"))
    assert one.unread == ("ที่", "โทรศัพท์")


@pytest.mark.parametrize(
    ("grid", "nearest", "missing"),
    [
        ([["ที่", "1.1", "1.2"], [1, Y, N]], "marks", ("สพท.",)),
        ([["ที่", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"], [1, 3, 4]], "levels", ("สพท.",)),
        ([["สพท.", "ข้อ", "เกรด"], ["x", "y", "z"]], "long", ("ผล",)),
    ],
)
def test_a_sheet_that_is_not_understood_says_what_lacks(desk: Desk, grid, nearest, missing) -> None:
    good = rows_of(desk.rubric)
    as_xlsx(desk.folder / "ข.xlsx", {"ข": good})
    intake, log = read(desk, grid, latest=False)
    (said,) = [one for one in log if one.code == "layout-near"]
    assert said.place.cell == "1:1"
    (one,) = [one for one in intake.read if one.unknown]
    assert (one.layout, one.unknown.nearest, one.unknown.missing) == ("", nearest, missing)
    assert (one.unknown.row, one.unknown.doubtful) == (1, 2)
    assert "ตั้งแต่แถว 2 " in message(said)


def test_a_hidden_column_never_fills_a_visible_blank(desk: Desk) -> None:
    grid: Grid = [["รหัส", "1.1", "1.2", "1.1"], ["2402", None, Y, Y]]
    as_xlsx(desk.folder / "ก.xlsx", {"ก": grid})
    book = load_workbook(desk.folder / "ก.xlsx")
    book.active.column_dimensions["D"].hidden = True
    book.save(desk.folder / "ก.xlsx")
    one = desk.score().indicator("1")
    assert {item.id: item.mark for item in one.items} == {"1.1": None, "1.2": "met"}
