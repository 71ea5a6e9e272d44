"""`dossier print` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.commands.print import run_print
from tests.printroom.build import DAY, a_dossier


@pytest.mark.parametrize(
    "asked", ["002", "学生2", "002-学生2", "A 户籍原因/002学生2（迁出）", "002学生2（迁出）/", "2"]
)
def test_a_child_is_meant_by_id_name_or_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str) -> None:
    for number in (1, 2):
        a_dossier(tmp_path / "output", number)
        (tmp_path / "A 户籍原因" / f"{number:03d}学生{number}（迁出）").mkdir(parents=True)
    (tmp_path / "名册.csv").write_text("序号,姓名,类别\n1,学生1,A\n2,学生2,A\n", encoding="utf-8")

    assert run_print(tmp_path, [asked], None, "批", {}, printer=None, today=DAY, as_built=True) == 0
    assert "1 卷" in (said := capsys.readouterr().out)
    assert "002 学生2 至 002 学生2" in said


def test_an_id_with_a_dash_is_no_range(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, case_id in ((1, "2022-001"), (2, "2022-002")):
        a_dossier(tmp_path / "output", number, id=case_id)
    (tmp_path / "名册.csv").write_text("序号,姓名,类别\n2022-001,学生1,A\n2022-002,学生2,A\n", encoding="utf-8")

    run_print(tmp_path, ["2022-002"], None, "批", {}, printer=None, today=DAY, as_built=True)

    assert "2022-002 学生2 至 2022-002 学生2" in capsys.readouterr().out


def test_a_dossier_from_before_a_number_was_changed_is_not_printed_beside_the_new_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_dossier(tmp_path / "output", 1)
    a_dossier(tmp_path / "output", 7, name="学生1")
    (tmp_path / "名册.csv").write_text("序号,姓名,类别\n7,学生1,A\n", encoding="utf-8")

    assert run_print(tmp_path, [], None, "批", {}, printer=None, today=DAY, as_built=True) == 1
    said = capsys.readouterr().out
    assert "001-学生1：没有打印。名册里没有这个案号和姓名" in said
    assert "007 学生1 至 007 学生1" in said
