"""A page of a source PDF → a page of the dossier as it is, or a Form XObject to place."""

from __future__ import annotations

import warnings
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.pdf.geometry import SAME_SIZE, Box, sheet_size

_LETTER = (0.0, 0.0, 612.0, 792.0)
"""What viewers take where a page says nothing."""
_LEAST = 1.0
_DEEPEST = 50
_MOST_PICTURES = 4
_SHORT_BYTES = 400
_LASTING = (Name.DCTDecode, Name.FlateDecode, Name.CCITTFaxDecode, Name.JBIG2Decode, Name.JPXDecode)
"""Filters whose streams are never packed anew."""
_TEXT_FILTERS = frozenset({
    "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/Crypt",
    "/Fl", "/LZW", "/A85", "/AHx", "/RL",
})  # fmt: skip
_PLAIN_COLOURS = (Name.DeviceRGB, Name.DeviceGray)


class Paper:
    """One page of a source PDF, as a viewer shows it: its visible box, its turn, its size in pt."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.page = page
        self.visible = _visible(page)
        self.turn = _turn(page)
        self.unit = _unit(page)

    @property
    def is_content(self) -> bool:
        """Whether the page's content is packed as text can be: JBIG2 and the like are for pictures.

        Trying to read the others ends in an error in the middle of copying, which then spoils the copies of all
        other pages of the file.
        """
        contents = self.page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        filters = [stream.get("/Filter") for stream in streams if isinstance(stream, pikepdf.Stream)]
        names = [name for told in filters for name in (told if isinstance(told, Array) else [told])]
        return all(name is None or str(name) in _TEXT_FILTERS for name in names)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height upright, as the file itself turns it."""
        x0, y0, x1, y1 = self.visible
        across, down = (x1 - x0) * self.unit, (y1 - y0) * self.unit
        return (down, across) if self.turn % 180 else (across, down)

    def is_sheet(self, *, landscape: bool) -> bool:
        """Whether the page can be a sheet of the dossier without being placed on one."""
        wide, high = sheet_size(landscape=landscape)
        width, height = self.size
        whole = _box(self.page, "/MediaBox") or _LETTER
        return (
            self.turn == 0
            and self.unit == 1
            and all(abs(a - b) < 0.01 for a, b in zip(whole, self.visible, strict=True))
            and abs(width - wide) <= SAME_SIZE
            and abs(height - high) <= SAME_SIZE
        )

    def as_form(self) -> Any:
        """The page's content as a Form XObject that belongs to its Pdf; its names stay its own."""
        for key in ("/TrimBox", "/ArtBox", "/BleedBox", "/CropBox"):
            if key in self.page.obj:
                del self.page.obj[key]
        self.page.obj.MediaBox = Array(list(self.visible))
        form = self.page.as_form_xobject(False)
        form.BBox = Array(list(self.visible))
        for key in ("/StructParents", "/StructParent", "/Metadata", "/PieceInfo", "/LastModified", "/OPI"):
            if key in form:
                del form[key]
        return form


def add_content(pdf: pikepdf.Pdf, page: Any, drawn: bytes, resources: dict[str, dict[str, Any]]) -> None:
    """Draw over a page that goes in as it is: its own content is closed in q … Q, its resources are not shared."""
    old = page.obj.get("/Resources")
    mine = _copy(old)
    for kind, entries in resources.items():
        shelf = _copy(mine.get(f"/{kind}"))
        for name, thing in entries.items():
            shelf[f"/{name}"] = thing
        mine[f"/{kind}"] = shelf
    page.obj.Resources = mine
    before = pdf.make_stream(b"q\n")
    after = pdf.make_stream(b"\nQ\nq\n" + drawn + b"\nQ\n")
    contents = page.obj.get("/Contents")
    inner = list(contents) if isinstance(contents, Array) else ([contents] if contents is not None else [])
    page.obj.Contents = Array([before, *inner, after])


