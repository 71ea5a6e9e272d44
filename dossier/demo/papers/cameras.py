"""Hard pages: what telephones, copiers and WeChat do to a sheet of paper; each effect a function of picture and dice.

`paper` effects work on the flat sheet before it is photographed, `picture` effects on the photograph.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PIL import Image

Effect = Callable[[Image.Image, Any], Image.Image]


def _field(shape: tuple[int, int], cells: int, dice: Any, low: float = -1, high: float = 1) -> Any:
    """A smooth random field over a picture, `cells` bumps across."""
    height, width = shape
    rows = max(2, cells * height // width)
    coarse = dice.uniform(low, high, (rows + 1, cells + 1)).astype(np.float32)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def crumple(sheet: Image.Image, dice: Any) -> Image.Image:
    """Folds and creases: letters move by some pixels and the light breaks along the creases."""
    data = np.asarray(sheet)
    height, width = data.shape[:2]
    ridge = np.abs(_field((height, width), 5, dice)) + 0.5 * np.abs(_field((height, width), 11, dice))
    ridge = cv2.GaussianBlur(ridge, (0, 0), 3)
    across = cv2.Sobel(ridge, cv2.CV_32F, 1, 0, ksize=5)
    down = cv2.Sobel(ridge, cv2.CV_32F, 0, 1, ksize=5)
    strength = width * 0.004 / max(1e-6, float(np.percentile(np.abs(across), 99)))
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(
        data, columns + across * strength, rows + down * strength, cv2.INTER_LINEAR, borderValue=(255,) * 3
    )
    light = 1 + 0.22 * np.clip((across + down) / max(1e-6, float(np.percentile(np.abs(across), 98))), -1, 1)
    return Image.fromarray(np.clip(moved * light[..., None], 0, 255).astype(np.uint8))


def fold_lines(sheet: Image.Image, dice: Any) -> Image.Image:
    """A letter that was folded twice: two lines where the paper is worn and shaded."""
    data = np.asarray(sheet).astype(np.float32)
    height = data.shape[0]
    for share in (1 / 3, 2 / 3):
        row = height * (share + dice.uniform(-0.02, 0.02))
        away = np.abs(np.arange(height) - row)
        data *= (1 - 0.25 * np.exp(-((away / 4) ** 2)) - 0.06 * np.exp(-away / 60))[:, None, None]
    return Image.fromarray(np.clip(data, 0, 255).astype(np.uint8))


def handwrite(sheet: Image.Image, dice: Any) -> Image.Image:
    """Letters that dance: what a pen font needs to look written. Lines stay where they are."""
    data = np.asarray(sheet)
    height, width = data.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    fine, slow = width // 26, 5
    dx = _field((height, width), fine, dice) * width * 0.0016
    dy = _field((height, width), fine, dice) * width * 0.0022 + _field((height, width), slow, dice) * width * 0.003
    return Image.fromarray(cv2.remap(data, columns + dx, rows + dy, cv2.INTER_LINEAR, borderValue=(255,) * 3))


def copy_black(sheet: Image.Image, dice: Any) -> Image.Image:
    """An old office copier: black and white, thick letters, specks, a dark edge."""
    grey = cv2.GaussianBlur(np.asarray(sheet.convert("L")), (0, 0), 1.2).astype(np.float32)
    grey += dice.standard_normal(grey.shape, dtype=np.float32) * 14
    out = np.where(grey < 168, 20, 250).astype(np.uint8)
    height, width = out.shape
    for _ in range(int(dice.integers(30, 120))):
        centre = (int(dice.integers(width)), int(dice.integers(height)))
        cv2.circle(out, centre, int(dice.integers(1, 3)), 30, -1)
    out[:, : int(width * dice.uniform(0, 0.012))] = 15
    return Image.fromarray(cv2.cvtColor(cv2.GaussianBlur(out, (0, 0), 0.6), cv2.COLOR_GRAY2RGB))


def glare(picture: Image.Image, dice: Any) -> Image.Image:
    """A lamp mirrored in glossy paper: a patch where ink pales."""
    data = np.asarray(picture).astype(np.float32)
    height, width = data.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = dice.uniform(0.25, 0.75) * width, dice.uniform(0.2, 0.8) * height
    wide, tall = dice.uniform(0.1, 0.2) * width, dice.uniform(0.07, 0.14) * height
    patch = np.exp(-(((columns - x) / wide) ** 2 + ((rows - y) / tall) ** 2))
    return Image.fromarray(np.clip(data + 150 * patch[..., None], 0, 255).astype(np.uint8))


def shadow(picture: Image.Image, dice: Any) -> Image.Image:
    """The hand with the telephone between lamp and paper."""
    data = np.asarray(picture).astype(np.float32)
    height, width = data.shape[:2]
    mask = np.zeros((height, width), np.float32)
    a, b = dice.uniform(0.1, 0.6) * width, dice.uniform(0.4, 0.9) * width
    corners = np.array(
        [[a, height], [a + width * 0.1, height * 0.3], [b, height * 0.2], [width, height * 0.5], [width, height]]
    )
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1.0)
    small = cv2.GaussianBlur(cv2.resize(mask, (width // 8, height // 8)), (0, 0), 5)
    soft = cv2.resize(small, (width, height))
    return Image.fromarray(np.clip(data * (1 - 0.55 * soft[..., None]), 0, 255).astype(np.uint8))


def dim(picture: Image.Image, dice: Any) -> Image.Image:
    """An evening kitchen: half the light, more noise; a person still reads it."""
    data = np.asarray(picture).astype(np.float32) * dice.uniform(0.42, 0.52) * np.array([1.05, 0.98, 0.82], np.float32)
    noise = dice.standard_normal(data.shape[:2], dtype=np.float32)[..., None] * 6
    return Image.fromarray(np.clip(data + noise, 0, 255).astype(np.uint8))


def skew(picture: Image.Image, dice: Any) -> Image.Image:
    """Held at an angle: 6 to 12 degrees."""
    angle = float(dice.uniform(6, 12) * dice.choice([-1, 1]))
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(70, 66, 62))


def moire(picture: Image.Image, dice: Any) -> Image.Image:
    """Photographed off a screen: fine coloured stripes and a blue cast."""
    data = np.asarray(picture).astype(np.float32)
    height, width = data.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = dice.uniform(0.02, 0.12)
    along = columns * np.cos(angle) + rows * np.sin(angle)
    stripes = [np.sin(along * 2 * np.pi / pitch + phase) for pitch, phase in ((3.1, 0), (3.17, 2), (3.24, 4))]
    waves = np.sin((along + 0.02 * rows**1.1) * 2 * np.pi / dice.uniform(34, 60))
    pattern = 1 + 0.09 * np.stack(stripes, axis=-1) + 0.05 * waves[..., None]
    return Image.fromarray(np.clip(data * pattern * np.array([0.94, 0.98, 1.06], np.float32), 0, 255).astype(np.uint8))


def wechat(picture: Image.Image, dice: Any) -> Image.Image:
    """Sent twice through a chat without 原图: 800 pixels wide and squeezed."""
    wide = 800
    small = picture.resize((wide, round(picture.height * wide / picture.width)), Image.Resampling.BILINEAR)
    for quality in (55, 48):
        data = io.BytesIO()
        small.save(data, "JPEG", quality=quality)
        small = Image.open(data).convert("RGB")
    return small


# Faults: what a rule shall find.


def blur(picture: Image.Image, dice: Any) -> Image.Image:
    """Out of focus or moved: nobody reads it."""
    side = max(picture.size) / dice.uniform(190, 230)
    return Image.fromarray(cv2.GaussianBlur(np.asarray(picture), (0, 0), side))


def too_dark(picture: Image.Image, dice: Any) -> Image.Image:
    """Nearly black."""
    data = np.asarray(picture).astype(np.float32) * dice.uniform(0.09, 0.14)
    return Image.fromarray(np.clip(data + dice.standard_normal(data.shape[:2])[..., None] * 4, 0, 255).astype(np.uint8))


def tiny(picture: Image.Image, dice: Any) -> Image.Image:
    """A thumbnail: 420 pixels wide."""
    return picture.resize((420, round(picture.height * 420 / picture.width)), Image.Resampling.BILINEAR)


def upside_down(picture: Image.Image, dice: Any) -> Image.Image:
    """Turned by 180 degrees."""
    return picture.transpose(Image.Transpose.ROTATE_180)


PAPER: dict[str, Effect] = {"crumple": crumple, "folded": fold_lines, "hand": handwrite, "copy": copy_black}
PICTURE: dict[str, Effect] = {
    "glare": glare, "shadow": shadow, "dim": dim, "skew": skew, "moire": moire, "wechat": wechat,
}  # fmt: skip
FAULTS: dict[str, Effect] = {"blurred": blur, "too-dark": too_dark, "low-resolution": tiny, "upside-down": upside_down}
