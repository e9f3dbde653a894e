"""A rubric that uses every key of the model, as the document that its canonical JSON is."""

from __future__ import annotations

import json
from typing import Any

from qp_scoring.rubric.model import Rubric

Document = dict[str, Any]

_FIGURES = {
    "levels": [4, 5],
    "count_min": 1,
    "count_max": 3,
    "share_above": "0.25",
    "share_max": "0.5",
    "mean_min": "2",
    "mean_max": "4",
    "bands": ["ดี"],
    "not_reported_min": 0,
    "not_reported_max": 1,
}
_CURVE = {
    "measure": "1.m",
    "points": [["50", "1"], ["75", "3"], ["100", "5"]],
    "of": "value",
    "between": "linear",
    "edge": "left",
    "below": "clamp",
    "above": "clamp",
}
_TIERS = [
    {"name": "พื้นฐาน", "points": "3", "items": ["1.1", "1.2"]},
    {"name": "ก้าวหน้า", "points": "2", "items": ["1.3"]},
]


_SCORE = {"score": "2", "min": "2", "max": "99"}


def _node(combine: str, unless: Document = _SCORE) -> Document:
    limit = {"unless": unless, "at_most": "2"}
    steps = [["0", "1"], ["2.5", "3"]]
    return {"combine": combine, "full": "3", "plus": "0.5", "steps": steps, "limit": [limit]}


def _item(item_id: str) -> Document:
    return {
        "id": item_id,
        "text": f"ข้อความ {item_id}",
        "evidence": ["คำสั่ง", "แผน"],
        "suggest": f"ควรทำ {item_id}",
        "points": "4",
        "grades": {"ครบ": "3", "บางส่วน": "2", "ไม่มี": "0"},
        "effort": "2",
        "look_for": [{"phrases": ["คำสั่ง"], "near": ["แต่งตั้ง"], "without": ["ยกเลิก"]}],
        "sections": ["สถานการณ์"],
        "rounds": ["6m", "12m"],
    }


def _measure(code: str) -> Document:
    return {
        "id": f"{code}.m",
        "text": "ร้อยละของโรงเรียน",
        "unit": "%",
        "min": "0",
        "max": "100",
        "whole": False,
        "target": "80",
        "numerator": "โรงเรียนที่ทำ",
        "denominator": "โรงเรียนทั้งหมด",
        "when_none": "level",
        "suggest": "ควรเพิ่มจำนวน",
        "rounds": ["6m"],
    }


def _level(level: int) -> Document:
    return {
        "level": level,
        "text": f"เกณฑ์ {level}",
        "suggest": f"ควร {level}",
        "rounds": ["6m", "12m"],
    }


def _indicator(code: str, **more: Any) -> Document:
    return {
        "code": code,
        "title": f"ตัวชี้วัด {code}",
        "purpose": "มุ่งให้เกิดผล",
        "applies_to": ["สพป", "สพม"],
        "method": "criteria",
        "weight": "2",
        "group": "g1",
        "item": [_item(f"{code}.{k}") for k in (1, 2, 3)],
        "measure": [_measure(code)],
        "curve": None,
        "tier": [],
        "part": [],
        "level": [_level(1), _level(2), _level(3)],
        **more,
    }


def _part(name: str, method: str, **more: Any) -> Document:
    return {
        "name": name,
        "weight": "50",
        "method": method,
        "items": [],
        "curve": None,
        "tier": [],
        "level": [],
        **more,
    }


def _step(level: int, **more: Any) -> Document:
    return {"level": level, "requires": None, "count": None, "step": [], **more}


_ALL = {"all": ["1.1", {"any": ["1.2", "1.3"]}]}
_MIXED = {"at_least": 2, "of": ["1.1", "1.2", {"measure": "1.m", "min": "50", "rounds": ["12m"]}]}

_GATE = {"all": [{"score": "g1", "min": "2", "max": "3"}, {"score": "2", "min": "1"}]}

