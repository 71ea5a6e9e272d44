"""Blocks → strips one below another without pages: the content of a cell, a header, a footer, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dossier.typeset.layout.paragraph import Laid, Setting, gap_between, lay_paragraph, same_box
from dossier.typeset.layout.strips import Stack, Strip
from dossier.typeset.layout.tables import lay_table
from dossier.typeset.model import Block, Frame, Paragraph, Table


def lay_stack(blocks: Sequence[Block], setting: Setting, width: float) -> Stack:
    """Sets blocks in a column of one width."""
    stack = Stack()
    y = 0.0
    above: Laid | None = None
    for block in blocks:
        if isinstance(block, Table):
            y += above.after if above else 0.0
            table = lay_table(block, setting, width, lay_stack)
            for row, height in enumerate(table.heights):
                stack.strips.append(Strip(y, height, index=row, table=table))
                y += height
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
