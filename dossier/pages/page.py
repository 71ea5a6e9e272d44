"""A page as a picture: what a person sees who opens the file, upright and in RGB.

The one place where evidence is decoded to pixels; reading, proving, the Word dossier and the reports all come here.
Pictures are turned and mirrored as their EXIF says, PDF pages as their /Rotate says, with annotations and form values
drawn. Nothing is executed: the PDF library has no script engine, and only the named picture formats are decoded.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from dossier.pages.pdf import open_pdf
from dossier.pages.pictures import PICTURE_PIXELS, PicturePages, open_picture

PDF = "application/pdf"

Image.MAX_IMAGE_PIXELS = PICTURE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Pages(Protocol):
    """An open file whose pages can be looked at, from 1 to `count`."""

    count: int

    def image(self, page: int, *, long_side: int | None = None, dpi: float | None = None) -> Image.Image:
        """The page upright in RGB; see `page_image`."""


def page_image(
    path: Path, media_type: str, page: int, *, long_side: int | None = None, dpi: float | None = None
) -> Image.Image:
    """The page as a person sees it: RGB, upright as the file itself says.

    `long_side` in pixels (pictures are never enlarged), or `dpi` on the paper; neither: a picture's own pixels, a PDF
    at 200 dpi. Raises `PageError`. For several pages of one file use `open_pages`, which opens it once.
    """
    with open_pages(path, media_type) as pages:
        return pages.image(page, long_side=long_side, dpi=dpi)


def page_pixels(path: Path, media_type: str, page: int, *, long_side: int) -> Any:
    """`page_image` as an array, height × width × RGB. Raises `PageError`."""
    import numpy as np

    if media_type != PDF:
        return np.asarray(page_image(path, media_type, page, long_side=long_side))
    with open_pdf(path) as pdf:
        return pdf.pixels(page, long_side=long_side)


@contextmanager
def open_pages(source: Path | bytes, media_type: str) -> Iterator[Pages]:
    """Open a PDF or picture (a path or its bytes) to look at several pages. Raises `PageError`."""
    if media_type == PDF:
        with open_pdf(source) as pdf:
            yield pdf
    else:
        with open_picture(source, media_type) as picture:
            yield PicturePages(picture, lambda: open_picture(source, media_type))


# ---------------------------------------------------------------------------- pictures


# ---------------------------------------------------------------------------- PDF
