"""Source PDFs, open and made fit to be copied from: annotations drawn in, nothing in them that is not their picture."""

from __future__ import annotations

import mmap
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.pdf.jpeg import JpegError, read_jpeg

DAMAGE = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.ForeignObjectError, RuntimeError, ValueError, TypeError,
          KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, MemoryError)
"""What the PDF library was seen to raise on damaged files."""
_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OPI", "/AF")


class UnfitError(Exception):
    """The pages of this file must stand in the dossier as pictures; says why, for people."""


class Original:
    """One open source PDF."""

    def __init__(self, pdf: pikepdf.Pdf, place: Path) -> None:
        self.pdf = pdf
        if _hides_layers(pdf):
            raise UnfitError("文件里有可隐藏的图层")
        self.is_drawn_into = _flatten(pdf)
        is_scrubbed = (pdf.is_encrypted or _may_hold_exif(place)) and _scrub(pdf)
        self.is_clean = not (pdf.get_warnings() or self.is_drawn_into or is_scrubbed)
        """Nothing was repaired or changed: what is copied are the file's own bytes."""


class Originals:
    """The open source PDFs of a dossier. They live until it is saved: what was copied is read only then."""

    def __init__(self) -> None:
        self._stack = ExitStack()
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
            return Original(self._stack.enter_context(pikepdf.open(place)), place)
        except UnfitError as unfit:
            return unfit
        except (OSError, *DAMAGE) as error:
            return UnfitError(f"文件结构有问题（{type(error).__name__}）")

    def close(self) -> None:
        """Close them all."""
        self._stack.close()


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


def _may_hold_exif(place: Path) -> bool:
    """Whether the file's bytes name EXIF or XMP anywhere, or may hide them under compression."""
    with place.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(mark) >= 0 for mark in (b"Exif\x00\x00", b"/Metadata", b"ns.adobe.com/xap", b"/ObjStm"))


def _scrub(pdf: pikepdf.Pdf) -> bool:
    """Take EXIF, XMP and private data from the pictures inside; whether a stream had to be changed."""
    changed = False
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") in (Name.Image, Name.Form):
            for key in _PRIVATE:
                if key in thing:
                    del thing[key]
            changed |= thing.get("/Subtype") == Name.Image and _scrub_picture(thing)
    return changed


def _scrub_picture(picture: pikepdf.Stream) -> bool:
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
