"""Numbers for good: 案卷号 and 盒号 are given once, and who is who is never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from tests.small_workspace import BOY, FILES, GIRL, a_pdf, a_photo, a_workspace, build, run

DAY = ("--today", "2022-03-18")


def register(root: Path) -> Any:
    return yaml.safe_load((root / "归档登记.yaml").read_text("utf-8"))


def numbers(root: Path) -> dict[str, tuple[int, int]]:
    return {case: (one["volume_no"], one["box"]) for case, one in register(root)["cases"].items()}


def listed(root: Path, batch: str) -> dict[str, str]:
    sheet: Any = openpyxl.load_workbook(root / "output" / "打印" / batch / "打印清单.xlsx").active
    return {row[1]: row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]}


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """A workspace of which 001 lacks a paper at first."""
    root = a_workspace(tmp_path / "ws")
    (root / "001-黄欣梓" / "派出所证明.pdf").unlink()
    build(root)
    return root


def test_new_dossiers_come_after_those_that_have_a_number(late: Path) -> None:
    run("print", late, "--batch", "一", *DAY)
    assert numbers(late) == {"003": (1, 1)}
    (late / "001-黄欣梓" / "派出所证明.pdf").write_bytes(FILES["001-黄欣梓/派出所证明.pdf"])
    build(late)

    run("print", late, "--batch", "二", *DAY)

    assert numbers(late) == {"003": (1, 1), "001": (2, 1)}
    assert listed(late, "二") == {"001": "2"}
    told = register(late)["cases"]["001"]
    assert told["name"] == "黄欣梓"
    assert told["filed"] is None
    assert BOY not in (late / "归档登记.yaml").read_text("utf-8")


def test_a_second_print_without_change_prints_nothing_new(late: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("print", late, "--batch", "一", "--case", "003", *DAY)
    before = (late / "归档登记.yaml").read_bytes()
    capsys.readouterr()

    run("print", late, "--batch", "二", *DAY)

    assert "没有新的档案要打印" in capsys.readouterr().out
    assert not list((late / "output" / "打印").glob("二/盒*.pdf"))
    assert (late / "归档登记.yaml").read_bytes() == before
    assert run("print", late, "--batch", "二", "--case", "003", *DAY) == 0
    assert listed(late, "二") == {"003": "1"}


def test_a_child_that_changes_number_and_name_keeps_its_volume(late: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("print", late, "--batch", "一", *DAY)
    roster = late / "名册.csv"
    text = roster.read_text("utf-8-sig").replace("3,阿依古丽·买买提", "7,阿依古丽")
    roster.write_text(text, "utf-8-sig")
    (late / "003-阿依古丽·买买提").rename(late / "007-阿依古丽")
    build(late)

    assert run("print", late, "--batch", "二", "--case", "007", *DAY) == 0

    told = register(late)["cases"]
    assert list(told) == ["007"]
    assert told["007"]["volume_no"] == 1
    changes = [(one["field"], one["before"], one["after"]) for one in told["007"]["changes"]]
    assert changes == [("案号", "003", "007"), ("姓名", "阿依古丽·买买提", "阿依古丽")]


def test_a_child_that_changes_category_keeps_its_volume_and_the_register_says_from_what_to_what(late: Path) -> None:
    run("print", late, "--batch", "一", *DAY)
    roster = late / "名册.csv"
    roster.write_text(roster.read_text("utf-8-sig").replace(",B,,", ",M,姓名错别字,"), "utf-8-sig")
    (late / "003-阿依古丽·买买提" / "户口簿.pdf").write_bytes(a_pdf())
    build(late)

    assert run("print", late, "--batch", "二", "--case", "003", *DAY) == 0

    told = register(late)["cases"]["003"]
    assert (told["volume_no"], told["category"]) == (1, "M")
    assert [(one["field"], one["before"], one["after"]) for one in told["changes"]] == [("类别", "B", "M")]


@pytest.mark.parametrize("key", ["name", "id_hash", "volume_no", "box"])
def test_a_register_edited_by_hand_prints_nothing_for_that_child(
    late: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    run("print", late, "--batch", "一", *DAY)
    data = register(late)
    data["cases"]["003"][key] = 9 if key in ("volume_no", "box") else "别的"
    (late / "归档登记.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    before = (late / "归档登记.yaml").read_bytes()
    capsys.readouterr()

    assert run("print", late, "--batch", "二", "--case", "003", *DAY) == 1

    said = capsys.readouterr().out
    assert "归档登记.yaml" in said
    assert "003-阿依古丽·买买提：没有打印" in said
    assert yaml.safe_load(before) == register(late)
    assert run("print", late, "--batch", "三", "--case", "003", *DAY) == 1


def test_another_child_under_a_known_number_is_not_printed(late: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("print", late, "--batch", "一", *DAY)
    text = (late / "名册.csv").read_text("utf-8-sig")
    other = text.replace("阿依古丽·买买提,411328201109189996", f"阿依古丽·买买提,{GIRL}").replace(
        f"2,李涵欣,{GIRL}", "2,李涵欣,411328201203059979"
    )
    (late / "名册.csv").write_text(other, "utf-8-sig")
    build(late)
    capsys.readouterr()

    assert run("print", late, "--batch", "二", "--case", "003", *DAY) == 1
    assert "身份证号和名册对不上" in capsys.readouterr().out
    assert numbers(late) == {"003": (1, 1)}


def test_a_volume_number_given_twice_is_named_with_its_line(late: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("print", late, "--batch", "一", *DAY)
    entry = {"name": "甲", "id_hash": "", "volume_no": 1, "box": 1, "filed": None}
    data = {"schema": 1, "cases": {"003": entry, "009": dict(entry)}}
    (late / "归档登记.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    capsys.readouterr()

    assert run("print", late, "--batch", "二", *DAY) == 3
    assert "案卷号 1 已经是 003 的了" in capsys.readouterr().err


def test_a_changed_dossier_keeps_its_number_and_is_printed_again(late: Path) -> None:
    run("print", late, "--batch", "一", *DAY)
    (late / "003-阿依古丽·买买提" / "学籍卡.jpg").write_bytes(a_photo())
    build(late)

    run("print", late, "--batch", "二", *DAY)

    assert listed(late, "二") == {"003": "1"}
