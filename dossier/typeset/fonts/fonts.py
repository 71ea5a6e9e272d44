"""The fonts at hand: those of the package, of the user's folders and of the machine; which one prints a character."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from dossier.typeset.fonts.font_data import (
    ALIASES,
    CJK_LINE,
    LINE_HEIGHTS,
    NEVER,
    STAND_INS,
    is_cjk_name,
    is_sans,
    normal,
)
from dossier.typeset.fonts.sfnt import BadFont, Sfnt

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
_PACKAGE, _USER, _MACHINE = 0, 1, 2
_ACCENT = re.compile("[\u0300-\u036f]")
_INVISIBLE = re.compile(
    "[\x00-\x1f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One style of one family, as Typst names it."""

    family: str
    weight: int
    style: str
    stretch: float
    path: Path
    index: int
    origin: int
    _cache: dict[str, Sfnt | None] = field(default_factory=dict, repr=False, compare=False)
    _widths: dict[str, float] = field(default_factory=dict, repr=False, compare=False)
    _held: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def sfnt(self) -> Sfnt | None:
        """The tables, opened once; None for a file that cannot be measured."""
        if "sfnt" not in self._cache:
            try:
                self._cache["sfnt"] = Sfnt(self.path, self.index)
            except BadFont:
                self._cache["sfnt"] = None
        return self._cache["sfnt"]

    def has(self, char: str) -> bool:
        """Whether the face holds a glyph for the character."""
        return self.width(char) >= 0

    def holds(self, text: str) -> bool:
        """Whether the face holds all characters of a text."""
        if self._held.issuperset(text):
            return True
        self._held.update(char for char in text if self.width(char) >= 0)
        return self._held.issuperset(text)

    def width(self, char: str) -> float:
        """Advance of a character in em, -1 where the face has no glyph."""
        known = self._widths.get(char)
        if known is None:
            sfnt = self.sfnt
            code = ord(char)
            try:
                known = sfnt.advance(code) if sfnt is not None and sfnt.glyph(code) else -1.0
            except Exception:  # a broken table means: not this face (fonts are other people's files)
                known = -1.0
            self._widths[char] = known
        return known


@dataclass(frozen=True, slots=True)
class Choice:
    """What prints a font name of a document: a face, what must be faked, and Word's line heights in em."""

    face: Face
    fake_bold: bool
    fake_italic: bool
    ascent: float
    descent: float
    sans: bool
    found: bool
    """Whether the machine has the font that was named (or its metric twin)."""


