"""``score NEW --into DIR``: late and corrected offices in a delivered round."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import SECONDARY_OFFICE, SEED_OFFICE, contents
from openpyxl.styles import Font
from rounds_stored import offices_in_memory, with_pdf

from qp_scoring.cli import main
from qp_scoring.documents import away, stored
from qp_scoring.documents.answers import Role

OFFICES = (SEED_OFFICE, SECONDARY_OFFICE, "2401", "2001")
PEOPLE = ("กมลวรรณ ใจดี", "ขจรศักดิ์ รักเรียน")
# What an answer of the small rubric may be; a typing error is as likely as anything.
ITEMS = {f"1.{at}": ("มี", "ไม่มี") for at in range(1, 6)}
ITEMS |= {f"2.{at}": ("มี", "มี", "ไม่มี", "") for at in range(1, 7)}
ITEMS |= {f"3.{at}": ("มี",) for at in range(1, 6)}
ITEMS |= {"5.1": ("มี", "มี?", "ไม่ครบ"), "5.p": ("82.5", "40")}


def table(path: Path, office: str, answers: list[dict[str, str]]) -> None:
    """A table of marks of one office: a row for each assessor."""
    kind = "6b" if office == SECONDARY_OFFICE else "6a"
    more = {f"{kind}.{at}": "มี" for at in range(1, 5)} | {"4 ระดับ": "4", "4 เหตุผล": "ครบถ้วน"}
    headings = ["รหัส", "ผู้ประเมิน", *ITEMS, *more]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for name, one in zip(PEOPLE, answers, strict=True):
            writer.writerow([office, name, *one.values(), *more.values()])


_ROUND = st.fixed_dictionaries(
    {
        office: st.lists(
            st.fixed_dictionaries({key: st.sampled_from(words) for key, words in ITEMS.items()}),
            min_size=2,
            max_size=2,
        )
        for office in OFFICES
    }
)
_PARTS = st.permutations(OFFICES).flatmap(
    lambda order: st.integers(1, len(order) - 1).map(lambda at: (order[:at], order[at:]))
)


def test_late_offices_are_compared_with_the_round_of_the_first_run(tmp_path, capsys):
    """In parts as in one run, also an office that the round before does not have."""
    rubric = small_rubric(tmp_path)
    best = {key: words[0] for key, words in ITEMS.items()}
    worse = best | {"1.1": "ไม่มี"}
    given = {"before": OFFICES[:3], "all": OFFICES, "first": OFFICES[:1], "late": OFFICES[1:]}
    for name, codes in given.items():
        (tmp_path / name).mkdir()
        for code in codes:
            said = worse if name == "before" else best
            table(tmp_path / name / f"{code}.csv", code, [said, said])

    def score(name: str, out: str, *more: object) -> None:
        arguments = ("score", tmp_path / name, *more, "--plain", "--jobs", "1")
        place = () if "--into" in more else ("--rubric", rubric, "--out", tmp_path / out)
        assert main([str(one) for one in (*arguments, *place)]) == 0

    score("before", "6m", "--round", "6m")
    score("all", "one", "--round", "12m", "--previous", tmp_path / "6m")
    score("first", "many", "--round", "12m", "--previous", tmp_path / "6m")
    score("late", "many", "--into", tmp_path / "many")
    left, right = contents(tmp_path / "one"), contents(tmp_path / "many")
    assert [name for name in left if left[name] != right.get(name) and name != "run.json"] == []
    offices = json.loads(right["results.json"])["offices"]
    assert {one["code"]: one["previous"] is not None for one in offices} == {
        code: code in OFFICES[:3] for code in OFFICES
    }
    # Once more, and the round before is gone: what was compared stays, who comes is named.
    shutil.rmtree(tmp_path / "6m")
    (tmp_path / "last").mkdir()
    table(tmp_path / "last" / "a.csv", "2002", [best, best])
    capsys.readouterr()
    score("last", "many", "--into", tmp_path / "many")
    assert "1 แห่งจึงไม่มีผลเทียบกับรอบก่อน" in capsys.readouterr().err
    offices = json.loads((tmp_path / "many" / "results.json").read_bytes())["offices"]
    assert sum(one["previous"] is not None for one in offices) == 3


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=_ROUND, parts=_PARTS, single=st.booleans())
def test_a_round_in_parts_is_the_round_in_one_run(tmp_path_factory, answers, parts, single):
    """In any order, in two parts or one office at a time: every file but run.json is the same."""
    folder = tmp_path_factory.mktemp("into")
    rubric = small_rubric(folder)
    first, rest = parts
    steps = [first, *([[one] for one in rest] if single else [rest])]
    for at, codes in enumerate([OFFICES, *steps]):
        (folder / str(at)).mkdir()
        for code in codes:
            table(folder / str(at) / f"{code}.csv", code, answers[code])
    one, many = folder / "one", folder / "many"
    chosen = ("--rubric", str(rubric), "--round", "6m", "--plain", "--jobs", "1")
    assert main(["score", str(folder / "0"), *chosen, "--out", str(one)]) in (0, 1)
    assert main(["score", str(folder / "1"), *chosen, "--out", str(many)]) in (0, 1)
    for at in range(2, len(steps) + 1):
        given = ["score", str(folder / str(at)), "--into", str(many), "--plain", "--jobs", "1"]
        assert main(given) in (0, 1)
    left, right = contents(one), contents(many)
    assert set(left) == set(right)
    differing = [name for name in left if left[name] != right[name] and name != "run.json"]
    assert differing == []
    shutil.rmtree(folder)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path, small_rubric(tmp_path))


def results(folder: Path) -> dict[str, dict]:
    document = json.loads((folder / "results.json").read_text("utf-8"))
    return {office["code"]: office for office in document["offices"]}


def new(desk: Desk) -> Path:
    """An empty folder for what comes later."""
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    return desk.folder


@pytest.mark.parametrize("into", [True, False], ids=["into", "anew"])
def test_where_no_input_can_be_read_decisions_are_no_round(desk, program, into):
    """Questions lie among the results, and the forms are another round's: nothing is touched."""
    for name, answer in (("ก", "มี"), ("ข", "ไม่มี")):
        desk.form(desk.best() | {"1.5": answer}, assessor=name)
    desk.deliver()
    before = contents(desk.out)
    assert "to-decide.xlsx" in before
    new(desk)
    desk.form(desk.best(), header={"รอบ": "รอบ 12 เดือน"})
    place = ("--into",) if into else ("--rubric", desk.rubric_folder, "--round", "6m", "--out")
    done = program("score", desk.folder, *place, desk.out)
    assert (done.code, contents(desk.out) == before) == (2, True), done.err


