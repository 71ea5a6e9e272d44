"""Text boxes: how large they are, and their text drawn inside them."""

from __future__ import annotations

from dataclasses import replace

from dossier.typeset.drawing.marks import Mark, Placed, Turned
from dossier.typeset.layout.hidden import in_box, tell, words_of_lines
from dossier.typeset.layout.paragraph import Setting
from dossier.typeset.layout.stack import lay_stack
from dossier.typeset.layout.strips import Stack
from dossier.typeset.model import Anchored, TextBox

_WIDEST = 1500.0
_TIGHT = 1.0
"""pt by which a line may pass the lower edge of its box."""
_ROUNDING = 0.5
"""pt added to the longest line, so that it does not wrap in its own width."""


def sized(box: TextBox, setting: Setting) -> TextBox:
    """The box as large as it prints: one that grows is as high as its text, and as wide where lines do not wrap."""
    if not box.grows or box.direction or not box.blocks:
        return box
    left, top, right, bottom = box.insets
    width = box.width
    if not box.wraps:
        width = min(_natural(box, setting) + left + right, _WIDEST)
    stack = _content(box, setting, width)
    return replace(box, frame=replace(box.frame, width=width, height=stack.height + top + bottom))


def sized_drawing(drawing: Anchored, setting: Setting) -> Anchored:
    """An anchored drawing with its text box as large as it prints."""
    if not isinstance(drawing.content, TextBox):
        return drawing
    return replace(drawing, content=sized(drawing.content, setting))


def draw_box(box: TextBox, x: float, y: float, setting: Setting) -> list[Mark]:
    """The marks of a box (already sized) whose upper left corner is at x, y."""
    marks: list[Mark] = []
    if box.frame.stroke or box.frame.fill:
        marks.append(Placed(x, y, box.frame))
    left, top, right, bottom = box.insets
    if box.direction:
        _draw_upright(box, x, y, setting, marks)
        return marks
    stack = _content(box, setting, box.width if box.wraps else max(box.width, _natural(box, setting) + left + right))
    room = box.height - top - bottom
    shift = {"center": (room - stack.height) / 2, "bottom": room - stack.height}.get(box.valign, 0.0)
    shift = max(shift, 0.0)
    shown = None
    if stack.height > room + _TIGHT and not box.grows:
        shift = 0.0
        shown = sum(1 for strip in stack.strips if strip.y + strip.height <= room + _TIGHT) or 1
        if stack.prints(shown):
            tell(setting.document, in_box(words_of_lines(stack.lines_from(shown))))
    stack.draw(x + left, y + top + shift, marks, 0, shown)
    return marks


def _content(box: TextBox, setting: Setting, width: float) -> Stack:
    left, _top, right, _bottom = box.insets
    return lay_stack(box.blocks, replace(setting, grid=0.0), max(width - left - right, 5.0))


def _natural(box: TextBox, setting: Setting) -> float:
    """Width of the longest line where none wraps."""
    stack = _content(box, setting, _WIDEST)
    return (
        max((strip.line.width + strip.line.left for strip in stack.strips if strip.laid is not None), default=0.0) + 0.5
    )


def _draw_upright(box: TextBox, x: float, y: float, setting: Setting, marks: list[Mark]) -> None:
    left, top, right, bottom = box.insets
    down, across = max(box.height - top - bottom, 5.0), box.width - left - right
    stack = lay_stack(box.blocks, replace(setting, grid=0.0), down)
    if stack.height > across + _TIGHT:
        tell(setting.document, in_box(words_of_lines(stack.lines)))
    if box.direction == "btLr":
        inner: list[Mark] = []
        stack.draw(0.0, 0.0, inner)
        marks.append(Turned(x + left, y + box.height - bottom, -90, inner))
    else:
        stack.draw_columns(x + box.width - right, y + top, marks)
