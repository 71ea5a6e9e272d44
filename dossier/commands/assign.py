"""`assign`: a person's decision about one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier.check import one_case
from dossier.commands.opening import read_specs
from dossier.errors import ExitCode, UsageError
from dossier.terminal.output import show
from dossier.workspace import read_workspace, write_decision


def run_assign(
    root: Path,
    case: str,
    file: str,
    kind: str | None,
    *,
    pages: str | None,
    turn: int | None,
    leave_out: str | None,
    by: str | None,
) -> int:
    """Write a person's decision about one file into its case.yaml."""
    if kind is None and leave_out is None and turn is None:
        raise UsageError(
            "没有说这个文件是什么", hint="请写材料类型（见 dossier specs），或用 --leave-out 写明不放的原因。"
        )
    if kind is not None and leave_out is not None:
        raise UsageError("材料类型和 --leave-out 只能写一个", hint="要放进档案就写类型，不放就写 --leave-out 原因。")
    specs = read_specs()
    workspace = read_workspace(root, specs)
    found = one_case(workspace.cases, case, root)
    made = write_decision(
        root,
        found,
        file,
        specs=specs,
        today=date.today(),
        type=kind,
        left_out=leave_out,
        pages=pages,
        turn=turn,
        by=by or "",
    )
    show(f"已记入 {found.folder}/case.yaml" if made else "原来就是这样定的，没有改动。")
    return ExitCode.OK
