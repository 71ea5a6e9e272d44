"""JPEG bytes: what the header says, and the same picture without what it says about its maker. PURE.

Nothing is decoded. What a PDF viewer needs stays byte for byte (tables, frames, scans, the Adobe transform mark);
EXIF with its position, XMP, IPTC, comments, previews and whatever cameras append behind the picture go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_EOI, _SOS, _EXIF, _ICC, _COMMENT = 0xD9, 0xDA, 0xE1, 0xE2, 0xFE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive Huffman frames: those that PDF viewers read."""
_OTHER_FRAMES = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_PROGRESSIVE = 0xC2
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_KEPT = {0xE0: 16, 0xEE: 14}
"""JFIF and Adobe marks, where they are as long as that (one cut short says nothing, and some readers stumble over it);
of all APPn only these change how the pixels are read."""
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_ADOBE = 0xEE
_MOST_PROFILE = 65_519
"""Bytes of a profile that one segment holds."""


class JpegError(ValueError):
    """The bytes are not a JPEG that can be passed on as they are."""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A JPEG as far as its markers tell."""

    width: int
    height: int
    components: int
    pieces: tuple[bytes | memoryview, ...]
    """The picture without its metadata, in pieces of the file's own bytes."""
    profile: bytes
    """The ICC profile, b'' where there is none."""
    orientation: int
    """1 to 8, as EXIF counts."""
    is_plain: bool
    """8 bits, grey or YCbCr: any viewer shows it right."""

    @property
    def size(self) -> int:
        """Bytes of all pieces."""
        return sum(len(piece) for piece in self.pieces)


def read_jpeg(raw: bytes) -> Jpeg:
    """Walk the markers of `raw` up to the end of its first picture. Raises `JpegError`."""
    if raw[:2] != b"\xff\xd8":
        raise JpegError("no SOI")
    view = memoryview(raw)
    pieces: list[bytes | memoryview] = [b"\xff\xd8"]
    profile: dict[int, bytes] = {}
    exif, adobe = b"", b""
    frame: _Frame | None = None
    at = 2
    while True:
        marker, at = _next_marker(raw, at)
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            continue
        end = _segment_end(raw, at)
        if marker in _OTHER_FRAMES:
            raise JpegError("a frame viewers do not read")
        if marker in _FRAMES:
            frame = frame or _frame(raw[at + 2 : end], is_progressive=marker == _PROGRESSIVE)
        elif marker == _EXIF and raw.startswith(b"Exif\x00\x00", at + 2):
            exif = exif or raw[at + 8 : end]
        elif marker == _ICC and raw.startswith(b"ICC_PROFILE\x00", at + 2) and end - at > 16:
            profile[raw[at + 14]] = raw[at + 16 : end]
        elif marker == _ADOBE:
            adobe = raw[at + 2 : end]
        elif marker == _SOS:
            end = _scan_end(raw, end, frame)
        if end - at >= _KEPT.get(marker, 1 << 16) or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            pieces.append(view[at - 2 : end])
        at = end
    if frame is None:
        raise JpegError("no frame")
    pieces.append(b"\xff\xd9")
    return Jpeg(
        width=frame.width,
        height=frame.height,
        components=frame.components,
        pieces=tuple(pieces),
        profile=b"".join(profile[part] for part in sorted(profile)),
        orientation=orientation_of(exif),
        is_plain=frame.bits == 8 and (frame.components == 1 or (frame.components == 3 and _is_ycc(frame, adobe))),
    )


def with_profile(jpeg: bytes, profile: bytes) -> bytes:
    """The same JPEG with an ICC profile, in as many segments as it takes; b'' for none."""
    parts = [profile[start : start + _MOST_PROFILE] for start in range(0, len(profile), _MOST_PROFILE)]
    if len(parts) > 255:
        return jpeg
    segments = (
        b"\xff\xe2" + (len(part) + 16).to_bytes(2) + b"ICC_PROFILE\x00" + bytes((number, len(parts))) + part
        for number, part in enumerate(parts, 1)
    )
    return b"".join((jpeg[:2], *segments, jpeg[2:]))


@dataclass(frozen=True, slots=True)
class _Frame:
    bits: int
    height: int
    width: int
    components: int
    ids: bytes
    is_progressive: bool


def _frame(body: bytes, *, is_progressive: bool) -> _Frame:
    if len(body) < 6 + 3 * body[5] if len(body) > 5 else True:
        raise JpegError("a frame too short")
    bits, height, width, components = body[0], body[1] << 8 | body[2], body[3] << 8 | body[4], body[5]
    if not (height and width and components):
        raise JpegError("an empty frame")
    return _Frame(bits, height, width, components, body[6::3][:components], is_progressive)


def _is_ycc(frame: _Frame, adobe: bytes) -> bool:
    """Whether three components are YCbCr beyond doubt; RGB ones are read differently by different viewers."""
    if adobe.startswith(b"Adobe") and len(adobe) >= 12:
        return adobe[11] == 1
    return frame.ids != b"RGB"


def _next_marker(raw: bytes, at: int) -> tuple[int, int]:
    """The marker at or after `at`, and where its content begins."""
    found = _MARKER.search(raw, at)
    if found is None:
        raise JpegError("cut off")
    return found[1][0], found.end()


def _segment_end(raw: bytes, at: int) -> int:
    length = int.from_bytes(raw[at : at + 2])
    if length < 2 or at + length > len(raw):
        raise JpegError("a segment longer than the file")
    return at + length


def _scan_end(raw: bytes, at: int, frame: _Frame | None) -> int:
    """Where the scan that begins at `at` ends. Entropy-coded data cannot hold FF D9, so the one scan of a baseline
    picture can be searched for it quickly; between the scans of a progressive one stand tables, which can."""
    if frame is None:
        raise JpegError("a scan before its frame")
    if not frame.is_progressive:
        found = raw.find(b"\xff\xd9", at)
        if found < 0:
            raise JpegError("cut off")
        return found
    marker = _MARKER.search(raw, at)
    if marker is None:
        raise JpegError("cut off")
    return marker.start()


def orientation_of(exif: bytes) -> int:
    """The orientation (1 to 8) that a TIFF-formed EXIF block names; 1 where it names none."""
    if exif[:2] not in (b"II", b"MM") or len(exif) < 8:
        return 1
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"

    def read(start: int, size: int) -> int:
        return int.from_bytes(exif[start : start + size], order)

    start = read(4, 4)
    for entry in range(start + 2, start + 2 + 12 * min(read(start, 2), 512), 12):
        if entry + 12 > len(exif):
            break
        if read(entry, 2) == 0x0112:
            value = read(entry + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1


_SEGMENT = re.compile(rb"\xff+([^\x00\xff])(..)", re.DOTALL)


def without_remarks(raw: bytes) -> bytes:
    """The JPEG without the segments that programs write for themselves (APPn, comments), but for Adobe's colour mark.

    EXIF stays where it is whole: its turn is part of the picture.
    """
    kept, at = [raw[:2]], 2
    while found := _SEGMENT.match(raw, at):
        marker, length = found[1][0], int.from_bytes(found[2], "big")
        end = found.end(1) + max(length, 2)
        if marker in (_SOS, _EOI) or end > len(raw):
            break
        body = raw[found.end() : end]
        is_remark = 0xE0 <= marker <= 0xEF or marker == _COMMENT
        is_needed = (marker == _ADOBE and len(body) >= 12) or (marker == _EXIF and body.startswith(b"Exif\0\0"))
        if not is_remark or is_needed:
            kept.append(raw[at:end])
        at = end
    return b"".join([*kept, raw[at:]])
