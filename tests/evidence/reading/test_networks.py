"""Where lines stand and what they say, from drawn lines of known text. Needs the engine."""

import numpy as np
import pytest

from dossier.evidence import reading
from dossier.evidence.reading.dark_rings import dark_rings
from dossier.evidence.reading.networks import Finder, Reader, cut
from dossier.evidence.reading.pixels import turn_clockwise
from tests.evidence.reading.draw import a_sheet, pixels, with_seal

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
WORDS = ("户籍证明", "兹证明黄欣梓，男，公民身份号码", "411328201203059995，系我辖区居民。")


def read(picture):
    reader = Reader()
    return [reader.read(cut(picture, quad))[0] for quad in Finder().find(picture)]


@needs_engine
def test_lines_are_found_from_top_to_bottom_and_read():
    first, second, third = read(pixels(a_sheet(*WORDS)))

    assert first == "户籍证明"
    assert "黄欣梓" in second
    assert third.startswith("411328201203059995")


@needs_engine
@pytest.mark.parametrize("margins", [(0, 0, 0, 0), (0, 900, 0, 0), (300, 300, 200, 200)])
def test_blank_paper_round_the_words_changes_nothing(margins):
    above, below, left, right = margins
    sheet = np.pad(pixels(a_sheet(*WORDS)), ((above, below), (left, right), (0, 0)), constant_values=255)

    assert len(read(sheet)) == 3
    assert read(sheet)[0] == "户籍证明"


@needs_engine
def test_nothing_stands_on_plain_paper_of_any_colour_and_size():
    finder = Finder()

    for shade, size in ((255, (1754, 1240)), (90, (30, 2000)), (0, (1, 1))):
        assert finder.find(np.full((*size, 3), shade, np.uint8)) == []


@needs_engine
def test_a_line_that_stands_upright_is_laid_on_its_side_to_be_read():
    sheet = turn_clockwise(pixels(a_sheet(*WORDS)), 90)

    assert "户籍证明" in read(sheet)


@needs_engine
def test_a_strip_of_a_single_pixel_says_nothing_for_sure():
    text, confidence = Reader().read(np.full((1, 1, 3), 128, np.uint8))

    assert len(text) <= 1
    assert 0 <= confidence <= 1


def test_a_dark_ring_is_found_among_words_and_words_make_none():
    words = ("证明", *("兹证明黄欣梓，男，汉族，户口已迁出注销，现不在我辖区居住。" for _ in range(16)))
    plain, sealed = a_sheet(*words), with_seal(a_sheet(*words), at=(700, 1200), ink=(60, 60, 60))

    assert dark_rings(pixels(plain)) == []
    (ring,) = dark_rings(pixels(sealed))
    assert abs(ring.x - 700) < 8
    assert abs(ring.y - 1200) < 8
    assert abs(ring.radius - 130) < 8


def test_a_small_dark_ring_at_the_edge_of_a_card_is_found():
    card = with_seal(a_sheet("残疾人证", size=(900, 600)), at=(780, 470), radius=60, ink=(70, 70, 70))

    assert len(dark_rings(pixels(card))) == 1
