"""A county at a glance: unit × category × state, what is missing and from whom, what changed. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.county.chase import Lack, lacks_of
from dossier.county.offices import Office
from dossier.model import CaseStatus, Check, Severity
from dossier.report import STATUSES

STATES = (CaseStatus.COMPLETE, CaseStatus.REVIEW, CaseStatus.INCOMPLETE)
_CHANGES_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    """One child of the overview."""

    id: str
    """Of the county."""
    own_id: str
    name: str
    unit: str
    category: str
    status: CaseStatus
    state: str
    """Where the child stands: 在校, 劝返中 …"""
    lacks: tuple[str, ...]
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """What the run before this one found: id of the county → status."""

    day: str
    statuses: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is otherwise than in the last run, in words."""

    day: str
    words: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page and the workbook tell."""

    where: str
    today: date
    version: str
    children: tuple[ChildLine, ...]
    units: tuple[str, ...]
    categories: tuple[str, ...]
    problems: tuple[str, ...]
    before: Changes | None
    tally: Mapping[tuple[str, str, CaseStatus], int]
    """Unit, category and status → children."""

    @property
    def words(self) -> str:
        """1,450 / 1,500 可归档 …"""
        ready, doubtful, open_ = (self.count(status) for status in STATES)
        whole = len(self.children)
        share = f"（{100 * ready / whole:.1f}%）" if whole else ""
        return f"{ready:,} / {whole:,} 可归档{share}，待核对 {doubtful:,}，待补正 {open_:,}"

    def count(self, status: CaseStatus, unit: str | None = None, category: str | None = None) -> int:
        """Children of this status, of one unit or category or of all."""
        return sum(
            count
            for (of_unit, of_category, of_status), count in self.tally.items()
            if of_status is status and unit in (None, of_unit) and category in (None, of_category)
        )


def make_overview(check: Check, offices: Mapping[str, Office], last: LastRun | None) -> Overview:
    """The overview of a county's check; `last` is the run before, if any."""
    children = tuple(_line(check, place, offices) for place in range(len(check.reviews)))
    letters = sorted({child.category for child in children})
    settings = check.workspace.settings
    return Overview(
        where="　".join(filter(None, (settings.county, settings.term, f"{len(check.units) or 1} 个单位"))),
        today=check.today,
        version=check.version,
        children=children,
        units=tuple(dict.fromkeys((*(unit.name for unit in check.units), *(child.unit for child in children)))),
        categories=tuple(letters),
        problems=tuple(one.message for one in check.findings if one.severity is not Severity.NOTE),
        before=_changes(children, last) if last is not None else None,
        tally=Counter((child.unit, child.category, child.status) for child in children),
    )


def last_run_of(check: Check) -> LastRun:
    """What the next run is to be compared with."""
    statuses = {review.case.id: review.status.value for review in check.reviews}
    return LastRun(day=check.today.isoformat(), statuses=statuses)


def _line(check: Check, place: int, offices: Mapping[str, Office]) -> ChildLine:
    review = check.reviews[place]
    lacks: Sequence[tuple[str, Lack]] = lacks_of(review, check, offices)
    spec = check.categories.get(review.case.category or "")
    return ChildLine(
        id=review.case.id,
        own_id=review.case.own_id,
        name=review.case.name,
        unit=review.case.unit or review.case.student.unit or check.workspace.settings.unit or "本单位",
        category=f"{spec.letter} {spec.title}" if spec else "类别不明",
        status=review.status,
        state=check.states.names.get(review.state.id, review.state.id) if review.state else "不明",
        lacks=tuple(dict.fromkeys(lack.what for _, lack in lacks)),
        offices=tuple(dict.fromkeys(office for office, _ in lacks)),
    )


def _changes(children: Sequence[ChildLine], last: LastRun) -> Changes:
    now = {child.id: child for child in children}
    told = []
    for child in children:
        before = last.statuses.get(child.id)
        if before is None:
            told.append(f"新增 {child.unit} {child.own_id} {child.name}（{STATUSES[child.status]}）")
        elif before != child.status.value:
            was = STATUSES[CaseStatus(before)]
            told.append(f"{child.unit} {child.own_id} {child.name}：{was} → {STATUSES[child.status]}")
    gone = [case for case in last.statuses if case not in now]
    told += [f"不在了：{case}" for case in gone]
    ready = sum(status == CaseStatus.COMPLETE.value for status in last.statuses.values())
    words = f"{ready:,} / {len(last.statuses):,} 可归档；" + (f"变化 {len(told)} 处" if told else "没有变化")
    rest = (f"……还有 {len(told) - _CHANGES_SHOWN} 处",) if len(told) > _CHANGES_SHOWN else ()
    return Changes(day=last.day, words=words, changes=(*told[:_CHANGES_SHOWN], *rest))
