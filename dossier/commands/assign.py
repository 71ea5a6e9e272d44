"""`assign`: a person's decision about one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier.commands.decide import Deciding, deciding
from dossier.errors import ExitCode, UsageError
from dossier.specs import PaperNames
from dossier.terminal.output import show
from dossier.workspace import file_of, pages_of, write_decision


def run_assign(
    root: Path,
    case: str,
    file: str,
    kind: str | None,
    *,
    pages: str | None,
    turn: int | None,
    leave_out: str | None,
    flat: bool | None = None,
    same_sheet: str | None = None,
    by: str | None,
    read: bool = True,
    today: date | None = None,
) -> int:
    """Write a person's decision about one file into its case.yaml; say what was understood and what it changed."""
    if kind is None and leave_out is None and turn is None and flat is None and same_sheet is None:
        raise UsageError(
            "没有说这个文件是什么", hint="请写材料类型（见 dossier specs），或用 --leave-out 写明不放的原因。"
        )
    if kind is not None and leave_out is not None:
        raise UsageError("材料类型和 --leave-out 只能写一个", hint="要放进档案就写类型，不放就写 --leave-out 原因。")
    with deciding(root, case, today=today, read=read) as at:
        path = file_of(at.case, file)
        _refuse_absent_pages(at, path, pages)
        made = write_decision(
            root,
            at.case,
            path,
            specs=at.specs,
            today=at.today,
            type=kind,
            left_out=leave_out,
            pages=pages,
            turn=turn,
            flat=flat,
            same_sheet=same_sheet,
            by=by or "",
        )
        said = _said(at, kind, pages=pages, turn=turn, leave_out=leave_out, flat=flat)
        said += _said_same_sheet(at, path, same_sheet)
        name = f"「{file}」→「{path}」" if path != file else f"「{path}」"
        told = "已记入" if made is not None else "原来就是这样定的，没有改动"
        show(f"{name}{said}。{told}（{at.case.folder}/case.yaml）")
    return ExitCode.OK


def _refuse_absent_pages(at: Deciding, path: str, pages: str | None) -> None:
    """Pages that the file has not are a slip of the hand."""
    looked = next((one for one in at.review.case.files if one.path == path), None)
    if pages is None or looked is None or not looked.is_usable:
        return
    try:
        wrong = [page for page in pages_of(pages) if page > len(looked.pages)]
    except ValueError:
        raise UsageError(f"页号「{pages}」看不懂", hint="应写成 3、1-2 或 1,3（从 1 起）。") from None
    if wrong:
        told = "、".join(map(str, wrong[:5])) + ("……" if len(wrong) > 5 else "")
        raise UsageError(f"「{path}」只有 {len(looked.pages)} 页，没有第 {told} 页")


def _said_same_sheet(at: Deciding, path: str, same_sheet: str | None) -> str:
    if same_sheet is None:
        return ""
    if not same_sheet:
        return "，自己一页，不和别的放在一起"
    other = file_of(at.case, same_sheet)
    return "，两页放在同一页 A4 上" if other == path else f"，和「{other}」放在同一页 A4 上"


def _said(
    at: Deciding, kind: str | None, *, pages: str | None, turn: int | None, leave_out: str | None, flat: bool | None
) -> str:
    """What was understood, in words."""
    said = [f"第 {pages} 页"] if pages else []
    if kind is not None:
        meant = PaperNames(at.specs.paper_names).find(kind)
        title = at.specs.papers[meant].title if meant is not None else kind
        said.append(f"是「{kind}」→{title}" if kind != title else f"是{title}")
    said += [f"不放进档案：{leave_out}"] if leave_out is not None else []
    said += [f"顺时针转 {turn % 360} 度"] if turn is not None else []
    said += [] if flat is None else ["拉平" if flat else "不拉平"]
    return "，".join(["", *said]) if said else ""
