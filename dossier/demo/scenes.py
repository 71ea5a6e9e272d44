"""Photographs that were never taken: drawn rooms, classes and yards with people. Deterministic by seed."""

from __future__ import annotations

import colorsys
import math
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)
_SKIN = ((232, 190, 160), (220, 176, 142), (205, 160, 126))
_HAIR = ((28, 24, 24), (44, 34, 30), (60, 56, 56))


def home_teaching(*, seed: int) -> Image.Image:
    """A teacher and a child at a table in a farmhouse room."""
    rng = np.random.default_rng(seed)
    picture, pen = _room(rng)
    width, height = SIZE
    floor = int(height * rng.uniform(0.62, 0.7))
    _window(pen, rng, int(rng.uniform(0.05, 0.6) * width), int(height * 0.12))
    _poster(pen, rng, int(rng.uniform(0.55, 0.8) * width), int(height * 0.1))
    table = int(width * rng.uniform(0.24, 0.32))
    right = int(width * rng.uniform(0.68, 0.78))
    _person(pen, rng, table + 60, floor + 60, rng.uniform(1.25, 1.4), adult=True)
    _person(pen, rng, right - 90, floor + 40, rng.uniform(1.2, 1.35), adult=False)
    if rng.random() < 0.5:
        _person(pen, rng, (table + right) // 2, floor - 20, 1.2, adult=True)
    _table(pen, rng, table - 70, right + 40, floor)
    return _developed(picture, rng)


def class_room(*, seed: int) -> Image.Image:
    """A class: blackboard, teacher, rows of desks with children."""
    rng = np.random.default_rng(seed)
    picture, pen = _room(rng)
    width, height = SIZE
    board = (int(width * 0.2), int(height * 0.08), int(width * rng.uniform(0.75, 0.85)), int(height * 0.36))
    pen.rectangle(board, fill=(36, 74, 58), outline=(150, 120, 80), width=10)
    for row in range(3):
        y = board[1] + 40 + row * 62
        for mark in range(int(rng.integers(4, 9))):
            x = board[0] + 50 + mark * 68
            pen.line((x, y, x + 34, y + rng.uniform(-12, 12)), fill=(214, 222, 214), width=5)
    _person(pen, rng, int(width * rng.uniform(0.1, 0.16)), int(height * 0.62), 1.15, adult=True)
    for row, scale in enumerate((0.72, 0.92, 1.15)):
        y = int(height * (0.58 + row * 0.19))
        count = 6 - row
        for seat in range(count):
            x = int(width * (0.22 + (seat + 0.5) * 0.74 / count) + rng.uniform(-14, 14))
            _person(pen, rng, x, y, scale * 0.8, adult=False)
            half = int(74 * scale)
            pen.rectangle((x - half, y - 10, x + half, y + int(46 * scale)), fill=(184, 142, 92), outline=(120, 86, 52))
            pen.rectangle((x - 26, y - 16, x + 22, y - 2), fill=(240, 240, 232), outline=(120, 120, 120))
    return _developed(picture, rng)


def yard(*, seed: int) -> Image.Image:
    """Teachers and village officers talking to a family in a farm yard."""
    rng = np.random.default_rng(seed)
    width, height = SIZE
    picture = Image.new("RGB", SIZE, (176, 202, 222))
    pen = ImageDraw.Draw(picture)
    ground = int(height * rng.uniform(0.56, 0.64))
    _gradient(picture, (0, 0, width, ground), (150, 186, 218), (222, 230, 232))
    _gradient(picture, (0, ground, width, height), (190, 172, 142), (150, 130, 104))
    wall = _tint(rng, 0.06, 0.35, 0.72)
    house = (int(width * rng.uniform(0.02, 0.3)), int(height * 0.2), int(width * rng.uniform(0.75, 0.98)), ground + 20)
    pen.rectangle(house, fill=wall, outline=(120, 96, 84), width=4)
    pen.polygon(
        [(house[0] - 40, house[1]), ((house[0] + house[2]) // 2, int(height * 0.05)), (house[2] + 40, house[1])],
        fill=_tint(rng, 0.02, 0.5, 0.5),
    )
    door = (house[0] + house[2]) // 2
    pen.rectangle((door - 70, ground - 220, door + 70, ground + 20), fill=(132, 40, 36), outline=(80, 24, 20), width=6)
    for side in (-1, 1):
        pen.rectangle((door + side * 100 - 16, ground - 220, door + side * 100 + 16, ground), fill=(200, 34, 40))
    _tree(pen, rng, int(width * rng.choice([0.08, 0.92])), ground)
    for index in range(int(rng.integers(3, 6))):
        x = int(width * (0.2 + 0.15 * index) + rng.uniform(-30, 30))
        _person(pen, rng, x, int(height * rng.uniform(0.9, 1.0)), rng.uniform(1.3, 1.6), adult=index != 2, legs=True)
    return _developed(picture, rng)


def _room(rng: Any) -> tuple[Image.Image, Any]:
    width, height = SIZE
    picture = Image.new("RGB", SIZE)
    wall = _tint(rng, rng.uniform(0.05, 0.6), rng.uniform(0.05, 0.22), 0.86)
    dark = (wall[0] * 7 // 8, wall[1] * 7 // 8, wall[2] * 7 // 8)
    floor = int(height * 0.66)
    _gradient(picture, (0, 0, width, floor), wall, dark)
    tile = _tint(rng, 0.07, 0.25, 0.6)
    _gradient(picture, (0, floor, width, height), tile, (tile[0] * 3 // 4, tile[1] * 3 // 4, tile[2] * 3 // 4))
    pen = ImageDraw.Draw(picture)
    for index in range(-6, 18):
        pen.line((width // 2 + (index - 6) * 60, floor, width // 2 + (index - 6) * 190, height), fill=dark, width=2)
    return picture, pen


def _window(pen: Any, rng: Any, x: int, y: int) -> None:
    wide, tall = int(rng.uniform(200, 280)), int(rng.uniform(210, 280))
    pen.rectangle((x, y, x + wide, y + tall), fill=(206, 226, 240), outline=(240, 240, 236), width=12)
    pen.ellipse((x + 30, y + tall // 2, x + wide - 40, y + tall - 14), fill=(120, 156, 100))
    pen.line((x + wide // 2, y, x + wide // 2, y + tall), fill=(240, 240, 236), width=10)
    pen.line((x, y + tall // 2, x + wide, y + tall // 2), fill=(240, 240, 236), width=8)
    curtain = _tint(rng, rng.random(), 0.4, 0.7)
    pen.polygon([(x - 20, y - 16), (x + 46, y - 16), (x + 10, y + tall + 30), (x - 20, y + tall + 30)], fill=curtain)


def _poster(pen: Any, rng: Any, x: int, y: int) -> None:
    pen.rectangle((x, y, x + 170, y + 220), fill=_tint(rng, rng.random(), 0.5, 0.85), outline=(90, 90, 90), width=3)
    for _ in range(7):
        a, b = x + int(rng.uniform(14, 110)), y + int(rng.uniform(14, 160))
        pen.ellipse((a, b, a + 44, b + 44), fill=_tint(rng, rng.random(), 0.6, 0.8))


def _table(pen: Any, rng: Any, left: int, right: int, top: int) -> None:
    colour = _tint(rng, 0.08, 0.55, 0.58)
    pen.polygon([(left + 50, top), (right - 50, top), (right, top + 90), (left, top + 90)], fill=colour)
    pen.rectangle((left, top + 90, right, top + 114), fill=(colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4))
    for x in (left + 20, right - 46):
        pen.rectangle((x, top + 114, x + 26, top + 300), fill=(colour[0] // 2, colour[1] // 2, colour[2] // 2))
    for _ in range(int(rng.integers(2, 5))):
        x, y = rng.uniform(left + 80, right - 200), top + rng.uniform(10, 50)
        pen.polygon(
            [(x, y), (x + 110, y - 6), (x + 124, y + 26), (x + 8, y + 32)], fill=_tint(rng, rng.random(), 0.15, 0.95)
        )
    x = rng.uniform(left + 120, right - 120)
    pen.ellipse((x, top + 8, x + 40, top + 48), fill=_tint(rng, rng.random(), 0.7, 0.8))


def _tree(pen: Any, rng: Any, x: int, ground: int) -> None:
    pen.rectangle((x - 18, ground - 300, x + 18, ground + 30), fill=(96, 74, 56))
    for _ in range(14):
        a, b = x + rng.uniform(-130, 90), ground - rng.uniform(260, 520)
        pen.ellipse((a, b, a + 110, b + 100), fill=_tint(rng, rng.uniform(0.24, 0.34), 0.5, rng.uniform(0.35, 0.6)))


def _person(pen: Any, rng: Any, x: int, foot: int, scale: float, *, adult: bool, legs: bool = False) -> None:
    """A person from the seat (or, with legs, the ground) `foot` upwards."""
    head = int((46 if adult else 42) * scale)
    tall = int((230 if adult else 170) * scale)
    cloth = _tint(rng, rng.random(), rng.uniform(0.3, 0.75), rng.uniform(0.35, 0.85))
    skin = _SKIN[int(rng.integers(len(_SKIN)))]
    hair = _HAIR[int(rng.integers(len(_HAIR)))]
    hip = foot - int(tall * 0.8) if legs else foot
    if legs:
        trousers = _tint(rng, 0.62, 0.3, rng.uniform(0.2, 0.45))
        for side in (-1, 1):
            pen.rectangle(
                (x + side * 24 * scale - 20 * scale, hip, x + side * 24 * scale + 20 * scale, foot), fill=trousers
            )
    wide = int((62 if adult else 50) * scale)
    shoulder = hip - int(tall * 0.62)
    pen.rounded_rectangle((x - wide, shoulder, x + wide, hip), radius=int(30 * scale), fill=cloth)
    for side in (-1, 1):
        elbow = (x + side * (wide + 16 * scale), hip - tall * 0.22)
        hand = (x + side * wide * rng.uniform(0.2, 0.9), hip - tall * rng.uniform(0.02, 0.16))
        shade = (cloth[0] * 5 // 6, cloth[1] * 5 // 6, cloth[2] * 5 // 6)
        pen.line(
            [(x + side * wide * 0.85, shoulder + 26 * scale), elbow, hand],
            fill=shade,
            width=int(30 * scale),
            joint="curve",
        )
        pen.ellipse(_around(*hand, 16 * scale), fill=skin)
    middle = shoulder - int(head * 0.82)
    pen.rectangle((x - 14 * scale, middle, x + 14 * scale, shoulder + 14 * scale), fill=skin)
    lean = rng.uniform(-10, 10) * scale
    pen.ellipse(_around(x + lean, middle - 8 * scale, head * 1.1), fill=hair)
    pen.ellipse(_around(x + lean, middle + 4 * scale, head * 0.9), fill=skin)
    pen.pieslice(_around(x + lean, middle - 6 * scale, head), 180, 360, fill=hair)
    for side in (-1, 1):
        pen.ellipse(_around(x + lean + side * head * 0.36, middle + 10 * scale, 4.5 * scale), fill=(40, 32, 30))
    smile = _around(x + lean, middle + 22 * scale, 13 * scale)
    pen.arc(smile, 20, 160, fill=(160, 80, 74), width=max(1, int(4 * scale)))


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return (x - radius, y - radius, x + radius, y + radius)


def _tint(rng: Any, hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb((hue + rng.uniform(-0.03, 0.03)) % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)


def _gradient(
    picture: Image.Image, box: tuple[int, int, int, int], top: tuple[int, int, int], low: tuple[int, int, int]
) -> None:
    height = max(1, box[3] - box[1])
    ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    strip = (np.array(top, np.float32) * (1 - ramp) + np.array(low, np.float32) * ramp).astype(np.uint8)
    picture.paste(Image.fromarray(np.repeat(strip, box[2] - box[0], axis=1)), (box[0], box[1]))


def _developed(picture: Image.Image, rng: Any) -> Image.Image:
    """Lens, light and sensor: a turn of the wrist, falling light, texture and noise."""
    picture = picture.filter(ImageFilter.GaussianBlur(1.1))
    width, height = SIZE
    data: Any = np.asarray(picture, dtype=np.float32)
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(rng.uniform(-2.5, 2.5)), float(rng.uniform(1.06, 1.14))
    )
    data = cv2.warpAffine(data, turn, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    light = cv2.resize(rng.uniform(0.72, 1.12, (3, 4)).astype(np.float32), SIZE, interpolation=cv2.INTER_CUBIC)
    texture = cv2.resize(rng.standard_normal((height // 5, width // 5), dtype=np.float32), SIZE) * 4
    noise = rng.standard_normal((height, width), dtype=np.float32) * 3.0
    warm = np.array([1.02, 1.0, 0.95], np.float32) * math.sqrt(rng.uniform(0.85, 1.1))
    return Image.fromarray(
        np.clip(data * light[..., None] * warm + (texture + noise)[..., None], 0, 255).astype(np.uint8)
    )
