"""Invented reports as people set them down: topics, units and parts in many manners.

The offices are real, all that they say is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PARTS = ("situation", "results", "problems", "factors", "innovation")
WORDS: Mapping[str, Sequence[str]] = {
    "form": [
        "การวิเคราะห์สถานการณ์ในพื้นที่",
        "ผลการดำเนินงาน",
        "ปัญหาอุปสรรค",
        "ปัจจัยความสำเร็จ",
        "นวัตกรรม",
    ],
    "short": ["สถานการณ์", "ผล", "ปัญหา", "ปัจจัย", "นวัตกรรม"],
    "own": ["สภาพปัจจุบัน", "สิ่งที่ได้ทำ", "ข้อติดขัด", "สิ่งที่ช่วยให้สำเร็จ", "ตัวอย่างที่ดี"],
    "long": [
        "สถานการณ์และสภาพปัญหาของพื้นที่",
        "ผลการขับเคลื่อนที่เกิดขึ้นจริง",
        "ปัญหา อุปสรรค และแนวทางแก้ไข",
        "ปัจจัยที่ทำให้งานเดินได้",
        "ผลงานที่น่าภูมิใจ/Best Practice",
    ],
    "asked": [
        "พื้นที่ของท่านมีสถานการณ์อย่างไร",
        "ได้ดำเนินการอะไรไปแล้วบ้าง",
        "พบปัญหาอะไร",
        "อะไรคือปัจจัยที่ช่วยให้สำเร็จ",
        "มีนวัตกรรมหรือไม่",
    ],
}
NUMBERS = (
    *("{n}. ", "({n}) ", "{n}) ", "{letter}. ", "", "{topic}.{n} ", "**{n}. ", "#### {n}. "),
    *("#### ", "• ", "- "),
)
TOPICS = {"2.9": "โรงเรียนคุณภาพ", "3.1": "การพาน้องกลับมาเรียน"}
TOPIC_HEADS = (
    "ประเด็นที่ {n} {title}",
    "## ประเด็นที่ {n} : {title}",
    "{n}. {title}",
    "### {title}",
    "เรื่องที่ {n} {title}",
    "**ประเด็นที่ {n} {title}**",
)
UNITS = {
    "8401": "สพป.สุราษฎร์ธานี เขต 1",
    "8402": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสุราษฎร์ธานี เขต 2",
    "M8400": "สพม.สุราษฎร์ธานี ชุมพร",
}
UNIT_HEADS = (
    "{unit}",
    "## {unit}",
    "**{unit}**",
    "{n}. {unit}",
    "หน่วยงาน : {unit}",
    "### {n}) {unit}",
)
ANSWERS = (
    "ได้แต่งตั้งคณะทำงาน {n} คน เมื่อวันที่ {n} มกราคม",
    "โรงเรียนในเขต {n} แห่งร่วมกันทำกิจกรรมกับชุมชน",
    "ผู้ปกครอง {n} คนยังไม่เข้าใจและงบประมาณล่าช้า",
)
BELOW = (None, "", "\t", "- ")  # None: behind the heading, on its line
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True)
class Layout:
    """How a report is set down."""

    topics_first: bool
    words: str
    number: str
    topic_head: str
    unit_head: str
    below: str | None
    thai_digits: bool

    def report(self) -> tuple[str, dict[str, tuple[str, str, str]]]:
        """The report, and each of its answers with topic, part and office."""
        lines = ["รายงานผลการดำเนินงานรายหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567", ""]
        whose: dict[str, tuple[str, str, str]] = {}
        topics, units = list(TOPICS), list(UNITS)
        if self.topics_first:
            for topic in topics:
                lines += self._topic(topic)
                for unit in units:
                    lines += [*self._unit(unit), *self._parts(topic, unit, whose)]
        else:
            for unit in units:
                lines += self._unit(unit)
                for topic in topics:
                    lines += [*self._topic(topic), *self._parts(topic, unit, whose)]
        text = "\n".join(lines) + "\n"
        if self.thai_digits:
            text = text.translate(THAI_DIGITS)
            whose = {one.translate(THAI_DIGITS): place for one, place in whose.items()}
        return text, whose

    def _topic(self, topic: str) -> list[str]:
        number = list(TOPICS).index(topic) + 1
        return [self.topic_head.format(n=number, title=TOPICS[topic]), ""]

    def _unit(self, unit: str) -> list[str]:
        return [self.unit_head.format(n=list(UNITS).index(unit) + 1, unit=UNITS[unit]), ""]

    def _parts(self, topic: str, unit: str, whose: dict[str, tuple[str, str, str]]) -> list[str]:
        lines = []
        number = list(TOPICS).index(topic) + 1
        for n, (part, word) in enumerate(zip(PARTS, WORDS[self.words], strict=True), 1):
            head = self.number.format(n=n, topic=number, letter="กขคงจ"[n - 1]) + word
            head += "**" if self.number.startswith("**") else ""
            answer = ANSWERS[len(whose) % len(ANSWERS)].format(n=11 + len(whose))
            whose[answer] = topic, part, unit
            if self.below is None:
                lines += [f"{head} : {answer}", ""]
            else:
                lines += [head, self.below + answer, ""]
        return lines


GATHERED_PARTS = ("progress", "factors", "problems", "innovation", "suggestions")
GATHERED_WORDS: Mapping[str, Sequence[str]] = {
    "form": [
        "ความก้าวหน้าของการดำเนินงานตามนโยบาย",
        "ปัจจัยขับเคลื่อนสู่ความสำเร็จ",
        "ปัญหาและอุปสรรค",
        "นวัตกรรม/Best Practice (ถ้ามี)",
        "ข้อเสนอแนะ",
    ],
    "short": ["ความก้าวหน้า", "ปัจจัย", "ปัญหา", "นวัตกรรม", "ข้อเสนอแนะ"],
    "own": [
        "ผลการดำเนินงาน",
        "สิ่งที่เอื้อให้สำเร็จ",
        "ข้อติดขัดและการแก้ไข",
        "ตัวอย่างที่ดี",
        "ความต้องการรับการสนับสนุน",
    ],
    "long": [
        "การดำเนินงานที่ผ่านมาและผลที่เกิด",
        "ปัจจัยที่ทำให้งานเดินได้",
        "ปัญหา อุปสรรค และแนวทางแก้ไข",
        "ผลงานที่น่าภูมิใจ/แบบอย่าง",
        "ข้อคิดเห็นและข้อเสนอ",
    ],
}
GATHERED_TOPICS = {
    "1.1": "ความปลอดภัยในสถานศึกษา",
    "3.1": "การพาน้องกลับมาเรียน",
    "3.2": "การพัฒนาเด็กปฐมวัย",
    "2.4": "การจัดการเรียนรู้เชิงรุก (Active Learning)",
    "2.9": "โรงเรียนคุณภาพ",
}
GATHERED_HEADS = (
    *("{n}. {title}", "ประเด็นที่ {n} {title}", "## {title}", "**{n}. {title}**", "{n}) {title}"),
    *("จุดเน้นที่ {n} : {title}", "## {n}. {title}"),
)
GATHERED_LINES = (
    "{unit} {said}",
    "{unit} : {said}",
    "- {unit} {said}",
    "{unit}\t{said}",
    "{n}) {unit} {said}",
)
GATHERED_UNITS = {"5501": "สพป.น่าน เขต 1", "5502": "สพป.น่าน เขต 2", "M5500": "สพม.น่าน"}


@dataclass(frozen=True)
class Gathered:
    """How a province sets down what its offices answered, part by part."""

    words: str
    number: str
    head: str
    line: str
    thai_digits: bool

    def report(self) -> tuple[str, dict[str, tuple[str, str, str]]]:
        """The report, and each of its answers with topic, part and office."""
        lines = [
            "รายงานผลการตรวจราชการ จังหวัดน่าน ปีงบประมาณ พ.ศ. 2567",
            "สำนักงานศึกษาธิการจังหวัดน่าน",
            "",
        ]
        whose: dict[str, tuple[str, str, str]] = {}
        for number, (topic, title) in enumerate(GATHERED_TOPICS.items(), 1):
            lines += [self.head.format(n=number, title=title), ""]
            for n, part in enumerate(GATHERED_PARTS, 1):
                head = self.number.format(n=n, topic=number, letter="กขคงจ"[n - 1])
                head += GATHERED_WORDS[self.words][n - 1]
                lines.append(head + ("**" if self.number.startswith("**") else ""))
                for place, (code, unit) in enumerate(GATHERED_UNITS.items(), 1):
                    said = f"จัดกิจกรรมร่วมกับชุมชน {11 + len(whose)} แห่ง"
                    whose[said] = topic, part, code
                    lines.append(self.line.format(n=place, unit=unit, said=said))
                lines.append("")
        text = "\n".join(lines) + "\n"
        if self.thai_digits:
            text = text.translate(THAI_DIGITS)
            whose = {one.translate(THAI_DIGITS): place for one, place in whose.items()}
        return text, whose
