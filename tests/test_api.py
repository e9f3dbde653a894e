"""The Python API: the results of the command, without printing or writing; its page is true."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from making import (
    CODES,
    PROJECT,
    SEED,
    SHIPPED_LEVELS,
    contents,
    matrix_workbook,
    results_csv,
    results_json,
)

import qp_scoring
from qp_scoring import Analysis, RefusedRunError, Results, analyse, score
from qp_scoring.documents.written import document_json
from qp_scoring.jobs.score import Outcome


def test_the_page_on_the_api_is_true(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(PROJECT)
    page = str(PROJECT / "docs" / "api.md")
    done = doctest.testfile(page, module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 10) == (0, True)


def test_it_gives_the_results_of_the_command(shipped: tuple[Path, Outcome]):
    out, _ = shipped
    results = score(SHIPPED_LEVELS)
    assert isinstance(results, Results)
    assert results_json(results) == (out / "results.json").read_bytes()
    assert results_csv(results) == (out / "results.csv").read_bytes()


def test_it_gives_the_analysis_of_the_command(shipped: tuple[Path, Outcome]):
    out, _ = shipped
    found = analyse(score(SHIPPED_LEVELS))
    assert isinstance(found, Analysis)
    assert document_json(found) == (out / "analysis.json").read_bytes()
    assert (
        document_json(analyse(score(SHIPPED_LEVELS), PROJECT / "rubrics" / "qp-2566"))
        == (out / "analysis.json").read_bytes()
    )


def test_an_analysis_wants_the_rubric_of_its_results():
    with pytest.raises(RefusedRunError) as refused:
        analyse(score(SHIPPED_LEVELS), "inspection-2566")
    assert [found.code for found in refused.value.findings] == ["results-rubric-other"]


def test_it_prints_and_writes_nothing(
    tmp_path: Path, seed_book: Path, capfd: pytest.CaptureFixture[str]
):
    before = contents(tmp_path)
    score(seed_book, round="6m")
    assert capfd.readouterr() == ("", "")
    assert contents(tmp_path) == before


def test_inputs_may_be_texts_paths_or_several(tmp_path: Path, seed_book: Path):
    other = matrix_workbook(tmp_path / "other.xlsx", [["2401", *SEED]])
    one = score(seed_book, round="6m")
    assert score(str(seed_book), round="6m") == one
    both = score([seed_book, str(other)], round="6m")
    assert [office.code for office in both.offices] == ["2401", "2402"]


def test_rubric_round_and_offices_can_be_given(tmp_path: Path):
    book = matrix_workbook(tmp_path / "levels.xlsx", [["9901", *SEED]])
    extra = tmp_path / "further.csv"
    extra.write_text("code,type,name_th\n9901,สพป,ตัวอย่าง เขต 1\n", "utf-8")
    results = score(book, PROJECT / "rubrics" / "qp-2566", round="12m", offices=extra)
    (office,) = results.offices
    assert (office.code, office.mean, results.round) == ("9901", "2.42", "12m")


def test_the_frame_has_a_row_per_office_and_indicator(seed_book: Path):
    frame = score(seed_book, round="6m").to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["indicator"]) == list(CODES)
    assert list(frame["printed"]) == [str(level) for level in SEED]
    assert list(frame.loc[frame["state"] != "scored", "level"]) == [None, None]
    assert set(frame["mean"]) == {"2.42"}


def test_what_cannot_be_done_is_refused_with_its_findings(tmp_path: Path):
    with pytest.raises(RefusedRunError) as refusal:
        score(tmp_path / "none")
    assert {found.code for found in refusal.value.findings} >= {"input-missing"}


def test_a_faulty_file_is_a_finding_of_the_results(tmp_path: Path, seed_book: Path):
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 nothing")
    results = score(tmp_path, round="6m")
    assert [office.code for office in results.offices] == ["2402"]
    assert [found.file for found in results.findings if found.severity == "error"] == [
        "damaged.xlsx"
    ]


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, qp_scoring; "
        "print(sorted({'pandas', 'numpy', 'pydantic', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_there_is_nothing_else_in_the_package():
    names = {"Analysis", "RefusedRunError", "Results", "__version__", "analyse", "score"}
    assert set(qp_scoring.__all__) == names
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        qp_scoring.nothing  # noqa: B018 - looking it up is the test
