"""Where a sheet or a card lies in a photograph: its four corners, and how far its sides bow. Facts, no judgement.

A sheet is only told where all of its edge is seen: four corners inside the picture, and along every side another colour
beyond it than within. Whatever is less plain is no outline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.engine import Line
from dossier.evidence.reading.pixels import Pixels, shrunk
from dossier.model import Outline

_SIDE = 640
_LEAST_AREA = 0.06
"""Share of the picture below which nothing is looked at."""
_MOST_AREA = 0.985
_PLAIN = 0.45
_LEAST_FILL = 0.9
"""Share of its quadrangle that a sheet fills: what is less has a corner folded, or is no sheet."""
_MARGIN = 0.003
"""A corner nearer to the picture's edge may lie beyond it."""
_STEP = 0.016
"""So far within and beyond a side colours are compared, in lengths of the picture's diagonal …"""
_COLOURS_APART = 14.0
"""… and must differ so much (Lab) …"""
_SEEN = 0.86
"""… along so much of each side."""
_BOWED = 0.11
"""A side that bows more, of the sheet's width, is no side of a sheet that lies on a desk."""
_STRAIGHT = 0.006
_ANGLES = (58.0, 122.0)
_SAMPLES = 64
_TIMES = (0.25, 0.5, 0.75)
_DARK = 120
_BLANK = 0.995
_RIM = 195
"""As light as this is paper or a white glass, and no desk."""
_SURE_LINE = 0.6
_NEAR = 0.01
_LENS = 0.8
"""Focal length of a telephone's usual lens (26 to 28 mm on 35 mm film), in long sides of its picture."""
Points = NDArray[np.float64]


def find_outlines(pixels: Pixels) -> tuple[Outline, ...]:
    """The sheets or cards of a page's picture, from top to bottom, at most two; none where no edge is plain."""
    small, _ = shrunk(pixels, _SIDE)
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_RGB2LAB))
    found: list[tuple[float, Outline, Points]] = []
    for mask in _masks(lab):
        for corners, contour in _quadrangles(mask):
            outline = _outline(corners, contour, lab)
            if outline is not None:
                found.append((_area(corners), outline, corners))
        if any(area > _PLAIN * lab.shape[0] * lab.shape[1] for area, _, _ in found):
            break  # a sheet that fills most of the picture: there is room for no other
    chosen: list[tuple[Outline, Points]] = []
    for _, outline, corners in sorted(found, key=lambda one: -one[0]):
        if len(chosen) < 2 and not any(_overlap(corners, other) for _, other in chosen):
            chosen.append((outline, corners))
    if len(chosen) == 2 and not 0.6 < _area(chosen[1][1]) / _area(chosen[0][1]) <= 1:
        chosen = chosen[:1]  # two sides of a card are of one size
    if not chosen:
        return ()
    height, width = lab.shape[:2]
    blank = _is_blank_beyond([corners for _, corners in chosen], lab)
    ordered = sorted(chosen, key=lambda one: _order(one[1], is_wide=width > 1.25 * height))
    return tuple(replace(outline, blank=blank) for outline, _ in ordered)


def with_lines(outlines: Sequence[Outline], lines: Sequence[Line], frame: NDArray[Any], pixels: Pixels) -> tuple[
    Outline, ...
]:  # fmt: skip
    """The outlines, each knowing whether words were read beyond all of them. `frame` (2 × 3) maps the picture to where
    the lines were read."""
    if not outlines:
        return ()
    height, width = pixels.shape[:2]
    back = cv2.invertAffineTransform(np.asarray(frame, np.float64))
    places = [np.asarray(one.corners) * (width, height) for one in outlines]
    reach = _NEAR * float(np.hypot(width, height))
    outside = 0
    for line in lines:
        if line.confidence < _SURE_LINE or len(line.text.strip()) < 2:
            continue
        x0, y0, x1, y1 = line.box
        middle = (y0 + y1) / 2
        ends = np.array([[x0 + 0.1 * (x1 - x0), middle, 1.0], [x1 - 0.1 * (x1 - x0), middle, 1.0]]) @ back.T
        outside += not any(_holds(place, ends, reach) for place in places)
    return tuple(replace(one, words_beyond=outside) for one in outlines)


