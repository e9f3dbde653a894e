"""Words that stand in headings and beside header values, by what they mean.

Compared squeezed (:func:`qp_scoring.thai.squeeze`): spaces, dots, hyphens, case and the script of
digits make no difference. Texts of a rubric (items, titles, level names) are never listed here:
they come from the rubric.
"""

from __future__ import annotations

from qp_scoring.thai import squeeze

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": (
        "รหัส",
        "รหัสสำนักงาน",
        "รหัส สพท.",
        "รหัสเขต",
        "รหัสเขตพื้นที่",
        "รหัสหน่วยงาน",
        "code",
        "office code",
    ),
    "office": (
        "สพท.",
        "ชื่อ สพท.",
        "รายชื่อ สพท.",
        "สพป./สพม.",
        "สพป.",
        "สพม.",
        "ชื่อ สพป./สพม.",
        "เขต",
        "ชื่อเขต",
        "เขตพื้นที่",
        "ชื่อเขตพื้นที่",
        "รายชื่อเขตพื้นที่",
        "เขตพื้นที่การศึกษา",
        "ชื่อเขตพื้นที่การศึกษา",
        "สำนักงาน",
        "ชื่อสำนักงาน",
        "สำนักงานเขต",
        "ชื่อสำนักงานเขต",
        "สำนักงานเขตพื้นที่",
        "ชื่อสำนักงานเขตพื้นที่",
        "สำนักงานเขตพื้นที่การศึกษา",
        "ชื่อสำนักงานเขตพื้นที่การศึกษา",
        "รายชื่อสำนักงานเขตพื้นที่การศึกษา",
        "สำนักงานเขตพื้นที่การศึกษา (สพท.)",
        "สังกัด",
        "หน่วยงาน",
        "ชื่อหน่วยงาน",
        "หน่วยงานที่รับการประเมิน",
        "หน่วยรับการประเมิน",
        "office",
        "office name",
        "name",
    ),
    "mean": (
        "คะแนนเฉลี่ย",
        "คะแนนเฉลี่ยรวม",
        "ค่าเฉลี่ย",
        "เฉลี่ย",
        "เฉลี่ยรวม",
        "mean",
        "average",
    ),
    "band": ("ระดับคุณภาพ", "ระดับคุณภาพรวม", "แปลผล", "ผลการประเมิน", "band", "quality band"),
    # Words for the band that in a form head its answers, or say what these mean.
    "verdict": (
        "ความหมาย",
        "การแปลผล",
        "แปลความหมาย",
        "สรุปผล",
        "สรุปผลการประเมิน",
        "สรุประดับคุณภาพ",
        "อยู่ในระดับ",
        "ระดับรวม",
        "ระดับภาพรวม",
        "ระดับคุณภาพภาพรวม",
        "ระดับคุณภาพโดยรวม",
        "ผลการประเมินภาพรวม",
        "ผลการประเมินโดยรวม",
    ),
    "indicator": ("ตัวชี้วัด", "ตัวชี้วัดที่", "รหัสตัวชี้วัด", "ตชว.", "indicator"),
    "item": (
        "ข้อ",
        "ข้อที่",
        "รหัสข้อ",
        "รายการ",
        "รหัสรายการ",
        "รายการพิจารณา",
        "รายการประเมิน",
        "รายการตรวจสอบ",
        "ประเด็น",
        "ประเด็นพิจารณา",
        "ประเด็นการประเมิน",
        "item",
        "item id",
    ),
    "mark": (
        "ผล",
        "ผลการตรวจ",
        "ผลการตรวจสอบ",
        "ผลการพิจารณา",
        "ผลประเมิน",
        "มี/ไม่มี",
        "mark",
    ),
    "value": ("ค่า", "ค่าที่วัดได้", "value"),
    "level": (
        "ระดับ",
        "ระดับที่ได้",
        "ระดับคุณภาพที่ได้",
        "ผลการประเมินระดับคุณภาพ",
        "ระดับคะแนน",
        "คะแนน",
        "คะแนนที่ได้",
        "level",
        "score",
    ),
    "reason": ("เหตุผล", "เหตุผลที่ไม่มี", "เหตุผล (ถ้าไม่มี)", "reason"),
    "reference": (
        "เอกสารอ้างอิง",
        "หลักฐานอ้างอิง",
        "อ้างอิง",
        "หลักฐาน",
        "เอกสารหลักฐาน",
        "เอกสาร/หลักฐาน",
        "ร่องรอยหลักฐาน",
        "ร่องรอย/หลักฐาน",
        "เอกสารประกอบ",
        "ลิงก์",
        "ลิงก์หลักฐาน",
        "link",
        "reference",
    ),
    "note": ("หมายเหตุ", "note"),
    # Of our own to-decide.xlsx: what a decision was asked about.
    "opinions": ("ความเห็นของกรรมการ",),
    "matters": ("มีผลต่อระดับ",),
    "carried": ("ผลรอบก่อน", "ผลรอบก่อน (ยกมา ยังไม่ยืนยัน)", "carried"),
    "carried_reference": ("หลักฐานรอบก่อน", "carried reference"),
    "assessor": (
        "ผู้ประเมิน",
        "ชื่อผู้ประเมิน",
        "ชื่อ-สกุลผู้ประเมิน",
        "ชื่อ-สกุล",
        "ชื่อ-นามสกุล",
        "ชื่อผู้ตอบ",
        "ชื่อ-สกุลผู้ตอบ",
        "ผู้ตอบ",
        "กรรมการ",
        "ชื่อกรรมการ",
        "กรรมการผู้ประเมิน",
        "ผู้ตรวจ",
        "ชื่อผู้ตรวจ",
        "assessor",
    ),
    "role": ("บทบาท", "role"),
    "stage": ("ขั้น", "ขั้นการประเมิน", "stage"),
    "status": ("สถานะ", "status"),
    "comment": (
        "ข้อเสนอแนะของผู้ประเมิน",
        "ข้อเสนอแนะ",
        "ข้อเสนอแนะเพื่อการพัฒนา",
        "ข้อเสนอแนะของคณะกรรมการ",
        "ข้อคิดเห็น",
        "ความเห็น",
        "ความคิดเห็น",
        "comment",
    ),
    "overall": (
        "ข้อเสนอแนะภาพรวม",
        "ข้อเสนอแนะในภาพรวม",
        "ข้อเสนอแนะเพื่อการพัฒนาในภาพรวม",
        "ข้อเสนอแนะเพิ่มเติมในภาพรวม",
        "ความเห็นภาพรวม",
        "ภาพรวม",
        "overall comment",
    ),
    # Columns that are known and say nothing of marks.
    "time": (
        "ประทับเวลา",
        "เวลาที่ส่ง",
        "วันเวลาที่ตอบ",
        "เวลาเสร็จสมบูรณ์",
        "timestamp",
        "completion time",
    ),
    "started": ("เวลาเริ่มต้น", "start time", "เวลาแก้ไขล่าสุด", "last modified time"),
    "email": (
        "ที่อยู่อีเมล",
        "อีเมล",
        "อีเมลผู้ตอบ",
        "e-mail",
        "email",
        "email address",
        "username",
        "ชื่อผู้ใช้",
    ),
    "number": ("ที่", "ลำดับ", "ลำดับที่", "ลำดับ ที่", "no.", "no", "#", "id"),
    "province": ("จังหวัด", "ชื่อจังหวัด", "province"),
    "about": (
        "อำเภอ",
        "ภาค",
        "เขตตรวจ",
        "เขตตรวจราชการ",
        "เขตตรวจราชการที่",
        "กลุ่ม",
        "กลุ่มที่",
        "กลุ่มจังหวัด",
        "ประเภท",
        "ขนาด",
        "จำนวนโรงเรียน",
        "จำนวนสถานศึกษา",
        "อันดับ",
        "อันดับที่",
        "region",
        "type",
        "rank",
    ),
}
BY_ALIAS = {squeeze(alias) or alias: what for what, known in COLUMNS.items() for alias in known}

