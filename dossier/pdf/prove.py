"""Is every placed page what its source shows? The finished file is looked at by another renderer than made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
from PIL import Image

from dossier.pages import PageError
from dossier.pdf.assemble import Proof, Stood
from dossier.pdf.geometry import Box, Spot
from dossier.pdf.pictures import small
from dossier.pdf.prepare import Key
from dossier.pdf.viewer import Viewer
from dossier.sources import Sources

DPI = 80
_SCALE = DPI / 72
_TOLERANCE = 40
"""Grey levels between two renderings of the same: antialiasing, colour conversion."""
_WINDOW, _CROWD = 9, 12
"""Pixels out of tolerance that may stand in a square of 9 × 9: less than a digit of small print."""
_THUMB_TOLERANCE = 12.0
_NINE = np.ones((3, 3), np.uint8)


def prove(dossier: Path, stood: Sequence[Stood], sources: Sources) -> dict[Key, str]:
    """The placed pages that do not look like their source, each with the reason for people."""
    wrong = dict(_wrong_bytes(dossier, stood))
    for one, why in _wrong_looks(dossier, stood, sources):
        wrong.setdefault((one.placed.path, one.placed.page), why)
    return wrong


def _wrong_bytes(dossier: Path, stood: Sequence[Stood]) -> Iterator[tuple[Key, str]]:
    """Streams that are not the ones that were to be written."""
    with pikepdf.open(dossier) as pdf:
        pages = pdf.pages
        for one in stood:
            if not one.digests:
                continue
            held = pages[one.physical - 1].obj.Resources.XObject
            for name, digest in one.digests.items():
                if hashlib.sha256(held[f"/{name}"].read_raw_bytes()).digest() != digest:
                    yield (one.placed.path, one.placed.page), "写入后图像数据与原件不一致"


def _wrong_looks(dossier: Path, stood: Sequence[Stood], sources: Sources) -> Iterator[tuple[Stood, str]]:
    finished, source = Viewer(), Viewer()
    seen: tuple[int, Any] = (0, None)
    try:
        for one in stood:
            if one.proof is Proof.BYTES:
                continue
            if seen[0] != one.physical:
                seen = one.physical, _pixels(finished.look(dossier).image(one.physical, dpi=DPI))
            why = _difference(one, seen[1], source, sources)
            if why:
                yield one, why
    finally:
        finished.close()
        source.close()


def _difference(one: Stood, page: Any, source: Viewer, sources: Sources) -> str:
    shown = _cut(page, one.spot)
    if one.proof is Proof.THUMB:
        assert one.thumb is not None  # every picture written anew carries one
        return "" if _is_like(one.thumb.rotate(-one.placed.turn, expand=True), shown) else "与原件对比不一致"
    place = sources.pdf(one.placed.path)
    if place is None:
        return "没有可对比的原件"
    long_side = max(shown.shape[:2])
    try:
        original = source.look(place).image(one.placed.page, long_side=long_side).rotate(-one.placed.turn, expand=True)
    except PageError:
        return "原件无法显示，不能核对"
    wanted = _pixels(original.resize((shown.shape[1], shown.shape[0]), Image.Resampling.BOX)
                     if original.size != (shown.shape[1], shown.shape[0]) else original)
    _blank(shown, wanted, one.number_box, one.spot)
    return "" if is_same(wanted, shown) else "与原件对比不一致"


def is_same(wanted: Any, shown: Any) -> bool:
    """Whether two pictures of one size show the same, but for a pixel's shift and the edges of strokes."""
    return not (_has_crowd(_outside(wanted, shown)) or _has_crowd(_outside(shown, wanted)))


def _outside(one: Any, other: Any) -> Any:
    """Pixels of `other` that are darker or lighter than anything around the same place in `one`."""
    low = cv2.subtract(cv2.erode(one, _NINE), np.full_like(one, _TOLERANCE))
    high = cv2.add(cv2.dilate(one, _NINE), np.full_like(one, _TOLERANCE))
    beyond = (other < low) | (other > high)
    return beyond.any(axis=2).astype(np.float32)


def _has_crowd(beyond: Any) -> bool:
    if not beyond.any():
        return False
    sums = cv2.boxFilter(beyond, -1, (_WINDOW, _WINDOW), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return bool(sums.max() >= _CROWD)


def _is_like(thumb: Image.Image, shown: Any) -> bool:
    seen = small(Image.fromarray(shown)).resize(thumb.size)
    far = np.abs(_pixels(thumb).astype(np.int16) - _pixels(seen).astype(np.int16))
    return bool(far.mean() <= _THUMB_TOLERANCE)


def _cut(page: Any, spot: Spot) -> Any:
    height = page.shape[0]
    left, right = round(spot.x * _SCALE), round((spot.x + spot.width) * _SCALE)
    bottom, top = height - round(spot.y * _SCALE), height - round((spot.y + spot.height) * _SCALE)
    return page[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)].copy()


def _blank(shown: Any, wanted: Any, number: Box | None, spot: Spot) -> None:
    """The running number is ours: it is not compared."""
    if number is None:
        return
    left, right = ((x - spot.x) * _SCALE for x in (number[0], number[2]))
    top, bottom = ((spot.y + spot.height - y) * _SCALE for y in (number[3], number[1]))
    rows = slice(max(0, int(top) - 3), max(0, round(bottom) + 4))
    columns = slice(max(0, int(left) - 3), max(0, round(right) + 4))
    shown[rows, columns] = 255
    wanted[rows, columns] = 255


def _pixels(picture: Image.Image) -> Any:
    return np.array(picture.convert("RGB"))
