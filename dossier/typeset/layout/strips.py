"""What stands one below another without pages: lines and tables in a cell, a header, a note. Values, no laying out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from dossier.typeset.drawing.marks import Mark
from dossier.typeset.layout.draw import draw_column
from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.paragraph import Laid, Setting, draw_paragraph
from dossier.typeset.model import Anchored, Block


class Whole(Protocol):
    """What a stack holds besides lines: a table, drawn in one."""

    def draw(self, x: float, y: float, marks: list[Mark]) -> None:
        """Draws it with its column's left at `x` and its top at `y`."""


@dataclass(slots=True)
class Strip:
    """One line of a paragraph, or a whole table: the smallest thing a page break leaves whole."""

    y: float
    height: float
    laid: Laid | None = None
    index: int = 0
    """Number of the line in its paragraph."""
    table: Whole | None = None

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

    @property
    def reach(self) -> float:
        """Height that the content takes, drawings hung from its paragraphs and lines counted."""
        lowest, top = self.height, 0.0
        for strip in self.strips:
            if strip.laid is None:
                continue
            top = strip.y if strip.index == 0 else top
            for atom in strip.line.atoms:
                drawing = atom.thing
                if isinstance(drawing, Anchored) and not drawing.v_align and drawing.v_from in ("paragraph", "line"):
                    start = top if drawing.v_from == "paragraph" else strip.y
                    lowest = max(lowest, start + drawing.v_offset + drawing.size[1])
        return lowest

    def draw_columns(self, right: float, y: float, marks: list[Mark]) -> None:
        """Draws the lines as columns from `right` to the left (upright writing)."""
        for strip in self.strips:
            if strip.laid is not None:
                draw_column(strip.line, right - strip.y - strip.height, y, marks)


LayStack = Callable[[Sequence[Block], Setting, float], Stack]
"""Sets blocks in a column of one width (`stack.lay_stack`): a table's cells hold stacks, and a stack holds tables."""
