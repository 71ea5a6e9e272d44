"""Folding Chinese text to a width."""

import pytest
from rich.cells import cell_len

from dossier.report.fold import fold


def test_chinese_is_folded_anywhere_and_counts_double():
    assert fold("缺少派出所证明", 8) == ["缺少派出", "所证明"]


def test_latin_words_stay_whole():
    assert fold("请用 dossier assign 指明", 12) == ["请用 dossier", "assign 指明"]


def test_closing_marks_do_not_begin_a_line_and_opening_ones_do_not_end_it():
    assert fold("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert fold("一二三「四」五", 8) == ["一二三", "「四」五"]


@pytest.mark.parametrize("width", [4, 7, 20, 33])
def test_nothing_is_lost_and_no_line_is_too_wide(width):
    text = "派出所证明（2022年3月5日）微信图片_20220305101530.jpg：打不开，请重发。" * 3

    lines = fold(text, width)

    assert "".join(lines) == text
    assert max(cell_len(line) for line in lines) <= width


def test_nothing_gives_one_empty_line():
    assert fold("", 10) == [""]


@pytest.mark.parametrize("width", range(20, 44))
def test_a_number_is_never_parted_even_before_a_mark_that_may_not_begin_a_line(width):
    lines = fold("身份证号 411328********9926，与名册的 411328********9995（黄欣梓）不同。", width)

    assert [line for line in lines if line.count("411328") != line.count("********99")] == []
