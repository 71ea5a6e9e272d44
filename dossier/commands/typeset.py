"""`typeset`: one Word form as it will print."""

from __future__ import annotations

from pathlib import Path

from dossier.errors import ExitCode, Place, TemplateError, UsageError
from dossier.files.write import write_bytes
from dossier.terminal.output import say, show
from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts, inspect


def run_typeset(form: Path, output: Path | None, *, inspected: bool = False) -> int:
    """Typeset one Word form as it will print, without a case; `inspected`: say how near that will be, write nothing."""
    if not form.is_file():
        raise UsageError(f"没有这个文件：{form}", hint="请写一份 .docx 表格的路径。")
    if form.suffix.lower() != ".docx":
        raise UsageError(f"{form.name} 不是 .docx 文件", hint="请在 WPS 或 Word 里另存为 .docx。")
    target = output or form.with_suffix(".pdf")
    typesetter = Typesetter(find_fonts((form.parent / "fonts",)))
    try:
        if inspected:
            return _inspect(form, typesetter)
        made = typesetter.typeset(form.read_bytes())
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


def _inspect(form: Path, typesetter: Typesetter) -> int:
    """Shows what of a form is exact, near and refused."""
    seen = inspect(form.read_bytes(), typesetter)
    show(f"{form.name}：{f'{seen.pages} 页' if seen.pages else '排不了'}")
    exact = "、".join(f"{trait.name}（{trait.count}）" for trait in seen.exact)
    show(f"与 Word 一样：文字和段落{f'、{exact}' if exact else ''}")
    for trait in seen.near:
        show(f"接近：{trait.name}{f'（{trait.count}）' if trait.count else ''}：{trait.why}")
    for refusal in seen.refused:
        show(f"排不了：{refusal}")
    for note in seen.notes:
        show(f"注意：{note}")
    return ExitCode.FINDINGS if seen.refused else ExitCode.OK
