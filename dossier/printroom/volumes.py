"""The finished dossiers of an output folder, as their manifests tell them; what cannot be printed is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from dossier.errors import UsageError
from dossier.files.hashes import sha256_of
from dossier.files.names import MANIFEST
from dossier.files.order import sort_key
from dossier.filing import Manifest, exchanged_words, read_manifest, unread_words
from dossier.printroom.model import Volume

LeftOut = list[tuple[str, str]]


def read_volumes(
    output: Path,
    wanted: Sequence[str] = (),
    *,
    others: bool = False,
    known: Collection[tuple[str, str]] | None = None,
    stale: Mapping[str, str] | None = None,
    printed: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[list[Volume], LeftOut, LeftOut]:
    """The dossiers in `output` that can be printed, and what cannot with the reason.

    `wanted` are ids of cases; empty: all.
    A PDF that is gone or was changed since it was built is left out, as its contents page may no longer be true.
    `others`: cases without a dossier are asked for too. `known`: (id, name) of every case of the workspace; what was
    built for others, or before a number was changed, is left out.
    `stale`: case id → why its dossier is no longer what the workspace says.
    `printed`: case id → (sha256 of the PDF that was printed before, where it is); as long as it is this one, it is
    not printed again, and stands in the third list.
    Raises UsageError where nothing is found or nothing fits.
    """
    folders = sorted((path.parent for path in output.glob(f"*/{MANIFEST}")), key=lambda path: sort_key(path.name))
    if not folders:
        raise UsageError(f"{output} 里没有做好的档案", hint="请先运行 dossier build，再打印。")
    volumes: list[Volume] = []
    left_out: LeftOut = []
    earlier: LeftOut = []
    for folder in folders:
        volume, why = _read(folder)
        if wanted and not (volume.id in wanted if volume else _is_named(folder.name, wanted)):
            continue
        if volume is not None and known is not None and (volume.id, volume.name) not in known:
            why = "名册里没有这个案号和姓名（改过序号，或学生已不在名册里），请移走这个文件夹"
        elif volume is not None and not why:
            why = (stale or {}).get(volume.id, "")
        if volume is not None and not why and (printed or {}).get(volume.id, ("", ""))[0] == volume.digest:
            earlier.append((folder.name, (printed or {})[volume.id][1]))
            continue
        if volume is None or why:
            left_out.append((folder.name, why))
        else:
            volumes.append(volume)
    if not volumes and not left_out and not earlier and not others:
        raise UsageError(f"没有要打印的学生：{'、'.join(wanted)}", hint="请先运行 dossier build。")
    return volumes, left_out, earlier


def _is_named(folder: str, wanted: Sequence[str]) -> bool:
    """Whether a folder whose manifest cannot be read is, by its name, that of a wanted case."""
    return any(folder == case_id or folder.startswith(f"{case_id}-") for case_id in wanted)


def _read(folder: Path) -> tuple[Volume | None, str]:
    try:
        manifest = read_manifest(folder)
        volume = _volume(folder, manifest)
    except (OSError, ValueError) as error:
        return None, unread_words(error)
    except StopIteration:
        return None, unread_words(ValueError())
    return volume, exchanged_words(folder.name, manifest) or _fault(volume)


def _volume(folder: Path, manifest: Manifest) -> Volume:
    case = manifest.case
    made = next(output for output in manifest.outputs if output.path.endswith(".pdf"))
    rows = [row for row in manifest.plan if row.pages and row.item is not None]
    starts = {row.first_page: row.title for row in reversed(rows)}
    ordered = sorted(starts)
    return Volume(
        id=case.id,
        name=case.name,
        title=case.title,
        unit=case.unit,
        category=case.category or "",
        folder=folder,
        pdf=folder / Path(made.path).name,
        pages=made.pages or manifest.planned_pages,
        numbered=case.pages,
        items=case.items,
        starts=tuple(ordered),
        item_titles=tuple(starts[page] for page in ordered),
        digest=made.sha256,
        retention=case.retention,
        is_duplex=case.duplex,
        is_draft=case.draft,
    )


def _fault(volume: Volume) -> str:
    if volume.is_draft:
        return "还是不完整的草稿，补齐材料后重新生成再打印"
    try:
        digest = sha256_of(volume.pdf)
    except OSError:
        return "档案的 PDF 不见了或打不开，请重新生成"
    return "" if digest == volume.digest else "档案的 PDF 在生成以后被改动过，请重新生成"