# What a column says of an item or an indicator that its heading names beside.
PARTS: dict[str, tuple[str, ...]] = {
    "status": ("สถานะ", "status"),
    "level": (
        "ระดับ",
        "ระดับคุณภาพ",
        "ระดับที่ได้",
        "ระดับคะแนน",
        "คะแนน",
        "คะแนนที่ได้",
        "ผล",
        "ผลการประเมิน",
        "แปลผล",
        "level",
        "score",
    ),
    "reason": ("เหตุผล", "reason"),
    "comment": COLUMNS["comment"],
    "reference": COLUMNS["reference"],
    "note": COLUMNS["note"],
}
BY_PART = {squeeze(word): what for what, known in PARTS.items() for word in known}

# What an indicator is measured by, and what is made of its level: no answers.
ASIDES = (
    "คะแนนเต็ม",
    "เต็ม",
    "น้ำหนัก",
    "ค่าน้ำหนัก",
    "เป้าหมาย",
    "ค่าเป้าหมาย",
    "ร้อยละ",
    "คิดเป็นร้อยละ",
    "%",
    "คะแนนถ่วงน้ำหนัก",
    "ถ่วงน้ำหนัก",
    "ผลต่าง",
    "ลำดับ",
    "ลำดับที่",
    "อันดับ",
    "จำนวน",
    "ข้อที่มี",
    "ข้อที่ผ่าน",
    "ระดับที่คาดหวัง",
    "ระดับคาดหวัง",
    "ที่คาดหวัง",
    "คาดการณ์",
)

