"""Who the roster says the child is: its numbers as compared, and what a good ID number tells. PURE."""

from __future__ import annotations

import unicodedata
from datetime import date

from dossier.facts.numbers import IdNumber, read_id
from dossier.model import Student

_NO_NUMBER = frozenset(
    {"", "无", "暂无", "没有", "未知", "不详", "待补", "待查", "待注册", "/", "-", "—", "——", "0", "NULL"}
)
_OTHER_PAPERS = ("护照", "港澳", "台湾", "通行证", "居留", "其他", "境外")


def number_of(text: str) -> str:
    """A number as compared: half width, upper case, no blanks or marks in front; '' for 无 and the like."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("'`‘’\u200b\ufeff").upper()
    return "" if plain in _NO_NUMBER else plain


def has_other_paper(student: Student) -> bool:
    """Whether the roster says that the number is not of a citizen's ID card."""
    return any(word in student.id_type for word in _OTHER_PAPERS)


def good_id(student: Student) -> IdNumber | None:
    """The ID number where nothing speaks against it: form, check digit and date are right."""
    number = read_id(number_of(student.id_number))
    if number is None or student.id_number_damage or not number.is_checked or number.birth is None:
        return None
    return number


def birth_of(student: Student) -> date | None:
    """The birth date: of a good ID number, else the roster's column; a faulty number tells none."""
    number = good_id(student)
    return number.birth if number is not None else student.birth


def shown_birth(student: Student) -> date | None:
    """The date that the ID number shows, good or not."""
    number = read_id(number_of(student.id_number))
    return number.birth if number is not None else None
