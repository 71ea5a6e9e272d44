"""How wide a table's columns are, and where its left edge stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.typeset.model import Table

if TYPE_CHECKING:
    from dossier.typeset.layout.paragraph import Setting


def column_widths(table: Table, available: float) -> list[float]:
    """Widths of the grid's columns: what cells ask for, else the stored grid, else equal shares."""
    count = max(1, len(table.grid), _columns(table))
    grid = [*table.grid, *[0.0] * (count - len(table.grid))]
    widths = list(grid) if _is_settled(table, available) else _asked(table, grid, available)
    target = table.width if table.width is not None else None
    if table.width_share is not None:
        target = available * table.width_share
    total = sum(widths)
    if total <= 0:
        return [(target or available) / count] * count
    if any(width <= 0 for width in widths) and target is not None and target > total:
        empty = [i for i, width in enumerate(widths) if width <= 0]
        for i in empty:
            widths[i] = (target - total) / len(empty)
        total = sum(widths)
    if target is not None and abs(target - total) > 1 and not (table.fixed and table.width_share is None):
        widths = [width * target / total for width in widths]
    return [max(width, 0.0) for width in widths]


def _is_settled(table: Table, available: float) -> bool:
    """Whether the stored grid counts whatever the cells say.

    In a fixed table it does where it adds up to the table's own width; in one that fits itself where it stands in the
    text area and the cells ask for more than that.
    """
    if not table.grid or not all(table.grid) or _columns(table) != len(table.grid):
        return False
    total = sum(table.grid)
    if table.fixed:
        return table.width is not None and abs(total - table.width) <= 1
    return (
        table.width is None
        and table.width_share is None
        and total <= available + 1 < sum(_asked(table, table.grid, available))
    )


def _columns(table: Table) -> int:
    """How many columns the rows cover."""
    return max((row.before + sum(cell.span for cell in row.cells) + row.after for row in table.rows), default=0)


def fitted(table: Table, widths: list[float], available: float, setting: Setting) -> list[float]:
    """The widths of a table that fits itself, made smaller where it would leave the paper: then the text area's."""
    total = sum(widths)
    left = table_left(table, available, total, setting)
    before, after = setting.sides
    if table.fixed or total <= available or (left >= -before and left + total <= available + after):
        return widths
    return [width * available / total for width in widths]


def _asked(table: Table, grid: list[float], available: float) -> list[float]:
    """The stored grid where most cells agree with it, else what the cells ask for.

    Word and WPS store the grid as they last laid it out; programs that set cell widths leave an old grid behind, and
    Word then follows the cells.
    """
    cells = list(_cell_widths(table, available))
    agreeing = sum(1 for start, end, width in cells if abs(sum(grid[start:end]) - width) <= 0.03 * width + 1)
    if all(grid) and 2 * agreeing >= len(cells):
        return list(grid)
    asked: dict[int, float] = {}
    for start, end, width in cells:
        if end == start + 1:
            asked[start] = max(asked.get(start, 0.0), width)
    widths = [asked.get(column, grid[column]) for column in range(len(grid))]
    for start, end, width in cells:
        if end > start + 1:
            _fill_span(widths, asked, start, min(end, len(widths)), width)
    return widths


def _cell_widths(table: Table, available: float) -> Iterator[tuple[int, int, float]]:
    """(first column, column after the last, width) of every cell that asks for a width."""
    for row in table.rows:
        column = row.before
        if row.before == 1 and row.before_width:
            yield 0, 1, row.before_width
        for cell in row.cells:
            width = cell.width
            if width is None and cell.width_share is not None:
                width = cell.width_share * (table.width or available * (table.width_share or 1.0))
            if width is not None:
                yield column, column + cell.span, width
            column += cell.span


def _fill_span(widths: list[float], asked: dict[int, float], start: int, end: int, width: float) -> None:
    """A spanning cell gives width to the columns under it that nothing else sizes."""
    free = [column for column in range(start, end) if column not in asked and widths[column] <= 0]
    rest = width - sum(widths[column] for column in range(start, end))
    if free and rest > 0:
        for column in free:
            widths[column] = rest / len(free)


def table_left(table: Table, available: float, width: float, setting: Setting) -> float:
    """The table's left edge from the column's: before Word 2013 the text, since then the border, is at the indent."""
    align = table.align
    if align == "center":
        return (available - width) / 2
    if align == "right":
        return available - width
    if setting.document.compatibility >= 15:
        return table.indent
    return table.indent - table.margins.get("left", 0.0)
