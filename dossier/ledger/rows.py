"""Counted children → the lines of 附件2. PURE.

A child that changed its unit or stage leaves one line as removed and enters the other as new; where a line holds both
places (合计), nothing is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.ledger.formula import computed, names_in
from dossier.model import (
    TOTAL,
    Counted,
    ListedState,
    MonthChild,
    MonthColumn,
    MonthRow,
    MonthSpecs,
    Number,
    UnitMonth,
)

Place = tuple[str, str]
"""Unit and stage."""
Bases = Mapping[tuple[str, str, str], int]
"""(unit, stage, heading of 基数.xlsx) → number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """All that the lines are made of."""

    children: Sequence[MonthChild]
    counted: Sequence[Counted]
    bases: Bases
    specs: MonthSpecs
    letters: Sequence[str]
    """Letters of the categories."""
    year: date
    """First day of the school year."""


def units_of(month: Month) -> list[str]:
    """Every unit that has a child, or had one when the month began, in the order of the roster."""
    places = [one.now for one in month.counted] + [one.before for one in month.counted if one.opened]
    return list(dict.fromkeys(place[0] for place in places if place))


def unit_month(month: Month, unit: str) -> UnitMonth:
    """The lines of one unit, 合计 last."""
    return _made(month, unit, (unit,))


def total_month(month: Month, units: Sequence[str]) -> UnitMonth:
    """The lines of these units together."""
    return _made(month, TOTAL, tuple(units))


def _made(month: Month, name: str, units: tuple[str, ...]) -> UnitMonth:
    wanted = frozenset(units)
    children = [child for child in month.children if child.unit in wanted]
    counted = [one for one in month.counted if any(place and place[0] in wanted for place in (one.now, one.before))]
    rows = []
    for stage in (*month.specs.stages, TOTAL):
        inside = _scope(wanted, stage)
        own = [child for child in children if inside((child.unit, child.stage))]
        bases = {column.id: _base(month, units, stage, column) for column in month.specs.bases}
        rows.append(MonthRow(stage=stage, values=_values(month, own, counted, inside, bases)))
    return UnitMonth(
        unit=name,
        rows=tuple(rows),
        categories=_categories(month, children),
        children=tuple(
            ListedState(id=child.id, name=child.name, state=child.state, category=child.category) for child in children
        ),
        by_stage={
            stage: _categories(month, [child for child in children if child.stage == stage])
            for stage in month.specs.stages
        },
    )


def _scope(units: frozenset[str], stage: str) -> Callable[[Place | None], bool]:
    return lambda place: place is not None and place[0] in units and stage in (TOTAL, place[1])


def _base(month: Month, units: Sequence[str], stage: str, column: MonthColumn) -> Number:
    """The sum over units (and stages, for 合计, unless it is written itself); None where one is blank."""
    found: list[int | None] = []
    for unit in units:
        whole = month.bases.get((unit, stage, column.base))
        if whole is None and stage == TOTAL:
            found += [month.bases.get((unit, one, column.base), column.default) for one in month.specs.stages]
        else:
            found.append(column.default if whole is None else whole)
    numbers = [one for one in found if one is not None]
    return sum(numbers) if len(numbers) == len(found) else None


def _values(
    month: Month,
    children: Sequence[MonthChild],
    counted: Iterable[Counted],
    inside: Callable[[Place | None], bool],
    bases: Mapping[str, Number],
) -> dict[str, Number]:
    numbers = _counts(counted, inside)
    numbers["poor"] = sum(child.is_open and child.is_poor for child in children)
    numbers["year_dropouts"] = sum(
        any(kind == "new" and day >= month.year for kind, day in child.events) for child in children
    )
    states = Counter(child.state for child in children)
    values: dict[str, Number] = dict(bases)
    for column in month.specs.columns:
        if column.states:
            values[column.id] = sum(states[state] for state in column.states)
        elif column.count:
            values[column.id] = numbers[column.count]
    return filled(values, month.specs.columns)


def filled(values: dict[str, Number], columns: Sequence[MonthColumn]) -> dict[str, Number]:
    """All columns in their order, formulas computed."""
    waiting = [column for column in columns if column.formula]
    while waiting:
        ready = [one for one in waiting if {other.id for other in waiting}.isdisjoint(names_in(one.formula))]
        for column in ready:
            values[column.id] = computed(column.formula, values, column.decimals)
        waiting = [column for column in waiting if column not in ready]
    return {column.id: values[column.id] for column in columns}


def _counts(counted: Iterable[Counted], inside: Callable[[Place | None], bool]) -> dict[str, int]:
    found: Counter[str] = Counter(open_before=0, new=0, returned=0, removed=0, persuasions=0)
    letters: set[str] = set()
    for one in counted:
        was, is_now = inside(one.before), inside(one.now)
        found["open_before"] += was and one.opened
        if was and not is_now and one.opened:
            found["removed"] += 1
        if not is_now:
            continue
        if not was and one.opened:
            found["new"] += 1
        found["new"] += one.new
        found["returned"] += one.returned
        found["removed"] += one.removed
        found["persuasions"] += one.persuasions
        letters.update(one.letters)
    return {**found, "letters": len(letters)}


def _categories(month: Month, children: Sequence[MonthChild]) -> dict[str, int]:
    found = Counter(child.category for child in children)
    return {letter: found[letter] for letter in month.letters}
