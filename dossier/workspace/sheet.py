"""What every kind of table file becomes: sheets of cells."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.workspace.cells import Cell

LIMIT_ROWS = 200_000

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, from 0, both included."""


class UnreadableTableError(Exception):
    """Why a table cannot be read, in words for the person who has it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells as they stand, from the first row and column of the sheet (whatever is hidden in it counts)."""

    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    stale: frozenset[tuple[int, int]] = frozenset()
    """(row, column), from 0, of formulas that were never computed or ended in an error."""


def letters_of(column: int) -> str:
    """0, 1 … 26 → A, B … AA."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_of(letters: str) -> int:
    """A, B … AA → 0, 1 … 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
