"""workspace.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dossier.errors import WorkspaceError
from dossier.model import Settings
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
    assert settings_of(tmp_path, text) == Settings(unit="甲校", filled_on=date(2022, 3, 15), clerk="王", duplex=True)


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


def test_sections_of_later_rooms_are_kept_as_they_are(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "thresholds: {blur: 2.5}\nlabels:\n  - 30\nprint: {copies: 2}\n")

    assert settings.extra == {"thresholds": {"blur": 2.5}, "labels": [30], "print": {"copies": 2}}


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
