"""The crops of a photograph of which hashes are kept. Kept apart: who compares them needs no picture library."""

from __future__ import annotations

_CUT = 0.15
_SIDES = ((0.0, 0.0), (_CUT / 2, 0.0), (0.0, _CUT / 2), (_CUT / 2, _CUT / 2), (_CUT, 0.0), (0.0, _CUT), (_CUT, _CUT))
CROPS: tuple[tuple[float, float, float, float], ...] = tuple(
    (left, top, 1 - right, 1 - bottom) for left, right in _SIDES for top, bottom in _SIDES
)
"""(x0, y0, x1, y1) in fractions: the whole first, then what is left after cutting one side, or several."""
