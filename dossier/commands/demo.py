"""`demo`: an invented workspace, checked, built and printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier.build import Options
from dossier.commands.build import run_build
from dossier.commands.opening import REPORT_NAME, this_day
from dossier.commands.print import run_print
from dossier.demo import make_demo
from dossier.errors import ExitCode, UsageError
from dossier.files.clock import clock_day, clock_problem
from dossier.terminal.output import program, say, show, word

_OLDEST = 1980
"""The first year that a zip knows."""


def run_demo(folder: Path, *, today: date | None) -> int:
    """Make the invented workspace, check it, build it, and say where to look."""
    day = this_day(today)
    if clock_day().year < _OLDEST:  # Word files, drawn by a library that asks the clock, cannot say so early a day
        raise UsageError(clock_problem(clock_day()))
    say(f"正在造演示数据：{folder}")
    make_demo(folder, day)
    run_build(folder, (), None, Options(), today=day)
    run_print(folder, (), None, "演示", {}, printer=None, today=day)
    target = folder / "output"
    lines = (
        f"核查报告，用浏览器打开：{target / f'{REPORT_NAME}.html'}",
        f"做好的档案，每人一个文件夹：{target}",
        f"打印件、清单和标签：{target / '打印' / '演示'}",
        f"在浏览器里一个一个看、改、做：{program()} desk {word(folder)}",
    )
    show("\n".join(("", *lines)))
    return ExitCode.OK
