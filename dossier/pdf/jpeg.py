"""JPEG bytes: what the header says, and the same picture without what it says about its maker. PURE.

Nothing is decoded. What a PDF viewer needs stays byte for byte (tables, frames, scans, the Adobe transform mark);
EXIF with its position, XMP, IPTC, comments, previews and whatever cameras append behind the picture go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive Huffman frames: those that PDF viewers read."""
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_KEPT = frozenset({0xE0, 0xEE})
"""JFIF and Adobe marks; of all APPn only these change how the pixels are read."""
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


class JpegError(ValueError):
    """The bytes are not a JPEG that can be passed on as they are."""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG as far as its markers tell. `data` is the picture without its metadata."""

    width: int
    height: int
    components: int
    data: bytes
    profile: bytes
    """The ICC profile, b'' where there is none."""
    exif: bytes
    is_standard: bool
    """8-bit baseline or progressive, one or three components: any viewer shows it."""


def read_jpeg(raw: bytes) -> Jpeg:
    """Walk the markers of `raw` up to the end of its first picture. Raises `JpegError`."""
    if raw[:2] != b"\xff\xd8":
        raise JpegError("no SOI")
    kept: list[memoryview | bytes] = [b"\xff\xd8"]
    view = memoryview(raw)
    profile: dict[int, bytes] = {}
    exif = b""
    frame: tuple[int, int, int, int, int] | None = None
    at = 2
    while True:
        marker, at = _next_marker(raw, at)
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            continue
        end = _segment_end(raw, at)
        body = raw[at + 2 : end] if marker in (0xE1, 0xE2) or marker in _FRAMES else b""
        if marker in _FRAMES and frame is None:
            frame = _frame(marker, body)
        elif 0xC3 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            raise JpegError("a frame viewers do not read")
        elif marker == 0xE1 and body.startswith(b"Exif\x00\x00") and not exif:
            exif = body[6:]
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00") and len(body) > 14:
            profile[body[12]] = body[14:]
        if marker == _SOS:
            end = _scan_end(raw, end)
        if marker in _KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(view[at - 2 : end])
        at = end
    if frame is None or not frame[2] or not frame[1]:
        raise JpegError("no frame")
    kept.append(b"\xff\xd9")
    _, height, width, components, bits = frame
    joined = b"".join(profile[part] for part in sorted(profile))
    return Jpeg(width, height, components, b"".join(kept), joined, exif, bits == 8 and components in (1, 3))


def _next_marker(raw: bytes, at: int) -> tuple[int, int]:
    """The marker at or after `at`, and where its content begins."""
    found = _MARKER.search(raw, at)
    if found is None:
        raise JpegError("cut off")
    return found[1][0], found.end()


def _segment_end(raw: bytes, at: int) -> int:
    if at + 2 > len(raw):
        raise JpegError("cut off")
    length = raw[at] << 8 | raw[at + 1]
    if length < 2 or at + length > len(raw):
        raise JpegError("a segment longer than the file")
    return at + length


def _scan_end(raw: bytes, at: int) -> int:
    found = _MARKER.search(raw, at)
    if found is None:
        raise JpegError("cut off")
    return found.start()


def _frame(marker: int, body: bytes) -> tuple[int, int, int, int, int]:
    if len(body) < 6:
        raise JpegError("a frame too short")
    bits, height, width, components = body[0], body[1] << 8 | body[2], body[3] << 8 | body[4], body[5]
    return marker, height, width, components, bits


def orientation_of(exif: bytes) -> int:
    """The orientation (1 to 8) that a TIFF-formed EXIF block names; 1 where it names none."""
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 1

    def read(start: int, size: int) -> int:
        return int.from_bytes(exif[start : start + size], "little" if order == "little" else "big")

    start = read(4, 4)
    for entry in range(start + 2, start + 2 + 12 * min(read(start, 2), 512), 12):
        if entry + 12 > len(exif):
            break
        if read(entry, 2) == 0x0112:
            value = read(entry + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1
