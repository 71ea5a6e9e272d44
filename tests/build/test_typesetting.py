"""Our own forms print whole, or the template is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.build.typesetting import Bench
from dossier.errors import TemplateError
from dossier.evidence import form_by_office
from dossier.forms import Forms
from dossier.processes.libreoffice import Office
from dossier.typeset import Typesetter, find_fonts
from tests.typeset.docx import cell, document, par, row, table

_TIGHT = '<w:trHeight w:val="300" w:hRule="exact"/>'
FORM = document(table(row(cell(par("看得见") + par("看不见"), 3000), properties=_TIGHT), grid=(3000,)))


def test_a_form_whose_row_hides_what_was_filled_in_is_refused():
    fonts = find_fonts()
    with Typesetter(fonts) as typesetter:
        bench = Bench(fonts=fonts, typesetter=typesetter, forms=Forms({}), office=None)
        with pytest.raises(TemplateError) as refused:
            bench.typeset([FORM], date(2022, 3, 18))

    assert "放不下「看不见」" in str(refused.value)


def test_a_form_of_which_libreoffice_leaves_something_out_is_refused(monkeypatch):
    with Typesetter(find_fonts()) as typesetter:
        other = typesetter.typeset(document(par("看得见"))).pdf
    monkeypatch.setattr(Office, "to_pdf", lambda _office, _data, _suffix: other)

    assert form_by_office(Office("soffice"), document(par("看得见"))) == other
    with pytest.raises(TemplateError, match="少了内容"):
        form_by_office(Office("soffice"), FORM)
