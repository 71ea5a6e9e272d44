"""What lies in the workspace now, and in which cases something is other than before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dossier.model import Case

_TOLD_ELSEWHERE = ("改动记录.jsonl", "导出记录.jsonl")
"""Records that no judgement rests on."""

Seen = Mapping[str, tuple[int, int]]
"""Path from the workspace, as the disk spells it → (size, modified_ns)."""


def look_round(root: Path) -> Seen:
    """Names, sizes and times of all that a person may change in the workspace."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith((".", "~$")) or name.endswith(".tmp"):
                        continue
                    path = f"{folder}/{name}" if folder else name
                    if entry.is_dir(follow_symlinks=False):
                        waiting += [path] if path != "output" else []
                        found[path] = (-1, 0)
                    else:
                        told = entry.stat(follow_symlinks=False)
                        found[path] = (told.st_size, told.st_mtime_ns)
        except OSError:
            continue  # gone meanwhile; the next look tells
    return found


def changed_cases(root: Path, before: Seen, now: Seen, cases: Iterable[Case]) -> frozenset[str] | None:
    """The cases in whose folders something is other; None where something is that belongs to no case."""
    paths = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    paths -= set(_TOLD_ELSEWHERE)
    folders = {case.disk_folder or case.folder or "": case.id for case in cases if case.folder}
    found = set()
    for path in paths:
        owner = _owner(path, folders)
        if owner is None or path in folders:
            return None
        found.add(owner)
    return frozenset(found)


def _owner(path: str, folders: Mapping[str, str]) -> str | None:
    """The case in whose folder a path lies."""
    while path:
        if path in folders:
            return folders[path]
        path = path.rpartition("/")[0]
    return None
