"""Atoms → lines: greedy as Word's, with tabs, kinsoku, hanging punctuation and justification."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.typeset.drawing.marks import Mark
from dossier.typeset.fonts.pens import CLOSING, HANGING
from dossier.typeset.layout.atoms import Atom, Kind
from dossier.typeset.model import Break, Tab
from dossier.typeset.style import ParaStyle, TabStop

_EPSILON = 0.05


@dataclass(slots=True)
class Line:
    """One line: atoms with their places across (from the column's left edge), heights, and how it ended."""

    atoms: list[Atom]
    places: list[float]
    extra: float = 0.0
    """Added after each stretchable atom (justification)."""
    every: bool = False
    """Whether the extra goes between all characters (distributed)."""
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    text_height: float = 0.0
    """Natural height of the text alone: a multiple of lines is one of these, not of pictures."""
    height: float = 0.0
    baseline: float = 0.0
    """From the line's top."""
    foot: float = 0.0
    """How much of the height is white below the text that a page's last line may leave hanging over the margin."""
    ended: str = ""
    """'' wrapped | line | page | column | end"""
    left: float = 0.0
    right: float = 0.0
    skipped: float = 0.0
    """Room left above the line because a float stands there."""
    drawn: list[Mark] | None = None
    """Its marks around (0, 0) as drawn before, the line's top at 0."""
    needed: float = 0.0
    """Width of a word that had to be cut because the line is too narrow for it."""

    @property
    def has_picture(self) -> bool:
        """Whether a picture stands in the line."""
        return any(atom.kind is Kind.PICTURE for atom in self.atoms)


@dataclass(slots=True)
class Measure:
    """Where lines may run: from `left` (`first` for the first line) to `right`, from the column's left edge."""

    left: float
    first: float
    right: float
    tabs: tuple[TabStop, ...]
    default_tab: float
    hanging: float | None
    """The hanging indent's edge, which is a tab stop too."""
    column: float = 0.0
    """Width of the column."""


class Breaker:
    """Breaks the atoms of one paragraph; `next_line` may be asked with another measure each time (floats)."""

    def __init__(self, atoms: list[Atom], *, hang: bool, squeeze: bool = False) -> None:
        self._atoms = atoms
        self._hang = hang
        self._squeeze = squeeze
        """Whether a closing bracket at the end of a line may be half as wide."""
        self._reach = 0.0
        """How far a right-aligned tab stop beyond the edge lets this line run."""
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether all atoms are in lines."""
        return self.at >= len(self._atoms)

    def next_line(self, measure: Measure, *, first: bool) -> Line:
        """The next line."""
        atoms, start, count = self._atoms, self.at, len(self._atoms)
        x = measure.first if first else measure.left
        line = Line([], [], left=x, right=measure.right)
        limit = measure.right + _EPSILON
        index, possible, hung = start, start, False
        squeezed: Atom | None = None
        self._reach = 0.0
        while index < count:
            atom = atoms[index]
            if atom.kind is Kind.BREAK:
                self._take(line, atom, x)
                index += 1
                line.ended = atom.thing.kind if isinstance(atom.thing, Break) else "line"
                break
            if atom.kind is Kind.TAB:
                atom.width = self._tab_width(index, x, measure)
                limit = max(limit, self._reach + _EPSILON)
            if atom.breaks and index > start:
                possible = index
            if x + atom.width + min(atom.gap, 0.0) > limit and atom.kind is not Kind.SPACE:
                if self._may_hang(index, hung):
                    hung = True
                elif self._may_squeeze(atom) and x + atom.width / 2 <= limit and squeezed is None:
                    atom.width /= 2
                    squeezed = atom
                elif atom.kind is Kind.TAB and self._is_last(index):
                    atom.width = max(measure.right - x, 0.0)
                elif atom.width > 0 or hung:
                    index = self._cut(line, index, start, possible, x, measure)
                    if squeezed is not None and not any(each is squeezed for each in line.atoms[-2:]):
                        squeezed.width *= 2  # it went to the next line after all
                    break
            self._take(line, atom, x)
            x += atom.width + atom.gap
            index += 1
        else:
            line.ended = "end"
        self.at = index
        self._finish(line)
        return line

    @staticmethod
    def _take(line: Line, atom: Atom, x: float) -> None:
        line.atoms.append(atom)
        line.places.append(x)

    def _is_last(self, index: int) -> bool:
        """Whether nothing that prints follows."""
        return all(atom.kind in (Kind.SPACE, Kind.MARK, Kind.ANCHORED) for atom in self._atoms[index + 1 :])

    def _may_hang(self, index: int, hung: bool) -> bool:
        """Whether a mark of punctuation may stand beyond the edge: only after an East-Asian character."""
        atom = self._atoms[index]
        if not self._hang or hung or atom.text not in HANGING or atom.breaks:
            return False
        before = index - 1
        while before >= 0 and self._atoms[before].kind in (Kind.MARK, Kind.ANCHORED):
            before -= 1
        return before >= 0 and self._atoms[before].kind is Kind.WIDE

    def _may_squeeze(self, atom: Atom) -> bool:
        return self._squeeze and atom.kind is Kind.WIDE and atom.text in CLOSING and not atom.breaks

    def _cut(self, line: Line, index: int, start: int, possible: int, x: float, measure: Measure) -> int:
        """Ends the line before atom `index`: at the last possible break, else inside a word, else right here."""
        if possible > start:
            del line.atoms[possible - start :], line.places[possible - start :]
            atom = self._atoms[possible]
            whole = measure.right - measure.left
            if not (atom.kind is Kind.WORD and atom.width > whole and possible == index and x < measure.right - 20):
                return possible
        atom = self._atoms[index]
        if atom.kind is Kind.WORD and len(atom.text) > 1:
            needed = atom.width
            fits = self._split(index, measure.right - x, at_least_one=index == start)
            if fits:
                line.needed = needed
                self._take(line, self._atoms[index], x)
                return index + 1
        if index > start:
            return index
        self._take(line, atom, x)
        return index + 1

    def _split(self, index: int, room: float, *, at_least_one: bool) -> bool:
        """Splits a word atom so that its first part fits; False where not even one character does."""
        atom = self._atoms[index]
        widths = [(atom.width + atom.tracking) / len(atom.text)] * len(atom.text)
        if atom.face.sfnt is not None:
            widths = [
                max(atom.face.width(c), 0) * atom.pen.size * atom.pen.style.scale + atom.tracking for c in atom.text
            ]
        used, count = 0.0, 0
        while count < len(widths) - 1 and used + widths[count] <= room + _EPSILON:
            used += widths[count]
            count += 1
        if not count:
            if not at_least_one:
                return False
            used, count = widths[0], 1
        rest = Atom(
            Kind.WORD, atom.text[count:], atom.width - used, atom.pen, atom.face, atom.ascent, atom.descent, True,
            atom.gap, atom.tracking, atom.link, atom.thing, atom.number,
        )  # fmt: skip
        head = Atom(
            Kind.WORD, atom.text[:count], used - atom.tracking, atom.pen, atom.face, atom.ascent, atom.descent,
            atom.breaks, atom.tracking, atom.tracking, atom.link, atom.thing, atom.number,
        )  # fmt: skip
        self._atoms[index : index + 1] = [head, rest]
        return True

    # ------------------------------------------------------------------ tabs

    def _tab_width(self, index: int, x: float, measure: Measure) -> float:
        atom = self._atoms[index]
        tab = atom.thing
        if isinstance(tab, Tab) and tab.absolute:
            at = {"left": 0.0, "center": measure.column / 2}.get(tab.absolute, measure.right)
            stop = TabStop(at, tab.absolute, tab.leader)
        else:
            stop = self._next_stop(x, measure)
        following = 0.0
        if stop.kind in ("right", "center", "decimal"):
            following = self._following(index + 1, decimal=stop.kind == "decimal")
            self._reach = stop.at if x + following <= stop.at else 0.0
            following = following / 2 if stop.kind == "center" else following
        atom.leader = stop.leader
        return max(stop.at - following - x, 0.0)

    def _next_stop(self, x: float, measure: Measure) -> TabStop:
        stops = [stop for stop in measure.tabs if stop.kind not in ("clear", "bar") and stop.at > x + _EPSILON]
        hanging = measure.hanging
        if hanging is not None and hanging > x + _EPSILON and not any(stop.at <= hanging for stop in stops):
            return TabStop(hanging, "left", "none")
        if stops:
            return stops[0]
        step = measure.default_tab or 36.0
        cleared = {round(stop.at, 1) for stop in measure.tabs if stop.kind == "clear"}
        at = (int((x + _EPSILON) / step) + 1) * step
        while round(at, 1) in cleared:
            at += step
        return TabStop(at, "left", "none")

    def _following(self, index: int, *, decimal: bool) -> float:
        """Width of what stands between a tab and the next tab, break or end (up to the point for decimals)."""
        width = 0.0
        for atom in self._atoms[index:]:
            if atom.kind in (Kind.TAB, Kind.BREAK):
                break
            if decimal and "." in atom.text:
                return width + atom.width * atom.text.index(".") / len(atom.text)
            width += atom.width + atom.gap
        return width

    # ------------------------------------------------------------------ heights and alignment

    def _finish(self, line: Line) -> None:
        last = len(line.atoms) - 1
        while last >= 0 and line.atoms[last].kind in (Kind.SPACE, Kind.BREAK, Kind.MARK, Kind.ANCHORED):
            last -= 1
        line.width = line.places[last] + line.atoms[last].width - line.left if last >= 0 else 0.0
        text_ascent = text_descent = 0.0
        for atom in line.atoms:
            if atom.ascent > line.ascent:
                line.ascent = atom.ascent
            if atom.descent > line.descent:
                line.descent = atom.descent
            if atom.kind is not Kind.PICTURE:
                text_ascent, text_descent = max(text_ascent, atom.ascent), max(text_descent, atom.descent)
        line.text_height = text_ascent + text_descent


def align(line: Line, style: ParaStyle, *, expand_breaks: bool) -> None:
    """Shifts or stretches a broken line as the paragraph's alignment says."""
    room = line.right - line.left - line.width
    kind = style.align
    if kind == "both":
        if line.ended == "" or (line.ended == "line" and expand_breaks):
            _stretch(line, room, every=False)
        return
    if kind == "distribute":
        _stretch(line, room, every=True)
        return
    if room <= 0 and kind == "center" and line.places and line.left + room / 2 < 0:
        room = 0.0
    shift = {"center": room / 2, "right": room}.get(kind, 0.0)
    if shift:
        line.places = [place + shift for place in line.places]


def _stretch(line: Line, room: float, *, every: bool) -> None:
    """Spreads `room` over the gaps that come after the last tab."""
    if room <= 0:
        return
    atoms = line.atoms
    last = len(atoms) - 1
    while last >= 0 and atoms[last].kind in (Kind.SPACE, Kind.BREAK, Kind.MARK, Kind.ANCHORED):
        last -= 1
    first = next((i + 1 for i in range(last, -1, -1) if atoms[i].kind is Kind.TAB), 0)
    counts = [_gaps(atoms, i, last, every) for i in range(first, last + 1)]
    total = sum(counts)
    if not total:
        return
    extra = room / total
    moved = 0.0
    for offset, count in enumerate(counts):
        line.places[first + offset] += moved
        moved += extra * count
    for i in range(last + 1, len(atoms)):
        line.places[i] += moved
    line.extra, line.every = extra, every


def _gaps(atoms: list[Atom], index: int, last: int, every: bool) -> int:
    atom = atoms[index]
    inside = len(atom.text) - 1 if every and atom.kind is Kind.WORD else 0
    if index == last:
        return inside
    after = atoms[index + 1]
    if atom.kind in (Kind.MARK, Kind.ANCHORED):
        return 0
    if every or atom.kind in (Kind.WIDE, Kind.SPACE) or after.kind is Kind.WIDE:
        return inside + 1
    return inside


@dataclass(slots=True)
class Room:
    """The heights a paragraph's lines are given: rule, value, grid."""

    rule: str
    value: float
    grid: float
    """Line pitch, 0 for none."""


def set_height(line: Line, room: Room) -> None:
    """Word's line heights: auto, exact, atLeast, and the grid of lines."""
    natural = line.ascent + line.descent
    if room.rule == "exact":
        line.height, line.baseline = room.value, room.value * 0.8
        line.foot = max(room.value - natural, 0.0)
        return
    if room.rule == "atLeast":
        gridded = _on_grid(natural, room.grid) if room.grid else natural
        line.height = max(room.value, gridded)
        line.baseline = line.height - (gridded - natural) / 2 - line.descent
        line.foot = (gridded - natural) / 2
        return
    if room.grid:
        # Rows of the grid and the multiple do not multiply: the larger one counts (by Word's own page counts).
        line.height = max(_on_grid(natural, room.grid), room.value * room.grid)
        line.foot = (line.height - natural) / 2
        line.baseline = line.foot + line.ascent
        return
    line.height = natural + line.text_height * (room.value - 1)
    line.baseline = line.ascent
    if room.value < 1:
        line.baseline -= (1 - room.value) * line.text_height


def _on_grid(height: float, pitch: float) -> float:
    count = int(height / pitch)
    return pitch * (count if height - count * pitch < 0.05 and count else count + 1)
