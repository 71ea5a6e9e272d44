"""Namespaces and small pieces of WordprocessingML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from dossier.model import A4_PT

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_URI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL_URI = "http://schemas.openxmlformats.org/package/2006/relationships"
WP_URI = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A_URI = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC_URI = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W, R, WP = (f"{{{uri}}}" for uri in (W_URI, R_URI, WP_URI))
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def in_order(names: str) -> tuple[str, ...]:
    """Element names in the order that the schema wants."""
    return tuple(names.split())


def twips(points: float) -> int:
    """pt → 1/20 pt."""
    return round(points * 20)


def emu(points: float) -> int:
    """pt → English metric units."""
    return round(points * 12700)


def text(words: str) -> str:
    """`words` as XML text: escaped, and without what XML cannot hold."""
    return escape(_UNPRINTABLE.sub(" ", words))


def sheet_size(*, landscape: bool) -> tuple[float, float]:
    """Width and height of an A4 sheet, pt."""
    return (A4_PT[1], A4_PT[0]) if landscape else A4_PT


def section(*, landscape: bool, top: float, right: float, bottom: float, left: float, references: str) -> str:
    """A section of A4 sheets that starts on a new page; `references` are those of its header and footer."""
    width, height = (16838, 11906) if landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" w:left="{twips(left)}"'
        f' w:header="400" w:footer="400" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
    )
