"""The commands of every day: make, check, build, verify, sort, print, and what the specs and forms look like."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.commandline.options import (
    CaseOption,
    NoReadOption,
    SchedulerOption,
    TodayOption,
    WorkersOption,
    WorkspaceArg,
    leave,
)
from dossier.terminal.usage import Command

app = typer.Typer()


class Format(StrEnum):
    """How `check` reports."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"


class SidesWord(StrEnum):
    """How paper goes through the printer."""

    SIMPLEX = "simplex"
    DUPLEX = "duplex"
    MANUAL = "manual"


class Pixels(StrEnum):
    """What becomes of photographs larger than print needs."""

    PRINT = "print"
    KEEP = "keep"


@app.command(cls=Command)
def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="放演示的文件夹（默认 output/demo）。", show_default=False)
    ] = None,
    today: TodayOption = None,
) -> None:
    """演示：造二十来个虚构的学生，核查、生成档案，最后告诉您看哪里。"""
    from dossier.commands.demo import run_demo

    leave(run_demo(folder or Path("output") / "demo", today=today))


@app.command(cls=Command)
def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要新建的工作目录。", show_default=False)],
) -> None:
    """新建工作目录：设置文件、带下拉选项的名册模板、收件箱。"""
    from dossier.commands.init import run_init

    leave(run_init(folder))


@app.command(cls=Command)
def check(
    workspace: WorkspaceArg,
    case: CaseOption = None,
    form: Annotated[
        Format, typer.Option("--format", metavar="text|json|html|xlsx", help="报告的样子：文字、网页、表格或数据。")
    ] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="报告存到这个文件。", show_default=False)
    ] = None,
    no_read: NoReadOption = False,
    explain_roster: Annotated[
        bool, typer.Option("--explain-roster", help="另外说明名册的每一列认成了什么，哪些列没有用到。")
    ] = False,
    today: TodayOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
) -> None:
    """核查：每个学生缺什么、错什么、哪里要人看、下一步找谁。"""
    from dossier.commands.check import run_check
    from dossier.processes.cluster import on_cluster

    read = not no_read
    with on_cluster(scheduler):
        code = run_check(
            workspace,
            case or [],
            form.value,
            output,
            read=read,
            today=today,
            workers=workers,
            explained=explain_roster,
        )
    leave(code)


class Only(StrEnum):
    """What alone `build` makes."""

    ANNEX = "annex"


@app.command(cls=Command)
def build(
    workspace: WorkspaceArg,
    case: CaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="档案放在哪里（默认 工作目录/output）。", show_default=False),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="不齐的也生成草稿，封面和目录盖「不完整」，缺的列出来。")
    ] = False,
    only: Annotated[
        Only | None, typer.Option("--only", metavar="annex", help="annex：只做附件1，一批打印出来盖章。")
    ] = None,
    no_read: NoReadOption = False,
    word: Annotated[bool, typer.Option("--word/--no-word", help="同时生成 Word 档案，或只要 PDF。")] = True,
    pixels: Annotated[
        Pixels, typer.Option("--pixels", metavar="print|keep", help="照片：print 缩到打印够用，keep 原样保留。")
    ] = Pixels.PRINT,
    pdfa: Annotated[bool, typer.Option("--pdfa", help="PDF 按长期保存格式 PDF/A-2b 写。")] = False,
    today: TodayOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
) -> None:
    """生成档案：封面、卷内目录、附件1、全部材料、备考表，Word 和 PDF 各一份。"""
    from dossier.build import Options
    from dossier.commands.build import run_build
    from dossier.commands.build_annex import run_build_annex
    from dossier.processes.cluster import on_cluster

    options = Options(draft=draft, read=not no_read, word=word, pixels=pixels.value, pdfa=pdfa, workers=workers or 0)
    with on_cluster(scheduler):
        run = run_build_annex if only is Only.ANNEX else run_build
        code = run(workspace, case or [], output, options, today=today)
    leave(code)


