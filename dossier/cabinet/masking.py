"""What of a child nobody else may read, and how it is written when it must be named (domain §4). PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.model import Facts, Review

NUMBERS = ("id_number", "student_no", "disability_no", "guardian1_id_number", "guardian2_id_number")
NAMES = ("name", "guardian1_name", "guardian2_name")
PHONES = ("guardian1_phone", "guardian2_phone", "persuader_phone")
PRIVATE = ("health", "disability_kind", "disability_grade", "family", "dropout_reason")
ADDRESSES = ("household_address", "school_address", "live_address")
_LONG_NUMBER = re.compile(r"[GgLl]?\d[\d \-]{5,}[\dXx]")
_DAY = re.compile(r"(19|20)\d{6}")
_LABELS = re.compile(
    r"姓\s*名|证件?号|身份证|学籍号|残疾|电\s*话|手\s*机|住\s*址|地\s*址|监护人|家\s*长|父亲|母亲|签名|签字"
)
_TOWN = re.compile(r"^.*?(?:乡|镇|街道)")
_SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Texts that may stand nowhere, without blanks."""

    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` (without blanks) something stands that must be covered."""
        return [(at, at + len(secret)) for secret in (*self.names, *self.others) for at in _places(text, secret)]

    @staticmethod
    def number_spans(text: str) -> list[tuple[int, int]]:
        """Where long numbers stand, whoever's they are; a day of eight digits is none."""
        return [one.span() for one in _LONG_NUMBER.finditer(text) if not _DAY.fullmatch(one[0].strip())]

    def is_near(self, line: str) -> bool:
        """Whether a line that was read off a picture must be covered: on any doubt it must."""
        plain = "".join(line.split())
        is_named = bool(self.spans(plain) or self.number_spans(plain)) or bool(_LABELS.search(plain))
        return is_named or sum(char.isdigit() for char in plain) > _DIGITS


_DIGITS = 6
"""A line with more digits may hold a number that was read wrongly."""


def _places(text: str, secret: str) -> Iterable[int]:
    at = text.find(secret)
    while at >= 0:
        yield at
        at = text.find(secret, at + 1)


def secrets_of(reviews: Sequence[Review], mask: str) -> Secrets:
    """Of all children of a workspace: a paper of one may name another. Outside, health and family count too."""
    names: set[str] = set()
    others: set[str] = set()
    for review in reviews:
        facts = review.facts
        names |= {"".join(facts[field].split()) for field in NAMES} | {"".join(review.case.name.split())}
        if mask == "public":
            others |= {"".join(facts[field].split()) for field in PRIVATE} | {_chinese_day(facts["birth"])}
        others |= {"".join(facts[field].split()) for field in (*NUMBERS, *PHONES, *ADDRESSES)}
    return Secrets(
        names=tuple(sorted((one for one in names if len(one) >= _SHORTEST), key=len, reverse=True)),
        others=tuple(sorted((one for one in others if len(one) >= _SHORTEST), key=len, reverse=True)),
    )


def _chinese_day(text: str) -> str:
    """2012-03-05 as forms print it."""
    parts = text.split("-")
    return (
        f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日" if len(parts) == 3 and all(map(str.isdecimal, parts)) else ""
    )


def masked_name(name: str, mask: str) -> str:
    """王*伟 inside, 王** outside."""
    if not name:
        return ""
    if mask == "public":
        return f"{name[0]}**"
    return f"{name[0]}{'*' * max(1, len(name) - 2)}{name[-1] if len(name) > 2 else ''}"


def masked_number(number: str, mask: str) -> str:
    """411328********9995 inside, 411328************ outside; shorter ones wholly."""
    plain = "".join(number.split())
    if len(plain) < 15:
        return "*" * len(plain)
    return (
        f"{plain[:6]}{'*' * (len(plain) - 10)}{plain[-4:]}"
        if mask == "internal"
        else f"{plain[:6]}{'*' * (len(plain) - 6)}"
    )


def masked_phone(phone: str) -> str:
    """138****1234; what has no eleven digits wholly."""
    return f"{phone[:3]}****{phone[-4:]}" if re.fullmatch(r"1\d{10}", phone) else "*" * len(phone)


def masked_address(address: str) -> str:
    """As far as the township."""
    found = _TOWN.match(address)
    return f"{found[0]}***" if found else "***" if address else ""


def masked_row(case_id: str, category: str, facts: Facts, mask: str) -> list[str]:
    """A child in a list that leaves the office."""
    return [
        case_id,
        masked_name(facts["name"], mask),
        masked_number(facts["id_number"], mask),
        masked_number(facts["student_no"], mask),
        masked_name(facts["guardian1_name"], mask),
        masked_phone(facts["guardian1_phone"]),
        masked_address(facts["household_address"]),
        facts["school"],
        category,
    ]


HEADS = ("案号", "姓名", "身份证号", "学籍号", "监护人", "监护人电话", "户籍所在地", "学校", "类别")
