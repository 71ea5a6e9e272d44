"""Lines → marks on the page: text in as few pieces as positions allow, underlines, shades, leaders, pictures."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from dossier.typeset.drawing.marks import Fill, Glyphs, Hung, Link, Mark, Placed, Stroke, Target, Turned, move
from dossier.typeset.fonts.joining import COMPLEX
from dossier.typeset.fonts.pens import SQUEEZED
from dossier.typeset.layout.atoms import Atom, Kind
from dossier.typeset.layout.lines import Line
from dossier.typeset.model import Anchored, Bookmark, Drawn, Picture, Rule, TextBox
from dossier.typeset.style import Edge

_TEXT = (Kind.WIDE, Kind.WORD, Kind.SPACE)
_NEAR = 0.01
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}
_BRACKETS = frozenset("（）《》〈〉「」『』【】〔〕〖〗［］｛｝—…－～()<>[]{}-")
_CORNER = frozenset("、。，．")


@dataclass(slots=True)
class _Piece:
    """Text being joined into one mark."""

    mark: Glyphs
    tracking: float | None
    inner: float | None
    """Letter spacing that the atoms so far need inside, None while all are single characters."""
    atom: Atom
    end: float


def draw_line(line: Line, x: float, y: float, marks: list[Mark], top: float = 0.0, column: float = 0.0) -> None:
    """Appends the marks of a line whose column starts at `x` and whose top is `y`.

    `top` is the top of the paragraph, `column` the width of the column: anchored drawings are placed by them.
    """
    if line.drawn is None:
        line.drawn = _draw(line)
    for mark in line.drawn:
        if isinstance(mark, Glyphs):
            marks.append(
                Glyphs(mark.x + x, mark.y + y, mark.text, mark.face, mark.size, mark.color, mark.bold, mark.italic,
                       mark.tracking, mark.scale, mark.width, mark.number)
            )  # fmt: skip
        elif isinstance(mark, Hung):
            marks.append(Hung(x, top, y, x + mark.char_x, column, mark.drawing))
        else:
            moved = copy(mark)
            move(moved, x, y)
            marks.append(moved)


def _draw(line: Line) -> list[Mark]:
    """The marks of a line whose column starts at 0 and whose top is 0."""
    marks: list[Mark] = []
    baseline = line.baseline
    _decorate(line, 0.0, 0.0, baseline, marks)
    piece: _Piece | None = None
    for atom, place in zip(line.atoms, line.places, strict=True):
        kind = atom.kind
        if kind in _TEXT:
            piece = _text(line, piece, atom, place, baseline, marks)
            continue
        if kind in (Kind.MARK, Kind.ANCHORED, Kind.NOTE, Kind.BREAK):
            if isinstance(atom.thing, Bookmark):
                marks.append(Target(place, 0.0, atom.thing.name))
            elif isinstance(atom.thing, Anchored):
                marks.append(Hung(0.0, 0.0, 0.0, place, 0.0, atom.thing))
            continue
        piece = None
        if kind is Kind.TAB:
            _leader(atom, place, baseline, marks)
        elif kind is Kind.PICTURE and isinstance(atom.thing, Picture | Drawn | TextBox):
            marks.append(Placed(place, baseline - atom.ascent, atom.thing))
        elif kind is Kind.RULE and isinstance(atom.thing, Rule):
            middle, thing = line.height / 2, atom.thing
            marks.append(Stroke(line.left, middle, line.right, middle, thing.thickness, thing.color))
    return marks


def _text(line: Line, piece: _Piece | None, atom: Atom, at: float, baseline: float, marks: list[Mark]) -> _Piece | None:
    inner = atom.tracking + (line.extra if line.every else 0.0) if len(atom.text) > 1 else None
    if piece is not None and _joins(piece, atom, at - piece.end, inner):
        if piece.tracking is None:
            piece.tracking = piece.mark.tracking = at - piece.end
        piece.inner = inner if inner is not None else piece.inner
        piece.mark.text += atom.text
        piece.atom, piece.end = atom, _end(line, atom, at)
        piece.mark.width = piece.end - piece.mark.x
        return piece
    if atom.kind is Kind.SPACE:
        return None
    pen = atom.pen
    style = pen.style
    face = atom.face
    mark = Glyphs(
        at, baseline - pen.rise, atom.text, face, pen.size, style.color,
        pen.choice.fake_bold or (style.bold and face.weight < 600),
        pen.choice.fake_italic or (style.italic and face.style == "normal"),
        inner or 0.0, style.scale, _end(line, atom, at) - at, atom.number,
    )  # fmt: skip
    marks.append(mark)
    if atom.overlay:
        small = pen.size * 0.8
        marks.append(
            Glyphs(
                at + 0.1 * pen.size, mark.y - 0.05 * pen.size, atom.overlay, face, small, style.color, True, width=small
            )
        )
        return None
    return _Piece(mark, inner, inner, atom, _end(line, atom, at))


def _end(line: Line, atom: Atom, at: float) -> float:
    """Where the atom's last character ends."""
    return at + atom.width + (line.extra * (len(atom.text) - 1) if line.every and len(atom.text) > 1 else 0.0)


