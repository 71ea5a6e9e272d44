"""Where a child stands, on any day."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.model import STATES, Visit
from dossier.review import state_on
from tests.review.build import a_child, reviewed

SPRING = date(2022, 3, 18)


def a_line(category, *files, **facts):
    return reviewed(a_child(category, *files, **facts)).states


def on(states, *day):
    return state_on(states, date(2022, *day)).id


def visits(*days):
    return tuple(Visit(date=date(2022, *day), persons="甲") for day in days)


@pytest.mark.parametrize(
    ("category", "files", "state"),
    [
        ("A", (), "suspected"),
        ("A", ("村委会证明.pdf", "派出所证明.pdf"), "removed"),
        ("B", (), "in_school"),
        ("C", (), "moved"),
        ("C", ("新学籍卡.pdf",), "in_school"),
        ("E", (), "deferred"),
        ("F", ("户籍证明.pdf",), "removed"),
        ("G", (), "missing"),
        ("H", (), "suspected"),
        ("I", (), "home_teaching"),
        ("K", (), "dropout"),
        ("M", (), "in_school"),
    ],
)
def test_each_category_has_its_state(category, files, state):
    old_enough = {"id_number": "", "birth": date(2004, 3, 5)} if category == "F" else {}

    assert reviewed(a_child(category, *files, **old_enough)).state.id == state


def test_with_an_error_nobody_is_struck_off_whatever_papers_there_are():
    child = a_child("A", "村委会证明.pdf", "派出所证明.pdf", id_number="411328201203059990")

    assert [reviewed(child).state.id, reviewed(child).state.reason] == ["suspected", "按类别"]


def test_a_drop_out_goes_through_absence_persuasion_and_return():
    line = a_line(
        "K",
        first_absent=date(2022, 2, 25),
        dropout_date=date(2022, 3, 1),
        visits=visits((3, 4), (3, 9)),
        return_date=date(2022, 3, 15),
    )

    days = [(2, 24), (2, 25), (3, 1), (3, 3), (3, 4), (3, 14), (3, 15)]
    steps = ["in_school", "suspected", "dropout", "dropout", "persuading", "persuading", "returned"]
    assert [on(line, *day) for day in days] == steps


def test_a_visit_before_the_drop_out_or_after_the_return_persuades_nobody():
    line = a_line("K", dropout_date=date(2022, 3, 1), visits=visits((2, 1)))
    back = a_line("K", dropout_date=date(2022, 3, 1), visits=visits((3, 20)), return_date=date(2022, 3, 10))

    assert [state.id for state in line] == ["in_school", "dropout"]
    assert [state.id for state in back] == ["in_school", "dropout", "returned"]


def test_m_follows_events_only_with_a_drop_out_date():
    assert on(a_line("M", visits=visits((3, 4))), 3, 18) == "in_school"
    assert on(a_line("M", dropout_date=date(2022, 3, 1), visits=visits((3, 4))), 3, 18) == "persuading"


def test_a_lost_child_is_missing_from_the_drop_out_and_no_visit_changes_that():
    line = a_line("G", dropout_date=date(2022, 3, 1), visits=visits((3, 4)))

    assert [on(line, 2, 28), on(line, 3, 5)] == ["in_school", "missing"]


def test_who_is_struck_off_with_a_basis_is_removed_but_not_while_a_paper_lacks():
    papers = ("劝返记录.pdf", "司法文书.pdf", "学籍卡.pdf", "班级学习照片.jpg")
    told = {"dropout_date": date(2022, 3, 1), "removed_on": date(2022, 3, 10), "removed_basis": "转入外省"}

    assert on(a_line("K", *papers, **told), 3, 18) == "removed"
    assert on(a_line("K", *papers[1:], **told), 3, 18) == "dropout"
    assert on(a_line("K", *papers, **(told | {"removed_basis": ""})), 3, 18) == "dropout"


def test_a_leave_that_the_leading_group_agreed_to_counts_while_persuasion_goes_on():
    told = {"leading_group": "是", "dropout_date": date(2022, 3, 1), "visits": visits((3, 4))}

    assert reviewed(a_child("K", **told)).state.id == "persuading"
    assert reviewed(a_child("K", "领导小组核实同意件.pdf", "休学审批表.pdf", **told)).state.id == "suspended"


DAYS = st.one_of(st.none(), st.dates(date(2021, 9, 1), date(2022, 6, 30)))


@given(
    st.sampled_from("ABCDEFGHIJKLM"),
    DAYS,
    DAYS,
    DAYS,
    st.lists(st.dates(date(2021, 9, 1), date(2022, 6, 30)), max_size=4),
)
def test_every_child_is_in_exactly_one_state_on_every_day(category, absent, dropped, returned, seen):
    visited = tuple(Visit(date=day, persons="甲") for day in seen)
    line = a_line(category, first_absent=absent, dropout_date=dropped, return_date=returned, visits=visited)

    starts = [state.since for state in line]
    assert starts[0] is None
    assert all(start is not None for start in starts[1:])
    assert starts[1:] == sorted(set(starts[1:]))
    assert all(state.id in STATES for state in line)
    assert all(one.id != other.id for one, other in pairwise(line))
