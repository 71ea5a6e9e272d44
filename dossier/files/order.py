"""The one order of files and folders, the same on every machine: NFC, numbers in number order (2 before 10)."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"(\d+)")

SortKey = tuple[tuple[tuple[int, int, str], ...], ...]


def sort_key(path: str) -> tuple[SortKey, str]:
    """Key for sorting paths with `/`: part by part, runs of digits by their value.

    The path itself ends the key, so that `1.jpg` and `01.jpg` always stand in the same order.
    """
    parts = unicodedata.normalize("NFC", path).split("/")
    return tuple(tuple(_pieces(part)) for part in parts), path


def _pieces(part: str) -> list[tuple[int, int, str]]:
    pieces = []
    for piece in _DIGITS.split(part):
        if piece.isdecimal():
            pieces.append((0, int(piece), ""))
        elif piece:
            pieces.append((1, 0, piece))
    return pieces
