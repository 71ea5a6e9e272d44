"""What people read instead of ids: levels, states, signs; and texts made safe to show."""

from __future__ import annotations

import re
import unicodedata

from dossier.model import CaseStatus, Finding, RequirementStatus, Severity

LEVELS = {Severity.ERROR: "必须解决", Severity.WARNING: "人工核对", Severity.NOTE: "提示"}
STATUSES = {CaseStatus.COMPLETE: "可归档", CaseStatus.REVIEW: "待核对", CaseStatus.INCOMPLETE: "待补正"}
CASE_SIGNS = {CaseStatus.COMPLETE: "√", CaseStatus.REVIEW: "?", CaseStatus.INCOMPLETE: "×"}
REQUIREMENT_WORDS = {
    RequirementStatus.PRESENT: "有",
    RequirementStatus.MISSING: "缺",
    RequirementStatus.FAULTY: "有问题",
    RequirementStatus.WAIVED: "免交",
}
REQUIREMENT_SIGNS = {
    RequirementStatus.PRESENT: "✓",
    RequirementStatus.MISSING: "缺",
    RequirementStatus.FAULTY: "!",
    RequirementStatus.WAIVED: "免",
}
"""Signs of the matrix, legible in black and white."""
RECOMMENDED_SIGN = "荐"
"""A paper that is only recommended, and not there."""


def level_word(found: Finding) -> str:
    """必须解决, 人工核对, 提示; 已认可 where a person accepted it."""
    return "已认可" if found.accepted is not None else LEVELS[found.severity]


def told(found: Finding) -> str:
    """The message with the file it is about before it, where the message does not name it: 名册.xlsx：第25行…"""
    path, message = found.path or "", found.message
    if not path or path in message:
        return message
    if "名册" in path and message.startswith("名册第"):
        message = message.removeprefix("名册")
    return f"{path}：{message}"


def clean(text: str) -> str:
    """`text` on one line, with nothing that steers a terminal, a sheet or the reading direction.

    Control characters become their pictures (␊, ␛); marks that turn the direction of writing, lone surrogates
    and private format characters become �.
    """
    return text if text.isprintable() else "".join(_shown(one) for one in text)


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\u200c\u200d":
        return "�"
    return char


_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])([GJL]?{_PROVINCE}\d{{4}})(\d{{5,10}}|\d{{11}}[Xx](?=[1-7][1-4]))"
    r"(\d{3}[0-9Xx]|[1-7][1-4](?:B\d)?)(?![0-9A-Za-z])"
)
_DIGIT = "[0-9\uff10-\uff19]"
_GAP = r"[ \u3000\-–—·._]{0,2}"
_LAST = f"[XxＸｘ](?={_DIGIT}|(?![0-9A-Za-z]))"
_SPACED = re.compile(
    rf"(?<![0-9A-Za-z*])[GJLＧＪＬ]?[ \u3000]?{_DIGIT}(?:{_GAP}(?:{_DIGIT}|{_LAST})){{14,20}}(?![0-9A-Za-z])"
)
"""What may be a number with gaps between its groups, or in wide digits."""


def mask(text: str) -> str:
    """`text` with the middle of ID, enrolment and disability numbers starred: 411328********9995.

    Numbers of 15 to 20 digits that begin with a province's code count, so that damaged ones are masked too.
    """
    plain = _NUMBER.sub(lambda found: f"{found[1]}{'*' * len(found[2])}{found[3]}", text)
    return _SPACED.sub(_masked_between, plain)


def _masked_between(found: re.Match[str]) -> str:
    """A number that is written in groups, or in wide digits, with its middle starred; what else looks so stays."""
    signs = [place for place, sign in enumerate(found[0]) if sign.isalnum()]
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", "".join(found[0][place] for place in signs)))
    if number is None:
        return found[0]
    shown = list(found[0])
    for place in signs[len(number[1]) : len(number[1]) + len(number[2])]:
        shown[place] = "*"
    return "".join(shown)


_HIDDEN = "*"


def half_hidden(name: str) -> str:
    """王小伟 → 王*伟, 李明 → 李*, 阿依古丽·买买提 → 阿******提: for texts that leave the office."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + _HIDDEN
    return name[0] + _HIDDEN * (len(name) - 2) + name[-1]
