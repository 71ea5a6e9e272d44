"""How children are found on the desk: by name, number and pinyin initials. PURE."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """The first letters of a name's pinyin: 李佳怡 → ljy."""
    return "".join(sound[:1] for sound in lazy_pinyin(name, style=Style.NORMAL)).casefold()


def fits(text: str, own_id: str, name: str) -> bool:
    """Whether a search text means this child: part of the name, the number, or the initials."""
    wanted = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if not wanted:
        return True
    if wanted.isdecimal():
        return own_id.lstrip("0").startswith(wanted.lstrip("0")) or wanted in own_id
    return wanted in name.casefold() or wanted in own_id.casefold() or initials(name).startswith(wanted)
