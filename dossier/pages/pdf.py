"""PDF pages as a person sees them, drawn by pdfium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from dossier.pages.form_fields import are_fields_countable
from dossier.pages.pictures import ASSUMED_DPI, PageError

T = TypeVar("T")
RENDER_PIXELS = 64_000_000
"""A rendered PDF page is made smaller rather than larger than this."""

_PDFIUM = threading.RLock()
"""pdfium may not be entered by two threads at once."""


def open_page(document: Any, number: int) -> Any:
    """A page of a pdfium document, by its number from 1, to be closed by who asked.

    pdfium shows nothing of a page whose crop box lies beside its paper; other viewers show the paper then.
    Raises PdfiumError.
    """
    page = document[number - 1]
    if min(page.get_size()) > 0:
        return page
    page.set_cropbox(*page.get_mediabox())
    page.close()  # the size is measured when a page is opened
    return document[number - 1]


@contextmanager
def open_pdf(source: Path | bytes) -> Iterator[PdfPages]:
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(source)
        except (pypdfium2.PdfiumError, OSError) as error:
            rule = "encrypted" if getattr(error, "err_code", None) == 4 else "unreadable"
            raise PageError(rule, str(error)) from error
        if document.get_formtype() and are_fields_countable(source):
            with suppress(pypdfium2.PdfiumError):  # without it, values are still drawn from their appearances
                document.init_forms()
    try:
        yield PdfPages(document)
    finally:
        with _PDFIUM:
            document.close()


class PdfPages:
    def __init__(self, document: Any) -> None:
        self._document = document
        with _PDFIUM:
            self.count = len(document)

    def image(self, page: int, *, long_side: int | None = None, dpi: float | None = None) -> Image.Image:
        def shown(bitmap: Any) -> Image.Image:
            picture: Image.Image = bitmap.to_pil()
            return picture if picture.mode == "RGB" else picture.convert("RGB")  # converting RGB to RGB copies 12 MB

        return self._shown(page, long_side, dpi, shown)

    def pixels(self, page: int, *, long_side: int) -> Any:
        """As `image`, as an array of RGB: a large page is not copied twice."""

        def shown(bitmap: Any) -> Any:
            pixels = bitmap.to_numpy()
            return pixels.copy() if pixels.ndim == 3 and pixels.shape[2] == 3 else _rgb(bitmap)

        return self._shown(page, long_side, None, shown)

    def _shown(self, page: int, long_side: int | None, dpi: float | None, shown: Callable[[Any], T]) -> T:
        import pypdfium2

        from dossier.pages.annotations import complete

        if not 1 <= page <= self.count:
            raise PageError("unreadable", f"no page {page} of {self.count}")
        with _PDFIUM:
            try:
                opened = open_page(self._document, page)
            except pypdfium2.PdfiumError as error:
                raise PageError("unreadable", str(error)) from error
            try:
                complete(self._document, opened)
                return shown(self._render(opened, long_side, dpi))
            finally:
                opened.close()

    def characters(self, page: int) -> list[tuple[str, tuple[float, float, float, float]]]:
        """Each character of a page's text with its box (left, bottom, right, top) in pt."""
        with _PDFIUM:
            opened = open_page(self._document, page)
            words = opened.get_textpage()
            try:
                return [
                    (words.get_text_range(at, 1) or " ", words.get_charbox(at)) for at in range(words.count_chars())
                ]
            finally:
                words.close()
                opened.close()

    def _render(self, page: Any, long_side: int | None, dpi: float | None) -> Any:
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise PageError("unreadable", f"page of {width}×{height} pt")
        scale = long_side / max(width, height) if long_side is not None else (dpi or ASSUMED_DPI) / 72
        scale = min(scale, (RENDER_PIXELS / (width * height)) ** 0.5)
        return page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)


def _rgb(bitmap: Any) -> Any:
    import numpy as np

    return np.asarray(bitmap.to_pil().convert("RGB"))


def texts_of(source: bytes) -> list[str]:
    """The text of each page of one of our own PDFs."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(source)
        try:
            texts = []
            for page in document:
                words = page.get_textpage()
                texts.append(words.get_text_range())
                words.close()
                page.close()
            return texts
        finally:
            document.close()
