"""Reports of a province and of one office as the cross-product of what people choose in layouts.

What is said and who says it are drawn apart from how it is set down: nesting, titles, headings of
parts, names of units, answers. Offices are real, all that they say is invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

PARTS = ("progress", "factors", "problems", "innovation", "suggestions")
# Titles of the table, as officers shorten them, and in words of their own.
TOPICS: Mapping[str, tuple[str, str, str]] = {
    "1.1": (
        "การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่",
        "แผนและมาตรการความปลอดภัย",
        "โรงเรียนต้องปลอดภัย ทั้งภัยเก่าภัยใหม่",
    ),
    "1.2": (
        "การจัดการเรียนรู้เพื่อส่งเสริมคุณลักษณะและพฤติกรรมที่พึงประสงค์ของผู้เรียน",
        "คุณลักษณะและพฤติกรรมที่พึงประสงค์",
        "บ่มเพาะคุณลักษณะที่ดีของเด็ก",
    ),
    "2.3": (
        "การพัฒนาครูในด้านการวัดและประเมินผลเพื่อพัฒนาการเรียนรู้ของผู้เรียน (Assessment for Learning)",
        "การวัดและประเมินผลเพื่อพัฒนาการเรียนรู้",
        "ใช้ผลสอบให้เป็นประโยชน์",
    ),
    "2.4": (
        "การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)",
        "การจัดการเรียนรู้เชิงรุก",
        "ห้องเรียนที่เด็กได้ลงมือทำ",
    ),
    "2.6": (
        "การพัฒนารูปแบบการจัดการเรียนการสอนประวัติศาสตร์ หน้าที่พลเมือง ศีลธรรม "
        "และการเสริมสร้างวิถีชีวิตของความเป็นพลเมือง ที่ทันสมัย น่าสนใจ และเหมาะสมกับวัยของผู้เรียน",
        "ประวัติศาสตร์ หน้าที่พลเมือง ศีลธรรม",
        "รู้รากเหง้าและเป็นพลเมืองดี",
    ),
    "2.9": ("การขับเคลื่อนโครงการโรงเรียนคุณภาพ", "โรงเรียนคุณภาพ", "โรงเรียนคุณภาพประจำอำเภอ"),
    "3.1": (
        "การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน",
        "เด็กตกหล่นและเด็กออกกลางคัน",
        "พาน้องกลับมาเรียน",
    ),
    "3.2": (
        "การส่งเสริมสนับสนุนให้เด็กปฐมวัยทุกคนได้รับการพัฒนาการสมวัยอย่างมีคุณภาพ",
        "การพัฒนาเด็กปฐมวัย",
        "เด็กเล็กและห้องเรียนอนุบาล",
    ),
    "6.1": (
        "การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ",
        "ระบบดิจิทัลเพื่อการบริหาร",
        "งานสำนักงานและบริการด้วยเทคโนโลยี",
    ),
}
TITLES = ("official", "short", "own")
WORDS: Mapping[str, Sequence[str]] = {
    "form": (
        "ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
        "ปัญหาและอุปสรรคของการดำเนินงาน",
        "นวัตกรรม/รูปแบบ/แนวทาง/วิธีการปฏิบัติงานที่เป็นเลิศ (Best Practice) (ถ้ามี)",
        "ข้อเสนอแนะในการดำเนินงาน",
    ),
    "short": ("ความก้าวหน้า", "ปัจจัย", "ปัญหา", "นวัตกรรม", "ข้อเสนอแนะ"),
    "usual": (
        "ผลการดำเนินงาน",
        "ปัจจัยความสำเร็จ",
        "ปัญหาอุปสรรค",
        "แนวปฏิบัติที่ดี (ถ้ามี)",
        "ข้อคิดเห็นและข้อเสนอแนะ",
    ),
    "does": ("สิ่งที่ได้ทำในปีนี้", "สิ่งที่เอื้อให้สำเร็จ", "ข้อติดขัดและทางแก้", "ตัวอย่างที่ดี", "ความต้องการรับการสนับสนุน"),
    "mixed": ("ผลที่เกิดขึ้น", "ตัวช่วย", "สะดุด → ปลดล็อก", "ต้นแบบ", "สิ่งที่ขอ"),
    "pushed": ("เดินถึงไหนแล้ว", "แรงหนุน", "สิ่งที่ขวาง", "ของดีที่อยากอวด", "ขอ/ฝาก"),
    "asked": ("ทำอะไรไปบ้าง", "ทำไมจึงทำได้", "ติดตรงไหน", "มีอะไรน่าเล่าต่อ", "อยากให้ช่วยอะไร"),
    "strange": ("ภาพงานที่เห็น", "แรงส่ง", "กำแพง", "ดาวเด่น", "เสียงจากพื้นที่"),
}
TOPIC_HEADS = {
    "table": ("{t} {title}",),
    "focus": ("จุดเน้นที่ {t} {title}",),
    "called": ("ประเด็นที่ {n} : {title}",),
    "square": ("[{n}] {title}",),
    "listed": ("[{n}] {title}",),
    "alone": ("{title}",),
    "agencies": ("{t} {title} (สพฐ./สอศ./สป.)",),
    "markdown": ("## {title}",),
    "numbered markdown": ("## {n}. {title}",),
    "bold": ("**{title}**",),
    "ruled": ("=" * 30, "{title}", "=" * 30),
    "counted": ("{n}. {title}",),
    "sign": ("■ {title}",),
}
# How the heading of a part stands; {a} is the answer on its line, where there is one.
PART_HEADS = {
    "dot": ".{n} {name}",
    "deep": "{t}.{n} {name}",
    "bracketed": "({n}) {name}",
    "counted": "{n}) {name}",
    "alone": "{name}",
    "bullet": "• {name}",
    "bold": "**{name}**",
    "markdown": "### {name}",
    "letter": "{letter}. {name}",
    "colon": "◦ {name}: {a}",
    "dashed": "- {name} : {a}",
    "told letter": "{letter}. {a}",
}
UNIT_HEADS = {
    "space": "{unit} {a}",
    "colon": "{unit} : {a}",
    "dash": "- {unit} {a}",
    "bullet": "• {unit}: {a}",
    "counted": "{n}) {unit}",
    "bold": "**{unit}**",
    "alone": "{unit}",
}
NAMINGS = ("long", "short", "number", "letter")
NESTINGS = ("answers", "units", "whole", "divided", "one")
ON_LINE = ("colon", "dashed", "told letter")  # the answer stands on the line of the part's heading
PROVINCES: Mapping[str, Mapping[str, str]] = {
    "น่าน": {"5501": "1", "5502": "2", "M5500": "น่าน"},
    "สุรินทร์": {"3201": "1", "3202": "2", "3203": "3", "M3200": "สุรินทร์"},
    "ลำปาง": {"5201": "1", "5202": "2", "5203": "3", "M5200": "ลำปาง ลำพูน"},
    "สระแก้ว": {"2701": "1", "2702": "2", "M2700": "สระแก้ว"},
}
OTHERS = ("สกร.จังหวัด{p}", "อาชีวศึกษาจังหวัด{p}", "โรงเรียนเอกชน")
ANSWERED: Mapping[str, Sequence[str]] = {
    "progress": (
        "ออกคำสั่งที่ {x}/2566 ตั้งคณะทำงาน 12 คน",
        "จัดอบรมครูแกนนำ {x} คน เมื่อวันที่ 9 มิถุนายน 2566",
        "นิเทศโรงเรียน {x} แห่งครบทั้งสองภาคเรียน",
        "ครูผ่านการพัฒนา {x} คน คิดเป็นร้อยละ 92",
        "ได้จัดทำแผนระดับเขตและแจ้งโรงเรียน {x} แห่ง",
    ),
    "factors": ("ผู้บริหารให้ความสำคัญ", "ชุมชนและเครือข่ายร่วมมือ", "ได้รับงบประมาณจากท้องถิ่น", "ครูแกนนำเข้มแข็ง"),
    "problems": ("ครูมีภาระงานมาก", "งบประมาณไม่เพียงพอ", "อินเทอร์เน็ตไม่ทั่วถึง", "โรงเรียนขนาดเล็กขาดครู"),
    "innovation": ('"ครูคู่ใจ" ใช้ใน {x} โรงเรียน', "คลังสื่อออนไลน์ของเขต", '"บันไดห้าขั้น" ขยายผล {x} แห่ง'),
    "suggestions": ("ควรจัดสรรงบประมาณให้เพียงพอ", "ขอให้อบรมครูเพิ่มเติม", "ควรลดภาระงานเอกสารของครู"),
}
NONE = ("ไม่มี", "- ไม่มี -", "ไม่มีข้อมูล", "ยังไม่มี")
BLANK = ("-", "..............................", "")
PLANNED = ("อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ", "จะดำเนินการในไตรมาส 4", "กำลังจัดทำ")
LIKE = "เช่นเดียวกับ {unit}"
SEVERAL = ("1) ประชุมชี้แจงโรงเรียน {x} แห่ง", "2) ออกติดตามและสรุปผลเป็นรูปเล่ม")
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
Place = tuple[str, str, str | None]


@dataclass(frozen=True)
class Layout:
    """What was chosen for a report: a word for each."""

    nesting: str
    topic: str
    title: str
    part: str
    words: str
    unit: str
    naming: str
    others: bool
    gaps: bool
    thai: bool

    @staticmethod
    def drawn(chance: random.Random) -> Layout:
        """A layout of which each choice is drawn, and none that nobody would make."""
        nesting = chance.choice(NESTINGS)
        topic, part = chance.choice(list(TOPIC_HEADS)), chance.choice(list(PART_HEADS))
        if nesting in ("answers", "divided") and part in ON_LINE:
            part = "dot"
        if part == "deep" and topic not in ("table", "focus", "agencies"):
            part = "bracketed"
        if nesting == "divided":
            part = "division"
        unit = chance.choice(list(UNIT_HEADS))
        if nesting in ("units", "whole"):
            unit = chance.choice(("counted", "bold", "alone", "markdown"))
        naming = chance.choice(NAMINGS)
        if naming == "letter" and (nesting in ("units", "whole") or unit == "counted"):
            naming = "short"
        return Layout(
            *(
                nesting,
                topic,
                chance.choice(TITLES),
                part,
                chance.choice(list(WORDS)),
                unit,
                naming,
            ),
            *(chance.random() < 0.5, chance.random() < 0.5, chance.random() < 0.3),
        )

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by the name of the choice."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self)}


@dataclass
class Made:
    """A report, the status of every place of it, and the answers of offices by their sentences."""

    text: str = ""
    statuses: dict[Place, str] = field(default_factory=dict)
    whose: dict[str, Place] = field(default_factory=dict)


class Maker:
    """Makes one report in a layout."""

    def __init__(self, layout: Layout, seed: int) -> None:
        self._layout = layout
        self._chance = random.Random(seed)
        self._province = self._chance.choice(list(PROVINCES))
        names = self._names()
        self._units = dict(list(names.items())[:1]) if layout.nesting == "one" else names
        topics = self._chance.sample(list(TOPICS), self._chance.randint(4, 6))
        self._topics = sorted(topics) if self._chance.random() < 0.7 else topics
        self._said: dict[tuple[str, str, str], list[str]] = {}
        self._made = Made()

    def report(self) -> Made:
        """The report with what is true of it."""
        for topic in self._topics:
            for part in PARTS:
                for unit in self._units:
                    self._said[topic, part, unit] = self._answer(topic, part, unit)
        lines = [*self._head(), *getattr(self, f"_by_{self._layout.nesting}")()]
        text = "\n".join(lines) + "\n"
        if self._layout.thai:
            text = text.translate(THAI_DIGITS)
            told = self._made.whose.items()
            self._made.whose = {one.translate(THAI_DIGITS): place for one, place in told}
        self._made.text = text
        return self._made

    def _names(self) -> dict[str, str]:
        long = self._layout.naming == "long"
        head = "สำนักงานเขตพื้นที่การศึกษา"
        names = {}
        for code, own in PROVINCES[self._province].items():
            if code[0] == "M":
                names[code] = (f"{head}มัธยมศึกษา" if long else "สพม.") + own
            elif self._layout.naming == "number":
                names[code] = f"เขต {own}"
            else:
                kind = f"{head}ประถมศึกษา" if long else "สพป."
                names[code] = f"{kind}{self._province} เขต {own}"
        if self._layout.others:
            kinds = self._chance.sample(OTHERS, 2)
            names |= {one: one.format(p=self._province) for one in kinds}
        self._explained = dict(names)
        if self._layout.naming == "letter":
            names = {one: f"({letter})" for one, letter in zip(names, "กขคงจฉ", strict=False)}
        return names

    def _answer(self, topic: str, part: str, unit: str) -> list[str]:
        chance, office = self._chance, None if unit in OTHERS else unit
        may = ["answered"] * 5 + ["none", "none", "blank", "blank"]
        may += ["planned"] if part in ("progress", "innovation") else []
        status = chance.choice(may)
        if office:
            self._made.statuses[topic, part, office] = status
        if status != "answered":
            return [chance.choice({"none": NONE, "blank": BLANK, "planned": PLANNED}[status])]
        others = [one for one in self._units if one != unit and one not in OTHERS]
        if others and chance.random() < 0.05:
            return [LIKE.format(unit=self._units[chance.choice(others)])]
        said = chance.choice(ANSWERED[part]).format(x=chance.randint(13, 99))
        lines = [said]
        # Where parts are numbered so too, not even a person could tell these from headings.
        if part == "progress" and chance.random() < 0.2 and self._layout.part != "counted":
            lines += [one.format(x=chance.randint(13, 99)) for one in SEVERAL]
        for line in lines:
            if line in self._made.whose:
                self._made.whose[line] = "", "", ""  # said twice: whose cannot be asked
            else:
                self._made.whose[line] = topic, part, office
        return lines

    def _head(self) -> Iterator[str]:
        one = self._layout.nesting == "one"
        yield "รายงานผลการดำเนินงานตามนโยบายของกระทรวงศึกษาธิการ ปีงบประมาณ พ.ศ. 2566"
        first = next(iter(self._explained.values()))
        own = f"สพป.{self._province} {first}" if first.startswith("เขต") else first
        yield own if one else f"สำนักงานศึกษาธิการจังหวัด{self._province}"
        yield ""
        if self._layout.naming == "letter" and not one:
            yield "อักษรในวงเล็บแทนหน่วยงานผู้ตอบ"
            names = self._explained
            yield "   ".join(f"{self._units[unit]} {name}" for unit, name in names.items())
            yield ""
        if self._layout.part == "told letter":
            words = WORDS[self._layout.words]
            yield "  ".join(f"{a} = {word}" for a, word in zip("กขคงจ", words, strict=True))
            yield ""
        if self._layout.topic == "listed":
            yield "ประเด็นที่รายงานในงวดนี้"
            yield from (self._topic(topic)[0] for topic in self._topics)
            yield ""

    def _topic(self, topic: str) -> list[str]:
        title = TOPICS[topic][TITLES.index(self._layout.title)]
        n = self._topics.index(topic) + 1
        return [one.format(t=topic, n=n, title=title) for one in TOPIC_HEADS[self._layout.topic]]

    def _part(self, topic: str, part: str, answer: Sequence[str] = ()) -> list[str]:
        at = PARTS.index(part)
        first = answer[0] if answer else ""
        head = PART_HEADS[self._layout.part].format(
            t=topic, n=at + 1, letter="กขคงจ"[at], name=WORDS[self._layout.words][at], a=first
        )
        rest = answer[1:] if self._layout.part in ON_LINE else answer
        return [head.rstrip(), *rest]

    def _unit(self, unit: str, answer: Sequence[str] = ()) -> list[str]:
        n, first = list(self._units).index(unit) + 1, answer[0] if answer else ""
        form = {**UNIT_HEADS, "markdown": "# {unit}"}[self._layout.unit]
        head = form.format(n=n, unit=self._units[unit], a=first).rstrip()
        return [head, *(answer[1:] if "{a}" in form else answer)]

    @property
    def _gap(self) -> list[str]:
        return [""] if self._layout.gaps else []

    def _parts_of(self, topic: str, unit: str) -> Iterator[str]:
        for part in PARTS:
            yield from self._part(topic, part, self._said[topic, part, unit])
            yield from self._gap

    def _by_answers(self) -> Iterator[str]:
        for topic in self._topics:
            yield from ("", *self._topic(topic), *self._gap)
            for part in PARTS:
                yield from self._part(topic, part)
                for unit in self._units:
                    yield from self._unit(unit, self._said[topic, part, unit])
                yield from self._gap

    def _by_units(self) -> Iterator[str]:
        for topic in self._topics:
            yield from ("", *self._topic(topic), *self._gap)
            for unit in self._units:
                yield from (*self._unit(unit), *self._gap, *self._parts_of(topic, unit))

    def _by_whole(self) -> Iterator[str]:
        for unit in self._units:
            yield from ("", *self._unit(unit))
            for topic in self._topics:
                yield from ("", *self._topic(topic), *self._gap, *self._parts_of(topic, unit))

    def _by_divided(self) -> Iterator[str]:
        signs = self._chance.choice(("ตอน {A}  {name}", "ส่วนที่ {n} {name}", "# ตอนที่ {n} {name}"))
        for n, part in enumerate(PARTS, 1):
            name = WORDS[self._layout.words][n - 1]
            yield from ("", signs.format(n=n, A="ABCDE"[n - 1], name=name))
            for topic in self._topics:
                yield from ("", *self._topic(topic))
                for unit in self._units:
                    yield from self._unit(unit, self._said[topic, part, unit])

    def _by_one(self) -> Iterator[str]:
        (unit,) = self._units
        for topic in self._topics:
            yield from ("", *self._topic(topic), *self._gap, *self._parts_of(topic, unit))


def made(seed: int) -> tuple[Layout, Made]:
    """The report of a seed, and its layout."""
    layout = Layout.drawn(random.Random(seed))
    return layout, Maker(layout, seed).report()
