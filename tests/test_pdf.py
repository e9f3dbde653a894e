"""``score --pdf``: one call of LibreOffice for all sheets, and what is said where it fails."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from making import PRIMARY_ALL_THREE, SEED, SEED_OFFICE, contents, matrix_workbook
from openpyxl import load_workbook

from qp_scoring.paper import pdf

# A stand-in for LibreOffice. It notes how it was called, and makes a file per workbook but for
# those whose name begins with a code that it is told to leave out.
FAKE = """#!{python}
import sys, time
from pathlib import Path
arguments = sys.argv[1:]
with open({notes!r}, "a", encoding="utf-8") as notes:
    notes.write("\\n".join([str(Path.cwd()), *arguments]) + "\\n--\\n")
out = Path(arguments[arguments.index("--outdir") + 1])
out.mkdir(exist_ok=True)
for name in arguments:
    path = Path(name)
    if path.suffix != ".xlsx":
        continue
    if path.name.startswith(tuple({left_out!r})):
        (out / f"{{path.stem}}.pdf").write_bytes(b"%PDF-1.7 cut off")
        continue
    (out / f"{{path.stem}}.pdf").write_bytes(b"%PDF-1.7 " + path.read_bytes()[:8] + b"%%EOF\\n")
{then}
"""

NAMES = ["2401 สพป.ฉะเชิงเทรา เขต 1", "2402 สพป.ฉะเชิงเทรา เขต 2"]


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(pdf, "_PLACES", ())


@pytest.fixture
def install(nowhere, tmp_path):
    """Put a stand-in on the search path; gives the file of its notes."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a script of Unix")

    def put(left_out: tuple[str, ...] = (), then: str = "", name: str = "soffice") -> Path:
        notes = tmp_path / "called.txt"
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(
            FAKE.format(python=sys.executable, notes=str(notes), left_out=left_out, then=then),
            "utf-8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return notes

    return put


@pytest.fixture
def book(tmp_path):
    rows = [["2401", *PRIMARY_ALL_THREE], [SEED_OFFICE, *SEED]]
    return matrix_workbook(tmp_path / "m.xlsx", rows)


def calls(notes: Path) -> list[list[str]]:
    return [call.split("\n") for call in notes.read_text("utf-8").split("\n--\n")[:-1]]


def test_all_sheets_are_converted_in_one_call(program, tmp_path, book, install):
    notes = install()
    done = program("score", book, "--out", tmp_path / "out", "--pdf")
    assert done.code == 0
    ((_, *arguments),) = calls(notes)
    made = [f"{name}{part}" for name in NAMES for part in ("", "-ภาคผนวก")]
    assert arguments[-4:] == [f"./{name}.xlsx" for name in made]
    found = [path.name for path in (tmp_path / "out" / "scoresheets-pdf").iterdir()]
    assert sorted(found) == sorted(f"{name}.pdf" for name in made)
    assert "ใบผลเป็น PDF 4 ไฟล์" in done.out


def test_what_is_converted_are_form_and_action_page_and_the_annex_apart(
    program, tmp_path, book, install
):
    """The stand-in keeps the workbooks that it was given."""
    kept = tmp_path / "kept"
    kept.mkdir()
    keep = f"shutil.copytree('.', {str(kept)!r}, dirs_exist_ok=True)"
    install(then=f"import shutil; {keep}")
    program("score", book, "--out", tmp_path / "out", "--pdf")
    sheets = {path.stem: load_workbook(path).sheetnames for path in kept.glob("*.xlsx")}
    assert sheets[NAMES[0]] == ["ผลการประเมิน", "สิ่งที่ต้องทำ"]
    assert sheets[f"{NAMES[0]}-ภาคผนวก"] == ["ภาคผนวก"]
    assert len(sheets) == 4
    # What is handed over is the workbook with all three; nothing else is left behind.
    delivered = sorted(path.name for path in (tmp_path / "out" / "scoresheets").iterdir())
    assert delivered == [f"{name}.xlsx" for name in NAMES]
    whole = load_workbook(tmp_path / "out" / "scoresheets" / delivered[0]).sheetnames
    assert whole == ["ผลการประเมิน", "สิ่งที่ต้องทำ", "ภาคผนวก"]


def test_libreoffice_gets_a_profile_of_its_own_that_goes_afterwards(
    program, tmp_path, book, install
):
    notes = install()
    for out in ("one", "two"):
        program("score", book, "--out", tmp_path / out, "--pdf")
    profiles = [
        argument for call in calls(notes) for argument in call if argument.startswith("-env:")
    ]
    assert len(set(profiles)) == 2
    folders = [Path(one.partition("file://")[2]) for one in profiles]
    assert not any(folder.exists() for folder in folders)


def test_the_pdfs_are_recorded_and_guarded_as_every_other_output(program, tmp_path, book, install):
    install()
    out = tmp_path / "out"
    program("score", book, "--out", out, "--pdf")
    record = json.loads((out / "run.json").read_text("utf-8"))
    listed = {one["name"] for one in record["outputs"]}
    assert {f"scoresheets-pdf/{name}.pdf" for name in NAMES} < listed
    assert program("score", book, "--out", out).code == 0
    assert not (out / "scoresheets-pdf").exists()
    program("score", book, "--out", out, "--pdf")
    (out / "scoresheets-pdf" / f"{NAMES[0]}.pdf").write_bytes(b"annotated")
    done = program("score", book, "--out", out, "--pdf")
    assert done.code == 2
    assert NAMES[0] in done.err


def test_without_libreoffice_the_workbooks_are_delivered_and_it_is_said(
    program, tmp_path, book, nowhere
):
    done = program("score", book, "--out", tmp_path / "out", "--pdf")
    assert done.code == 0
    assert "libreoffice.org" in done.err
    assert len(list((tmp_path / "out" / "scoresheets").iterdir())) == 2
    assert not (tmp_path / "out" / "scoresheets-pdf").exists()


def test_that_libreoffice_is_missing_changes_no_byte_of_the_results(
    program, tmp_path, book, nowhere
):
    for out, more in (("with", ["--pdf"]), ("without", [])):
        program("score", book, "--out", tmp_path / out, *more)
    first, second = contents(tmp_path / "with"), contents(tmp_path / "without")
    for files in (first, second):
        files.pop("run.json")
    assert first == second


def test_a_sheet_that_was_not_converted_is_named(program, tmp_path, book, install):
    install(left_out=("2402",))
    done = program("score", book, "--out", tmp_path / "out", "--pdf")
    assert done.code == 0
    assert f"2 ไฟล์ ({NAMES[1]}, {NAMES[1]}-ภาคผนวก)" in done.err
    # The half that was written is no PDF.
    pdfs = [path.name for path in (tmp_path / "out" / "scoresheets-pdf").iterdir()]
    assert sorted(pdfs) == [f"{NAMES[0]}-ภาคผนวก.pdf", f"{NAMES[0]}.pdf"]
    assert "ใบผลเป็น PDF 2 ไฟล์" in done.out


def test_a_libreoffice_that_hangs_is_ended_with_what_it_started(
    program, tmp_path, book, install, monkeypatch
):
    child = tmp_path / "child.txt"
    hang = (
        "import subprocess\n"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"Path({str(child)!r}).write_text(str(one.pid))\n"
        "Path('.~lock.2401.xlsx#').write_text('held')\n"
        "time.sleep(600)"
    )
    install(left_out=("2401", "2402"), then=hang)
    monkeypatch.setattr(pdf, "_SECONDS_TO_START", 2)
    monkeypatch.setattr(pdf, "_SECONDS_PER_SHEET", 0)
    done = program("score", book, "--out", tmp_path / "out", "--pdf")
    assert done.code == 0
    assert "ไม่สำเร็จ 4 ไฟล์" in done.err
    assert sorted(p.stem for p in (tmp_path / "out" / "scoresheets").iterdir()) == NAMES
    assert not _runs(int(child.read_text()))


def _runs(process: int) -> bool:
    """Whether a process still does anything (one that waits to be collected does not)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_program_that_cannot_be_run_is_as_one_that_fails(program, tmp_path, book, install):
    install()
    script = tmp_path / "bin" / "soffice"
    script.write_text("#!/no/such/interpreter\n")
    done = program("score", book, "--out", tmp_path / "out", "--pdf")
    assert done.code == 0
    assert "ไม่สำเร็จ 4 ไฟล์" in done.err


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_either_name_of_the_program_is_found(install, tmp_path, name):
    install(name=name)
    assert pdf.find_libreoffice() == str(tmp_path / "bin" / name)


def test_the_usual_place_of_an_installer_is_looked_at(nowhere, tmp_path, monkeypatch):
    place = tmp_path / "LibreOffice.app" / "soffice"
    place.parent.mkdir()
    place.write_text("")
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "none"), str(place)))
    assert pdf.find_libreoffice() == str(place)
