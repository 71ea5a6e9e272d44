"""Anchored drawings: where they stand on the page, and the zone that text keeps clear of."""

from __future__ import annotations

from dataclasses import replace

from dossier.typeset.drawing.marks import Hung, Mark, Placed, Turned
from dossier.typeset.layout.boxes import draw_box, sized, sized_drawing
from dossier.typeset.layout.page import Page, Zone
from dossier.typeset.layout.paragraph import Setting
from dossier.typeset.layout.tables import TableLaid
from dossier.typeset.model import Anchored, Floating, TextBox


def fixed_place(
    drawing: Anchored,
    page: Page,
    margins: tuple[float, float],
    column: tuple[float, float],
    y: float,
    char_x: float,
    line_y: float | None = None,
) -> tuple[float, float]:
    """Upper left corner on the page. `column` is (left, width); `y` the top of the paragraph."""  # fmt: skip
    sheet = page.sheet
    left, right = margins
    width, height = drawing.size
    spans = {
        "page": (0.0, sheet.width), "margin": (left, sheet.width - left - right), "column": column,
        "character": (char_x, 0.0), "leftMargin": (0.0, left), "rightMargin": (sheet.width - right, right),
        "insideMargin": (0.0, left), "outsideMargin": (sheet.width - right, right),
    }  # fmt: skip
    start, span = spans.get(drawing.h_from, column)
    x = _along(drawing.h_align, start, span, width, drawing.h_offset)
    section = page.section
    rows = {
        "page": (0.0, sheet.height), "margin": (page.top, page.bottom - page.top), "paragraph": (y, 0.0),
        "line": (line_y if line_y is not None else y, 0.0), "topMargin": (0.0, abs(section.top)),
        "bottomMargin": (sheet.height - abs(section.bottom), abs(section.bottom)),
    }  # fmt: skip
    start, span = rows.get(drawing.v_from, (y, 0.0))
    return x, _along(drawing.v_align, start, span, height, drawing.v_offset)


def floating_place(
    laid: TableLaid,
    floating: Floating,
    page: Page,
    margins: tuple[float, float],
    column: tuple[float, float],
    y: float,
) -> tuple[float, float]:
    """Upper left corner of a floating table; `y` is where the text has come to."""
    sheet = page.sheet
    left, right = margins
    width, height = laid.edges[-1], laid.height
    across = {"page": (0.0, sheet.width), "margin": (left, sheet.width - left - right)}.get(floating.h_from, column)
    outdent = 0.0 if floating.x_align in ("center", "right") else laid.table.margins.get("left", 0.0)
    x = _along(floating.x_align, *across, width, floating.x) - outdent
    if floating.v_from == "text":
        return x, y + max(floating.y, 0.0)
    down = (0.0, sheet.height) if floating.v_from == "page" else (page.top, page.bottom - page.top)
    return x, _along(floating.y_align, *down, height, floating.y)


def _along(align: str, start: float, span: float, size: float, offset: float) -> float:
    if align in ("center",):
        return start + (span - size) / 2
    if align in ("right", "bottom", "outside"):
        return start + span - size
    if align in ("left", "top", "inside"):
        return start
    return start + offset


def zone_of(drawing: Anchored, x: float, y: float) -> Zone:
    """The zone around a placed drawing."""
    width, height = drawing.size
    left, top, right, bottom = drawing.margins
    return Zone(x - left, y - top, x + width + right, y + height + bottom, drawing.wrap == "topAndBottom")


def settle(marks: list[Mark], page: Page, margins: tuple[float, float], setting: Setting) -> list[Mark]:
    """Marks with anchored drawings and text boxes put in their places: those behind the text first, the others last."""
    behind: list[Mark] = []
    front: list[Mark] = []
    rest: list[Mark] = []
    for mark in marks:
        if isinstance(mark, Hung):
            drawing = sized_drawing(mark.drawing, setting)
            x, y = fixed_place(drawing, page, margins, (mark.x, mark.column), mark.y, mark.char_x, mark.line_y)
            if isinstance(drawing.content, TextBox):
                made = settle(draw_box(drawing.content, x, y, setting), page, margins, setting)
            else:
                made = [Placed(x, y, drawing.content)]
            (behind if drawing.behind else front).extend(made)
        elif isinstance(mark, Placed) and isinstance(mark.content, TextBox):
            rest += settle(draw_box(sized(mark.content, setting), mark.x, mark.y, setting), page, margins, setting)
        elif isinstance(mark, Turned):
            rest.append(replace(mark, marks=settle(mark.marks, page, margins, setting)))
        else:
            rest.append(mark)
    return behind + rest + front
