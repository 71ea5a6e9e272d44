"""The inlines of a paragraph → atoms: the smallest things that a line holds or breaks between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

from dossier.typeset.docx.numbering import format_number
from dossier.typeset.fonts.font_data import STAND_INS
from dossier.typeset.fonts.fonts import Face, visible
from dossier.typeset.fonts.joining import TSHEG, shaped
from dossier.typeset.fonts.pens import NO_END, NO_START, Pen, Pens, is_weak, is_wide
from dossier.typeset.model import (
    Anchored,
    Bookmark,
    Break,
    Drawn,
    Field,
    Inline,
    NoteRef,
    Picture,
    Rule,
    Tab,
    Text,
    TextBox,
)
from dossier.typeset.style import RunStyle

_BESIDE_LATIN = 0.2
"""Space between East-Asian and Latin text, in em: LibreOffice's measure."""


class Kind(IntEnum):
    """What an atom is."""

    WIDE = 0
    WORD = 1
    SPACE = 2
    TAB = 3
    BREAK = 4
    PICTURE = 5
    ANCHORED = 6
    NOTE = 7
    MARK = 8
    RULE = 9


@dataclass(slots=True)
class Atom:
    """One East-Asian character, one word, one space …

    `gap` is the space that follows unless the line ends here; `tracking` the letter spacing inside.
    """

    kind: Kind
    text: str
    width: float
    pen: Pen
    face: Face
    ascent: float
    descent: float
    breaks: bool = False
    """Whether a line may break before it."""
    gap: float = 0.0
    tracking: float = 0.0
    link: str = ""
    thing: object = None
    number: tuple[str, str] | None = None
    leader: str = ""
    overlay: str = ""
    """A second sign drawn into this one."""


@dataclass(slots=True)
class Numbers:
    """What page fields print where the page is known while laying out (headers, footers)."""

    page: str = "1"
    pages: str = "1"
    known: bool = False


