"""Lines of a page as rows, left to right: what stands beside and above a word. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.facts import real_date
from dossier.model import PageReading, TextLine

_GAP = "  "
"""Between the pieces of a row, so that a date set in three cells is one text and two cells never make one word."""
_LEAST = 0.5
_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
    "O": "0",
}
_DIGITS |= {"0": "0"}
_CHINESE_DATE = re.compile(
    r"([一二][〇零○0O一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*[日号]"
)
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[年.\-/]\s*(?P<m>\d{1,2})\s*[月.\-/]\s*(?P<d>\d{1,2})\s*[日号]?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one height of a page."""

    pieces: tuple[TextLine, ...]
    text: str
    """All of it in half-width signs, dates in digits, two blanks between pieces."""
    level: float
    """How far down the written part of the page it stands: 0 its first row, 1 its last."""

    @property
    def confidence(self) -> float:
        """Of the worst piece."""
        return min(piece.confidence for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class DateIn:
    """A whole date and what stands round it."""

    day: date
    row: Row
    before: str
    after: str
    above: str = ""
    """What stands over it in the row above, where nothing stands before it."""


def plain_dates(text: str) -> str:
    """Half-width signs; 二〇二二年三月三日 in digits."""
    plain = unicodedata.normalize("NFKC", text)
    return _CHINESE_DATE.sub(lambda found: f"{_year(found[1])}年{_small(found[2])}月{_small(found[3])}日", plain)


def _year(text: str) -> str:
    return "".join(_DIGITS[sign] for sign in text)


def _small(text: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value if not ten else 10 * (int(_DIGITS[tens]) if tens else 1) + value


def rows_of(page: PageReading) -> tuple[Row, ...]:
    """The rows of a page from top to bottom. A Word file's paragraphs, which have no place, are one each."""
    lines = [line for line in page.lines if line.text.strip() and line.confidence >= _LEAST]
    heaps: list[list[TextLine]] = []
    has_places = any(line.box[3] > line.box[1] for line in lines)
    for line in sorted(lines, key=_middle) if has_places else lines:
        last = heaps[-1][-1] if heaps else None
        if (
            has_places
            and last is not None
            and abs(_middle(line) - _middle(last)) < 0.45 * min(_high(line), _high(last))
        ):
            heaps[-1].append(line)
        else:
            heaps.append([line])
    levels = [_middle(heap[0]) for heap in heaps] if has_places else [float(at) for at in range(len(heaps))]
    first, span = (levels[0], max(levels[-1] - levels[0], 1e-9)) if levels else (0.0, 1.0)
    rows = []
    for heap, level in zip(heaps, levels, strict=True):
        pieces = tuple(sorted(heap, key=lambda line: line.box[0]))
        text = plain_dates(_GAP.join(piece.text.strip() for piece in pieces))
        rows.append(Row(pieces, text, (level - first) / span if len(heaps) > 1 else 1.0))
    return tuple(rows)


def dates_of(rows: Sequence[Row]) -> Iterator[DateIn]:
    """Every whole date of a page, from top to bottom."""
    for index, row in enumerate(rows):
        for match in _DATE.finditer(row.text):
            day = real_date(int(match["y"]), int(match["m"]), int(match["d"]))
            if day is None:
                continue
            before, after = row.text[: match.start()], row.text[match.end() :]
            above = "" if before.strip() or not index else _over(row, match[0], rows[index - 1])
            yield DateIn(day, row, before, after, above)


def _over(row: Row, text: str, upper: Row) -> str:
    """The piece of the row above that stands over the piece in which `text` begins."""
    piece = next((one for one in row.pieces if text[:4] in plain_dates(one.text)), row.pieces[0])
    left, _, right, _ = piece.box
    if right <= left:
        return upper.text
    return _GAP.join(one.text for one in upper.pieces if one.box[0] < right and left < one.box[2])


def _middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _high(line: TextLine) -> float:
    return line.box[3] - line.box[1]