def test_a_delivered_round_may_be_named_by_its_results(desk, program):
    desk.form(desk.best())
    desk.deliver()
    done = program("score", desk.folder, "--into", desk.out / "results.json")
    assert done.code == 0, done.err


def test_a_corrected_office_takes_the_place_of_its_earlier_answers(desk, program):
    desk.form(desk.best() | {"1.5": "ไม่มี"}, assessor="ก")
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    before = contents(desk.out)
    new(desk)
    desk.form(desk.best(), assessor="ก")
    done = program("score", desk.folder, "--into", desk.out)
    assert done.code == 0, done.err
    assert {code: one["mean"] for code, one in results(desk.out).items()} == {
        SEED_OFFICE: "5.00",
        SECONDARY_OFFICE: "5.00",
    }
    record = json.loads((desk.out / "run.json").read_text("utf-8"))
    assert {one["office"]: one["revised"] for one in record["sheets"]} == {
        SEED_OFFICE: True,
        SECONDARY_OFFICE: False,
    }
    assert set(contents(desk.out)) == set(before)


def test_a_voice_that_is_missing_from_the_new_inputs_is_named(desk, program):
    desk.form(desk.best(), assessor="ก")
    desk.form(desk.best(), assessor="ข")
    desk.deliver()
    new(desk)
    desk.form(desk.best(), assessor="ก")
    done = program("score", desk.folder, "--into", desk.out, "--plain")
    assert done.code == 0
    assert "ข (กรรมการ, เอกสาร)" in done.err


def test_what_the_delivered_round_says_is_not_said_otherwise(desk, program):
    desk.form(desk.best())
    desk.deliver()
    more = ("--out", desk.out, "--rubric", "qp-2566")
    done = program("score", desk.folder, "--into", desk.out, *more)
    assert (done.code, "--out, --rubric" in done.err) == (2, True)


def test_a_folder_without_results_is_none_to_read_into(desk, program, tmp_path):
    desk.form(desk.best())
    assert program("score", desk.folder, "--into", tmp_path / "nowhere").code == 2
    assert not (tmp_path / "nowhere").exists()


