"""Links of a sheet to other files, put into what XlsxWriter writes of a single one.

XlsxWriter holds more of each link than of a row of cells, and a country has 90,000 in its summary.
It is told of a stand-in, whose element in the sheet and whose relation, which names the file, are
the patterns of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import chain, count

from xlsxwriter.utility import xl_rowcol_to_cell

STAND_IN = "external:-"

_ELEMENT = re.compile('<hyperlink ref="[A-Z]+1" r:id="rId1"/>')
_RELATION = re.compile('(<Relationship Id="rId1" [^>]* Target="-" [^>]*/>)')
# As Excel writes them in the name of a file; one with # or % is no link.
_IN_NAMES = str.maketrans({one: f"%{ord(one):02x}" for one in ' "<>[]^`{}'})


class FileLinks:
    """The links of a sheet to other files, by their cells; ``look`` is that of one of them."""

    def __init__(self) -> None:
        self.look = 0
        self._targets: dict[tuple[int, int], tuple[str, str]] = {}
        self._related: list[tuple[int, str]] = []

    def __bool__(self) -> bool:
        return bool(self._targets)

    def add(self, at: tuple[int, int], file: str, location: str, look: int) -> None:
        """Have a cell (row, column) lead to a file and, where one is given, a place in it."""
        self._targets[at] = file, location
        self.look = look

    def linked(self, part: str) -> str:
        """What follows the cells of the sheet, with all links."""
        others = part.count(' r:id="')  # the relation of the stand-in, and those of drawings
        elements: list[str] = []
        for number, at in zip(chain((1,), count(others + 1)), sorted(self._targets), strict=False):
            file, location = self._targets[at]
            place = f' location="{_attribute(location)}"' if location else ""
            elements.append(
                f'<hyperlink ref="{xl_rowcol_to_cell(*at)}" r:id="rId{number}"{place}/>'
            )
            self._related.append((number, file))
        return _ELEMENT.sub(lambda _: "".join(elements), part, count=1)

    def related(self, part: str) -> Iterator[str]:
        """The relations of the sheet, with the files that all links lead to."""
        before, stand_in, after = _RELATION.split(part, maxsplit=1)
        yield before
        for number, file in self._related:
            named = f'Target="{_attribute(file.translate(_IN_NAMES))}"'
            yield stand_in.replace("rId1", f"rId{number}").replace('Target="-"', named)
        yield after


def _attribute(text: str) -> str:
    """A text as it stands between the quotation marks of an attribute."""
    return escape(text, quote=False).replace('"', "&quot;")
