"""A box → its PDF: separators, dossiers, blank backs, a bookmark for each case; and the runs of manual duplex.

One box is open at a time: memory does not grow with the number of boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Name, OutlineItem

from dossier.errors import Place, WorkspaceError
from dossier.model import A4_PT, Sides
from dossier.printroom.model import Box, Placed
from dossier.printroom.paper import draw
from dossier.printroom.plan import separators

_DAMAGE = (pikepdf.PikepdfError, RuntimeError, OSError, ValueError)
"""What the library raises at a damaged file: PdfError is only one of its errors, a page tree out of order another."""


def write_box(box: Box, sides: Sides, target: Path, dated: date) -> None:
    """Write the pages of a box in reading order.

    Raises WorkspaceError where a dossier can no longer be read or has other pages than its manifest says.
    """
    with ExitStack() as stack:
        pdf = stack.enter_context(pikepdf.new())
        before = _separators(box, dated)
        drawn = stack.enter_context(pikepdf.open(BytesIO(before))) if before else None
        marks: list[OutlineItem] = []
        for turn, placed in enumerate(box.placed):
            source = stack.enter_context(_open(placed))
            if placed.separator_page is not None and drawn is not None:
                pdf.pages.append(drawn.pages[turn])
                if sides is not Sides.SIMPLEX:
                    pdf.add_blank_page(page_size=A4_PT)
            for page in source.pages:
                pdf.pages.append(page)
                _drop_links(pdf.pages[-1])
            if len(pdf.pages) < placed.first_page - 1 + _span(placed):
                pdf.add_blank_page(page_size=A4_PT)
            marks.append(_bookmark(placed))
        with pdf.open_outline() as outline:
            outline.root.extend(marks)
        pdf.docinfo[Name.Title] = box.name
        pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def write_run(box_pdf: Path, pages: Sequence[int], target: Path) -> None:
    """Write some pages of a box in the order given; 0 is a blank side."""
    with pikepdf.open(box_pdf) as source, pikepdf.new() as pdf:
        for page in pages:
            if page:
                pdf.pages.append(source.pages[page - 1])
            else:
                pdf.add_blank_page(page_size=A4_PT)
        pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _separators(box: Box, dated: date) -> bytes:
    sheets = [("separator", _separator(placed, box)) for placed in separators(box)]
    return draw(sheets, dated) if sheets else b""


def _separator(placed: Placed, box: Box) -> dict[str, str]:
    volume = placed.volume
    return {
        "unit": volume.unit,
        "id": volume.id,
        "name": volume.name,
        "category": volume.category,
        "counts": f"{volume.items} 件　{volume.numbered} 页",
        "place": f"第 {box.number} 盒　案卷号 {placed.number}",
    }


def _open(placed: Placed) -> pikepdf.Pdf:
    volume = placed.volume
    try:
        with ExitStack() as held:
            pdf = held.enter_context(pikepdf.open(volume.pdf))
            pages = len(pdf.pages)
            held.pop_all()
    except _DAMAGE:
        raise _changed(placed, "打不开了") from None
    if pages != volume.pages:
        pdf.close()
        raise _changed(placed, f"现在 {pages} 页，生成时 {volume.pages} 页")
    return pdf


def _changed(placed: Placed, how: str) -> WorkspaceError:
    place = Place(placed.volume.pdf.name, problem=how)
    return WorkspaceError("排版打印时，一份档案变了", places=(place,), hint="请重新生成这份档案，再打印。")


def _span(placed: Placed) -> int:
    """Pages of the dossier itself and its blank back, without the separator."""
    lead = placed.first_page - (placed.separator_page or placed.first_page)
    return placed.pages - lead


def _drop_links(page: pikepdf.Page) -> None:
    """Links mean nothing on paper, and would drag along the pages they point to."""
    notes = page.obj.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes if note.get("/Subtype") != Name.Link]
    if kept:
        page.obj["/Annots"] = pikepdf.Array(kept)
    else:
        del page.obj["/Annots"]


def _bookmark(placed: Placed) -> OutlineItem:
    volume = placed.volume
    entry = OutlineItem(volume.label, (placed.separator_page or placed.first_page) - 1)
    for start, title in zip(volume.starts, volume.item_titles, strict=True):
        entry.children.append(OutlineItem(title, placed.first_page - 1 + start - 1))
    entry.is_closed = True
    return entry
