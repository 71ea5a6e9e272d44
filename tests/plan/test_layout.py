"""Where a page lies on its sheet."""

from __future__ import annotations

import pytest

from dossier.model import A4_PT, PageFact
from dossier.plan.layout import whole_page

MM = 72 / 25.4


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((612, 792), A4_PT[0] / 612),  # US Letter: wider than A4
        ((184 * MM, 260 * MM), 1),  # 16K as offices print it
        ((195 * MM, 270 * MM), 1),  # 16K of Word
        ((176 * MM, 250 * MM), 1),  # B5
        ((612, 1008), A4_PT[1] / 1008),  # US Legal
        ((200, 100), 1),
    ],
)
def test_a_document_s_page_keeps_its_size_as_far_as_a4_holds_it(size, scale):
    for turned in (False, True):
        width, height = reversed(size) if turned else size

        landscape, box = whole_page(PageFact(width=width, height=height), 0, is_picture=False)

        assert box is not None
        assert (box[2] / width, box[3] / height) == (pytest.approx(scale, abs=1e-3), pytest.approx(scale, abs=1e-3))
        sheet = tuple(reversed(A4_PT)) if landscape else A4_PT
        assert box[0] >= -0.01
        assert box[1] >= -0.01
        assert box[0] + box[2] <= sheet[0] + 0.01
        assert box[1] + box[3] <= sheet[1] + 0.01


def test_a_strip_of_hardly_any_width_still_has_a_place() -> None:
    _, box = whole_page(PageFact(width=0.02, height=900_000), 0, is_picture=False)

    assert box is not None
    assert min(box[2:]) > 0
