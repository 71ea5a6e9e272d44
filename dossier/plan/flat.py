"""What is done to a page's picture before it is placed: where a sheet lies in it, and how large that is. PURE."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from dossier.model import A4_PT, EvidenceFile, Outline, PageFact, PageReading, Prepared, Preparing

PDF = "application/pdf"
_DPI = 200
"""Of pictures whose file says nothing of paper."""
_A4 = A4_PT[0] / A4_PT[1]
_LIKE_A4 = 0.05
"""By so much a photographed A4 sheet misses its shape: the lens, and what bends."""


def flat(file: EvidenceFile, page: int) -> Prepared | None:
    """How a photographed page is made flat; None where it must stay as it is (`PageReading.why_not_flat` says why)."""
    reading = reading_of(file, page)
    if reading is None or reading.sheet is None or not can_be_prepared(file):
        return None
    sheet = reading.sheet
    shape = next((one for one in (_A4, 1 / _A4) if abs(sheet.aspect / one - 1) < _LIKE_A4), sheet.aspect)
    return prepared(Preparing.FLAT, sheet, file.pages[page - 1], shape)


def prepared(how: Preparing, outline: Outline, fact: PageFact, aspect: float) -> Prepared:
    """The sheet within an outline, in as many pixels as the page has of it."""
    wide, high = page_pixels(fact)
    across, down = sides(outline, (wide, high))
    across = max(across, down * aspect)
    pixels = max(1, round(across)), max(1, round(across / aspect))
    return Prepared(how=how, outline=outline, pixels=pixels, page_pixels=round(max(wide, high)))


def can_be_prepared(file: EvidenceFile) -> bool:
    """Word files are typeset, not photographed."""
    return file.is_usable and (file.is_picture or file.media_type == PDF)


def fact_of(made: Prepared, fact: PageFact) -> PageFact:
    """The page as the writers see it once it is prepared."""
    wide, high = made.pixels
    return replace(fact, width=wide * 72 / _DPI, height=high * 72 / _DPI, pixels=made.pixels, turn=0, risky="")


def page_pixels(fact: PageFact) -> tuple[float, float]:
    """Width and height in pixels, as the file itself shows the page."""
    if fact.pixels is None:
        return fact.width * _DPI / 72, fact.height * _DPI / 72
    wide, high = fact.pixels
    return (high, wide) if fact.turn % 180 == 90 else (wide, high)


def sides(outline: Outline, size: tuple[float, float]) -> tuple[float, float]:
    """How long an outline is across and down, in the unit of `size`; the mean of opposite sides."""
    places = [(x * size[0], y * size[1]) for x, y in outline.corners]
    lengths = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(places, (*places[1:], places[0]), strict=True)]
    return (lengths[0] + lengths[2]) / 2, (lengths[1] + lengths[3]) / 2


def reading_of(file: EvidenceFile, page: int) -> PageReading | None:
    """What was read of a page; None where nobody looked."""
    return next((one for one in file.readings if one.page == page), None)
