"""The results document: its schema, its figures as text, and its table (docs/rules.md)."""

import csv
import io
import json

import jsonschema
import pytest
from making import (
    CODES,
    PRIMARY_ALL_THREE,
    PROJECT,
    SEED,
    SEED_OFFICE,
    levels_with,
    matrix_workbook,
    offices_list,
    results_csv,
    results_json,
    score,
    score_levels,
)

from qp_scoring.documents.results import Results
from qp_scoring.documents.written import document_schema, rubric_json
from qp_scoring.intake.choice import Request
from qp_scoring.jobs.score import score_and_deliver
from qp_scoring.rubric.load import load_rubric

SCHEMA = json.loads(document_schema(Results))


def validate(document):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def refuse_float(text):
    raise AssertionError(f"a float: {text}")


# --- the schema


def test_a_real_document_is_valid(shipped):
    out, _ = shipped
    validate(json.loads((out / "results.json").read_text("utf-8")))


def test_a_document_with_faults_is_valid(tmp_path):
    bad = levels_with(SEED, i1=9, i2=None, i3="#N/A", i10="ยกเว้น: เหตุ")
    validate(json.loads(results_json(score_levels(tmp_path, bad).results)))


@pytest.mark.parametrize("folder", ["qp-2566-6m", "quality-school-2567", "inspection-2566"])
def test_answers_that_nobody_checks_are_what_a_check_would_let_pass(folder):
    offices = score(PROJECT / "inputs" / folder, round_id=None).results.offices
    items = [item for one in offices for entry in one.indicators for item in entry.items]
    voices = [by for item in items for by in item.by]
    parts = [*items, *voices, *(by.source for by in voices)]
    assert parts
    for part in parts:
        checked = type(part)(**dict(part))
        assert checked == part
        assert list(checked.__dict__) == list(part.__dict__)
        assert checked.model_dump_json() == part.model_dump_json()


# After the worked example of docs/rules.md: marks of assessors, alternatives, a measured need.
EXAMPLE = {
    "schema_version": 1,
    "engine_version": "0.1.0",
    "rubric": {
        "id": "qp-2566",
        "name": "…",
        "fiscal_year": 2566,
        "version": "0.1.0",
        "status": "draft",
        "hash": "sha256:…",
    },
    "round": "6m",
    "policy": {
        "not_reported": "counts_zero",
        "band_on": "printed_mean",
        "score_decimals": 0,
        "mean_decimals": 2,
        "bands_confirmed": False,
    },
    "offices": [
        {
            "code": "2402",
            "name": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาฉะเชิงเทรา เขต 2",
            "short_name": "สพป.ฉะเชิงเทรา เขต 2",
            "type": "สพป",
            "region": "8",
            "status": "complete",
            "mean": "2.42",
            "mean_exact": "29/12",
            "band": "พอใช้",
            "coverage": {"scored": 11, "applicable": 12},
            "mean_reported": "2.64",
            "overall": ["…"],
            "indicators": [
                {
                    "code": "1",
                    "title": "…",
                    "state": "scored",
                    "level": 2,
                    "score": "2",
                    "printed": "2",
                    "comment": None,
                    "reason": None,
                    "met": ["1.1", "1.2"],
                    "unmet": ["1.3"],
                    "reasons": ["…"],
                    "suggestions": ["…", "…"],
                    "items": [
                        {
                            "id": "1.1",
                            "mark": "met",
                            "value": None,
                            "undecided": False,
                            "by": [
                                {
                                    "assessor": "ผู้ประเมินตัวอย่าง",
                                    "role": "กรรมการ",
                                    "stage": "เอกสาร",
                                    "mark": "met",
                                    "value": None,
                                    "reference": "…",
                                    "note": None,
                                    "source": {
                                        "file": "2402.xlsx",
                                        "sheet": "แบบประเมิน",
                                        "cell": "D14",
                                    },
                                }
                            ],
                        }
                    ],
                    "next_level": {
                        "level": 3,
                        "needs": [["1.3"], ["1.4", {"measure": "1.m", "at_least": "80"}]],
                        "gain": "0.08",
                        "band_after": "ดี",
                    },
                    "source": {"file": "2402.xlsx", "sheet": "แบบประเมิน", "cell": "D12"},
                },
                {
                    "code": "6b",
                    "title": "…",
                    "state": "not_applicable",
                    "level": None,
                    "score": None,
                    "printed": "-",
                    "comment": None,
                    "reason": "ประเภทสำนักงาน",
                    "met": [],
                    "unmet": [],
                    "reasons": [],
                    "suggestions": [],
                    "items": [],
                    "next_level": None,
                    "source": None,
                },
            ],
        }
    ],
    "findings": [
        {
            "code": "mark-unknown",
            "severity": "error",
            "file": "2101.xlsx",
            "sheet": "แบบประเมิน",
            "cell": "D14",
            "message": "…",
            "fix": "…",
        }
    ],
}


def test_the_worked_example_of_the_contract_is_valid():
    validate(EXAMPLE)


def test_the_worked_example_can_be_read_back():
    read = Results.model_validate_json(json.dumps(EXAMPLE))
    assert read.offices[0].indicators[0].next_level.needs[1][1].at_least == "80"


def test_a_document_that_was_written_can_be_read_back(shipped):
    out, outcome = shipped
    assert Results.model_validate_json((out / "results.json").read_bytes()) == outcome.results


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("offices", 0, "mean"), 2.42),
        (("offices", 0, "indicators", 0, "level"), 2.5),
        (("offices", 0, "indicators", 0, "state"), "ok"),
        (("offices", 0, "status"), "done"),
        (("offices", 0, "extra"), 1),
        (("schema_version",), 2),
        (("findings", 0, "severity"), "fatal"),
    ],
)
def test_what_the_schema_refuses(path, value):
    document = json.loads(json.dumps(EXAMPLE))
    *way, last = path
    part = document
    for step in way:
        part = part[step]
    part[last] = value
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


