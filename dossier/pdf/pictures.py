"""A picture file → the image stream that stands for it in the PDF.

A JPEG that any viewer shows and that is not larger than print needs keeps its bytes (without metadata; EXIF turns
become part of the page matrix). Everything else is decoded upright on white paper and written anew.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from dossier.model import EvidenceFile
from dossier.pages import open_pages
from dossier.pdf.jpeg import Jpeg, JpegError, orientation_of, read_jpeg

Pixels = Literal["print", "keep"]
_SLACK = 1.2
"""A picture up to this much finer than print needs is not worth writing anew."""
_QUALITY = 85
_COLOURS = 256


@dataclass(frozen=True, slots=True)
class ImageStream:
    """An image XObject to be: its bytes as the filter wants them, and what its dictionary says."""

    data: bytes
    filter: str
    """DCTDecode or FlateDecode."""
    width: int
    height: int
    components: int
    bits: int = 8
    orientation: int = 1
    profile: bytes = b""
    predictor: bool = False
    """Flate with PNG row filters."""
    is_source: bool = False
    """The stream is the source's own picture data: nothing was decoded."""


def picture_stream(raw: bytes, file: EvidenceFile, page: int, spot: tuple[float, float], dpi: int, pixels: Pixels,
                   turn: int) -> ImageStream:
    """The image for one page of a picture file that is printed `spot` pt large.

    `turn` is what a person turned it by: it tells which side of the stored picture runs along `spot`'s width.
    Raises `pages.PageError` where nobody can read the page.
    """
    if file.media_type == "image/jpeg":
        jpeg = _try_jpeg(raw)
        if jpeg is not None:
            orientation = orientation_of(jpeg.exif)
            sideways = (orientation >= 5) != (turn % 180 == 90)
            stored = (spot[1], spot[0]) if sideways else spot
            needed = max(stored[0] / jpeg.width, stored[1] / jpeg.height) * jpeg.width * dpi / 72
            if jpeg.is_standard and (pixels == "keep" or jpeg.width <= needed * _SLACK):
                return _kept(jpeg, orientation)
    upright = (spot[1], spot[0]) if turn % 180 == 90 else spot
    return _anew(raw, file, page, upright, dpi, pixels)


def _try_jpeg(raw: bytes) -> Jpeg | None:
    try:
        return read_jpeg(raw)
    except JpegError:
        return None


def _kept(jpeg: Jpeg, orientation: int) -> ImageStream:
    return ImageStream(
        data=jpeg.data,
        filter="DCTDecode",
        width=jpeg.width,
        height=jpeg.height,
        components=jpeg.components,
        orientation=orientation,
        profile=jpeg.profile,
        is_source=True,
    )


def _anew(raw: bytes, file: EvidenceFile, page: int, spot: tuple[float, float], dpi: int,
          pixels: Pixels) -> ImageStream:
    long_side = None if pixels == "keep" else max(1, round(max(spot) * dpi / 72))
    with open_pages(raw, file.media_type) as pages:
        return encode(pages.image(page, long_side=long_side))


def encode(picture: Image.Image) -> ImageStream:
    """The picture as JPEG; drawings of few colours without loss."""
    if picture.getcolors(_COLOURS) is not None:
        return _lossless(picture)
    grey = _is_grey(picture)
    out = io.BytesIO()
    (picture.convert("L") if grey else picture).save(out, "JPEG", quality=_QUALITY)
    return ImageStream(out.getvalue(), "DCTDecode", picture.width, picture.height, 1 if grey else 3)


def _is_grey(picture: Image.Image) -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def _lossless(picture: Image.Image) -> ImageStream:
    if _is_grey(picture):
        grey = picture.convert("L")
        colours = {value for _, value in grey.getcolors() or []}
        if colours <= {0, 255}:
            bits = grey.convert("1", dither=Image.Dither.NONE).tobytes()
            return ImageStream(zlib.compress(bits, 6), "FlateDecode", picture.width, picture.height, 1, bits=1)
        return ImageStream(zlib.compress(grey.tobytes(), 6), "FlateDecode", picture.width, picture.height, 1)
    return ImageStream(zlib.compress(picture.tobytes(), 6), "FlateDecode", picture.width, picture.height, 3)
