"""`init`: a new workspace, and what to do next."""

from __future__ import annotations

from pathlib import Path

from dossier.commands.opening import read_specs
from dossier.errors import ExitCode
from dossier.files.clock import clock_day, clock_problem
from dossier.terminal.output import program, say, show, word
from dossier.workspace import create_workspace


def run_init(folder: Path) -> int:
    """Make a new workspace and say what to do next."""
    day = clock_day()
    problem = clock_problem(day)
    made = create_workspace(folder, read_specs(), None if problem else day)
    show("已新建：")
    show("\n".join(f"  {path}" for path in made))
    show(
        "\n下一步：\n"
        "  1. 用记事本打开 workspace.yaml，填单位、学期、填报人（印在封面和登记表上）。\n"
        "  2. 打开名册，每个学生填一行（类别从下拉框选）。\n"
        "  3. 每个学生建一个文件夹，如 001-张三，把收到的照片、扫描件放进去。\n"
        f"  4. 核查：{program()} check {word(folder)}"
    )
    if problem:
        say(f"这台电脑的日期是 {day.isoformat()}，不对：学期空着，请在 workspace.yaml 里自己填。核查前先调好时间。")
    return ExitCode.OK
