"""The parts of an office file that is a zip (.docx, .odt), by name. Links are not followed, nothing is written.

Whatever is damaged about the zip is `zipfile.BadZipFile`; a part that is not there is KeyError.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path


class Parts:
    """An open office file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @property
    def names(self) -> tuple[str, ...]:
        """Every part, in the order of the zip; no folders."""
        return tuple(info.filename for info in self._archive.infolist() if not info.is_dir())

    def size(self, name: str) -> int:
        """Bytes of a part when it is unpacked, as the zip says."""
        return self._archive.getinfo(name).file_size

    def read(self, name: str, most: int | None = None) -> bytes:
        """The bytes of a part; one of more than `most` bytes counts as damaged."""
        info = self._archive.getinfo(name)
        if most is not None and info.file_size > most:
            raise zipfile.BadZipFile(f"{name} is too large")
        return self._archive.read(info)


@contextmanager
def open_parts(source: bytes | Path) -> Iterator[Parts]:
    """The parts of a file, for as long as the block runs. Raises OSError where a path cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as archive:
            yield Parts(archive)
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as damage:
        raise zipfile.BadZipFile(str(damage)) from damage


def unpack(data: bytes) -> dict[str, bytes]:
    """All parts of a file, by name."""
    try:
        with open_parts(data) as parts:
            return {name: parts.read(name) for name in parts.names}
    except ValueError as damage:
        raise zipfile.BadZipFile(str(damage)) from damage
