"""`dossier inspect`: the register of inspections and the ladder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.small_workspace import a_workspace, run


def record(root: Path, day: str, result: str, school: str = "城郊一小") -> int:
    return run(
        "inspect", root, "--record", school, "--on", day, "--result", result, "--by", "张三", "--today", "2022-06-30"
    )


def schools(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    capsys.readouterr()
    assert run("inspect", root, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)["schools"]


def test_failures_in_a_row_climb_the_ladder_and_a_pass_ends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path)
    steps = []
    for day, result in (
        ("03-01", "fail"),
        ("03-11", "fail"),
        ("03-21", "fail"),
        ("04-01", "fail"),
        ("04-11", "pass"),
        ("05-01", "fail"),
    ):
        assert record(root, f"2022-{day}", result) == 0
        (one,) = schools(root, capsys)
        steps.append((one["failures"], one["step"]))

    assert steps == [(1, "限期整改"), (2, "警告通报"), (3, "一票否决"), (4, "一票否决"), (0, "none"), (1, "限期整改")]
    assert one["records"][0] == {"on": "2022-03-01", "result": "fail", "by": "张三"}


def test_what_is_recorded_late_counts_by_its_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path)
    record(root, "2022-03-21", "fail")
    record(root, "2022-03-11", "pass")

    (one,) = schools(root, capsys)

    assert (one["failures"], [each["on"] for each in one["records"]]) == (1, ["2022-03-11", "2022-03-21"])


def test_the_same_record_again_is_no_second_failure_and_the_opposite_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path)

    assert [record(root, "2022-03-01", result) for result in ("fail", "fail", "pass")] == [0, 0, 2]
    assert [one["failures"] for one in schools(root, capsys)] == [1]


def test_the_register_is_no_roster_and_no_loose_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path)
    record(root, "2022-03-01", "fail")
    capsys.readouterr()

    run("check", root, "--no-read", "--format", "json")

    assert "督查登记.yaml" in (path.name for path in root.iterdir())
    assert json.loads(capsys.readouterr().out)["unsorted"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--record", "城郊一小", "--result", "fail"),
        ("--record", "城郊一小", "--by", "张三"),
        ("--record", "城郊一小", "--result", "fair", "--by", "张三"),
        ("--record", "城郊一小", "--result", "fail", "--by", "张三", "--on", "2099-01-01"),
        ("--result", "fail", "--by", "张三"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run("inspect", a_workspace(tmp_path), *words, "--today", "2022-06-30") == 2


def test_a_folder_that_is_no_workspace_gets_no_register(tmp_path: Path) -> None:
    assert run("inspect", tmp_path, "--record", "城郊一小", "--result", "fail", "--by", "张三") == 3
    assert list(tmp_path.iterdir()) == []


def test_a_register_that_is_damaged_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path)
    record(root, "2022-03-01", "fail")
    path = root / "督查登记.yaml"
    path.write_text(path.read_text("utf-8").replace("result: fail", "result: 不合格"), "utf-8")

    assert run("inspect", root) == 3
    assert "督查登记.yaml" in capsys.readouterr().err
