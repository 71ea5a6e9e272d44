"""The commands by which a person decides, and takes back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import CaseOption, NoReadOption, TodayOption, WorkersOption, WorkspaceArg, leave
from dossier.terminal.usage import Command

app = typer.Typer()

CaseArg = Annotated[str, typer.Argument(metavar="学生", help="案号、文件夹名或姓名。", show_default=False)]
ByOption = Annotated[str | None, typer.Option("--by", metavar="姓名", help="谁定的。", show_default=False)]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="理由", help="为什么。", show_default=False)]
WithdrawOption = Annotated[bool, typer.Option("--withdraw", help="收回这一条。")]


class FillFormat(StrEnum):
    """How `fill` tells what could be filled in."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


class Accepted(StrEnum):
    """What of it is written."""

    SURE = "sure"
    ALL = "all"


@app.command(cls=Command)
def assign(
    workspace: WorkspaceArg,
    case: CaseArg,
    file: Annotated[
        str, typer.Argument(metavar="文件", help="学生文件夹里的文件名，或它独有的开头几个字。", show_default=False)
    ],
    kind: Annotated[
        str | None,
        typer.Argument(metavar="类型", help="是什么材料：编号或中文名，见 dossier specs。", show_default=False),
    ] = None,
    pages: Annotated[
        str | None, typer.Option("--pages", metavar="页", help="只说这几页，如 1-2 或 1,3。", show_default=False)
    ] = None,
    turn: Annotated[
        int | None,
        typer.Option("--turn", metavar="度", help="顺时针转几度才正：90、180、270。", show_default=False),
    ] = None,
    leave_out: Annotated[
        str | None, typer.Option("--leave-out", metavar="原因", help="不放进档案，写明原因。", show_default=False)
    ] = None,
    flat: Annotated[
        bool | None,
        typer.Option("--flat/--no-flat", help="拍照的纸拉平后放进档案，或不拉平。", show_default=False),
    ] = None,
    same_sheet: Annotated[
        str | None,
        typer.Option(
            "--same-sheet",
            metavar="文件",
            help="证件的另一面：和它放在同一页 A4 上，按实际大小；写本文件自己，就是它的两页放在一页。",
            show_default=False,
        ),
    ] = None,
    no_same_sheet: Annotated[bool, typer.Option("--no-same-sheet", help="不要和别的放在同一页。")] = False,
    by: ByOption = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """认定：告诉程序某个文件是什么材料，写进该生的 case.yaml，以后都按它。"""
    from dossier.commands.assign import run_assign

    leave(
        run_assign(
            workspace,
            case,
            file,
            kind,
            pages=pages,
            turn=turn,
            leave_out=leave_out,
            flat=flat,
            same_sheet="" if no_same_sheet else same_sheet,
            by=by,
            read=not no_read,
            today=today,
        )
    )


@app.command(cls=Command)
def accept(
    workspace: WorkspaceArg,
    case: CaseArg,
    rule: Annotated[
        str, typer.Argument(metavar="问题", help="报告里「问题」一栏的名称，如 没有签字。", show_default=False)
    ],
    file: Annotated[
        str | None, typer.Argument(metavar="文件", help="只认可这个文件的；不写就认可全部。", show_default=False)
    ] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    with_case: Annotated[
        str | None,
        typer.Option("--with", metavar="学生", help="两人同在一张照片上：另一个学生。", show_default=False),
    ] = None,
    withdraw: WithdrawOption = False,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """认可：看过原件，这个要人核对的问题没有关系。"""
    from dossier.commands.accept import run_accept

    leave(
        run_accept(
            workspace,
            case,
            rule,
            file,
            by=by,
            reason=reason,
            with_case=with_case,
            withdraw=withdraw,
            read=not no_read,
            today=today,
        )
    )


@app.command(cls=Command)
def confirm(
    workspace: WorkspaceArg,
    case: CaseArg,
    by: ByOption = None,
    reason: ReasonOption = None,
    withdraw: WithdrawOption = False,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """确认：从严掌握的个案，由人核实后确认。"""
    from dossier.commands.accept import run_confirm

    leave(run_confirm(workspace, case, by=by, reason=reason, withdraw=withdraw, read=not no_read, today=today))


@app.command(cls=Command)
def waive(
    workspace: WorkspaceArg,
    case: CaseArg,
    kind: Annotated[str, typer.Argument(metavar="类型", help="哪种材料：编号或中文名。", show_default=False)],
    by: ByOption = None,
    reason: ReasonOption = None,
    withdraw: WithdrawOption = False,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """免交：这个学生不用交某种材料，写明理由。"""
    from dossier.commands.accept import run_waive

    leave(run_waive(workspace, case, kind, by=by, reason=reason, withdraw=withdraw, read=not no_read, today=today))


@app.command(cls=Command)
def fact(
    workspace: WorkspaceArg,
    case: CaseArg,
    field: Annotated[str, typer.Argument(metavar="项目", help="登记表上的名称，如 未复学原因。", show_default=False)],
    value: Annotated[
        str | None, typer.Argument(metavar="内容", help="正确的内容；不写就去掉以前写的。", show_default=False)
    ] = None,
    paper: Annotated[
        str | None, typer.Option("--from", metavar="文件", help="照这份材料上读到的写。", show_default=False)
    ] = None,
    by: ByOption = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """事实：比名册更准的信息，写进该生的 case.yaml。"""
    from dossier.commands.fact import run_fact

    leave(run_fact(workspace, case, field, value, paper=paper, by=by, read=not no_read, today=today))


@app.command(cls=Command)
def undo(
    workspace: WorkspaceArg,
    case: Annotated[str | None, typer.Argument(metavar="学生", help="只撤销这个学生的。", show_default=False)] = None,
    last: Annotated[
        int | None, typer.Option("--last", metavar="次数", min=1, help="撤销最近几次（默认 1）。", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="只列出可以撤销的，不撤销。")] = False,
    by: ByOption = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """撤销：把最近的决定恢复成原来的样子。"""
    from dossier.commands.undo import run_undo

    leave(run_undo(workspace, case, last=last, listing=list_, by=by, read=not no_read, today=today))


@app.command(cls=Command)
def fill(
    workspace: WorkspaceArg,
    case: CaseOption = None,
    form: Annotated[
        FillFormat | None,
        typer.Option(
            "--format", metavar="text|json|xlsx", help="结果的样子（默认文字，或看文件名）。", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="结果存到这个文件。", show_default=False)
    ] = None,
    accept: Annotated[
        Accepted | None,
        typer.Option(
            "--accept",
            metavar="sure|all",
            help="采用：sure 只采用读得清楚的；all 连要核对的也采用（要用 --case 写明学生）。",
            show_default=False,
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="谁定的。", show_default=False)] = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
    workers: WorkersOption = None,
) -> None:
    """补填：附件1 上空着、材料里写着的内容，列出在哪份材料第几页；采用的写进该生的 case.yaml。"""
    from dossier.commands.fill import run_fill

    leave(
        run_fill(
            workspace,
            tuple(case or ()),
            form.value if form else None,
            output,
            accept=accept.value if accept else None,
            by=by,
            read=not no_read,
            today=today,
            workers=workers,
        )
    )
