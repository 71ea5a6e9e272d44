"""What a Word file says, without setting it; and where set text stands."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from dossier.typeset.docx.bindings import fill_controls
from dossier.typeset.docx.inlines import MC, chosen
from dossier.typeset.docx.package import Package, W
from dossier.typeset.drawing.marks import Glyphs, Mark, Sheet, Turned

_AROUND = 10
"""Characters told on either side of one that cannot be printed."""
_SKIPPED = frozenset(W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr"))


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """The text of one paragraph; `place` is 第3段 or 表1第2行第1格."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Text on a page: page from 1, left edge and baseline in pt from the upper left corner."""

    page: int
    x: float
    y: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Glyphless:
    """Characters that no font at hand can print: the page where they first stand (from 1), and the words around."""

    characters: str
    page: int
    words: str

    def __str__(self) -> str:
        """As people read it."""
        return f"没有字体能印的字符：{self.characters}（第{self.page}页「{self.words}」）"


def paragraphs(docx: bytes) -> tuple[WordParagraph, ...]:
    """All paragraphs of body and tables in reading order, empty ones left out; text boxes' text included.

    Controls bound to data say what the data says. Nothing is refused here: the text is read even where the form could
    not be set. Raises `Unreadable`.
    """
    package = Package(docx)
    found: list[WordParagraph] = []
    root = package.xml(package.main)
    fill_controls(root, package)
    for body in root.iterchildren(W + "body"):
        _collect(body, "", found)
    return tuple(found)


def _collect(root: etree._Element, prefix: str, found: list[WordParagraph]) -> None:
    count = tables = 0
    for child in _children(root):
        if child.tag == W + "p":
            count += 1
            text = "".join(_words(child)).strip()
            if text:
                found.append(WordParagraph(prefix or f"第{count}段", text))
        elif child.tag == W + "tbl":
            tables += 1
            for row_number, row in enumerate(_named(child, "tr"), 1):
                for cell_number, cell in enumerate(_named(row, "tc"), 1):
                    _collect(cell, f"{prefix}表{tables}第{row_number}行第{cell_number}格", found)


def _children(root: etree._Element) -> Iterable[etree._Element]:
    for child in root:
        if child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins", W + "moveTo"):
            yield from _children(child)
        elif child.tag == MC + "AlternateContent":
            yield from _children(chosen(child))
        else:
            yield child


def _named(root: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in _children(root) if child.tag == W + name]


def _words(element: etree._Element) -> Iterable[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "br", W + "cr"):
            yield " "
        elif child.tag == MC + "AlternateContent":
            yield from _words(chosen(child))
        else:
            yield from _words(child)


def places(sheets: Sequence[Sheet]) -> tuple[Place, ...]:
    """Where every piece of text stands on the pages that `Typesetter.lay_out` gives."""
    found: list[Place] = []
    for number, sheet in enumerate(sheets, 1):
        _places(sheet.marks, number, 0.0, 0.0, found)
    return tuple(found)


def _places(marks: Iterable[Mark], page: int, x: float, y: float, found: list[Place]) -> None:
    for mark in marks:
        if isinstance(mark, Glyphs) and mark.text.strip():
            found.append(Place(page, x + mark.x, y + mark.y, mark.text, mark.size))
        elif isinstance(mark, Turned):
            _places(mark.marks, page, x + mark.x, y + mark.y, found)


def without_glyph(sheets: Sequence[Sheet], missing: Container[str]) -> tuple[Glyphless, ...]:
    """The lines that hold characters of `missing`; each character is told once, where it first stands."""
    lines: dict[tuple[int, int], list[Place]] = {}
    for place in places(sheets):
        lines.setdefault((place.page, round(place.y)), []).append(place)
    told: set[str] = set()
    found = []
    for (page, _y), line in lines.items():
        words = "".join(place.text for place in sorted(line, key=lambda place: place.x))
        signs = "".join(dict.fromkeys(char for char in words if char in missing and char not in told))
        if signs:
            told.update(signs)
            at = max(words.index(signs[0]) - _AROUND, 0)
            found.append(Glyphless(signs, page, words[at : at + 2 * _AROUND + len(signs)].strip()))
    return tuple(found)
