"""``explain``: every figure down to its cells, and changed results refused."""

from __future__ import annotations

import contextlib
import io
import json
import unicodedata
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from forms_filled import Desk, small_rubric
from hypothesis import given, settings
from hypothesis import strategies as st
from making import (
    SEED_OFFICE,
    SHIPPED_LEVELS,
    SHIPPED_RUBRIC,
    results_json,
    shipped_book,
    shipped_cell,
)
from rounds_stored import in_memory
from small_rules import SHIPPED, answers_to, half_up, indicators, rubric_of, scored
from test_way_up import counting, marked

from qp_scoring.documents.explanation import Explanation
from qp_scoring.documents.results import Mark, Results, State
from qp_scoring.documents.stored import StoredRound, read_round
from qp_scoring.documents.written import rubric_json
from qp_scoring.findings import FindingLog, RefusedRunError
from qp_scoring.jobs.explain import explain
from qp_scoring.reports.terminal.explain import ExplanationTerminal
from qp_scoring.rubric.indicator import Indicator
from qp_scoring.rubric.load import load_rubric
from qp_scoring.rubric.model import Arithmetic, Band, Bands, NotReported, Scale, Total

RUBRIC = load_rubric(SHIPPED_RUBRIC).in_round("6m")
THREE_VOICES = "9903"  # an office that three assessors looked at
CLOSED = "ประเมินเสร็จ (ช่องว่าง = ไม่มี)"
_SHOWN = {"met": "มี", "unmet": "ไม่มี", "not_relevant": "ไม่เกี่ยวข้อง"}


@pytest.fixture(scope="module")
def results(checklists: Results) -> Results:
    return checklists


@pytest.fixture
def delivered(tmp_path: Path, results: Results) -> Path:
    """The results and their rubric as a run leaves them."""
    return stored(tmp_path / "ผล", results)


def stored(folder: Path, results: Results) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rubric.json").write_bytes(rubric_json(RUBRIC))
    path = folder / "results.json"
    path.write_bytes(results_json(results))
    return path


def explained(results: Results, office: str) -> Explanation:
    round_ = StoredRound(results, RUBRIC, Path("ผล"))
    one = next(entry for entry in results.offices if entry.code == office)
    return explain(round_, one, None, FindingLog())


@pytest.fixture(scope="module")
def explanations(results: Results) -> dict[str, Explanation]:
    """What every office of the shipped checklists is told."""
    return {office.code: explained(results, office.code) for office in results.offices}


# --- what is cited


def test_every_certificate_of_the_shipped_inputs_ends_in_cells_that_hold_it(explanations):
    seen = {"answers": 0, "stated": 0}
    for office in explanations.values():
        for one in office.indicators:
            claims = [claim for claim in (one.at_least, one.not_above) if claim]
            if one.state in (State.NOT_REPORTED, State.EXEMPT):
                said = {State.NOT_REPORTED: "ไม่รายงาน", State.EXEMPT: "ยกเว้น"}[one.state]
                assert shipped_cell(one.source) == said
                seen["stated"] += 1
            elif one.state is State.SCORED:
                assert claims and claims[0].score == str(one.level)
                assert (one.level == 5 or one.given) == (one.not_above is None)
                # Nothing keeps a level unreached for free, and only the lowest is reached so.
                assert all(claim.cited for claim in claims[1:])
                assert one.level == 1 or one.given or claims[0].cited
            for answer in (answer for claim in claims for answer in claim.cited):
                assert answer.by
                for by in answer.by:
                    found = shipped_cell(by.source)
                    if answer.value is not None:
                        assert Decimal(str(found)) == Decimal(by.value)
                    else:
                        assert by.mark == answer.mark
                        by_statement = by.mark == "unmet" and found == CLOSED
                        assert found == _SHOWN[by.mark] or by_statement
                    seen["answers"] += 1
    assert seen["answers"] > 300 and seen["stated"] > 1


def test_only_the_voices_that_decided_are_cited(explanations):
    """Of three assessors the two who agree decide; a majority never cites who was outvoted."""
    outvoted = 0
    for one in explanations[THREE_VOICES].indicators:
        claims = [claim for claim in (one.at_least, one.not_above) if claim]
        for answer in (answer for claim in claims for answer in claim.cited):
            assert {by.mark for by in answer.by} <= {answer.mark}
            (item,) = (item for item in one.items if item.id == answer.id)
            outvoted += len(item.by) - len(answer.by)
    assert outvoted > 0


