"""Rings on a page: where their points lie, how much of their rim is inked. Geometry only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[Any]
"""Height × width, above zero where there is ink."""

SMALLEST, LARGEST = 0.09, 0.55
"""Diameter as a share of the page's short side: 34–48 mm on A4 is 0.16–0.23 (domain §1.3); cards, distance widen it."""
RAYS = 180
# How far from the ring its line is looked for; how thin it is; how near ink must be, step by step, to pull the line;
# and on how many rays there must be such ink at all. In shares of the radius.
_NEAR, _THIN, _REACHES, _LEAST_FITTED = 0.07, 0.012, (0.05, 0.05, 0.03, 0.03), 0.4


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


def rim_share(ring: Ring, mask: Mask, band: tuple[float, float] = (0.9, 1.05)) -> float:
    """Share of the rim's visible rays on which there is ink; less than 45 % in sight counts as none."""
    angles = np.linspace(0, 2 * np.pi, RAYS, endpoint=False)
    x, y = ring.at(angles, 1.0)
    height, width = mask.shape
    seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    if seen.mean() < 0.45:
        return 0.0
    inked: Any = sampled(ring, mask, np.linspace(*band, 9)).any(axis=0)
    return float(inked[seen].mean())


def rim_line(ring: Ring, mask: Mask) -> float:
    """Share of rays on which one thin, smooth, closed line near the ring is inked.

    A rim is such a line, however bent the paper; the lines and letters of a table only come near a circle here and
    there. The line is a radius that changes with the angle as that of a shifted or flattened circle does, fitted to the
    nearest ink from several starts.
    """
    angles = np.linspace(0, 2 * np.pi, RAYS, endpoint=False)
    scales = np.arange(1 - _NEAR, 1 + _NEAR, 1 / max(ring.a, 1.0))
    inked = sampled(ring, mask, scales)
    waves = np.stack([np.ones(RAYS), *(wave(turns * angles) for turns in (1, 2) for wave in (np.cos, np.sin))], axis=1)
    thin = max(_THIN, 1.2 / max(ring.a, 1.0))
    best = 0.0
    for start in np.arange(1 - 0.6 * _NEAR, 1 + 0.6 * _NEAR, 0.02):
        radii = np.full(RAYS, start)
        for reach in _REACHES:
            away = np.where(inked, np.abs(scales[:, None] - radii[None, :]), np.inf)
            used = away.min(axis=0) < reach
            if used.mean() < _LEAST_FITTED:
                break
            nearest = scales[away.argmin(axis=0)]
            radii = waves @ np.linalg.lstsq(waves[used], nearest[used], rcond=None)[0]
        on_line = np.where(inked, np.abs(scales[:, None] - radii[None, :]), np.inf).min(axis=0) < thin
        best = max(best, float(on_line.mean()))
    return best


def sampled(ring: Ring, mask: Mask, scales: NDArray[np.float64]) -> NDArray[np.bool_]:
    """mask under each scale (rows) and ray (columns); outside the picture: False."""
    angles = np.linspace(0, 2 * np.pi, RAYS, endpoint=False)
    x, y = ring.at(angles[None, :], scales[:, None])
    height, width = mask.shape
    column, row = np.rint(x).astype(int), np.rint(y).astype(int)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    value = mask[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)] > 0
    result: NDArray[np.bool_] = value & inside
    return result


def distinct(rings: list[Ring]) -> list[Ring]:
    kept: list[Ring] = []
    for ring in sorted(rings, key=lambda ring: -ring.radius):
        if not any(_overlap(ring, other) for other in kept):
            kept.append(ring)
    return kept


def _overlap(one: Ring, other: Ring) -> bool:
    """Whether both are the same seal: centres nearer than half a radius."""
    return bool(np.hypot(one.x - other.x, one.y - other.y) < 0.5 * max(one.radius, other.radius))
