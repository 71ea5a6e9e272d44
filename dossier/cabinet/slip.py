"""校验单: on one page, whether each dossier is still what was built, with the short hash that stands on its 备考表."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from dossier.printroom import draw

_HEADS = ("档案", "页数", "材料校验码", "结果")
_NOTE = "材料校验码应当和卷内备考表上的一样；不一样的，不是同一批材料做成的档案。"


def verify_slip(rows: Sequence[tuple[str, str, str, str]], day: date, *, as_html: bool) -> bytes:
    """The slip as a page for the screen or as PDF. A row is name, pages, code and what was found."""
    below = f"{day.isoformat()}　共 {len(rows)} 份"
    if as_html:
        lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        heads = "".join(f"<th>{head}</th>" for head in _HEADS)
        style = "body{font-family:serif}table{border-collapse:collapse}td,th{border:1px solid;padding:4px 8px}"
        return (
            f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>校验单</title><style>{style}</style>'
            f"<h1>校验单</h1><p>{below}</p><table><tr>{heads}</tr>{lines}</table><p>{_NOTE}</p></html>\n"
        ).encode()
    sheet = {
        "title": "校验单",
        "below": below,
        "heads": list(_HEADS),
        "widths": [56, 14, 32, 0],
        "rows": [list(row) for row in rows],
        "notes": [_NOTE],
    }
    return draw([("listing", sheet)], day)
