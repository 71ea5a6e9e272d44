"""How pictures of papers become files: a scanner's PDF, a PDF that is locked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

import pikepdf
from PIL import Image


def scanner_pdf(pictures: Sequence[Image.Image], today: date, *, dpi: int, quality: int) -> bytes:
    """A PDF whose pages are one JPEG each."""
    out = io.BytesIO()
    day = datetime(today.year, today.month, today.day).timetuple()
    more = {"resolution": dpi, "quality": quality, "creationDate": day, "modDate": day}
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], producer="Scanner", **more)
    return out.getvalue()


def locked(pdf: bytes, password: str) -> bytes:
    """The same PDF, which opens only with `password`; RC4 needs no random numbers, so that the bytes stay the same."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        lock = pikepdf.Encryption(owner=password, user=password, R=3, aes=False, metadata=False)
        opened.save(out, encryption=lock, static_id=True)
    return out.getvalue()
