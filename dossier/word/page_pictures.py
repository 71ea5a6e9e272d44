"""Pages of evidence as pictures for the Word dossier: upright, at print resolution, without metadata.

What was decoded and written for the PDF serves here too; only a page that is no picture there is drawn from its source.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from dossier.model import A4_PT, Placed, Plan, Sheet
from dossier.pages.flat import prepared_image
from dossier.pages.journal import Journal, Reader
from dossier.pages.jpeg import Jpeg, with_profile
from dossier.pages.page import PDF, open_pages, page_pixels
from dossier.pages.pictures import PageError
from dossier.pages.pixels import decode_jpeg, encode_jpeg, turned
from dossier.pages.sources import Sources

FinishedPicture = Callable[[Placed, Sheet], Jpeg | None]
"""The JPEG that stands for a placed page in the finished PDF; None where the page is more, or other, than one."""

_QUALITY, _QUALITY_AGAIN = 80, 85
"""Of a page that is drawn; of a picture of the PDF that is turned or made smaller."""
_GREY_SPREAD = 10
"""Channels that differ by less than this everywhere are a grey page; it takes a third of the bytes."""
_GRID = 400
_ROOM = 1.2
"""A picture that is a little larger than print needs is not worth making worse."""
_MOST_BYTES = 1_500_000
_AHEAD = 2
"""Pictures that may wait for each thread."""
_ORIENTATIONS = {0: 1, 90: 6, 180: 3, 270: 8}
"""Degrees by which a person turned a page → the same as EXIF counts."""


@dataclass(frozen=True, slots=True)
class Making:
    """What pictures of pages are made from, and how finely."""

    sources: Sources
    finished: FinishedPicture
    dpi: int
    journal: Journal
    threads: int = 1


@contextmanager
def page_pictures(plan: Plan, making: Making) -> Iterator[Callable[[Placed, Sheet], bytes]]:
    """A function that gives the JPEG of a placed page, as large as `dpi` needs in its box and no larger.

    Pages are asked for in the order of the plan; those to come are made meanwhile, a bounded number ahead.
    """
    tasks = ((placed, sheet) for sheet in plan.sheets for placed in sheet.placed if not placed.placeholder)
    with ThreadPoolExecutor(making.threads) as pool:
        waiting: deque[tuple[Placed, Future[bytes]]] = deque()

        def picture(placed: Placed, sheet: Sheet) -> bytes:
            for coming, its_sheet in islice(tasks, making.threads * _AHEAD - len(waiting)):
                waiting.append((coming, _begun(coming, its_sheet, making, pool)))
            first, made = waiting.popleft()
            if first is not placed:
                raise ValueError("pages are asked for in another order than the plan's")
            return made.result()

        yield picture


def _begun(placed: Placed, sheet: Sheet, making: Making, pool: ThreadPoolExecutor) -> Future[bytes]:
    """The picture of a page in the making. What the finished PDF holds is taken here, and what its renderer draws is
    drawn here: neither may be entered by several threads."""
    longest = max(placed.box[2:]) if placed.box else max(A4_PT)
    long_side = round(longest / 72 * making.dpi)
    found = making.finished(placed, sheet)
    if found is not None:
        return pool.submit(_of_pdf, found, long_side)
    if making.sources.pdf(placed.path) or making.journal.is_suspect("decoder", placed.path):
        return pool.submit(_jpeg, _drawn(making, placed, long_side))
    return pool.submit(lambda: _jpeg(_drawn(making, placed, long_side)))


# ---------------------------------------------------------------------------- what the PDF holds


def _of_pdf(jpeg: Jpeg, long_side: int) -> bytes:
    """Its own bytes where it stands as it is stored and is no finer than print needs; else written anew."""
    fits = max(jpeg.width, jpeg.height) <= long_side * _ROOM and jpeg.size <= _MOST_BYTES
    data = b"".join(jpeg.pieces)
    if not fits or jpeg.orientation != 1:
        data = _again(data, jpeg, long_side)
    return with_profile(data, jpeg.profile)


def _again(data: bytes, jpeg: Jpeg, long_side: int) -> bytes:
    scale = min(1.0, long_side / max(jpeg.width, jpeg.height))
    pixels = decode_jpeg(data, scale, grey=jpeg.components == 1)
    size = max(1, round(jpeg.width * scale)), max(1, round(jpeg.height * scale))
    if pixels.shape[1] > size[0]:
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return encode_jpeg(turned(pixels, jpeg.orientation), _QUALITY_AGAIN)


# ---------------------------------------------------------------------------- what is drawn for Word alone


def _drawn(making: Making, placed: Placed, long_side: int) -> Any:
    """RGB pixels of a page as it stands on its sheet."""
    sources, journal = making.sources, making.journal
    pdf = sources.pdf(placed.path)
    place, media_type = (pdf, PDF) if pdf else (sources.on_disk(placed.path), sources.file(placed.path).media_type)
    reader: Reader = "pdfium" if pdf else "decoder"
    try:
        if journal.died_of(reader, placed.path):
            raise PageError("unreadable", "an earlier process died of it")
        with journal.reading(reader, placed.path):
            pixels = _pixels(place, media_type, placed, long_side)
    except PageError:
        # The PDF beside it carries the same page; a blank here is named there by its own note.
        pixels = np.full((long_side, long_side, 3), 255, np.uint8)
    return turned(pixels, _ORIENTATIONS[placed.turn % 360])


def _pixels(place: Path, media_type: str, placed: Placed, long_side: int) -> Any:
    if placed.prepared is None:
        return page_pixels(place, media_type, placed.page, long_side=long_side)
    with open_pages(place, media_type) as pages:
        return np.asarray(prepared_image(pages, placed.page, placed.prepared, long_side=long_side))


def _jpeg(pixels: Any) -> bytes:
    order = cv2.COLOR_RGB2GRAY if _is_grey(pixels) else cv2.COLOR_RGB2BGR
    return encode_jpeg(cv2.cvtColor(pixels, order), _QUALITY)


def _is_grey(pixels: Any) -> bool:
    """Whether no pixel of a close grid is coloured; strokes of a seal are wider than the grid."""
    steps = tuple(max(1, length // _GRID) for length in pixels.shape[:2])
    grid = pixels[:: steps[0], :: steps[1]].astype(np.int16)
    red, green, blue = grid[..., 0], grid[..., 1], grid[..., 2]
    return all(int(np.abs(one - other).max()) < _GREY_SPREAD for one, other in ((red, green), (green, blue)))
