"""Pages that are no pages: nothing may raise."""

import numpy as np
import pytest

from dossier.evidence import reading
from dossier.evidence.reading.page import read_pixels

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")


@needs_engine
@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 900), (900, 1), (7, 5), (40, 2000)])
def test_a_picture_of_hardly_any_size_is_read_without_harm(height, width):
    result = read_pixels(1, np.full((height, width, 3), 200, np.uint8))

    assert result.lines == ()
    assert result.seals == ()


@needs_engine
def test_noise_and_plain_colours_are_no_papers():
    dice = np.random.default_rng(1)
    noise = dice.integers(0, 255, (700, 500, 3), dtype=np.uint8)
    red = np.zeros((700, 500, 3), np.uint8) + np.array([200, 20, 30], np.uint8)

    for page in (noise, red, np.zeros((700, 500, 3), np.uint8)):
        assert [seal for seal in read_pixels(1, page).seals if seal.text] == []
