"""Pages that are not fit to keep."""

from dataclasses import replace

from dossier.model import PageFact, PageReading, Picture
from tests.evidence.reading.build import PAPER, a_page, a_photo, looked, read_file
from tests.review.build import a_case, rules

POOR = {"blurred", "too-dark", "low-resolution", "upside-down"}


def photo(**measures):
    return rules(looked(a_case("I", read_file("送教照片1.jpg", a_photo(**measures)))))


def scan(*lines, **more):
    return rules(looked(a_case("A", read_file("派出所证明.pdf", a_page(*lines, **more)))))


def test_a_good_photograph_and_a_good_page_are_silent():
    assert POOR.isdisjoint(photo())
    assert POOR.isdisjoint(scan("证明", "兹证明黄欣梓，男，户口已迁出。", "派出所"))


def test_a_blurred_photograph_is_a_warning():
    assert "blurred" in photo(sharpness=1.0)


def test_a_page_that_reads_well_is_not_called_blurred():
    soft = replace(PAPER, sharpness=20.0)

    assert "blurred" not in scan("证明", "兹证明黄欣梓，男", "户口已迁出。", "特此证明。", picture=soft)
    assert "blurred" in scan("证明书", "看不清楚的一行字", "看不清楚的又一行字", picture=soft, confidence=0.6)


def test_a_nearly_empty_page_is_not_blurred():
    assert "blurred" not in scan("（此页无正文）", picture=Picture(sharpness=1.7, brightness=250, paper=1.0))


def test_a_dark_picture_is_a_warning():
    assert "too-dark" in photo(brightness=30.0)


def test_a_page_read_upside_down_is_a_warning():
    assert "upside-down" in scan("证明", "兹证明黄欣梓，男，户口已迁出。", turn=180)


def test_of_a_dark_photograph_only_that_is_told_and_noise_does_not_turn_it():
    dark = a_photo("88888", "888888", brightness=14.0, sharpness=4.9)
    result = looked(a_case("I", read_file("送教照片1.jpg", replace(dark, turn=180))))

    assert POOR.intersection(rules(result)) == {"too-dark"}
    assert result.parts[0].turn == 0


def small(width, height, category="A", name="派出所证明.jpg"):
    fact = PageFact(width=width * 0.36, height=height * 0.36, pixels=(width, height))
    reading = PageReading(page=1, source="ocr", picture=PAPER)
    return rules(looked(a_case(category, _file(name, fact, reading))))


def _file(name, fact, reading):
    return replace(read_file(name, reading), pages=(fact,))


def test_too_few_pixels_for_paper_are_a_warning():
    assert "low-resolution" in small(600, 800)
    assert "low-resolution" not in small(1654, 2339)
    assert "low-resolution" not in small(1280, 960, "I", "送教照片1.jpg")
    assert "low-resolution" in small(480, 360, "I", "送教照片1.jpg")