def test_levels_of_a_matrix_are_cited_by_their_cells(shipped):
    results = shipped[1].results
    book = openpyxl.load_workbook(SHIPPED_LEVELS / "levels.xlsx")
    found = explained(results, SEED_OFFICE)
    for one in found.indicators:
        if one.state is State.SCORED:
            cell = one.at_least.cell
            assert one.given and one.rules == () and one.not_above is None
            assert book[cell.sheet][cell.cell].value == one.level
        elif one.state is State.NOT_REPORTED:
            assert book[one.source.sheet][one.source.cell].value == "N/A"


def test_the_conditions_are_told_up_to_the_first_that_does_not_hold(explanations):
    for office in explanations.values():
        for one in office.indicators:
            for rule in one.rules:
                held = [condition.level for condition in rule.conditions if condition.holds]
                missed = [condition.level for condition in rule.conditions if not condition.holds]
                assert held == list(range(2, one.level + 1))
                assert missed == ([] if one.level == 5 else [one.level + 1])


def test_the_mean_is_told_from_its_terms_to_its_band(explanations):
    found = explanations[SEED_OFFICE]
    assert (found.mean.exact, found.mean.printed, found.mean.count) == ("29/12", "2.42", 12)
    assert sum(Decimal(term.score) for term in found.mean.terms) == 29
    assert [term.score for term in found.mean.terms if term.indicator == "9"] == ["0"]
    assert (found.band.name, found.band.at_least, found.band.below) == ("พอใช้", "1.50", "2.50")
    assert found.next_band.steps == 2


# --- the command


def test_the_tree_fits_a_narrow_pipe_and_names_cells_marks_and_ways(program, delivered):
    ran = program("explain", delivered, "สพป.ฉะเชิงเทรา เขต 2", "8")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("2402 สำนักงานเขตพื้นที่การศึกษา")
    assert "29/12" in ran.out and "2.42" in ran.out and "พอใช้" in ran.out
    sheet = shipped_book("2402 สพป.ฉะเชิงเทรา เขต 2.xlsx").active
    row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "8.4")
    said = " ".join(ran.out.split())
    assert said.count(f"แบบประเมิน!D{row}]") == 1, "each cell is said once"
    assert "8.4 ไม่มี:" in said
    assert "ร่าง" in ran.out  # the criteria and the cut-offs are drafts
    assert not any(box in ran.out for box in "│├└╭")
    assert max(map(_width, lines)) <= 80


def _width(line: str) -> int:
    """Columns on a terminal: vowels and tones above and below take none."""
    return sum(unicodedata.category(character) != "Mn" for character in line)


def test_of_a_level_alone_the_criterion_of_the_next_one_is_told(program, shipped):
    levels = shipped[0]
    out = " ".join(program("explain", levels, SEED_OFFICE, "8").out.split())
    _, _, way = out.partition("ทางขึ้นสู่ระดับ 3")
    assert "ข้อมูลมีเพียงระดับ" in way
    # Level 2 is where the office stands; the page folds the words of level 3.
    squeezed = "".join(way.split())
    assert "".join(RUBRIC.by_code["8"].at(3).text.split()) in squeezed
    assert "ข้อมูลมีเพียงระดับ" not in program("explain", levels, SEED_OFFICE, "9").out


def test_the_band_is_told_with_a_step_only_where_the_step_changes_it(program, delivered):
    # 29/12 lacks one level to the next band, 42/12 twelve.
    lifted = program("explain", delivered, SEED_OFFICE, "8").out
    assert "และขึ้นเป็นระดับคุณภาพดี)" in lifted
    same = program("explain", delivered, THREE_VOICES, "8").out
    assert "(คะแนนเฉลี่ยเพิ่ม 0.08)" in same


def test_ways_that_nobody_could_read_are_many_with_their_number(program, delivered, results):
    office = next(one for one in results.offices if one.code == "9906")
    hidden = len(office.next_band.ways) + office.next_band.more - 3
    assert hidden > 1000
    out = program("explain", delivered, "9906", "8").out
    assert f"และอีกหลายทาง ({hidden:,} ทาง)" in out


