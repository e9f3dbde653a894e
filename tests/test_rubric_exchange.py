"""Rubrics as workbooks: lossless both ways, every fault at its cell."""

import json
import tomllib
from decimal import Decimal
from functools import cache

import pytest
from full_rubric import full
from full_rubric import rubric as rubric_of_document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from rounds_stored import changed
from rubric_strategies import CONDITIONS, FEW, MANY, TEXTS, exact, rubrics, without_meaning
from typed_books import TypedBook

from qp_scoring.cli import main
from qp_scoring.exchange import read as exchange_read
from qp_scoring.exchange.read import BookRow, ReadSheet, examples_of, rubric_of
from qp_scoring.exchange.rows import rubric_rows
from qp_scoring.exchange.sheets import (
    EXAMPLE_SHEETS,
    KEY,
    NUMBER,
    PART,
    SETTING_ROWS,
    SETTINGS,
    SETTINGS_NAME,
    SHEETS,
    VALUE,
    headings,
)
from qp_scoring.exchange.text import (
    condition_text,
)
from qp_scoring.findings import FindingLog, Place, RefusedRunError
from qp_scoring.jobs import rubric_exchange
from qp_scoring.jobs.rubric_exchange import export_rubric, import_rubric
from qp_scoring.messages import fix, message
from qp_scoring.rubric.diff import diff_rubrics
from qp_scoring.rubric.examples import Example
from qp_scoring.rubric.fields import tables_in
from qp_scoring.rubric.load import load_rubric, shipped_rubrics
from qp_scoring.rubric.model import Rubric
from qp_scoring.rubric.said_once import key_of

# --- rows


def sheets_of(rubric, examples=()):
    """The rows of a rubric as if they had been read from a workbook."""
    rows = rubric_rows(rubric, dict(examples))
    columns = {form.id: headings(form) for form in (*SHEETS, *EXAMPLE_SHEETS)}
    columns[SETTINGS] = {KEY: KEY, VALUE: VALUE}
    return {
        sheet: ReadSheet(
            Place("f.xlsx", sheet),
            [
                BookRow(
                    Place("f.xlsx", sheet, f"{at}:{at}"),
                    texts,
                    {key: Place("f.xlsx", sheet, f"{key}{at}") for key in columns[sheet]},
                )
                for at, texts in enumerate(listed, start=5)
            ],
        )
        for sheet, listed in rows.items()
    }


@MANY
@given(rubrics())
def test_the_rows_of_any_rubric_are_the_same_rubric(rubric):
    log = FindingLog()
    back = without_meaning(lambda: rubric_of(sheets_of(rubric), log))
    assert list(log) == []
    assert back == rubric
    assert back.hash == rubric.hash
    assert rubric_rows(back) == rubric_rows(rubric)


def test_parts_are_numbered_by_their_places_and_what_is_theirs_stands_below_the_rule_s_own():
    rows = rubric_rows(rubric_of_document(full()))
    (code,) = {row["indicator"] for row in rows["part"]}
    numbers = [row[NUMBER] for row in rows["part"]]
    assert numbers == ["1", "2", "3", "4", "5", "6", "6.1", "6.2", "6.2.1"]
    curves = [row[PART] for row in rows["curve"] if row["indicator"] == code]
    assert curves == ["1", "6.2.1"]
    levels = [row.get(PART) for row in rows["level"] if row["indicator"] == code]
    assert levels == sorted(levels, key=lambda place: place or "")
    assert {None, "4", "5", "6.1"} <= set(levels)


def test_every_key_of_the_model_has_a_cell():
    shown = set()
    columns = [(Rubric, column) for column in SETTING_ROWS]
    columns += [
        (form.table, column) for form in (*SHEETS, *EXAMPLE_SHEETS) for column in form.columns
    ]
    for table, column in columns:
        *above, key = column.key.split(".")
        owner = table
        for part in above:
            owner = next(iter(tables_in(owner.model_fields[part].annotation).values()))
        shown.add((owner, key_of(owner, key)))
    missing = {
        (table.__name__, key)
        for table in {table for table, _ in shown}
        for key, field in table.model_fields.items()
        # A key that holds tables has a sheet, or rows, of its own.
        if (table, key) not in shown and not tables_in(field.annotation)
    }
    # An example that brings a rubric of its own is no row of a workbook.
    assert missing == {("Example", "rubric"), ("Example", "indicator")}


