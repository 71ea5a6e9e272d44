"""Pages as pictures in which what nobody may read is painted over: nothing of it is left in the file.

Our own pages are covered where their text stands; pages of the evidence where lines were read. What was not read well
and whole is no page here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from dossier.cabinet.masking import Secrets
from dossier.model import A4_PT, EvidenceFile, PageReading
from dossier.pages.page import page_image
from dossier.pages.pdf import open_pdf
from dossier.pages.pictures import PageError

_DPI = 150
_LONG_SIDE = 1754
_PAD = 2
_LINE, _GAP = 6.0, 12.0
"""pt: characters that far apart stand in different lines or cells."""
_SURE = 0.85
"""A line that was read less surely may hold what was not recognised."""


def own_pages(dossier: Path, pages: Sequence[int], secrets: Secrets) -> Iterator[Image.Image]:
    """These pages of a finished dossier, covered. Raises PageError."""
    with open_pdf(dossier) as pdf:
        for page in pages:
            picture = pdf.image(page, dpi=_DPI)
            scale = _DPI / 72
            drawing = ImageDraw.Draw(picture)
            chars = [one for one in pdf.characters(page) if not one[0].isspace()]
            text = "".join(char for char, _ in chars)
            hidden = {at for start, end in secrets.spans(text) for at in range(start, end)} | _numbers(chars, secrets)
            for at in sorted(hidden):
                left, bottom, right, top = chars[at][1]
                box = (left, picture.height / scale - top, right, picture.height / scale - bottom)
                x0, y0, x1, y1 = (value * scale for value in box)
                drawing.rectangle((x0 - _PAD, y0 - _PAD, x1 + _PAD, y1 + _PAD), fill="black")
            yield picture


_Char = tuple[str, tuple[float, float, float, float]]


def _numbers(chars: Sequence[_Char], secrets: Secrets) -> set[int]:
    """The characters of long numbers; what stands in another line or cell is no part of one."""
    text = ""
    places: list[int] = []
    last: _Char | None = None
    for at, char in enumerate(chars):
        if last and (abs(char[1][1] - last[1][1]) > _LINE or not -_LINE < char[1][0] - last[1][2] < _GAP):
            text, places = f"{text}\n", [*places, -1]
        text, places = text + char[0], [*places, at]
        last = char
    return {places[at] for start, end in secrets.number_spans(text) for at in range(start, end)} - {-1}


def why_not(file: EvidenceFile, page: int) -> str:
    """Why a page of the evidence cannot be covered; '' where it was read well and whole."""
    reading = _reading(file, page)
    if reading is None:
        return "没有看图识字"
    if reading.unread:
        return f"没有读完（{reading.unread}）"
    if reading.source != "ocr" or reading.photos:
        return "页面文字不是从图上读出的，遮不准"
    if any(line.confidence < _SURE or line.box == (0.0, 0.0, 0.0, 0.0) for line in reading.lines):
        return "有读不准的字"
    return ""


def evidence_page(place: Path, file: EvidenceFile, page: int, secrets: Secrets) -> Image.Image | None:
    """A page of the evidence, upright as it was read, covered; None where it cannot be opened."""
    reading = _reading(file, page)
    assert reading is not None
    try:
        picture = page_image(place, file.media_type, page, long_side=_LONG_SIDE).convert("RGB")
    except PageError:
        return None
    if reading.turn % 360:
        picture = picture.rotate(-reading.turn, expand=True)
    drawing = ImageDraw.Draw(picture)
    for line in reading.lines:
        if secrets.is_near(line.text):
            x0, y0, x1, y1 = line.box
            box = (x0 * picture.width - 4, y0 * picture.height - 4, x1 * picture.width + 4, y1 * picture.height + 4)
            drawing.rectangle(box, fill="black")
    return picture


def _reading(file: EvidenceFile, page: int) -> PageReading | None:
    return next((one for one in file.readings if one.page == page), None)


def write_pictures(pictures: Iterator[Image.Image], target: Path, title: str, password: str) -> int:
    """One A4 page a picture, nothing else in the file; with a password AES-256. How many pages. Raises OSError."""
    count = 0
    with pikepdf.new() as pdf:
        for picture in pictures:
            out = BytesIO()
            picture.save(out, "JPEG", quality=85)
            wide, high = A4_PT if picture.height >= picture.width else (A4_PT[1], A4_PT[0])
            scale = min(wide / picture.width, high / picture.height)
            size = (picture.width * scale, picture.height * scale)
            page = pdf.add_blank_page(page_size=(wide, high))
            image = pdf.make_stream(out.getvalue())
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, 8
            image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
            move = f"q {size[0]:.2f} 0 0 {size[1]:.2f} {(wide - size[0]) / 2:.2f} {(high - size[1]) / 2:.2f} cm /P Do Q"
            page.obj.Contents = pdf.make_stream(move.encode())
            count += 1
        pdf.docinfo[pikepdf.Name.Title] = title
        save_pdf(pdf, target, password)
    return count


def save_pdf(pdf: pikepdf.Pdf, target: Path, password: str) -> None:
    """Write a PDF; with a password AES-256 (ISO 32000-2, revision 6)."""
    if password:
        pdf.save(target, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    else:
        pdf.save(target)
