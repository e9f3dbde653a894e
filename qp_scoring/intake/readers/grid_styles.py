"""What styles and runs of text say of how a cell looks: struck, raised, symbols, colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from qp_scoring.intake.guard import RefusedError, parse_xml
from qp_scoring.intake.readers.cells import is_blank
from qp_scoring.intake.readers.dressing import NOTHING, WHITE, Seen, is_lost_on
from qp_scoring.intake.readers.grid_values import (
    CellStyle,
    ConditionalLook,
    Styles,
    number_formats,
)

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAX_STYLES = 100_000

_SYMBOL_FONTS = ("wingdings", "webdings", "symbol", "marlett", "zapfdingbats", "monotypesorts")
_SYMBOL_CHARSET = "2"
# Excel counts the window's own colour, white, as the first of a theme, and as these by number.
_BLACK = "000000"
_LEAST_POINTS = 3  # of letters that are seen
_WHITE_NUMBERS = frozenset({"1", "9", "65"})

_AFTER_NAMESPACE = len(MAIN_NS) + 1
_FALSE = frozenset({"0", "false", "off"})


def main_name(local: str) -> str:
    """An element of a workbook as the parser names it."""
    return f"{MAIN_NS} {local}"


_RUN, _RUN_FONT = main_name("r"), main_name("rPr")


@dataclass(frozen=True, slots=True)
class Font:
    """What of a font matters: how it marks its text, and its colour where it is no usual one."""

    seen: Seen = NOTHING
    colour: str = ""


PLAIN_FONT = Font()
RunFonts = frozenset[Font | None]  # of a text in several fonts; None is that of its cell


def seen_in_runs(runs: RunFonts, style: CellStyle) -> Seen:
    """What is seen of a text whose runs have these fonts, in a cell of this style."""
    ground = style.fill or WHITE
    of_runs = [style.seen if font is None else lost_on(font, ground) for font in runs]
    seen = style.of_texts & (Seen.CROSSED | Seen.OTHERWISE)
    for one in of_runs:
        seen |= one
    everywhere = of_runs[0]
    for one in of_runs:
        everywhere &= one
    if Seen.STRUCK in seen and Seen.STRUCK not in everywhere:
        seen = (seen & ~Seen.STRUCK) | Seen.PARTLY_STRUCK
    return seen


def is_symbol_font(name: str) -> bool:
    """Whether the letters of a font are pictures."""
    return name.replace(" ", "").strip("'").lower().startswith(_SYMBOL_FONTS)


def lost_on(font: Font, ground: str) -> Seen:
    """What is seen of a text in a font on a ground."""
    lost = is_lost_on(font.colour or _BLACK, ground)
    return font.seen | Seen.INVISIBLE if lost else font.seen


class FontReader:
    """Gathers one font from the elements inside it, of a style or of a run."""

    __slots__ = ("_colour", "_seen")

    def __init__(self) -> None:
        self._seen = NOTHING
        self._colour = ""

    def start(self, local: str, attributes: Mapping[str, str]) -> None:
        """Take in one element of a font by its name without a namespace."""
        value = attributes.get("val", "")
        if local == "strike":
            if value not in _FALSE:
                self._seen |= Seen.STRUCK
        elif local == "vertAlign":
            if value in ("superscript", "subscript"):
                self._seen |= Seen.SHIFTED
        elif local == "sz":
            if value.replace(".", "", 1).isdecimal() and float(value) < _LEAST_POINTS:
                self._seen |= Seen.INVISIBLE
        elif local in ("name", "rFont"):
            if is_symbol_font(value):
                self._seen |= Seen.SYMBOLS
        elif local == "charset":
            if value == _SYMBOL_CHARSET:
                self._seen |= Seen.SYMBOLS
        elif local == "color":
            self._colour = colour_of(attributes)

    def font(self) -> Font:
        """The font so gathered; the next begins anew."""
        found = Font(self._seen, self._colour) if self._seen or self._colour else PLAIN_FONT
        self._seen, self._colour = NOTHING, ""
        return found


def colour_of(attributes: Mapping[str, str]) -> str:
    """A colour by what it says of itself; black and white in one way, however they are written."""
    if "rgb" in attributes:
        return attributes["rgb"][-6:].upper()
    if "theme" in attributes:
        number, tint = attributes["theme"], attributes.get("tint", "")
        return _grey(number, tint) or f"theme {number} {tint}"
    if "indexed" in attributes:
        number = attributes["indexed"]
        return WHITE if number in _WHITE_NUMBERS else f"no. {number}"
    return ""


def _grey(theme: str, tint: str) -> str:
    """A theme's white that is darkened, or its black that is lightened; "" of its other colours."""
    try:
        share = float(tint or 0)
    except ValueError:
        return ""
    light = {"0": 1 + min(share, 0.0), "1": max(share, 0.0)}.get(theme)
    return f"{round(255 * min(max(light, 0.0), 1.0)):02X}" * 3 if light is not None else ""


