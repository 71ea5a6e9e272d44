"""Style and character → the face that prints it, its width and the heights of its line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import count
from typing import Final, cast

from dossier.typeset.fonts.fonts import Choice, Face, Fonts, is_private
from dossier.typeset.style import RunStyle

NO_START: Final = frozenset(
    "!),.:;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏～￠々‖•·ˇˉ―--′’”…%‰℃°％"
)
"""No line begins with one of these."""
NO_END: Final = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝“‘$＄#＃")
"""No line ends with one of these."""
HANGING: Final = frozenset("、。，．：；？！,.:;?!")
"""May stand beyond the right edge."""
CLOSING: Final = frozenset("）》〉」』】〕〗］｝")
"""Have their ink in the left half: at a line's end they may be half as wide."""
SQUEEZED: Final = frozenset("、。，．：；？！）》〉」』】〕〗］｝（《〈「『【〔〖［｛“”‘’…—")
"""Punctuation that Typst would set closer when two meet."""
OPENING: Final = frozenset("（《〈「『【〔〖［｛“‘")
_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·•]+")
_WEAK_LATIN: Final = frozenset("¡¤§¨ª­¯°±²³´¶·¸¹º¼½¾¿×÷")
_LONGEST_NAME: Final = 8
_SERIALS: Final = count()


def is_wide(char: str) -> bool:
    """Whether a character is East-Asian: lines may break on either side, its font is the East-Asian one."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0xA4CF
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE6F
        or 0xFF00 <= code <= 0xFFEF
        or 0x1F200 <= code <= 0x1F2FF
        or 0x20000 <= code <= 0x3FFFF
    )


def is_weak(char: str) -> bool:
    """Whether a character takes its font from its neighbours: quotes, dashes, circled numbers, boxes."""
    code = ord(char)
    return 0x2010 <= code <= 0x27BF or 0x2B00 <= code <= 0x2BFF or char in _WEAK_LATIN


@dataclass(slots=True)
class Pen:
    """One style with one of its fonts: all that measuring and drawing a character needs."""

    style: RunStyle
    choice: Choice
    size: float
    ascent: float
    descent: float
    rise: float
    wide: bool
    widths: dict[str, float] = field(default_factory=dict)


class Pens:
    """Makes and remembers pens; says which face prints a character. `missing` collects what none can."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.missing: dict[str, None] = {}
        self.serial = next(_SERIALS)
        self._pens: dict[tuple[RunStyle, bool, bool], Pen] = {}
        self._names: dict[tuple[str, Face, bool], Face | None] = {}

    def pen(self, style: RunStyle, wide: bool, latin: bool = False) -> Pen:
        """The pen for East-Asian (`wide`), ASCII (`latin`) or other characters of a style."""
        known = style.pens.get((self.serial, wide, latin))
        if known is not None:
            return cast(Pen, known)
        key = (style, wide, latin)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = self._make(
                style, style.east if wide else style.ascii if latin else style.hansi, wide
            )
        style.pens[self.serial, wide, latin] = pen
        return pen

    def missed(self) -> tuple[str, ...]:
        """Names of fonts that others stand in for."""
        found = ((pen.style.east if pen.wide else pen.style.ascii, pen.choice.found) for pen in self._pens.values())
        return tuple(dict.fromkeys(name for name, is_found in found if not is_found))

    def _make(self, style: RunStyle, name: str, wide: bool) -> Pen:
        choice = self.fonts.choose(name, style.bold, style.italic)
        size, rise = style.size, style.raised
        if style.script:
            rise += size * (0.35 if style.script == "superscript" else -0.14)
            size *= 0.65
        up, down = choice.ascent * style.size, choice.descent * style.size
        if style.script:
            up, down = choice.ascent * size + rise, max(choice.descent * size - rise, 0.0)
        elif rise:
            up, down = up + max(rise, 0.0), down + max(-rise, 0.0)
        return Pen(style, choice, size, up, down, rise, wide)

    def face(self, pen: Pen, char: str) -> Face:
        """The face that prints the character with this pen."""
        face = pen.choice.face
        if face.width(char) >= 0:
            return face
        other = self.fonts.substitute(char, sans=pen.choice.sans)
        if other is None or is_private(ord(char)):
            if not char.isspace() and ord(char) > 0x20:
                self.missing.setdefault(char)
            return face
        return other

    def name_faces(self, text: str, pen: Pen) -> dict[int, Face]:
        """Faces for whole names of which the pen's own face lacks a character: position in `text` → face."""
        found: dict[int, Face] = {}
        own = pen.choice.face
        if own.holds(text):
            return found
        for match in _HAN_NAME.finditer(text):
            name = match.group()
            if len(name) > _LONGEST_NAME or own.holds(name):
                continue
            key = (name, own, pen.choice.sans)
            if key not in self._names:
                self._names[key] = self.fonts.substitute_all(name, sans=pen.choice.sans)
            face = self._names[key]
            if face is not None:
                found.update(dict.fromkeys(range(match.start(), match.end()), face))
        return found

    def joined(self, pen: Pen, char: str, face: Face) -> float:
        """Advance of a letter in its joined form, of the letter itself where the face has no such form."""
        if "\ufb50" <= char <= "\ufefc" and face.width(char) < 0:
            char = unicodedata.normalize("NFKC", char)[:1]
        return self.width(pen, char, face)

    def width(self, pen: Pen, char: str, face: Face) -> float:
        """Advance of a character in pt, without letter spacing."""
        if face is pen.choice.face:
            width = pen.widths.get(char)
            if width is None:
                width = pen.widths[char] = max(face.width(char), 0.0 if ord(char) < 0x20 else -1.0) * pen.size
                if width < 0:
                    width = pen.widths[char] = pen.size * (1.0 if pen.wide else 0.5)
                width = pen.widths[char] = width * pen.style.scale
            return width
        return max(face.width(char), 0.0) * pen.size * pen.style.scale
