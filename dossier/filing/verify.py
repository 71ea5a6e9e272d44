"""Is a finished dossier still what was built? Its manifest says what that was; pypdf, which wrote none of it, looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.errors import UsageError
from dossier.files.hashes import check_code, sha256_of
from dossier.files.names import MANIFEST, folder_name
from dossier.filing.manifest import Manifest, ManifestRow, NewerManifestError, read_manifest

_OF_WINDOWS = ("Thumbs.db", "desktop.ini")
_SAMPLE = 3
"""Pages or files that one message names."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One dossier, looked at again. `problems` are sentences for people; empty when nothing changed."""

    folder: Path
    name: str
    pages: int
    problems: tuple[str, ...]
    is_evidence_checked: bool
    """Whether the evidence itself was found and compared too."""
    code: str = ""
    """The short hash of its papers, as it stands on 备考表."""

    @property
    def is_intact(self) -> bool:
        """Whether it is what was built."""
        return not self.problems


def verify(path: Path, *, evidence: Path | None = None) -> tuple[Verified, ...]:
    """Look at the dossier at `path` (its PDF, its folder), or at every dossier of a folder or workspace.

    `evidence` is the case folder of a single dossier; without it, the folder that the manifest names (`folder`,
    relative to the workspace) is looked for above the dossier, and evidence is left unchecked where there is none.
    Raises `UsageError` where there is no dossier.
    """
    folders = _folders(path)
    if not folders:
        raise UsageError(f"{path} 里没有成品档案", hint="请给出 output 文件夹、其中一份档案的文件夹，或档案 PDF。")
    return tuple(_verified(folder, evidence) for folder in folders)


def _folders(path: Path) -> list[Path]:
    place = path.parent if path.is_file() else path
    if (place / MANIFEST).is_file():
        return [place]
    for pattern in (f"*/{MANIFEST}", f"output/*/{MANIFEST}", f"*/output/*/{MANIFEST}"):
        found = sorted(manifest.parent for manifest in place.glob(pattern))
        if found:
            return found
    return []


def _verified(folder: Path, evidence: Path | None) -> Verified:
    try:
        manifest = read_manifest(folder)
        planned = manifest.planned_pages
        place = evidence or _evidence_folder(folder, manifest)
        problems = [*_exchanged(folder, manifest), *_outputs(folder, manifest, planned), *_rows(manifest, planned)]
        problems += _extra(folder, manifest)
        problems += _pdf(folder, manifest, planned)
        if place is not None:
            problems += _sources(place, manifest)
    except NewerManifestError as error:
        return Verified(folder, folder.name, 0, (str(error),), False)
    except (OSError, ValueError) as error:
        return Verified(folder, folder.name, 0, (f"{MANIFEST} 读不懂或被改动（{type(error).__name__}）",), False)
    code = check_code((source.path, source.sha256) for source in manifest.sources)
    return Verified(folder, folder.name, planned, tuple(problems), place is not None, code)


def _rows(manifest: Manifest, planned: int) -> Iterator[str]:
    """The rows must name every page, and only papers of the evidence may share one."""
    named: dict[int, list[str]] = {}
    for row in manifest.plan:
        for page in row.span:
            named.setdefault(page, []).append(row.part)
    wrong = [
        page
        for page in range(1, planned + 1)
        if page not in named or (len(named[page]) > 1 and not set(named[page]) <= {"evidence", "annex-1"})
    ]
    if wrong:
        some = "、".join(str(page) for page in wrong[:_SAMPLE])
        yield f"{MANIFEST} 自相矛盾或被改动：第 {some} 页没有或不止一处记到"


# ---------------------------------------------------------------------------- files


def _outputs(folder: Path, manifest: Manifest, planned: int) -> Iterator[str]:
    for made in manifest.outputs:
        name = made.path
        place = folder / name
        if not place.is_file():
            yield f"{name} 不见了"
        elif place.stat().st_size != made.size or sha256_of(place) != made.sha256:
            yield f"{name} 在生成之后被改动（现在 {place.stat().st_size} 字节，生成时 {made.size} 字节）"
        if name.endswith(".pdf") and made.pages != planned:
            yield f"{MANIFEST} 自相矛盾：{name} 记为 {made.pages} 页，目录合计 {planned} 页"


