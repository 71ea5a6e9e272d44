"""The one place that knows the reading engine: a picture of a page → lines of text, upright.

The models lie inside wheels and are named by path (`models`), so that nothing is ever looked for on the network.
Settings were measured (design §2, docs/judgement.md): detector at 736 px, one thread a process, no angle classifier.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.networks import Finder, Quad, Reader, cut
from dossier.evidence.reading.pixels import Pixels, straightened, turn_clockwise, turning

_DESKEW_DEGREES = 8.0
# Below this mean confidence a page may be standing on its head; upright pages measured 0.93 and above.
_DOUBTFUL = 0.8
# A slanted page that was read so well is not read again once it is straight.
_CLEAR = 0.95
# Lines below this are no text, but tell that a page may lie the wrong way round.
_LEAST = 0.5
_TALL = 1.5
# A "line" that covers a third of the page is a photograph's edge, not text.
_LARGEST_LINE = 0.33
# Another way round must be read so much better.
_BETTER = 1.15
# So many lines, of this many characters, tell whether a page stands on its head.
_TRIED, _TRIED_LETTERS = 5, 24


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as read; `box` is (x0, y0, x1, y1) in pixels of the upright page."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    angle: float = 0.0
    """Degrees by which the line falls to the right."""
    is_tall: bool = False


class Engine:
    """Reads pictures; the models load when the first one comes."""

    def __init__(self) -> None:
        self._finder: Finder | None = None
        self._reader: Reader | None = None

    def read(self, picture: Pixels) -> tuple[tuple[Line, ...], int, Pixels, NDArray[np.float64]]:
        """(lines from top to bottom, degrees clockwise that made it upright, the upright picture, the 2 × 3 matrix that
        maps the picture to it)."""
        found = self._found(picture)
        best = found, 0, picture
        for turn in self._other_turns(picture, found):
            turned = turn_clockwise(picture, turn)
            again = self._found(turned)
            if _worth(again.lines) > _BETTER * _worth(best[0].lines):
                best = again, turn, turned
            if _confidence(best[0].lines) >= _DOUBTFUL and best[1]:
                break
        found, turn, upright = best
        frame = turning(picture, turn)
        skew = _skew(found.lines)
        if abs(skew) > _DESKEW_DEGREES:
            straight, matrix = straightened(upright, skew)
            level = matrix @ np.vstack([frame, (0, 0, 1)])
            if _confidence(found.lines) >= _CLEAR:
                return found.moved(matrix).kept(), turn, straight, level
            again = self._found(straight)
            if _worth(again.lines) > _worth(found.lines):
                return again.kept(), turn, straight, level
        return found.kept(), turn, upright, frame

    def recognise(self, strip: Pixels) -> tuple[str, float]:
        """The text of one line that fills the picture, and how sure."""
        if self._reader is None:
            self._reader = Reader()
        return self._reader.read(strip)

    def _found(self, picture: Pixels) -> _Found:
        if self._finder is None:
            self._finder = Finder()
        most = _LARGEST_LINE * picture.shape[0] * picture.shape[1]
        lines, quads = [], []
        for quad in self._finder.find(picture):
            place = _placed(quad)
            if _area(place) >= most:
                continue
            text, confidence = self.recognise(cut(picture, quad))
            if text.strip():
                lines.append(replace(place, text=text.strip(), confidence=confidence))
                quads.append(quad)
        return _Found(tuple(lines), tuple(quads))

    def _other_turns(self, picture: Pixels, found: _Found) -> tuple[int, ...]:
        """Turns worth trying: a page of tall lines lies on its side, one read badly may stand on its head."""
        letters = sum(len(line.text) for line in found.lines)
        if letters < 4:
            return ()
        tall = tuple(line for line in found.lines if line.is_tall)
        if sum(len(line.text) for line in tall) > letters / 2:
            # Tall lines were read turned to the left: where that went well, so must the page be turned.
            return (270, 90) if _confidence(tall) >= _DOUBTFUL else (90, 270)
        if _confidence(found.lines) < _DOUBTFUL and self._reads_better_upside_down(picture, found):
            return (180,)
        return ()

    def _reads_better_upside_down(self, picture: Pixels, found: _Found) -> bool:
        """Tell it by some lines: reading the whole page again would cost as much as a second page."""
        some = [at for at, line in enumerate(found.lines) if not line.is_tall]
        some = sorted(some, key=lambda at: abs(len(found.lines[at].text) - _TRIED_LETTERS / 2))[:_TRIED]
        turned = [self.recognise(np.rot90(cut(picture, found.quads[at]), 2)) for at in some]
        worth = sum(len(text) * max(0.0, confidence - 0.5) for text, confidence in turned)
        return worth > _BETTER * _worth([found.lines[at] for at in some])


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a picture, line by line, and where each line's corners are."""

    lines: tuple[Line, ...]
    quads: tuple[Quad, ...]

    def moved(self, matrix: NDArray[Any]) -> _Found:
        """The same lines where an affine transformation (2 × 3) of the picture puts them."""
        quads = tuple(np.asarray(quad @ matrix[:, :2].T + matrix[:, 2], np.float32) for quad in self.quads)
        lines = (
            replace(_placed(quad), text=line.text, confidence=line.confidence)
            for quad, line in zip(quads, self.lines, strict=True)
        )
        return _Found(tuple(lines), quads)

    def kept(self) -> tuple[Line, ...]:
        """The lines that are text, in reading order."""
        ordered = in_reading_order(self.lines, _skew(self.lines))
        return tuple(line for line in ordered if line.confidence >= _LEAST)


