"""Dark rings on a page: seals on a black-and-white copy.

How: for circles of every size and place, how much more of the circle is inked than of one a little larger. Text is
as dark on both; a rim is not. It is counted on a small picture, by adding up shifted copies of it (a fiftieth of a
second; OpenCV's Hough transform takes half a second on a page full of letters). The best are looked at closely.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.pixels import Pixels, shrunk
from dossier.evidence.reading.rings import LARGEST, RAYS, SMALLEST, Mask, Ring, distinct, rim_line, rim_share, sampled

_RIM = 0.72
_DARKER = 18
# Of black-and-white copies of 129 drawn seals, 126 had 0.89 and more (photographs of people apart, all 0.99); of rings
# seen in tables, text and scenes none passed 0.84.
_LINE = 0.86
# The small picture; each circle is this much larger than the one before; points on a circle.
_SIDE, _STEP, _POINTS = 500, 1.07, 40
# How much of a rim must be inked, and how much more than round it, to be looked at.
_LIKELY, _STANDS_OUT = 0.7, 0.3
_OUTSIDE = 1.12
_MOST = 6


def dark_rings(picture: Pixels) -> list[Ring]:
    """Rings that are darker than the paper round them, in pixels of the picture."""
    mask = _ink(picture)
    rings = []
    for rough in _likely(mask):
        ring = _refined(rough, mask)
        inner = sampled(ring, mask, np.linspace(0.3, 0.85, 14)).mean()
        outside = sampled(ring, mask, np.linspace(1.08, 1.16, 4)).mean()
        is_ring = rim_share(ring, mask, (0.95, 1.05)) >= _RIM and 0.06 <= inner <= 0.6 and outside < 0.3
        if is_ring and rim_line(ring, mask) >= _LINE:
            rings.append(ring)
    return distinct(rings)


def _ink(picture: Pixels) -> Mask:
    """255 where the picture is darker than its paper; what is larger than a stroke counts as paper."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small, factor = shrunk(grey, _SIDE)
    paper = cv2.medianBlur(small, max(3, round(min(small.shape) * 0.03)) | 1)
    if factor < 1:
        paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    mask: Mask = cv2.threshold(cv2.subtract(paper, grey), _DARKER, 255, cv2.THRESH_BINARY)[1]
    return mask


def _likely(mask: Mask) -> list[Ring]:
    """The rings whose rims stand out most, roughly."""
    small, factor = shrunk(mask, _SIDE)
    ink = cv2.dilate((small > 60).astype(np.uint8), np.ones((3, 3), np.uint8))
    best, radii = _votes(ink)
    apart = round(SMALLEST * min(ink.shape))
    rings: list[Ring] = []
    while len(rings) < _MOST:
        _, most, _, (x, y) = cv2.minMaxLoc(best)
        if most < _STANDS_OUT * _POINTS:
            break
        radius = float(radii[y, x]) / factor
        rings.append(Ring((x + 0.5) / factor, (y + 0.5) / factor, radius, radius))
        best[max(0, y - apart) : y + apart + 1, max(0, x - apart) : x + apart + 1] = 0
    return rings


def _votes(ink: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each place as a centre: by how many points the best circle's rim stands out, and that circle's radius."""
    height, width = ink.shape
    first, last = (share * min(height, width) for share in (SMALLEST / 2, LARGEST / 3))
    reach = int(_OUTSIDE * last) + 2
    wide = cv2.copyMakeBorder(ink, reach, reach + 1, reach, reach, cv2.BORDER_CONSTANT)
    best = np.zeros((height, width), np.uint8)
    radii = np.zeros((height, width), np.float32)
    radius = first
    while radius <= last:
        rim = _counted(wide, radius, reach, height)[:, :width]
        if rim.max() >= _LIKELY * _POINTS:
            stands_out = cv2.subtract(rim, _counted(wide, _OUTSIDE * radius, reach, height)[:, :width])
            is_better = (stands_out > best) & (rim >= _LIKELY * _POINTS)
            best[is_better] = stands_out[is_better]
            radii[is_better] = radius
        radius *= _STEP
    return best, radii


def _counted(wide: NDArray[Any], radius: float, reach: int, height: int) -> NDArray[Any]:
    """How many points of a circle of this radius are inked, for each place as its centre (and some beyond the right).

    Whole rows are added as one line of bytes: twice as fast as a part of each.
    """
    across = wide.shape[1]
    flat = wide.ravel()
    count = np.zeros(height * across, np.uint8)
    for angle in np.linspace(0, 2 * np.pi, _POINTS, endpoint=False):
        x, y = reach + round(radius * float(np.cos(angle))), reach + round(radius * float(np.sin(angle)))
        start = y * across + x
        count += flat[start : start + count.size]
    return count.reshape(height, across)


def _refined(ring: Ring, mask: Mask) -> Ring:
    """Nudge a rough circle to where most of its rim is inked."""
    step = max(1.0, ring.a * 0.025)
    nudges = step * np.arange(-2, 3)
    more, across, down = (part.reshape(-1, 1, 1) for part in np.meshgrid(nudges, nudges, nudges, indexing="ij"))
    angles = np.linspace(0, 2 * np.pi, RAYS // 2, endpoint=False)
    scales = np.linspace(0.97, 1.01, 3).reshape(1, -1, 1)
    x = np.rint(ring.x + across + (ring.a + more) * scales * np.cos(angles)).astype(np.intp)
    y = np.rint(ring.y + down + (ring.a + more) * scales * np.sin(angles)).astype(np.intp)
    height, width = mask.shape
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    inked = (inside & (mask[y.clip(0, height - 1), x.clip(0, width - 1)] > 0)).any(axis=1).sum(axis=1)
    best = int((inked / np.maximum(inside.any(axis=1).sum(axis=1), 1)).argmax())
    radius = ring.a + float(more[best, 0, 0])
    return Ring(ring.x + float(across[best, 0, 0]), ring.y + float(down[best, 0, 0]), radius, radius)
