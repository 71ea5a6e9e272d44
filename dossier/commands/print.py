"""`dossier print`: lay out a batch in cabinet order, and send it to a printer if one is named."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.cabinet import Standing, open_register
from dossier.check import select_cases
from dossier.commands.opening import read_specs, this_day
from dossier.commands.print_numbers import Numbers
from dossier.commands.standing import finished, standings
from dossier.county import County, find_county, in_unit, readable_units
from dossier.errors import ExitCode, NoRosterError, ToolError, UsageError
from dossier.files.data import templates_folder
from dossier.files.names import MANIFEST, folder_name, free_of_devices
from dossier.model import PrintSettings, Specs, Workspace
from dossier.printroom import (
    Desk,
    Journal,
    Prints,
    ToPrint,
    find_service,
    make_prints,
    print_settings,
    send,
    unfinished_batch,
)
from dossier.terminal.output import say, show
from dossier.terminal.progress import progress_bar
from dossier.workspace import read_workspace

_BATCH = re.compile(r'[^\\/:*?"<>|\x00-\x1f]{1,60}')


def run_list_printers() -> int:
    """Show the printers of this computer."""
    printers = find_service().printers()
    show("\n".join(printers) if printers else "这台电脑没有打印机。请先在系统设置里添加。")
    return ExitCode.OK


def run_print(
    root: Path,
    wanted: Sequence[str],
    output: Path | None,
    batch: str | None,
    overrides: Mapping[str, object],
    *,
    printer: str | None,
    today: date | None,
    as_built: bool = False,
) -> int:
    """Lay out, and print; exit 1 where a case of the range or the second run of a box is not printed, as is said."""
    specs = read_specs()
    try:
        workspace = read_workspace(root, specs)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        return _print_county(
            county, specs, wanted, output, batch, overrides, printer=printer, today=today, as_built=as_built
        )
    ids = _chosen(workspace, wanted)
    target, day = output or root / "output", this_day(today)
    stale = {} if as_built else standings(workspace, specs, target, ids, day)
    return _print(workspace, ids, target, batch, overrides, printer, day, stale)


def _chosen(workspace: Workspace, wanted: Sequence[str]) -> list[str]:
    return [case.id for case in select_cases(workspace.cases, wanted, workspace.root)]


def _print_county(
    county: County,
    specs: Specs,
    wanted: Sequence[str],
    output: Path | None,
    batch: str | None,
    overrides: Mapping[str, object],
    *,
    printer: str | None,
    today: date | None,
    as_built: bool,
) -> int:
    """Unit by unit, in number order; what a unit cannot print is told, and the next one follows."""
    code = int(ExitCode.OK)
    units = list(readable_units(county, specs))
    for folder in {unit.name for unit in county.units} - {unit.name for unit, _ in units}:
        show(f"✗ 单位「{folder}」读不出来，没有打印")
        code = int(ExitCode.FINDINGS)
    cases = [case for _, workspace in units for case in workspace.cases]
    chosen = {case.id for case in select_cases(cases, wanted, county.root)}
    for unit, workspace in units:
        own = [in_unit(case) for case in workspace.cases]
        ids = [case.id for case, known in zip(own, workspace.cases, strict=True) if known.id in chosen]
        if wanted and not ids:
            continue
        show(f"【{unit.name}】")
        target = output / unit.name if output else unit.root / "output"
        kept, day = replace(workspace, cases=tuple(own)), this_day(today)
        stale = {} if as_built else standings(kept, specs, target, ids, day, (county, unit.name))
        made = _print(kept, ids, target, batch, overrides, printer, day, stale)
        code = max(code, made)
    return code


def _print(
    workspace: Workspace,
    ids: Sequence[str],
    target: Path,
    batch: str | None,
    overrides: Mapping[str, object],
    printer: str | None,
    day: date,
    stale: Mapping[str, Standing],
) -> int:
    if printer is not None:
        refuse_unknown(printer)
    settings = print_settings(workspace.settings, overrides, day)
    name = _batch_name(batch, target, day)
    with open_register(workspace.root) as register, progress_bar("排打印件") as step:
        numbers = Numbers.of(register, workspace, settings, name, day)
        late = {} if ids else numbers.late(_digests(workspace, target))
        made = make_prints(
            target,
            templates_folder(),
            settings,
            wanted=ids,
            batch=name,
            unit=workspace.settings.unit,
            unbuilt=_unbuilt(workspace, target, ids),
            stale={**late, **{case_id: one.why for case_id, one in stale.items() if one.why}, **numbers.wrong},
            printed={} if ids else numbers.printed_before(),
            known={(case.id, case.name) for case in workspace.cases},
            number=numbers.give,
            texts=workspace.settings.labels,
            dated=workspace.settings.filled_on or day,
            step=step,
        )
        numbers.note(made)
    _tell(made)
    for case_id, one in stale.items():
        if one.note:
            say(f"{case_id} 的档案{one.note}，内容没有变化。")
    is_whole = not made.prints.left_out
    if printer is not None:
        is_whole &= send_files(made.to_print, made.folder, printer, made.prints.settings)
    return ExitCode.OK if is_whole else ExitCode.FINDINGS


def _digests(workspace: Workspace, target: Path) -> dict[str, str]:
    """Case id → sha256 of the PDF of its finished dossier."""
    return {
        case_id: made.sha256
        for case_id, manifest in finished(workspace, target, ()).items()
        for made in manifest.outputs
        if made.path.endswith(".pdf")
    }


def refuse_unknown(printer: str) -> None:
    """Before anything is laid out: a name that no printer has."""
    names = find_service().printers()
    if printer not in names:
        hint = f"可用的打印机：{'、'.join(names)}。" if names else "这台电脑还没有打印机，请先在系统设置里添加。"
        raise ToolError(f"没有打印机「{printer}」", hint=hint)


def refuse_batch(batch: str | None) -> None:
    """A name that is no folder's, on this disk or on a Windows PC."""
    if batch is not None and not (_BATCH.fullmatch(batch) and batch.strip(" .") == batch == free_of_devices(batch)):
        raise UsageError(f"批次名不能写成「{batch}」", hint="请用汉字、数字或字母，如 2022春第一批。")


