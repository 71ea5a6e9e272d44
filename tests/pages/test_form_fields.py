"""Forms whose few fields name each other a million times over do not hold up who opens a page."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.pages.form_fields import are_fields_countable
from dossier.pages.page import page_image
from tests.evidence.builders import a_pdf


def a_form(path: Path, levels: int, *, kids: int) -> Path:
    """A page with a field at the end of a chain of fields, each of which holds the next so many times."""
    with pikepdf.open(io.BytesIO(a_pdf(1))) as pdf:
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="leaf", Rect=Array([0, 0, 9, 9]))
        field = pdf.make_indirect(field)
        for _ in range(levels):
            field = pdf.make_indirect(Dictionary(Kids=Array([field] * kids)))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        pdf.save(path)
    return path


def test_a_form_whose_fields_multiply_is_shown_without_them(tmp_path: Path) -> None:
    hostile = a_form(tmp_path / "many.pdf", 30, kids=2)

    assert not are_fields_countable(hostile)
    assert page_image(hostile, "application/pdf", 1, dpi=40).size[0] > 300


def test_a_form_of_an_office_is_walked_to_its_end(tmp_path: Path) -> None:
    assert are_fields_countable(a_form(tmp_path / "plain.pdf", 3, kids=1))
    assert are_fields_countable(a_pdf(1))
    assert are_fields_countable(b"%PDF-1.4 broken")
