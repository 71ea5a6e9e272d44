"""A picture file → the image stream that stands for it in the PDF.

A picture that any viewer shows and that is not larger than print needs keeps its bytes (without metadata; EXIF turns
become part of the page matrix). Everything else is decoded on white paper and written anew. All of it runs in threads:
the decoders release the interpreter.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from dossier.model import Prepared
from dossier.pages.jpeg import Jpeg, JpegError, read_jpeg
from dossier.pages.page import PDF, Pages, open_pages
from dossier.pages.pictures import EXIF_TURNS, open_picture
from dossier.pages.png import PngError, read_png
from dossier.pdf.options import Pixels

SLACK = 1.2
"""A picture up to this much finer than print needs is not worth writing anew."""
THUMB = 128
"""Pixels of the long side of the picture kept of each that was written anew, to prove its page by."""
_QUALITY = {"print": 85, "keep": 95}
_COLOURS = 256
_SMALL = 40_000
"""Pixels of a picture that is hardly smaller as JPEG, and whose every dot is seen."""
_LARGE_PNG = 2_000_000
_LOSSY = frozenset({"image/jpeg", "image/heic", "image/heif", "image/avif", "image/webp"})


@dataclass(frozen=True, slots=True)
class ImageStream:
    """An image XObject to be: its bytes as the filter wants them, and what its dictionary says."""

    pieces: Sequence[bytes | memoryview]
    filter: str
    """DCTDecode or FlateDecode."""
    width: int
    height: int
    components: int
    bits: int = 8
    orientation: int = 1
    """What turns the stored picture upright, 1 to 8, as EXIF counts."""
    profile: bytes = b""
    palette: bytes = b""
    predictor: bool = False
    """Flate with PNG row filters."""
    thumb: Image.Image | None = None
    """The source's upright picture, small; None where the stream is the source's own."""

    @property
    def size(self) -> int:
        """Bytes of all pieces."""
        return sum(len(piece) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one page of a picture file will be printed."""

    page: int
    spot: tuple[float, float]
    """Width and height on paper, pt."""
    turn: int
    """What a person turned it by: tells which side of the picture runs along the spot's width."""
    dpi: int
    pixels: Pixels
    prepared: Prepared | None = None
    """What is done to the picture first."""

    def needed(self, orientation: int) -> tuple[float, float]:
        """Pixels along the stored picture's width and height that print needs."""
        sideways = (orientation >= 5) != (self.turn % 180 == 90)
        across, down = (self.spot[1], self.spot[0]) if sideways else self.spot
        return across * self.dpi / 72, down * self.dpi / 72


def picture_stream(raw: bytes, media_type: str, wanted: Wanted) -> ImageStream:
    """The image for one page of a picture file. Raises `pages.PageError` where nobody can read it."""
    quick = _QUICK.get(media_type) if wanted.prepared is None else None
    found = quick(raw, wanted) if quick else None
    if found is not None:
        return found
    with open_pages(raw, media_type) as pages:
        stream = page_stream(pages, media_type, wanted)
    profile = _profile(raw, media_type) if stream.components == 3 and media_type != PDF else b""
    return replace(stream, profile=profile, thumb=_managed(stream.thumb, profile)) if profile else stream


def _profile(raw: bytes, media_type: str) -> bytes:
    """The RGB profile of a picture whose samples were taken over as they are; others were converted on decoding."""
    with open_picture(raw, media_type) as picture:
        profile = picture.info.get("icc_profile")
        return profile if picture.mode in ("RGB", "RGBA") and isinstance(profile, bytes) else b""


def page_stream(pages: Pages, media_type: str, wanted: Wanted) -> ImageStream:
    """The same of a file that is open already and has many pages; every page is decoded."""
    long_side = None if wanted.pixels == "keep" else max(1, round(max(wanted.needed(1))))
    if wanted.prepared is not None:
        from dossier.pages.flat import prepared_image

        return encode(
            prepared_image(pages, wanted.page, wanted.prepared, long_side=long_side), quality=_QUALITY[wanted.pixels]
        )
    picture = pages.image(wanted.page, long_side=long_side)
    if wanted.pixels == "keep" and media_type not in _LOSSY:
        return replace(_lossless(picture), thumb=small(picture))
    return encode(picture, quality=_QUALITY[wanted.pixels])