def exchanged_words(folder_name_now: str, manifest: Manifest) -> str:
    """What is wrong where a dossier lies in another child's folder; '' where it lies in its own."""
    case = manifest.case
    if folder_name_now == folder_name(case.id, case.name):
        return ""
    return f"文件夹「{folder_name_now}」里放的是 {case.id} {case.name} 的档案，多半放错了；请放回原处，或重新生成"


def _exchanged(folder: Path, manifest: Manifest) -> Iterator[str]:
    if "-" in folder.name and (words := exchanged_words(folder.name, manifest)):
        yield words


def _extra(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What lies in the folder and was not made with the dossier; hidden files and those of Windows are nobody's."""
    made = {MANIFEST, *(one.path for one in manifest.outputs)}
    for path in sorted(folder.iterdir()):
        if path.name not in made and not path.name.startswith((".", "~$")) and path.name not in _OF_WINDOWS:
            yield f"{path.name} 是生成以后多出来的"


def _sources(place: Path, manifest: Manifest) -> Iterator[str]:
    for source in manifest.sources:
        file = place / source.path
        if not file.is_file():
            yield f"原件 {source.path} 不见了"
        elif file.stat().st_size != source.size or sha256_of(file) != source.sha256:
            yield f"原件 {source.path} 在生成之后被改动"


def _evidence_folder(folder: Path, manifest: Manifest) -> Path | None:
    if not manifest.folder:
        return None
    named = manifest.folder
    places = (above / named for above in folder.absolute().parents)
    # A dossier is often called like its case folder: what holds a manifest is no evidence.
    return next((place for place in places if place.is_dir() and not (place / MANIFEST).exists()), None)


# ---------------------------------------------------------------------------- the PDF


def _pdf(folder: Path, manifest: Manifest, planned: int) -> Iterator[str]:
    """What pypdf sees: pages, running numbers, links, bookmarks."""
    import pypdf

    for made in manifest.outputs:
        place = folder / made.path
        if place.suffix != ".pdf" or not place.is_file():
            continue
        try:
            reader = pypdf.PdfReader(place)
            count = len(reader.pages)
            if count != planned:
                yield f"{place.name} 现有 {count} 页，应有 {planned} 页"
                continue
            yield from _marks(reader, manifest.plan, place.name)
            yield from _labels(reader, manifest.plan, place.name)
        except Exception as error:  # pypdf meets damage with whatever rises: the file is no longer what was built
            yield f"{place.name} 打不开或已损坏（{type(error).__name__}）"


def _marks(reader: Any, plan: Sequence[ManifestRow], name: str) -> Iterator[str]:
    """Every item has its bookmark, and every row of the contents leads to a page where an item begins."""
    starts: dict[int, int] = {}
    for row in plan:
        if row.item is not None:
            starts.setdefault(row.item, row.first_page)
    marked = {reader.get_destination_page_number(mark) + 1 for mark in reader.outline}
    lost = sorted(item for item, page in starts.items() if page not in marked)
    if lost:
        yield f"{name} 缺少第 {_some(lost)} 件的书签"
    linked = set()
    for row in plan:
        if row.part == "contents":
            for page in row.span:
                linked |= set(_links(reader, reader.pages[page - 1]))
    lost = sorted(item for item, page in starts.items() if page not in linked)
    if lost:
        yield f"{name} 的卷内目录不能跳到第 {_some(lost)} 件"


def _links(reader: Any, page: Any) -> Iterator[int]:
    for annotation in page.get("/Annots") or ():
        target = annotation.get_object().get("/Dest")
        if target:
            yield int(reader.get_page_number(target[0].get_object())) + 1


def _labels(reader: Any, plan: Sequence[ManifestRow], name: str) -> Iterator[str]:
    """The running numbers count on without a gap over all pages that carry one."""
    labels = list(reader.page_labels)
    numbered = sorted({page for row in plan if row.part in ("annex-1", "evidence") for page in row.span})
    said = {page: label for row in plan if row.labels for page, label in zip(row.span, row.labels, strict=False)}
    wrong = [page for number, page in enumerate(numbered, 1) if labels[page - 1] != said.get(page, str(number))]
    if wrong:
        yield f"{name} 第 {_some(wrong)} 页的页码与目录不符"


def _some(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:_SAMPLE])
    return f"{shown} 等 {len(numbers)}" if len(numbers) > _SAMPLE else shown
