"""Where a page ends: what its last line may leave hanging over the margin, by the pages that Word and WPS count."""

from __future__ import annotations

import pytest

from dossier.typeset import Typesetter
from tests.typeset.docx import cell, document, par, row, section, table

_FILLED = section(margins='w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"')
"""A body of 697.9 pt: 44 lines of the grid and 11.5 pt."""
_LARGE = '<w:sz w:val="32"/>'


def _pages(typesetter: Typesetter, body: str) -> int:
    return typesetter.count_pages(document(body, last=_FILLED))


@pytest.mark.parametrize(("lines", "pages"), [(27, 1), (28, 2)])
def test_an_exact_line_ends_a_page_where_its_text_has_room(typesetter: Typesetter, lines: int, pages: int) -> None:
    """27 lines of 26 pt are 702 pt, the last one's text ends at 696.8."""
    line = par("甲", '<w:spacing w:line="520" w:lineRule="exact"/>', _LARGE)
    assert _pages(typesetter, line * lines) == pages


@pytest.mark.parametrize(("before", "pages"), [(300, 1), (360, 2)])
def test_a_line_on_the_grid_ends_a_page_where_its_text_has_room(
    typesetter: Typesetter, before: int, pages: int
) -> None:
    """22 lines of 31.2 pt; 5.2 pt of each is white below its text."""
    first = par("甲", f'<w:spacing w:before="{before}"/>', _LARGE)
    assert _pages(typesetter, first + par("甲", "", _LARGE) * 21) == pages


@pytest.mark.parametrize(("height", "pages"), [(13600, 1), (13700, 2)])
def test_what_the_grid_leaves_over_above_the_first_line_costs_no_line_below_a_table(
    typesetter: Typesetter, height: int, pages: int
) -> None:
    tall = table(row(cell("甲", 8000), properties=f'<w:trHeight w:val="{height}"/>'), grid=(8000,))
    assert _pages(typesetter, tall + par("乙")) == pages


def test_a_page_with_a_hanging_line_counts_as_full_and_no_more(typesetter: Typesetter) -> None:
    line = par("甲", '<w:spacing w:line="520" w:lineRule="exact"/>', _LARGE)
    docx = document(line * 27, last=_FILLED)
    assert typesetter.lay_out(docx).sheets[0].free == 0
    assert typesetter.count_pages(docx) == 1
