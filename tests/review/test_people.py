"""Categories, ages, and names that cannot be printed."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.facts import check_digit
from dossier.model import AgeRule, Guardian, Visit
from dossier.review.people import school_year_start
from dossier.specs import category_of
from tests.review.build import a_case, a_child, a_student, judged, only, reviewed, rules, the_specs


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("A", "A"),
        ("a", "A"),
        (" Ａ ", "A"),
        ("A类", "A"),
        ("A 户籍原因", "A"),
        ("Ａ.户籍原因", "A"),
        ("A、户籍原因", "A"),
        ("A．户籍原因（查无此人）", "A"),
        ("A-户籍原因", "A"),
        ("户籍原因", "A"),
        ("户籍原因类", "A"),
        ("类别A", "A"),
        ("问题类别：A", "A"),
        ("Ⓐ", "A"),
        ("B在校有学籍", "B"),
        ("C省内就读无学籍", "C"),
        ("省外就读无学籍", "D"),
        ("省外 就读 无学籍", "D"),
        ("E 延缓入学", "E"),
        ("超龄", "F"),
        ("失踪失联", "G"),
        ("H.出国在外", "H"),
        ("I 因病因残", "I"),
        ("i", "I"),
        ("因残（送教上门）", "I"),
        ("打工务农", "K"),
        ("K类（外出打工）", "K"),
        ("在家上学", "L"),
        ("M 其他", "M"),
        ("M其他—姓名错别字", "M"),
        ("其他", "M"),
        ("其它原因", "M"),
        ("A 失踪后宣告死亡", "A"),
        ("A 户籍原因-其他", "A"),
        ("辍学（打工）", "K"),
        ("省外无学籍", "D"),
        ("", None),
        ("N", None),
        ("Z类", None),
        ("AB", None),
        ("A在校有学籍", None),
        ("Ⅰ", None),
        ("1", None),
        ("未知", None),
        ("就读无学籍", None),
        ("户籍原因或在校有学籍", None),
    ],
)
def test_a_cell_of_the_roster_tells_its_category(text, letter):
    assert category_of(text, the_specs()) == letter


def test_an_unknown_category_is_an_error_that_names_all_there_are():
    finding = only(reviewed(a_case(None, "学籍卡.pdf")), "category-unknown")

    assert finding.severity == "error"
    assert "A 户籍原因" in finding.action
    assert "M 其他" in finding.action


def test_an_unknown_category_is_told_from_none():
    said = only(reviewed(a_case(None, student=a_student(category_text="Q"))), "category-unknown").message
    assert "「Q」不认识" in said

    said = only(reviewed(a_case(None, student=a_student(category_text=""))), "category-unknown").message
    assert "没有填类别" in said


def test_an_unknown_category_lists_no_missing_papers():
    assert "missing" not in rules(reviewed(a_case(None)))


# ------------------------------------------------------------------ age


@pytest.mark.parametrize(
    ("term", "start"),
    [
        ("2022年春季学期", 2021),
        ("2022年春", 2021),
        ("2022春季", 2021),
        ("２０２２年春季学期", 2021),
        ("二〇二二年春季学期", 2021),
        ("2022年上半年", 2021),
        ("2022年秋季学期", 2022),
        ("2022秋", 2022),
        ("2021-2022学年", 2021),
        ("2021—2022学年度第二学期", 2021),
        ("2021-22学年下学期", 2021),
        ("2022至2023学年春季学期", 2022),
        ("2022年", 2019),
        ("", 2019),
    ],
)
def test_a_term_lies_in_the_school_year_that_31_august_began(term, start):
    assert school_year_start(term, date(2020, 3, 1)) == date(start, 8, 31)


@pytest.mark.parametrize(
    ("today", "start"),
    [(date(2022, 8, 30), 2021), (date(2022, 8, 31), 2022), (date(2022, 12, 31), 2022), (date(2023, 1, 1), 2022)],
)
def test_without_a_term_today_tells_the_school_year(today, start):
    assert school_year_start("", today) == date(start, 8, 31)


def born(category, birth, term="2022年春季学期", **more):
    first = f"411328{birth:%Y%m%d}999"
    facts = {"id_number": first + check_digit(first), "birth": birth, "sex": ""} | more
    result = judged(a_child(category, **facts), term=term).reviews[0]
    return [(item.rule, str(item.severity)) for item in result.findings if item.rule == "category-age"]


@pytest.mark.parametrize(
    ("category", "birth", "level"),
    [
        ("E", date(2015, 8, 31), None),
        ("E", date(2015, 9, 1), "error"),
        ("E", date(2013, 9, 1), None),
        ("E", date(2013, 8, 31), "error"),
        ("F", date(2005, 8, 31), None),
        ("F", date(2005, 9, 1), "warning"),
        ("F", date(2006, 8, 31), "warning"),
        ("F", date(2006, 9, 1), "error"),
        *((letter, date(2011, 8, 31), None) for letter in "BCDJKL"),
        ("K", date(2016, 8, 31), "warning"),
        ("K", date(2016, 9, 1), "error"),
        ("B", date(2003, 9, 1), "warning"),
        ("B", date(2003, 8, 31), "warning"),
        ("B", date(2002, 8, 31), "error"),
        *((letter, date(2004, 1, 1), None) for letter in "AGHIM"),
    ],
)
def test_a_category_takes_children_of_its_ages(category, birth, level):
    assert born(category, birth) == ([("category-age", level)] if level else [])


@pytest.mark.parametrize(
    ("category", "birth", "asked"), [("E", date(2012, 1, 1), "6–7 周岁"), ("F", date(2012, 1, 1), "16 周岁及以上")]
)
def test_an_age_is_told_with_the_ages_asked_for(category, birth, asked):
    case = a_child(category, id_number="", birth=birth, sex="")
    message = only(judged(case, term="2022年春季学期").reviews[0], "category-age").message

    assert asked in message
    assert "9 周岁" in message
    assert "2021-08-31" in message


def test_a_spec_may_ask_for_a_highest_age_alone():
    specs = the_specs()
    spec = replace(specs.categories["B"], age=AgeRule(most=8))
    specs = replace(specs, categories={**specs.categories, "B": spec})
    result = reviewed(a_child("B", birth=date(2012, 3, 5)), specs=specs)

    assert "8 周岁及以下" in only(result, "category-age").message


def test_the_term_decides_and_not_today():
    assert born("E", date(2015, 9, 1), term="2022年秋季学期") == []


def test_a_faulty_number_leaves_the_age_to_the_column():
    assert born("E", date(2015, 1, 1), id_number="411328200012169990") == []
    assert born("E", date(2010, 1, 1), id_number="") == [("category-age", "error")]
    faulty = a_child("E", id_number="411328200012169990", birth=None, sex="")
    assert "category-age" not in rules(reviewed(faulty))


# ------------------------------------------------------------------ glyphs


UNPRINTABLE = "𤩽\ue000\uf8ff\U000f0000"


def test_a_name_that_no_font_can_print_is_an_error_that_says_what_to_do():
    finding = only(reviewed(a_child("B", "学籍卡.pdf", name="陈𤩽"), unprintable=UNPRINTABLE), "glyph-missing")

    assert finding.severity == "error"
    assert "U+24A7D" in finding.message
    assert "fonts" in finding.action


@pytest.mark.parametrize("sign", ["\ue000", "\uf8ff", "\U000f0000"])
def test_a_private_use_character_is_named_as_such(sign):
    finding = only(reviewed(a_child("B", "学籍卡.pdf", name=f"王{sign}"), unprintable=UNPRINTABLE), "glyph-missing")

    assert "造字" in finding.message
    assert "fonts" not in finding.action


def test_guardians_names_are_printed_too():
    case = a_child("B", "学籍卡.pdf", guardians=(Guardian(name="陈𤩽"),))

    assert "监护人" in only(reviewed(case, unprintable=UNPRINTABLE), "glyph-missing").message


def test_every_cell_that_the_forms_print_is_asked_for_and_named():
    case = a_child("B", "学籍卡.pdf", household_address="قەشقەر", visits=(Visit(place="𤩽村"),))

    messages = [
        finding.message for finding in reviewed(case, unprintable="ق𤩽").findings if finding.rule == "glyph-missing"
    ]

    assert len(messages) == 2
    assert "户籍所在地" in messages[0]
    assert "劝返记录第1次" in messages[1]
