"""A photographed sheet made flat: cut out along its outline, straight, its shadows evened; red stays red."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dossier.model import Outline, Prepared, Preparing
from dossier.pages.page import Pages

Pixels = NDArray[Any]
"""Height × width × 3, RGB."""

_COARSE = 192
"""Light is measured at this long side: shadows are wide."""
_CHROMA = 14.0
"""Paper is no further than this (Lab) from the sheet's own colour."""
_LEAST_LIGHT = 0.5
"""Darker than this beside the light of its surroundings is no paper in a shadow, but print."""
_WHITE = 0.93
"""Paper as light as this share of what was measured is white."""
_TIMES = (0.0, 0.25, 0.5, 0.75, 1.0)
_ARC = np.array([0.0, 0.75, 1.0, 0.75, 0.0])
"""A side that bows in one arc, as a curled sheet does: what lies between two sides bows with them …"""
_FADE = 4
"""… and what more a side does, where a fold ends, stays near it: the power of the distance by which it fades."""
_STRIP = 256
"""Rows that are worked on at once: bounds the memory."""


def prepared_image(pages: Pages, page: int, prepared: Prepared, *, long_side: int | None = None) -> Image.Image:
    """A page as it stands in the dossier: the sheet that lies in it, upright as the file itself says, RGB.

    `long_side` in pixels of the sheet; no more than the page has of it. Raises `PageError`.
    """
    scale = 1.0 if long_side is None else min(1.0, long_side / max(prepared.pixels))
    size = (max(1, round(prepared.pixels[0] * scale)), max(1, round(prepared.pixels[1] * scale)))
    picture = np.asarray(pages.image(page, long_side=max(1, round(prepared.page_pixels * scale))))
    sheet = straightened(picture, prepared.outline, size)
    return Image.fromarray(evened(sheet, white=prepared.is_white) if prepared.how is Preparing.FLAT else sheet)


def straightened(picture: Pixels, outline: Outline, size: tuple[int, int]) -> Pixels:
    """The sheet within `outline` of a picture, as a picture of `size` (width, height)."""
    height, width = picture.shape[:2]
    corners = np.asarray(outline.corners, np.float64) * (width, height) - 0.5
    wide, high = size
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    there = np.asarray(cv2.getPerspectiveTransform(square, corners.astype(np.float32)), np.float64)
    sides = _sides(corners, outline)
    across = (np.arange(wide) + 0.5) / wide
    out = np.empty((high, wide, 3), np.uint8)
    for top in range(0, high, _STRIP):
        down = (np.arange(top, min(top + _STRIP, high)) + 0.5) / high
        x, y = _places(across, down, there, sides)
        out[top : top + len(down)] = cv2.remap(
            picture, x.astype(np.float32), y.astype(np.float32), _filter(picture, size), borderMode=cv2.BORDER_REPLICATE
        )
    return out


def _filter(picture: Pixels, size: tuple[int, int]) -> int:
    """A picture that is made much smaller should come here no larger than needed; then cubic is sharpest."""
    return cv2.INTER_CUBIC if max(picture.shape[:2]) > max(size) else cv2.INTER_LINEAR


def _sides(corners: NDArray[Any], outline: Outline) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Per side: what it bows by (fractions of its length, at `_TIMES`), and the outward step of its whole length."""
    sides = []
    for at, bow in enumerate(outline.bows):
        along = corners[(at + 1) % 4] - corners[at]
        sides.append((np.array([0.0, *bow, 0.0]), np.array([along[1], -along[0]])))
    return sides


def _places(
    across: NDArray[Any], down: NDArray[Any], there: NDArray[Any], sides: list[tuple[NDArray[Any], NDArray[Any]]]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where each pixel of some rows comes from: by the corners, moved as far as the nearest sides bow."""
    u, v = np.meshgrid(across, down)
    depth = there[2, 0] * u + there[2, 1] * v + there[2, 2]
    x = (there[0, 0] * u + there[0, 1] * v + there[0, 2]) / depth
    y = (there[1, 0] * u + there[1, 1] * v + there[1, 2]) / depth
    ways = (u, v, 1 - u, 1 - v)  # how far along each side, clockwise
    weights = (1 - v, u, v, 1 - u)
    for (bow, outward), way, weight in zip(sides, ways, weights, strict=True):
        if np.any(bow):
            arc = bow @ _ARC / (_ARC @ _ARC)
            off = arc * 4 * way * (1 - way) * weight + _curve(bow - arc * _ARC, way) * weight**_FADE
            x += off * outward[0]
            y += off * outward[1]
    return x, y


