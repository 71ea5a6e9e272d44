"""Which border neighbouring cells share. Worked out once for rows that look alike: forms of one template do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Final

from dossier.typeset.memory import Memory
from dossier.typeset.model import Cell
from dossier.typeset.style import Edge

NO_EDGE: Final = Edge(0.0, "", "none")
Run = tuple[int, int, Edge]
"""Grid columns [start, end) under one border."""
_horizontal: Final = Memory[tuple[Run, ...]]()
_vertical: Final = Memory[tuple[Edge, ...]]()


class RowLooks:
    """The cells of a table's rows, by grid column, with what tells rows of the same look apart."""

    def __init__(self, border_of: Sequence[Sequence[Cell | None]], owner: Sequence[Sequence[object]]) -> None:
        self._cells = border_of
        self._owner = owner
        self._keys: list[Hashable] = [_key(row, own) for row, own in zip(border_of, owner, strict=True)]
        self._continued = [any(cell is not None and cell.merge == "continue" for cell in row) for row in border_of]

    def between(self, above: int | None, below: int | None) -> tuple[Run, ...]:
        """The borders between two rows (None: outside the table or the page), without those of width 0."""
        merged = self._merged(above, below)
        key = (
            self._keys[above] if above is not None else None,
            self._keys[below] if below is not None else None,
            merged,
        )
        known = _horizontal.get(key)
        if known is None:
            known = self._between(above, below, merged)
            _horizontal.keep(key, known)
        return known

    def _merged(self, above: int | None, below: int | None) -> tuple[bool, ...]:
        if above is None or below is None or not self._continued[below]:
            return ()
        return tuple(
            one is not None and one is two for one, two in zip(self._owner[above], self._owner[below], strict=True)
        )

    def _between(self, above: int | None, below: int | None, merged: tuple[bool, ...]) -> tuple[Run, ...]:
        upper = self._cells[above] if above is not None else None
        lower = self._cells[below] if below is not None else None
        count = len(upper if upper is not None else lower or ())
        found = [
            NO_EDGE
            if merged and merged[column]
            else resolve(upper[column] if upper else None, "bottom", lower[column] if lower else None, "top")
            for column in range(count)
        ]
        runs: list[Run] = []
        start = 0
        for column in range(1, count + 1):
            if column == count or found[column] != found[start]:
                if found[start].width:
                    runs.append((start, column, found[start]))
                start = column
        return tuple(runs)

    def beside(self, row: int) -> tuple[Edge, ...]:
        """The borders of a row at each line of the grid, from its left edge to its right."""
        known = _vertical.get(self._keys[row])
        if known is None:
            cells = (None, *self._cells[row], None)
            owners = (None, *self._owner[row], None)
            known = tuple(
                NO_EDGE if one is two and one is not None else resolve(left, "right", right, "left")
                for (left, right), (one, two) in zip(pairwise(cells), pairwise(owners), strict=True)
            )
            _vertical.keep(self._keys[row], known)
        return known

    def rise(self, row: int) -> float:
        """Height that the upper border of a row takes."""
        return max(
            (cell.borders.get("top", NO_EDGE).width for cell in self._cells[row] if cell is not None), default=0.0
        )


def _key(row: Sequence[Cell | None], owner: Sequence[object]) -> Hashable:
    """Two cells written alike are one value: whose a column is, `owner` tells."""
    parts: list[tuple[int, int]] = []
    before: object = None
    for column, (cell, own) in enumerate(zip(row, owner, strict=True)):
        if own is not before or not column:
            parts.append((cell.look if cell is not None else -1, column))
            before = own
    return (*parts, len(row))


def resolve(one: Cell | None, side: str, other: Cell | None, opposite: str) -> Edge:
    """The border two neighbours share: what a cell itself sets beats the table's, else the wider one."""
    first = one.borders.get(side, NO_EDGE) if one else NO_EDGE
    second = other.borders.get(opposite, NO_EDGE) if other else NO_EDGE
    if one is None or other is None:
        return first if one is not None else second
    first_own, second_own = side in one.explicit, opposite in other.explicit
    if first_own != second_own:
        own, inherited = (first, second) if first_own else (second, first)
        return own if own.width else inherited
    return first if first.width >= second.width else second
