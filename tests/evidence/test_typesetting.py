"""Word files of the evidence through our own typesetter: what it cannot print is told."""

from __future__ import annotations

from functools import partial

import pytest

from dossier.evidence.typesetting import typeset_evidence
from tests.evidence.builders import look_at_one
from tests.typeset.docx import cell, document, par, row, table

_OURS = partial(typeset_evidence, folders=())


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [("学生𑀅𑀆在校", "glyph-missing", "第1页「学生𑀅𑀆在校」"), ("学生\ue123在校", "unsure", "第1页「学生\ue123在校」")],
)
def test_letters_without_a_font_are_an_error_that_names_the_page_and_signs_a_warning(tmp_path, text, rule, told):
    file = look_at_one(tmp_path, "a.docx", document(par(text)), typeset=_OURS)

    assert [caveat.rule for caveat in file.caveats] == [rule]
    assert told in file.caveats[0].message


def test_what_a_fixed_row_hides_is_told_with_its_words(tmp_path):
    tight = '<w:trHeight w:val="300" w:hRule="exact"/>'
    word = document(table(row(cell(par("看得见") + par("看不见"), 3000), properties=tight), grid=(3000,)))

    file = look_at_one(tmp_path, "a.docx", word, typeset=_OURS)

    assert [caveat.rule for caveat in file.caveats] == ["unsure"]
    assert "「看不见」" in file.caveats[0].message
