"""Pages of evidence as pictures for the Word dossier: upright, at print resolution, without metadata."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image

from dossier.model import A4_PT, Placed, Sheet
from dossier.pages.journal import Journal, Reader
from dossier.pages.jpeg import JpegError, read_jpeg
from dossier.pages.page import PDF, page_image
from dossier.pages.pictures import PageError
from dossier.pages.sources import Sources

_QUALITY = 80
_GREY_SPREAD = 10
"""Channels that differ by less than this everywhere are a grey page; it takes a third of the bytes."""
_GRID = 400
_ROOM = 1.2
"""A picture that is a little larger than print needs is not worth making worse."""
_MOST_BYTES = 1_500_000
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def page_pictures(sources: Sources, dpi: int, journal: Journal) -> Callable[[Placed, Sheet], bytes]:
    """A function that gives the JPEG of a placed page, as large as `dpi` needs in its box and no larger."""

    def picture(placed: Placed, sheet: Sheet) -> bytes:
        longest = max(placed.box[2:]) if placed.box else max(A4_PT)
        long_side = round(longest / 72 * dpi)
        return _own_bytes(sources, placed, long_side) or _jpeg(_upright(sources, placed, long_side, journal))

    return picture


def _own_bytes(sources: Sources, placed: Placed, long_side: int) -> bytes | None:
    """A JPEG that is upright and small enough keeps its own bytes, without its metadata; None for any other page."""
    if placed.turn % 360 or sources.file(placed.path).media_type != "image/jpeg":
        return None
    try:
        jpeg = read_jpeg(sources.read(placed.path))
    except JpegError:
        return None
    fits = max(jpeg.width, jpeg.height) <= long_side * _ROOM and jpeg.size <= _MOST_BYTES
    is_as_shown = jpeg.is_plain and jpeg.orientation == 1 and not jpeg.profile
    return b"".join(jpeg.pieces) if fits and is_as_shown else None


def _upright(sources: Sources, placed: Placed, long_side: int, journal: Journal) -> Image.Image:
    pdf = sources.pdf(placed.path)
    place, media_type = (pdf, PDF) if pdf else (sources.on_disk(placed.path), sources.file(placed.path).media_type)
    reader: Reader = "pdfium" if pdf else "decoder"
    try:
        if journal.died_of(reader, placed.path):
            raise PageError("unreadable", "an earlier process died of it")
        journal.at(reader, placed.path)
        image = page_image(place, media_type, placed.page, long_side=long_side)
    except PageError:
        # The PDF beside it carries the same page; a blank here is named there by its own note.
        image = Image.new("RGB", (long_side, long_side), "white")
    turn = _TURNS.get(placed.turn % 360)
    return image.transpose(turn) if turn is not None else image


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    (image.convert("L") if _is_grey(image) else image).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _is_grey(image: Image.Image) -> bool:
    """Whether no pixel of a close grid is coloured; strokes of a seal are wider than the grid."""
    grid = np.asarray(image.resize((_GRID, _GRID), Image.Resampling.NEAREST), dtype=np.int16)
    red, green, blue = grid[..., 0], grid[..., 1], grid[..., 2]
    return all(int(np.abs(one - other).max()) < _GREY_SPREAD for one, other in ((red, green), (green, blue)))