def test_all_indicators_are_told_without_their_items(program, delivered):
    whole = program("explain", delivered.parent, SEED_OFFICE)
    assert whole.code == 0
    for indicator in RUBRIC.indicators:
        assert f"ตัวชี้วัดที่ {indicator.code} " in whole.out
    item = RUBRIC.by_code["8"].item[0]
    assert item.text[:30] not in whole.out
    assert item.text[:30] in program("explain", delivered, SEED_OFFICE, "8").out


def test_every_assessor_is_quoted_with_reason_reference_and_cell(program, delivered, results):
    out = program("explain", delivered, THREE_VOICES, "1", "--plain").out
    office = next(one for one in results.offices if one.code == THREE_VOICES)
    indicator = next(one for one in office.indicators if one.code == "1")
    squeezed = "".join(out.split())
    for item in indicator.items:
        for by in item.by:
            for said in (by.assessor, by.role, by.reason, by.reference, by.source.cell):
                assert said is None or "".join(said.split()) in squeezed


def test_json_is_the_explanation_document_and_nothing_else(program, delivered):
    ran = program("explain", delivered, SEED_OFFICE, "x1", "--json")
    assert ran.code == 0
    found = Explanation.model_validate_json(ran.out_bytes)
    assert json.loads(ran.out_bytes)["explanation_version"] == 1
    assert [one.code for one in found.indicators] == ["X1"]
    assert found.indicators[0].items[0].by[0].source.cell


def test_english_has_no_thai_but_data(program, delivered):
    ran = program("explain", delivered, SEED_OFFICE, "8", "--lang", "en")
    assert "rounded half-up to 2 decimals: 2.42" in ran.out
    assert "Does not meet level 3: all of (at least 4 of (8.1, 8.2," in ran.out


def test_conditions_are_no_items(program, delivered):
    """What asks for two things of which one is a count is no ครบทุกข้อ."""
    said = "".join(program("explain", delivered, SEED_OFFICE, "8", "--plain").out.split())
    rule = "ทุกเงื่อนไขต่อไปนี้(อย่างน้อย4ข้อจาก(8.1,8.2,8.3,8.4,8.5,8.6);ข้อใดข้อหนึ่ง(8.5,8.6))"
    assert f"ยังไม่ผ่านเงื่อนไขระดับ3:{rule}" in said
    said = "".join(program("explain", delivered, SEED_OFFICE, "2", "--plain").out.split())
    assert "(ครบทุกข้อ(2.1,2.2,2.3,2.4,2.5,2.6,2.7,2.8);ค่า2.cไม่น้อยกว่า80;ค่า2.p" in said


def test_to_report_and_to_have_evidence_are_one_way(program, delivered):
    said = program("explain", delivered, SEED_OFFICE, "9", "--plain").out
    head, first = (
        line for line in said.splitlines() if "รายงานผล พร้อม" in line or "9.1 และ 9.2" in line
    )
    depth = [len(line) - len(line.lstrip()) for line in (head, first)]
    assert depth[0] < depth[1]


def test_an_unfinished_office_is_told_without_a_mean(program, delivered, results):
    office = next(one for one in results.offices if one.status == "incomplete")
    ran = program("explain", delivered, office.code)
    assert ran.code == 0
    assert "ยังไม่มีคะแนนเฉลี่ย" in ran.out and "ยังประเมินไม่เสร็จ" in ran.out
    blank = next(one for one in office.indicators if one.state == "not_assessed")
    ids = ", ".join(item.id for item in blank.items if item.mark is None and item.value is None)
    assert f"ข้อที่ยังไม่ได้ประเมิน: {ids}" in " ".join(ran.out.split())


def test_what_could_not_be_read_is_told_apart_from_a_blank(program, tmp_path):
    desk = Desk(tmp_path, small_rubric(tmp_path))
    desk.form(desk.best() | {"1.1": "ไม่แน่ใจ", "1.2": None})
    desk.deliver()
    lines = program("explain", desk.out, SEED_OFFICE, "1", "--plain").out.splitlines()
    said = {word: at for at, word in enumerate(line.strip().partition(":")[0] for line in lines)}
    for item, words in (("1.1", "อ่านผลไม่ได้"), ("1.2", "เว้นว่าง")):
        assert f" {words} [" in lines[said[f"{item} {words}"] + 1]


