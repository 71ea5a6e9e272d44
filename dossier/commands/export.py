"""`export`: what leaves the office, masked inside the file and not only on the eye; every export is written down."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pikepdf

from dossier.cabinet import Masking, note_export, save_pdf, secret_words
from dossier.commands.each_unit import OneUnit, open_units
from dossier.commands.export_dossiers import Wish, Written, write_masked
from dossier.commands.export_lists import write_lists
from dossier.commands.new_place import new_place
from dossier.commands.opening import read_specs, this_day
from dossier.commands.standing import Judged, finished, judged, standings, unread
from dossier.errors import ExitCode, UsageError, disk_words
from dossier.files.hashes import sha256_of
from dossier.files.names import folder_name
from dossier.files.write import put_in_place, writing
from dossier.filing import Manifest
from dossier.model import Specs
from dossier.terminal.output import say, show

_LEFT_OUT = "没有导出的页.txt"
_LOCKED = "设了密码：只导出加密的 PDF。Word、网页和表格不能这样加密，没有导出。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is asked for."""

    specs: Specs
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
    wish = Export(
        specs=read_specs(),
        mask=mask,
        password=_password(password_file),
        reason=reason,
        by=by,
        day=this_day(today),
        read=read,
    )
    units = open_units(root, wish.specs)
    workspaces = [unit.workspace for unit in units.units]
    words = {"name": "导出", "among": "不能导出到学生材料里", "taken": "已经有了，不会覆盖"}
    place = new_place(workspaces, target, wish.day, **words)
    built = {unit.name: finished(unit.workspace, unit.output, ()) for unit in units.units}
    if not any(built.values()) and not any(unread(unit.workspace, unit.output, ()) for unit in units.units):
        raise UsageError(f"{root / 'output'} 里没有做好的档案", hint="请先运行 dossier build，再导出。")
    key = (wish.day.isoformat(), read)
    everybody = {unit.name: judged(unit.workspace, wish.specs, (), key, None) for unit in units.units}
    is_whole = not units.announce_unreadable("没有导出")
    if wish.password:
        say(_LOCKED)
    with _in_one_move(place) as work:
        for unit in units.units:
            unit.announce()
            is_whole &= _export(wish, unit, built[unit.name], everybody, work / unit.name, place)
    show(f"\n已记入导出记录.jsonl。在：{place}")
    return ExitCode.OK if is_whole else ExitCode.FINDINGS


@contextmanager
def _in_one_move(place: Path) -> Iterator[Path]:
    """A folder that stands at `place` once the block is done, and nowhere when it fails."""
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=place.parent))
    try:
        yield work
        with writing(place):
            if place.exists():
                place.rmdir()  # it is empty
            work.chmod(0o755)
            put_in_place(work, place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _export(
    wish: Export,
    unit: OneUnit,
    manifests: Mapping[str, Manifest],
    everybody: Mapping[str, Judged],
    folder: Path,
    place: Path,
) -> bool:
    """Write the export of one unit; whether all of it is there."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    left_out = _left_out(wish, unit, manifests)
    kept = {case_id: one for case_id, one in manifests.items() if case_id not in left_out}
    check, reviews = everybody[unit.name]
    masking = None
    if wish.mask == "none":
        written = _copied(unit, kept, folder, wish.password)
    else:
        known = tuple(review for _, told in everybody.values() for review in told.values())
        masking = Masking.of(secret_words(known, wish.mask), wish.mask)
        written = write_masked(
            Wish(
                workspace=unit.workspace,
                specs=wish.specs,
                masking=masking,
                everybody=known,
                read=wish.read,
                password=wish.password,
                day=wish.day,
            ),
            kept,
            folder,
        )
    shown = [reviews[case_id] for case_id in written.done if case_id in reviews]
    write_lists(check, masking, shown, folder, wish.day, wish.password)
    left_out |= written.failed
    _tell(unit, left_out, written, folder)
    note_export(
        unit.workspace.root,
        what="export",
        mask=wish.mask,
        cases=written.done,
        to=place,
        by=wish.by,
        reason=wish.reason,
        now=datetime.now().astimezone(),
    )
    return not left_out


def _left_out(wish: Export, unit: OneUnit, manifests: Mapping[str, Manifest]) -> dict[str, str]:
    """Case id → why its dossier may not leave as it is."""
    stood = standings(unit.workspace, wish.specs, unit.output, (), wish.day, unit.county) if manifests else {}
    left_out = {case_id: one.why for case_id, one in stood.items() if one.why}
    for case_id, one in manifests.items():
        pdf = _pdf(unit, one)
        made = next((made.sha256 for made in one.outputs if made.path == pdf.name), "")
        if one.case.draft:
            left_out.setdefault(case_id, "是不完整的草稿")
        elif not pdf.is_file() or sha256_of(pdf) != made:
            left_out.setdefault(case_id, "档案的 PDF 不见了，或在生成以后被改动过")
    return left_out | unread(unit.workspace, unit.output, ())


def _tell(unit: OneUnit, left_out: Mapping[str, str], written: Written, folder: Path) -> None:
    lines = [f"{unit.called(case_id)}：没有导出。{why}" for case_id, why in left_out.items()]
    for line in (*lines, *written.pages):
        show(f"－ {line}")
    if written.pages:
        with writing(folder):
            (folder / _LEFT_OUT).write_text("\n".join(written.pages) + "\n", "utf-8")
    show(f"导出 {len(written.done)} 份档案、名单和核查报告。")


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


def _pdf(unit: OneUnit, manifest: Manifest) -> Path:
    name = folder_name(manifest.case.id, manifest.case.name)
    return unit.output / name / f"{name}.pdf"


def _copied(unit: OneUnit, manifests: Mapping[str, Manifest], folder: Path, password: str) -> Written:
    """Whole dossiers, as they are; with a password only their PDF, locked."""
    for manifest in manifests.values():
        source = _pdf(unit, manifest)
        with writing(folder):
            if not password:
                shutil.copytree(source.parent, folder / source.parent.name)
                continue
            (folder / source.parent.name).mkdir()
            with pikepdf.open(source) as pdf:
                save_pdf(pdf, folder / source.parent.name / source.name, password)
    return Written(done=list(manifests))