def _curve(bow: NDArray[Any], way: NDArray[Any]) -> NDArray[Any]:
    """The smooth curve through what was measured, nothing at both corners."""
    return np.asarray(np.polyval(np.polyfit(_TIMES, bow, 4), way))


# ---------------------------------------------------------------------------- light


def evened(picture: Pixels, *, white: bool = True) -> Pixels:
    """The sheet as if the light fell evenly: on white paper, or (not `white`) on whatever colour it has.

    Every pixel is divided by the light on the paper around it, the same in all three colours, so that colours stay
    what they are; what is no paper (a photograph, a seal) is not measured, but lit as its surroundings are.
    """
    light, tint = _light(picture)
    full = tint * _WHITE if white else np.full(3, 255 / max(float(np.percentile(light, 90)), 1.0), np.float32)
    height, width = picture.shape[:2]
    out = np.empty_like(picture)
    rows = light.shape[0] / height
    for top in range(0, height, _STRIP):
        many = min(_STRIP, height - top)
        wanted = (np.arange(top, top + many) + 0.5) * rows - 0.5
        across = (np.arange(width) + 0.5) * light.shape[1] / width - 0.5
        at = np.broadcast_to(across.astype(np.float32), (many, width)).copy()
        down = np.repeat(wanted.astype(np.float32)[:, None], width, axis=1)
        here = cv2.remap(light, at, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        whole = picture[top : top + many].astype(np.float32) / (here[..., None] * full)
        out[top : top + many] = np.clip(whole * 255 + 0.5, 0, 255).astype(np.uint8)
    return out


def _light(picture: Pixels) -> tuple[NDArray[Any], NDArray[Any]]:
    """(how light the paper is, coarsely, 0 to 255; its colour, red, green and blue beside their mean)."""
    scale = min(1.0, _COARSE / max(picture.shape[:2]))
    size = max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    brightest = cv2.dilate(small, np.ones((3, 3), np.uint8))  # between the strokes of writing lies paper
    grey = cv2.cvtColor(brightest, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lab = cv2.cvtColor(brightest, cv2.COLOR_RGB2LAB).astype(np.float32)
    bright = grey >= np.percentile(grey, 40)
    usual = np.median(lab[bright], axis=0)
    like = np.hypot(lab[..., 1] - usual[1], lab[..., 2] - usual[2]) < _CHROMA
    surface = _surface(grey, like & bright)
    paper = like & (grey > _LEAST_LIGHT * surface) & (grey >= 0.9 * cv2.dilate(grey, np.ones((5, 5), np.uint8)))
    light = _spread(grey, paper, surface)
    tint = np.median(brightest[paper], axis=0) if paper.any() else np.array([255.0, 255.0, 255.0])
    return light, (tint / tint.mean()).astype(np.float32)


def _surface(grey: NDArray[Any], paper: NDArray[Any]) -> NDArray[Any]:
    """A smooth surface of the second order over the paper, what lies far below it left aside."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width]
    x, y = x / width - 0.5, y / height - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    kept = paper.copy()
    surface = np.full_like(grey, float(np.percentile(grey, 80)))
    for _ in range(3):
        if kept.sum() < 50:
            break
        solved, *_ = np.linalg.lstsq(terms[kept], grey[kept], rcond=None)
        surface = np.asarray(np.clip(terms @ solved, 30, 255), np.float32)
        kept = paper & (grey > 0.75 * surface)
    return surface


def _spread(grey: NDArray[Any], paper: NDArray[Any], surface: NDArray[Any]) -> NDArray[Any]:
    """The light on the paper, spread over what is no paper: as near by as there is any, else the surface."""
    weight = paper.astype(np.float32)
    share = grey / surface
    spread, known = np.ones_like(grey), np.zeros_like(grey)
    for wide in (2.0, 6.0, 18.0):
        total = cv2.GaussianBlur(weight, (0, 0), wide)
        mean = cv2.GaussianBlur(share * weight, (0, 0), wide) / np.maximum(total, 1e-6)
        trust = np.clip(total / 0.25, 0, 1) * (1 - known)
        spread += (mean - 1) * trust
        known += trust
    return np.asarray(np.clip(spread * surface, 25, 255), np.float32)