# --- refused


def refused(program, *arguments) -> str:
    ran = program("explain", *arguments)
    assert (ran.code, ran.out) == (2, "")
    return ran.err


def test_an_office_may_be_named_by_what_only_its_name_holds(program, delivered):
    ran = program("explain", delivered, "ฉะเชิงเทรา", "8")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("2402 สำนักงานเขตพื้นที่การศึกษา")


def test_an_unknown_office_or_indicator_names_the_nearest(program, delivered):
    assert "สพป.ฉะเชิงเทรา เขต 2" in refused(program, delivered, "ฉะเชิงเทรา เขต 9")
    assert "X1" in refused(program, delivered, SEED_OFFICE, "X9")


def test_results_that_cannot_be_trusted_are_refused(program, delivered):
    content = delivered.read_text("utf-8")
    delivered.write_text(content[: len(content) // 2], "utf-8")
    assert "results.json" in refused(program, delivered, SEED_OFFICE)
    delivered.write_text(content.replace('"schema_version": 1', '"schema_version": 2', 1), "utf-8")
    assert "2" in refused(program, delivered, SEED_OFFICE)
    delivered.write_text(content, "utf-8")
    (delivered.parent / "rubric.json").unlink()
    assert "rubric.json" in refused(program, delivered, SEED_OFFICE)


def _of(document: dict, office: str, code: str) -> dict:
    one = next(entry for entry in document["offices"] if entry["code"] == office)
    return next(entry for entry in one["indicators"] if entry["code"] == code)


def _level(one: dict) -> None:
    one["level"], one["score"], one["printed"] = 4, "4", "4"


def _mark(one: dict) -> None:
    one["items"][0]["mark"] = "unmet"


def _voice(one: dict) -> None:
    one["items"][0]["by"][0]["mark"] = "unmet"


def _role(one: dict) -> None:
    one["items"][0]["by"][0]["role"] = "ผู้ตรวจ"


def _dropped(one: dict) -> None:
    del one["items"][-1]


@pytest.mark.parametrize("change", [_level, _mark, _voice, _role, _dropped])
def test_results_that_were_changed_are_not_explained(tmp_path, results, change):
    document = json.loads(results_json(results))
    change(_of(document, SEED_OFFICE, "8"))
    changed = Results.model_validate_json(json.dumps(document))
    with pytest.raises(RefusedRunError) as refusal:
        explained(changed, SEED_OFFICE)
    codes = {item.code for item in refusal.value.findings}
    assert "explain-changed" in codes and codes <= {"explain-changed", "explain-mean-changed"}


@pytest.mark.parametrize(
    ("key", "value"), [("mean", "2.50"), ("band", "ดี"), ("mean_exact", "30/12")]
)
def test_a_mean_that_was_changed_is_not_explained(results, key, value):
    document = json.loads(results_json(results))
    next(one for one in document["offices"] if one["code"] == SEED_OFFICE)[key] = value
    with pytest.raises(RefusedRunError) as refusal:
        explained(Results.model_validate_json(json.dumps(document)), SEED_OFFICE)
    assert [item.code for item in refusal.value.findings] == ["explain-mean-changed"]


def test_a_round_read_back_is_explained_as_it_was(delivered, explanations):
    again = read_round(delivered, FindingLog())
    office = next(one for one in again.results.offices if one.code == SEED_OFFICE)
    found = explain(again, office, None, FindingLog())
    assert found == explanations[SEED_OFFICE]


# --- every form of scoring


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), st.sampled_from([0, 2]), st.sampled_from(["th", "en"]))
def test_every_method_is_explained_as_it_was_scored(data, decimals, lang):
    indicator = data.draw(indicators("8"))
    rubric = rubric_of(indicator, arithmetic=Arithmetic(score_decimals=decimals))
    office = scored(rubric, {"8": data.draw(answers_to(indicator, not_relevant=True))})
    found = explain(in_memory(office, rubric=rubric), office, "8", FindingLog(), lang)
    (one,), (result,) = found.indicators, office.indicators
    if one.state is not State.SCORED:
        assert (one.rules, one.at_least, one.not_above) == ((), None, None)
        return
    assert len(one.rules) == (len(list(indicator.parts())) or 1)
    if indicator.how == "mean" and not (indicator.steps or indicator.limit):
        own = [rule for rule in one.rules if "." not in (rule.path or "")]  # not parts of parts
        whole = sum(Fraction(rule.share or 100) * Fraction(rule.score) for rule in own) / 100
        assert half_up(whole, decimals) == Fraction(result.score)
    reached = Fraction(result.score if result.level is None else result.level)
    assert Fraction(one.at_least.score) == reached
    with contextlib.redirect_stdout(io.StringIO()) as told:
        ExplanationTerminal(lang, plain=True).explanation(found, rubric, whole=False)
    assert result.title in told.getvalue() and "{" not in told.getvalue()


