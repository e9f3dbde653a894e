"""A stored round is read office by office, by the lines that the program writes."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from making import SHIPPED_INPUTS, results_json, score
from rounds_stored import offices_in_memory

from qp_scoring.analysis.compare import compare_rounds
from qp_scoring.analysis.trend import trend_of
from qp_scoring.documents import away
from qp_scoring.documents import stored as stored_module
from qp_scoring.documents.away import Drawer
from qp_scoring.documents.comparison import OfficeChange
from qp_scoring.documents.results import OfficeResult, Results
from qp_scoring.documents.stored import (
    StoredRound,
    follow_round,
    read_office,
    read_round,
)
from qp_scoring.documents.trend import OfficeCourse
from qp_scoring.documents.written import document_json, document_parts, rubric_json
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.rubric.load import load_rubric


@pytest.fixture(scope="module")
def results(checklists: Results) -> Results:
    return checklists


@pytest.fixture
def path(tmp_path: Path, results: Results) -> Path:
    (tmp_path / "rubric.json").write_bytes(rubric_json(load_rubric(results.rubric.id)))
    (tmp_path / "results.json").write_bytes(results_json(results))
    return tmp_path / "results.json"


def of_code(code: str):
    def find(round_: StoredRound) -> OfficeResult:
        return next(one for one in round_.results.offices if one.code == code)

    return find


def test_every_office_is_the_one_that_was_stored(path, results):
    for office in results.offices:
        _, found = read_office(path, of_code(office.code), FindingLog())
        assert found == office


def test_the_others_are_not_read(path, results):
    first, *_, last = results.offices
    text = path.read_text("utf-8")
    at = text.index(f'   "code": "{first.code}"')
    broken = text[:at] + text[at:].replace('"state": "scored"', '"state": "no such state"', 1)
    path.write_text(broken, "utf-8")
    assert read_office(path, of_code(last.code), FindingLog())[1] == last
    log = FindingLog()
    with pytest.raises(RefusedRunError):
        read_office(path, of_code(first.code), log)
    assert [item.code for item in log] == ["results-field-wrong"]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_document_that_was_laid_out_anew_is_read_all_the_same(path, results, indent):
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(document, ensure_ascii=False, indent=indent), "utf-8")
    for office in results.offices[:2]:
        assert read_office(path, of_code(office.code), FindingLog())[1] == office


def test_a_document_too_large_to_be_read_whole_is_read_an_office_at_a_time(
    path, results, monkeypatch
):
    whole = read_round(path, FindingLog())
    for limit in ("BY_OFFICE_BYTES", "RESULTS_BYTES"):
        monkeypatch.setattr(stored_module, limit, 1000)
    pieces = read_round(path, FindingLog())
    assert pieces.results == whole.results == results
    assert pieces.rubric == whole.rubric


def test_what_is_kept_for_a_comparison_is_all_that_it_tells(path, results, tmp_path, monkeypatch):
    later = tmp_path / "12m"
    later.mkdir()
    made = score(SHIPPED_INPUTS.with_name("qp-2566-12m"), round_id="12m")
    (later / "rubric.json").write_bytes(rubric_json(load_rubric(made.results.rubric.id)))
    (later / "results.json").write_bytes(results_json(made.results))
    whole = [read_round(one, FindingLog()) for one in (path, later)]
    monkeypatch.setattr(stored_module, "BY_OFFICE_BYTES", 1000)
    monkeypatch.setattr(away, "HELD", 1)
    lean = [follow_round(one, FindingLog()) for one in (path, later)]
    compared = compare_rounds(*lean, FindingLog(), gather=partial(Drawer, OfficeChange))
    followed = trend_of(lean, FindingLog(), gather=partial(Drawer, OfficeCourse))
    for made, held in (
        (compared, compare_rounds(*whole, FindingLog())),
        (followed, trend_of(whole, FindingLog())),
    ):
        assert b"".join(document_parts(made)) == document_json(held)
        assert tuple(made.offices[:3]) == held.offices[:3]
        assert made.offices[-1] == held.offices[-1]


def test_of_rounds_that_are_compared_an_office_at_a_time_is_in_memory(
    path, results, tmp_path, monkeypatch
):
    corrected = tmp_path / "corrected"
    corrected.mkdir()
    (corrected / "rubric.json").write_bytes((tmp_path / "rubric.json").read_bytes())
    text = path.read_text("utf-8")
    (corrected / "results.json").write_text(text.replace('"mean": "', '"mean": "1', 1), "utf-8")
    monkeypatch.setattr(stored_module, "BY_OFFICE_BYTES", 1000)
    monkeypatch.setattr(away, "HELD", 0)
    in_memory = offices_in_memory(monkeypatch)
    rounds = [follow_round(one, FindingLog()) for one in (path, corrected)]
    compared = compare_rounds(*rounds, FindingLog(), gather=partial(Drawer, OfficeChange))
    assert len(compared.offices) == len(results.offices) > 4
    assert max(in_memory, default=0) <= 4


def test_results_that_lie_in_two_places_are_the_same_results(path, results, tmp_path, monkeypatch):
    monkeypatch.setattr(stored_module, "BY_OFFICE_BYTES", 1000)
    (tmp_path / "again").mkdir()
    for name in ("results.json", "rubric.json"):
        (tmp_path / "again" / name).write_bytes((tmp_path / name).read_bytes())
    one, other = (follow_round(at, FindingLog()) for at in (path, tmp_path / "again"))
    assert one.results == other.results
    text = path.read_text("utf-8")
    path.write_text(text.replace('"mean": "', '"mean": "1', 1), "utf-8")
    assert follow_round(path, FindingLog()).results != other.results


def test_a_wrong_field_in_a_large_document_is_named(path, results, monkeypatch):
    monkeypatch.setattr(stored_module, "BY_OFFICE_BYTES", 1000)
    text = path.read_text("utf-8")
    code = results.offices[1].code
    path.write_text(text.replace(f'   "code": "{code}"', '   "code": 7', 1), "utf-8")
    log = FindingLog()
    with pytest.raises(RefusedRunError):
        read_round(path, log)
    (said,) = log
    assert (said.code, dict(said.values)["found"]) == ("results-field-wrong", "offices.1.code")


def test_an_office_that_stands_twice_is_refused(path, results, monkeypatch):
    monkeypatch.setattr(stored_module, "BY_OFFICE_BYTES", 1000)
    twice = results.model_copy(update={"offices": (results.offices[0], results.offices[0])})
    path.write_bytes(results_json(twice))
    for read in (
        lambda log: read_round(path, log),
        lambda log: read_office(path, of_code("x"), log),
    ):
        log = FindingLog()
        with pytest.raises(RefusedRunError):
            read(log)
        assert [item.code for item in log] == ["results-field-wrong"]
