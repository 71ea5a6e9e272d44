"""Where a page or a photograph lies on an A4 sheet. PURE; pt, origin at the upper left."""

from __future__ import annotations

from dossier.model import A4_PT, PageFact

Box = tuple[float, float, float, float]

_MM = 72 / 25.4
_WIDTH, _HEIGHT = A4_PT
# The binding edge is wider, and the band above keeps the running number free (domain §2.4: 10 mm from the top).
_LEFT, _TOP, _RIGHT, _BOTTOM = 15 * _MM, 17 * _MM, 10 * _MM, 10 * _MM
_SAME_SIZE = 3.0
_SAME_ASPECT = 0.015
# Below this a picture is not blown up further: a thumbnail over a whole page only shows its pixels.
_LEAST_DPI = 72
_PHOTO_WIDTH = 150 * _MM
_CAPTION = 36.0
_GAP = 6 * _MM
_LEAST = 0.1
"""pt; a strip a thousand times as long as wide still has a place of some size."""


def whole_page(fact: PageFact, turn: int, *, is_picture: bool) -> tuple[bool, Box | None]:
    """(landscape, box) of a page that has a sheet to itself.

    The box is None for an upright A4 page of a document, which goes in as it is. A picture of A4 shape fills
    the sheet, as a scan of an A4 paper is one; anything else is fitted inside the margins, centred, and
    enlarged only if it is a picture. A document's page has margins of its own: where ours would make it smaller
    (US Letter, 16K), it keeps its size as far as the sheet holds it.
    """
    width, height = _turned(fact.width, fact.height, turn)
    landscape = width > height
    sheet = (_HEIGHT, _WIDTH) if landscape else (_WIDTH, _HEIGHT)
    if not is_picture and turn % 360 == 0 and _is_size(width, height, sheet):
        return landscape, None
    if _is_shape(width, height, sheet) and (is_picture or width >= sheet[0] - _SAME_SIZE):
        return landscape, (0.0, 0.0, *sheet)
    room = (_LEFT, _TOP, sheet[0] - _LEFT - _RIGHT, sheet[1] - _TOP - _BOTTOM)
    if not is_picture and (width > room[2] or height > room[3]):
        room = (0.0, 0.0, *sheet)
    largest = _largest_scale(fact, width, turn) if is_picture else 1.0
    return landscape, _fit(width, height, room, largest)


def whole_box() -> Box:
    """A sheet inside its margins."""
    return (_LEFT, _TOP, _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM)


def half_boxes() -> tuple[Box, Box]:
    """The upper and the lower half of a sheet, inside its margins, with a gap between them."""
    half = (_HEIGHT - _TOP - _BOTTOM - _GAP) / 2
    wide = _WIDTH - _LEFT - _RIGHT
    return (_LEFT, _TOP, wide, half), (_LEFT, _TOP + half + _GAP, wide, half)


def photo_boxes(fact: PageFact, turn: int) -> tuple[Box, Box]:
    """The upper and the lower place of a photograph on a sheet of two, each above room for its caption."""
    width, height = _turned(fact.width, fact.height, turn)
    half = (_HEIGHT - _TOP - _BOTTOM) / 2
    left = (_WIDTH - _PHOTO_WIDTH) / 2
    largest = _largest_scale(fact, width, turn)
    upper, lower = (
        _fit(width, height, (left, _TOP + slot * half, _PHOTO_WIDTH, half - _CAPTION), largest) for slot in (0, 1)
    )
    return upper, lower


def _turned(width: float, height: float, turn: int) -> tuple[float, float]:
    return (height, width) if turn % 180 == 90 else (width, height)


def _is_size(width: float, height: float, sheet: tuple[float, float]) -> bool:
    return abs(width - sheet[0]) <= _SAME_SIZE and abs(height - sheet[1]) <= _SAME_SIZE


def _is_shape(width: float, height: float, sheet: tuple[float, float]) -> bool:
    return abs(width / height * sheet[1] / sheet[0] - 1) <= _SAME_ASPECT


def _largest_scale(fact: PageFact, width: float, turn: int) -> float:
    """How far a picture may be enlarged before it falls below the least resolution."""
    if fact.pixels is None:
        return 1.0
    sideways = (fact.turn + turn) % 180 == 90
    across = fact.pixels[1] if sideways else fact.pixels[0]
    return max(across * 72 / _LEAST_DPI / width, 0.01)


def _fit(width: float, height: float, room: Box, largest: float) -> Box:
    x, y, wide, high = room
    scale = min(wide / width, high / height, largest)
    across, down = max(width * scale, _LEAST), max(height * scale, _LEAST)
    return (round(x + (wide - across) / 2, 3), round(y + (high - down) / 2, 3), round(across, 3), round(down, 3))
