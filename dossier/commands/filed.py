"""`filed`: what was printed is in the cabinet now; from here on its page numbers stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dossier.cabinet import Register, file_in, follow, open_register, pdf_digest
from dossier.commands.each_unit import OneUnit, open_units
from dossier.commands.opening import read_specs, this_day
from dossier.commands.standing import finished, unread
from dossier.errors import ExitCode
from dossier.files.hashes import sha256_of
from dossier.files.names import folder_name
from dossier.filing import Manifest, exchanged_words
from dossier.model import Case, Workspace
from dossier.terminal.output import show


def run_filed(root: Path, wanted: Sequence[str], on: date | None, by: str, today: date | None) -> int:
    """Record what is in the cabinet; exit 1 where a case that was asked for cannot be recorded, as is said."""
    units = open_units(root, read_specs(), wanted)
    day = this_day(today)
    failed = units.announce_unreadable("没有登记")
    for unit in units.units:
        unit.announce()
        failed |= _file_unit(unit, on or day, by, day)
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _file_unit(unit: OneUnit, on: date, by: str, day: date) -> bool:
    """Record what is in the cabinet of one unit; whether a case cannot be recorded."""
    workspace = unit.workspace
    chosen = [case for case in workspace.cases if not unit.ids or case.id in unit.ids]
    manifests = finished(workspace, unit.output, [case.id for case in chosen])
    strange = unread(workspace, unit.output, [case.id for case in chosen])
    done = same = failed = 0
    with _following(workspace, day) as (register, wrong):
        for case in chosen:
            entry = register.entries.get(case.id)
            if not unit.ids and (entry is None or entry.printed is None):
                continue
            why = (
                wrong.get(case.id)
                or strange.get(case.id)
                or _refusal(case, register, manifests.get(case.id), unit.output)
            )
            if why:
                failed += 1
                show(f"✗ {unit.called(case.id)} {case.name}：没有登记。{why}")
                continue
            manifest = manifests[case.id]
            known = register.entries[case.id]
            if known.filed is not None and known.filed.digest == pdf_digest(manifest):
                same += 1
                continue
            register.entries[case.id] = file_in(known, manifest, on=on, by=by or workspace.settings.clerk)
            done += 1
            show(f"✓ {unit.called(case.id)} {case.name}：已入柜，第 {known.box} 盒，案卷号 {known.volume_no}。")
        register.save()
    show(f"\n共 {done + same + failed} 份：这次登记 {done} 份，以前已登记 {same} 份，没有登记 {failed} 份。")
    return bool(failed)


@contextmanager
def _following(workspace: Workspace, day: date) -> Iterator[tuple[Register, dict[str, str]]]:
    with open_register(workspace.root) as register:
        register.entries, wrong = follow(register.entries, workspace.cases, day)
        yield register, wrong


def _refusal(case: Case, register: Register, manifest: Manifest | None, output: Path) -> str:
    entry = register.entries.get(case.id)
    if manifest is None:
        return "output 里没有它的档案；请先运行 dossier build 和 dossier print"
    if words := exchanged_words(folder_name(case.id, case.name), manifest):
        return words
    if entry is None or entry.printed is None:
        return "还没有打印过；请先运行 dossier print"
    if manifest.case.draft:
        return "是不完整的草稿，不能归档"
    digest = pdf_digest(manifest)
    if entry.printed.digest != digest:
        return "打印以后又重新生成过，柜里的和现在的不一样；请先重新打印（已归档的用 dossier print --changes）"
    pdf = output / folder_name(case.id, case.name) / f"{folder_name(case.id, case.name)}.pdf"
    if not pdf.is_file() or sha256_of(pdf) != digest:
        return f"{pdf.name} 不见了，或在生成以后被改动；请重新生成、重新打印"
    return ""
