"""A Word part as people see it: its paragraphs in order, each with the place where a person finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: where it stands (第3段; 表1第2行第4格), its text, and the paragraph itself."""

    spot: str
    text: str
    node: Any
    row: Any = None
    """The table row it stands in, if any."""


def lines(xml: bytes, where: str = "") -> Iterator[Line]:
    """Every paragraph of a document, header or footer, in reading order; `where` goes before each spot."""
    root = etree.fromstring(xml)
    body = root.find(f"{W}body")
    yield from _block(root if body is None else body, where)


def text_of(paragraph: Any) -> str:
    """The paragraph's text as a person reads it; what lies in a text box belongs to the box's own paragraphs."""
    found = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            if next(node.iterancestors(f"{W}p")) is paragraph:
                found.append(node.text or "")
        elif node.tag in _TEXT and node.getparent().tag == f"{W}r":
            found.append(_TEXT[node.tag])
    return "".join(found)


def text_in(document: Mapping[str, bytes], parts: Iterable[str]) -> str:
    """The whole text of a Word file, a paragraph a line."""
    return "\n".join(line.text for part in parts for line in lines(document[part]))


def _block(parent: Any, where: str) -> Iterator[Line]:
    paragraphs = tables = 0
    for child in _children(parent):
        if child.tag == f"{W}p":
            paragraphs += 1
            yield from _paragraph(child, f"{where}第{paragraphs}段")
        elif child.tag == f"{W}tbl":
            tables += 1
            yield from _table(child, f"{where}表{tables}")


def _table(table: Any, where: str) -> Iterator[Line]:
    rows = [child for child in _children(table) if child.tag == f"{W}tr"]
    for row_number, row in enumerate(rows, 1):
        cells = [child for child in _children(row) if child.tag == f"{W}tc"]
        for cell_number, cell in enumerate(cells, 1):
            spot = f"{where}第{row_number}行第{cell_number}格"
            for child in _children(cell):
                if child.tag == f"{W}p":
                    yield from _paragraph(child, spot, row)
                elif child.tag == f"{W}tbl":
                    yield from _table(child, f"{spot}内表")


def _paragraph(paragraph: Any, spot: str, row: Any = None) -> Iterator[Line]:
    yield Line(spot, text_of(paragraph), paragraph, row)
    for inner in paragraph.iterdescendants(f"{W}p"):
        yield Line(f"{spot}的文本框", text_of(inner), inner, row)


def _children(parent: Any) -> Iterator[Any]:
    """Paragraphs, tables, rows or cells, looked for through content controls and tracked insertions."""
    for child in parent:
        if child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from _children(child)
        else:
            yield child
