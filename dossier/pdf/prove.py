"""Is every placed page what its source shows? The finished file is looked at by another renderer than made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from dossier.pages.journal import Journal
from dossier.pages.pictures import PageError
from dossier.pages.sources import Sources
from dossier.pdf.geometry import Box, Spot
from dossier.pdf.placement import Proof, Stood
from dossier.pdf.prepare import Key
from dossier.pdf.store import Store
from dossier.pdf.viewer import Viewer

DPI = 80
_THUMB_DPI = 30
"""Enough to compare a photograph with its thumbnail, and a third faster; line art may need a closer look."""
_CLOSER_DPI = (DPI, 200, 400)
"""Small print and thin lines of a scaled page fall on other pixels than in its source: what differs is looked at
closer, until the thinnest line is wider than a pixel. A page with transparency is moved to whole pixels by the
renderer, and half a pixel more by its edges."""
_FAR_DPI = 400
_DARK = 140
"""A digit has a pixel at least so dark."""


def prove(dossier: Path, stood: Sequence[Stood], sources: Sources, store: Store, journal: Journal) -> dict[Key, str]:
    """The placed pages that do not look like their source, each with the reason for people."""
    wrong = dict(_wrong_bytes(dossier, [one for one in stood if one.tickets], store))
    for one, why in _wrong_looks(dossier, [one for one in stood if one.proof is not Proof.BYTES], sources, journal):
        wrong.setdefault((one.placed.path, one.placed.page), why)
    return wrong


def _wrong_bytes(dossier: Path, stood: Sequence[Stood], store: Store) -> Iterator[tuple[Key, str]]:
    """Streams that are not the ones that were to be written."""
    if not stood:
        return
    with pikepdf.open(dossier, access_mode=pikepdf.AccessMode.stream) as pdf, store.fetching() as data:
        pages = list(pdf.pages)
        for one in stood:
            held = pages[one.physical - 1].obj.Resources.XObject
            for name, ticket in one.tickets.items():
                if not data.is_same(ticket, held[f"/{name}"].read_raw_bytes()):
                    yield (one.placed.path, one.placed.page), "写入后图像数据与原件不一致"


def _wrong_looks(
    dossier: Path, stood: Sequence[Stood], sources: Sources, journal: Journal
) -> Iterator[tuple[Stood, str]]:
    finished, source = Viewer(), Viewer()
    seen: tuple[int, int, Any] = (0, 0, None)
    try:
        for one in stood:
            journal.at("pdfium", one.placed.path)
            dpi = _THUMB_DPI if one.proof is Proof.THUMB else DPI
            if seen[:2] != (one.physical, dpi):
                seen = one.physical, dpi, _pixels(finished.look(dossier).image(one.physical, dpi=dpi))
            why = _difference(one, seen[2], source, sources, dpi)
            for closer in (closer for closer in _CLOSER_DPI if why and closer > dpi):
                close = _pixels(finished.look(dossier).image(one.physical, dpi=closer))
                why = _difference(one, close, source, sources, closer)
            if why:
                yield one, why
    finally:
        finished.close()
        source.close()


def _difference(one: Stood, page: Any, source: Viewer, sources: Sources, dpi: int) -> str:
    # Slow to import, and not needed where all bytes are kept.
    from dossier.pdf.compare import cut, is_like, is_same, sized

    scale = dpi / 72
    shown = cut(page, one.spot, scale)
    if one.proof is Proof.THUMB:
        assert one.thumb is not None  # every picture written anew carries one
        return "" if is_like(one.thumb.rotate(-one.placed.turn, expand=True), shown) else "与原件对比不一致"
    place = sources.pdf(one.placed.path)
    if place is None:
        return "没有可对比的原件"
    long_side = max(shown.shape[:2])
    try:
        original = source.look(place).image(one.placed.page, long_side=long_side).rotate(-one.placed.turn, expand=True)
    except PageError:
        return "原件无法显示，不能核对"
    wanted = sized(_pixels(original), shown)
    if not _shows_number(page, one.number_box, scale):
        return "页码写不上去"
    _blank(shown, wanted, one.number_box, one.spot, scale)
    return "" if is_same(wanted, shown, 2 if dpi >= _FAR_DPI else 1) else "与原件对比不一致"


def _shows_number(page: Any, number: Box | None, scale: float) -> bool:
    """Whether something dark stands where the running number was written: content may hide what follows it."""
    if number is None:
        return True
    height = page.shape[0]
    rows = slice(max(0, int(height - number[3] * scale)), round(height - number[1] * scale) + 1)
    columns = slice(max(0, int(number[0] * scale)), round(number[2] * scale) + 1)
    return bool(page[rows, columns].min() < _DARK)


def _blank(shown: Any, wanted: Any, number: Box | None, spot: Spot, scale: float) -> None:
    """The running number is ours: it is not compared."""
    if number is None:
        return
    left, right = ((x - spot.x) * scale for x in (number[0], number[2]))
    top, bottom = ((spot.y + spot.height - y) * scale for y in (number[3], number[1]))
    rows = slice(max(0, int(top) - 3), max(0, round(bottom) + 4))
    columns = slice(max(0, int(left) - 3), max(0, round(right) + 4))
    shown[rows, columns] = 255
    wanted[rows, columns] = 255


def _pixels(picture: Image.Image) -> Any:
    import numpy as np

    return np.array(picture)
