"""One evidence file → what stands on each of its pages. Runs in a worker process; never raises for what a file is."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from lxml import etree
from PIL import ImageFile

import dossier.evidence.reading.measures as measures
import dossier.evidence.reading.outlines as outlines
import dossier.evidence.reading.seals as seals
import dossier.evidence.reading.signatures as signatures
import dossier.evidence.reading.text as text
from dossier.evidence.reading.engine import Engine, Line
from dossier.evidence.reading.models import LONG_SIDE
from dossier.evidence.reading.pixels import Pixels
from dossier.model import PageReading, Picture, TextLine
from dossier.pages.page import PDF, open_pages
from dossier.pages.pictures import PageError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGES_LIMIT = 200
SECONDS_LIMIT = 20.0
"""Of computing, not of waiting: a busy machine reads as much as an idle one (contract §4, not-read)."""
_LEAST_PICTURE = 300
_MOST_PICTURES = 12
_LEAST_LETTERS = 6
"""A picture with fewer is no paper: where its edges are is not looked for."""
_LARGEST_REMAINS = 40_000_000

_MAGIC = {
    b"\xff\xd8": "image/jpeg",
    b"\x89P": "image/png",
    b"BM": "image/bmp",
    b"GI": "image/gif",
    b"RI": "image/webp",
}

_engine = Engine()


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read."""

    path: Path
    media_type: str
    pages: int


def read_file(job: Job) -> tuple[PageReading, ...]:
    """What stands on each page of the file, in order; pages over a limit carry `unread`."""
    if job.pages > PAGES_LIMIT:
        return _unread(range(1, job.pages + 1), f"文件有 {job.pages} 页，超过 {PAGES_LIMIT} 页的不识读")
    if job.media_type == WORD:
        return _read_word(job)
    readings: list[PageReading] = []
    started = time.process_time()
    try:
        for reading in _read_pages(job):
            readings.append(reading)
            if time.process_time() - started > SECONDS_LIMIT and len(readings) < job.pages:
                rest = range(len(readings) + 1, job.pages + 1)
                return (*readings, *_unread(rest, f"识读这个文件已用 {SECONDS_LIMIT:.0f} 秒，其余页未识读"))
    except PageError as error:
        readings += _unread(range(len(readings) + 1, job.pages + 1), f"这一页打不开（{error.words}）")
    return tuple(readings)


