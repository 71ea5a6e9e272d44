"""Where a long title may break, so that no word is torn: as few lines as fit, of widths as even as can be. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

COVER_EMS = 17.0
"""Characters of 22 pt that stand on a line of 封面 with some air; wider lines are broken by the typesetter."""
_WORDS = re.compile(r"(?<=.)(?=义务教育|控辍保学|个案材料|（)")


def title_lines(title: str, name: str, widest: float = COVER_EMS) -> str:
    """The title with line ends between its words: 单位 · 姓名 · 义务教育 · 控辍保学 · 个案材料 · （类别）."""
    words = list(_words(title, name))
    if width(title) <= widest or len(words) < 2:
        return title
    for lines in range(2, len(words) + 1):
        best = min(_breaks(words, lines), key=lambda cut: (max(map(width, cut)), [-width(line) for line in cut]))
        if max(map(width, best)) <= widest or lines == len(words):
            return "\n".join(best)
    return title


def width(text: str) -> float:
    """In characters; a letter or digit is half of one."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def _words(title: str, name: str) -> Iterator[str]:
    start, found, rest = title.partition(name) if name else ("", "", title)
    if start:
        yield start
    yield from _WORDS.split(found + rest)


def _breaks(words: Sequence[str], lines: int) -> Iterator[tuple[str, ...]]:
    """Every way to write the words on so many lines."""
    for cuts in combinations(range(1, len(words)), lines - 1):
        yield tuple("".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words))))
