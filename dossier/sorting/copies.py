"""What a person confirmed → copies in the case folders. Never moves, never overwrites, never changes the heap."""

from __future__ import annotations

import hashlib
import io
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from dossier.errors import OutputError, Place, WorkspaceError, disk_words
from dossier.files.hashes import sha256_of
from dossier.files.names import free_of_devices
from dossier.files.write import replacing
from dossier.model import Case, PaperType, Specs, Workspace
from dossier.review import SURE, Names
from dossier.sorting.sheet import Row, by_id, read_confirmed
from dossier.sorting.zips import Heap
from dossier.specs import PaperNames

_UNSAFE = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class Copied:
    """One row, done: where the copy lies; `note` says why nothing had to be copied."""

    source: str
    target: str
    note: str = ""


@dataclass(slots=True)
class _Desk:
    """What every row is copied with."""

    heap: Heap
    root: Path
    cases: dict[str, Case]
    specs: Specs
    papers: PaperNames
    names: Names
    taken: dict[Path, dict[str, str]] = field(default_factory=dict)
    """Case folder → checksum of each file in it → its path there."""

    def children(self, text: str) -> list[str]:
        """Ids of the children that a row names: by id, else by name."""
        own = by_id(self.cases, text)
        if own is not None:
            return [own]
        name = "".join(text.split())
        return [case.id for case in self.cases.values() if name and "".join(case.name.split()) == name]

    def meant(self, row: Row) -> str:
        """The id of the paper that a checked row names."""
        return self.papers.find(row.type) or ""


def copy_confirmed(workspace: Workspace, heap: Heap, sheet: Path, specs: Specs) -> tuple[Copied, ...]:
    """Copy every row of the sheet that says 是 into its case folder, named by its paper.

    Everything is checked before anything is copied: raises WorkspaceError naming every row that is wrong (no such
    child, paper, file or page; a file that changed since), OutputError where a copy cannot be written.
    """
    return copy_rows(workspace, heap, read_confirmed(sheet), specs, named=sheet.name)


def copy_rows(
    workspace: Workspace, heap: Heap, rows: Sequence[Row], specs: Specs, *, named: str = "确认"
) -> tuple[Copied, ...]:
    """The same for rows that a person confirmed elsewhere; `named`: what complaints call them."""
    cases = {case.id: case for case in workspace.cases}
    desk = _Desk(heap, workspace.root, cases, specs, PaperNames(specs.paper_names), Names(specs))
    problems = [Place(named, f"第{row.row}行", why) for row in rows if (why := _wrong(row, desk))]
    if problems:
        raise WorkspaceError(f"{named} 有 {len(problems)} 行不能照办", places=tuple(problems), hint="改正后再试。")
    return tuple(_copy(row, desk) for row in rows)


def _wrong(row: Row, desk: _Desk) -> str:
    source = desk.heap.place(row.path)
    if source is None or not source.is_file() or source.is_symlink():
        return f"找不到文件「{row.path}」"
    meant = desk.children(row.case_id)
    if not meant:
        return f"名册里没有案号或姓名「{row.case_id}」"
    if len(meant) > 1:
        return f"叫「{row.case_id}」的有 {len(meant)} 个学生（{'、'.join(meant)}），请写案号"
    if desk.papers.find(row.type) is None:
        return desk.papers.problem(row.type)
    if row.checksum and not sha256_of(source).startswith(row.checksum):
        return f"「{row.path}」和生成建议时不一样了"
    if row.pages and source.suffix.lower() != ".pdf":
        return f"「{row.path}」不是 PDF，不能只取其中几页"
    if row.pages and max(row.pages) > _page_count(source):
        return f"「{row.path}」没有第 {max(row.pages)} 页"
    return ""


def _copy(row: Row, desk: _Desk) -> Copied:
    (case_id,) = desk.children(row.case_id)
    case = desk.cases[case_id]
    folder = case.on_disk(desk.root, "") if case.folder else desk.root / _safe(f"{case.id}-{case.name}")
    source = desk.heap.places[row.path]
    paper = desk.specs.papers[desk.meant(row)]
    try:
        folder.mkdir(exist_ok=True)
        if folder not in desk.taken:
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            desk.taken[folder] = {sha256_of(path): path.relative_to(folder).as_posix() for path in files}
        taken = desk.taken[folder]
        data = _pages_of(source, row.pages) if row.pages else None
        digest = hashlib.sha256(data).hexdigest() if data is not None else sha256_of(source)
        if digest in taken:
            return Copied(row.path, str(folder), _already(taken[digest], paper, case, desk))
        target = _free(folder, _safe(f"{paper.short or paper.title}_{source.stem}"), source.suffix)
        _write(source, data, target)
    except OSError as error:
        raise OutputError(f"{folder} 写不进去：{disk_words(error)}", hint="请检查磁盘空间和写入权限。") from None
    taken[digest] = target.name
    return Copied(row.path, str(target))


def _already(path: str, paper: PaperType, case: Case, desk: _Desk) -> str:
    """Why nothing was copied; and that the file there passes for another paper than the row says, where it does."""
    told = paper.short or paper.title
    kinds = _kinds(path, case, desk.names)
    if paper.id in kinds:
        return "文件夹里已有同样的文件，没有再复制"
    if not kinds:
        return f"已有同样的文件 {path}，但看名字不知道它是{told}：请用 dossier assign 写明"
    return f"已有同样的文件 {path}，但您说它是{told}：请用 dossier assign 改"


def _kinds(path: str, case: Case, names: Names) -> tuple[str, ...]:
    """The papers that a file of the case passes for: by decision, by folder, by its own name."""
    decided = case.decisions.files.get(path)
    if decided is not None:
        return tuple(part.type for part in decided if part.type)
    *folders, name = path.split("/")
    guesses = [guess for word in (*reversed(folders), name) if (guess := names.read(word, case.name)) is not None]
    sure = next((guess for guess in guesses if guess.confidence >= SURE), None)
    return sure.types if sure is not None else guesses[0].types if guesses else ()


def _write(source: Path, data: bytes | None, target: Path) -> None:
    with replacing(target) as beside:
        if data is None:
            shutil.copy2(source, beside)
        else:
            beside.write_bytes(data)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """A name that nobody has in the folder yet."""
    target, number = folder / f"{stem}{suffix}", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}({number}){suffix}"
    return target


def _pages_of(source: Path, pages: Sequence[int]) -> bytes:
    """The pages of a PDF as a PDF, as they are, with their form fields and layers; always the same bytes."""
    out = io.BytesIO()
    with pikepdf.open(source) as whole, pikepdf.new() as part, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what cannot come along: the page looks the same without
        part.add_pages_from(whole, [page - 1 for page in pages], outlines="ignore")
        part.save(out, deterministic_id=True)
    return out.getvalue()


def _page_count(source: Path) -> int:
    try:
        with pikepdf.open(source) as whole:
            return len(whole.pages)
    except (pikepdf.PikepdfError, RuntimeError, ValueError):  # a page tree out of order is none of PdfError
        return 0


def _safe(name: str) -> str:
    """A file name that Windows takes, of at most 80 characters."""
    plain = "".join("_" if sign in _UNSAFE or not sign.isprintable() else sign for sign in name)
    return free_of_devices(plain.strip(" .")[:80].rstrip(" .") or "材料")
