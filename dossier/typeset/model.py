"""A Word document as the typesetter sees it: blocks of runs with every property resolved. Lengths in pt."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from dossier.typeset.style import Edge, ParaStyle, RunStyle

_SHOWN = 20
"""Characters of hidden words that are told."""

# ---------------------------------------------------------------------------- inside a paragraph


@dataclass(slots=True)
class Text:
    """Characters of one style. `link` is a bookmark name or an address."""

    text: str
    style: RunStyle
    link: str = ""


@dataclass(slots=True)
class Tab:
    """A tab; `absolute` (left | center | right) is set for one that aligns to the margins (w:ptab)."""

    style: RunStyle
    link: str = ""
    absolute: str = ""
    leader: str = "none"


@dataclass(slots=True)
class Break:
    """line | page | column"""

    kind: str
    style: RunStyle


@dataclass(slots=True)
class Field:
    """A number known only on the page: page | pages | section-pages, in a number format of Word."""

    kind: str
    style: RunStyle
    format: str = ""


@dataclass(slots=True)
class Picture:
    """A picture in the line: part of the package, size in pt, crop (l t r b, shares), clockwise turn, flips."""

    part: str
    width: float
    height: float
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    turn: float = 0.0
    flip_h: bool = False
    flip_v: bool = False
    link: str = ""


@dataclass(slots=True)
class Drawn:
    """A drawn shape: line | rect | round (with round corners) | ellipse. Colours rrggbb or ''."""

    shape: str
    width: float
    height: float
    stroke: str
    stroke_width: float
    fill: str
    flip_v: bool = False
    pattern: str = "solid"
    """solid | dashed | dotted"""


@dataclass(slots=True)
class TextBox:
    """A text box: its shape, its blocks (read after the story it hangs in), and how they stand in it."""

    frame: Drawn
    blocks: list[Block]
    insets: tuple[float, float, float, float]
    """Left, top, right, bottom."""
    valign: str = "top"
    direction: str = ""
    """'' | tbRl (upright columns) | btLr (turned)"""
    grows: bool = False
    """Whether it is as high as its text (and as wide, where that does not wrap)."""
    wraps: bool = True

    @property
    def width(self) -> float:
        """Width of its shape."""
        return self.frame.width

    @property
    def height(self) -> float:
        """Height of its shape."""
        return self.frame.height


@dataclass(slots=True)
class Anchored:
    """A picture or drawn shape placed on the page, not in the line."""

    content: Picture | Drawn | TextBox
    h_from: str
    h_align: str
    h_offset: float
    v_from: str
    v_align: str
    v_offset: float
    wrap: str
    """none | square | topAndBottom"""
    behind: bool
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it stands, turned or not."""
        content = self.content
        if isinstance(content, Picture) and round(content.turn) % 180 == 90:
            return content.height, content.width
        return content.width, content.height


@dataclass(slots=True)
class NoteRef:
    """The mark of a footnote or endnote (kind footnote | endnote)."""

    kind: str
    id: str
    text: str
    style: RunStyle


@dataclass(slots=True)
class Bookmark:
    """Where a bookmark begins."""

    name: str


@dataclass(slots=True)
class Rule:
    """A horizontal line across the text (VML o:hr)."""

    thickness: float
    color: str


Inline = Text | Tab | Break | Field | Picture | Drawn | TextBox | Anchored | NoteRef | Bookmark | Rule


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `mark` is the style of its end mark; `label` the inlines of its number."""

    style: ParaStyle
    inlines: list[Inline]
    mark: RunStyle
    label: list[Inline] = field(default_factory=list)
    label_suffix: str = ""
    """tab | space | nothing"""
    label_align: str = "left"
    section: Section | None = None
    """Set on the last paragraph of a section."""
    frame: Frame | None = None
    """Set where the paragraph stands in a frame (w:framePr), as old page numbers do."""
    laid: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    """Its lines as laid out before, by all that decides them; kept by the layout."""


@dataclass(slots=True)
class Frame:
    """w:framePr: alignment or place across, from margin, page or text; height given, else 0."""

    h_from: str
    x_align: str
    x: float
    width: float


@dataclass(slots=True, kw_only=True)
class Cell:
    """One cell. `merge` is restart | continue | ''; borders and margins by side."""

    blocks: list[Block]
    span: int = 1
    merge: str = ""
    width: float | None = None
    width_share: float | None = None
    margins: dict[str, float] = field(default_factory=dict)
    borders: dict[str, Edge] = field(default_factory=dict)
    explicit: frozenset[str] = frozenset()
    """Sides whose border the cell itself sets, not the table."""
    diagonals: tuple[tuple[str, Edge], ...] = ()
    """Lines across: (tl2br | tr2bl, line)."""
    shade: str = ""
    valign: str = "top"
    direction: str = ""
    hides_mark: bool = False
    """Whether its end mark gives an empty cell no height (w:hideMark)."""
    joins_left: bool = False
    """Merged with the cell on its left in the old way (w:hMerge)."""
    look: int = field(default_factory=count().__next__)
    """The same for cells that have all but their content from one reading."""
    laid: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    """Its content as laid out before, by all that decides it; kept by the layout."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One row; `rule` is atLeast | exact."""

    cells: list[Cell]
    height: float = 0.0
    rule: str = "atLeast"
    header: bool = False
    cant_split: bool = False
    before: int = 0
    after: int = 0
    align: str = ""
    """The row's own alignment; the first row's counts for the table where that has none."""
    before_width: float = 0.0


