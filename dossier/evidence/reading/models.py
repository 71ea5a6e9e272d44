"""The models in rapidocr's wheel: whether they are here, and what decides a reading. Nothing is loaded to tell it."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FINDER, READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
LONG_SIDE = 2000
"""A page is read at this long side in pixels; larger only costs time (design §2)."""
FINDER_SIDE = 736
"""Its long side when lines are looked for (design §2)."""


@lru_cache(maxsize=1)
def why_not() -> str:
    """'' when pages can be read here, else the reason in plain words."""
    for name in ("rapidocr", "onnxruntime"):
        if importlib.util.find_spec(name) is None:
            return f"没有安装文字识别组件（{name}），请执行 pip install 'dossier[reading]'"
    missing = [name for name in (FINDER, READER) if not (models_folder() / name).is_file()]
    return f"文字识别组件缺少模型文件 {'、'.join(missing)}，请重新安装 rapidocr" if missing else ""


@lru_cache(maxsize=1)
def engine_id() -> str:
    """What decides a reading besides the page: the engine, its version and our settings."""
    try:
        engine = f"rapidocr {version('rapidocr')} onnxruntime {version('onnxruntime')}"
    except PackageNotFoundError:
        engine = "none"
    return f"{engine} {LONG_SIDE} {FINDER_SIDE} lines"


@lru_cache(maxsize=1)
def models_folder() -> Path:
    """Where the models lie. Nothing of rapidocr itself is run."""
    found = importlib.util.find_spec("rapidocr")
    assert found is not None  # `why_not` was asked first
    assert found.origin is not None
    return Path(found.origin).parent / "models"
