"""Pages and columns: size, margins, header and footer room, numbers; what begins where a section begins."""

from __future__ import annotations

from dataclasses import replace

from dossier.typeset.drawing.marks import Mark, Sheet, move
from dossier.typeset.errors import Unreadable
from dossier.typeset.fonts.pens import Pens
from dossier.typeset.layout.footnotes import note_stacks, notes_height
from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.page import Column, Page
from dossier.typeset.layout.paragraph import Laid, Setting
from dossier.typeset.layout.stack import lay_stack
from dossier.typeset.layout.strips import Stack
from dossier.typeset.model import Block, Document, Section

MAX_PAGES = 5000
_TWIP = 0.05
"""Lengths in Word are whole twips: a line that lacks no more than one is whole."""


class Pages:
    """The pages of one document as they are begun; `Flow` fills them."""

    def __init__(self, document: Document, pens: Pens) -> None:
        self.document = document
        self.pens = pens
        self.pages: list[Page] = []
        self.section = Section()
        self.setting = Setting(pens, document)
        self.columns: list[Column] = []
        self.column = 0
        self.y = 0.0
        self.column_top = 0.0
        self.above: Laid | None = None
        self.fresh = True
        """Nothing stands in this column yet."""
        self.hard = True
        """The column was begun by a section or an explicit break, not by overflow."""
        self.next_number: int | None = 1
        self.break_waits = False
        """A paragraph ended with a page break: the page begins when something comes that stands on it."""

    # ------------------------------------------------------------------ pages

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def left(self) -> float:
        """Left edge of the current column."""
        return self.columns[self.column].left

    @property
    def width(self) -> float:
        """Width of the current column."""
        return self.columns[self.column].width

    @property
    def bottom(self) -> float:
        """Where the body ends: above the footnotes."""
        return self.page.bottom + self.page.shift - notes_height(self.page.notes)

    @property
    def marks(self) -> list[Mark]:
        """Marks of the page being filled."""
        return self.page.sheet.marks

    def new_page(self, *, first: bool = False, hard: bool = False) -> None:
        """Begins a page of the current section."""
        if len(self.pages) >= MAX_PAGES:
            raise Unreadable(f"排出的页数超过 {MAX_PAGES} 页，不再继续")
        section = self.section
        number = self.next_number if self.next_number is not None else 1
        sheet = Sheet(section.width, section.height, [], number, section.number_format, len(self.pages))
        self.next_number = number + 1
        self.break_waits = False
        page = Page(sheet, first, section)
        self.pages.append(page)
        top, bottom = self._body(page)
        page.top, page.bottom = top, bottom
        page.shift = self._shift(bottom - top)
        self.set_columns(page)
        self.begin_column(top + page.shift, hard=hard or first)

    def begin_column(self, top: float, *, hard: bool) -> None:
        self.y = self.column_top = top
        self.fresh, self.hard = True, hard
        self.above = None

    def new_column(self, *, hard: bool = False) -> None:
        """The next column, or the next page after the last one."""
        self.page.lowest = max(self.page.lowest, self.y)
        if self.column + 1 < len(self.columns):
            self.column += 1
            self.begin_column(self.column_top, hard=hard)
        else:
            self.new_page(hard=hard)

    def set_columns(self, page: Page) -> None:
        section = page.section
        left, right = self.margins(page)
        width = section.width - left - right
        self.column = 0
        if section.columns:
            self.columns, x = [], left
            for each, gap in section.columns:
                self.columns.append(Column(x, each))
                x += each + gap
            return
        count = section.column_count
        each = (width - section.column_gap * (count - 1)) / count
        self.columns = [Column(left + index * (each + section.column_gap), each) for index in range(count)]

    def margins(self, page: Page) -> tuple[float, float]:
        """Left and right margin of a page, gutter and mirroring counted."""
        section = page.section
        left, right = section.left, section.right
        if self.document.mirror and page.sheet.number % 2 == 0:
            left, right = right, left
            return left, right + section.gutter
        return left + (0 if self.document.gutter_top else section.gutter), right

    def _body(self, page: Page) -> tuple[float, float]:
        """Top and bottom of the body: pushed in by a header or footer taller than its margin; these keep to no grid."""
        section = page.section
        left, right = self.margins(page)
        width = section.width - left - right
        setting = replace(self.setting_of(section), grid=0.0)
        top, bottom = abs(section.top), section.height - abs(section.bottom)
        header, footer = self.story(page, section.headers), self.story(page, section.footers)
        if header and section.top >= 0:
            top = max(top, section.header + lay_stack(header, setting, width).height)
        if footer and section.bottom >= 0:
            bottom = min(bottom, section.height - section.footer - lay_stack(footer, setting, width).height)
        if self.document.gutter_top:
            top += section.gutter
        return top, max(bottom, top + 20)

    def _shift(self, height: float) -> float:
        """Half of what whole lines of the grid leave over: LibreOffice centres the grid in the body (but for notes).

        A body holds as much as if it did not, so no page more is taken for that: docs/typeset.md.
        """
        pitch = self.section.grid
        if not pitch or self.document.footnotes:
            return 0.0
        return max(0.0, height - int((height + _TWIP) / pitch) * pitch) / 2

    def story(self, page: Page, stories: dict[str, list[Block]]) -> list[Block]:
        """The header or footer of a page: first, even or default."""
        if page.section.title_page and page.first_of_section:
            return stories.get("first", [])
        if self.document.even_headers and page.sheet.number % 2 == 0:
            return stories.get("even", [])
        return stories.get("default", [])

    def note_stacks(self, line: Line) -> list[Stack]:
        """The footnotes whose marks stand in a line, laid out."""
        return note_stacks(line, self.document, self.setting, self.columns[0].width)

    def setting_of(self, section: Section) -> Setting:
        body = max(section.height - abs(section.top) - abs(section.bottom), 20.0)
        return Setting(
            self.pens,
            self.document,
            section.grid,
            section.char_space,
            page_height=body,
            sides=(section.left, section.right),
        )

    # ------------------------------------------------------------------ sections

    def begin_section(self, section: Section) -> None:
        previous, self.section = self.section, section
        self.setting = self.setting_of(section)
        start = section.start
        if self.break_waits and start == "continuous":
            self.new_page(hard=True)
        self.break_waits = False
        if section.number_start is not None:
            self.next_number = section.number_start
        same = (previous.width, previous.height) == (section.width, section.height)
        if start == "continuous" and self.pages and same:
            page = self.page
            page.section = _share_page(page.section, section)
            after = self.above.after if self.above else 0.0
            y = max(page.lowest, self.y) + after
            if section.number_start is not None:
                page.sheet.number = section.number_start
                self.next_number = section.number_start + 1
            self.set_columns(page)
            fresh = self.fresh
            self.begin_column(y, hard=True)
            self.fresh = fresh
            return
        if start in ("evenPage", "oddPage") and self.pages:
            number = self.next_number or 1
            if (number % 2 == 0) != (start == "evenPage"):
                self._blank_page()
        self.new_page(first=True)

    def _blank_page(self) -> None:
        if len(self.pages) >= MAX_PAGES:
            raise Unreadable(f"排出的页数超过 {MAX_PAGES} 页，不再继续")
        section = self.section
        number = self.next_number or 1
        sheet = Sheet(section.width, section.height, [], number, section.number_format, len(self.pages))
        self.next_number = number + 1
        blank = Section(width=section.width, height=section.height)
        self.pages.append(Page(sheet, False, blank))


def _share_page(old: Section, new: Section) -> Section:
    """A page that two sections share keeps the first one's headers, footers and margins of the page."""
    merged = replace(new)
    merged.headers, merged.footers = old.headers, old.footers
    merged.title_page = old.title_page
    merged.top, merged.bottom, merged.header, merged.footer = old.top, old.bottom, old.header, old.footer
    merged.borders, merged.border_from, merged.border_pages = old.borders, old.border_from, old.border_pages
    merged.valign = old.valign
    return merged


def align_down(page: Page, end: float) -> None:
    """Moves the body for a section's vertical alignment (w:vAlign)."""
    room = page.bottom - end
    shift = {"center": room / 2, "bottom": room}.get(page.section.valign, 0.0)
    if shift > 0:
        for mark in page.sheet.marks:
            move(mark, 0, shift)
