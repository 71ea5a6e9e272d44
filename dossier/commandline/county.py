"""The commands of a county: lists compared, samples drawn, inspections recorded, copies brought together."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import CaseOption, NoReadOption, TodayOption, day, leave
from dossier.terminal.usage import Command

app = typer.Typer()

CountyArg = Annotated[
    Path,
    typer.Argument(metavar="工作目录", help="工作目录，或放着各单位工作目录的县级文件夹。", show_default=False),
]


class CompareFormat(StrEnum):
    """How `compare` tells its result."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


class InspectFormat(StrEnum):
    """How `inspect` tells where schools stand."""

    TEXT = "text"
    JSON = "json"


class ResultWord(StrEnum):
    """What an inspection came to."""

    PASS = "pass"
    FAIL = "fail"


@app.command(cls=Command)
def inspect(
    workspace: CountyArg,
    record: Annotated[
        str | None, typer.Option("--record", metavar="学校", help="登记对这所学校的一次督查。", show_default=False)
    ] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="日期", parser=day, help="哪天督查的（默认今天）。", show_default=False),
    ] = None,
    result: Annotated[
        ResultWord | None,
        typer.Option("--result", metavar="pass|fail", help="达标写 pass，不达标写 fail。", show_default=False),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="谁登记的。", show_default=False)] = None,
    form: Annotated[
        InspectFormat, typer.Option("--format", metavar="text|json", help="结果的样子：文字或数据。")
    ] = InspectFormat.TEXT,
    today: TodayOption = None,
) -> None:
    """督查：登记各校督查结果；连续不达标的，依次限期整改、警告通报、一票否决，达标一次从头算。"""
    from dossier.commands.inspect import run_inspect

    told = result.value if result else None
    leave(run_inspect(workspace, form.value, record=record, on=on, result=told, by=by, today=today))


@app.command(cls=Command)
def overview(
    workspace: CountyArg,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="放在哪里（默认 工作目录/output）。", show_default=False),
    ] = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """一览：全县各单位、各类别齐了多少，和上次比有什么变化，能筛选到每个学生；一页网页和一份表格。"""
    from dossier.commands.overview import run_overview

    leave(run_overview(workspace, output, read=not no_read, today=today))


@app.command(cls=Command)
def chase(
    workspace: CountyArg,
    case: CaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="放在哪里（默认 工作目录/output/催办）。", show_default=False),
    ] = None,
    no_read: NoReadOption = False,
    today: TodayOption = None,
) -> None:
    """催办：还缺什么、向哪个派出所、哪所学校要，各出一份催办单和一段能贴到群里的文字（没有身份证号）。"""
    from dossier.commands.chase import run_chase

    leave(run_chase(workspace, case or [], output, read=not no_read, today=today))


@app.command(cls=Command)
def sample(
    workspace: CountyArg,
    share: Annotated[
        str | None, typer.Option("--share", metavar="百分数", help="抽多少，如 5%。", show_default=False)
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", metavar="数", min=1, help="抽多少人。", show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="数", min=0, help="随机种子：同一个种子抽到同一批人。", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="放在哪里（默认 工作目录/output/抽查）。", show_default=False),
    ] = None,
    today: TodayOption = None,
) -> None:
    """抽查：按单位和类别分层随机抽人，出抽查表（Word、PDF）和复核名单，印出随机种子，可以重现。"""
    from dossier.commands.sample import run_sample

    leave(run_sample(workspace, share=share, count=count, seed=seed, output=output, today=today))


@app.command(cls=Command)
def merge(
    workspace: Annotated[Path, typer.Argument(metavar="工作目录", help="合并到这一份。", show_default=False)],
    other: Annotated[
        Path, typer.Argument(metavar="另一份", help="同一个工作目录的另一份拷贝，只读。", show_default=False)
    ],
    today: TodayOption = None,
) -> None:
    """合并：同一个工作目录或县级文件夹的两份拷贝（两个 U 盘）；认定、登记、月报并到一起，不一样的只说出来，不覆盖。"""
    from dossier.commands.merge import run_merge

    leave(run_merge(workspace, other))


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
