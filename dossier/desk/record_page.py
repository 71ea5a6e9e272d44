"""The record of decisions in words. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dossier.model import FACT_FIELDS, Change, Command
from dossier.report import mask

_COMMANDS = {"assign": "认定", "accept": "认可", "confirm": "确认", "waive": "免交", "fact": "改事实", "fill": "填空",
             "undo": "撤销", "redo": "重做", "merge": "合并"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A decision as a line."""

    id: str
    when: str
    who: str
    what: str
    details: tuple[str, ...]
    case: str


def record_rows(commands: Sequence[Command]) -> tuple[RecordRow, ...]:
    """A row a command."""
    return tuple(_row(one) for one in commands)


def _row(command: Command) -> RecordRow:
    first = command.changes[0] if command.changes else None
    many = f"（{len(command.changes)} 处）" if len(command.changes) > 1 else ""
    about = f" {first.case} {first.name}" if first is not None else ""
    return RecordRow(
        id=command.id,
        when=command.when[:16].replace("T", " "),
        who=command.who,
        what=f"{_COMMANDS.get(command.command, command.command)}{many}{about}",
        details=tuple(_told(change) for change in command.changes[:20]),
        case=first.case if first is not None else "",
    )


def _told(change: Change) -> str:
    names = [FACT_FIELDS.get(one.replace(".", "_"), one) for one in change.key if one]
    return mask(f"{' '.join(names)}：{_value(change.before)} → {_value(change.after)}")


def _value(value: Any) -> str:
    if value is None:
        return "（无）"
    if isinstance(value, dict):
        return "、".join(_value(each) for each in value.values())
    return "、".join(map(_value, value)) if isinstance(value, list) else str(value)
