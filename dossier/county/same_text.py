"""Whether two lists say the same of one field, though in other words: 汉 and 汉族, 三年级 and 3年级. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_PROVINCE = re.compile(r"^[一-鿿]{2,8}?(?:省|自治区)")
_SIGNS = re.compile(r"[\s（）()【】\[\]、，,。.;；:：·\-—_/]+")


def is_same_text(field: str, one: str, other: str) -> bool:
    """Whether two texts of a field, as read, mean the same."""
    if one == other:
        return True
    kind = field.rpartition("_")[2] if field.startswith("guardian") else field
    return _FOLDS.get(kind, _equal)(_plain(one), _plain(other))


@lru_cache(maxsize=50_000)
def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _equal(one: str, other: str) -> bool:
    return one == other


def _nation(one: str, other: str) -> bool:
    return one.removesuffix("族") == other.removesuffix("族")


def _sex(one: str, other: str) -> bool:
    words = {"1": "男", "2": "女", "男性": "男", "女性": "女", "M": "男", "F": "女"}
    return words.get(one, one) == words.get(other, other)


def _within(one: str, other: str) -> bool:
    """A short name of a school or place within its full one."""
    first, second = _PROVINCE.sub("", one), _PROVINCE.sub("", other)
    return first.endswith(second) or second.endswith(first)


def _grade(one: str, other: str) -> bool:
    first, second = (text.translate(_DIGITS).removesuffix("年级").removesuffix("级") for text in (one, other))
    return first.removeprefix("小学") == second.removeprefix("小学") or first.removeprefix("初中") == second


def _class(one: str, other: str) -> bool:
    first, second = (re.findall(r"\d+", text.translate(_DIGITS)) for text in (one, other))
    return bool(first and second) and first[-1] == second[-1]


def _phone(one: str, other: str) -> bool:
    """Two cells that share a number."""
    first, second = (set(re.findall(r"\d{7,12}", text)) for text in (one, other))
    return bool(first & second)


def _birth(one: str, other: str) -> bool:
    """A month alone does not contradict a day in it."""
    first, second = (re.sub(r"\D", "", text) for text in (one, other))
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


_FOLDS: Mapping[str, Callable[[str, str], bool]] = {
    "nation": _nation,
    "sex": _sex,
    "school": _within,
    "household_address": _within,
    "live_address": _within,
    "school_address": _within,
    "grade": _grade,
    "class_name": _class,
    "phone": _phone,
    "birth": _birth,
}
