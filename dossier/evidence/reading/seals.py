"""Round seals on a page: where they are, in which colour, and the words along their rim.

How: pixels redder than their paper → blobs → an ellipse whose rim is inked most of the way round. Without a red one,
dark rings are looked for (a seal on a black-and-white copy). The rim is unrolled into a straight line and read.
Colours are judged against the page's own paper, so that yellow lamplight or a pink form is not a seal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.engine import Pixels, shrunk
from dossier.model import Seal

Read = Callable[[Pixels], tuple[str, float]]
Mask = NDArray[Any]

_WORK_SIDE = 1000
# Lab a* above the paper's: strong ink, and the palest that is still told from paper (about S = 35 of 255, issue 5).
_RED, _FAINT = 20.0, 6.0
# The mean a* of a rim that is dark rather than red: above this it is a pale red one after all.
_TINT = 2.5
# Diameter as a share of the page's short side: 34–48 mm on A4 is 0.16–0.23 (domain §1.3); cards and distance widen it.
_SMALLEST, _LARGEST = 0.09, 0.55
_FLATTEST = 0.55
_RIM = 0.6
_GREY_RIM = 0.72
_STAR = 0.4
_RAYS = 180
# The unrolled strip: from just inside the rim to where the star begins, 96 px high.
_OUTER, _INNER, _STRIP = 0.93, 0.56, 96


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse in pixels: centre, half axes and the turn of the first axis in radians."""

    x: float
    y: float
    a: float
    b: float
    turn: float = 0.0

    def at(self, angle: NDArray[np.float64], scale: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points at `angle` (radians, clockwise as seen, from the right) and `scale` times the half axes."""
        local = angle - self.turn
        across, down = self.a * np.cos(local) * scale, self.b * np.sin(local) * scale
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return self.x + across * cos - down * sin, self.y + across * sin + down * cos

    @property
    def radius(self) -> float:
        """The mean half axis."""
        return (self.a + self.b) / 2

    def scaled(self, factor: float) -> Ring:
        """The same ring on a picture `factor` times as large."""
        return Ring(self.x * factor, self.y * factor, self.a * factor, self.b * factor, self.turn)


def find_rings(picture: Pixels) -> tuple[tuple[Ring, str], ...]:
    """Seals of a page with their colour: red, faint, or (only where there is none of these) grey."""
    small, factor = shrunk(picture, _WORK_SIDE)
    redness = _redness(small)
    found = [(ring, "red") for ring in _coloured(redness, _RED)]
    found += [(ring, "faint") for ring in _coloured(_without(found, cv2.GaussianBlur(redness, (3, 3), 0)), _FAINT)]
    if not found:
        found = [(ring, _tint(ring, redness)) for ring in _grey(small)]
    return tuple((ring.scaled(1 / factor), colour) for ring, colour in found)


def read_seals(picture: Pixels, rings: tuple[tuple[Ring, str], ...], read: Read) -> tuple[Seal, ...]:
    """The seals with the words along their rims, as far as they can be read."""
    height, width = picture.shape[:2]
    seals = []
    for ring, colour in rings:
        text, confidence = _rim_text(picture, ring, colour, read)
        box = (
            max(0.0, (ring.x - ring.radius) / width),
            max(0.0, (ring.y - ring.radius) / height),
            min(1.0, (ring.x + ring.radius) / width),
            min(1.0, (ring.y + ring.radius) / height),
        )
        seals.append(Seal(box=box, colour=colour, text=text, confidence=round(confidence, 3)))
    return tuple(sorted(seals, key=lambda seal: seal.box[1]))


def without_red(picture: Pixels, rings: tuple[tuple[Ring, str], ...]) -> Pixels:
    """The page with red seals bleached, so that the words under them can be read."""
    bleached = picture.copy()
    height, width = picture.shape[:2]
    for ring, colour in rings:
        if colour == "grey":
            continue
        reach = 1.1 * max(ring.a, ring.b)
        x0, x1 = max(0, int(ring.x - reach)), min(width, int(ring.x + reach))
        y0, y1 = max(0, int(ring.y - reach)), min(height, int(ring.y + reach))
        part = bleached[y0:y1, x0:x1]
        # Red ink is light in the red channel and black ink is not: stretch what lies between them.
        red = part[:, :, 0].astype(np.float32)
        ink = _redness(part) > _FAINT
        level = float(np.percentile(red[ink], 15)) if ink.sum() > 50 else 255.0
        paper = float(np.percentile(red, 90))
        clean = np.where(red >= level - 12, paper, red * (paper / max(level - 12, 1.0)))
        bleached[y0:y1, x0:x1] = np.clip(clean, 0, 255).astype(np.uint8)[:, :, None]
    return bleached


# ---------------------------------------------------------------------------- finding


def _redness(picture: Pixels) -> NDArray[Any]:
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    light, a, b = lab[:, :, 0], lab[:, :, 1] - 128, lab[:, :, 2] - 128
    bright = light >= np.percentile(light, 60)
    above: NDArray[Any] = a - float(np.median(a[bright]))
    # Purple and orange are not seal ink: the hue must stay near red.
    hue = np.degrees(np.arctan2(b - float(np.median(b[bright])), above))
    above[(hue > 62) | (hue < -38)] = 0
    return above


def _coloured(redness: NDArray[Any], least: float) -> list[Ring]:
    mask: Mask = (redness >= least).astype(np.uint8) * 255
    side = min(mask.shape)
    reach = max(3, round(side * 0.014)) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rings = []
    for outline in outlines:
        _, _, wide, high = cv2.boundingRect(outline)
        if max(wide, high) < _SMALLEST * side or len(outline) < 20:
            continue
        rings += [ring for ring in _rings_of(outline, mask) if _looks_like_a_seal(ring, mask)]
    return _distinct(rings)


def _rings_of(outline: Any, mask: Mask) -> list[Ring]:
    """The ellipse round a blob; where the blob is not one (two seals, a clipped one), circles inside it."""
    hull = cv2.convexHull(outline)
    if len(hull) >= 5:
        (x, y), (first, second), degrees = cv2.fitEllipse(hull)
        ring = Ring(x, y, first / 2, second / 2, float(np.radians(degrees)))
        area = np.pi * ring.a * ring.b
        if area > 0 and 0.9 < cv2.contourArea(hull) / area < 1.08 and _rim_share(ring, mask) >= _RIM:
            return [ring]
    return _circles(outline, mask)


def _circles(outline: Any, mask: Mask) -> list[Ring]:
    x0, y0, wide, high = cv2.boundingRect(outline)
    side = min(mask.shape)
    pad = 10 + int(0.3 * max(wide, high))
    part = cv2.copyMakeBorder(mask[y0 : y0 + high, x0 : x0 + wide], pad, pad, pad, pad, cv2.BORDER_CONSTANT)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(part, (5, 5), 0),
        cv2.HOUGH_GRADIENT,
        dp=2,
        minDist=_SMALLEST * side * 0.8,
        param1=120,
        param2=40,
        minRadius=int(_SMALLEST * side / 2),
        maxRadius=int(min(_LARGEST * side / 2, max(wide, high) * 0.8)),
    )
    if found is None:
        return []
    return [Ring(float(x - pad + x0), float(y - pad + y0), float(r), float(r)) for x, y, r in found.reshape(-1, 3)[:4]]


def _looks_like_a_seal(ring: Ring, mask: Mask) -> bool:
    side = min(mask.shape)
    wide, narrow = max(ring.a, ring.b), min(ring.a, ring.b)
    if not _SMALLEST * side <= 2 * wide <= _LARGEST * side or narrow < _FLATTEST * wide:
        return False
    if _rim_share(ring, mask) < _RIM:
        return False
    filled = _sampled(ring, mask, np.linspace(0.35, 0.85, 12)).mean()
    star = _sampled(ring, mask, np.linspace(0.02, 0.2, 6)).mean()
    # Words along the rim, or at least a star in the middle where the words are worn away; a drawn circle has neither.
    return bool(filled <= 0.72 and (filled >= 0.03 or star >= _STAR))


def _rim_share(ring: Ring, mask: Mask, band: tuple[float, float] = (0.9, 1.05)) -> float:
    """Share of the rim's visible rays on which there is ink; less than 45 % in sight counts as none."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    x, y = ring.at(angles, 1.0)
    height, width = mask.shape
    seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    if seen.mean() < 0.45:
        return 0.0
    inked: Any = _sampled(ring, mask, np.linspace(*band, 9)).any(axis=0)
    return float(inked[seen].mean())


def _sampled(ring: Ring, mask: Mask, scales: NDArray[np.float64]) -> NDArray[np.bool_]:
    """mask under each scale (rows) and ray (columns); outside the picture: False."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    x, y = ring.at(angles[None, :], scales[:, None])
    height, width = mask.shape
    column, row = np.rint(x).astype(int), np.rint(y).astype(int)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    value = mask[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)] > 0
    result: NDArray[np.bool_] = value & inside
    return result


def _grey(picture: Pixels) -> list[Ring]:
    """Dark rings: seals on a black-and-white copy."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    side = min(grey.shape)
    paper = cv2.medianBlur(grey, max(3, round(side * 0.03)) | 1)
    mask: Mask = ((paper.astype(np.int16) - grey) > 18).astype(np.uint8) * 255
    found = cv2.HoughCircles(
        cv2.GaussianBlur(mask, (5, 5), 0),
        cv2.HOUGH_GRADIENT,
        dp=2,
        minDist=_SMALLEST * side,
        param1=120,
        param2=60,
        minRadius=int(_SMALLEST * side / 2),
        maxRadius=int(_LARGEST * side / 3),
    )
    if found is None:
        return []
    rings = []
    for x, y, radius in found.reshape(-1, 3)[:6]:
        ring = _refined(Ring(float(x), float(y), float(radius), float(radius)), mask)
        inner = _sampled(ring, mask, np.linspace(0.3, 0.85, 14)).mean()
        outside = _sampled(ring, mask, np.linspace(1.08, 1.16, 4)).mean()
        if _rim_share(ring, mask, (0.95, 1.05)) >= _GREY_RIM and 0.06 <= inner <= 0.6 and outside < 0.3:
            rings.append(ring)
    return _distinct(rings)


def _without(found: list[tuple[Ring, str]], redness: NDArray[Any]) -> NDArray[Any]:
    """The redness outside of the seals that are known already."""
    left = redness.copy()
    for ring, _ in found:
        cv2.circle(left, (round(ring.x), round(ring.y)), round(1.15 * max(ring.a, ring.b)), 0.0, -1)
    return left


def _tint(ring: Ring, redness: NDArray[Any]) -> str:
    """Whether a dark rim is a pale red one: its mean redness tells what a single pixel does not."""
    angles = np.linspace(0, 2 * np.pi, _RAYS, endpoint=False)
    x, y = ring.at(angles[None, :], np.linspace(0.95, 1.02, 4)[:, None])
    height, width = redness.shape
    rim = redness[np.clip(np.rint(y).astype(int), 0, height - 1), np.clip(np.rint(x).astype(int), 0, width - 1)]
    return "faint" if float(rim.max(axis=0).mean()) > _TINT else "grey"


def _refined(ring: Ring, mask: Mask) -> Ring:
    """Nudge a rough circle to where most of its rim is inked."""
    best, share = ring, -1.0
    step = max(1.0, ring.a * 0.025)
    for radius in ring.a + step * np.arange(-2, 3):
        for dx in step * np.arange(-2, 3):
            for dy in step * np.arange(-2, 3):
                tried = Ring(ring.x + dx, ring.y + dy, float(radius), float(radius))
                inked = _rim_share(tried, mask, (0.97, 1.01))
                if inked > share:
                    best, share = tried, inked
    return best


def _distinct(rings: list[Ring]) -> list[Ring]:
    kept: list[Ring] = []
    for ring in sorted(rings, key=lambda ring: -ring.radius):
        if not any(_overlap(ring, other) for other in kept):
            kept.append(ring)
    return kept


def _overlap(one: Ring, other: Ring) -> bool:
    """Whether both are the same seal: centres nearer than half a radius."""
    return bool(np.hypot(one.x - other.x, one.y - other.y) < 0.5 * max(one.radius, other.radius))


# ---------------------------------------------------------------------------- reading


def _rim_text(picture: Pixels, ring: Ring, colour: str, read: Read) -> tuple[str, float]:
    ink = _ink(picture, ring, colour)
    if ink is None:
        return "", 0.0
    return read(_strip(ink, ring))


def _ink(picture: Pixels, ring: Ring, colour: str) -> NDArray[Any] | None:
    """The seal's ink as dark on white, the size of the page (only the seal's surroundings filled)."""
    height, width = picture.shape[:2]
    reach = 1.2 * max(ring.a, ring.b)
    x0, x1 = max(0, int(ring.x - reach)), min(width, int(ring.x + reach) + 1)
    y0, y1 = max(0, int(ring.y - reach)), min(height, int(ring.y + reach) + 1)
    if x1 - x0 < 20 or y1 - y0 < 20:
        return None
    part = picture[y0:y1, x0:x1]
    strength = 255.0 - cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if colour == "grey" else _redness(part)
    floor, top = np.percentile(strength, 30), max(float(np.percentile(strength, 98)), 6.0)
    dark = np.clip((strength - floor) / max(top - floor, 1.0), 0, 1)
    ink = np.full((height, width), 255, np.uint8)
    ink[y0:y1, x0:x1] = (255 * (1 - dark)).astype(np.uint8)
    return ink


def _strip(ink: NDArray[Any], ring: Ring) -> Pixels:
    """The rim unrolled clockwise, beginning in its widest gap (the words do not run all the way round)."""
    start = _gap(ink, ring)
    width = int(2 * np.pi * (_OUTER + _INNER) / 2 / (_OUTER - _INNER) * _STRIP)
    angles = start + np.linspace(0, 2 * np.pi, width, endpoint=False)
    scales = np.linspace(_OUTER, _INNER, _STRIP)
    x, y = ring.at(angles[None, :], scales[:, None])
    strip = cv2.remap(
        ink,
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return np.ascontiguousarray(np.repeat(strip[:, :, None], 3, axis=2))


def _gap(ink: NDArray[Any], ring: Ring) -> float:
    """The angle in the middle of the widest stretch without letters."""
    band = _sampled(ring, (ink < 140).astype(np.uint8), np.linspace(0.62, 0.9, 16)).mean(axis=0) > 0.06
    if band.all() or not band.any():
        return float(np.pi / 2)
    best, length, run = 0, 0, 0
    for index in range(2 * _RAYS):
        run = 0 if band[index % _RAYS] else run + 1
        if run > length:
            best, length = index, run
    return float((best - length / 2) * 2 * np.pi / _RAYS)
