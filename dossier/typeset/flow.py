"""Sections → pages: columns, page breaks, keep rules, tables across pages, footnotes, floats."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.typeset.atoms import Kind
from dossier.typeset.floats import Zone, fixed_place, zone_of
from dossier.typeset.lines import Line
from dossier.typeset.marks import Mark, Sheet, Stroke, move
from dossier.typeset.model import Anchored, Block, Document, NoteRef, Paragraph, Section, Table
from dossier.typeset.paragraphs import (
    Laid,
    Setter,
    Setting,
    draw_paragraph,
    finish,
    gap_between,
    lay_paragraph,
    same_box,
)
from dossier.typeset.pens import Pens
from dossier.typeset.reader import number_notes
from dossier.typeset.stack import Stack, lay_stack
from dossier.typeset.tables_flow import TablePart, place_table
from dossier.typeset.tables_out import lay_table

_TIGHT = 0.5
"""A line may stand this much (pt) over the bottom: rounding of twips."""


@dataclass(slots=True)
class Column:
    """One column of the page."""

    left: float
    width: float


@dataclass(slots=True)
class Page:
    """The page being filled."""

    sheet: Sheet
    first_of_section: bool
    section: Section
    zones: list[Zone] = field(default_factory=list)
    notes: list[Stack] = field(default_factory=list)
    body_start: int = 0
    bottom: float = 0.0
    top: float = 0.0
    lowest: float = 0.0


class Flow:
    """Fills pages with the blocks of all sections. `pages` are the sheets, without headers and footers."""

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
        self._fresh = True
        """Nothing stands in this column yet."""
        self._hard = True
        """The column was begun by a section or an explicit break, not by overflow."""
        self._next_number: int | None = 1

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
        return self.page.bottom - self._notes_height(self.page.notes)

    @property
    def marks(self) -> list[Mark]:
        """Marks of the page being filled."""
        return self.page.sheet.marks

    @property
    def at_top(self) -> bool:
        """Whether the column is still empty."""
        return self._fresh

    def new_page(self, *, first: bool = False, hard: bool = False) -> None:
        """Begins a page of the current section."""
        section = self.section
        number = self._next_number if self._next_number is not None else 1
        sheet = Sheet(section.width, section.height, [], number, section.number_format, len(self.pages))
        self._next_number = number + 1
        page = Page(sheet, first, section)
        self.pages.append(page)
        top, bottom = self._body(page)
        page.top, page.bottom = top, bottom
        self._set_columns(page)
        self._begin_column(top, hard=hard or first)

    def _begin_column(self, top: float, *, hard: bool) -> None:
        self.y = self.column_top = top
        self._fresh, self._hard = True, hard
        self.above = None

    def new_column(self, *, hard: bool = False) -> None:
        """The next column, or the next page after the last one."""
        self.page.lowest = max(self.page.lowest, self.y)
        if self.column + 1 < len(self.columns):
            self.column += 1
            self._begin_column(self.column_top, hard=hard)
        else:
            self.new_page(hard=hard)

    def _set_columns(self, page: Page) -> None:
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
        """Top and bottom of the body: pushed in by a header or footer taller than its margin."""
        section = page.section
        left, right = self.margins(page)
        width = section.width - left - right
        setting = self._setting_of(section)
        top, bottom = abs(section.top), section.height - abs(section.bottom)
        header, footer = self.story(page, section.headers), self.story(page, section.footers)
        if header and section.top >= 0:
            top = max(top, section.header + lay_stack(header, setting, width).height)
        if footer and section.bottom >= 0:
            bottom = min(bottom, section.height - section.footer - lay_stack(footer, setting, width).height)
        if self.document.gutter_top:
            top += section.gutter
        return top, max(bottom, top + 20)

    def story(self, page: Page, stories: dict[str, list[Block]]) -> list[Block]:
        """The header or footer of a page: first, even or default."""
        if page.section.title_page and page.first_of_section:
            return stories.get("first", [])
        if self.document.even_headers and page.sheet.number % 2 == 0:
            return stories.get("even", [])
        return stories.get("default", [])

    def _setting_of(self, section: Section) -> Setting:
        return Setting(self.pens, self.document, section.grid, section.char_space)

    # ------------------------------------------------------------------ sections

    def run(self) -> list[Page]:
        """Lays out the whole document."""
        sections = self.document.sections
        for index, (section, blocks) in enumerate(sections):
            following = sections[index + 1][0] if index + 1 < len(sections) else None
            self._begin_section(section)
            balanced = section.column_count > 1 and following is not None and following.start == "continuous"
            if balanced:
                self._balanced(blocks)
            else:
                self._blocks(blocks)
            self.page.lowest = max(self.page.lowest, self.y)
        self._endnotes()
        return self.pages

    def _begin_section(self, section: Section) -> None:
        previous, self.section = self.section, section
        self.setting = self._setting_of(section)
        start = section.start
        if section.number_start is not None:
            self._next_number = section.number_start
        same = (previous.width, previous.height) == (section.width, section.height)
        if start == "continuous" and self.pages and same:
            page = self.page
            page.section = replace_flow(page.section, section)
            after = self.above.after if self.above else 0.0
            y = max(page.lowest, self.y) + after
            if section.number_start is not None:
                page.sheet.number = section.number_start
                self._next_number = section.number_start + 1
            self._set_columns(page)
            fresh = self._fresh
            self._begin_column(y, hard=True)
            self._fresh = fresh
            return
        if start in ("evenPage", "oddPage") and self.pages:
            number = self._next_number or 1
            if (number % 2 == 0) != (start == "evenPage"):
                self._blank_page()
        self.new_page(first=True)

    def _blank_page(self) -> None:
        section = self.section
        number = self._next_number or 1
        sheet = Sheet(section.width, section.height, [], number, section.number_format, len(self.pages))
        self._next_number = number + 1
        blank = Section(width=section.width, height=section.height)
        self.pages.append(Page(sheet, False, blank))

    def _balanced(self, blocks: list[Block]) -> None:
        """Columns of one height: the least height into which everything fits."""
        page, start, number = self.page, len(self.marks), self._next_number
        state = (self.y, self.column_top, self._fresh, self._hard, page.bottom)
        low, high = 0.0, page.bottom - self.y
        best = page.bottom
        for _round in range(9):
            middle = (low + high) / 2
            page.bottom = state[0] + middle
            self._blocks(blocks)
            fits = self.page is page
            if fits:
                best, high = page.bottom, middle
            else:
                low = middle
            del self.pages[self.pages.index(page) + 1 :]
            del page.sheet.marks[start:]
            page.zones.clear()
            page.lowest = state[0]
            self._next_number = number
            self._set_columns(page)
            self.y, self.column_top, self._fresh, self._hard = state[:4]
            self.above = None
        page.bottom = best
        self._blocks(blocks)
        if self.page is page:
            page.bottom = state[4]
            page.lowest = max(page.lowest, self.y)
            self.y = page.lowest

    # ------------------------------------------------------------------ blocks

    def _blocks(self, blocks: list[Block]) -> None:
        for index, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(block, blocks, index)
            else:
                self._paragraph(block, blocks, index)

    def _paragraph(self, paragraph: Paragraph, blocks: list[Block], index: int) -> None:
        style = paragraph.style
        if style.page_break_before and not (self._fresh and self._hard):
            self.new_page(hard=True)
        if _only_section_mark(paragraph, blocks, index):
            return
        zones = self._wrapping(paragraph)
        laid = self._lay(paragraph, zones)
        if (style.keep_next or style.keep_lines) and not self._fresh:
            needed = self._chain(blocks, index, laid)
            if self.y + needed > self.bottom + _TIGHT and needed <= self.page.bottom - self.page.top:
                self.new_column()
                laid = self._lay(paragraph, zones)
        self._place(laid, blocks[index + 1] if index + 1 < len(blocks) else None)

    def _lay(self, paragraph: Paragraph, zones: bool) -> Laid:
        """Lines of the paragraph here, beside the floats that stand here."""
        if not zones and not any(zone.bottom > self.y for zone in self.page.zones):
            return lay_paragraph(paragraph, self.setting, self.width)
        setter = Setter(paragraph, self.setting, self.width)
        probe = finish(setter, [])
        y = self.y + self._gap(probe)
        lines: list[Line] = []
        while True:
            y, left, right = self._beside(y, setter)
            line = setter.next_line(left, right)
            line.skipped = y - (self.y + self._gap(probe) + sum(each.height + each.skipped for each in lines))
            lines.append(line)
            y += line.height
            if setter.done:
                break
        return finish(setter, lines)

    def _beside(self, y: float, setter: Setter) -> tuple[float, float, float]:
        """Where the next line may stand: its y, and what floats take off its left and right."""
        while True:
            left = right = 0.0
            moved = False
            for zone in self.page.zones:
                if zone.bottom <= y + 0.1 or zone.top >= y + 8:
                    continue
                x1, x2 = zone.left - self.left, zone.right - self.left
                room_left, room_right = x1 - setter.measure.left, setter.measure.right - x2
                if zone.whole or max(room_left, room_right) < 30:
                    y, moved = zone.bottom, True
                    break
                if room_left >= room_right:
                    right = max(right, setter.measure.right - x1)
                else:
                    left = max(left, x2 - setter.measure.left)
            if not moved:
                return y, left, right

    def _wrapping(self, paragraph: Paragraph) -> bool:
        """Registers the floats anchored in a paragraph around which text runs."""
        found = False
        for inline in paragraph.inlines:
            if isinstance(inline, Anchored) and inline.wrap != "none":
                x, y = fixed_place(inline, self.page, self.margins(self.page), (self.left, self.width), self.y, self.left)
                self.page.zones.append(zone_of(inline, x, y))
                found = True
        return found

    def _gap(self, laid: Laid) -> float:
        """Space above a paragraph here; none at the top of a page that overflow began."""
        if self._fresh and not self._hard:
            return 0.0
        return gap_between(self.above, laid)

    def _chain(self, blocks: list[Block], index: int, laid: Laid) -> float:
        """Height of a paragraph and what must stay with it."""
        total = self._gap(laid) + laid.height
        above = laid
        if not laid.paragraph.style.keep_next:
            return total
        for block in blocks[index + 1 : index + 30]:
            if isinstance(block, Table):
                table = lay_table(block, self.setting, self.width, lay_stack)
                return total + above.after + (table.heights[0] if table.heights else 0.0)
            following = lay_paragraph(block, self.setting, self.width)
            total += gap_between(above, following)
            if not block.style.keep_next:
                least = 2 if block.style.widow else 1
                return total + sum(line.height for line in following.lines[:least])
            total += following.height
            above = following
        return total

    def _place(self, laid: Laid, following: Block | None) -> None:
        """Places a paragraph's lines, over as many columns as they need."""
        lines = laid.lines
        boxed = self.above is not None and same_box(self.above.paragraph, laid.paragraph)
        joined = isinstance(following, Paragraph) and same_box(laid.paragraph, following)
        if boxed:
            laid.top_border = 0.0
        if joined:
            laid.bottom_border = 0.0
        start = 0
        while start < len(lines):
            gap = self._gap(laid) if start == 0 else 0.0
            count = self._fitting(laid, start, gap)
            if count == 0:
                if self._fresh:
                    count = 1
                else:
                    self.new_column()
                    continue
            chosen = lines[start : start + count]
            top = start == 0 and not (boxed and not self._fresh)
            y = self.y + gap
            if boxed and start == 0 and gap and not self._fresh:
                y = self.y + gap
            end = start + count == len(lines)
            self.y = draw_paragraph(laid, chosen, self.left, y, self.marks, top=top, bottom=end and not joined)
            self._fresh = False
            self._take_notes(chosen)
            start += count
            ended = chosen[-1].ended
            if ended == "page":
                self._after_break(laid, start, len(lines), page=True)
            elif ended == "column":
                self._after_break(laid, start, len(lines), page=False)
            elif start < len(lines):
                self.new_column()
        if not self._fresh:
            self.above = laid

    def _after_break(self, laid: Laid, start: int, count: int, *, page: bool) -> None:
        self.above = laid
        if page:
            self.new_page(hard=True)
        else:
            self.new_column(hard=True)

    def _fitting(self, laid: Laid, start: int, gap: float) -> int:
        """How many of the lines from `start` stand here, by room, widow and keep rules and footnotes."""
        lines, style = laid.lines, laid.paragraph.style
        y = self.y + gap + (laid.top_border if start == 0 else 0.0)
        count, notes = 0, list(self.page.notes)
        for line in lines[start:]:
            notes.extend(self._note_stacks(line))
            bottom = self.page.bottom - self._notes_height(notes)
            if y + line.skipped + line.height > bottom + _TIGHT:
                break
            y += line.skipped + line.height
            count += 1
            if line.ended in ("page", "column"):
                return count
        rest = len(lines) - start - count
        if not rest or self._fresh:
            return count
        if style.keep_lines and start == 0:
            return 0
        if style.widow:
            if rest == 1 and count:
                count -= 1
            if count == 1 and start == 0 and len(lines) > 1:
                count = 0
        return count

    # ------------------------------------------------------------------ footnotes

    def _note_stacks(self, line: Line) -> list[Stack]:
        found = []
        for atom in line.atoms:
            if atom.kind is Kind.NOTE and isinstance(atom.thing, NoteRef) and atom.thing.kind == "footnote":
                blocks = self.document.footnotes.get(atom.thing.id)
                if blocks:
                    number_notes(blocks, atom.thing.text)
                    found.append(lay_stack(blocks, self.setting, self.columns[0].width))
        return found

    def _take_notes(self, lines: list[Line]) -> None:
        for line in lines:
            self.page.notes.extend(self._note_stacks(line))

    @staticmethod
    def _notes_height(notes: list[Stack]) -> float:
        return sum(stack.height for stack in notes) + 12.0 if notes else 0.0

    def draw_notes(self, page: Page) -> None:
        """Draws a page's footnotes above the bottom margin, under a short line."""
        if not page.notes:
            return
        left, right = self.margins(page)
        y = page.bottom - self._notes_height(page.notes) + 6
        page.sheet.marks.append(Stroke(left, y, left + min(144.0, page.sheet.width - left - right), y, 0.5))
        y += 6
        for stack in page.notes:
            stack.draw(left, y, page.sheet.marks)
            y += stack.height

    def _endnotes(self) -> None:
        if not self.document.endnotes:
            return
        order: list[NoteRef] = []
        for _section, blocks in self.document.sections:
            for block in blocks:
                if isinstance(block, Paragraph):
                    order += [i for i in block.inlines if isinstance(i, NoteRef) and i.kind == "endnote"]
        if order:
            self.y += 6
            self.marks.append(Stroke(self.left, self.y, self.left + 144.0, self.y, 0.5))
            self.y += 6
        for reference in order:
            blocks = self.document.endnotes.get(reference.id, [])
            number_notes(blocks, reference.text)
            self._blocks(blocks)

    # ------------------------------------------------------------------ tables

    def _table(self, table: Table, blocks: list[Block], index: int) -> None:
        if self.above is not None and not self._fresh:
            self.y += self.above.after
        if table.floating is not None and table.floating.v_from == "text" and not table.floating.y_align:
            self.y += max(table.floating.y, 0.0)
        laid = lay_table(table, self.setting, self.width, lay_stack)
        place_table(laid, TablePart(self))
        self.above = None
        self._hard = True
        for page_mark in (self.page,):
            page_mark.lowest = max(page_mark.lowest, self.y)

    def filled(self) -> None:
        """Something now stands in this column."""
        self._fresh = False


def _only_section_mark(paragraph: Paragraph, blocks: list[Block], index: int) -> bool:
    """An empty paragraph that only carries a section's end after a table takes no room in Word."""
    if paragraph.section is None or paragraph.inlines or paragraph.label:
        return False
    return False


def replace_flow(old: Section, new: Section) -> Section:
    """A page that two sections share keeps the first one's headers, footers and margins of the page."""
    merged = Section(**{name: getattr(new, name) for name in Section.__dataclass_fields__})
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
