"""What lies in a folder, to the bottom: evidence files, special files, skipped ones. Files are listed, never opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dossier.errors import disk_words
from dossier.files.names import MANIFEST
from dossier.files.order import sort_key
from dossier.workspace.names import DECISIONS, is_skipped, shown_names


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: names as people see them; `disk` maps those that the disk spells otherwise."""

    name: str
    path: str
    """Relative to the workspace, with `/`; '' for the workspace itself."""
    disk_path: str
    files: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()
    special: tuple[str, ...] = ()
    disk: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    """Why it could not be listed."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All files below a folder, as paths relative to it, sorted."""

    paths: tuple[str, ...]
    special: tuple[str, ...]
    skipped: tuple[str, ...]
    disk_paths: Mapping[str, str]
    unlisted: tuple[tuple[str, str], ...]
    """Sub-folders that could not be listed, and why."""


class _Entries(NamedTuple):
    """One folder as scanned, its sub-folders still names."""

    path: str
    disk_path: str
    folders: list[str]
    files: list[str]
    special: list[str]
    disk: dict[str, str]
    problem: str = ""

    def below(self, name: str) -> tuple[str, str]:
        """The path of something in it, as people see it and as the disk spells it."""
        disk = self.disk.get(name, name)
        return (f"{self.path}/{name}", f"{self.disk_path}/{disk}") if self.path else (name, disk)


def read_folder(root: Path, *, leave: frozenset[str] = frozenset(), at: tuple[str, str] = ("", "")) -> Folder:
    """The tree below `root`, without its own sub-folders named in `leave` and hidden ones. Links are not followed.

    `at`: only what lies in this folder below it, with paths from `root` (as people see it, as the disk spells it).
    """
    top = _scan(root, *at)
    pending = [top.below(name) for name in top.folders if at[0] or (name not in leave and not name.startswith("."))]
    found = [top]
    while pending:
        here = _scan(root, *pending.pop())
        found.append(here)
        pending += [here.below(name) for name in here.folders]
    children: dict[str, list[Folder]] = {}
    for here in reversed(found[1:]):  # parents were scanned before their children
        children.setdefault(here.path.rpartition("/")[0], []).append(_folder(here, children))
    return _folder(top, children)


def _scan(root: Path, path: str, disk_path: str) -> _Entries:
    here = _Entries(path, disk_path, [], [], [], {})
    try:
        with os.scandir(root / disk_path) as entries:
            found = {entry.name: entry for entry in entries}
    except OSError as caught:
        return here._replace(problem=disk_words(caught))
    for disk, name in shown_names(found).items():
        _kind_of(found[disk], here).append(name)
        if disk != name:
            here.disk[name] = disk
    return here


def _kind_of(entry: os.DirEntry[str], here: _Entries) -> list[str]:
    try:
        if entry.is_symlink() or (hasattr(entry, "is_junction") and entry.is_junction()):
            return here.special
        if entry.is_dir(follow_symlinks=False):
            return here.folders
        return here.files if entry.is_file(follow_symlinks=False) else here.special
    except OSError:
        return here.special


def _folder(here: _Entries, children: Mapping[str, list[Folder]]) -> Folder:
    return Folder(
        name=here.path.rpartition("/")[2],
        path=here.path,
        disk_path=here.disk_path,
        files=tuple(sorted(here.files, key=sort_key)),
        folders=tuple(sorted(children.get(here.path, ()), key=lambda folder: sort_key(folder.name))),
        special=tuple(sorted(here.special, key=sort_key)),
        disk=here.disk,
        problem=here.problem,
    )


def list_files(top: Folder) -> Listing:
    """Everything below a case folder; case.yaml at its top is no evidence."""
    paths: list[str] = []
    special: list[str] = []
    skipped: list[str] = []
    unlisted: list[tuple[str, str]] = []
    disk_paths: dict[str, str] = {}
    pending = [top]
    while pending:
        folder = pending.pop()
        inside = folder.path[len(top.path) :].lstrip("/")
        inside_disk = folder.disk_path[len(top.disk_path) :].lstrip("/")
        own = is_own_output(folder)
        for name in (*folder.files, *folder.special):
            path = f"{inside}/{name}" if inside else name
            disk = folder.disk.get(name, name)
            disk = f"{inside_disk}/{disk}" if inside_disk else disk
            if disk != path:
                disk_paths[path] = disk
            if folder is top and name.casefold() in DECISIONS:
                continue
            if is_skipped(name) or own:
                skipped.append(path)
            else:
                (special if name in folder.special else paths).append(path)
        if folder.problem:
            unlisted.append((inside, folder.problem))
        pending += folder.folders
    return Listing(_sorted(paths), _sorted(special), _sorted(skipped), disk_paths, tuple(sorted(unlisted)))


def _sorted(paths: list[str]) -> tuple[str, ...]:
    return tuple(sorted(paths, key=sort_key))


def is_own_output(folder: Folder) -> bool:
    """Whether the program wrote this folder: a finished dossier with its manifest."""
    return MANIFEST in folder.files and any(f"{folder.name}{ending}" in folder.files for ending in (".pdf", ".docx"))
