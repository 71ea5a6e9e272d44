"""A judged workspace → 附件2 of a month: as it was closed, or as it stands today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dossier.errors import OutputError, UsageError
from dossier.ledger.base_numbers import BaseNumbers, make_base, read_base
from dossier.ledger.calendar import days_of, month_before, month_of, school_year
from dossier.ledger.continuing import find_continuing
from dossier.ledger.counting import count_children, kept_child
from dossier.ledger.noticing import (
    find_base,
    find_children,
    find_drafts,
    find_holes,
    find_imbalance,
    find_negative,
    find_strangers,
)
from dossier.ledger.records import closed_months, read_closed
from dossier.ledger.rows import Month, total_month, unit_month, units_of
from dossier.ledger.standing import children_of
from dossier.model import (
    TOTAL,
    Check,
    ClosedChild,
    ClosedMonth,
    Correction,
    Letter,
    MonthChild,
    MonthFinding,
    MonthReport,
    MonthSpecs,
    Severity,
    Specs,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMade:
    """A month's report and what it rests on."""

    report: MonthReport
    children: tuple[MonthChild, ...] = ()
    """Of an open month: everybody; a closed one keeps its own."""
    closed: ClosedMonth | None = None
    base_made: bool = False
    """月报/基数.xlsx was made just now."""
    base_problem: str = ""
    """Why it could not be made: the month stands without."""
    first: date
    returned: frozenset[str] = frozenset()
    """Ids of children who are open no more, and were when the month began or in it."""


def month_days(month: str, today: date) -> tuple[date, date]:
    """First and last day that count. Raises UsageError for what is no month, or one that has not begun."""
    days = days_of(month)
    if days is None:
        raise UsageError(f"--month 不能写「{month}」", hint="请写成 2022-03 这样的月份。")
    if days[0] > today:
        raise UsageError(f"{month} 还没有到（今天是 {today}）", hint="请核对 --month。")
    return days[0], min(days[1], today)


def make_month(
    check: Check,
    letters: Sequence[Letter],
    month: str,
    monthly: MonthSpecs,
    specs: Specs,
    *,
    else_before: ClosedMonth | None = None,
) -> MonthMade:
    """The report of a month: the closed one as it is kept, else as it stands on the day of the check.

    `else_before`: what another record (the county's) keeps of the month before, where the workspace closed none.
    基数.xlsx is made where there is none and the disk takes it. Raises UsageError, WorkspaceError.
    """
    root = check.workspace.root
    first, last = month_days(month, check.today)
    kept = read_closed(root, month)
    if kept is not None:
        return MonthMade(report=kept.report, closed=kept, first=first)
    before = read_closed(root, month_before(month)) or else_before
    children = children_of(check, letters, monthly, first, last)
    counted = count_children(children, before, first)
    base, was_made, problem = _base(root, monthly, children, month)
    whole = Month(
        children=children,
        counted=counted,
        bases=base.of_month(month),
        specs=monthly,
        letters=tuple(specs.categories),
        year=school_year(first, monthly.year_starts),
    )
    names = units_of(whole)
    units = tuple(unit_month(whole, name) for name in names)
    total = total_month(whole, names)
    findings = [
        *find_imbalance(whole, (*units, total)),
        *find_base(base, whole, names, month),
        *find_negative(units, whole),
        *find_holes(closed_months(root), month, month_before(month)),
        *(find_strangers(children, before) if before else ()),
        *find_drafts(letters, monthly, first, last),
        *find_children(check.reviews, {child.id: child for child in children}, monthly),
    ]
    report = MonthReport(
        month=month,
        up_to=last,
        closed=False,
        units=units,
        total=total,
        corrections=tuple(Correction(id=one.id, message=said) for one in counted for said in one.corrections),
        findings=_in_order(findings),
        continuing=tuple(find_continuing(check, specs)),
    )
    gone = frozenset(one.id for one in counted if not one.is_open and (one.opened or one.new))
    return MonthMade(
        report=report, children=tuple(children), base_made=was_made, first=first, returned=gone, base_problem=problem
    )


def _base(root: Path, monthly: MonthSpecs, children: Sequence[MonthChild], month: str) -> tuple[BaseNumbers, bool, str]:
    """The numbers, whether their file was made just now, and why it could not be (a stick that is read-only)."""
    found = read_base(root, monthly)
    if found is not None:
        return found, False, ""
    if children:
        try:
            make_base(root, monthly, list(dict.fromkeys(child.unit for child in children)), month)
        except OutputError as error:
            return BaseNumbers(), False, error.message
    return BaseNumbers(), bool(children), ""


def _in_order(findings: Sequence[MonthFinding]) -> tuple[MonthFinding, ...]:
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return tuple(sorted(findings, key=lambda one: (one.case, weight[one.finding.severity])))


def to_close(made: MonthMade, by: str, on: date) -> ClosedMonth:
    """The month as it will be kept."""
    children: tuple[ClosedChild, ...] = tuple(kept_child(child) for child in made.children)
    return ClosedMonth(report=replace(made.report, closed=True), by=by, on=on, children=children)


def of_unit(report: MonthReport, wanted: str, unit_of: dict[str, str]) -> MonthReport:
    """The report of the units whose name holds `wanted` (or is it). Raises UsageError where none is."""
    names = [one.unit for one in report.units]
    chosen = [name for name in names if name == wanted] or [name for name in names if wanted and wanted in name]
    if not chosen:
        raise UsageError(f"没有「{wanted}」这个单位", hint=f"有：{'、'.join(names)}")
    if len(chosen) > 1:
        raise UsageError(f"「{wanted}」不止一个单位：{'、'.join(chosen)}", hint="请写全名。")
    unit = next(one for one in report.units if one.unit == chosen[0])
    return replace(
        report,
        units=(unit,),
        total=replace(unit, unit=TOTAL),
        corrections=tuple(one for one in report.corrections if unit_of.get(one.id) == unit.unit),
        findings=tuple(one for one in report.findings if not one.case or unit_of.get(one.case) == unit.unit),
        continuing=tuple(one for one in report.continuing if unit_of.get(one.id) == unit.unit),
    )


def units_by_case(report: MonthReport) -> dict[str, str]:
    """Case id → unit."""
    return {child.id: one.unit for one in report.units for child in one.children}


def own_errors(report: MonthReport) -> Iterator[MonthFinding]:
    """Errors that the report itself found: they make its exit code 1."""
    return (one for one in report.findings if one.own and one.finding.severity is Severity.ERROR)


__all__ = [
    "MonthMade",
    "make_month",
    "month_days",
    "month_of",
    "of_unit",
    "own_errors",
    "to_close",
    "units_by_case",
]
