"""Beside a case.yaml that cannot be understood, nothing is asked that it speaks of."""

from dataclasses import replace

import pytest

from dossier.model import Decisions, Finding, Severity
from tests.review.build import a_case, a_student, reviewed, rules

BROKEN = Finding(rule="decisions", severity=Severity.ERROR, message="看不懂", path="case.yaml")


def told(case, text):
    broken = Decisions(problem="看不懂", problem_text=text)
    return rules(reviewed(replace(case, decisions=broken, findings=(BROKEN,))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("files: [", ["decisions", "missing", "unassigned"]),
        ("files： {IMG_1.jpg: {type: 其他}}", ["decisions", "missing"]),
        ("waived: {派出所证明: {by: 王}}", ["decisions", "unassigned"]),
        ("waived: {household-certificate: {by: 王}}", ["decisions", "unassigned"]),
        ("", ["decisions", "missing", "unassigned"]),
    ],
)
def test_a_paper_or_a_file_that_it_names_is_not_asked_for(text, expected):
    assert sorted(told(a_case("A", "村委会证明.jpg", "IMG_1.jpg"), text)) == expected


def test_a_confirmation_that_could_not_be_read_is_not_asked_for_again():
    assert told(a_case("G", "公安证明.pdf"), "confirmed: {by: 王") == ["decisions"]
    assert told(a_case("G", "公安证明.pdf"), "files: [") == ["decisions", "needs-person"]


def test_warnings_that_it_accepts_and_facts_that_it_corrects_are_not_told():
    child = a_student(category_text="B", id_number="")

    assert told(a_case("B", "学籍卡.pdf", student=child), "accepted: [{rule: 没有身份证号") == ["decisions"]
    assert told(a_case("B", "学籍卡.pdf", student=child), "facts: {身份证号 4113") == ["decisions"]
    assert told(a_case("B", "学籍卡.pdf", student=child), "files: [") == ["decisions", "id-missing"]