EXAMPLES = {
    "ตัวอย่าง": {
        "title": "ตัวอย่างของชุด",
        "about": "คิดด้วยมือ",
        "case": [
            {
                "name": "กรณี = หนึ่ง",
                "round": "6m",
                "met": ["1.1–1.3", "2, 4"],
                "values": {"2.p": Decimal("85.50"), "ก = ข": 3, ' " ': -1},
                "expect": {
                    "level": {"1": 3},
                    "score": {"1": Decimal("2.50")},
                    "state": {"2": "not_reported"},
                    "mean": "3.50",
                    "band": "ดีมาก",
                },
            },
            {"name": "กรณีสอง", "levels": {"1": 4}, "expect": {"mean": "4.00"}},
        ],
    },
    "b": {"title": "ก", "about": "ข", "case": [{"name": "ค", "expect": {"level": {"1": 0}}}]},
}


def said(example):
    """An example without what says nothing."""
    cases = [{key: value for key, value in case.items() if value != []} for case in example["case"]]
    return {**example, "case": cases}


def test_the_rows_of_worked_examples_are_the_same_examples():
    log = FindingLog()
    back = examples_of(sheets_of(load_rubric("qp-2566"), EXAMPLES.items()), log)
    assert list(log) == []
    assert {name: said(file.data) for name, file in back.items()} == EXAMPLES


CELLS = st.sampled_from(["", "0", "-1", "5", "9" * 50, "1.10", "ใช่", "parts (parts)", "1", '"']) | (
    TEXTS | CONDITIONS.map(lambda condition: condition_text(exact(condition)))
)


@MANY
@given(st.data())
def test_whatever_an_officer_types_is_a_rubric_or_a_finding(data):
    sheets = sheets_of(rubric_of_document(full()), EXAMPLES.items())
    for _ in range(data.draw(st.integers(1, 4))):
        sheet = data.draw(st.sampled_from(sorted(sheets)))
        rows = list(sheets[sheet].rows)
        at = data.draw(st.integers(0, len(rows) - 1))
        key = data.draw(st.sampled_from(sorted(rows[at].places)))
        texts = {**rows[at].texts, key: data.draw(CELLS)}
        rows[at] = BookRow(rows[at].place, {k: t for k, t in texts.items() if t}, rows[at].places)
        sheets[sheet] = ReadSheet(sheets[sheet].place, rows)
    log, of_examples = FindingLog(), FindingLog()
    found = rubric_of(sheets, log)
    assert (found is None) == log.has_errors()
    examples = examples_of(sheets, of_examples)
    log.extend(of_examples)
    if not of_examples.has_errors():
        assert all(Example.model_validate(one.data) for one in examples.values())
    assert all(item.place.sheet in sheets for item in log)
    if found is not None:
        assert rubric_of(sheets_of(found), FindingLog()) == found


# --- workbooks


def exported(rubric, path):
    export_rubric(rubric, path)
    return path


