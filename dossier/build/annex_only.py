"""附件1 alone, of many children: printed, stamped, scanned and put back into their folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.build.typesetting import Bench, bench_of
from dossier.errors import DossierError
from dossier.files.names import folder_name
from dossier.files.write import write_bytes
from dossier.filing import locked
from dossier.forms import ANNEX_LABELS
from dossier.model import Check, Review, Specs
from dossier.plan import annex_name, has_form

FOLDER = "附件1"
ALL = "全部附件1.pdf"
ANNEX_FACTS = frozenset(ANNEX_LABELS)
"""The facts that the form has a cell for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexMade:
    """How the form of one child ended: its files, else why there are none."""

    review: Review
    files: tuple[Path, ...] = ()
    pages: int = 0
    why: str = ""
    failed: bool = False


def build_annexes(
    check: Check, specs: Specs, templates: Path, output: Path, *, word: bool, today: date
) -> Iterator[AnnexMade]:
    """Write `output`/附件1/{id}-{name}.pdf (and .docx) of every child, last all of them as one file to print.

    Those whose category has no such form, and those whose stamped scan has come back already, are left out and say so.
    """
    settings = check.workspace.settings
    dated = settings.filled_on or today
    folder = output / FOLDER
    with locked(output):
        bench = bench_of(check.workspace.root, settings, templates)
        every: list[bytes] = []
        for review in check.reviews:
            if not has_form(review, specs, settings):
                yield AnnexMade(review=review, why=_why_none(review, specs))
                continue
            try:
                name = annex_name(review, specs)
                forms = bench.forms.annex(review, settings, dated, pages_of=bench.pages, name=name)
                files = _written(bench, forms, folder / folder_name(review.case.id, review.case.name), dated, word=word)
            except DossierError as error:
                yield AnnexMade(review=review, why=str(error), failed=True)
                continue
            every += forms
            yield AnnexMade(review=review, files=files, pages=sum(map(bench.pages, forms)))
        if every:
            write_bytes(folder / ALL, bench.typeset(every, dated))


def annex_seen(
    check: Check, review: Review, specs: Specs, templates: Path, today: date, marks: Mapping[str, tuple[str, str]]
) -> bytes | str:
    """附件1 of one child as a PDF to be looked at, as it will print; the cells of the facts of `marks` are coloured
    (RRGGBB) and carry a word. Where the dossier has no such form: why, in words.

    Raises TemplateError and ToolError as a build does.
    """
    settings = check.workspace.settings
    if not has_form(review, specs, settings):
        return _why_none(review, specs)
    bench = bench_of(check.workspace.root, settings, templates)
    dated, name = settings.filled_on or today, annex_name(review, specs)
    forms = bench.forms.marked_annex(review, settings, dated, marks, pages_of=bench.pages, name=name)
    return bench.typeset(forms, dated)


def _why_none(review: Review, specs: Specs) -> str:
    spec = specs.categories.get(review.case.category or "")
    return "盖章的扫描件已经在文件夹里" if spec is None or spec.annex else "这一类别不填附件1"


def _written(bench: Bench, forms: tuple[bytes, ...], stem: Path, dated: date, *, word: bool) -> tuple[Path, ...]:
    pdf = stem.with_name(f"{stem.name}.pdf")
    write_bytes(pdf, bench.typeset(forms, dated))
    made = [pdf]
    for place, form in enumerate(forms if word else ()):
        path = stem.with_name(f"{stem.name}{f'-附页{place}' if place else ''}.docx")
        write_bytes(path, form)
        made.append(path)
    return tuple(made)
