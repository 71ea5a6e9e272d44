"""Seals and signatures that papers must have."""

import pytest

from tests.evidence.reading.build import a_page, a_place, a_police_page, a_seal, a_table, looked, read_file
from tests.review.build import a_case, only, rules

SEALS = {"no-seal", "grey-seal", "wrong-seal"}


def police(*seals):
    return looked(a_case("A", read_file("派出所证明.jpg", a_police_page(seals=seals))))


def statement(*places, **more):
    page = a_page(
        "情况说明", "我是黄欣梓的家长，孩子现随我在外地就读。", "情况属实，如有不实愿承担责任。", places=places, **more
    )
    return looked(a_case("C", read_file("家长签字证明.jpg", page)))


def test_a_red_seal_of_the_right_unit_is_silent():
    assert SEALS.isdisjoint(rules(police(a_seal("唐河县公安局湖阳镇派出所"))))


def test_a_faint_seal_is_a_seal():
    assert SEALS.isdisjoint(rules(police(a_seal("唐河县公安局湖阳镇派出所", colour="faint"))))


def test_no_seal_is_a_warning():
    assert only(police(), "no-seal").severity == "warning"


def test_a_seal_in_black_and_white_is_a_grey_seal_and_not_a_missing_one():
    result = police(a_seal("唐河县公安局湖阳镇派出所", colour="grey"))

    assert SEALS.intersection(rules(result)) == {"grey-seal"}


def test_the_seal_of_another_unit_is_named():
    assert "唐河县湖阳镇中心学校" in only(police(a_seal("唐河县湖阳镇中心学校")), "wrong-seal").message


@pytest.mark.parametrize("text", ["唐河县第一粮库", "南阳市宏达汽车服务中心", "唐河县烟草专卖局"])
def test_the_seal_of_a_unit_that_issues_no_such_papers_is_named(text):
    assert text in only(police(a_seal(text)), "wrong-seal").message


@pytest.mark.parametrize("text", ["公安局湖阳派出所唐河县", "唐河县公安局湖阳镇派山所", "出所唐河县公安局湖阳镇派"])
def test_a_seal_read_from_its_middle_or_with_a_slip_is_the_right_one(text):
    assert SEALS.isdisjoint(rules(police(a_seal(text))))


def test_a_seal_that_could_not_be_read_accuses_nobody():
    assert SEALS.isdisjoint(rules(police(a_seal("唐可", confidence=0.4))))
    assert SEALS.isdisjoint(rules(police(a_seal("唐河县滩镇公章", confidence=0.95))))


def test_one_right_seal_among_several_is_enough():
    assert SEALS.isdisjoint(rules(police(a_seal("唐河县湖阳镇中心学校"), a_seal("湖阳镇派出所"))))


def test_copies_need_no_seal():
    page = a_page("常住人口登记卡", "户主姓名 黄建国", "公民身份证件编号：411328201203059995")

    assert SEALS.isdisjoint(rules(looked(a_case("M", read_file("户口簿.jpg", page)))))


def test_the_card_of_the_special_school_with_another_school_s_seal_is_wrong():
    page = a_table("姓名", "黄欣梓", "全国学籍号", "G1", "学校", "唐河县特殊教育学校", seals=[a_seal("唐河县第三小学")])

    assert "wrong-seal" in rules(looked(a_case("I", read_file("特校学籍卡.jpg", page))))


def test_an_empty_place_for_the_signature_is_a_warning():
    finding = only(statement(a_place(ink=0.01)), "no-signature")

    assert "家长签字" in finding.message
    assert finding.box is not None


def test_ink_or_a_name_is_a_signature():
    assert "no-signature" not in rules(statement(a_place(ink=0.4)))
    assert "no-signature" not in rules(statement(a_place(text="王海涛")))


def test_a_statement_without_any_place_for_a_signature_is_asked_about():
    assert "no-signature" in rules(statement())
    assert "no-signature" not in rules(statement(confidence=0.5))


def test_letters_of_the_page_that_chance_to_lie_on_a_ring_are_no_grey_seal():
    ring = a_seal("年级班级二学籍", colour="grey", confidence=0.65)

    assert SEALS.intersection(rules(police(ring))) == {"no-seal"}


def test_a_stamp_of_receipt_is_no_issuer_s_seal():
    received = a_seal("唐河县档案材料收讫专用")

    assert SEALS.intersection(rules(police(received))) == {"no-seal"}
    assert SEALS.intersection(rules(police(received, a_seal("唐河县第一粮库")))) == {"wrong-seal"}
    assert SEALS.isdisjoint(rules(police(received, a_seal("唐河县公安局湖阳镇派出所"))))


def test_a_grey_seal_of_many_letters_is_one_though_some_are_misread():
    ring = a_seal("唐藏县大河镇实验楚学", colour="grey", confidence=0.776)

    assert SEALS.intersection(rules(police(ring))) == {"grey-seal"}


def test_a_dark_ring_without_words_is_no_seal():
    assert SEALS.intersection(rules(police(a_seal("G12", colour="grey", confidence=0.45)))) == {"no-seal"}
