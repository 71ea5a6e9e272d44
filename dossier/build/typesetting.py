"""What a process needs to make dossiers, set up once: fonts, typesetter, the county's forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from dossier.errors import Place, TemplateError
from dossier.evidence import font_folders, form_by_office, workspace_fonts
from dossier.forms import Forms, forms_digest, with_spare
from dossier.model import Settings
from dossier.processes.libreoffice import Office, need_office
from dossier.typeset import Fonts, Refused, Typesetter, Unreadable


@dataclass(slots=True)
class Bench:
    """Fonts, typesetter and forms of one workspace."""

    fonts: Fonts
    typesetter: Typesetter
    forms: Forms
    office: Office | None

    def typeset(self, documents: Sequence[bytes], dated: date) -> bytes:
        """Our filled forms, one after another, as one PDF.

        Raises TemplateError where a template asks for what the typesetter refuses by name.
        """
        if self.office is not None:
            return _joined([_by_office(self.office, document) for document in documents])
        with _template_words():
            return self.typesetter.typeset_together(documents, timestamp=dated, whole=True).pdf

    def pages(self, document: bytes, spare: int = 0) -> int:
        """How many pages a filled form takes if `spare` twips of the last stay free; no PDF is written for that."""
        if self.office is not None:
            return _count(_by_office(self.office, with_spare(document, spare) if spare else document))
        with _template_words():
            return self.typesetter.count_pages(document, spare=spare / 20)


@contextmanager
def _template_words(name: str = "") -> Iterator[None]:
    """What the typesetter will not do, as an error that names the template and the place in it."""
    try:
        yield
    except Refused as refused:
        places = tuple(Place(name, one.where, f"用了{one.feature}") for one in refused.refusals)
        raise TemplateError("模板里有程序排不了的内容", places=places, hint=_REFUSED_HINT) from None
    except Unreadable as error:
        hint = "请用 Word 或 WPS 重新另存模板。"
        raise TemplateError(f"模板 {name} 填写后读不出来：{error}", hint=hint) from None


_REFUSED_HINT = (
    "请在 Word 或 WPS 里改成普通段落和表格；如果电脑装有 LibreOffice，"
    "也可以在 workspace.yaml 里写 engine: libreoffice，由它来排。"
)


@lru_cache(maxsize=4)
def open_bench(root: Path, settings_engine: str, templates: Path) -> Bench:
    """The bench of a workspace, the same for every case that this process builds.

    Raises TemplateError with all that is wrong in the templates, ToolError where LibreOffice is asked for and absent.
    """
    fonts = workspace_fonts(font_folders(root))
    forms = Forms.load(templates)
    typesetter = Typesetter(fonts)
    office = need_office() if settings_engine == "libreoffice" else None
    if office is None:
        for name, sample in forms.samples().items():
            with _template_words(name):
                typesetter.count_pages(sample)
    return Bench(fonts=fonts, typesetter=typesetter, forms=forms, office=office)


def bench_of(root: Path, settings: Settings, templates: Path) -> Bench:
    """`open_bench` for the settings of a workspace."""
    return open_bench(root, settings.engine, templates)


def bench_digest(root: Path, settings: Settings, templates: Path) -> str:
    """What changes when the bench of a workspace would make other pages; the bench itself is not set up for that.

    Raises ToolError where LibreOffice is asked for and absent.
    """
    office = need_office().version if settings.engine == "libreoffice" else ""
    return f"{forms_digest(templates)} {workspace_fonts(font_folders(root)).digest} {settings.engine} {office}"


@lru_cache(maxsize=32)
def _by_office(office: Office, document: bytes) -> bytes:
    """A form is counted before it is set: LibreOffice is asked once."""
    return form_by_office(office, document)


def _joined(made: Sequence[bytes]) -> bytes:
    import pikepdf

    with ExitStack() as stack:
        whole = stack.enter_context(pikepdf.new())
        for form in made:
            whole.pages.extend(stack.enter_context(pikepdf.open(BytesIO(form))).pages)
        out = BytesIO()
        whole.save(out, static_id=True)
    return out.getvalue()


def _count(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