@dataclass(slots=True, kw_only=True)
class Table:
    """A table. `width` is pt, or a share of the text width in `width_share`; `floating` holds tblpPr."""

    rows: list[Row]
    grid: list[float]
    align: str = "left"
    indent: float = 0.0
    width: float | None = None
    width_share: float | None = None
    fixed: bool = False
    borders: dict[str, Edge] = field(default_factory=dict)
    margins: dict[str, float] = field(default_factory=dict)
    spacing: float = 0.0
    floating: Floating | None = None


@dataclass(slots=True)
class Floating:
    """tblpPr: where a floating table stands."""

    h_from: str
    v_from: str
    x: float
    y: float
    x_align: str
    y_align: str
    right_gap: float
    left_gap: float
    bottom_gap: float = 0.0


Block = Paragraph | Table


@dataclass(slots=True, kw_only=True)
class Section:
    """Page set-up of a run of blocks."""

    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    bottom: float = 72.0
    left: float = 90.0
    right: float = 90.0
    header: float = 42.55
    footer: float = 49.6
    gutter: float = 0.0
    start: str = "nextPage"
    """nextPage | continuous | evenPage | oddPage | nextColumn"""
    columns: tuple[tuple[float, float], ...] = ()
    """(width, gap after) of each column where unequal."""
    column_count: int = 1
    column_gap: float = 36.0
    column_line: bool = False
    title_page: bool = False
    headers: dict[str, list[Block]] = field(default_factory=dict)
    footers: dict[str, list[Block]] = field(default_factory=dict)
    """default | first | even → blocks, inherited ones filled in."""
    number_start: int | None = None
    number_format: str = "decimal"
    grid: float = 0.0
    """Line pitch in pt where lines keep to a grid, else 0."""
    char_space: float = 0.0
    """Extra width of each East-Asian character where characters keep to the grid."""
    valign: str = "top"
    borders: dict[str, Edge] = field(default_factory=dict)
    border_from: str = "text"
    border_pages: str = "allPages"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Content that a row, a box or a merged cell (`holder`) has no room for or covers, as in Word; `words` of it."""

    holder: str
    note: str
    words: str = ""

    @property
    def feature(self) -> str:
        """As a refusal names it, where all must print."""
        return f"{self.holder}（放不下{self._shown or '图片'}）"

    @property
    def _shown(self) -> str:
        words = "".join(self.words.split())
        return f"「{words if len(words) <= _SHOWN else words[:_SHOWN] + '…'}」" if words else ""

    def __str__(self) -> str:
        """As a note tells it."""
        return f"{self.note}：{self._shown}" if self.words else self.note


@dataclass(slots=True, kw_only=True)
class Document:
    """The whole: blocks by section, notes, and what the settings say of layout."""

    sections: list[tuple[Section, list[Block]]]
    footnotes: dict[str, list[Block]] = field(default_factory=dict)
    endnotes: dict[str, list[Block]] = field(default_factory=dict)
    note_formats: dict[str, str] = field(default_factory=lambda: {"footnote": "decimal", "endnote": "lowerRoman"})
    """Number format of footnotes and endnotes."""
    default_tab: float = 36.0
    grid_in_tables: bool = False
    compatibility: int = 12
    even_headers: bool = False
    mirror: bool = False
    gutter_top: bool = False
    expand_breaks: bool = True
    """Whether lines ended by a manual break are justified too."""
    split_break: bool = False
    """Whether a paragraph's mark after its page break stands on the new page (Word 2003 and before)."""
    add_spacing: bool = False
    """Whether space after and before add up; else the larger one counts, as Word does unless told otherwise."""
    squeeze: bool = False
    """Whether punctuation is compressed (w:characterSpacingControl)."""
    notes: list[str] = field(default_factory=list)
    """What was left out harmlessly, in words."""
    remarks: list[str] = field(default_factory=list)
    """Comments beside the text, which are not set."""
    hidden: list[Hidden] = field(default_factory=list)
    """What of the content Word hides or cuts off, and so do we."""
