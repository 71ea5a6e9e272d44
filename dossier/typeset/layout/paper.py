"""After layout: does all of it stand on the paper? What a page would lose is found, whatever the cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from dossier.typeset.drawing.marks import Glyphs, Hung, Mark, Placed, Sheet, Stroke, Turned
from dossier.typeset.errors import Refusal
from dossier.typeset.model import TextBox

_SLACK: Final = 0.5
"""pt by which a mark may pass the edge: hair lines, side bearings."""
_PARTLY: Final = 3.0
_SHOWN: Final = 12
PARTLY: Final = "伸出纸外的部分不印"


@dataclass(frozen=True, slots=True)
class Box:
    """A mark's extent on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def inside(self, sheet: Sheet, slack: float) -> bool:
        """Whether it stands on the paper."""
        return (
            self.left >= -slack
            and self.top >= -slack
            and self.right <= sheet.width + slack
            and self.bottom <= sheet.height + slack
        )

    def outside(self, sheet: Sheet) -> bool:
        """Whether its middle is off the paper."""
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return not (0 <= x <= sheet.width and 0 <= y <= sheet.height)


def lost(sheets: Sequence[Sheet]) -> tuple[list[Refusal], list[str]]:
    """What stands off the paper: refusals for text, and for lines and pictures of which more is off than on.

    The second list says of each picture or line that reaches a little over the edge what is cut off, as Word cuts it.
    """
    refusals: dict[Refusal, None] = {}
    notes: dict[str, None] = {}
    for number, sheet in enumerate(sheets, 1):
        words: list[str] = []
        straying = [mark for mark in sheet.marks if not _surely_inside(mark, sheet.width, sheet.height)]
        for mark, box in _boxes(straying, 0.0, 0.0, 0.0):
            if box is None:
                refusals.setdefault(Refusal("没有排出位置的图形", f"第{number}页"))
            elif isinstance(mark, Glyphs):
                words.append(_off(mark, box, sheet))
            elif box.outside(sheet):
                refusals.setdefault(Refusal(f"落在纸外的{_kind(mark)}", f"第{number}页"))
            elif not box.inside(sheet, _PARTLY):
                notes.setdefault(f"第{number}页：{_kind(mark)}{PARTLY}")
        gone = "".join(words)
        if gone:
            shown = gone if len(gone) <= _SHOWN else f"{gone[:_SHOWN]}…"
            refusals.setdefault(Refusal(f"落在纸外的文字「{shown}」", f"第{number}页"))
    return list(refusals), list(notes)


def _surely_inside(mark: Mark, width: float, height: float) -> bool:
    """Whether a plain look tells that a mark is on the paper, as it does for nearly all of them."""
    if isinstance(mark, Glyphs):
        return mark.x >= 0 and mark.x + mark.width <= width and mark.size <= mark.y <= height
    if isinstance(mark, Stroke):
        return 0 <= mark.x1 <= width and 0 <= mark.x2 <= width and 0 <= mark.y1 <= height and 0 <= mark.y2 <= height
    return False


def _kind(mark: Mark) -> str:
    return "图片" if isinstance(mark, Placed) else "线条"


def _off(mark: Glyphs, box: Box, sheet: Sheet) -> str:
    """The characters of a text that stand off the paper."""
    if box.inside(sheet, _SLACK):
        return ""
    text = mark.text.strip()
    if box.right - box.left < box.bottom - box.top or not text:  # turned: all or nothing
        return text if box.outside(sheet) else ""
    if not 0 <= (box.top + box.bottom) / 2 <= sheet.height:
        return text
    step = (box.right - box.left) / max(len(mark.text), 1)
    return "".join(
        char
        for index, char in enumerate(mark.text)
        if not char.isspace() and not -_SLACK <= box.left + (index + 0.5) * step <= sheet.width + _SLACK
    )


def _boxes(marks: Sequence[Mark], x: float, y: float, angle: float) -> Iterator[tuple[Mark, Box | None]]:
    """Marks that print, with their extents; None for a drawing that never got a place."""
    for mark in marks:
        if isinstance(mark, Turned):
            yield from _boxes(mark.marks, x + mark.x, y + mark.y, angle + mark.angle)
        elif isinstance(mark, Hung):
            yield mark, None
        elif isinstance(mark, Glyphs):
            box = (mark.x, mark.y - 0.7 * mark.size, mark.x + mark.width, mark.y)
            yield mark, _turned(box, x, y, angle)
        elif isinstance(mark, Stroke):
            yield mark, _turned((mark.x1, mark.y1, mark.x2, mark.y2), x, y, angle)
        elif isinstance(mark, Placed) and isinstance(mark.content, TextBox):
            yield mark, None
        elif isinstance(mark, Placed):
            width, height = mark.content.width, mark.content.height
            yield mark, _turned((mark.x, mark.y, mark.x + width, mark.y + height), x, y, angle)


def _turned(box: tuple[float, float, float, float], x: float, y: float, angle: float) -> Box:
    across, down = cos(radians(angle)), sin(radians(angle))
    corners = [(box[i], box[j]) for i in (0, 2) for j in (1, 3)]
    xs = [x + px * across - py * down for px, py in corners]
    ys = [y + px * down + py * across for px, py in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