def _batch_name(batch: str | None, target: Path, day: date) -> str:
    refuse_batch(batch)
    return batch or unfinished_batch(target / "打印") or day.isoformat()


def _unbuilt(workspace: Workspace, target: Path, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Cases of the roster that have no finished dossier."""
    return [
        (f"{case.id} {case.name}", "还没有档案，多半是材料不齐；见核查报告")
        for case in workspace.cases
        if (not ids or case.id in ids) and not (target / folder_name(case.id, case.name) / MANIFEST).is_file()
    ]


def _tell(made: Prints) -> None:
    prints = made.prints
    for case, why in prints.left_out:
        show(f"－ {case}：没有打印。{why}")
    if prints.earlier:
        show(f"以前已经打印、没有变化的 {len(prints.earlier)} 份不再印（要重印，用 --case 点名）。")
    if not prints.boxes and prints.earlier:
        show("没有新的档案要打印。")
        return
    for box in prints.boxes:
        first, last = box.placed[0].volume, box.placed[-1].volume
        counts = f"{len(box.placed)} 卷 {box.sheets} 张"
        show(f"第 {box.number} 盒（{box.width_mm} mm）：{counts}，{first.label} 至 {last.label}")
    show(f"\n打印件、清单和标签在：{made.folder}")


def send_files(files: Sequence[ToPrint], folder: Path, printer: str, settings: PrintSettings) -> bool:
    """Send files to the printer in order, nothing twice; whether all of it is printed."""
    desk = Desk(
        service=find_service(),
        printer=printer,
        copies=settings.copies,
        sides=settings.sides,
        journal=Journal(folder),
        ready=_ask_to_turn,
        tell=say,
    )
    is_whole = True
    for sent in send(files, desk):
        is_whole &= sent.is_printed
        show(f"{sent.title}：{sent.words}")
    return is_whole


def _ask_to_turn(words: str) -> bool:
    """Wait until a person has turned the stack; without one at the keyboard, the next run goes on from here."""
    if not sys.stdin.isatty():
        return False
    say(f"{words}。放好后按回车……")
    return sys.stdin.readline() != ""
