"""Word files become PDF: through the program's own typesetter, whose word on their number of pages counts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from dossier.evidence.facts import Fault

_MOST_UNPACKED = 300_000_000
_MOST_ENTRIES = 10_000
_PLAIN_ENTRY = 20_000_000
_MOST_RATIO = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """What of a Word file the typesetter does not understand, in the words a person reads: 文本框（第3段）."""

    features: tuple[str, ...]


Typeset = Callable[[bytes], bytes | Refusal]
"""A Word file in, its PDF out. Runs in a worker process, so it must be importable by name."""


def typeset_word(data: bytes, typeset: Typeset | None) -> bytes | Fault:
    """The PDF of a .docx, or why there is none."""
    try:
        fault = _guard(data)
    except Exception:  # the zip library meets damage with many exceptions
        return Fault("word-damaged")
    if fault or typeset is None:
        return fault or Fault("word-refused", "未装排版程序")
    try:
        pdf = typeset(data)
    except MemoryError:
        raise
    except Exception as error:  # hostile content may break any part of a typesetter; it costs this file
        from dossier.typeset import Unreadable

        return Fault("word-damaged" if isinstance(error, Unreadable) else "word-failed", type(error).__name__)
    return Fault("word-refused", "、".join(pdf.features)) if isinstance(pdf, Refusal) else pdf


def _guard(data: bytes) -> Fault | None:
    """Nothing is unpacked that would grow beyond reason."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    sizes = [(entry.file_size, entry.compress_size) for entry in entries]
    if len(sizes) > _MOST_ENTRIES or sum(size for size, _ in sizes) > _MOST_UNPACKED:
        return Fault("word-bomb")
    if any(size > _PLAIN_ENTRY and size > _MOST_RATIO * max(1, packed) for size, packed in sizes):
        return Fault("word-bomb")
    return None
