"""`dossier merge`: two copies of one workspace; what one lacks is taken, what clashes is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.small_workspace import a_workspace, run


def two_copies(root: Path) -> tuple[Path, Path]:
    one = a_workspace(root / "一")
    return one, shutil.copytree(one, root / "二")


def written(root: Path, case: str = "001-黄欣梓") -> dict:
    return yaml.safe_load((root / case / "case.yaml").read_text("utf-8"))


def test_decisions_of_both_stand_in_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    run("assign", one, "001", "村委证明.jpg", "village-certificate", "--by", "张三")
    run("assign", other, "001", "派出所证明.pdf", "police-certificate", "--by", "李四")
    run("assign", other, "003", "家长说明.docx", "guardian-statement", "--by", "李四")
    capsys.readouterr()

    assert run("merge", one, other) == 0

    assert {path: entry["type"] for path, entry in written(one)["files"].items()} == {
        "村委证明.jpg": "village-certificate",
        "派出所证明.pdf": "police-certificate",
    }
    assert written(one, "003-阿依古丽·买买提")["files"]["家长说明.docx"]["type"] == "guardian-statement"
    assert len((one / "改动记录.jsonl").read_text("utf-8").splitlines()) == 4  # both copies' and the merge itself
    assert "合并进来 3 处" in capsys.readouterr().out
    assert run("merge", one, other) == 0  # again: nothing new


def test_what_clashes_is_told_and_nothing_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    run("assign", one, "001", "村委证明.jpg", "village-certificate", "--by", "张三")
    run("assign", other, "001", "村委证明.jpg", "other", "--by", "李四")
    before = (one / "001-黄欣梓/case.yaml").read_bytes()
    capsys.readouterr()

    assert run("merge", one, other) == 1

    told = capsys.readouterr().out
    assert "001 黄欣梓" in told
    assert "村委证明.jpg" in told
    assert (one / "001-黄欣梓/case.yaml").read_bytes() == before


def test_the_other_copy_is_only_read(tmp_path: Path) -> None:
    one, other = two_copies(tmp_path)
    run("assign", one, "001", "村委证明.jpg", "village-certificate", "--by", "张三")
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}

    run("merge", one, other)

    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before


def test_letters_of_both_registers_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    first = {"number": "唐城教劝〔2022〕1号", "kind": "return-notice", "cases": ["001"], "date": "2022-03-01"}
    first |= {"issuer": "城郊乡中心学校", "to": "黄某", "deadline": "2022-03-10"}
    first |= {"state": "issued", "delivered": None, "void": None}
    second = first | {"number": "唐城教劝〔2022〕2号", "cases": ["002"]}
    delivered = {"on": "2022-03-05", "how": "直接", "to": "黄某"}
    registers = {
        one: [first, second],
        other: [first | {"state": "delivered", "delivered": delivered}, second | {"cases": ["003"]}],
    }
    for root, letters in registers.items():
        text = yaml.safe_dump({"schema": 1, "letters": letters}, allow_unicode=True)
        (root / "文书登记.yaml").write_text(f"# 文书登记\n{text}", "utf-8")

    assert run("merge", one, other) == 1

    merged = (one / "文书登记.yaml").read_text("utf-8")
    letters = yaml.safe_load(merged)["letters"]
    assert merged.startswith("# 文书登记\n")
    assert [(one["number"], one["state"], one["cases"]) for one in letters] == [
        ("唐城教劝〔2022〕1号", "delivered", ["001"]),
        ("唐城教劝〔2022〕2号", "issued", ["002"]),
    ]
    assert "文号 唐城教劝〔2022〕2号 两边给了两件文书" in capsys.readouterr().out


def test_inspections_and_closed_months_are_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    for root, day in ((one, "2022-03-01"), (other, "2022-03-11")):
        run("inspect", root, "--record", "城郊一小", "--on", day, "--result", "fail", "--by", "张三")
        (root / "月报").mkdir()
        (root / "月报/2022-03.yaml").write_text(f"month: 2022-03\nby: {day}\n", "utf-8")
    (other / "月报/2022-02.yaml").write_text("month: 2022-02\n", "utf-8")
    capsys.readouterr()

    assert run("merge", one, other) == 1

    told = capsys.readouterr().out
    assert (one / "月报/2022-02.yaml").is_file()
    assert "2022-03-01" in (one / "月报/2022-03.yaml").read_text("utf-8")
    assert "月报/2022-03.yaml 两边不一样" in told
    run("inspect", one)
    assert "连续 2 次不达标 → 警告通报" in capsys.readouterr().out


def test_a_volume_number_that_two_children_got_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    for root, case in ((one, "001"), (other, "002")):
        filed = {"schema": 1, "cases": {case: {"name": "某", "id_hash": case, "volume_no": 1, "box": 1, "filed": None}}}
        (root / "归档登记.yaml").write_text(yaml.safe_dump(filed, allow_unicode=True), "utf-8")

    assert run("merge", one, other) == 1

    assert "案卷号 1 两边给了两个人" in capsys.readouterr().out
    assert list(yaml.safe_load((one / "归档登记.yaml").read_text("utf-8"))["cases"]) == ["001"]


def test_papers_that_only_the_other_copy_has_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = two_copies(tmp_path)
    (other / "002-李涵欣/派出所证明.jpg").write_bytes(b"x")

    assert run("merge", one, other) == 1

    assert "那边多 1 个材料（派出所证明.jpg）" in capsys.readouterr().out
    assert not (one / "002-李涵欣/派出所证明.jpg").exists()


def test_two_workspaces_that_are_no_copies_are_refused(tmp_path: Path) -> None:
    one = a_workspace(tmp_path / "一")
    other = a_workspace(tmp_path / "二")
    (other / "名册.csv").write_text("序号,姓名,类别\n1,王五,A\n", "utf-8")

    assert run("merge", one, other) == 2
    assert run("merge", one, one) == 2
    assert run("merge", one, tmp_path / "没有") == 2


def test_two_copies_of_a_county_are_merged_unit_by_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for unit in ("甲乡", "乙乡"):
        a_workspace(tmp_path / "一" / unit)
    one, other = tmp_path / "一", shutil.copytree(tmp_path / "一", tmp_path / "二")
    run("assign", other / "乙乡", "001", "村委证明.jpg", "village-certificate", "--by", "李四")
    run("inspect", other, "--record", "城郊一小", "--on", "2022-03-01", "--result", "fail", "--by", "赵")
    a_workspace(other / "丙乡")
    (other / "甲乡/名册.csv").unlink()
    capsys.readouterr()

    assert run("merge", one, other) == 1

    told = capsys.readouterr().out
    assert "村委证明.jpg" in written(one / "乙乡")["files"]
    assert "城郊一小" in (one / "督查登记.yaml").read_text("utf-8")
    assert "单位「丙乡」只在那边有" in told
    assert "单位「甲乡」没有合并：没有找到名册" in told
    assert run("merge", one, other / "乙乡") == 2


def test_another_unit_with_one_child_in_common_is_no_copy(tmp_path: Path) -> None:
    one, other = two_copies(tmp_path)
    run("inspect", other, "--record", "城郊一小", "--on", "2022-03-01", "--result", "fail", "--by", "赵")
    (other / "workspace.yaml").write_text("unit: 源潭镇中心学校\n", "utf-8")

    assert run("merge", one, other) == 2

    (other / "workspace.yaml").write_text("clerk: 王建军\n", "utf-8")
    roster = (other / "名册.csv").read_text("utf-8-sig")
    (other / "名册.csv").write_text(roster.replace("李涵欣", "周子轩").replace("阿依古丽·买买提", "王小明"), "utf-8")
    assert run("merge", one, other) == 2
    assert not (one / "督查登记.yaml").exists()
