"""Dates that cannot be, dates in the wrong order, visits that do not add up."""

from datetime import date

import pytest

from dossier.facts import check_digit
from dossier.model import Visit
from dossier.review.dates import is_impossible
from tests.review.build import a_child, decided, only, reviewed, rules


def found(*days, **facts):
    visits = tuple(Visit(date=day, spot=f"劝返记录 第{row}行") for row, day in enumerate(days, start=2))
    return reviewed(a_child("B", "学籍卡.pdf", visits=visits, **facts))


@pytest.mark.parametrize(
    "text",
    ["2022-02-30", "2022.2.30", "2022年2月30日", "20220230", "2022/13/1", "2021年13月", "2022-00-10", "2023年2月29日"],
)
def test_a_day_that_the_calendar_has_not_is_impossible(text):
    assert is_impossible(text)


@pytest.mark.parametrize(
    "text",
    ["", "不详", "去年秋天", "2022年", "2022年2月", "2022-02-28", "2020-02-29", "20220228", "第二学期", "3月5日"],
)
def test_words_and_days_that_may_be_are_not_impossible(text):
    assert not is_impossible(text)


@pytest.mark.parametrize(
    "fact", ["dropout_date_text", "birth_text", "return_date_text", "first_absent_text", "removed_on_text"]
)
def test_an_impossible_date_of_the_roster_is_an_error(fact):
    facts = {fact: "2022-02-30"} | ({"birth": None} if fact == "birth_text" else {})
    finding = only(found(**facts), "date-impossible")

    assert finding.severity == "error"
    assert "2022-02-30" in finding.message


@pytest.mark.parametrize("fact", ["return_date", "first_absent", "removed_on"])
def test_a_date_of_the_roster_that_has_yet_to_come_is_an_error(fact):
    assert "还没有到" in only(found(**{fact: date(2022, 3, 19)}), "date-impossible").message
    assert "date-impossible" not in rules(found(**{fact: date(2022, 3, 18)}))


def test_a_date_that_a_person_wrote_is_told_as_standing_in_case_yaml():
    case = a_child("B", "学籍卡.pdf", return_date_text="2022-02-30")

    assert "case.yaml" in only(reviewed(decided(case, facts={"return_date": "2022-02-30"})), "date-impossible").message
    assert "case.yaml" not in only(reviewed(case), "date-impossible").message


def test_an_impossible_visit_is_told_with_its_row():
    case = a_child("B", "学籍卡.pdf", visits=(Visit(date_text="2022年2月30日", spot="劝返记录 第3行"),))

    assert "劝返记录 第3行" in only(reviewed(case), "date-impossible").message


def test_a_visit_in_the_future_is_an_error_and_today_is_not():
    assert "还没有到" in only(found(date(2022, 3, 19)), "date-impossible").message
    assert rules(found(date(2022, 3, 18))) == []


def test_a_visit_before_the_drop_out_is_an_error_and_on_the_day_is_not():
    finding = only(found(date(2022, 2, 28), dropout_date=date(2022, 3, 1)), "date-order")
    assert "第2行" in finding.message

    assert rules(found(date(2022, 3, 1), dropout_date=date(2022, 3, 1))) == []


def test_a_return_before_the_drop_out_is_an_error():
    assert rules(found(dropout_date=date(2022, 3, 1), return_date=date(2022, 2, 1))) == ["date-order"]
    assert rules(found(dropout_date=date(2022, 3, 1), return_date=date(2022, 3, 1))) == []


def test_a_drop_out_before_the_birth_is_an_error():
    assert rules(found(dropout_date=date(2012, 3, 4))) == ["date-order"]
    assert rules(found(dropout_date=date(2012, 3, 5))) == []


def test_another_number_of_visits_than_rows_is_an_error():
    finding = only(found(date(2022, 3, 1), date(2022, 3, 2), persuasion_count=3), "count-mismatch")

    assert finding.severity == "error"
    assert "3 次" in finding.message
    assert "2 次" in finding.message


def test_as_many_rows_as_said_or_no_rows_or_no_number_are_no_finding():
    assert rules(found(date(2022, 3, 1), persuasion_count=1)) == []
    assert rules(found(persuasion_count=3)) == []
    assert rules(found(date(2022, 3, 1))) == []


def test_a_birth_in_the_future_is_told_once():
    future = {"id_number": "411328202303059990"[:17], "birth": date(2023, 3, 5), "sex": ""}
    future["id_number"] += check_digit(future["id_number"])
    assert rules(found(**future)) == ["id-date"]

    assert sorted(rules(found(birth=date(2023, 3, 5)))) == ["date-impossible", "id-sex"]
