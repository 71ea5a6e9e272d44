"""Every feature document and office form beside LibreOffice: pages, characters, places of rows."""

from __future__ import annotations

import pytest

from dossier.typeset import Typesetter
from tests.typeset.drawn import DRAWN
from tests.typeset.features import FEATURES, Feature
from tests.typeset.found import FOUND
from tests.typeset.libreoffice import bits, difference, offsets, page_count
from tests.typeset.mixes import MIXES
from tests.typeset.random_forms import RANDOM_FORMS

HANGING = {"random-00"}
"""An empty line ends a page on which the white below it has no room: there in Word, on the next page in LibreOffice."""
ALL = {**FEATURES, **FOUND, **DRAWN, **MIXES}


@pytest.mark.parametrize("name", ALL)
def test_a_form_is_set_without_a_word(name: str, typesetter: Typesetter) -> None:
    result = typesetter.typeset(ALL[name].docx)
    assert result.notes == ()
    assert result.pages == page_count(result.pdf)


@pytest.mark.parametrize("name", ALL)
def test_pages_and_characters_are_those_of_libreoffice(
    name: str, typesetter: Typesetter, libreoffice: dict[str, bytes]
) -> None:
    result = typesetter.typeset(ALL[name].docx)
    theirs = libreoffice[name]
    assert result.pages == page_count(theirs)
    expected = ALL[name].characters
    assert difference(bits(result.pdf), bits(theirs)) == expected


@pytest.mark.parametrize("name", [name for name, feature in ALL.items() if not feature.differs])
def test_rows_stand_where_libreoffice_puts_them(
    name: str, typesetter: Typesetter, libreoffice: dict[str, bytes]
) -> None:
    feature: Feature = ALL[name]
    ours = bits(typesetter.typeset(feature.docx).pdf)
    found = offsets(ours, bits(libreoffice[name]))
    assert len(found) >= 0.6 * len(ours)
    down = sorted(abs(dy) for _dx, dy, _text in found)
    assert down[int(len(down) * 0.95)] <= feature.spread


@pytest.mark.parametrize("name", RANDOM_FORMS)
def test_forms_made_by_chance_have_the_pages_and_characters_of_libreoffice(
    name: str, typesetter: Typesetter, libreoffice: dict[str, bytes]
) -> None:
    result = typesetter.typeset(RANDOM_FORMS[name])
    assert result.pages == page_count(libreoffice[name])
    assert difference(bits(result.pdf), bits(libreoffice[name])) == ("", "")


def test_four_in_five_forms_made_by_chance_stand_where_libreoffice_puts_them(
    typesetter: Typesetter, libreoffice: dict[str, bytes]
) -> None:
    """In the rest a line is full to a fraction of a point and breaks elsewhere; all that follows is shifted."""
    good = 0
    compared = RANDOM_FORMS.keys() - HANGING
    for name in compared:
        docx = RANDOM_FORMS[name]
        found = offsets(bits(typesetter.typeset(docx).pdf), bits(libreoffice[name]))
        down = sorted(abs(dy) for _dx, dy, _text in found)
        good += down[int(len(down) * 0.9)] <= 3.0
    assert good >= 0.8 * len(compared)
