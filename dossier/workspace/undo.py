"""Taking back, and doing again: what the last commands changed stands again as it stood before them, or after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dossier.errors import UsageError
from dossier.model import FACT_FIELDS, Case, Change, Command, Specs
from dossier.workspace.case_file import is_same
from dossier.workspace.deciding import Decision, entry_of, write_decisions
from dossier.workspace.record import read_commands

UNDO = "undo"
REDO = "redo"
"""Takes an undo back: a command of its own, which can be undone again."""


def undoable(root: Path, case_id: str | None = None) -> tuple[Command, ...]:
    """The commands that can be taken back, oldest first, each with the changes that still can; of one case or all."""
    commands, _ = read_commands(root)
    gone = {place for command in commands for place in command.undoes}
    left = []
    for command in commands:
        if command.command == UNDO:
            continue
        changes = [
            change
            for at, change in enumerate(command.changes)
            if (command.id, at) not in gone and case_id in (None, change.case)
        ]
        if changes:
            left.append((command, tuple(changes)))
    return tuple(_only(command, changes) for command, changes in left)


def _only(command: Command, changes: tuple[Change, ...]) -> Command:
    return Command(id=command.id, when=command.when, command=command.command, who=command.who, changes=changes)


def undo(
    root: Path,
    specs: Specs,
    cases: Sequence[Case],
    *,
    last: int = 1,
    case_id: str | None = None,
    by: str = "",
    now: datetime,
) -> tuple[Command, ...]:
    """Take back the last commands (a batch is one), of one case or all; the commands taken back, newest first.

    Raises UsageError, with nothing written, where there are none, where an entry was changed since, or where its case
    or its folder is gone.
    """
    chosen = undoable(root, case_id)[-last:][::-1]
    if not chosen:
        raise UsageError("没有可以撤销的决定", hint="看改动记录：dossier undo 工作目录 --list。")
    if len(chosen) < last:
        raise UsageError(f"可以撤销的只有 {len(chosen)} 次", hint="看改动记录：dossier undo 工作目录 --list。")
    known = {case.id: case for case in cases}
    places = _places(root)
    standing: dict[tuple[str, str, tuple[str, ...]], Any] = {}
    undoes: list[tuple[str, int]] = []
    for command in chosen:
        for change in reversed(command.changes):
            case = _case_of(change, known)
            spot = (change.case, change.section, change.key)
            now_there = standing[spot] if spot in standing else entry_of(root, case, specs, change.section, change.key)
            if not _same(now_there, change.after):
                what = " ".join(FACT_FIELDS.get(one.replace(".", "_"), one) for one in change.key) or "这一条"
                said = f"{change.case} {change.name} 的「{what}」"
                raise UsageError(f"{said}在那以后又改过，没有撤销", hint="请直接改 case.yaml，或先撤销后来的改动。")
            standing[spot] = change.before
            undoes.append(places[command.id, id_of(change)])
    decisions = [
        Decision(case=known[case], section=section, key=key, value=value)
        for (case, section, key), value in standing.items()
    ]
    write_decisions(root, specs, decisions, command=UNDO, by=by, now=now, undoes=undoes)
    return chosen


def redoable(root: Path, case_id: str | None = None) -> Command | None:
    """The last undo that nothing was decided after, with the changes that are still undone; of one case or all."""
    commands, _ = read_commands(root)
    again = {place for command in commands if command.command == REDO for place in command.undoes}
    for command in reversed(commands):
        changes = [(at, change) for at, change in enumerate(command.changes) if case_id in (None, change.case)]
        if not changes or command.command == REDO:
            continue
        if command.command != UNDO:
            return None
        left = tuple(change for at, change in changes if (command.id, at) not in again)
        if left:
            return _only(command, left)
    return None


def redo(
    root: Path, specs: Specs, cases: Sequence[Case], *, case_id: str | None = None, by: str = "", now: datetime
) -> Command:
    """Do again what the last undo took back.

    Raises UsageError, with nothing written, where there is none, where an entry was changed since, or where its case
    or its folder is gone.
    """
    undone = redoable(root, case_id)
    if undone is None:
        raise UsageError("没有可以重做的", hint="撤销以后没有再改过别的，才能重做。")
    known = {case.id: case for case in cases}
    places, decisions, again = _places(root), [], []
    for change in undone.changes:
        case = _case_of(change, known)
        if not _same(entry_of(root, case, specs, change.section, change.key), change.after):
            raise UsageError(f"{change.case} {change.name} 在那以后又改过，没有重做", hint="请直接再改一次。")
        decisions.append(Decision(case=case, section=change.section, key=change.key, value=change.before))
        again.append(places[undone.id, id_of(change)])
    made = write_decisions(root, specs, decisions, command=REDO, by=by, now=now, undoes=again)
    return made if made is not None else undone


def id_of(change: Change) -> str:
    """What tells a change from the others of its command."""
    return repr((change.case, change.section, change.key))


def _places(root: Path) -> Mapping[tuple[str, str], tuple[str, int]]:
    return {
        (command.id, id_of(change)): (command.id, at)
        for command in read_commands(root)[0]
        for at, change in enumerate(command.changes)
    }


def _case_of(change: Change, known: Mapping[str, Case]) -> Case:
    case = known.get(change.case)
    if case is None or case.folder is None or case.name != change.name:
        raise UsageError(f"名册里已经没有 {change.case} {change.name}，没有撤销", hint="请先改好名册或文件夹，再撤销。")
    return case


def _same(one: Any, other: Any) -> bool:
    return one is other if None in (one, other) else is_same(one, other)
