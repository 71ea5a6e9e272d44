"""Decisions by command, and back again, as a person types them."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from tests.small_workspace import a_photo, a_workspace, check_json, run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "2022春")


def case_yaml(root: Path, folder: str = "002-李涵欣") -> Path:
    return root / folder / "case.yaml"


def rules_of(root: Path, capsys: pytest.CaptureFixture[str], case: str) -> list[str]:
    capsys.readouterr()
    _, report = check_json(root, capsys, "--case", case)
    return [one["rule"] for one in report["cases"][0]["findings"] if "accepted" not in one]


WHO = ("--by", "王老师", "--reason", "已核对原件")


def test_assign_echoes_what_was_understood_and_what_it_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "002-李涵欣" / "IMG_0001.jpg").write_bytes(a_photo("white"))

    assert run("assign", root, "002", "IMG", "police-certificate", "--by", "王老师") == 0

    said = capsys.readouterr().out
    assert "「IMG」→「IMG_0001.jpg」，是「police-certificate」→派出所证明 / 公安部门证明" in said
    assert "002 李涵欣：由「待补正」变为「可归档」，还有 0 条要处理。" in said
    assert "王老师" in case_yaml(root).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("002", "村", "学籍卡", "--pages", "3"), "只有 1 页，没有第 3 页"),
        (("002", "村", "学籍卡", "--pages", "x"), "看不懂"),
        (("002", "没有", "学籍卡"), "里没有「没有」"),
        (("002", "村", "没有这种"), "没有「没有这种」这种材料"),
        (("099", "村", "学籍卡"), "没有学生「099」"),
        (("002", "村"), "没有说这个文件是什么"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_wrong_use(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("assign", root, *words) == 2
    assert said in capsys.readouterr().err
    assert not case_yaml(root).exists()
    assert not (root / "改动记录.jsonl").exists()


def test_straightening_is_written(root: Path) -> None:
    assert run("assign", root, "002", "村", "--flat") == 0
    assert "村委会证明.JPG: {flat: true}" in case_yaml(root).read_text("utf-8")


def test_a_waiver_is_given_and_taken_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = "003"
    (root / "003-阿依古丽·买买提" / "学籍卡.pdf").unlink()
    assert rules_of(root, capsys, case) == ["missing"]

    assert run("waive", root, case, "学籍卡", *WHO) == 0
    assert "由「待补正」变为「可归档」" in capsys.readouterr().out
    assert rules_of(root, capsys, case) == []
    assert run("waive", root, case, "学籍卡", "--withdraw") == 0
    assert rules_of(root, capsys, case) == ["missing"]
    assert not (root / "003-阿依古丽·买买提" / "case.yaml").exists()
    assert run("waive", root, case, "学籍卡", "--withdraw") == 2


def test_what_may_not_be_waived_is_wrong_use(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("waive", root, "002", "派出所证明", *WHO) == 2
    assert "从严掌握，不能免交" in capsys.readouterr().err
    assert run("waive", root, "002", "判决书", *WHO) == 2
    assert run("waive", root, "002", "没有这种", *WHO) == 2
    assert not case_yaml(root).exists()


@pytest.mark.parametrize("words", [("--by", "王"), ("--reason", "好"), ("--by", " ", "--reason", "好"), ()])
def test_who_and_why_are_needed(root: Path, words: tuple[str, ...]) -> None:
    assert run("confirm", root, "002", *words) == 2
    assert run("accept", root, "002", "模糊", *words) == 2
    assert run("waive", root, "002", "村委会证明", *words) == 2


def test_a_warning_is_accepted_and_an_error_is_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "002-李涵欣" / "村委会证明2.JPG").write_bytes((root / "002-李涵欣" / "村委会证明.JPG").read_bytes())
    assert "duplicate-file" in rules_of(root, capsys, "002")

    assert run("accept", root, "002", "文件重复", *WHO) == 0
    assert "duplicate-file" not in rules_of(root, capsys, "002")
    assert run("accept", root, "002", "duplicate-file", "--withdraw") == 0
    assert "duplicate-file" in rules_of(root, capsys, "002")
    for rule in ("missing", "缺材料", "other-person", "没有这种问题"):
        assert run("accept", root, "002", rule, *WHO) == 2


def test_a_photograph_of_two_children_is_accepted_with_the_other(root: Path) -> None:
    assert run("accept", root, "002", "reused-photo", "村", *WHO, "--with", "黄欣梓") == 0
    assert "with: '001'" in case_yaml(root).read_text("utf-8")
    assert run("accept", root, "002", "reused-photo", *WHO, "--with", "002") == 2
    assert run("accept", root, "002", "模糊", *WHO, "--with", "001") == 2


def test_a_fact_is_told_and_taken_away(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fact", root, "李涵欣", "guardian1_phone", "13708150899", "--by", "王") == 0
    assert "监护人1电话: '13708150899'  # 王" in case_yaml(root).read_text("utf-8")
    assert run("fact", root, "002", "监护人1电话", "13708150000") == 0
    assert "原来写的是「13708150899」" in capsys.readouterr().out
    assert run("fact", root, "002", "监护人1电话") == 0
    assert not case_yaml(root).exists()
    assert run("fact", root, "002", "监护人1电话") == 0
    assert run("fact", root, "002", "监护人的狗", "旺财") == 2
    assert run("fact", root, "002", "age", "9") == 2


def test_a_name_of_two_children_is_wrong_use(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = root / "名册.csv"
    roster.write_text(roster.read_text("utf-8-sig") + "4,李涵欣,,B,,\n", "utf-8-sig")

    for words in (("confirm", "李涵欣", *WHO), ("fact", "李涵欣", "学校", "甲"), ("undo", "李涵欣")):
        assert run(words[0], root, *words[1:]) == 2
        assert "不止一个" in capsys.readouterr().err


def test_undo_takes_back_the_last_command_and_leaves_no_trace_in_the_case(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("fact", root, "002", "学校", "甲校")
    run("fact", root, "001", "学校", "乙校")
    run("confirm", root, "002", *WHO)
    shutil.rmtree(root / ".dossier")

    assert run("undo", root) == 0
    assert "已撤销" in capsys.readouterr().out
    assert "confirmed" not in case_yaml(root).read_text("utf-8")
    assert run("undo", root, "002") == 0
    assert not case_yaml(root).exists()
    assert case_yaml(root, "001-黄欣梓").exists()
    assert run("undo", root, "002") == 2
    assert run("undo", root) == 0
    assert not case_yaml(root, "001-黄欣梓").exists()
    assert run("undo", root) == 2


def test_undo_takes_back_several_and_puts_back_what_stood_there(root: Path) -> None:
    case_yaml(root).write_text("facts:\n  学校: 老校   # 问过\n", encoding="utf-8")
    run("fact", root, "002", "学校", "甲校", "--by", "王")
    run("fact", root, "002", "学校", "乙校")
    run("assign", root, "002", "村", "学籍卡")

    assert run("undo", root, "--last", "3") == 0

    assert "学校: 老校" in case_yaml(root).read_text("utf-8")
    assert "# 问过" in case_yaml(root).read_text("utf-8")
    assert "村委会证明" not in case_yaml(root).read_text("utf-8")
    assert run("undo", root, "--last", "9") == 2


def test_undo_says_how_the_cases_stand_now_and_takes_the_day(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "002-李涵欣" / "IMG_0001.jpg").write_bytes(a_photo("white"))
    run("assign", root, "002", "IMG", "police-certificate", "--by", "王老师", "--no-read")
    capsys.readouterr()

    assert run("undo", root, "--list") == 0
    assert "材料 派出所证明" in capsys.readouterr().out
    assert run("undo", root, "--today", "2022-03-18", "--no-read") == 0
    assert "002 李涵欣：由「可归档」变为「待补正」" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("assign", "002", "村", "学籍卡"),
        ("accept", "002", "no-seal", *WHO),
        ("confirm", "002", *WHO),
        ("waive", "003", "学籍卡", *WHO),
        ("fact", "002", "学校", "甲校"),
    ],
)
def test_a_decision_takes_the_day_and_reads_nothing_when_told(root: Path, words: tuple[str, ...]) -> None:
    assert run(words[0], root, *words[1:], "--today", "2022-03-18", "--no-read") == 0


def test_undo_refuses_what_was_changed_since(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("fact", root, "002", "学校", "甲校")
    run("confirm", root, "002", *WHO)
    text = case_yaml(root).read_text("utf-8")
    case_yaml(root).write_text(text.replace("甲校", "丙校"), encoding="utf-8")

    assert run("undo", root, "--last", "2") == 2
    assert "在那以后又改过" in capsys.readouterr().err
    assert "confirmed" in case_yaml(root).read_text("utf-8")
    assert run("undo", root) == 0


def test_what_can_be_taken_back_is_listed_without_whole_numbers(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("fact", root, "002", "身份证号", "411328201203059987", "--by", "王老师")
    run("fact", root, "002", "监护人1电话", "13708150899")
    capsys.readouterr()

    assert run("undo", root, "--list") == 0

    said = capsys.readouterr().out
    assert "王老师" in said
    assert "002 李涵欣 事实 身份证号" in said
    assert "411328201203059987" not in said
    assert "137****0899" in said
    assert [json.loads(line)["command"] for line in (root / "改动记录.jsonl").read_text("utf-8").splitlines()] == [
        "fact", "fact",
    ]  # fmt: skip


def test_a_torn_case_file_stops_a_decision_with_exit_3(root: Path) -> None:
    case_yaml(root).write_text("files: [\n", encoding="utf-8")

    assert run("confirm", root, "002", *WHO) == 3
    assert case_yaml(root).read_text("utf-8") == "files: [\n"


def test_what_a_clerk_calls_a_paper_is_echoed_as_what_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("assign", root, "002", "村", "户籍卡") == 0
    assert "是「户籍卡」→户口簿复印件" in capsys.readouterr().out


def test_the_command_of_a_finding_settles_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root / "001-黄欣梓"
    (folder / "IMG 1 (2).jpg").write_bytes(a_photo("white"))
    (folder / "村委证明 $2.jpg").write_bytes((folder / "村委证明.jpg").read_bytes())
    (folder / "坏.pdf").write_bytes(b"")
    _, report = check_json(root, capsys, "--case", "001")
    findings = report["cases"][0]["findings"]
    assert {one["rule"] for one in findings} >= {"unassigned", "duplicate-file", "empty-file"}

    for command in [one["command"] for one in findings if one["command"] is not None]:
        assert run(*shlex.split(command)[1:]) == 0

    left = rules_of(root, capsys, "001")
    assert not set(left) & {"unassigned", "empty-file", "duplicate-file"}
    assert all(one["command"] is None for one in report["findings"])


def test_the_commands_of_a_roster_with_faults_settle_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is run as it stands; what only a person knows is a blank, which is refused as it stands."""
    root = a_workspace(tmp_path / "2022春")
    (root / "名册.csv").write_text(
        "序号,姓名,身份证号,性别,类别,辍学日期,复学日期,是否已开展劝返,劝返结果,未复学原因,劝返次数,劝返过程详细记录\n"
        "1,黄欣梓,411328201203059995,女,K,2022-02-01,2022-03-01,否,未复学,外出,3,2022年2月9日赵文博到家中劝返\n"
        "2,李涵欣,411328201203059985,女,A,,,,,,,\n3,阿依古丽·买买提,411328201109189996,男,Q,,,,,,,\n",
        encoding="utf-8",
    )
    _, report = check_json(root, capsys)
    found = {one["id"]: one["findings"] for one in report["cases"]}
    faults = {"id-sex", "facts-contradict", "count-mismatch"}
    assert {one["rule"] for one in found["001"]} >= faults

    for one in found["001"]:
        if one["rule"] in faults:
            assert run(*shlex.split(one["command"])[1:]) == 0

    assert not faults & set(rules_of(root, capsys, "001"))
    blanks = [one["command"] for case in ("002", "003") for one in found[case] if "【" in (one["command"] or "")]
    assert len(blanks) == 2
    assert [run(*shlex.split(command)[1:]) for command in blanks] == [2, 2]
    assert "是要您填的空" in capsys.readouterr().err


def test_a_fact_is_taken_from_the_paper_that_says_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fact", root, "002", "身份证号", "--from", "村") == 2
    assert "没有读到身份证号" in capsys.readouterr().err
    assert run("fact", root, "002", "身份证号", "411328201203059987", "--from", "村") == 2
