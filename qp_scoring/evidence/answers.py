"""How far an answer is: done, ongoing, planned, nothing, no duty; and what a section comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Literal

from qp_scoring.evidence.sections import Piece
from qp_scoring.evidence.skeleton import TOLD_IN, StatusWords
from qp_scoring.evidence.text import (
    FIGURE_ALONE,
    LEADS_ON,
    MONTHS,
    by_level,
    is_filler,
    key,
    mark_of_entry,
    split_lead,
    without_leaders,
)
from qp_scoring.thai import to_arabic_digits

ProgressSaid = Literal["done", "ongoing", "planned", "none"]
SectionStatus = Literal["answered", "planned", "none", "blank", "not_duty"]

# Which of several it is: schools that have not begun are told of beside those that have.
_OF_WHICH = re.compile(r"ที่ยังไม่\S*")
# What something is for, or will come to, is no plan of its own.
_FOR_WHAT = re.compile(
    r"(?:เพื่อ(?:ที่)?|ก่อน(?:ที่)?|กว่า|ซึ่ง|อัน)จะ\S*|จะทำให้|จะนำไปสู่|จะส่งผล"
    # What was promised, and what was resolved that should be done, was promised and resolved.
    r"|(?<!จะ)(?<!เตรียม)(?<!รอการ)(?:ตอบรับ|ยืนยัน|ตกลง|ลงนาม|เซ็น)(?:(?!อยู่ระหว่าง|ยังไม่)[^;]){0,60}?(?<!คาดว่า)จะ\S*"
    r"|มติ[^;]{0,25}?(?:เห็นควร|ควร)\S*|ที่จะได้\S*|น่าจะ\S*"
    # What stands on a page of a plan is written there.
    r"|อยู่ในแผน[^;]{0,40}?หน้า\s*(?:ที่\s*)?[0-9๐-๙]"
)
_AIMS = ("จะ", "มติ", "อยู่ในแผน")  # one of these stands in all of them
# How far it was before, where how far it is now is told behind.
_BEFORE_NOW = re.compile(r"จากเดิม[^;]{0,80}?(?=ขณะนี้|ปัจจุบัน|บัดนี้|ตอนนี้)")
# How an answer begins that tells what was not done.
_NOT_YET = re.compile(r"[\s\-–•*0-9๐-๙.()]*(?:ยังไม่|ยังมิ)(?:ได้|มี|เริ่ม)")
_ENTRY_END = " ;ฯฯ\"'“”()[]-–—_*=~|"

# How officers say that there is nothing, that they have no such duty, that nobody reported, and
# what is still to come: what is denied, and of what, not single phrases.
_NOT = r"(?:ไม่|มิ)(?:ได้)?"
_SPEAKS_OF = (
    r"(?:(?:ใน|สำหรับ|ทั้งนี้|ขณะนี้|ปัจจุบัน|รอบ|ปี|ภาคเรียน|ช่วง|ส่วน|เรื่อง|ประเด็น|ข้อ|ด้าน)[^ไ]{0,30}?)?"
    r"(?:(?:(?:ทุก|ทั้ง)\S{0,14}|ภาพรวม|หน่วยงาน|เขตพื้นที่(?:การศึกษา)?|เขต|สพท\.?)\s*:?\s*)?"
)
_FORM_ASKS = (
    r"(?:ปัญหา|อุปสรรค|ประเด็น|ปัจจัย|นวัตกรรม|แบบอย่าง|รูปแบบ|ตัวอย่าง|ผลงาน|ข้อ(?!มูล|ตกลง|สอบ)|ความเห็น|ความต้องการ"
    r"|ความคิดเห็น|เรื่อง(?:ที่|ขอ|เสนอ)|สิ่งที่|รายการ|รายงานผล|เพิ่มเติม|แต่อย่างใด|ใด|ครับ|ค่ะ|กรณี|วิธีปฏิบัติ|แนวปฏิบัติ|Best|BP)"
)
_WORKS_AT = r"(?:การ)?(?:ดำเนิน|จัด(?!สรร|การเรียน|การศึกษา|ส่ง)|ปฏิบัติ|เข้าร่วม|ร่วมโครงการ|ขอเสนอ|เสนอ|ทำ)"
_NONE_SAID = re.compile(
    rf"{_SPEAKS_OF}(?:(?:ยัง)?{_NOT}(?:มี|พบ|ปรากฏ|ประสบ)\s*{_FORM_ASKS}|{_NOT}(?:มี)?{_WORKS_AT}"
    rf"|{_NOT}(?:ขอ)?เสนอ|{_NOT}(?:มี|พบ|ปรากฏ)(?:ข้อมูล)?\s*$|ปัญหา(?:และ)?(?:อุปสรรค)?\s*{_NOT}มี\s*$"
    rf"|(?:ยัง)?{_NOT}มี(?:โรงเรียน|สถานศึกษา|หน่วยงาน|ครู|ผู้)\S{{0,15}}(?:เข้าร่วม|ร่วมโครงการ|ส่งผลงาน|เสนอ))"
)
_TOLD_FIGURE = re.compile(r"(?:มี|ได้)\s*[0-9๐-๙]|[0-9๐-๙]\s*(?:คน|ราย|โรง|แห่ง|ครั้ง)")
_TURNS = re.compile(r"แต่(?!อย่างใด)|จึง|แก้ไข(?:โดย|ด้วย)|เนื่องจาก|[0-9๐-๙]\s*(?:คน|ราย|โรง|แห่ง|ครั้ง)")
_BUT = re.compile(
    r"\s*แต่(?!ละ|งตั้ง|อย่างใด|เดิม)|\s+(?:ส่วน|ขณะที่)|\s*และ(?=กำลัง|จะ|อยู่ระหว่าง)"
)  # what is still to come, beside what was done
_BUT_DID = re.compile(
    r"แต่\s*(?:ใน)?(?:(?:ปี|ภาคเรียน|รอบ)(?:นี้|ที่ผ่านมา)|ปัจจุบัน|ขณะนี้|ตอนนี้)?\s*(?:ก็)?ได้(?!รับ|แก่|แต่)"
)
# "received 21 cases, 2 are under way": some of those that are told of, in figures of one kind.
_SOME_OF_THEM = re.compile(
    r"[0-9][0-9,]*\s*(?P<kind>[ก-๎]{2,10})(?=\s).{0,80}?\s(?:และ)?(?:อยู่(?:ใน)?ระหว่าง|กำลัง|ยังไม่|ที่เหลือ|คงเหลือ)"
    r"[^0-9]{0,40}[0-9][0-9,]*\s*(?P=kind)(?=\s|$|\)|และ)"
)
_THE_REST = re.compile(r"แล้ว.{0,60}?\s(?:ส่วน)?ที่เหลือ")
_OTHERS_DUTY = (
    r"(?:หน่วยงาน|ส่วนราชการ|เขต|สังกัด|องค์กร)อื่น|อาชีวะ"
    r"|อาชีวศึกษา|สอศ|สกร|กศน|สช|เอกชน|สำนักงาน|ส่วนกลาง|ศธจ|ท้องถิ่น|อปท|สพ[ปม]"
)
_NO_DUTY_SAID = re.compile(
    rf"{_NOT}(?:ใช่|อยู่ใน|เป็น|มีใน|มี|เกี่ยวข้องกับ|เกี่ยวกับ|เข้า)?\s*(?:หน่วยงาน(?:ที่)?\s*)?(?:ภารกิจ|หน้าที่|บทบาท|ความรับผิดชอบ|รับผิดชอบ|อำนาจหน้าที่|ข่าย|ขอบข่าย"
    rf"|งานของ|ส่วนเกี่ยวข้อง|ดูแลเรื่อง)|{_NOT}(?:มีความ)?เกี่ยวข้อง|นอก(?:เหนือ)?(?:จาก)?(?:ภารกิจ|อำนาจ|ขอบเขต|ขอบข่าย|หน้าที่)"
    rf"|(?:เป็น|อยู่ใน)(?:ภารกิจ|หน้าที่|บทบาท|งาน|ความรับผิดชอบ)(?:หลัก|โดยตรง)?ของ\s*(?:{_OTHERS_DUTY})"
    rf"|{_NOT}(?:มี(?:การ)?|ได้)?(?:จัด|เปิด)(?:การ)?(?:ศึกษา|สอน|เรียนการสอน|ชั้นเรียน)"
    rf"|{_NOT}มี(?:โรงเรียน|สถานศึกษา|นักเรียน|เด็ก|ผู้เรียน)\S{{0,20}}(?:ระดับ|ที่เปิดสอน|ที่จัดการ)"
    rf"|{_NOT}มี(?:การศึกษา|การจัดการศึกษา|นักเรียน|เด็ก|ผู้เรียน|โรงเรียน)?(?:ใน)?(?:ระดับ|ช่วงชั้น|ชั้น)?"
    r"(?:ก่อนประถม|ปฐมวัย|อนุบาล|ประถม|มัธยม)(?:ศึกษา)?(?:ตอน(?:ต้น|ปลาย))?(?=[\s.)]|$|จึง|ในสังกัด|ในความ)"
    r"|ไม่ต้อง(?:ดำเนินการ|รายงาน|ตอบ)|ไม่มีกลุ่มเป้าหมาย"
)
_SAYS_THAT = re.compile(r"^\W*(?:ได้)?(?:รายงาน|แจ้ง|ระบุ|ให้ข้อมูล|สรุป|นำเสนอ|ชี้แจง|ตอบ|เห็น)ว่า\s*")
# Who answers together, before what they answer.
_FOR_ALL = re.compile(
    r"^\W*(?:(?:ทุก|ทั้ง)(?:หน่วย(?:งาน)?|เขต(?:พื้นที่(?:การศึกษา)?)?|แห่ง|สังกัด|จังหวัด)"
    r"|(?:หน่วย(?:งาน)?|เขต|สังกัด)อื่น\s*ๆ?)\s*[:\-–]?(?=\s|$)"
)
# What is asked for, before what is said to it.
_LABEL = re.compile(r"^[^:0-9๐-๙]{1,25}:\s*")
_LONGEST_NO_DUTY, _BEFORE_NO_DUTY = 120, 40
# What joins "has not reported" to the name of who has not: "… ยกเว้นเขต 2 ที่ยังไม่ส่งข้อมูล".
_OF_WHOM = re.compile(r"^(?:ที่|ซึ่ง)\s*(?=ยัง|ไม่)")
_UNREPORTED = re.compile(
    rf"(?:หน่วยงาน|เขต(?:พื้นที่)?|ผู้รับผิดชอบ|สพ[ปม]\.?)?\s*(?:ยัง)?{_NOT}(?:มี(?:การ|ผู้|หน่วยงาน(?:ใด)?)?|มีข้อมูลจาก|ได้รับ|รับ|จัด|เคย)?"
    r"(?:รายงาน|ส่ง|แจ้ง|คำตอบ|ตอบ|กรอก|ให้ข้อมูล|ระบุข้อมูล|ข้อมูลจาก|ข้อมูล(?=\s*(?:ที่รายงาน|เข้ามา)))"
    r"(?:ผล|รายงาน|ข้อมูล|เอกสาร|คำตอบ|แบบรายงาน)*\s*"
    r"(?:จากหน่วยงาน|หน่วยงาน|กลับ|เข้า|มา|ใด ?ๆ?|ใน(?:ส่วน|ข้อ|ประเด็น|รอบ)นี้|ข้อนี้|\s)*"
    r"|(?:ยัง)?ไม่ได้รับข้อมูล(?:จากหน่วยงาน)?|(?:เว้น)?ว่าง(?:ไว้)?"
)
# Where กำลัง is a force or a strength, and tells of nothing under way: by what it ends or begins.
_FORCE = re.compile(
    r"(กอง(?!กำลังดำเนิน)|พละ|พลัง|สรรพ|ขุม|อัตรา|ไฟฟ้า|ออก|ยก|ชู|บำรุง|เสริม|ระดม|สนธิ|ถอน|สุด|เต็ม|เลขชี้|ประเทศ)กำลัง"
    r"|กำลัง(?=ใจ|คน|พล|แรง|งาน|กาย|เรียน|ศึกษา|ผลิต|สำคัญ|ไฟ|ทรัพย์|ซื้อ|ความ|ของ|ตำรวจ|ทหาร|อาสา|เจ้าหน้าที่|บุคลากร"
    r"|หลัก|สำรอง|ใน|จาก|และ|หรือ|ที่)"
)
_UNDER_WAY = re.compile(
    # Each begins with a letter: so the pattern is looked for only there.
    r"กำลัง[ก-ฮเ-ไ]|อยู่ในชั้น(?:ร่าง|พิจารณา)|ระหว่าง(?<!\Sระหว่าง)(?:ดำเนิน|การ(?!อบรม|ประชุม)|จัดทำ|รอ|เตรียม|พัฒนา|ขอ)"
)
_WORK_TO_DO = (
    r"(?:ประเมิน|ทำ|วิเคราะห์|ขยาย|อบรม|ตั้ง|เปิด|จัด|นำ|สร้าง|ปรับ|ถอด|ส่ง|เพิ่ม|ดำเนิน|แต่งตั้ง|เชิญ|ลง|ติดตั้ง|ซื้อ|รวบรวม|สำรวจ|คัดเลือก|เผยแพร่|พิมพ์"
    r"|เสนอ|ประชุม|ขอ|เริ่ม|ให้|เข้า)"
)
_COMING = r"(?:ปี(?:งบประมาณ|การศึกษา)?|ภาคเรียน|เดือน|รอบ|ไตรมาส)\s*(?:หน้า|ถัดไป|ต่อไป)"
_TO_COME = re.compile(
    rf"^(?:ก็)?จะ(?!ได้รับ)|^(?:ได้)?(?:เสนอ)?ขออนุมัติ|(?:ตั้งใจ|ประสงค์|แนวคิด|โครงการ|เป้าหมาย|แผน|คาดว่า|คาดหมายว่า|มุ่งหมาย|ปี\S{{0,12}}หน้า|{_COMING}\s?)(?:ที่)?จะ"
    rf"|(?:มี|(?<!ร่วม)(?<!ร่วมกัน)(?<!การ)วาง)แผน(?:การ|งาน)?\s*$|(?:มี|(?<!ร่วม)(?<!ร่วมกัน)(?<!การ)วาง)แผน(?:ที่|การ|ใน|งาน)?(?:การ)?{_WORK_TO_DO}"
    r"|^เตรียม(?!ความพร้อม|ตัว|อนุบาล|อุดม|ทหาร)|(?:^|\s)เตรียม(?:การ)?(?:เผยแพร่|เสนอ|แต่งตั้ง|อบรม|ขยาย|จัด|ลงนาม)"
    r"|(?:^|\s)รอ(?:การ|ผล(?!ิต)|หนังสือ|เปิด|ดำเนิน|งบ|อนุมัติ|คำสั่ง|แนว|ข้อมูล|ให้|พิจารณา|ประชุม|จัดสรร|ส่วนกลาง|ความเห็น)"
    r"|(?:^|\s)กำหนด(?:การ)?(?:ไว้|จัด|ดำเนินการ|ลงนาม|อบรม|ประชุม|นิเทศ|ติดตาม|เยี่ยม|ลงพื้นที่|เริ่ม|เปิด|แล้วเสร็จ|เผยแพร่|ส่ง)[^0-9]{0,30}"
    rf"(?:ใน)?(?:เดือน|วันที่|ภาคเรียน|ปี|ไตรมาส|ช่วง)|มีกำหนด(?:จะ|การ)?{_WORK_TO_DO}|คาดว่า\S{{0,4}}แล้วเสร็จ|บรรจุ(?:ไว้)?ในแผน"
    rf"|(?:ใน|เป็น|ไป)?{_COMING}\s*$"
)
# One of these stands in all of them, and is found at once.
_MAY_BE_TO_COME = re.compile("จะ|แผน|เตรียม|รอ|กำหนด|ขออนุมัติ|คาดว่า|หน้า|ถัดไป|ต่อไป")
_ALREADY = "(?<!อนุมัติ)แล้ว(?!เสร็จ)"  # what was only allowed is still to be done
# What shows that a plan is a document, or was carried out.
_OF_PLANS = re.compile(
    rf"{_ALREADY}|ครบ|ทุกโรง|ทุกแห่ง|[0-9๐-๙]\s*(?:ฉบับ|เล่ม|คน|โรง|แห่ง|กิจกรรม|โครงการ)"
    r"|คำสั่งที่|ผลการ(?:ดำเนิน|นิเทศ|ติดตาม)|เมื่อ(?:วันที่|(?:ต้น|กลาง|ปลาย)?เดือน)"
)
# Where work is said to be at its end before another begins: "เสร็จสิ้นแล้ว อยู่ระหว่างเผยแพร่".
_FINISHED = re.compile(r"แล้วเสร็จ|เสร็จสิ้น|เสร็จแล้ว|เรียบร้อย")
# What makes of a clause beside a plan work that was done.
_ALL_DONE = re.compile(rf"{_ALREADY}|ครบทุก|ทุกโรงเรียน|ทุกแห่ง")
_WISHES = re.compile(r"ควร|ขอ(?!ง|บ)|เสนอ|อยาก|ต้องการ|เห็นว่า|หาก|ถ้า|ให้(?!ครบ)")
_WILL = re.compile(
    r"(?:(?:ใน)?(?:ปี|ภาคเรียน|รอบ)\S{0,12}\s*(?:[0-9๐-๙]{2,4}\s*)?)?(?:เขต|สพ[ปม]\S*)?\s*จะ"
)
# How a line begins that speaks of all that stands before it.
_OF_ALL = re.compile(
    r"[\s(]*(?:โดย|ทั้งนี้|ซึ่ง|ขณะนี้|ปัจจุบัน)*\s*(?:ทั้ง\s*(?:สอง|สาม|สี่|ห้า|หมด|[0-9๐-๙]+)|ทุก|กิจกรรมดังกล่าว|โครงการดังกล่าว"
    r"|(?:กิจกรรม|โครงการ|รายการ|การดำเนินการ|การดำเนินงาน)(?:ข้างต้น|ดังกล่าว|เหล่านี้|ทั้ง))"
)
# How one begins that speaks of the list before it, where a line led to one.
_OF_LIST = re.compile(
    r"\s*(?:โดย|ทั้งนี้|ซึ่ง|ขณะนี้|ปัจจุบัน)+\s*(?:โครงการ|กิจกรรม|การดำเนินการ|การดำเนินงาน|การจัดกิจกรรม|งาน)?\s*"
    r"(?:ได้)?(?:อยู่ระหว่าง|อยู่ในระหว่าง|อยู่ในขั้น|กำลัง|ยังไม่|จะ|คาดว่า|มีกำหนด|กำหนด)"
)
# How a text ends that plans what is listed below it, as :data:`text.LEADS_ON` do.
_LEADS_TO_STEPS = (*LEADS_ON, "ขั้นตอน", "รายละเอียด", "กิจกรรมย่อย")
# How far the items above it are, on a line of its own: "(อยู่ระหว่างดำเนินการ)".
_OF_ITEMS = re.compile(
    r"\W*(?:หมายเหตุ|สถานะ)?\W*(?:โดย|ทั้งนี้|ซึ่ง|ขณะนี้|ปัจจุบัน)*\s*"
    r"(?:อยู่(?:ใน)?ระหว่าง|กำลัง|ยังไม่(?:ได้)?|(?:คาดว่า|กำหนด|มีแผน)?จะ|รอ|กำหนด|มีแผน)\s*(?:การ)?ดำเนิน(?:การ|งาน)(?:ทั้งหมด)?"
    r"(?=\W|$|ใน|เนื่องจาก|ภายใน|เดือน|ให้แล้วเสร็จ)"
)
# How a text begins that tells of work done; and how a clause behind it that tells of other work
# still to come, and not how far the first is: "อบรมครู อยู่ระหว่างดำเนินการ".
_DEED = re.compile(
    r"(?:ได้)?(?:มีการ|จัด)?(?:ประชุม|อบรม|คัดเลือก|ส่งครู|แต่งตั้ง|ออกคำสั่ง|ใช้(?:ระบบ|คู่มือ|โปรแกรม)|ประกาศใช้|นิเทศ|เยี่ยม"
    r"|ลงนาม|แจกจ่าย|ซ้อม)"
)
_NEXT_WORK = re.compile(
    r"(?:และ|แต่|ส่วน|ขณะนี้|ปัจจุบัน)?(?:อยู่(?:ใน)?ระหว่าง|กำลัง|จะ)(?:การ)?"
    r"(?!ดำเนิน|รอ|เริ่ม|(?:แล้ว)?เสร็จ|จัด(?:ใน|ขึ้น)?(?:\s|$|เดือน|วัน))[ก-ฮเ-ไ]"
)
# How an answer begins that tells of a draft or a request that waits for others: "ร่างแล้ว รอลงนาม".
_WAITS = re.compile(
    r"(?:(?:สพ[ปม]|สำนักงานเขต)\S*(?:\s*เขต\s*[0-9๐-๙])?\s*)?(?:ได้|มีการ|ดำเนินการ|จัดทำ|ทำ)*\s*"
    r"(?:ร่าง|ยกร่าง|เสนอ(?!รายงาน)|ขออนุมัติ|ขออนุญาต|ทำหนังสือ|ส่ง(?:คำ|หนังสือ)ขอ|ยื่น(?:คำ)?ขอ)[^;,0-9๐-๙]{0,60}?"
    r"(?:แล้ว|เสร็จ(?:แล้ว|สิ้น)?|เรียบร้อย(?:แล้ว)?)\s*(?:(?:และ|แต่|โดย|ปัจจุบัน|ขณะนี้|อยู่ระหว่าง(?:การ)?|กำลัง)\s*)*"
    r"รอ(?=การ|ผล(?!ิต)|ผู้|ผอ|ลง|เสนอ|อนุมัติ|ประกาศ|พิจารณา|เห็นชอบ|งบ|ที่ประชุม|คณะ|กรรมการ|ส่วนกลาง|ต้นสังกัด|หนังสือ|ให้"
    r"|ความ|คำสั่ง|จัด|พิมพ์|เผยแพร่|ตรวจ|ปรับ|แจ้ง|ฝ่าย|จังหวัด|สพ|กระทรวง|โรง|ตอบ)(?:(?!แล้ว|แต่(?:ได้|ก็|จัด)|ระหว่างนี้|ขณะเดียวกัน|ทั้งนี้"
    r"|\s(?:และ)?(?:ได้|จัด(?!ทำ)|อบรม|ตั้ง|นิเทศ))[^0-9๐-๙])*"
)
_DATE_ALONE = re.compile(
    rf"(?:ณ\s*)?(?:วันที่\s*)?[0-9]{{1,2}}\s*(?:{MONTHS})\s*(?:พ\.?\s*ศ\.?\s*)?(?:25)?[0-9]{{2}}"
)
_SHORT_ANSWER = 45
_LONGEST_NOTHING = 70
# Letters of a text that tell of work done, before a plan or behind one: no plan is told so long.
_LONG_TOLD = 60
_FAR_BEHIND = 30
_SEVERAL = 2  # figures of what was done, in one text with a plan
_ENDING = 45  # characters: what begins in them ends the sentence


class Statuses:
    """Judges texts by the words of the skeleton."""

    def __init__(self, words: StatusWords) -> None:
        self._words = words
        self._nothing = frozenset(map(key, words.nothing))
        self._unsaid = frozenset(map(key, words.unsaid))
        self._nothing_starts = tuple(map(key, words.nothing_starts))
        self._done, self._ongoing = _any(words.done), _any(words.ongoing)
        self._not_begun, self._planned = _any(words.not_begun), _any(words.planned)
        self._said: dict[str, ProgressSaid] = {}

    def says_nothing(self, text: str) -> bool:
        """Whether a text says no more than that there is nothing."""
        rest = _said(text)
        said = key(rest)
        starts = len(said) <= _SHORT_ANSWER and said.startswith(self._nothing_starts)
        denied = len(said) <= _LONGEST_NOTHING and _NONE_SAID.match(rest)
        return (
            said in self._nothing
            or self._all_nothing(rest)
            or (starts and not _TURNS.search(rest))
            or (bool(denied) and not _TURNS.search(rest) and not _NO_DUTY_SAID.search(rest))
        )

    def _all_nothing(self, text: str) -> bool:
        """Whether a text is a row of cells of which each says that there is nothing."""
        filled = False
        for word in text.split():
            if cell := key(word.strip(_ENTRY_END)):
                if cell not in self._nothing:
                    return False
                filled = True
        return filled

    def _unlabelled(self, text: str) -> str:
        """What stands behind a short label, where that says nothing: "อื่น ๆ : ไม่มี"."""
        said = _LABEL.sub("", text, 1)
        if said == text:
            return text
        return said if is_filler(without_leaders(said)) or self.says_nothing(said) else text

    def says_unreported(self, text: str) -> bool:
        """Whether a text says no more than that nobody reported: what is left blank, in words."""
        said = _OF_WHOM.sub("", _said(text))
        return key(said) in self._unsaid or _UNREPORTED.fullmatch(said) is not None

    def says_no_duty(self, text: str) -> bool:
        """Whether a text says that it is the duty of others, and tells of nothing done before."""
        found = _NO_DUTY_SAID.search(text)
        if found is None or len(text) > _LONGEST_NO_DUTY:
            return _has(text, self._words.not_duty)
        before = split_lead(text[: found.start()])[1]
        return len(before) <= _BEFORE_NO_DUTY and not _TOLD_FIGURE.search(before)

    def of_sentence(self, text: str) -> ProgressSaid:
        """How far what a sentence tells is."""
        if text not in self._said:
            self._said[text] = self._of_sentence(text)
        return self._said[text]

    def _of_sentence(self, text: str) -> ProgressSaid:
        if self.says_nothing(text):
            return "none"
        text = _without_forces(text)
        text = _BEFORE_NOW.sub("", text) if "จากเดิม" in text else text
        if _NOT_YET.match(text):
            return "planned"
        done = _first(text, self._done)
        begun = _OF_WHICH.sub("", text)
        first = done if begun == text else _first(begun, self._done)
        if _outweighs(begun, self._not_begun, first):
            return "planned"
        waits = ("รอ" in text and _WAITS.fullmatch(_said(text))) or _outweighs(
            text, self._ongoing, done
        )
        if waits or _ends_or_begins(_said(text), _UNDER_WAY, done):
            return "ongoing"
        aimed = _FOR_WHAT.sub("", text) if any(map(text.__contains__, _AIMS)) else text
        if not _OF_PLANS.search(aimed) and self._to_come(aimed):
            return "planned"
        done = done if aimed == text else _first(aimed, self._done)
        return "planned" if _outweighs(aimed, self._planned, done) else "done"

    def _to_come(self, text: str) -> bool:
        """Whether a sentence tells what is still to be done, in whatever words."""
        rest = _said(text)
        if not _MAY_BE_TO_COME.search(rest):
            return False
        return _ends_or_begins(rest, _TO_COME, _first(rest, self._done))

    def governed(self, texts: Sequence[str]) -> dict[int, ProgressSaid]:
        """What lines say of the list before them or below them, by the place of the texts.

        "Both activities are under way" behind a list tells how far all of the list is, from the
        line that leads to it on; "we shall do the following" what is listed below it.
        """
        told: dict[int, ProgressSaid] = {}
        for at, text in enumerate(texts):
            progress = self.of_sentence(text)
            if progress not in ("ongoing", "planned"):
                continue
            if text.rstrip().endswith(_LEADS_TO_STEPS):
                below = filter(self._undone(texts), _listed_below(texts, at))
                told |= dict.fromkeys(below, progress)
            if at == 0:
                continue
            leads = (
                n for n in range(at - 1, -1, -1) if texts[n].rstrip().endswith(_LEADS_TO_STEPS)
            )
            lead = next(leads, None)
            if _OF_ALL.match(text) or (lead is not None and _OF_LIST.match(text)):
                told |= dict.fromkeys(range(lead or 0, at + 1), progress)
            elif _OF_ITEMS.match(text) and not mark_of_entry(text):
                items = takewhile(lambda n: mark_of_entry(texts[n]), range(at - 1, -1, -1))
                told |= dict.fromkeys((at, *filter(self._undone(texts), items)), progress)
        return told

    def _undone(self, texts: Sequence[str]) -> Callable[[int], bool]:
        """Whether the text at a place does not say of itself that it was done."""
        return lambda at: not _has(texts[at], ("แล้ว", *self._words.done))

    def _did_beside(self, text: str, part: str) -> bool:
        """Whether a text that plans something tells, in so many words, of what was done too."""
        text = _without_forces(text)
        told, *others = _BUT.split(text)
        if _BUT_DID.search(text) or (part == "situation" and _WISHES.search(text)):
            return True
        if _SOME_OF_THEM.search(to_arabic_digits(text)) or _THE_REST.search(text):
            return True
        counted = [told] if _TOLD_FIGURE.search(told) or _ALL_DONE.search(told) else []
        counted += [one for one in others if _TOLD_FIGURE.search(one) and _ALL_DONE.search(one)]
        if any(self.of_sentence(one) == "done" and not self._to_come(one) for one in counted):
            return True
        rest = _said(text)
        plans = self._plans_in(rest)
        if not plans:
            return False
        first = rest.rfind(" ", 0, plans[0]) + 1
        if _DEED.match(rest[:first]) and _NEXT_WORK.match(rest, first):
            return True
        if _FINISHED.search(rest[:first]) and self.of_sentence(rest[:first]) == "done":
            return True
        if len(key(rest[:first])) >= _LONG_TOLD:
            return True
        behind = plans[-1] + _FAR_BEHIND
        figures = [one.start() for one in _TOLD_FIGURE.finditer(rest)]
        return any(
            len(those) >= _SEVERAL
            for those in ([n for n in figures if n < first], [n for n in figures if n > behind])
        )

    def _plans_in(self, text: str) -> list[int]:
        """Where a text speaks of what is still to be done."""
        patterns = (self._not_begun, self._ongoing, self._planned, _UNDER_WAY, _TO_COME)
        return sorted(one.start() for pattern in patterns for one in pattern.finditer(text))

    def of_section(self, texts: Iterable[str], part: str) -> SectionStatus:
        """What the answers of one unit to one part come to; no text at all is blank.

        What hinders, what helped and what is suggested is answered by any text: only the parts
        that tell of work can be plans.
        """
        met: set[SectionStatus] = set()
        dated = False
        texts = [
            _SAYS_THAT.sub("", _FOR_ALL.sub("", said, 1), 1)
            for text in texts
            for said in by_level(text)
        ]
        may_plan = part in TOLD_IN or part in _OF_OWN_PLANS
        governed = self.governed(texts) if may_plan else {}
        for at, text in enumerate(map(self._unlabelled, texts)):
            filler = is_filler(without_leaders(text)) and not FIGURE_ALONE.fullmatch(text)
            if filler or self.says_unreported(text):
                continue
            if _DATE_ALONE.fullmatch(to_arabic_digits(text)):
                dated = True  # of what stands beside it
            elif self.says_nothing(text):
                met.add("none")
            elif self.says_no_duty(text):
                met.add("not_duty")
            elif not may_plan or (part in _OF_OWN_PLANS and not _is_own_plan(text)):
                return "answered"
            else:
                progress = governed.get(at) or self.of_sentence(text)
                alone = at not in governed and not _WAITS.fullmatch(_said(text))
                if progress == "done" or (alone and self._did_beside(text, part)):
                    return "answered"
                met.add("planned")
        return next((one for one in _MOST_FIRST if one in met), "answered" if dated else "blank")


# A cell that only says how far the work is that the others of its row name.
_STATE_ALONE = re.compile(r"\W*(?:อยู่(?:ใน)?ระหว่าง|กำลัง|ยังไม่(?:ได้)?|รอ)(?:การ)?ดำเนิน(?:การ|งาน)?\W*")


def texts_of(pieces: Sequence[Piece]) -> Iterator[str]:
    """What pieces say, one by one; a row as one text where a cell says how far all of it is."""
    for _, group in groupby(pieces, key=lambda one: (one.number, one.in_row)):
        texts = [one.text for one in group]
        if len(texts) > 1 and any(map(_STATE_ALONE.fullmatch, texts)):
            yield " ".join(texts)
        else:
            yield from texts


# What a section comes to that tells of nothing done, whichever of its answers say so.
_MOST_FIRST: tuple[SectionStatus, ...] = ("planned", "not_duty", "none")
# Parts that ask for views; a text that only tells of own plans, and wishes nothing, is one.
_OF_OWN_PLANS = frozenset({"suggestions", "factors", "targets"})


def _listed_below(texts: Sequence[str], lead: int) -> Iterator[int]:
    """The places of what a line leads to."""
    own = mark_of_entry(texts[lead])
    return takewhile(
        lambda at: mark_of_entry(texts[at]) not in ("", own), range(lead + 1, len(texts))
    )


def _without_forces(text: str) -> str:
    """A text in which กำลัง stands only where it says that work is under way."""
    return _FORCE.sub(r"\1แรง", text) if "กำลัง" in text else text


def _is_own_plan(text: str) -> bool:
    """Whether an answer that is asked for views tells of what its writer will do."""
    return not _WISHES.search(text) or _WILL.match(_said(text)) is not None


def _outweighs(text: str, words: re.Pattern[str], done: int) -> bool:
    """Whether words of plans decide what a sentence tells; ``done`` is where work is told.

    A plan told after what was done is an outlook, unless the sentence ends with it.
    """
    first = _first(text, words)
    ending = max(0, len(text) - _ENDING)
    return first < len(text) and (first < done or words.search(text, ending) is not None)


@lru_cache(maxsize=64)  # every text is asked of several times in a row
def _said(text: str) -> str:
    """A text without the marks around it: bullet, number, brackets, leaders, full stop."""
    rest = split_lead(without_leaders(text).strip(_ENTRY_END))[1]
    return rest.lstrip("•▪●○◦➢✓✔❖★☆➤►▶").strip(_ENTRY_END + ".")


def _ends_or_begins(text: str, pattern: re.Pattern[str], done: int) -> bool:
    """As :func:`_outweighs`, of a pattern: it stands before what was done, or ends the sentence."""
    places = [found.start() for found in pattern.finditer(text)]
    return bool(places) and (places[0] < done or places[-1] >= len(text) - _ENDING)


def _first(text: str, words: re.Pattern[str]) -> int:
    """Where the first of the words begins; the end of the text where there is none."""
    found = words.search(text)
    return found.start() if found else len(text)


@lru_cache(maxsize=16)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of any of some words."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
