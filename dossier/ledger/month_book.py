"""附件2 as an Excel workbook: live formulas that carry their computed values, the categories, the list, corrections."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dossier.ledger.formula import in_cells, names_in
from dossier.ledger.listed import LIST_COLUMNS, Listed
from dossier.model import TOTAL, MonthColumn, MonthReport, MonthRow, MonthSpecs, Number, UnitMonth
from dossier.report import clean, mask

_BODY = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
_LOOKS = {
    "title": {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"},
    "plain": {"font_name": "宋体", "font_size": 10},
    "head": {**_BODY, "bold": True, "align": "center", "bg_color": "#E7E6E6"},
    "text": _BODY,
    "number": {**_BODY, "align": "center"},
    "rate": {**_BODY, "align": "center", "num_format": "0.00"},
}
_FIRST = 4
"""Index of the first row of numbers."""


def month_book(
    report: MonthReport, specs: MonthSpecs, title: str, unit: str, day: date, listed: Sequence[Listed]
) -> bytes:
    """The workbook; the same report gives the same bytes."""
    from xlsxwriter import Workbook

    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "dossier", "title": title, "created": datetime(day.year, day.month, day.day)})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    _write_numbers(_page(book, "月报表"), report, specs, (title, unit, day), looks)
    _write_rows(_page(book, "核查分类"), "核查分类", *_category_rows(report), looks)
    _write_rows(_page(book, "名单"), "辍学学生名单", LIST_COLUMNS, [one.cells for one in listed], looks)
    _write_rows(_page(book, "更正和说明"), "更正和说明", _NOTE_COLUMNS, list(_notes(report)), looks)
    book.close()
    return raw.getvalue()


def _page(book: Any, name: str) -> Any:
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    page.set_footer("&R第 &P 页 共 &N 页", {"margin": 0.35})
    return page


# ---------------------------------------------------------------------------- numbers


def _write_numbers(
    page: Any, report: MonthReport, specs: MonthSpecs, told: tuple[str, str, date], looks: Mapping[str, Any]
) -> None:
    title, unit, day = told
    hidden = [column for column in specs.columns if not column.shown]
    columns = [*specs.shown, *hidden]
    last = len(specs.shown) + 1
    page.merge_range(0, 0, 0, last, title, looks["title"])
    page.set_row(0, 30)
    page.write_string(1, 0, f"单位名称（盖章）：{clean(unit)}", looks["plain"])
    page.write_string(1, last // 2 - 2, f"填报日期：{day.year}年{day.month}月{day.day}日", looks["plain"])
    page.write_string(1, last - 4, "填报人签字：", looks["plain"])
    for place, (text, width) in enumerate((("单位", 22), ("学段", 7))):
        page.merge_range(2, place, 3, place, text, looks["head"])
        page.set_column(place, place, width)
    _write_heads(page, columns, looks)
    page.set_row(3, 62)
    places = {column.id: place for place, column in enumerate(columns, 2)}
    blocks = report.units if len(report.units) == 1 else (*report.units, report.total)
    lines: dict[tuple[str, str], int] = {}
    row = _FIRST
    for block in blocks:
        for line in block.rows:
            lines[block.unit, line.stage] = row
            row += 1
    for block in blocks:
        for line in block.rows:
            at = lines[block.unit, line.stage]
            page.write_string(at, 0, clean(block.unit if block.unit != TOTAL else "全部合计"), looks["text"])
            page.write_string(at, 1, line.stage, looks["number"])
            for column in columns:
                above = _summed(report, block, line, column, lines)
                _write_cell(page, at, places, column, line, above, specs, looks)
    page.freeze_panes(_FIRST, 2)
    page.repeat_rows(2, 3)


def _write_heads(page: Any, columns: Sequence[MonthColumn], looks: Mapping[str, Any]) -> None:
    start = 0
    while start < len(columns):
        end = start
        while columns[start].group and end + 1 < len(columns) and columns[end + 1].group == columns[start].group:
            end += 1
        group = columns[start].group
        if not group:
            page.merge_range(2, start + 2, 3, start + 2, columns[start].title, looks["head"])
        elif end > start:
            page.merge_range(2, start + 2, 2, end + 2, group, looks["head"])
        else:
            page.write_string(2, start + 2, group, looks["head"])
        for place in range(start, end + 1):
            if group:
                page.write_string(3, place + 2, columns[place].title, looks["head"])
            page.set_column(place + 2, place + 2, 7.5)
        start = end + 1


def _summed(
    report: MonthReport, block: UnitMonth, line: MonthRow, column: MonthColumn, lines: Mapping[tuple[str, str], int]
) -> list[int]:
    """The rows whose sum this cell is; none where it is no sum of them."""
    if column.formula:
        return []
    if block.unit == TOTAL and report.total is block:
        parts = [(lines[one.unit, line.stage], _of(one, line.stage, column)) for one in report.units]
    elif line.stage == TOTAL:
        parts = [(lines[block.unit, one.stage], one.values.get(column.id)) for one in block.rows if one.stage != TOTAL]
    else:
        return []
    numbers = [value for _, value in parts if value is not None]
    is_sum = len(numbers) == len(parts) and sum(numbers) == line.values.get(column.id)
    return [row for row, _ in parts] if is_sum else []


def _of(one: UnitMonth, stage: str, column: MonthColumn) -> Number:
    return next(row.values.get(column.id) for row in one.rows if row.stage == stage)


def _write_cell(
    page: Any,
    row: int,
    places: Mapping[str, int],
    column: MonthColumn,
    line: MonthRow,
    above: Sequence[int],
    specs: MonthSpecs,
    looks: Mapping[str, Any],
) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell as cell

    place, value = places[column.id], line.values.get(column.id)
    look = looks["rate" if column.decimals else "number"]
    if column.formula:
        cells = {name: cell(row, place) for name, place in places.items()}
        written = in_cells(column.formula, cells)
        if _may_be_blank(column, specs):
            names = ",".join(cells[name] for name in dict.fromkeys(names_in(column.formula)))
            count = len(set(names_in(column.formula)))
            rounded = f"ROUND({written},{column.decimals})" if column.decimals else written
            written = f'IF(COUNT({names})={count},IFERROR({rounded},""),"")'
        page.write_formula(row, place, f"={written}", look, "" if value is None else value)
    elif above:
        page.write_formula(row, place, "=" + "+".join(cell(one, place) for one in above), look, value)
    elif value is None:
        page.write_blank(row, place, None, look)
    else:
        page.write_number(row, place, value, look)


def _may_be_blank(column: MonthColumn, specs: MonthSpecs) -> bool:
    """Whether its formula rests on what somebody must type."""
    known = {one.id: one for one in specs.columns}
    return bool(column.base) or any(
        _may_be_blank(known[name], specs) for name in (names_in(column.formula) if column.formula else ())
    )


# ---------------------------------------------------------------------------- lists

_NOTE_COLUMNS = (("什么", 12), ("案号", 12), ("内容", 110))


def _category_rows(report: MonthReport) -> tuple[tuple[tuple[str, int], ...], list[tuple[str | int, ...]]]:
    letters = list(report.total.categories)
    blocks = report.units if len(report.units) == 1 else (*report.units, report.total)
    rows: list[tuple[str | int, ...]] = []
    for block in blocks:
        name = block.unit if block.unit != TOTAL else "全部合计"
        for stage, counts in (*block.by_stage.items(), (TOTAL, block.categories)):
            numbers = [counts.get(letter, 0) for letter in letters]
            rows.append((name, stage, *numbers, sum(numbers)))
    return (("单位", 22), ("学段", 8), *((letter, 6) for letter in letters), ("计", 7)), rows


def _notes(report: MonthReport) -> Iterator[tuple[str, str, str]]:
    for one in report.corrections:
        yield "更正", one.id, one.message
    for kept in report.continuing:
        visits = "；".join(kept.visits) or "没有查到联合劝返"
        yield "继续劝返", kept.id, f"{kept.name}：领导小组核实同意，劝返继续做；联合劝返：{visits}"
    for found in report.findings:
        yield "请注意", found.case, f"{found.finding.message}{found.finding.action}"


def _write_rows(
    page: Any,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str | int]],
    looks: Mapping[str, Any],
) -> None:
    has_numbers = ("身份证号", 21) in columns
    page.write_string(0, 0, title, looks["plain"])
    for place, (text, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(1, place, text, looks["head"])
    for at, row in enumerate(rows, 2):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(at, place, clean(value) if has_numbers else mask(clean(value)), looks["text"])
            else:
                page.write_number(at, place, value, looks["number"])
    if not rows:
        page.write_string(2, 0, "无", looks["text"])
    page.freeze_panes(2, 0)
    page.repeat_rows(1)
