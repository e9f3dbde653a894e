"""What titles say of a whole report: where it begins in its file, its fiscal year, its round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from qp_scoring.evidence.entries import Entry
from qp_scoring.evidence.form_lines import is_report_title, is_title
from qp_scoring.evidence.headings import Headings
from qp_scoring.evidence.skeleton import FormWords, Skeleton
from qp_scoring.rubric.model import Rubric
from qp_scoring.thai import to_arabic_digits

_TOP = 40
_AROUND, _ABOVE = 6, 2  # lines of a title, and before it, that may name who reports
_LONGEST_TITLE = 200
_YEAR = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s*ศ\.?)?\s*(2[45][0-9]{2})")
_OWN_TITLE = re.compile(
    r"(?:สรุป|รายงาน|แบบ|บันทึก|เอกสาร|ผลการ|ส่วนราชการ).{0,160}(?:ปีงบประมาณ|ตรวจราชการ)"
    r"|แบบ(?:รายงาน)?\s*\(?รต\.?\s*[0-9๐-๙]{2}"
)
# A title that needs no year: "รายงานผลการดำเนินงาน สพป.…", "ส่วนที่ 2 รายงานของ…".
_REPORT_OF = re.compile(
    r"(?:(?:ส่วน|ตอน|ฉบับ|ลำดับ)ที่\s*[0-9๐-๙]+\s*[:.]?\s*)?(?:สรุป|รวม)?(?:แบบ|รายงาน)(?!(?:ไป|ต่อ|ให้|แก่)|.*(?:ศึกษาดูงาน|\bณ\b|ไปยัง|ส่งไป|เยี่ยม)).*(?:สพ[ปม]|สำนักงาน|ศธจ|วิทยาลัย)"
)
_TITLE_WORDS = re.compile(
    r"^(?:สรุป|รายงาน|แบบ|บันทึก|เอกสาร|ผลการ).{0,100}?ตรวจราชการ\S*|^แบบ(?:รายงาน)?\s*\(?รต\.?\s*[0-9]{0,4}\)?"
    r"|(?:ประจำ)?ปีงบประมาณ\s*(?:พ\.?\s*ศ\.?)?\s*2[45][0-9]{2}|รอบ(?:ที่)?\s*[0-9]{1,2}(?:\s*เดือน)?"
)
_ROUND = re.compile(r"รอบ(?:ที่)?\s*([0-9]{1,2})(?:\s*เดือน)?")


def report_starts(
    entries: Sequence[Entry],
    form_words: FormWords,
    headings_of: Callable[[Sequence[Entry]], Headings],
    reporter: Callable[[Sequence[str]], str | None],
    is_part: Callable[[str, str | None], bool] = lambda _line, _reporter: False,
) -> tuple[int, ...]:
    """Where the reports in a file begin, as places of entries; the first is always 0.

    Nearly every file has no title but its first, and its headings are not asked for.

    Another report begins at a title behind which the topics begin again, or by which somebody else
    is named as who reports (``reporter`` says who, of some lines). A title that is printed on every
    page, as a header, is followed by the topic at hand or by a new one, and names the same. A line
    that only names one of those whose answers the reporter gathers is none (``is_part``).
    """
    titles = [
        at
        for at, entry in enumerate(entries)
        if at and (_may_title(entry, form_words) or _may_name_reporter(entry, entries[0]))
    ]
    if not titles:
        return (0,)
    headings = headings_of(entries)
    form = headings.form_of(entries)
    topics = {
        at: found.focus.number
        for at in range(len(entries))
        if (found := headings.topics.at(entries, at, form)) and not found.page
    }
    starts = [0]
    titles = [at for at in titles if at > min(topics, default=0)]
    top = entries[: min((_AROUND, *titles))]
    whose, time = reporter(_title_texts(top)), _told_time(top)
    for title in titles:
        if is_part(entries[title].text, whose):
            continue
        begun = [topics[at] for at in sorted(topics) if starts[-1] <= at < title]
        next_topic = next((at for at in sorted(topics) if at > title), len(entries))
        following = topics.get(next_topic)
        around = entries[max(0, title - _ABOVE) : min(title + _AROUND, next_topic)]
        named = reporter(_title_texts(around))
        if named is None:  # a margin may have broken the name
            named = reporter([" ".join(_title_texts(entries[title : title + 2]))])
        another = bool(begun) and named is not None and whose is not None and named != whose
        if not _may_title(entries[title], form_words):
            another = another and next_topic - title <= _AROUND and _no_later(following, begun)
        again = is_report_title(entries[title], form_words) and following in begun
        later = _told_time(entries[title : title + _AROUND])
        at_another_time = again and time and later and time != later
        if another or at_another_time or _again(following, begun):
            starts.append(_first_title(entries, title, form_words))
            whose, time = named, later
    return tuple(dict.fromkeys(starts))


def _again(following: str | None, begun: Sequence[str]) -> bool:
    """Whether topics begin again: with one that was begun before the last, or before them all."""
    if following is None or not begun:
        return False
    first = _in_table(following) < min(map(_in_table, begun))
    return first or following in begun[:-1] or (following in begun and begun[-1] != following)


def _title_texts(entries: Sequence[Entry]) -> list[str]:
    """Some lines, each without the words of a title: "… ปีงบประมาณ 2566" names nobody."""
    return [without_title_words(one.text) for one in entries]


def without_title_words(text: str) -> str:
    """A line without what a title says of the year and the round, and of no reporter."""
    return _TITLE_WORDS.sub("", to_arabic_digits(text)).strip()


def _told_time(entries: Sequence[Entry]) -> list[str]:
    """The fiscal years and rounds that some lines name."""
    texts = [to_arabic_digits(one.text) for one in entries]
    return [found for text in texts for one in (_YEAR, _ROUND) for found in one.findall(text)]


def _in_table(number: str) -> tuple[int, ...]:
    """A topic's place in the table."""
    return tuple(map(int, number.split(".")))