def _slants(border: Mapping[str, str]) -> bool:
    """Whether a border goes across its cell, if that line is drawn."""
    return any(border.get(way, "0") not in _FALSE for way in ("diagonalUp", "diagonalDown"))


class LookReader:
    """Gathers what a conditional format does to its cells, from the elements inside it."""

    __slots__ = ("_code", "_font", "_ground", "_inside", "_lined", "_slants")
    _PARTS = frozenset({"font", "fill", "border"})

    def __init__(self) -> None:
        self._inside = ""
        self._font = FontReader()
        self._ground: str | None = None
        self._code: str | None = None
        self._slants = self._lined = False

    def start(self, local: str, attributes: Mapping[str, str]) -> None:
        """Take in one element by its name without a namespace."""
        if local in self._PARTS:
            self._inside = local
            self._slants |= _slants(attributes)
        elif local == "numFmt":
            self._code = attributes.get("formatCode")
        elif self._inside == "font":
            self._font.start(local, attributes)
        elif local == "bgColor":
            self._ground = colour_of(attributes) or None
        elif local == "diagonal":
            self._lined = attributes.get("style", "none") != "none"

    def look(self) -> ConditionalLook:
        """The look so gathered."""
        font = self._font.font()
        crossed = Seen.CROSSED if self._slants and self._lined else NOTHING
        return ConditionalLook(font.seen | crossed, font.colour, self._ground, self._code)


@dataclass(slots=True)
class RunsUnderWay:
    """The fonts of the runs of one text, while it is being read."""

    _runs: list[tuple[int, Font | None]] = field(default_factory=list)
    _font: FontReader | None = None

    def start(self, name: str, attributes: Mapping[str, str], pieces: Sequence[str]) -> None:
        """Take in an element inside a text; ``pieces`` are the characters of the text so far."""
        if name == _RUN:
            self._end_run()
            self._runs.append((len(pieces), None))
        elif name == _RUN_FONT:
            self._font = FontReader()
        elif self._font is not None:
            self._font.start(name[_AFTER_NAMESPACE:], attributes)

    def fonts(self, pieces: Sequence[str]) -> RunFonts:
        """The fonts of a text that has been read; none where it has no runs. The next begins."""
        if not self._runs:
            return frozenset()
        self._end_run()
        ends = [at for at, _ in self._runs[1:]] + [len(pieces)]
        found = frozenset(
            font
            for (at, font), end in zip(self._runs, ends, strict=True)
            if not is_blank("".join(pieces[at:end]))
        )
        self._runs.clear()
        return found

    def _end_run(self) -> None:
        if self._runs and self._font is not None:
            self._runs[-1] = (self._runs[-1][0], self._font.font())
        self._font = None


