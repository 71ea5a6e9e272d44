"""FileFacts of a PDF: its pages as a viewer shows them, and what about them is not plain.

Two libraries look: pdfium, which draws what a person sees, and qpdf (pikepdf), which later places the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import Data
from dossier.model import PageFact
from dossier.pages.pdf import open_page

MOST_PAGES = 2000
_LEAST_TEXT = 12
"""So many readable characters make a text layer; fewer are a scanner's stamp or a page number."""
_LEAST_SIDE, _LARGEST_SIDE = 0.01, 1_000_000.0
"""pt; a page of 4 µm or of 350 m is damage, and nothing of it would be seen on a sheet."""
_PASSWORD, _SECURITY = 4, 5
"""FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of pdfium."""

LAYERS = "含可显示或隐藏的图层"
REPAIRED = "文件内部结构有损坏，经修复才能打开"
STRANGE = "页面尺寸异常"

PdfFacts = tuple[tuple[PageFact, ...], Fault | None, tuple[str, ...]]
"""Pages, fault, and the names of files attached."""


def look_at_pdf(source: bytes | Path, data: Data) -> PdfFacts:
    """Pages, fault and attachments of a PDF whose bytes are `data`."""
    import pypdfium2

    structure = _structure(source)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        return (), _cannot_open(error.err_code, structure), ()
    try:
        if structure.form_only:
            return (), Fault("pdf-form-only"), ()
        if structure.portfolio:
            return (), Fault("pdf-portfolio"), ()
        if len(document) > MOST_PAGES:
            return (), Fault("too-many-pages", str(len(document))), ()
        if structure.page_count != len(document):
            structure.risky = REPAIRED  # the two would not mean the same page by the same number
        pages, fault = _pages(document, structure)
        cut = Fault("pdf-cut") if structure.is_damaged and _is_cut(data) else None
        return pages, fault or cut, structure.attached
    finally:
        document.close()


def _is_cut(data: Data) -> bool:
    """The file stops inside an object: what came behind is lost, although what is left may be shown.

    A download that broke off may also be filled up with zeros.
    """
    end = len(data)
    while end > 0 and not any(data[max(0, end - 4096) : end]):
        end -= 4096
    end = max(end, 0)
    tail = bytes(data[max(0, end - 4096) : end]).rstrip(b"\0")
    if b"%%EOF" in tail or b"startxref" in tail or tail.rstrip().endswith(b"endobj"):
        return False
    return data.rfind(b" obj", 0, end) > data.rfind(b"endobj", 0, end)


class _Structure:
    """What qpdf says of the file as a whole."""

    opens = False
    is_locked = False
    is_damaged = False
    """It had to be mended. No reason to picture it: what comes out is compared page by page when it is placed."""
    page_count = -1
    risky = ""
    form_only = False
    """A dynamic XFA form: its pages only say that another program is needed."""
    portfolio = False
    """A collection of attachments behind a covering sheet."""
    units: tuple[float, ...] = ()
    attached: tuple[str, ...] = ()


def _structure(source: bytes | Path) -> _Structure:
    import io

    import pikepdf

    found = _Structure()
    try:
        with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source, suppress_warnings=True) as pdf:
            found.opens = True
            found.page_count = len(pdf.pages)
            found.units = tuple(_unit(page) for page in pdf.pages) if found.page_count <= MOST_PAGES else ()
            _ask_catalog(pdf, found)
            found.attached = _attached(pdf) if found.page_count <= MOST_PAGES else ()
            found.is_damaged = bool(pdf.get_warnings())
    except pikepdf.PasswordError:
        found.is_locked = True
    except Exception:  # qpdf met what it cannot mend; pdfium may still show it
        found.is_damaged = True
        found.risky = REPAIRED
    return found


def _ask_catalog(pdf: Any, found: _Structure) -> None:
    root = pdf.Root
    if root.get("/OCProperties") is not None and len(root.OCProperties.get("/OCGs", ())):
        found.risky = LAYERS
    found.form_only = bool(root.get("/NeedsRendering", False))
    found.portfolio = root.get("/Collection") is not None and found.page_count <= 1


