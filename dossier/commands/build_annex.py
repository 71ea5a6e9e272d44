"""`build --only annex`: 附件1 alone, a batch to be printed and stamped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier.build import ALL, FOLDER, AnnexMade, Options, build_annexes
from dossier.commands.opening import any_check, read_specs
from dossier.errors import ExitCode, UsageError
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.report import mask
from dossier.terminal.output import show


def run_build_annex(
    root: Path, wanted: Sequence[str], output: Path | None, options: Options, *, today: date | None
) -> int:
    """Make 附件1 of every child asked for, whatever else its case still lacks; 1 where one could not be made."""
    specs = read_specs()
    check = any_check(root, specs, wanted, read=options.read, today=today, workers=options.workers)
    if check.units:
        raise UsageError("县级文件夹里请按单位做附件1", hint=f"如 build {root / check.units[0].folder} --only annex")
    target = output or root / "output"
    day = this_day(today)
    made = []
    for one in build_annexes(check, specs, templates_folder(), target, word=options.word, today=day):
        made.append(one)
        _tell(one)
    done = [one for one in made if one.files]
    show(f"\n共 {len(made)} 人：做了 {len(done)} 份附件1，共 {sum(one.pages for one in done)} 页。")
    if done:
        show(f"一起打印：{target / FOLDER / ALL}")
        show("盖章后扫描，放进各人文件夹（文件名写「登记表」），再生成档案时它就是第 1 件。")
    return ExitCode.FINDINGS if any(one.failed for one in made) else ExitCode.OK


def _tell(one: AnnexMade) -> None:
    case = one.review.case
    if one.files:
        show(f"✓ {case.id} {case.name}：{one.pages} 页")
    else:
        show(mask(f"{'✗' if one.failed else '－'} {case.id} {case.name}：没有做。{one.why}"))
