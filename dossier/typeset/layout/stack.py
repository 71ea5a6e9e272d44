"""Blocks set one below another without pages: the content of a cell, a header, a footer, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from dossier.typeset.drawing.marks import Mark
from dossier.typeset.layout.draw import draw_column
from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.paragraph import Laid, Setting, draw_paragraph, gap_between, lay_paragraph, same_box
from dossier.typeset.layout.tables import TableLaid, lay_table
from dossier.typeset.model import Block, Frame, Paragraph, Table


@dataclass(slots=True)
class Strip:
    """One line of a paragraph, or a whole table: the smallest thing a page break leaves whole."""

    y: float
    height: float
    laid: Laid | None = None
    index: int = 0
    """Number of the line in its paragraph."""
    table: TableLaid | None = None

    @property
    def line(self) -> Line:
        """The line (of a strip that is one)."""
        assert self.laid is not None
        return self.laid.lines[self.index]


@dataclass(slots=True)
class Stack:
    """Strips from the top (y = 0) down to `height`; `needed` is the widest word that had to be cut."""

    strips: list[Strip] = field(default_factory=list)
    height: float = 0.0
    needed: float = 0.0

    def draw(self, x: float, y: float, marks: list[Mark], first: int = 0, last: int | None = None) -> None:
        """Draws strips `first` to `last` with the stack's top at `y`."""
        shown = self.strips[first:last]
        for _key, group in groupby(shown, key=lambda strip: id(strip.laid) if strip.laid else id(strip)):
            strips = list(group)
            head = strips[0]
            if head.table is not None:
                head.table.draw(x, y + head.y, marks)
            elif head.laid is not None:
                laid, at = head.laid, head.y
                lines = [strip.line for strip in strips]
                top = head.index == 0
                draw_paragraph(laid, lines, x, y + at - (laid.top_border if top else 0.0), marks, top=top,
                               bottom=strips[-1].index == len(laid.lines) - 1)  # fmt: skip

    def draw_columns(self, right: float, y: float, marks: list[Mark]) -> None:
        """Draws the lines as columns from `right` to the left (upright writing)."""
        for strip in self.strips:
            if strip.laid is not None:
                draw_column(strip.line, right - strip.y - strip.height, y, marks)


def lay_stack(blocks: Sequence[Block], setting: Setting, width: float) -> Stack:
    """Sets blocks in a column of one width."""
    stack = Stack()
    y = 0.0
    above: Laid | None = None
    for block in blocks:
        if isinstance(block, Table):
            y += above.after if above else 0.0
            table = lay_table(block, setting, width, lay_stack)
            stack.strips.append(Strip(y, table.height, table=table))
            y += table.height
            above = None
            continue
        if block.frame is not None:
            _frame(block, block.frame, setting, width, y, stack)
            continue
        laid = lay_paragraph(block, setting, width)
        y = add_paragraph(stack, laid, above, y)
        above = laid
    stack.height = y + (above.after if above and not above.paragraph.style.after_auto else 0.0)
    return stack


def add_paragraph(stack: Stack, laid: Laid, above: Laid | None, y: float) -> float:
    """Adds a paragraph's lines below `y`; returns the new bottom."""
    y += gap_between(above, laid)
    if above is not None and same_box(above.paragraph, laid.paragraph):
        laid.top_border = 0.0
        y -= above.bottom_border
        above.bottom_border = 0.0
    y += laid.top_border
    for index, line in enumerate(laid.lines):
        stack.strips.append(Strip(y, line.height, laid, index))
        y += line.height
        stack.needed = max(stack.needed, line.needed)
    return y + laid.bottom_border


def _frame(block: Paragraph, frame: Frame, setting: Setting, width: float, y: float, stack: Stack) -> None:
    """A paragraph in a frame (an old page number): beside the flow, takes no height."""
    laid = lay_paragraph(block, setting, frame.width or width)
    line = laid.lines[0]
    natural = frame.width or line.width
    shift = {"center": (width - natural) / 2, "right": width - natural, "outside": width - natural}.get(
        frame.x_align, frame.x
    )
    if not frame.width:
        shift -= line.places[0] if line.places else 0.0
    laid.lines = [replace(each, places=[place + shift for place in each.places], drawn=None) for each in laid.lines]
    for index, each in enumerate(laid.lines):
        stack.strips.append(Strip(y, each.height, laid, index))
        y += each.height