def _may_title(entry: Entry, form_words: FormWords) -> bool:
    """Whether a line is a report's title, in the form's words or its own with the fiscal year."""
    if entry.cell or len(entry.text) > _LONGEST_TITLE:
        return False
    return is_report_title(entry, form_words) or _OWN_TITLE.match(entry.text) is not None


def _no_later(following: str | None, begun: Sequence[str]) -> bool:
    """Whether a topic is none that goes on behind those that were begun."""
    return following is not None and _in_table(following) <= max(map(_in_table, begun))


def _may_name_reporter(entry: Entry, first: Entry) -> bool:
    """Whether a line may be a title by who reports, or as the file begins, a topic behind it."""
    if entry.cell or len(entry.text) > _LONGEST_TITLE:
        return False
    return _REPORT_OF.match(entry.text) is not None or entry.key == first.key


def _first_title(entries: Sequence[Entry], title: int, form_words: FormWords) -> int:
    """Where the titles begin that a title stands among."""
    while title > 1 and is_title(entries[title - 1], form_words):
        title -= 1
    return title


def fiscal_year(entries: Sequence[Entry], skeleton: Skeleton) -> int | None:
    """The year that the titles in the first lines give, else that of the policy in them."""
    top = [entry for entry in entries[:_TOP] if len(entry.text) <= _LONGEST_TITLE]
    years = Counter(
        int(year) for entry in top for year in _YEAR.findall(to_arabic_digits(entry.text))
    )
    if years:
        return min(years, key=lambda year: (-years[year], year))
    for entry in top:
        for focus in skeleton.focus:
            if focus.aliases_year and entry.key.startswith(focus.alias_keys):
                return focus.aliases_year
    return None


def round_of(entries: Sequence[Entry], rubric: Rubric) -> str | None:
    """The rubric's round that the first lines name, by its name or its place; else None."""
    top = [to_arabic_digits(entry.text) for entry in entries[:_TOP]]
    for text in top:
        for entry in rubric.round:
            if entry.name in text:
                return entry.id
    for text in top:
        if found := _ROUND.search(text):
            number = int(found[1])
            if "เดือน" not in found[0] and 1 <= number <= len(rubric.round):
                return rubric.round[number - 1].id
            return next((r.id for r in rubric.round if f"{number} เดือน" in r.name), None)
    return None