def _attached(pdf: Any) -> tuple[str, ...]:
    """Names of the files that travel in the PDF; no page shows them."""
    try:
        listed = [(one.obj.objgen, str(one.filename or name)) for name, one in pdf.attachments.items()]
    except Exception:  # a name tree that makes no sense: viewers show no attachment either
        listed = []
    known = {place for place, _ in listed}
    pinned = [(place, name) for page in pdf.pages for place, name in _pinned(page) if place not in known]
    return tuple(sorted(name for _, name in [*listed, *pinned]))


def _pinned(page: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Files pinned to a page (ISO 32000-1, 12.5.6.15): the clip is shown, the file is not."""
    notes = page.obj.get("/Annots")
    try:
        for note in notes if notes is not None else ():
            if note.get("/Subtype") == "/FileAttachment":
                yield note.FS.objgen, str(note.FS.get("/UF") or note.FS.get("/F") or "")
    except Exception:  # notes that make no sense: viewers show none either
        return


def _unit(page: Any) -> float:
    try:
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if 0 < unit <= 75_000 else 1.0


def _cannot_open(code: int | None, structure: _Structure) -> Fault:
    if code in (_PASSWORD, _SECURITY) or structure.is_locked:
        return Fault("encrypted-pdf")
    if structure.opens and structure.page_count == 0:
        return Fault("empty-pages")
    return Fault("pdf-damaged")


def _pages(document: Any, structure: _Structure) -> tuple[tuple[PageFact, ...], Fault | None]:
    import pypdfium2

    pages: list[PageFact] = []
    lost: list[int] = []
    for number in range(1, len(document) + 1):
        try:
            page = open_page(document, number)
        except pypdfium2.PdfiumError:
            lost.append(number)
            continue
        try:
            unit = structure.units[number - 1] if number <= len(structure.units) else 1.0
            short, long = (side * unit for side in sorted(page.get_size()))
            if short < _LEAST_SIDE or long > _LARGEST_SIDE:
                lost.append(number)
                continue
            pages.append(_page(page, unit, structure.risky))
        finally:
            page.close()
    if lost:
        return tuple(pages), Fault("pdf-pages-damaged", "、".join(str(number) for number in lost))
    if structure.opens and structure.page_count > len(document):
        return tuple(pages), Fault("pdf-pages-damaged", f"{len(document) + 1}–{structure.page_count}")
    return tuple(pages), None


def _page(page: Any, unit: float, risky: str) -> PageFact:
    width, height = page.get_size()
    if not (1 <= width * unit <= 200_000 and 1 <= height * unit <= 200_000):
        risky = STRANGE
    return PageFact(
        width=round(width * unit, 3),
        height=round(height * unit, 3),
        turn=int(page.get_rotation()) % 360,
        pixels=_only_picture(page, width * height),
        has_text=_has_text(page),
        risky=risky,
    )


def _has_text(page: Any) -> bool:
    """A text layer that says something: most of its characters have a meaning (no private use, no question marks)."""
    try:
        text_page = page.get_textpage()
    except Exception:  # the page shows, its text cannot be taken out
        return False
    try:
        text = re.sub(r"\s", "", text_page.get_text_bounded(errors="replace"))
    finally:
        text_page.close()
    odd = sum(1 for char in text if char in "\ufffd\ufffe\uffff" or "\ue000" <= char <= "\uf8ff" or char < " ")
    return len(text) >= _LEAST_TEXT and odd * 5 < len(text)


def _only_picture(page: Any, area: float) -> tuple[int, int] | None:
    """Size in pixels of the one picture that covers the page (a scan), else None."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_TEXT, FPDFPage_CountObjects

    if not 1 <= FPDFPage_CountObjects(page.raw) <= 2_000:
        return None
    pictures = []
    for thing in page.get_objects(max_depth=3):
        if thing.type == FPDF_PAGEOBJ_IMAGE:
            pictures.append(thing)
        elif thing.type != FPDF_PAGEOBJ_TEXT:
            return None
    if len(pictures) != 1:
        return None
    left, bottom, right, top = pictures[0].get_bounds()
    if abs((right - left) * (top - bottom)) < 0.85 * area:
        return None
    width, height = pictures[0].get_px_size()
    return int(width), int(height)
