from dataclasses import replace
from datetime import date

import pytest

from dossier.facts import stage_of
from dossier.model import FACT_FIELDS, Settings, Source
from tests.facts.build import GIRL, a_child, a_guardian, a_visit, facts_of


def test_the_first_source_that_knows_a_fact_gives_it():
    facts = facts_of(a_child(sex="女", guardians=(a_guardian(),), person={"guardian1.phone": "13708150899"}))

    assert (facts["sex"], facts.source("sex")) == ("女", Source.ROSTER)
    assert (facts["birth"], facts.source("birth")) == ("2012-03-05", Source.DERIVED)
    assert (facts["guardian1_phone"], facts.source("guardian1_phone")) == ("13708150899", Source.PERSON)
    assert (facts["guardian1_name"], facts.source("guardian1_name")) == ("黄建国", Source.ROSTER)
    assert (facts["unit"], facts.source("unit")) == ("城郊乡中心学校", Source.SETTINGS)
    assert facts.source("school") is None


def test_facts_stand_in_the_order_of_the_form():
    facts = facts_of(a_child(school="城郊乡一中", guardians=(a_guardian(), a_guardian("李秀英")), grade="七年级"))

    assert list(facts.known) == [name for name in FACT_FIELDS if name in facts.known]
    with pytest.raises(KeyError):
        facts["schol"]


def test_what_a_person_overrides_stays_beside_it():
    case = a_child(school="城郊乡二中", person={"school": "城郊乡二中"})
    facts = facts_of(replace(case, row=replace(case.student, school="城郊乡一中")))

    assert facts["school"] == "城郊乡二中"
    assert [(one.value, one.path, one.page) for one in facts.others("school")] == [("城郊乡一中", "名册.xlsx", None)]


def test_a_guardian_told_in_a_column_of_the_mother_is_found_by_the_value():
    facts = facts_of(
        a_child(guardians=(a_guardian("李秀英", relation="母亲"),), person={"guardian母亲.name": "李秀英"})
    )

    assert facts.source("guardian1_name") is Source.PERSON
    assert facts.source("guardian1_phone") is Source.ROSTER


def test_a_date_is_as_precise_as_it_was_written():
    told = a_child(
        dropout_date=date(2021, 9, 1),
        dropout_date_text="2021年9月",
        return_date_text="去年冬天",
        removed_on=date(2022, 3, 1),
    )
    facts = facts_of(told)

    assert facts["dropout_date"] == "2021-09"
    assert facts["return_date"] == "去年冬天"
    assert facts["removed_on"] == "2022-03-01"
    assert (facts.day("dropout_date"), facts.day("return_date")) == (date(2021, 9, 1), None)


def test_a_month_of_birth_gives_way_to_the_day_that_the_number_knows():
    facts = facts_of(a_child(birth_month=date(2012, 3, 1), birth_text="2012.03"))
    other = facts_of(a_child(birth_month=date(2012, 4, 1), birth_text="2012.04"))

    assert (facts["birth"], facts.source("birth")) == ("2012-03-05", Source.DERIVED)
    assert (other["birth"], other.source("birth")) == ("2012-04", Source.ROSTER)


@pytest.mark.parametrize("number", ["411328201203059990", "411328201213059995", "41132820120305999", ""])
def test_a_faulty_id_number_says_nothing_of_birth_and_sex(number):
    facts = facts_of(a_child(id_number=number, sex="女", birth=date(2012, 4, 6)))

    assert (facts["birth"], facts["sex"], facts.source("birth")) == ("2012-04-06", "女", Source.ROSTER)


@pytest.mark.parametrize(("day", "years"), [("2022-03-04", "9"), ("2022-03-05", "10")])
def test_age_is_completed_years_on_the_day_of_the_form(day, years):
    assert facts_of(a_child(), Settings(filled_on=date.fromisoformat(day)))["age"] == years


def test_visits_say_that_persuading_began_and_how_often():
    facts = facts_of(a_child(visits=(a_visit("2022-03-05"), a_visit("2022-03-01"))))

    assert (facts["persuaded"], facts["persuasion_count"]) == ("是", "2")
    assert facts.source("persuasion_count") is Source.VISITS
    assert [visit.date.day for visit in facts.visits] == [1, 5]


def test_the_rosters_own_word_on_visits_stands():
    facts = facts_of(a_child(persuaded="否", persuasion_count=5, visits=(a_visit("2022-03-05"),)))

    assert (facts["persuaded"], facts["persuasion_count"]) == ("否", "5")
    assert facts_of(a_child(persuasion_count=0))["persuaded"] == "否"
    assert facts_of(a_child(persuasion_count_text="多次"))["persuasion_count"] == "多次"


def test_a_disability_number_tells_kind_and_grade():
    facts = facts_of(a_child(id_number=GIRL, disability_no=f"{GIRL}52"))

    assert (facts["disability_kind"], facts["disability_grade"]) == ("智力", "二级")


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("七年级", "初中"), ("9年级", "初中"), ("初二", "初中"), ("小学三年级", "小学"), ("3年级", "小学"),
        ("城郊乡第一初级中学", "初中"),
        ("城关镇初中", "初中"), ("高中一年级", ""), ("", ""), ("王岗小学", "小学"), ("小学初中部", ""),
    ],
)  # fmt: skip
def test_stage_by_grade(text, stage):
    assert stage_of(text) == stage
