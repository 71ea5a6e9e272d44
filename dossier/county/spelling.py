"""Whether two names are one: written alike, written with a variant character, or sounding alike. PURE."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from dossier.model import NameSpelling

_MOST_SOUNDS = 8


class Names:
    """Compares names by the county's table of characters; sounds are pinyin without tones."""

    def __init__(self, spelling: NameSpelling) -> None:
        groups = [group.split() for group in spelling.variants]
        self._standard = {ord(sign): group[0] for group in groups for sign in group[1:]}
        self._readings = {sign: tuple(readings) for sign, readings in spelling.readings.items()}
        self._of_sign: dict[str, tuple[str, ...]] = {}

    def folded(self, name: str) -> str:
        """The name in standard characters, without blanks and the middle dot."""
        return _half_width(name).translate(self._standard)

    def sounds(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Every way to read the name, a syllable a character; at most a handful."""
        readings = [self._sign(sign) for sign in self.folded(name)]
        ways: list[tuple[str, ...]] = []
        for way in product(*readings):
            ways.append(way)
            if len(ways) == _MOST_SOUNDS:
                break
        return tuple(ways)

    def relation(self, one: str, other: str) -> str:
        """`equal`, `variant character`, `same sound` or ''."""
        if one == other:
            return "equal" if one else ""
        first, second = self.folded(one), self.folded(other)
        if first == second:
            return "equal" if _half_width(one) == _half_width(other) else "variant character"
        if len(first) != len(second) or not first:
            return ""
        alike = all(set(self._sign(a)) & set(self._sign(b)) for a, b in zip(first, second, strict=True))
        return "same sound" if alike else ""

    def _sign(self, sign: str) -> Sequence[str]:
        known = self._of_sign.get(sign)
        if known is None:
            known = self._of_sign[sign] = self._readings.get(sign) or (_reading(sign),)
        return known


@lru_cache(maxsize=50_000)
def _half_width(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    return "".join(sign for sign in plain if not sign.isspace() and sign not in "·•・‧.")


def _reading(sign: str) -> str:
    from pypinyin import Style, pinyin  # slow to import; only a comparison pays for it

    return str(pinyin(sign, style=Style.NORMAL)[0][0])
