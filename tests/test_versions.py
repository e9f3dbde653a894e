"""A round that began with an earlier version of the criteria is finished with it."""

from pathlib import Path

import pytest

from qp_scoring.findings import FindingLog
from qp_scoring.intake.choice import Request
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.intake.read import read_inputs
from qp_scoring.reports.forms import Form, write_form
from qp_scoring.rubric.load import earlier_versions, load_rubric

SET = "qp-2566"
EARLIER = sorted(earlier_versions(SET).items())


def form_of(rubric, path: Path) -> Path:
    office = OfficeRegistry.shipped().get("2402")
    assert office is not None
    write_form(path, Form(rubric.in_round("6m"), rubric.round[0], office))
    return path


def versions_read(*paths: Path, **options: object) -> tuple[str, list[str]]:
    log = FindingLog()
    read = read_inputs(Request(paths, **options), log)
    return read.rubric.version, [one.code for one in log if one.code.startswith("rubric-")]


def table(rubric, path: Path, heading) -> Path:
    """A table of the first two indicators, every item met."""
    entries = [entry for one in rubric.indicators[:2] for entry in (*one.item, *one.measure)]
    heads = ["รหัส", *(heading(entry) for entry in entries)]
    cells = ["2402", *("มี" if entry.id[-1].isdecimal() else "80%" for entry in entries)]
    path.write_text("\n".join(map(",".join, (heads, cells))), encoding="utf-8")
    return path


@pytest.mark.parametrize(("version", "folder"), EARLIER)
def test_forms_of_an_earlier_version_are_scored_by_it(tmp_path, version, folder):
    form = form_of(load_rubric(folder), tmp_path / "2402 ก.xlsx")
    assert versions_read(form) == (version, ["rubric-earlier-version"])


def test_forms_of_the_present_version_are_scored_by_it(tmp_path):
    present = load_rubric(SET)
    form = form_of(present, tmp_path / "2402 ก.xlsx")
    assert versions_read(form) == (present.version, [])


@pytest.mark.parametrize(("version", "folder"), EARLIER)
@pytest.mark.parametrize(
    "heading", [lambda entry: entry.id, lambda entry: f'"{entry.id} {entry.text}"']
)
def test_a_table_that_asks_for_an_earlier_versions_items_is_scored_by_it(
    tmp_path, version, folder, heading
):
    path = table(load_rubric(folder), tmp_path / "ก.csv", heading)
    assert versions_read(path) == (version, ["rubric-earlier-version"])


@pytest.mark.parametrize(
    "heading", [lambda entry: entry.id, lambda entry: f'"{entry.id} {entry.text}"']
)
def test_a_table_of_the_present_items_is_scored_by_them(tmp_path, heading):
    present = load_rubric(SET)
    path = table(present.in_round("6m"), tmp_path / "ก.csv", heading)
    assert versions_read(path) == (present.version, [])


@pytest.mark.parametrize(("version", "folder"), EARLIER)
def test_whoever_names_the_set_gets_its_present_version(tmp_path, version, folder):
    path = table(load_rubric(folder), tmp_path / "ก.csv", lambda entry: entry.id)
    assert versions_read(path, rubric=SET)[0] != version


@pytest.mark.parametrize(("version", "folder"), EARLIER)
def test_an_earlier_version_is_a_sound_set_of_the_same_name(version, folder):
    earlier = load_rubric(folder)
    assert (earlier.id, earlier.version) == (SET, version)