def encode(picture: Image.Image, *, quality: int = 85) -> ImageStream:
    """An upright picture as JPEG; drawings of few colours, and what is small, without loss."""
    thumb = small(picture)
    if picture.width * picture.height <= _SMALL or picture.getcolors(_COLOURS) is not None:
        return replace(_lossless(picture), thumb=thumb)
    grey = _is_grey(picture)
    out = io.BytesIO()
    (picture.convert("L") if grey else picture).save(out, "JPEG", quality=quality)
    return ImageStream([out.getvalue()], "DCTDecode", picture.width, picture.height, 1 if grey else 3, thumb=thumb)


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """A stored picture as its EXIF orientation shows it."""
    return picture.transpose(EXIF_TURNS[orientation]) if orientation in EXIF_TURNS else picture


def small(picture: Image.Image) -> Image.Image:
    """A copy for comparing, at most `THUMB` pixels long."""
    scale = min(1.0, THUMB / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BOX)


# ---------------------------------------------------------------------------- bytes that stay


def _jpeg(raw: bytes, wanted: Wanted) -> ImageStream | None:
    try:
        jpeg = read_jpeg(raw)
    except JpegError:
        return None
    if not jpeg.is_plain:
        return None
    across, down = wanted.needed(jpeg.orientation)
    if wanted.pixels == "keep" or min(jpeg.width / across, jpeg.height / down) <= SLACK:
        return ImageStream(
            jpeg.pieces,
            "DCTDecode",
            jpeg.width,
            jpeg.height,
            jpeg.components,
            orientation=jpeg.orientation,
            profile=jpeg.profile,
        )
    return _smaller_jpeg(raw, jpeg, max(across / jpeg.width, down / jpeg.height))


def _png(raw: bytes, wanted: Wanted) -> ImageStream | None:
    if wanted.pixels == "print" and len(raw) > _LARGE_PNG:
        return None
    try:
        png = read_png(raw)
    except PngError:
        return None
    across, down = wanted.needed(1)
    if wanted.pixels == "print" and min(png.width / across, png.height / down) > SLACK:
        return None
    return ImageStream(
        [png.data],
        "FlateDecode",
        png.width,
        png.height,
        png.components,
        bits=png.bits,
        profile=png.profile,
        palette=png.palette,
        predictor=True,
    )


_QUICK = {"image/jpeg": _jpeg, "image/png": _png}


# ---------------------------------------------------------------------------- written anew


def _smaller_jpeg(raw: bytes, jpeg: Jpeg, scale: float) -> ImageStream:
    """Decoded no larger than needed, averaged down to print size, encoded."""
    import cv2

    from dossier.pages.pixels import decode_jpeg, encode_jpeg

    pixels = decode_jpeg(raw, scale, grey=jpeg.components == 1)
    size = max(1, round(jpeg.width * scale)), max(1, round(jpeg.height * scale))
    if pixels.shape[1] > size[0] * SLACK:
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    encoded = encode_jpeg(pixels, _QUALITY["print"])
    height, width = pixels.shape[:2]
    return ImageStream(
        [encoded],
        "DCTDecode",
        width,
        height,
        jpeg.components,
        orientation=jpeg.orientation,
        profile=jpeg.profile,
        thumb=_managed(_thumb(pixels, jpeg.orientation), jpeg.profile),
    )


def _thumb(pixels: Any, orientation: int) -> Image.Image:
    import cv2

    step = max(1, max(pixels.shape[:2]) // (4 * THUMB))
    pixels = pixels[::step, ::step]  # averaging all of a photograph would take as long as encoding it
    scale = THUMB / max(pixels.shape[:2])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small_pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    order = cv2.COLOR_GRAY2RGB if small_pixels.ndim == 2 else cv2.COLOR_BGR2RGB
    return upright(Image.fromarray(cv2.cvtColor(small_pixels, order)), orientation)


def _managed(thumb: Image.Image | None, profile: bytes) -> Image.Image | None:
    """The small picture in the colours that its profile means, as the renderer will show the large one."""
    if thumb is None or len(profile) < 128 or profile[16:20] != b"RGB ":
        return thumb
    from PIL import ImageCms

    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(thumb, meant, ImageCms.createProfile("sRGB")) or thumb
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return thumb  # a profile nobody understands is not applied by the renderer either


def _is_grey(picture: Image.Image) -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def _lossless(picture: Image.Image) -> ImageStream:
    size = picture.size
    if not _is_grey(picture):
        return ImageStream([zlib.compress(picture.tobytes(), 6)], "FlateDecode", *size, 3)
    grey = picture.convert("L")
    if {value for _, value in grey.getcolors() or []} <= {0, 255}:
        bits = grey.convert("1", dither=Image.Dither.NONE).tobytes()
        return ImageStream([zlib.compress(bits, 9)], "FlateDecode", *size, 1, bits=1)
    return ImageStream([zlib.compress(grey.tobytes(), 6)], "FlateDecode", *size, 1)
