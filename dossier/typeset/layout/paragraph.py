"""One paragraph in a column: indents, spacing, number, borders; its lines broken and given their heights."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dossier.typeset.drawing.marks import Fill, Mark, lighten
from dossier.typeset.fonts.pens import Pens
from dossier.typeset.layout.atoms import Atom, Atomiser, Numbers, spread_breaks
from dossier.typeset.layout.bidi import reorder
from dossier.typeset.layout.draw import draw_line, outline
from dossier.typeset.layout.lines import Breaker, Line, Measure, Room, align, set_height
from dossier.typeset.model import Anchored, Document, Paragraph, Tab, Text
from dossier.typeset.style import Edge, ParaStyle

_AUTO_SPACE = 14.0
_REMEMBERED = 8
SHRUNK = "高于版心的图片已缩小到一页的高度"


@dataclass(slots=True)
class Setting:
    """What a paragraph stands in: pens, document, grid, and the numbers that page fields print."""

    pens: Pens
    document: Document
    grid: float = 0.0
    char_space: float = 0.0
    numbers: Numbers = field(default_factory=Numbers)
    in_table: bool = False
    page_height: float = 0.0
    """Height of the body: no picture in a line is taller; 0: no limit."""
    sides: tuple[float, float] = (0.0, 0.0)
    """How far the paper reaches beyond the text area, left and right."""

    @property
    def key(self) -> tuple[object, ...]:
        """All that decides how a paragraph is laid out here, but its width."""
        document, numbers = self.document, self.numbers
        return (
            self.pens.serial, self.line_grid, self.grid, self.char_space, self.in_table, document.default_tab,
            document.expand_breaks, document.split_break, document.add_spacing, document.squeeze, self.page_height,
            numbers.page, numbers.pages, numbers.known,
        )  # fmt: skip

    @property
    def line_grid(self) -> float:
        """The grid of lines as it holds here: in tables only where the settings say so."""
        return self.grid if not self.in_table or self.document.grid_in_tables else 0.0


@dataclass(slots=True)
class Laid:
    """A paragraph with its lines. `before` and `after` are its spacing in pt."""

    paragraph: Paragraph
    lines: list[Line]
    before: float
    after: float
    left: float
    right: float
    """Edges of the text (for borders and shades), from the column's left edge."""
    top_border: float = 0.0
    bottom_border: float = 0.0
    """Room that borders take above the first and below the last line."""
    column: float = 0.0
    """Width of the column."""
    adds: bool = False
    """Whether spacing adds up with that of the paragraph above."""
    hangs: bool = False
    """Whether a drawing hangs from it."""

    @property
    def height(self) -> float:
        """Height of the lines and borders, without spacing."""
        return self.top_border + sum(line.height for line in self.lines) + self.bottom_border