HEADER_LABELS: dict[str, tuple[str, ...]] = {
    "rubric": ("ชุดเกณฑ์", "รหัสชุดเกณฑ์", "rubric", "rubric id"),
    "version": ("รุ่นเกณฑ์", "รุ่นของเกณฑ์", "version", "rubric version"),
    "content": ("รหัสเนื้อหาเกณฑ์", "content mark"),
    "fiscal_year": ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ.", "fiscal year"),
    "round": ("รอบ", "รอบการประเมิน", "round"),
    "code": ("รหัส", "รหัสสำนักงาน", "รหัส สพท.", "office code"),
    "office": (
        "สพท.",
        "ชื่อ สพท.",
        "สำนักงาน",
        "ชื่อสำนักงาน",
        "เขตพื้นที่การศึกษา",
        "สำนักงานเขตพื้นที่การศึกษา",
        "หน่วยงาน",
        "office",
    ),
    "assessor": ("ผู้ประเมิน", "ชื่อผู้ประเมิน", "กรรมการผู้ประเมิน", "assessor"),
    "role": ("บทบาท", "role"),
    "stage": ("ขั้น", "ขั้นการประเมิน", "stage"),
    "date": ("วันที่", "วันที่ประเมิน", "date"),
}
BY_LABEL = {squeeze(alias): what for what, known in HEADER_LABELS.items() for alias in known}

_TOTALS = (
    "รวม",
    "ผลรวม",
    "เฉลี่ย",
    "ค่าเฉลี่ย",
    "คะแนนเฉลี่ย",
    "คะแนนรวม",
    "คะแนนเต็ม",
    "ร้อยละ",
    "คิดเป็นร้อยละ",
    "จำนวน",
    "ส่วนเบี่ยงเบน",
    "สรุป",
    "ค่าสูงสุด",
    "ค่าต่ำสุด",
    "คะแนนสูงสุด",
    "คะแนนต่ำสุด",
    "สูงสุด",
    "ต่ำสุด",
    "ภาพรวม",
    "น้ำหนัก",
    "ค่าน้ำหนัก",
    "เป้าหมาย",
    "ค่าเป้าหมาย",
    "มัธยฐาน",
    "ฐานนิยม",
    "S.D.",
    "x̄",
    "x̅",
    "max",
    "min",
    "median",
    "total",
    "average",
    "mean",
    "sum",
    "grand total",
)
_TOTAL_STARTS = tuple(squeeze(word) for word in _TOTALS)
_ROW_TOTALS = ("ผลต่าง", "ลำดับ", "อันดับ", "ระดับ", "แปลผล", "เกณฑ์")
_ROW_STARTS = (*_TOTAL_STARTS, *map(squeeze, _ROW_TOTALS))
_ROW_ENDS = (squeeze("ผลรวม"), "total")
_IN_FORMS = (
    "รวม",
    "ผลรวม",
    "เฉลี่ย",
    "ค่าเฉลี่ย",
    "คะแนนรวม",
    "คะแนนเฉลี่ย",
    "คิดเป็นร้อยละ",
    "total",
    "sum",
)
_FORM_TOTALS = tuple(squeeze(word) for word in _IN_FORMS)


def begins_total(text: str) -> bool:
    """Whether a heading begins as that of a column of totals."""
    return squeeze(text).startswith(_TOTAL_STARTS)


def labels_total_row(text: str) -> bool:
    """Whether a label is that of a row of totals or of what is made of the others, by its ends.

    An office may be named so. In a pivot table ผลรวม stands behind what it sums up.
    """
    key = squeeze(text)
    return key.startswith(_ROW_STARTS) or key.endswith(_ROW_ENDS)


_OF_ITEMS = frozenset({squeeze("ร้อยละ"), squeeze("จำนวน")})  # what is measured begins so too


def is_total_in_form(text: str) -> bool:
    """Whether the label of a row in a form is that of totals, and not of what is measured."""
    key = squeeze(text)
    return key in _OF_ITEMS or key.startswith(_FORM_TOTALS)
