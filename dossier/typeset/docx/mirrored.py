"""A table that runs from right to left (w:bidiVisual): its first column stands at the right, its sides swapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from dossier.typeset.model import Cell, Table

_OTHER: Final = {"left": "right", "right": "left"}
T = TypeVar("T")


def mirror(table: Table) -> None:
    """Turns a table that was read as if it ran from left to right."""
    table.grid.reverse()
    table.align = _OTHER.get(table.align, table.align)
    table.borders = _swapped(table.borders)
    for row in table.rows:
        row.cells = [_mirrored(cell) for cell in reversed(row.cells)]
        row.before, row.after, row.before_width = row.after, row.before, 0.0


def _mirrored(cell: Cell) -> Cell:
    explicit = frozenset(_OTHER.get(side, side) for side in cell.explicit)
    return replace(
        cell, borders=_swapped(cell.borders), margins=_swapped(cell.margins), explicit=explicit, laid={}
    )  # fmt: skip


def _swapped(sides: Mapping[str, T]) -> dict[str, T]:
    return {_OTHER.get(side, side): value for side, value in sides.items()}
