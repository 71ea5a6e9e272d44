"""The folder of the photographs benchmark: 52 phone photos of 12 MP and 13 two-page scans, some 150 MB.

Everything is computed from fixed seeds: no photograph of anything is needed, and every machine gets the same folder.
"""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw

PHOTOS, SCANS = 52, 13
_SIZE = (4032, 3024)
_SCAN = (1654, 2339)


def photo(seed: int) -> Image.Image:
    """A picture with the statistics of a photograph: detail at every scale, a little sensor noise."""
    dice = np.random.default_rng(seed)
    width, height = _SIZE
    picture = np.full((height, width, 3), 110, np.float32)
    for octave in range(1, 10):
        across = 2**octave
        field = dice.normal(0, 1, (across * 3 // 4 + 1, across + 1, 3)).astype(np.float32)
        picture += cv2.resize(field, _SIZE, interpolation=cv2.INTER_CUBIC) * (46 / octave)
    noise = dice.normal(0, 3.0, (height // 2, width // 2)).astype(np.float32)
    picture += np.repeat(np.repeat(noise, 2, 0), 2, 1)[:, :, None]
    return Image.fromarray(picture.clip(0, 255).astype(np.uint8))


def exif(orientation: int) -> bytes:
    """What a phone writes: make, time, orientation, and where it stood."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0112] = "Phone", "Phone 12", orientation
    tags[0x0132] = "2022:03:05 10:15:30"
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (32.0, 41.0, 20.0), "E", (112.0, 50.0, 9.0)
    return tags.tobytes()


def scan(seed: int) -> bytes:
    """A two-page PDF, each page one JPEG of 200 dpi: lines of text, a red seal, paper that is not quite white."""
    dice = np.random.default_rng(1000 + seed)
    pdf = pikepdf.new()
    for _ in range(2):
        page = Image.new("RGB", _SCAN, (250, 249, 246))
        draw = ImageDraw.Draw(page)
        for line in range(200, 2000, 44):
            for left in range(180, 1450, 30):
                if dice.random() < 0.85:
                    draw.rectangle((left, line, left + int(dice.integers(6, 24)), line + 24), outline=(40, 40, 40))
        draw.ellipse((1000, 1650, 1330, 1980), outline=(210, 40, 40), width=8)
        grain = dice.normal(0, 2.0, (_SCAN[1], _SCAN[0], 1))
        page = Image.fromarray((np.asarray(page) + grain).clip(0, 255).astype(np.uint8))
        out = io.BytesIO()
        page.save(out, "JPEG", quality=85, dpi=(200, 200))
        picture = pdf.make_stream(out.getvalue())
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height = _SCAN
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        picture.Filter = pikepdf.Name.DCTDecode
        sheet = pdf.add_blank_page(page_size=(595.44, 842.04))
        sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        sheet.obj.Contents = pdf.make_stream(b"q 595.44 0 0 842.04 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def make(folder: Path) -> None:
    """Write the folder; nothing is made twice."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PHOTOS):
        place = folder / f"IMG_{number + 1:03d}.jpg"
        if not place.exists():
            orientation = (1, 1, 6, 3)[number % 4]
            photo(number).save(place, "JPEG", quality=91, exif=exif(orientation))
    for number in range(SCANS):
        (folder / f"scan_{number + 1:02d}.pdf").write_bytes(scan(number))
