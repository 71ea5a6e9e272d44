"""`verify`: whether finished dossiers are still what was built."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier.cabinet import bag_faults, is_bag, verify_slip
from dossier.errors import ExitCode, UsageError
from dossier.files.write import write_bytes
from dossier.filing import verify
from dossier.terminal.output import show


def run_verify(path: Path, output: Path | None = None) -> int:
    """Say whether finished dossiers are still what was built; with `output` also as a 校验单 (html or pdf)."""
    if output is not None and output.suffix.lower() not in (".html", ".pdf"):
        raise UsageError(f"校验单不能存成 {output.name}", hint="请写 校验单.html 或 校验单.pdf。")
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path}", hint="请写一份档案的文件夹，或放所有档案的 output 文件夹。")
    if is_bag(path):
        return _verify_bag(path, output)
    results = verify(path)
    wrong = 0
    for result in results:
        wrong += bool(result.problems)
        show(f"{'✗' if result.problems else '✓'} {result.name}")
        for problem in result.problems:
            show(f"    {problem}")
    show(f"\n共 {len(results)} 份，{len(results) - wrong} 份完好，{wrong} 份有变动。")
    if output is not None:
        rows = [(one.name, str(one.pages), one.code, "；".join(one.problems) or "完好") for one in results]
        _write_slip(rows, output)
    return ExitCode.FINDINGS if wrong else ExitCode.OK


def _write_slip(rows: Sequence[tuple[str, str, str, str]], output: Path) -> None:
    write_bytes(output, verify_slip(rows, date.today(), as_html=output.suffix.lower() == ".html"))
    show(f"校验单在：{output}")


def _verify_bag(path: Path, output: Path | None) -> int:
    """Say of an archive package which files are no longer what was packed."""
    faults = list(bag_faults(path))
    show(f"{'✗' if faults else '✓'} 归档包 {path.name}")
    for fault in faults:
        show(f"    {fault}")
    show(f"\n{f'{len(faults)} 处有变动。' if faults else '所有文件都和打包时一样。'}")
    if output is not None:
        _write_slip([(path.name, "", "", "；".join(faults) or "完好")], output)
    return ExitCode.FINDINGS if faults else ExitCode.OK
