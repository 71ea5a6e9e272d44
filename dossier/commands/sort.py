"""`dossier sort`: a heap of papers of many children → proposals to confirm → copies in the case folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier.commands.opening import read_specs, this_day
from dossier.errors import ExitCode, UsageError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.sorting import copy_confirmed, open_heap, sort_inbox, write_proposals
from dossier.specs import load_thresholds
from dossier.terminal.output import program, say, show, word
from dossier.terminal.progress import watching
from dossier.workspace import read_workspace

_FOLDER = "整理"


def run_sort(inbox: Path, root: Path, confirmed: Path | None, *, today: date | None) -> int:
    """Propose whose each paper is and what; with `confirmed`, the corrected sheet, copy what it says 是 to."""
    if not inbox.is_dir():
        raise UsageError(f"没有这个文件夹：{inbox}", hint="请写放着待整理材料的文件夹。")
    specs = read_specs()
    workspace = read_workspace(root, specs)
    heap = open_heap(inbox, root / CACHE_FOLDER)
    if confirmed is not None:
        copied = copy_confirmed(workspace, heap, confirmed, specs)
        for one in copied:
            show(f"{one.source} → {one.target}{f'（{one.note}）' if one.note else ''}")
        show(f"\n按「{confirmed.name}」复制了 {sum(not one.note for one in copied)} 份，原来的文件都没有动。")
        return ExitCode.OK
    day = this_day(today)
    thresholds = load_thresholds(specs.folder, workspace.settings.thresholds)
    with Cache(root / CACHE_FOLDER) as cache, watching() as watch:
        found = sort_inbox(inbox, heap, workspace, specs, thresholds, day, open_sight(root, cache, watch=watch))
    sheet, page = write_proposals(found, heap, root / "output" / _FOLDER, specs, day)
    sure = sum(proposal.is_sure for proposal in found)
    show(f"共 {len(found)} 份材料，有把握的 {sure} 份，要人看的 {len(found) - sure} 份。")
    show(f"看图核对：{page}\n改好确认：{sheet}")
    say(f"确认后运行：{program()} sort {word(inbox)} {word(root)} --confirm {word(sheet)}")
    return ExitCode.OK
