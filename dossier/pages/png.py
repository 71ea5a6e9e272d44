"""PNG bytes → a Flate stream that PDF viewers read as it is: the same pixels without decoding them for good. PURE."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COMPONENTS = {0: 1, 2: 3, 3: 1}
"""Colour type → components, of those without alpha: grey, RGB, palette."""
_PALETTE = 3
_UNWANTED = frozenset({b"tRNS", b"acTL"})


class PngError(ValueError):
    """The PNG cannot be passed on as it is."""


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG without alpha, interlacing or 16-bit samples; `data` is its joined IDAT, PNG row filters inside."""

    width: int
    height: int
    bits: int
    components: int
    data: bytes
    palette: bytes
    """RGB triples, b'' where there is none."""
    profile: bytes


def read_png(raw: bytes) -> Png:
    """Take the PNG apart and see that its pixels are whole. Raises `PngError`."""
    if not raw.startswith(_SIGNATURE):
        raise PngError("no signature")
    chunks: dict[bytes, bytes] = {}
    rows: list[bytes] = []
    at = len(_SIGNATURE)
    while at + 12 <= len(raw):
        length, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        if kind in _UNWANTED:
            raise PngError("alpha or animation")
        body = raw[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            rows.append(body)
        elif kind in (b"IHDR", b"PLTE", b"iCCP"):
            chunks.setdefault(kind, body)
        elif kind == b"IEND":
            break
        at += 12 + length
    return _png(chunks, b"".join(rows))


def _png(chunks: dict[bytes, bytes], data: bytes) -> Png:
    head = chunks.get(b"IHDR", b"")
    if len(head) != 13:
        raise PngError("no header")
    width, height, bits, kind, interlaced = int.from_bytes(head[:4]), int.from_bytes(head[4:8]), *head[8:10], head[12]
    if kind not in _COMPONENTS or bits > 8 or interlaced or not width or not height:
        raise PngError("alpha, 16 bits or interlaced")
    components, palette = _COMPONENTS[kind], chunks.get(b"PLTE", b"") if kind == _PALETTE else b""
    if kind == _PALETTE and (not palette or len(palette) % 3):
        raise PngError("no palette")
    _see_whole(data, height * (1 + (width * components * bits + 7) // 8))
    return Png(width, height, bits, components, data, palette, _profile(chunks.get(b"iCCP", b"")))


def _see_whole(data: bytes, expected: int) -> None:
    """Viewers show a cut-off stream half empty and say nothing: better to find out here."""
    unpacker = zlib.decompressobj()
    left, seen = data, 0
    try:
        while left and seen <= expected:
            seen += len(unpacker.decompress(left, 1 << 20))
            left = unpacker.unconsumed_tail
        seen += len(unpacker.flush()) if seen <= expected else 0
    except zlib.error as error:
        raise PngError(str(error)) from error
    if seen != expected or not unpacker.eof:
        raise PngError("cut off")


def _profile(chunk: bytes) -> bytes:
    _, _, packed = chunk.partition(b"\x00")
    try:
        return zlib.decompressobj().decompress(packed[1:], 1 << 22) if packed else b""
    except zlib.error:
        return b""
