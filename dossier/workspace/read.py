"""The steps from a folder to a Workspace."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dossier.errors import NoRosterError, UsageError, WorkspaceError, disk_words
from dossier.model import Case, Specs, Workspace
from dossier.specs import PaperNames, category_of
from dossier.workspace.cases import CaseMaker
from dossier.workspace.columns import columns_of
from dossier.workspace.folders import INBOX, KNOWN
from dossier.workspace.importing import Proposed
from dossier.workspace.letters import followed, read_letters
from dossier.workspace.listing import list_files, read_folder
from dossier.workspace.names import is_record, is_skipped
from dossier.workspace.roster import read_roster, table_files
from dossier.workspace.settings import is_settings_file, read_settings


@dataclass(frozen=True, slots=True)
class OpenWorkspace:
    """A workspace that was read, and can be looked into again case by case."""

    workspace: Workspace
    _maker: CaseMaker

    def again(self, case_id: str) -> Case | None:
        """One case as its folder and its case.yaml are now, its files listed; None where the whole workspace has to be
        read again to tell."""
        return self._maker.again(case_id)


def read_workspace(root: Path, specs: Specs, *, instead: Proposed | None = None) -> Workspace:
    """The workspace of `open_workspace`, for who looks once."""
    return open_workspace(root, specs, instead=instead).workspace


def open_workspace(root: Path, specs: Specs, *, instead: Proposed | None = None) -> OpenWorkspace:
    """The workspace in `root`, understood by the words of `specs` but not judged; its files are listed, not opened.

    `instead`: as it would be with another roster.

    Raises UsageError where there is no such folder, WorkspaceError where settings or roster cannot be understood,
    SpecError where the alias table cannot.
    """
    if not root.is_dir():
        raise UsageError(f"没有这个文件夹：{root}", hint="请检查路径；文件夹名里有空格时要加引号。")
    columns = columns_of(specs)
    names = _names(root)
    settings = read_settings(root, names, columns)
    if instead is None:
        roster = read_roster(root, names, columns, settings.roster, settings.columns)
    else:
        wish = f"{instead.path.name}#{instead.sheet}"
        roster = read_roster(instead.path.parent, [instead.path.name], columns, wish, instead.columns)
    top = read_folder(root, leave=KNOWN)
    maker = CaseMaker(root, columns, partial(category_of, specs=specs), PaperNames(specs.paper_names), roster)
    cases = maker.cases(top)
    loose = [
        name
        for name in top.files
        if name != roster.file and not is_settings_file(name) and not is_skipped(name) and not is_record(name)
    ]
    made = Workspace(
        root=root,
        settings=settings,
        roster=roster.file,
        header=roster.header,
        cases=cases,
        findings=(*roster.findings, *maker.findings),
        unsorted=(*loose, *maker.loose, *_inbox(root)),
        letters=followed(read_letters(root), cases),
    )
    return OpenWorkspace(made, maker)


def is_workspace(root: Path, specs: Specs) -> bool:
    """Whether the folder has a roster of its own; so has one with two of them, or with settings that are wrong."""
    names = _names(root)
    if not table_files(names):
        return False
    columns = columns_of(specs)
    try:
        settings = read_settings(root, names, columns)
        read_roster(root, names, columns, settings.roster, settings.columns)
    except NoRosterError:
        return False
    except WorkspaceError:
        return True
    return True


def _names(root: Path) -> list[str]:
    """The plain files of the workspace itself, as the disk spells them."""
    try:
        with os.scandir(root) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError as caught:
        raise WorkspaceError(f"打不开文件夹 {root}：{disk_words(caught)}", hint="请检查磁盘和读取权限。") from None
    return sorted(names, key=lambda name: unicodedata.normalize("NFC", name))


def _inbox(root: Path) -> list[str]:
    inbox = root / INBOX
    if not inbox.is_dir() or inbox.is_symlink():
        return []
    return [f"{INBOX}/{path}" for path in list_files(read_folder(inbox)).paths]
