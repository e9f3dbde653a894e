"""A delivered round is read back whole, or refused with the file and the reason named."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from builders import RUBRIC, office
from making import SEED_OFFICE
from rounds_stored import store, stored

from qp_scoring.documents.stored import read_round
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.intake.offices.of_round import find_office
from qp_scoring.jobs.score import Outcome
from qp_scoring.rubric.load import load_rubric, shipped_rubrics
from qp_scoring.rubric.model import Rubric


def refused(path: Path) -> tuple[str, str]:
    """Why a round is refused: the code, and the name of the file it is said of."""
    log = FindingLog()
    with pytest.raises(RefusedRunError) as refusal:
        read_round(path, log)
    (found,) = refusal.value.findings
    return found.code, Path(found.place.file or "").name


@pytest.mark.parametrize("rubric_id", shipped_rubrics())
def test_a_rubric_survives_its_canonical_form(rubric_id: str):
    rubric = load_rubric(rubric_id)
    again = Rubric.model_validate_json(rubric.canonical())
    assert again == rubric
    assert again.hash == rubric.hash


def test_a_delivered_round_is_read_back_from_its_folder_or_its_file(
    shipped: tuple[Path, Outcome],
):
    out, outcome = shipped
    for path in (out, out / "results.json"):
        again = read_round(path, FindingLog())
        assert again.results == outcome.results
        assert again.rubric == outcome.rubric
        assert again.rubric.hash == again.results.rubric.hash
        assert again.folder == out


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path):
    path = store(tmp_path, office())
    for name in ("results.json", "rubric.json"):
        content = (tmp_path / name).read_bytes().replace(b"\n", b"\r\n")
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + content)
    assert read_round(path, FindingLog()).results.offices[0].code == SEED_OFFICE


def test_a_rubric_of_an_earlier_program_without_a_key_of_now_is_read(tmp_path: Path):
    """Its hash is over what is stored, and the key takes its default."""
    store(tmp_path, office())
    text = (tmp_path / "rubric.json").read_text("utf-8")
    older = text.replace(' "digits": "arabic",\n', "")
    assert older != text
    (tmp_path / "rubric.json").write_text(older, "utf-8")
    assert refused(tmp_path)[0] == "results-rubric-other"
    digest = "sha256:" + hashlib.sha256(older.removesuffix("\n").encode()).hexdigest()
    results = (tmp_path / "results.json").read_text("utf-8").replace(RUBRIC.hash, digest)
    (tmp_path / "results.json").write_text(results, "utf-8")
    assert read_round(tmp_path, FindingLog()).rubric == RUBRIC


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "results-damaged"),
        (b'{"schema_version": 1', "results-damaged"),
        (b"\xff\xfe{", "results-damaged"),
        (b"[" * 100_000, "results-damaged"),
        (b"[]", "results-not-results"),
        (b"null", "results-not-results"),
        (b'{"offices": []}', "results-not-results"),
        (b'{"schema_version": 2}', "results-schema-other"),
        (b'{"schema_version": "1"}', "results-schema-other"),
        (b'{"schema_version": 1, "round": "6m"}', "results-field-wrong"),
    ],
)
def test_what_is_no_results_document_is_refused(tmp_path: Path, content: bytes, code: str):
    path = store(tmp_path, office())
    path.write_bytes(content)
    assert refused(path) == (code, "results.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"mean": "2.42"', '"mean": 2.42'),
        ('"mean": "2.42"', '"mean": "สูง"'),
        ('"mean_exact": "29/12"', '"mean_exact": "29/0"'),
        ('"score": "5"', '"score": "NaN"'),
        ('"status": "complete"', '"status": "fine"'),
        ('"type": "สพป"', '"type": "สพป", "more": 1'),
    ],
)
def test_a_field_that_the_schema_does_not_allow_is_named(tmp_path: Path, old: str, new: str):
    path = store(tmp_path, office())
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert refused(path) == ("results-field-wrong", "results.json")


def test_an_office_may_stand_there_only_once(tmp_path: Path):
    path = store(tmp_path, office(), office(code="9901"))
    path.write_text(path.read_text("utf-8").replace('"9901"', '"2402"'), "utf-8")
    assert refused(path) == ("results-field-wrong", "results.json")


def test_a_missing_file_is_named(tmp_path: Path):
    assert refused(tmp_path) == ("results-missing", "results.json")
    assert refused(tmp_path / "ผล.json") == ("results-missing", "ผล.json")
    store(tmp_path, office())
    (tmp_path / "rubric.json").unlink()
    assert refused(tmp_path) == ("results-rubric-missing", "rubric.json")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path):
    store(tmp_path, office())
    (tmp_path / "rubric.json").unlink()
    (tmp_path / "rubric.json").mkdir()
    assert refused(tmp_path) == ("results-unreadable", "rubric.json")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_damaged_rubric_is_refused(tmp_path: Path, content: bytes):
    store(tmp_path, office())
    (tmp_path / "rubric.json").write_bytes(content)
    assert refused(tmp_path) == ("results-rubric-damaged", "rubric.json")


def test_json_of_the_right_hash_that_is_no_rubric_is_refused(tmp_path: Path):
    path = store(tmp_path, office())
    (tmp_path / "rubric.json").write_text("[]", "utf-8")
    digest = "sha256:" + hashlib.sha256(b"[]").hexdigest()
    path.write_text(path.read_text("utf-8").replace(RUBRIC.hash, digest), "utf-8")
    assert refused(path) == ("results-rubric-damaged", "rubric.json")


def test_the_rubric_must_be_the_one_of_the_results(tmp_path: Path):
    store(tmp_path, office())
    text = (tmp_path / "rubric.json").read_text("utf-8")
    (tmp_path / "rubric.json").write_text(text.replace('"4.50"', '"4.00"', 1), "utf-8")
    assert refused(tmp_path) == ("results-rubric-other", "rubric.json")


def test_results_may_name_nothing_that_their_rubric_lacks(tmp_path: Path):
    path = store(tmp_path, office(), round_id="18m")
    assert refused(path) == ("results-rubric-lacks", "results.json")
    path = store(tmp_path, office())
    text = path.read_text("utf-8")
    path.write_text(text.replace('"code": "X2"', '"code": "X9"', 1), "utf-8")
    assert refused(path) == ("results-rubric-lacks", "results.json")


def test_an_office_is_found_by_its_code_and_by_every_form_of_its_name(tmp_path: Path):
    real = office(name="ฉะเชิงเทรา เขต 2")
    invented = office(code="9901", name="ตัวอย่าง เขต 1")
    rounds = stored(tmp_path, real, invented)
    asked = {
        "2402": "2402",
        "๒๔๐๒": "2402",
        "สพป.ฉะเชิงเทรา เขต 2": "2402",
        "สพป.ฉช.2": "2402",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑": "9901",
        "ตัวอย่างเขต1": "9901",
    }
    found = {name: find_office(rounds, name, FindingLog()).code for name in asked}
    assert found == asked


def test_an_unknown_office_is_refused_with_the_nearest_of_the_round(tmp_path: Path):
    rounds = stored(tmp_path, *(office(code=f"990{n}", name=f"ตัวอย่าง เขต {n}") for n in (1, 2)))
    with pytest.raises(RefusedRunError) as refusal:
        find_office(rounds, "สพป.ตัวอย่าง เขต 7", FindingLog())
    (found,) = refusal.value.findings
    assert found.code == "results-office-unknown"
    assert "9901 สพป.ตัวอย่าง เขต 1" in dict(found.values)["nearest"]


def test_a_name_of_two_offices_of_the_round_is_refused(tmp_path: Path):
    primary = office(code="9901", name="ตัวอย่าง เขต 1")
    secondary = primary.model_copy(
        update={
            "code": "M9901",
            "type": "สพม",
            "name": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง เขต 1",
            "short_name": "สพม.ตัวอย่าง เขต 1",
        }
    )
    with pytest.raises(RefusedRunError) as refusal:
        find_office(stored(tmp_path, primary, secondary), "ตัวอย่าง เขต 1", FindingLog())
    assert [found.code for found in refusal.value.findings] == ["office-ambiguous"]
