"""Names of persons: which of them are one person's, whatever titles and typing say."""

from __future__ import annotations

import re
from itertools import takewhile

from qp_scoring.thai import normalise, squeeze

_RANK = (
    r"(?:ว่าที่)?\s*(?:[รพ]\s*\.\s*[ตทอ]\s*\.(?:\s*[ตทอ]\s*\.)?|[รพ]\.[ตทอ]\s"
    "|(?:ร้อย|พัน)(?:ตรี|โท|เอก))"
)
# A title stands before a name, which begins with a consonant or a leading vowel; what is short for
# one has its points.
_TITLE = re.compile(
    rf"(?:(?P<f>{_RANK}\s*หญิง|นางสาว|นาง|น\s*\.?\s*ส\s*\.|(?:mrs|ms|miss)(?:\.|\s))"
    rf"|(?P<m>นาย|mr(?:\.|\s))|{_RANK}|คุณ|(?:ดร|ผศ|รศ|ศ|อ|ศน|(?:รอง\s*)?ผอ)\s*\.)\s*(?=[ก-ฮเแโใไa-z])"
)
_ROLE_BEHIND = re.compile(r"\s*[(（](?:ประธาน|กรรมการ|เลขา|หัวหน้า|ผู้ประเมิน)[^()（）]*[)）]$")
_LEAST_NAME = 3  # letters; of shorter names a single letter is much


def person_key(name: str) -> tuple[str, str]:
    """A person's name as it is compared, and what its titles say of the person: m, f or ""."""
    rest, gender = _untitled(name)
    return squeeze(rest), gender


def begins_name(one: str, other: str) -> bool:
    """Whether a person's name is the beginning of another's that has further words."""
    words, more = (_untitled(name)[0].split() for name in (one, other))
    return bool(words) and len(words) < len(more) and words == more[: len(words)]


def nearly_same_name(one: str, other: str) -> bool:
    """Whether two persons' names differ in one letter of one word: left out, added, or another.

    Numbers tell apart: ผู้ประเมิน 1 and ผู้ประเมิน 2 are two.
    """
    words, others = (_untitled(name)[0].split() for name in (one, other))
    if len(words) != len(others):
        return False
    apart = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and _is_one_letter_off(*sorted(apart[0], key=len))


def _is_one_letter_off(short: str, long: str) -> bool:
    if len(short) < _LEAST_NAME or len(long) - len(short) > 1:
        return False
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False))
    at = sum(1 for _ in alike)
    differing = short[at : at + 1] + long[at : at + 1]
    if any(map(str.isdecimal, differing)):
        return False
    same_length = len(short) == len(long)
    return short[at + 1 if same_length else at :] == long[at + 1 :]


def _untitled(name: str) -> tuple[str, str]:
    rest, gender = _ROLE_BEHIND.sub("", normalise(name).casefold()), ""
    while title := _TITLE.match(rest):
        rest, gender = rest[title.end() :], gender or title.lastgroup or ""
    return rest, gender
