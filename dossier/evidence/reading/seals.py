"""Round seals on a page: where they are, in which colour, and the words along their rim.

How: pixels redder than their paper → blobs → an ellipse whose rim is inked most of the way round. Without a red one,
dark rings are looked for (a seal on a black-and-white copy). The rim is unrolled into a straight line and read.
Colours are judged against the page's own paper, so that yellow lamplight or a pink form is not a seal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.dark_rings import dark_rings
from dossier.evidence.reading.pixels import Pixels, by_colour, quantile, shrunk
from dossier.evidence.reading.rings import LARGEST, RAYS, SMALLEST, Mask, Ring, distinct, rim_share, sampled
from dossier.model import Seal

Read = Callable[[Pixels], tuple[str, float]]

_WORK_SIDE = 1000
# Lab a* above the paper's: strong ink, and the palest that is still told from paper (S = 35 of 255, as tried).
_RED, _FAINT = 20.0, 6.0
# The mean a* of a rim that is dark rather than red: above this it is a pale red one after all.
_TINT = 2.5
_FLATTEST = 0.55
_RIM = 0.6
# A picture no longer than this, in short sides, may be one seal cut out of its page: a ring as large as the picture,
# with nearly all of its rim.
_CUT_OUT, _FILLING, _WHOLE_RIM, _MUCH_RED = 1.35, 1.05, 0.9, 0.03
_STAR = 0.4
_LARGE_CIRCLE = 100
"""Radius in pixels from which circles are looked for on a picture of half the size."""
# A rim read this surely is not read again in other light.
_WELL_READ = 0.9
# The unrolled strip: from just inside the rim to where the star begins, 96 px high; a broader one where that reads
# badly, as words may stand nearer to the rim or to the star; what of the gap stays beside it.
_BANDS, _STRIP = ((0.93, 0.56), (0.95, 0.5)), 96
_SPARE_RAYS = 6
_HAN, _LETTERS = re.compile(r"[\u3400-\u9fff]"), 5
_REGISTERED = re.compile(r"^[0-9A-Za-z\s]{3,}|[0-9A-Za-z\s]{3,}$")
"""The number under which a seal is registered, which runs along the lower rim."""
_NUMBER_AT = re.compile(r"^[0-9A-Za-z\s]{3,}"), re.compile(r"[0-9A-Za-z\s]{3,}$")
_DIGIT_WIDTH = 0.55
"""Of a character's width."""


def find_rings(picture: Pixels) -> tuple[tuple[Ring, str], ...]:
    """Seals of a page with their colour: red, faint, or (only where there is none of these) grey."""
    small, factor = shrunk(picture, _WORK_SIDE)
    redness = _redness(small)
    found = _filling(redness) or _red_and_faint(redness)
    if not found:
        found = [(ring, _tint(ring, redness)) for ring in dark_rings(small)]
    return tuple((ring.scaled(1 / factor), colour) for ring, colour in found)


def _red_and_faint(redness: NDArray[Any]) -> list[tuple[Ring, str]]:
    found = [(ring, "red") for ring in _coloured(redness, _RED)]
    rest = _without(found, cv2.GaussianBlur(redness, (3, 3), 0))
    return found + [(ring, "faint") for ring in _coloured(rest, _FAINT)]


def _filling(redness: NDArray[Any]) -> list[tuple[Ring, str]]:
    """The one seal that a picture is cut out round, or was taken from close by; nothing on any other picture."""
    high, wide = redness.shape
    side = min(high, wide)
    if max(high, wide) > _CUT_OUT * side or (redness >= _FAINT).mean() < _MUCH_RED:
        return []
    best: tuple[float, Ring, str] | None = None
    for least, colour in ((_RED, "red"), ((_RED + _FAINT) / 2, "red"), (_FAINT, "faint")):
        mask: Mask = (redness >= least).astype(np.uint8) * 255
        for ring in _coloured(redness, least, LARGEST, _FILLING):
            share = rim_share(ring, mask)
            if 2 * ring.radius > LARGEST * side and share >= _WHOLE_RIM and (best is None or share > best[0] + 0.01):
                best = share, ring, colour
    return [(best[1], best[2])] if best is not None else []


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


def says_who(seal: Seal) -> bool:
    """Whether enough of the words on its rim was read that it can be nothing but a seal."""
    return seal.confidence >= _WELL_READ and len(_HAN.findall(seal.text)) >= _LETTERS


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
    """How much redder than its paper each pixel is, in steps of Lab a*; 0 where its hue is not that of seal ink."""
    lab: Pixels = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB))
    light, a, b = (np.ascontiguousarray(lab[:, :, channel]) for channel in range(3))
    bright = (light >= quantile(light, 0.6)).astype(np.uint8)
    return by_colour(_redness_table(quantile(a, 0.5, bright), quantile(b, 0.5, bright)), lab)


