"""Which number comes next: continuous for each 代字 and year. PURE."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model import Letter, LetterHead
from dossier.specs import LetterNumber, read_number


def next_number(letters: Iterable[Letter], head: LetterHead, year: int) -> LetterNumber:
    """The number after the last of this 代字 and year.

    `head.start` is where the first year that is kept here begins; the years after it begin with 1.
    """
    taken = [number for letter in letters if (number := read_number(letter.number or "")) and number.word == head.word]
    this_year = [number.n for number in taken if number.year == year]
    if this_year:
        return LetterNumber(head.word, year, max(this_year) + 1)
    is_first_year = all(number.year > year for number in taken)
    return LetterNumber(head.word, year, head.start if is_first_year else 1)


def blank_number(year: int) -> str:
    """What stands on a draft that another office will number."""
    return f"　　　　〔{year}〕　　号"
