"""What pdfium leaves out of a page though other viewers show it. In memory only; the file is not touched.

Fields that belong to no form (pages taken out of a form, forms merged) are drawn by pdfium only as part of one; lines,
polygons and strokes of ink without a look of their own are drawn by others from their corners.
"""

from __future__ import annotations

from ctypes import POINTER, c_char_p, c_float, c_uint, cast
from typing import Any

from pypdfium2 import raw

Stroke = list[tuple[float, float]]


def complete(document: Any, page: Any) -> None:
    """Give the annotations of an open page of pypdfium2 what pdfium needs to draw them."""
    form = document.formenv.raw if document.formenv else None
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            if form is None or raw.FPDFAnnot_GetFormFieldType(form, annotation) < 0:
                raw.FPDFAnnot_SetStringValue(annotation, b"Subtype", _wide("Stamp"))
        elif kind in _STROKES and not raw.FPDFAnnot_HasKey(annotation, b"AP") and not _is_hidden(annotation):
            for corners in _STROKES[kind](annotation):
                if len(corners) > 1:
                    _draw(page, annotation, corners, is_closed=kind == raw.FPDF_ANNOT_POLYGON)
        raw.FPDFPage_CloseAnnot(annotation)


def _is_hidden(annotation: Any) -> bool:
    return bool(raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW))


def _line(annotation: Any) -> list[Stroke]:
    start, end = raw.FS_POINTF(), raw.FS_POINTF()
    if not raw.FPDFAnnot_GetLine(annotation, start, end):
        return []
    return [[(start.x, start.y), (end.x, end.y)]]


def _corners(annotation: Any) -> list[Stroke]:
    count = raw.FPDFAnnot_GetVertices(annotation, None, 0)
    corners = (raw.FS_POINTF * count)()
    raw.FPDFAnnot_GetVertices(annotation, corners, count)
    return [[(corner.x, corner.y) for corner in corners]]


def _ink(annotation: Any) -> list[Stroke]:
    strokes = []
    for number in range(raw.FPDFAnnot_GetInkListCount(annotation)):
        count = raw.FPDFAnnot_GetInkListPath(annotation, number, None, 0)
        points = (raw.FS_POINTF * count)()
        raw.FPDFAnnot_GetInkListPath(annotation, number, points, count)
        strokes.append([(point.x, point.y) for point in points])
    return strokes


_STROKES = {
    raw.FPDF_ANNOT_LINE: _line,
    raw.FPDF_ANNOT_POLYLINE: _corners,
    raw.FPDF_ANNOT_POLYGON: _corners,
    raw.FPDF_ANNOT_INK: _ink,
}


def _draw(page: Any, annotation: Any, corners: Stroke, *, is_closed: bool) -> None:
    """A line through the corners, on top of what the page shows."""
    across, down, width = c_float(), c_float(), c_float(1)
    raw.FPDFAnnot_GetBorder(annotation, across, down, width)
    colour = [c_uint(part) for part in (0, 0, 0, 255)]
    raw.FPDFAnnot_GetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *colour)
    path = raw.FPDFPageObj_CreateNewPath(*corners[0])
    for corner in corners[1:]:
        raw.FPDFPath_LineTo(path, *corner)
    if is_closed:
        raw.FPDFPath_Close(path)
    raw.FPDFPageObj_SetStrokeColor(path, *(part.value for part in colour))
    raw.FPDFPageObj_SetStrokeWidth(path, max(width.value, 1.0))
    raw.FPDFPath_SetDrawMode(path, 0, 1)
    raw.FPDFPage_InsertObject(page.raw, path)


def _wide(text: str) -> Any:
    return cast(c_char_p((text + "\0").encode("utf-16-le")), POINTER(raw.FPDF_WCHAR))
