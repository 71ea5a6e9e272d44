"""`undo`: the last decisions are taken back, or listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dossier.check import one_case
from dossier.commands.decide import standing, tell_state
from dossier.commands.opening import read_specs, this_day
from dossier.errors import ExitCode, UsageError
from dossier.findings import RULES, rule_title
from dossier.model import FACT_FIELDS, Change, Command
from dossier.report import mask
from dossier.terminal.output import say, show
from dossier.workspace import read_commands, read_workspace, undo, undoable

_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_COMMANDS = {
    "assign": "认定",
    "accept": "认可",
    "confirm": "确认",
    "waive": "免交",
    "fact": "改事实",
    "fill": "填空",
    "redo": "重做",
}
_WORDS = {
    "parts": "",
    "type": "材料",
    "also": "也算",
    "pages": "页",
    "turn": "转",
    "left_out": "不放",
    "flat": "拉平",
    "same_sheet": "同一页",
    "not": "不是",
    "by": "谁",
    "on": "日期",
    "reason": "理由",
    "rule": "问题",
    "path": "文件",
    "with": "另一个学生",
}
_SECTIONS = {"files": "文件", "facts": "事实", "waived": "免交", "confirmed": "确认", "accepted": "认可"}


def run_undo(
    root: Path,
    case: str | None,
    *,
    last: int | None,
    listing: bool,
    by: str | None,
    read: bool = True,
    today: date | None = None,
) -> int:
    """Take back the last commands, of one case or all, and say how the cases stand now; `listing` only shows them."""
    if not root.is_dir():
        raise UsageError(f"没有这个文件夹：{root}")
    specs = read_specs()
    workspace = read_workspace(root, specs)
    case_id = None if case is None else one_case(workspace.cases, case, root).id
    titles = {kind: paper.title for kind, paper in specs.papers.items()}
    if listing:
        _list(root, case_id, last, titles)
        return ExitCode.OK
    with standing(root, specs, this_day(today), read=read) as reviews_of:
        before = reviews_of(workspace)
        now = datetime.now().astimezone()
        gone = undo(root, specs, workspace.cases, last=last or 1, case_id=case_id, by=by or "", now=now)
        for command in gone:
            show(_masked(f"已撤销 {_when(command)} {_said(command)}"))
            for change in command.changes:
                show(_masked(f"  {_told(change, titles, back=True)}"))
        after = reviews_of(read_workspace(root, specs))
    for one in dict.fromkeys(change.case for command in gone for change in command.changes):
        if one in before and one in after:
            tell_state(before[one], after[one])
    return ExitCode.OK


def _list(root: Path, case_id: str | None, last: int | None, titles: Mapping[str, str]) -> None:
    _, unread = read_commands(root)
    commands = undoable(root, case_id)
    shown = commands[-last:] if last else commands
    for command in reversed(shown):
        show(_masked(f"{_when(command)} {_said(command)}"))
        for change in command.changes:
            show(_masked(f"  {_told(change, titles, back=False)}"))
    show(f"\n可以撤销的共 {len(commands)} 次。" if commands else "没有可以撤销的决定。")
    if unread:
        say(f"改动记录里有 {unread} 行读不出来，没有列出。")


def _masked(text: str) -> str:
    """Without the middle of numbers and telephones."""
    return _PHONE.sub(r"\1****\2", mask(text))


def _when(command: Command) -> str:
    return command.when[:16].replace("T", " ")


def _said(command: Command) -> str:
    batch = f"（{len(command.changes)} 处）" if len(command.changes) > 1 else ""
    return f"{_COMMANDS.get(command.command, command.command)}{batch} {command.who}".rstrip()


def _told(change: Change, titles: Mapping[str, str], *, back: bool) -> str:
    names = [FACT_FIELDS.get(one.replace(".", "_")) or _word(one, titles) for one in change.key if one]
    what = " ".join((_SECTIONS.get(change.section, change.section), *names))
    before, after = (change.after, change.before) if back else (change.before, change.after)
    return f"{change.case} {change.name} {what}：{_value(before, titles)} → {_value(after, titles)}"


def _value(value: Any, titles: Mapping[str, str]) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "、".join(f"{_WORDS.get(key, key)} {_value(each, titles)}".strip() for key, each in value.items())
    if isinstance(value, list):
        return "；".join(_value(each, titles) for each in value)
    return _word(str(value), titles)


def _word(text: str, titles: Mapping[str, str]) -> str:
    """What a paper or a rule is called; anything else as it is."""
    return titles.get(text) or (rule_title(text) if text in RULES else text)
