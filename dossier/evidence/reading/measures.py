"""What a page is as a picture: how sharp, how bright, how much of it is paper. Measures, no judgement."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading import fingerprint
from dossier.evidence.reading.pixels import Pixels, by_colour, quantile, shrunk
from dossier.model import Picture

_SIDE = 1000
_WHITE_RIM = 195
_TILES = 8
_FEW_LETTERS, _STAMPED_LETTERS, _LITTLE_PAPER = 25, 100, 0.6
_PAPER_LIGHT, _PAPER_CHROMA = 150, 22.0


def measure(pixels: Pixels, letters: int) -> Picture:
    """Measures of a page on which so many letters were read; fingerprint and thumbnail only where few were.

    A photograph may carry a stamp of time and place, a paper hardly has fewer letters.
    """
    height, width = pixels.shape[:2]
    small, _ = shrunk(pixels, _SIDE)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB))
    paper = float((by_colour(_colourless_table(), lab) & (grey >= _PAPER_LIGHT)).mean())
    is_photo = letters < _FEW_LETTERS or (letters < _STAMPED_LETTERS and paper < _LITTLE_PAPER)
    return Picture(
        sharpness=round(_sharpness(grey), 1),
        brightness=quantile(grey, 0.5),
        paper=round(paper, 3),
        colour=round(cv2.mean(cv2.cvtColor(small, cv2.COLOR_RGB2HSV))[1], 1),
        board=round(_board(small), 3) if is_photo else 0.0,
        rim=round(_rim(grey), 3),
        size=(width, height),
        fingerprint=fingerprint.crop_hashes(grey) if is_photo else b"",
        thumbnail=fingerprint.thumbnail(grey) if is_photo else b"",
    )


@lru_cache(maxsize=1)
def _colourless_table() -> NDArray[np.bool_]:
    """Whether each of the 65,536 pairs of a* and b* is near enough to grey to be paper."""
    away = np.arange(256) - 128.0
    table: NDArray[np.bool_] = (np.hypot(away[:, None], away[None, :]) <= _PAPER_CHROMA).ravel()
    return table


def _rim(grey: NDArray[Any]) -> float:
    deep = max(2, min(grey.shape) // 80)
    strips = (grey[:deep], grey[-deep:], grey[:, :deep], grey[:, -deep:])
    return float(np.mean([(strip < _WHITE_RIM).mean() for strip in strips]))


def _board(small: Pixels) -> float:
    hsv = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    green = (hue >= 32) & (hue <= 95) & (saturation >= 40) & (value >= 25) & (value <= 135)
    black = (saturation < 70) & (value < 70)
    best = 0.0
    for dark in (green, black):
        mask = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            _, y, wide, high = cv2.boundingRect(outline)
            filled = cv2.contourArea(outline) / (wide * high)
            # A board hangs on the wall (not on the floor) and is wider than high.
            if filled > 0.7 and 1.1 < wide / high < 6 and y + high / 2 < 0.62 * small.shape[0]:
                best = max(best, wide * high / (small.shape[0] * small.shape[1]))
    return best


def _sharpness(grey: NDArray[Any]) -> float:
    """95th percentile over tiles of the variance of the Laplacian: the sharpest part decides, not the empty ones."""
    edges = cv2.Laplacian(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F)
    rows = np.array_split(edges, _TILES, axis=0)
    tiles = [float(tile.var()) for row in rows for tile in np.array_split(row, _TILES, axis=1) if tile.size]
    return float(np.percentile(tiles, 95)) if tiles else 0.0
