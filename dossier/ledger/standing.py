"""Judged cases → children as the monthly report sees them. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from dossier.model import Check, Event, Letter, MonthChild, MonthSpecs, Review, State
from dossier.review import child_of, state_on


def unit_of(check: Check, review: Review) -> str:
    """The unit of a child: its own in a county, else what the roster or a person says, else the workspace's."""
    return (
        review.case.unit
        or review.facts["unit"]
        or check.workspace.settings.unit
        or check.workspace.root.name
        or "本单位"
    )


def children_of(
    check: Check, letters: Sequence[Letter], specs: MonthSpecs, first: date, last: date
) -> list[MonthChild]:
    """Every child of the roster, with what happened to it up to `last`; `first` is the month's first day."""
    mail = _mail(letters, specs, last)
    return [_child(check, review, mail.get(review.case.own_id, ()), specs, first, last) for review in check.reviews]


def _child(
    check: Check,
    review: Review,
    letters: Sequence[tuple[str, date]],
    specs: MonthSpecs,
    first: date,
    last: date,
) -> MonthChild:
    known = child_of(review.case, review.facts)
    is_open = check.states.open
    state = state_on(review.states, last).id
    groups = review.facts["groups"]
    stage = review.facts["stage"]
    return MonthChild(
        id=review.case.id,
        name=known.name,
        id_hash=known.id_hash,
        unit=unit_of(check, review),
        stage=next((one for one in specs.stages if one in stage), "") if stage else "",
        category=review.case.category or "",
        states=review.states,
        state=state,
        is_open=state in is_open,
        was_open=state_on(review.states, first - timedelta(days=1)).id in is_open,
        events=tuple(events_of(review.states, is_open, last)),
        visits=tuple(sorted(visit_days(review, last))),
        letters=tuple(letters),
        is_poor=any(word in groups for word in specs.poor),
    )


def events_of(states: Sequence[State], is_open: Sequence[str], last: date) -> Iterator[Event]:
    """Every step into or out of the open states up to `last`: new, returned, removed."""
    before = states[0].id in is_open
    for state in states[1:]:
        if state.since is None or state.since > last:
            continue
        now = state.id in is_open
        if now and not before:
            yield "new", state.since
        elif before and not now:
            yield ("returned" if state.id == "returned" else "removed"), state.since
        before = now


def visit_days(review: Review, last: date) -> Iterator[date]:
    """The days of the roster's visits up to `last`; where it has none, of those that records surely tell of."""
    rows = review.facts.visits
    days = [visit.date for visit in rows] if rows else [one.date for one in review.facts.recorded if one.sure]
    return (day for day in days if day is not None and day <= last)


def counts(letter: Letter, specs: MonthSpecs, last: date) -> bool:
    """Whether a letter counts as issued: of these kinds, numbered or delivered, and not void on `last`."""
    is_void = letter.void is not None and letter.void.on <= last
    is_issued = letter.number is not None or letter.delivered is not None
    return letter.kind in specs.letters and letter.date <= last and is_issued and not is_void and not letter.unfinished


def _mail(letters: Sequence[Letter], specs: MonthSpecs, last: date) -> Mapping[str, list[tuple[str, date]]]:
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for letter in letters:
        if counts(letter, specs, last):
            for case in letter.cases:
                found[case].append((letter.name, letter.date))
    return found