@lru_cache(maxsize=8)
def _redness_table(paper_a: float, paper_b: float) -> NDArray[np.float32]:
    """The redness of each of the 65,536 pairs of a* and b*."""
    above, beside = np.arange(256, dtype=np.float32)[:, None] - paper_a, np.arange(256)[None, :] - paper_b
    hue = np.degrees(np.arctan2(beside, above))
    # Purple and orange are not seal ink: the hue must stay near red.
    return np.where((hue > 62) | (hue < -38), 0, above).astype(np.float32).ravel()


def _coloured(redness: NDArray[Any], least: float, smallest: float = SMALLEST, largest: float = LARGEST) -> list[Ring]:
    mask: Mask = (redness >= least).astype(np.uint8) * 255
    side = min(mask.shape)
    reach = max(3, round(side * 0.014)) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    surroundings = _surroundings(joined) if largest == LARGEST else None
    if surroundings is not None:
        joined[surroundings] = 0
        mask[surroundings] = 0
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rings = []
    for outline in outlines:
        _, _, wide, high = cv2.boundingRect(outline)
        if max(wide, high) < smallest * side or len(outline) < 20:
            continue
        found = _rings_of(outline, mask, smallest, largest)
        rings += [ring for ring in found if _looks_like_a_seal(ring, mask, largest)]
    return distinct(rings)


def _surroundings(mask: Mask) -> NDArray[np.bool_] | None:
    """What reaches in from the picture's edge and is larger than a seal: a table of brown wood round the paper."""
    height, width = mask.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = np.zeros(count, np.bool_)
    for number in range(1, count):
        x, y, wide, high, _ = stats[number]
        at_edge = x == 0 or y == 0 or x + wide == width or y + high == height
        found[number] = at_edge and max(wide, high) > 1.5 * LARGEST * min(height, width)
    return found[labels] if found.any() else None


def _rings_of(outline: Any, mask: Mask, smallest: float, largest: float) -> list[Ring]:
    """The ellipse round a blob; where the blob is not one (two seals, a clipped one), circles inside it."""
    hull = cv2.convexHull(outline)
    if len(hull) >= 5:
        (x, y), (first, second), degrees = cv2.fitEllipse(hull)
        ring = Ring(x, y, first / 2, second / 2, float(np.radians(degrees)))
        area = np.pi * ring.a * ring.b
        if area > 0 and 0.9 < cv2.contourArea(hull) / area < 1.08 and rim_share(ring, mask) >= _RIM:
            return [ring]
    return _circles(outline, mask, smallest, largest)


def _circles(outline: Any, mask: Mask, smallest: float, largest: float) -> list[Ring]:
    x0, y0, wide, high = cv2.boundingRect(outline)
    side = min(mask.shape)
    pad = 10 + int(0.3 * max(wide, high))
    part = cv2.copyMakeBorder(mask[y0 : y0 + high, x0 : x0 + wide], pad, pad, pad, pad, cv2.BORDER_CONSTANT)
    # A large circle is as well seen at half the size, and a texture (bricks, bedding) takes a tenth of the time.
    step = 2 if smallest * side / 2 >= _LARGE_CIRCLE else 1
    part = part if step == 1 else cv2.resize(part, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(part, (5, 5), 0),
        cv2.HOUGH_GRADIENT,
        dp=2,
        minDist=smallest * side * 0.8 / step,
        param1=120,
        param2=40,
        minRadius=int(smallest * side / 2 / step),
        maxRadius=int(min(largest * side / 2, max(wide, high) * 0.8) / step),
    )
    if found is None:
        return []
    circles = found.reshape(-1, 3)[:4] * step
    return [Ring(float(x - pad + x0), float(y - pad + y0), float(r), float(r)) for x, y, r in circles]


def _looks_like_a_seal(ring: Ring, mask: Mask, largest: float) -> bool:
    side = min(mask.shape)
    wide, narrow = max(ring.a, ring.b), min(ring.a, ring.b)
    if not SMALLEST * side <= 2 * wide <= largest * side or narrow < _FLATTEST * wide:
        return False
    if rim_share(ring, mask) < _RIM:
        return False
    filled = sampled(ring, mask, np.linspace(0.35, 0.85, 12)).mean()
    star = sampled(ring, mask, np.linspace(0.02, 0.2, 6)).mean()
    # Words along the rim, or at least a star in the middle where the words are worn away; a drawn circle has neither.
    return bool(filled <= 0.72 and (filled >= 0.03 or star >= _STAR))


def _without(found: list[tuple[Ring, str]], redness: NDArray[Any]) -> NDArray[Any]:
    """The redness outside of the seals that are known already."""
    left = redness.copy()
    for ring, _ in found:
        cv2.circle(left, (round(ring.x), round(ring.y)), round(1.15 * max(ring.a, ring.b)), 0.0, -1)
    return left


