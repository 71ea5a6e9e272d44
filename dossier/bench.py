"""What a process needs to make dossiers, set up once: fonts, typesetter, the county's forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from dossier.errors import Place, TemplateError
from dossier.evidence import Refusal
from dossier.forms import Forms
from dossier.model import Settings
from dossier.tools import Office, need_office
from dossier.typeset import Fonts, Refused, Typesetter, Unreadable, find_fonts

FONTS_FOLDER = "fonts"


@dataclass(frozen=True, slots=True)
class OwnPages:
    """One of our forms, typeset: its PDF and how many pages it takes."""

    pdf: bytes
    pages: int


@dataclass(slots=True)
class Bench:
    """Fonts, typesetter and forms of one workspace. `digest` changes when any of them does."""

    fonts: Fonts
    typesetter: Typesetter
    forms: Forms
    office: Office | None
    digest: str

    def typeset(self, documents: tuple[bytes, ...], dated: date) -> OwnPages:
        """The pages of one part of the dossier, which may be several Word files (附件1 and its 附页).

        Raises TemplateError where a template asks for what the typesetter refuses by name.
        """
        if self.office is not None:
            return _joined([_counted(self.office.to_pdf(document, "docx")) for document in documents])
        with _template_words():
            made = self.typesetter.typeset_together(documents, timestamp=dated)
        return OwnPages(made.pdf, sum(made.pages))

    def pages(self, document: bytes) -> int:
        """How many pages a filled form takes; no PDF is written for that."""
        if self.office is not None:
            return _counted(self.office.to_pdf(document, "docx")).pages
        with _template_words():
            return self.typesetter.count_pages(document)


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
    digest = f"{forms.digest} {fonts.digest} {settings_engine} {office.version if office else ''}"
    return Bench(fonts=fonts, typesetter=typesetter, forms=forms, office=office, digest=digest)


def bench_of(root: Path, settings: Settings, templates: Path) -> Bench:
    """`open_bench` for the settings of a workspace."""
    return open_bench(root, settings.engine, templates)


def font_folders(root: Path) -> tuple[Path, ...]:
    """Where a workspace keeps fonts of its own."""
    return (root / FONTS_FOLDER,)


@lru_cache(maxsize=4)
def workspace_fonts(folders: tuple[Path, ...]) -> Fonts:
    """The fonts at hand, looked for once a process: checking and building ask for the same ones."""
    return find_fonts(folders)


@lru_cache(maxsize=2)
def _typesetter(folders: tuple[Path, ...]) -> Typesetter:
    return Typesetter(workspace_fonts(folders))


def typeset_evidence(data: bytes, *, folders: tuple[Path, ...]) -> bytes | Refusal:
    """The PDF of a Word file of the evidence, or why there is none; runs in worker processes."""
    try:
        pdf: bytes = _typesetter(folders).typeset(data).pdf
    except Refused as refused:
        return Refusal(tuple(f"{refusal.feature}（{refusal.where}）" for refusal in refused.refusals))
    return pdf


def _joined(made: list[OwnPages]) -> OwnPages:
    import pikepdf

    if len(made) == 1:
        return made[0]
    with ExitStack() as stack:
        whole = stack.enter_context(pikepdf.new())
        for form in made:
            whole.pages.extend(stack.enter_context(pikepdf.open(BytesIO(form.pdf))).pages)
        out = BytesIO()
        whole.save(out, static_id=True)
    return OwnPages(out.getvalue(), sum(form.pages for form in made))


def _counted(pdf: bytes) -> OwnPages:
    from pypdf import PdfReader

    return OwnPages(pdf, len(PdfReader(BytesIO(pdf)).pages))
