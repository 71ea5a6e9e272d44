"""Merged cells below a header: people merge 学校 and 班级 over many children; each child's row gets the value."""

from __future__ import annotations

from collections.abc import Collection

from dossier.workspace.cells import Cell
from dossier.workspace.sheet import Sheet


def filled(sheet: Sheet, first: int, *, never: Collection[int] = ()) -> list[list[Cell]]:
    """Rows from `first` on (from 0), merged values copied down; columns in `never` stay as they are."""
    rows = [list(row) for row in sheet.rows[first:]]
    for (top, left), (bottom, right) in sheet.merges:
        if not first <= top < first + len(rows) or top == bottom or left != right or left in never:
            continue
        value = rows[top - first][left] if left < len(rows[top - first]) else None
        for row in rows[top - first : bottom - first + 1]:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = value
    return rows
