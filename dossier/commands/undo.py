"""`undo`: the last decisions are taken back, or listed."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from dossier.check import one_case
from dossier.commands.opening import read_specs
from dossier.errors import ExitCode, UsageError
from dossier.model import FACT_FIELDS, Change, Command
from dossier.report import mask
from dossier.terminal.output import say, show
from dossier.workspace import read_commands, read_workspace, undo, undoable

_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_COMMANDS = {"assign": "认定", "accept": "认可", "confirm": "确认", "waive": "免交", "fact": "改事实", "fill": "填空"}
_SECTIONS = {"files": "文件", "facts": "事实", "waived": "免交", "confirmed": "确认", "accepted": "认可"}


def run_undo(root: Path, case: str | None, *, last: int | None, listing: bool, by: str | None) -> int:
    """Take back the last commands, of one case or all; `listing` only shows them."""
    if not root.is_dir():
        raise UsageError(f"没有这个文件夹：{root}")
    specs = read_specs()
    workspace = read_workspace(root, specs)
    case_id = None if case is None else one_case(workspace.cases, case, root).id
    if listing:
        _list(root, case_id, last)
        return ExitCode.OK
    now = datetime.now().astimezone()
    gone = undo(root, specs, workspace.cases, last=last or 1, case_id=case_id, by=by or "", now=now)
    for command in gone:
        show(_masked(f"已撤销 {_when(command)} {_said(command)}"))
        for change in command.changes:
            show(_masked(f"  {_told(change, back=True)}"))
    return ExitCode.OK


def _list(root: Path, case_id: str | None, last: int | None) -> None:
    _, unread = read_commands(root)
    commands = undoable(root, case_id)
    shown = commands[-last:] if last else commands
    for command in reversed(shown):
        show(_masked(f"{_when(command)} {_said(command)}"))
        for change in command.changes:
            show(_masked(f"  {_told(change, back=False)}"))
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


def _told(change: Change, *, back: bool) -> str:
    names = [FACT_FIELDS.get(one.replace(".", "_"), one) for one in change.key if one]
    what = " ".join((_SECTIONS.get(change.section, change.section), *names))
    before, after = (change.after, change.before) if back else (change.before, change.after)
    return f"{change.case} {change.name} {what}：{_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, dict):
        return "、".join(f"{key} {_value(each)}" for key, each in value.items())
    return "、".join(map(_value, value)) if isinstance(value, list) else str(value)
