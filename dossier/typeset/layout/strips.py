"""What stands one below another without pages: lines and tables in a cell, a header, a note. Values, no laying out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

    def draw_rows(self, x: float, y: float, marks: list[Mark], first: int, last: int) -> None:
        """Draws rows `first` to `last` (not included); `x` is its column's left, `y` the first row's top."""

    @property
    def stacks(self) -> list[Stack]:
        """The content of its cells."""


@dataclass(slots=True)
class Strip:
    """One line of a paragraph, or one row of a table: the smallest thing a page break leaves whole."""

    y: float
    height: float
    laid: Laid | None = None
    index: int = 0
    """Number of the line in its paragraph, of the row in its table."""
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
        for _key, group in groupby(shown, key=lambda strip: id(strip.laid or strip.table)):
            strips = list(group)
            head = strips[0]
            if head.table is not None:
                head.table.draw_rows(x, y + head.y, marks, head.index, strips[-1].index + 1)
            elif head.laid is not None:
                laid, at = head.laid, head.y
                lines = [strip.line for strip in strips]
                top = head.index == 0
                draw_paragraph(laid, lines, x, y + at - (laid.top_border if top else 0.0), marks, top=top,
                               bottom=strips[-1].index == len(laid.lines) - 1)  # fmt: skip

    @property
    def reach(self) -> float:
        """Height that the content takes, drawings hung from its paragraphs and lines counted."""
        return max(self.height, self.hung(0, len(self.strips)))

    def hung(self, first: int, stop: int) -> float:
        """How far down the drawings hung from strips `first` to `stop` (not included) reach; 0 where there are none."""
        lowest, top = 0.0, 0.0
        for number, strip in enumerate(self.strips[:stop]):
            if strip.laid is None:
                continue
            top = strip.y if strip.index == 0 else top
            if not strip.laid.hangs:
                continue
            for atom in strip.line.atoms:
                drawing = atom.thing
                if number < first or not isinstance(drawing, Anchored) or drawing.v_align:
                    continue
                if drawing.v_from in ("paragraph", "line"):
                    start = top if drawing.v_from == "paragraph" else strip.y
                    lowest = max(lowest, start + drawing.v_offset + drawing.size[1])
        return lowest

    @property
    def lines(self) -> Iterator[Line]:
        """All lines, those in cells of tables too."""
        return self.lines_from(0)

    def lines_from(self, first: int) -> Iterator[Line]:
        """The lines of the strips from `first` on; a table that begins before counts as a whole."""
        tables: list[Whole] = []
        for strip in self.strips[first:]:
            if strip.laid is not None:
                yield strip.line
            elif strip.table is not None and not any(strip.table is each for each in tables):
                tables.append(strip.table)
                for stack in strip.table.stacks:
                    yield from stack.lines

    def prints(self, first: int) -> bool:
        """Whether anything stands in the strips from `first` on that would be seen."""
        return any(
            strip.table is not None or any(atom.text.strip() or atom.thing is not None for atom in strip.line.atoms)
            for strip in self.strips[first:]
        )

    def draw_columns(self, right: float, y: float, marks: list[Mark]) -> None:
        """Draws the lines as columns from `right` to the left (upright writing)."""
        for strip in self.strips:
            if strip.laid is not None:
                draw_column(strip.line, right - strip.y - strip.height, y, marks)


LayStack = Callable[[Sequence[Block], Setting, float], Stack]
"""Sets blocks in a column of one width (`stack.lay_stack`): a table's cells hold stacks, and a stack holds tables."""
