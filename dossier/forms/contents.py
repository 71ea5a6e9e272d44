"""卷内目录 ruled to the foot of its page, as GB/T 9705 draws it: what is found later is written in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dossier.forms.annex import SPARE, PagesOf
from dossier.forms.fill import Form

ROWS = "条目"
_USUAL = 19
"""Rows of two lines that a page of the form takes."""
_WIDTHS = {"题名": 12, "责任者": 7, "文号": 6}
"""Characters of a line of each column."""


def fill_contents(form: Form, values: Mapping[str, object], pages_of: PagesOf) -> bytes:
    """The contents with as many blank rows as its last page still takes."""
    items = values[ROWS]
    assert isinstance(items, tuple)
    blank = dict.fromkeys(items[0], "") if items else {}

    def filled(count: int) -> bytes:
        return form.fill({**values, ROWS: (*items, *[blank] * count)})

    bare = filled(0)
    low, high = 0, _room(items)
    if not high or pages_of(filled(high), SPARE) == (pages := pages_of(bare, SPARE)):
        return filled(high) if high else bare
    while low < high:  # this county's form is another one
        middle = (low + high + 1) // 2
        if pages_of(filled(middle), SPARE) == pages:
            low = middle
        else:
            high = middle - 1
    return filled(low)


def _room(items: Sequence[Mapping[str, str]]) -> int:
    """Rows that are left of the last page; a row of more than two lines takes half a row for each further one."""
    taken = 0.0
    for item in items:
        lines = max(-(-len(item[name]) // width) for name, width in _WIDTHS.items())
        taken += 1 + max(lines - 2, 0) / 2
    return int(-taken % _USUAL)
