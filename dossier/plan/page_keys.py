"""By what a page is known for years: of evidence source, page and turn; of our own pages the text. PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dossier.files.hashes import digest_of
from dossier.model import Placed, Sheet

OwnText = Callable[[Sheet], str]
"""The text of a page of our own forms."""
_LENGTH = 16


def placed_key(placed: Placed, hashes: Mapping[str, str]) -> str:
    """Of one source page on a sheet; of a sheet that says what is gone, its words."""
    if placed.is_gone:
        return digest_of("gone", placed.path, placed.placeholder)[:_LENGTH]
    return digest_of(hashes.get(placed.path, ""), str(placed.page), str(placed.turn % 360))[:_LENGTH]


def own_key(text: str) -> str:
    """Of a page of our own."""
    return digest_of("own", text)[:_LENGTH]


def words_key(placed: Placed) -> str:
    """Of what we print beside a source page: its caption, a mark across it; and of how its picture was prepared."""
    how = (placed.prepared.how.value,) if placed.prepared else ()
    words = (*placed.caption, *how, *((placed.mark,) if placed.mark else ()))
    return digest_of(*words)[:_LENGTH] if words else ""
