"""Decisions written together: all case.yaml files or none, and one line a command."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dossier.errors import DossierError, OutputError
from dossier.model import Command
from dossier.workspace import Decision, entry_of, read_commands, write_decisions
from dossier.workspace.case_file import HEAD, open_case_file
from tests.workspace.build import SPECS, a_workspace, the_case

NOW = datetime(2022, 3, 18, 9, 30, tzinfo=UTC)
PERSON = {"by": "王", "on": "2022-03-18", "reason": "已核实"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "ws", None, "001-黄欣梓/证明.pdf", "002-李涵欣/a.pdf")


def decide(root: Path, *entries: tuple[str, str, tuple[str, ...], Any], command: str = "fill") -> Command | None:
    decisions = [
        Decision(case=the_case(root, case), section=section, key=key, value=value)
        for case, section, key, value in entries
    ]
    return write_decisions(root, SPECS, decisions, command=command, by="王", now=NOW)


def text_of(root: Path, folder: str = "001-黄欣梓") -> str:
    return (root / folder / "case.yaml").read_text("utf-8")


def test_every_kind_of_decision_is_written_and_understood(root: Path) -> None:
    decide(
        root,
        ("001", "facts", ("guardian1.phone",), "13708150899"),
        ("001", "facts", ("id_number",), "411328201203059995"),
        ("001", "waived", ("household-register",), PERSON),
        ("001", "confirmed", (), PERSON),
        ("001", "accepted", ("blurred", "证明.pdf", ""), {"rule": "blurred", "path": "证明.pdf", **PERSON}),
        ("001", "files", ("证明.pdf",), {"not": ["other"], "type": "police-certificate"}),
    )

    case = the_case(root, "001")
    assert case.findings == ()
    assert case.decisions.facts == {"guardian1.phone": "13708150899", "id_number": "411328201203059995"}
    assert list(case.decisions.waived) == ["household-register"]
    assert case.decisions.confirmed is not None
    assert [(one.rule, one.path) for one in case.decisions.accepted] == [("blurred", "证明.pdf")]
    assert case.decisions.refused == {"证明.pdf": ("other",)}
    assert text_of(root) == HEAD + (
        "files:\n  证明.pdf: {not: [other], type: police-certificate}  # 王 2022-03-18\n"
        "facts:\n  监护人1电话: '13708150899'  # 王 2022-03-18\n  身份证号: '411328201203059995' # 王 2022-03-18\n"
        "waived:\n  household-register: {by: 王, on: 2022-03-18, reason: 已核实}\n"
        "confirmed: {by: 王, on: 2022-03-18, reason: 已核实}\n"
        "accepted:\n  - {rule: blurred, path: 证明.pdf, by: 王, on: 2022-03-18, reason: 已核实}\n"
    )


def test_one_command_is_one_line_of_the_record(root: Path) -> None:
    decide(root, ("001", "facts", ("school",), "甲校"), ("002", "facts", ("school",), "乙校"))
    decide(root, ("001", "facts", ("school",), "丙校"), command="fact")

    commands, unread = read_commands(root)
    assert unread == 0
    found = [(one.command, one.who, [(each.case, each.before, each.after) for each in one.changes]) for one in commands]
    assert found == [
        ("fill", "王", [("001", None, "甲校"), ("002", None, "乙校")]),
        ("fact", "王", [("001", "甲校", "丙校")]),
    ]
    lines = (root / "改动记录.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["when"] for line in lines] == ["2022-03-18T09:30:00+00:00"] * 2


def test_what_stands_so_already_writes_nothing(root: Path) -> None:
    decide(root, ("001", "facts", ("school",), "甲校"))
    before = text_of(root)

    assert decide(root, ("001", "facts", ("school",), "甲校")) is None
    assert (text_of(root), len(read_commands(root)[0])) == (before, 1)


def test_a_torn_line_costs_that_line(root: Path) -> None:
    decide(root, ("001", "facts", ("school",), "甲校"))
    with (root / "改动记录.jsonl").open("ab") as stream:
        stream.write(b'{"schema": 1, "id": "x')
    decide(root, ("001", "facts", ("school",), "乙校"))

    commands, unread = read_commands(root)
    assert ([one.changes[0].after for one in commands], unread) == (["甲校", "乙校"], 1)


def test_where_one_file_cannot_be_written_none_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(root, ("001", "facts", ("school",), "甲校"))
    before = text_of(root)
    write = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if "002" in str(target):
            raise PermissionError(13, "open elsewhere")
        return write(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="002-李涵欣"):
        decide(root, ("001", "facts", ("school",), "丙校"), ("002", "facts", ("school",), "乙校"))

    assert text_of(root) == before
    assert not (root / "002-李涵欣" / "case.yaml").exists()
    assert len(read_commands(root)[0]) == 1


OLD = """\
# 头
facts:
  学校: 甲校   # 问过
  # 年级待查
  年级: 三
