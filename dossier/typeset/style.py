"""How characters and paragraphs look, every property resolved. Lengths in pt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStyle:
    """How characters look, after defaults, styles and direct formatting."""

    ascii: str = "Times New Roman"
    hansi: str = "Times New Roman"
    east: str = "宋体"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    underline: str = ""
    underline_color: str = ""
    strike: bool = False
    double_strike: bool = False
    color: str = ""
    shade: str = ""
    border: Edge | None = None
    raised: float = 0.0
    script: str = ""
    """superscript | subscript | ''"""
    spacing: float = 0.0
    scale: float = 1.0
    caps: bool = False
    small_caps: bool = False
    hidden: bool = False
    emphasis: str = ""
    hint: str = ""
    cs: str = "Times New Roman"
    size_cs: float = 10.0
    bold_cs: bool = False
    italic_cs: bool = False
    """Font, size and weight of complex scripts (Arabic, Hebrew, Tibetan, Mongolian …)."""
    complex: bool = False
    """Whether all of the run is treated as such a script (w:cs, w:rtl)."""
    fit: float = 0.0
    """Width into which the run is spread (w:fitText); 0: none."""
    fit_id: str = ""
    """Neighbouring runs with the same one are spread together."""
    pens: dict[tuple[int, bool, bool], object] = field(default_factory=dict, repr=False, compare=False, hash=False)
    """Pens made for this style, remembered here because hashing a style takes longer than making one."""


def of_complex_script(style: RunStyle) -> RunStyle:
    """The style with font, size and weight that it has for complex scripts."""
    return replace(
        style, ascii=style.cs, hansi=style.cs, size=style.size_cs, bold=style.bold_cs, italic=style.italic_cs, pens={}
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """One border: width in pt (0: none), colour as rrggbb, line style of Word, gap to the text."""

    width: float
    color: str
    style: str
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop: place from the text edge, left|center|right|decimal|bar|clear, leader of Word."""

    at: float
    kind: str
    leader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParaStyle:
    """How a paragraph stands."""

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    """First-line indent beyond `left`; negative hangs."""
    left_chars: float | None = None
    right_chars: float | None = None
    first_chars: float | None = None
    """In characters: left and right of the style's size, first of the first run's, as Word stores them in pt beside
    each; each wins over its pt sibling when set."""
    char: float = 10.5
    """Size of the style's characters, whatever the runs say."""
    before: float = 0.0
    after: float = 0.0
    before_lines: float | None = None
    after_lines: float | None = None
    """In lines of the grid."""
    before_auto: bool = False
    after_auto: bool = False
    contextual: bool = False
    line: float = 1.0
    """Factor for the rule auto, pt for exact and atLeast."""
    line_rule: str = "auto"
    snap: bool = True
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow: bool = True
    kinsoku: bool = True
    hang: bool = True
    auto_space: bool = True
    break_words: bool = False
    tabs: tuple[TabStop, ...] = ()
    borders: tuple[tuple[str, Edge], ...] = ()
    shade: str = ""
    style_id: str = ""
    bidi: bool = False
    """Whether the paragraph runs from right to left: left and right change places."""
