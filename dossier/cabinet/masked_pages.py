"""Pages of evidence as pictures in which what nobody may read is painted over: nothing of it is left in the file.

A page is covered where lines were read, read once more, and shown only where nothing was left to be read. What was not
read well and whole is no page here: a sheet stands in its place that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from dossier.cabinet.covering import Box, Secrets, boxes_to_cover, why_not
from dossier.files.hashes import sha256_of
from dossier.model import EvidenceFile, PageFact, PageReading
from dossier.pages.page import page_image
from dossier.pages.pictures import PageError
from dossier.printroom import draw

Key = tuple[str, int]
"""Path and page of a source page."""
Read = Callable[[Sequence[Path]], Sequence[PageReading]]
"""Reads pictures: one reading each."""
_LONG_SIDE = 2000
_DPI = 171
"""Of such a picture on A4."""
_QUALITY = 88
_PAD = 5
_ROUNDS = 3
JPEG, PDF = "image/jpeg", "application/pdf"
LEFT_OUT = "本页没有导出"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """A page of the evidence, and where it can be opened."""

    path: str
    page: int
    place: Path
    media_type: str
    reading: PageReading | None = None
    """What was read off its picture before; None where nothing was, or only the file's own words."""
    told: str = ""
    """What its file says by itself: the text layer of a PDF, the words of a Word file."""
    why: str = ""
    """Why it cannot be shown, known beforehand."""

    @property
    def key(self) -> Key:
        """By what the plan knows it."""
        return self.path, self.page


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands for a page outside: a file of its own, and why it is only a sheet that says so ('' where not)."""

    name: str
    file: EvidenceFile
    why: str = ""


def shown_pages(
    sources: Sequence[PageSource], secrets: Secrets, read: Read, folder: Path, day: date
) -> Mapping[Key, Shown]:
    """Every page of a case as it may be shown, each a file in `folder`. Raises OSError where that cannot be written."""
    why = {one.key: one.why for one in sources}
    places = {one.key: folder / f"{place:04}.jpg" for place, one in enumerate(sources, 1)}
    pictures: dict[Key, Image.Image] = {}
    for one in sources:
        if why[one.key]:
            continue
        try:
            pictures[one.key] = page_image(one.place, one.media_type, one.page, long_side=_LONG_SIDE).convert("RGB")
        except PageError as error:
            why[one.key] = f"打不开（{error.words}）"
    for key, picture in pictures.items():
        picture.save(places[key], "JPEG", quality=_QUALITY)
    known = {one.key: one.reading for one in sources if one.reading is not None and one.key in pictures}
    first = {**known, **_read(read, places, [key for key in pictures if key not in known])}
    whole = {one.path: _whole(one.path, sources, first) for one in sources}
    for one in sources:
        if one.key in first:
            why[one.key] = why_not(first[one.key], secrets, whole[one.path]) or _unlike(one, secrets, whole[one.path])
    _cover(pictures, first, places, why, secrets, read)
    return {one.key: _shown(one.key, places[one.key], why[one.key], day) for one in sources}


def _read(read: Read, places: Mapping[Key, Path], keys: Sequence[Key]) -> dict[Key, PageReading]:
    return dict(zip(keys, read([places[key] for key in keys]), strict=True)) if keys else {}


def _whole(path: str, sources: Sequence[PageSource], readings: Mapping[Key, PageReading]) -> str:
    told = [readings[one.key] for one in sources if one.path == path and one.key in readings]
    return "".join(line.text for reading in told for line in reading.lines)


def _unlike(one: PageSource, secrets: Secrets, whole: str) -> str:
    """A file that says something secret which was not read off its pages was not read well."""
    return "文件里的文字和从图上读出的不一样" if secrets.in_text(one.told) - secrets.in_text(whole) else ""


def _cover(
    pictures: Mapping[Key, Image.Image],
    first: Mapping[Key, PageReading],
    places: Mapping[Key, Path],
    why: dict[Key, str],
    secrets: Secrets,
    read: Read,
) -> None:
    """Paint until nothing secret can be read; what then still can is left out."""
    readings = {key: reading for key, reading in first.items() if not why[key]}
    for _ in range(_ROUNDS):
        todo = {key: boxes for key, reading in readings.items() if (boxes := boxes_to_cover(reading, secrets))}
        for key, boxes in todo.items():
            _paint(pictures[key], boxes, readings[key].turn)
            pictures[key].save(places[key], "JPEG", quality=_QUALITY)
        readings = _read(read, places, list(todo))
        if not readings:
            return
    for key, reading in readings.items():
        if reading.unread or boxes_to_cover(reading, secrets):
            why[key] = "遮盖以后还能读出一部分"


def _paint(picture: Image.Image, boxes: Sequence[Box], turn: int) -> None:
    """Black, in the picture as the file has it; boxes are of the upright page."""
    upright = picture.rotate(-turn, expand=True) if turn % 360 else picture
    drawing = ImageDraw.Draw(upright)
    for x0, y0, x1, y1 in boxes:
        left, top, right, bottom = x0 * upright.width, y0 * upright.height, x1 * upright.width, y1 * upright.height
        drawing.rectangle((left - _PAD, top - _PAD, right + _PAD, bottom + _PAD), fill="black")
    if turn % 360:
        picture.paste(upright.rotate(turn, expand=True))


def _shown(key: Key, place: Path, why: str, day: date) -> Shown:
    if not why:
        with Image.open(place) as picture:
            wide, high = picture.size
        fact = PageFact(width=wide * 72 / _DPI, height=high * 72 / _DPI, pixels=(wide, high))
        return Shown(name=place.name, file=_file(place, JPEG, fact))
    place.unlink(missing_ok=True)
    sheet = place.with_suffix(".pdf")
    lines = [f"原因：{why}。", "需要的，请向立卷单位查看原件。"]
    sheet.write_bytes(draw([("notice", {"title": LEFT_OUT, "lines": lines})], day))
    return Shown(name=sheet.name, file=_file(sheet, PDF, PageFact(width=595.276, height=841.89)), why=why)


def _file(place: Path, media_type: str, fact: PageFact) -> EvidenceFile:
    size = place.stat().st_size
    return EvidenceFile(path=place.name, sha256=sha256_of(place), size=size, media_type=media_type, pages=(fact,))


def save_pdf(pdf: pikepdf.Pdf, target: Path, password: str) -> None:
    """Write a PDF; with a password AES-256 (ISO 32000-2, revision 6)."""
    if password:
        pdf.save(target, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    else:
        pdf.save(target)
