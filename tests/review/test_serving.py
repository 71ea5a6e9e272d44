"""A 户籍证明 for a child whose registration is the trouble."""

import pytest

from tests.evidence.reading.build import a_page, looked, proof, read_file
from tests.review.build import a_case, a_student, only, rules

VILLAGE = a_page("证 明", proof(), "我村查无此人。", "唐河县湖阳镇王楼村民委员会", "2022年3月3日")


def household(*said, subtype="迁出注销", more=()):
    page = a_page("户籍证明", proof(), *said, "特此证明。", "唐河县公安局湖阳镇派出所", "2022年3月3日")
    files = (read_file("村委证明.jpg", VILLAGE), read_file("户籍证明.jpg", page), *more)
    return looked(a_case("A", *files, student=a_student(category_text="A", subtype=subtype)))


def doubts(result):
    return [finding.path for finding in result.findings if finding.rule == "unsure"]


@pytest.mark.parametrize("said", ["户口已注销。", "2019年5月迁出我辖区。", "已死亡。", "人口系统查无此人。"])
def test_one_that_says_what_became_of_the_register_serves(said):
    assert doubts(household(said)) == []


def test_one_that_only_says_that_the_child_is_registered_is_asked_about():
    result = household("系我辖区常住户口居民。")

    assert doubts(result) == ["户籍证明.jpg"]
    assert "「注销」" in only(result, "unsure").message
    assert "missing" not in rules(result)


def test_what_is_denied_is_not_said():
    assert doubts(household("户口未注销，现在我辖区。")) == ["户籍证明.jpg"]


def test_of_a_doubled_register_any_serves():
    assert doubts(household("系我辖区常住户口居民。", subtype="户籍重复")) == []


def test_beside_a_certificate_that_serves_it_may_say_what_it_likes():
    police = a_page("派出所证明", proof(), "户口已迁出。", "唐河县公安局湖阳镇派出所")

    assert doubts(household("系我辖区常住户口居民。", more=[read_file("派出所证明.jpg", police)])) == []