# ---------------------------------------------------------------------------- candidates


def _masks(lab: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Black and white pictures in which a sheet may be one white patch."""
    light = lab[:, :, 0]
    if _is_scan(light):  # a card on a white glass may still be told by its colour
        white = np.median(lab[:: light.shape[0] - 1].reshape(-1, 3), axis=0).astype(np.uint8)
        away = cv2.absdiff(lab, np.broadcast_to(white, lab.shape)).max(axis=2)
        yield _closed(np.asarray(away > 8, np.uint8) * 255)
        return
    _, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield _closed(bright)
    away = _from_rim(lab)
    _, other = cv2.threshold(away, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield _closed(other)
    yield _closed(np.asarray(away > 16, np.uint8) * 255)
    for threshold in (150, 180, 205):
        yield _closed(np.asarray(light > threshold, np.uint8) * 255)
    edges = cv2.Canny(light, 20, 60)
    closed = cv2.morphologyEx(cv2.dilate(edges, np.ones((3, 3), np.uint8)), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    yield _filled(closed)


def _is_scan(light: NDArray[Any]) -> bool:
    """Whether the picture's rim is white all round: no desk is in sight."""
    deep = max(2, min(light.shape) // 80)
    strips = (light[:deep], light[-deep:], light[:, :deep], light[:, -deep:])
    return all(float(np.percentile(strip, 10)) > _RIM for strip in strips)


def _from_rim(lab: NDArray[Any]) -> NDArray[Any]:
    """How far each pixel's colour is from the nearest of the few colours along the picture's rim, 0 to 255."""
    height, width = lab.shape[:2]
    deep = max(3, min(height, width) // 50)
    strips = (lab[:deep], lab[-deep:], lab[:, :deep], lab[:, -deep:])
    rim = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.float32)[::7]
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    cv2.setRNGSeed(7)
    _, _, centres = cv2.kmeans(rim, 3, np.empty((0,), np.int32), stop, 2, cv2.KMEANS_PP_CENTERS)
    wide = lab.astype(np.float32)
    nearest = np.min([np.linalg.norm(wide - centre, axis=2) for centre in centres], axis=0)
    return np.asarray(np.clip(nearest * 2, 0, 255), np.uint8)


def _closed(mask: NDArray[Any]) -> NDArray[Any]:
    """Writing filled in, threads cut."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return _filled(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)))


def _filled(mask: NDArray[Any]) -> NDArray[Any]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros_like(mask), outlines, -1, 255, cv2.FILLED))


def _quadrangles(mask: NDArray[Any]) -> Iterator[tuple[Points, Points]]:
    """(four corners clockwise from the upper left, the contour) of each large patch that has four corners."""
    whole = mask.shape[0] * mask.shape[1]
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:4]:
        if cv2.contourArea(outline) < _LEAST_AREA * whole:
            break
        hull = cv2.convexHull(outline)
        for share in (0.015, 0.025, 0.04, 0.06):
            corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(np.float64)
            if len(corners) == 4:
                yield _clockwise(corners), outline.reshape(-1, 2).astype(np.float64)
                break


# ---------------------------------------------------------------------------- what is one


def _outline(corners: Points, contour: Points, lab: NDArray[Any]) -> Outline | None:
    """The outline of these corners, where it is the edge of a sheet; else None."""
    height, width = lab.shape[:2]
    sides = [_near(contour, corners[at], corners[(at + 1) % 4]) for at in range(4)]
    bows = [_bow(side, corners[at], corners[(at + 1) % 4]) for at, side in enumerate(sides)]
    if any(bow is None for bow in bows):
        return None
    told = [bow for bow in bows if bow is not None]
    if max(abs(value) for bow in told for value in bow) < _STRAIGHT:
        exact = _crossings(sides)
        if exact is not None and np.abs(exact - corners).max() < 0.03 * max(width, height):
            corners, told = exact, [(0.0, 0.0, 0.0)] * 4
    rim = _MARGIN * max(width, height)
    if corners.min() < rim or (corners[:, 0] > width - 1 - rim).any() or (corners[:, 1] > height - 1 - rim).any():
        return None
    area = _area(corners)
    fill = cv2.contourArea(contour.astype(np.float32)) / area if area else 0.0
    if not (_LEAST_AREA < area / (width * height) < _MOST_AREA and fill > _LEAST_FILL and _is_square_enough(corners)):
        return None
    if any(abs(value) > _BOWED for bow in told for value in bow):
        return None
    if not all(_is_seen(at, corners, told[at], lab) for at in range(4)):
        return None
    return Outline(
        corners=tuple((round(x / width, 5), round(y / height, 5)) for x, y in (corners + 0.5).tolist()),
        aspect=round(_aspect(corners, (width, height)), 4),
        bows=tuple((round(a, 4), round(b, 4), round(c, 4)) for a, b, c in told),
        beyond=round(float(1 - area / (width * height)), 4),
        dark=round(_dark_beyond(corners, lab), 3),
    )


def _near(contour: Points, start: Points, end: Points) -> Points:
    """The points of the contour along one side, each as (share of the way, distance outward in lengths of the side)."""
    along = end - start
    length = float(np.hypot(*along))
    if length < 2:
        return np.empty((0, 4))
    unit = along / length
    outward = np.array([unit[1], -unit[0]])  # clockwise with y down: the outside is to the left of the way
    way = (contour - start) @ unit / length
    off = (contour - start) @ outward / length
    here = (way > 0.02) & (way < 0.98) & (np.abs(off) < 2 * _BOWED)
    return np.column_stack([way[here], off[here], contour[here]])


def _bow(side: Points, start: Points, end: Points) -> tuple[float, float, float] | None:
    """How far the side lies outward at a quarter, half and three quarters, in its length; None where it is not seen."""
    told = []
    for time in _TIMES:
        close = side[np.abs(side[:, 0] - time) < 0.06]
        if len(close) < 3:
            return None
        told.append(float(np.median(close[:, 1])))
    return told[0], told[1], told[2]


def _crossings(sides: Sequence[Points]) -> Points | None:
    """Where the straight lines through four sides meet: a card's corners are rounded."""
    lines = []
    for side in sides:
        middle = side[(side[:, 0] > 0.12) & (side[:, 0] < 0.88)]
        if len(middle) < 8:
            return None
        vx, vy, x, y = cv2.fitLine(middle[:, 2:].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        lines.append(np.array([vy, -vx, vy * x - vx * y]))
    met = []
    for at in range(4):
        before, after = lines[at - 1], lines[at]
        both = np.array([before[:2], after[:2]])
        if abs(np.linalg.det(both)) < 1e-3:
            return None
        met.append(np.linalg.solve(both, np.array([before[2], after[2]])))
    return np.array(met)


def _is_square_enough(corners: Points) -> bool:
    for at in range(4):
        one, other = corners[at - 1] - corners[at], corners[(at + 1) % 4] - corners[at]
        cosine = one @ other / (np.hypot(*one) * np.hypot(*other) + 1e-9)
        if not _ANGLES[0] < np.degrees(np.arccos(np.clip(cosine, -1, 1))) < _ANGLES[1]:
            return False
    lengths = [float(np.hypot(*(corners[(at + 1) % 4] - corners[at]))) for at in range(4)]
    return min(lengths[0], lengths[2]) > 0.6 * max(lengths[0], lengths[2]) and min(lengths[1], lengths[3]) > 0.6 * max(
        lengths[1], lengths[3]
    )


def _is_seen(at: int, corners: Points, bow: tuple[float, float, float], lab: NDArray[Any]) -> bool:
    """Whether another colour lies beyond a side than within, along almost all of it."""
    start, end = corners[at], corners[(at + 1) % 4]
    along = end - start
    length = float(np.hypot(*along))
    outward = np.array([along[1], -along[0]]) / length
    ways = np.linspace(0.03, 0.97, _SAMPLES)
    off = np.interp(ways, (0, *_TIMES, 1), (0, *bow, 0)) * length
    edge = start + ways[:, None] * along + off[:, None] * outward
    step = _STEP * float(np.hypot(*lab.shape[:2]))
    seen = np.zeros(len(ways), bool)
    for share in (0.5, 1.0):
        within, beyond = edge - share * step * outward, edge + share * step * outward
        seen |= np.linalg.norm(_at(lab, within) - _at(lab, beyond), axis=1) > _COLOURS_APART
    return bool(seen.mean() >= _SEEN)


def _at(lab: NDArray[Any], points: Points) -> NDArray[Any]:
    height, width = lab.shape[:2]
    x = np.clip(points[:, 0].round().astype(int), 0, width - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, height - 1)
    return np.asarray(lab[y, x].astype(np.float32))


def _dark_beyond(corners: Points, lab: NDArray[Any]) -> float:
    """Share of the picture that is dark and beyond the sheet."""
    beyond = cv2.fillConvexPoly(np.full(lab.shape[:2], 255, np.uint8), corners.round().astype(np.int32), 0)
    dark = (lab[:, :, 0] < _DARK) & (beyond > 0)
    return float(dark.mean())


def _is_blank_beyond(sheets: Sequence[Points], lab: NDArray[Any]) -> bool:
    """Whether all but a thin rim round the sheets is white; their own shadows are in the rim."""
    reach = max(3, max(lab.shape) // 60)
    beyond = np.full(lab.shape[:2], 255, np.uint8)
    for corners in sheets:
        cv2.fillConvexPoly(beyond, corners.round().astype(np.int32), 0)
    far = cv2.erode(beyond, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    there = lab[:, :, 0][far > 0]
    return bool(there.size and (there > _RIM).mean() > _BLANK)


# ---------------------------------------------------------------------------- geometry


def _area(corners: Points) -> float:
    return float(cv2.contourArea(corners.astype(np.float32)))


def _clockwise(corners: Points) -> Points:
    """The same corners clockwise, as they are seen, from the upper left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)


def _aspect(corners: Points, size: tuple[int, int]) -> float:
    """Width beside height of the rectangle that a camera sees so; the lens looks at the middle of the picture.

    (Zhang and He, Whiteboard scanning and image enhancement, 2007, section 3.) The lens is taken for that of a
    telephone: telling it from the corners themselves goes wrong wherever the sheet leans only a little.
    """
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    centred = (corners - (size[0] / 2, size[1] / 2)).astype(np.float32)
    seen = np.asarray(cv2.getPerspectiveTransform(square, centred), np.float64)
    focus = _LENS * max(size)
    across, down = (np.array([side[0] / focus, side[1] / focus, side[2]]) for side in (seen[:, 0], seen[:, 1]))
    return float(np.linalg.norm(across) / max(float(np.linalg.norm(down)), 1e-9))


def _overlap(one: Points, other: Points) -> bool:
    shared, _ = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))
    return bool(shared > 0.02 * min(_area(one), _area(other)))


def _order(corners: Points, *, is_wide: bool) -> float:
    middle = corners.mean(axis=0)
    return float(middle[0] if is_wide else middle[1])


def _holds(corners: Points, points: NDArray[Any], reach: float) -> bool:
    place = corners.astype(np.float32)
    return all(cv2.pointPolygonTest(place, (float(x), float(y)), True) >= -reach for x, y in points)
