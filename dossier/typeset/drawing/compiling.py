"""Typst markup → PDF with one warm compiler. What it breaks on is named with its page, never passed on as a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import typst

from dossier.typeset.drawing.emit import PictureFile, Writer
from dossier.typeset.drawing.marks import Glyphs, Mark, Placed, Sheet, Turned
from dossier.typeset.errors import Refusal, Refused
from dossier.typeset.model import Picture

_PANIC: Final = "PanicException"
"""What a bug inside Typst raises; it is no `Exception`, and its class cannot be imported."""
_SHOWN: Final = 12


class Broken(Exception):  # noqa: N818 (it says what happened)
    """Typst could not set this markup."""


class Compiler:
    """One warm compiler for the pictures and markup of a typesetter."""

    def __init__(self, root: Path, fonts: typst.Fonts) -> None:
        self._root = root
        self._fonts = fonts
        self._compiler = self._fresh()

    def _fresh(self) -> typst.Compiler:
        return typst.Compiler(root=str(self._root), font_paths=self._fonts, ignore_system_fonts=True)

    def compile(self, markup: str, timestamp: date | None = None) -> bytes:
        """The PDF. Raises `Broken` for whatever the compiler meets, its own panics too."""
        moment = datetime(2000, 1, 1, tzinfo=UTC)
        if timestamp is not None:
            moment = datetime(timestamp.year, timestamp.month, timestamp.day, tzinfo=UTC)
        try:
            pdf = self._compiler.compile(input=markup.encode(), format="pdf", timestamp=moment, pdf_tags=False)
        except typst.TypstError as error:
            raise Broken(str(error)) from None
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            self._compiler = self._fresh()  # a panic may leave it unusable
            raise Broken(str(error)) from None
        assert isinstance(pdf, bytes)
        return pdf

    def blame(self, sheets: Sequence[Sheet], picture_file: PictureFile, error: Broken) -> Refused:
        """What of a form broke the compiler, found by setting its pages and then their marks alone."""
        for number, sheet in enumerate(sheets, 1):
            if not self._breaks(sheet, sheet.marks, picture_file):
                continue
            for mark in _leaves(sheet.marks):
                if self._breaks(sheet, [mark], picture_file):
                    return Refused((Refusal(_named(mark), f"第{number}页"),))
            return Refused((Refusal("排版程序设不出的内容", f"第{number}页"),))
        detail = re.sub(r"\s+", " ", str(error))[:80]
        return Refused((Refusal(f"排版程序设不出的内容（{detail}）", "全文"),))

    def _breaks(self, sheet: Sheet, marks: list[Mark], picture_file: PictureFile) -> bool:
        writer = Writer(picture_file)
        writer.add([Sheet(sheet.width, sheet.height, marks, sheet.number, sheet.number_format, sheet.section)])
        try:
            self.compile(writer.text())
        except Broken:
            return True
        return False


def _leaves(marks: Sequence[Mark]) -> Iterator[Mark]:
    for mark in marks:
        if isinstance(mark, Turned):
            yield from _leaves(mark.marks)
        else:
            yield mark


def _named(mark: Mark) -> str:
    if isinstance(mark, Glyphs):
        return f"排版程序设不出的文字「{mark.text[:_SHOWN]}」"
    if isinstance(mark, Placed) and isinstance(mark.content, Picture):
        return f"排版程序设不出的图片（{mark.content.part.rsplit('/', 1)[-1]}）"
    return "排版程序设不出的线条"
