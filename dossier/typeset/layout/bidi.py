"""The order of a line's atoms where some run from right to left: the levels of the Unicode algorithm, atom by atom."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

from dossier.typeset.fonts.joining import is_rtl
from dossier.typeset.layout.atoms import Atom, Kind
from dossier.typeset.layout.lines import Line

_OPENING = "([{<«（《〈"
_PAIRS = {**dict(zip(_OPENING, ")]}>»）》〉", strict=True)), **dict(zip(")]}>»）》〉", _OPENING, strict=True))}


def reorder(line: Line, *, rtl: bool) -> None:
    """Puts the atoms of a laid-out line in the order in which they stand from left to right.

    `rtl`: the paragraph itself runs from right to left. A line without such text stays as it is.
    """
    if not rtl and not any(is_rtl(char) for atom in line.atoms for char in atom.text):
        return
    levels = _levels(line.atoms, 1 if rtl else 0)
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    if not order:
        return
    places = line.places
    widths = [after - before for before, after in pairwise(places)]
    widths.append(line.atoms[-1].width)
    at = places[0]
    moved = []
    for index in order:
        moved.append(at)
        at += widths[index]
    line.atoms = [_mirrored(line.atoms[index], levels[index]) for index in order]
    line.places = moved


def _mirrored(atom: Atom, level: int) -> Atom:
    """Brackets on their own turn round where the text runs from right to left (Typst turns those inside a word)."""
    return replace(atom, text=_PAIRS[atom.text]) if level % 2 and atom.text in _PAIRS else atom


def _levels(atoms: list[Atom], base: int) -> list[int]:
    """The level of each atom: odd ones run from right to left."""
    strong = [_strong(atom) for atom in atoms]
    sides: list[str] = []
    """Direction of each atom towards its neighbours: numbers go with the text before them."""
    last = "R" if base else "L"
    for kind in strong:
        last = kind if kind in ("L", "R") else last
        sides.append("" if not kind else last)
    levels = []
    for index, kind in enumerate(strong):
        side = sides[index]
        if not kind:
            before = next((each for each in reversed(sides[:index]) if each), "")
            after = next((each for each in sides[index + 1 :] if each), "")
            side = before if before == after and atoms[index].kind is not Kind.TAB else ""
            if atoms[index].text and atoms[index].text in _PAIRS:  # a bracket goes with what it holds
                side = after if atoms[index].text in _OPENING else before
        level = {"R": 1, "L": 2 * base}.get(side, base)
        levels.append(2 if kind == "N" and side == "R" else level)
    return levels


def _strong(atom: Atom) -> str:
    """R, L, N (a number), or '' for what takes the direction of its neighbours."""
    for char in atom.text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "R"
        if kind == "L":
            return "L"
        if kind in ("EN", "AN"):
            return "N"
    return ""