def test_an_unfinished_office_takes_nothing_away_under_strict(desk, program):
    desk.form(desk.best())
    desk.deliver()
    before = contents(desk.out)
    new(desk)
    desk.form(desk.best(SECONDARY_OFFICE) | {"1.5": None}, office=SECONDARY_OFFICE)
    done = program("score", desk.folder, "--into", desk.out, "--strict")
    assert (done.code, contents(desk.out) == before) == (1, True)
    assert "ผลเดิมคงอยู่ครบ" in done.err
    assert "1.5" in done.err
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert len(results(desk.out)) == 2


def test_what_a_new_list_of_offices_says_otherwise_is_told_and_holds(desk, program):
    """An address is taken, an exception makes the office be scored again, a former one stays."""
    head = "code,type,name_th,applies_not,email\n"
    offices = desk.folder / "offices.csv"
    offices.write_text(f"{head}2401,,,6a: ไม่มี,a@example.org\n", "utf-8")
    rows(desk.folder / "a.csv", (SEED_OFFICE,))
    desk.deliver()
    assert codes(desk) == []
    new(desk)
    rows(desk.folder / "b.csv", ("2001",))
    offices.write_text(f"{head}{SEED_OFFICE},,,2: ไม่มี,b@example.org\n2401,,,,\n", "utf-8")
    done = program("score", desk.folder, "--into", desk.out, "--plain")
    # As in one run with that list: what was answered of the indicator is said at its cell.
    assert done.code == 1
    assert sorted(set(codes(desk))) == [
        "into-office-amended",
        "level-where-not-applicable",
        "offices-exception-stays",
    ]
    assert "applies_not, email" in done.err
    assert "offices.csv › A3" in done.err
    assert results(desk.out)[SEED_OFFICE]["status"] == "error"
    assert results(desk.out)["2001"]["mean"] == "4.67"  # (5 + 5 + 5 + 4 + 4 + 5) / 6


# --- blank forms: they say nothing


def test_a_blank_form_takes_no_voice_away(desk, program):
    """Of the two of the office one is handed in anew, corrected, and one untouched."""
    for name, mark in (("ก", "มี"), ("ข", "ไม่แน่ใจ")):
        desk.form(desk.best() | {"1.5": mark}, assessor=name)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    before = told(desk)
    assert [code for code, *_ in before] == ["mark-unknown"]
    new(desk)
    desk.form(desk.best() | {"1.4": "ไม่มี"}, assessor="ก")
    blank = desk.form({}, assessor="ข")
    done = program("score", desk.folder, "--into", desk.out, "--plain")
    (said,) = [one for one in told(desk) if one not in before]
    assert (done.code, said[:2]) == (1, ("into-form-blank", blank.name))
    assert before[0] in told(desk)
    (first,) = [one for one in results(desk.out)[SEED_OFFICE]["indicators"] if one["code"] == "1"]
    marks = {one["id"]: [by["mark"] for by in one["by"]] for one in first["items"]}
    assert (marks["1.3"], marks["1.4"]) == (["met", "met"], ["unmet", "met"])
    # Filled in, it is a voice like any other, and what it says is all it says.
    desk.form(desk.best(), assessor="ข")
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert "mark-unknown" not in codes(desk)


def test_a_blank_form_alone_changes_no_office(desk, program):
    desk.form(desk.best(), assessor="ก")
    desk.deliver()
    before = contents(desk.out)
    new(desk)
    for name in ("ก", "ข"):
        desk.form({}, assessor=name)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    done = program("score", desk.folder, "--into", desk.out, "--plain")
    assert (done.code, codes(desk)) == (0, ["into-form-blank", "into-form-blank"])
    assert results(desk.out)[SEED_OFFICE]["mean"] == "5.00"
    record = json.loads((desk.out / "run.json").read_text("utf-8"))
    assert [one["revised"] for one in record["sheets"]] == [False, False]
    sheets = [name for name in before if name.startswith("scoresheets/")]
    assert set(sheets) < set(contents(desk.out))


def test_a_blank_form_of_an_office_that_nobody_has_answered_for_is_only_blank(desk, program):
    desk.form({}, assessor="ก")
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    new(desk)
    desk.form({}, assessor="ก")
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert codes(desk) == ["form-blank"]


# --- findings: those of offices that stay


