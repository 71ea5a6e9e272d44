"""Whether two photographs are one: near fingerprints first, then thumbnails laid over each other. Numbers only.

Fingerprints (128 bits of the whole, of crops and of its mirror image) are compared exactly and in full. The few pairs
that come near are compared at 10 × 10 grey values, and then laid over each other (ORB features, one affine
transformation by RANSAC) to count the pixels that still differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading import CROPS
from dossier.model import Picture, Thresholds

_WORDS = 2
"""A hash is two 64-bit words."""
_ASKERS, _ASKED, _THREADS = 64, 1024, 2
# Fewer features are no picture; how much nearer the best match must be than the second.
_FEWEST, _NEARER = 8, 0.8


# ---------------------------------------------------------------------------- fingerprints


def near_pairs(
    fingerprints: Sequence[bytes], bits: int, fresh: Sequence[int] | None = None
) -> Iterator[tuple[int, int, int, bool]]:
    """(one, other, crop, mirrored): one's whole, or its mirror image, is near that crop of the other.

    A pair may come up to four times: either may be the crop, mirrored or not.
    `fresh`: only pairs of which at least one is among these (the others were compared before); None: all.
    """
    count = len(fingerprints)
    if count < 2:
        return
    table: NDArray[np.uint64] = np.frombuffer(b"".join(fingerprints), dtype=np.uint64)
    hashes = table.reshape(count, -1, _WORDS)
    everyone = np.arange(count)
    new = everyone if fresh is None else np.asarray(sorted(fresh), dtype=np.intp)
    rounds = [(everyone, new)] if len(new) == count else [(new, everyone), (everyone, new)]
    for askers, asked in rounds:
        for found in _near(hashes, askers, asked, bits):
            if found[0] != found[1]:
                yield found


def _near(
    hashes: NDArray[np.uint64], askers: NDArray[np.intp], asked: NDArray[np.intp], bits: int
) -> Iterator[tuple[int, int, int, bool]]:
    """Tiles that stay in the processor's cache, in threads: the arithmetic runs outside of Python's lock."""
    crops = np.ascontiguousarray(hashes[asked, :-1].transpose(1, 2, 0))  # without the mirror image
    tiles = [
        (mirrored, start, first)
        for mirrored in (False, True)
        for start in range(0, len(askers), _ASKERS)
        for first in range(0, len(asked), _ASKED)
    ]

    def tile(place: tuple[bool, int, int]) -> list[tuple[int, int, int, bool]]:
        mirrored, start, first = place
        queries = hashes[askers[start : start + _ASKERS], -1 if mirrored else 0]
        best = _nearest(queries, crops[:, :, first : first + _ASKED], bits)
        return [
            (int(askers[start + query]), int(asked[first + other]), crop, mirrored)
            for (query, other), (_, crop) in sorted(best.items())
        ]

    with ThreadPoolExecutor(_THREADS) as pool:
        for found in pool.map(tile, tiles):
            yield from found


def _nearest(
    queries: NDArray[np.uint64], crops: NDArray[np.uint64], bits: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """(query, other) → (distance, crop) of the nearest crop, for all within `bits`."""
    shape = len(queries), crops.shape[2]
    words = np.empty(shape, dtype=np.uint64)
    distance, half = np.empty(shape, dtype=np.uint8), np.empty(shape, dtype=np.uint8)
    least = np.full(shape, 255, dtype=np.uint8)
    for first, second in crops:
        np.bitwise_count(np.bitwise_xor(queries[:, :1], first, out=words), out=distance)
        np.bitwise_count(np.bitwise_xor(queries[:, 1:], second, out=words), out=half)
        np.minimum(least, np.add(distance, half, out=distance), out=least)
    best = {}
    for query, other in np.argwhere(least <= bits):
        each = np.bitwise_count(crops[:, :, other] ^ queries[query]).sum(axis=1)
        best[int(query), int(other)] = int(each.min()), int(each.argmin())
    return best


# ---------------------------------------------------------------------------- a close look


class Closer:
    """Lays thumbnails over each other; what is made of a thumbnail is made once."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._orb: Any = cv2.ORB.create(nfeatures=400, fastThreshold=8, edgeThreshold=8, patchSize=24)
        self._thresholds = thresholds
        self._marks: dict[tuple[bytes, bool], tuple[Any, Any, Any]] = {}
        self._smalls: dict[tuple[bytes, int, bool], Any] = {}

    def compare(self, one: Picture, other: Picture, crop: int, mirrored: bool) -> tuple[int, float] | None:
        """(features that agree, share of pixels that differ) if both are one photograph, else None."""
        whole = self._small(one.thumbnail, 0, mirrored)
        part = self._small(other.thumbnail, crop, False)
        if float((whole * part).sum()) < self._thresholds["same.alike"]:
            return None
        return self._overlay(one.thumbnail, other.thumbnail, mirrored)

    def _small(self, thumbnail: bytes, crop: int, mirrored: bool) -> Any:
        """A crop of a thumbnail as 10 × 10 grey values around zero, of length 1: products are correlations."""
        key = (thumbnail, crop, mirrored)
        if key not in self._smalls:
            _forget_some(self._smalls, 200_000)
            grey = _grey(thumbnail, cv2.IMREAD_REDUCED_GRAYSCALE_2)
            x0, y0, x1, y1 = CROPS[crop]
            height, width = grey.shape
            part = grey[round(y0 * height) : round(y1 * height), round(x0 * width) : round(x1 * width)]
            small = cv2.resize(part[:, ::-1] if mirrored else part, (10, 10), interpolation=cv2.INTER_AREA)
            values = small.astype(np.float32) - float(small.mean())
            self._smalls[key] = values / (float(np.linalg.norm(values)) + 1e-6)
        return self._smalls[key]

    def _features(self, thumbnail: bytes, mirrored: bool) -> tuple[Any, Any, Any]:
        """(grey picture, places of its features, their 256-bit marks as four words each)."""
        key = (thumbnail, mirrored)
        known = self._marks.get(key)
        if known is not None:
            return known
        _forget_some(self._marks, 4_000)
        grey = _grey(thumbnail, cv2.IMREAD_GRAYSCALE)
        grey = np.ascontiguousarray(grey[:, ::-1]) if mirrored else grey
        points, marks = self._orb.detectAndCompute(grey, None)
        words = marks.view(np.uint64) if marks is not None else np.empty((0, 4), np.uint64)
        self._marks[key] = made = (grey, cv2.KeyPoint.convert(points), words)
        return made

    def _overlay(self, one: bytes, other: bytes, mirrored: bool) -> tuple[int, float] | None:
        grey, points, marks = self._features(one, False)
        grey2, points2, marks2 = self._features(other, mirrored)
        if len(marks) < _FEWEST or len(marks2) < _FEWEST:
            return None
        source, target = _matches(marks, marks2)
        if len(source) < self._thresholds["same.inliers"]:
            return None
        cv2.setRNGSeed(7)  # the same answer every time
        matrix, inside = cv2.estimateAffine2D(
            points[source], points2[target], method=cv2.RANSAC, ransacReprojThreshold=3.0
        )
        if matrix is None or not _is_plausible(matrix):
            return None
        inliers = int(inside.sum())
        if inliers < self._thresholds["same.inliers"]:
            return None
        changed = self._changed(grey, grey2, matrix)
        if changed > self._thresholds["same.changed"]:
            return None
        # Two photographs of one class agree in its board and desks; of one photograph nearly all features agree.
        is_plain = changed <= self._thresholds["same.plain"]
        return (inliers, changed) if is_plain or inliers >= self._thresholds["same.share"] * len(source) else None

    def _changed(self, one: Any, other: Any, matrix: Any) -> float:
        """Share of pixels that differ where both lie, brightness and contrast evened out."""
        size = (other.shape[1], other.shape[0])
        laid = cv2.warpAffine(one, matrix, size)
        mask = cv2.warpAffine(np.full_like(one, 255), matrix, size) > 250
        if mask.mean() < 0.4:
            return 1.0
        first, second = (cv2.GaussianBlur(grey, (5, 5), 0)[mask].astype(np.float32) for grey in (laid, other))
        spread = max(float(second.std()), 1.0)
        evened = (first - first.mean()) * (spread / max(float(first.std()), 1.0)) + second.mean()
        return float((np.abs(evened - second) > 0.45 * spread + 8).mean())


def _forget_some(memory: dict[Any, Any], most: int) -> None:
    if len(memory) >= most:
        memory.clear()


def _matches(marks: NDArray[np.uint64], others: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Marks whose nearest among the others is much nearer than the second; and which that is.

    A third of the time of OpenCV's matcher, which makes an object for each answer.
    """
    distance = np.zeros((len(marks), len(others)), np.uint16)
    for word in range(marks.shape[1]):
        distance += np.bitwise_count(marks[:, word, None] ^ others[None, :, word])
    rows = np.arange(len(marks))
    best = distance.argmin(axis=1)
    nearest = distance[rows, best]
    distance[rows, best] = np.iinfo(np.uint16).max
    good = np.flatnonzero(nearest < _NEARER * distance.min(axis=1))
    return good, best[good]


def _grey(thumbnail: bytes, how: int) -> Any:
    grey = cv2.imdecode(np.frombuffer(thumbnail, np.uint8), how)
    return grey if grey is not None else np.zeros((8, 8), np.uint8)


def _is_plausible(matrix: Any) -> bool:
    """Scaled by no more than three, hardly sheared: what crops, resizing and a slanted print can do."""
    scales = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(0.33 < scales[1] <= scales[0] < 3 and scales[0] / scales[1] < 1.6)
