"""A table laid out: columns, row heights, merged cells, borders; drawn whole or in slices across pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

from dossier.typeset.docx.tables import covered as covered_words
from dossier.typeset.drawing.marks import Fill, Mark, Stroke, Turned, lighten
from dossier.typeset.layout.draw import border, pattern_of
from dossier.typeset.layout.hidden import lines_shown, tell, words_of_blocks
from dossier.typeset.layout.paragraph import Setting
from dossier.typeset.layout.strips import LayStack, Stack
from dossier.typeset.layout.table_borders import NO_EDGE, RowLooks
from dossier.typeset.layout.widths import column_widths, fitted, table_left
from dossier.typeset.model import Cell, Document, Paragraph, Row, Table

_UPRIGHT = frozenset({"tbRl", "tbRlV", "tbLrV", "rl", "rlV"})
_THINNEST = 1.0
"""Room (pt) that a border above and below a row may take."""
_TURNED = frozenset({"btLr", "lr"})


@dataclass(slots=True)
class CellLaid:
    """One cell (merged rows are one): grid columns [left, right), rows [top, bottom), its content."""

    cell: Cell
    left: int
    right: int
    top: int
    bottom: int
    stack: Stack
    rise: float = 0.0
    """Height that the row's upper border takes from the content."""
    above: float = 0.0
    below: float = 0.0
    """Room above and below the content: in every cell of a row that of the cell with the most, as in Word."""
    done: int = 0
    """Strips drawn so far, where the cell runs over pages."""

    @property
    def along(self) -> tuple[float, float]:
        """Where text that is set downwards begins below the cell's upper edge, and how long it is."""
        lines = [line for line in self.stack.lines if line.places]
        start = min((line.places[0] for line in lines), default=0.0)
        return start, max((line.places[0] + line.width for line in lines), default=0.0) - start

    @property
    def padding(self) -> float:
        """What stands above and below the content: cell margins and the upper border."""
        return self.above + self.below + self.rise


