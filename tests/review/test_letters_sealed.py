"""Letters of persuasion: whose seal, and no money."""

import pytest

from tests.evidence.reading.build import a_page, a_seal, looked, read_file
from tests.review.build import a_case, only, rules

BODY = ("黄建国：", "你的被监护人黄欣梓应当接受义务教育，请于七日内送其到校复学。", "2022年3月1日")
SCHOOL, TOWN, COUNTY = "唐河县城郊乡中心学校", "唐河县城郊乡人民政府", "唐河县教育体育局"


def notice(title, seal, *more, name="通知书存根.jpg"):
    page = a_page(title, *BODY[:2], *more, BODY[2], seals=[a_seal(seal)])
    return looked(a_case("J", read_file(name, page)))


@pytest.mark.parametrize("title", ["限期复学通知书", "责令限期复学通知书（存根）", "限期返校通知书"])
def test_a_school_may_not_set_a_deadline(title):
    finding = only(notice(title, SCHOOL), "wrong-seal")

    assert "人民政府" in finding.message


@pytest.mark.parametrize("seal", [TOWN, COUNTY, "唐河县人民政府滨河街道办事处"])
def test_the_township_and_the_county_may(seal):
    assert "wrong-seal" not in rules(notice("限期复学通知书（存根）", seal))


@pytest.mark.parametrize("seal", [SCHOOL, TOWN])
def test_a_school_may_ask_a_child_back(seal):
    result = notice("劝返复学通知书", seal, "请按限期送其到校。", name="限期通知.jpg")

    assert "wrong-seal" not in rules(result)


@pytest.mark.parametrize(
    "said", ["逾期不送的，处以罚款。", "将处500元罚金", "缴纳人民币", "每日收取50元", "交保证金三百元"]
)
def test_a_letter_that_names_money_is_told(said):
    finding = only(notice("限期复学通知书", TOWN, said), "notice-money")

    assert (finding.severity, finding.path) == ("warning", "通知书存根.jpg")


@pytest.mark.parametrize("said", ["请于元旦前返校。", "住3单元201室", "公元2022年", "联系人：李元"])
def test_other_words_are_no_money(said):
    assert "notice-money" not in rules(notice("限期复学通知书", TOWN, said))


def test_money_in_another_paper_is_nobody_s_business():
    page = a_page("劝返记录", "劝返时间：2022年2月11日", "家长称欠债3000元，孩子外出打工。")

    assert "notice-money" not in rules(looked(a_case("J", read_file("劝返记录.jpg", page))))
