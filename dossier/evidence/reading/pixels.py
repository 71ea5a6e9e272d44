"""Pictures as arrays: made smaller, turned, straightened."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
"""Height × width × 3, RGB."""


def shrunk(picture: Pixels, long_side: int) -> tuple[Pixels, float]:
    """The picture at no more than `long_side`, and by what it was multiplied; never thinner than a pixel."""
    height, width = picture.shape[:2]
    factor = min(1.0, long_side / max(height, width))
    if factor == 1.0:
        return picture, 1.0
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small: Pixels = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small, factor


def turn_clockwise(picture: Pixels, degrees: int) -> Pixels:
    """The picture turned by a multiple of 90°."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90) % 4))


def turning(picture: Pixels, degrees: int) -> NDArray[np.float64]:
    """The 2 × 3 matrix by which `turn_clockwise` moves the points of a picture."""
    height, width = picture.shape[:2]
    cos, sin = (1, 0, -1, 0)[degrees // 90 % 4], (0, 1, 0, -1)[degrees // 90 % 4]
    x, y = {0: (0, 0), 90: (height, 0), 180: (width, height), 270: (0, width)}[degrees % 360]
    return np.array([[cos, -sin, x], [sin, cos, y]], np.float64)


def straightened(picture: Pixels, degrees: float) -> tuple[Pixels, NDArray[np.float64]]:
    """Rotated so that lines falling by `degrees` run level, the page whole on white; and the 2 × 3 matrix of it."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    matrix[0, 2] += wide / 2 - width / 2
    matrix[1, 2] += high / 2 - height / 2
    turned: Pixels = cv2.warpAffine(picture, matrix, (wide, high), borderValue=(255, 255, 255))
    return turned, np.asarray(matrix, np.float64)


def quantile(channel: NDArray[Any], share: float, mask: NDArray[Any] | None = None) -> float:
    """The value of an 8-bit channel below which `share` of its pixels lie (those where `mask` is not 0)."""
    counts = cv2.calcHist([channel], [0], mask, [256], [0, 256]).ravel().cumsum()
    return float(np.searchsorted(counts, share * counts[-1]))


def by_colour(table: NDArray[Any], lab: NDArray[Any]) -> NDArray[Any]:
    """What a table of 65,536 says of each pixel of a Lab picture by its colour (256 times a*, plus b*)."""
    found: NDArray[Any] = np.take(table, (lab[:, :, 1].astype(np.uint16) << 8) | lab[:, :, 2])
    return found
