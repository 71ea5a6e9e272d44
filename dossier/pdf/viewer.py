"""The second renderer's view of PDFs, one file open at a time: dossiers go through their sources file by file."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from dossier.pages.page import PDF, Pages, open_pages

_RENEW = 200
"""Looks after which a file is opened anew: what the renderer keeps of pages grows."""


class Viewer:
    """Keeps the file that was looked at last open."""

    def __init__(self) -> None:
        self._place: Path | None = None
        self._pages: Pages | None = None
        self._looks = 0
        self._stack = ExitStack()

    def look(self, place: Path) -> Pages:
        """The pages of the PDF at `place`. Raises `PageError`."""
        self._looks += 1
        if self._pages is None or place != self._place or self._looks > _RENEW:
            self.close()
            self._pages = self._stack.enter_context(open_pages(place, PDF))
            self._place = place
        return self._pages

    def close(self) -> None:
        """Close the file that is open."""
        self._stack.close()
        self._pages, self._place, self._looks = None, None, 0
