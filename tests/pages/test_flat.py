"""A photographed sheet made flat: straight, evenly lit, red stays red, nothing of it lost."""

import io

import numpy as np
import pytest
from PIL import Image

from dossier.evidence import reading
from dossier.evidence.reading.page import read_pixels
from dossier.model import EvidenceFile, PageFact
from dossier.pages.flat import evened, prepared_image
from dossier.pages.page import open_pages
from dossier.plan.flat import flat
from tests.evidence.reading.draw import a_sheet, photographed, with_seal

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
WORDS = ("户籍证明", "兹证明黄欣梓，男，公民身份号码", "411328201203059995，系我辖区居民。", "特此证明。")


def dusk(scene):
    """Light falls off towards one corner, and a hand throws a shadow."""
    height, width = scene.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    light = 1.0 - 0.35 * x / width - 0.15 * y / height
    light *= 1 - 0.2 / (1 + np.exp((np.hypot(x - 0.8 * width, y - 0.7 * height) - 400) / 60))
    return np.clip(scene * light[..., None], 0, 255).astype(np.uint8)


def letters(result):
    return "".join(line.text for line in result.lines)


@needs_engine
def test_a_photographed_paper_comes_out_flat_with_all_its_words_a_red_seal_and_half_the_ink():
    scene = dusk(photographed(with_seal(a_sheet(*WORDS))))
    before = read_pixels(1, scene)
    fact = PageFact(width=1500 * 72 / 200, height=2000 * 72 / 200, pixels=(1500, 2000))
    file = EvidenceFile(path="证明.jpg", media_type="image/png", pages=(fact,), readings=(before,))
    prepared = flat(file, 1)
    stored = io.BytesIO()
    Image.fromarray(scene).save(stored, "PNG")
    with open_pages(stored.getvalue(), "image/png") as pages:
        made = np.asarray(prepared_image(pages, 1, prepared))
        again = np.asarray(prepared_image(pages, 1, prepared))
    after = read_pixels(1, made)

    assert np.array_equal(made, again)
    assert letters(after) == letters(before)
    assert [seal.colour for seal in after.seals] == ["red"]
    assert made.shape[0] / made.shape[1] == pytest.approx(297 / 210, rel=0.01)
    assert 255 - made.mean() < 0.2 * (255 - scene.mean())
    paper = made[made.min(axis=2) > 200]
    assert np.percentile(paper.min(axis=1), 5) > 235, "the shadow is still there"


def test_a_photograph_on_a_paper_is_not_washed_out_and_colours_keep_their_kind():
    paper = np.full((1400, 1000, 3), 205, np.uint8)
    paper[200:600, 100:400] = (120, 80, 70)
    paper[900:1000, 200:800] = (190, 40, 50)
    made = evened(dusk(paper)).astype(int)

    face, bar, blank = made[300:500, 150:350], made[920:980, 300:700], made[700:850, 100:900]
    assert face.mean() < 150
    assert (bar[..., 0] - bar[..., 1]).min() > 80
    assert blank.mean() > 240


def test_a_card_keeps_the_colour_that_it_has():
    card = np.full((600, 950, 3), (190, 215, 235), np.uint8)
    card[100:500:60, 100:500] = (40, 40, 50)
    made = evened(dusk(card), white=False).astype(int)

    ground = made[540:590, 50:900]
    assert (ground[..., 2] - ground[..., 0]).mean() > 25
    assert np.ptp(ground.mean(axis=(0, 2))) < 8
    assert ground.std(axis=(0, 1)).max() < 5
