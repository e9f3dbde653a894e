"""Whole reports of a province in words and layouts of its own, with what each office said.

Every answer has a number of its own, so that it can be found in what the program read. All offices
are real, all that is told of them is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

OFFICES = {"สพป.น่าน เขต 1": "5501", "สพป.น่าน เขต 2": "5502", "สพม.น่าน": "M5500"}
TOPICS = {
    "2.6": "การสอนประวัติศาสตร์และหน้าที่พลเมือง",
    "1.1": "สถานศึกษาปลอดภัย",
    "3.1": "พาน้องกลับมาเรียน",
    "2.4": "การเรียนรู้เชิงรุก (Active Learning)",
}
PARTS = ("progress", "factors", "problems", "innovation", "suggestions")
WORDS = (
    ("สิ่งที่ทำแล้ว", "ตัวช่วย", "เรื่องที่ยังค้าง", "ของดีที่ภูมิใจ", "ฝากถึงกระทรวง"),
    ("งานที่ทำ", "จุดแข็ง", "ความท้าทาย", "เรื่องเด่น", "ข้อเสนอ"),
    # Of these two are known by the others of their series alone.
    ("ได้ดำเนินการอะไรบ้าง", "ปัจจัยหนุนเสริม", "สิ่งกวนใจ", "แบบอย่าง", "ก้าวต่อไป"),
)
HEADS = (
    "{n}. {title}",
    "ประเด็นที่ {n} {title}",
    "## {title}",
    "[{title}]",
    "**{n}) {title}**",
    "ข้อที่ {n} {title}",
    "[{n}] {title}",
    "{n}/ {title}",
)
SAYINGS = ("ครู {} คน", "-", "โรงเรียน {} แห่ง", "ไม่มี", "ผู้ปกครอง {} คน", "นักเรียน {} คน", "–")
STATUSES = {"-": "blank", "–": "blank", "ไม่มี": "none"}

Place = tuple[str, str, str]
Said = Mapping[Place, str]
Layout = Callable[[Said, Sequence[str], str], Iterator[str]]


def answers() -> dict[Place, str]:
    """What each office answers to each part of each topic."""
    numbers = count(11)
    places = [(t, p, o) for t in TOPICS for p in PARTS for o in OFFICES.values()]
    sayings = (SAYINGS[number % len(SAYINGS)] for number in count())
    return {place: said.format(next(numbers)) for place, said in zip(places, sayings, strict=False)}


def report(layout: Layout, words: Sequence[str], head: str) -> tuple[str, dict[Place, str]]:
    """A report in a layout, and what each office answers."""
    said = answers()
    # Lines of every width: none of the report's was broken at a margin.
    widths = "\n".join("ความร่วมมือ" * times for times in range(1, 13))
    cover = f"รายงานผลการตรวจราชการ ปีงบประมาณ พ.ศ. 2566\nสำนักงานศึกษาธิการจังหวัดน่าน\n{widths}\n\n"
    return cover + "\n".join(layout(said, words, head)) + "\n", said


def _titles(head: str) -> Iterator[tuple[str, str]]:
    for n, (topic, title) in enumerate(TOPICS.items(), 1):
        yield topic, head.format(n=n, title=title)


def parts_below_topics(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title)
        for part, word in zip(PARTS, words, strict=True):
            yield word
            yield from (f"- {name} {said[topic, part, office]}" for name, office in OFFICES.items())


def offices_below_topics(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title)
        for name, office in OFFICES.items():
            yield f"▪ {name}"
            for part, word in zip(PARTS, words, strict=True):
                yield f"{word} : {said[topic, part, office]}"


def topics_below_offices(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for n, (name, office) in enumerate(OFFICES.items(), 1):
        yield from ("", f"หน่วยที่ {n}   {name}", "")
        for topic, title in _titles(head):
            yield title
            for part, word in zip(PARTS, words, strict=True):
                yield f"{word}   {said[topic, part, office]}"
            yield ""


def topics_below_parts(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for n, (part, word) in enumerate(zip(PARTS, words, strict=True), 1):
        yield from ("", f"ตอนที่ {n} {word}", "")
        for topic, title in _titles(head):
            yield title
            yield from (f"- {name} {said[topic, part, office]}" for name, office in OFFICES.items())


def a_column_for_each_part(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title, "\t".join(("หน่วยงาน", *words)))
        for name, office in OFFICES.items():
            yield "\t".join((name, *(said[topic, part, office] for part in PARTS)))


def a_column_for_each_office(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title, "\t".join(("ประเด็น", *OFFICES)))
        for part, word in zip(PARTS, words, strict=True):
            yield "\t".join((word, *(said[topic, part, office] for office in OFFICES.values())))


def a_row_for_each_part(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title, "หน่วยงาน\tหัวข้อ\tรายละเอียด")
        for name, office in OFFICES.items():
            for n, (part, word) in enumerate(zip(PARTS, words, strict=True)):
                yield "\t".join(("" if n else name, word, said[topic, part, office]))


def one_table(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    yield "\t".join(("จุดเน้น", "หน่วยงาน", *words))
    for topic, title in TOPICS.items():
        for n, (name, office) in enumerate(OFFICES.items()):
            cells = (said[topic, part, office] for part in PARTS)
            yield "\t".join(("" if n else title, name, *cells))


def a_table_for_each_office(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for name, office in OFFICES.items():
        yield from ("", name, "", f"| จุดเน้น | {' | '.join(words)} |", f"|{'---|' * 6}")
        for topic, title in TOPICS.items():
            yield f"| {title} | {' | '.join(said[topic, part, office] for part in PARTS)} |"


def rows_over_several_lines(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    """A table whose cells hold lines of their own, with a row for each topic above its offices."""
    yield "\t".join(("หน่วยงาน", *words))
    for topic, title in TOPICS.items():
        yield from (f"{topic} {title}",)
        for name, office in OFFICES.items():
            first, *others = (said[topic, part, office] for part in PARTS)
            yield f"{name}\tทำต่อจากปีก่อน"
            yield "\t".join((f"   {first}", *others))


def numbers_that_are_explained(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    told = " ".join(f"({n}) {word}" for n, word in enumerate(words, 1))
    yield from (f"แต่ละหน่วยใช้เลขกำกับ ดังนี้ {told}", "")
    for topic, title in _titles(head):
        yield from ("", title)
        for name, office in OFFICES.items():
            yield f"### {name}"
            yield from (f"({n}) {said[topic, one, office]}" for n, one in enumerate(PARTS, 1))


def a_paragraph_for_each_office(said: Said, words: Sequence[str], head: str) -> Iterator[str]:
    for topic, title in _titles(head):
        yield from ("", title)
        for name, office in OFFICES.items():
            first, *others = (said[topic, part, office] for part in PARTS)
            named = zip(("ปัจจัย", "ปัญหาที่พบ", "นวัตกรรม", "ข้อเสนอแนะ"), others, strict=True)
            yield f"{name} {first}; " + "; ".join(f"{word} : {one}" for word, one in named)


LAYOUTS = (
    a_paragraph_for_each_office,
    parts_below_topics,
    offices_below_topics,
    topics_below_offices,
    topics_below_parts,
    a_column_for_each_part,
    a_column_for_each_office,
    a_row_for_each_part,
    one_table,
    a_table_for_each_office,
    rows_over_several_lines,
    numbers_that_are_explained,
)
