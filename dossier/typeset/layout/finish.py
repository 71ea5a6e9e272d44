"""Pages → finished sheets: headers and footers with their numbers, footnotes, page borders, anchored drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.typeset.docx.numbering import format_number
from dossier.typeset.drawing.marks import Mark, Sheet, Stroke
from dossier.typeset.layout.atoms import Numbers
from dossier.typeset.layout.draw import outline
from dossier.typeset.layout.floats import settle
from dossier.typeset.layout.footnotes import draw_notes, notes_height
from dossier.typeset.layout.page import Page
from dossier.typeset.layout.paginate import align_down
from dossier.typeset.layout.paragraph import Setting
from dossier.typeset.layout.stack import lay_stack

if TYPE_CHECKING:
    from dossier.typeset.layout.flow import Flow


def finish_pages(flow: Flow) -> list[Sheet]:
    """The sheets with everything on them."""
    total = len(flow.pages)
    for page in flow.pages:
        page.sheet.free = max(page.bottom + page.shift - notes_height(page.notes) - max(page.lowest, page.top), 0.0)
        if page.section.valign != "top":
            align_down(page, max(page.lowest, page.top))
        margins = flow.margins(page)
        draw_notes(page, margins)
        numbers = Numbers(format_number(page.sheet.number, page.sheet.number_format), str(total), known=True)
        sides = Setting(flow.pens, flow.document, 0.0, page.section.char_space, numbers, sides=margins)
        around = _headers(flow, page, sides)
        body = settle(page.sheet.marks, page, margins, flow.setting_of(page.section))
        page.sheet.marks = [
            *settle(around, page, margins, sides),
            *_page_borders(page, margins),
            *_column_lines(flow, page),
            *body,
        ]
    return [page.sheet for page in flow.pages]


def _headers(flow: Flow, page: Page, setting: Setting) -> list[Mark]:
    section = page.section
    left, right = flow.margins(page)
    width = section.width - left - right
    marks: list[Mark] = []
    header = flow.story(page, section.headers)
    if header:
        lay_stack(header, setting, width).draw(left, section.header, marks)
    footer = flow.story(page, section.footers)
    if footer:
        stack = lay_stack(footer, setting, width)
        stack.draw(left, section.height - section.footer - stack.height, marks)
    return marks


def _page_borders(page: Page, margins: tuple[float, float]) -> list[Mark]:
    section = page.section
    edges = {side: edge for side, edge in section.borders.items() if edge.width}
    if not edges or (section.border_pages == "firstPage" and not page.first_of_section):
        return []
    if section.border_pages == "notFirstPage" and page.first_of_section:
        return []
    gap = {side: edges[side].space if side in edges else 0.0 for side in ("top", "left", "bottom", "right")}
    sheet, (left, right) = page.sheet, margins
    if section.border_from == "page":
        return outline(gap["left"], gap["top"], sheet.width - gap["right"], sheet.height - gap["bottom"], edges)
    return outline(
        left - gap["left"],
        page.top - gap["top"],
        sheet.width - right + gap["right"],
        page.bottom + gap["bottom"],
        edges,
    )


def _column_lines(flow: Flow, page: Page) -> list[Mark]:
    section = page.section
    if not section.column_line or section.column_count < 2:
        return []
    left, right = flow.margins(page)
    each = (section.width - left - right - section.column_gap * (section.column_count - 1)) / section.column_count
    x = left + each + section.column_gap / 2
    return [
        Stroke(
            x + index * (each + section.column_gap), page.top, x + index * (each + section.column_gap), page.lowest, 0.5
        )
        for index in range(section.column_count - 1)
    ]
