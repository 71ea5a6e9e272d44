"""What each child gives to a month: its own steps, and what a closed month did not know yet. PURE.

Open before = what the closed month before keeps; where it is not closed, what is known now of its last day. What is
known now and was not known when the month before was closed counts in this month and is told as a correction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dossier.model import ClosedChild, ClosedMonth, Counted, Event, MonthChild

_WORDS = {"new": "新增辍学", "returned": "复学", "removed": "销号"}
_SIGNS = {"new": 1, "returned": -1, "removed": -1}


def count_children(children: Sequence[MonthChild], before: ClosedMonth | None, first: date) -> list[Counted]:
    """One entry a child, and one for each open child of the closed month whom nobody knows any more."""
    if before is None:
        return [_count(child, None, first) for child in children]
    pairs, lost = match(children, before.children)
    found = [_count(child, old, first, before) for child, old in pairs]
    return [*found, *(_lost(old, before.report.month) for old in lost if old.is_open)]


def match(
    children: Sequence[MonthChild], kept: Sequence[ClosedChild]
) -> tuple[list[tuple[MonthChild, ClosedChild | None]], list[ClosedChild]]:
    """Each child with its entry in a closed month: by id and person, else by person; and the entries of nobody."""
    by_id = {one.id: one for one in kept}
    by_hash = {one.id_hash: one for one in kept if one.id_hash}
    own = {child.id for child in children if (old := by_id.get(child.id)) and is_same(child, old)}
    pairs: list[tuple[MonthChild, ClosedChild | None]] = []
    used: set[str] = set()
    for child in children:
        old = by_id[child.id] if child.id in own else by_hash.get(child.id_hash)
        if old is not None and (old.id in used or (child.id not in own and old.id in own)):
            old = None
        if old is not None:
            used.add(old.id)
        pairs.append((child, old))
    return pairs, [one for one in kept if one.id not in used]


def is_same(child: MonthChild, old: ClosedChild) -> bool:
    """Whether a number of the roster still stands for the same child: the same ID number, else the same name."""
    return bool(child.id_hash and child.id_hash == old.id_hash) or child.name == old.name


def _lost(old: ClosedChild, month: str) -> Counted:
    message = f"{old.name}在 {month} 月报里是仍辍学，现在名册里没有这个人，本月按销号算。请核对名册。"
    return Counted(
        id=old.id, before=(old.unit, old.stage), now=None, opened=True, is_open=False, corrections=(message,), removed=1
    )


def _count(child: MonthChild, old: ClosedChild | None, first: date, month: ClosedMonth | None = None) -> Counted:
    own = Counter(kind for kind, day in child.events if day >= first)
    visits = sum(day >= first for day in child.visits)
    letters = tuple(name for name, day in child.letters if day >= first)
    now = (child.unit, child.stage)
    if month is None:
        return Counted(
            id=child.id, before=now, now=now, opened=child.was_open, is_open=child.is_open, new=own["new"],
            returned=own["returned"],
            removed=own["removed"],
            persuasions=visits, letters=letters,
        )  # fmt: skip
    opened = old.is_open if old else False
    late = list(_late(child, old, opened, first, _first_day(month)))
    told = [_told(child, kind, day, month.report.month) for kind, day in late]
    if old is not None and not late and opened == child.was_open:
        told += _moved_days(child, old, first)
    own.update(kind for kind, _ in late)
    late_visits = _late_visits(child, old, month, first)
    known = _known_letters(old, month, child)
    late_letters = [name for name, day in child.letters if day < first and name not in known]
    when = f"{month.report.month} 月报结账时还没有"
    told += [f"{child.name} {day} 的劝返，{when}，计入本月劝返人次。" for day in late_visits]
    told += [f"{child.name}的{name}，{when}登记，计入本月通知书。" for name in late_letters]
    return Counted(
        id=child.id,
        before=(old.unit, old.stage) if old else now,
        now=now,
        opened=opened,
        is_open=child.is_open,
        new=own["new"],
        returned=own["returned"],
        removed=own["removed"],
        persuasions=visits + len(late_visits),
        letters=(*letters, *late_letters),
        corrections=tuple(told),
    )


def _late(
    child: MonthChild, old: ClosedChild | None, opened: bool, first: date, closed: date
) -> Iterator[tuple[str, date | None]]:
    """Steps before the month that no closed month counted; where dates were changed, what the change comes to.

    Of a child whom the closed month (it began on `closed`) did not know, older steps are its history.
    """
    known = Counter(old.events) if old else Counter[Event]()
    now = Counter(event for event in child.events if event[1] < first)
    fresh = now - known
    gone = known - now
    difference = child.was_open - opened
    if old is None:
        fresh = Counter({event: many for event, many in fresh.items() if event[1] >= closed})
    if not gone and sum(_SIGNS[kind] * many for (kind, _), many in fresh.items()) == difference:
        yield from sorted(fresh.elements(), key=lambda event: event[1])
    elif difference > 0:
        yield "new", _last_day(child, first, "new")
    elif difference < 0:
        state = next((s.id for s in reversed(child.states) if s.since is None or s.since < first), "")
        kind = "returned" if state == "returned" else "removed"
        yield kind, _last_day(child, first, kind)


def _first_day(month: ClosedMonth) -> date:
    return date.fromisoformat(f"{month.report.month}-01")


def _last_day(child: MonthChild, first: date, kind: str) -> date | None:
    return next((day for what, day in reversed(child.events) if what == kind and day < first), None)


def _told(child: MonthChild, kind: str, day: date | None, month: str) -> str:
    when = f"（{day}）" if day else ""
    return f"{child.name}的{_WORDS[kind]}{when}，{month} 月报结账时还不知道，计入本月{_WORDS[kind]}。"


def _moved_days(child: MonthChild, old: ClosedChild, first: date) -> Iterator[str]:
    """Dates of counted steps that say otherwise now: no number changes."""
    now = Counter(event for event in child.events if event[1] < first)
    gone, fresh = Counter(old.events) - now, now - Counter(old.events)
    if gone and fresh:
        said = "、".join(f"{_WORDS[kind]} {day}" for kind, day in gone.elements())
        says = "、".join(f"{_WORDS[kind]} {day}" for kind, day in fresh.elements())
        yield f"{child.name}：已结账的月份按{said}计过，现在是{says}；人数不变，不再计。"


def _late_visits(child: MonthChild, old: ClosedChild | None, month: ClosedMonth, first: date) -> list[date]:
    """Visits before the month that the closed one does not know; of a child it did not know, those after it ended."""
    before = Counter(day for day in child.visits if day < first)
    if old is None:
        return sorted(day for day in before.elements() if day > month.report.up_to)
    return sorted((before - Counter(old.visits)).elements())


def _known_letters(old: ClosedChild | None, month: ClosedMonth, child: MonthChild) -> set[str]:
    if old is None:
        return {name for name, day in child.letters if day <= month.report.up_to}
    return set(old.letters)


def kept_child(child: MonthChild) -> ClosedChild:
    """What a closed month keeps of a child."""
    return ClosedChild(
        id=child.id,
        name=child.name,
        id_hash=child.id_hash,
        unit=child.unit,
        stage=child.stage,
        category=child.category,
        state=child.state,
        is_open=child.is_open,
        events=child.events,
        visits=child.visits,
        letters=tuple(name for name, _ in child.letters),
    )


def balance(counted: Counted) -> int:
    """Open at the end by the steps that were counted: 1 or 0, anything else is a mistake."""
    return counted.opened + counted.new - counted.returned - counted.removed


def differing(counted: Sequence[Counted], children: Mapping[str, MonthChild]) -> list[str]:
    """Ids of the children for whom the steps and the state on the last day say different things."""
    return [
        one.id
        for one in counted
        if balance(one) != one.is_open or (one.now and children[one.id].is_open != one.is_open)
    ]