@dataclass(slots=True)
class Slice:
    """Rows of a table on one page: (row, height here, whether it begins and ends here)."""

    rows: list[tuple[int, float, bool, bool]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Sum of the heights."""
        return sum(height for _row, height, _begins, _ends in self.rows)


@dataclass(slots=True)
class TableLaid:
    """A table ready to draw. `edges` are the x of the grid from the table's left, `left` from the column's."""

    table: Table
    left: float
    edges: list[float]
    heights: list[float]
    cells: list[CellLaid]
    looks: RowLooks
    document: Document
    """Takes the notes of what a fixed height cuts off."""

    @property
    def height(self) -> float:
        """Height of all rows."""
        return sum(self.heights)

    def draw_rows(self, x: float, y: float, marks: list[Mark], first: int, last: int) -> None:
        """Draws rows `first` to `last` (not included) with the first one's top at `y`."""
        if first == 0:
            for cell in self.cells:
                cell.done = 0
        part = Slice([(row, self.heights[row], True, True) for row in range(first, last)])
        self.draw_slice(part, x, y, marks)

    @property
    def stacks(self) -> list[Stack]:
        """The content of its cells."""
        return [cell.stack for cell in self.cells]

    def draw(self, x: float, y: float, marks: list[Mark]) -> None:
        """Draws the whole table; `x` is the left of its column."""
        whole = Slice([(row, height, True, True) for row, height in enumerate(self.heights)])
        self.draw_slice(whole, x, y, marks)

    def draw_slice(self, part: Slice, x: float, y: float, marks: list[Mark], *, repeat: bool = False) -> None:
        """Draws the rows of one page from `y` down. `repeat`: header rows shown again."""
        tops: dict[int, tuple[float, float]] = {}
        at = y
        for row, height, _begins, _ends in part.rows:
            tops[row] = (at, at + height)
            at += height
        ends = {row: last for row, _height, _begins, last in part.rows}
        begins = {row: first for row, _height, first, _ends in part.rows}
        x += self.left
        for laid in self.cells:
            rows = [row for row in range(laid.top, laid.bottom) if row in tops]
            if rows:
                top, bottom = tops[rows[0]][0], tops[rows[-1]][1]
                whole = rows[0] == laid.top and rows[-1] == laid.bottom - 1 and begins[rows[0]] and ends[rows[-1]]
                last = rows[-1] == laid.bottom - 1 and ends[rows[-1]]
                self._cell(laid, x, top, bottom, marks, whole=whole or repeat, last=last)
        self._borders(part, tops, x, marks)

    # ------------------------------------------------------------------ cells

    def _cell(
        self, laid: CellLaid, x: float, top: float, bottom: float, marks: list[Mark], *, whole: bool, last: bool
    ) -> None:
        cell = laid.cell
        left, right = x + self.edges[laid.left], x + self.edges[laid.right]
        start = len(marks)
        if cell.shade:
            marks.append(Fill(left, top, right - left, bottom - top, cell.shade))
        self._fill(laid, left, right, top, bottom, marks, whole=whole, last=last)
        lighten(marks, start, cell.shade)
        for kind, edge in cell.diagonals:
            y1, y2 = (top, bottom) if kind == "tl2br" else (bottom, top)
            marks.append(Stroke(left, y1, right, y2, edge.width, edge.color, pattern_of(edge.style)))

    def _fill(
        self,
        laid: CellLaid,
        left: float,
        right: float,
        top: float,
        bottom: float,
        marks: list[Mark],
        *,
        whole: bool,
        last: bool,
    ) -> None:
        cell = laid.cell
        if cell.direction in _UPRIGHT or cell.direction in _TURNED:
            _start, length = laid.along
            if laid.done == 0 and (last or length <= bottom - top - laid.padding):
                self._upright(laid, left, right, top, bottom, marks)
                laid.done = 0 if whole else len(laid.stack.strips)
            return
        inner_top = top + laid.above + laid.rise
        inner_bottom = bottom - laid.below
        stack = laid.stack
        start_x = left + cell.margins.get("left", 0.0)
        if whole:
            room = inner_bottom - inner_top - stack.height
            shift = 0.0
            if cell.valign in ("center", "bottom"):
                hung = inner_bottom - inner_top - stack.reach
                shift = hung / 2 if cell.valign == "center" else hung
            shown = lines_shown(stack, inner_bottom - inner_top, self.document) if room < 0 else None
            stack.draw(start_x, inner_top + max(shift, 0.0), marks, 0, shown)
            return
        if laid.done >= len(stack.strips):
            return
        first = stack.strips[laid.done].y if laid.done else 0.0
        stop = len(stack.strips) if last else fitting(stack, laid.done, inner_bottom - inner_top)
        stack.draw(start_x, inner_top - first, marks, laid.done, stop)
        laid.done = stop

    def _upright(self, laid: CellLaid, left: float, right: float, top: float, bottom: float, marks: list[Mark]) -> None:
        """Text set downwards (or turned): laid again in the height of the cell."""
        cell, stack = laid.cell, laid.stack
        margins = cell.margins
        across = right - left - margins.get("left", 0.0) - margins.get("right", 0.0)
        room = across - stack.height
        shift = {"center": room / 2, "bottom": room}.get(cell.valign, 0.0)
        inner_top = top + laid.above + laid.rise
        start, length = laid.along
        inside = bottom - top - laid.padding
        if start + length > inside + 1:  # a part of the row: the text stands in its middle, not in that of the whole
            inner_top += max((inside - length) / 2, 0.0) - start
        if cell.direction in _TURNED:
            inner: list[Mark] = []
            stack.draw(0.0, max(shift, 0.0), inner)
            marks.append(Turned(left + margins.get("left", 0.0), bottom - laid.below, -90, inner))
            return
        stack.draw_columns(right - margins.get("right", 0.0) - max(shift, 0.0), inner_top, marks)

    # ------------------------------------------------------------------ borders

    def _borders(self, part: Slice, tops: dict[int, tuple[float, float]], x: float, marks: list[Mark]) -> None:
        rows = [row for row, _height, _begins, _ends in part.rows]
        for place, row in enumerate(rows):
            top, bottom = tops[row]
            above = rows[place - 1] if place else None
            follows = above is not None and above == row - 1
            self._horizontal(above if follows else None, row, top, x, marks)
            if place == len(rows) - 1 or rows[place + 1] != row + 1:
                self._horizontal(row, None, bottom, x, marks)
        self._verticals(rows, tops, x, marks)

    def _horizontal(self, above: int | None, below: int | None, y: float, x: float, marks: list[Mark]) -> None:
        for start, end, edge in self.looks.between(above, below):
            marks.extend(border(x + self.edges[start], y, x + self.edges[end], y, edge))

    def _verticals(self, rows: list[int], tops: dict[int, tuple[float, float]], x: float, marks: list[Mark]) -> None:
        beside = [self.looks.beside(row) for row in rows]
        for column, at in enumerate(self.edges):
            start, current = 0.0, NO_EDGE
            end = 0.0
            for row, edges in zip(rows, beside, strict=True):
                found = edges[column]
                top, bottom = tops[row]
                if (found is not current and found != current) or abs(top - end) > 0.01:
                    if current.width:
                        marks.extend(border(x + at, start, x + at, end, current))
                    start, current = top, found
                end = bottom
            if current.width:
                marks.extend(border(x + at, start, x + at, end, current))


def fitting(stack: Stack, first: int, room: float) -> int:
    """How many strips fit: the index after the last one."""
    if first >= len(stack.strips):
        return first  # all of it stands on earlier pages
    base = stack.strips[first].y if first else 0.0
    index = first
    while index < len(stack.strips) and stack.strips[index].y + stack.strips[index].height - base <= room + 0.05:
        index += 1
    return index


# ---------------------------------------------------------------------------- laying out


def lay_table(table: Table, setting: Setting, width: float, lay_stack: LayStack) -> TableLaid:
    """Lays a table out in a column of `width`."""
    least_gaps = 2 * _THINNEST + table.margins.get("top", 0.0) + table.margins.get("bottom", 0.0)
    inside = replace(setting, in_table=True, sides=(0.0, 0.0), page_height=max(setting.page_height - least_gaps, 0.0))
    widths = fitted(table, column_widths(table, width), width, setting)
    laid = _lay(table, inside, width, widths, lay_stack)
    if not table.fixed:
        wider = _widened(laid, widths)
        if wider is not None:
            laid = _lay(table, inside, width, wider, lay_stack)
    return laid


def _widened(laid: TableLaid, widths: list[float]) -> list[float] | None:
    """Columns given the width that a cut word needs, taken from those with the most; None where none is cut."""
    needs: dict[int, float] = {}
    for cell in laid.cells:
        if cell.stack.needed and cell.right == cell.left + 1 and cell.cell.direction not in _UPRIGHT | _TURNED:
            margins = cell.cell.margins
            need = cell.stack.needed + margins.get("left", 0.0) + margins.get("right", 0.0) + 0.5
            needs[cell.left] = max(needs.get(cell.left, 0.0), need)
    missing = sum(max(need - widths[column], 0.0) for column, need in needs.items())
    givers = {column: width for column, width in enumerate(widths) if column not in needs}
    spare = sum(max(width - 30, 0.0) for width in givers.values())
    if not needs or missing <= 0 or spare < missing:
        return None
    wider = list(widths)
    for column, need in needs.items():
        wider[column] = max(need, widths[column])
    for column, width in givers.items():
        wider[column] -= missing * max(width - 30, 0.0) / spare
    return wider


def _lay(table: Table, setting: Setting, width: float, widths: list[float], lay_stack: LayStack) -> TableLaid:
    edges = [0.0]
    for each in widths:
        edges.append(edges[-1] + each)
    count = len(widths)
    owner: list[list[CellLaid | None]] = [[None] * count for _row in table.rows]
    border_of: list[list[Cell | None]] = [[None] * count for _row in table.rows]
    cells: list[CellLaid] = []
    for number, row in enumerate(table.rows):
        column = row.before
        for cell in row.cells:
            end = min(column + cell.span, count)
            laid = _merged(owner, number, column, end, cell)
            if laid is None:
                stack = _content(cell, setting, edges[end] - edges[min(column, end)], lay_stack)
                laid = CellLaid(cell, column, end, number, number + 1, stack)
                cells.append(laid)
            elif laid.cell is not cell and (words := words_of_blocks(cell.blocks)).strip():
                tell(setting.document, covered_words(words))
            for covered in range(column, end):
                owner[number][covered] = laid
                border_of[number][covered] = cell
            column = end
    looks = RowLooks(border_of, owner)
    rises = [looks.rise(row) for row in range(len(table.rows))]
    for laid in cells:
        laid.rise = rises[laid.top]
        laid.above = _largest(table.rows[laid.top], "top")
        laid.below = _largest(table.rows[laid.bottom - 1], "bottom")
    heights = _heights(table, cells)
    for laid in cells:
        if laid.cell.direction in _UPRIGHT or laid.cell.direction in _TURNED:
            down = sum(heights[laid.top : laid.bottom]) - laid.padding
            laid.stack = _remembered(laid.cell, setting, max(down, 5.0), lay_stack)
    return TableLaid(
        table, table_left(table, width, edges[-1], setting), edges, heights, cells, looks, setting.document
    )


def _merged(owner: list[list[CellLaid | None]], row: int, left: int, right: int, cell: Cell) -> CellLaid | None:
    """The cell above that this one continues."""
    if cell.merge != "continue" or not row or left >= len(owner[row]):
        return None
    above = owner[row - 1][left]
    if above is None or above.left != left or above.right != right or not above.cell.merge:
        return None
    above.bottom = row + 1
    return above


def _content(cell: Cell, setting: Setting, width: float, lay_stack: LayStack) -> Stack:
    if cell.direction in _UPRIGHT or cell.direction in _TURNED:
        return lay_stack([], setting, width)
    inner = width - cell.margins.get("left", 0.0) - cell.margins.get("right", 0.0)
    return _remembered(cell, setting, max(inner, 5.0), lay_stack)


def _remembered(cell: Cell, setting: Setting, width: float, lay_stack: LayStack) -> Stack:
    """The cell's content laid out, from an earlier form where all that decides it is the same."""
    key = (setting.key, round(width, 3))
    known = cell.laid.get(key)
    if known is None:
        if len(cell.laid) > 8:
            cell.laid.clear()
        known = cell.laid[key] = lay_stack(cell.blocks, setting, width)
    return cast(Stack, known)


def _heights(table: Table, cells: list[CellLaid]) -> list[float]:
    heights = [_least(row) for row in table.rows]
    for laid in cells:
        row = table.rows[laid.top]
        if laid.bottom == laid.top + 1 and row.rule != "exact" and not (row.height and _takes_no_height(laid.cell)):
            needed = laid.stack.height + laid.padding
            heights[laid.top] = max(heights[laid.top], needed)
    for laid in sorted(cells, key=lambda each: each.bottom):
        if laid.bottom > laid.top + 1:
            last = laid.bottom - 1
            while last > laid.top and table.rows[last].rule == "exact":
                last -= 1
            needed = laid.stack.height + laid.padding
            missing = needed - sum(heights[laid.top : laid.bottom])
            if missing > 0 and table.rows[last].rule != "exact":
                heights[last] += missing
    return heights


def _largest(row: Row, side: str) -> float:
    return max((cell.margins.get(side, 0.0) for cell in row.cells), default=0.0)


def _takes_no_height(cell: Cell) -> bool:
    """Whether an empty cell's mark is left out of the height of its row, where that has one of its own."""
    return cell.hides_mark and not any(
        isinstance(block, Table) or block.inlines or block.label for block in cell.blocks
    )


def _least(row: Row) -> float:
    if row.rule == "exact":
        return row.height
    empty = 0.0 if row.cells else 12.0
    return max(row.height, empty)


def keeps_next(row: Row) -> bool:
    """Whether the row asks to stand on the page of the next one."""
    for cell in row.cells:
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                return block.style.keep_next
    return False
