"""Which number comes next: continuous for each 代字 and year. PURE."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model import Letter, LetterHead
from dossier.specs import LetterNumber, read_number


class Counter:
    """Gives numbers: for each 代字 and year the one after the last."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self._last: dict[tuple[str, int], int] = {}
        for letter in letters:
            if number := read_number(letter.number or ""):
                series = number.word, number.year
                self._last[series] = max(number.n, self._last.get(series, 0))

    def next(self, head: LetterHead, year: int) -> LetterNumber:
        """The next number, taken.

        `head.start` is where the first year that is kept here begins; the years after it begin with 1.
        """
        series = head.word, year
        if series not in self._last:
            is_first = all(other > year for word, other in self._last if word == head.word)
            self._last[series] = head.start - 1 if is_first else 0
        self._last[series] += 1
        return LetterNumber(head.word, year, self._last[series])


def blank_number(year: int) -> str:
    """What stands on a draft that another office will number."""
    return f"　　　　〔{year}〕　　号"
