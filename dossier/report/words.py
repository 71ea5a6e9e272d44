"""What people read instead of ids: rule titles, levels, states, signs; and texts made safe to show."""

from __future__ import annotations

import re
import unicodedata

from dossier.model import CaseStatus, Finding, RequirementStatus, Severity

RULE_TITLES = {
    "missing": "缺少材料",
    "too-few": "份数不足",
    "needs-person": "需人工确认",
    "unassigned": "材料无法识别",
    "unsure": "材料类型待确认",
    "empty-file": "空文件",
    "unreadable": "文件打不开",
    "encrypted": "文件加密",
    "unsupported": "文件类型不支持",
    "too-large": "文件过大",
    "wrong-extension": "扩展名不符",
    "page-pictured": "页面以图片入卷",
    "not-read": "未识读",
    "duplicate-file": "文件重复",
    "reused-photo": "照片重复使用",
    "blurred": "图像模糊",
    "too-dark": "图像过暗",
    "low-resolution": "清晰度不足",
    "upside-down": "方向倒置",
    "no-seal": "未见印章",
    "grey-seal": "印章为黑白",
    "wrong-seal": "印章单位不符",
    "no-signature": "未见签字",
    "other-person": "不是本人材料",
    "person-not-found": "未读到姓名",
    "expired": "已过有效期",
    "expires-soon": "即将到期",
    "id-check-digit": "身份证号校验码错",
    "id-format": "身份证号格式错",
    "id-date": "身份证号日期错",
    "id-sex": "性别与身份证号不符",
    "id-missing": "没有身份证号",
    "id-region": "行政区划代码未知",
    "category-unknown": "类别不明",
    "decisions": "case.yaml 有误",
    "duplicate-id": "身份证号重复",
    "possible-duplicate": "疑似同一人",
    "student-no": "学籍号有误",
    "disability-no": "残疾证号有误",
    "category-age": "年龄与类别不符",
    "date-impossible": "日期不可能",
    "date-order": "日期先后矛盾",
    "count-mismatch": "劝返次数不一致",
    "glyph-missing": "姓名有字打印不出",
    "roster-row": "名册中没有此人",
    "case-folder": "个案文件夹有误",
}
"""Rule id (contract §4) → what it is called in lists."""

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


def rule_title(rule: str) -> str:
    """What a rule is called; a rule a newer program knows keeps its id."""
    return RULE_TITLES.get(rule, rule)


def level_word(found: Finding) -> str:
    """必须解决, 人工核对, 提示; 已认可 where a person accepted it."""
    return "已认可" if found.accepted is not None else LEVELS[found.severity]


def clean(text: str) -> str:
    """`text` on one line, with nothing that steers a terminal, a sheet or the reading direction.

    Control characters become their pictures (␊, ␛); marks that turn the direction of writing, lone surrogates
    and private format characters become �.
    """
    return "".join(_shown(one) for one in text)


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
_NUMBER = re.compile(rf"(?<![0-9A-Za-z])([GJL]?{_PROVINCE}\d{{4}})(\d{{5,10}})(\d{{3}}[0-9Xx])(?![0-9A-Za-z])")


def mask(text: str) -> str:
    """`text` with the middle of ID, enrolment and disability numbers starred: 411328********9995.

    Numbers of 15 to 20 digits that begin with a province's code count, so that damaged ones are masked too.
    """
    return _NUMBER.sub(lambda found: f"{found[1]}{'*' * len(found[2])}{found[3]}", text)
