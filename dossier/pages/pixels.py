"""JPEGs as arrays of pixels: decoded no larger than wanted, and turned. The decoders release the interpreter."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from dossier.pages.pictures import PageError

_REDUCED = (8, 4, 2)
_FLAGS = {
    8: (cv2.IMREAD_REDUCED_COLOR_8, cv2.IMREAD_REDUCED_GRAYSCALE_8),
    4: (cv2.IMREAD_REDUCED_COLOR_4, cv2.IMREAD_REDUCED_GRAYSCALE_4),
    2: (cv2.IMREAD_REDUCED_COLOR_2, cv2.IMREAD_REDUCED_GRAYSCALE_2),
    1: (cv2.IMREAD_COLOR, cv2.IMREAD_GRAYSCALE),
}
_TURNS = {
    # EXIF orientation → (how it is flipped first, how it is then turned)
    1: (None, None),
    2: (1, None),
    3: (None, cv2.ROTATE_180),
    4: (0, None),
    5: (1, cv2.ROTATE_90_COUNTERCLOCKWISE),
    6: (None, cv2.ROTATE_90_CLOCKWISE),
    7: (1, cv2.ROTATE_90_CLOCKWISE),
    8: (None, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def decode_jpeg(raw: bytes, scale: float, *, grey: bool) -> Any:
    """The stored picture, not turned, at the eighth, quarter or half that libjpeg gives almost for nothing, but at
    least `scale` of its size: height × width × BGR, or height × width. Raises `PageError`."""
    reduced = next((step for step in _REDUCED if scale * step <= 1), 1)
    colour, colourless = _FLAGS[reduced]
    flags = (colourless if grey else colour) | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), flags)
    if pixels is None:
        raise PageError("unreadable", "the JPEG cannot be decoded")
    return pixels


def encode_jpeg(pixels: Any, quality: int) -> bytes:
    """Pixels as `decode_jpeg` gives them → a JPEG. Raises `PageError`."""
    done, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise PageError("unreadable", "the picture cannot be encoded")
    return encoded.tobytes()


def turned(pixels: Any, orientation: int) -> Any:
    """The pixels as their EXIF orientation shows them."""
    flip, turn = _TURNS[orientation]
    pixels = pixels if flip is None else cv2.flip(pixels, flip)
    return pixels if turn is None else cv2.rotate(pixels, turn)
