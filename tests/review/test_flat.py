"""page-pictured of papers on a desk: what could be made flat is told, and what cannot with the reason."""

from dataclasses import replace

import pytest

from dossier.model import Decisions, Outline, PageReading, Part, Picture
from dossier.review.flat import find_desks
from tests.review.build import a_case, a_file, the_specs

SHEET = Outline(corners=((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)), beyond=0.36, dark=0.3)
SEEN = PageReading(page=1, source="ocr", outlines=(SHEET,), picture=Picture(rim=1.0))
CUT_OFF = replace(SEEN, outlines=())
WORDS_OUTSIDE = replace(SEEN, outlines=(replace(SHEET, words_beyond=1),))
A_SCAN = replace(CUT_OFF, picture=Picture(rim=0.0))


def told(reading, *, pages="asis", asked=None, kind="village-certificate"):
    file = a_file("证明.jpg", readings=(reading,))
    flat = {} if asked is None else {"证明.jpg": asked}
    case = a_case("A", file, decisions=Decisions(flat=flat))
    part = Part(path="证明.jpg", pages=(1,), type=kind, basis="name", confidence=1.0)
    return [found.message for found in find_desks(case, [part], the_specs(), pages)]


@pytest.mark.parametrize(
    ("reading", "more", "words"),
    [
        (SEEN, {}, "深色的桌面"),
        (CUT_OFF, {"asked": True}, "四个角"),
        (WORDS_OUTSIDE, {"asked": True}, "外面还有字"),
        (CUT_OFF, {"pages": "flat"}, "四个角"),
        (replace(SEEN, outlines=(SHEET, SHEET)), {"pages": "flat"}, "两张纸"),
        (SEEN, {"asked": True, "kind": "persuasion-photo"}, "现场照片"),
    ],
)
def test_what_is_said_of_a_paper_on_a_desk(reading, more, words):
    (message,) = told(reading, **more)
    assert words in message


@pytest.mark.parametrize(
    ("reading", "more"),
    [
        (SEEN, {"pages": "flat"}),
        (SEEN, {"asked": True}),
        (SEEN, {"asked": False}),
        (SEEN, {"kind": "persuasion-photo"}),
        (CUT_OFF, {}),
        (CUT_OFF, {"pages": "flat", "asked": False}),
        (A_SCAN, {"pages": "flat"}),
        (replace(SEEN, outlines=(replace(SHEET, dark=0.0),)), {}),
    ],
)
def test_nothing_is_said_where_nothing_is_to_be_done(reading, more):
    assert told(reading, **more) == []