def told(desk: Desk) -> list[tuple[str, str, str]]:
    document = json.loads((desk.out / "results.json").read_text("utf-8"))
    return [(one["code"], one["file"], one["cell"]) for one in document["findings"]]


def rows(path: Path, codes: tuple[str, ...], first: tuple[str, ...] = ()) -> None:
    """A table of marks of some offices, one voice each; ``first`` are their answers to 1.1."""
    best = {key: words[0] for key, words in ITEMS.items()}
    more = {"4.1": "มี", "4.2": "มี", "4 ระดับ": "4", "4 เหตุผล": "ครบถ้วน"}
    kinds = {f"{kind}.{at}": "มี" for kind in ("6a", "6b") for at in range(1, 5)}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["รหัส", "ผู้ประเมิน", *best, *more, *kinds])
        for at, code in enumerate(codes):
            other = "6a" if code == SECONDARY_OFFICE else "6b"
            own = [said for key, said in kinds.items() if not key.startswith(other)]
            blank = [""] * 4
            said = [*own, *blank] if other == "6b" else [*blank, *own]
            marks = best | ({"1.1": first[at]} if at < len(first) else {})
            writer.writerow([code, PEOPLE[0], *marks.values(), *more.values(), *said])


def test_what_is_wrong_with_others_stays_said_where_a_file_has_the_name_of_an_earlier_one(
    desk, program
):
    """And it is counted and named in the terminal and in the record of the run."""
    rows(desk.folder / "a.csv", ("2401", SEED_OFFICE, "2001"), ("มี", "ไม่แน่ใจ", ""))
    desk.deliver()
    before = told(desk)
    assert [one[1:] for one in before] == [("a.csv", "C3"), ("a.csv", "C4")]
    new(desk)
    rows(desk.folder / "a.csv", ("2401",), ("ไม่มี",))
    done = program("score", desk.folder, "--into", desk.out, "--plain")
    assert (done.code, told(desk)) == (1, before)
    assert "ผิดพลาด 1 เตือน 1" in done.out
    assert "แก้ข้อมูลที่ผิดพลาดใน a.csv" in done.out
    record = json.loads((desk.out / "run.json").read_text("utf-8"))
    assert record["counts"]["findings"] == {"error": 1, "warning": 1}
    # A file of the same name has other offices in its rows; then it has the office at fault.
    new(desk)
    rows(desk.folder / "a.csv", ("2002", "2401"))
    assert program("score", desk.folder, "--into", desk.out).code == 1
    assert told(desk) == before
    new(desk)
    rows(desk.folder / "a.csv", ("2001", SEED_OFFICE))
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert told(desk) == []


# --- what is refused, and what the round no longer has


def test_a_folder_of_forms_is_told_to_be_no_round(desk, program):
    """Nothing is said of moving the forms away: they are what the folder is for."""
    desk.form(desk.best())
    forms = desk.folder.with_name("forms")
    shutil.copytree(desk.folder, forms)
    before = contents(forms)
    done = program("score", desk.folder, "--into", forms)
    assert (done.code, contents(forms) == before) == (2, True)
    assert "ไม่พบไฟล์ผลการประเมิน (results.json)" in done.err
    assert "ย้าย" not in done.err


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_keeps_inputs_out_of_a_round_is_not_mended_by_an_option_that_is_refused(
    desk, program, lang
):
    desk.form(desk.best())
    desk.deliver()
    sheet = next((desk.out / "scoresheets").iterdir())
    sheet.write_bytes(b"signed")
    changed = program("score", desk.folder, "--into", desk.out, "--lang", lang)
    (desk.out / "mine.txt").write_text("x")
    foreign = program("score", desk.folder, "--into", desk.out, "--lang", lang)
    overlapping = program("score", desk.out, "--into", desk.out, "--lang", lang)
    for done in (changed, foreign, overlapping):
        assert (done.code, "--out" in done.err) == (2, False), done.err


def test_sheets_that_are_no_longer_there_as_pdf_are_said(desk, program):
    desk.form(desk.best())
    desk.deliver()
    sheet = with_pdf(desk.out)
    done = program("score", desk.folder, "--into", desk.out)
    assert (done.code, codes(desk)) == (0, ["into-pdfs-gone"])
    assert "--pdf" in done.err
    assert not sheet.exists()
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert codes(desk) == []


# --- decisions: filled in where the questions lie


