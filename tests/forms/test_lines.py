from __future__ import annotations

import pytest

from dossier.forms.lines import title_lines


@pytest.mark.parametrize(
    ("title", "name", "lines"),
    [
        ("王五一义务教育控辍保学个案材料", "王五一", ["王五一义务教育控辍保学个案材料"]),
        (
            "城郊乡一小王五一义务教育控辍保学个案材料（A 户籍原因）",
            "王五一",
            ["城郊乡一小王五一义务教育", "控辍保学个案材料（A 户籍原因）"],
        ),
        (
            "唐河县城郊乡第一初级中学阿依古丽·买买提义务教育控辍保学个案材料（C 省内就读无学籍）",
            "阿依古丽·买买提",
            ["唐河县城郊乡第一初级中学", "阿依古丽·买买提义务教育控辍保学", "个案材料（C 省内就读无学籍）"],
        ),
    ],
)
def test_a_title_breaks_between_its_words(title: str, name: str, lines: list[str]) -> None:
    assert title_lines(title, name).split("\n") == lines


def test_words_that_are_too_wide_stand_on_lines_of_their_own() -> None:
    school = "某某" * 12
    lines = title_lines(f"{school}王五一义务教育控辍保学个案材料（B 在校有学籍）", "王五一").split("\n")

    assert lines[0] == school
    assert "".join(lines) == f"{school}王五一义务教育控辍保学个案材料（B 在校有学籍）"


def test_a_title_without_the_child_s_name_is_no_trouble() -> None:
    assert title_lines("", "") == ""
