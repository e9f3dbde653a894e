"""Many ways in which a province's report can set down the same answers, and how it may call units.

A layout lays the deeds of units out under one part; every deed stands in the report once, so what
the program read can be compared with whose each deed is. Every sentence is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Deeds = Mapping[str, Sequence[str]]
"""What each unit did: "1", "2", … area offices by number, "ม" the secondary one, others by name."""
Naming = Callable[[str], str]

PRIVATE, VOCATIONAL, LEARNING = "เอกชน", "อาชีวะ", "สกร"


@dataclass(frozen=True)
class Province:
    """A province and how many primary offices it has; its secondary office is called the same."""

    name: str
    areas: int


PROVINCES = (Province("น่าน", 2), Province("สุรินทร์", 3), Province("แพร่", 2), Province("พะเยา", 2))

# Sentences that name nobody; none begins with a verb that only one layout could expect.
SAID = (
    "จัดอบรมครูแกนนำ 45 คน เรื่องการดูแลนักเรียนกลุ่มเสี่ยง",
    "ออกคำสั่งที่ 31/2566 ตั้งคณะทำงาน 12 คน",
    "ระดมทุนช่วยนักเรียนยากจน 218 ราย",
    "ครูผ่านการอบรม 97 คน จาก 40 โรงเรียน",
    "ชวนผู้ปกครองร่วมเวทีรับฟัง 6 ครั้ง",
    "มีแผนเผชิญเหตุครบทุกโรงเรียน",
    "ทดลองใช้แอปเฝ้าระวังใน 15 โรงเรียน",
    "ผลการสำรวจพบนักเรียนกลุ่มเสี่ยงลดลงร้อยละ 12",
    "นิเทศติดตามโรงเรียน 2 รอบ",
    "เด็กได้กลับเข้าเรียน 33 คน",
    "ปักหมุดบ้านนักเรียนทุกหลัง",
    "โทรศัพท์สายด่วนเปิดรับแจ้งเหตุตลอด 24 ชั่วโมง",
    "ลงนามความร่วมมือกับโรงพยาบาล 4 แห่ง",
    "คลินิกให้คำปรึกษารับนักเรียนสัปดาห์ละ 2 วัน",
    "แบ่งพื้นที่ดูแลเป็น 5 กลุ่มโรงเรียน",
    "ยังไม่มีข้อร้องเรียนเข้ามาในปีนี้",
)


def long_names(province: Province) -> Naming:
    head = "สำนักงานเขตพื้นที่การศึกษา"

    def name(unit: str) -> str:
        if unit == "ม":
            return f"{head}มัธยมศึกษา{province.name}"
        return _other(unit, province) or f"{head}ประถมศึกษา{province.name} เขต {unit}"

    return name


def short_names(province: Province) -> Naming:
    def name(unit: str) -> str:
        if unit == "ม":
            return f"สพม.{province.name}"
        return _other(unit, province) or f"สพป.{province.name} เขต {unit}"

    return name


def names_without_area(province: Province) -> Naming:
    """สพป.น่าน 1."""
    return lambda unit: short_names(province)(unit).replace("เขต ", "")


def names_in_thai_digits(province: Province) -> Naming:
    digits = str.maketrans("123", "๑๒๓")
    return lambda unit: short_names(province)(unit).translate(digits)


def names_of_the_kind(province: Province) -> Naming:
    """สพป. เขต 1, สพม.: as people of one province say."""
    return lambda unit: "สพม." if unit == "ม" else _other(unit, province) or f"สพป. เขต {unit}"


def names_by_number(province: Province) -> Naming:
    return lambda unit: "มัธยมศึกษา" if unit == "ม" else _other(unit, province) or f"เขต {unit}"


def names_of_areas(province: Province) -> Naming:
    def name(unit: str) -> str:
        if unit == "ม":
            return "เขตพื้นที่ฯ มัธยมศึกษา"
        return _other(unit, province) or f"เขตพื้นที่ฯ ประถมศึกษา เขต {unit}"

    return name


NAMINGS = (
    long_names,
    short_names,
    names_without_area,
    names_in_thai_digits,
    names_of_the_kind,
    names_by_number,
    names_of_areas,
)


def _other(unit: str, province: Province) -> str:
    return {
        PRIVATE: "โรงเรียนเอกชน",
        VOCATIONAL: f"อาชีวศึกษาจังหวัด{province.name}",
        LEARNING: f"สำนักงานส่งเสริมการเรียนรู้ประจำจังหวัด{province.name}",
    }.get(unit, "")


def alone_then_bullets(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield name(unit)
        yield from (f"- {one}" for one in said)


def alone_then_paragraphs(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield name(unit)
        yield from said


def numbered_heads_then_bullets(deeds: Deeds, name: Naming) -> Iterator[str]:
    for at, (unit, said) in enumerate(deeds.items(), 1):
        yield f"{at}. {name(unit)}"
        yield from (f"   - {one}" for one in said)


def numbered_heads_then_numbers(deeds: Deeds, name: Naming) -> Iterator[str]:
    for at, (unit, said) in enumerate(deeds.items(), 1):
        yield f"{at}) {name(unit)}"
        yield from (f"{at}.{n}) {one}" for n, one in enumerate(said, 1))


def heads_then_own_numbers(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield f"ผลการดำเนินงานของ{name(unit)}"
        yield from (f"{n}) {one}" for n, one in enumerate(said, 1))


def labelled_heads(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield f"หน่วยงาน : {name(unit)}"
        yield from (f"• {one}" for one in said)


def lettered_heads(deeds: Deeds, name: Naming) -> Iterator[str]:
    for letter, (unit, said) in zip("กขคงจฉ", deeds.items(), strict=False):
        yield f"{letter}. {name(unit)}"
        yield from (f"- {one}" for one in said)


def bracketed_letters(deeds: Deeds, name: Naming) -> Iterator[str]:
    for letter, (unit, said) in zip("กขคงจฉ", deeds.items(), strict=False):
        yield f"({letter}) {name(unit)}"
        yield from said


def heads_in_brackets(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield f"[{name(unit)}]"
        yield from said


def markdown_heads(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield f"#### {name(unit)}"
        yield ""
        yield from (f"* {one}" for one in said)
        yield ""


def bold_heads(deeds: Deeds, name: Naming) -> Iterator[str]:
    for unit, said in deeds.items():
        yield f"**{name(unit)}**"
        yield from (f"- {one}" for one in said)


def every_line_with_colon(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield from (f"{name(unit)} : {one}" for unit, said in deeds.items() for one in said)


def every_bullet_with_dash(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield from (f"- {name(unit)} – {one}" for unit, said in deeds.items() for one in said)


def every_line_with_space(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield from (f"{name(unit)} {one}" for unit, said in deeds.items() for one in said)


def numbered_lines(deeds: Deeds, name: Naming) -> Iterator[str]:
    every = ((unit, one) for unit, said in deeds.items() for one in said)
    yield from (f"{at}. {name(unit)} {one}" for at, (unit, one) in enumerate(every, 1))


def rows_of_a_table(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "หน่วยงาน\tผลการดำเนินงาน"
    yield from (f"{name(unit)}\t{one}" for unit, said in deeds.items() for one in said)


def rows_that_go_on(deeds: Deeds, name: Naming) -> Iterator[str]:
    """The name stands in the first row of its rows alone."""
    yield "หน่วยงาน\tผลการดำเนินงาน"
    for unit, said in deeds.items():
        yield from (f"{name(unit) if not n else ''}\t{one}" for n, one in enumerate(said))


def numbered_rows(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "ที่\tหน่วยงาน\tผลการดำเนินงาน"
    every = ((unit, one) for unit, said in deeds.items() for one in said)
    yield from (f"{at}\t{name(unit)}\t{one}" for at, (unit, one) in enumerate(every, 1))


def markdown_table(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "| หน่วยงาน | ผลการดำเนินงาน |"
    yield "|---|---|"
    yield from (f"| {name(unit)} | {one} |" for unit, said in deeds.items() for one in said)


def owners_in_the_last_column(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "ผลการดำเนินงาน\tหน่วยงาน"
    yield from (f"{one}\t{name(unit)}" for unit, said in deeds.items() for one in said)


def a_column_for_each(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "\t".join(map(name, deeds))
    rows = max(map(len, deeds.values()))
    for row in range(rows):
        yield "\t".join(said[row] if row < len(said) else "-" for said in deeds.values())


def closed_by_brackets(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield from (f"- {one} ({name(unit)})" for unit, said in deeds.items() for one in said)


def closed_by_a_source(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield from (f"{one} (ที่มา : {name(unit)})" for unit, said in deeds.items() for one in said)


def one_paragraph(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield " ".join(f"{name(unit)} ได้{'และ'.join(said)}" for unit, said in deeds.items())


def one_paragraph_with_links(deeds: Deeds, name: Naming) -> Iterator[str]:
    links = ("", "ส่วน", "ขณะที่", "ด้าน", "สำหรับ", "ในส่วนของ")
    yield " ".join(
        f"{link}{name(unit)} {' '.join(said)}"
        for link, (unit, said) in zip(links, deeds.items(), strict=False)
    )


def linked_lines(deeds: Deeds, name: Naming) -> Iterator[str]:
    links = ("ในส่วนของ", "สำหรับ", "ด้าน", "ทางด้าน", "ส่วน", "ฝ่าย")
    for link, (unit, said) in zip(links, deeds.items(), strict=False):
        yield f"{link}{name(unit)} {said[0]}"
        yield from said[1:]


def reported_speech(deeds: Deeds, name: Naming) -> Iterator[str]:
    words = ("รายงานว่า", "แจ้งว่า", "ให้ข้อมูลว่า", "ระบุว่า", "สรุปว่า", "นำเสนอว่า")
    for word, (unit, said) in zip(words, deeds.items(), strict=False):
        yield f"{name(unit)} {word} {' '.join(said)}"


def of_and_in(deeds: Deeds, name: Naming) -> Iterator[str]:
    """Their schools and teachers answer as theirs."""
    whose = (
        "โรงเรียนในสังกัด",
        "สถานศึกษาสังกัด",
        "ครูในสังกัด",
        "นักเรียนสังกัด",
        "ผู้บริหารโรงเรียนในสังกัด",
        "โรงเรียนสังกัด",
    )
    for head, (unit, said) in zip(whose, deeds.items(), strict=False):
        yield from (f"- {head}{name(unit)} {one}" for one in said)


def semicolons(deeds: Deeds, name: Naming) -> Iterator[str]:
    yield "; ".join(f"{name(unit)} {' '.join(said)}" for unit, said in deeds.items())


LAYOUTS = (
    alone_then_bullets,
    alone_then_paragraphs,
    numbered_heads_then_bullets,
    numbered_heads_then_numbers,
    heads_then_own_numbers,
    labelled_heads,
    lettered_heads,
    bracketed_letters,
    heads_in_brackets,
    markdown_heads,
    bold_heads,
    every_line_with_colon,
    every_bullet_with_dash,
    every_line_with_space,
    numbered_lines,
    rows_of_a_table,
    rows_that_go_on,
    numbered_rows,
    markdown_table,
    owners_in_the_last_column,
    a_column_for_each,
    closed_by_brackets,
    closed_by_a_source,
    one_paragraph,
    one_paragraph_with_links,
    linked_lines,
    reported_speech,
    of_and_in,
    semicolons,
)


# In these a name is only set off from what follows by a space: a kind of office is no name there.
IN_PROSE = (
    every_line_with_space,
    numbered_lines,
    one_paragraph,
    one_paragraph_with_links,
    linked_lines,
    reported_speech,
    of_and_in,
    semicolons,
)


def report_of(province: Province, lines: Iterable[str]) -> str:
    """A province's report: its cover, then one topic whose first part has the lines."""
    return "\n".join(
        (
            "รายงานผลการตรวจราชการและติดตามประเมินผลการจัดการศึกษา ปีงบประมาณ พ.ศ. 2566",
            f"สำนักงานศึกษาธิการจังหวัด{province.name}",
            "",
            "นโยบายที่ 3 การสร้างโอกาส ความเสมอภาค และความเท่าเทียมทางการศึกษาทุกช่วงวัย",
            "3.1 การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
            "3.1.1 ความก้าวหน้าของการดำเนินงานตามนโยบาย",
            *lines,
            "3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
            # Lines of every width: none of the report's was broken at a margin.
            *("ความร่วมมือ" * count for count in range(1, 13)),
            "",
        )
    )
