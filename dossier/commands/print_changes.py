"""`print --changes`: of filed dossiers only the sheets to insert or exchange, each case with its 换页单."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.cabinet import Register, exchanges, follow, leaves_of, open_register, pdf_digest, write_exchange
from dossier.check import select_cases
from dossier.commands.opening import read_specs, this_day
from dossier.commands.standing import finished, standings
from dossier.errors import ExitCode
from dossier.files.hashes import sha256_of
from dossier.files.names import folder_name
from dossier.files.write import writing
from dossier.filing import Manifest
from dossier.model import Case, Printed
from dossier.terminal.output import show
from dossier.workspace import read_workspace


def run_print_changes(
    root: Path, wanted: Sequence[str], output: Path | None, batch: str | None, *, today: date | None, as_built: bool
) -> int:
    """Lay out the exchange sheets; exit 1 where a case that differs is left out, as is said."""
    specs, day = read_specs(), this_day(today)
    workspace = read_workspace(root, specs)
    chosen = select_cases(workspace.cases, wanted, workspace.root) if wanted else workspace.cases
    ids, target = [case.id for case in chosen], output or root / "output"
    manifests = finished(workspace, target, ids)
    stale = {} if as_built else standings(workspace, specs, target, ids if wanted else (), day)
    folder = target / "打印" / (batch or f"换页-{day.isoformat()}")
    left_out = printed = 0
    with open_register(workspace.root) as register, writing(folder):
        register.entries, wrong = follow(register.entries, workspace.cases, day)
        for case in chosen:
            entry, manifest = register.entries.get(case.id), manifests.get(case.id)
            if entry is None or entry.filed is None:
                continue
            standing = stale.get(case.id)
            why = wrong.get(case.id) or (standing.why if standing else "") or _fault(case, manifest, target)
            if why or manifest is None:
                left_out += 1
                show(f"－ {case.id} {case.name}：没有打印换页。{why}")
            elif pdf_digest(manifest) != entry.filed.digest:
                printed += _print(case, register, manifest, target, folder, workspace.settings.filled_on or day)
        register.save()
    show(f"换页在：{folder}" if printed else "没有要换的页。")
    return ExitCode.FINDINGS if left_out else ExitCode.OK


def _fault(case: Case, manifest: Manifest | None, output: Path) -> str:
    if manifest is None:
        return "output 里没有它的档案，请先运行 dossier build"
    if manifest.case.draft:
        return "现在是不完整的草稿；补齐后重新生成"
    name = folder_name(case.id, case.name)
    pdf = output / name / f"{name}.pdf"
    if not pdf.is_file() or sha256_of(pdf) != pdf_digest(manifest):
        return "档案的 PDF 不见了，或在生成以后被改动过，请重新生成"
    return ""


def _print(case: Case, register: Register, manifest: Manifest, output: Path, folder: Path, dated: date) -> int:
    entry = register.entries[case.id]
    assert entry.filed is not None
    duplex = manifest.case.duplex
    if entry.filed.duplex != duplex:
        show(f"－ {case.id} {case.name}：归档时是{'双面' if entry.filed.duplex else '单面'}，现在不是；请整份重印。")
        return 0
    todo = exchanges(leaves_of(entry.filed.plan, duplex=duplex), leaves_of(manifest.plan, duplex=duplex))
    name = folder_name(case.id, case.name)
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    try:
        made = work / f"换页-{name}.pdf"
        sheets = write_exchange(entry, case.id, todo, output / name / f"{name}.pdf", made, dated, duplex=duplex)
        made.replace(folder / made.name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    printed = Printed(batch=folder.name, digest=pdf_digest(manifest))
    register.entries[case.id] = replace(entry, printed=printed, mark="")
    show(f"✓ {case.id} {case.name}：换页单和要换的 {sheets} 张（第 {entry.box} 盒，案卷号 {entry.volume_no}）")
    return 1