class Setter:
    """Breaks one paragraph, line by line; widths may change from line to line (floats)."""

    def __init__(self, paragraph: Paragraph, setting: Setting, width: float) -> None:
        self.paragraph = paragraph
        self.setting = setting
        style = paragraph.style
        char = style.char + setting.char_space
        first = style.first
        if style.first_chars is not None:
            first = style.first_chars * (_first_size(paragraph) + setting.char_space)
        self.left = style.left
        if style.left_chars is not None:
            self.left = style.left_chars * char + max(-first, 0.0)
        elif style.first_chars is not None and first < 0:
            self.left = max(self.left, -first)
        self.right = width - (style.right_chars * char if style.right_chars is not None else style.right)
        if self.right - self.left < 10:
            self.right = max(width, self.left + 10)
        atoms = _atoms(paragraph, setting)
        start = self.left + first
        if paragraph.label:
            start = self._label(atoms, start, first)
        spread_breaks(atoms, kinsoku=style.kinsoku)
        self.measure = Measure(
            self.left, start, self.right, style.tabs, setting.document.default_tab,
            self.left if first < 0 else None, width,
        )  # fmt: skip
        self._breaker = Breaker(atoms, hang=style.hang and not setting.in_table, squeeze=setting.document.squeeze)
        self._room = Room(style.line_rule, style.line, setting.line_grid if style.snap else 0.0)
        self._first = True
        self._empty = not atoms

    def _label(self, atoms: list[Atom], start: float, first: float) -> float:
        """Puts the number before the text; returns where the first line starts."""
        setting, paragraph = self.setting, self.paragraph
        maker = Atomiser(setting.pens, auto_space=False, char_space=0.0, numbers=setting.numbers, words=False)
        maker.add(paragraph.label)
        width = sum(atom.width + atom.gap for atom in maker.atoms)
        if paragraph.label_align == "right":
            start -= width
        elif paragraph.label_align == "center":
            start -= width / 2
        if paragraph.label_suffix == "tab":
            style = paragraph.label[0].style if isinstance(paragraph.label[0], Text) else paragraph.mark
            maker.add([Tab(style)])
        elif paragraph.label_suffix == "space":
            style = paragraph.label[0].style if isinstance(paragraph.label[0], Text) else paragraph.mark
            maker.add([Text(" ", style)])
        for atom in maker.atoms:
            atom.breaks = False
        if atoms:
            atoms[0].breaks = False
        atoms[:0] = maker.atoms
        return start

    @property
    def done(self) -> bool:
        """Whether all of the paragraph is in lines."""
        return not self._empty and self._breaker.done

    def next_line(self, left: float = 0.0, right: float = 0.0) -> Line:
        """The next line, `left` and `right` taken off its measure."""
        measure = self.measure
        if left or right:
            measure = Measure(
                measure.left + left, measure.first + left, measure.right - right, measure.tabs, measure.default_tab,
                measure.hanging, measure.column,
            )  # fmt: skip
        if self._empty:
            # Nothing is in the paragraph, or its mark stands alone after a line break.
            left = measure.first if self._first else measure.left
            line = Line([], [], left=left, right=measure.right, ended="end")
            self._empty = False
        else:
            line = self._breaker.next_line(measure, first=self._first)
            marked = ("line", "page") if self.setting.document.split_break else ("line",)
            self._empty = line.ended in marked and self._breaker.done
        if not line.text_height:
            mark = self.paragraph.mark
            pen = self.setting.pens.pen(mark, mark.hint == "eastAsia", True)
            line.text_height = pen.ascent + pen.descent
            if not line.ascent:
                line.ascent, line.descent = pen.ascent, pen.descent
        self._first = False
        align(line, self.paragraph.style, expand_breaks=self.setting.document.expand_breaks)
        set_height(line, self._room)
        reorder(line, rtl=self.paragraph.style.bidi)
        return line


def _first_size(paragraph: Paragraph) -> float:
    for inline in paragraph.inlines:
        if isinstance(inline, Text):
            return inline.style.size
    return paragraph.mark.size


def _atoms(paragraph: Paragraph, setting: Setting) -> list[Atom]:
    style = paragraph.style
    maker = Atomiser(
        setting.pens, auto_space=style.auto_space, char_space=setting.char_space if style.snap else 0.0,
        numbers=setting.numbers, words=style.break_words, tallest=setting.page_height,
    )  # fmt: skip
    maker.add(paragraph.inlines)
    if maker.shrunk and SHRUNK not in setting.document.notes:
        setting.document.notes.append(SHRUNK)
    return maker.atoms


def lay_paragraph(paragraph: Paragraph, setting: Setting, width: float) -> Laid:
    """The whole paragraph in a column of one width; lines laid out before are used again."""
    key = (setting.key, width)
    known = paragraph.laid.get(key)
    if isinstance(known, Laid):
        return replace(known)
    laid = _lay_paragraph(paragraph, setting, width)
    if len(paragraph.laid) > _REMEMBERED:
        paragraph.laid.clear()
    paragraph.laid[key] = laid
    return replace(laid)


