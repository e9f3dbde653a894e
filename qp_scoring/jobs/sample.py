"""The sample round as a folder of forms to try the program on."""

from __future__ import annotations

import shutil
from pathlib import Path

from qp_scoring.delivery.new_folder import new_folder

SAMPLE = "qp-2566-6m"


def write_sample(out: Path) -> int:
    """Write the filled forms of the sample round into a new folder; how many files it has.

    Raises:
        RefusedRunError: something stands there already, or the disk refuses.
    """
    files = sorted(path for path in _shipped().iterdir() if path.is_file())
    with new_folder(out) as folder:
        for path in files:
            shutil.copyfile(path, folder / path.name)
    return len(files)


def _shipped() -> Path:
    """The sample: package data, or in a checkout the inputs."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "sample"
    return packed if packed.is_dir() else package.parent / "inputs" / SAMPLE
