"""The labels and values of a page: what stands right of a label, below a heading row, or behind a colon. PURE.

Boxes are in fractions of the upright page; a page that lies slightly askew is straightened first, by its own rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from dossier.facts.labels import Label, Vocabulary
from dossier.model import PageReading, TextLine

Box = tuple[float, float, float, float]
_ROW = 0.5
"""Two lines stand in one row when so much of the lower one's height is common to both."""
_FAR = 0.62
"""A value does not begin further right of its label than this."""
_PARENTS = ("person.father", "person.mother")
_LONGEST_LABEL, _LONGEST_REST = 8, 4
"""Signs of a label that may be set in two lines, and of what stands in the second."""
_ALIGNED = 0.05
"""Lines of one cell begin, or have their middle, at most so far apart."""
_CELLS_APART = 0.06
"""A gap of this width between two pieces of a row is that of two cells."""
_OF_A_PERSON = ("person.", "alone.")
"""Told once a person, below headings; of a child's years there are several rows."""
_SLANT = 0.08
"""Slope of a page that is still straightened; more is no slant but chance."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line: a label, or the text of a value."""

    text: str
    box: Box
    """Straightened."""
    seen: Box
    """As it stands on the page."""
    confidence: float
    label: Label | None = None

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands there; `clear` where no other reading of the place is possible."""

    meaning: str
    text: str
    box: Box
    confidence: float
    clear: bool
    row: float
    """How far down the page, for the order."""
    left: float


def pairs_on(reading: PageReading, vocabulary: Vocabulary) -> list[Pair]:
    """Every label of a page that has a value, in reading order."""
    tokens = _tokens_on(reading, vocabulary)
    labels = [token for token in tokens if token.label is not None]
    values = [token for token in tokens if token.label is None]
    found: list[Pair] = []
    for label in labels:
        pair = _beside(label, labels, values) or _below(label, labels, values)
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda pair: (round(pair.row, 2), pair.left))


def _tokens_on(reading: PageReading, vocabulary: Vocabulary) -> list[Token]:
    pieces = [token for line in _straight(reading) for token in _tokens(*line, vocabulary)]
    return _relations(_unfolded(pieces, vocabulary))


def rows_under(meaning: str, reading: PageReading, vocabulary: Vocabulary) -> Iterator[Mapping[str, Token]]:
    """The rows below a row of headings of which one means `meaning`: heading → what stands under it, row by row."""
    tokens = _tokens_on(reading, vocabulary)
    labels = [token for token in tokens if token.label is not None]
    values = [token for token in tokens if token.label is None]
    for head in labels:
        row = [other for other in labels if _in_row(head, other)]
        if _meaning(head) != meaning or len(row) < 3 or any(_in_row(head, value) for value in values):
            continue
        end = min((one.middle for one in labels if one.middle > head.box[3] and _over(head, one)), default=2.0)
        for cell in sorted(values, key=lambda one: one.middle):
            if head.middle < cell.middle < end and _over(head, cell) and sum(_over(one, cell) for one in row) == 1:
                beside = [value for value in values if _in_row(cell, value)]
                yield {_meaning(one): value for one in row for value in beside if _over(one, value)}


def _meaning(token: Token) -> str:
    return token.label.meaning if token.label is not None else ""


# ---------------------------------------------------------------------------- straight


def _straight(reading: PageReading) -> list[tuple[TextLine, Box]]:
    """Lines with boxes as they would lie were the page's rows level."""
    slope = 0.0 if reading.source == "word" else _slope(reading.lines)
    out = []
    for line in reading.lines:
        left, top, right, bottom = line.box
        drop = slope * (left + right) / 2
        lean = abs(slope) * (right - left) / 2
        out.append((line, (left, top - drop + lean, right, max(bottom - drop - lean, top - drop + lean + 0.001))))
    return out


def _slope(lines: Sequence[TextLine]) -> float:
    """How far rows fall per page width: the middle of what neighbours in a row show."""
    slopes = []
    for line in lines:
        height = line.box[3] - line.box[1]
        middle = (line.box[1] + line.box[3]) / 2
        near = [
            other
            for other in lines
            if other.box[0] >= line.box[2]
            and abs((other.box[1] + other.box[3]) / 2 - middle) < 0.6 * height
            and abs(other.box[3] - other.box[1] - height) < 0.3 * height
        ]
        if near:
            other = min(near, key=lambda one: one.box[0])
            across = (other.box[0] + other.box[2] - line.box[0] - line.box[2]) / 2
            slopes.append(((other.box[1] + other.box[3]) / 2 - middle) / max(across, 0.05))
    slope = median(slopes) if len(slopes) >= 4 else 0.0
    return slope if abs(slope) <= _SLANT else 0.0


# ---------------------------------------------------------------------------- lines → tokens


