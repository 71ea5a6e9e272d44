"""What is written at a label → a value of its kind, or nothing where it cannot be one. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from dossier.facts.numbers import disability_no_id, read_id, real_date, student_no_tail
from dossier.model import FormValues

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOTS = re.compile(rf"(?<=[{_HAN}])[•・‧．.∙⋅](?=[{_HAN}])")
_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}})+")
_NO_NAME = re.compile(
    "学生|本人|孩子|姓名|性别|民族|汉族|年级|班级|学校|家长|监护|某|同学|证明|情况|电话|住址|签字|父亲|母亲|祖父|祖母|照片|关系|盖章|是否|在校|走读"
)
_DAY = re.compile(r"((?:19|20)\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?号?(?!\d)|((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)[年.\-/](\d{1,2})月?$")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
_SCHOOL = re.compile(
    r"学校|小学|中学|高中|初中|学院|教学点|中心校|完小|一中|二中|三中|四中|五中|一小|二小|三小|四小|五小|学堂|幼儿园"
)
_PLACE = re.compile(r"[省市县区乡镇村街道路号组社寨屯]")
_HOUSE = re.compile(r"[号组村室户院栋楼巷弄寨庄\d]$|社区$|小区$|居委会$")
_CLASS = re.compile(
    r"\d{1,4}班?|[一二三四五六七八九十]{1,3}班|.{0,6}[（(]\d{1,2}[)）]班?|.{1,6}年级.{1,4}班|[小中大]班|[小中大][一二三四五\d]班"
)
_LOOKS = str.maketrans({"O": "0", "o": "0", "〇": "0", "I": "1", "l": "1", "|": "1", "×": "X", "x": "X"})
_GRADES_OF_CARD = dict(zip("1234一二三四", ("一级", "二级", "三级", "四级") * 2, strict=True))
_LEVELS = dict(zip("123456789", "一二三四五六七八九", strict=True))


def half(text: str) -> str:
    """Half width, without blanks and fill-in lines."""
    return re.sub(r"[\s_＿]+", "", unicodedata.normalize("NFKC", text))


def value_of(name: str, text: str, values: FormValues) -> str:
    """The value of a fact as it is written on a paper; '' where it cannot be one."""
    plain = half(text)
    for ending, read in _READERS.items():
        if name == ending or name.endswith(f"_{ending}"):
            return read(plain, values)
    return plain.strip(":：,，;；。")


_CLOSED = frozenset(
    {"sex", "nation", "id_number", "student_no", "disability_no", "disability_kind", "disability_grade"}
)
_CLOSED |= {"health", "persuaded", "leading_group"}


def is_whole(name: str, value: str) -> bool:
    """Whether nothing seems to be missing at the end: an address goes down to the village or the house."""
    return not name.endswith("_address") or bool(_HOUSE.search(value))


def is_closed(name: str) -> bool:
    """Whether only a few values are possible, or a value proves itself: then a middling reading is still sure."""
    return name in _CLOSED or name.endswith(("_relation", "_id_number"))


def _name(plain: str, values: FormValues) -> str:
    text = _DOTS.sub("·", plain)
    return text if _NAME.fullmatch(text) and not _NO_NAME.search(text) else ""


def _id(plain: str, values: FormValues) -> str:
    number = read_id(plain.translate(_LOOKS).upper())
    return number.text if number is not None and number.is_checked and number.birth is not None else ""


def _student_no(plain: str, values: FormValues) -> str:
    text = plain[:1].upper() + plain[1:].translate(_LOOKS).upper()
    tail = student_no_tail(text)
    return text if tail is not None and (tail.is_checked or text[0] == "L") else ""


def _disability_no(plain: str, values: FormValues) -> str:
    text = plain.translate(_LOOKS).upper()
    inside = disability_no_id(text)
    return text if inside is not None and inside.is_checked else ""


def _sex(plain: str, values: FormValues) -> str:
    return plain if plain in ("男", "女") else ""


def _nation(plain: str, values: FormValues) -> str:
    short = plain.removesuffix("族")
    return f"{short}族" if short in values.nations else ""


def _listed(plain: str, listed: Mapping[str, tuple[str, ...]]) -> str:
    return next((name for name, words in listed.items() if plain == name or plain in words), "")


def _relation(plain: str, values: FormValues) -> str:
    return _listed(plain, values.relations)


def _health(plain: str, values: FormValues) -> str:
    return _listed(plain, values.health)


def _date(plain: str, values: FormValues) -> str:
    days = list(_DAY.finditer(plain))
    if len(days) == 1:
        year, month, day = (int(part) for part in days[0].groups() if part)
        found: date | None = real_date(year, month, day)
        return found.isoformat() if found else ""
    month_only = _MONTH.fullmatch(plain)
    if month_only and 1 <= int(month_only[2]) <= 12:
        return f"{month_only[1]}-{int(month_only[2]):02}"
    return ""


def _phone(plain: str, values: FormValues) -> str:
    found = _PHONE.findall(plain)
    rest = re.sub(r"[/、,，;；()（）\-]", "", _PHONE.sub("", plain))
    return " / ".join(found) if found and not rest else ""


def _school(plain: str, values: FormValues) -> str:
    return plain if 3 < len(plain) <= 30 and _SCHOOL.search(plain) and not re.search(r"[，。；]", plain) else ""


def _address(plain: str, values: FormValues) -> str:
    return plain if 3 < len(plain) <= 60 and len(_PLACE.findall(plain)) >= 1 else ""


def _grade(plain: str, values: FormValues) -> str:
    found = grade_of(plain, values)
    return plain if found and len(plain) <= 10 else ""


def _class(plain: str, values: FormValues) -> str:
    return plain if _CLASS.fullmatch(plain) else ""


def _kind(plain: str, values: FormValues) -> str:
    short = plain.removesuffix("残疾")
    return short if short in values.disability_kinds else ""


def _grade_of_card(plain: str, values: FormValues) -> str:
    return _GRADES_OF_CARD.get(plain.removesuffix("级"), "")


def _yes_no(plain: str, values: FormValues) -> str:
    return plain if plain in ("是", "否") else ""


def _count(plain: str, values: FormValues) -> str:
    found = re.fullmatch(r"(\d{1,2})次?", plain)
    return found[1] if found else ""


def grade_of(text: str, values: FormValues) -> str:
    """七年级 of 七年级, 7年级, 初一, 七年级2班; '' where no grade is told."""
    plain = half(text)
    for name, words in values.grades.items():
        if any(word in plain for word in (name, *words)):
            return name
    found = re.match(r"(\d)年级", plain)
    return f"{_LEVELS[found[1]]}年级" if found and found[1] in _LEVELS else ""


_READERS = {
    "class_name": _class,
    "guardian1_name": _name,
    "guardian2_name": _name,
    "persuader": _name,
    "name": _name,
    "id_number": _id,
    "student_no": _student_no,
    "disability_no": _disability_no,
    "sex": _sex,
    "nation": _nation,
    "relation": _relation,
    "health": _health,
    "birth": _date,
    "date": _date,
    "phone": _phone,
    "school": _school,
    "kindergarten": _school,
    "address": _address,
    "disability_kind": _kind,
    "disability_grade": _grade_of_card,
    "grade": _grade,
    "persuaded": _yes_no,
    "leading_group": _yes_no,
    "persuasion_count": _count,
}
"""Fact, or the ending of its id → how its text is read."""
