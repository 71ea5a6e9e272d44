"""Scripts that run from right to left or join their letters: which they are, and how wide joined letters are.

Typst joins the letters; lines are broken before that, so a word is measured by the presentation forms of its letters
(Unicode, Arabic Presentation Forms A and B) where the face has them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_COMPLEX: Final = (
    "\u0590-\u08ff\u0900-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc\U00010d00-\U00010d3f"
    "\U0001e900-\U0001e95f"
)
COMPLEX: Final = re.compile(f"[{_COMPLEX}]")
"""Hebrew, Arabic, Indic scripts, Thai, Tibetan, Burmese, Khmer, Mongolian: their letters need shaping."""
COMPLEX_RUN: Final = re.compile(f"[{_COMPLEX}](?:[ \u00a0\u200c-\u200f\u202f.,:;!?()'-]*[{_COMPLEX}])*")
"""Such letters with what stands between them."""
TSHEG: Final = "\u0f0b"
"""Parts the syllables of Tibetan: a line may break after it."""
_FORMS: Final = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_RIGHT_ONLY: Final = "\u06d5"
"""Joins like the letters that have a final form, but Unicode gives it none (Uyghur and Kazakh e)."""


def is_rtl(char: str) -> bool:
    """Whether the character runs from right to left."""
    return char > "\u058f" and unicodedata.bidirectional(char) in ("R", "AL")


@cache
def _shapes() -> dict[str, tuple[str, str, str, str]]:
    """Letter → its isolated, final, initial and medial form ('' where it has none)."""
    found: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        kind, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in _FORMS and " " not in base:
            found.setdefault(chr(int(base, 16)), ["", "", "", ""])[_FORMS[kind]] = chr(code)
    found[_RIGHT_ONLY] = ["", _RIGHT_ONLY, "", ""]
    return {base: (forms[0], forms[1], forms[2], forms[3]) for base, forms in found.items()}


def shaped(word: str) -> list[str]:
    """The letters of a word as they stand joined, one presentation form a letter where there is one."""
    if not any(is_rtl(char) for char in word):
        return list(word)
    shapes = _shapes()
    letters = [index for index, char in enumerate(word) if not unicodedata.combining(char)]
    made = list(word)
    for place, index in enumerate(letters):
        forms = shapes.get(word[index])
        if forms is None:
            continue
        before = shapes.get(word[letters[place - 1]]) if place else None
        after = shapes.get(word[letters[place + 1]]) if place + 1 < len(letters) else None
        joins_before = bool(before and before[2] and forms[1])
        joins_after = bool(after and after[1] and forms[2])
        made[index] = forms[joins_before + 2 * joins_after] or word[index]
    return made
