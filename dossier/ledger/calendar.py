"""Months, terms and school years as days. PURE."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from dossier.model import Term

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_CHINESE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def days_of(month: str) -> tuple[date, date] | None:
    """First and last day of 2022-03; None where that is no month."""
    found = _MONTH.fullmatch(month)
    if not found or not 1 <= int(found[2]) <= 12 or not 1990 <= int(found[1]) <= 2200:
        return None
    year, number = int(found[1]), int(found[2])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def month_of(day: date) -> str:
    """2022-03."""
    return f"{day:%Y-%m}"


def month_before(month: str) -> str:
    """2022-02 for 2022-03."""
    return month_of(date(int(month[:4]), int(month[5:]), 1) - timedelta(days=1))


def months_between(first: str, last: str) -> list[str]:
    """All months from `first` to `last`, both included."""
    found = []
    while last >= first:
        found.append(last)
        last = month_before(last)
    return found[::-1]


def month_words(month: str) -> str:
    """三月 for 2022-03, as the head of 附件2 says it."""
    return f"{_CHINESE[int(month[5:]) - 1]}月"


def term_name(day: date) -> str:
    """2022年春季学期: spring from February to July, autumn from August."""
    spring = 2 <= day.month <= 7
    year = day.year if spring or day.month >= 8 else day.year - 1
    return f"{year}年{'春' if spring else '秋'}季学期"


def term_on(day: date, terms: Sequence[Term]) -> Term | None:
    """The term that has begun last on `day`; None before the first."""
    return next((term for term in reversed(terms) if term.starts <= day), None)


def school_year(day: date, starts: int) -> date:
    """The first day of the school year in which `day` lies."""
    return date(day.year if day.month >= starts else day.year - 1, starts, 1)
