"""The front door: .docx bytes in, PDF bytes out."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dossier.typeset.docx.package import Package
from dossier.typeset.docx.reader import read_document
from dossier.typeset.drawing.compiling import Broken, Compiler
from dossier.typeset.drawing.emit import Writer
from dossier.typeset.drawing.images import picture_bytes
from dossier.typeset.drawing.marks import Sheet
from dossier.typeset.errors import Refusal, Refused
from dossier.typeset.fonts.fonts import Fonts
from dossier.typeset.fonts.pens import Pens
from dossier.typeset.layout.finish import finish_pages
from dossier.typeset.layout.flow import Flow
from dossier.typeset.layout.paper import lost
from dossier.typeset.model import Hidden, Picture
from dossier.typeset.text import Glyphless, without_glyph


@dataclass(frozen=True, slots=True)
class Typeset:
    """A form as it will print. `notes` say in Chinese what was left out harmlessly or printed otherwise."""

    pdf: bytes
    pages: int
    notes: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    """Those of the notes that tell of content which does not stand on the pages: Word would not print it either."""
    glyphless: tuple[Glyphless, ...] = ()
    """Letters and signs that no font at hand can print."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several forms in one PDF, one after another: pages and notes of each."""

    pdf: bytes
    pages: tuple[int, ...]
    notes: tuple[tuple[str, ...], ...]
    unprinted: tuple[tuple[str, ...], ...]
    glyphless: tuple[tuple[Glyphless, ...], ...]


class LaidOut(NamedTuple):
    """A form's finished pages as marks with their places, before Typst writes them."""

    sheets: list[Sheet]
    package: Package
    notes: tuple[str, ...]
    unprinted: tuple[str, ...]
    glyphless: tuple[Glyphless, ...]
    hidden: tuple[Hidden, ...]


_MOST_KEPT = 32
"""Forms that were counted and wait to be set."""


class Typesetter:
    """Sets Word forms with one warm Typst compiler.

    Not for use by several threads at once, nor in a process forked after a first compilation (Typst keeps threads).
    """

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._pens = Pens(fonts)
        self._root = Path(tempfile.mkdtemp(prefix="typeset-"))
        self._compiler = Compiler(self._root, fonts.typst)
        self._pictures: set[str] = set()
        self._counted: dict[bytes, LaidOut] = {}
        self._clean = weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)

    def __enter__(self) -> Typesetter:
        """The typesetter."""
        return self

    def __exit__(self, *_exc: object) -> None:
        """Closes it."""
        self.close()

    def close(self) -> None:
        """Removes the pictures it wrote for the compiler. Done by itself when the typesetter goes."""
        self._clean()

    def typeset(self, docx: bytes, *, timestamp: date | None = None) -> Typeset:
        """Sets one form. `timestamp` is the PDF's date (None: a fixed one), so that the same form gives the same bytes.

        Raises `Unreadable` (damaged, encrypted, not Word) or `Refused` (all refused features with their places).
        """
        together = self.typeset_together([docx], timestamp=timestamp)
        return Typeset(together.pdf, together.pages[0], together.notes[0], together.unprinted[0], together.glyphless[0])

    def typeset_together(
        self, forms: Sequence[bytes], *, timestamp: date | None = None, whole: bool = False
    ) -> Together:
        """Sets several forms into one PDF, which is faster than one by one. Raises as `typeset` does.

        `whole`: what Word would hide (lines below a row of fixed height …) is refused too.
        """
        laid = [self._counted.pop(docx) if docx in self._counted else self.lay_out(docx) for docx in forms]
        hidden = [Refusal(each.feature, "排出来的版面") for one in laid for each in one.hidden] if whole else []
        if hidden:
            raise Refused(tuple(dict.fromkeys(hidden)))
        current: list[Package] = []
        writer = Writer(lambda picture: self._file_of(picture, current[0]))
        for sheets, package, *_said in laid:
            current[:] = [package]
            writer.add(sheets)
        try:
            pdf = self._compiler.compile(writer.text(), timestamp)
        except Broken as error:
            raise self._blame(laid, error) from None
        finally:
            self._forget_pictures()
        return Together(
            pdf, tuple(len(each.sheets) for each in laid), tuple(each.notes for each in laid),
            tuple(each.unprinted for each in laid), tuple(each.glyphless for each in laid),
        )  # fmt: skip

    def _blame(self, laid: Sequence[LaidOut], error: Broken) -> Refused:
        """What of which form the compiler broke on."""
        for sheets, package, *_said in laid:
            writer = Writer(partial(self._file_of, package=package))
            writer.add(sheets)
            try:
                self._compiler.compile(writer.text())
            except Broken as again:
                return self._compiler.blame(sheets, partial(self._file_of, package=package), again)
        return self._compiler.blame([], partial(self._file_of, package=laid[0].package), error)

    def count_pages(self, docx: bytes, *, spare: float = 0.0) -> int:
        """How many pages the form takes if `spare` pt of the last stay free; setting it afterwards is half done.

        No PDF is written. Raises as `typeset` does.
        """
        laid = self._counted.get(docx) or self.lay_out(docx)
        if len(self._counted) >= _MOST_KEPT:
            del self._counted[next(iter(self._counted))]
        self._counted[docx] = laid
        return len(laid.sheets) + (laid.sheets[-1].free < spare)

    def fonts_missed(self) -> tuple[str, ...]:
        """Names of fonts that forms asked for so far and that are not at hand, in the order met."""
        return self._pens.missed()

    def lay_out(self, docx: bytes) -> LaidOut:
        """The finished pages as marks with their places, before Typst writes them. Raises as `typeset` does."""
        document, package = read_document(docx)
        self._pens.missing.clear()
        flow = Flow(document, self._pens)
        flow.run()
        sheets = finish_pages(flow)
        refusals, cut = lost(sheets)
        if refusals:
            raise Refused(tuple(refusals))
        glyphless = without_glyph(sheets, self._pens.missing) if self._pens.missing else ()
        unprinted = (*document.remarks, *map(str, document.hidden), *cut, *map(str, glyphless))
        return LaidOut(sheets, package, (*document.notes, *unprinted), unprinted, glyphless, tuple(document.hidden))

    def _forget_pictures(self) -> None:
        for name in self._pictures:
            (self._root / name).unlink(missing_ok=True)
        self._pictures.clear()

    def _file_of(self, picture: Picture, package: Package) -> str:
        """Writes a picture where Typst can read it."""
        data, suffix = picture_bytes(package.read(picture.part))
        name = hashlib.sha256(data).hexdigest()[:24] + suffix
        if name not in self._pictures:
            (self._root / name).write_bytes(data)
            self._pictures.add(name)
        return f"/{name}"