def fill_in(path: Path, answer: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in range(4, sheet.max_row + 1):
        if sheet[f"A{row}"].value:
            sheet[f"J{row}"] = answer
    book.save(path)


def tied(desk: Desk) -> None:
    desk.form(desk.best(), assessor="ก")
    desk.form(desk.best() | {"1.5": "ไม่มี"}, assessor="ข")


def decided(desk: Desk) -> None:
    """Two who disagree on 1.5, and a round in which the committee decided that it is unmet."""
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    desk.deliver()


def late(desk: Desk, program) -> None:
    """Bring another office into the round."""
    new(desk)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    program("score", desk.folder, "--into", desk.out)


def level(desk: Desk, code: str = "1") -> int | None:
    indicators = results(desk.out)[SEED_OFFICE]["indicators"]
    return next(one["level"] for one in indicators if one["code"] == code)


def state(desk: Desk) -> str:
    return results(desk.out)[SEED_OFFICE]["indicators"][0]["state"]


def codes(desk: Desk) -> list[str]:
    document = json.loads((desk.out / "results.json").read_text("utf-8"))
    return [one["code"] for one in document["findings"]]


def test_a_decision_filled_in_where_it_lies_holds_in_every_later_run(desk):
    tied(desk)
    desk.deliver()
    assert (level(desk), codes(desk)) == (None, ["undecided"])
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    for _ in range(3):
        desk.deliver()
        assert (level(desk), codes(desk)) == (4, [])
    record = json.loads((desk.out / "run.json").read_text("utf-8"))
    assert "out/to-decide.xlsx" in [one["name"] for one in record["inputs"]]


def test_a_decision_is_asked_again_where_the_voices_changed_and_disagree(desk):
    decided(desk)
    for name, mark in (("ค", "มี"), ("ง", "ไม่มี")):
        desk.form(desk.best() | {"1.5": mark}, assessor=name)
    desk.deliver()
    assert (level(desk), sorted(codes(desk))) == (None, ["decision-asked-again", "undecided"])
    sheet = openpyxl.load_workbook(desk.out / "to-decide.xlsx").active
    assert sheet["G4"].value == "ใช่\nมติเดิม: ไม่มี"
    assert sheet["J4"].value is None
    fill_in(desk.out / "to-decide.xlsx", "มี")
    for _ in range(2):
        desk.deliver()
        assert (level(desk), codes(desk)) == (5, [])


def test_a_decision_lapses_where_the_voices_changed_and_agree(desk):
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    desk.form(desk.best(), assessor="ข")
    desk.deliver()
    assert (level(desk), codes(desk)) == (5, ["decision-lapsed"])
    assert not (desk.out / "to-decide.xlsx").exists()


def test_a_decision_on_an_office_that_stays_is_taken_up_with_a_late_office(desk, program):
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    new(desk)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    done = program("score", desk.folder, "--into", desk.out)
    assert done.code == 0, done.err
    assert (level(desk), codes(desk)) == (4, [])
    desk.form(desk.best("2401"), office="2401")
    program("score", desk.folder, "--into", desk.out)
    assert (level(desk), codes(desk)) == (4, [])
    assert len(results(desk.out)) == 3


def test_a_question_on_an_office_with_faults_is_asked_and_decided_beside_late_offices(
    desk, program
):
    marks = {key: one for key, one in desk.best().items() if not key.startswith("1.")}
    desk.form(desk.best() | {"2.1": "น่าจะมี"}, assessor="ก")
    desk.form({**marks, "1": "ไม่รายงาน"}, assessor="ข")
    desk.deliver()
    late(desk, program)
    fill_in(desk.out / "to-decide.xlsx", "ไม่รายงาน")
    new(desk)
    desk.form(desk.best("2401"), office="2401")
    program("score", desk.folder, "--into", desk.out)
    assert (state(desk), codes(desk)) == ("not_reported", ["mark-unknown"])


def test_what_was_wrong_with_a_decision_is_not_said_when_it_is_mended(desk, program):
    tied(desk)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    for at, (answer, code) in enumerate((("หก", 1), ("ไม่มี", 0))):
        fill_in(desk.out / "to-decide.xlsx", answer)
        new(desk)
        desk.form(desk.best("2401"), office="2401", assessor=f"{at}")
        done = program("score", desk.folder, "--into", desk.out)
        wrong = [one for one in told(desk) if one[1] == "out/to-decide.xlsx"]
        assert (done.code, bool(wrong)) == (code, bool(code)), done.err
    assert level(desk) == 4


def test_a_blank_resolution_takes_no_decision_away(desk, program):
    decided(desk)
    new(desk)
    desk.form({}, role=Role.RESOLUTION, assessor=None)
    assert program("score", desk.folder, "--into", desk.out).code == 0
    assert (level(desk), codes(desk)) == (4, ["into-form-blank"])


def test_a_decision_on_a_status_lapses_where_more_mark_the_items(desk):
    """Marks without a status say "being assessed": who gives them is asked about too."""
    headings = ["รหัส", "ผู้ประเมิน", *(key for key in ITEMS if key[0] == "1"), "1 สถานะ"]

    def hand_in(*assessors: str) -> None:
        marks = [[SEED_OFFICE, one, *["มี"] * 5, ""] for one in assessors]
        with (desk.folder / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(
                [headings, *marks, [SEED_OFFICE, "ข", *[""] * 5, "ไม่รายงาน"]]
            )

    hand_in("ก")
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    sheet = openpyxl.load_workbook(path).active
    assert [line.split(" ")[0] for line in sheet["F4"].value.splitlines()] == ["ก", "ข"]
    fill_in(path, "ไม่รายงาน")
    desk.deliver()
    assert state(desk) == "not_reported"
    hand_in("ก", "ค", "ง")
    desk.deliver()
    assert (state(desk), level(desk)) == ("scored", 5)
    assert "decision-lapsed" in codes(desk)


def test_decisions_that_contradict_each_other_are_told_in_every_run(desk):
    tied(desk)
    desk.deliver()
    ours, other = desk.out / "to-decide.xlsx", desk.folder / "to-decide (2).xlsx"
    shutil.copy(ours, other)
    fill_in(ours, "มี")
    fill_in(other, "ไม่มี")
    before = ours.read_bytes()
    for _ in range(2):
        desk.deliver()
        assert level(desk) is None
        assert sorted(codes(desk)) == ["decisions-as-filled-in", "resolution-twice"]
        assert ours.read_bytes() == before


def test_a_decision_that_cannot_be_read_stays_where_it_was_written(desk):
    tied(desk)
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    fill_in(path, "น่าจะมี")
    for _ in range(2):
        desk.deliver()
        assert level(desk) is None
        assert sorted(codes(desk)) == ["decisions-as-filled-in", "mark-unknown"]
        assert openpyxl.load_workbook(path).active["J4"].value == "น่าจะมี"
    fill_in(path, "มี")
    desk.deliver()
    assert (level(desk), codes(desk)) == (5, [])


def test_words_beside_a_question_that_is_open_are_kept(desk):
    tied(desk)
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["K4"], book.active["L4"] = "ไม่พบ", "รอเอกสาร จะลงมติวันที่ 15"
    book.save(path)
    for _ in range(2):
        desk.deliver()
        sheet = openpyxl.load_workbook(path).active
        assert [sheet[f"{column}4"].value for column in "JKL"] == [
            None,
            "ไม่พบ",
            "รอเอกสาร จะลงมติวันที่ 15",
        ]


def test_words_that_were_struck_out_are_not_written_anew(desk):
    tied(desk)
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["L4"] = "มติครั้งที่ 1"
    book.active["L4"].font = Font(strike=True)
    book.save(path)
    desk.deliver()
    assert openpyxl.load_workbook(path).active["L4"].value is None


def test_an_unreadable_decision_overturns_nobody(desk):
    desk.form({"1": "ไม่รายงาน"}, assessor="ก")
    desk.form(desk.best(), assessor="ข")
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "N/A มั้ง")
    desk.deliver()
    assert "resolution-overturns-status" not in codes(desk)
    assert "status-unknown" in codes(desk)


def test_a_decision_waits_for_an_office_without_answers(desk):
    """One whose file cannot be opened for once."""
    tied(desk)
    desk.form(desk.best(SECONDARY_OFFICE), office=SECONDARY_OFFICE)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    desk.deliver()
    forms = {path: path.read_bytes() for path in desk.folder.glob(f"{SEED_OFFICE}*")}
    for path in forms:
        path.write_bytes(b"\0")
    desk.deliver()
    assert SEED_OFFICE not in results(desk.out)
    assert "decision-waits" in codes(desk)
    for path, content in forms.items():
        path.write_bytes(content)
    desk.deliver()
    assert (level(desk), codes(desk)) == (4, [])


def test_a_decision_that_was_taken_back_is_asked_again_beside_late_offices_too(desk, program):
    decided(desk)
    fill_in(desk.out / "to-decide.xlsx", "")
    late(desk, program)
    assert (level(desk), codes(desk)) == (None, ["undecided"])


@pytest.mark.parametrize(("answer", "found"), [("", (None, ["undecided"])), ("มี", (5, []))])
def test_a_decision_that_was_changed_in_a_folder_of_another_name_is_taken_up(
    desk, program, answer, found
):
    decided(desk)
    desk.out = desk.out.rename(desk.out.with_name("อีกชื่อ"))
    fill_in(desk.out / "to-decide.xlsx", answer)
    late(desk, program)
    assert (level(desk), codes(desk)) == found


def test_of_a_decision_no_cell_is_cited_that_holds_another(desk):
    """The file is written anew: the answer stands in another row by then."""
    decided(desk)
    (kept,) = json.loads((desk.out / "results.json").read_text("utf-8"))["decisions"]
    assert kept["source"] == {"file": "out/to-decide.xlsx", "sheet": "เรื่องให้มติ", "cell": ""}


def test_a_level_is_decided_beside_a_mark(desk):
    """Both stand in one file, under one heading."""
    desk.form(desk.best() | {"4 ระดับ": (3, "ครบบางส่วน")}, assessor="ก")
    desk.form(desk.best() | {"4 ระดับ": (5, "ครบ"), "1.5": "ไม่มี"}, assessor="ข")
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    answers = {"1": "มี", "4": 4}
    for row in range(4, book.active.max_row + 1):
        asked = book.active[f"C{row}"].value
        book.active[f"J{row}"] = answers[asked]
        book.active[f"K{row}"] = "ตามที่ประชุม" if asked == "4" else None
    book.save(path)
    for _ in range(2):
        desk.deliver()
        assert ([level(desk, code) for code in answers], codes(desk)) == ([5, 4], [])


def test_a_level_may_decide_between_a_level_and_a_status(desk):
    """With a note beside the reason: what was typed is all kept."""
    desk.form(desk.best() | {"4 ระดับ": (3, "ครบบางส่วน")}, assessor="ก")
    others = {key: one for key, one in desk.best().items() if not key.startswith("4")}
    desk.form(others | {"4": "ไม่รายงาน"}, assessor="ข")
    desk.deliver()
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    for column, said in zip("JKL", ("4", "ตามที่ประชุม", "ครั้งที่ 3/2566"), strict=True):
        book.active[f"{column}4"] = said
    book.save(path)
    for _ in range(2):
        desk.deliver()
        assert (level(desk, "4"), codes(desk)) == (4, [])
        sheet = openpyxl.load_workbook(path).active
        kept = [str(sheet[f"{column}4"].value) for column in "JKL"]
        assert kept == ["4", "ตามที่ประชุม", "ครั้งที่ 3/2566"]


def test_a_decision_stays_in_the_results_when_its_copy_beside_the_forms_goes(desk):
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    copy = shutil.copy(desk.out / "to-decide.xlsx", desk.folder)
    desk.deliver()
    Path(copy).unlink()
    desk.deliver()
    assert (level(desk), codes(desk)) == (4, [])


def test_what_contradicted_does_so_beside_late_offices_too(desk, program):
    tied(desk)
    desk.deliver()
    ours, other = desk.out / "to-decide.xlsx", desk.folder / "to-decide (2).xlsx"
    shutil.copy(ours, other)
    fill_in(ours, "มี")
    fill_in(other, "ไม่มี")
    desk.deliver()
    late(desk, program)
    assert level(desk) is None
    assert "resolution-twice" in codes(desk)
    shutil.copy(ours, desk.folder / "to-decide (2).xlsx")
    program("score", desk.folder, "--into", desk.out)
    assert (level(desk), codes(desk)) == (5, [])


def test_decisions_hold_beside_late_offices_where_their_file_was_moved_away(desk, program):
    decided(desk)
    (desk.out / "to-decide.xlsx").unlink()
    late(desk, program)
    assert (level(desk), codes(desk)) == (4, [])


def test_decisions_hold_beside_late_offices_while_their_sheet_is_refused(desk, program):
    decided(desk)
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    for cell in "ACD":
        book.active[f"{cell}3"] = "?"
    book.save(path)
    late(desk, program)
    assert level(desk) == 4
    path.unlink()
    late(desk, program)
    assert (level(desk), codes(desk)) == (4, [])


def test_a_decision_waits_while_an_answer_to_it_is_faulty(desk):
    decided(desk)
    desk.form(desk.best() | {"1.5": "มีมั้ง"}, assessor="ข")
    desk.deliver()
    assert "decision-waits" in codes(desk) and "decision-lapsed" not in codes(desk)
    tied(desk)
    desk.deliver()
    assert (level(desk), codes(desk)) == (4, [])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.RESOLUTION])
