"""What a page is as a picture: how sharp, how bright, how much of it is paper. Measures, no judgement."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading import fingerprint
from dossier.evidence.reading.engine import Pixels
from dossier.model import Picture

_SIDE = 1000
_TILES = 8
_PAPER_LIGHT, _PAPER_CHROMA = 150, 22.0


def measure(pixels: Pixels, *, is_photo: bool) -> Picture:
    """Measures of a page or a photograph; fingerprint and thumbnail only where `is_photo`."""
    height, width = pixels.shape[:2]
    factor = min(1.0, _SIDE / max(height, width))
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else pixels
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    chroma = np.hypot(lab[:, :, 1] - 128, lab[:, :, 2] - 128)
    return Picture(
        sharpness=round(_sharpness(grey), 1),
        brightness=float(np.median(grey)),
        paper=round(float(((grey >= _PAPER_LIGHT) & (chroma <= _PAPER_CHROMA)).mean()), 3),
        colour=round(float(cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1].mean()), 1),
        size=(width, height),
        fingerprint=fingerprint.crop_hashes(grey) if is_photo else b"",
        thumbnail=fingerprint.thumbnail(grey) if is_photo else b"",
    )


def _sharpness(grey: NDArray[Any]) -> float:
    """95th percentile over tiles of the variance of the Laplacian: the sharpest part decides, not the empty ones."""
    edges = cv2.Laplacian(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F)
    rows = np.array_split(edges, _TILES, axis=0)
    tiles = [float(tile.var()) for row in rows for tile in np.array_split(row, _TILES, axis=1) if tile.size]
    return float(np.percentile(tiles, 95)) if tiles else 0.0
