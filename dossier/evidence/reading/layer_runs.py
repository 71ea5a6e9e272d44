"""The letters of a PDF page's text layer as runs: letters that follow each other on one base line, without a gap.

pdfium's own rectangles are not used: they are the letters' ink, cut at every change of font, and a text asked for by
rectangle holds what reaches into it from beside: 2022-03-12 came as 20220312 and two dashes, 镇第二 as 镇第镇第二.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
_LEVEL = 0.3
"""Of its size, how far a letter's base line may lie from that of the letter before."""
_GAP = 0.9
"""Of its size: a wider gap is another piece."""
_LEAN = 0.1
"""Radians; a letter that leans more stands on no line: the words of a seal, which is read as such, or a watermark."""
_LEAST = 1.0
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    box: Box
    """left, bottom, right, top in pt."""
    base: float
    size: float


def runs_of(page: Any, text_page: Any) -> Iterator[tuple[str, Box]]:
    """(text, box in pt: left, bottom, right, top of the page as a person sees it) of each run, in the text's order."""
    run: list[_Letter] = []
    for letter in _letters(text_page, _seen(page)):
        if run and (letter is None or not _goes_on(run[-1], letter)):
            yield _whole(run)
            run = []
        if letter is not None:
            run.append(letter)
    if run:
        yield _whole(run)


def _seen(page: Any) -> Callable[[float, float], tuple[float, float]]:
    """A point of the page's own space → where it is seen, after /Rotate, from the lower left of what is shown."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Callable[[float, float], tuple[float, float]]] = {
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }
    return turns.get(page.get_rotation(), lambda x, y: (x - left, y - bottom))


def _letters(text_page: Any, seen: Callable[[float, float], tuple[float, float]]) -> Iterator[_Letter | None]:
    """Each letter of the page; None where pdfium itself ends a line. What it puts in to part words is left out."""
    import pypdfium2.raw as pdfium

    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    high = ""
    for place in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, place)
        if pdfium.FPDFText_IsGenerated(text_page, place) == 1:
            if code in (0x0A, 0x0D):
                yield None
            continue
        if code in _SURROGATES:
            high, text = (chr(code), "") if code < 0xDC00 else ("", _pair(high, code))
        else:
            high, text = "", chr(code) if code else ""
        if not text or not pdfium.FPDFText_GetLooseCharBox(text_page, place, ctypes.byref(rect)):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, place, ctypes.byref(x), ctypes.byref(y))
        one, other = seen(rect.left, rect.bottom), seen(rect.right, rect.top)
        box = (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
        size = max(box[2] - box[0], box[3] - box[1], _LEAST)
        lean = pdfium.FPDFText_GetCharAngle(text_page, place) % (math.pi / 2)
        if not _LEAN < lean < math.pi / 2 - _LEAN:
            yield _Letter(text, box, seen(x.value, y.value)[1], size)


def _pair(high: str, low: int) -> str:
    return (high + chr(low)).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else ""


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    size = max(last.size, letter.size)
    gap = letter.box[0] - last.box[2]
    return abs(letter.base - last.base) < _LEVEL * size and -size < gap < _GAP * size


def _whole(run: list[_Letter]) -> tuple[str, Box]:
    """The run's text; its box at least as high as a letter is wide, for a font may give only the ink of 一."""
    left, bottom = min(one.box[0] for one in run), min(one.box[1] for one in run)
    right, top = max(one.box[2] for one in run), max(one.box[3] for one in run)
    lacks = max(one.size for one in run) - (top - bottom)
    if lacks > 0:
        bottom, top = bottom - lacks / 2, top + lacks / 2
    return "".join(one.text for one in run), (left, bottom, right, top)
