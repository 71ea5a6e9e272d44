"""Pictures as a person sees them: opened, turned, made smaller, in RGB."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from dossier.pages.jpeg import without_remarks

PICTURE_PIXELS = 200_000_000
"""No picture above this is decoded (contract §4, too-large)."""

ASSUMED_DPI = 200.0
"""Of pictures whose file says nothing sensible (model.PageFact)."""

FORMATS = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/tiff": ("TIFF",),
    "image/bmp": ("BMP",),
    "image/gif": ("GIF",),
    "image/heic": ("HEIF",),
    "image/heif": ("HEIF",),
    "image/avif": ("AVIF",),
}
"""Media type → the decoders that may open it; no other decoder is ever tried."""

_PAGE_WORDS = {
    "unreadable": "内容不完整或已损坏",
    "encrypted": "设了打开密码",
    "too-large": "图片太大",
    "unsupported": "不是图片或 PDF",
}

EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation → what makes the picture upright; 1 needs nothing."""


class PageError(Exception):
    """A page that cannot be shown. `rule` is unreadable, encrypted or too-large (contract §4)."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(rule, detail)
        self.rule = rule
        self.detail = detail
        """What the decoder said: for maintainers, not for people."""

    @property
    def words(self) -> str:
        """Why, in plain words."""
        return _PAGE_WORDS.get(self.rule, "读不出来")


@contextmanager
def open_picture(source: Path | bytes, media_type: str) -> Iterator[Image.Image]:
    """The picture with its header read and nothing decoded. Raises `PageError`; decode under `damage_is_page_error`."""
    if media_type not in FORMATS:
        raise PageError("unsupported", f"not a picture: {media_type}")
    if FORMATS[media_type] == ("HEIF",):
        _heif()
    with damage_is_page_error():
        picture = _opened(source, media_type)
    with picture:
        check_pixels(picture)
        yield picture


def _opened(source: Path | bytes, media_type: str) -> Image.Image:
    """Pillow stumbles over JPEG segments that say nothing of the pixels, cut short by old programs; browsers do not."""
    stream: Any = BytesIO(source) if isinstance(source, bytes) else source
    try:
        return Image.open(stream, formats=FORMATS[media_type])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise
    except Exception:
        if media_type != "image/jpeg":
            raise
    raw = source if isinstance(source, bytes) else source.read_bytes()
    return Image.open(BytesIO(without_remarks(raw)), formats=FORMATS[media_type])


def check_pixels(picture: Image.Image) -> None:
    """Raises `PageError` (too-large) before anything of that size is decoded."""
    if picture.width * picture.height > PICTURE_PIXELS:
        raise PageError("too-large", f"{picture.width}×{picture.height}")


def picture_frames(picture: Image.Image) -> tuple[int, ...]:
    """The frames that are pages: all full pictures of a TIFF (no thumbnails, no masks), the first of anything else.

    Animations, bursts, depth maps and gain maps are one page: what a viewer shows first.
    """
    if picture.format != "TIFF":
        return (picture.tell(),)
    count = getattr(picture, "n_frames", 1)
    full = []
    for frame in range(count):
        picture.seek(frame)
        tags: Any = picture.tag_v2  # type: ignore[attr-defined]  # only TIFF pictures have it
        is_reduced = bool(int(tags.get(254, 0) or 0) & 0b101) or tags.get(255) == 2
        if not is_reduced:
            full.append(frame)
    picture.seek(0)
    return tuple(full) or (0,)


def picture_dpi(picture: Image.Image) -> tuple[float, float]:
    """Pixels an inch along x and y as stored; 200 where the file says nothing that can be a measure of paper.

    72 and 96 are what phones and screens write without having measured anything.
    """
    try:
        across, down = (float(value) for value in picture.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ASSUMED_DPI, ASSUMED_DPI
    if 97 <= across <= 2400 and 97 <= down <= 2400 and max(across, down) <= 4 * min(across, down):
        return across, down
    return ASSUMED_DPI, ASSUMED_DPI


class PicturePages:
    def __init__(self, picture: Image.Image, reopen: Callable[[], AbstractContextManager[Image.Image]]) -> None:
        self._picture = picture
        self._reopen = reopen
        with damage_is_page_error():
            self._frames = picture_frames(picture)
        self.count = len(self._frames)

    def image(self, page: int, *, long_side: int | None = None, dpi: float | None = None) -> Image.Image:
        if not 1 <= page <= self.count:
            raise PageError("unreadable", f"no page {page} of {self.count}")
        if self._picture.format in ("JPEG", "MPO"):
            # A JPEG decodes straight to a smaller size, but only once for each opening.
            with self._reopen() as picture, damage_is_page_error():
                return _upright(picture, long_side, dpi)
        with damage_is_page_error():
            self._picture.seek(self._frames[page - 1])
            check_pixels(self._picture)
            return _upright(self._picture, long_side, dpi)


def picture_orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8, that is still to be applied; 1 where the decoder applies it itself."""
    if picture.format in ("HEIF", "TIFF"):
        return 1
    try:
        value = picture.getexif().get(0x0112, 1)
    except Exception:  # damaged EXIF raises anything; the picture itself is whole
        return 1
    return value if value in EXIF_TURNS else 1