def in_reading_order(lines: Iterable[Line], skew: float = 0.0) -> tuple[Line, ...]:
    """Rows from top to bottom, in a row from left to right; what overlaps by half its height is one row.

    `skew`: degrees by which all lines fall to the right; rows are told as if they ran level.
    """
    slope = math.tan(math.radians(skew))
    rows: list[list[Line]] = []
    levels: list[list[tuple[float, float]]] = []
    for line in sorted(lines, key=lambda line: _level(line, slope)):
        middle, half = _level(line, slope), 0.35 * _height(line)
        if rows and any(abs(middle - other) < min(half, limit) for other, limit in levels[-1]):
            rows[-1].append(line)
            levels[-1].append((middle, half))
        else:
            rows.append([line])
            levels.append([(middle, half)])
    return tuple(line for row in rows for line in sorted(row, key=lambda line: line.box[0]))


def _level(line: Line, slope: float) -> float:
    """The middle of a line, where it would be if lines ran level."""
    return (line.box[1] + line.box[3]) / 2 - slope * (line.box[0] + line.box[2]) / 2


def _placed(corners: NDArray[Any]) -> Line:
    """A line not read yet.

    Its box is as wide and high as the writing is, round its middle: a slanted line would else look tall.
    """
    middle_x, middle_y = corners.mean(axis=0)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    wide, high = float(np.hypot(*across)), float(np.hypot(*down))
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    is_tall = high > _TALL * wide
    if is_tall or abs(angle) > _DESKEW_DEGREES:
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    else:
        x0, x1, y0, y1 = middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2
    return Line("", (float(x0), float(y0), float(x1), float(y1)), 0.0, angle, is_tall)


def _height(line: Line) -> float:
    return line.box[3] - line.box[1]


def _area(line: Line) -> float:
    return (line.box[2] - line.box[0]) * _height(line)


def _worth(lines: Sequence[Line]) -> float:
    """How much was read well: characters, each weighed by what its line's confidence exceeds one half."""
    return sum(len(line.text) * max(0.0, line.confidence - 0.5) for line in lines if not line.is_tall)


def _confidence(lines: Sequence[Line]) -> float:
    """The mean confidence of a character."""
    letters = sum(len(line.text) for line in lines)
    return sum(len(line.text) * line.confidence for line in lines) / letters if letters else 0.0


def _skew(lines: Sequence[Line]) -> float:
    long = [line.angle for line in lines if not line.is_tall and len(line.text) >= 4]
    return float(np.median(long)) if len(long) >= 3 else 0.0
