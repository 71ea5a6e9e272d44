"""What a command changed in case.yaml files, for the record and for taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of one case.yaml: what stood before and what stands now, as plain values; None: nothing."""

    case: str
    """Id of the case."""
    name: str
    section: str
    """files, facts, waived, confirmed, accepted."""
    key: tuple[str, ...]
    """(path,), (field,), (type,), () of the confirmation, (rule, path, other case)."""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line of 改动记录.jsonl: one command, a batch is one."""

    id: str
    when: str
    """ISO, with the time of day."""
    command: str
    """assign, accept, confirm, waive, fact, fill, undo, redo …"""
    who: str = ""
    changes: tuple[Change, ...] = ()
    undoes: tuple[tuple[str, int], ...] = ()
    """For undo: id of a command and the place of a change in it, for each that was taken back; for redo: of
    the undo."""