def one_of(method, **rules):
    """Indicator 8 by some method, with levels from 1 to 5."""
    head = {"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"], "method": method}
    levels = [{"level": level, "text": "ก", "suggest": "ข"} for level in range(1, 6)]
    return Indicator.model_validate({**head, "level": levels, **rules})


def by_curve(points):
    measure = {"id": "8.m", "text": "ก", "unit": "%", "min": 0, "max": 100, "suggest": "ข"}
    return one_of("value", measure=[measure], curve={"measure": "8.m", "points": points})


def told(office, rubric):
    found = explain(in_memory(office, rubric=rubric), office, None, FindingLog())
    with contextlib.redirect_stdout(io.StringIO()) as out:
        ExplanationTerminal("th", plain=True).explanation(found, rubric, whole=False)
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("points", "value", "line"),
    [
        # level 3 from a score of 2.5: 60 + 20/6 = 63.33…, of which no fewer decimals are enough
        ([[20, 1], [60, 2], [80, 5]], 60, "ค่า 8.m ไม่น้อยกว่า 63.34"),
        # and where less is better 40 − 20/6 = 36.66…
        ([[20, 5], [40, 2], [80, 1]], 40, "ค่า 8.m ไม่เกิน 36.66"),
    ],
)
def test_a_value_without_an_end_is_told_by_two_decimals_that_are_enough(points, value, line):
    rubric = rubric_of(by_curve(points))
    office = scored(rubric, {"8": {"8.m": Fraction(value)}})
    assert "/3" in str(office.indicators[0].next_level.needs)  # exact in the results
    assert line in told(office, rubric)
    enough = scored(rubric, {"8": {"8.m": Fraction(line.split()[-1])}})
    assert (office.indicators[0].level, enough.indicators[0].level) == (2, 3)


def test_a_step_of_several_levels_is_told_to_its_end():
    item = {"id": "8.1", "text": "ก", "suggest": "ข"}
    asked = [{"requires": {"all": ["8.1"]}} if level > 1 else {} for level in range(1, 6)]
    levels = [
        {"level": level, "text": "ก", "suggest": "ข", **one} for level, one in enumerate(asked, 1)
    ]
    rubric = rubric_of(one_of("criteria", item=[item], level=levels))
    office = scored(rubric, {"8": {"8.1": Mark.UNMET}})
    assert "ทางขึ้นสู่ระดับ 5 (คะแนนเฉลี่ยเพิ่ม 4.00" in told(office, rubric)


def test_a_step_on_which_a_gate_shuts_is_told_to_lower_the_band():
    """8 may have no more than 1; at 2 the gate of สูง keeps the office below it."""
    eight = counting("8", 1, [1])
    gate = {"score": "8", "max": Decimal(1)}
    bands = [{"name": "สูง", "at_least": 1, "requires": gate}, {"name": "ต่ำ"}]
    rubric = rubric_of(eight, bands=Bands.model_validate({"confirmed": False, "band": bands}))
    office = scored(rubric, {"8": marked(eight)})
    said = "ทางขึ้นสู่ระดับ 2 (คะแนนเฉลี่ยเพิ่ม 1.00 แต่ระดับคุณภาพลดลงเป็นต่ำ)"
    assert (office.band, said in told(office, rubric)) == ("สูง", True)


