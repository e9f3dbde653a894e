"""Every workbook that leaves the program: values only, nothing linked, no other office named."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from making import PROJECT, SEED, SEED_OFFICE, SHIPPED_INPUTS, copy_rubric, matrix_workbook
from workbook_parts import cells_only

from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.names import OfficeNames
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.check import check_and_deliver
from qp_scoring.jobs.score import score_and_deliver

OTHER = "สพป.ระยอง เขต 2"
FORMULA = re.compile(rb"<f[ >/]")
BESIDE = {
    "summary.xlsx": re.compile(rb"scoresheets/[^/\\:]+\.xlsx"),
    "check.xlsx": re.compile(rb"marked/[^\\:]+\.xls[xm]"),
}
"""What the links of a workbook lead to: files of its own delivery."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> Path:
    """All that is delivered of the shipped checklists, one of which has an unknown mark."""
    folder = tmp_path_factory.mktemp("outputs")
    score_and_deliver(Request([SHIPPED_INPUTS]), folder / "scored")
    levels = [[SEED_OFFICE, *SEED[:-1], "หก"]]
    wrong = matrix_workbook(folder / "wrong.xlsx", levels)
    check_and_deliver(Request([wrong]), folder / "checked")
    return folder


def workbooks(outputs: Path) -> list[Path]:
    return sorted((outputs / "scored").rglob("*.xlsx")) + sorted(outputs.glob("checked/*.xlsx"))


def test_there_is_every_kind_of_workbook(outputs):
    kinds = {path.name for path in workbooks(outputs)}
    assert kinds > {"summary.xlsx", "to-decide.xlsx", "check.xlsx"}
    assert sum(path.parent.name == "scoresheets" for path in workbooks(outputs)) == 11


def test_no_cell_holds_a_formula_and_nothing_is_linked(outputs):
    for path in workbooks(outputs):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert "externalLink" not in name, path.name
                targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', content)
                # Offices lead to the score sheets beside the summary, findings to the marked
                # copies beside the check, and nothing leads elsewhere.
                beside = BESIDE.get(path.name)
                led = [one for one in targets if beside and beside.fullmatch(one)]
                assert targets == led, (path.name, name)
                if beside is None:
                    assert b"<hyperlink" not in content, (path.name, name)
                if name.startswith("xl/worksheets/"):
                    assert not FORMULA.search(content), (path.name, name)


def test_charts_speak_of_their_own_workbook_only(outputs):
    for path in workbooks(outputs):
        names = cells_only(path).sheetnames
        with zipfile.ZipFile(path) as archive:
            charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
            text = "".join(archive.read(name).decode() for name in charts)
        for reference in re.findall(r"<c:f>(.*?)</c:f>", text):
            sheet = reference.rpartition("!")[0].strip("'").replace("''", "'")
            assert sheet in names, (path.name, reference)


def test_a_score_sheet_names_no_other_office(outputs):
    registry = OfficeRegistry.shipped().extended(
        SHIPPED_INPUTS / "offices.csv", "offices.csv", FindingLog()
    )
    names = OfficeNames(registry)
    for path in workbooks(outputs):
        office = registry.get(path.name.partition(" ")[0])
        if path.parent.name != "scoresheets":
            continue
        assert office is not None
        texts = [
            str(cell.value)
            for sheet in cells_only(path).worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        assert office.short_name in " ".join(texts) or office.name in " ".join(texts)
        assert [text for text in texts if names.others(text, office)] == []


# --- by mutation: wherever a text of the rubric names another office, the sheet is withheld

RUBRIC = (PROJECT / "rubrics" / "qp-2566" / "rubric.toml").read_text("utf-8")
INDICATOR = "indicators/01.toml"


def first(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    assert found, pattern
    return found[1]


def texts_of_an_indicator() -> dict[str, str]:
    text = (PROJECT / "rubrics" / "qp-2566" / INDICATOR).read_text("utf-8")
    level_two, level_three = (text[text.index(f"level = {at}") :] for at in (2, 3))
    return {
        "title": first(r'^title = "(.*)"$', text),
        "item": first(r'^text = "(.*)"$', text[text.index("[[item]]") :]),
        "criterion of the next level": first(r'^text = "(.*)"$', level_three),
        "advice at the level": first(r'^suggest = "(.*)"$', level_two),
    }


PLACES = {
    "title of the form": ("rubric.toml", first(r'^title = \[\s*"(.*?)"', RUBRIC)),
    "position that signs": ("rubric.toml", first(r'^position = "(.*?)"', RUBRIC)),
    "heading of the advice": ("rubric.toml", first(r'^suggestion_heading = "(.*?)"', RUBRIC)),
    **{place: (INDICATOR, text) for place, text in texts_of_an_indicator().items()},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_text_of_the_rubric_that_names_another_office_withholds_the_sheet(place, tmp_path):
    file, text = PLACES[place]
    rubric = copy_rubric(tmp_path, {f'"{text}': f'"{OTHER} {text}'}, file=file)
    (form,) = SHIPPED_INPUTS.glob(f"{SEED_OFFICE} *.xlsx")
    out = tmp_path / "out"
    outcome = score_and_deliver(Request([form], str(rubric), "6m"), out)
    assert "wrong-office" in {item.code for item in outcome.findings}
    assert outcome.withheld == ("2402 สพป.ฉะเชิงเทรา เขต 2",)
    assert not (out / "scoresheets").exists()
    # Nor do the results say it.
    assert OTHER not in (out / "results.csv").read_text("utf-8-sig")
