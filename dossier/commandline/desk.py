"""The command that opens the pages in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import leave
from dossier.terminal.usage import Command

app = typer.Typer()


@app.command(cls=Command)
def desk(
    workspace: Annotated[
        Path | None,
        typer.Argument(metavar="工作目录", help="放名册和学生文件夹的文件夹（默认当前文件夹）。", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="端口", min=1, max=65535, help="用这个端口（默认自己找）。", show_default=False),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只印出一次性的地址。")] = False,
    starter: Annotated[bool, typer.Option("--starter", help="只造一个双击就打开的文件。")] = False,
) -> None:
    """网页：在这台电脑的浏览器里看、归类、认可、生成，不用记命令。"""
    from dossier.commands.desk import run_desk, run_starter

    leave(run_starter(workspace) if starter else run_desk(workspace, port=port, browser=not no_browser))
