"""`typeset`: one Word form as it will print."""

from __future__ import annotations

from pathlib import Path

from dossier.errors import ExitCode, Place, TemplateError, UsageError
from dossier.files.write import write_bytes
from dossier.terminal.output import say, show
from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts


def run_typeset(form: Path, output: Path | None) -> int:
    """Typeset one Word form as it will print, without a case."""
    if not form.is_file():
        raise UsageError(f"没有这个文件：{form}", hint="请写一份 .docx 表格的路径。")
    if form.suffix.lower() != ".docx":
        raise UsageError(f"{form.name} 不是 .docx 文件", hint="请在 WPS 或 Word 里另存为 .docx。")
    target = output or form.with_suffix(".pdf")
    try:
        made = Typesetter(find_fonts((form.parent / "fonts",))).typeset(form.read_bytes())
    except Refused as refused:
        places = tuple(Place(form.name, one.where, one.feature) for one in refused.refusals)
        raise TemplateError("这份表格有程序排不了的内容", places=places, hint="请改成普通段落和表格后再试。") from None
    except Unreadable as error:
        raise TemplateError(f"{form.name} 读不出来：{error}", hint="请用 WPS 或 Word 重新另存一次。") from None
    write_bytes(target, made.pdf)
    for note in made.notes:
        say(note)
    show(f"{target}（{made.pages} 页）")
    return ExitCode.OK