@FEW
@given(rubric=rubrics())
def test_a_workbook_holds_the_whole_rubric(rubric, tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    book = exported(rubric, folder / "a.xlsx")
    back = without_meaning(lambda: import_rubric(book, folder / "back"))
    assert list(back.remarks) == []
    assert back.rubric.hash == rubric.hash


@pytest.mark.parametrize("shipped", sorted(shipped_rubrics()))
def test_a_shipped_set_through_excel_is_the_same(shipped, tmp_path):
    rubric = load_rubric(shipped)
    import_rubric(exported(rubric, tmp_path / "a.xlsx"), tmp_path / "back")
    assert load_rubric(tmp_path / "back") == rubric


def test_the_same_rubric_gives_the_same_bytes(tmp_path):
    rubric = rubric_of_document(full())
    first, second = (exported(rubric, tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


@pytest.fixture(scope="module")
def shipped_book(tmp_path_factory):
    return exported(load_rubric("qp-2566"), tmp_path_factory.mktemp("shipped") / "qp.xlsx")


@pytest.fixture(scope="module")
def new_book(tmp_path_factory):
    """A new set as a workbook, with its worked example."""
    folder = tmp_path_factory.mktemp("new")
    assert main(["rubric", "new", str(folder / "set")]) == 0
    assert main(["rubric", "export", str(folder / "set"), "--out", str(folder / "a.xlsx")]) == 0
    return folder / "a.xlsx"


def test_what_explains_is_locked_and_what_is_edited_is_text(shipped_book):
    book = load_workbook(shipped_book)
    assert book.sheetnames[0] == SETTINGS_NAME
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.freeze_panes
        open_cells = [cell for row in sheet for cell in row if not cell.protection.locked]
        assert {cell.number_format for cell in open_cells} == {"@"}
        assert {cell.font.name for row in sheet for cell in row if cell.value} == {"TH Sarabun New"}
        assert all(cell.data_type in "sn" for row in sheet for cell in row)


def test_enumerations_have_drop_downs(shipped_book):
    sheet = load_workbook(shipped_book)["ตัวชี้วัด"]
    (column,) = [cell.column_letter for cell in sheet[2] if cell.value == "วิธีให้คะแนน"]
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    offered = [rule.formula1 for rule in rules if f"{column}3" in rule.sqref]
    assert len(offered) == 1
    assert all(f"({method})" in offered[0] for method in ("criteria", "coverage", "parts"))


opened = cache(TypedBook)


def edit(book, sheet, cell, value, save_as, **settings):
    """The workbook with a cell, and settings, typed anew."""
    whole = opened(book)
    typed = [(whole.book[sheet][cell], value)]
    for key, text in settings.items():
        typed.append((whole.book[SETTINGS_NAME][setting_cell(book, key)], text))
    whole.save(save_as, typed)
    return save_as


@cache
def values_of(book):
    """The cells of a workbook that hold something: sheet, address and value."""
    sheets = load_workbook(book, read_only=True)
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in sheets
        for row in sheet
        for cell in row
        if cell.value is not None
    ]


def cell_with(book, sheet, value):
    """The address of the only cell of a sheet that holds a value."""
    (found,) = [at for title, at, held in values_of(book) if (title, held) == (sheet, value)]
    return found


def test_one_edited_cell_is_exactly_one_change(shipped_book, tmp_path, program):
    old = load_rubric("qp-2566")
    wording = old.by_code["8"].at(3).text
    cell = cell_with(shipped_book, "ระดับ", wording)
    words, path = "เกณฑ์ที่แก้แล้ว", tmp_path / "edited.xlsx"
    edited = edit(shipped_book, "ระดับ", cell, words, path, version="0.2.2")
    done = program("rubric", "import", edited, "--out", tmp_path / "new")
    assert (done.code, done.err) == (0, "")
    change, numbered = sorted(
        diff_rubrics(old, load_rubric(tmp_path / "new")).changes, key=lambda one: one.key
    )
    assert (numbered.key, numbered.new) == ("version", "0.2.2")
    assert (change.kind, change.indicator, change.key) == ("patch", "8", "text")
    assert (change.old, change.new) == (wording, "เกณฑ์ที่แก้แล้ว")
    said = program("rubric", "diff", "qp-2566", tmp_path / "new", "--json")
    document = json.loads(said.out)
    assert (document["kind"], len(document["changes"])) == ("patch", 2)
    assert any("เกณฑ์ที่แก้แล้ว" in change["sentence"] for change in document["changes"])


def test_an_edited_condition_is_one_major_change(shipped_book, tmp_path, program):
    condition = "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4"
    cell = cell_with(shipped_book, "ระดับ", condition)
    easier = condition.replace("2 จาก", "1 จาก")
    edited = edit(shipped_book, "ระดับ", cell, easier, tmp_path / "edited.xlsx", version="0.3.0")
    import_rubric(edited, tmp_path / "new")
    changes = diff_rubrics(load_rubric("qp-2566"), load_rubric(tmp_path / "new")).changes
    (change,) = [one for one in changes if one.key != "version"]
    assert (change.kind, change.key, change.new.at_least) == ("major", "requires", 1)
    assert program("rubric", "diff", "qp-2566", tmp_path / "new").code == 0


@pytest.mark.parametrize("version", [load_rubric("qp-2566").version, "0.2.2"])
def test_other_criteria_under_the_id_of_a_shipped_set_need_another_version(
    version, shipped_book, tmp_path
):
    """Before 1.0.0 a major change raises the second number; a set of another id is another set."""
    condition = "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4"
    cell = cell_with(shipped_book, "ระดับ", condition)
    easier = condition.replace("2 จาก", "1 จาก")
    edited = edit(shipped_book, "ระดับ", cell, easier, tmp_path / "edited.xlsx", version=version)
    wrong = ("rubric-version-contradicts", SETTINGS_NAME, setting_cell(shipped_book, "version"))
    said = cell_with(shipped_book, "ระดับ", load_rubric("qp-2566").by_code["1"].at(2).text)
    words = ("rubric-text-numbers", "ระดับ", said)
    with pytest.raises(RefusedRunError) as refusal:
        import_rubric(edited, tmp_path / "new")
    assert places(refusal.value) == [words, wrong]
    (said,) = (message(one) + fix(one) for one in refusal.value.findings if one.code == wrong[0])
    assert "0.3.0" in said and "จาก 0.1.0 เป็น 0.1.0" not in said
    assert not (tmp_path / "new").exists()
    typed = {"version": version, "id": "ของเรา"}
    own = edit(shipped_book, "ระดับ", cell, easier, tmp_path / "b.xlsx", **typed)
    assert import_rubric(own, tmp_path / "new").rubric.id == "ของเรา"


def test_a_set_of_an_own_id_is_compared_with_what_was_exported(tmp_path):
    own = changed(id="ของเรา")
    book = exported(own, tmp_path / "a.xlsx")
    at = setting_cell(book, "name")
    kept = edit(book, SETTINGS_NAME, at, "ชื่อใหม่", tmp_path / "kept.xlsx")
    version = setting_cell(book, "version")
    # Its one round leaves out what the words of a level still say.
    assert refused(import_rubric, kept, tmp_path / "new") == [
        ("rubric-text-numbers", "ระดับ", cell_with(book, "ระดับ", own.by_code["3"].at(5).text)),
        ("rubric-version-kept", SETTINGS_NAME, version),
    ]
    raised = edit(book, SETTINGS_NAME, at, "ชื่อใหม่", tmp_path / "raised.xlsx", version="0.2.2")
    assert import_rubric(raised, tmp_path / "new").rubric.name == "ชื่อใหม่"
    assert import_rubric(book, tmp_path / "same").rubric == own


def test_the_explanation_of_the_version_says_the_rule_of_sets_in_the_making(shipped_book):
    """Before 1.0.0 changed criteria raise the second number, and all else the third."""
    row = setting_cell(shipped_book, "version")[1:]
    explained = str(load_workbook(shipped_book)[SETTINGS_NAME][f"D{row}"].value)
    _, of_zero, rule = explained.partition("ขึ้นต้นด้วย 0")
    assert of_zero and rule.index("เกณฑ์") < rule.index("ตัวกลาง") < rule.index("ตัวท้าย")


def told(book, out, lang="th"):
    """What is said of a workbook that is refused, by code: the sentence and how to mend it."""
    with pytest.raises(RefusedRunError) as refusal:
        import_rubric(book, out)
    return {one.code: f"{message(one, lang)} {fix(one, lang)}" for one in refusal.value.findings}


def test_a_wrong_cell_is_quoted_as_it_stands_under_its_heading(shipped_book, tmp_path):
    condition = "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4"
    cell = cell_with(shipped_book, "ระดับ", condition)
    many = condition.replace("2 จาก", "5 จาก")
    wrong = edit(shipped_book, "ระดับ", cell, many, tmp_path / "many.xlsx")
    said = told(wrong, tmp_path / "new")["rubric-count-unreachable"]
    assert f"“{many}”" in said and "“เงื่อนไข”" in said and "{" not in said


@pytest.mark.parametrize(
    ("key", "typed", "code", "parts"),
    [
        ("status", "รอ", "rubric-value-not-allowed", ["“รอ”", "ร่าง (draft), ทางการ (official)"]),
        ("scale.base_level", "หนึ่ง", "rubric-value-not-number", ["“หนึ่ง”", "ระดับตั้งต้น"]),
        ("bands.confirmed", "อาจ", "rubric-value-not-boolean", ["“อาจ”", "ใช่ หรือ ไม่ใช่"]),
        ("status", "ทางการ (official)", "rubric-official-unconfirmed", ["ทางการ", "ร่าง"]),
        ("scale.min", "0", "rubric-scale-key", ["“ใช่”", "คะแนนต่ำสุด"]),
    ],
)
def test_a_wrong_setting_is_told_in_the_words_of_the_workbook(
    key, typed, code, parts, shipped_book, tmp_path
):
    at = setting_cell(shipped_book, key)
    wrong = edit(shipped_book, SETTINGS_NAME, at, typed, tmp_path / "wrong.xlsx")
    said = told(wrong, tmp_path / "new")[code]
    assert [part for part in parts if part not in said] == []


def test_a_rule_that_lacks_something_names_the_column_of_the_workbook(shipped_book, tmp_path):
    cell = cell_with(shipped_book, "ระดับ", "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4")
    wrong = edit(shipped_book, "ระดับ", cell, None, tmp_path / "wrong.xlsx")
    said = told(wrong, tmp_path / "new")["rubric-level-no-condition"]
    assert "“เงื่อนไข”" in said and "requires" not in said


def test_a_number_typed_as_a_number_is_read_exactly(new_book, tmp_path):
    cell = cell_with(new_book, "ช่วงคุณภาพ", "3.50")
    path = tmp_path / "edited.xlsx"
    edited = edit(new_book, "ช่วงคุณภาพ", cell, 3.75, path, version="0.2.2")
    rubric = import_rubric(edited, tmp_path / "new").rubric
    assert str(rubric.bands.band[1].at_least) == "3.75"
    assert str(rubric.bands.band[0].at_least) == "4.50"


def refused(call, *arguments):
    with pytest.raises(RefusedRunError) as refusal:
        call(*arguments)
    return places(refusal.value)


def places(refusal):
    return [(item.code, item.place.sheet, item.place.cell) for item in refusal.findings]


def test_faults_of_cells_and_of_meaning_come_in_one_run(shipped_book, tmp_path):
    whole = load_workbook(shipped_book)
    levels, items = whole["ระดับ"], whole["ข้อ"]
    unread = cell_with(shipped_book, "ระดับ", "อย่างน้อย 2 จาก: 2.1, 2.2, 2.3, 2.4")
    unknown = cell_with(shipped_book, "ระดับ", "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4")
    levels[unread], levels[unknown] = "2.1 กับ 2.2", "ครบ: 1.88"
    items["A5"] = "99"
    whole["ชุดเกณฑ์"][setting_cell(shipped_book, "fiscal_year")] = "สองพัน"
    whole.save(tmp_path / "wrong.xlsx")
    found = refused(import_rubric, tmp_path / "wrong.xlsx", tmp_path / "new")
    assert ("rubric-cell-unread", "ระดับ", unread) in found
    assert ("rubric-row-unlinked", "ข้อ", "A5") in found
    year = setting_cell(shipped_book, "fiscal_year")
    assert ("rubric-value-not-number", "ชุดเกณฑ์", year) in found
    assert not (tmp_path / "new").exists()


def setting_cell(book, key):
    return "C" + cell_with(book, SETTINGS_NAME, key)[1:]


def test_a_fault_of_meaning_stands_at_its_cell(shipped_book, tmp_path):
    cell = cell_with(shipped_book, "ระดับ", "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4")
    edited = edit(shipped_book, "ระดับ", cell, "ครบ: 1.1, 1.88", tmp_path / "wrong.xlsx")
    found = refused(import_rubric, edited, tmp_path / "new")
    assert found == [("rubric-id-unknown", "ระดับ", cell)]


def test_a_missing_text_stands_at_the_blank_cell_under_its_heading(shipped_book, tmp_path):
    advice = load_rubric("qp-2566").by_code["8"].item[0].suggest
    cell = cell_with(shipped_book, "ข้อ", advice)
    edited = edit(shipped_book, "ข้อ", cell, None, tmp_path / "wrong.xlsx")
    with pytest.raises(RefusedRunError) as refusal:
        import_rubric(edited, tmp_path / "new")
    (item,) = refusal.value.findings
    assert (item.code, item.place.cell) == ("rubric-key-missing", cell)
    assert dict(item.values)["key"] == "ข้อเสนอแนะเมื่อหลักฐานไม่ครบ"


def test_columns_and_sheets_may_stand_in_any_order(new_book, tmp_path):
    whole = load_workbook(new_book)
    whole.move_sheet("ระดับ", -5)
    sheet = whole["ชื่อระดับ"]
    for row in range(1, sheet.max_row + 1):
        if row > 1:
            first, second = sheet.cell(row, 1).value, sheet.cell(row, 2).value
            sheet.cell(row, 1).value, sheet.cell(row, 2).value = second, first
    whole.save(tmp_path / "moved.xlsx")
    rubric = import_rubric(tmp_path / "moved.xlsx", tmp_path / "new").rubric
    assert rubric == load_rubric(new_book.parent / "set")


@pytest.mark.parametrize(
    ("module", "limit", "least", "code"),
    [
        (exchange_read, "FILES_LIMIT", 1, "rubric-too-many-files"),
        (rubric_exchange, "FILE_LIMIT", 900, "rubric-file-too-large"),
    ],
)
def test_a_rubric_that_the_loader_would_not_take_is_not_written(
    module, limit, least, code, new_book, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, limit, least)
    found = refused(import_rubric, new_book, tmp_path / "new")
    assert {item[0] for item in found} == {code}
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_what_is_there(shipped_book, tmp_path):
    (tmp_path / "new").mkdir()
    assert refused(import_rubric, shipped_book, tmp_path / "new")[0][0] == "rubric-out-exists"
    assert list((tmp_path / "new").iterdir()) == []
    again = refused(export_rubric, load_rubric("qp-2566"), shipped_book)
    assert [code for code, *_ in again] == ["rubric-out-exists"]


def test_a_text_in_a_cell_is_never_evaluated(new_book, tmp_path):
    title = load_rubric(new_book.parent / "set").by_code["1"].title
    cell = cell_with(new_book, "ตัวชี้วัด", title)
    whole = load_workbook(new_book)
    whole["ตัวชี้วัด"][cell].value = "=1+1"
    whole["ตัวชี้วัด"][cell].data_type = "s"
    whole[SETTINGS_NAME][setting_cell(new_book, "version")] = "0.2.2"
    whole.save(tmp_path / "edited.xlsx")
    rubric = import_rubric(tmp_path / "edited.xlsx", tmp_path / "new").rubric
    assert rubric.by_code["1"].title == "=1+1"
    export_rubric(rubric, tmp_path / "again.xlsx")
    assert load_workbook(tmp_path / "again.xlsx")["ตัวชี้วัด"][cell].data_type == "s"


# --- the command


def test_export_and_import_through_the_command(tmp_path, program):
    book = tmp_path / "qp.xlsx"
    assert program("rubric", "export", "--out", book).code == 0
    done = program("rubric", "import", book, "--out", tmp_path / "new")
    assert (done.code, done.err) == (0, "")
    assert load_rubric(tmp_path / "new").hash == load_rubric("qp-2566").hash
    assert program("rubric", "check", tmp_path / "new", "--examples").code == 0


def toml_files(folder):
    """The content of the TOML files of a folder by their names."""
    paths = folder.glob("*.toml")
    return {
        path.name: tomllib.loads(path.read_text("utf-8"), parse_float=Decimal) for path in paths
    }


@pytest.mark.parametrize("shipped", sorted(shipped_rubrics()))
def test_worked_examples_survive_the_way_through_excel(shipped, tmp_path, program):
    folder = shipped_rubrics()[shipped]
    export_rubric(load_rubric(shipped), tmp_path / "a.xlsx", folder)
    done = import_rubric(tmp_path / "a.xlsx", tmp_path / "new")
    assert toml_files(tmp_path / "new" / "examples") == toml_files(folder / "examples") != {}
    assert list(done.remarks) == []
    assert done.examples.cases >= done.examples.files == len(toml_files(folder / "examples"))


def test_an_example_that_the_edited_criteria_fail_is_told_at_its_row(new_book, tmp_path, program):
    """The set is written all the same: the example says what the edited criteria give."""
    at = cell_with(new_book, "ระดับ", "อย่างน้อย 2 จาก: 1.1, 1.2, 1.3, 1.4")
    edited = edit(new_book, "ระดับ", at, "ครบ: 1.1, 1.3", tmp_path / "b.xlsx", version="0.2.0")
    done = program("rubric", "import", edited, "--out", tmp_path / "new")
    assert (done.code, (tmp_path / "new" / "examples").is_dir()) == (1, True)
    assert "b.xlsx › กรณีตัวอย่าง!3:3" in done.err
    assert "example-differs" not in done.err and "ระดับ" in done.err


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("ค่าที่วัด", "2.p 85", "rubric-cell-unread"),
        ("ค่าที่วัด", "2.p = มาก", "rubric-value-not-number"),
        ("ชื่อของกรณี", None, "rubric-key-missing"),
        ("ไฟล์", "ไม่มี", "rubric-row-unlinked"),
        ("ผลที่ต้องได้ › ระดับ", "1 = 2\n1 = 3", "rubric-cell-unread"),
    ],
)
def test_a_wrong_cell_of_an_example_is_told(column, typed, code, new_book, tmp_path):
    at = cell_with(new_book, "กรณีตัวอย่าง", column)
    wrong = edit(new_book, "กรณีตัวอย่าง", at.replace("2", "3"), typed, tmp_path / "b.xlsx")
    found = refused(import_rubric, wrong, tmp_path / "new")
    assert (code, "กรณีตัวอย่าง", at.replace("2", "3")) in found


