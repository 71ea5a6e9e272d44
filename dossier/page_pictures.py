"""Pages of evidence as pictures for the Word dossier: upright, at print resolution, without metadata."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image

from dossier.model import A4_PT, Placed, Sheet
from dossier.pages import PDF, PageError, page_image
from dossier.sources import Sources

_QUALITY = 80
_GREY_SPREAD = 10
"""Channels that differ by less than this everywhere are a grey page; it takes a third of the bytes."""
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def page_pictures(sources: Sources, dpi: int) -> Callable[[Placed, Sheet], bytes]:
    """A function that gives the JPEG of a placed page, as large as `dpi` needs in its box and no larger."""

    def picture(placed: Placed, sheet: Sheet) -> bytes:
        longest = max(placed.box[2:]) if placed.box else max(A4_PT)
        long_side = round(longest / 72 * dpi)
        return _jpeg(_upright(sources, placed, long_side))

    return picture


def _upright(sources: Sources, placed: Placed, long_side: int) -> Image.Image:
    pdf = sources.pdf(placed.path)
    place, media_type = (pdf, PDF) if pdf else (sources.on_disk(placed.path), sources.file(placed.path).media_type)
    try:
        image = page_image(place, media_type, placed.page, long_side=long_side)
    except PageError:
        # The PDF beside it carries the same page; a blank here is named there by its own note.
        image = Image.new("RGB", (long_side, long_side), "white")
    turn = _TURNS.get(placed.turn % 360)
    return image.transpose(turn) if turn is not None else image


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    plain = image.convert("L") if _is_grey(image) else image.convert("RGB")
    plain.save(out, "JPEG", quality=_QUALITY, optimize=False)
    return out.getvalue()


def _is_grey(image: Image.Image) -> bool:
    small = np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BOX), dtype=np.int16)
    return int(np.ptp(small, axis=2).max()) < _GREY_SPREAD
