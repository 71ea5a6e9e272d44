"""The Word forms of a dossier: templates that staff edit, filled with what is known of one child.

`Forms.load(folder)` checks every template before any case is built; `.fill(…)` gives the filled forms as Word files.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.errors import Place, TemplateError, disk_words
from dossier.files.word_zip import unpack
from dossier.forms.annex import PagesOf, fill_annex
from dossier.forms.check import check_template
from dossier.forms.contents import fill_contents
from dossier.forms.dump import dump
from dossier.forms.fields import (
    ANNEX_LABELS,
    DOSSIER,
    EMPTY_VALUES,
    Values,
    Vocabulary,
    annex_values,
    chinese_date,
    chinese_of,
    dossier_values,
    visit_paragraph,
)
from dossier.forms.fill import Form, text_parts, with_spare
from dossier.forms.marking import mark_cells
from dossier.forms.outline import text_in
from dossier.forms.sample import sample_values
from dossier.model import Plan, PlanPart, Review, Settings

__all__ = [
    "ANNEX_LABELS",
    "DOSSIER",
    "EXTRA_FILE",
    "FORM_FILES",
    "Filled",
    "Form",
    "Forms",
    "PagesOf",
    "Values",
    "Vocabulary",
    "annex_values",
    "check_template",
    "chinese_date",
    "chinese_of",
    "dossier_values",
    "dump",
    "sample_values",
    "text_of_form",
    "visit_paragraph",
    "with_spare",
]

FORM_FILES: Mapping[PlanPart, str] = {
    PlanPart.COVER: "封面.docx",
    PlanPart.CONTENTS: "卷内目录.docx",
    PlanPart.ANNEX: "附件1.docx",
    PlanPart.CLOSING: "备考表.docx",
}
EXTRA_FILE = "附页.docx"
_FILES = (*FORM_FILES.values(), EXTRA_FILE)

Filled = Mapping[PlanPart, tuple[bytes, ...]]
"""The Word files of each part, in order: 附件1 may be followed by its 附页, each 附页 one page."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The county's templates, checked and compiled once; filling one takes about a millisecond."""

    forms: Mapping[str, Form]

    @classmethod
    def load(cls, folder: Path) -> Forms:
        """Read and check the templates of `folder`; raises `TemplateError` with every problem of every template."""
        forms: dict[str, Form] = {}
        places: list[Place] = []
        for name in _FILES:
            try:
                data = (folder / name).read_bytes()
            except OSError as caught:
                places.append(Place(name, problem=_why(caught)))
                continue
            found = check_template(name, data)
            if isinstance(found, Form):
                forms[name] = found
            else:
                places.extend(found)
        if places:
            raise TemplateError(
                f"模板有 {len(places)} 处错误（{folder.name} 文件夹）",
                places=tuple(places),
                hint="请用 Word 或 WPS 打开模板改正后再试；字段写法如 {{ 姓名 }}，花括号须用半角。",
            )
        return cls(forms)

    def samples(self) -> Mapping[str, bytes]:
        """Every template filled with nothing: what a typesetter can try before any case is built."""
        return {name: form.fill(EMPTY_VALUES) for name, form in self.forms.items()}

    def fill(
        self,
        plan: Plan,
        review: Review,
        settings: Settings,
        today: date,
        *,
        pages_of: PagesOf,
        annex: tuple[bytes, ...] | None = None,
    ) -> Filled:
        """All forms of one dossier. `annex` takes 附件1 as already filled, () for none: it depends on no plan."""
        values = dossier_values(plan, review, settings, today)
        filled: dict[PlanPart, tuple[bytes, ...]] = {
            part: (self._one(part, name, values, pages_of),)
            for part, name in FORM_FILES.items()
            if part is not PlanPart.ANNEX
        }
        own = annex if annex is not None else self.annex(review, settings, today, pages_of=pages_of)
        filled[PlanPart.ANNEX] = own
        return filled

    def _one(self, part: PlanPart, name: str, values: Values, pages_of: PagesOf) -> bytes:
        form = self.forms[name]
        return fill_contents(form, values, pages_of) if part is PlanPart.CONTENTS else form.fill(values)

    def annex(
        self, review: Review, settings: Settings, today: date, *, pages_of: PagesOf, name: str = ""
    ) -> tuple[bytes, ...]:
        """附件1 (called `name`), and an 附页 for every page that the record of persuasion needs beyond it."""
        values = _named(annex_values(review, settings, today), name)
        return fill_annex(self.forms[FORM_FILES[PlanPart.ANNEX]], self.forms[EXTRA_FILE], values, pages_of)

    def marked_annex(
        self,
        review: Review,
        settings: Settings,
        today: date,
        marks: Mapping[str, tuple[str, str]],
        *,
        pages_of: PagesOf,
        name: str = "",
    ) -> tuple[bytes, ...]:
        """The same to be looked at: the cell of each fact of `marks` in a colour (RRGGBB), with a word behind."""
        first, *others = self.annex(review, settings, today, pages_of=pages_of, name=name)
        told = {ANNEX_LABELS[fact]: mark for fact, mark in marks.items() if fact in ANNEX_LABELS}
        values = _named(annex_values(review, settings, today), name)
        return mark_cells(self.forms[FORM_FILES[PlanPart.ANNEX]], first, values, told), *others


def _named(values: Values, name: str) -> Values:
    return {**values, "表名": name} if name else values


def text_of_form(document: bytes) -> str:
    """The whole text of a filled form, a paragraph a line, headers and footers last."""
    parts = unpack(document)
    return text_in(parts, text_parts(parts))


def forms_digest(folder: Path) -> str:
    """sha256 over the template files of `folder`; one that cannot be read counts as empty (`Forms.load` says why)."""
    digest = hashlib.sha256()
    for name in _FILES:
        data = b""
        with contextlib.suppress(OSError):
            data = (folder / name).read_bytes()
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def _why(caught: OSError) -> str:
    if isinstance(caught, FileNotFoundError):
        return "模板不在文件夹里"
    return f"打不开（{disk_words(caught)}），请检查文件是否正在 Word 中打开"
