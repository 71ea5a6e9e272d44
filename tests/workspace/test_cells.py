"""What a cell says."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.workspace.cells import (
    Cell,
    check_digit,
    clean,
    count_of,
    date_of,
    id_number_of,
    month_of,
    name_of,
    number_of,
    phones_of,
    text_of,
)

BOY = "411328201203059995"
GIRL = "411328201203059987"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.0, "1"),
        (7, "7"),
        (0.5, "0.5"),
        (13742180967.0, "13742180967"),
        (411328201203059995.0, "411328201203060000"),
        (4.11328201203059e17, "411328201203059000"),
        (float("nan"), ""),
        (True, "是"),
        (None, ""),
        ("  王\u3000伟 \x00\t\n", "王 伟"),
        ("'411328", "411328"),
        ("\u202e\ufeff黄\u200b欣", "黄欣"),
        (datetime(2022, 3, 5), "2022-03-05"),
        (datetime(2022, 3, 5, 9, 30), "2022-03-05 09:30"),
        (date(2022, 3, 5), "2022-03-05"),
    ],
)
def test_a_cell_is_one_line_of_text(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        "2022-03-05",
        "2022.3.5",
        "2022/3/5",
        "2022年3月5日",
        "２０２２年３月５日",
        "20220305",
        20220305.0,
        44625,
        44625.0,
        "44625",
        "2022-03-05 00:00:00",
        "2022年3月5日上午9:00",
        "2022. 3. 5",
        date(2022, 3, 5),
        datetime(2022, 3, 5, 9),
    ],
)
def test_dates_are_read_as_people_write_them(cell: Cell) -> None:
    assert date_of(cell)[0] == date(2022, 3, 5)


@pytest.mark.parametrize("text", ["2022年2月30日", "20220230", "3月5日", "去年", "2022-13-01", "2022年3月", "411328"])
def test_what_is_no_day_keeps_its_text(text: str) -> None:
    assert date_of(text) == (None, text)


@pytest.mark.parametrize("text", ["2021年9月", "2021.9", "2021-09", "202109"])
def test_a_month_is_its_first_day(text: str) -> None:
    assert month_of(text) == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (BOY, BOY),
        (f"'{BOY}", BOY),
        (" 411328 20120305 9995 ", BOY),
        ("４１１３２８２０１２０３０５９９９５", BOY),
        ("41132820141015998x", "41132820141015998X"),
        ("41132820141015998×", "41132820141015998X"),
        (130503670401001.0, "130503670401001"),
        ("M1234567", "M1234567"),
        (None, ""),
    ],
)
def test_id_numbers_are_normalised_without_damage(cell: Cell, number: str) -> None:
    assert id_number_of(cell) == (number, "")


@pytest.mark.parametrize(
    ("cell", "number", "word"),
    [
        (411328201203059995.0, "411328201203060000", "15 位"),
        (4.11328201203059e17, "411328201203059000", "15 位"),
        (411328201203059000, "411328201203059000", "15 位"),
        ("411328201203059000", "411328201203059000", "15 位"),
        ("4.11328201203059E+17", "411328201203059000", "科学记数法"),
        ("4.11328E+17", "411328000000000000", "科学记数法"),
    ],
)
def test_what_excel_did_to_a_number_is_named(cell: Cell, number: str, word: str) -> None:
    found, damage = id_number_of(cell)

    assert found == number
    assert word in damage


def test_a_text_that_ends_in_000_is_whole_when_its_check_digit_fits() -> None:
    first = next(f"4113282012030{n:02d}00" for n in range(100) if check_digit(f"4113282012030{n:02d}00") == "0")

    assert id_number_of(f"{first}0") == (f"{first}0", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王　伟", "王伟"),
        (" 黄 欣 梓 ", "黄欣梓"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("王\ue863", "王䶮"),
        ("王\ue86a", "王\ue86a"),
        ("陈𤩽", "陈𤩽"),
        ("\u2f42\u2fa6", "文金"),
        ("John Smith", "John Smith"),
    ],
)
def test_names_are_normalised(text: str, name: str) -> None:
    assert name_of(text) == name


@given(st.text(max_size=30))
def test_normalising_a_name_twice_changes_nothing(text: str) -> None:
    assert name_of(name_of(text)) == name_of(text)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("13700000000/13800000000", ("13700000000", "13800000000")),
        ("13700000000、0377-68900000", ("13700000000", "0377-68900000")),
        ("13700000000 13800000000", ("13700000000", "13800000000")),
        ("１３７００００００００", ("13700000000",)),
        ("", ()),
    ],
)
def test_two_phones_in_a_cell_are_two(text: str, phones: tuple[str, ...]) -> None:
    assert phones_of(text) == phones


@pytest.mark.parametrize(("text", "count"), [("3", 3), ("3次", 3), ("三次", 3), ("3.0", 3), ("", None), ("多次", None)])
def test_counts(text: str, count: int | None) -> None:
    assert count_of(text) == count


@given(st.text())
def test_clean_text_is_one_visible_line(text: str) -> None:
    cleaned = clean(text)

    assert "\n" not in cleaned
    assert "\x00" not in cleaned
    assert cleaned == cleaned.strip()


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_no_cell_is_too_odd(cell: Cell) -> None:
    day, text = date_of(cell)

    assert isinstance(text, str)
    assert day is None or text
    assert isinstance(id_number_of(cell)[0], str)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (f'="{BOY}"', BOY),
        (f"{BOY}(学生)", BOY),
        (f"身份证号：{BOY}", BOY),
        (f"{BOY}（已核对）", BOY),
        (f"家长{GIRL} 学生{BOY}", BOY),
        (f"{BOY}(学生)/{GIRL}(家长)", BOY),
    ],
)
def test_a_remark_beside_an_id_number_is_no_part_of_it(cell, number):
    assert id_number_of(cell) == (number, "")


def test_words_in_place_of_an_id_number_are_told_as_they_stand():
    assert id_number_of("正在办理") == ("", "写的是「正在办理」")


@pytest.mark.parametrize("cell", [f"{BOY}/{GIRL}", "护照E12345678", f"{BOY}(补)12", "41132820120305567(学生)"])
def test_what_is_not_one_whole_number_stays_as_it_was_read(cell):
    assert id_number_of(cell)[0] == number_of(cell)
