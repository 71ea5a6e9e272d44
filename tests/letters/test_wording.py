"""What a letter may not say: money and fines, laws out of force; and numbers as people and machines write them."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.letters.wording import money_in, wrong_citations
from dossier.model import Law
from dossier.review import county_of
from dossier.specs import numbers_in, read_number

OLD = Law(name="学籍", title="学籍管理办法", valid_from=date(2013, 9, 1), valid_to=date(2025, 1, 2))
NEW = Law(name="学籍", title="学籍管理办法（新）", valid_from=date(2025, 1, 3))


@pytest.mark.parametrize("text", ["处以罚款", "交500元", "三百元", "5,000 元", "人民币 300", "每天二十余元"])
def test_money_and_fines_are_seen(text: str) -> None:
    assert money_in(text)


@pytest.mark.parametrize("text", ["元庄乡", "三元区", "状元村", "2022元旦", "八一元宵节", "多元教育", "单元房3单元"])
def test_places_and_feasts_are_no_money(text: str) -> None:
    assert money_in(text) == ""


def test_a_letter_cites_what_is_in_force_on_its_date() -> None:
    used = {"依据_学籍"}

    assert list(wrong_citations("", used, (OLD, NEW), date(2022, 3, 1))) == []
    assert list(wrong_citations("", used, (OLD, NEW), date(2025, 3, 1))) == []
    assert len(list(wrong_citations("", used, (OLD, NEW), date(2010, 3, 1)))) == 1


def test_a_law_that_a_template_writes_out_must_be_known_and_in_force() -> None:
    assert list(wrong_citations("依据《学籍管理办法》", set(), (OLD,), date(2022, 3, 1))) == []
    assert "没有有效的条文" in next(wrong_citations("依据《学籍管理办法》", set(), (OLD,), date(2026, 3, 1)))
    assert "不在 law.yaml" in next(wrong_citations("依据《治安管理处罚法》", set(), (OLD,), date(2022, 3, 1)))
    assert list(wrong_citations("《劝返复学通知书》", set(), (OLD,), date(2022, 3, 1))) == []


@pytest.mark.parametrize(
    "text",
    ["唐城教劝〔2022〕3号", "唐城教劝[2022]第03号", "唐城教劝 (2022) 3 号", "唐城教劝（2022）３号", "唐城教劝20223号"],
)
def test_a_number_is_read_as_people_type_it(text: str) -> None:
    assert str(read_number(text)) == "唐城教劝〔2022〕3号"


@pytest.mark.parametrize("text", ["编号唐城教劝〔2022〕3号（存根）", "唐城教劝【2022】3号", "唐城教劝L2022J3号"])
def test_a_number_is_found_on_a_page_whatever_became_of_its_brackets(text: str) -> None:
    assert [str(number) for number in numbers_in(text, ["唐城教劝"])] == ["唐城教劝〔2022〕3号"]


def test_numbers_of_other_offices_are_not_found() -> None:
    assert list(numbers_in("唐司劝〔2022〕3号", ["唐城教劝"])) == []


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("河南省南阳市唐河县城郊乡王岗村", "唐河县"), ("唐河县城郊乡王岗小区", "唐河县"),
        ("浙江省杭州市余杭区良渚街道", "余杭区"), ("邓州市穰东镇", "邓州市"), ("城郊乡王岗村", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_county_of_an_address(address: str, county: str) -> None:
    assert county_of(address) == county