def _upright(picture: Image.Image, long_side: int | None, dpi: float | None) -> Image.Image:
    orientation = picture_orientation(picture)
    if picture.format == "TIFF":
        picture = _turned_tiff(picture)
    size = _target(picture.size, picture_dpi(picture), long_side, dpi)
    is_scaled = size != picture.size
    if is_scaled and picture.format in ("JPEG", "MPO"):
        picture.draft(None, size)
    shown = _rgb(_halved(picture, size))
    if is_scaled:
        shown = _smaller(shown, size)
    return shown.transpose(EXIF_TURNS[orientation]) if orientation in EXIF_TURNS else shown


def _turned_tiff(picture: Image.Image) -> Image.Image:
    """A TIFF's frame with its pixels: it turns itself, and only then has its right size.

    Pillow gives noise where 16-bit colours lie in planes of their own; OpenCV reads those.
    """
    tags: Any = picture.tag_v2  # type: ignore[attr-defined]
    if tags.get(284) != 2 or tags.get(277, 1) < 3 or max(tags.get(258) or (8,)) <= 8:
        picture.load()
        return picture
    import cv2
    import numpy as np

    picture.fp.seek(0)  # type: ignore[attr-defined]
    is_whole, pages = cv2.imdecodemulti(np.frombuffer(picture.fp.read(), np.uint8), cv2.IMREAD_COLOR)  # type: ignore[attr-defined]
    if not is_whole or picture.tell() >= len(pages):
        raise PageError("unreadable", "16-bit planes that cannot be decoded")
    read = Image.fromarray(cv2.cvtColor(pages[picture.tell()], cv2.COLOR_BGR2RGB))
    read.info = dict(picture.info)
    return read


def _halved(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A picture several times larger than wanted, averaged by a whole number: no copy of all of it is ever made."""
    times = min(picture.width // size[0], picture.height // size[1])
    if times < 2 or picture.mode not in ("RGB", "L") or "transparency" in picture.info:
        return picture
    return picture.reduce(times)


def _smaller(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Area averaging; a tenth of the time Pillow needs for the like."""
    import cv2
    import numpy as np

    return Image.fromarray(cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA))


def _target(
    stored: tuple[int, int], dpi: tuple[float, float], long_side: int | None, wanted_dpi: float | None
) -> tuple[int, int]:
    """Size in pixels before turning: square pixels, never larger than stored."""
    width, height = float(stored[0]), float(stored[1])
    if not 0.97 < dpi[0] / dpi[1] < 1.03:  # a fax's pixels are not square
        finest = max(dpi)
        width, height = width * finest / dpi[0], height * finest / dpi[1]
    scale = 1.0
    if long_side is not None:
        scale = min(1.0, long_side / max(width, height))
    elif wanted_dpi is not None:
        scale = min(1.0, wanted_dpi / max(dpi))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _rgb(picture: Image.Image) -> Image.Image:
    """A new picture in RGB on white paper, whatever the mode."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _from_deep_grey(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    if picture.mode == "LAB":
        return _from_lab(picture)
    if picture.mode == "P" and picture.format == "TIFF":
        picture = _with_byte_palette(picture)
    return picture.convert("RGB")


def _with_byte_palette(picture: Image.Image) -> Image.Image:
    """A TIFF's colours are 16-bit; where all are below 256 an old program wrote bytes (libtiff reads them so too)."""
    colours: Any = picture.tag_v2.get(320)  # type: ignore[attr-defined]  # ColorMap: all reds, all greens, all blues
    if not colours or not 0 < max(colours) < 256:
        return picture
    meant, third = picture.copy(), len(colours) // 3
    meant.putpalette([colours[part * third + at] for at in range(third) for part in range(3)])
    return meant


def _from_deep_grey(picture: Image.Image) -> Image.Image:
    """16-bit and float grey: the format's range where it is plain 16 bit, else what the pixels span."""
    import numpy as np

    grey: Any = np.asarray(picture).astype(np.float32)
    if picture.mode.startswith("I;16") or (picture.mode == "I" and grey.min() >= 0 and 255 < grey.max() <= 65535):
        grey = grey * (255 / _deepest(picture))
    elif grey.max() > 255 or grey.min() < 0 or (picture.mode == "F" and grey.max() <= 1):
        span = float(grey.max() - grey.min()) or 1.0
        grey = (grey - grey.min()) * (255 / span)
    return Image.fromarray(np.nan_to_num(grey).clip(0, 255).astype(np.uint8)).convert("RGB")


def _deepest(picture: Image.Image) -> int:
    """The number that stands for white: scanners and cameras also write 10, 12 or 14 of 16 bits."""
    tags: Any = picture.tag_v2 if picture.format == "TIFF" else {}  # type: ignore[attr-defined]
    bits = int((tags.get(258) or (16,))[0])
    return (1 << bits) - 1 if 8 < bits < 16 else 65_535


def _from_lab(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
    assert converted is not None  # only in-place conversion gives None
    return converted


def _heif() -> None:
    """Teach Pillow HEIC; late, as the library is slow to import."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def damage_is_page_error() -> Iterator[None]:
    """Decoders meet damage with whatever exception happens to rise: here it becomes one."""
    try:
        yield
    except PageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PageError("too-large", "".join(re.findall(r"\((\d+) pixels\)", str(error)))) from error
    except Exception as error:
        raise PageError("unreadable", f"{type(error).__name__}: {error}") from error
