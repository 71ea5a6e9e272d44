"""What a scanner or a telephone makes of a sheet of paper: skew, perspective, light, noise. Deterministic by seed."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from PIL import Image

_DESKS = ((112, 78, 60), (92, 90, 104), (150, 128, 96), (70, 84, 78))
_PAPER_TONE = (np.arange(256)[:, None] * np.array([0.985, 0.98, 0.965])).astype(np.uint8)[None]


def scan(paper: Image.Image, *, seed: int, grey: bool = False) -> Image.Image:
    """A flat-bed or office copier: a little skew, paper not quite white, faint noise. Same size as `paper`."""
    rng = np.random.default_rng(seed)
    image = np.asarray(paper.convert("RGB"))
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-0.6, 0.6)), 1.0)
    image = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    image = cv2.LUT(cv2.GaussianBlur(image, (0, 0), 0.6), _PAPER_TONE)
    out = _noisy(image, rng, 1.3)
    if grey:
        out = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return Image.fromarray(out)


def photograph(paper: Image.Image, *, seed: int, size: tuple[int, int] = (1800, 2400)) -> Image.Image:
    """A telephone over a desk: perspective, uneven light, a soft shadow. `size` in pixels, width and height."""
    rng = np.random.default_rng(seed)
    if paper.width > paper.height:
        size = (size[1], size[0])
    width, height = size
    image = np.asarray(paper.convert("RGB"))
    corners = _corners(image.shape[1] / image.shape[0], width, height, rng)
    source = np.array([[0, 0], [image.shape[1], 0], [image.shape[1], image.shape[0]], [0, image.shape[0]]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    cover = cv2.warpPerspective(np.full(image.shape[:2], 255, np.uint8), matrix, size)
    scene = _desk(width, height, _shadow(cover), rng)
    cv2.warpPerspective(image, matrix, size, dst=scene, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)
    lit = cv2.multiply(scene, _light(width, height, rng), dtype=cv2.CV_8U)
    return Image.fromarray(_noisy(cv2.GaussianBlur(lit, (3, 3), 0.55), rng, 2.2))


def _shadow(cover: Any) -> Any:
    """The soft dark edge that a sheet throws on the desk, an eighth of the size, as it is smooth."""
    height, width = cover.shape
    small = cv2.resize(cover, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(np.roll(small, (2, 1), (0, 1)).astype(np.float32), (0, 0), 2.0)
    return 1 - 0.45 / 255 * soft[..., None]


def _corners(aspect: float, width: int, height: int, rng: Any) -> Any:
    """Where the sheet's corners fall: most of the picture, a little turned and tilted."""
    room = float(rng.uniform(0.86, 0.92))
    tall = min(height * room, width * room / aspect)
    wide = tall * aspect
    x, y = (width - wide) / 2, (height - tall) / 2
    square = np.array([[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]], np.float32)
    wobble = rng.uniform(-0.018, 0.018, (4, 2)) * [width, height]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1.8, 1.8)), 1.0)
    turned = square @ turn[:, :2].T + turn[:, 2] + wobble
    return turned.astype(np.float32)


def _desk(width: int, height: int, shadow: Any, rng: Any) -> Any:
    """A wooden or grey table top under the shadow."""
    colour = np.array(_DESKS[int(rng.integers(len(_DESKS)))], np.float32)
    rows, columns = shadow.shape[:2]
    grain = cv2.resize(rng.random((rows, 12), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    small = np.clip(colour * (0.88 + 0.2 * grain[..., None]) * shadow, 0, 255).astype(np.uint8)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def _light(width: int, height: int, rng: Any) -> Any:
    """Brightness over the picture: falls off from a window at one side, a broad shadow here and there."""
    coarse = rng.uniform(0.8, 1.03, (3, 3)).astype(np.float32)
    coarse[0, int(rng.integers(3))] = 1.05
    return cv2.resize(
        coarse[..., None] * np.array([1.0, 0.985, 0.955], np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )


def _noisy(image: Any, rng: Any, amount: float) -> Any:
    """`image` plus the sensor's noise: one tile of it, repeated, as nobody can see."""
    height, width = image.shape[:2]
    tile = np.round(rng.standard_normal((384, 384, 1)) * amount).astype(np.int16).repeat(3, axis=2)
    return cv2.add(image, np.tile(tile, (height // 384 + 1, width // 384 + 1, 1))[:height, :width], dtype=cv2.CV_8U)
