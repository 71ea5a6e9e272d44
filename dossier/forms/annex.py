"""附件1 on one page: what does not fit of the record of persuasion goes on to 附页 (domain §1.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from dossier.forms.fill import ELASTIC_FIELD, Form

SPARE = 240
"""twips (12 pt) that stay free, so that another program's line heights do not push 附件1 to a second page."""
_HEIGHTS = (100, 75, 50)
"""Per cent: how far the record's row may shrink when the cells above it have grown."""

Texts = tuple[str, ...]
PagesOf = Callable[[bytes, int], int]
"""How many pages a Word file takes if so many twips of the last stay free; may be asked for the same file again."""


def fill_annex(main: Form, extra: Form, values: Mapping[str, object], pages_of: PagesOf) -> tuple[bytes, ...]:
    """附件1 and its 附页, each 附页 one page."""
    record = values[ELASTIC_FIELD]
    assert isinstance(record, tuple)
    for height in _HEIGHTS:
        document = main.fill(values, height=height)
        if pages_of(document, SPARE) == 1:
            return (document,)
    low = _HEIGHTS[-1]
    more = {**values, "有附页": True}
    limit = pages_of(main.fill({**more, ELASTIC_FIELD: ()}, height=low), SPARE)

    def fits_main(some: Texts) -> bool:
        return pages_of(main.fill({**more, ELASTIC_FIELD: some}, height=low), SPARE) <= limit

    head, rest = _split(record, fits_main)
    if not rest:  # the other cells alone take more than a page: nothing to gain from an 附页
        return (main.fill(values, height=low),)
    sheets = [main.fill({**more, ELASTIC_FIELD: head}, height=low)]

    def fits_extra(some: Texts) -> bool:
        return pages_of(extra.fill({**numbered, ELASTIC_FIELD: some}), SPARE) == 1

    while rest:
        numbered = {**values, "附页号": str(len(sheets))}
        head, rest = _split(rest, fits_extra)
        if not head:  # a template with no room at all: better a long 附页 than an endless one
            head, rest = rest, ()
        sheets.append(extra.fill({**numbered, ELASTIC_FIELD: head}))
    return tuple(sheets)


def _split(texts: Texts, fits: Callable[[Texts], bool]) -> tuple[Texts, Texts]:
    """The longest beginning that fits, and the rest: whole paragraphs, else sentences, else characters."""
    whole = _most(texts, lambda count: fits(texts[:count]))
    if whole or not texts:
        return texts[:whole], texts[whole:]
    first = texts[0]
    sentences = [found.end() for found in re.finditer(r"[。；，！？]", first)]
    for ends in (sentences, range(1, len(first))):
        kept = _most(ends, lambda count: fits((first[: ends[count - 1]],)))  # noqa: B023 (used at once)
        if kept:
            cut = ends[kept - 1]
            return (first[:cut],), (first[cut:], *texts[1:])
    return (), texts


def _most(pieces: Sequence[object], fits: Callable[[int], bool]) -> int:
    """The largest count for which `fits` holds, as what fits with more fits with less."""
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
