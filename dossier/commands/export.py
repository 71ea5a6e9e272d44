"""`export`: what leaves the office, masked inside the file and not only on the eye; every export is written down."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from PIL import Image

from dossier.cabinet import (
    HEADS,
    Secrets,
    evidence_page,
    masked_row,
    note_export,
    own_pages,
    save_pdf,
    secrets_of,
    why_not,
    write_pictures,
)
from dossier.commands.new_place import new_place
from dossier.commands.opening import read_specs, this_day
from dossier.commands.standing import finished, judged, standings
from dossier.errors import ExitCode, UsageError, WorkspaceError, disk_words
from dossier.files.hashes import sha256_of
from dossier.files.names import folder_name, safe_name
from dossier.files.write import writing
from dossier.filing import Manifest
from dossier.model import Review, Workspace
from dossier.printroom import draw
from dossier.terminal.output import show
from dossier.workspace import read_workspace

_LIST = "名单"
_LEFT_OUT = "没有导出的页.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is asked for."""

    root: Path
    target: Path
    mask: str
    password: str = ""
    reason: str = ""
    by: str = ""
    day: date
    read: bool = True


def run_export(
    root: Path,
    target: Path,
    mask: str,
    password_file: Path | None,
    reason: str,
    by: str,
    *,
    read: bool,
    today: date | None,
) -> int:
    """Write the export; exit 1 where a dossier is left out, as is said."""
    if mask == "none" and not reason.strip():
        raise UsageError("不遮盖的导出要写理由", hint='请加 --reason "为什么导出"；它会记入导出记录.jsonl。')
    password = _password(password_file)
    day = this_day(today)
    wish = Export(root=root, target=target, mask=mask, password=password, reason=reason, by=by, day=day, read=read)
    specs = read_specs()
    workspace = read_workspace(root, specs)
    place = new_place(workspace, target, day, name="导出", among="不能导出到学生材料里", taken="已经有了，不会覆盖")
    manifests = finished(workspace, root / "output", ())
    if not manifests:
        raise UsageError(f"{root / 'output'} 里没有做好的档案", hint="请先运行 dossier build，再导出。")
    left_out = {
        case_id: one.why for case_id, one in standings(workspace, specs, root / "output", (), day).items() if one.why
    }
    left_out |= {case_id: "是不完整的草稿" for case_id, one in manifests.items() if one.case.draft}
    kept = {case_id: one for case_id, one in manifests.items() if case_id not in left_out}
    for case_id, one in list(kept.items()):
        pdf = _pdf(root, one)
        if not pdf.is_file() or sha256_of(pdf) != next(
            (made.sha256 for made in one.outputs if made.path == pdf.name), ""
        ):
            left_out[case_id] = "档案的 PDF 不见了，或在生成以后被改动过"
            del kept[case_id]
    _, reviews = judged(workspace, specs, (), (day.isoformat(), read and mask == "internal"), None)
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=place.parent))
    try:
        pages = _fill(work / "导出", wish, kept, reviews, workspace)
        now = datetime.now().astimezone()
        note_export(root, what="export", mask=mask, cases=list(kept), to=place, by=by, reason=reason, now=now)
        with writing(place):
            if place.exists():
                place.rmdir()  # it is empty
            (work / "导出").replace(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for case_id, why in left_out.items():
        show(f"－ {case_id}：没有导出。{why}")
    for said in pages:
        show(f"－ {said}")
    show(f"\n导出 {len(kept)} 份，已记入导出记录.jsonl。在：{place}")
    return ExitCode.FINDINGS if left_out else ExitCode.OK


def _password(place: Path | None) -> str:
    if place is None:
        return ""
    try:
        text = place.read_text("utf-8-sig").strip()
    except (OSError, UnicodeError) as error:
        why = disk_words(error) if isinstance(error, OSError) else "不是 UTF-8 文字"
        raise UsageError(f"密码文件 {place} 读不出来（{why}）", hint="请写一个只有一行密码的文本文件。") from None
    if not text or "\n" in text:
        raise UsageError(f"密码文件 {place} 里应当只有一行密码")
    if len(text.encode()) > 127:
        raise UsageError(f"密码文件 {place} 里的密码太长（最多 127 个字节）")
    return text


def _pdf(root: Path, manifest: Manifest) -> Path:
    name = folder_name(manifest.case.id, manifest.case.name)
    return root / "output" / name / f"{name}.pdf"


def _fill(
    folder: Path, wish: Export, manifests: Mapping[str, Manifest], reviews: Mapping[str, Review], workspace: Workspace
) -> list[str]:
    """Write all of it; the pages that are not in it, in words."""
    with writing(folder):
        folder.mkdir(parents=True)
    secrets = secrets_of(list(reviews.values()), wish.mask)
    told: list[str] = []
    for case_id, manifest in manifests.items():
        source, review = _pdf(wish.root, manifest), reviews.get(case_id)
        if wish.mask == "none":
            _copy_whole(source, folder, wish)
        elif review is not None:
            target = folder / f"{safe_name(case_id)}.pdf"
            pictures = _pictures(source, manifest, review, secrets, wish, told)
            with writing(target):
                write_pictures(pictures, target, f"个案 {safe_name(case_id)}", wish.password)
    if wish.mask != "none":
        _write_list(folder, wish, [reviews[case_id] for case_id in manifests if case_id in reviews], workspace)
    if told:
        with writing(folder):
            (folder / _LEFT_OUT).write_text("\n".join(told) + "\n", "utf-8")
    return told


def _copy_whole(source: Path, folder: Path, wish: Export) -> None:
    with writing(folder):
        if not wish.password:
            shutil.copytree(source.parent, folder / source.parent.name)
            return
        import pikepdf

        (folder / source.parent.name).mkdir()
        with pikepdf.open(source) as pdf:
            save_pdf(pdf, folder / source.parent.name / source.name, wish.password)


def _pictures(
    source: Path, manifest: Manifest, review: Review, secrets: Secrets, wish: Export, told: list[str]
) -> Iterator[Image.Image]:
    """Our own pages covered, and inside the office the evidence that was read well and whole."""
    files = {file.path: file for file in review.case.files}
    done: set[tuple[str, int]] = set()
    for row in manifest.plan:
        if row.part in ("blank", "missing") or not row.pages:
            continue
        if not row.path:
            yield from own_pages(source, list(row.span), secrets)
            continue
        if wish.mask == "public":
            continue
        for page in row.source_pages or ():
            file = files.get(row.path)
            if (row.path, page) in done or file is None:
                continue
            done.add((row.path, page))
            why = why_not(file, page)
            picture = None if why else evidence_page(review.case.on_disk(wish.root, row.path), file, page, secrets)
            if picture is not None:
                yield picture
                continue
            why = why or "打不开"
            told.append(f"{review.case.id} 第{row.item}件 第{page}页没有导出：{why}。")
    if not manifest.plan:
        raise WorkspaceError(f"{manifest.case.id} 的 manifest.json 是空的", hint="请重新运行 dossier build。")


def _write_list(folder: Path, wish: Export, reviews: Sequence[Review], workspace: Workspace) -> None:
    """The list of the children: Excel, or, where a password is asked for, an encrypted PDF."""
    rows = [masked_row(one.case.id, one.case.category or "", one.facts, wish.mask) for one in reviews]
    with writing(folder):
        if wish.password:
            sheet = {
                "title": "名单",
                "below": workspace.settings.unit,
                "heads": list(HEADS),
                "widths": [12, 16, 38, 0, 16, 24, 34, 26, 10],
                "rows": rows,
                "notes": [],
            }
            from io import BytesIO

            import pikepdf

            with pikepdf.open(BytesIO(draw([("listing", sheet)], wish.day))) as pdf:
                save_pdf(pdf, folder / f"{_LIST}.pdf", wish.password)
            return
        book = Workbook()
        page = book.active
        assert page is not None
        for row in (HEADS, *rows):
            page.append(list(row))
        for cells in page.iter_rows():
            for cell in cells:
                cell.data_type = "s"
        book.save(folder / f"{_LIST}.xlsx")
