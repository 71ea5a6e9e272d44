"""Paragraphs and cells seen before, byte for byte: forms filled from one template differ in few places.

A part is remembered only where reading it depends on nothing but its own bytes and the styles: no lists, fields,
notes, pictures, links, refusals. What is remembered is never changed afterwards.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

from lxml import etree

_ELSEWHERE: Final = re.compile(
    rb"<w:(?:drawing|pict|object|numPr|fldChar|fldSimple|footnote\w*|endnote\w*|comment\w*|ins|del|moveFrom|moveTo|tbl|"
    rb"sectPr|hyperlink|framePr|sym|ruby|subDoc|altChunk|tl2br|tr2bl)\b|AlternateContent|oMath|<w:instrText"
)
_LIMIT: Final = 4000

T = TypeVar("T")


class Memory(Generic[T]):
    """The last few thousand parts by their bytes and what else decides them."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._known: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """What is remembered under the key."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, key: Hashable, value: T) -> None:
        """Remembers a value; the eldest goes when there are too many."""
        self._known[key] = value
        if len(self._known) > self._limit:
            self._known.popitem(last=False)


def bytes_of(element: etree._Element) -> bytes:
    """The element's own XML, without its start tag (whose revision ids say nothing)."""
    data = etree.tostring(element, with_tail=False)
    return data[data.find(b">") :]


def depends(data: bytes) -> bool:
    """Whether reading this XML depends on more than its own bytes, so that it may not be remembered."""
    return _ELSEWHERE.search(data) is not None
