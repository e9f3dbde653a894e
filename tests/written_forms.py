"""How people write the name of an office (docs/domain.md, 5): one function per form, for tests.

Built from the shipped list's own columns, not with the code under test. A form that an office
does not have (no area number, one province only) gives None.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import qp_scoring

_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_HEADS = {"สพป": "ประถมศึกษา", "สพม": "มัธยมศึกษา"}


@dataclass(frozen=True)
class Row:
    code: str
    type: str
    name: str
    provinces: tuple[str, ...]
    area: str
    abbreviation: str

    @property
    def level(self) -> str:
        return _HEADS[self.type]

    @property
    def place(self) -> str:
        """ฉะเชิงเทรา เขต 2."""
        return " ".join(self.provinces) + (f" เขต {self.area}" if self.area else "")

    @property
    def letters(self) -> str:
        """ฉช."""
        return self.abbreviation.split(".")[1]


def rows() -> list[Row]:
    path = Path(qp_scoring.__file__).parent / "data" / "offices.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Row(
                code=row["code"],
                type=row["type"],
                name=row["name_th"],
                provinces=tuple(row["province"].split("|")),
                area=row["area_no"],
                abbreviation=row["abbr"],
            )
            for row in csv.DictReader(file)
        ]


def _if_area(text: Callable[[Row], str]) -> Callable[[Row], str | None]:
    return lambda row: text(row) if row.area else None


FORMS: dict[str, Callable[[Row], str | None]] = {
    "full name": lambda row: row.name,
    "short name": lambda row: f"{row.type}.{row.place}",
    "short name, space after the dot": lambda row: f"{row.type}. {row.place}",
    "short name without its dot": lambda row: f"{row.type} {row.place}",
    "full name without spaces": lambda row: row.name.replace(" ", ""),
    "short name without spaces": lambda row: f"{row.type}.{row.place}".replace(" ", ""),
    "full name, Thai digits": lambda row: row.name.translate(_DIGITS),
    "short name, Thai digits": lambda row: f"{row.type}.{row.place}".translate(_DIGITS),
    "hyphen between provinces": lambda row: (
        f"{row.type}.{'-'.join(row.provinces)}" if len(row.provinces) > 1 else None
    ),
    "dash between provinces": lambda row: (
        f"{row.type}.{' – '.join(row.provinces)}" if len(row.provinces) > 1 else None
    ),
    "เขตที่": lambda row: row.name.replace(" เขต ", " เขตที่ ") if row.area else None,
    "abbreviation": lambda row: row.abbreviation,
    "abbreviation, Thai digits": lambda row: row.abbreviation.translate(_DIGITS),
    "abbreviation with เขต": _if_area(lambda row: f"{row.type}.{row.letters}. เขต {row.area}"),
    "abbreviation with เขต, tight": _if_area(lambda row: f"{row.type}.{row.letters}.เขต{row.area}"),
    "การ left out": lambda row: f"สำนักงานเขตพื้นที่ศึกษา{row.level}{row.place}",
    "งาน doubled": lambda row: f"สำนักงานงานเขตพื้นที่การศึกษา{row.level}{row.place}",
    "เขตที่การศึกษา": lambda row: f"สำนักงานเขตที่การศึกษา{row.level}{row.place}",
    "spaces in the head": lambda row: f"สำนักงานเขตพื้นที่การศึกษา {row.level} {row.place}",
    "line-wrapped": lambda row: row.name.replace("การศึกษา", "การ\n  ศึกษา", 1).replace(" ", "\r\n"),
    "decomposed ำ": lambda row: row.name.replace("ำ", "\u0e4d\u0e32"),
    "NBSP and zero-width": lambda row: row.name.replace(" ", "\u00a0").replace("ขต", "ข\u200bต"),
}
