"""附件1 to be looked at: cells coloured and numbered, the rest as it prints."""

from __future__ import annotations

from datetime import date

from dossier.files.data import templates_folder
from dossier.forms import Forms, text_of_form
from dossier.model import Settings
from tests.forms.build import a_review

DAY = date(2022, 3, 18)


def test_marked_cells_have_their_colour_and_word_and_nothing_else_is_changed() -> None:
    forms, review = Forms.load(templates_folder()), a_review()
    plain = forms.annex(review, Settings(), DAY, pages_of=lambda *_: 1)
    marked = forms.marked_annex(
        review,
        Settings(),
        DAY,
        {"birth": ("F6B8B3", "①"), "guardian2_name": ("FFE2A8", "②"), "grade": ("CFE0FF", "③")},
        pages_of=lambda *_: 1,
    )

    before, after = text_of_form(plain[0]), text_of_form(marked[0])
    assert after.replace("①", "").replace("②", "") == before
    assert "③" not in after  # the form has no cell for it
    assert "①" in after
    assert "②" in after
    assert marked[1:] == plain[1:]
