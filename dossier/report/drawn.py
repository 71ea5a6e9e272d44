"""What a report may be given of pages that were drawn already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dossier.pages.jpeg import Jpeg

Drawn = Callable[[Path, int], Jpeg | None]
"""(place of a file, page) → the page as a JPEG of print size that was made of it already; None where there is none."""


def nothing_drawn(place: Path, page: int) -> Jpeg | None:
    """Of a run that made no pages."""
    return None
