"""What a row of fixed height or a text box hides is told with its words: Word does not print it either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.strips import Stack
from dossier.typeset.model import Anchored, Block, Document, Hidden, Paragraph, Text, TextBox

_ROW: Final = "固定行高的单元格"
_OVER: Final = 3.0
"""pt by which a picture may pass the foot of its row."""


def tell(document: Document, hidden: Hidden) -> None:
    """Remembers it for the document, once."""
    if hidden not in document.hidden:
        document.hidden.append(hidden)


def in_box(words: str) -> Hidden:
    """Lines that a text box has no room for."""
    return Hidden("文本框", "文本框放不下全部文字，超出的行与 Word 一样不印", words)


def lines_shown(stack: Stack, room: float, document: Document) -> int:
    """How many lines a row of fixed height shows: those that begin inside it, as in Word; the others are told."""
    shown = sum(1 for strip in stack.strips if strip.y < room - 1) or 1
    if stack.prints(shown):
        words = words_of_lines(stack.lines_from(shown))
        tell(document, Hidden(_ROW, f"{_ROW}放不下全部文字，超出的行与 Word 一样不印", words))
    last = stack.strips[shown - 1]
    if last.laid is not None and last.y + last.height > room + _OVER and last.line.has_picture:
        tell(document, Hidden(_ROW, f"{_ROW}放不下图片，Word 只印露出的部分"))
    return shown


def words_of_lines(lines: Iterable[Line]) -> str:
    """The text of lines."""
    return "".join(atom.text for line in lines for atom in line.atoms)


def words_of_blocks(blocks: Iterable[Block]) -> str:
    """The text of blocks that were not laid out."""
    return "".join(_words(blocks))


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for inline in block.inlines:
                content = inline.content if isinstance(inline, Anchored) else inline
                if isinstance(content, Text):
                    yield content.text
                elif isinstance(content, TextBox):
                    yield from _words(content.blocks)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _words(cell.blocks)
