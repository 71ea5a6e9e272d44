"""`chase`: what is still missing, by the office that must supply it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier import county
from dossier.commands.opening import any_check, read_specs
from dossier.errors import ExitCode
from dossier.terminal.output import show


def run_chase(root: Path, wanted: Sequence[str], output: Path | None, *, read: bool, today: date | None) -> int:
    """Check, then write a sheet and a text for each office that owes something."""
    specs = read_specs()
    offices = county.load_offices(specs)
    check = any_check(root, specs, wanted, read=read, today=today, workers=None)
    heaps = county.chases_of(check, offices)
    if not heaps:
        show("没有要催的。")
        return ExitCode.OK
    folder = output or root / "output" / "催办"
    county.write_chases(heaps, folder, check.today)
    for office, lacks in heaps.items():
        show(f"{office}：{len(lacks)} 项")
    show(f"\n每个单位一份催办单（.xlsx，打印）和一段可以贴到群里的文字（.txt，没有身份证号），在：{folder}")
    return ExitCode.OK
