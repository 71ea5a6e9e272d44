"""The commands by which a person decides."""

from __future__ import annotations

from typing import Annotated

import typer

from dossier.commandline.options import WorkspaceArg, leave
from dossier.terminal.usage import Command

app = typer.Typer()


@app.command(cls=Command)
def assign(
    workspace: WorkspaceArg,
    case: Annotated[str, typer.Argument(metavar="学生", help="案号、文件夹名或姓名。", show_default=False)],
    file: Annotated[str, typer.Argument(metavar="文件", help="学生文件夹里的文件名。", show_default=False)],
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
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="谁定的。", show_default=False)] = None,
) -> None:
    """认定：告诉程序某个文件是什么材料，写进该生的 case.yaml，以后都按它。"""
    from dossier.commands.assign import run_assign

    leave(run_assign(workspace, case, file, kind, pages=pages, turn=turn, leave_out=leave_out, by=by))