def _joins(piece: _Piece, atom: Atom, gap: float, inner: float | None) -> bool:
    before = piece.atom
    if atom.pen is not before.pen or atom.face is not before.face or atom.number or before.number:
        return False
    if COMPLEX.search(atom.text) or COMPLEX.search(before.text):
        return False  # each word has its own place: they may stand from right to left
    if before.text[-1] in SQUEEZED and atom.text[0] in SQUEEZED:
        return False
    if piece.tracking is not None and abs(piece.tracking - gap) > _NEAR:
        return False
    return inner is None or abs(inner - gap) <= _NEAR


def _leader(atom: Atom, at: float, baseline: float, marks: list[Mark]) -> None:
    char = _LEADERS.get(atom.leader)
    if char is None or atom.width <= 0:
        return
    width = max(atom.face.width(char), 0.0) * atom.pen.size
    count = int(atom.width * 20) // int(width * 20 + 0.5) if width > 0.1 else 0
    if not count:
        return
    mark = Glyphs(at, baseline, char * count, atom.face, atom.pen.size, atom.pen.style.color, width=count * width)
    if char == "_":
        # One more, set a little closer: a line without a gap.
        mark.text += char
        mark.tracking, mark.width = (atom.width - (count + 1) * width) / (count + 1), atom.width
    else:
        mark.x += atom.width - count * width
    marks.append(mark)


# ---------------------------------------------------------------------------- under, over and behind the text


def _decorate(line: Line, x: float, y: float, baseline: float, marks: list[Mark]) -> None:
    """Shades, underlines, strikes, run borders and links, each drawn once over neighbours that share it."""
    atoms, places = line.atoms, line.places
    if not any(_is_decorated(atom) for atom in atoms):
        return
    count = len(atoms)
    index = 0
    while index < count:
        atom = atoms[index]
        if not _is_decorated(atom) or atom.kind in (Kind.MARK, Kind.ANCHORED, Kind.BREAK):
            index += 1
            continue
        end = index
        while end + 1 < count and _shares(atom, atoms[end + 1]):
            end += 1
        right = places[end + 1] if end + 1 < count else places[end] + _end(line, atoms[end], 0.0)
        left, right = x + places[index], x + min(right, max(line.right, places[index]))
        size = max(a.pen.size for a in atoms[index : end + 1])
        _draw_decoration(atom, left, right, baseline, y, line, size, marks)
        index = end + 1


def _is_decorated(atom: Atom) -> bool:
    style = atom.pen.style
    return bool(
        style.underline
        or style.shade
        or style.strike
        or style.double_strike
        or style.border
        or style.emphasis
        or atom.link
    )


def _shares(a: Atom, b: Atom) -> bool:
    one, two = a.pen.style, b.pen.style
    if b.kind in (Kind.MARK, Kind.ANCHORED):
        return True
    if b.kind is Kind.BREAK or one.emphasis or (one.underline == "words" and b.kind is Kind.SPACE):
        return False
    return (one.underline, one.shade, one.strike, one.double_strike, one.border, one.raised, one.color) == (
        two.underline,
        two.shade,
        two.strike,
        two.double_strike,
        two.border,
        two.raised,
        two.color,
    ) and a.link == b.link


def _draw_decoration(
    atom: Atom, left: float, right: float, baseline: float, top: float, line: Line, size: float, marks: list[Mark]
) -> None:
    style = atom.pen.style
    color = style.color
    upper, lower = baseline - line.ascent, baseline + line.descent
    if style.shade:
        marks.append(Fill(left, upper, right - left, lower - upper, style.shade))
    if style.underline and not (style.underline == "words" and atom.kind is Kind.SPACE):
        _underline(style.underline, left, right, baseline - atom.pen.rise, size, style.underline_color or color, marks)
    thin = max(size * 0.05, 0.4)
    if style.strike:
        marks.append(Stroke(left, baseline - size * 0.3, right, baseline - size * 0.3, thin, color))
    if style.double_strike:
        heights = (baseline - size * 0.25, baseline - size * 0.37)
        marks.extend(Stroke(left, height, right, height, thin, color) for height in heights)
    if style.border:
        marks.extend(
            outline(left, upper, right, lower, dict.fromkeys(("top", "left", "bottom", "right"), style.border))
        )
    if style.emphasis and atom.kind is Kind.WIDE:
        dot = size * 0.12
        marks.append(Fill(left + (atom.width - dot) / 2, baseline + size * 0.16, dot, dot, color or "000000"))
    if atom.link:
        marks.append(Link(left, top, right - left, line.height, atom.link))