def _tokens(line: TextLine, box: Box, vocabulary: Vocabulary) -> Iterator[Token]:
    whole = vocabulary.whole(line.text)
    if whole is not None:
        yield Token(line.text, box, line.box, line.confidence, whole)
        return
    found = list(vocabulary.inside(line.text))
    if not found or found[0][1] > 0:
        end = found[0][1] if found else len(line.text)
        text = line.text[:end].strip()
        if text:
            yield _piece(line, box, text, 0, end)
    for place, (label, start, end) in enumerate(found):
        stop = found[place + 1][1] if place + 1 < len(found) else len(line.text)
        yield _piece(line, box, line.text[start:end], start, end, label)
        text = line.text[end:stop].strip(" \u3000,，;；。")
        if text:
            yield _piece(line, box, text, end, stop)


def _piece(line: TextLine, box: Box, text: str, start: int, end: int, label: Label | None = None) -> Token:
    """A part of a line, at its share of the line's width."""
    whole = max(len(line.text), 1)

    def cut(of: Box) -> Box:
        width = of[2] - of[0]
        return (of[0] + width * start / whole, of[1], of[0] + width * min(end, whole) / whole, of[3])

    return Token(text, cut(box), cut(line.box), line.confidence, label)


def _unfolded(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """A label that a narrow cell set in two lines (户口所在 over 地) is one label."""
    found = list(tokens)
    for upper in tokens:
        if len(upper.text) > _LONGEST_LABEL or upper not in found:
            continue
        for lower in tokens:
            if lower in found and _is_under(upper, lower):
                label = vocabulary.whole(upper.text + lower.text)
                if label is not None:
                    found[found.index(upper)] = Token(
                        upper.text + lower.text,
                        around([upper.box, lower.box]),
                        around([upper.seen, lower.seen]),
                        min(upper.confidence, lower.confidence),
                        label,
                    )
                    found.remove(lower)
                    break
    return found


def _is_under(upper: Token, lower: Token) -> bool:
    """Whether a short text is the next line of the one above, in the middle below it or where it begins."""
    if lower is upper or len(lower.text) > _LONGEST_REST or lower.label is not None:
        return False
    return -0.4 < (lower.box[1] - upper.box[3]) / upper.height < 0.7 and _is_aligned(upper, lower)


def _is_aligned(one: Token, other: Token) -> bool:
    """Whether two lines begin at one place or have one middle."""
    middles = (one.box[0] + one.box[2]) / 2 - (other.box[0] + other.box[2]) / 2
    return abs(one.box[0] - other.box[0]) < _ALIGNED or abs(middles) < _ALIGNED


def _relations(tokens: Iterable[Token]) -> list[Token]:
    """A word that is a label elsewhere (父亲) is the value right of 关系, or below it in a row of headings."""
    found = list(tokens)
    for token in tuple(found):
        if token.label is None or token.label.meaning != "alone.relation":
            continue
        beside = [one for one in found if one is not token and _right_of(token, one)]
        nearest = min(beside, key=lambda one: one.box[0], default=None)
        if nearest is not None and nearest.label is not None and nearest.label.meaning not in _PARENTS:
            below = [one for one in found if 0 < one.middle - token.middle < 4 * token.height and _over(token, one)]
            nearest = min(below, key=lambda one: one.middle, default=None)
        if nearest is not None and nearest.label is not None and nearest.label.meaning in _PARENTS:
            found[found.index(nearest)] = replace(nearest, label=None)
    return found


# ---------------------------------------------------------------------------- label → value


def _beside(label: Token, labels: Sequence[Token], values: Sequence[Token]) -> Pair | None:
    """What stands right of a label, up to the next one of its row; a value of several lines stands around it."""
    end = min((other.box[0] for other in labels if other is not label and _right_of(label, other)), default=2.0)
    top, bottom = _band(label, labels)
    inside = [
        value
        for value in values
        if label.box[2] - 0.012 <= value.box[0] < min(end, label.box[2] + _FAR)
        and (value.box[0] + value.box[2]) / 2 < end
        and (_in_row(label, value) or top < value.middle < bottom)
    ]
    row = [value for value in inside if _in_row(label, value)]
    if not row and not (len(inside) > 1 and _around(label, inside)):
        return None
    chosen = sorted(inside if _is_block(inside, row) else row, key=lambda one: (round(one.middle, 3), one.box[0]))
    if not chosen:  # lines round the label that do not begin at one place: of other cells
        return None
    clear = all(value.box[2] <= end + 0.01 for value in chosen) and (len(chosen) == 1 or _around(label, chosen))
    clear = clear and chosen[0].box[0] - label.box[2] < 0.3 and not _goes_on(label, chosen, labels, values)
    clear = clear and _is_one_cell(chosen)
    return _pair(label, chosen, clear=clear)


def _is_one_cell(chosen: Sequence[Token]) -> bool:
    """Whether no gap as of another cell lies between pieces of one row."""
    return all(
        other.box[0] - one.box[2] < _CELLS_APART or any(one.box[2] < third.box[2] < other.box[2] for third in chosen)
        for one in chosen
        for other in chosen
        if other.box[0] > one.box[2] and _in_row(one, other)
    )


def _goes_on(label: Token, chosen: Sequence[Token], labels: Sequence[Token], values: Sequence[Token]) -> bool:
    """Whether a line that belongs to no label stands close above or below: the rest of this value, or not."""
    top, bottom = chosen[0].box[1], chosen[-1].box[3]
    near = 0.9 * chosen[0].height
    return any(
        -near < value.box[1] - bottom < near or -near < top - value.box[3] < near
        for value in values
        if value not in chosen
        and any(_is_aligned(one, value) for one in chosen)
        and not any(_in_row(one, value) and _right_of(one, value) for one in labels if one is not label)
    )


def _right_of(label: Token, other: Token) -> bool:
    return other.box[0] >= label.box[2] - 0.012 and other.box[0] > label.box[0] and _in_row(label, other)


def _in_row(one: Token, other: Token) -> bool:
    common = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return common >= _ROW * min(one.height, other.height)


def _band(label: Token, labels: Sequence[Token]) -> tuple[float, float]:
    """From half-way to the label above to half-way to the one below: as far as a cell may reach."""
    column = [
        other
        for other in labels
        if other is not label and other.box[0] < label.box[2] + 0.02 and not _in_row(label, other)
    ]
    above = max((other.middle for other in column if other.middle < label.middle), default=label.middle - 0.05)
    below = min((other.middle for other in column if other.middle > label.middle), default=label.middle + 0.05)
    return (label.middle + above) / 2, (label.middle + below) / 2


def _around(label: Token, values: Sequence[Token]) -> bool:
    """Lines of one cell stand evenly around its label."""
    middle = (min(value.box[1] for value in values) + max(value.box[3] for value in values)) / 2
    return abs(middle - label.middle) < 0.6 * label.height


def _is_block(inside: Sequence[Token], row: Sequence[Token]) -> bool:
    """Whether the lines above and below belong to the value: they begin where it begins, or have its middle."""
    if len(inside) == len(row):
        return True
    widest = max(row or inside, key=lambda value: value.box[2] - value.box[0])
    left = min(value.box[0] for value in inside)
    return all(value.box[0] - left < _ALIGNED or value in row or _is_aligned(widest, value) for value in inside)


def _below(label: Token, labels: Sequence[Token], values: Sequence[Token]) -> Pair | None:
    """Under a row of headings, the nearest text of the column."""
    row = [other for other in labels if _in_row(label, other)]
    if len(row) < 3 or any(_in_row(label, value) for value in values):
        return None
    under = [
        value
        for value in values
        if 0 < value.middle - label.middle < 4 * label.height
        and min(value.box[2], label.box[2]) - max(value.box[0], label.box[0]) > 0
        and not any(
            label.middle < other.middle < value.middle and _over(other, value) for other in labels if other is not label
        )
    ]
    if not under:
        return None
    nearest = min(under, key=lambda value: value.middle)
    is_clear = label.label is not None and label.label.meaning.startswith(_OF_A_PERSON)
    is_clear = is_clear and _stands_under(row, nearest, labels, values)
    return replace(_pair(label, [nearest], clear=is_clear), row=nearest.middle)


def _stands_under(row: Sequence[Token], nearest: Token, labels: Sequence[Token], values: Sequence[Token]) -> bool:
    """Whether the row of a value lies right below the headings, each of its cells under one heading of its own."""
    cells = [value for value in values if _in_row(nearest, value)]
    if (
        len(cells) < 2
        or any(_in_row(nearest, label) for label in labels)
        or _goes_on(row[0], [nearest], labels, values)
    ):
        return False
    over = [[place for place, heading in enumerate(row) if _over(heading, cell)] for cell in cells]
    return all(len(places) == 1 for places in over) and len({places[0] for places in over}) == len(cells)


def _over(label: Token, value: Token) -> bool:
    return min(value.box[2], label.box[2]) > max(value.box[0], label.box[0])


def _pair(label: Token, values: Sequence[Token], *, clear: bool) -> Pair:
    assert label.label is not None
    boxes = [value.seen for value in values]
    box = around(boxes)
    text = "".join(value.text for value in values) if _is_column(values) else " ".join(value.text for value in values)
    sure = min(value.confidence for value in (*values, label))
    return Pair(label.label.meaning, text, box, sure, clear, label.middle, label.box[0])


def around(boxes: Sequence[Box]) -> Box:
    """The box that holds them all."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes have some of the page in common."""
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _is_column(values: Sequence[Token]) -> bool:
    """Whether all lines stand below each other: then a line break cuts no words apart."""
    return all(not _in_row(one, other) for one in values for other in values if one is not other)
