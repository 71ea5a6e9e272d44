"""The borders of a table as each of its cells has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from dossier.typeset.docx.props import edge
from dossier.typeset.style import Edge

_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(slots=True)
class Position:
    """Where a cell stands, for the conditions of a table style."""

    row: int
    rows: int
    first: bool
    last: bool
    column: int


def edges_of(element: etree._Element | None) -> dict[str, Edge]:
    """Side → border of a w:tblBorders or w:tcBorders."""
    if element is None:
        return {}
    found = {}
    for child in element:
        name = {"start": "left", "end": "right"}.get(etree.QName(child).localname, etree.QName(child).localname)
        if name in _SIDES:
            found[name] = edge(child)
    return found


def of_table(table: dict[str, Edge], position: Position) -> dict[str, Edge]:
    """A table's borders as one of its cells has them."""
    wanted = {
        "top": "top" if position.row == 0 else "insideH",
        "bottom": "bottom" if position.row == position.rows - 1 else "insideH",
        "left": "left" if position.first else "insideV",
        "right": "right" if position.last else "insideV",
    }
    return {side: table[name] for side, name in wanted.items() if name in table}


def of_condition(edges: dict[str, Edge], condition: str, position: Position) -> dict[str, Edge]:
    """Borders of a condition's region as one cell of it has them."""
    row_region = condition in ("firstRow", "lastRow", "band1Horz", "band2Horz")
    column_region = condition in ("firstCol", "lastCol", "band1Vert", "band2Vert")
    found: dict[str, Edge] = {side: edges[side] for side in ("top", "bottom", "left", "right") if side in edges}
    if row_region:
        if not position.first:
            found.pop("left", None)
            if "insideV" in edges:
                found["left"] = edges["insideV"]
        if not position.last:
            found.pop("right", None)
            if "insideV" in edges:
                found["right"] = edges["insideV"]
    if column_region:
        if position.row > 0:
            found.pop("top", None)
            if "insideH" in edges:
                found["top"] = edges["insideH"]
        if position.row < position.rows - 1:
            found.pop("bottom", None)
            if "insideH" in edges:
                found["bottom"] = edges["insideH"]
    return found
