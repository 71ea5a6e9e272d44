"""`desk`: the pages in a browser of this machine, or the file to double-click that opens them."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from pathlib import Path

from dossier import desk
from dossier.commands.opening import read_specs
from dossier.errors import ExitCode, ToolError, UsageError
from dossier.files.clock import clock_day, clock_problem
from dossier.terminal.output import say, show


def run_desk(root: Path | None, *, port: int | None, browser: bool) -> int:
    """Serve until Ctrl-C; where a desk of this workspace runs already, a fresh address of that one."""
    if root is not None and not root.is_dir():
        raise UsageError(f"没有这个文件夹：{root}", hint="请检查路径，或先用 dossier init 新建。")
    if clock_problem(clock_day()):  # wrong judgements, and decisions of a wrong day, are worse than none
        raise UsageError(
            f"这台电脑的日期是 {clock_day().isoformat()}，不对",
            hint="请先调好系统时间，再打开。调不了的，可以先用命令行：dossier check … --today 今天的日期。",
        )
    root = (root or Path.cwd()).resolve()
    running = desk.remembered(root)
    address = desk.fresh_address(running) if running is not None else None
    if address is not None:
        say("这个文件夹已经在另一个窗口里打开了，已转到那里。")
        _announce(address, browser=browser)
        return ExitCode.OK
    specs = read_specs()
    try:
        desk.serve(root, specs, port=port, announce=lambda address: _announce(address, browser=browser))
    except ImportError as missing:
        hint = "请装上：pip install 'yisheng-yian[desk]'；从源码运行的，用 uv run dossier desk。"
        raise ToolError(f"网页界面的部件没有装（{missing.name}）", hint=hint) from None
    return ExitCode.OK


def _announce(address: str, *, browser: bool) -> None:
    if not browser:
        show(address)
        sys.stdout.flush()
        return
    say("正在打开浏览器。关掉这个窗口（或按 Ctrl+C）就关掉程序；已经做的都保存好了。")
    if not webbrowser.open(_opener(address).as_uri()):
        show(address)
        sys.stdout.flush()


def _opener(address: str) -> Path:
    """A page that only this user can read and that leads there: so the token is in no list of processes."""
    handle, name = tempfile.mkstemp(prefix="dossier-desk-", suffix=".html")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">')
    return Path(name)


def run_starter(root: Path | None) -> int:
    """Write the file to double-click beside the workspace, and say where."""
    folder = (root or Path.cwd()).resolve()
    if not folder.is_dir():
        raise UsageError(f"没有这个文件夹：{root}")
    program = Path(sys.argv[0]).resolve()
    python = Path(sys.executable)
    place = desk.write_starter(folder, python, program, folder if root is not None else None, sys.platform)
    show(str(place))
    say("双击它就打开一生一案。")
    return ExitCode.OK
