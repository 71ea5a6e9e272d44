"""`verify`: whether finished dossiers are still what was built."""

from __future__ import annotations

from pathlib import Path

from dossier.cabinet import bag_faults, is_bag
from dossier.errors import ExitCode, UsageError
from dossier.filing import verify
from dossier.terminal.output import show


def run_verify(path: Path) -> int:
    """Say whether finished dossiers are still what was built."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path}", hint="请写一份档案的文件夹，或放所有档案的 output 文件夹。")
    if is_bag(path):
        return _verify_bag(path)
    results = verify(path)
    wrong = 0
    for result in results:
        wrong += bool(result.problems)
        show(f"{'✗' if result.problems else '✓'} {result.name}")
        for problem in result.problems:
            show(f"    {problem}")
    show(f"\n共 {len(results)} 份，{len(results) - wrong} 份完好，{wrong} 份有变动。")
    return ExitCode.FINDINGS if wrong else ExitCode.OK


def _verify_bag(path: Path) -> int:
    """Say of an archive package which files are no longer what was packed."""
    faults = list(bag_faults(path))
    show(f"{'✗' if faults else '✓'} 归档包 {path.name}")
    for fault in faults:
        show(f"    {fault}")
    show(f"\n{f'{len(faults)} 处有变动。' if faults else '所有文件都和打包时一样。'}")
    return ExitCode.FINDINGS if faults else ExitCode.OK
