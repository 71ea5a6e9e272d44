"""Finding seals on a page, and what lies under them. No text is recognised here."""

from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.evidence.reading.seals import find_rings, without_red
from tests.evidence.reading.draw import a_sheet, a_table, font, pixels, with_seal


def colours(sheet):
    return [colour for _, colour in find_rings(pixels(sheet))]


def test_a_red_seal_is_found_where_it_stands():
    ((ring, colour),) = find_rings(pixels(with_seal(a_sheet("证明"), at=(800, 900))))

    assert colour == "red"
    assert abs(ring.x - 800) < 12
    assert abs(ring.y - 900) < 12
    assert abs(ring.radius - 130) < 12


def test_a_page_without_a_seal_has_none():
    assert colours(a_sheet("证明", "兹证明黄欣梓，男，户口已迁出。", "2022年3月3日")) == []


def test_a_pale_seal_is_faint():
    assert colours(with_seal(a_sheet("证明"), ink=(250, 205, 208))) == ["faint"]


def test_a_seal_on_a_black_and_white_copy_is_grey():
    sheet = with_seal(a_sheet("证明", "兹证明黄欣梓。")).convert("L")

    assert colours(sheet) == ["grey"]


def test_lines_and_words_of_a_table_make_no_ring():
    for seed in range(8):
        assert colours(a_table(Random(seed))) == []


def test_a_seal_across_the_foot_of_a_copied_table_is_grey():
    for seed in range(4):
        assert colours(with_seal(a_table(Random(seed)), at=(850, 1500)).convert("L")) == ["grey"]


@pytest.mark.parametrize("size", [190, 270, 640])
def test_a_seal_that_fills_the_picture_is_one_seal(size):
    sheet = with_seal(Image.new("RGB", (300, 296), "white"), at=(150, 148), radius=143)
    ((ring, colour),) = find_rings(pixels(sheet.resize((size, size))))

    assert colour == "red"
    assert abs(ring.radius / size - 0.48) < 0.02


def test_a_solid_red_ball_and_a_red_fingerprint_are_no_seals():
    sheet = a_sheet("情况说明")
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((600, 800, 860, 1060), fill=(210, 30, 40))
    pen.ellipse((300, 800, 350, 870), fill=(210, 60, 60))

    assert colours(sheet) == []


def test_red_letters_and_lines_of_a_letterhead_are_no_seal():
    sheet = a_sheet("通知")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((100, 240, 1140, 250), fill=(200, 20, 30))

    assert colours(sheet) == []


def test_a_brown_table_round_the_paper_hides_no_pale_seal_and_makes_no_seal_of_a_red_title():
    sheet = with_seal(a_sheet("", size=(1000, 750)), at=(700, 500), radius=80, ink=(250, 205, 208))
    pen = ImageDraw.Draw(sheet)
    pen.text((500, 80), "中华人民共和国离婚证", fill=(160, 40, 40), font=font(34), anchor="mm")
    table = Image.new("RGB", (1160, 850), (150, 128, 110))
    table.paste(sheet, (80, 50))
    page = pixels(table)
    ((ring, colour),) = find_rings(page)

    assert (colour, abs(ring.x - 780) < 8, abs(ring.y - 550) < 8) == ("faint", True, True)


def test_a_seal_cut_by_the_edge_is_still_found():
    assert colours(with_seal(a_sheet("证明"), at=(1190, 900))) == ["red"]


def test_two_seals_are_two():
    sheet = with_seal(with_seal(a_sheet("证明"), at=(400, 900)), "唐河县湖阳镇中心学校", at=(850, 900))

    assert colours(sheet) == ["red", "red"]


def test_yellow_paper_is_no_ink():
    yellow = Image.blend(a_sheet("证明", "兹证明黄欣梓。"), Image.new("RGB", (1240, 1754), (255, 210, 150)), 0.5)

    assert colours(yellow) == []


def test_words_under_a_seal_come_out_black_on_white():
    sheet = a_sheet("证明", "", "", "", "", "", "", "", "              唐河县公安局湖阳镇派出所")
    before = pixels(sheet)
    page = pixels(with_seal(sheet.copy(), at=(700, 880)))
    clean = without_red(page, find_rings(page))

    red = (clean[:, :, 0].astype(int) - clean[:, :, 1]).max()
    assert red < 30
    dark = before[:, :, 0] < 90
    assert (clean[dark][:, 0] < 150).mean() > 0.9
    assert np.array_equal(clean[:300], page[:300])


def test_a_seal_whose_words_are_worn_away_is_a_seal_by_its_star_and_a_drawn_circle_is_none():
    circle = a_sheet("证明")
    ImageDraw.Draw(circle).ellipse((600, 800, 860, 1060), outline=(200, 30, 40), width=6)

    assert colours(with_seal(a_sheet("证明"), text="")) == ["red"]
    assert colours(circle) == []
