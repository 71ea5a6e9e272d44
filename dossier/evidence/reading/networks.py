"""The two networks: where lines of text stand on a picture, and what one line says.

Steps and numbers are rapidocr's own (its `config.yaml`, version 3), with three differences that halve the cost and
change no word that matters: a line is as wide as it is (rapidocr fills short lines up to 320 px and reads six at
once, filled up to the widest), empty margins of a page are not searched, and nothing of rapidocr but the models is
loaded (1.5 s a process, for downloads and drawing).
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.models import FINDER_SIDE, Model, the_finder, the_reader
from dossier.evidence.reading.pixels import Pixels

Quad = NDArray[np.float32]
"""Four corners of a line, clockwise from its upper left, in pixels."""

# rapidocr's numbers: how sure a pixel, and a line on average, must be text; how far a line reaches beyond its core.
_PIXEL, _LINE, _UNCLIP, _MOST = 0.3, 0.5, 1.6, 1000
_THINNEST, _THINNEST_LINE, _SHORTEST = 3, 5, 3
# Sides must be multiples of this.
_STEP = 32
# Grey values between neighbours that are more than paper; and what is left round them, in pixels of the small page.
_EDGE, _MARGIN = 14, 24
# A line is read at this height; its width in steps of one output of the network.
_HEIGHT, _STRIDE, _NARROWEST = 48, 8, 32
_TALL = 1.5


def _session(model: Model) -> Any:
    """One thread, and memory given back after each run: pages differ in size, and offices have small machines."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(model.place), options, providers=["CPUExecutionProvider"])


def _input(picture: Pixels) -> NDArray[np.float32]:
    """RGB → what both networks take: blue first, -1 to 1, one picture a batch."""
    values = np.asarray(picture[:, :, ::-1], dtype=np.float32).transpose(2, 0, 1)[None]
    return np.ascontiguousarray(values * np.float32(1 / 127.5) - np.float32(1))


# ---------------------------------------------------------------------------- where lines stand


class Finder:
    """Finds lines of text; the network loads with the object."""

    def __init__(self) -> None:
        self._session = _session(the_finder())

    def find(self, picture: Pixels) -> list[Quad]:
        """The corners of each line, from top to bottom; none on a picture without writing."""
        height, width = picture.shape[:2]
        scale = min(1.0, FINDER_SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(picture, size) if scale < 1 else picture
        area = _written_area(small)
        if area is None:
            return []
        x0, y0, x1, y1 = area
        part = small[y0:y1, x0:x1]
        fitted = cv2.resize(part, (_multiple(x1 - x0), _multiple(y1 - y0)))
        likely: NDArray[np.float32] = self._session.run(None, {"x": _input(fitted)})[0][0, 0]
        back = np.array([(x1 - x0) / fitted.shape[1] / scale, (y1 - y0) / fitted.shape[0] / scale], np.float32)
        start = np.array([x0 / scale, y0 / scale], np.float32)
        quads = [_clockwise(corners * back + start, width, height) for corners in _line_corners(likely)]
        quads = [quad for quad in quads if min(_sides(quad)) > _SHORTEST]
        return sorted(quads, key=lambda quad: (float(quad[0, 1]), float(quad[0, 0])))


def _multiple(length: int) -> int:
    return max(_STEP, round(length / _STEP) * _STEP)


def _written_area(small: Pixels) -> tuple[int, int, int, int] | None:
    """(x0, y0, x1, y1) round all that is more than plain paper, in multiples of the network's step; None: a blank."""
    height, width = small.shape[:2]
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _EDGE
    columns, rows = np.flatnonzero(edges.any(axis=0)), np.flatnonzero(edges.any(axis=1))
    if not len(columns):
        return None
    x0, x1 = _span(int(columns[0]), int(columns[-1]) + 1, width)
    y0, y1 = _span(int(rows[0]), int(rows[-1]) + 1, height)
    return x0, y0, x1, y1


def _span(start: int, end: int, whole: int) -> tuple[int, int]:
    start, end = max(0, start - _MARGIN), min(whole, end + _MARGIN)
    end = min(whole, start + math.ceil((end - start) / _STEP) * _STEP)
    return max(0, end - math.ceil((end - start) / _STEP) * _STEP), end


def _line_corners(likely: NDArray[np.float32]) -> list[Quad]:
    """Corners of the lines on a map of how likely each pixel is text (rapidocr's DBPostProcess)."""
    mask = cv2.dilate((likely > _PIXEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[:_MOST]:
        middle, (wide, high), turn = cv2.minAreaRect(outline)
        if min(wide, high) < _THINNEST or _mean_within(likely, cv2.boxPoints((middle, (wide, high), turn))) < _LINE:
            continue
        reach = 2 * _UNCLIP * wide * high / (2 * (wide + high))
        if min(wide, high) + reach >= _THINNEST_LINE:
            found.append(np.asarray(cv2.boxPoints((middle, (wide + reach, high + reach), turn)), np.float32))
    return found


def _mean_within(likely: NDArray[np.float32], corners: Any) -> float:
    height, width = likely.shape
    x0, y0 = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (x0, y0)).astype(np.int32)], 1)
    return float(cv2.mean(likely[y0 : y1 + 1, x0 : x1 + 1], mask)[0])


def _clockwise(corners: Quad, width: int, height: int) -> Quad:
    """The same corners from the upper left on, inside the picture."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (by_x[:2], by_x[2:]))
    quad = np.array([left[0], right[0], right[1], left[1]], np.float32)
    return np.clip(np.rint(quad), 0, (width - 1, height - 1)).astype(np.float32)


def _sides(quad: Quad) -> tuple[int, int]:
    """Width and height in whole pixels."""
    return int(np.linalg.norm(quad[0] - quad[1])), int(np.linalg.norm(quad[0] - quad[3]))


def cut(picture: Pixels, quad: Quad) -> Pixels:
    """The line straightened; one that is higher than wide is laid on its side (turned to the left)."""
    wide = int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3])))
    high = int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    strip: Pixels = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (wide, high),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.ascontiguousarray(np.rot90(strip)) if high >= _TALL * wide else strip


# ---------------------------------------------------------------------------- what a line says


class Reader:
    """Reads one line at a time; the network loads with the object."""

    def __init__(self) -> None:
        model = the_reader()
        self._session = _session(model)
        place = model.letters_place
        said = (
            self._session.get_modelmeta().custom_metadata_map["character"]
            if place is None
            else place.read_text("utf-8")
        )
        letters = said.splitlines()
        self._letters = ["", *letters, " "]

    def read(self, strip: Pixels) -> tuple[str, float]:
        """The text of a line that fills the picture, and how sure (0 to 1)."""
        height, width = strip.shape[:2]
        wide = max(1, math.ceil(_HEIGHT * width / height))
        values = _input(cv2.resize(strip, (wide, _HEIGHT)))
        whole = max(_NARROWEST, math.ceil(wide / _STRIDE) * _STRIDE)
        if whole > wide:
            values = np.pad(values, ((0, 0), (0, 0), (0, 0), (0, whole - wide)))
        likely = self._session.run(None, {"x": values})[0][0]
        best = likely.argmax(axis=1)
        is_letter = best != 0
        is_letter[1:] &= best[1:] != best[:-1]
        places = np.flatnonzero(is_letter)
        if not len(places):
            return "", 0.0
        return "".join(self._letters[number] for number in best[places]), float(likely[places, best[places]].mean())
