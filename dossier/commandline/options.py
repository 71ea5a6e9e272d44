"""Arguments and options that several commands share, in the words that people read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer


def day(text: str) -> date:
    """2022-03-15 as a day; anything else is wrong use, in words."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("请写成 2022-03-15 这样的日期") from None


WorkspaceArg = Annotated[
    Path, typer.Argument(metavar="工作目录", help="放名册和学生文件夹的文件夹。", show_default=False)
]
CaseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--case",
        metavar="学生",
        help="只做这些学生：案号、一段案号如 001-060、文件夹名或姓名；可写多次。",
        show_default=False,
    ),
]
TodayOption = Annotated[
    date | None,
    typer.Option("--today", metavar="日期", parser=day, help="按这一天核查（默认今天）。", show_default=False),
]
NoReadOption = Annotated[
    bool, typer.Option("--no-read", help="不看图识字：只按文件名归类，不查印章、姓名、模糊（快得多）。")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="数", min=1, help="同时做几个（默认按电脑核数）。", show_default=False),
]


SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="地址",
        help="交给 dask 集群做：tcp://127.0.0.1:端口（本机），或 tls://主机:端口（要有证书）。",
        show_default=False,
    ),
]


def leave(code: int) -> NoReturn:
    """End a command with its exit code."""
    raise typer.Exit(int(code))