def _underline(
    kind: str, left: float, right: float, baseline: float, size: float, color: str, marks: list[Mark]
) -> None:
    width = max(size * 0.05, 0.4)
    y = baseline + size * 0.14
    if "hick" in kind or "eavy" in kind:
        width *= 2
    pattern = "solid"
    if kind.startswith("dot") and not kind.startswith("dotDash"):
        pattern = "dotted"
    elif "ash" in kind or kind.startswith("dotD"):
        pattern = "dashed"
    elif kind.startswith("wav"):
        pattern = "wavy"
    marks.append(Stroke(left, y, right, y, width, color, pattern))
    if kind in ("double", "wavyDouble"):
        marks.append(Stroke(left, y + 2.2 * width, right, y + 2.2 * width, width, color, pattern))


def pattern_of(style: str) -> str:
    """The stroke pattern of a border style of Word."""
    if style == "dotted":
        return "dotted"
    return "dashed" if "ash" in style or style.startswith("dotD") else "solid"


def outline(left: float, top: float, right: float, bottom: float, edges: dict[str, Edge]) -> list[Mark]:
    """The strokes of a rectangle's sides; double lines are drawn as two."""
    sides = {
        "top": (left, top, right, top), "bottom": (left, bottom, right, bottom),
        "left": (left, top, left, bottom), "right": (right, top, right, bottom),
    }  # fmt: skip
    marks: list[Mark] = []
    for side, (x1, y1, x2, y2) in sides.items():
        found = edges.get(side)
        if found is not None and found.width:
            marks.extend(border(x1, y1, x2, y2, found))
    return marks


_THIN = 0.75
"""Word's thin line, and the gap beside it, in points; the width that is named is the thick line's."""


def border(x1: float, y1: float, x2: float, y2: float, found: Edge) -> list[Mark]:
    """One border line: one stroke, or two beside each other, the first one above or on the left."""

    def beside(off: float, width: float) -> Mark:
        dx, dy = (off, 0.0) if x1 == x2 else (0.0, off)
        return Stroke(x1 + dx, y1 + dy, x2 + dx, y2 + dy, width, found.color)

    if found.style in ("thickThinSmallGap", "thinThickSmallGap"):
        half = (found.width + 2 * _THIN) / 2
        thick, thin = -half + found.width / 2, half - _THIN / 2
        sign = 1 if found.style.startswith("thick") else -1
        return [beside(sign * thick, found.width), beside(sign * thin, _THIN)][::sign]
    if found.style in ("double", "triple", "thinThickThinSmallGap"):
        gap = max(found.width, 0.5)
        return [beside(-gap, found.width), beside(gap, found.width)]
    return [Stroke(x1, y1, x2, y2, found.width, found.color, pattern_of(found.style))]


# ---------------------------------------------------------------------------- upright columns


def draw_column(line: Line, x: float, y: float, marks: list[Mark]) -> None:
    """A line set downwards: its column is `line.height` wide from `x`, text starts at `y`; Latin words are turned."""
    center = x + line.height / 2
    for atom, place in zip(line.atoms, line.places, strict=True):
        pen, style = atom.pen, atom.pen.style
        bold = pen.choice.fake_bold or (style.bold and atom.face.weight < 600)
        at = y + place
        if atom.kind is Kind.WIDE and atom.text not in _BRACKETS:
            dx, dy = (0.5 * pen.size, -0.5 * pen.size) if atom.text in _CORNER else (0.0, 0.0)
            marks.append(
                Glyphs(center - atom.width / 2 + dx, at + 0.88 * pen.size + dy, atom.text, atom.face, pen.size,
                       style.color, bold, scale=style.scale, width=atom.width)
            )  # fmt: skip
        elif atom.kind in (Kind.WIDE, Kind.WORD):
            drop = (0.38 if atom.kind is Kind.WIDE else 0.35) * pen.size
            inner: list[Mark] = [
                Glyphs(
                    0, 0, atom.text, atom.face, pen.size, style.color, bold, tracking=atom.tracking, width=atom.width
                )
            ]
            marks.append(Turned(center - drop, at, 90, inner))
        elif atom.kind is Kind.PICTURE and isinstance(atom.thing, Picture | Drawn | TextBox):
            marks.append(Placed(center - atom.width / 2, at, atom.thing))
        elif atom.kind is Kind.ANCHORED and isinstance(atom.thing, Anchored):
            marks.append(Hung(x, y, at, x, line.height, atom.thing))
