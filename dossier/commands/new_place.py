"""Where a command puts a folder that it makes for others: nothing there is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier.errors import UsageError
from dossier.model import Workspace


def new_place(workspaces: Sequence[Workspace], target: Path, day: date, *, name: str, among: str, taken: str) -> Path:
    """`target` where it is new or empty, else a folder of its own in it: `name` and the day.

    Raises UsageError: in the words `among` where it lies among the evidence, `taken` where that folder stands already.
    """
    roots = [workspace.root.resolve() for workspace in workspaces]
    folders = [one.root.resolve() / case.folder for one in workspaces for case in one.cases if case.folder]
    if target.resolve() in roots or any(target.resolve().is_relative_to(one) for one in folders):
        raise UsageError(f"{among}：{target}", hint="请另写一个文件夹。")
    if target.is_file():
        raise UsageError(f"{target} 是文件", hint="请写一个文件夹。")
    if not target.is_dir() or not any(target.iterdir()):
        return target
    place = target / f"{name}-{day.isoformat()}"
    if place.exists():
        raise UsageError(f"{place} {taken}", hint="请换一个文件夹，或先移走它。")
    return place
