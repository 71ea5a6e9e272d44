"""Tables that are marked-up text: HTML and the XML of Excel 2003, which exporters both call .xls."""

from __future__ import annotations

import re
from typing import Any

from dossier.workspace.cells import Cell
from dossier.workspace.sheet import LIMIT_ROWS, Merge, Sheet, UnreadableTableError

_LIMIT_SPAN = 1_000
_LIMIT_SPANNED = 2_000_000
_DAMAGED = "不是能读的表格（网页格式，且已损坏）"


def read_markup(text: str, name: str) -> tuple[Sheet, ...]:
    """The sheets of a marked-up table; none where it is something else. Raises UnreadableTableError."""
    head = text[:20_000]
    if re.search(r"urn:schemas-microsoft-com:office:spreadsheet", head) and re.search(r"<(?:\w+:)?Workbook", head):
        return _excel_2003(text)
    return (_html(text, name),) if re.search(r"<table|<html|<tr[\s>]", head, re.IGNORECASE) else ()


def _excel_2003(text: str) -> tuple[Sheet, ...]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        book = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), parser)
    except (etree.LxmlError, ValueError):
        raise UnreadableTableError(_DAMAGED) from None
    return tuple(_excel_sheet(sheet) for sheet in book.iter("{*}Worksheet"))


def _excel_sheet(sheet: Any) -> Sheet:
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    spanned = 0
    for line in sheet.iter("{*}Row"):
        rows += [[] for _ in range(len(rows), min(_number(line, "Index", len(rows) + 1) - 1, LIMIT_ROWS))]
        cells: list[Cell] = []
        for cell in line.iter("{*}Cell"):
            start = min(_number(cell, "Index", len(cells) + 1) - 1, len(cells) + _LIMIT_SPAN)
            across, down = min(_number(cell, "MergeAcross", 0), _LIMIT_SPAN), _number(cell, "MergeDown", 0)
            spanned += start - len(cells) + across
            if spanned > _LIMIT_SPANNED:
                raise UnreadableTableError(_DAMAGED)
            cells += [""] * (start - len(cells))
            if across or down:
                merges.append(((len(rows), len(cells)), (len(rows) + down, len(cells) + across)))
            data = next(cell.iter("{*}Data"), None)
            cells += ["" if data is None else "".join(data.itertext()), *[""] * across]
        rows.append(cells)
        if len(rows) > LIMIT_ROWS:
            break
    name = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}Name")), "")
    return Sheet(name, rows, tuple(merges))


def _number(node: Any, name: str, default: int) -> int:
    value = next((str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name)), "")
    return min(int(value), LIMIT_ROWS + 1) if value.isdecimal() and len(value) < 10 else default


def _html(text: str, name: str) -> Sheet:
    """The largest table of an HTML page, its spans kept as merges."""
    from lxml import etree, html

    try:
        page: Any = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.LxmlError, ValueError):
        raise UnreadableTableError(_DAMAGED) from None
    tables = page.xpath("//table") or [page]
    table = max(tables, key=lambda found: len(found.xpath(".//tr")))
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    spanned = 0
    for index, line in enumerate(table.xpath(".//tr")[: LIMIT_ROWS + 1]):
        cells: list[Cell] = []
        for cell in line.xpath("./td|./th"):
            while (index, len(cells)) in taken:
                cells.append("")
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            spanned += down * across
            if spanned > _LIMIT_SPANNED:
                raise UnreadableTableError(_DAMAGED)
            if down > 1 or across > 1:
                corner = (index, len(cells))
                merges.append((corner, (index + down - 1, corner[1] + across - 1)))
                taken.update((index + r, corner[1] + c) for r in range(1, down) for c in range(across))
            cells += [" ".join(cell.text_content().split()), *[""] * (across - 1)]
        rows.append(cells)
    return Sheet(name, rows, tuple(merges))


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), _LIMIT_SPAN) if value.isdecimal() else 1
