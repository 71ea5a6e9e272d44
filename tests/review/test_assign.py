"""Which paper each file is: person before folder before name; doubt is told, never hidden."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.model import Basis, PageReading, PartDecision
from dossier.review.assign import paper_of
from tests.evidence.reading.build import read_file
from tests.facts.build import a_page
from tests.review.build import (
    BOY,
    a_bad_file,
    a_case,
    a_child,
    a_file,
    decided,
    only,
    reviewed,
    rules,
    the_specs,
    types,
)


def test_a_name_gives_type_pages_basis_and_confidence():
    part = reviewed(a_case("A", a_file("派出所证明.pdf", pages=2))).parts[0]

    assert (part.type, part.pages, part.basis) == ("police-certificate", (1, 2), Basis.NAME)
    assert part.confidence >= 0.9


def test_a_name_that_says_nothing_is_an_error_that_tells_what_the_case_lacks():
    result = reviewed(a_case("A", "村委证明.jpg", "微信图片_20220305101530.jpg"))

    finding = only(result, "unassigned")
    assert finding.severity == "error"
    assert finding.path == "微信图片_20220305101530.jpg"
    assert finding.type == "police-certificate"
    assert "派出所证明" in finding.message
    assert "村" not in finding.message


def test_an_unusable_file_that_nobody_knows_is_told_once():
    assert rules(reviewed(a_case("B", "学籍卡.pdf", a_bad_file("IMG_001.jpg")))) == ["unreadable"]


# ------------------------------------------------------------------ folders


def test_a_sub_folder_speaks_for_the_files_in_it():
    result = reviewed(a_case("I", "送教场景照片/IMG_1.jpg", "送教场景照片/3月/2.jpg"))

    assert set(types(result).values()) == {"home-teaching-photo"}
    assert {part.basis for part in result.parts} == {Basis.FOLDER}


def test_a_folder_that_says_nothing_leaves_it_to_the_name():
    assert types(reviewed(a_case("B", "扫描件/学籍卡.pdf"))) == {"扫描件/学籍卡.pdf": "enrolment-card"}


def test_a_folder_that_only_hints_is_asked_about_where_the_name_says_nothing():
    result = reviewed(a_case("G", "公安/IMG_1.jpg", "公安/护照.jpg"))

    assert types(result) == {"公安/IMG_1.jpg": "police-certificate", "公安/护照.jpg": "exit-record"}
    assert only(result, "unsure").path == "公安/IMG_1.jpg"


def test_folder_and_name_that_disagree_are_for_a_person():
    result = reviewed(a_case("J", "劝返记录/劝返照片1.jpg"))

    assert types(result) == {"劝返记录/劝返照片1.jpg": "persuasion-record"}
    assert "不是同一种材料" in only(result, "unsure").message


def test_in_a_folder_of_two_papers_the_name_tells_which():
    result = reviewed(a_case("I", "残疾证和诊断证明/诊断证明.jpg", "残疾证和诊断证明/IMG_1.jpg"))

    assert types(result)["残疾证和诊断证明/诊断证明.jpg"] == "diagnosis-certificate"
    assert only(result, "unassigned").path == "残疾证和诊断证明/IMG_1.jpg"


def test_in_a_folder_of_records_and_photographs_the_kind_of_file_tells_which_and_a_person_looks():
    result = reviewed(a_case("I", "送教记录及照片/1.jpg", "送教记录及照片/2.docx"))

    assert types(result) == {
        "送教记录及照片/1.jpg": "home-teaching-photo",
        "送教记录及照片/2.docx": "home-teaching-record",
    }
    assert rules(result).count("unsure") == 2


# ------------------------------------------------------------------ several papers in one file


def test_two_papers_in_two_pages_are_one_each():
    result = reviewed(a_case("H", a_file("出国证明（镇政府、派出所）.pdf", pages=2)))

    assert [(part.type, part.pages) for part in result.parts] == [
        ("government-certificate", (1,)),
        ("police-certificate", (2,)),
    ]
    assert rules(result) == ["recommended"]


@pytest.mark.parametrize("pages", [3, 7])
def test_two_papers_in_more_pages_are_split_and_a_person_is_asked(pages):
    result = reviewed(a_case("H", a_file("出国证明（镇政府、派出所）.pdf", pages=pages)))

    assert [page for part in result.parts for page in part.pages] == list(range(1, pages + 1))
    assert rules(result) == ["unsure", "recommended"]
    assert f"{pages}页" in only(result, "unsure").message


def test_two_papers_on_one_page_both_count_and_a_person_is_asked():
    result = reviewed(a_case("A", "村委会和派出所证明.jpg"))

    assert [(part.type, part.also, part.pages) for part in result.parts] == [
        ("village-certificate", ("police-certificate",), (1,))
    ]
    assert rules(result) == ["unsure"]


# ------------------------------------------------------------------ the category helps


def test_a_bare_card_in_a_case_that_needs_the_special_schools_is_taken_for_it_and_asked():
    result = reviewed(a_case("I", "学籍卡.pdf"))

    assert types(result) == {"学籍卡.pdf": "special-school-enrolment-card"}
    assert "特殊教育学校学籍卡" in only(result, "unsure").message


def test_a_bare_card_beside_the_special_schools_stays_what_it_says():
    result = reviewed(a_case("I", "学籍卡.pdf", "特校学籍卡.pdf"))

    assert types(result)["学籍卡.pdf"] == "enrolment-card"
    assert "unsure" not in rules(result)


def test_of_two_papers_that_a_name_may_mean_the_one_that_lacks_is_proposed():
    assert types(reviewed(a_case("A", "派出所证明.pdf", "查无此人.jpg")))["查无此人.jpg"] == "village-certificate"
    assert types(reviewed(a_case("A", "村委证明.pdf", "查无此人.jpg")))["查无此人.jpg"] == "police-certificate"


def test_half_a_name_of_a_picture_is_a_photograph_and_of_a_document_a_record():
    result = reviewed(a_case("I", "送教1.jpg", "送教1.docx"))

    assert types(result) == {"送教1.jpg": "home-teaching-photo", "送教1.docx": "home-teaching-record"}
    assert rules(result).count("unsure") == 2


def test_a_recognised_paper_that_nobody_requires_is_filed_without_a_word():
    result = reviewed(a_case("B", "学籍卡.pdf", "护照.jpg"))

    assert types(result)["护照.jpg"] == "exit-record"
    assert rules(result) == []


# ------------------------------------------------------------------ what a person decided


def test_a_person_stands_above_folder_and_name():
    case = a_case("A", "派出所证明/村委证明.jpg")
    decision = (PartDecision(type="household-register", turn=90),)
    part = reviewed(decided(case, files={"派出所证明/村委证明.jpg": decision})).parts[0]

    assert (part.type, part.basis, part.turn, part.confidence) == ("household-register", Basis.PERSON, 90, 1.0)


def test_a_person_splits_a_file_and_leaves_pages_out():
    case = a_case("A", a_file("扫描.pdf", pages=4))
    decision = (
        PartDecision(type="village-certificate", pages=(1,)),
        PartDecision(left_out="空白页", pages=(3,)),
        PartDecision(type="police-certificate"),
    )
    result = reviewed(decided(case, files={"扫描.pdf": decision}))

    assert [(part.type, part.pages, part.left_out) for part in result.parts] == [
        ("village-certificate", (1,), None),
        (None, (3,), "空白页"),
        ("police-certificate", (2, 4), None),
    ]
    assert rules(result) == []


def test_pages_that_a_person_forgot_are_asked_for():
    case = a_case("A", "派出所证明.pdf", a_file("扫描.pdf", pages=3))
    decision = (PartDecision(type="village-certificate", pages=(1,)),)
    finding = only(reviewed(decided(case, files={"扫描.pdf": decision})), "unassigned")

    assert finding.pages == (2, 3)
    assert "第 2–3 页" in finding.message


def test_only_turning_a_page_leaves_its_type_to_the_name():
    case = a_case("B", "学籍卡.pdf")
    part = reviewed(decided(case, files={"学籍卡.pdf": (PartDecision(turn=180),)})).parts[0]

    assert (part.type, part.turn, part.basis) == ("enrolment-card", 180, Basis.NAME)


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        (PartDecision(turn=180), False),
        (PartDecision(turn=0), False),
        (PartDecision(turn=180, pages=(1,)), False),
        (PartDecision(type="enrolment-card"), True),
        (None, True),
    ],
)
def test_the_turn_of_a_person_settles_how_a_page_stands(decision, asked):
    lines = ("学生基本信息表（学籍卡）", "姓名：黄欣梓", f"身份证号：{BOY}", "学校：城郊乡中心学校")
    case = a_child("B", read_file("学籍卡.jpg", replace(a_page(*lines), source="ocr", turn=180)))
    case = case if decision is None else decided(case, files={"学籍卡.jpg": (decision,)})

    assert ("upside-down" in rules(reviewed(case))) is asked


def test_a_page_that_the_file_has_not_is_a_decisions_error():
    case = a_case("B", a_file("学籍卡.pdf", pages=2))
    decision = (PartDecision(type="enrolment-card", pages=(1, 2, 5)),)
    finding = only(reviewed(decided(case, files={"学籍卡.pdf": decision})), "decisions")

    assert "第 5 页" in finding.message
    assert "2 页" in finding.message


def test_a_type_that_is_none_is_a_decisions_error():
    case = decided(a_case("B", "学籍卡.pdf"), files={"学籍卡.pdf": (PartDecision(type="enrollment-card"),)})

    assert "enrollment-card" in only(reviewed(case), "decisions").message


def test_a_file_left_out_serves_nothing_and_asks_nothing():
    case = decided(a_case("B", a_bad_file("学籍卡.pdf")), files={"学籍卡.pdf": (PartDecision(left_out="重拍了"),)})

    assert rules(reviewed(case)) == ["missing"]


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("police-certificate", "police-certificate"),
        ("Police-Certificate", "police-certificate"),
        ("派出所证明", "police-certificate"),
        ("公安部门证明", "police-certificate"),
        ("户口簿", "household-register"),
        ("户口本", "household-register"),
        ("送教照片", "home-teaching-photo"),
        ("残疾证", "disability-certificate"),
        ("警察证明", None),
        ("", None),
    ],
)
def test_a_person_may_name_a_paper_by_id_title_or_keyword(text, paper):
    assert paper_of(text, the_specs()) == paper


# ------------------------------------------------------------------ days and words


def test_a_photograph_has_the_day_it_was_taken_and_a_record_has_not():
    day = date(2022, 3, 5)
    result = reviewed(a_case("I", a_file("送教照片.jpg", taken=day), a_file("送教记录.jpg", taken=day)))

    assert {part.path: part.date for part in result.parts} == {"送教照片.jpg": day, "送教记录.jpg": None}


def test_a_person_too_leaves_a_photograph_its_day():
    case = a_case("I", a_file("1.jpg", taken=date(2022, 3, 5)))
    case = decided(case, files={"1.jpg": (PartDecision(type="home-teaching-photo"),)})

    assert reviewed(case).parts[0].date == date(2022, 3, 5)


def test_doubt_is_told_once_a_file_with_all_papers_of_that_file_alone():
    result = reviewed(a_case("A", a_file("村委会和派出所证明.pdf", pages=3), "户口本身份证.jpg"))
    told = {finding.path: finding.message for finding in result.findings}

    assert set(told) == {"村委会和派出所证明.pdf", "户口本身份证.jpg"}
    assert "「村（居）委会证明」、「派出所证明」" in told["村委会和派出所证明.pdf"]
    assert "「其他材料」" not in told["村委会和派出所证明.pdf"]
    assert "「户口簿」" in told["户口本身份证.jpg"]


def test_half_a_name_is_told_as_such():
    assert "（名字说得不全）" in only(reviewed(a_case("I", "病历.pdf")), "unsure").message


def test_one_forgotten_page_is_told_by_its_number():
    case = a_case("A", "派出所证明.pdf", a_file("扫描.pdf", pages=2))
    decision = (PartDecision(type="village-certificate", pages=(1,)),)
    finding = only(reviewed(decided(case, files={"扫描.pdf": decision})), "unassigned")

    assert "「扫描.pdf」第 2 页" in finding.message


def test_a_whole_unknown_file_is_told_without_pages_and_without_a_guess_from_nowhere():
    finding = only(reviewed(a_case("A", a_file("1.pdf", pages=2))), "unassigned")

    assert finding.message.startswith("看不出「1.pdf」是什么材料。本个案还缺")
    assert finding.pages == ()


def test_what_the_page_seems_to_be_is_told_where_a_reader_proposed_it(monkeypatch):
    def propose(file, case, specs, named, thresholds, titles):
        return (replace(named[0], proposal="household-register", reason="有「户主」等字样"),)

    monkeypatch.setattr("dossier.review.assign.propose", propose)
    case = a_case("B", "学籍卡.pdf", a_file("1.jpg", readings=(PageReading(page=1),)))
    finding = only(reviewed(case), "unassigned")

    assert "可能是「户口簿」" in finding.message
    assert finding.type == "household-register"


# ------------------------------------------------------------------ what the pages say


def test_pages_are_asked_wherever_they_were_read(monkeypatch):
    asked = []

    def propose(file, case, specs, named, thresholds, titles):
        asked.append((file.path, case.id, named[0].type))
        return named

    monkeypatch.setattr("dossier.review.assign.propose", propose)
    read = {"readings": (PageReading(page=1),)}
    case = a_case("B", a_file("1.jpg", **read), a_file("2.jpg", **read), "3.jpg")
    case = decided(case, files={"2.jpg": (PartDecision(type="enrolment-card"),)})
    reviewed(case)

    assert asked == [("1.jpg", "001", None), ("2.jpg", "001", None)]


def test_a_decision_about_some_pages_leaves_the_others_as_they_were(monkeypatch):
    case = decided(
        a_case("A", a_file("村委会证明.pdf", pages=3)),
        files={"村委会证明.pdf": (PartDecision(type="police-certificate", pages=(2,)),)},
    )

    parts = {part.pages: part.type for part in reviewed(case).parts}

    assert parts == {(2,): "police-certificate", (1, 3): "village-certificate"}


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (PartDecision(turn=90), ("village-certificate", 90, Basis.NAME)),
        (PartDecision(turn=90, pages=(1,)), ("village-certificate", 90, Basis.NAME)),
        (PartDecision(type="other"), ("other", 180, Basis.PERSON)),
        (PartDecision(type="other", turn=0), ("other", 0, Basis.PERSON)),
    ],
)
def test_a_turn_alone_keeps_the_type_and_a_type_alone_the_turn_that_was_read(monkeypatch, decision, expected):
    def propose(file, case, specs, named, thresholds, titles):
        return tuple(replace(part, turn=180) for part in named)

    monkeypatch.setattr("dossier.review.assign.propose", propose)
    case = a_case("A", a_file("村委会证明.jpg", readings=(PageReading(page=1),)))

    (part,) = reviewed(decided(case, files={"村委会证明.jpg": (decision,)})).parts

    assert (part.type, part.turn, part.basis) == expected


def test_a_type_that_a_person_refuses_is_not_taken():
    case = decided(a_case("A", "村委会证明.jpg"), refused={"村委会证明.jpg": ("village-certificate",)})

    made = reviewed(case)

    assert [part.type for part in made.parts] == [None]
    assert "unassigned" in [one.rule for one in made.findings]