class Fonts:
    """All fonts at hand. Made by `find_fonts`; safe to keep for the whole run."""

    def __init__(self, folders: Sequence[Path] = (), *, machine: bool = True) -> None:
        self._folders = tuple(sorted(folder for folder in folders if folder.is_dir()))
        self._machine = machine
        self._choices: dict[tuple[str, bool, bool], Choice] = {}
        self._substitutes: dict[tuple[str, bool], Face | None] = {}

    @cached_property
    def typst(self) -> typst.Fonts:
        """The same fonts for the Typst compiler."""
        paths = [str(Path(pylopdf_fonts_zh_cn.__file__).parent), *map(str, self._folders)]
        return typst.Fonts(self._machine, False, paths)

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """Every face, each (family, weight, style, stretch) once: package, then user folders, then machine."""
        package = Path(pylopdf_fonts_zh_cn.__file__).parent
        found = []
        for info in self.typst.fonts():
            if info.path is None:
                continue
            path = Path(info.path)
            if path.parent == package:
                origin = _PACKAGE
            else:
                origin = _USER if any(path.is_relative_to(f) for f in self._folders) else _MACHINE
            found.append(Face(info.family, info.weight, info.style, info.stretch, path, info.index, origin))
        found.sort(key=_rank)
        unique: dict[tuple[str, int, str, float], Face] = {}
        for face in found:
            unique.setdefault((face.family, face.weight, face.style, face.stretch), face)
        return tuple(unique.values())

    @cached_property
    def _by_family(self) -> dict[str, list[Face]]:
        families: dict[str, list[Face]] = {}
        for face in self.faces:
            families.setdefault(normal(face.family), []).append(face)
        return families

    @cached_property
    def _by_any_name(self) -> dict[str, str]:
        """Localised and full names → family as Typst says it."""
        names: dict[str, str] = {}
        for face in self.faces:
            if face.origin != _PACKAGE and face.sfnt is not None:
                try:
                    for name in face.sfnt.names:
                        names.setdefault(normal(name), normal(face.family))
                except Exception:  # a font without a readable name table is found by its Typst name only
                    continue
        return names

    @cached_property
    def digest(self) -> str:
        """A hash that changes when a font comes, goes or changes; the same for the same fonts anywhere."""
        digest = hashlib.sha256()
        for face in sorted(self.faces, key=lambda f: (f.family, f.weight, f.style, f.stretch, f.path.name)):
            size = face.path.stat().st_size
            digest.update(f"{face.family}|{face.weight}|{face.style}|{face.stretch}|{face.index}|{size}\n".encode())
        return digest.hexdigest()

    def missing(self, text: str) -> str:
        """The characters of `text` that no font at hand can print, each once, private-use ones always included."""
        return "".join(char for char in dict.fromkeys(text) if not self.prints(char))

    def prints(self, char: str) -> bool:
        """Whether some font at hand has a glyph for the character (control and joining characters need none)."""
        if _INVISIBLE.match(char):
            return True
        if is_private(ord(char)):
            return False
        return self.substitute(char, sans=False) is not None or char in STAND_INS

    def substitute(self, char: str, *, sans: bool) -> Face | None:
        """The face that stands in for a character; None where none has it."""
        key = (char, sans)
        if key not in self._substitutes:
            self._substitutes[key] = next(self._covering(char, sans), None)
        return self._substitutes[key]

    def substitute_all(self, text: str, *, sans: bool) -> Face | None:
        """One face for the whole of a name, so that its characters look alike; None where there is none."""
        rare = max(text, key=ord)
        return next((face for face in self._covering(rare, sans) if all(face.has(c) for c in text)), None)

    def _covering(self, char: str, sans: bool) -> Iterator[Face]:
        package = self._package[::-1] if sans else self._package
        yield from (face for face in package if face.has(char))
        others = [face for face in self.faces if face.origin != _PACKAGE and not _never(face)]
        others.sort(key=lambda face: (face.origin, is_sans(face.family) != sans))
        yield from (face for face in others if face.has(char))

    @cached_property
    def _package(self) -> tuple[Face, Face]:
        faces = {face.family: face for face in self.faces if face.origin == _PACKAGE}
        return faces[SERIF], faces[SANS]

    def choose(self, name: str, bold: bool, italic: bool) -> Choice:
        """What prints the font `name` of a document."""
        key = (name, bold, italic)
        if key not in self._choices:
            self._choices[key] = self._choose(name, bold, italic)
        return self._choices[key]

    def _choose(self, name: str, bold: bool, italic: bool) -> Choice:
        family = self._family(name)
        sans = is_sans(name)
        faces = self._by_family.get(family, []) if family else [self._package[1 if sans else 0]]
        weight = 700 if bold else 400
        face = min(faces, key=lambda f: (abs(f.stretch - 1), (f.style != "normal") != italic, abs(f.weight - weight)))
        ascent, descent = _line_heights(name, face if family else None)
        return Choice(
            face=face,
            fake_bold=bold and face.weight < 600,
            fake_italic=italic and face.style == "normal",
            ascent=ascent,
            descent=descent,
            sans=sans,
            found=family is not None,
        )

    def _family(self, name: str) -> str | None:
        wanted = normal(name)
        if not wanted:
            return None
        for candidate in (wanted, *map(normal, ALIASES.get(wanted, ()))):
            if candidate in self._by_family:
                return candidate
        return self._by_any_name.get(wanted)


def find_fonts(folders: Sequence[Path] = (), *, machine: bool = True) -> Fonts:
    """The fonts of the package, of `folders` (a workspace's `fonts/`), and of the machine unless told otherwise."""
    return Fonts(folders, machine=machine)


def visible(text: str) -> str:
    """The text without control, joining and variation characters, accents joined to their letters."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text) if _ACCENT.search(text) else text


def is_private(code: int) -> bool:
    """Whether a code point is private use: nobody but its maker knows what it looks like."""
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFD


def _rank(face: Face) -> tuple[object, ...]:
    chinese = any(mark in face.family for mark in (" SC", "Sim", "Song", "Fang", "Kai"))
    package = 0 if face.family == SERIF else 1
    return (
        face.origin, package if face.origin == _PACKAGE else 0, not chinese, face.family,
        face.weight != 400, face.weight, face.style, face.stretch, face.path.name, str(face.path), face.index,
    )  # fmt: skip


def _never(face: Face) -> bool:
    folded = face.family.lower()
    return any(word in folded for word in NEVER) or face.style != "normal" or face.weight != 400


def _line_heights(name: str, face: Face | None) -> tuple[float, float]:
    known = LINE_HEIGHTS.get(normal(name))
    if known is not None:
        return known
    if is_cjk_name(name):
        return CJK_LINE
    if face is not None and face.sfnt is not None:
        return face.sfnt.ascent_descent
    return LINE_HEIGHTS["times new roman"]
