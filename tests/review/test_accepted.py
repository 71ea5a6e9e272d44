"""Decisions of persons laid over what was found."""

from dataclasses import replace

import pytest

from dossier.model import Acceptance, CaseStatus, Confirmation, LikePhotographs, Photograph, Picture, Severity
from tests.evidence.reading.build import a_page, a_seal, looked, read_file
from tests.review.build import a_case, decided, judged, only, reviewed, rules


def shared_photo(*cases):
    """Photographs of the first two cases are one."""
    places = (("001", "照片1.jpg"), ("002", "照片2.jpg"))
    first, second = (
        Photograph(case_id=id, name="黄欣梓", path=path, page=1, sha256=id, picture=Picture()) for id, path in places
    )
    likes = (LikePhotographs(first=first, second=second, inliers=0, changed=0.0),)
    return {one.case.id: one for one in judged(*cases, likes=likes).reviews}


def brothers(*accepted, **more):
    first = a_case("B", "学籍卡.pdf", "照片1.jpg", id="001")
    second = a_case("B", "新学籍卡.pdf", "照片2.jpg", id="002")
    return shared_photo(decided(first, accepted=accepted, **more), second)


@pytest.mark.parametrize("named", ["002", "2", "002-黄欣梓"])
@pytest.mark.parametrize("path", [None, "照片1.jpg"])
def test_one_photograph_of_two_children_is_accepted_by_naming_both_cases(named, path):
    yes = Acceptance(rule="reused-photo", path=path, with_case=named, by="王五", reason="两兄弟同班")
    cases = brothers(yes)

    for case in cases.values():
        finding = only(case, "reused-photo")
        assert (finding.severity, finding.accepted) == (Severity.NOTE, yes)
        assert "decision-unused" not in rules(case)


@pytest.mark.parametrize(("named", "said"), [(None, "没有写明另一个个案"), ("003", "「003」不对")])
def test_one_photograph_of_two_children_is_not_accepted_by_naming_one(named, said):
    yes = Acceptance(rule="reused-photo", with_case=named, by="王五", reason="-")
    cases = brothers(yes)

    assert [only(case, "reused-photo").severity for case in cases.values()] == ["error", "error"]
    finding = only(cases["001"], "decision-unused")
    assert said in finding.message
    assert "with: 002" in finding.action


def test_of_another_photograph_nothing_is_accepted():
    yes = Acceptance(rule="reused-photo", path="别的.jpg", with_case="002", by="王五", reason="-")

    assert [only(case, "reused-photo").severity for case in brothers(yes).values()] == ["error", "error"]


def test_the_same_bytes_in_both_folders_are_settled_with_the_photograph():
    yes = Acceptance(rule="reused-photo", with_case="002", by="王五", reason="两兄弟同班")
    first, second = (a_case("B", "学籍卡.pdf", f"照片{number}.jpg", id=f"00{number}") for number in (1, 2))
    files = [replace(case.files[1], sha256="one") for case in (first, second)]
    first, second = (
        replace(case, files=(replace(case.files[0], sha256=case.id), file))
        for case, file in zip((first, second), files, strict=True)
    )
    cases = shared_photo(decided(first, accepted=(yes,)), second)

    assert [only(case, "duplicate-file").accepted for case in cases.values()] == [yes, yes]


# ------------------------------------------------------------------ decisions that met nothing


def test_an_acceptance_that_met_nothing_is_said():
    yes = Acceptance(rule="wrong-extension", path="学籍卡.pdf", by="王五", reason="-")
    result = reviewed(decided(a_case("B", "学籍卡.pdf"), accepted=(yes,)))

    finding = only(result, "decision-unused")
    assert (finding.severity, finding.path) == ("warning", "学籍卡.pdf")
    assert result.status is CaseStatus.REVIEW


def test_an_error_cannot_be_accepted_and_that_is_said():
    yes = Acceptance(rule="missing", by="王五", reason="-")
    result = reviewed(decided(a_case("B"), accepted=(yes,)))

    assert only(result, "missing").severity == "error"
    assert "不能认可" in only(result, "decision-unused").message


def test_an_acceptance_may_wait_for_the_pages_to_be_read():
    yes = Acceptance(rule="no-seal", path="学籍卡.pdf", by="王五", reason="看过原件")
    case = a_case("B", "学籍卡.pdf")
    assert rules(reviewed(decided(case, accepted=(yes,)))) == []

    card = ("学生基本信息表（学籍卡）", "姓名：黄欣梓", "全国学籍号：G411328201203059995")
    sealed = read_file("学籍卡.pdf", a_page(*card, seals=[a_seal("唐河县城郊乡中心学校")]))
    assert "decision-unused" in rules(looked(decided(a_case("B", sealed), accepted=(yes,))))
    bare = read_file("学籍卡.pdf", a_page(*card))
    assert "decision-unused" not in rules(looked(decided(a_case("B", bare), accepted=(yes,))))


def test_a_confirmation_that_nobody_asked_for_is_said():
    yes = Confirmation(by="王五", reason="核实过")

    assert rules(reviewed(decided(a_case("B", "学籍卡.pdf"), confirmed=yes))) == ["decision-unused"]
    assert "decision-unused" not in rules(reviewed(decided(a_case("G", "公安证明.pdf"), confirmed=yes)))


def test_where_the_category_is_not_known_no_decision_is_called_unused():
    yes = Confirmation(by="王五", reason="核实过")
    case = replace(decided(a_case("B", "学籍卡.pdf"), confirmed=yes), category=None)

    assert "decision-unused" not in rules(reviewed(case))
