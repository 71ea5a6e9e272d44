"""`merge`: two copies of one workspace brought together; what clashes is told, nothing is overwritten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dossier import county
from dossier.commands.opening import read_specs
from dossier.errors import ExitCode, UsageError
from dossier.model import Specs
from dossier.report import clean, mask
from dossier.terminal.output import show


def run_merge(root: Path, other: Path) -> int:
    """Take into the workspace what only the other copy has; exit 1 where something clashes."""
    for folder in (root, other):
        if not folder.is_dir():
            raise UsageError(f"没有这个文件夹：{folder}", hint="请写两份拷贝各自的路径。")
    told = _merged(root, other, read_specs(), datetime.now())
    show(f"合并进来 {len(told.added)} 处：" if told.added else "那边没有这边缺的。")
    for words in told.added:
        show(mask(clean(f"  + {words}")))
    if told.clashes:
        show(f"两边不一致、没有动的 {len(told.clashes)} 处，请核对：")
        for words in told.clashes:
            show(mask(clean(f"  ! {words}")))
    return ExitCode.FINDINGS if told.clashes else ExitCode.OK


def _merged(root: Path, other: Path, specs: Specs, now: datetime) -> county.Told:
    ours, theirs = county.find_county(root, specs), county.find_county(other, specs)
    if ours is None and theirs is None:
        return county.merge_copies(root, other, specs, now)
    if ours is None or theirs is None:
        raise UsageError("一边是县级文件夹，另一边不是", hint="请写同一个县级文件夹、或同一个单位的两份拷贝。")
    return county.merge_counties(ours, theirs, specs, now)