# --- figures


def test_nothing_is_a_float(shipped):
    out, _ = shipped
    for name in ("results.json", "rubric.json", "run.json"):
        json.loads((out / name).read_text("utf-8"), parse_float=refuse_float)


def test_the_documents_are_utf_8_with_thai_as_it_is(shipped):
    out, _ = shipped
    data = (out / "results.json").read_bytes()
    assert "ฉะเชิงเทรา".encode() in data
    assert b"\\u0e" not in data
    assert data.endswith(b"}\n")


def test_figures_have_their_printed_digits(tmp_path):
    office = score_levels(tmp_path, PRIMARY_ALL_THREE).office()
    assert (office.mean, office.mean_exact, office.mean_reported) == ("3.00", "36/12", "3.00")


def test_every_figure_has_the_cell_it_came_from(tmp_path):
    scored = score_levels(tmp_path, SEED)
    source = scored.indicator("2").source
    assert (source.file, source.sheet, source.cell) == ("levels.xlsx", "ระดับคุณภาพ", "C2")


def test_findings_come_errors_first_then_by_place(tmp_path):
    rows = [
        ["2401", *levels_with(PRIMARY_ALL_THREE, i1=None, i2=9)],
        [SEED_OFFICE, *levels_with(PRIMARY_ALL_THREE, i1=9, x2=None)],
    ]
    found = score(matrix_workbook(tmp_path / "m.xlsx", rows)).results.findings
    assert [(one.severity, one.cell) for one in found] == [
        ("error", "C2"),
        ("error", "B3"),
        ("warning", "B2"),
        ("warning", "N3"),
    ]


def test_the_rubric_as_used_is_kept_and_its_hash_is_stamped(shipped):
    out, outcome = shipped
    rubric = load_rubric("qp-2566")
    assert (out / "rubric.json").read_bytes() == rubric_json(rubric)
    assert outcome.results.rubric.hash == rubric.hash
    assert json.loads(rubric_json(rubric))["bands"]["band"][0]["at_least"] == "4.50"


# --- the table


def table(results):
    return list(csv.DictReader(io.StringIO(results_csv(results).decode("utf-8-sig"), newline="")))


def test_the_table_has_a_byte_order_mark_for_excel(shipped):
    out, outcome = shipped
    data = (out / "results.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data == results_csv(outcome.results)


def test_the_table_has_a_row_per_office_and_indicator(shipped):
    _, outcome = shipped
    rows = table(outcome.results)
    assert [(row["office"], row["indicator"]) for row in rows] == [
        (office.code, code) for office in outcome.results.offices for code in CODES
    ]


def test_a_row_of_the_table(tmp_path):
    rows = {row["indicator"]: row for row in table(score_levels(tmp_path, SEED).results)}
    two, nine, other = rows["2"], rows["9"], rows["6b"]
    assert {two["mean"], two["band"]} == {"2.42", "พอใช้"}
    assert (two["score_sum"], two["score_count"]) == ("29", "12")
    assert (two["scored"], two["applicable"], two["mean_reported"]) == ("11", "12", "2.64")
    assert (two["state"], two["level"], two["printed"]) == ("scored", "5", "5")
    assert (nine["state"], nine["level"], nine["score"], nine["printed"]) == (
        "not_reported",
        "",
        "0",
        "N/A",
    )
    assert (nine["next_level"], nine["gain"]) == ("2", "0.17")
    assert (other["state"], other["printed"], other["next_level"]) == ("not_applicable", "-", "")


def test_an_unfinished_office_has_blank_figures(tmp_path):
    scored = score_levels(tmp_path, levels_with(SEED, i1=None))
    assert {(row["status"], row["mean"], row["band"]) for row in table(scored.results)} == {
        ("incomplete", "", "")
    }


@pytest.mark.parametrize("reason", ["=1+1", "+66 2 288", "@SUM(A1)", "-1", '=HYPERLINK("x")'])
def test_a_reason_that_looks_like_a_formula_is_marked_as_text(tmp_path, reason):
    levels = levels_with(PRIMARY_ALL_THREE, i10=f"ยกเว้น: {reason}")
    scored = score_levels(tmp_path, levels)
    row = next(row for row in table(scored.results) if row["indicator"] == "10")
    assert row["reason"] == "'" + reason
    assert scored.indicator("10").reason == reason  # as given, in the document


def test_the_programs_own_dash_and_signs_are_not_marked(tmp_path):
    rows = table(score_levels(tmp_path, SEED).results)
    assert [row["printed"] for row in rows if row["state"] == "not_applicable"] == ["-"]
    assert not any(value.startswith("'") for row in rows for value in row.values())


def test_an_office_name_of_a_users_list_that_looks_like_a_formula_is_marked(tmp_path):
    extra = offices_list(tmp_path / "o.csv", "9901,=1+1,=HYPERLINK(ตัวอย่าง),1: เหตุ,")
    book = matrix_workbook(tmp_path / "m.xlsx", [["9901", 3]], codes=["1"])
    rows = table(score(book, offices=extra).results)
    assert {(row["type"], row["short_name"]) for row in rows} == {("'=1+1", "'=HYPERLINK(ตัวอย่าง)")}


def test_a_run_and_the_library_say_the_same(tmp_path, seed_book):
    outcome = score_and_deliver(Request([seed_book], round="6m"), tmp_path / "out")
    assert outcome.results == score(seed_book).results
