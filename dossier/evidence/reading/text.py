"""Text that a file carries itself: the text layer of a PDF page and the words of a DOCX. Nothing is recognised here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from dossier.evidence.reading.engine import Line, in_reading_order
from dossier.evidence.reading.layer_runs import runs_of
from dossier.files.word_zip import open_parts
from dossier.model import TextLine
from dossier.pages.pdf import open_page

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWINGS = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
PICTURED = "[图]"
"""Stands in a line of a Word file where a picture stands, such as a scanned signature."""
_LARGEST_XML = 30_000_000
_LARGEST_MEDIA = 60_000_000
_LEAST_CHINESE = 4
_COVERED = 0.6
_IMAGE = 3


@contextmanager
def open_layer(path: Path) -> Iterator[Callable[[int], tuple[TextLine, ...]]]:
    """page number → lines of its text layer; a PDF that pdfium cannot open has none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        yield lambda number: ()
        return
    try:
        yield lambda number: _page_lines(document, number)
    finally:
        document.close()


def _page_lines(document: Any, number: int) -> tuple[TextLine, ...]:
    import pypdfium2

    try:
        page = open_page(document, number)
        try:
            return layer_lines(page)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return ()


def layer_lines(page: Any) -> tuple[TextLine, ...]:
    """Lines of a pdfium page's text layer; none where it is absent, is not Chinese, or lies under a scan.

    The hidden text of a scanned page was recognised by some other program, at some other time; we read the scan.
    """
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        if width <= 0 or height <= 0 or text_page.count_chars() < _LEAST_CHINESE or _is_a_scan(page, width * height):
            return ()
        found = []
        for text, (left, bottom, right, top) in runs_of(page, text_page):
            if text := clean(text):
                box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
                found.append(Line(text, box, 1.0))
    finally:
        text_page.close()
    lines = _joined(in_reading_order(found))
    return lines if is_usable("".join(line.text for line in lines)) else ()


def is_usable(text: str) -> bool:
    """Whether a text layer says anything: some Chinese, and little that no font can show."""
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in text)
    broken = sum(unicodedata.category(letter) in ("Co", "Cn", "Cc") or letter == "\ufffd" for letter in text)
    return chinese >= _LEAST_CHINESE and broken * 10 < len(text)


def clean(text: str) -> str:
    """One line, compatibility forms (⽉ for 月, full-width digits) brought home, no blanks at the ends."""
    plain = "".join(
        unicodedata.normalize("NFKC", letter)
        if "\u2e80" <= letter <= "\u2fdf" or "\uff10" <= letter <= "\uff5a"
        else letter
        for letter in text
    )
    return re.sub(r"[\r\n\x00\ufffe]+", "", plain).strip()


def _is_a_scan(page: Any, area: float) -> bool:
    covered = 0.0
    for thing in page.get_objects(filter=(_IMAGE,), max_depth=2):
        left, bottom, right, top = thing.get_bounds()
        covered = max(covered, (right - left) * (top - bottom))
    return covered > _COVERED * area


def _joined(lines: tuple[Line, ...]) -> tuple[TextLine, ...]:
    """Pieces of one row that touch are one line: pdfium cuts at every change of font."""
    joined: list[TextLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        tall = line.box[3] - line.box[1]
        if last and abs(last.box[3] - line.box[3]) < tall * 0.5 and -tall < line.box[0] - last.box[2] < tall * 0.9:
            box = (last.box[0], min(last.box[1], line.box[1]), line.box[2], max(last.box[3], line.box[3]))
            joined[-1] = TextLine(text=last.text + line.text, box=box)
        else:
            joined.append(TextLine(text=line.text, box=line.box))
    return tuple(joined)


# ---------------------------------------------------------------------------- Word


def word_lines(path: Path) -> tuple[TextLine, ...]:
    """Paragraphs and table cells of a DOCX from top to bottom, with text boxes, without headers and footers.

    Boxes are where a line stands among the others, not on paper.
    Raises OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError.
    """
    with open_parts(path) as package:
        body = package.read("word/document.xml", _LARGEST_XML)
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    rows = [row for row in _rows(root) if any(cell for cell in row)]
    lines = []
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                box = (column / len(row), index / len(rows), (column + 1) / len(row), (index + 1) / len(rows))
                lines.append(TextLine(text=cell, box=box))
    return tuple(lines)


def word_pictures(path: Path) -> Iterator[bytes]:
    """The pictures pasted into a DOCX, as their files were."""
    with open_parts(path) as package:
        for name in sorted(package.names):
            is_picture = name.startswith("word/media/") and package.size(name) <= _LARGEST_MEDIA
            if is_picture and name.lower().endswith((".jpeg", ".jpg", ".png", ".bmp", ".webp", ".gif")):
                yield package.read(name)


def _rows(root: Any) -> Iterator[list[str]]:
    """A paragraph is a row of one, a table row a row of its cells."""
    body = root.find(f"{_W}body")
    yield from _blocks(body if body is not None else root)


def _blocks(parent: Any) -> Iterator[list[str]]:
    for child in parent:
        if child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = ["".join("".join(part) for part in _blocks(cell)) for cell in row.iterchildren(f"{_W}tc")]
                yield cells
        elif child.tag == f"{_W}p":
            yield [clean(_paragraph(child))]
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _blocks(child)


def _paragraph(paragraph: Any) -> str:
    text = []
    pending = [iter(paragraph)]
    while pending:
        element = next(pending[-1], None)
        if element is None:
            pending.pop()
        elif element.tag == _FALLBACK or element.tag == f"{_W}del":
            continue
        elif element.tag == f"{_W}t":
            text.append(element.text or "")
        elif element.tag == f"{_W}tab":
            text.append(" ")
        else:
            if element.tag in _DRAWINGS:
                text.append(PICTURED)
            pending.append(iter(element))
    return "".join(text)
