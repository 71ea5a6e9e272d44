"""Pictures as they stand in a finished dossier: what was decoded and written for the PDF serves who comes after it.

A source page counts as a picture where nothing of it but one JPEG stands on its sheet, from edge to edge. Of any other
page, and wherever something is not quite as this program writes it, there is no picture here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Name

from dossier.model import Placed, Sheet
from dossier.pages.jpeg import Jpeg, JpegError, read_jpeg
from dossier.pdf.geometry import UPRIGHT, Matrix, multiply
from dossier.pdf.originals import DAMAGE
from dossier.pdf.source_pages import Paper, inherited

_COMPONENTS = {Name.DeviceRGB: 3, Name.DeviceGray: 1}
_MOST_BYTES = 2_000
"""Of a content stream that only places a picture."""
_SLACK = 1.0
"""pt by which a picture may miss the edge of its page."""
_SHAPE = 0.01
"""Share by which the pixels of a picture may not be square."""
_STANDING = frozenset({"q", "Q", "cm", "Do"})
_UNWANTED = ("/SMask", "/Mask", "/Decode", "/ImageMask")
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class FinishedPictures:
    """The pictures of one dossier, which stays open."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf

    def of(self, placed: Placed, sheet: Sheet) -> Jpeg | None:
        """The JPEG that stands for a placed page, without metadata; its `orientation` is what turns it as it stands on
        the sheet. None where the page is more, or other, than one JPEG."""
        try:
            return self._of(placed, sheet)
        except (JpegError, *DAMAGE):
            return None

    def _of(self, placed: Placed, sheet: Sheet) -> Jpeg | None:
        page = self._pdf.pages[sheet.physical - 1]
        groups = _groups(page)
        # Then its own content stands in the first q … Q, and its names are its own: it must fill the sheet.
        went_in_as_it_is = isinstance(page.obj.get("/Contents"), Array)
        name = f"/Evidence{sheet.placed.index(placed)}"
        mine = groups[:1] if went_in_as_it_is else [group for group in groups if group.name == name]
        if len(mine) != 1 or (went_in_as_it_is and len(sheet.placed) > 1):
            return None
        (group,) = mine
        thing = inherited(page, "/Resources").XObject[group.name]
        is_form = thing.get("/Subtype") == Name.Form
        if went_in_as_it_is and not _covers(_box_matrix(thing, group.matrix), Paper(page).visible):
            return None
        return _in_form(thing, group.matrix) if is_form else _picture(thing, group.matrix)


@contextmanager
def finished_pictures(dossier: Path) -> Iterator[FinishedPictures]:
    """Open a finished dossier to take pictures from it. Not for several threads at once."""
    with pikepdf.open(dossier, access_mode=pikepdf.AccessMode.stream) as pdf:
        yield FinishedPictures(pdf)


@dataclass(frozen=True, slots=True)
class _Group:
    """One q … Q that shows one XObject."""

    name: str
    matrix: Matrix


def _groups(page: pikepdf.Page) -> list[_Group]:
    """The groups at the beginning of a page's content that do nothing but place one XObject each; what is ours, the
    running number and captions, comes after all evidence."""
    contents: Any = page.obj.get("/Contents")
    streams: list[Any] = list(contents) if isinstance(contents, Array) else [contents]
    if sum(int(stream.Length) for stream in streams) > _MOST_BYTES * len(streams):
        return []
    found: list[_Group] = []
    for steps in _top_level(pikepdf.parse_content_stream(page)):
        group = _placing(steps)
        if group is None:
            break
        found.append(group)
    return found


def _top_level(steps: Any) -> Iterator[list[tuple[str, Any]]]:
    """The steps, cut where no q is open."""
    depth = 0
    held: list[tuple[str, Any]] = []
    for step in steps:
        operator = str(step.operator)
        depth += (operator == "q") - (operator == "Q")
        held.append((operator, step.operands))
        if depth == 0:
            yield held
            held = []
    if held:
        yield held


def _placing(steps: list[tuple[str, Any]]) -> _Group | None:
    """The one XObject that these steps place, and how."""
    if {operator for operator, _ in steps} - _STANDING or sum(operator == "Do" for operator, _ in steps) != 1:
        return None
    matrix, kept = _IDENTITY, []
    for operator, operands in steps:
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q":
            matrix = kept.pop()
        elif operator == "cm":
            a, b, c, d, e, f = (float(value) for value in operands)
            matrix = multiply((a, b, c, d, e, f), matrix)
        else:
            return _Group(str(operands[0]), matrix)
    return None


def _in_form(form: Any, placed: Matrix) -> Jpeg | None:
    """The one picture that fills a page placed as a form."""
    if len(form.read_bytes()) > _MOST_BYTES:
        return None
    steps = [(str(step.operator), step.operands) for step in pikepdf.parse_content_stream(form)]
    group = _placing(steps)
    if group is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in form.BBox)
    if not _covers(group.matrix, (x0, y0, x1, y1)):
        return None
    matrix = multiply(multiply(group.matrix, _own_matrix(form)), placed)
    return _picture(form.Resources.XObject[group.name], matrix)


def _box_matrix(thing: Any, placed: Matrix) -> Matrix:
    """Maps the unit square onto where a picture, or the box of a form, stands."""
    if thing.get("/Subtype") != Name.Form:
        return placed
    x0, y0, x1, y1 = (float(value) for value in thing.BBox)
    return multiply(multiply((x1 - x0, 0, 0, y1 - y0, x0, y0), _own_matrix(thing)), placed)


def _own_matrix(form: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in form.get("/Matrix", _IDENTITY))
    return a, b, c, d, e, f


def _covers(matrix: Matrix, box: tuple[float, float, float, float]) -> bool:
    """Whether the unit square, so placed, is the box."""
    a, b, c, d, e, f = matrix
    across, up = sorted((e, e + a + c)), sorted((f, f + b + d))
    placed = (across[0], up[0], across[1], up[1])
    return all(abs(is_ - to_be) <= _SLACK for is_, to_be in zip(placed, box, strict=True))


def _picture(image: Any, matrix: Matrix) -> Jpeg | None:
    colours = image.get("/ColorSpace")
    if isinstance(colours, Array) and len(colours) == 2 and colours[0] == Name.ICCBased:
        components, profile = int(colours[1].N), bytes(colours[1].read_bytes())
    else:
        components, profile = _COMPONENTS.get(colours, 0), b""
    if image.get("/Subtype") != Name.Image or image.get("/Filter") != Name.DCTDecode:
        return None
    if any(key in image for key in _UNWANTED):
        return None
    jpeg = read_jpeg(image.read_raw_bytes())
    size = (int(image.Width), int(image.Height))
    orientation = _orientation(matrix, jpeg)
    if not jpeg.is_plain or jpeg.components != components or (jpeg.width, jpeg.height) != size or orientation is None:
        return None
    return replace(jpeg, profile=profile, orientation=orientation)


def _orientation(matrix: Matrix, jpeg: Jpeg) -> int | None:
    """How the stored picture is turned; None where it is slanted or its pixels are not square."""
    a, b, c, d, *_ = matrix
    wide, high = (abs(a), abs(d)) if abs(a) > abs(b) else (abs(b), abs(c))
    if min(wide, high) <= 0 or abs(wide / jpeg.width * jpeg.height / high - 1) > _SHAPE:
        return None
    signs = tuple(0 if abs(value) < _SHAPE * min(wide, high) else (1 if value > 0 else -1) for value in (a, b, c, d))
    return next((one for one, upright in UPRIGHT.items() if upright[:4] == signs), None)
