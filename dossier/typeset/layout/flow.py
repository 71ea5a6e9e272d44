"""Blocks → pages: page breaks, keep rules, tables across pages, floats, footnotes, balanced columns."""

from __future__ import annotations

from dossier.typeset.drawing.marks import Stroke
from dossier.typeset.layout.boxes import sized_drawing
from dossier.typeset.layout.floats import fixed_place, floating_place, zone_of
from dossier.typeset.layout.footnotes import endnotes, notes_height
from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.page import Page, Zone
from dossier.typeset.layout.paginate import Pages
from dossier.typeset.layout.paragraph import Laid, Setter, draw_paragraph, finish, gap_between, lay_paragraph, same_box
from dossier.typeset.layout.stack import lay_stack
from dossier.typeset.layout.tables import TableLaid, lay_table
from dossier.typeset.layout.tables_flow import begins_page, notes_of, place_table
from dossier.typeset.model import Anchored, Block, Floating, Paragraph, Table

_BESIDE = 72.0
"""Text runs beside a floating table where this much room (pt) is left."""
_TIGHT = 0.5
"""A line may stand this much (pt) over the bottom: rounding of twips."""


class Flow(Pages):
    """Fills pages with the blocks of all sections. `pages` are the sheets, without headers and footers."""

    def run(self) -> list[Page]:
        """Lays out the whole document."""
        sections = self.document.sections
        for index, (section, blocks) in enumerate(sections):
            following = sections[index + 1][0] if index + 1 < len(sections) else None
            self.begin_section(section)
            balanced = section.column_count > 1 and following is not None and following.start == "continuous"
            if balanced:
                self._balanced(blocks)
            else:
                self._blocks(blocks)
            self.page.lowest = max(self.page.lowest, self.y)
        self._endnotes()
        return self.pages

    def _balanced(self, blocks: list[Block]) -> None:
        """Columns of one height: the least height into which everything fits."""
        self._end_wait()
        page, start, number = self.page, len(self.marks), self.next_number
        state = (self.y, self.column_top, self.fresh, self.hard, page.bottom)
        low, high = 0.0, page.bottom + page.shift - self.y
        best = page.bottom
        for _round in range(9):
            middle = (low + high) / 2
            page.bottom = state[0] + middle - page.shift
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
            self.next_number = number
            self.set_columns(page)
            self.y, self.column_top, self.fresh, self.hard = state[:4]
            self.break_waits = False
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
        if paragraph.section is not None and not paragraph.inlines and not paragraph.label and len(blocks) > 1:
            return  # an empty paragraph that only ends the section takes no room
        self._end_wait()
        if style.page_break_before and not (self.fresh and self.hard):
            self.new_page(hard=True)
        zones = self._wrapping(paragraph)
        laid = self._lay(paragraph, zones)
        if (style.keep_next or style.keep_lines) and not self.fresh:
            needed = self._chain(blocks, index, laid)
            if self.y + needed > self.bottom + _TIGHT and needed <= self.page.bottom - self.page.top:
                self.new_column()
                laid = self._lay(paragraph, zones)
        self._place(laid, blocks[index + 1] if index + 1 < len(blocks) else None)

    def _end_wait(self) -> None:
        """Begins the page that a page break at a paragraph's end asked for."""
        if self.break_waits:
            self.new_page(hard=True)

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
        for hung in paragraph.inlines:
            if isinstance(hung, Anchored) and hung.wrap != "none":
                inline = sized_drawing(hung, self.setting)
                x, y = fixed_place(
                    inline, self.page, self.margins(self.page), (self.left, self.width), self.y, self.left
                )
                self.page.zones.append(zone_of(inline, x, y))
                found = True
        return found

    def _gap(self, laid: Laid) -> float:
        """Space above a paragraph here; none at the top of a page that overflow began."""
        if self.fresh and not self.hard:
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
                if self.fresh:
                    count = 1
                else:
                    self.new_column()
                    continue
            chosen = lines[start : start + count]
            top = start == 0 and not (boxed and not self.fresh)
            y = self.y + gap
            end = start + count == len(lines)
            self.y = draw_paragraph(laid, chosen, self.left, y, self.marks, top=top, bottom=end and not joined)
            self.fresh = False
            self.page.notes.extend(stack for line in chosen for stack in self.note_stacks(line))
            start += count
            ended = chosen[-1].ended
            if ended == "page":
                self.above = laid
                if start < len(lines):
                    self.new_page(hard=True)
                else:
                    self.break_waits = True
            elif ended == "column":
                self.above = laid
                self.new_column(hard=True)
            elif start < len(lines):
                self.new_column()
        if not self.fresh:
            self.above = laid

    def _fitting(self, laid: Laid, start: int, gap: float) -> int:
        """How many of the lines from `start` stand here, by room, widow and keep rules and footnotes."""
        lines, style = laid.lines, laid.paragraph.style
        y = self.y + gap + (laid.top_border if start == 0 else 0.0)
        count, notes = 0, list(self.page.notes)
        for line in lines[start:]:
            notes.extend(self.note_stacks(line))
            bottom = self.page.bottom + self.page.shift - notes_height(notes)
            if y + line.skipped + line.height - line.foot > bottom + _TIGHT:
                break
            y += line.skipped + line.height
            count += 1
            if line.ended in ("page", "column"):
                return count
        rest = len(lines) - start - count
        if not rest or self.fresh:
            return count
        if style.keep_lines and start == 0:
            return 0
        if style.widow:
            if rest == 1 and count:
                count -= 1
            if count == 1 and start == 0 and len(lines) > 1:
                count = 0
        return count

    def _endnotes(self) -> None:
        notes = endnotes(self.document)
        if notes:
            self._end_wait()
            self.y += 6
            self.marks.append(Stroke(self.left, self.y, self.left + 144.0, self.y, 0.5))
            self.y += 6
        for blocks in notes:
            self._blocks(blocks)

    # ------------------------------------------------------------------ tables

    def _table(self, table: Table, blocks: list[Block], index: int) -> None:
        self._end_wait()
        if table.rows and begins_page(table.rows[0]) and not (self.fresh and self.hard):
            self.new_page(hard=True)
        if self.above is not None and not self.fresh:
            self.y += self.above.after
        laid = lay_table(table, self.setting, self.width, lay_stack)
        if table.floating is None or not self._float(laid, table.floating):
            place_table(laid, self)
        self.above = None
        self.page.lowest = max(self.page.lowest, self.y)

    def _float(self, laid: TableLaid, floating: Floating) -> bool:
        """Places a floating table beside the text; False where it stands in the flow (as wide as the text, or tall)."""
        page, margins = self.page, self.margins(self.page)
        width, height = laid.edges[-1], laid.height
        x, y = floating_place(laid, floating, page, margins, (self.left, self.width), self.y)
        beside = max(x - self.left, self.left + self.width - x - width)
        if floating.v_from == "text":
            if beside < _BESIDE or y + height > self.bottom:
                self.y = y if y + min(height, 20.0) <= self.bottom else self.y
                laid.left = x - self.left
                return False
        elif y + height > page.sheet.height:
            laid.left = x - self.left
            return False
        laid.draw(x - laid.left, y, self.marks)
        for row in range(len(laid.heights)):
            page.notes += notes_of(laid, row, self)
        page.zones.append(
            Zone(
                x - floating.left_gap,
                y,
                x + width + floating.right_gap,
                y + height + floating.bottom_gap,
                beside < _BESIDE,
            )
        )
        page.lowest = max(page.lowest, y + height)
        return True
