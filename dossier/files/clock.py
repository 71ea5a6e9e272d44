"""What day it is: of the machine, unless it cannot be right. No other module asks the clock for the day."""

from __future__ import annotations

from datetime import date

from dossier.errors import UsageError

_FROM, _TO = date(2022, 1, 1), date(2070, 1, 1)
"""A day before the work began, or of another life, is a clock whose battery is empty."""


def clock_day() -> date:
    """The day that the clock says, right or wrong; only for what tells it."""
    return date.today()


def clock_problem(today: date) -> str:
    """'' or why today cannot be today; every judgement about dates would be wrong."""
    if _FROM <= today < _TO:
        return ""
    return f"这台电脑的日期是 {today.isoformat()}，不对。请先调好系统时间，或用 --today 写明今天的日期。"


def this_day(today: date | None = None) -> date:
    """The day that a person wrote, else that of the clock. Raises UsageError where the clock cannot be right."""
    if today is not None:
        return today
    day = clock_day()
    if problem := clock_problem(day):
        raise UsageError(problem)
    return day
