"""Score sheets as PDF, converted by LibreOffice: one call for all of them.

The workbooks stay what is delivered in any case; where LibreOffice is missing or fails, a finding
says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from qp_scoring.documents.stages import RunStage, Watch
from qp_scoring.findings import FindingLog

# soffice.com waits for the conversion, which soffice.exe does not.
_NAMES = ("soffice.com", "soffice", "libreoffice")
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)
_SECONDS_TO_START, _SECONDS_PER_SHEET = 120, 20
_LOOK_EVERY = 0.25  # seconds
_NAMED = 3
_TAIL = 64  # bytes in which a whole PDF says that it ends


def convert_to_pdf(
    program: str, sheets: Sequence[Path], folder: Path, log: FindingLog, watch: Watch
) -> int:
    """Convert workbooks of one folder into ``folder`` by LibreOffice; how many were converted.

    The bytes of a PDF differ from run to run. What is missing is a warning in ``log``.
    """
    watch(RunStage.PDF, 0, len(sheets))
    _convert(program, sheets, folder, watch)
    missing = [path for path in sheets if not _is_whole(folder / f"{path.stem}.pdf")]
    for path in missing:
        (folder / f"{path.stem}.pdf").unlink(missing_ok=True)
    if missing:
        names = ", ".join(path.stem for path in missing[:_NAMED])
        log.add("pdf-missing", count=len(missing), found=names)
    return len(sheets) - len(missing)


def find_libreoffice() -> str | None:
    """The program on the search path, or where installers put it; None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _convert(program: str, sheets: Sequence[Path], folder: Path, watch: Watch) -> None:
    """Run LibreOffice over all sheets, and watch the files come; it is ended where it hangs."""
    patience = time.monotonic() + _SECONDS_TO_START + _SECONDS_PER_SHEET * len(sheets)
    # A profile of its own: a LibreOffice that the user has open would take the call and drop it.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Names without their folder: a command line of Windows holds no 245 whole paths.
        command = [
            program,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(f"./{path.name}" for path in sheets),
        ]
        try:
            office = _started(command, sheets[0].parent)
        except OSError:
            return
        try:
            while office.poll() is None and time.monotonic() < patience:
                watch(RunStage.PDF, sum(1 for _ in folder.glob("*.pdf")), len(sheets))
                time.sleep(_LOOK_EVERY)
        finally:
            _end(office)
            for left in sheets[0].parent.glob(".~lock.*"):
                left.unlink(missing_ok=True)


def _started(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )


def _end(office: subprocess.Popen[bytes]) -> None:
    """End LibreOffice where it still runs, with what it started: that may outlive the starter."""
    if sys.platform == "win32":
        if office.poll() is None:
            ended = ["taskkill", "/F", "/T", "/PID", str(office.pid)]
            subprocess.run(ended, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
    office.wait()


def _is_whole(path: Path) -> bool:
    """Whether a PDF is there to its end."""
    try:
        return b"%%EOF" in path.read_bytes()[-_TAIL:]
    except OSError:
        return False