def _tint(ring: Ring, redness: NDArray[Any]) -> str:
    """Whether a dark rim is a pale red one: its mean redness tells what a single pixel does not."""
    angles = np.linspace(0, 2 * np.pi, RAYS, endpoint=False)
    x, y = ring.at(angles[None, :], np.linspace(0.95, 1.02, 4)[:, None])
    height, width = redness.shape
    rim = redness[np.clip(np.rint(y).astype(int), 0, height - 1), np.clip(np.rint(x).astype(int), 0, width - 1)]
    return "faint" if float(rim.max(axis=0).mean()) > _TINT else "grey"


# ---------------------------------------------------------------------------- reading


def _rim_text(picture: Pixels, ring: Ring, colour: str, read: Read) -> tuple[str, float]:
    """The words along the rim: by the redness of the ink, which black letters under it do not disturb; where that reads
    badly, by how dark it is in green light: squeezed pictures keep light sharp and blur colour."""
    best = "", 0.0
    for light in ("grey",) if colour == "grey" else ("red", "green"):
        ink = _ink(picture, ring, light)
        if ink is None:
            break
        for outer, inner in _BANDS:
            best = max(best, _read_name(_strip(ink, ring, outer, inner), read), key=lambda found: found[1])
            if best[1] >= _WELL_READ:
                return best
    return best


def _read_name(strip: Pixels, read: Read) -> tuple[str, float]:
    """The words of a strip without the number under which the seal is registered: cut off, the rest is read again."""
    text, confidence = read(strip)
    name = _REGISTERED.sub("", text)
    if name == text or not name:
        return text, confidence
    width = strip.shape[1]
    before, behind = (len(found[0]) if (found := pattern.search(text)) else 0 for pattern in _NUMBER_AT)
    whole = len(name) + _DIGIT_WIDTH * (before + behind)
    left = _gap(strip, width * _DIGIT_WIDTH * before / whole) if before else 0
    right = _gap(strip, width * (1 - _DIGIT_WIDTH * behind / whole)) if behind else width
    again = read(np.ascontiguousarray(strip[:, left:right])) if right - left > _STRIP else ("", 0.0)
    return max((name, confidence), (_REGISTERED.sub("", again[0]), again[1]), key=lambda found: found[1])


def _gap(strip: Pixels, about: float) -> int:
    """The column near `about` round which there is least ink."""
    ink = cv2.blur(255 - strip[:, :, 0], (_STRIP // 4, 1)).sum(axis=0).astype(np.int64)
    first = int(np.clip(about - _STRIP, 0, len(ink) - 1))
    last = int(np.clip(about + _STRIP, first + 1, len(ink)))
    return first + int(ink[first:last].argmin())


def _ink(picture: Pixels, ring: Ring, light: str) -> NDArray[Any] | None:
    """The seal's ink as dark on white, the size of the page (only the seal's surroundings filled)."""
    height, width = picture.shape[:2]
    reach = 1.2 * max(ring.a, ring.b)
    x0, x1 = max(0, int(ring.x - reach)), min(width, int(ring.x + reach) + 1)
    y0, y1 = max(0, int(ring.y - reach)), min(height, int(ring.y + reach) + 1)
    if x1 - x0 < 20 or y1 - y0 < 20:
        return None
    part = picture[y0:y1, x0:x1]
    if light == "red":
        strength = _redness(part)
    else:
        strength = 255.0 - (part[:, :, 1] if light == "green" else cv2.cvtColor(part, cv2.COLOR_RGB2GRAY))
    floor, top = np.percentile(strength, 30), max(float(np.percentile(strength, 98)), 6.0)
    dark = np.clip((strength - floor) / max(top - floor, 1.0), 0, 1)
    ink = np.full((height, width), 255, np.uint8)
    ink[y0:y1, x0:x1] = (255 * (1 - dark)).astype(np.uint8)
    return ink


def _strip(ink: NDArray[Any], ring: Ring, outer: float, inner: float) -> Pixels:
    """The rim unrolled clockwise, without its widest gap: words do not run all the way round."""
    start, sweep = _worded(ink, ring)
    width = int(sweep * (outer + inner) / 2 / (outer - inner) * _STRIP)
    angles = start + np.linspace(0, sweep, width, endpoint=False)
    scales = np.linspace(outer, inner, _STRIP)
    x, y = ring.at(angles[None, :], scales[:, None])
    strip = cv2.remap(
        ink,
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return np.ascontiguousarray(np.repeat(strip[:, :, None], 3, axis=2))


def _worded(ink: NDArray[Any], ring: Ring) -> tuple[float, float]:
    """(where the words begin, how far they run), in radians; a little of the gap stays on either side."""
    band = sampled(ring, (ink < 140).astype(np.uint8), np.linspace(0.62, 0.9, 16)).mean(axis=0) > 0.06
    if band.all() or not band.any():
        return float(np.pi / 2), 2 * float(np.pi)
    end, length, run = 0, 0, 0
    for index in range(2 * RAYS):
        run = 0 if band[index % RAYS] else run + 1
        if run > length:
            end, length = index, run
    spare = min(length / 2, _SPARE_RAYS)
    ray = 2 * float(np.pi) / RAYS
    return (end + 0.5 - spare) * ray, (RAYS - length + 2 * spare) * ray