def _lay_paragraph(paragraph: Paragraph, setting: Setting, width: float) -> Laid:
    setter = Setter(paragraph, setting, width)
    lines = [setter.next_line()]
    while not setter.done:
        lines.append(setter.next_line())
    return finish(setter, lines)


def finish(setter: Setter, lines: list[Line]) -> Laid:
    """The lines with the paragraph's spacing and borders."""
    paragraph, setting = setter.paragraph, setter.setting
    style = paragraph.style
    before, after = spacing(style, setting)
    borders = dict(style.borders)
    top, bottom = borders.get("top"), borders.get("bottom")
    return Laid(
        paragraph, lines, before, after, min(setter.left, setter.measure.first), setter.right,
        _border_room(top), _border_room(bottom), setter.measure.column, setting.document.add_spacing,
        any(isinstance(inline, Anchored) for inline in paragraph.inlines),
    )  # fmt: skip


def _border_room(edge: Edge | None) -> float:
    return edge.width + edge.space if edge is not None and edge.width else 0.0


def spacing(style: ParaStyle, setting: Setting) -> tuple[float, float]:
    """Space before and after a paragraph in pt; `…Lines` count in lines of the grid (12 pt without one)."""
    pitch = setting.grid or 12.0
    before = style.before_lines * pitch if style.before_lines is not None else style.before
    after = style.after_lines * pitch if style.after_lines is not None else style.after
    return _AUTO_SPACE if style.before_auto else before, _AUTO_SPACE if style.after_auto else after


def gap_between(above: Laid | None, below: Laid) -> float:
    """Space between two paragraphs: the larger of after and before; none between like ones that ask for none."""
    if above is None:
        return 0.0 if below.paragraph.style.before_auto else below.before
    one, two = above.paragraph.style, below.paragraph.style
    same = one.style_id == two.style_id
    after = 0.0 if one.contextual and same else above.after
    before = 0.0 if two.contextual and same else below.before
    return after + before if below.adds and not (one.after_auto or two.before_auto) else max(after, before)


def same_box(above: Paragraph | None, below: Paragraph) -> bool:
    """Whether two paragraphs share one border box."""
    return (
        above is not None
        and bool(below.style.borders)
        and above.style.borders == below.style.borders
        and (above.style.left, above.style.right) == (below.style.left, below.style.right)
    )


def draw_paragraph(
    laid: Laid, lines: list[Line], x: float, y: float, marks: list[Mark], *, top: bool = True, bottom: bool = True
) -> float:
    """Draws some lines of a paragraph from `y` down; returns the bottom. `top`, `bottom`: its outer borders."""
    style = laid.paragraph.style
    start = y
    text_top = y + (laid.top_border if top else 0.0)
    height = sum(line.height + line.skipped for line in lines)
    end = text_top + height + (laid.bottom_border if bottom else 0.0)
    if style.shade:
        marks.append(Fill(x + laid.left, start, laid.right - laid.left, end - start, style.shade))
    if style.borders:
        _borders(laid, x, start, end, marks, top=top, bottom=bottom)
    y = text_top
    first = len(marks)
    for line in lines:
        y += line.skipped
        draw_line(line, x, y, marks, text_top, laid.column)
        y += line.height
    lighten(marks, first, style.shade)
    return end


def _borders(laid: Laid, x: float, start: float, end: float, marks: list[Mark], *, top: bool, bottom: bool) -> None:
    edges = {name: edge for name, edge in laid.paragraph.style.borders if edge.width}
    left, right = edges.get("left"), edges.get("right")
    x1 = x + laid.left - (left.space if left else 0.0)
    x2 = x + laid.right + (right.space if right else 0.0)
    shown = {side: edge for side, edge in edges.items() if (side != "top" or top) and (side != "bottom" or bottom)}
    marks.extend(outline(x1, start, x2, end, shown))
