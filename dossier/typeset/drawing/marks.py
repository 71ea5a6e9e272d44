"""What is drawn on a page: text, lines, fills, pictures, links. Lengths in pt, y downwards from the page's top."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.typeset.fonts.fonts import Face
from dossier.typeset.model import Anchored, Drawn, Picture, TextBox


@dataclass(slots=True)
class Glyphs:
    """Characters of one face on one baseline. `number` is set for a page number known only at the end."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    color: str = ""
    bold: bool = False
    italic: bool = False
    tracking: float = 0.0
    scale: float = 1.0
    width: float = 0.0
    number: tuple[str, str] | None = None
    """(kind, format) of a page number."""


@dataclass(slots=True)
class Stroke:
    """A straight line; `pattern` is solid | dotted | dashed | wavy."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    color: str = ""
    pattern: str = "solid"


@dataclass(slots=True)
class Fill:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(slots=True)
class Placed:
    """A picture, drawn shape or text box with its upper left corner; a text box is set before it is written."""

    x: float
    y: float
    content: Picture | Drawn | TextBox


@dataclass(slots=True)
class Link:
    """A place to click: #bookmark or an address."""

    x: float
    y: float
    width: float
    height: float
    target: str


@dataclass(slots=True)
class Target:
    """Where a bookmark is."""

    x: float
    y: float
    name: str


@dataclass(slots=True)
class Turned:
    """Marks drawn around the origin, turned clockwise by `angle` degrees, then moved to x, y."""

    x: float
    y: float
    angle: float
    marks: list[Mark]


@dataclass(slots=True)
class Hung:
    """An anchored drawing before its place on the page is worked out: where its column, paragraph and line are."""

    x: float
    y: float
    line_y: float
    char_x: float
    column: float
    drawing: Anchored


Mark = Hung | Glyphs | Stroke | Fill | Placed | Link | Target | Turned


@dataclass(slots=True)
class Sheet:
    """One finished page. `number` is what PAGE prints in `number_format`."""

    width: float
    height: float
    marks: list[Mark]
    number: int
    number_format: str
    section: int
    free: float = 0.0
    """pt of the body that nothing stands in, at its foot."""


def lighten(marks: list[Mark], start: int, background: str) -> None:
    """Text of automatic colour is white on a dark background; `marks` from `start` on stand on it."""
    if background and _is_dark(background):
        for mark in marks[start:]:
            if isinstance(mark, Glyphs) and not mark.color:
                mark.color = "ffffff"


def _is_dark(color: str) -> bool:
    red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
    return (red * 77 + green * 151 + blue * 28) >> 8 <= 62


def move(mark: Mark, dx: float, dy: float) -> None:
    """Shifts a mark in place."""
    if isinstance(mark, Stroke):
        mark.x1 += dx
        mark.x2 += dx
        mark.y1 += dy
        mark.y2 += dy
    else:
        mark.x += dx
        mark.y += dy
        if isinstance(mark, Hung):
            mark.line_y += dy
            mark.char_x += dx
