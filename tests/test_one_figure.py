"""One figure, one population: what every output of one run says is what ``analysis.json`` says."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import jsonschema
import pytest
from making import PROJECT
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbook_parts import heading_row

from qp_scoring.cli import main
from qp_scoring.documents.analysis import Analysis

INPUTS = ["qp-2566-6m", "qp-2566-6m-levels"]


@dataclass(frozen=True)
class Run:
    """One run, as everybody reads it."""

    out: Path
    printed: list[str]
    analysis: dict[str, Any]
    summary: Workbook

    @property
    def indicators(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.analysis["indicators"]
        return found


@pytest.fixture(scope="module", params=INPUTS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    out = tmp_path_factory.mktemp("run") / "out"
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with pytest.MonkeyPatch.context() as patch, capture.global_and_fixture_disabled():
        printed = out.with_name("printed.txt")
        patch.setenv("COLUMNS", "80")
        with printed.open("w", encoding="utf-8") as stream:
            patch.setattr("sys.stdout", stream)
            patch.setattr("sys.stderr", stream)
            main(["score", str(PROJECT / "inputs" / request.param), "--out", str(out), "--plain"])
    yield Run(
        out,
        printed.read_text("utf-8").splitlines(),
        json.loads((out / "analysis.json").read_text("utf-8")),
        load_workbook(out / "summary.xlsx"),
    )


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    top = heading_row(sheet)
    names = [str(cell.value).replace("\n", " ") for cell in sheet[top]]
    rows = sheet.iter_rows(min_row=top + 1, values_only=True)
    shown = itertools.takewhile(any, rows)  # what explains the table stands below a blank row
    return [dict(zip(names, row, strict=True)) for row in shown if row[0] is not None]


def shown(figure: object, decimals: int) -> str:
    return f"{Decimal(str(figure)):.{decimals}f}"


def test_the_terminal_says_the_mean_and_n_of_every_indicator(run: Run) -> None:
    start = next(at for at, line in enumerate(run.printed) if "เฉลี่ย  จำนวน" in line)
    lines = [line.split() for line in run.printed[start + 1 :][: len(run.indicators)]]
    assert [(line[0], line[1], int(line[2]), int(line[3])) for line in lines] == [
        (one["code"], one["mean"], one["n"], one["states"]["not_reported"])
        for one in run.indicators
    ]


def test_the_terminal_says_the_number_and_share_of_every_band(run: Run) -> None:
    words = [line.split() for line in run.printed]
    for band in run.analysis["bands"]:
        assert [band["name"], str(band["count"]), f"{band['share']}%"] in [w[:3] for w in words]


def test_the_summary_says_mean_median_n_and_levels_of_every_indicator(run: Run) -> None:
    rows = table(run.summary["การกระจาย"])
    assert [
        (
            row["ตัวชี้วัด"],
            row["n"],
            shown(row["คะแนนเฉลี่ย"], 2),
            shown(row["มัธยฐาน"], 1),
            [value for name, value in row.items() if name.startswith("ระดับ ")],
            row["N/A (ทุกแห่ง)"],
        )
        for row in rows
    ] == [
        (
            one["code"],
            one["n"],
            one["mean"],
            one["median"],
            list(one["levels"].values()),
            one["states"]["not_reported"],
        )
        for one in run.indicators
    ]


def test_the_page_for_leadership_says_mean_median_and_n_of_every_indicator(run: Run) -> None:
    rows = re.findall(
        r'<tr><th scope="row"><b>(\S+)</b> .*?</th><td class="strong">(.*?)</td>'
        r"<td>(.*?)</td><td>(\d+)</td><td>(\d+)</td>",
        (run.out / "dashboard.html").read_text("utf-8"),
    )
    assert {row[0]: row[1:] for row in rows} == {
        one["code"]: (
            one["mean"],
            one["median"],
            str(one["n"]),
            str(one["states"]["not_reported"]),
        )
        for one in run.indicators
    }


def test_the_directors_page_says_the_median_of_every_indicator(run: Run) -> None:
    medians = {one["code"]: one["median"] for one in run.indicators}
    checked = set()
    for path in sorted((run.out / "scoresheets").iterdir()):
        sheet = load_workbook(path)["สิ่งที่ต้องทำ"]
        for row in sheet.iter_rows(values_only=True):
            cells = [cell for cell in row if cell is not None]
            code = str(cells[0]).split("\n")[0] if cells else ""
            if code in medians and len(cells) >= 2 and isinstance(cells[-1], int | float):
                assert shown(cells[-1], 1) == medians[code], (path.name, code)
                checked.add(code)
    assert checked == set(medians)


def test_the_places_of_the_ranking_are_those_of_the_analysis(run: Run) -> None:
    places = {one["office"]: one for one in run.analysis["standings"]}
    rows = table(run.summary["อันดับ"])
    assert {row["รหัส"]: list(row.values())[:2] for row in rows} == {
        code: [one["overall_rank"], one["rank"]] for code, one in places.items()
    }


def test_the_analysis_counts_what_the_results_say(run: Run) -> None:
    """Counted again from the results, by hand and in floats of no use but this."""
    results = json.loads((run.out / "results.json").read_text("utf-8"))
    complete = [one for one in results["offices"] if one["status"] == "complete"]
    assert run.analysis["population"]["complete"] == len(complete)
    for at, one in enumerate(run.indicators):
        entries = [office["indicators"][at] for office in complete]
        scores = sorted(int(e["score"]) for e in entries if e["state"] == "scored")
        assert one["n"] == len(scores)
        assert abs(float(one["mean"]) - sum(scores) / len(scores)) <= 0.005
        assert float(one["median"]) == median(scores)
        assert sum(one["states"].values()) == len(results["offices"])
        assert sum(one["levels"].values()) == one["n"]


def test_the_analysis_keeps_to_its_schema_and_to_its_model(run: Run) -> None:
    schema = json.loads((PROJECT / "qp_scoring/data/analysis.schema.json").read_text("utf-8"))
    jsonschema.validate(run.analysis, schema)
    content = (run.out / "analysis.json").read_bytes()
    again = Analysis.model_validate_json(content)
    assert (again.model_dump_json(indent=1) + "\n").encode() == content