def only_pictures(page: pikepdf.Page) -> dict[str, Any] | None:
    """The streams of a page that shows nothing but plain pictures, by name; None of any other page."""
    resources = inherited(page, "/Resources")
    if not isinstance(resources, Dictionary) or "/Font" in resources or "/Pattern" in resources:
        return None
    shown = resources.get("/XObject")
    if not isinstance(shown, Dictionary) or not 1 <= len(shown) <= _MOST_PICTURES:
        return None
    pictures = {}
    for name, thing in shown.items():
        is_picture = isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image
        if not is_picture or thing.get("/Filter") not in _LASTING:
            return None
        pictures[name[1:]] = thing
    return pictures


def whole_picture(paper: Paper) -> Any:
    """A grey look (an array) at a page that is one upright JPEG from edge to edge, as scanners make them; else None.

    Decoding it at an eighth takes a quarter of the time of rendering the page.
    """
    contents = paper.page.obj.get("/Contents")
    if not isinstance(contents, pikepdf.Stream) or int(contents.get("/Length", 0)) > _SHORT_BYTES:
        return None
    drawn = [(str(step.operator), step.operands) for step in pikepdf.parse_content_stream(paper.page)]
    if [operator for operator, _ in drawn] not in (["q", "cm", "Do", "Q"], ["cm", "Do"]) or "/Annots" in paper.page.obj:
        return None
    operands = dict(drawn)
    x0, y0, x1, y1 = paper.visible
    edges = (x1 - x0, 0, 0, y1 - y0, x0, y0)
    if paper.turn or any(abs(float(is_) - to_be) > 1 for is_, to_be in zip(operands["cm"], edges, strict=True)):
        return None
    picture = inherited(paper.page, "/Resources").XObject[str(operands["Do"][0])]
    is_plain = picture.get("/Filter") == Name.DCTDecode and picture.get("/ColorSpace") in _PLAIN_COLOURS
    if not is_plain or "/SMask" in picture or "/Decode" in picture:
        return None
    import cv2
    import numpy as np

    return cv2.imdecode(
        np.frombuffer(picture.read_raw_bytes(), np.uint8),
        cv2.IMREAD_REDUCED_GRAYSCALE_8 | cv2.IMREAD_IGNORE_ORIENTATION,
    )


def is_balanced(page: pikepdf.Page) -> bool:
    """Whether the content closes every q it opens, and no other, so that something can be drawn over it."""
    depth = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # the library made something up for content that breaks off
            steps = pikepdf.parse_content_stream(page, "q Q")
    except (pikepdf.PikepdfError, pikepdf.PdfError, RuntimeError, UserWarning):
        return False
    for step in steps:
        depth += 1 if str(step.operator) == "q" else -1
        if depth < 0:
            return False
    return depth == 0


def _visible(page: pikepdf.Page) -> Box:
    whole = _box(page, "/MediaBox") or _LETTER
    crop = _box(page, "/CropBox")
    if crop is None:
        return whole
    x0, y0 = max(whole[0], crop[0]), max(whole[1], crop[1])
    x1, y1 = min(whole[2], crop[2]), min(whole[3], crop[3])
    return (x0, y0, x1, y1) if x1 - x0 >= _LEAST and y1 - y0 >= _LEAST else whole


def _box(page: pikepdf.Page, key: str) -> Box | None:
    found = inherited(page, key)
    if not isinstance(found, Array) or len(found) != 4:
        return None
    try:
        a, b, c, d = (float(value) for value in found)
    except (TypeError, ValueError):
        return None
    box = (min(a, c), min(b, d), max(a, c), max(b, d))
    return box if box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST else None


def inherited(page: pikepdf.Page, key: str) -> Any:
    """What the page or the tree above it says under `key`; None where nothing does."""
    node: Any = page.obj
    for _ in range(_DEEPEST):
        if not isinstance(node, Dictionary):
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _copy(held: Any) -> Dictionary:
    """A dictionary of its own with the same entries: what pages share must not be changed for one of them."""
    return Dictionary(dict(held.items())) if isinstance(held, Dictionary) else Dictionary()


def _turn(page: pikepdf.Page) -> int:
    try:
        return round(float(inherited(page, "/Rotate") or 0) / 90) * 90 % 360
    except (TypeError, ValueError):
        return 0


def _unit(page: pikepdf.Page) -> float:
    try:
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if unit > 0 else 1.0
