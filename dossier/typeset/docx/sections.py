"""w:sectPr: page size, margins, columns, grid, headers and footers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import edge, is_on, number, twips, whole
from dossier.typeset.model import Block, Section

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V: Final = W + "val"
_NAMES: Final = {"default": "", "first": "首页", "even": "偶数页"}
Story = Callable[[etree._Element, str, str], list[Block]]


def read_section(element: etree._Element | None, context: Context, story: Story) -> Section:
    """One section; `story` reads a header or footer part (root, part name, Chinese name) into blocks."""
    section = Section()
    if element is None:
        return section
    _page(element, section)
    kind = element.find(W + "type")
    section.start = kind.get(_V, "nextPage") if kind is not None else "nextPage"
    section.title_page = is_on(element.find(W + "titlePg"))
    _columns(element, section)
    _grid(element, section)
    _numbers(element, section)
    align = element.find(W + "vAlign")
    section.valign = align.get(_V, "top") if align is not None else "top"
    direction = element.find(W + "textDirection")
    if direction is not None and direction.get(_V, "lrTb") not in ("lrTb", "lrTbV", "lr", "lrV"):
        context.refuse("整页竖排")
    _page_borders(element, section)
    if element.find(W + "lnNumType") is not None:
        context.note("行号不排入")
    for tag, target, name in (
        ("headerReference", section.headers, "页眉"),
        ("footerReference", section.footers, "页脚"),
    ):
        for reference in element.iterchildren(W + tag):
            relation = context.package.relations(context.part).get(reference.get(_R + "id", ""))
            if relation is None or relation.external or not context.package.has(relation.target):
                context.refuse(f"缺失的{name}", elsewhere=True)
                continue
            which = reference.get(W + "type", "default")
            root = context.package.xml(relation.target)
            target[which] = story(root, relation.target, f"{name}{_NAMES.get(which, '')}")
    return section


def _page(element: etree._Element, section: Section) -> None:
    size = element.find(W + "pgSz")
    if size is not None:
        section.width = min(max(twips(size.get(W + "w"), 612.0), 20.0), 6000.0)
        section.height = min(max(twips(size.get(W + "h"), 792.0), 20.0), 6000.0)
    margins = element.find(W + "pgMar")
    if margins is not None:
        get = margins.get
        section.top, section.bottom = twips(get(W + "top"), 72), twips(get(W + "bottom"), 72)
        section.left, section.right = twips(get(W + "left"), 90), twips(get(W + "right"), 90)
        section.header, section.footer = twips(get(W + "header"), 36), twips(get(W + "footer"), 36)
        section.gutter = twips(get(W + "gutter"))


def _columns(element: etree._Element, section: Section) -> None:
    columns = element.find(W + "cols")
    if columns is None:
        return
    section.column_gap = twips(columns.get(W + "space"), 36)
    section.column_line = columns.get(W + "sep") in ("1", "true", "on")
    section.column_count = whole(columns.get(W + "num"), 1, 1, 45)
    unequal = tuple((twips(c.get(W + "w")), twips(c.get(W + "space"))) for c in columns.iterchildren(W + "col"))
    if columns.get(W + "equalWidth", "1") in ("0", "false", "off") and unequal:
        section.columns = unequal
        section.column_count = len(unequal)


def _grid(element: etree._Element, section: Section) -> None:
    grid = element.find(W + "docGrid")
    if grid is None:
        return
    kind = grid.get(W + "type", "default")
    if kind in ("lines", "linesAndChars", "snapToChars"):
        section.grid = twips(grid.get(W + "linePitch"))
    if kind in ("linesAndChars", "snapToChars"):
        section.char_space = number(grid.get(W + "charSpace")) / 4096


def _numbers(element: etree._Element, section: Section) -> None:
    numbers = element.find(W + "pgNumType")
    if numbers is None:
        return
    if numbers.get(W + "start") is not None:
        section.number_start = whole(numbers.get(W + "start"))
    section.number_format = numbers.get(W + "fmt", "decimal")


def _page_borders(element: etree._Element, section: Section) -> None:
    borders = element.find(W + "pgBorders")
    if borders is None:
        return
    section.border_from = borders.get(W + "offsetFrom", "text")
    section.border_pages = borders.get(W + "display", "allPages")
    section.borders = {etree.QName(child).localname: edge(child) for child in borders}
