"""Examples of findings on narrative reports: files that cannot be read, and what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
from documents_made import OLD_WORD, PNG, bomb, docx, pdf
from examples import Example, Room, example, said, told
from making import copy_rubric
from reports_made import OWN, UNITS_IN_THAI_DIGITS, province_report

from qp_scoring.evidence import pdf as pdf_reader
from qp_scoring.evidence import segment
from qp_scoring.findings import Finding
from qp_scoring.jobs.evidence import EvidenceRequest, gather_and_deliver
from qp_scoring.messages import text

NONE_READABLE = "report-none-readable"
GOOD = OWN.encode()


def gathered(room: Room, *reports: Path, **options: object) -> tuple[Finding, ...]:
    """The findings of a run over reports, whether or not it could be done."""
    request = EvidenceRequest(reports, **{"round": "6m", **options})
    return told(lambda: gather_and_deliver(request, room.folder / "out").findings)


def report(name: str, content: bytes) -> Callable[[Room], tuple[Finding, ...]]:
    """A run over one file."""

    def make(room: Room) -> tuple[Finding, ...]:
        path = room / name
        path.write_bytes(content)
        return gathered(room, path)

    return make


def _bomb(room: Room) -> tuple[Finding, ...]:
    return report("ก.docx", bomb())(room)


def unreadable(name: str, content: bytes) -> Example:
    return example(report(name, content), name, None, NONE_READABLE)


def _without(module: object, name: str, content: bytes) -> Callable[[Room], Iterable[Finding]]:
    """A run where an extra is not installed."""

    def make(room: Room) -> tuple[Finding, ...]:
        room.patch.setattr(module, "find_spec", lambda _: None)
        return report(name, content)(room)

    return make


def _beside_a_picture(room: Room) -> tuple[Finding, ...]:
    (room / "รายงาน/แผนผัง.xlsx").write_bytes(b"PK")
    (room / "รายงาน/ก.txt").write_bytes(GOOD)
    return gathered(room, room.folder / "รายงาน")


def _decided(room: Room, word: str = "อาจจะ") -> tuple[Finding, ...]:
    """A checklist on which a passage has a decision, or a word that is none."""
    report("ก.txt", GOOD)(room)
    (path,) = (room.folder / "out/checklists").iterdir()
    book = openpyxl.load_workbook(path, rich_text=True)
    book[text("evidence-all-sheet")]["B4"] = word
    book.save(path)
    return said(path, rubric="qp-2566")


def _empty_folder(room: Room) -> tuple[Finding, ...]:
    (room.folder / "ว่าง").mkdir()
    return gathered(room, room.folder / "ว่าง")


def _accepted_beside_unmet(room: Room) -> tuple[Finding, ...]:
    """A checklist on which a passage is accepted for an item that is marked as not met."""
    report("ก.txt", GOOD)(room)
    (path,) = (room.folder / "out/checklists").iterdir()
    book = openpyxl.load_workbook(path, rich_text=True)
    book[text("evidence-all-sheet")]["B4"] = text("evidence-accepted")
    book.worksheets[0]["D18"] = "ไม่มี"
    book.save(path)
    return said(path, rubric="qp-2566")


def _without_words(room: Room) -> tuple[Finding, ...]:
    """A rubric that does not say by which words evidence is found."""
    folder = copy_rubric(room.folder)
    for path in (folder / "indicators").glob("*.toml"):
        lines = path.read_text("utf-8").split("\n")
        kept, inside = [], False
        for line in lines:
            inside = inside or line.startswith("look_for = [")
            if not inside:
                kept.append(line)
            inside = inside and line != "]"
        path.write_text("\n".join(kept), "utf-8")
    (room / "ก.txt").write_bytes(GOOD)
    return gathered(room, room.folder / "ก.txt", rubric=str(folder))


def _another_office(room: Room) -> tuple[Finding, ...]:
    (room / "ก.txt").write_bytes(GOOD)
    return gathered(room, room.folder / "ก.txt", offices=("2402",))


def _round_untold(room: Room) -> tuple[Finding, ...]:
    (room / "ก.txt").write_bytes(GOOD)
    return gathered(room, room.folder / "ก.txt", round=None)


def _section_misspelt(room: Room) -> tuple[Finding, ...]:
    title = "การขับเคลื่อนโครงการโรงเรียนคุณภาพ"
    edits = {f'sections = ["{title}"]': 'sections = ["โรงเรียนคุณพาบ"]'}
    folder = copy_rubric(room.folder, edits, file="indicators/10.toml")
    (room / "ก.txt").write_bytes(GOOD)
    return gathered(room, room.folder / "ก.txt", rubric=str(folder))


THAI = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 1 จัดทำแผน"
LOST = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพะเยา เขต 1 จัดทำแผ\x03น\x03"

# A consolidation of a province, which names its offices as they are called.
_CARE = "การส่งเสริมสนับสนุนการดำเนินการเพื่อป้องกันเด็กตกหล่นและเด็กออกกลางคัน"
_NAN = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต"
_PROGRESS = "ความก้าวหน้าของการดำเนินงานตามนโยบาย"
_PROVINCE = province_report(
    f"3.1 {_CARE}",
    f"3.1.1 {_PROGRESS}",
    f"1) {_NAN} 1 แต่งตั้งคณะทำงาน",
    f"2) {_NAN} 2 เยี่ยมบ้านนักเรียน",
)
_JUMP = f"3.5 โครงการอาชีวะอยู่ประจำ เรียนฟรี มีอาชีพ\n\n3.5.1 {_PROGRESS}\n\n1) {_NAN} 1 จัดอบรม\n"
_UNKNOWN_TOPIC = _PROVINCE.replace(
    "3.1 ", f"งานเฉพาะของจังหวัด\n\n{_PROGRESS}\n\n{_NAN} 1 จัดอบรมครู 30 คน\n\n3.1 ", 1
)
_TWICE = f"3.1.2 ปัจจัยขับเคลื่อนสู่ความสำเร็จ\n\nผู้บริหารสนับสนุน\n\n3.2.1 {_PROGRESS}\n\n1) {_NAN} 1 จัดอบรม\n"
_CALLED_SO = (
    _PROVINCE.replace("3.1 ", "ประเด็น: ", 1)
    + f"ประเด็น: ชื่ออื่น\n\n3.2.1 {_PROGRESS}\n\n1) {_NAN} 1 จัดอบรม\n"
)
_ACTIVE = "2.4 การจัดการเรียนรู้ด้วยการลงมือปฏิบัติจริง (Active Learning)"
_GENERAL = "".join(f"- ผู้เกี่ยวข้องทุกฝ่ายให้ความร่วมมือ เรื่องที่ {number}\n" for number in range(60))
_VAGUE = (
    f"สรุปผลตามประเด็นการตรวจราชการ ปีงบประมาณ 2566\n{_NAN} 1\n{_ACTIVE}\n2.4.1 {_PROGRESS}\n"
    f"- ครูจัดการเรียนรู้เชิงรุกในชั้นเรียนจนผู้เรียนสร้างชิ้นงานได้\n{_GENERAL}"
)


def _province(text: str) -> Example:
    return example(report("ก.txt", text.encode()), "ก.txt")


EXAMPLES: dict[str, Example] = {
    "passages-decided": example(
        lambda room: _decided(room, text("evidence-accepted")),
        "5601 สพป.พะเยา เขต 1.xlsx",
        None,
        "form-blank",
    ),
    "passage-decision-unknown": example(_decided, "5601 สพป.พะเยา เขต 1.xlsx", "B4", "form-blank"),
    "report-several": example(report("ก.txt", GOOD + GOOD), "ก.txt"),
    "report-letters-mended": _province(_PROVINCE.replace("ำ", "ำา")),
    "report-name-misread": _province(_PROVINCE.replace("น่าน เขต 2", "น่านน เขต 2")),
    "report-name-unknown": _province(_PROVINCE.replace("เขต 2", "เขต 8")),
    "report-topics-skipped": _province(_PROVINCE + _JUMP),
    "report-parts-twice": _province(_PROVINCE + _TWICE),
    "report-topics-unknown": _province(_CALLED_SO),
    "report-tells-vaguely": _province(_VAGUE),
    "report-lines-outside": _province(_UNKNOWN_TOPIC),
    "report-old-doc-or-password": unreadable("ก.docx", OLD_WORD),
    "report-not-word": unreadable("ก.docx", PNG),
    "report-not-text": unreadable("ก.txt", PNG),
    "report-empty": unreadable("ก.md", b""),
    "report-without-text": unreadable("ก.docx", docx("")),
    "report-damaged": unreadable("ก.docx", docx(b"<w:document")),
    "report-too-large": example(_bomb, "ก.docx", None, NONE_READABLE),
    "report-encoding": example(report("ก.txt", OWN.encode("cp874", "ignore")), "ก.txt"),
    "report-encoding-unknown": unreadable("ก.txt", b"\xff" + GOOD),
    "report-pdf-reader-missing": example(
        _without(pdf_reader, "ก.pdf", pdf([[THAI]])), "ก.pdf", None, NONE_READABLE
    ),
    "report-scanned": unreadable("ก.pdf", pdf([[], []])),
    "report-garbled": example(
        report("ก.pdf", pdf([[LOST]])), "ก.pdf", None, "report-without-headings"
    ),
    "report-skipped-type": example(_beside_a_picture, "แผนผัง.xlsx"),
    "report-none-found": example(_empty_folder),
    NONE_READABLE: example(report("ก.md", b""), None, None, "report-empty"),
    "report-office-unknown": example(
        report("ก.txt", "จัดทำแผนความปลอดภัย".encode()), "ก.txt", None, "report-without-headings"
    ),
    "report-without-headings": example(report("ก.txt", THAI.encode()), "ก.txt"),
    "report-year-differs": example(report("ก.md", UNITS_IN_THAI_DIGITS.encode()), "ก.md"),
    "report-office-absent": example(_another_office),
    "report-round-assumed": example(_round_untold),
    "rubric-section-unknown": example(_section_misspelt, "qp-2566"),
    "segmenter-missing": example(_without(segment, "ก.txt", GOOD)),
    "rubric-without-look-for": example(_without_words, "qp-2566"),
    "accepted-beside-unmet": example(
        _accepted_beside_unmet,
        "5601 สพป.พะเยา เขต 1.xlsx",
        "D18",
        "items-not-assessed",
        "passages-decided",
    ),
}
