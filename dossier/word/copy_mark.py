"""The mark across a copy of an ID paper as a picture: Word, WPS and LibreOffice all show a picture alike."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from dossier.model import MARK_ANGLE, MARK_COLOUR, MARK_STRENGTH, mark_size

_DPI = 150


@lru_cache(maxsize=32)
def mark_picture(words: str, wide: float, high: float) -> bytes:
    """A PNG of this size (pt), clear but for the words that run slantwise across it; the same bytes each time."""
    import pylopdf_fonts_zh_cn

    scale = _DPI / 72
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    font = ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), mark_size(words, wide, high) * scale)
    left, top, right, bottom = font.getbbox(words)
    line = Image.new("L", (round(right - left) + 4, round(bottom - top) + 4), 0)
    ImageDraw.Draw(line).text((2 - left, 2 - top), words, fill=round(255 * MARK_STRENGTH), font=font)
    slant = line.rotate(MARK_ANGLE, Image.Resampling.BICUBIC, expand=True)
    cover = Image.new("L", size, 0)
    cover.paste(slant, ((size[0] - slant.width) // 2, (size[1] - slant.height) // 2))
    picture = Image.new("RGBA", size, (*MARK_COLOUR, 0))
    picture.putalpha(cover)
    out = BytesIO()
    picture.save(out, "PNG", compress_level=9)
    return out.getvalue()
