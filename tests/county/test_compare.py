"""`dossier compare`: who is only in one list, who is told differently, the official questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.county.build import a_child, a_csv, a_list, an_id, an_xlsx, compare_json, compared
from tests.small_workspace import BOY, GIRL, run

IDS = [an_id(f"4113282012{month:02}05998") for month in range(1, 10)]


def four_lists(folder: Path) -> list[Path]:
    """户籍 0–4; 学籍 1–4 (one digit of 4 wrong); 在校 1, 2; 脱贫户 3, 5."""
    slip = IDS[4][:13] + "6" + IDS[4][14:]
    return [
        a_csv(folder / "户籍.csv", *((f"孩子{at}", IDS[at]) for at in range(5))),
        a_csv(folder / "学籍.csv", *((f"孩子{at}", IDS[at]) for at in (1, 2, 3)), ("孩子4", slip)),
        a_csv(folder / "在校.csv", *((f"孩子{at}", IDS[at]) for at in (1, 2)), ("孩子4", slip)),
        a_csv(folder / "脱贫户.csv", *((f"孩子{at}", IDS[at]) for at in (3, 5))),
    ]


def test_the_three_official_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = compare_json(capsys, *four_lists(tmp_path), "--as", "household,school,attendance,poor")

    assert made["answers"]["失学"] == [{"name": "孩子0", "id_number": IDS[0], "row": 2}]
    assert made["answers"]["辍学"] == [{"name": "孩子3", "id_number": IDS[3], "row": 4}]
    assert made["answers"]["脱贫户辍学"] == [{"name": "孩子3", "id_number": IDS[3], "row": 2}]
    assert [(pair["why"], pair["A"]["name"]) for pair in made["likely_same"] if "A" in pair] == [
        ("one digit", "孩子4")
    ] * 2


def test_the_order_of_the_lists_is_that_of_the_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household, school, *_ = four_lists(tmp_path)

    made = compare_json(capsys, school, household, "--as", "学籍,户籍")

    assert [row["name"] for row in made["answers"]["失学"]] == ["孩子0"]
    assert made["answers"]["辍学"] is None


def test_equal_enrolment_numbers_count_where_one_side_has_no_id() -> None:
    household = a_list(a_child("黄欣梓", BOY), a_child("李涵欣", GIRL, student_no="L411328201203050001"))
    school = a_list(a_child("黄欣梓", student_no=f"G{BOY}"), a_child("李涵欣", student_no="L411328201203050001"))

    made = compared(household, school, roles=("household", "school"))

    assert (made.same, made.only_in, made.answers["失学"]) == (2, ((), ()), ())


def test_equal_enrolment_numbers_with_two_ids_are_two_children_and_told() -> None:
    one = a_list(a_child("黄欣梓", BOY, student_no="L411328201203050001"))
    other = a_list(a_child("李涵欣", GIRL, student_no="L411328201203050001"))

    made = compared(one, other)

    assert (made.same, made.only_in) == (0, ((0,), (0,)))
    assert any("2 个不同的身份证号" in words for words in made.told)


def test_two_numbers_that_excel_cut_alike_are_not_one_child(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, cut = ("姓名", "身份证号"), 411328201203059000
    one = an_xlsx(tmp_path / "户籍.xlsx", header, ("黄欣梓", cut))
    other = an_xlsx(tmp_path / "学籍.xlsx", header, ("李涵欣", cut))

    made = compare_json(capsys, one, other)

    assert (made["same"], made["likely_same"]) == (0, [])
    assert any("没有可用的身份证号" in words for words in made["notes"])


def test_fields_that_differ_are_told_and_those_in_other_words_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ("姓名", "身份证号", "民族", "学校", "年级", "班级")
    one = a_csv(tmp_path / "户籍.csv", ("黄欣梓", BOY, "汉", "河南省唐河县城郊乡小学", "三年级", "2班"), header=header)
    other = a_csv(tmp_path / "学籍.csv", ("黄欣子", BOY, "汉族", "城郊乡小学", "3年级", "（三）班"), header=header)

    made = compare_json(capsys, one, other)

    assert made["same"] == 1
    assert made["differ"] == [
        {"key": BOY, "field": "name", "values": {"A": "黄欣梓", "B": "黄欣子"}},
        {"key": BOY, "field": "class_name", "values": {"A": "2班", "B": "（三）班"}},
    ]


def test_one_child_in_two_rows_counts_once_and_is_told() -> None:
    made = compared(a_list(a_child("黄欣梓", BOY), a_child("黄欣梓", BOY, row=3)), a_list(a_child("李涵欣", GIRL)))

    assert made.only_in == ((0,), (0,))
    assert any("同一个号码有 2 行" in words for words in made.told)


def test_the_text_masks_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    household, school, *_ = four_lists(tmp_path)

    assert run("compare", household, school, "--as", "household,school") == 0

    told = capsys.readouterr().out
    assert "【失学】" in told
    assert IDS[0] not in told


def test_the_workbook_has_a_sheet_a_question(tmp_path: Path) -> None:
    lists = four_lists(tmp_path)
    target = tmp_path / "结果.xlsx"

    assert run("compare", *lists, "--as", "household,school,attendance,poor", "--output", target) == 0

    book = load_workbook(target)
    assert {"失学", "辍学", "脱贫户辍学", "疑似同一人", "内容不一致"} <= set(book.sheetnames)
    assert [cell.value for cell in book["失学"][3]][:2] == ["孩子0", IDS[0]]


def test_the_lost_become_rows_of_a_roster_that_a_person_must_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    household, school, *_ = four_lists(tmp_path)
    folder = tmp_path / "新"
    folder.mkdir()
    words = ("compare", household, school, "--as", "household,school", "--to-roster", folder / "名册.xlsx")

    assert run(*words) == 0
    assert "填上类别" in capsys.readouterr().err
    assert run("check", folder, "--no-read", "--format", "json") == 1
    (case,) = json.loads(capsys.readouterr().out)["cases"]
    assert case["name"] == "孩子0"
    assert "category-unknown" in [one["rule"] for one in case["findings"]]
    assert run(*words) == 2  # nothing is overwritten


@pytest.mark.parametrize(
    "words", [("--as", "household"), ("--as", "household,pupils"), ("--as", "school,school"), ("--to-roster", "x.xlsx")]
)
def test_wrong_use_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    household, school, *_ = four_lists(tmp_path)

    assert run("compare", household, school, *words) == 2


def test_one_list_alone_is_wrong_use(tmp_path: Path) -> None:
    assert run("compare", four_lists(tmp_path)[0]) == 2
