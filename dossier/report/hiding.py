"""Where on a page the middle of a child's number stands, so that a cut-out does not show it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dossier.model import PageReading, TextLine

Box = tuple[float, float, float, float]
_NUMBER = re.compile(r"(?<!\d)\d(?:[ \-·.]{0,2}[\dXxOol|]){13,21}")
"""Fifteen to twenty signs that are digits or what digits are misread for, however they are spaced."""
_SHOWN_AT_START, _SHOWN_AT_END = 6, 4
_ALLOWANCE = 0.75
"""Widths of a digit by which a place may be estimated wrong."""


def hidden_boxes(reading: PageReading) -> tuple[Box, ...]:
    """What is to be painted over, in fractions of the upright page."""
    return tuple(_boxes(reading.lines))


def _boxes(lines: Iterable[TextLine]) -> Iterator[Box]:
    for line in lines:
        for number in _NUMBER.finditer(line.text):
            x0, y0, x1, y1 = line.box
            unit = (x1 - x0) / max(_width(line.text), 1)
            start = _width(line.text[: number.start() + _SHOWN_AT_START]) - _ALLOWANCE
            end = _width(line.text[: number.end() - _SHOWN_AT_END]) + _ALLOWANCE
            high = (y1 - y0) * 0.1
            yield x0 + start * unit, y0 - high, x0 + end * unit, y1 + high


def _width(text: str) -> float:
    """In digits: a Chinese character is as wide as two."""
    return sum(2 if char > "\u2e7f" else 1 for char in text)
