"""Which sources are being read, written down before they are read: if this process dies or hangs there, the next
attempt knows.

A file that was being read when a process died is a suspect, and read alone the next time; of which a process dies
again is not opened any more with the library that it brought down: its pages stand as pictures, or as placeholders
where nothing else could show them. Without a place to write to, nothing is written. Safe to use from threads.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

Reader = Literal["qpdf", "pdfium", "decoder"]
"""What reads: the library that copies PDF pages, the one that draws them, those that decode pictures."""
Reading = tuple[str, str]
"""(reader, path of a source)."""


class Journal:
    """The readings at work; what an earlier process left behind is what it died of, or may have."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._died, self._suspects = _left_behind(place)
        self._stream: IO[str] | None = None
        self._last: Reading | None = None
        self._at_work: list[Reading] = []
        self._lock = threading.Lock()

    def at(self, reader: Reader, path: str) -> None:
        """`reader` is about to read the source at `path`, and has done with the one before."""
        if self._place is None or self._last == (reader, path):
            return
        with self._lock:
            self._last = (reader, path)
            self._write()

    @contextmanager
    def reading(self, reader: Reader, path: str) -> Iterator[None]:
        """`reader` reads the source at `path` within; several may at once."""
        if self._place is None:
            yield
            return
        with self._lock:
            self._at_work.append((reader, path))
            self._write()
        yield  # what raises a MemoryError here stays written down
        with self._lock:
            self._at_work.remove((reader, path))
            self._write()

    def died_of(self, reader: Reader, path: str) -> bool:
        """Whether earlier processes did not come back from reading this source with `reader`."""
        return (reader, path) in self._died

    def is_suspect(self, reader: Reader, path: str) -> bool:
        """Whether an earlier process ended while this source was read: it should be read alone."""
        return (reader, path) in self._suspects

    def close(self) -> None:
        """All was read: nothing is left behind."""
        self.leave()
        if self._place is not None:
            self._place.unlink(missing_ok=True)

    def leave(self) -> None:
        """Close what is open; what was being read stays written down."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _write(self) -> None:
        assert self._place is not None  # who asks has seen to it
        if self._stream is None:
            self._stream = self._place.open("w", encoding="utf-8")
        at_work = [*self._at_work, self._last] if self._last else self._at_work
        rows = [("died", self._died), ("suspect", self._suspects), ("at", at_work)]
        self._stream.seek(0)
        self._stream.writelines(json.dumps([state, *one]) + "\n" for state, many in rows for one in sorted(many))
        self._stream.truncate()
        self._stream.flush()


def _left_behind(place: Path | None) -> tuple[frozenset[Reading], frozenset[Reading]]:
    """(what processes died of, what one may have died of)."""
    if place is None or not place.is_file():
        return frozenset(), frozenset()
    found: dict[str, set[Reading]] = {"died": set(), "suspect": set(), "at": set()}
    for line in place.read_text("utf-8", "replace").splitlines():
        try:
            state, reader, path = json.loads(line)
            found[str(state)].add((str(reader), str(path)))
        except (ValueError, TypeError, KeyError):
            continue  # the process died while it wrote
    died = found["died"] | (found["at"] & found["suspect"])
    return frozenset(died), frozenset((found["at"] | found["suspect"]) - died)
