"""A county's months: each unit's own report (as it closed it, or as it stands), and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dossier.county import County, in_unit
from dossier.ledger.calendar import month_before
from dossier.ledger.month import MonthMade, make_month, month_days
from dossier.ledger.records import read_closed
from dossier.ledger.rows import filled
from dossier.model import (
    TOTAL,
    Check,
    ClosedChild,
    ClosedMonth,
    MonthChild,
    MonthReport,
    MonthRow,
    MonthSpecs,
    Number,
    Settings,
    Specs,
    UnitMonth,
    Workspace,
)
from dossier.workspace import read_letters


def unit_checks(whole: Check, county: County) -> list[tuple[str, Check]]:
    """Folder and check of each unit that could be read, its cases with ids of the unit."""
    roots = {unit.name: unit.root for unit in county.units}
    return [(unit.folder, _unit_check(whole, unit.folder, unit.name, roots[unit.folder])) for unit in whole.units]


def _unit_check(whole: Check, folder: str, name: str, root: Path) -> Check:
    reviews = tuple(
        replace(review, case=in_unit(review.case)) for review in whole.reviews if review.case.unit_folder == folder
    )
    settings = Settings(unit=name, county=whole.workspace.settings.county, term=whole.workspace.settings.term)
    workspace = Workspace(
        root=root, settings=settings, cases=tuple(review.case for review in reviews), letters=read_letters(root)
    )
    return replace(whole, workspace=workspace, reviews=reviews, findings=(), units=())


def make_county_month(whole: Check, county: County, month: str, monthly: MonthSpecs, specs: Specs) -> MonthMade:
    """The county's report of a month: as the county closed it, else the sum of its units' reports.

    Raises UsageError, WorkspaceError, OutputError.
    """
    first, _ = month_days(month, whole.today)
    kept = read_closed(county.root, month)
    if kept is not None:
        return MonthMade(report=kept.report, closed=kept, first=first)
    before = read_closed(county.root, month_before(month))
    made = []
    for folder, check in unit_checks(whole, county):
        known = _of_folder(before, folder) if before else None
        one = make_month(check, check.workspace.letters, month, monthly, specs, else_before=known)
        made.append(_in_county(one, folder))
    units = tuple(unit for one in made for unit in one.report.units)
    report = MonthReport(
        month=month,
        up_to=max((one.report.up_to for one in made), default=whole.today),
        closed=False,
        units=units,
        total=_summed(units, monthly),
        corrections=tuple(found for one in made for found in one.report.corrections),
        findings=tuple(found for one in made for found in one.report.findings),
        continuing=tuple(found for one in made for found in one.report.continuing),
    )
    return MonthMade(
        report=report,
        children=tuple(child for one in made for child in one.children),
        base_made=any(one.base_made for one in made),
        base_problem=next((one.base_problem for one in made if one.base_problem), ""),
        first=first,
        returned=frozenset(case for one in made for case in one.returned),
    )


def _of_folder(kept: ClosedMonth, folder: str) -> ClosedMonth:
    """What the county's closed month keeps of one unit, with the unit's own ids."""
    start = f"{folder}/"
    children = tuple(
        replace(child, id=child.id.removeprefix(start)) for child in kept.children if child.id.startswith(start)
    )
    return replace(kept, children=children)


def _in_county(made: MonthMade, folder: str) -> MonthMade:
    """A unit's report with ids of the county; a finding of the unit's own begins with its folder."""

    def named(case: str) -> str:
        return f"{folder}/{case}" if case else case

    report = made.report
    units = tuple(
        replace(unit, children=tuple(replace(child, id=named(child.id)) for child in unit.children))
        for unit in report.units
    )
    findings = tuple(
        replace(
            one,
            case=named(one.case),
            finding=replace(one.finding, path=f"{folder}/{one.finding.path}" if one.finding.path else None),
        )
        for one in report.findings
    )
    children = tuple(_as_child(child) for child in made.closed.children) if made.closed else made.children
    return replace(
        made,
        report=replace(
            report,
            units=units,
            findings=findings,
            corrections=tuple(replace(one, id=named(one.id)) for one in report.corrections),
            continuing=tuple(replace(one, id=named(one.id)) for one in report.continuing),
        ),
        children=tuple(replace(child, id=named(child.id)) for child in children),
        returned=frozenset(named(case) for case in made.returned),
    )


def _as_child(kept: ClosedChild) -> MonthChild:
    """A child of a closed month, for the county's list and record."""
    return MonthChild(
        id=kept.id,
        name=kept.name,
        id_hash=kept.id_hash,
        unit=kept.unit,
        stage=kept.stage,
        category=kept.category,
        states=(),
        state=kept.state,
        is_open=kept.is_open,
        was_open=kept.is_open,
        events=kept.events,
        visits=kept.visits,
    )


def _summed(units: Sequence[UnitMonth], monthly: MonthSpecs) -> UnitMonth:
    """All units together: sums of what is counted, formulas computed anew; None where a unit's number is missing."""
    rows = []
    for stage in (*monthly.stages, TOTAL):
        own = [row.values for unit in units for row in unit.rows if row.stage == stage]
        values: dict[str, Number] = {
            column.id: _sum([one.get(column.id) for one in own]) for column in monthly.columns if not column.formula
        }
        rows.append(MonthRow(stage=stage, values=filled(values, monthly.columns)))
    letters = list(dict.fromkeys(letter for unit in units for letter in unit.categories))
    return UnitMonth(
        unit=TOTAL,
        rows=tuple(rows),
        categories={letter: sum(unit.categories.get(letter, 0) for unit in units) for letter in letters},
        children=tuple(child for unit in units for child in unit.children),
        by_stage={
            stage: {letter: sum(unit.by_stage.get(stage, {}).get(letter, 0) for unit in units) for letter in letters}
            for stage in monthly.stages
        },
    )


def _sum(numbers: Sequence[Number]) -> Number:
    known = [one for one in numbers if one is not None]
    return sum(known) if len(known) == len(numbers) else None
