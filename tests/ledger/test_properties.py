"""For any history, whatever becomes known when: the identities hold, and every child is in one state a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.ledger.calendar import days_of
from dossier.ledger.counting import count_children, differing, kept_child
from dossier.ledger.rows import Month, total_month, unit_month, units_of
from dossier.model import STATES, State
from dossier.review import state_on
from tests.ledger.build import MONTHLY, a_child, a_closed

MONTHS = ("2022-01", "2022-02", "2022-03", "2022-04", "2022-05")
FIRST = date(2021, 12, 1)
days = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
steps = st.lists(st.tuples(st.sampled_from(STATES), days), max_size=6).map(
    lambda found: sorted({day: name for name, day in found}.items())
)
version = st.builds(
    lambda start, found, unit, stage: (start, found, unit, stage),
    st.sampled_from(("in_school", "dropout", "suspected", "missing")),
    steps,
    st.sampled_from(("甲乡", "乙乡")),
    st.sampled_from(("小学", "初中", "")),
)
"""A child as it is known at some time: what it always was, its steps, its unit and stage."""
known = st.one_of(st.none(), version)
histories = st.lists(st.lists(known, min_size=5, max_size=5), min_size=1, max_size=5)
"""Child → what is known of it in each month; None: not in the roster."""
closings = st.lists(st.tuples(st.booleans(), st.integers(1, 31)), min_size=5, max_size=5)


def children_in(history, at, first, last):
    for number, versions in enumerate(history, 1):
        if versions[at] is not None:
            start, found, unit, stage = versions[at]
            steps = [(start, None), *((name, day) for day, name in found)]
            line = [steps[0]]
            line += [step for before, step in pairwise(steps) if step[0] != before[0]]
            visits = tuple(day for _, day in line[1:])
            yield a_child(f"{number:03}", *line, first=first, last=last, unit=unit, stage=stage, visits=visits)


def holds(one):
    for row in one.rows:
        values = row.values
        assert values["open_after"] == values["open_before"] + values["new"] - values["returned"] - values["removed"]
        assert min(values[key] for key in ("open_before", "new", "returned", "removed", "open_after")) >= 0
        assert values["dropout"] == values["open_after"]


@settings(max_examples=150, deadline=None)
@given(histories, closings)
def test_the_identities_hold_whatever_becomes_known_when(history, closings):
    before = None
    kept_open = None
    for at, month in enumerate(MONTHS):
        first, end = days_of(month)
        last = min(end, first + timedelta(days=closings[at][1] - 1))
        children = list(children_in(history, at, first, last))
        counted = count_children(children, before, first)
        whole = Month(children=children, counted=counted, bases={}, specs=MONTHLY, letters="K", year=date(2021, 9, 1))
        names = units_of(whole)
        total = total_month(whole, names)
        units = [unit_month(whole, name) for name in names]

        assert differing(counted, {child.id: child for child in children}) == []
        for one in (*units, total):
            holds(one)
            ledger = [child for child in children if child.is_open and one.unit in ("合计", child.unit)]
            assert one.rows[-1].values["open_after"] == len(ledger)
        if before is not None:
            assert total.rows[-1].values["open_before"] == kept_open
        is_closed = closings[at][0]
        before = a_closed(month, last, *(kept_child(child) for child in children)) if is_closed else None
        kept_open = total.rows[-1].values["open_after"]


@given(steps, days)
def test_every_child_is_in_one_state_a_day(found, day):
    line = (State(id="in_school"), *(State(id=name, since=since) for since, name in found))

    current = [
        state.id
        for state, after in zip(line, (*line[1:], None), strict=True)
        if (state.since is None or state.since <= day) and (after is None or day < after.since)
    ]

    assert current == [state_on(line, day).id]


@settings(max_examples=100, deadline=None)
@given(version)
def test_closing_each_month_counts_every_visit_and_step_once(one):
    before, visits, new = None, 0, 0
    for month in MONTHS:
        first, end = days_of(month)
        children = list(children_in([[one]], 0, first, end))
        counted = count_children(children, before, first)
        visits += counted[0].persuasions
        new += counted[0].new
        before = a_closed(month, end, *(kept_child(child) for child in children))

    child = children[0]
    assert visits == sum(day >= date(2022, 1, 1) for day in child.visits)
    assert new == sum(kind == "new" and day >= date(2022, 1, 1) for kind, day in child.events)
