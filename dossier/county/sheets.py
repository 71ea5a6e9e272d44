"""Excel workbooks of the county's lists: every text a string, one look, ready to print on A4."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dossier.errors import OutputError, disk_words
from dossier.files.write import replacing
from dossier.report import clean

_BODY = {
    "font_name": "宋体",
    "font_size": 10,
    "border": 1,
    "border_color": "#999999",
    "valign": "top",
    "text_wrap": True,
}
_HEAD = {**_BODY, "bold": True, "bg_color": "#E7E6E6", "valign": "vcenter", "align": "center"}
_TITLE = {"font_name": "宋体", "font_size": 12, "bold": True}
_FORMULA_SIGNS = frozenset("=+-@")
_LONGEST = 32_000
"""A cell of Excel holds 32,767 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOfRows:
    """A sheet to write: a title line (or none), the header with widths in characters, rows of texts and numbers."""

    name: str
    title: str = ""
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | int | float]]
    upright: bool = False
    """Portrait; the default is landscape."""
    row_height: float | None = None
    fixed: int = 0
    """So many columns stay in sight, and stand on every page of a sheet too wide for one page; 0: it fits one."""


def write_book(path: Path, title: str, day: date, sheets: Iterable[SheetOfRows], *, author: str = "dossier") -> None:
    """Write the workbook whole or not at all; the same rows give the same bytes. Raises OutputError."""
    from xlsxwriter import Workbook

    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": author, "title": title, "created": datetime(day.year, day.month, day.day)})
    looks = [book.add_format(look) for look in (_BODY, _HEAD, _TITLE, {**_BODY, "quote_prefix": True})]
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, looks)
    book.close()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside:
            beside.write_bytes(raw.getvalue())
    except OSError as caught:
        hint = "请关闭正在打开它的 Excel 或 WPS，检查磁盘空间和写入权限，然后再试。"
        raise OutputError(f"{path} 写不进去：{disk_words(caught)}", hint=hint) from None


def _write(page: Any, sheet: SheetOfRows, looks: Sequence[Any]) -> None:
    body, head, title, quoted = looks
    if not sheet.upright:
        page.set_landscape()
    page.set_paper(9)
    if sheet.fixed:
        page.set_print_scale(80)
        page.repeat_columns(0, sheet.fixed - 1)
    else:
        page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    page.set_footer("&R第 &P 页 共 &N 页", {"margin": 0.35})
    first = 1 if sheet.title else 0
    if sheet.title:
        page.write_string(0, 0, sheet.title, title)
    for column, (text, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(first, column, text, head)
    page.repeat_rows(first)
    page.freeze_panes(first + 1, sheet.fixed)
    row = first
    for row, values in enumerate(sheet.rows, first + 1):
        if sheet.row_height:
            page.set_row(row, sheet.row_height)
        for column, value in enumerate(values):
            if isinstance(value, str):
                _text(page, row, column, value, body, quoted)
            else:
                page.write_number(row, column, value, body)
    page.autofilter(first, 0, max(row, first), len(sheet.columns) - 1)


def _text(page: Any, row: int, column: int, value: str, body: Any, quoted: Any) -> None:
    shown = "\n".join(clean(line) for line in value.split("\n"))[:_LONGEST] if not value.isprintable() else value
    if shown:
        page.write_string(row, column, shown[:_LONGEST], quoted if shown[0] in _FORMULA_SIGNS else body)
    else:
        page.write_blank(row, column, None, body)
