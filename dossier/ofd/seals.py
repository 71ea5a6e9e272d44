"""The picture in a seal: it and its signed value are ASN.1 (GM/T 0031, GB/T 38540), the picture an OCTET STRING."""

from __future__ import annotations

from collections.abc import Iterator

_OCTETS = 0x04
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"PK\x03\x04", b"<svg", b"<?xml", b"II*\0", b"MM\0*")
_DEEPEST = 24


def picture_in(signed: bytes) -> bytes | None:
    """The seal's picture as its file (PNG, JPEG …, or another OFD); None where there is none."""
    found = [octets for octets in _octets(signed, 0) if octets.startswith(_PICTURES)]
    return max(found, key=len) if found else None


def _octets(data: bytes, depth: int) -> Iterator[bytes]:
    """Every OCTET STRING of DER-coded data, those inside others too."""
    at = 0
    while at + 2 <= len(data) and depth < _DEEPEST:
        tag, start, end = _element(data, at)
        if end <= start or end > len(data):
            return
        body = data[start:end]
        if tag == _OCTETS:
            yield body
        if tag & 0x20 or tag == _OCTETS:
            yield from _octets(body, depth + 1)
        at = end


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """(tag, where its content begins, where it ends)."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    return tag, start, start + length
