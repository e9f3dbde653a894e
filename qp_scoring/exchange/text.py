"""What stands in one cell of a rubric workbook: values as text that an officer edits, and back.

Every form is lossless: reading what was written gives the same value. A text that is no number,
choice or yes/no comes back as it is, so that the rubric's own check refuses it; a list, points or
a condition that cannot be parsed raises :class:`UnreadableError`.

Conditions (``?`` is an id, quoted where it holds one of the signs)::

    ครบ: ?, ?, …        อย่างใดอย่างหนึ่ง: ?, …        อย่างน้อย 2 จาก: ?, …
    ค่า ? ≥ 80        ค่า ? ≤ 4        ค่า ? ≥ 80 ≤ 105        คะแนน ? ≥ 85

Conditions within a condition stand in brackets; one of some rounds only begins with these:
``เฉพาะรอบ 12m ครบ: ?, …``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from qp_scoring.messages import text
from qp_scoring.thai import to_arabic_digits

YES, NO = "ใช่", "ไม่ใช่"
ALL, ANY, AT_LEAST, OF, VALUE, SCORE, REACHES, WITHIN, ONLY = (
    "ครบ",
    "อย่างใดอย่างหนึ่ง",
    "อย่างน้อย",
    "จาก",
    "ค่า",
    "คะแนน",
    "≥",
    "≤",
    "เฉพาะรอบ",
)
CONDITION_FORMS = (
    f"{ALL}: … · {ANY}: … · {AT_LEAST} 2 {OF}: … · {VALUE} … {REACHES} … · {VALUE} … {WITHIN} …"
)
POINT_FORM = "60 → 1"
UNLESS = "เว้นแต่"
LIMIT_FORM = f"60 {UNLESS} {SCORE} … {REACHES} 85"
PAIR_FORM = "2.p = 85"

_KEYWORDS = {ALL, ANY, AT_LEAST, OF, VALUE, SCORE, ONLY}
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_TRUTHS = {YES: True, NO: False, "TRUE": True, "FALSE": False}
_CODE = re.compile(r"\(([a-z_]+)\)\Z")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_LINE = re.compile(r'(?:"(?:[^"]|"")*"|[^\n])+')
_PLAIN_ID = re.compile(r'[^\s,():"≥≤><→=]+')
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"]|"")*)"|(?P<sign>>=|<=|[,():≥≤])|(?P<word>[^\s,():"≥≤><]+)'
)
_POINT = re.compile(r'(?:"((?:[^"]|"")+)"|([^"]+?))\s*(?:→|->|=)\s*(.+)')
_PAIR = re.compile(r'(?:"((?:[^"]|"")+)"|([^="\s][^="]*?))\s*(?:=|→|->)\s*(.*\S)')
_PAIR_LINE = re.compile(r'(?:[ \t]*"(?:[^"]|"")*")?[^\n]+')
_PAIR_SIGNS = re.compile(r'[="\n→>]|^\s|\s$')
_DEEPEST = 50


class UnreadableError(ValueError):
    """A cell whose text is none of the forms; ``found`` is the text from where reading stopped."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


def number_text(value: Decimal | int | str) -> str:
    """A number with its digits as written: 4.50 stays 4.50; the name of a target as it is."""
    return value if isinstance(value, str) else format(Decimal(value), "f")


def read_number(cell: str) -> Decimal | int | str:
    """A number as TOML would give it; any other text as it is."""
    digits = to_arabic_digits(cell.strip())
    if not _NUMBER.fullmatch(digits):
        return cell
    return Decimal(digits) if "." in digits else int(digits)


def yes_no_text(value: bool) -> str:
    """The word for a truth value."""
    return YES if value else NO


def read_yes_no(cell: str) -> bool | str:
    """A truth value; any other text as it is."""
    return _TRUTHS.get(cell.strip(), cell)


def choice_text(value: str) -> str:
    """A choice in words, with its code in brackets: the words may change, the code may not."""
    return f"{text(f'choice-{value}')} ({value})"


def read_choice(cell: str) -> str:
    """The code of a choice; any other text as it is."""
    found = _CODE.search(cell.strip())
    return found[1] if found else cell.strip()


def list_text(entries: Sequence[object], separator: str) -> str:
    """Entries with a separator between them (a line feed or a comma), quoted where they hold it."""
    return separator.join(_entry(str(entry), separator.strip(" ")) for entry in entries)


def _entry(entry: str, separator: str) -> str:
    if "\n" in entry or separator in entry or entry.startswith('"'):
        return _quote(entry)
    return entry


