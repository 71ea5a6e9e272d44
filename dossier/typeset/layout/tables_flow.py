"""A laid-out table over pages: repeated header rows, rows that break and rows that do not."""

from __future__ import annotations

from dossier.typeset.layout.footnotes import notes_height
from dossier.typeset.layout.paginate import Pages
from dossier.typeset.layout.strips import Stack
from dossier.typeset.layout.tables import CellLaid, Slice, TableLaid, fitting, keeps_next
from dossier.typeset.model import Paragraph, Row

_TIGHT = 0.5


def place_table(laid: TableLaid, flow: Pages) -> None:
    """Places all rows, page after page."""
    headers = _header_rows(laid)
    header_height = sum(laid.heights[:headers])
    pending = Slice()
    row, rest = 0, 0.0
    """`rest`: what is left of a row that a page break has cut."""
    count = len(laid.heights)
    fresh_page = flow.fresh
    while row < count:
        if row and not rest and pending.rows and begins_page(laid.table.rows[row]):
            _flush(laid, pending, flow)
            pending = Slice()
            flow.new_page(hard=True)
            fresh_page = True
            if headers <= row:
                _repeat(laid, headers, flow)
        height = rest or laid.heights[row]
        notes = [] if rest else notes_of(laid, row, flow)
        room = _room(flow) - pending.height - (notes_height(flow.page.notes + notes) - notes_height(flow.page.notes))
        if height <= room + _TIGHT and not (not rest and _must_move(laid, row, room, fresh_page and not pending.rows)):
            pending.rows.append((row, height, not rest, True))
            flow.page.notes += notes
            row, rest = row + 1, 0.0
            continue
        alone = fresh_page and not pending.rows
        cut = _cut(laid, row, room, pending, begun=bool(rest), alone=alone)
        if cut:
            pending.rows.append((row, cut, not rest, False))
            flow.page.notes += notes
            rest = max(_remaining(laid, row, pending, height - cut), 0.1)
        elif alone:
            pending.rows.append((row, height, not rest, True))
            flow.page.notes += notes
            row, rest = row + 1, 0.0
        _flush(laid, pending, flow)
        pending = Slice()
        if row >= count and not rest:
            return
        flow.new_column()
        fresh_page = True
        if headers and row >= headers and header_height < _room(flow) / 2:
            _repeat(laid, headers, flow)
            fresh_page = True
    _flush(laid, pending, flow)


def notes_of(laid: TableLaid, row: int, flow: Pages) -> list[Stack]:
    """The footnotes whose marks stand in the cells that begin in a row."""
    if not flow.document.footnotes:
        return []
    return [
        note for cell in laid.cells if cell.top == row for line in cell.stack.lines for note in flow.note_stacks(line)
    ]


def begins_page(row: Row) -> bool:
    """Whether the row's first paragraph asks for a new page."""
    first = next((block for cell in row.cells for block in cell.blocks), None)
    return isinstance(first, Paragraph) and first.style.page_break_before


def _room(flow: Pages) -> float:
    return flow.bottom - flow.y


def _header_rows(laid: TableLaid) -> int:
    rows = laid.table.rows
    count = 0
    while count < len(rows) and rows[count].header:
        count += 1
    return count if count < len(rows) else 0


def _flush(laid: TableLaid, pending: Slice, flow: Pages) -> None:
    if not pending.rows:
        return
    laid.draw_slice(pending, flow.left, flow.y, flow.marks)
    flow.y += pending.height
    flow.fresh = False


def _repeat(laid: TableLaid, headers: int, flow: Pages) -> None:
    again = Slice([(row, laid.heights[row], True, True) for row in range(headers)])
    laid.draw_slice(again, flow.left, flow.y, flow.marks, repeat=True)
    flow.y += again.height


def _must_move(laid: TableLaid, row: int, room: float, alone: bool) -> bool:
    """Whether a row that fits goes to the next page with the rows it must stay with."""
    if alone or not keeps_next(laid.table.rows[row]):
        return False
    total, last = 0.0, row
    while last < len(laid.heights):
        total += laid.heights[last]
        if not keeps_next(laid.table.rows[last]):
            break
        last += 1
    return total > room + _TIGHT and last - row < 40 and total < 650


def _cells_of(laid: TableLaid, row: int) -> list[CellLaid]:
    return [cell for cell in laid.cells if cell.top <= row < cell.bottom]


def _cut(laid: TableLaid, row: int, room: float, pending: Slice, *, begun: bool, alone: bool) -> float:
    """Height of the part of a row that stays on this page, 0 where the row cannot be broken here."""
    spec = laid.table.rows[row]
    if (spec.cant_split and not (begun or alone)) or spec.rule == "exact" or room < 10:
        return 0.0
    used, any_text = 0.0, False
    for cell in _cells_of(laid, row):
        strips = cell.stack.strips
        above = sum(height for number, height, _b, _e in pending.rows if cell.top <= number < row)
        inner = room + above - cell.padding
        first = cell.done
        stop = fitting(cell.stack, first, inner)
        if first >= len(strips):
            continue
        if stop == first and cell.bottom == row + 1:
            return 0.0
        if stop < len(strips):
            any_text = True
        base = strips[first].y
        if not alone and not begun and cell.stack.hung(first, stop) - base > inner >= 0:
            return 0.0  # a drawing would hang over the foot of the page: the row goes to the next one
        if stop > first:
            used = max(used, strips[stop - 1].y + strips[stop - 1].height - base + cell.padding - above)
    if not any_text:
        # Only its least height does not fit: the row goes to the next page whole, unless it is taller than a page.
        return room if begun or alone else 0.0
    return min(max(used, 0.0), room)


def _remaining(laid: TableLaid, row: int, pending: Slice, least: float) -> float:
    """Height of the rest of a row on the next page."""
    needed = 0.0
    room = pending.rows[-1][1]
    for cell in _cells_of(laid, row):
        strips = cell.stack.strips
        above = sum(height for number, height, _b, _e in pending.rows if cell.top <= number < row)
        stop = fitting(cell.stack, cell.done, room + above - cell.padding)
        if stop < len(strips) and cell.bottom == row + 1:
            needed = max(needed, cell.stack.height - strips[stop].y + cell.padding)
    return max(needed, least if needed == 0.0 else 0.0)