def test_a_workbook_of_an_earlier_program_has_no_examples(new_book, tmp_path, program):
    whole = load_workbook(new_book)
    for form in EXAMPLE_SHEETS:
        del whole[form.name]
    whole.save(tmp_path / "old.xlsx")
    done = program("rubric", "import", tmp_path / "old.xlsx", "--out", tmp_path / "new")
    assert (done.code, "examples" in done.out) == (0, True)


def test_the_bound_of_a_band_is_called_min_as_everywhere(new_book, tmp_path):
    import_rubric(new_book, tmp_path / "new")
    text = (tmp_path / "new" / "rubric.toml").read_text("utf-8")
    assert "min = 4.50" in text and "at_least" not in text
    cell = cell_with(new_book, "ช่วงคุณภาพ", "3.50")
    wrong = edit(new_book, "ช่วงคุณภาพ", cell, "มาก", tmp_path / "wrong.xlsx")
    found = refused(import_rubric, wrong, tmp_path / "no")
    assert found == [("rubric-value-not-number", "ช่วงคุณภาพ", cell)]


def test_merged_cells_are_called_so(shipped_book, tmp_path):
    whole = load_workbook(shipped_book)
    whole["ข้อ"].merge_cells("B3:C4")
    whole.save(tmp_path / "merged.xlsx")
    found = refused(import_rubric, tmp_path / "merged.xlsx", tmp_path / "new")
    assert found[0] == ("rubric-cells-merged", "ข้อ", "B3:C4")


def test_a_file_that_is_no_workbook_is_refused(tmp_path, program):
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    done = program("rubric", "import", tmp_path / "a.xlsx", "--out", tmp_path / "new")
    assert (done.code, done.out) == (2, "")
    assert "a.xlsx" in done.err
    assert not (tmp_path / "new").exists()
