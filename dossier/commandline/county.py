"""The commands of a county: lists compared, samples drawn, inspections recorded, copies brought together."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import TodayOption, leave
from dossier.terminal.usage import Command

app = typer.Typer()


class CompareFormat(StrEnum):
    """How `compare` tells its result."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


@app.command(cls=Command)
def compare(
    lists: Annotated[
        list[Path],
        typer.Argument(metavar="名单 名单 …", help="两份以上的名单：xlsx、xls、et、csv。", show_default=False),
    ],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="household,school,attendance,poor",
            help="各份名单是什么，按先后：户籍、学籍、在校、脱贫户。写了就回答失学、辍学、脱贫户辍学。",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        CompareFormat | None,
        typer.Option(
            "--format", metavar="text|json|xlsx", help="结果的样子（默认文字，或看文件名）。", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="结果存到这个文件。", show_default=False)
    ] = None,
    to_roster: Annotated[
        Path | None,
        typer.Option("--to-roster", metavar="文件", help="把失学的写成名册的行，核实后使用。", show_default=False),
    ] = None,
    today: TodayOption = None,
) -> None:
    """比对：几份名单（户籍、学籍、在校、脱贫户）互相对，谁只在一份里、谁的内容不一致、谁疑似同一人。"""
    from dossier.commands.compare import run_compare

    leave(run_compare(lists, as_, form.value if form else None, output, to_roster, today=today))
