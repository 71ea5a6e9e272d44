"""Dates that cannot be, dates in the wrong order, and visits that do not add up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dossier.facts import birth_of, shown_birth
from dossier.findings import found, gives
from dossier.model import Case, Finding, Student, Visit
from dossier.review.identity import spotted

_WRITTEN = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})\s*[日号]?|月)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


@gives("date-impossible", "date-order")
def find_dates(case: Case, today: date) -> Iterator[Finding]:
    """date-impossible and date-order of one child's roster facts and visits."""
    student = spotted(case)
    yield from _find_impossible(student, today)
    yield from _find_order(student)


def _find_impossible(student: Student, today: date) -> Iterator[Finding]:
    birth = student.birth if student.birth != shown_birth(student) else None  # else id-date has told it
    facts = [
        ("birth", "出生日期", birth, "" if student.birth else student.birth_text, student.row),
        ("dropout_date", "辍学日期", student.dropout_date, student.dropout_date_text, student.row),
        ("return_date", "复学日期", student.return_date, student.return_date_text, student.row),
        ("first_absent", "首次缺勤日期", student.first_absent, student.first_absent_text, student.row),
        ("removed_on", "销号日期", student.removed_on, student.removed_on_text, student.row),
        *(("", "劝返日期", visit.date, visit.date_text, visit.spot or student.row) for visit in student.visits),
    ]
    for name, what, day, text, spot in facts:
        where = f"（{spot}）" if spot else ""
        action = "请核对后改正日期。" if name else f"请核对后改正{spot or '劝返记录'}的劝返日期。"
        if day is None and is_impossible(text):
            message = f"{student.name}的{what}「{text}」{where}不存在，日历上没有这一天。"
            yield _told("date-impossible", message, action, name)
        elif day is not None and day > today:
            message = f"{student.name}的{what} {day}{where}还没有到（今天是 {today}）。"
            yield _told("date-impossible", message, action, name)


def _told(rule: str, message: str, action: str, name: str) -> Finding:
    """`name`: the fact that is to be mended; '' where it is a visit of the roster's sheet."""
    return replace(found(rule, message, action), fields=(name,) if name else ())


def is_impossible(text: str) -> bool:
    """Whether a text is written as a date, and the calendar has no such day: 2022-02-30, 2022年13月."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _WRITTEN.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return True
    return False


def _find_order(student: Student) -> Iterator[Finding]:
    dropout, back, birth = student.dropout_date, student.return_date, birth_of(student)
    if dropout is None:
        return
    for visit in student.visits:
        if visit.date is not None and visit.date < dropout:
            yield _early_visit(student, visit, dropout)
    if back is not None and back < dropout:
        message = f"{student.name}的复学日期 {back} 早于辍学日期 {dropout}（{student.row}）。"
        yield _told("date-order", message, "请核对两个日期。", "return_date")
    if birth is not None and dropout < birth:
        message = f"{student.name}的辍学日期 {dropout} 早于出生日期 {birth}（{student.row}）。"
        yield _told("date-order", message, "请核对两个日期。", "dropout_date")


def _early_visit(student: Student, visit: Visit, dropout: date) -> Finding:
    where = f"（{visit.spot}）" if visit.spot else ""
    message = f"{student.name}的劝返日期 {visit.date}{where}早于辍学日期 {dropout}。"
    action = f"请核对{visit.spot or '劝返记录'}的劝返日期，或改正辍学日期。"
    return _told("date-order", message, action, "dropout_date")


@gives("count-mismatch")
def find_count(case: Case) -> Iterator[Finding]:
    """count-mismatch: the roster's 劝返次数 against the rows of 劝返记录; without rows, nothing."""
    student = case.student
    count, rows = student.persuasion_count, len(student.visits)
    if count is not None and rows and count != rows:
        message = f"{student.name}的名册写劝返 {count} 次，劝返记录里是 {rows} 次。"
        yield found("count-mismatch", message, "请补齐劝返记录，或改正名册里的次数。")
