"""No stale print: what is laid out for the printer is what the workspace says now."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.small_workspace import a_pdf, a_workspace, build, run

DAY = ("--today", "2022-03-18")


@pytest.fixture
def built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    root = a_workspace(tmp_path / "ws")
    build(root)
    capsys.readouterr()
    return root


def printed(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run("print", root, "--batch", "批", "--case", "003", *words)
    return code, capsys.readouterr().out


def test_what_was_not_changed_is_printed_on_any_later_day(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = printed(built, capsys, "--today", "2022-09-30")

    assert code == 0
    assert "003 阿依古丽·买买提" in said


def test_another_program_version_alone_is_a_note(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = built / "output" / "003-阿依古丽·买买提" / "manifest.json"
    told = json.loads(place.read_text("utf-8")) | {"version": "0.0.1", "inputs": "other"}
    place.write_text(json.dumps(told, ensure_ascii=False), "utf-8")

    assert run("print", built, "--batch", "批", "--case", "003", *DAY) == 0
    assert "另一版本（0.0.1）" in capsys.readouterr().err


def _another_card(root: Path) -> None:
    (root / "003-阿依古丽·买买提" / "学籍卡.pdf").write_bytes(a_pdf(2))


def _late_paper(root: Path) -> None:
    (root / "003-阿依古丽·买买提" / "户口簿.pdf").write_bytes(a_pdf())


def _roster(root: Path) -> None:
    place = root / "名册.csv"
    place.write_text(place.read_text("utf-8-sig").replace(",B,,城郊乡中心学校", ",B,,城郊乡第二小学"), "utf-8-sig")


def _decision(root: Path) -> None:
    (root / "003-阿依古丽·买买提" / "case.yaml").write_text("files:\n  家长说明.docx: {type: other}\n", "utf-8")


def _incomplete(root: Path) -> None:
    (root / "003-阿依古丽·买买提" / "学籍卡.pdf").unlink()


def _gone(root: Path) -> None:
    shutil.rmtree(root / "003-阿依古丽·买买提")


def _settings(root: Path) -> None:
    place = root / "workspace.yaml"
    place.write_text(place.read_text("utf-8").replace("赵文博", "钱文博"), "utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_another_card, "材料有增减或改动"),
        (_late_paper, "材料有增减或改动"),
        (_roster, "名册"),
        (_decision, "case.yaml"),
        (_incomplete, "现在材料不齐或有错误"),
        (_gone, "文件夹不见了"),
        (_settings, "workspace.yaml 改过"),
    ],
)
def test_what_changed_since_it_was_built_is_left_out_by_name(built, capsys, change, why) -> None:  # type: ignore[no-untyped-def]
    change(built)

    code, said = printed(built, capsys, *DAY)

    assert code == 1
    assert why in said
    assert "003-阿依古丽·买买提：没有打印" in said
    assert not list((built / "output" / "打印").glob("*/盒*.pdf"))
    code, said = printed(built, capsys, "--as-built", *DAY)
    assert code == 0
    assert "003 阿依古丽·买买提" in said


def test_how_a_batch_is_printed_makes_no_dossier_stale(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (built / "workspace.yaml").open("a", encoding="utf-8") as stream:
        stream.write("print:\n  copies: 2\n")

    assert printed(built, capsys, *DAY)[0] == 0


def test_build_says_that_an_older_dossier_of_a_refused_case_still_lies_there(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _incomplete(built)

    assert build(built) == 1
    assert "以前做的档案还在 003-阿依古丽·买买提" in capsys.readouterr().out


def test_a_later_day_alone_builds_nothing_anew(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("build", built, "--no-read", "--today", "2022-03-25")

    assert "✓ 003 阿依古丽·买买提（没有变化）" in capsys.readouterr().out
