"""What a number format shows is what counts; where it shows another number, nobody is scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from dressed_sheets import MEASURE, OPEN, rubric
from making import score
from openpyxl import Workbook

from qp_scoring.findings import Severity

OFFICE = "2402"


def levels(folder: Path, value: object, number_format: str):
    """The level of indicator 2 (three items of 1 are met), and what was found at its cell."""
    book = Workbook()
    book.active.append(["รหัส", "1", "2"])
    book.active.append([OFFICE, 2, value])
    return outcome(folder, book, "C2", number_format)


def measured(folder: Path, value: object, number_format: str):
    """The same where its percentage is given: 50 is level 2, 80 level 3."""
    book = Workbook()
    book.active.append(["รหัส", "ผู้ประเมิน", "1 สถานะ", "1.1", "1.2", "1.3", MEASURE])
    book.active.append([OFFICE, "ก", OPEN, "มี", "มี", "มี", value])
    return outcome(folder, book, "G2", number_format)


def outcome(folder: Path, book: Workbook, cell: str, number_format: str):
    book.active[cell].number_format = number_format
    book.save(folder / "ก.xlsx")
    scored = score(folder / "ก.xlsx", rubric=rubric())
    level = scored.indicator("2", OFFICE).level
    codes = {
        item.code
        for item in scored.findings
        if item.place.cell == cell
        and item.severity is not Severity.INFO
        and item.code != "items-not-assessed"
    }
    return None if level is None else str(level), codes


@pytest.mark.parametrize(
    ("value", "number_format", "level", "codes"),
    [
        (3, '0" คะแนน"', "3", set()),
        (3, '"ระดับ "0', "3", set()),
        (3, "0.00", "3", set()),
        (3, "[$-D07041E]0", "3", set()),
        (2.4, '0" "', None, {"cell-rounded"}),
        (3000, "0,", None, {"cell-shown-otherwise"}),
        (1, '0"0"', None, {"cell-shown-otherwise"}),
        (3, "[White]0", None, {"cell-invisible"}),
        (3, "bbbb", None, {"cell-date"}),
        (3, "d", None, {"cell-date"}),
    ],
)
def test_levels(tmp_path, value, number_format, level, codes):
    assert levels(tmp_path, value, number_format) == (level, codes)


@pytest.mark.parametrize(
    ("value", "number_format", "level", "codes"),
    [
        (33, '0"/40"', "3", set()),
        (95, '0"%"', "3", set()),
        (0.95, "0%", "3", set()),
        (0.796, "0.0%", "2", set()),
        (0.796, "0%", None, {"cell-rounded"}),
        (79.6, "0", None, {"cell-rounded"}),
        (80.4, "0", "3", set()),
        (0.95, '0"%"', None, {"cell-shown-otherwise"}),
        (95000, "0.0,", None, {"cell-shown-otherwise"}),
    ],
)
def test_measures(tmp_path, value, number_format, level, codes):
    assert measured(tmp_path, value, number_format) == (level, codes)


def test_a_rounded_number_that_changes_nothing_is_told(tmp_path):
    measured(tmp_path, 80.4, "0")
    scored = score(tmp_path / "ก.xlsx", rubric=rubric())
    (told,) = (dict(item.values) for item in scored.findings if item.code == "values-rounded")
    assert told == {"count": "1", "cells": "G2 80 (80.4)"}


def test_numbers_of_any_size_are_shown(tmp_path):
    for value in (1e29, 1e30, 1e-29, 123456789012345678901234567890):
        assert levels(tmp_path, value, "#,##0.000000000000000")[0] is None
