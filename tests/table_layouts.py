"""Invented reports whose answers stand in tables, as people lay them out, with what each says.

Topics, parts and units are each a column's head, the first cells of rows, or headings above the
tables. The offices are real, all that they say is invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[str, str, str]
"""A topic's number, a part, an office's code (empty for another unit)."""

PARTS = ("progress", "factors", "problems", "innovation", "suggestions")
# Of each part its names; those of one column are of one manner.
WORDS: Mapping[str, Sequence[str]] = {
    "form": (
        "ความก้าวหน้าของการดำเนินงาน",
        "ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
        "ปัญหาและอุปสรรค",
        "นวัตกรรม/Best Practice",
        "ข้อเสนอแนะ",
    ),
    "plain": ("ผลการดำเนินงาน", "ปัจจัยความสำเร็จ", "ปัญหา/อุปสรรค", "นวัตกรรม", "ข้อเสนอแนะ"),
    "short": ("ผล", "ปัจจัย", "ปัญหา", "แบบอย่างที่ดี", "ข้อเสนอ"),
    "talk": ("ทำอะไรไปแล้ว", "อะไรช่วยให้สำเร็จ", "ติดขัดอะไร", "เรื่องที่ภูมิใจ", "อยากให้ช่วย"),
    "things": ("ผลที่เกิดขึ้น", "แรงหนุน", "สิ่งที่ขวาง", "ของเด่น", "สิ่งที่อยากเสนอ"),
    "own": ("คำตอบของเขต", "ตัวหนุน", "ติดขัด", "ผลงานเด่น", "ข้อเสนอต่อกระทรวง"),
    "work": ("สิ่งที่ดำเนินการ", "ปัจจัยเอื้อ", "ข้อจำกัดที่พบ", "แนวปฏิบัติที่ดี", "ความต้องการรับการสนับสนุน"),
}
TOPICS: Mapping[str, Sequence[str]] = {
    "1.1": (
        "การดำเนินงานตามแผน/มาตรการด้านความปลอดภัยให้แก่ผู้เรียน ครู และบุคลากรในการป้องกันภัยคุกคามรูปแบบใหม่",
        "ความปลอดภัยในสถานศึกษา",
    ),
    "1.3": ("การปกป้องคุ้มครองต่อสถานการณ์ที่เกิดขึ้นกับผู้เรียน ครู และบุคลากรทางการศึกษา", "การคุ้มครองเมื่อเกิดเหตุ"),
    "2.3": (
        "การพัฒนาครูในด้านการวัดและประเมินผลเพื่อพัฒนาการเรียนรู้ของผู้เรียน (Assessment for Learning)",
        "การวัดและประเมินผล",
    ),
    "2.4": ("การจัดการเรียนรู้ด้วยวิธีการ Active Learning", "Active Learning"),
    "2.7": (
        "การส่งเสริมการให้ความรู้และทักษะด้านการเงินและการออม (Financial Literacy) ให้กับผู้เรียน",
        "การเงินและการออม",
    ),
    "2.9": ("การขับเคลื่อนโครงการโรงเรียนคุณภาพ", "โรงเรียนคุณภาพ"),
    "3.1": ("การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน", "เด็กตกหล่นและเด็กออกกลางคัน"),
    "3.2": ("การส่งเสริมสนับสนุนให้เด็กปฐมวัยทุกคนได้รับการพัฒนาการสมวัยอย่างมีคุณภาพ", "เด็กปฐมวัย"),
    "6.1": ("การนำเทคโนโลยีมาใช้ในการบริหารจัดการและการให้บริการ", "เทคโนโลยีเพื่อการบริหาร"),
}
QUESTIONS = ("มาตรการที่วางไว้", "เครือข่ายในชุมชน", "การสื่อสารกับผู้ปกครอง")
PROVINCES = {"น่าน": (("5501", "5502"), "M5500"), "แพร่": (("5401", "5402"), "M5400")}
OTHERS = (
    ("สำนักงานการศึกษาเอกชนจังหวัด{}", "สช."),
    ("อาชีวศึกษาจังหวัด{}", "อศจ."),
    ("สกร.ประจำจังหวัด{}", "สกร."),
)
DEEDS: Mapping[str, Sequence[str]] = {
    "progress": (
        "จัดอบรมครูแกนนำ {} คน เมื่อวันที่ 12 มิถุนายน 2566",
        "ออกคำสั่งที่ {}/2566 แต่งตั้งคณะทำงาน",
        "นิเทศติดตามโรงเรียน {} แห่ง ครบทุกแห่ง",
        "โรงเรียนเข้าร่วม {} แห่ง คิดเป็นร้อยละ 92",
    ),
    "factors": ("ผู้บริหารให้ความสำคัญ มีทีมงาน {} คน", "ชุมชนร่วมมือดี {} ตำบล", "มีงบประมาณสนับสนุน {} บาท"),
    "problems": ("ครูย้ายบ่อย {} ราย", "สัญญาณอินเทอร์เน็ตไม่ทั่วถึง {} โรงเรียน", "งบประมาณมาช้า {} วัน"),
    "innovation": (
        "โมเดลห้องเรียนอุ่นใจ ใช้แล้ว {} โรงเรียน",
        "คลินิกครูเคลื่อนที่ {} ครั้ง",
        "แอปพลิเคชันรายงานผล มีผู้ใช้ {} คน",
    ),
    "suggestions": (
        "ควรจัดสรรอัตราครูเพิ่ม {} อัตรา",
        "ขอให้สนับสนุนอุปกรณ์ {} ชุด",
        "ควรลดงานเอกสาร {} รายการ",
    ),
}
NOTHING = ("ไม่มี", "- ไม่มี -", "-ไม่มี-", "ยังไม่มี", "ไม่มีข้อมูล", "ไม่ปรากฏ")
PLANNED = (
    "จะดำเนินการในภาคเรียนหน้า",
    "อยู่ระหว่างจัดทำ",
    "กำลังดำเนินการจัดทำคู่มือ",
    "ยังไม่ได้ดำเนินการ",
    "จะจัดอบรมในเดือนกันยายน",
)
BLANK = ("-", "-", "", "..........", "–")


@dataclass
class Dimension:
    """Topics, parts or units: their names by value, the head over their column, where they stand.

    ``at`` is "head" (above a table for each), "row", "column", or "one" (named above all).
    """

    kind: str
    names: dict[str, str]
    heads: Sequence[str]
    at: str = "one"
    heading: str = "{}"


@dataclass
class Report:
    """A report, what each office answers to each part, and the office of each answer's line."""

    choices: dict[str, str]
    lines: list[str] = field(default_factory=list)
    statuses: dict[Place, str] = field(default_factory=dict)
    owners: dict[int, set[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def report(seed: int) -> Report:
    """A report by its seed."""
    return _Writer(random.Random(seed)).write()


class _Writer:
    def __init__(self, rng: random.Random) -> None:
        self.rng, self.of = rng, Report({})
        self.topics, self.parts, self.units = self._topics(), self._parts(), self._units()
        self._place()
        pick = self._pick
        self.form = pick("form", ["tabs", "tabs", "lines"])
        self.merged = pick("merged", ["once", "once", "each", "apart"])
        self.numbers = pick("number column", ["", "", "ที่", "ลำดับ"])
        single = all(one.at != "column" for one in self.all)
        self.beside = pick("beside", ["", "", "status", "evidence", "both"]) if single else ""
        self.repeat = pick("head repeated", ["", "", "", "yes"])
        self.headless = pick("head", ["yes", "yes", "yes", "no"]) == "no" and single
        self.broken = pick("cell over lines", ["", "", "", "yes"]) == "yes"
        self.questions = self.parts.at == "row" and pick("questions", ["", "", "yes"]) == "yes"
        self.row_number = 0

    def _pick(self, name: str, values: Sequence[str]) -> str:
        self.of.choices[name] = self.rng.choice(values)
        return self.of.choices[name]

    @property
    def all(self) -> tuple[Dimension, ...]:
        return self.topics, self.parts, self.units

    def _topics(self) -> Dimension:
        manner = self._pick("title", ["table", "short", "short", "none", "letters"])
        chosen = sorted(self.rng.sample(sorted(TOPICS), self.rng.randint(3, 5)))
        names = {}
        for place, number in enumerate(chosen):
            long, short = TOPICS[number]
            lead = {"table": number, "short": number, "letters": f"QA-{place + 1}"}.get(manner, "")
            names[number] = f"{lead} {long if manner == 'table' else short}".strip()
        return Dimension(
            "topic", names, ("จุดเน้น", "ประเด็น", "ประเด็นการตรวจราชการ", "เรื่อง", "นโยบาย/จุดเน้น")
        )

    def _parts(self) -> Dimension:
        names = WORDS[self._pick("words", sorted(WORDS))]
        chosen = sorted({0, 2, *self.rng.sample(range(5), self.rng.randint(2, 5))})
        if len(chosen) < 3:
            chosen = [0, 1, 2]
        own = {PARTS[place]: names[place] for place in chosen}
        return Dimension("part", own, ("หัวข้อ", "รายการ", "ประเด็นคำถาม", "คำถาม"))

    def _units(self) -> Dimension:
        province = self.rng.choice(sorted(PROVINCES))
        (first, second), upper = PROVINCES[province]
        manner = self._pick("units", ["one", "short", "short", "long", "area", "others"])
        if manner == "one":
            return Dimension("unit", {first: f"สพป.{province} เขต 1"}, ("หน่วยงาน",))
        long = "สำนักงานเขตพื้นที่การศึกษา"
        names = {
            "long": (
                f"{long}ประถมศึกษา{province} เขต 1",
                f"{long}ประถมศึกษา{province} เขต 2",
                f"{long}มัธยมศึกษา{province}",
            ),
            "area": ("เขต 1", "เขต 2", "มัธยม"),
        }.get(manner, (f"สพป.{province} เขต 1", f"สพป.{province} เขต 2", f"สพม.{province}"))
        found = dict(zip((first, second, upper), names, strict=True))
        if manner == "others":
            style = self.rng.randrange(2)
            for place, other in enumerate(self.rng.sample(OTHERS, self.rng.randint(1, 3))):
                found[f"other {place}"] = other[style].format(province)
        self.of.lines += [f"รายงานผลการตรวจราชการ จังหวัด{province} ปีงบประมาณ 2566"]
        if manner == "area":
            self.of.lines.append(
                f"ผู้รายงาน สพป.{province} เขต 1 สพป.{province} เขต 2 และ สพม.{province}"
            )
        return Dimension("unit", found, ("หน่วยงาน", "สังกัด", "ผู้รายงาน", "เขต"))

    def _place(self) -> None:
        """Decide where each dimension stands: one is a row at least."""
        dims = [one for one in self.all if len(one.names) > 1]
        while True:
            for one in dims:
                one.at = self.rng.choice(["head", "row", "row", "column"])
            places = [one.at for one in dims]
            if places.count("column") > 1 or "row" not in places:
                continue
            if self.parts.at == "head" and self.topics.at != "head":
                continue  # a whole division for a part: another matter than tables
            break
        self.rng.shuffle(dims)
        self.rows = [one for one in dims if one.at == "row"]
        self.above = [one for one in (self.units, self.topics, self.parts) if one.at == "head"]
        self.columns = next((one for one in dims if one.at == "column"), None)
        self.of.choices |= {one.kind: one.at for one in self.all}
        self.of.choices["rows"] = ">".join(one.kind for one in self.rows)
        self.of.choices["shape"] = " ".join(
            f"{one.kind[0]}:{one.at}" for one in sorted(self.all, key=lambda one: one.kind)
        )

    def write(self) -> Report:
        if self.units.at == "one":
            self.of.lines += [
                f"รายงานของ {next(iter(self.units.names.values()))} ปีงบประมาณ 2566",
                "",
            ]
        self._headed(self.above, {})
        return self.of

    def _headed(self, above: Sequence[Dimension], at: Mapping[str, str]) -> None:
        if not above:
            self._table({**at, **self._ones()})
            return
        first, *rest = above
        for value, name in first.names.items():
            self.of.lines += ["", name]
            self._headed(rest, {**at, first.kind: value})

    def _ones(self) -> dict[str, str]:
        return {one.kind: next(iter(one.names)) for one in self.all if one.at == "one"}

    def _table(self, at: Mapping[str, str]) -> None:
        heads = [self.rng.choice(one.heads) for one in self.rows]
        if self.merged == "apart" and len(self.rows) > 1:
            heads = heads[1:]
        if self.numbers:
            heads = [self.numbers, *heads]
        values = list(self.columns.names) if self.columns else [""]
        heads += list(self.columns.names.values()) if self.columns else ["รายละเอียด"]
        heads += ["สถานะ"] * (self.beside in ("status", "both"))
        heads += ["หลักฐาน"] * (self.beside in ("evidence", "both"))
        if not self.headless:
            self._row(heads)
        shown: list[str] = [""] * len(self.rows)
        for count, values_of_row in enumerate(self._combinations(self.rows), 1):
            cells = [one.names[value] for one, value in zip(self.rows, values_of_row, strict=True)]
            first = cells[0]
            if len(cells) > 1 and self.merged == "apart":
                if shown[0] != first:
                    self._row([first])
                cells = cells[1:]
            elif self.merged == "once" and len(cells) > 1:
                same = [cells[: n + 1] == shown[: n + 1] for n in range(len(cells) - 1)]
                shown = cells
                cells = ["" if n < len(same) and same[n] else one for n, one in enumerate(cells)]
            shown = [first, *shown[1:]]
            here = {**at, **{d.kind: v for d, v in zip(self.rows, values_of_row, strict=True)}}
            self._answers(cells, here, values)
            if self.repeat and count == 4 and not self.headless:
                self._row(heads)
        self.of.lines += [""] if self.form == "tabs" else []

    def _answers(self, cells: list[str], here: Mapping[str, str], values: Sequence[str]) -> None:
        self.row_number += 1
        if self.numbers:
            cells = [str(self.row_number) if cells[0] else "", *cells]
        told = []
        for value in values:
            place = {**here, **({self.columns.kind: value} if self.columns else {})}
            told.append((place, *self._said(place["part"])))
        status = told[0][1]
        extra = []
        if self.beside in ("status", "both"):
            extra.append({"answered": "ดำเนินการแล้ว", "planned": "กำลังดำเนินการ"}.get(status, "-"))
        if self.beside in ("evidence", "both"):
            extra.append("เอกสารแนบ" if status == "answered" else "-")
        for one, status, _ in told:
            office = one["unit"] if one["unit"][0] != "o" else ""
            self.of.statuses[one["topic"], one["part"], office] = status
        line = self._row([*cells, *(said for *_, said in told), *extra])
        for one, status, _ in told if self.form == "tabs" else ():
            if status in ("answered", "planned"):
                self.of.owners.setdefault(line, set()).add(one["unit"])
        if self.questions and here.get("part") == "progress" and status == "answered":
            column = next(n for n, d in enumerate(self.rows) if d.kind == "part")
            again = ["" if self.merged == "once" else one for one in cells]
            again[
                column + bool(self.numbers) - (len(cells) < len(self.rows) + bool(self.numbers))
            ] = self.rng.choice(QUESTIONS)
            self._row([*again, *(self._deed("progress") for _ in values), *("-" for _ in extra)])
            for one, *_ in told:
                office = one["unit"] if one["unit"][0] != "o" else ""
                self.of.statuses[one["topic"], one["part"], office] = "answered"

    def _said(self, part: str) -> tuple[str, str]:
        status = self.rng.choices(("answered", "planned", "none", "blank"), (6, 1, 2, 2))[0]
        if part not in ("progress", "innovation") and status == "planned":
            status = "answered"
        texts = {"none": NOTHING, "blank": BLANK, "planned": PLANNED}
        return status, self.rng.choice(texts[status]) if status in texts else self._deed(part)

    def _deed(self, part: str) -> str:
        return self.rng.choice(DEEDS[part]).format(self.rng.randint(2, 99))

    def _row(self, cells: Iterable[str]) -> int:
        """Write a row; its line, or that of its first cell."""
        begin = len(self.of.lines) + 1
        if self.form == "tabs":
            self.of.lines.append("\t".join(cells))
            return begin
        for cell in cells:
            middle = cell.find(" ", len(cell) // 2)
            if self.broken and middle > 20:
                self.of.lines += ["\t" + cell[:middle], cell[middle + 1 :]]
            else:
                self.of.lines.append("\t" + cell)
        self.of.lines.append("")
        return begin

    def _combinations(self, rows: Sequence[Dimension]) -> Iterator[tuple[str, ...]]:
        if not rows:
            yield ()
            return
        for value in rows[0].names:
            for rest in self._combinations(rows[1:]):
                yield (value, *rest)
