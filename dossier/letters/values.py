"""The facts of a case → the text of every field of a letter. PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from dossier.forms import Values, chinese_date, chinese_of, visit_paragraph
from dossier.letters.fields import CHILD, LETTER, LISTS, OF_LAW, TEXT_OF_LAW
from dossier.letters.model import Ask
from dossier.model import Facts, Law, Review

_PLAIN: Mapping[str, str] = {
    "姓名": "name",
    "性别": "sex",
    "出生日期": "birth",
    "身份证号": "id_number",
    "民族": "nation",
    "健康情况": "health",
    "全国学籍号": "student_no",
    "残疾人证号": "disability_no",
    "监护人": "guardian1_name",
    "监护人关系": "guardian1_relation",
    "监护人电话": "guardian1_phone",
    "监护人身份证号": "guardian1_id_number",
    "监护人2": "guardian2_name",
    "监护人2关系": "guardian2_relation",
    "监护人2电话": "guardian2_phone",
    "户籍所在地": "household_address",
    "学籍所在地": "school_address",
    "现居住地": "live_address",
    "学校": "school",
    "年级": "grade",
    "班级": "class_name",
    "辍学日期": "dropout_date",
    "辍学原因": "dropout_reason",
    "家庭情况": "family",
    "劝返次数": "persuasion_count",
    "劝返单位": "persuasion_unit",
    "劝返责任人": "persuader",
    "责任人电话": "persuader_phone",
}
"""Field → the one fact that it prints."""
_DAYS = ("出生日期", "辍学日期")
_NUMBERED_LATER = "文号"


def letter_values(ask: Ask, laws: Collection[Law]) -> Values:
    """Every field that a template may say; '' where it is unknown. `laws` are those in force on the letter's date."""
    wish, first = ask.wish, ask.reviews[0]
    contact = (ask.head.contact if ask.head else "") or wish.by or ("" if ask.is_draft else ask.settings.clerk)
    return {
        **_child(first, wish.date),
        _NUMBERED_LATER: "",
        "发文机关": wish.issuer,
        "发文日期": chinese_date(wish.date),
        "受文者": ask.to,
        "限期": chinese_date(wish.deadline),
        "限期天数": str((wish.deadline - wish.date).days) if wish.deadline else "",
        "经办人": wish.by or ("" if ask.is_draft else ask.settings.clerk),
        "联系人": contact,
        "联系电话": ask.head.phone if ask.head else "",
        "通信地址": ask.head.address if ask.head else "",
        "县": ask.settings.county,
        "学期": ask.settings.term,
        "学生人数": str(len(ask.reviews)),
        **{f"{OF_LAW}{law.name}": law.citation for law in laws},
        **{f"{TEXT_OF_LAW}{law.name}": law.text for law in laws},
        "学生名单": [_row(place, review, wish.date) for place, review in enumerate(ask.reviews, 1)],
        "文书": [{"名称": title, "文号": number} for title, number in ask.receipts],
        "劝返过程": [visit_paragraph(place, visit) for place, visit in enumerate(first.facts.visits, 1)],
        "补件": [{"序号": str(place), "材料": slip.what, "要求": slip.how} for place, slip in enumerate(ask.slips, 1)],
    }


def _child(review: Review, day: date) -> dict[str, str]:
    facts = review.facts
    birth = facts.day("birth")
    return {
        **{name: chinese_of(facts[fact]) if name in _DAYS else facts[fact] for name, fact in _PLAIN.items()},
        "个案编号": review.case.id,
        "年龄": str(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))) if birth else "",
        "住址": facts["live_address"] or facts["household_address"],
        "就读学校": facts["current_school"] or facts["school"],
        "类别": review.case.category or "",
        "情形": review.subtype,
        "劝返日期": _visit_days(facts),
    }


def _visit_days(facts: Facts) -> str:
    """2022年3月5日、3月9日: a year is named once."""
    days = sorted({visit.date for visit in facts.visits if visit.date})
    told = []
    for place, day in enumerate(days):
        same = place and days[place - 1].year == day.year
        told.append(f"{day.month}月{day.day}日" if same else chinese_date(day))
    return "、".join(told)


def _row(place: int, review: Review, day: date) -> dict[str, str]:
    child = _child(review, day)
    return {name: str(place) if name == "序号" else child[name] for name in LISTS["学生名单"]}


def missing_fields(values: Mapping[str, object], used: Collection[str], optional: Collection[str]) -> Iterator[str]:
    """Fields of the template that are unknown, as people call them; of a list, the first entry that lacks them."""
    for name in (*LETTER, *CHILD):
        if name in used and name not in optional and name != _NUMBERED_LATER and not values.get(name):
            yield name
    if "学生名单" in used and len(rows := _rows(values)) >= 1:
        for row in rows:
            lacking = [
                name for name in LISTS["学生名单"] if f".{name}" in used and not row[name] and name not in optional
            ]
            if lacking:
                yield f"{row['姓名']}的{'、'.join(lacking)}"


def _rows(values: Mapping[str, object]) -> list[Mapping[str, str]]:
    rows = values.get("学生名单")
    return rows if isinstance(rows, list) else []


def with_blanks(values: Mapping[str, object], used: Collection[str], *, cells: bool) -> Values:
    """Only what the template uses, with a line to write on (in a form of cells: nothing) where a field is unknown."""
    kept: Values = {name: values[name] for name in used if name in values}
    if not cells:
        fields = {**LETTER, **CHILD}
        kept |= {name: fields[name].blank for name in kept if name in fields and kept[name] == "" and name != "文号"}
    return kept
