"""FileFacts of a picture: its pages, when it was taken, and whether all of it is there.

A picture whose own structure shows that it is whole is not decoded: that is a hundred times faster. Where the
structure leaves a doubt, decoding it decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from PIL import Image

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import Data
from dossier.evidence.photo_dates import taken_from_exif
from dossier.model import PageFact
from dossier.pages.pictures import (
    PageError,
    check_pixels,
    damage_is_page_error,
    open_picture,
    picture_dpi,
    picture_frames,
    picture_orientation,
)

MOST_PAGES = 2000
_DECODED_PIXELS = 400_000_000
"""Of one many-page picture at most so much is decoded to prove that it is whole; the structure of all is checked."""

PictureFacts = tuple[tuple[PageFact, ...], Fault | None, date | None]


def look_at_picture(source: bytes | Path, data: Data, media_type: str) -> PictureFacts:
    """Pages, fault and day taken of a picture whose bytes are `data`."""
    pages: tuple[PageFact, ...] = ()
    taken: date | None = None
    try:
        with open_picture(source, media_type) as picture, damage_is_page_error():
            has_exif = media_type != "image/png" or _png_has_exif(data)  # Pillow would decode a PNG to look for it
            taken = _taken(picture) if has_exif else None
            frames = picture_frames(picture)
            if len(frames) > MOST_PAGES:
                return (), Fault("too-many-pages", str(len(frames))), taken
            is_whole = _IS_WHOLE[media_type](data)
            if is_whole is False:
                return (), Fault("picture-damaged", "structure"), taken
            left = _DECODED_PIXELS
            for number, frame in enumerate(frames, start=1):
                picture.seek(frame)
                check_pixels(picture)
                page = _page(picture, picture_orientation(picture) if has_exif else 1)
                left -= picture.width * picture.height
                if is_whole is None and (left > 0 or number == 1):
                    try:
                        picture.draft(None, (picture.width // 8, picture.height // 8))
                        picture.load()
                    except Exception as error:  # decoders meet damage with any exception
                        return (*pages, page), _damage(number, len(frames), error), taken
                pages = (*pages, page)
    except PageError as error:
        if error.rule == "too-large":
            return pages, Fault("too-many-pixels", error.detail), taken
        return pages, Fault("picture-damaged", error.detail), taken
    return pages, None, taken


def _damage(number: int, count: int, error: Exception) -> Fault:
    if isinstance(error, MemoryError):
        raise error
    return Fault("picture-page-damaged", str(number)) if count > 1 else Fault("picture-damaged", str(error))


def _page(picture: Image.Image, orientation: int) -> PageFact:
    turn = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)
    across, down = picture_dpi(picture)
    width, height = picture.width * 72 / across, picture.height * 72 / down
    if turn % 180 == 90:
        width, height = height, width
    return PageFact(width=round(width, 3), height=round(height, 3), turn=turn, pixels=picture.size)


def _taken(picture: Image.Image) -> date | None:
    """DateTimeOriginal, else DateTimeDigitized; DateTime is only when a program last wrote the file."""
    try:
        camera: Any = picture.getexif().get_ifd(0x8769)
        return taken_from_exif(camera.get(36867)) or taken_from_exif(camera.get(36868))
    except Exception:  # damaged EXIF raises anything; the picture itself may be whole
        return None


def _png_has_exif(data: Data) -> bool:
    return data.find(b"eXIf") >= 0 or data.find(b"Raw profile type") >= 0


# ---------------------------------------------------------------------------- is it all there?


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A literal first byte makes the search sixteen times faster; filling bytes (more 0xFF) in front do no harm."""


def _jpeg_is_whole(data: Data) -> bool | None:
    """Its one scan is followed by an end of image, and its head decodes.

    Progressive pictures have tables between their many scans, which only decoding can prove. Of a download that broke
    off and was filled up with zeros, decoders make a grey picture without a word.
    """
    frame = scan = 0
    at = 2
    while found := _NEXT_MARKER.search(data, at):
        marker, place, at = found.group()[1], found.start(), found.end()
        if marker == 0xD9:
            return True if frame and scan and _head_decodes(data, frame, scan) else None
        if scan:
            return None
        if marker in (0x01, 0xD8):
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data) or marker == 0xC2:
            return None
        at += length
        if marker in (0xC0, 0xC1):
            frame = place
        elif marker == 0xDA:
            scan = at
    return False if _ends_in_zeros(data) else None


def _head_decodes(data: Data, frame: int, scan: int) -> bool:
    """Whether a picture of the first rows alone can be decoded: then its tables are sound."""
    head = bytearray(data[: scan + 8192])
    rows = int.from_bytes(head[frame + 5 : frame + 7], "big")
    if rows == 0:
        return False
    head[frame + 5 : frame + 7] = min(rows, 8).to_bytes(2, "big")
    try:
        with open_picture(bytes(head + b"\xff\xd9"), "image/jpeg") as picture, damage_is_page_error():
            picture.load()
    except PageError:
        return False
    return True


def _png_is_whole(data: Data) -> bool | None:
    """Every chunk has its checksum, up to the end chunk; a pixel chunk with a wrong one is damage that shows."""
    at = 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 8 + length
        if end + 4 > len(data):
            return None
        if crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False if kind in (b"IHDR", b"PLTE", b"IDAT") else None
        if kind == b"IEND":
            return True
        at = end + 4
    return None


def _webp_is_whole(data: Data) -> bool | None:
    """Zeros at its end are a download that broke off; the decoder takes them for pixels."""
    return False if _ends_in_zeros(data) else None


def _heif_is_whole(data: Data) -> bool | None:
    """As for WebP; zeros in a box of their own are padding."""
    last, at = b"", 0
    while at + 8 <= len(data):
        length, last = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length < 8:
            break  # to the end of the file, or nonsense
        at += length
    return False if last not in (b"free", b"skip") and _ends_in_zeros(data) else None


def _ends_in_zeros(data: Data) -> bool:
    return not any(data[-512:])


def _decoding_decides(data: Data) -> None:
    """Formats whose structure proves nothing."""


_IS_WHOLE: dict[str, Callable[[Data], bool | None]] = {
    "image/jpeg": _jpeg_is_whole,
    "image/png": _png_is_whole,
    "image/webp": _webp_is_whole,
    "image/tiff": _decoding_decides,
    "image/bmp": _decoding_decides,
    "image/gif": _decoding_decides,
    "image/heic": _heif_is_whole,
    "image/heif": _heif_is_whole,
    "image/avif": _heif_is_whole,
}
"""True: whole, nothing need be decoded. False: damaged, although a decoder may not notice. None: decoding decides."""
