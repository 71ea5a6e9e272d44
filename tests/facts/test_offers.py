"""What could be filled in: blank fields only, the surest paper first, nothing of a later time as sure."""

import pytest

from dossier.facts import offers
from dossier.model import RosterColumn, RosterHeader
from dossier.workspace import fact_key
from tests.facts.build import a_card, a_child, a_guardian, a_page, facts_of, hear, the_specs


def offered(case, *heard):
    return {
        one.field: (one.value, one.path, one.sure) for one in offers(case, facts_of(case, heard=heard), the_specs())
    }


def test_only_what_is_blank_is_offered_with_paper_and_page():
    case = a_child(category="B", grade="八年级", guardians=(a_guardian(phone=""),))

    told = offered(case, hear(a_card()))
    assert told["guardian1_phone"] == ("13708150899", "学籍卡.jpg", True)
    assert told["school"] == ("唐河县城郊乡中心学校", "学籍卡.jpg", True)
    assert "grade" not in told
    assert "guardian1_name" not in told


def test_a_new_card_only_suggests_where_the_child_was():
    told = offered(a_child(category="C"), hear(a_card()))

    assert told["school"][2] is False
    assert told["current_school"][2] is True
    assert told["guardian1_phone"][2] is True


def test_papers_that_differ_are_sure_of_nothing():
    other = hear(a_card(联系电话="13708150898"), path="学籍卡2.jpg")
    told = offered(a_child(category="B"), hear(a_card()), other)

    assert told["guardian1_phone"] == ("13708150899", "学籍卡.jpg", False)


def test_the_surer_of_two_papers_is_offered():
    vague = hear(a_page([(0.1, "姓名"), (0.3, "黄欣梓")], [(0.1, "年级"), (0.3, "七年级")], sure=0.95), path="旧卡.jpg")

    assert offered(a_child(category="B"), vague, hear(a_card()))["grade"] == ("七年级", "学籍卡.jpg", True)


@pytest.mark.parametrize(
    ("fields", "fact", "key"),
    [
        ((), "grade", "grade"),
        (("guardian1.name",), "guardian1_phone", "guardian1.phone"),
        (("guardian父亲.name",), "guardian1_phone", "guardian父亲.phone"),
        (("guardian母亲.name",), "guardian1_phone", "guardian1.phone"),
        (("guardian父亲.name",), "guardian2_phone", "guardian2.phone"),
    ],
)
def test_a_guardians_fact_goes_into_the_columns_that_the_roster_has(fields, fact, key):
    columns = tuple(RosterColumn(column="A", header=field, field=field) for field in fields)
    header = RosterHeader(file="名册.xlsx", sheet="名册", row=1, columns=columns)
    child = a_child(guardians=(a_guardian(),)).student

    assert fact_key(fact, child, header) == key
