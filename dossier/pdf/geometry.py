"""Boxes and matrices. PURE; PDF user space (pt, origin at the lower left) unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import A4_PT

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
MM = 72 / 25.4
SAME_SIZE = 3.0
"""pt by which an A4 page may differ from A4: scanners and printers round to millimetres or whole points."""

UPRIGHT: dict[int, Matrix] = {
    # EXIF orientation → what makes the unit square of the stored picture upright (PDF images have y upwards).
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something of a given size stands on a sheet: the rectangle it fills, and how it gets there."""

    x: float
    y: float
    width: float
    height: float
    turn: int
    """Degrees clockwise, a multiple of 90."""

    @property
    def rectangle(self) -> Box:
        """(x0, y0, x1, y1)."""
        return self.x, self.y, self.x + self.width, self.y + self.height


def sheet_size(*, landscape: bool) -> tuple[float, float]:
    """Width and height of an A4 sheet."""
    return (A4_PT[1], A4_PT[0]) if landscape else A4_PT


def fit(width: float, height: float, turn: int, box: Box, sheet_height: float) -> Spot:
    """The largest upright place for a page of this size, turned, inside `box` (from the upper left), centred."""
    turn %= 360
    across, down = (height, width) if turn % 180 else (width, height)
    x, y, room_across, room_down = box
    scale = min(room_across / across, room_down / down)
    wide, high = across * scale, down * scale
    left = x + (room_across - wide) / 2
    top = y + (room_down - high) / 2
    return Spot(left, sheet_height - top - high, wide, high, turn)


def page_matrix(spot: Spot, visible: Box) -> Matrix:
    """Maps the visible box of a page onto its spot."""
    x0, y0, x1, y1 = visible
    to_unit = (1 / (x1 - x0), 0.0, 0.0, 1 / (y1 - y0), -x0 / (x1 - x0), -y0 / (y1 - y0))
    return multiply(to_unit, picture_matrix(spot, 1))


def picture_matrix(spot: Spot, orientation: int) -> Matrix:
    """Maps the unit square of a stored picture, with its EXIF orientation, onto its spot."""
    turned = {0: 1, 90: 6, 180: 3, 270: 8}[spot.turn]
    upright = multiply(UPRIGHT[orientation], UPRIGHT[turned])
    return multiply(upright, (spot.width, 0, 0, spot.height, spot.x, spot.y))


def shrink(spot: Spot, factor: float, sheet: tuple[float, float]) -> Spot:
    """The spot on a sheet that is made smaller towards the middle of its lower edge."""
    x = sheet[0] / 2 + (spot.x - sheet[0] / 2) * factor
    return Spot(x, spot.y * factor, spot.width * factor, spot.height * factor, spot.turn)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Do `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def overlaps(one: Box, other: Box) -> bool:
    """Whether two rectangles (x0, y0, x1, y1) share any area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def number(value: float) -> str:
    """A number as it is written in a content stream: the same on every machine."""
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def operands(values: Matrix | Box) -> str:
    """Numbers side by side."""
    return " ".join(number(value) for value in values)
