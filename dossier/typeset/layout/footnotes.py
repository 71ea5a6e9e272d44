"""Footnotes at the foot of their page, endnotes at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dossier.typeset.drawing.marks import Stroke
from dossier.typeset.layout.atoms import Kind
from dossier.typeset.layout.lines import Line
from dossier.typeset.layout.stack import lay_stack
from dossier.typeset.layout.strips import Stack
from dossier.typeset.model import Block, Document, NoteRef, Paragraph, Text

if TYPE_CHECKING:
    from dossier.typeset.layout.page import Page
    from dossier.typeset.layout.paragraph import Setting

_ABOVE = 6.0
"""Room above and below the line that parts the notes from the text."""


def note_stacks(line: Line, document: Document, setting: Setting, width: float) -> list[Stack]:
    """The footnotes whose marks stand in a line, laid out."""
    found = []
    for atom in line.atoms:
        if atom.kind is Kind.NOTE and isinstance(atom.thing, NoteRef) and atom.thing.kind == "footnote":
            blocks = document.footnotes.get(atom.thing.id)
            if blocks:
                _number(blocks, atom.thing.text)
                found.append(lay_stack(blocks, setting, width))
    return found


def notes_height(notes: list[Stack]) -> float:
    """Height that footnotes take from the body."""
    return sum(stack.height for stack in notes) + 2 * _ABOVE if notes else 0.0


def draw_notes(page: Page, margins: tuple[float, float]) -> None:
    """Draws a page's footnotes above the bottom margin, under a short line."""
    if not page.notes:
        return
    left, right = margins
    y = page.bottom - notes_height(page.notes) + _ABOVE
    page.sheet.marks.append(Stroke(left, y, left + min(144.0, page.sheet.width - left - right), y, 0.5))
    y += _ABOVE
    for stack in page.notes:
        stack.draw(left, y, page.sheet.marks)
        y += stack.height


def endnotes(document: Document) -> list[list[Block]]:
    """The blocks of the endnotes in the order of their marks."""
    if not document.endnotes:
        return []
    found = []
    for _section, blocks in document.sections:
        for paragraph in _paragraphs(blocks):
            for inline in paragraph.inlines:
                if isinstance(inline, NoteRef) and inline.kind == "endnote":
                    note = document.endnotes.get(inline.id, [])
                    _number(note, inline.text)
                    found.append(note)
    return found


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs of blocks and of the cells of their tables, in the order of the text."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.blocks)


def _number(blocks: list[Block], text: str) -> None:
    """Puts a note's own number where the note shows it."""
    for paragraph in _paragraphs(blocks):
        for index, inline in enumerate(paragraph.inlines):
            if isinstance(inline, NoteRef) and inline.kind == "own":
                paragraph.inlines[index] = Text(text, inline.style)
