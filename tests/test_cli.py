"""The command line as an evaluator meets it (docs/rules.md): exit codes, streams, consoles."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from forms_filled import Desk, small_rubric
from making import (
    PRIMARY_ALL_THREE,
    PROJECT,
    SECONDARY_ALL_THREE,
    SEED,
    SEED_OFFICE,
    SHIPPED_LEVELS,
    contents,
    levels_with,
    matrix_workbook,
    program,
    score,
)
from openpyxl import load_workbook
from rich.cells import cell_len

import qp_scoring.jobs.score
from qp_scoring import __version__
from qp_scoring.analysis.whole import analyse
from qp_scoring.documents.outcome import Outcome
from qp_scoring.findings import finding
from qp_scoring.intake.offices.registry import OfficeRegistry
from qp_scoring.jobs.forms import FormsRequest, make_forms
from qp_scoring.messages import message
from qp_scoring.reports.terminal.score import Terminal
from qp_scoring.reports.terminal.tables import OFFICES_SHOWN
from qp_scoring.rubric.load import load_rubric

ESCAPE = "\x1b"
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def widest(text):
    return max(cell_len(line) for line in text.splitlines())


@pytest.fixture(scope="module")
def mixed_book(tmp_path_factory):
    """A finished office, an unfinished one and a faulty one."""
    rows = [
        [SEED_OFFICE, *SEED],
        ["2401", *levels_with(PRIMARY_ALL_THREE, i7=None)],
        ["2001", *levels_with(PRIMARY_ALL_THREE, i7=6)],
    ]
    return matrix_workbook(tmp_path_factory.mktemp("mixed") / "mixed.xlsx", rows)


@pytest.fixture(scope="module")
def piped(mixed_book, tmp_path_factory):
    """What that book comes to in a pipe."""
    return program("score", mixed_book, "--out", "out", cwd=tmp_path_factory.mktemp("piped"))


@pytest.fixture(scope="module")
def coloured(mixed_book, tmp_path_factory):
    """What it comes to on a terminal with colours."""
    folder = tmp_path_factory.mktemp("coloured")
    return program(
        *("score", mixed_book, "--out", "out"), cwd=folder, FORCE_COLOR="1", TERM="xterm"
    )


# --- what to do first


def test_without_arguments_it_shows_what_to_do_first(program):
    done = program()
    assert (done.code, done.err) == (0, "")
    assert "qp-scoring sample --out sample" in done.out


def test_the_first_command_shown_works_from_the_project_folder(program, tmp_path, monkeypatch):
    monkeypatch.chdir(PROJECT)
    done = program("score", "inputs/qp-2566-6m", "--out", tmp_path / "out")
    assert done.code == 0
    assert "2.42" in done.out


def test_help_of_the_program_and_of_the_command(program):
    for arguments in (["--help"], ["-h"], ["score", "--help"]):
        done = program(*arguments)
        assert (done.code, done.err) == (0, "")
        assert "qp-scoring" in done.out
    for option in ("--rubric", "--out", "--round", "--offices", "--lang", "--plain", "--strict"):
        assert option in done.out
    assert "--json" in done.out


def test_help_in_english(program):
    assert "output folder" in program("score", "--lang", "en", "--help").out


def test_the_version(program):
    done = program("--version")
    assert (done.code, done.out.strip()) == (0, f"qp-scoring {__version__}")


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom qp_scoring.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'xlsxwriter', 'pydantic', 'rich'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_marks_copies_and_makes_tables_is_loaded_where_that_is_done(tmp_path):
    """openpyxl and pandas take as long to load as a small run takes."""
    form = make_forms(FormsRequest(tmp_path / "in", offices=["2402"]))[0]
    code = (
        "import sys\nfrom qp_scoring.cli import main\n"
        "for command in ('score', 'check'):\n"
        " main([command, sys.argv[1], '--out', sys.argv[2] + command, '--plain'])\n"
        "print(sorted({'pandas', 'openpyxl'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(form), str(tmp_path / "out")],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert done.stderr.split(b"\n")[-2] == b"[]"
    assert (tmp_path / "outcheck" / "check.xlsx").is_file()


def test_what_is_left_at_the_end_is_not_looked_through_for_what_could_go_earlier():
    code = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 0, file=sys.stderr))\n"
        "from qp_scoring.cli import main\nmain(['rubric', 'show', 'qp-2566'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=True
    )
    assert done.stderr.split() == [b"True"]


@pytest.mark.parametrize(
    "arguments",
    [["score"], ["score", "x.xlsx", "--unknown"], ["score", "x.xlsx", "--lang", "fr"], ["scor"]],
)
def test_wrong_usage_is_exit_code_2(program, arguments):
    done = program(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "qp-scoring" in done.err


# --- exit codes


def test_exit_code_1_names_the_office_that_is_faulty(program, tmp_path, mixed_book):
    done = program("score", mixed_book, "--out", tmp_path / "out")
    assert done.code == 1
    assert "ระดับคุณภาพ!I4" in done.err
    assert re.search(r"2001 .*: ตัวชี้วัด 7", done.out)
    assert re.search(r"2401 .*: ตัวชี้วัด 7", done.out)


def test_strict_takes_an_unfinished_office_as_an_error(program, tmp_path):
    rows = [[SEED_OFFICE, *SEED], ["2401", *levels_with(PRIMARY_ALL_THREE, i7=None)]]
    book = matrix_workbook(tmp_path / "m.xlsx", rows)
    assert program("score", book, "--out", tmp_path / "mild").code == 0
    done = program("score", book, "--out", tmp_path / "out", "--strict")
    assert done.code == 1
    # Findings only: nothing is issued for any office.
    assert not (tmp_path / "out" / "scoresheets").exists()
    document = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert document["offices"] == []
    severities = {one["code"]: one["severity"] for one in document["findings"]}
    assert severities["not-assessed"] == "error"


def test_strict_changes_nothing_where_all_is_finished(program, tmp_path, seed_book):
    done = program("score", seed_book, "--out", tmp_path / "out", "--strict")
    assert done.code == 0
    assert len(list((tmp_path / "out" / "scoresheets").iterdir())) == 1


@pytest.mark.parametrize(
    "option", [("--rubric", "qp-2599"), ("--round", "9m"), ("--offices", "nowhere.csv")]
)
def test_exit_code_2_for_what_cannot_be_used(program, tmp_path, seed_book, option):
    done = program("score", seed_book, "--out", tmp_path / "out", *option)
    assert (done.code, done.out) == (2, "")
    assert option[1] in done.err
    assert not (tmp_path / "out").exists()


def test_several_inputs_need_an_output_folder(program, tmp_path, seed_book, monkeypatch):
    monkeypatch.chdir(tmp_path)
    other = matrix_workbook(tmp_path / "other.xlsx", [["2401", *PRIMARY_ALL_THREE]])
    done = program("score", seed_book, other)
    assert (done.code, done.out) == (2, "")
    assert "--out" in done.err
    assert not (tmp_path / "outputs").exists()
    assert program("score", seed_book, other, "--out", "out").code == 0
    assert len(list(Path("out/scoresheets").iterdir())) == 2


def test_exit_code_3_without_a_traceback(program, tmp_path, seed_book, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(qp_scoring.jobs.score, "score_and_deliver", broken)
    done = program("score", seed_book, "--out", tmp_path / "out")
    assert (done.code, done.out) == (3, "")
    assert "RuntimeError" in done.err
    assert "Traceback" not in done.err
    assert "secret detail" not in done.err
    with pytest.raises(RuntimeError):
        program("score", seed_book, "--out", tmp_path / "out", "--debug")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_stop_that_a_library_tells_as_its_own_fault_is_a_stop(
    program, tmp_path, seed_book, monkeypatch
):
    """As pydantic does, where what stops the run comes while it writes a field."""

    def stopped(*_args, **_more):
        try:
            signal.raise_signal(signal.SIGTERM)
        except BaseException:
            raise ValueError("a field could not be written") from None

    monkeypatch.setattr(qp_scoring.jobs.score, "score_and_deliver", stopped)
    done = program("score", seed_book, "--out", tmp_path / "out")
    assert (done.code, done.out) == (128 + signal.SIGTERM, "")
    assert "ผลลัพธ์เดิมอยู่ครบ" in done.err
    assert "ValueError" not in done.err


WITHOUT_EXTRA = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "rapidfuzz" else find(name, *more)
sys.modules["rapidfuzz"] = None
from qp_scoring.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_evidence_without_its_extra_says_what_to_install(tmp_path):
    arguments = ["evidence", str(tmp_path / "รายงาน.txt"), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 2
    assert "qp-scoring[evidence]" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_interrupted_run_says_so(program, tmp_path, seed_book, monkeypatch):
    def interrupted(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(qp_scoring.jobs.score, "score_and_deliver", interrupted)
    done = program("score", seed_book, "--out", tmp_path / "out")
    assert (done.code, done.out) == (130, "")
    assert "ผลลัพธ์เดิมอยู่ครบ" in done.err


# --- where results go


def test_the_output_folder_is_named_after_the_input(program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    matrix_workbook(tmp_path / "รอบ 6 เดือน" / "m.xlsx", [[SEED_OFFICE, *SEED]])
    assert program("score", "รอบ 6 เดือน").code == 0
    assert (tmp_path / "outputs" / "รอบ 6 เดือน" / "results.json").is_file()
    matrix_workbook(tmp_path / "one.xlsx", [[SEED_OFFICE, *SEED]])
    assert program("score", "one.xlsx").code == 0
    assert (tmp_path / "outputs" / "one" / "results.json").is_file()


def test_a_folder_with_a_dot_in_its_name_keeps_it(program, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    matrix_workbook(tmp_path / "qp-2566.06" / "m.xlsx", [[SEED_OFFICE, *SEED]])
    assert program("score", "qp-2566.06").code == 0
    assert (tmp_path / "outputs" / "qp-2566.06" / "results.json").is_file()


def test_the_inputs_are_left_as_they_were(program, tmp_path):
    before = contents(SHIPPED_LEVELS)
    program("score", SHIPPED_LEVELS, "--out", tmp_path / "out")
    assert contents(SHIPPED_LEVELS) == before


# --- streams


def test_json_puts_the_document_on_stdout_and_nothing_else(tmp_path, mixed_book):
    # As UTF-8 bytes even on a Thai Windows console.
    done = subprocess.run(
        [sys.executable, "-m", "qp_scoring", "score", mixed_book, "--out", "out", "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "cp874"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == (tmp_path / "out" / "results.json").read_bytes()
    assert json.loads(done.stdout)["offices"][2]["mean"] == "2.42"
    assert "ระดับคุณภาพ!I4" in done.stderr.decode("cp874")


def test_json_of_a_refused_run_leaves_stdout_empty(program, tmp_path):
    done = program("score", tmp_path / "nowhere", "--out", tmp_path / "out", "--json")
    assert (done.code, done.out_bytes) == (2, b"")


def test_results_on_stdout_and_findings_on_stderr(program, tmp_path, mixed_book):
    done = program("score", mixed_book, "--out", tmp_path / "out")
    assert "2.42" in done.out
    assert "วิธีแก้" in done.err
    assert "วิธีแก้" not in done.out
    assert "2.42" not in done.err


# --- what the summary says


def test_the_summary_says_what_matters(program, tmp_path):
    out = program("score", SHIPPED_LEVELS, "--out", tmp_path / "out").out
    row = next(line for line in out.splitlines() if "ฉะเชิงเทรา เขต 2" in line)
    assert row.split() == ["2402", "สพป.ฉะเชิงเทรา", "เขต", "2", "2.42", "พอใช้", "11/12", "9,", "3"]
    assert "ร่าง" in out  # the criteria and the cut-offs are a draft
    assert "นับเป็น 0" in out  # the policy for N/A
    assert "M9903 สพม.ตัวอย่าง เขต 3: ตัวชี้วัด 3, 8" in out
    assert str(tmp_path / "out") in out.replace("\n", "")
    assert "summary.xlsx" in out
    assert widest(out) <= 80


def test_the_summary_in_english(program, tmp_path):
    done = program("score", SHIPPED_LEVELS, "--out", tmp_path / "out", "--lang", "en")
    assert "Offices by quality band" in done.out
    assert "Fix: " in done.err
    assert "วิธีแก้" not in done.err
    assert widest(done.out) <= 80


def test_a_long_list_of_one_kind_is_cut_and_says_so(program, tmp_path):
    codes = [office.code for office in OfficeRegistry.shipped().offices if office.type == "สพป"]
    rows = [
        [code, *levels_with(PRIMARY_ALL_THREE, i7=f"ก{at}")] for at, code in enumerate(codes[:14])
    ]
    book = matrix_workbook(tmp_path / "m.xlsx", rows)
    done = program("score", book, "--out", tmp_path / "out")
    assert done.err.count("ระดับคุณภาพ!I") == 10
    more = next(line for line in done.err.splitlines() if line.startswith("…"))
    assert more.startswith("… และอีก 5 รายการ") and more.endswith("ดูครบใน summary.xlsx")
    assert "not-assessed" not in done.err, "no code in a Thai sentence"


def test_what_differs_by_its_cell_alone_is_told_once(program, tmp_path):
    codes = [office.code for office in OfficeRegistry.shipped().offices if office.type == "สพป"]
    rows = [
        [code, *levels_with(PRIMARY_ALL_THREE, i7=4 if at == 3 else None)]
        for at, code in enumerate(codes[:14])
    ]
    book = matrix_workbook(tmp_path / "m.xlsx", rows)
    done = program("score", book, "--out", tmp_path / "out")
    assert [line for line in done.err.splitlines() if "ระดับคุณภาพ!" in line] == [
        line for line in done.err.splitlines() if "[m.xlsx › ระดับคุณภาพ!I2:I4, I6:I15]" in line
    ]
    assert "I2:I4" in done.err


def test_a_long_refusal_says_which_command_lists_all_of_it(program, tmp_path):
    (tmp_path / "in").mkdir()
    for at in range(40):
        (tmp_path / "in" / f"{at}.xlsx").write_bytes(b"broken")
    done = program("score", tmp_path / "in", "--out", tmp_path / "out")
    assert done.code == 2
    more = next(line for line in done.err.splitlines() if line.startswith("…"))
    assert done.err.count("วิธีแก้") == 30
    assert more.startswith("… และอีก") and "qp-scoring check" in more
    checked = program("check", tmp_path / "in", "--out", tmp_path / "checked")
    assert checked.code == 2
    assert str(tmp_path / "checked" / "check.xlsx") in checked.err
    listed = load_workbook(tmp_path / "checked" / "check.xlsx")
    said = {str(cell.value) for sheet in listed for row in sheet.rows for cell in row}
    assert all(any(f"{at}.xlsx" in one for one in said) for at in range(40))


def test_a_refusal_keeps_no_finding_to_itself(program, tmp_path):
    """Nothing is delivered, so there is no file in which the rest could be read."""
    for at in range(12):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{at}.xlsx").write_bytes(b"broken")
    done = program("score", tmp_path / "in", "--out", tmp_path / "out")
    assert done.code == 2
    assert [at for at in range(12) if f"{at}.xlsx" not in done.err] == []
    assert "summary.xlsx" not in done.err


def test_what_the_program_issued_is_not_read_as_answers(program, tmp_path):
    """A score sheet or summary in the folder of forms, as an office sends it back."""
    out = tmp_path / "out"
    assert program("score", SHIPPED_LEVELS, "--out", out).code == 0
    books = [out / "summary.xlsx", *sorted((out / "scoresheets").iterdir())]
    books += [out / "results.csv", out / "mailing.csv"]
    assert program("check", SHIPPED_LEVELS, "--out", tmp_path / "checked").code == 0
    for book in (*books, tmp_path / "checked" / "check.xlsx"):
        done = program("score", book, "--out", tmp_path / "again")
        assert done.code == 2
        assert f"[{book.name}] {message(finding('file-issued'))}" in done.err
        assert f"[{book.name} ›" not in done.err, "nothing in it is called wrong"


def test_lists_that_the_program_issued_are_not_read_as_answers(program, tmp_path):
    """Beside forms, of a run of marks, which has a list of what is lacking too."""
    desk = Desk(tmp_path, small_rubric(tmp_path))
    desk.form(desk.best() | {"1.5": "ไม่มี"})
    desk.deliver()
    names = ("mailing.csv", "results.csv", "shortfalls.csv")
    for name in names:
        shutil.copy(desk.out / name, desk.folder / name)
    done = program(
        "score", desk.folder, "--out", tmp_path / "again", "--rubric", desk.rubric_folder
    )
    assert done.code == 0
    found = json.loads((tmp_path / "again" / "results.json").read_bytes())["findings"]
    assert [(one["code"], one["file"]) for one in found] == [
        ("file-issued", name) for name in names
    ]


def test_a_check_says_in_which_folder_all_its_findings_are(program, tmp_path):
    codes = [office.code for office in OfficeRegistry.shipped().offices if office.type == "สพป"]
    rows = [
        [code, *levels_with(PRIMARY_ALL_THREE, i7=f"ก{at}")] for at, code in enumerate(codes[:12])
    ]
    book = matrix_workbook(tmp_path / "m.xlsx", rows)
    done = program("check", book, "--out", tmp_path / "out")
    (more,) = [line for line in done.err.splitlines() if line.startswith("…")]
    assert more.endswith(str(tmp_path / "out" / "check.xlsx"))


@pytest.mark.parametrize("command", [("rubric", "diff"), ("check",), ("compare",), ("explain",)])
def test_only_score_offers_results_json_on_the_screen(program, command):
    said = " ".join(program(*command, "--help").out.split())
    of_json = said.partition("--json ")[2].rpartition("--json ")[2]
    assert of_json and not of_json.startswith("พิมพ์ results.json")


def test_the_whole_country_fits_80_columns_and_says_what_it_leaves_out(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "80")
    levels = {"สพป": PRIMARY_ALL_THREE, "สพม": levels_with(SECONDARY_ALL_THREE, i1=1)}
    offices = OfficeRegistry.shipped().offices
    book = matrix_workbook(
        tmp_path / "m.xlsx", [[office.code, *levels[office.type]] for office in offices]
    )
    scored = score(book)
    folder = "/a/very/long/folder/name" * 5
    rubric = load_rubric("qp-2566")
    analysis = analyse(scored.results, rubric)
    outcome = Outcome(scored.results, analysis, rubric, scored.findings, ())
    Terminal("th", plain=False).results(outcome, folder)
    out = capsys.readouterr().out
    assert f"และอีก {245 - OFFICES_SHOWN} แห่ง" in out
    assert widest(out) <= 80
    assert "…\n" not in out  # Thai is folded, never cut


# --- consoles


def test_in_a_pipe_there_is_no_escape_and_80_columns_are_kept(piped):
    assert ESCAPE not in piped.out + piped.err
    assert widest(piped.out) <= 80


@pytest.mark.skipif(sys.platform == "win32", reason="a console of Windows is coloured by calls")
def test_a_terminal_gets_colour_and_boxes_within_80_columns(coloured):
    assert COLOUR.search(coloured.out)
    assert "─" in coloured.out
    assert widest(COLOUR.sub("", coloured.out)) <= 80
    assert widest(COLOUR.sub("", coloured.err)) <= 80


def test_plain_has_no_colour_and_no_boxes(program, tmp_path, mixed_book, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    coloured = re.compile(r"\x1b\[[\d;]*[39]\d")
    done = program("score", mixed_book, "--out", tmp_path / "out")
    assert coloured.search(done.out + done.err)
    assert "─" in done.out
    done = program("score", mixed_book, "--out", tmp_path / "out", "--plain")
    assert not coloured.search(done.out + done.err)
    assert "─" not in done.out


def test_colour_only_repeats_what_words_say(piped, coloured):
    def words(text):
        return [w for w in COLOUR.sub("", text).split() if not set(w) <= set("─━█")]

    assert words(coloured.out) == words(piped.out)


def test_a_thai_windows_console_prints_thai_and_never_fails(tmp_path, mixed_book):
    done = program("score", mixed_book, "--out", tmp_path / "out", encoding="cp874")
    assert done.code == 1
    assert "สพป.ฉะเชิงเทรา เขต 2" in done.out
    assert "วิธีแก้" in done.err
    assert "Traceback" not in done.err
    assert "###" in done.out  # bars of a sign that cp874 has
    assert "?" not in done.out


def test_help_on_a_thai_windows_console():
    done = program("--help", encoding="cp874")
    assert done.code == 0
    assert "แสดงวิธีใช้" in done.out


# --- hostile names


def test_markup_in_a_file_name_is_only_a_name(program, tmp_path):
    row = [SEED_OFFICE, *levels_with(SEED, i1="[bold red]{x}[/]")]
    book = matrix_workbook(tmp_path / "[red]x[-red] {0}.xlsx", [row])
    done = program("score", book, "--out", tmp_path / "out")
    assert done.code == 1
    assert "[red]x[-red] {0}.xlsx" in done.err
    assert "[bold red]{x}[/]" in done.err


def test_control_characters_of_a_cell_do_not_reach_the_terminal(program, tmp_path):
    text = "รหัส,1\n2402,\x1b[31mแดง\x07\n"
    path = tmp_path / "m.csv"
    path.write_text(text, "utf-8")
    done = program("score", path, "--out", tmp_path / "out")
    assert done.code == 1
    assert "แดง" in done.err
    assert not set(done.err + done.out) & {"\x1b", "\x07"}


@pytest.mark.parametrize(
    ("lang", "headings"),
    [("th", ["วิธีใช้:", "สิ่งที่ต้องระบุ:", "ตัวเลือก:"]), ("en", ["Usage:", "Arguments:", "Options:"])],
)
def test_the_headings_of_help_are_in_the_language_asked_for(program, lang, headings):
    page = program("check", f"--lang={lang}", "--help").out.splitlines()
    assert [line for line in page if line in headings or line.startswith(headings[0])] == [
        page[0],
        *headings[1:],
    ]


def test_where_no_office_could_be_told_nothing_is_said_to_be_done(tmp_path, program):
    matrix_workbook(tmp_path / "m.xlsx", [["สพป.ตราต", *SEED]], offices=("สพท.",))
    done = program("score", tmp_path / "m.xlsx", "--round", "6m", "--out", tmp_path / "out")
    assert done.code == 1
    assert "ออกใบผลแล้ว 0 จาก 0 แห่ง" in done.out
    assert "ทุกแห่งมีใบผลแล้ว" not in done.out
    assert "แก้ข้อมูลที่ผิดพลาด" in done.out


def test_what_may_be_left_out_is_not_said_to_be_missing(program):
    done = program("compare", "r1")
    assert done.code == 2
    assert "ไม่ได้ระบุ NEW_JSON" in done.err
    assert "MORE" not in done.err
