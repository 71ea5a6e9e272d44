"""The commands of months: 附件2, ledgers, deadlines, the next term."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import NoReadOption, TodayOption, WorkspaceArg, leave
from dossier.terminal.usage import Command

app = typer.Typer()


class ReportFormat(StrEnum):
    """How a report is told."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


class ReportKind(StrEnum):
    """Which report."""

    MONTH = "month"
    LEDGER = "ledger"
    DUE = "due"


@app.command(cls=Command)
def report(
    workspace: Annotated[
        Path,
        typer.Argument(metavar="工作目录", help="工作目录，或放着各单位工作目录的县级文件夹。", show_default=False),
    ],
    kind: Annotated[
        ReportKind,
        typer.Argument(
            metavar="month|ledger|due",
            help="month 月报（附件2）；ledger 三本台账和责任人名单；due 到期要做的事。",
            show_default=False,
        ),
    ],
    month: Annotated[str, typer.Option("--month", metavar="月份", help="月报的月份，如 2022-03。")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="月报只要这一个单位。")] = "",
    form: Annotated[
        ReportFormat, typer.Option("--format", metavar="text|json|xlsx|docx|pdf", help="报告的样子。")
    ] = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="存到这个文件。", show_default=False)
    ] = None,
    close: Annotated[
        bool, typer.Option("--close", help="月报结账：存进 月报/，以后总按这份给出；后来知道的算进下一个月。")
    ] = False,
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁结的账。")] = "",
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """报表：控辍保学月报（附件2）、三本台账、到期要做的事；都由名册、走访、文书和材料算出。"""
    from dossier.commands import report as run

    read = not no_read
    if kind is ReportKind.MONTH:
        if not month:
            raise typer.BadParameter("请写哪个月，如 --month 2022-03", param_hint="--month")
        wish = run.MonthWish(month=month, unit=unit.strip(), form=form.value, output=output, close=close, by=by.strip())
        leave(run.run_month(workspace, wish, read=read, today=today))
    if close or month or unit:
        raise typer.BadParameter(f"--month、--unit、--close 只用于 month，不用于 {kind.value}", param_hint="--month")
    if kind is ReportKind.LEDGER:
        leave(run.run_ledger(workspace, output, read=read, today=today))
    leave(run.run_due(workspace, form.value, output, read=read, today=today))


@app.command(cls=Command, name="next-term")
def next_term(
    workspace: WorkspaceArg,
    new: Annotated[
        Path, typer.Argument(metavar="新目录", help="下一学期的工作目录，还没有的文件夹。", show_default=False)
    ],
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """下一学期：没有了结的学生连同材料、认定、文书登记、月报带进一个新的工作目录。"""
    from dossier.commands.next_term import run_next_term

    leave(run_next_term(workspace, new, read=not no_read, today=today))
