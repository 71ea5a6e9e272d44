"""Dates on papers."""

from datetime import date

import pytest

from dossier.review.imprint import imprint_of
from dossier.review.paperdates import dates_in, valid_until
from tests.evidence.reading.build import a_page, looked, read_file
from tests.review.build import a_case, a_student, only, rules

CARD = ("中华人民共和国残疾人证", "姓名：黄欣梓", "残疾人证号：41132820120305999542", "残疾类别：肢体")


def disability(until):
    return looked(a_case("I", read_file("残疾证.jpg", a_page(*CARD, until))))


@pytest.mark.parametrize(
    "words", ["有效期至：2019年05月01日", "有效期限：2009年5月1日至2019年5月1日", "有效期至2019.05.01"]
)
def test_a_card_past_its_date_is_expired(words):
    assert "2019年5月1日" in only(disability(words), "expired").message


def test_a_card_that_soon_ends_is_told_and_one_of_later_years_is_not():
    assert "expires-soon" in rules(disability("有效期至：2022年04月30日"))
    assert {"expired", "expires-soon"}.isdisjoint(rules(disability("有效期至：2029年05月01日")))
    assert {"expired", "expires-soon"}.isdisjoint(rules(disability("有效期：长期")))


def test_the_end_may_stand_on_the_next_line():
    assert valid_until([a_page("残疾人证", "有效期限至", "2019年5月1日")]).day == date(2019, 5, 1)


def test_an_issue_date_is_no_end():
    assert {"expired", "expires-soon"}.isdisjoint(rules(disability("签发日期：2012年5月1日")))


def test_only_whole_days_of_the_calendar_are_dates():
    assert [day for day, _, _ in dates_in("2022年2月30日，2022年3月，2022-03-05，2年3月1日")] == [date(2022, 3, 5)]


def test_the_day_at_the_foot_is_the_paper_s():
    page = a_page("证明", "黄欣梓，2012年3月5日出生，户口已迁出。", "湖阳镇派出所", "2022年3月3日")

    assert imprint_of([page]).date == date(2022, 3, 3)


def record(*days, **more):
    lines = [f"{index}. {day}，班主任与驻村干部到黄欣梓家中劝返。" for index, day in enumerate(days, 1)]
    page = a_page("劝返记录", *lines, source="word", picture=None, **more)
    return read_file("劝返记录.docx", page)


def counted(count, *days, **more):
    student = a_student(category_text="J", persuasion_count=count, dropout_date=date(2022, 2, 1))
    return looked(a_case("J", record(*days, **more), student=student))


def test_visits_are_read_from_records():
    case = a_case("J", record("2022年2月11日", "2022年2月12日"))

    assert [visit.date for visit in looked(case).facts.recorded] == [date(2022, 2, 11), date(2022, 2, 12)]


def test_the_roster_s_count_is_held_against_the_record():
    assert "2 次" in only(counted(3, "2022年2月11日", "2022年2月12日"), "count-mismatch").message
    assert "count-mismatch" not in rules(counted(2, "2022年2月11日", "2022年2月12日"))


def test_a_badly_read_record_counts_nothing():
    assert "count-mismatch" not in rules(counted(3, "2022年2月11日", confidence=0.8))


def test_a_visit_before_the_child_left_is_an_error():
    assert "date-order" in rules(counted(1, "2022年1月11日"))


def test_other_days_in_a_record_are_no_visits():
    page = a_page(
        "劝返记录",
        "劝返时间：2022年2月11日",
        "辍学时间：2022年2月1日",
        "承诺2022年3月1日前返校。",
        "填表日期：2022年2月12日",
    )
    case = a_case("J", read_file("劝返记录.jpg", page))

    assert [visit.date for visit in looked(case).facts.recorded] == [date(2022, 2, 11)]


def test_the_day_to_which_a_card_is_valid_is_not_the_day_it_was_issued():
    lines = ("姓名：黄欣梓", "残疾类别：肢体", "签发日期：", "2016年6月1日", "有效期至", "2026年6月1日")
    page = a_page("中华人民共和国残疾人证", *lines)

    assert looked(a_case("I", read_file("残疾证.jpg", page))).parts[0].date == date(2016, 6, 1)