# 认可的
accepted:
  - {rule: blurred, by: 王, reason: 看得清}   # 一
  # 第二条
  - {rule: no-seal, path: 证明.pdf, by: 王, reason: 有章}
  # 完
确认: {谁: 李, 理由: 好}
# 尾
"""


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("facts", ("school",)),
        ("facts", ("grade",)),
        ("accepted", ("blurred", "", "")),
        ("accepted", ("no-seal", "证明.pdf", "")),
        ("confirmed", ()),
    ],
)
def test_taking_an_entry_away_keeps_every_line_of_comment_and_the_rest(
    root: Path, section: str, key: tuple[str, ...]
) -> None:
    (root / "001-黄欣梓" / "case.yaml").write_text(OLD, encoding="utf-8")
    assert entry_of(root, the_case(root, "001"), SPECS, section, key) is not None

    decide(root, ("001", section, key, None))

    text = text_of(root)
    lines = [line.strip() for line in OLD.splitlines() if line.strip().startswith("#")]
    assert [line for line in lines if line not in text] == []
    assert entry_of(root, the_case(root, "001"), SPECS, section, key) is None
    case = the_case(root, "001")
    assert case.findings == ()
    assert len(case.decisions.facts) + len(case.decisions.accepted) + (case.decisions.confirmed is not None) == 4


def test_all_entries_may_be_taken_away_one_by_one(root: Path) -> None:
    (root / "001-黄欣梓" / "case.yaml").write_text(OLD, encoding="utf-8")
    for section, key in (
        ("confirmed", ()), ("accepted", ("no-seal", "证明.pdf", "")), ("facts", ("school",)),
        ("accepted", ("blurred", "", "")), ("facts", ("grade",)),
    ):  # fmt: skip
        decide(root, ("001", section, key, None))

    assert [line for line in text_of(root).splitlines() if line.strip() and not line.strip().startswith("#")] in (
        [], ["{}"],
    )  # fmt: skip
    assert "# 年级待查" in text_of(root)
    assert the_case(root, "001").findings == ()


def test_a_file_that_the_program_made_goes_with_its_last_entry(root: Path) -> None:
    decide(root, ("001", "facts", ("school",), "甲校"), ("001", "confirmed", (), PERSON))
    decide(root, ("001", "confirmed", (), None))
    assert (root / "001-黄欣梓" / "case.yaml").exists()

    decide(root, ("001", "facts", ("school",), None))

    assert not (root / "001-黄欣梓" / "case.yaml").exists()


def test_a_file_in_which_a_person_wrote_stays(root: Path) -> None:
    decide(root, ("001", "confirmed", (), PERSON))
    path = root / "001-黄欣梓" / "case.yaml"
    path.write_text(path.read_text("utf-8") + "# 家长要求保密\n", encoding="utf-8")

    decide(root, ("001", "confirmed", (), None))

    assert "# 家长要求保密" in path.read_text("utf-8")


def test_what_is_written_twice_is_not_guessed_between(root: Path) -> None:
    (root / "001-黄欣梓" / "case.yaml").write_text("facts: {学校: 甲}\nfacts: {年级: 三}\n", encoding="utf-8")

    with pytest.raises(DossierError, match="没有改动"):
        decide(root, ("001", "facts", ("school",), "乙"))


def test_two_windows_that_decide_at_once_lose_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reads slowly before it writes: without taking turns the second would write over the first."""

    def slowly(*given: Any) -> Any:
        file = open_case_file(*given)
        time.sleep(0.2)
        return file

    monkeypatch.setattr("dossier.workspace.deciding.open_case_file", slowly)
    facts = {"school": "城郊一小", "grade": "三年级"}
    windows = [
        threading.Thread(target=decide, args=(root, ("001", "facts", (field,), value)))
        for field, value in facts.items()
    ]
    for window in windows:
        window.start()
    for window in windows:
        window.join()

    assert the_case(root, "001").decisions.facts == facts
    assert len(read_commands(root)) == 2
