"""The cabinets of a county: every unit keeps its own register, and each command goes through all of them."""

from __future__ import annotations

import json
from pathlib import Path

import bagit
import pytest

from tests.small_workspace import a_pdf, a_photo, a_workspace, build, run

DAY = ("--today", "2022-03-18")
ONE, OTHER = "003-阿依古丽·买买提", "003-李小川"
ROSTER = "序号,姓名,身份证号,类别,具体情形,学校\n3,李小川,411328201109189961,B,,乙乡中心学校\n"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    root = tmp_path / "县"
    a_workspace(root / "甲乡")
    (root / "乙乡" / OTHER).mkdir(parents=True)
    (root / "乙乡" / "名册.csv").write_text(ROSTER, "utf-8-sig")
    (root / "乙乡" / "workspace.yaml").write_text("unit: 乙乡中心学校\n", "utf-8")
    (root / "乙乡" / OTHER / "学籍卡.pdf").write_bytes(a_pdf(3))
    (root / "坏的").mkdir()
    build(root)
    run("print", root, "--batch", "一", *DAY)
    return root


def test_each_unit_is_filed_compared_and_printed_again(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("filed", county, "--by", "钱文博", *DAY) == 1
    said = capsys.readouterr().out
    assert "单位「坏的」读不出来，没有登记" in said
    assert "✓ 甲乡/003 阿依古丽·买买提" in said
    assert "✓ 乙乡/003 李小川" in said

    (county / "乙乡" / OTHER / "残疾证.jpg").write_bytes(a_photo())
    assert run("changes", county, "--format", "json", *DAY) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["unit"]) for one in told["cases"]] == [("乙乡/003", "乙乡中心学校")]
    assert told["unreadable"] == ["坏的"]

    build(county)
    run("print", county, "--changes", "--batch", "换", *DAY)
    assert (county / "乙乡" / "output" / "打印" / "换" / f"换页-{OTHER}.pdf").is_file()
    assert not (county / "甲乡" / "output" / "打印" / "换").exists()
    assert run("filed", county, "--case", "乙乡/003", *DAY) == 0


def test_each_unit_is_archived_and_exported(county: Path, tmp_path: Path) -> None:
    assert run("archive", county, tmp_path / "包", *DAY) == 1
    for unit, name in (("甲乡", ONE), ("乙乡", OTHER)):
        bagit.Bag(str(tmp_path / "包" / unit)).validate()
        assert (tmp_path / "包" / unit / "data" / "档案" / f"{name}.pdf").is_file()
    assert run("verify", tmp_path / "包" / "乙乡") == 0

    assert run("export", county, tmp_path / "出", "--mask", "public", "--no-read", *DAY) == 1
    assert {path.name for path in (tmp_path / "出" / "乙乡").iterdir()} >= {"003.pdf", "003.docx", "名单.xlsx"}
    assert "甲乡" in {path.name for path in (tmp_path / "出").iterdir()}
    assert json.loads((county / "乙乡" / "导出记录.jsonl").read_text("utf-8"))["cases"] == ["003"]
