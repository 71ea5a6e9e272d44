"""Persuasions: from the second sheet, from columns of the roster, from one cell of text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dossier.model import Visit
from dossier.workspace.visits import visits_in_text
from tests.workspace.build import BOY, GIRL, HEADERS, Rows, a_workspace, an_xlsx, read, students, the_case, two_children

VISIT_HEADERS = ("序号", "姓名", "日期", "人员", "地点", "方式", "结果")


def with_visits(root: Path, visits: Rows, rows: Rows | None = None, name: str = "劝返记录") -> Path:
    return a_workspace(root, an_xlsx(rows or two_children(), sheets={name: visits}))


def test_a_row_of_the_second_sheet_is_a_visit(tmp_path: Path) -> None:
    with_visits(tmp_path, [VISIT_HEADERS, (1, "黄欣梓", date(2022, 3, 5), "王老师、李主任", "家中", "入户", "未复学")])

    assert students(tmp_path)[0].visits == (
        Visit(
            date=date(2022, 3, 5),
            date_text="2022-03-05",
            persons="王老师、李主任",
            place="家中",
            method="入户",
            result="未复学",
            spot="劝返记录 第2行",
        ),
    )


def test_visits_belong_to_the_name_and_not_to_a_running_number(tmp_path: Path) -> None:
    rows = [(n, "李涵欣", f"2022.3.{n}", "王", "家", "谈", "未") for n in range(1, 4)]
    with_visits(tmp_path, [("劝返记录",), VISIT_HEADERS, *rows])

    assert [len(child.visits) for child in students(tmp_path)] == [0, 3]


def test_a_name_that_is_left_out_is_that_of_the_row_above(tmp_path: Path) -> None:
    with_visits(
        tmp_path,
        [VISIT_HEADERS, (None, "李涵欣", "2022-3-1"), (None, None, "2022-3-2"), (None, "黄欣梓", "2022-3-3")],
    )

    assert [len(child.visits) for child in students(tmp_path)] == [1, 2]


def test_a_number_beside_a_blank_name_is_another_childs(tmp_path: Path) -> None:
    with_visits(tmp_path, [VISIT_HEADERS, (1, "黄欣梓", "2022-3-1"), (2, None, "2022-3-2"), (2, None, "2022-3-3")])

    assert [len(child.visits) for child in students(tmp_path)] == [1, 2]


def test_a_column_of_names_may_be_empty(tmp_path: Path) -> None:
    with_visits(tmp_path, [VISIT_HEADERS, (1, None, "2022-3-1"), (2, None, "2022-3-2")])

    assert [len(child.visits) for child in students(tmp_path)] == [1, 1]


def test_a_running_number_beside_a_blank_name_says_nothing(tmp_path: Path) -> None:
    with_visits(tmp_path, [VISIT_HEADERS, (1, "李涵欣", "2022-3-1"), (2, None, "2022-3-2"), (3, None, "2022-3-3")])

    assert [len(child.visits) for child in students(tmp_path)] == [0, 3]


def test_children_of_one_name_are_told_apart_by_number(tmp_path: Path) -> None:
    rows = [HEADERS, (1, "李明", BOY, "A"), (2, "李明", GIRL, "K")]
    with_visits(tmp_path, [VISIT_HEADERS, (2, "李明", "2022-3-1", "王", "家")], rows)

    assert [len(child.visits) for child in students(tmp_path)] == [0, 1]


@pytest.mark.parametrize(
    ("number", "name", "word"), [(None, "李明", "不止一个"), (None, "赵六", "找不到"), (9, None, "找不到")]
)
def test_a_visit_of_nobody_is_a_finding(tmp_path: Path, number: int | None, name: str | None, word: str) -> None:
    rows = [HEADERS, (1, "李明", BOY, "A"), (2, "李明", GIRL, "K")]
    headers = VISIT_HEADERS if name else tuple(title for title in VISIT_HEADERS if title != "姓名")
    cells = (number, name, "2022-3-1", "王", "家") if name else (number, "2022-3-1", "王", "家")
    with_visits(tmp_path, [headers, cells], rows)

    messages = [finding.message for finding in read(tmp_path).findings if finding.rule == "roster-row"]

    assert len(messages) == 1
    assert "劝返记录 第2行" in messages[0]
    assert word in messages[0]


def test_an_impossible_day_keeps_its_text(tmp_path: Path) -> None:
    with_visits(tmp_path, [VISIT_HEADERS, (1, "黄欣梓", "2022年2月30日", "王", "家")])

    visit = students(tmp_path)[0].visits[0]

    assert (visit.date, visit.date_text) == (None, "2022年2月30日")


def test_a_sheet_of_visits_that_repeats_the_category_is_no_second_roster(tmp_path: Path) -> None:
    with_visits(tmp_path, [("姓名", "类别", "日期", "人员"), ("黄欣梓", "A", "2022-3-1", "王")])

    assert [len(child.visits) for child in students(tmp_path)] == [1, 0]


def test_a_sheet_of_another_kind_is_no_visits(tmp_path: Path) -> None:
    with_visits(tmp_path, [("姓名", "日期", "天气"), ("黄欣梓", "2022-3-1", "晴")], name="值班")

    assert students(tmp_path)[0].visits == ()


def test_visits_may_stand_in_columns(tmp_path: Path) -> None:
    headers = ("姓名", "类别", "第1次劝返日期", "第一次劝返人员", "第1次劝返结果", "第二次劝返时间", "第2次劝返人员")
    a_workspace(tmp_path, [headers, ("黄欣梓", "K", "2022-3-1", "王", "未", "2022-3-8", "李")])

    assert [(visit.date, visit.persons) for visit in students(tmp_path)[0].visits] == [
        (date(2022, 3, 1), "王"),
        (date(2022, 3, 8), "李"),
    ]


TWO = "1. 2022年3月5日，王某、李某赴某村家中劝返；结果：未复学。\n2. 2022年3月12日，王某电话劝返。"


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace("1. ", "第1次：").replace("2. ", "第二次："),
        TWO.replace("\n", " ").replace("1. ", "第1次：").replace("2. ", "第2次："),
        TWO.replace("1. ", "").replace("2. ", ""),
        TWO.replace("1. ", "（1）").replace("2. ", "（2）"),
    ],
)
def test_a_numbered_text_is_a_visit_each(text: str) -> None:
    visits = visits_in_text(text, "名册 第2行")

    assert [visit.date for visit in visits] == [date(2022, 3, 5), date(2022, 3, 12)]
    assert (visits[0].persons, visits[0].method, visits[0].result) == ("王某、李某", "赴某村家中劝返", "未复学")
    assert (visits[1].persons, visits[1].method, visits[1].result) == ("", "王某电话劝返", "")
    assert visits[1].text == "2022年3月12日，王某电话劝返"


def test_the_text_of_the_roster_gives_visits_where_no_rows_do(tmp_path: Path) -> None:
    rows = [(*HEADERS, "劝返过程详细记录"), (1, "黄欣梓", BOY, "K", TWO), (2, "李涵欣", GIRL, "K", TWO)]
    with_visits(tmp_path, [VISIT_HEADERS, (2, "李涵欣", "2022-4-1", "王", "家")], rows)

    assert len(the_case(tmp_path, "001").student.visits) == 2
    assert [visit.date for visit in the_case(tmp_path, "002").student.visits] == [date(2022, 4, 1)]
