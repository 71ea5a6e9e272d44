"""Do two pictures show the same? PURE; arrays of height × width × RGB, 0 to 255."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from PIL import Image

from dossier.pdf.geometry import Spot

_TOLERANCE = 40
"""Grey levels between two renderings of the same: antialiasing, colour conversion."""
_WINDOW, _CROWD = 9, 12
"""Pixels out of tolerance that may stand in a square of 9 × 9: less than a digit of small print."""
_THUMB_TOLERANCE = 12.0
_MOST_INSIDE = 0.98
_WIDE_PARTS, _LEAST_WIDE = 8, 4
_FRINGE = 2
_REACH = 1
"""Pixels by which the same thing may lie elsewhere."""


def is_same(wanted: Any, shown: Any, reach: int = _REACH) -> bool:
    """Whether two pictures of one size show the same, but for a shift of `reach` pixels and the edges of strokes."""
    if cv2.norm(wanted, shown, cv2.NORM_INF) <= _TOLERANCE:
        return True  # what went in as it is mostly looks the same to the pixel
    return not (_has_crowd(_inside(wanted, shown, reach)) or _has_crowd(_inside(shown, wanted, reach)))


def sized(picture: Any, like: Any) -> Any:
    """The picture in the size of another. Two renderings of one page may differ by a row or a column at its end:
    stretching one of them would shift all that is on it."""
    height, width = like.shape[:2]
    down, across = height - picture.shape[0], width - picture.shape[1]
    if max(abs(down), abs(across)) <= _FRINGE:
        fitted = picture[:height, :width]
        return cv2.copyMakeBorder(fitted, 0, max(down, 0), 0, max(across, 0), cv2.BORDER_REPLICATE)
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


def _inside(one: Any, other: Any, reach: int = _REACH) -> Any:
    """255 where a pixel of `other` is no darker and no lighter than everything around the same place in `one`."""
    margin, around = np.full_like(one, _TOLERANCE), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return cv2.inRange(other, cv2.subtract(cv2.erode(one, around), margin), cv2.add(cv2.dilate(one, around), margin))


def _has_crowd(inside: Any) -> bool:
    """Whether pixels that are not inside stand close together; lone ones are the renderer's."""
    if cv2.countNonZero(inside) == inside.size:
        return False
    beyond = (inside == 0).astype(np.float32)
    sums = cv2.boxFilter(beyond, -1, (_WINDOW, _WINDOW), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return bool(sums.max() >= _CROWD)


def is_like(thumb: Image.Image, shown: Any) -> bool:
    """Whether a small picture is that of the rendered part of a page.

    Dots of a pixel's size fall differently into two grids, so that a drawing of dots differs on average: its pixels
    must lie between what is around the same place, and be as dark over some width.
    """
    seen = Image.fromarray(shown)
    one, other = _both(thumb, seen, 1)
    if _distance(one, other) <= _THUMB_TOLERANCE:
        return True
    wide = max(_LEAST_WIDE, max(thumb.size) / _WIDE_PARTS)
    is_as_dark = _distance(*_both(thumb, seen, wide)) <= _THUMB_TOLERANCE
    return is_as_dark and cv2.countNonZero(_inside(one, other)) >= _MOST_INSIDE * one.shape[0] * one.shape[1]


def _both(thumb: Image.Image, seen: Image.Image, part: float) -> tuple[Any, Any]:
    """Both in the smaller size of the two, or a part of it."""
    sizes = zip(thumb.size, seen.size, strict=True)
    width, height = (max(1, round(min(sides) / part)) for sides in sizes)
    one, other = (np.asarray(picture.resize((width, height), Image.Resampling.BOX)) for picture in (thumb, seen))
    return one, other


def _distance(one: Any, other: Any) -> float:
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())


def cut(page: Any, spot: Spot, scale: float) -> Any:
    """The part of a rendered page that a spot fills; `scale` in pixels a pt."""
    height = page.shape[0]
    left, right = round(spot.x * scale), round((spot.x + spot.width) * scale)
    bottom, top = height - round(spot.y * scale), height - round((spot.y + spot.height) * scale)
    return page[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)].copy()
