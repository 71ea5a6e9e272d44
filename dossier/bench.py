"""What a process needs to make dossiers, set up once: fonts, typesetter, the county's forms."""

from __future__ import annotations

from dataclasses import dataclass, field
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
_REMEMBERED = 8


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
    _made: dict[tuple[bytes, date], OwnPages] = field(default_factory=dict)

    def typeset(self, documents: tuple[bytes, ...], dated: date) -> OwnPages:
        """The pages of one part of the dossier, which may be several Word files (附件1 and its 附页)."""
        made = [self.form(document, dated) for document in documents]
        return made[0] if len(made) == 1 else _joined(made)

    def form(self, document: bytes, dated: date) -> OwnPages:
        """One filled form as pages; what was just typeset is not typeset again.

        Raises TemplateError where the template asks for what the typesetter refuses by name.
        """
        key = (document, dated)
        if key not in self._made:
            while len(self._made) >= _REMEMBERED:
                self._made.pop(next(iter(self._made)))
            self._made[key] = self._typeset(document, dated)
        return self._made[key]

    def _typeset(self, document: bytes, dated: date) -> OwnPages:
        if self.office is not None:
            pdf = self.office.to_pdf(document, "docx")
            return OwnPages(pdf, _count(pdf))
        try:
            made = self.typesetter.typeset(document, timestamp=dated)
        except Refused as refused:
            places = tuple(Place(refusal.where, problem=f"用了{refusal.feature}") for refusal in refused.refusals)
            raise TemplateError("模板里有程序排不了的内容", places=places, hint=_REFUSED_HINT) from None
        except Unreadable as error:
            raise TemplateError(f"模板填写后读不出来：{error}", hint="请用 Word 或 WPS 重新另存模板。") from None
        return OwnPages(made.pdf, made.pages)


_REFUSED_HINT = (
    "请在 Word 或 WPS 里改成普通段落和表格；如果电脑装有 LibreOffice，"
    "也可以在 workspace.yaml 里写 engine: libreoffice，由它来排。"
)


@lru_cache(maxsize=4)
def open_bench(root: Path, settings_engine: str, templates: Path) -> Bench:
    """The bench of a workspace, the same for every case that this process builds.

    Raises TemplateError with all that is wrong in the templates, ToolError where LibreOffice is asked for and absent.
    """
    fonts = find_fonts(font_folders(root))
    forms = Forms.load(templates)
    office = need_office() if settings_engine == "libreoffice" else None
    digest = f"{forms.digest} {fonts.digest} {settings_engine} {office.version if office else ''}"
    return Bench(fonts=fonts, typesetter=Typesetter(fonts), forms=forms, office=office, digest=digest)


def bench_of(root: Path, settings: Settings, templates: Path) -> Bench:
    """`open_bench` for the settings of a workspace."""
    return open_bench(root, settings.engine, templates)


def font_folders(root: Path) -> tuple[Path, ...]:
    """Where a workspace keeps fonts of its own."""
    return (root / FONTS_FOLDER,)


@lru_cache(maxsize=2)
def _typesetter(folders: tuple[Path, ...]) -> Typesetter:
    return Typesetter(find_fonts(folders))


def typeset_evidence(data: bytes, *, folders: tuple[Path, ...]) -> bytes | Refusal:
    """The PDF of a Word file of the evidence, or why there is none; runs in worker processes."""
    try:
        pdf: bytes = _typesetter(folders).typeset(data).pdf
    except Refused as refused:
        return Refusal(tuple(f"{refusal.feature}（{refusal.where}）" for refusal in refused.refusals))
    return pdf


def _joined(made: list[OwnPages]) -> OwnPages:
    import pikepdf

    with pikepdf.new() as whole:
        parts = [pikepdf.open(BytesIO(form.pdf)) for form in made]
        for part in parts:
            whole.pages.extend(part.pages)
        out = BytesIO()
        whole.save(out, static_id=True)
        for part in parts:
            part.close()
    return OwnPages(out.getvalue(), sum(form.pages for form in made))


def _count(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
