"""A county folder: each unit on its own, then what stands between them; one broken unit costs itself."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from dossier.commands import build as building
from dossier.county import checking
from dossier.demo.scenes import class_room
from tests.small_workspace import BOY, a_photo, a_workspace, check_json, run


def a_unit(root: Path, unit: str = "") -> Path:
    """A unit of two children: 001 is also one of `a_workspace`."""
    files = {
        "名册.csv": "序号,姓名,身份证号,类别,具体情形\n"
        f"1,黄欣梓,{BOY},A,迁出注销\n2,周子轩,411328201407129983,A,查无此人\n",
        "workspace.yaml": f"unit: {unit}\n" if unit else "clerk: 王建军\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8-sig")
    for name in ("001-黄欣梓/村委证明.jpg", "001-黄欣梓/派出所证明.jpg", "002-周子轩/村委证明.jpg"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(a_photo(size=(700 + len(name), 1000 + int(name[2]))))
    return root


def a_county(root: Path) -> Path:
    a_workspace(root / "城郊乡")
    a_unit(root / "源潭镇", "源潭镇中心学校")
    return root


def rules(case: dict) -> list[str]:
    return [found["rule"] for found in case["findings"]]


def test_units_and_cases_of_a_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = check_json(a_county(tmp_path), capsys)

    assert code == 1
    assert [(unit["unit"], unit["path"], unit["summary"]["cases"]) for unit in told["units"]] == [
        ("城郊乡中心学校", "城郊乡", 3),
        ("源潭镇中心学校", "源潭镇", 2),
    ]
    assert told["summary"]["cases"] == 5
    assert [(case["unit"], case["id"]) for case in told["cases"]][2:4] == [
        ("城郊乡中心学校", "003"),
        ("源潭镇中心学校", "001"),
    ]
    assert told["cases"][3]["folder"] == "源潭镇/001-黄欣梓"


def test_one_id_number_in_two_units_stands_in_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = check_json(a_county(tmp_path), capsys)

    twins = [case for case in told["cases"] if "duplicate-id" in rules(case)]
    assert [case["unit"] for case in twins] == ["城郊乡中心学校", "源潭镇中心学校"]
    assert "源潭镇/001 黄欣梓" in twins[0]["findings"][0]["message"]
    assert "城郊乡/001 黄欣梓" in twins[1]["findings"][0]["message"]


def test_a_child_of_two_units_is_struck_off_in_neither(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path)
    _, alone = check_json(root / "源潭镇", capsys)
    _, told = check_json(root, capsys)

    state = {"id": "suspected", "since": None, "reason": "按类别", "path": None}
    assert alone["cases"][0]["state"]["id"] == "removed"
    assert [case["state"] for case in told["cases"] if case["name"] == "黄欣梓"] == [state, state]


def test_a_broken_unit_costs_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path)
    a_unit(root / "桐寨铺镇")
    (root / "桐寨铺镇/名册.csv").write_text("姓名,身份证号\n黄欣梓,\n", "utf-8")
    (root / "空文件夹").mkdir()

    code, told = check_json(root, capsys)

    assert code == 1
    unreadable = [(one["rule"], one["path"]) for one in told["findings"] if one["rule"].startswith("unit")]
    assert unreadable == [("unit-unreadable", "桐寨铺镇"), ("unit-unreadable", "空文件夹")]
    assert "「类别」" in told["findings"][0]["message"]
    assert len(told["cases"]) == 5


def test_a_workspace_without_roster_is_no_county(tmp_path: Path) -> None:
    (tmp_path / "001-黄欣梓").mkdir()
    (tmp_path / "001-黄欣梓/学籍卡.csv").write_text("姓名,年级\n黄欣梓,三年级\n", "utf-8")

    assert run("check", tmp_path, "--no-read") == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("源潭镇/002", ["源潭镇中心学校 002"]),
        ("源潭镇中心学校/2", ["源潭镇中心学校 002"]),
        ("源潭镇/002-周子轩", ["源潭镇中心学校 002"]),
        ("源潭镇/001-002", ["源潭镇中心学校 001", "源潭镇中心学校 002"]),
        ("周子轩", ["源潭镇中心学校 002"]),
        ("黄欣梓", ["城郊乡中心学校 001", "源潭镇中心学校 001"]),
        ("源潭镇", ["源潭镇中心学校 001", "源潭镇中心学校 002"]),
    ],
)
def test_a_case_is_named_with_its_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, found: list[str]
) -> None:
    _, told = check_json(a_county(tmp_path), capsys, "--case", text)

    assert [f"{case['unit']} {case['id']}" for case in told["cases"]] == found


def test_a_case_that_is_nowhere_is_wrong_use(tmp_path: Path) -> None:
    assert run("check", a_county(tmp_path), "--no-read", "--case", "源潭镇/003") == 2


def test_dossiers_lie_with_their_unit_and_the_report_with_the_county(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_county(tmp_path)

    assert run("build", root, "--no-read", "--no-word", "--today", "2022-03-18") == 1

    assert "身份证号" in capsys.readouterr().out  # why 001 was not built, though each unit alone finds it whole
    assert [path.parent.name for path in root.glob("*/output/*/manifest.json")] == ["003-阿依古丽·买买提"]
    assert (root / "output/核查报告.html").is_file()
    assert (root / "源潭镇/output/核查报告.xlsx").is_file()


def test_a_unit_that_did_not_change_costs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_county(tmp_path)
    before = check_json(root, capsys)
    seen = []

    def watched(workspace, *more):
        seen.append(workspace.root.name)
        return judge(workspace, *more)

    judge = checking.check_workspace
    monkeypatch.setattr(checking, "check_workspace", watched)

    assert check_json(root, capsys) == before
    assert seen == []
    (root / "源潭镇/002-周子轩/派出所证明.jpg").write_bytes(a_photo("white", (640, 900)))
    _, after = check_json(root, capsys)
    assert seen == ["源潭镇"]
    assert after["cases"][4]["status"] == "complete"


def test_building_a_unit_in_which_nothing_changed_costs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_county(tmp_path)
    words = ("build", root, "--no-read", "--no-word", "--draft", "--today", "2022-03-18")
    seen = []
    judge = building.checked

    def watched(folder, *more, **options):
        seen.extend(
            [folder.name] if folder != root else []
        )  # the county itself is asked first whether it is a workspace
        return judge(folder, *more, **options)

    monkeypatch.setattr(building, "checked", watched)
    code = run(*words)
    first = capsys.readouterr().out
    files = {path: path.read_bytes() for path in root.glob("*/output/**/*") if path.is_file()}

    assert seen == ["城郊乡", "源潭镇"]
    assert run(*words) == code
    assert seen == ["城郊乡", "源潭镇"]
    again = capsys.readouterr().out
    assert again.replace("（没有变化）", "") == first
    assert again.count("（没有变化）") == 5
    assert {path: path.read_bytes() for path in root.glob("*/output/**/*") if path.is_file()} == files

    # A dossier, a decision between units, a file: whatever is other makes its own unit anew, and no other one.
    next(root.glob("源潭镇/output/002-*/*.pdf")).unlink()
    run(*words)
    assert seen[2:] == ["源潭镇"]
    assert next(root.glob("源潭镇/output/002-*/*.pdf")).is_file()
    roster = root / "源潭镇/名册.csv"
    roster.write_text(roster.read_text("utf-8").replace(BOY, "411328201407129991"), "utf-8")
    run(*words)
    assert seen[3:] == ["城郊乡", "源潭镇"]  # 001 of the other unit is no duplicate any more


def test_a_file_that_was_exchanged_for_one_of_equal_size_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_county(tmp_path)
    _, before = check_json(root, capsys)
    roster = root / "源潭镇/名册.csv"
    roster.write_text(roster.read_text("utf-8").replace("周子轩", "周子涵"), "utf-8")
    os.utime(roster, (0, 0))

    _, after = check_json(root, capsys)

    assert [case["name"] for case in after["cases"]] != [case["name"] for case in before["cases"]]


def test_one_photograph_in_two_units_stands_in_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path)
    scene = class_room(seed=5)
    for folder, size in (("城郊乡/003-阿依古丽·买买提", scene.size), ("源潭镇/002-周子轩", (900, 675))):
        packed = io.BytesIO()
        scene.resize(size).save(packed, "JPEG", quality=80)
        (root / folder / "班级学习照片.jpg").write_bytes(packed.getvalue())

    run("check", root, "--format", "json", "--today", "2022-03-18")

    told = json.loads(capsys.readouterr().out)
    reused = [(case["unit"], case["id"]) for case in told["cases"] if "reused-photo" in rules(case)]
    assert ("城郊乡中心学校", "003") in reused
    assert ("源潭镇中心学校", "002") in reused


def test_print_takes_a_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path)
    run("build", root, "--no-read", "--no-word", "--today", "2022-03-18", "--case", "城郊乡/003")

    assert run("print", root, "--case", "城郊乡/003", "--today", "2022-03-18") == 0
    assert (root / "城郊乡/output/打印").is_dir()
    assert not (root / "源潭镇/output/打印").exists()


def test_a_workspace_with_a_column_of_units_tells_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path)
    (root / "名册.csv").write_text(
        f"序号,单位,姓名,身份证号,类别\n1,城郊乡,黄欣梓,{BOY},A\n3,源潭镇,阿依古丽·买买提,411328201109189996,B\n",
        "utf-8-sig",
    )

    _, told = check_json(root, capsys)

    assert [(unit["unit"], unit["summary"]["cases"]) for unit in told["units"]][:2] == [("城郊乡", 1), ("源潭镇", 1)]
    assert [case["unit"] for case in told["cases"]][:2] == ["城郊乡", "源潭镇"]
