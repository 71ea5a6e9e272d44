"""Which source is being read, written down before it is read: if this process dies or hangs there, the next one knows.

A file that brought a process down is not opened again with the library that it brought down: its pages stand as
pictures, or as placeholders where it was the renderer. Without a place to write to, nothing is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Literal

Reader = Literal["qpdf", "pdfium"]


class Journal:
    """The reader and the source at work; what an earlier process left behind is what it died of."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._died = _left_behind(place)
        self._stream: IO[str] | None = None
        self._last: tuple[Reader, str] | None = None

    def at(self, reader: Reader, path: str) -> None:
        """`reader` is about to read the source at `path`."""
        if self._place is None or self._last == (reader, path):
            return
        if self._stream is None:
            self._stream = self._place.open("w", encoding="utf-8")
        self._last = (reader, path)
        self._stream.seek(0)
        self._stream.writelines(json.dumps(line) + "\n" for line in (*sorted(self._died), self._last))
        self._stream.truncate()
        self._stream.flush()

    def died_of(self, reader: Reader, path: str) -> bool:
        """Whether an earlier process did not come back from reading this source with `reader`."""
        return (reader, path) in self._died

    def close(self) -> None:
        """All was read: nothing is left behind."""
        if self._stream is not None:
            self._stream.close()
        if self._place is not None:
            self._place.unlink(missing_ok=True)


def _left_behind(place: Path | None) -> set[tuple[str, str]]:
    if place is None or not place.is_file():
        return set()
    died = set()
    for line in place.read_text("utf-8", "replace").splitlines():
        try:
            reader, path = json.loads(line)
        except (ValueError, TypeError):
            continue  # the process died while it wrote
        died.add((str(reader), str(path)))
    return died
