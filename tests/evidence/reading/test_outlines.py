"""Where a sheet lies in a photograph: told only where all of its edge is seen."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.evidence import reading
from dossier.evidence.reading.outlines import find_outlines
from dossier.evidence.reading.page import read_pixels
from tests.evidence.reading.draw import CORNERS, a_card, a_sheet, font, photographed, pixels

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
WORDS = ("户籍证明", "兹证明黄欣梓，男，公民身份号码", "411328201203059995，系我辖区居民。", "特此证明。")


def test_a_sheet_on_a_desk_is_told_by_its_corners_and_its_own_shape():
    (found,) = find_outlines(photographed(a_sheet(*WORDS)))

    seen = np.array(found.corners) * (1500, 2000)
    assert np.abs(seen - np.array(CORNERS)).max() < 8
    assert found.aspect == pytest.approx(210 / 297, rel=0.05)
    assert found.dark > 0.2


@pytest.mark.parametrize(
    "scene",
    [
        photographed(a_sheet(*WORDS), ((150, -60), (1330, -20), (1390, 1850), (90, 1760))),
        photographed(a_sheet(*WORDS), ((150, 120), (1540, 190), (1590, 1850), (90, 1760))),
        photographed(a_sheet(*WORDS), desk=(252, 252, 252)),
        pixels(a_sheet(*WORDS)),
    ],
    ids=["beyond the upper edge", "beyond the right edge", "white on white", "a scan"],
)
def test_a_sheet_whose_edge_is_not_seen_all_round_is_none(scene):
    assert find_outlines(scene) == ()


def test_two_cards_on_a_scanner_s_glass_are_both_told_and_what_is_round_them_is_blank():
    glass = Image.new("RGB", (1654, 2339), "white")
    glass.paste(a_card(), (400, 300))
    glass.paste(a_card("签发机关 公安局"), (400, 1200))
    upper, lower = find_outlines(np.asarray(glass))

    assert upper.corners[0][1] < lower.corners[0][1]
    assert upper.blank
    assert upper.aspect == pytest.approx(85.6 / 54, rel=0.02)


@needs_engine
def test_words_beyond_the_sheet_are_counted_whichever_way_the_page_lies():
    alone = photographed(a_sheet(*WORDS))
    noted = alone.copy()
    note = Image.fromarray(noted[1860:1990, 300:1200])
    note.paste((235, 235, 225), (0, 0, 900, 130))
    ImageDraw.Draw(note).text((30, 30), "另见派出所回执", fill="black", font=font(64))
    noted[1860:1990, 300:1200] = np.asarray(note)

    assert read_pixels(1, alone).sheet is not None
    for picture in (noted, np.ascontiguousarray(np.rot90(noted))):
        result = read_pixels(1, picture)
        assert result.sheet is None
        assert "外面还有字" in result.why_not_flat or "看不全" in result.why_not_flat
    assert any(one.words_beyond for one in read_pixels(1, noted).outlines)