def test_a_form_left_as_it_comes_is_no_opinion_on_a_status(desk, role):
    """Nobody is asked again for it, and a resolution on other indicators decides nothing here."""
    desk.form({"1": "ไม่รายงาน"}, assessor="ก")
    desk.form(desk.best(), assessor="ข")
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่รายงาน")
    desk.deliver()
    assert state(desk) == "not_reported"
    others = {key: one for key, one in desk.best().items() if not key.startswith("1.")}
    desk.form(others, assessor=None if role is Role.RESOLUTION else "ค", role=role)
    desk.deliver()
    assert state(desk) == "not_reported"
    assert not {"decision-asked-again", "decision-lapsed"} & set(codes(desk))


def test_a_copy_among_the_inputs_is_not_the_file_of_the_results(desk, program):
    """Under the same name, before there are results."""
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "น่าจะมี")
    (desk.folder / "out").mkdir()
    shutil.move(desk.out / "to-decide.xlsx", desk.folder / "out")
    shutil.rmtree(desk.out)
    desk.deliver()
    assert "mark-unknown" in codes(desk)


def test_decisions_of_another_round_are_left_alone(desk):
    tied(desk)
    desk.deliver()
    fill_in(desk.out / "to-decide.xlsx", "ไม่มี")
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["E2"] = "รอบ 12 เดือน"
    book.save(path)
    desk.deliver()
    assert sorted(codes(desk)) == ["decisions-other-run", "undecided"]


