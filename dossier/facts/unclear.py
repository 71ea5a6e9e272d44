"""A date that lacks its year, month or day: what it may mean. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from dossier.facts.numbers import real_date
from dossier.model import Visit

_DAY = re.compile(r"^(\d{1,2})[月.\-/](\d{1,2})[日号]?$")
_TERM = re.compile(r"(\d{4}).{0,2}?年?(?:.*?)(春|秋)")


def day_of(text: str, term: str, *, after: date | None = None, before: date | None = None) -> date | None:
    """9.8, 9月8日 → the day, its year from the neighbours (`after` and `before` which it lies), else from the term.

    2022年春季学期: up to August of 2022, else of the year before. None where the text is no month and day.
    """
    found = _DAY.match("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    for near in (after, before):
        if near is not None:
            years = (near.year, near.year + 1) if near is after else (near.year, near.year - 1)
            fitting = [one for year in years if (one := real_date(year, month, day)) and _between(one, after, before)]
            if fitting:
                return fitting[0]
    return real_date(_year(term, month), month, day) if _year(term, month) else None


def _between(day: date, after: date | None, before: date | None) -> bool:
    return (after is None or day >= after) and (before is None or day <= before)


def _year(term: str, month: int) -> int:
    """The year of a month in the school year up to the term; 0 where the term tells none."""
    found = _TERM.search(term)
    if not found:
        return 0
    year, is_spring = int(found[1]), found[2] == "春"
    if is_spring:
        return year if month <= 8 else year - 1
    return year if month >= 3 else year + 1


def neighbours(visits: Sequence[Visit], place: int) -> tuple[date | None, date | None]:
    """The nearest dates before and behind the visit at `place`, as the rows stand."""
    before = next((one.date for one in reversed(visits[:place]) if one.date), None)
    behind = next((one.date for one in visits[place + 1 :] if one.date), None)
    return before, behind
