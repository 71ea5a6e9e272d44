"""Pictures of a document: which can be drawn, and their bytes as Typst takes them."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

MAX_PIXELS: Final = 100_000_000
_DIRECT: Final = {"PNG": ".png", "JPEG": ".jpg", "MPO": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
_FORMATS: Final = frozenset({*_DIRECT, "BMP", "TIFF"})


def picture_problem(data: bytes, name: str) -> str:
    """Why a picture cannot be drawn, by name; '' where it can."""
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "EMF 图片"
    if data[:4] in (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"):
        return "WMF 图片"
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind, (width, height) = image.format or "", image.size
    except Image.DecompressionBombError:
        return "过大的图片"
    except Exception:  # Pillow raises whatever its plugins do on damaged bytes
        return f"无法读取的图片（{name.rsplit('.', 1)[-1].upper()}）"
    if kind not in _FORMATS:
        return f"{kind} 图片"
    if width * height > MAX_PIXELS:
        return f"过大的图片（{width}×{height} 像素）"
    return ""


def picture_bytes(data: bytes) -> tuple[bytes, str]:
    """The picture for Typst and its suffix: a JPEG keeps its pixels' bytes, kinds that Typst does not know become PNG.

    What a camera wrote about a picture is left out: Word does not turn pictures by it (Typst would), and where a
    picture was taken is nobody's business.
    """
    with Image.open(io.BytesIO(data)) as image:
        suffix = _DIRECT.get(image.format or "")
        if suffix == ".jpg":
            return _without_exif(data), suffix
        if suffix is not None and not image.getexif():
            return data, suffix
        buffer = io.BytesIO()
        image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB").save(buffer, "PNG")
        return buffer.getvalue(), ".png"


def _without_exif(jpeg: bytes) -> bytes:
    """The JPEG without its APP1 segments (EXIF, XMP)."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] != 0xE1:
            kept.append(jpeg[at : at + length])
        at += length
    return b"".join([*kept, jpeg[at:]])