class _StyleScan:
    """One walk through a styles part."""

    _KEPT = ("fonts", "fills", "borders", "cellXfs", "dxfs")

    def __init__(self) -> None:
        self._inside = ""
        self._codes: dict[int, str] = {}
        self._fonts: list[FontReader] = []
        self._fills: list[str | None] = []
        self._borders: list[Seen] = []
        self._slants = False  # whether the border under way goes across, if it is drawn
        self._formats: list[dict[str, str]] = []
        self._looks: list[LookReader] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name[_AFTER_NAMESPACE:]
        if local in self._KEPT:
            self._inside = local
        elif self._inside in ("fonts", "dxfs"):
            self._gather(local, attributes)
        elif self._inside == "fills":
            self._fill(local, attributes)
        elif self._inside == "borders":
            self._border(local, attributes)
        elif self._inside == "cellXfs":
            if local == "xf":
                self._formats.append(attributes)
        elif local == "numFmt" and "formatCode" in attributes:
            number = integer(attributes.get("numFmtId", "0"))
            self._codes.setdefault(number, attributes["formatCode"])
        kept = self._fonts, self._fills, self._borders, self._formats, self._codes, self._looks
        if any(len(one) > MAX_STYLES for one in kept):
            raise RefusedError("file-damaged")

    def _gather(self, local: str, attributes: Mapping[str, str]) -> None:
        """Take in an element of a font, or of what a conditional format does."""
        if self._inside == "fonts" and local == "font":
            self._fonts.append(FontReader())
        elif local == "dxf":
            self._looks.append(LookReader())
        elif readers := self._fonts if self._inside == "fonts" else self._looks:
            readers[-1].start(local, attributes)

    def _border(self, local: str, attributes: dict[str, str]) -> None:
        if local == "border":
            self._slants = _slants(attributes)
            self._borders.append(NOTHING)
        elif local == "diagonal" and self._borders:
            drawn = self._slants and attributes.get("style", "none") != "none"
            self._borders[-1] = Seen.CROSSED if drawn else NOTHING

    def _fill(self, local: str, attributes: dict[str, str]) -> None:
        if local == "fill":
            self._fills.append(None)
        elif not self._fills:
            return
        elif local == "patternFill":
            kind = attributes.get("patternType", "none")
            self._fills[-1] = None if kind == "none" else kind
        elif local == "gradientFill":
            self._fills[-1] = "gradient"
        elif local == "fgColor" and self._fills[-1] == "solid":
            shown = colour_of(attributes) or "solid"
            self._fills[-1] = None if shown == WHITE else shown

    def end(self, name: str) -> None:
        if name[_AFTER_NAMESPACE:] == self._inside:
            self._inside = ""

    def styles(self, date1904: bool) -> Styles:
        code_of = number_formats(self._codes)
        fonts = [reader.font() for reader in self._fonts]
        styles = []
        for given in self._formats:
            number, font_at, fill_at, border_at = (
                integer(given.get(key, "0")) for key in ("numFmtId", "fontId", "fillId", "borderId")
            )
            font = fonts[font_at] if 0 <= font_at < len(fonts) else PLAIN_FONT
            fill = self._fills[fill_at] if 0 <= fill_at < len(self._fills) else None
            border = self._borders[border_at] if 0 <= border_at < len(self._borders) else NOTHING
            seen = lost_on(font, fill or WHITE) | border
            styles.append(CellStyle.of(code_of(number), seen, fill))
        return Styles.of(styles, date1904, [reader.look() for reader in self._looks])


@lru_cache(maxsize=4)
def read_styles(data: bytes, date1904: bool) -> Styles:
    """What a styles part says of cells; the forms of a round have one and the same.

    Raises:
        RefusedError: the part is damaged or holds more styles than Excel could have written.
    """
    scan = _StyleScan()
    parse_xml(data, scan.start, scan.end)
    return scan.styles(date1904)


def integer(text: str) -> int:
    """A whole number of a part.

    Raises:
        RefusedError: it is none.
    """
    try:
        return int(text)
    except ValueError:
        try:
            return int(float(text))  # some producers write row numbers as "1.0"
        except (ValueError, OverflowError) as problem:
            raise RefusedError("file-damaged") from problem
