"""What lies in the cabinet and what leaves it: filed, changes, archive, export."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import CaseOption, NoReadOption, TodayOption, WorkspaceArg, day, leave
from dossier.terminal.usage import Command

app = typer.Typer()


class _Format(StrEnum):
    TEXT = "text"
    JSON = "json"


class _Mask(StrEnum):
    NONE = "none"
    INTERNAL = "internal"
    PUBLIC = "public"


@app.command(cls=Command)
def filed(
    workspace: WorkspaceArg,
    case: CaseOption = None,
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="日期", parser=day, help="哪天放进柜子的（默认今天）。", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁放的（默认设置里的立卷人）。")] = "",
    today: TodayOption = None,
) -> None:
    """入柜：打印好的档案已经放进柜子，从此页号不变，后补的页另外编号。"""
    from dossier.commands.filed import run_filed

    leave(run_filed(workspace, case or [], on, by, today))


@app.command(cls=Command)
def changes(
    workspace: WorkspaceArg,
    form: Annotated[_Format, typer.Option("--format", metavar="text|json", help="文字或数据。")] = _Format.TEXT,
    today: TodayOption = None,
) -> None:
    """变动：现在的档案和柜里的有什么不同，哪些页要补入、取出、更换。"""
    from dossier.commands.changes import run_changes

    leave(run_changes(workspace, form.value, today))


@app.command(cls=Command)
def archive(
    workspace: WorkspaceArg,
    target: Annotated[Path, typer.Argument(metavar="文件夹", help="归档包放在哪里。", show_default=False)],
    evidence: Annotated[bool, typer.Option("--evidence", help="连原件一起放进去（会记入导出记录）。")] = False,
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁导出的。")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么导出原件。")] = "",
    today: TodayOption = None,
) -> None:
    """归档包：做好的档案存成 PDF/A-2b，附归档文件目录、检测报告，打成 BagIt 包。"""
    from dossier.commands.archive import run_archive

    leave(run_archive(workspace, target, evidence=evidence, by=by, reason=reason, today=today))


@app.command(cls=Command)
def export(
    workspace: WorkspaceArg,
    target: Annotated[Path, typer.Argument(metavar="文件夹", help="导出到哪里。", show_default=False)],
    mask: Annotated[
        _Mask,
        typer.Option(
            "--mask",
            metavar="none|internal|public",
            help="遮盖：internal 本系统内部用，public 对外（不含材料），none 不遮（要写理由）。",
            show_default=False,
        ),
    ],
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file", metavar="文件", help="写着密码的文件：PDF 按 AES-256 加密。", show_default=False
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么导出，记入导出记录。")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁导出的。")] = "",
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """导出：给别人看的名单和档案，号码、姓名、电话、住址真正去掉，每次都记入导出记录。"""
    from dossier.commands.export import run_export

    leave(run_export(workspace, target, mask.value, password_file, reason, by, read=not no_read, today=today))
