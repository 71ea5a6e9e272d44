"""Lists of children from elsewhere: any table, its header found, its rows understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import UsageError, WorkspaceError
from dossier.workspace import open_list
from tests.county.build import SPECS, a_csv, an_id, an_xlsx, read
from tests.workspace.build import BOY, GIRL


def test_a_header_on_row_seven_is_found_and_rows_count_as_in_the_file(tmp_path: Path) -> None:
    top = [("唐河县户籍系统导出",), (), ("单位：城郊派出所",), (), (), ()]
    path = an_xlsx(tmp_path / "户籍.xlsx", *top, ("序号", "姓名", "公民身份号码"), (1, "黄欣梓", BOY), ("合计", 1, ""))

    (child,) = read(path).children

    assert (child.name, child.id_number, child.row) == ("黄欣梓", BOY, 8)
    assert child.births == ("2012-03-05",)


def test_a_list_with_names_alone_is_refused_by_name(tmp_path: Path) -> None:
    path = a_csv(tmp_path / "点名册.csv", ("黄欣梓", "三年级"), header=("姓名", "班级"))

    with pytest.raises(WorkspaceError) as caught:
        open_list(path, SPECS)

    assert "点名册.csv" in str(caught.value)
    assert "只凭姓名不能比" in str(caught.value)


def test_a_list_of_too_many_rows_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "全县.csv"
    path.write_text("姓名,身份证号\n" + f"黄欣梓,{BOY}\n" * 300_000, "utf-8")

    with pytest.raises(WorkspaceError) as caught:
        open_list(path, SPECS)

    assert "全县.csv" in str(caught.value)
    assert "200,000" in str(caught.value)
    assert "拆成几份" in caught.value.hint


def test_a_long_list_is_no_far_cell(tmp_path: Path) -> None:
    rows = [("姓名", "身份证号"), *(("黄欣梓", BOY) for _ in range(100_010))]
    path = an_xlsx(tmp_path / "全县.xlsx", *rows)

    assert len(read(path).children) == 100_010


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_list(tmp_path / "没有.xlsx", SPECS)


def test_a_number_that_excel_cut_is_none_but_keeps_its_birth_date(tmp_path: Path) -> None:
    path = an_xlsx(tmp_path / "学籍.xlsx", ("姓名", "身份证号"), ("黄欣梓", 411328201203059000))

    (child,) = read(path).children

    assert child.id_number == ""
    assert child.births == ("2012-03-05",)
    assert child.written == "411328201203059000"


@pytest.mark.parametrize("filler", ["无", "待查", "0", "111111111111111111", "000000000000000000"])
def test_what_only_fills_the_cell_is_no_number(tmp_path: Path, filler: str) -> None:
    (child,) = read(a_csv(tmp_path / "学籍.csv", ("黄欣梓", filler))).children

    assert (child.id_number, child.births) == ("", ())


def test_an_old_number_of_fifteen_digits_is_lengthened(tmp_path: Path) -> None:
    (child,) = read(a_csv(tmp_path / "学籍.csv", ("黄大爷", "412929850305999"))).children

    assert child.id_number == an_id("41292919850305999")


def test_every_sheet_that_is_a_list_is_read_and_what_is_none_is_told(tmp_path: Path) -> None:
    more = {"二班": [("姓名", "身份证号"), ("李涵欣", GIRL)], "说明": [("填表说明",), ("请如实填写",)]}
    path = an_xlsx(tmp_path / "学籍.xlsx", ("姓名", "身份证号"), ("黄欣梓", BOY), sheets=more)

    found = read(path)

    assert [(child.name, found.sheets[child.sheet]) for child in found.children] == [
        ("黄欣梓", "名单"),
        ("李涵欣", "二班"),
    ]
    assert any("说明" in words for words in found.left_out)


def test_a_row_without_name_and_number_is_told(tmp_path: Path) -> None:
    header = ("姓名", "身份证号", "学校", "年级")
    found = read(a_csv(tmp_path / "学籍.csv", ("", "", "城郊乡小学", "三年级"), ("黄欣梓", BOY, "", ""), header=header))

    assert len(found.children) == 1
    assert found.left_out == ("学籍.csv 第2行没有姓名也没有号码，没有比",)