def test_what_left_the_mean_and_what_the_others_weigh_is_told():
    """Of weights 3 and 1 one is left, which makes no weights equal."""
    silent = NotReported(policy="leaves_mean", suggest="ก")
    state = SHIPPED.state.model_copy(update={"not_reported": silent})
    one = counting("1", 2, [1]).model_copy(update={"weight": Decimal(3)})
    rubric = rubric_of(one, counting("2", 2, [1]), state=state)
    said = told(scored(rubric, {"1": marked(one), "2": None}), rubric)
    assert "N/A = ไม่รายงานผล ไม่นำมาคิดคะแนนเฉลี่ย" in said
    assert "น้ำหนักของตัวนั้นออกจากตัวหารด้วย" in said and "น้ำหนักเท่ากัน" not in said


def test_where_the_least_counts_nothing_is_said_of_weights():
    one, two = counting("1", 2, [1]), counting("2", 2, [1])
    rubric = rubric_of(one, two, total=Total(combine="min"))
    said = told(scored(rubric, {"1": marked(one, "1.1"), "2": marked(two)}), rubric)
    assert "คะแนนรวม คือคะแนนที่ต่ำที่สุดของ ตัวชี้วัดที่ 1, ตัวชี้วัดที่ 2" in said
    assert "น้ำหนัก" not in said


POINTS = Indicator.model_validate(
    {
        **{"code": "8", "title": "ก", "purpose": "ก", "applies_to": ["สพป"]},
        "method": "tiers",
        "item": [{"id": f"8.{n}", "text": "ก", "suggest": "ข"} for n in range(1, 6)],
        "tier": [
            {"name": "พื้นฐาน", "points": 300, "items": ["8.1", "8.2", "8.3"]},
            {"name": "ก้าวหน้า", "points": 200, "items": ["8.4", "8.5"]},
        ],
    }
)


@pytest.mark.parametrize(
    ("met", "score", "at_least", "not_above"),
    [
        # the basic tier is complete, half of the next counts (docs/domain.md, 6, F10)
        (("8.1", "8.2", "8.3", "8.4"), "400", ["8.1", "8.2", "8.3", "8.4"], ["8.5"]),
        # the next tier counts nothing before the basic one is complete
        (("8.1", "8.4", "8.5"), "100", ["8.1"], ["8.2", "8.3"]),
        (("8.1", "8.2", "8.3", "8.4", "8.5"), "500", list(POINTS.entry_ids), None),
    ],
)
def test_a_scale_without_levels_certifies_the_score(met, score, at_least, not_above):
    names = (Band(name="ผ่าน", at_least=Decimal(450)), Band(name="ไม่ผ่าน"))
    bands = Bands(confirmed=True, band=names)
    scale = Scale(levels=False, min=Decimal(0), max=Decimal(500))
    rubric = rubric_of(POINTS, scale=scale, bands=bands)
    marks = {key: Mark.MET if key in met else Mark.UNMET for key in POINTS.entry_ids}
    office = scored(rubric, {"8": marks})
    (one,) = explain(in_memory(office, rubric=rubric), office, None, FindingLog()).indicators
    assert (one.level, one.at_least.score) == (None, score)
    assert [answer.id for answer in one.at_least.cited] == at_least
    assert (one.not_above and [answer.id for answer in one.not_above.cited]) == not_above


def test_at_the_full_mark_of_its_own_nothing_keeps_an_indicator_from_more():
    scale = Scale(levels=False, min=Decimal(0), max=Decimal(1000))
    bands = Bands(confirmed=True, band=(Band(name="ผ่าน"),))
    full = POINTS.model_copy(update={"full": Decimal(500)})
    rubric = rubric_of(full, scale=scale, bands=bands)
    office = scored(rubric, {"8": dict.fromkeys(POINTS.entry_ids, Mark.MET)})
    (one,) = explain(in_memory(office, rubric=rubric), office, None, FindingLog()).indicators
    assert (one.score, one.not_above) == ("500", None)


@pytest.mark.parametrize("asked", ["8", "๘", "ตัวชี้วัดที่ 8", "ตัวชี้วัดที่ ๘", "ตชว.8"])
def test_an_indicator_may_be_named_as_in_any_heading(asked):
    office = scored(RUBRIC, {"8": marked(RUBRIC.by_code["8"])})
    found = explain(in_memory(office), office, asked, FindingLog())
    assert [one.code for one in found.indicators] == ["8"]
