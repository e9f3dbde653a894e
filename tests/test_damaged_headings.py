"""A table whose headings nobody can read is not read by what happens to be left of them."""

from pathlib import Path

import pytest
from making import PRIMARY_ALL_THREE, SEED_OFFICE, score

from qp_scoring.findings import RefusedRunError
from qp_scoring.rubric.load import load_rubric

HEADINGS = ["รหัส", "สพท.", *load_rubric("qp-2566").by_code]
ROW = [
    SEED_OFFICE,
    "สพป.ฉะเชิงเทรา เขต 2",
    *("" if level is None else str(level) for level in PRIMARY_ALL_THREE),
]


def table(path: Path, headings: list[str]) -> Path:
    path.write_text("\n".join(map(",".join, (headings, ROW))), encoding="utf-8-sig")
    return path


def as_another_encoding(text: str, read_as: str) -> str:
    return text.encode().decode(read_as, errors="replace")


@pytest.mark.parametrize("read_as", ["cp874", "latin-1"])
def test_headings_of_another_encoding_are_said_with_what_to_do(tmp_path, read_as):
    headings = [as_another_encoding(text, read_as) for text in HEADINGS]
    with pytest.raises(RefusedRunError) as refused:
        score(table(tmp_path / "ก.csv", headings))
    assert ("sheet-damaged-text", "A1") in [(f.code, f.place.cell) for f in refused.value.findings]


def test_short_headings_of_windows_thai_read_as_latin_are_said_too(tmp_path):
    broken = [text.encode("cp874").decode("latin-1") for text in ("ที่", *HEADINGS[1:])]
    with pytest.raises(RefusedRunError) as refused:
        score(table(tmp_path / "ก.csv", broken))
    assert ("sheet-damaged-text", "A1") in [(f.code, f.place.cell) for f in refused.value.findings]


def test_sound_headings_are_read(tmp_path):
    assert score(table(tmp_path / "ก.csv", HEADINGS)).office(SEED_OFFICE).mean
