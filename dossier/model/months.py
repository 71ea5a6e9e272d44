"""Months: what the monthly report counts, what a closed month keeps, what is due by when (contract §11)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dossier.model.finding import Finding
from dossier.model.states import State

TOTAL = "合计"
Number = int | float | None
"""None: nobody can compute it."""
Event = tuple[str, datetime.date]
"""new, returned or removed, and its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthColumn:
    """A column of 附件2. It comes from one of `base`, `states`, `count`, `formula`."""

    id: str
    title: str
    name: str = ""
    """What templates call it: {{ 行.在籍 }}."""
    group: str = ""
    """The heading over it and its neighbours."""
    base: str = ""
    """Heading of the column of 月报/基数.xlsx from which it comes."""
    default: int | None = None
    """Where 基数.xlsx says nothing."""
    states: tuple[str, ...] = ()
    """Children who stand there on the last day."""
    count: str = ""
    """One of COUNTS."""
    formula: str = ""
    """Of other ids: absent - suspended."""
    decimals: int = 0
    shown: bool = True
    """False: only for formulas, at the end of the Excel sheet."""


COUNTS = ("open_before", "new", "returned", "removed", "persuasions", "letters", "poor", "year_dropouts")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSpecs:
    """evidence_specs/monthly.yaml."""

    title: str
    """With {学期} and {月}."""
    stages: tuple[str, ...]
    columns: tuple[MonthColumn, ...]
    letters: tuple[str, ...] = ()
    """Kinds of letters that are counted."""
    poor: tuple[str, ...] = ()
    """特殊群体 that count as poor."""
    year_starts: int = 9
    """Month in which the school year begins."""
    carried: tuple[str, ...] = ()
    """States whose children go into the next term's workspace."""
    told: tuple[str, ...] = ()
    """Rules whose findings also stand in the month's, child by child."""

    @property
    def shown(self) -> tuple[MonthColumn, ...]:
        """The columns of the report itself."""
        return tuple(column for column in self.columns if column.shown)

    @property
    def bases(self) -> tuple[MonthColumn, ...]:
        """Those that come from 基数.xlsx."""
        return tuple(column for column in self.columns if column.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChild:
    """A child as the monthly report sees it, up to the last day that counts."""

    id: str
    name: str
    id_hash: str
    """'' where there is no ID number."""
    unit: str
    stage: str
    """One of the specs' stages; '' where nobody knows."""
    category: str
    states: tuple[State, ...]
    state: str
    """Where it stands on the last day."""
    is_open: bool
    was_open: bool
    """On the day before the first, as known now."""
    events: tuple[Event, ...] = ()
    """All up to the last day, oldest first."""
    visits: tuple[datetime.date, ...] = ()
    letters: tuple[tuple[str, datetime.date], ...] = ()
    """Name and day of each letter that counts."""
    is_poor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedChild:
    """A child as a closed month keeps it."""

    id: str
    name: str
    id_hash: str
    unit: str
    stage: str
    category: str
    state: str
    is_open: bool
    events: tuple[Event, ...] = ()
    visits: tuple[datetime.date, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one child gives to a month."""

    id: str
    before: tuple[str, str] | None
    """Unit and stage when the month began; None: nobody knew of the child."""
    now: tuple[str, str] | None
    """Unit and stage at its end; None: the roster does not know it any more."""
    opened: bool
    """Open when the month began."""
    is_open: bool
    new: int = 0
    returned: int = 0
    removed: int = 0
    persuasions: int = 0
    letters: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A line of 附件2."""

    stage: str
    values: Mapping[str, Number]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedState:
    """A child of the month's list."""

    id: str
    name: str
    state: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMonth:
    """A unit's month, or that of all units together."""

    unit: str
    rows: tuple[MonthRow, ...]
    categories: Mapping[str, int]
    children: tuple[ListedState, ...] = ()
    by_stage: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Stage → category → how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What became known after the month before was closed."""

    id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFinding:
    """A finding, and whose it is ('' for the month's own)."""

    case: str
    finding: Finding
    own: bool = True
    """Found by the report itself, not by `check`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuing:
    """A child whose leave the leading group agreed to while persuasion continues, and the visits that carry it."""

    id: str
    name: str
    visits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """附件2 of one month."""

    month: str
    """2022-03."""
    up_to: datetime.date
    closed: bool
    units: tuple[UnitMonth, ...]
    total: UnitMonth
    corrections: tuple[Correction, ...] = ()
    findings: tuple[MonthFinding, ...] = ()
    continuing: tuple[Continuing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    """月报/2022-03.yaml."""

    report: MonthReport
    by: str
    on: datetime.date
    children: tuple[ClosedChild, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each file beside it → sha256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of terms.yaml."""

    name: str
    starts: datetime.date
    ends: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper:
    """A paper that the county's plan asks for once a year."""

    title: str
    template: str
    month: int
    day: int
    year: int | None = None
    """None: every year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTime:
    """Months that the plan watches, and what in them."""

    months: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    """Words in names of schools; the kinds in words stand in `schools_told`."""
    schools_told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSpecs:
    """deadlines.yaml and terms.yaml."""

    term_check_days: int = 10
    term_report_days: int = 15
    visit_days: int = 3
    monthly_day: int = 20
    quarter_months: tuple[int, ...] = (3, 6, 9, 12)
    leave_months: int = 12
    leave_notice_days: int = 10
    letter_kinds: tuple[str, ...] = ()
    plan: tuple[PlanPaper, ...] = ()
    plan_lead_days: int = 60
    key: KeyTime = field(default_factory=KeyTime)
    terms: tuple[Term, ...] = ()


DueId = Literal["term-check", "term-report", "visit", "monthly", "expiring", "letter", "quarterly", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something that must be done by a day."""

    what: DueId
    unit: str
    by: datetime.date
    message: str
    case: str | None = None
    late: bool = False
    person: str = ""
    """Who is responsible, where the roster says it."""
