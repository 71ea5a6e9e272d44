"""workspace.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dossier.errors import WorkspaceError
from dossier.model import LabelRow, LabelTexts, PrintSettings, Settings, Sides, Turn
from tests.workspace.build import a_workspace, read


def settings_of(root: Path, text: str) -> Settings:
    a_workspace(root)
    (root / "workspace.yaml").write_text(text, encoding="utf-8")
    return read(root).settings


def refusal(root: Path, text: str) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        settings_of(root, text)
    return caught.value


def test_every_setting_has_a_default(tmp_path: Path) -> None:
    a_workspace(tmp_path)

    assert read(tmp_path).settings == Settings()


@pytest.mark.parametrize(
    "text",
    [
        "unit: 甲校\nfilled_on: 2022-03-15\nclerk: 王\nduplex: true\n",
        "单位: 甲校\n填表日期: 2022年3月15日\n填报人: 王\n双面: 是\n",
        "立卷单位: 甲校\nfilling_date: 2022.3.15\n填表人: 王\nduplex: yes\n",
        "unit: 甲校\ndate: 2022/3/15\nclerk: 王\n双面打印: on\n",
    ],
)
def test_keys_are_english_or_chinese(tmp_path: Path, text: str) -> None:
    assert settings_of(tmp_path, text) == Settings(
        unit="甲校", filled_on=date(2022, 3, 15), clerk="王", duplex=True, print=PrintSettings(sides=Sides.DUPLEX)
    )


def test_numbers_that_are_texts_keep_their_zeros(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "fonds_number: 0109\nterm: 2022\nretention: 30\nprint_dpi: 300\n")

    assert (settings.fonds_number, settings.term, settings.retention, settings.print_dpi) == (
        "0109",
        "2022",
        "30年",
        300,
    )


def test_an_empty_value_is_the_default(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "unit:\nretention:\nfilled_on:\ncolumns:\n") == Settings()


def test_sections_become_values(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        "duplex: true\nfonds_number: 0109\nthresholds: {picture.dark: 40}\n"
        "print: {copies: 2, year: 2021, order: [name], sheet_mm: 1, turn: first-first, retention: }\n"
        "labels: {box_spine: [{title: 盒, text: '{盒号} {单位}', vertical: true}]}\n",
    )

    assert settings.thresholds == {"picture.dark": 40.0}
    assert settings.print == PrintSettings(
        sides=Sides.DUPLEX, fonds_number="0109", copies=2, year="2021", order=("name",), sheet_mm=1.0,
        turn=Turn.FIRST_FIRST,
    )  # fmt: skip
    assert settings.labels == LabelTexts(box_spine=(LabelRow(title="盒", text="{盒号} {单位}", vertical=True),))


def test_what_a_section_leaves_open_follows_the_other_settings(tmp_path: Path) -> None:
    text = "双面: 是\n全宗号: Z1\n保管期限: 30年\n"

    assert settings_of(tmp_path, text).print == PrintSettings(sides=Sides.DUPLEX, fonds_number="Z1", retention="30年")
    said = settings_of(tmp_path, f"{text}打印:\n  sides: manual\n  fonds_number: Z2\n").print
    assert said == PrintSettings(sides=Sides.MANUAL, fonds_number="Z2", retention="30年")
    assert settings_of(tmp_path, f"{text}print:\n").print.sides is Sides.DUPLEX


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("print:\n  sides: simplex\n  copys: 2\n", 3, "copys：没有这个键（是不是「copies」？）"),
        ("print:\n  sides: duplx\n", 2, "是不是「duplex」"),
        ("print:\n  copies: many\n", 2, "print.copies：应当是整数"),
        ("print:\n  copies: 0\n", 2, "print.copies：不能小于 1"),
        ("print:\n  order:\n    - unit\n    - catgory\n", 4, "是不是「category」"),
        ("print:\n  boxes_mm: []\n", 2, "至少写一个"),
        ("print:\n  sheet_mm: 0\n", 2, "纸厚要大于 0"),
        ("unit: 甲校\nprint: duplex\n", 2, "print应当是「键: 值」的形式"),
        ("labels:\n  volum_spine: []\n", 2, "labels.volum_spine：没有这个键（是不是「volume_spine」？）"),
        ("labels:\n  box_spine:\n    - {titel: 年, text: '{年度}'}\n", 3, "是不是「title」"),
        ("labels:\n  box_spine:\n    - title: 年\n      text: '{年}'\n", 4, "{年} 不是可用的名目"),
        ("labels:\n  box_spine:\n    - text: '{年度:>999999999}'\n", 3, "不是可用的名目"),
        ("labels:\n  box_spine:\n    - text: '{年度'\n", 3, "花括号不成对"),
        ("labels:\n  - 30\n", 2, "labels应当是"),
        ("thresholds:\n  picture.dark: 40\n  picture.drak: 40\n", 3, "是不是「picture.dark」"),
        ("thresholds:\n  picture.dark: 很暗\n", 2, "应当是数字"),
        ("thresholds: 40\n", 1, "应当是「名字: 数值」"),
        ("unit: 甲校\nreport: {}\n", 2, "没有「report」这一项"),
        ("annex: no\n", 1, "只能是 replace 或 keep"),
        ("pages: 平\n", 1, "只能是 asis 或 flat"),
    ],
)
def test_a_mistake_in_a_section_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (place,) = refusal(tmp_path, text).places

    assert (place.file, place.spot) == ("workspace.yaml", f"第{line}行")
    assert words in place.problem


def test_mistakes_inside_and_outside_sections_are_told_at_once(tmp_path: Path) -> None:
    text = "duplex: maybe\nprint: {copys: 1}\nlabels: 3\nthresholds: {dark: 1}\n"

    assert [place.spot for place in refusal(tmp_path, text).places] == [f"第{n}行" for n in (1, 2, 3, 4)]


def test_choices_may_be_written_in_chinese(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "附件1: 保留\npages: 拉平\n")

    assert (settings.annex, settings.pages) == ("keep", "flat")


def test_all_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    text = (
        "unitt: x\nclerk: 王\n填报人: 李\nfilled_on: 2022-02-30\nduplex: maybe\nretention: 5年\n"
        "engine: word\nprint_dpi: 9999\ncolumns: {姓各: B, 类别: }\ncounty: [a]\n"
    )

    error = refusal(tmp_path, text)

    assert [place.spot for place in error.places] == [f"第{n}行" for n in (1, 3, 4, 5, 6, 7, 8, 9, 9, 10)]
    assert "unit" in error.places[0].problem
    assert "姓名" in error.places[7].problem


@pytest.mark.parametrize("text", ["unit：甲校\n", "- a\n", "unit: [\n", "unit: a\nunit: b\n"])
def test_what_is_no_settings_file_is_refused(tmp_path: Path, text: str) -> None:
    assert "workspace.yaml" in str(refusal(tmp_path, text))


def test_two_settings_files_are_refused(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    (tmp_path / "workspace.yml").write_text("", encoding="utf-8")

    assert "两份" in str(refusal(tmp_path, ""))
