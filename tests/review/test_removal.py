"""A 销号 that the roster names while a required paper is missing is refused, and told."""

from datetime import date

from tests.review.build import a_child, reviewed


def told(review):
    return [one.message for one in review.findings if one.rule == "facts-contradict"]


def test_a_removal_without_its_papers_is_told():
    review = reviewed(a_child("F", removed_on=date(2022, 3, 1), removed_basis="超龄"))

    assert any("还缺" in message and "不能销号" in message for message in told(review))


def test_a_removal_without_its_basis_is_told():
    review = reviewed(a_child("F", "户籍证明.pdf", removed_on=date(2022, 3, 1)))

    assert any("没有写销号依据" in message for message in told(review))


def test_a_removal_with_papers_and_basis_holds():
    review = reviewed(a_child("F", "户籍证明.pdf", removed_on=date(2022, 3, 1), removed_basis="超龄"))

    assert told(review) == []
    assert review.state.id == "removed"
