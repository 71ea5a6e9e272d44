"""Source PDFs, open and made fit to be copied from: annotations drawn in, nothing in them that is not their picture."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.pages.jpeg import JpegError, read_jpeg
from dossier.pdf.source_pages import inherited, is_balanced
from dossier.pdf.store import Store

DAMAGE = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.PikepdfError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    MemoryError,
    zlib.error,
)
"""What the PDF library was seen to raise on damaged files."""
_LARGE = 20_000
"""Bytes from which the data of a picture goes around the PDF library."""
_DEEPEST = 12
_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OPI", "/AF")


class UnfitError(Exception):
    """The pages of this file must stand in the dossier as pictures; says why, for people."""


class Original:
    """One open source PDF."""

    def __init__(self, pdf: pikepdf.Pdf, place: Path, store: Store) -> None:
        self.pdf = pdf
        self._place, self._store = place, store
        self._seen: set[tuple[int, int]] = set()
        self._changed: set[tuple[int, int]] = set()
        self._was_mended = False
        if _hides_layers(pdf):
            raise UnfitError("文件里有可隐藏的图层")
        self._is_drawn_into = _flatten(pdf)

    @property
    def is_clean(self) -> bool:
        """Nothing was repaired or changed: what is copied are the file's own bytes."""
        return not (self._is_drawn_into or self._changed or self._is_mended())

    def can_be_drawn_over(self, page: pikepdf.Page) -> bool:
        """Whether what is put behind the page's content is shown beside it.

        Content that breaks off, in a string or in an inline image, would swallow what follows.
        """
        self._is_mended()
        known, self._was_mended = self._was_mended, False
        is_fit = is_balanced(page) and not self._is_mended()
        self._was_mended |= known
        return is_fit

    def _is_mended(self) -> bool:
        """Whether the library ever complained; it tells each complaint once."""
        self._was_mended |= bool(self.pdf.get_warnings())
        return self._was_mended

    def clean(self, page: pikepdf.Page) -> None:
        """Take EXIF, XMP and private data from the pictures on a page. Raises `UnfitError` where it cannot be done."""
        for picture in _pictures(inherited(page, "/Resources"), self._seen, 0):
            for key in _PRIVATE:
                if key in picture:
                    del picture[key]
            if _scrub(picture):
                self._changed.add(picture.objgen)

    def park(self, page: pikepdf.Page, least: int = _LARGE) -> None:
        """Leave the data of the page's large pictures out of what is copied; it is appended to the dossier later."""
        for picture in _pictures(inherited(page, "/Resources"), set(), 0):
            if picture.is_indirect and "/DossierTicket" not in picture and int(picture.get("/Length", 0)) >= least:
                self._store.park(picture, self._place, is_changed=picture.objgen in self._changed)


class Originals:
    """The open source PDFs of a dossier, until it is saved."""

    def __init__(self, store: Store) -> None:
        self._stack = ExitStack()
        self._store = store
        self._open: dict[Path, Original | UnfitError] = {}

    def open(self, place: Path) -> Original:
        """The PDF at `place`, opened once. Raises `UnfitError`."""
        if place not in self._open:
            self._open[place] = self._opened(place)
        found = self._open[place]
        if isinstance(found, UnfitError):
            raise found
        return found

    def _opened(self, place: Path) -> Original | UnfitError:
        try:
            pdf = self._stack.enter_context(pikepdf.open(place, access_mode=pikepdf.AccessMode.stream))
            return Original(pdf, place, self._store)
        except UnfitError as unfit:
            return unfit
        except (OSError, *DAMAGE) as error:
            return UnfitError(f"文件结构有问题（{type(error).__name__}）")

    def close(self) -> None:
        """Close them all."""
        self._stack.close()


def _pictures(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:
    """Every image that is shown through these resources, each once, with its masks."""
    if not isinstance(resources, Dictionary) or depth > _DEEPEST:
        return
    shelves = (resources.get("/XObject"), resources.get("/Pattern"))
    for thing in [thing for shelf in shelves if isinstance(shelf, Dictionary) for _, thing in shelf.items()]:
        if not isinstance(thing, pikepdf.Stream) or thing.objgen in seen:
            continue
        if thing.is_indirect:
            seen.add(thing.objgen)
        if thing.get("/Subtype") == Name.Image:
            yield thing
            yield from (mask for key in ("/SMask", "/Mask") if isinstance(mask := thing.get(key), pikepdf.Stream))
        else:
            yield from _pictures(thing.get("/Resources"), seen, depth + 1)


def _flatten(pdf: pikepdf.Pdf) -> bool:
    """Draw annotations and form values into the pages, as a viewer shows them; whether there was anything to draw."""
    if not any("/Annots" in page.obj for page in pdf.pages):
        return False
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    return True


def _hides_layers(pdf: pikepdf.Pdf) -> bool:
    """Whether some content is hidden at first: moved pages would show it."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return False
    shown = layers.get("/D")
    if not isinstance(shown, Dictionary):
        return True
    off = shown.get("/OFF")
    is_some_off = isinstance(off, Array) and len(off) > 0
    return is_some_off or shown.get("/BaseState", Name.ON) != Name.ON or "/AS" in shown


def _scrub(picture: Any) -> bool:
    """Take EXIF and XMP out of a JPEG; whether its stream had to be changed."""
    names = picture.get("/Filter")
    filters = [str(name) for name in names] if isinstance(names, Array) else [str(names)]
    if filters[-1] != "/DCTDecode" or len(filters) > 2:
        return False
    raw = picture.read_raw_bytes()
    if len(filters) == 2:
        if filters[0] != "/FlateDecode":
            raise UnfitError("图片的压缩方式无法核对")
        raw = zlib.decompress(raw)
    if b"Exif\x00\x00" not in raw and b"ns.adobe.com/xap" not in raw:
        return False
    try:
        jpeg = read_jpeg(raw)
    except JpegError:
        raise UnfitError("图片里的拍摄信息无法去除") from None
    parameters: Any = picture.get("/DecodeParms")
    last: Any = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
    picture.write(b"".join(jpeg.pieces), filter=Name.DCTDecode, decode_parms=last)
    return True


def strip_page(page: pikepdf.Page) -> None:
    """Take from a page that goes in as it is what is not its picture: actions, thumbnails, private data, structure."""
    keep = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Group", "/Rotate"}
    for key in [key for key in page.obj.keys() if key not in keep]:  # noqa: SIM118  # a pikepdf object, not a dict
        del page.obj[key]
