"""Where the running number stands, and whether the evidence leaves room for it. PURE."""

from __future__ import annotations

from PIL import Image

from dossier.model import Side
from dossier.pdf.drawn import DIGIT_SIZE
from dossier.pdf.geometry import MM, Box, Spot, overlaps

EDGE = 10 * MM
"""From the top and from the outer edge (domain §2.4)."""
_CORNER = (25 * MM, 14 * MM)
"""Looked at for dark pixels: 25 mm wide, down to below the digits."""
_DIGIT_HEIGHT = 0.74 * DIGIT_SIZE
_DARK = 128
_DARK_SHARE = 0.002
SHRUNK = 0.95
"""A page whose corner is taken is made this much smaller; 95 % of A4 frees 14.8 mm above it."""
LOOK_LONG_SIDE = 480
"""Pixels of the page's long side when its corner is looked at: 40 dpi."""


def baseline(sheet: tuple[float, float]) -> float:
    """Height of the number's baseline on a sheet."""
    return sheet[1] - EDGE - _DIGIT_HEIGHT


def outer_edge(sheet: tuple[float, float], side: Side) -> tuple[float, bool]:
    """(x of the number's outer edge, whether the number runs to the left from it)."""
    return (EDGE, False) if side is Side.BACK else (sheet[0] - EDGE, True)


def corner(sheet: tuple[float, float], side: Side) -> Box:
    """The part of the sheet that the number needs."""
    wide, high = _CORNER
    left = 0.0 if side is Side.BACK else sheet[0] - wide
    return left, sheet[1] - high, left + wide, sheet[1]


def needs_look(spot: Spot, sheet: tuple[float, float], side: Side) -> bool:
    """Whether something placed there reaches into the number's corner at all."""
    return overlaps(spot.rectangle, corner(sheet, side))


def is_taken(upright: Image.Image, spot: Spot, sheet: tuple[float, float], side: Side) -> bool:
    """Whether the page, seen upright as it stands in `spot`, is dark in the number's corner."""
    x0, y0, x1, y1 = corner(sheet, side)
    left = max(0.0, (x0 - spot.x) / spot.width)
    right = min(1.0, (x1 - spot.x) / spot.width)
    top = max(0.0, (spot.y + spot.height - y1) / spot.height)
    bottom = min(1.0, (spot.y + spot.height - y0) / spot.height)
    area = (
        int(left * upright.width),
        int(top * upright.height),
        max(int(left * upright.width) + 1, round(right * upright.width)),
        max(int(top * upright.height) + 1, round(bottom * upright.height)),
    )
    counts = upright.crop(area).convert("L").histogram()
    return sum(counts[:_DARK]) > _DARK_SHARE * sum(counts)