def _remains(job: Job) -> Pixels | None:
    """What is left of a damaged JPEG. Such a file is never used; what it was may still be said."""
    if job.media_type != "image/jpeg" or job.path.stat().st_size > _LARGEST_REMAINS:
        return None
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with open_pages(job.path, job.media_type) as pages:
            pixels: Pixels = np.asarray(pages.image(1, long_side=LONG_SIDE // 2))
    except PageError:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return pixels if min(pixels.shape[:2]) >= _LEAST_PICTURE else None


def _unread(pages: range, why: str) -> tuple[PageReading, ...]:
    return tuple(PageReading(page=page, unread=why) for page in pages)


def _read_pages(job: Job) -> Iterator[PageReading]:
    with ExitStack() as stack:
        pages = stack.enter_context(open_pages(job.path, job.media_type))
        layer_of = stack.enter_context(text.open_layer(job.path)) if job.media_type == PDF else None
        for number in range(1, job.pages + 1):
            try:
                pixels: Pixels = np.asarray(pages.image(number, long_side=LONG_SIDE))
            except PageError as error:
                remains = _remains(job)
                if remains is not None:
                    yield read_pixels(number, remains)
                else:
                    yield from _unread(range(number, number + 1), f"这一页打不开（{error.words}）")
                continue
            layer = layer_of(number) if layer_of is not None else ()
            try:
                reading = read_layer(number, pixels, layer) if layer else read_pixels(number, pixels)
            except Exception as error:  # OpenCV and the engine meet pixels nobody foresaw with whatever they like
                yield from _unread(range(number, number + 1), f"这一页识读不了（{type(error).__name__}）")
                continue
            yield reading


def read_pixels(number: int, pixels: Pixels) -> PageReading:
    """Read a page from its picture: seals first, as words lie under them."""
    rings = seals.find_rings(pixels)
    lines, turn, upright, frame = _engine.read(seals.without_red(pixels, rings))
    edges = outlines.find_outlines(pixels) if sum(len(line.text) for line in lines) >= _LEAST_LETTERS else ()
    edges = outlines.with_lines(edges, lines, frame, pixels)
    if turn:
        pixels = np.ascontiguousarray(np.rot90(pixels, k=-(turn // 90) % 4))
        rings = seals.find_rings(pixels)
    height, width = upright.shape[:2]
    found = tuple(_fractions(line, width, height) for line in lines)
    letters = sum(len(line.text) for line in found if line.confidence >= 0.6)
    measured = measures.measure(pixels, letters)
    stamped = seals.read_seals(pixels, rings, _engine.recognise)
    if measured.fingerprint and letters == 0:  # what looks like a seal in a photograph is a ball or a wheel
        stamped = tuple(seal for seal in stamped if seals.says_who(seal))
    same_frame = upright.shape == pixels.shape
    return PageReading(
        page=number,
        source="ocr",
        lines=found,
        seals=stamped,
        signatures=signatures.find(found, pixels if same_frame else upright),
        picture=measured,
        outlines=edges,
        turn=turn,
    )


def read_layer(number: int, pixels: Pixels, lines: tuple[TextLine, ...]) -> PageReading:
    """A page whose words are known already: only seals, ink and measures come from its picture."""
    rings = seals.find_rings(pixels)
    return PageReading(
        page=number,
        source="text-layer",
        lines=lines,
        seals=seals.read_seals(pixels, rings, _engine.recognise),
        signatures=signatures.find(lines, pixels),
        picture=measures.measure(pixels, sum(len(line.text) for line in lines)),
    )


def _fractions(line: Line, width: int, height: int) -> TextLine:
    x0, y0, x1, y1 = line.box
    box = (round(x0 / width, 4), round(y0 / height, 4), round(x1 / width, 4), round(y1 / height, 4))
    return TextLine(text=text.clean(line.text), box=box, confidence=round(line.confidence, 3))


# ---------------------------------------------------------------------------- Word


def _read_word(job: Job) -> tuple[PageReading, ...]:
    """All words of a Word file stand on its first page: where pages break is known only once it is typeset."""
    try:
        lines = text.word_lines(job.path)
        pasted = tuple(text.word_pictures(job.path))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return _unread(range(1, job.pages + 1), f"Word 文件读不出文字（{type(error).__name__}）")
    photos: list[Picture] = []
    scanned: PageReading | None = None
    for packed in pasted[:_MOST_PICTURES]:
        pixels = _decoded(packed)
        if pixels is None:
            continue
        reading = read_pixels(1, pixels)
        if scanned is None and len(reading.lines) >= 3:
            scanned = reading
        if reading.picture is not None and reading.picture.fingerprint:
            photos.append(reading.picture)
    own = PageReading(page=1, source="word", lines=lines, signatures=signatures.find(lines, None), photos=tuple(photos))
    if scanned is not None:
        if not text.is_usable("".join(line.text for line in lines)):
            own = replace(scanned, page=1, photos=tuple(photos))
        else:
            own = replace(own, seals=scanned.seals)
    elif photos and not text.is_usable("".join(line.text for line in lines)):
        own = replace(own, picture=photos[0])
    rest = tuple(PageReading(page=number, source="word") for number in range(2, job.pages + 1))
    return (own, *rest)


def _decoded(packed: bytes) -> Pixels | None:
    """A pasted picture of a size worth looking at."""
    kind = _MAGIC.get(packed[:2])
    if kind is None:
        return None
    try:
        with open_pages(packed, kind) as pages:
            pixels: Pixels = np.asarray(pages.image(1, long_side=LONG_SIDE))
    except PageError:
        return None
    return pixels if min(pixels.shape[:2]) >= _LEAST_PICTURE else None
