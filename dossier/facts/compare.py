"""Do two texts say the same of a fact? Compared after folding, as the contract has it. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from dossier.facts.traditional import SIMPLE
from dossier.facts.values import grade_of, half
from dossier.model import DATE_FIELDS, FormValues

_REGION = re.compile(
    r"^(?:中国)?(?:[^省市区县]{2,8}(?:省|自治区))?(?:[^省市区县]{1,8}(?:市|自治州|地区|盟))?(?:[^省市区县乡镇]{1,8}(?:县|区|市|旗))?"
)
_FILL = re.compile(r"[\s,，、.。·・•‧∙⋅()（）\-—_\"“”第]+")
_ENDINGS = re.compile(r"人民政府|街道办事处|办事处|民委员会|居委会|村委会")
_NUMBERS = str.maketrans("一二三四五六七八九", "123456789")
_CLASS = re.compile(r"(\d{1,4})班?$")
_PHONES = re.compile(r"\d{7,12}")


def agree(name: str, one: str, other: str, values: FormValues) -> bool:
    """Whether what two sources say of the fact `name` can both be true."""
    ending = next((ending for ending in _SAME if name == ending or name.endswith(f"_{ending}")), None)
    if name in DATE_FIELDS:
        return one == other or (7 in (len(one), len(other)) and one[:7] == other[:7])
    return (_SAME[ending] if ending else _equal)(_plain(one), _plain(other), values)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", half(text)).translate(SIMPLE)


def _equal(one: str, other: str, values: FormValues) -> bool:
    return _FILL.sub("", one).upper() == _FILL.sub("", other).upper()


def _nation(one: str, other: str, values: FormValues) -> bool:
    return one.removesuffix("族") == other.removesuffix("族")


def _listed(text: str, listed: Mapping[str, tuple[str, ...]]) -> str:
    return next((name for name, words in listed.items() if text == name or text in words), text)


def _relation(one: str, other: str, values: FormValues) -> bool:
    return _listed(one, values.relations) == _listed(other, values.relations)


def _health(one: str, other: str, values: FormValues) -> bool:
    return _listed(one, values.health) == _listed(other, values.health)


def _phone(one: str, other: str, values: FormValues) -> bool:
    """One number in common is enough: a cell may hold two."""
    numbers = set(_PHONES.findall(one.replace("-", ""))), set(_PHONES.findall(other.replace("-", "")))
    return bool(numbers[0] & numbers[1]) if all(numbers) else one == other


def _school(one: str, other: str, values: FormValues) -> bool:
    """A short name within a full one: 城郊一中 in 唐河县城郊乡第一初级中学."""
    short, long = sorted((_bare_place(one), _bare_place(other)), key=len)
    return bool(short) and (short in long or (len(short) >= 3 and _runs_through(short, long)))


def _address(one: str, other: str, values: FormValues) -> bool:
    """Prefixes of province and county apart, one within the other: a village within a house of it."""
    short, long = sorted((_bare_place(one), _bare_place(other)), key=len)
    return not short or short in long or (len(short) >= 4 and _runs_through(short, long))


def _bare_place(text: str) -> str:
    text = _ENDINGS.sub("", text)
    return _FILL.sub("", _REGION.sub("", text) or text).translate(_NUMBERS)


def _runs_through(short: str, long: str) -> bool:
    """Whether the signs of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def _grade(one: str, other: str, values: FormValues) -> bool:
    grades = grade_of(one, values), grade_of(other, values)
    return grades[0] == grades[1] or not all(grades)


def _class(one: str, other: str, values: FormValues) -> bool:
    """By the last number: 2班, 七年级2班, 七（2）班, 702."""
    numbers = [_class_number(text) for text in (one, other)]
    return one == other or not all(numbers) or numbers[0] == numbers[1]


def _class_number(text: str) -> str:
    found = re.search(r"[(（](\d{1,2})[)）]", text) or _CLASS.search(text) or _CLASS.search(text.translate(_NUMBERS))
    if not found:
        return ""
    number = found[1]
    return number[-2:].lstrip("0") if len(number) >= 3 else number


def _grade_of_card(one: str, other: str, values: FormValues) -> bool:
    return one.translate(_NUMBERS).removesuffix("级") == other.translate(_NUMBERS).removesuffix("级")


def _kind(one: str, other: str, values: FormValues) -> bool:
    return one.removesuffix("残疾") == other.removesuffix("残疾")


_Same = Callable[[str, str, FormValues], bool]
_SAME: dict[str, _Same] = {
    "class_name": _class,
    "nation": _nation,
    "relation": _relation,
    "health": _health,
    "phone": _phone,
    "school": _school,
    "kindergarten": _school,
    "persuasion_unit": _school,
    "unit": _school,
    "address": _address,
    "disability_grade": _grade_of_card,
    "disability_kind": _kind,
    "grade": _grade,
}
"""Fact, or the ending of its id → how two values of it are compared; others must be equal."""
