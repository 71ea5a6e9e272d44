"""Where the mark across a copy runs: over the card itself where it lies on a desk, else over all of the page. PURE."""

from __future__ import annotations

from dossier.model import EvidenceFile, Outline, Placed, Preparing
from dossier.plan.flat import reading_of
from dossier.plan.layout import Box

_Rectangle = tuple[float, float, float, float]
"""x0, y0, x1, y1 in fractions."""


def mark_boxes(placed: Placed, file: EvidenceFile) -> tuple[Box, ...]:
    """One box (as `Placed.box`) for each card that is seen on the page; none where the page is the card."""
    reading = reading_of(file, placed.page)
    outlines = reading.outlines if reading is not None and reading.source == "ocr" else ()
    if placed.box is None or not outlines:
        return ()
    window: _Rectangle = (0.0, 0.0, 1.0, 1.0)
    if placed.prepared is not None:
        if placed.prepared.how is Preparing.FLAT or (len(outlines) == 1 and outlines[0].blank):
            return ()
        window = _bounds(placed.prepared.outline)
    return tuple(_placed(_turned(_within(_bounds(one), window), placed.turn), placed.box) for one in outlines)


def _bounds(outline: Outline) -> _Rectangle:
    x, y = ([corner[axis] for corner in outline.corners] for axis in (0, 1))
    return min(x), min(y), max(x), max(y)


def _within(one: _Rectangle, window: _Rectangle) -> _Rectangle:
    """A rectangle of the page in fractions of the part of it that is shown."""
    x, y, wide, high = window[0], window[1], window[2] - window[0], window[3] - window[1]
    return (one[0] - x) / wide, (one[1] - y) / high, (one[2] - x) / wide, (one[3] - y) / high


def _turned(one: _Rectangle, turn: int) -> _Rectangle:
    """The same once the page is turned clockwise."""
    for _ in range(turn // 90 % 4):
        one = (1 - one[3], one[0], 1 - one[1], one[2])
    return one


def _placed(one: _Rectangle, box: Box) -> Box:
    x, y, wide, high = box
    found = x + one[0] * wide, y + one[1] * high, (one[2] - one[0]) * wide, (one[3] - one[1]) * high
    return round(found[0], 3), round(found[1], 3), round(found[2], 3), round(found[3], 3)