def _quote(entry: str) -> str:
    return '"' + entry.replace('"', '""') + '"'


def _unquote(inner: str) -> str:
    return inner.replace('""', '"')


def read_list(cell: str, separators: str) -> list[str]:
    """The entries between separators; empty ones are passed over.

    Raises:
        UnreadableError: a quotation mark is not closed, or something follows it.
    """
    entries: list[str] = []
    rest = cell.strip()
    while rest:
        if quoted := _QUOTED.match(rest):
            entry, rest = _unquote(quoted[1]), rest[quoted.end() :].lstrip(" \t")
            if rest and rest[0] not in separators:
                raise UnreadableError(rest, '"…"')
        elif rest.startswith('"'):
            raise UnreadableError(rest, '"…"')
        else:
            at = min((rest.find(s) for s in separators if s in rest), default=len(rest))
            entry, rest = rest[:at].strip(), rest[at:]
        if entry:
            entries.append(entry)
        rest = rest.lstrip(separators).lstrip()
    return entries


def pairs_text(pairs: Mapping[str, object]) -> str:
    """A table of names with a figure or word each, a line each: ``2.p = 85``."""
    return "\n".join(
        f"{_quote(key) if _PAIR_SIGNS.search(key) else key} = {_figure(value)}"
        for key, value in pairs.items()
    )


def _figure(value: object) -> str:
    return number_text(value) if isinstance(value, int | Decimal) else str(value)


def read_pairs(cell: str) -> dict[str, Decimal | int | str]:
    """The table of names with a figure or word each.

    Raises:
        UnreadableError: a line is not a name, an equals sign and a value, or a name stands twice.
    """
    pairs: dict[str, Decimal | int | str] = {}
    for line in filter(None, map(str.strip, _PAIR_LINE.findall(cell))):
        parts = _PAIR.fullmatch(line)
        key = "" if parts is None else _unquote(parts[1] or "") or parts[2]
        if parts is None or key in pairs:
            raise UnreadableError(line, PAIR_FORM)
        pairs[key] = read_number(parts[3])
    return pairs


def points_text(points: Sequence[Sequence[Decimal | int | str]]) -> str:
    """The anchors of a curve, one per line: value → score; ``"a → b" → 50`` for an odd target."""
    return "\n".join(f"{_amount(value)} → {number_text(score)}" for value, score in points)


def _amount(value: Decimal | int | str) -> str:
    """A number, or the name of a target: quoted where it holds a sign of the forms."""
    return _id(value) if isinstance(value, str) else number_text(value)


def read_points(cell: str) -> list[list[Decimal | int | str]]:
    """The anchors of a curve.

    Raises:
        UnreadableError: a line is not a value, an arrow (or =) and a score.
    """
    points = []
    for line in map(str.strip, _LINE.findall(cell)):
        parts = _POINT.fullmatch(line)
        name, value, score = parts.groups() if parts else (None, "", "")
        at = read_number(value.strip()) if name is None else _unquote(name)
        found = read_number(score.strip())
        # A target is called by its measure, a point and a word.
        if isinstance(found, str) or (isinstance(at, str) and "." not in at):
            raise UnreadableError(line, POINT_FORM)
        points.append([at, found])
    return points


def condition_text(condition: Any) -> str:
    """A condition (a table of the rubric file) as one line."""
    if rounds := condition.get("rounds"):
        alone = {key: value for key, value in condition.items() if key != "rounds"}
        return f"{ONLY} {' '.join(map(_id, rounds))} {condition_text(alone)}"
    if "measure" in condition or "score" in condition:
        head, key = (VALUE, "measure") if "measure" in condition else (SCORE, "score")
        bounds = [(REACHES, condition.get("min")), (WITHIN, condition.get("max"))]
        asked = [f"{sign} {_amount(bound)}" for sign, bound in bounds if bound is not None]
        return " ".join([head, _id(condition[key]), *asked])
    if "of" in condition:
        head, members = f"{AT_LEAST} {condition['at_least']} {OF}", condition["of"]
    elif "all" in condition:
        head, members = ALL, condition["all"]
    else:
        head, members = ANY, condition["any"]
    return f"{head}: {', '.join(map(_member, members))}"


def limits_text(limits: Sequence[Any]) -> str:
    """Limits, one per line: the most, and the condition that lifts it."""
    return "\n".join(
        f"{number_text(one['at_most'])} {UNLESS} {condition_text(one['unless'])}" for one in limits
    )