COLUMNS = ["ตัวชี้วัด", "ข้อ", "ความเห็นของกรรมการ", "บทบาท", "ขั้น", "ผล"]


@pytest.mark.parametrize("lost", [*([one] for one in COLUMNS), ["ข้อ", "บทบาท", "ขั้น"], COLUMNS])
def test_decisions_without_some_of_their_columns_are_told_and_kept(desk, program, lost):
    decided(desk)
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    columns = [cell.column for cell in book.active[3] if cell.value in lost]
    for column in sorted(columns, reverse=True):
        book.active.delete_cols(column)
    book.save(path)
    filled_in = path.read_bytes()
    late(desk, program)
    said = [one for one in codes(desk) if one != "decisions-as-filled-in"]
    assert (level(desk), said) == (4, ["decisions-columns-missing"])
    assert path.read_bytes() == filled_in


def test_a_heading_of_decisions_may_be_written_as_in_other_tables(desk):
    decided(desk)
    path = desk.out / "to-decide.xlsx"
    book = openpyxl.load_workbook(path)
    next(cell for cell in book.active[3] if cell.value == "ข้อ").value = "ข้อที่"
    book.save(path)
    desk.score()
    assert (level(desk), codes(desk)) == (4, [])


def test_of_a_large_round_that_others_come_into_one_office_at_a_time_is_in_memory(
    desk, program, monkeypatch
):
    codes = ("1001", "1101", "1102", "1201", "2401", "2402")
    for code in codes:
        desk.form(desk.best(), office=code, assessor="ก", name=f"{code}.xlsx")
    desk.deliver()
    shutil.copytree(desk.out, desk.out.with_name("lean"))
    new(desk)
    desk.form(desk.best() | {"1.5": "ไม่มี"}, office=codes[0], assessor="ก")
    assert program("score", desk.folder, "--into", desk.out).code == 0

    in_memory = offices_in_memory(monkeypatch)
    monkeypatch.setattr(stored, "BY_OFFICE_BYTES", 1000)
    monkeypatch.setattr(away, "HELD", 0)
    lean = desk.out.with_name("lean")
    assert program("score", desk.folder, "--into", lean).code == 0
    assert 0 < max(in_memory) <= 3
    left, right = contents(desk.out), contents(lean)
    differ = {name for name in left if left[name] != right.get(name)}
    assert differ <= {"run.json"}  # it says when it ran, to the second
