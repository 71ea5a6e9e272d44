"""Children seen twice, ages against categories, names that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date

from dossier.facts import age_on, birth_of, number_of
from dossier.findings import found, gives
from dossier.model import FACT_FIELDS, Case, CategorySpec, Finding, Severity, Specs

_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@gives("duplicate-id", "possible-duplicate")
def find_twins(cases: Sequence[Case], *, across: bool = False) -> Mapping[str, list[Finding]]:
    """duplicate-id and possible-duplicate, by case id; told in both cases, each naming the other.

    `across`: only cases of two units of a county.
    """
    findings: dict[str, list[Finding]] = defaultdict(list)
    by_number: dict[str, list[Case]] = defaultdict(list)
    by_child: dict[tuple[str, date], list[Case]] = defaultdict(list)
    for case in cases:
        number = number_of(case.student.id_number)
        if not number or case.student.id_number_damage:
            continue
        by_number[number].append(case)
        birth = birth_of(case.student)
        if birth is not None and case.name:
            by_child[case.name, birth].append(case)
    for number, group in by_number.items():
        for case, other in _pairs(group, across):
            findings[case.id].append(_same_number(case, other, number))
    for (_, birth), group in by_child.items():
        for case, other in _pairs(group, across):
            if number_of(case.student.id_number) != number_of(other.student.id_number):
                findings[case.id].append(_same_child(case, other, birth))
    return findings


def _pairs(group: Sequence[Case], across: bool) -> Iterator[tuple[Case, Case]]:
    """Each case with the first other one of its group (`across`: of another unit)."""
    for case in group:
        others = (one for one in group if one.id != case.id and not (across and one.unit_folder == case.unit_folder))
        other = next(others, None)
        if other is not None:
            yield case, other


def _same_number(case: Case, other: Case, number: str) -> Finding:
    message = f"{case.name}的身份证号 {number} 与 {other.id} {other.name}（{other.student.row}）的相同。"
    finding = found("duplicate-id", message, "请核对是录错了，还是同一个人登记了两次。", other_case=other.id)
    return replace(finding, fields=("id_number",))


def _same_child(case: Case, other: Case, birth: date) -> Finding:
    message = f"{case.name}与 {other.id}（{other.student.row}）同名、出生日期同为 {birth}，身份证号不同。"
    action = "请核对是同名，还是一个人有两个户口；是两个人的可以接受。"
    return found("possible-duplicate", message, action, other_case=other.id)


# ---------------------------------------------------------------------------- category


@gives("category-unknown")
def find_category(case: Case, specs: Specs) -> Iterator[Finding]:
    """category-unknown, with all that there is."""
    if case.category in specs.categories:
        return
    text = case.student.category_text
    said = f"类别「{text}」不认识" if text else "没有填类别"
    known = "、".join(f"{spec.letter} {spec.title}" for spec in specs.categories.values())
    message = f"{case.name}（{case.student.row}）{said}，不知道该有哪些材料。"
    yield replace(found("category-unknown", message, f"请改成下面的一种：{known}。"), fields=("category",))


def school_year_start(term: str, today: date) -> date:
    """31 August that began the school year of `term` (2022年春季学期, 2022秋, 2021-2022学年…), else that of today."""
    text = unicodedata.normalize("NFKC", term).translate(_CHINESE_DIGITS)
    years = re.search(r"(20\d\d)\D{0,3}?[-—–~至/]\s*(?:20)?\d\d", text)
    if years:
        return date(int(years[1]), 8, 31)
    year = re.search(r"20\d\d", text)
    if year and re.search("春|上半年|下学期", text):
        return date(int(year[0]) - 1, 8, 31)
    if year and re.search("秋|下半年|上学期", text):
        return date(int(year[0]), 8, 31)
    started = today >= date(today.year, 8, 31)
    return date(today.year if started else today.year - 1, 8, 31)


@gives("category-age")
def find_age(case: Case, spec: CategorySpec | None, base: date) -> Iterator[Finding]:
    """category-age: completed years on `base` against the category's; nothing where the birth date is not known."""
    birth = birth_of(case.student)
    if spec is None or spec.age is None or birth is None:
        return
    rule, age = spec.age, age_on(birth, base)
    is_low = rule.least is not None and age < rule.least
    is_high = rule.most is not None and age > rule.most
    if not is_low and not is_high:
        return
    asked = _range(rule.least, rule.most)
    where = f"（{case.student.row}）" if case.student.row else ""
    message = f"{case.name}{where} {birth} 出生，到 {base} 是 {age} 周岁；「{spec.letter} {spec.title}」应为{asked}。"
    level = Severity.WARNING if age in rule.warn else Severity.ERROR
    yield replace(found("category-age", message, "请核对类别和出生日期。", severity=level), fields=("category",))


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f" {least}–{most} 周岁"
    return f" {least} 周岁及以上" if least is not None else f" {most} 周岁及以下"


# ---------------------------------------------------------------------------- names


@gives("glyph-missing")
def find_glyphs(case: Case, unprintable: Container[str]) -> Iterator[Finding]:
    """glyph-missing: characters of a printed cell that no font at hand can print."""
    where = f"（{case.student.row}）" if case.student.row else ""
    for what, text in printed_texts(case):
        missing = "".join(sign for sign in text if sign in unprintable)
        if missing:
            yield _unprintable(f"{what}「{text}」{where}", missing)


def printed_texts(case: Case) -> Iterator[tuple[str, str]]:
    """What the forms print of the roster as text: (name of the cell, text)."""
    student = case.student
    yield "学生姓名", student.name
    yield from (("监护人姓名", guardian.name) for guardian in student.guardians)
    yield from (("监护人关系", guardian.relation) for guardian in student.guardians)
    for name, title in FACT_FIELDS.items():
        text = getattr(student, name, "")
        if name != "name" and isinstance(text, str):
            yield title, text
    for at, visit in enumerate(student.visits, 1):
        texts = (getattr(visit, field.name) for field in fields(visit))
        yield from ((f"劝返记录第{at}次", text) for text in texts if isinstance(text, str))


def _unprintable(text: str, missing: str) -> Finding:
    codes = "、".join(f"「{sign}」（U+{ord(sign):04X}）" for sign in dict.fromkeys(missing))
    if any("\ue000" <= sign <= "\uf8ff" or ord(sign) >= 0xF0000 for sign in missing):
        message = f"{text}里的 {codes} 是造字，只在原来那台电脑上能显示。"
        return found("glyph-missing", message, "请在名册里改用正式的汉字（可从户口簿照着用手写输入法录入）。")
    message = f"{text}里的 {codes} 现有字体都没有，打印出来会是空框。"
    action = "请把含有这个字的字体文件（.ttf、.otf）放进工作区的 fonts 文件夹后再试。"
    return found("glyph-missing", message, action)