_DOCUMENT: Document = {
    "id": "full",
    "name": "ชุดเกณฑ์",
    "fiscal_year": 2566,
    "version": "1.2.3",
    "status": "draft",
    "source": "จัดทำขึ้นเพื่อทดสอบ",
    "digits": "arabic",
    "show_rank": True,
    "round": [{"id": "6m", "name": "รอบ 6 เดือน"}, {"id": "12m", "name": "รอบ 12 เดือน"}],
    "scale": {
        "base_level": 1,
        "levels": True,
        "level": [{"level": k, "name": f"ระดับ {k}"} for k in (3, 2, 1)],
        "min": "1",
        "max": "3",
    },
    "arithmetic": {"score_decimals": 1, "mean_decimals": 2},
    "state": {
        "not_reported": {"policy": "counts_zero", "printed": "N/A", "suggest": "ควรรายงาน"},
        "not_applicable": {"printed": "-"},
        "exempt": {"printed": "ยกเว้น"},
        "not_started": {"printed": "ยังไม่เริ่ม", "suggest": "ควรเริ่ม"},
    },
    "bands": {
        "confirmed": False,
        "band": [
            {"name": "ดี", "at_least": "2.50", "requires": _GATE},
            {"name": "พอใช้", "at_least": None},
        ],
    },
    "assessors": {
        "items": "majority",
        "values": "median",
        "levels": "median",
        "statuses": "majority",
    },
    "checklist": {"max_not_relevant": 1, "reasons": ["ไม่พบ", "ไม่ครบ"]},
    "weights": {"when_leaving": "renormalise"},
    "total": {"show": "percent", **_node("mean")},
    "group": [
        {"id": "g1", "name": "กลุ่มหนึ่ง", "weight": "60"},
        {"id": "g2", "name": "กลุ่มสอง", "weight": "40", "within": "g1", **_node("min")},
    ],
    "document": {"number": "ศธ 1", "date": "1 เมษายน 2566"},
    "labels": {
        "title": ["ผลการประเมิน", "ปี {fiscal_year}"],
        "indicator": "ตัวชี้วัดที่ {code}",
        "indicator_heading": "ตัวชี้วัด",
        "level_heading": "ระดับ",
        "suggestion_heading": "ข้อเสนอแนะ",
        "mean_row": "เฉลี่ย {n}",
        "overall_heading": "ภาพรวม",
    },
    "overall": [
        {"text": "{office} ได้ {mean}", "when": [_FIGURES, {**_FIGURES, "levels": [1]}]},
        {"text": "ควรพัฒนาต่อ", "when": []},
    ],
    "signature": {"name": "ชื่อ", "position": "ตำแหน่ง", "acting": "รักษาการ"},
    "indicators": [
        _indicator(
            "1",
            level=[
                {**_step(1), **_level(1)},
                {**_step(2, requires=_ALL), **_level(2)},
                {**_step(3, requires=_MIXED), **_level(3)},
            ],
        ),
        _indicator(
            "2",
            method="count",
            level=[{**_step(k, count=k), **_level(k)} for k in (1, 2, 3)],
        ),
        _indicator(
            "3",
            method="milestones",
            level=[{**_step(k, step=[f"3.{k}"]), **_level(k)} for k in (1, 2, 3)],
        ),
        _indicator("4", method="value", curve=_CURVE),
        _indicator("5", method="tiers", tier=_TIERS),
        _indicator(
            "6",
            method="parts",
            part=[
                _part("ส่วนค่า", "value", curve=_CURVE),
                _part("ส่วนขั้น", "tiers", tier=_TIERS),
                _part(
                    "ส่วนนับ",
                    "count",
                    items=["6.1", "6.2"],
                    level=[_step(1), _step(2, count=1), _step(3, count=2)],
                ),
                _part("ส่วนเงื่อนไข", "criteria", level=[_step(1), _step(2, requires=_ALL)]),
                _part("ส่วนลำดับ", "milestones", level=[_step(1), _step(2, step=["6.3", "6.1"])]),
                _part(
                    "ส่วนที่มีส่วน",
                    "parts",
                    part=[
                        _part("ประเด็น", "judged", id="6.ก", level=[_step(3, text="ดีมาก")]),
                        _part("ชั้นที่สาม", "parts", part=[_part("ค่า", "value", curve=_CURVE)]),
                    ],
                    **_node("min", {"any": ["6.2", {"measure": "6.m", "min": "9"}]}),
                ),
            ],
            **_node("sum", {"all": ["6.1"]}),
            measure=[_measure("6"), {**_measure("6"), "id": "6.ก", "whole": True}],
        ),
    ],
}


def full() -> Document:
    """A fresh copy of the document."""
    document: Document = json.loads(json.dumps(_DOCUMENT))
    return document


def rubric(document: Document) -> Rubric:
    """The rubric of a document, read as a kept rubric.json is."""
    return Rubric.model_validate_json(json.dumps(document))
