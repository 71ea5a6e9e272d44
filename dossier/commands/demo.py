"""`demo`: an invented workspace, checked, built and printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier.build import Options
from dossier.commands.build import run_build
from dossier.commands.opening import REPORT_NAME, this_day
from dossier.commands.print import run_print
from dossier.demo import make_demo
from dossier.errors import ExitCode
from dossier.terminal.output import program, say, show, word


def run_demo(folder: Path, *, today: date | None) -> int:
    """Make the invented workspace, check it, build it, and say where to look."""
    day = this_day(today)
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
