"""The commands of letters: what offices write, and the register of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import CaseOption, NoReadOption, TodayOption, WorkspaceArg, day, leave
from dossier.terminal.usage import Command

app = typer.Typer()


class ListFormat(StrEnum):
    """How a list is told."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


@app.command(cls=Command)
def letter(
    workspace: WorkspaceArg,
    kind: Annotated[
        str | None,
        typer.Argument(metavar="文书", help="编号或名称，如 return-notice 或 劝返复学通知书。", show_default=False),
    ] = None,
    case: CaseOption = None,
    issuer: Annotated[
        str, typer.Option("--issuer", metavar="单位", help="由谁出（默认 workspace.yaml 的 unit）。别的机关的是草稿。")
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="受文者", help="发给谁；登记送达时是谁收的。")] = "",
    numbers: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="文号", help="送达回证是哪件文书的；可写多次。", show_default=False),
    ] = None,
    date_: Annotated[
        date | None,
        typer.Option("--date", metavar="日期", parser=day, help="发文日期（默认今天）。", show_default=False),
    ] = None,
    deadline: Annotated[
        date | None,
        typer.Option("--deadline", metavar="日期", parser=day, help="期限（默认按文书种类）。", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="经办人。")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="缺一项也不开，不留空行。")] = False,
    all_due: Annotated[bool, typer.Option("--all-due", help="列出各人接下来该开的文书；加 --yes 一次开完。")] = False,
    only_kind: Annotated[str, typer.Option("--kind", metavar="文书", help="--all-due 只要这一种。")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="把 --all-due 列出的都开出来。")] = False,
    list_: Annotated[bool, typer.Option("--list", help="文书登记：开过哪些、状态、收回了什么。")] = False,
    form: Annotated[
        ListFormat, typer.Option("--format", metavar="text|json|xlsx", help="清单的样子。")
    ] = ListFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="清单存到这个文件。", show_default=False)
    ] = None,
    again: Annotated[str, typer.Option("--again", metavar="文号", help="按登记重做这件文书的 Word 和 PDF。")] = "",
    void: Annotated[str, typer.Option("--void", metavar="文号", help="作废；文号留着。要写 --reason。")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="作废的原因。")] = "",
    delivered: Annotated[str, typer.Option("--delivered", metavar="文号", help="登记送达。要写 --on 和 --how。")] = "",
    on: Annotated[
        date | None, typer.Option("--on", metavar="日期", parser=day, help="哪天送达的。", show_default=False)
    ] = None,
    how: Annotated[str, typer.Option("--how", metavar="方式", help="怎样送达的：直接、留置、邮寄、委托。")] = "",
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """文书：开劝返复学通知书、限期复学通知书、联系函、转学函和各种记录表，编号、登记、送达、作废。"""
    from dossier.commands import letter as run

    read = not no_read
    asked = [bool(one) for one in (kind, all_due, list_, again, void, delivered)]
    if sum(asked) != 1:
        what = "一次只能做一件事" if sum(asked) else "没有说做什么"
        raise typer.BadParameter(
            f"{what}：写文书种类，或 --all-due、--list、--again、--void、--delivered", param_hint="文书"
        )
    if list_:
        leave(run.run_list(workspace, form.value, output, read=read, today=today))
    if again:
        leave(run.run_again(workspace, again, today=today))
    if void:
        leave(run.run_void(workspace, void, reason, today=today))
    if delivered:
        leave(run.run_delivered(workspace, delivered, on, how, to, today=today))
    words = run.Words(
        issuer=issuer, to=to, numbers=tuple(numbers or ()), date=date_, deadline=deadline, by=by, strict=strict
    )
    if all_due:
        from dossier.commands.letter_due import run_due

        leave(run_due(workspace, only_kind, case or [], words, form.value, output, yes=yes, read=read, today=today))
    leave(run.run_issue(workspace, kind or "", case or [], words, read=read, today=today))
