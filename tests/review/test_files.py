"""What is wrong with the files themselves, and the same bytes twice."""

from dataclasses import replace

import pytest

from dossier.model import PartDecision, Problem
from tests.review.build import a_bad_file, a_case, a_file, decided, judged, only, reviewed, rules


@pytest.mark.parametrize(
    ("media_type", "level"),
    [
        ("video/mp4", "warning"),
        ("audio/amr", "warning"),
        ("text/plain", "warning"),
        ("application/vnd.microsoft.portable-executable", "warning"),
        ("application/zip", "error"),
        ("text/html", "error"),
        ("application/octet-stream", "error"),
    ],
)
def test_what_is_no_paper_stops_no_dossier_and_what_may_hold_one_does(media_type, level):
    problem = Problem(rule="unsupported", message="不能放入。")
    file = a_file("文件.dat", pages=0, media_type=media_type, problem=problem)

    assert only(reviewed(a_case("B", "学籍卡.pdf", file)), "unsupported").severity == level


def test_a_placeholder_of_a_file_that_was_not_fetched_may_stand_for_a_paper():
    file = a_file(
        ".学籍卡.pdf.icloud", pages=0, media_type="text/plain", problem=Problem(rule="unsupported", message="-")
    )

    assert only(reviewed(a_case("B", "学籍卡.pdf", file)), "unsupported").severity == "error"


@pytest.mark.parametrize("rule", ["empty-file", "unreadable", "encrypted", "unsupported", "too-large"])
def test_a_file_that_cannot_be_used_is_an_error_with_its_own_words(rule):
    finding = only(reviewed(a_case("B", "学籍卡.pdf", a_bad_file("户口簿.pdf", rule))), rule)

    assert (finding.severity, finding.path) == ("error", "户口簿.pdf")
    assert (finding.message, finding.action) == ("打不开。", "请重新扫描。")


def test_a_wrong_extension_is_a_warning_and_the_file_serves():
    caveat = Problem(rule="wrong-extension", message="扩展名是 .jpg，内容是 PNG。")
    result = reviewed(a_case("B", a_file("学籍卡.jpg", caveats=(caveat,))))

    assert rules(result) == ["wrong-extension"]
    assert only(result, "wrong-extension").severity == "warning"
    assert result.requirements[0].status == "present"


def test_links_and_pipes_are_unsupported():
    assert only(reviewed(a_case("B", "学籍卡.pdf", special=("快捷方式",))), "unsupported").path == "快捷方式"


def test_the_same_bytes_in_one_case_are_told_once():
    finding = only(
        reviewed(a_case("B", a_file("学籍卡.pdf", sha256="x"), a_file("新学籍卡.pdf", sha256="x"))), "duplicate-file"
    )

    assert (finding.severity, finding.path) == ("warning", "新学籍卡.pdf")
    assert "「学籍卡.pdf」" in finding.message


def test_the_same_bytes_in_two_cases_are_told_in_both():
    first, second = judged(
        a_case("B", a_file("学籍卡.pdf", sha256="x"), id="001"),
        a_case("B", a_file("学籍表.pdf", sha256="x"), id="002"),
    ).reviews

    assert only(first, "duplicate-file").other_case == "002"
    assert "「学籍表.pdf」" in only(first, "duplicate-file").message
    assert only(second, "duplicate-file").other_case == "001"


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        (PartDecision(left_out="与学籍卡重复"), []),
        (PartDecision(left_out="第2页空白", pages=(2,)), ["duplicate-file"]),
        (PartDecision(type="enrolment-card"), ["duplicate-file"]),
    ],
)
def test_a_copy_that_a_person_left_out_is_no_longer_asked_for(decision, asked):
    case = a_case("B", a_file("学籍卡.pdf", 2, sha256="x"), a_file("学籍卡2.pdf", 2, sha256="x"))

    assert rules(reviewed(decided(case, files={"学籍卡2.pdf": (decision,)}))) == asked


def test_a_copy_left_out_in_one_case_is_no_double_in_the_other():
    first, second = (a_case("B", a_file("学籍卡.pdf", sha256="x"), id=id) for id in ("001", "002"))
    left = decided(first, files={"学籍卡.pdf": (PartDecision(left_out="别人的"),)})

    assert not any("duplicate-file" in rules(review) for review in judged(left, second).reviews)


def test_empty_files_are_not_each_others_doubles():
    empty = [a_bad_file(name, "empty-file") for name in ("学籍卡.pdf", "户口簿.pdf")]
    result = reviewed(a_case("B", *[replace(file, sha256="e3b0", size=0) for file in empty]))

    assert rules(result) == ["empty-file", "empty-file"]


def test_a_bad_file_that_a_person_left_out_is_no_longer_asked_for():
    case = a_case("B", "学籍卡.pdf", a_bad_file("空.pdf", "empty-file"))

    assert rules(reviewed(decided(case, files={"空.pdf": (PartDecision(left_out="误放"),)}))) == []
