"""A county folder: no roster of its own, and sub-folders that are workspaces."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.errors import DossierError, WorkspaceError, disk_words
from dossier.files.order import sort_key
from dossier.model import Case, Settings, Specs, Workspace
from dossier.review import is_same_unit
from dossier.workspace import columns_of, is_workspace, read_settings, read_workspace

_NEVER = frozenset(
    {"output", "fonts", "收件箱", "月报", "旧名册", "__MACOSX", "$RECYCLE.BIN", "System Volume Information"}
)
"""Folders of a county that are no unit; hidden ones are not either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFolder:
    """A sub-folder of a county: `name` as people see it, `root` as the disk spells it."""

    name: str
    root: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county folder and its sub-folders, in number order; whether each can be read shows when it is."""

    root: Path
    units: tuple[UnitFolder, ...]


def find_county(root: Path, specs: Specs) -> County | None:
    """The county in `root`, or None where it is a workspace itself, or nothing."""
    if not root.is_dir() or is_workspace(root, specs):
        return None
    units = _sub_folders(root)
    return County(root=root, units=units) if any(is_workspace(unit.root, specs) for unit in units) else None


def county_settings(county: County, specs: Specs) -> Settings:
    """What workspace.yaml in the county folder says. Raises WorkspaceError."""
    try:
        names = sorted(entry.name for entry in county.root.iterdir() if entry.is_file())
    except OSError as caught:
        raise WorkspaceError(
            f"打不开文件夹 {county.root}：{disk_words(caught)}", hint="请检查磁盘和读取权限。"
        ) from None
    return read_settings(county.root, names, columns_of(specs))


def unit_of_issuer(county: County, issuer: str, specs: Specs) -> UnitFolder | None:
    """The unit that calls itself so, where one does."""
    held = ((unit, workspace.settings) for unit, workspace in readable_units(county, specs))
    return next((unit for unit, own in held if own.unit and is_same_unit(issuer, own.unit, own.county)), None)


def _sub_folders(root: Path) -> tuple[UnitFolder, ...]:
    try:
        with os.scandir(root) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError as caught:
        raise WorkspaceError(f"打不开文件夹 {root}：{disk_words(caught)}", hint="请检查磁盘和读取权限。") from None
    shown = {name: unicodedata.normalize("NFC", name) for name in names}
    kept = [name for name in names if not name.startswith((".", "~$")) and shown[name] not in _NEVER]
    kept.sort(key=lambda name: sort_key(shown[name]))
    return tuple(UnitFolder(name=shown[name], root=root / name) for name in kept)


def readable_units(county: County, specs: Specs) -> Iterator[tuple[UnitFolder, Workspace]]:
    """Every unit that can be read, its cases as the county knows them (`in_county`)."""
    for unit in county.units:
        try:
            workspace = read_workspace(unit.root, specs)
        except DossierError:
            continue
        name = workspace.settings.unit or unit.name
        yield unit, replace(workspace, cases=tuple(in_county(case, unit.name, name) for case in workspace.cases))


def in_county(case: Case, folder: str, name: str) -> Case:
    """A case of a unit as the county knows it: its id and folder begin with the unit's folder."""
    return replace(
        case,
        id=f"{folder}/{case.id}",
        folder=f"{folder}/{case.folder}" if case.folder else None,
        disk_folder=f"{folder}/{case.disk_folder}" if case.disk_folder else None,
        unit=name,
        unit_folder=folder,
    )


def in_unit(case: Case) -> Case:
    """The case as its unit knows it: `in_county` taken back."""
    start = f"{case.unit_folder}/"
    return replace(
        case,
        id=case.own_id,
        folder=case.folder.removeprefix(start) if case.folder else None,
        disk_folder=case.disk_folder.removeprefix(start) if case.disk_folder else None,
        unit="",
        unit_folder="",
    )
