"""What `--case` means: ids, ranges, folders, paths and names, in every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.check import one_case, select_cases
from dossier.errors import UsageError
from dossier.model import Case, Student

ROOT = Path("2022春")


def a_case(case_id: str, name: str = "", folder: str | None = None) -> Case:
    return Case(id=case_id, student=Student(name=name), folder=folder)


CASES = (
    a_case("001", "黄欣梓", "A 户籍原因/001-黄欣梓（迁出）"),
    a_case("002", "阿依古丽·买买提", "002阿依古丽"),
    a_case("002-2", "李涵欣", "2-李涵欣"),
    a_case("016", "王明"),
    a_case("060", "王明", "060-王明"),
    a_case("城-7", "赵丽", "城-7 赵丽"),
)


def ids(*wanted: str, cases: tuple[Case, ...] = CASES) -> list[str]:
    return [case.id for case in select_cases(cases, wanted, ROOT)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("001", ["001"]),
        ("1", ["001"]),
        ("００１", ["001"]),
        (" 016 ", ["016"]),
        ("002", ["002"]),
        ("2", ["002"]),
        ("002-2", ["002-2"]),
        ("城-7", ["城-7"]),
        ("001-黄欣梓（迁出）", ["001"]),
        ("001-黄欣梓(迁出)/", ["001"]),
        ("A 户籍原因/001-黄欣梓（迁出）", ["001"]),
        ("A 户籍原因\\001-黄欣梓（迁出）\\", ["001"]),
        ("2022春/A 户籍原因/001-黄欣梓（迁出）", ["001"]),
        ("./2022春/060-王明/", ["060"]),
        ("黄欣梓", ["001"]),
        ("黄 欣 梓", ["001"]),
        ("001-黄欣梓", ["001"]),
        ("001 黄欣梓", ["001"]),
        ("阿依古丽•买买提", ["002"]),
        ("王明", ["016", "060"]),
        ("001-016", ["001", "002", "002-2", "016"]),
        ("16-1", ["001", "002", "002-2", "016"]),
        ("2～60", ["002", "002-2", "016", "060"]),
        ("016至999", ["016", "060"]),
    ],
)
def test_a_person_may_write(text: str, meant: list[str]) -> None:
    assert ids(text) == meant


def test_a_whole_path_is_meant_too() -> None:
    assert ids(str((ROOT / "060-王明").absolute())) == ["060"]


def test_several_texts_are_joined_in_the_order_of_the_roster() -> None:
    assert ids("060", "1", "黄欣梓") == ["001", "060"]


@pytest.mark.parametrize("text", ["", "  ", "017", "100-200", "黄欣", "..", "/", "别处/060-王明", "\0", "1" * 300])
def test_what_means_nobody_is_wrong_use(text: str) -> None:
    with pytest.raises(UsageError, match="没有学生"):
        ids("001", text)


def test_an_id_with_a_dash_is_no_range() -> None:
    cases = (a_case("2022-001"), a_case("2022-002"), a_case("005"))

    assert ids("2022-002", cases=cases) == ["2022-002"]
    assert ids("1-9", cases=cases) == ["005"]


def test_a_name_of_two_children_is_wrong_use_where_one_is_asked_for() -> None:
    with pytest.raises(UsageError, match="「王明」不止一个：016 王明、060 王明"):
        one_case(CASES, "王明", ROOT)
    assert one_case(CASES, "060-王明", ROOT).id == "060"
