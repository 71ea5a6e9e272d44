"""Numbers of letters, 唐城教劝〔2022〕3号: written, read as people and machines write them, found on a page. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_SIGNS = re.compile(r"[\s\W_]+")
_WRITTEN = re.compile(r"(?P<word>.*?\D)(?P<year>(?:19|20)\d\d)年?第?0*(?P<n>[1-9]\d{0,5})号?")


class LetterNumber(NamedTuple):
    """代字, year and running number of a letter."""

    word: str
    year: int
    n: int

    def __str__(self) -> str:
        """唐城教劝〔2022〕3号 (GB/T 9704: six-corner brackets, no 第, no leading zeros)."""
        return f"{self.word}〔{self.year}〕{self.n}号"


def bare(text: str) -> str:
    """Without blanks, brackets and other signs, half width."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=100_000)
def read_number(text: str) -> LetterNumber | None:
    """A number as people type it: 唐城教劝〔2022〕3号, 唐城教劝[2022]第03号; None for anything else."""
    found = _WRITTEN.fullmatch(bare(text))
    return LetterNumber(found["word"], int(found["year"]), int(found["n"])) if found else None


def numbers_in(text: str, words: Iterable[str]) -> Iterator[LetterNumber]:
    """Every number of one of these 代字 that stands in `text`, in the order of the text, each once.

    Brackets are often read as other signs or letters: up to two that are no digits may stand where one was.
    """
    plain = bare(text)
    seen: dict[LetterNumber, int] = {}
    for word in words:
        if (short := bare(word)) and short in plain:
            for found in _pattern(short).finditer(plain):
                number = LetterNumber(word, int(found[1]), int(found[2]))
                seen.setdefault(number, found.start())
    yield from sorted(seen, key=seen.__getitem__)


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(word)}[^\d]{{0,2}}((?:19|20)\d\d)[^\d]{{0,2}}0*([1-9]\d{{0,5}})号")
