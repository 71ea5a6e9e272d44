"""Decisions written by command: into case.yaml, comments and order kept, and one line a command into the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dossier.errors import DossierError, OutputError, UsageError, WorkspaceError
from dossier.files.schema import refuse_newer_lines
from dossier.files.write import writing
from dossier.model import Case, Change, Command, Specs
from dossier.workspace.case_file import CaseFile, Key, is_same, open_case_file
from dossier.workspace.record import RECORD, append_command

_PATIENCE = 10.0
"""Seconds that one window waits for another that decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One entry of a case.yaml to be written; `value` None takes it away.

    `section` and `key` as in `Change`; fields are those of a row (guardian1.phone). Values are plain: texts, whole
    numbers, lists, mappings with the English keys of case.yaml.
    """

    case: Case
    section: str
    key: Key
    value: Any


def write_decisions(
    root: Path,
    specs: Specs,
    decisions: Sequence[Decision],
    *,
    command: str,
    by: str,
    now: datetime,
    undoes: Sequence[tuple[str, int]] = (),
    day: str = "",
) -> Command | None:
    """Write all of `decisions`, of one case or many, as one command; None where everything stands so already.

    `day` is the day that stands behind an entry with who decided (default: that of `now`). All case.yaml files are
    written or none. Raises UsageError for a case without a folder, WorkspaceError where a case.yaml cannot be
    understood, OutputError where one cannot be written.
    """
    with alone(root):
        refuse_newer_lines(root / RECORD, WorkspaceError)  # before anything is written that it would have to hold
        signature = f"{' '.join(by.split())} {day or now.date().isoformat()}".strip()
        files: dict[str, CaseFile] = {}
        changes: list[Change] = []
        for one in decisions:
            if one.case.folder is None:
                raise UsageError(f"{one.case.id} {one.case.name} 没有文件夹", hint="请先建好文件夹，放进材料。")
            if one.case.id not in files:
                files[one.case.id] = open_case_file(root, one.case, specs)
            file = files[one.case.id]
            before = file.get(one.section, one.key)
            if before == one.value or (None not in (before, one.value) and is_same(before, one.value)):
                continue
            file.put(one.section, one.key, one.value, signature if one.section in ("files", "facts") else "")
            changes.append(
                Change(
                    case=one.case.id,
                    name=one.case.name,
                    section=one.section,
                    key=one.key,
                    before=before,
                    after=one.value,
                )
            )
        if not changes:
            return None
        changed = {change.case for change in changes}
        written: list[CaseFile] = []
        try:
            for case_id in changed:
                written.append(files[case_id])
                files[case_id].save()
            return append_command(root, command, changes, who=by, now=now, undoes=undoes)
        except DossierError:
            for file in written:
                file.restore()
            raise


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Two windows that decide at once take turns, so that neither writes over what the other read before."""
    place = root / ".dossier" / "decisions.lock"
    with writing(root):
        place.parent.mkdir(exist_ok=True)
        lock = FileLock(place, timeout=_PATIENCE)
        try:
            lock.acquire()
        except Timeout:
            raise OutputError("另一个窗口正在记录决定", hint="请等几秒再试。") from None
    try:
        yield
    finally:
        lock.release()


def entry_of(root: Path, case: Case, specs: Specs, section: str, key: Key) -> Any:
    """What stands in the case's case.yaml now, as a plain value; None where nothing does."""
    return None if case.folder is None else open_case_file(root, case, specs).get(section, key)


def entries_of(root: Path, case: Case, specs: Specs) -> dict[tuple[str, Key], Any]:
    """All that stands in the case's case.yaml now: (section, key) → plain value."""
    return {} if case.folder is None else open_case_file(root, case, specs).entries()
