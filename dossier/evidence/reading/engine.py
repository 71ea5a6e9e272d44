"""The one place that knows the reading engine: a picture of a page → lines of text, upright.

The models lie inside the engine's wheel and are named by path, so that nothing is ever looked for on the network.
Settings were measured (design §2, docs/judgement.md): detector at 736 px, one thread a process, no angle classifier.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
"""Height × width × 3, RGB."""

LONG_SIDE = 2000
"""A page is read at this long side in pixels; larger only costs time (design §2)."""
_DETECTOR_SIDE = 736
_DESKEW_DEGREES = 8.0
# Below this mean confidence a page may be standing on its head; upright pages measured 0.93 and above.
_DOUBTFUL = 0.8
# Lines below this are no text, but tell that a page may lie the wrong way round.
_LEAST = 0.5
_TALL = 1.5
# A "line" that covers a third of the page is a photograph's edge, not text.
_LARGEST_LINE = 0.33
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as read; `box` is (x0, y0, x1, y1) in pixels of the upright page."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    angle: float = 0.0
    """Degrees by which the line falls to the right."""
    is_tall: bool = False


@lru_cache(maxsize=1)
def why_not() -> str:
    """'' when pages can be read here, else the reason in plain words."""
    for name in ("rapidocr", "onnxruntime"):
        if importlib.util.find_spec(name) is None:
            return f"没有安装文字识别组件（{name}），请执行 pip install 'dossier[reading]'"
    missing = [name for name in _MODELS.values() if not (_models_folder() / name).is_file()]
    return f"文字识别组件缺少模型文件 {'、'.join(missing)}，请重新安装 rapidocr" if missing else ""


@lru_cache(maxsize=1)
def engine_id() -> str:
    """What decides a reading besides the page: the engine, its version and our settings."""
    try:
        engine = f"rapidocr {version('rapidocr')} onnxruntime {version('onnxruntime')}"
    except PackageNotFoundError:
        engine = "none"
    return f"{engine} {LONG_SIDE} {_DETECTOR_SIDE}"


def _models_folder() -> Path:
    found = importlib.util.find_spec("rapidocr")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "models"


class Engine:
    """Reads pictures; the models load when the first one comes."""

    def __init__(self) -> None:
        self._reader: Any = None

    def read(self, picture: Pixels) -> tuple[tuple[Line, ...], int, Pixels]:
        """(lines from top to bottom, degrees clockwise that made it upright, the upright picture)."""
        lines = self._lines(picture)
        best = lines, 0, picture
        for turn in _other_turns(lines):
            turned = turn_clockwise(picture, turn)
            again = self._lines(turned)
            if _worth(again) > 1.15 * _worth(best[0]):
                best = again, turn, turned
        lines, turn, upright = best
        skew = _skew(lines)
        if abs(skew) > _DESKEW_DEGREES:
            straight = _rotate(upright, skew)
            again = self._lines(straight)
            if _worth(again) > _worth(lines):
                return _kept(again), turn, straight
        return _kept(lines), turn, upright

    def recognise(self, strip: Pixels) -> tuple[str, float]:
        """The text of one line that fills the picture, and how sure."""
        result = self._load()(strip[:, :, ::-1], use_det=False, use_cls=False, use_rec=True)
        texts, scores = getattr(result, "txts", None), getattr(result, "scores", None)
        return (str(texts[0]), float(scores[0])) if texts and scores else ("", 0.0)

    def _lines(self, picture: Pixels) -> tuple[Line, ...]:
        height, width = picture.shape[:2]
        # The switches stick to the engine's object: all three are passed each time.
        result = self._load()(
            np.ascontiguousarray(picture[:, :, ::-1]), use_det=True, use_cls=False, use_rec=True, text_score=0.0
        )
        if getattr(result, "boxes", None) is None or getattr(result, "txts", None) is None:
            return ()
        found = (
            _line(str(text), np.asarray(corners, dtype=float), float(score))
            for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        )
        lines = tuple(line for line in found if _area(line) < _LARGEST_LINE * width * height)
        return in_reading_order(lines, _skew(lines))

    def _load(self) -> Any:
        if self._reader is None:
            from rapidocr import RapidOCR

            folder = _models_folder()
            self._reader = RapidOCR(
                params={
                    **{key: str(folder / name) for key, name in _MODELS.items()},
                    "Global.log_level": "critical",
                    "Global.max_side_len": LONG_SIDE,
                    "Det.limit_type": "max",
                    "Det.limit_side_len": _DETECTOR_SIDE,
                    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        return self._reader


def _kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.confidence >= _LEAST and line.text)


def shrunk(picture: Pixels, long_side: int) -> tuple[Pixels, float]:
    """The picture at no more than `long_side`, and by what it was multiplied; never thinner than a pixel."""
    import cv2

    height, width = picture.shape[:2]
    factor = min(1.0, long_side / max(height, width))
    if factor == 1.0:
        return picture, 1.0
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small: Pixels = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small, factor


def turn_clockwise(picture: Pixels, degrees: int) -> Pixels:
    """The picture turned by a multiple of 90°."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90) % 4))


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


def _line(text: str, corners: NDArray[np.float64], score: float) -> Line:
    """Its box is as wide and high as the writing is, round its middle: a slanted line would else look tall."""
    middle_x, middle_y = corners.mean(axis=0)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    wide, high = float(np.hypot(*across)), float(np.hypot(*down))
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    is_tall = high > _TALL * wide
    if is_tall or abs(angle) > _DESKEW_DEGREES:
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    else:
        x0, x1, y0, y1 = middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2
    return Line(text.strip(), (float(x0), float(y0), float(x1), float(y1)), score, angle, is_tall)


def _height(line: Line) -> float:
    return line.box[3] - line.box[1]


def _area(line: Line) -> float:
    return (line.box[2] - line.box[0]) * _height(line)


def _worth(lines: tuple[Line, ...]) -> float:
    """How much was read well: characters, each weighed by what its line's confidence exceeds one half."""
    return sum(len(line.text) * max(0.0, line.confidence - 0.5) for line in lines if not line.is_tall)


def _other_turns(lines: tuple[Line, ...]) -> tuple[int, ...]:
    """Turns worth trying: a page of tall lines lies on its side, one read badly may stand on its head."""
    letters = sum(len(line.text) for line in lines)
    if letters < 4:
        return ()
    if sum(len(line.text) for line in lines if line.is_tall) > letters / 2:
        return (90, 270)
    mean = sum(len(line.text) * line.confidence for line in lines) / letters
    return (180,) if mean < _DOUBTFUL else ()


def _skew(lines: tuple[Line, ...]) -> float:
    long = [line.angle for line in lines if not line.is_tall and len(line.text) >= 4]
    return float(np.median(long)) if len(long) >= 3 else 0.0


def _rotate(picture: Pixels, degrees: float) -> Pixels:
    """Rotate so that lines falling by `degrees` run level; the page stays whole on white."""
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    matrix[0, 2] += wide / 2 - width / 2
    matrix[1, 2] += high / 2 - height / 2
    turned: Pixels = cv2.warpAffine(picture, matrix, (wide, high), borderValue=(255, 255, 255))
    return turned
