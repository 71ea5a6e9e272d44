"""A letter's values → its Word and PDF files; the same values give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf

from dossier.errors import Place, TemplateError
from dossier.evidence import font_folders, form_by_office, workspace_fonts
from dossier.files.write import write_bytes
from dossier.letters.templates import Templates, fill
from dossier.model import Letter
from dossier.processes.libreoffice import need_office
from dossier.typeset import Refused, Typesetter, Unreadable


@lru_cache(maxsize=2)
def _typesetter(folders: tuple[Path, ...]) -> Typesetter:
    return Typesetter(workspace_fonts(folders))


def make_files(root: Path, engine: str, templates: Templates, template: str, letter: Letter) -> None:
    """Write a letter's files; each whole or not at all.

    Raises TemplateError where the template cannot be set, ToolError where LibreOffice is asked for and absent,
    OutputError where the disk does not take them.
    """
    document = fill(templates.form(template), letter.facts)
    pdf = typeset(root, engine, template, document, letter.date)
    for path in letter.files:
        write_bytes(root / path, pdf if path.endswith(".pdf") else document)


def typeset(root: Path, engine: str, template: str, document: bytes, dated: date) -> bytes:
    """The PDF of a filled letter."""
    if engine == "libreoffice":
        return form_by_office(need_office(), document)
    with _template_words(template):
        return _typesetter(font_folders(root)).typeset_together([document], timestamp=dated, whole=True).pdf


def unprintable(root: Path, text: str) -> str:
    """The characters of `text` that no font at hand can print."""
    return workspace_fonts(font_folders(root)).missing(text)


@contextmanager
def _template_words(name: str) -> Iterator[None]:
    """What the typesetter will not do, as an error that names the template and the place in it."""
    try:
        yield
    except Refused as refused:
        places = tuple(Place(name, one.where, f"用了{one.feature}") for one in refused.refusals)
        hint = "请在 Word 或 WPS 里改成普通段落和表格。"
        raise TemplateError("文书模板里有程序排不了的内容", places=places, hint=hint) from None
    except Unreadable as error:
        raise TemplateError(
            f"文书模板 {name} 填写后读不出来：{error}", hint="请用 Word 或 WPS 重新另存模板。"
        ) from None


def join(pdfs: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in their order; the same ones give the same bytes."""
    with ExitStack() as stack:
        whole = stack.enter_context(pikepdf.new())
        for pdf in pdfs:
            whole.pages.extend(stack.enter_context(pikepdf.open(BytesIO(pdf))).pages)
        out = BytesIO()
        whole.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
