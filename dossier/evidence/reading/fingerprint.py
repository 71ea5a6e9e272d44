"""A photograph → hashes of the whole and of crops of it, and a thumbnail; compared in `dossier.check.photographs`.

Each hash is 128 bits of brightness differences between neighbours on a small grid; brightness and contrast
of the whole do not change it. The crops (up to 15 % off a side, alone and together) are what a copy may have
been cut to.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.crops import CROPS
from dossier.evidence.reading.pixels import shrunk

BITS = 128
_GRID = 8
_THUMBNAIL_SIDE = 256
_QUALITY = 80


def crop_hashes(grey: NDArray[Any]) -> bytes:
    """One 16-byte hash a crop, then one of the mirrored whole."""
    small = cv2.resize(grey, (160, 160), interpolation=cv2.INTER_AREA)
    hashes = [_hash(small[_span(y0, y1), _span(x0, x1)]) for x0, y0, x1, y1 in CROPS]
    return b"".join([*hashes, _hash(np.ascontiguousarray(small[:, ::-1]))])


def thumbnail(grey: NDArray[Any]) -> bytes:
    """A grey JPEG of at most 256 px."""
    small, _ = shrunk(grey, _THUMBNAIL_SIDE)
    _, packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(packed.tobytes())


def _span(start: float, end: float) -> slice:
    return slice(round(start * 160), round(end * 160))


def _hash(part: NDArray[Any]) -> bytes:
    grid = cv2.resize(part, (_GRID + 1, _GRID + 1), interpolation=cv2.INTER_AREA).astype(np.int16)
    across = grid[:_GRID, 1:] > grid[:_GRID, :-1]
    down = grid[1:, :_GRID] > grid[:-1, :_GRID]
    return np.packbits(np.concatenate([across.ravel(), down.ravel()])).tobytes()