class Atomiser:
    """Turns the inlines of one paragraph into atoms."""

    def __init__(
        self, pens: Pens, *, auto_space: bool, char_space: float, numbers: Numbers, words: bool, tallest: float = 0.0
    ) -> None:  # fmt: skip
        self._pens = pens
        self._tallest = tallest
        self.shrunk = False
        """Whether a picture was taller than a page and has been made smaller."""
        self._auto_space = auto_space
        self._char_space = char_space
        self._numbers = numbers
        self._break_words = words
        self._last_wide = False
        self.atoms: list[Atom] = []

    def add(self, inlines: list[Inline]) -> None:
        """Appends the atoms of `inlines`."""
        fitted = self._fitted(inlines)
        for index, inline in enumerate(inlines):
            if isinstance(inline, Text):
                if index in fitted:
                    self._text(inline.text, inline.style, inline.link, fitted[index])
                    if index + 1 not in fitted or _fit(inlines[index + 1]) != _fit(inline):
                        self.atoms[-1].gap = 0.0
                else:
                    self._text(inline.text, inline.style, inline.link)
            elif isinstance(inline, Field):
                self._field(inline)
            elif isinstance(inline, NoteRef):
                start = len(self.atoms)
                self._text(inline.text, inline.style, "")
                self._plain(Kind.NOTE, inline.style, inline)
                for atom in self.atoms[start:]:
                    atom.breaks = False
            else:
                self._other(inline)

    def _other(self, inline: Inline) -> None:
        if isinstance(inline, Tab):
            atom = self._plain(Kind.TAB, inline.style, inline)
            atom.link = inline.link
        elif isinstance(inline, Break):
            self._plain(Kind.BREAK, inline.style, inline)
        elif isinstance(inline, Picture | Drawn | TextBox):
            self._picture(inline)
        elif isinstance(inline, Anchored):
            self._empty(Kind.ANCHORED, inline)
        elif isinstance(inline, Bookmark):
            self._empty(Kind.MARK, inline)
        elif isinstance(inline, Rule):
            self._empty(Kind.RULE, inline)

    def _plain(self, kind: Kind, style: RunStyle, thing: object) -> Atom:
        pen = self._pens.pen(style, False, True)
        tall = kind is not Kind.NOTE
        atom = Atom(
            kind, "", 0.0, pen, pen.choice.face, pen.ascent if tall else 0.0, pen.descent if tall else 0.0, thing=thing
        )
        atom.breaks = kind is Kind.TAB
        self.atoms.append(atom)
        return atom

    def _empty(self, kind: Kind, thing: object) -> None:
        pen = self._pens.pen(RunStyle(), False, True)
        self.atoms.append(Atom(kind, "", 0.0, pen, pen.choice.face, 0.0, 0.0, thing=thing))

    def _picture(self, picture: Picture | Drawn | TextBox) -> None:
        pen = self._pens.pen(RunStyle(), False, True)
        turned = isinstance(picture, Picture) and round(picture.turn) % 180 == 90
        tall = picture.width if turned else picture.height
        if self._tallest and tall > self._tallest + 0.5 and not isinstance(picture, TextBox):
            share = self._tallest / tall
            picture = replace(picture, width=picture.width * share, height=picture.height * share)
            self.shrunk = True
        width, height = (picture.height, picture.width) if turned else (picture.width, picture.height)
        self.atoms.append(Atom(Kind.PICTURE, "", width, pen, pen.choice.face, height, 0.0, True, thing=picture))
        self._last_wide = True

    def _field(self, field: Field) -> None:
        known = self._numbers
        text = known.pages if field.kind == "pages" else known.page
        if known.known and field.format:
            text = format_number(int(text), field.format) if text.isdigit() else text
        start = len(self.atoms)
        self._text(text, field.style, "")
        if not known.known:
            for atom in self.atoms[start:]:
                atom.number = (field.kind, field.format)

    # ------------------------------------------------------------------ text

    def _text(self, text: str, style: RunStyle, link: str, spacing: float | None = None) -> None:
        text = visible(text)
        if style.caps or style.small_caps:
            text = text.upper()
        if spacing is None:
            spacing = style.spacing
        wide_pen = self._pens.pen(style, True)
        names = self._pens.name_faces(text, wide_pen)
        position, length = 0, len(text)
        while position < length:
            char = text[position]
            if char in STAND_INS and self._pens.fonts.substitute(char, sans=False) is None:
                base, overlay = STAND_INS[char]
                self._wide(base, wide_pen, self._pens.face(wide_pen, base), spacing, link)
                self.atoms[-1].overlay = overlay
                position += 1
                continue
            wide = self._is_east(text, position, style)
            if wide:
                face = names.get(position) or self._pens.face(wide_pen, char)
                self._wide(char, wide_pen, face, spacing, link)
                position += 1
            elif char in " \u00a0":
                self._space(char, style, spacing, link)
                position += 1
            else:
                end = position + 1
                while end < length and text[end] not in " \u00a0" and not self._is_east(text, end, style):
                    end += 1
                self._word(text[position:end], style, spacing, link)
                position = end

    def _is_east(self, text: str, position: int, style: RunStyle) -> bool:
        char = text[position]
        if char < "\x80":
            return False
        if is_wide(char):
            return True
        if not is_weak(char):
            return style.hint == "eastAsia" and not char.isalpha() and char != "\u00a0"
        if style.hint == "eastAsia":
            return True
        before = text[position - 1] if position else ""
        if before and not before.isspace():
            return is_wide(before) or (is_weak(before) and self._last_wide)
        if not position and self.atoms and self.atoms[-1].kind is Kind.WIDE:
            return True
        after = next((c for c in text[position + 1 :] if not is_weak(c)), "")
        if after:
            return is_wide(after)
        return self._last_wide or self._pens.pen(style, False).choice.face.width(char) < 0

    def _fitted(self, inlines: list[Inline]) -> dict[int, float]:
        """Index of each text that is spread over a given width (w:fitText) → its letter spacing."""
        found: dict[int, float] = {}
        for fit, group in groupby(range(len(inlines)), key=lambda index: _fit(inlines[index])):
            if fit is None:
                continue
            members = list(group)
            texts = [text for text in (inlines[index] for index in members) if isinstance(text, Text)]
            natural = sum(self._natural(visible(text.text), text.style) for text in texts)
            gaps = max(sum(len(visible(text.text)) for text in texts) - 1, 1)
            found.update(dict.fromkeys(members, (fit[0] - natural) / gaps))
        return found

    def _natural(self, text: str, style: RunStyle) -> float:
        """Width of a text without letter spacing."""
        total = 0.0
        for position, char in enumerate(text):
            pen = self._pens.pen(style, self._is_east(text, position, style), char < "\x80")
            total += self._pens.width(pen, char, self._pens.face(pen, char))
        return total

    def _before(self) -> Atom | None:
        """The last atom that takes room."""
        for atom in reversed(self.atoms):
            if atom.kind not in (Kind.MARK, Kind.ANCHORED):
                return atom
        return None

    def _wide(self, char: str, pen: Pen, face: Face, spacing: float, link: str) -> None:
        before = self._before()
        space = spacing + self._char_space
        width = self._pens.width(pen, char, face)
        atom = Atom(Kind.WIDE, char, width, pen, face, pen.ascent, pen.descent, True, space, 0.0, link)
        if before is not None:
            if before.kind is Kind.WORD and self._auto_space and before.text[-1].isalnum() and char.isalpha():
                before.gap += pen.style.size * _BESIDE_LATIN
            atom.breaks = not (char in NO_START or (before.text and before.text[-1] in NO_END))
            if before.kind is Kind.NOTE:
                atom.breaks = char not in NO_START
        self.atoms.append(atom)
        self._last_wide = True

    def _space(self, char: str, style: RunStyle, spacing: float, link: str) -> None:
        pen = self._pens.pen(style, False, True)
        face = self._pens.face(pen, " ")
        width = self._pens.width(pen, " ", face)
        kind = Kind.SPACE if char == " " else Kind.WORD
        self.atoms.append(Atom(kind, " ", width, pen, face, pen.ascent, pen.descent, False, spacing, spacing, link))

    def _word(self, word: str, style: RunStyle, spacing: float, link: str) -> None:
        """Splits a word where its face changes, and after hyphens."""
        pen = self._pens.pen(style, False, word[0] < "\x80")
        start, first = 0, True
        faces = [self._pens.face(pen, char) for char in word]
        for end in range(1, len(word) + 1):
            hyphen = end < len(word) and word[end - 1] in "-‐" and word[end - 2 : end - 1].isalnum()
            hyphen = hyphen or (end < len(word) and word[end - 1] == TSHEG and word[end].isalpha())
            if end < len(word) and faces[end] is faces[start] and not hyphen and not self._break_words:
                continue
            self._piece(word[start:end], pen, faces[start], spacing, link, first)
            first = hyphen or self._break_words
            start = end

    def _piece(self, piece: str, pen: Pen, face: Face, spacing: float, link: str, first: bool) -> None:
        before = self._before()
        width = sum(self._pens.joined(pen, char, face) for char in shaped(piece)) + spacing * (len(piece) - 1)
        atom = Atom(Kind.WORD, piece, width, pen, face, pen.ascent, pen.descent, False, spacing, spacing, link)
        if before is not None and first:
            if before.kind is Kind.WIDE:
                atom.breaks = before.text not in NO_END and piece[0] not in NO_START
                if self._auto_space and before.text.isalpha() and piece[0].isalnum():
                    before.gap += pen.style.size * _BESIDE_LATIN
            elif before.kind is Kind.WORD:
                atom.breaks = self._break_words or before.text[-1:] in ("-", "‐", TSHEG)
            else:
                atom.breaks = before.kind in (Kind.SPACE, Kind.TAB, Kind.PICTURE)
        self.atoms.append(atom)
        self._last_wide = False


def _fit(inline: Inline) -> tuple[float, str] | None:
    """Width and number of the group of runs that a text is spread with."""
    return (inline.style.fit, inline.style.fit_id) if isinstance(inline, Text) and inline.style.fit else None


def spread_breaks(atoms: list[Atom], *, kinsoku: bool) -> None:
    """After a space a line may break before whatever follows; without kinsoku before every East-Asian character."""
    for index in range(1, len(atoms)):
        before, atom = atoms[index - 1], atoms[index]
        if (not kinsoku and atom.kind is Kind.WIDE) or (before.kind is Kind.SPACE and atom.kind is not Kind.SPACE):
            atom.breaks = True
        elif before.kind is Kind.PICTURE and atom.kind in (Kind.WORD, Kind.WIDE):
            atom.breaks = not (atom.text and atom.text[0] in NO_START)