def read_limits(cell: str) -> list[dict[str, Any]]:
    """The limits of a cell.

    Raises:
        UnreadableError: a line is not a number, the word between, and a condition.
    """
    found = []
    for line in map(str.strip, _LINE.findall(cell)):
        most, word, condition = line.partition(UNLESS)
        number = read_number(most.strip())
        if not word or isinstance(number, str):
            raise UnreadableError(line, LIMIT_FORM)
        found.append({"unless": read_condition(condition), "at_most": number})
    return found


def _member(member: Any) -> str:
    if isinstance(member, str):
        return _id(member)
    inner = condition_text(member)
    bare = ("measure" in member or "score" in member) and not member.get("rounds")
    return inner if bare else f"({inner})"


def _id(key: str) -> str:
    return key if _PLAIN_ID.fullmatch(key) and key not in _KEYWORDS else _quote(key)


def read_condition(cell: str) -> dict[str, Any]:
    """The table of a condition.

    Raises:
        UnreadableError: the text is no condition; it says from where on, and what may stand there.
    """
    return _ConditionParser(cell).whole()


class _ConditionParser:
    """Reads a condition token by token; ``_at`` is where the next token begins."""

    def __init__(self, cell: str) -> None:
        self._text = cell
        self._at = 0
        self._depth = 0

    def whole(self) -> dict[str, Any]:
        found = self._condition()
        if self._rest():
            raise self._unread(",")
        return found

    def _rest(self) -> str:
        return self._text[self._at :].strip()

    def _unread(self, expected: str) -> UnreadableError:
        return UnreadableError(self._rest(), expected)

    def _next(self) -> re.Match[str] | None:
        self._at += len(self._text[self._at :]) - len(self._text[self._at :].lstrip())
        return _TOKEN.match(self._text, self._at)

    def _at_keyword(self) -> bool:
        token = self._next()
        return token is None or token["word"] in _KEYWORDS

    def _take(self, *wanted: str) -> bool:
        """Whether the next token is one of these signs or words; then it is taken."""
        token = self._next()
        if token is None or token["quoted"] is not None or token[0] not in wanted:
            return False
        self._at = token.end()
        return True

    def _need(self, *wanted: str) -> None:
        if not self._take(*wanted):
            raise self._unread(wanted[0])

    def _condition(self) -> dict[str, Any]:
        if self._take(ONLY):
            rounds = [self._key()]
            while not self._at_keyword():
                rounds.append(self._key())
            return {**self._condition(), "rounds": rounds}
        if bounded := self._bounded():
            return bounded
        if self._take(ALL):
            return {"all": self._members()}
        if self._take(ANY):
            return {"any": self._members()}
        if self._take(AT_LEAST):
            count = self._number("2")
            self._need(OF)
            return {"at_least": count, "of": self._members()}
        raise self._unread(CONDITION_FORMS)

    def _bounded(self) -> dict[str, Any] | None:
        """A value or a score within bounds, where one begins."""
        kind = "measure" if self._take(VALUE) else "score" if self._take(SCORE) else None
        if kind is None:
            return None
        found: dict[str, Any] = {kind: self._key()}
        if self._take(REACHES, ">="):
            found["min"] = self._bound(found)
        if self._take(WITHIN, "<="):
            found["max"] = self._bound(found)
        if len(found) == 1:
            raise self._unread(REACHES)
        return found

    def _bound(self, of: Mapping[str, str]) -> Decimal | int | str:
        """A number, or a target of the measure that is bounded."""
        token, measure = self._next(), of.get("measure")
        if token is not None and measure is not None:
            quoted = token["quoted"]
            name = token["word"] if quoted is None else _unquote(quoted)
            is_number = quoted is None and not isinstance(read_number(name or ""), str)
            if name and name.startswith(f"{measure}.") and not is_number:
                return self._key()
        return self._number("80")

    def _number(self, expected: str) -> Decimal | int:
        token = self._next()
        found = read_number(token["word"] or "") if token else ""
        if token is None or isinstance(found, str):
            raise self._unread(expected)
        self._at = token.end()
        return found

    def _key(self) -> str:
        token = self._next()
        quoted = token["quoted"] if token else None
        if token is None or token["sign"] or (quoted is None and token["word"] in _KEYWORDS):
            raise self._unread("2.1")
        self._at = token.end()
        return token["word"] if quoted is None else _unquote(quoted)

    def _members(self) -> list[Any]:
        self._need(":")
        members = [self._member()]
        while self._take(","):
            members.append(self._member())
        return members

    def _member(self) -> Any:
        if bounded := self._bounded():
            return bounded
        if not self._take("("):
            return self._key()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._unread(CONDITION_FORMS)
        inner = self._condition()
        self._need(")")
        self._depth -= 1
        return inner
