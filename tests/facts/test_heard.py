"""What papers say is put beside what is known, and never in its place."""

from dossier.model import Source
from tests.facts.build import BOY, GIRL, a_card, a_child, a_guardian, a_page, a_visit, facts_of, hear


def said(facts, field):
    return [(one.value, one.sure) for one in facts.others(field)]


def test_a_paper_proposes_what_is_blank_and_changes_nothing_that_is_known():
    facts = facts_of(a_child(grade="八年级"), heard=[hear(a_card())])

    assert (facts["grade"], facts.source("grade")) == ("八年级", Source.ROSTER)
    assert said(facts, "grade") == [("七年级", True)]
    assert (facts["guardian1_phone"], facts.source("guardian1_phone")) == ("", None)
    assert said(facts, "guardian1_phone") == [("13708150899", True)]
    assert facts.others("grade")[0].path == "学籍卡.jpg"
    assert facts.others("grade")[0].page == 1
    assert facts.others("grade")[0].box is not None


def test_another_childs_paper_says_nothing():
    facts = facts_of(a_child(), heard=[hear(a_card(name="刘雨", number=GIRL))])

    assert facts.others("guardian1_phone") == ()


def test_a_paper_that_names_nobody_is_sure_of_nothing():
    page = a_page([(0.1, "年级"), (0.4, "七年级")])

    assert said(facts_of(a_child(), heard=[hear(page)]), "grade") == [("七年级", False)]


def test_an_old_name_beside_the_right_number_is_still_the_childs_paper():
    facts = facts_of(a_child(), heard=[hear(a_card(name="黄新梓", number=BOY))])

    assert said(facts, "grade") == [("七年级", True)]


def test_guardians_of_a_paper_take_the_place_that_the_roster_gives_them():
    mother_first = a_child(guardians=(a_guardian("李秀英", relation="母亲"), a_guardian("黄建国")))
    facts = facts_of(mother_first, heard=[hear(a_card())])

    assert said(facts, "guardian2_phone") == [("13708150899", True)]
    assert said(facts, "guardian1_phone") == []


def test_another_father_contradicts_and_a_mother_is_the_second_guardian():
    child = a_child(guardians=(a_guardian("黄建国"),))
    father = facts_of(child, heard=[hear(a_card(监护人姓名="黄建军"))])
    mother = facts_of(child, heard=[hear(a_card(监护人姓名="李秀英", 关系="母亲"))])

    assert said(father, "guardian1_name") == [("黄建军", True)]
    assert said(mother, "guardian1_name") == []
    assert said(mother, "guardian2_name") == [("李秀英", True)]


def test_whoever_was_at_home_is_no_guardian_of_the_roster():
    page = a_page([(0.1, "姓名"), (0.3, "黄欣梓")], [(0.1, "受访家长"), (0.3, "黄老汉")])
    child = a_child(guardians=(a_guardian("黄建国"), a_guardian("李秀英", relation="母亲")))

    assert said(facts_of(child, heard=[hear(page, kind="home-visit-record")]), "guardian1_name") == []


def test_a_new_cards_school_is_where_the_child_is_now():
    new = facts_of(a_child(category="C"), heard=[hear(a_card())])
    old = facts_of(a_child(category="B"), heard=[hear(a_card())])

    assert said(new, "current_school") == [("唐河县城郊乡中心学校", True)]
    assert said(old, "current_school") == []


def test_records_propose_visits_only_where_the_roster_has_none():
    page = a_page(
        [(0.1, "姓名"), (0.3, "黄欣梓")],
        [(0.1, "劝返时间"), (0.3, "2022年3月1日")],
        [(0.1, "劝返时间"), (0.3, "2022年3月2日")],
    )
    record = [hear(page, path="劝返记录.jpg", kind="persuasion-record")]
    blank, known = facts_of(a_child(), heard=record), facts_of(a_child(visits=(a_visit("2022-03-01"),)), heard=record)

    assert (blank["persuasion_count"], said(blank, "persuasion_count")) == ("", [("2", True)])
    assert (known["persuasion_count"], said(known, "persuasion_count")) == ("1", [])
    assert [str(visit.date) for visit in known.recorded] == ["2022-03-01", "2022-03-02"]