@app.command(cls=Command)
def verify(
    path: Annotated[
        Path, typer.Argument(metavar="档案", help="一份档案、放档案的文件夹，或归档包。", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件", help="另写一张校验单（.html 或 .pdf）。", show_default=False),
    ] = None,
) -> None:
    """复验：生成好的档案有没有被改动、缺页、换过材料。"""
    from dossier.commands.verify import run_verify

    leave(run_verify(path, output))


@app.command(cls=Command)
def sort(
    inbox: Annotated[Path, typer.Argument(metavar="材料堆", help="放着许多学生材料的文件夹。", show_default=False)],
    workspace: WorkspaceArg,
    confirm: Annotated[
        Path | None,
        typer.Option("--confirm", metavar="表格", help="改好的整理建议.xlsx：把写「是」的复制到各人文件夹。"),
    ] = None,
    today: TodayOption = None,
) -> None:
    """整理：一堆材料是谁的、是什么，先出建议给人核对，确认后复制（不移动）到各人文件夹。"""
    from dossier.commands.sort import run_sort

    leave(run_sort(inbox, workspace, confirm, today=today))


@app.command("print", cls=Command)
def print_(
    workspace: Annotated[
        Path | None, typer.Argument(metavar="工作目录", help="放名册和学生文件夹的文件夹。", show_default=False)
    ] = None,
    case: CaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="档案在哪里（默认 工作目录/output）。", show_default=False),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="批次", help="批次名（默认接着上次没印完的，否则用今天的日期）。"),
    ] = None,
    sides: Annotated[
        SidesWord | None,
        typer.Option(
            "--sides", metavar="simplex|duplex|manual", help="单面、双面，或手动双面（先印正面，翻过来再印反面）。"
        ),
    ] = None,
    copies: Annotated[int | None, typer.Option("--copies", metavar="数", min=1, help="每份印几套。")] = None,
    separator: Annotated[
        bool | None, typer.Option("--separator/--no-separator", help="每人前面加一张隔页，或不加。")
    ] = None,
    send: Annotated[
        str | None, typer.Option("--send", metavar="打印机", help="直接送到这台打印机，印完一盒再印下一盒。")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="列出这台电脑的打印机。")] = False,
    letters: Annotated[bool, typer.Option("--letters", help="只印开出的文书，按登记的顺序，单面。")] = False,
    changes: Annotated[bool, typer.Option("--changes", help="已入柜的只印要插入和更换的页，附换页单。")] = False,
    as_built: Annotated[
        bool, typer.Option("--as-built", help="生成以后材料、名册或规定变了的，也照原来那份印。")
    ] = False,
    today: TodayOption = None,
) -> None:
    """打印：按装柜顺序分盒，排好打印件、清单和标签；可直接送打印机。"""
    from dossier.commands.print import run_list_printers, run_print

    if list_:
        leave(run_list_printers())
    if workspace is None:
        raise typer.BadParameter("请写工作目录", param_hint="工作目录")
    if letters:
        from dossier.commands.print_letters import run_print_letters

        leave(run_print_letters(workspace, case or [], printer=send, today=today))
    overrides = {"sides": sides.value if sides else None, "copies": copies, "separator": separator}
    if changes:
        from dossier.commands.print_changes import Wish, run_print_changes

        wish = Wish(output=output, batch=batch, overrides=overrides, printer=send, as_built=as_built)
        leave(run_print_changes(workspace, case or [], wish, today))
    leave(run_print(workspace, case or [], output, batch, overrides, printer=send, today=today, as_built=as_built))


@app.command(cls=Command)
def specs() -> None:
    """清单：各类问题要哪些材料；规定文件写错时，指出错在哪一行。"""
    from dossier.commands.specs import run_specs

    leave(run_specs())


@app.command(cls=Command)
def typeset(
    form: Annotated[Path, typer.Argument(metavar="表格.docx", help="要看的 Word 表格。", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件", help="PDF 存到哪里（默认同名）。", show_default=False),
    ] = None,
    case: Annotated[
        tuple[Path, str] | None,
        typer.Option("--case", metavar="工作目录 学生", help="用这个学生的内容填（默认用虚构的学生）。"),
    ] = None,
    inspect: Annotated[
        bool, typer.Option("--inspect", help="只说这份表格里哪些与 Word 一样、哪些接近、哪些排不了，不写 PDF。")
    ] = False,
) -> None:
    """试印：把一份 Word 表格排成 PDF，看打印出来什么样（改模板时用）。"""
    from dossier.commands.typeset import run_typeset

    leave(run_typeset(form, output, case, inspected=inspect))


@app.command(cls=Command)
def doctor(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="文件夹", help="要看空间和写入权限的文件夹（默认当前文件夹）。", show_default=False),
    ] = None,
) -> None:
    """体检：这台电脑有什么、缺什么，打电话问维护人员时用；不含个人信息。"""
    from dossier.commands.doctor import run_doctor

    leave(run_doctor(folder or Path()))
