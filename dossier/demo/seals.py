"""Draw the red seals of invented offices, signatures and fingerprints, as pictures with a transparent ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

RED = (205, 24, 32)
INK = (24, 26, 48)
_SIDE = 720
"""Seals are drawn at this size and shrunk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal of an office: the text that runs around, and the line below the star."""

    text: str
    below: str = ""
    """户口专用章, 诊断证明专用章: a straight line under the star."""
    diameter: float = 42.0
    """mm"""
    star: bool = True
    oval: bool = False


def draw_seal(seal: Seal, font: Path, *, seed: int, pixels: int = 420, strength: float = 0.85) -> Image.Image:
    """The seal as RGBA, turned a little and unevenly inked as a hand would stamp it."""
    rng = np.random.default_rng(seed)
    face = _face(seal, font)
    face = face.rotate(float(rng.uniform(-14, 14)), Image.Resampling.BICUBIC, expand=True)
    face = face.resize((pixels, round(pixels * face.height / face.width)), Image.Resampling.LANCZOS)
    return _inked(face, RED, rng, strength)


def draw_signature(name: str, font: Path, *, seed: int, pixels: int = 150) -> Image.Image:
    """A name as if written by hand: slanted, uneven, in blue-black ink. RGBA, `pixels` high."""
    rng = np.random.default_rng(seed)
    size = 200
    shape = Image.new("L", (size * len(name) + 120, size + 120), 0)
    pen = ImageDraw.Draw(shape)
    for index, char in enumerate(name):
        here = (50 + index * size * 0.92 + rng.uniform(-8, 8), 40 + rng.uniform(-16, 16))
        pen.text(here, char, font=ImageFont.truetype(str(font), int(size * rng.uniform(0.9, 1.08))), fill=255)
    shape = _wobbled(shape, rng, amount=9.0)
    shape = shape.transform(shape.size, Image.Transform.AFFINE, (1, 0.22, -22, 0.05, 1, 0), Image.Resampling.BICUBIC)
    shape = shape.crop(shape.getbbox() or (0, 0, 1, 1))
    shape = shape.resize((max(1, round(pixels * shape.width / shape.height)), pixels), Image.Resampling.LANCZOS)
    return _inked(shape, INK, rng, 0.92, gaps=0.05)


def draw_fingerprint(*, seed: int, pixels: int = 90) -> Image.Image:
    """A red thumb print, RGBA."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:pixels, 0 : int(pixels * 0.72)].astype(np.float32)
    y = rows / pixels - 0.5
    x = (columns / (pixels * 0.72) - 0.5) * 0.9
    turns = np.sqrt((x + 0.05 * rng.uniform(-1, 1)) ** 2 * 1.9 + (y + 0.1) ** 2) + 0.04 * np.sin(9 * x + 5 * y)
    lines = 0.5 + 0.5 * np.sin(turns * 2 * math.pi * 11)
    inside = np.clip((0.24 - (x**2 * 1.2 + y**2)) * 30, 0, 1)
    face = Image.fromarray((lines * inside * 255).astype(np.uint8))
    return _inked(face, RED, rng, 0.8)


@lru_cache(maxsize=64)
def _face(seal: Seal, font: Path) -> Image.Image:
    """The seal as it was cut: coverage, upright. An office stamps many papers with it."""
    face = Image.new("L", (_SIDE, _SIDE), 0)
    _ring(face, seal)
    _around(face, seal, font)
    if seal.star:
        ImageDraw.Draw(face).polygon(_star(_SIDE / 2, _SIDE / 2, _SIDE * 0.135), fill=255)
    if seal.below:
        _below(face, seal.below, font)
    return face.resize((_SIDE, int(_SIDE * 0.72))) if seal.oval else face


def _ring(face: Image.Image, seal: Seal) -> None:
    edge = _SIDE * 0.02
    ImageDraw.Draw(face).ellipse((edge, edge, _SIDE - edge, _SIDE - edge), outline=255, width=int(_SIDE * 0.026))
    if seal.oval:
        edge = _SIDE * 0.055
        ImageDraw.Draw(face).ellipse((edge, edge, _SIDE - edge, _SIDE - edge), outline=255, width=int(_SIDE * 0.008))


def _around(face: Image.Image, seal: Seal, font: Path) -> None:
    """Each character on its own tile, turned to stand on the circle, from lower left over the top to lower right."""
    count = len(seal.text)
    size = int(_SIDE * (0.125 if count <= 14 else 1.75 / count))
    letter = ImageFont.truetype(str(font), size)
    radius = _SIDE * 0.385
    span = min(265.0, 21.0 * count)
    for index, char in enumerate(seal.text):
        angle = -span / 2 + (span * index / (count - 1) if count > 1 else span / 2)
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), char, font=letter, fill=255, anchor="mm", stroke_width=size // 34)
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC)
        x = _SIDE / 2 + radius * math.sin(math.radians(angle)) - size
        y = _SIDE / 2 - radius * math.cos(math.radians(angle)) - size
        face.paste(255, (int(x), int(y)), tile)


def _below(face: Image.Image, text: str, font: Path) -> None:
    size = int(min(_SIDE * 0.095, _SIDE * 0.62 / len(text)))
    letter = ImageFont.truetype(str(font), size)
    here = (_SIDE / 2, _SIDE * 0.745)
    ImageDraw.Draw(face).text(here, text, font=letter, fill=255, anchor="mm", stroke_width=size // 30)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for index in range(10):
        here = radius if index % 2 == 0 else radius * 0.382
        angle = math.radians(36 * index)
        points.append((x + here * math.sin(angle), y - here * math.cos(angle)))
    return points


def _inked(
    face: Image.Image, colour: tuple[int, int, int], rng: Any, strength: float, gaps: float = 0.22
) -> Image.Image:
    """`face` (coverage) in `colour`, thinner here and there as ink is."""
    cover = np.asarray(face, dtype=np.float32) / 255
    height, width = cover.shape
    coarse = cv2.resize(rng.random((height // 24 + 2, width // 24 + 2), dtype=np.float32), (width, height))
    fine = cv2.GaussianBlur(rng.random((height, width), dtype=np.float32), (0, 0), 0.8)
    worn = 1 - gaps * np.clip(coarse * 1.3 - 0.3, 0, 1) - gaps * 1.6 * np.clip(fine - 0.55, 0, 1)
    out = np.empty((height, width, 4), dtype=np.uint8)
    out[..., :3] = colour
    out[..., 3] = np.clip(cover * worn * strength * 255, 0, 255)
    return Image.fromarray(out)


def _wobbled(shape: Image.Image, rng: Any, amount: float) -> Image.Image:
    """Move pixels along a smooth random field."""
    data = np.asarray(shape)
    height, width = data.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    fields = [
        cv2.resize(rng.uniform(-1, 1, (height // 60 + 2, width // 60 + 2)).astype(np.float32), (width, height))
        for _ in range(2)
    ]
    moved = cv2.remap(data, columns + fields[0] * amount, rows + fields[1] * amount, cv2.INTER_LINEAR)
    return Image.fromarray(moved)
