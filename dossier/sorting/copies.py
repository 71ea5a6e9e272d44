"""What a person confirmed → copies in the case folders. Never moves, never overwrites, never changes the heap."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from dossier.errors import OutputError, Place, WorkspaceError
from dossier.model import Case, Specs, Workspace
from dossier.review import paper_of
from dossier.sorting.sheet import Row, by_id, read_confirmed

_UNSAFE = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class Copied:
    """One row, done: where the copy lies; `note` says why nothing had to be copied."""

    source: str
    target: str
    note: str = ""


def copy_confirmed(workspace: Workspace, inbox: Path, sheet: Path, specs: Specs) -> tuple[Copied, ...]:
    """Copy every row of the sheet that says 是 into its case folder, named by its paper.

    Everything is checked before anything is copied: raises WorkspaceError naming every row that is wrong (no such
    child, paper, file or page; a file that changed since), OutputError where a copy cannot be written.
    """
    rows = read_confirmed(sheet)
    cases = {case.id: case for case in workspace.cases if case.in_roster}
    problems = [Place(sheet.name, f"第{row.row}行", why) for row in rows if (why := _wrong(row, inbox, cases, specs))]
    if problems:
        raise WorkspaceError(f"{sheet.name} 有 {len(problems)} 行不能照办", places=tuple(problems), hint="改正后再试。")
    taken: dict[Path, set[str]] = {}
    return tuple(_copy(row, inbox, workspace.root, cases, specs, taken) for row in rows)


def _wrong(row: Row, inbox: Path, cases: dict[str, Case], specs: Specs) -> str:
    source = inbox / row.path
    if not source.resolve().is_relative_to(inbox.resolve()) or not source.is_file() or source.is_symlink():
        return f"找不到文件「{row.path}」"
    if by_id(cases, row.case_id) is None:
        return f"名册里没有案号 {row.case_id}"
    if paper_of(row.type, specs) is None:
        return f"材料「{row.type}」不认识"
    if row.checksum and not _sha256(source).startswith(row.checksum):
        return f"「{row.path}」和生成建议时不一样了"
    if row.pages and source.suffix.lower() != ".pdf":
        return f"「{row.path}」不是 PDF，不能只取其中几页"
    if row.pages and max(row.pages) > _page_count(source):
        return f"「{row.path}」没有第 {max(row.pages)} 页"
    return ""


def _copy(
    row: Row, inbox: Path, root: Path, cases: dict[str, Case], specs: Specs, taken: dict[Path, set[str]]
) -> Copied:
    case = cases[by_id(cases, row.case_id) or ""]
    folder = case.on_disk(root, "") if case.folder else root / _safe(f"{case.id}-{case.name}")
    source = inbox / row.path
    paper = specs.papers[paper_of(row.type, specs) or ""]
    try:
        folder.mkdir(exist_ok=True)
        if folder not in taken:
            taken[folder] = {_sha256(path) for path in folder.rglob("*") if path.is_file()}
        data = _pages_of(source, row.pages) if row.pages else None
        digest = hashlib.sha256(data).hexdigest() if data is not None else _sha256(source)
        if digest in taken[folder]:
            return Copied(row.path, str(folder), "文件夹里已有同样的文件，没有再复制")
        target = _free(folder, _safe(f"{paper.short or paper.title}_{source.stem}"), source.suffix)
        _write(source, data, target)
    except OSError as error:
        raise OutputError(f"{folder} 写不进去：{error.strerror or error}", hint="请检查磁盘空间和写入权限。") from None
    taken[folder].add(digest)
    return Copied(row.path, str(target))


def _write(source: Path, data: bytes | None, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if data is None:
            shutil.copy2(source, beside)
        else:
            beside.write_bytes(data)
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """A name that nobody has in the folder yet."""
    target, number = folder / f"{stem}{suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}({number}){suffix}"
    return target


def _pages_of(source: Path, pages: Sequence[int]) -> bytes:
    """The pages of a PDF as a PDF, as they are; the same pages give the same bytes."""
    out = io.BytesIO()
    with pikepdf.open(source) as whole, pikepdf.new() as part:
        for page in pages:
            part.pages.append(whole.pages[page - 1])
        part.save(out, deterministic_id=True)
    return out.getvalue()


def _page_count(source: Path) -> int:
    try:
        with pikepdf.open(source) as whole:
            return len(whole.pages)
    except pikepdf.PdfError:
        return 0


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _safe(name: str) -> str:
    """A file name that Windows takes, of at most 80 characters."""
    plain = "".join("_" if sign in _UNSAFE or not sign.isprintable() else sign for sign in name)
    return plain.strip(" .")[:80] or "材料"
