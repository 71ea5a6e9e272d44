"""Lists of children from elsewhere: household register, school register, attendance, in any table with a header.

A list is opened first (which sheets, which columns), then read: what is compared is only known when all are open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dossier.errors import Place, UsageError, WorkspaceError
from dossier.model import ChildList, ListColumn, ListedChild, Specs
from dossier.workspace.cells import (
    Cell,
    check_digit,
    date_of,
    id_number_of,
    month_of,
    name_of,
    number_of,
    text_of,
)
from dossier.workspace.columns import Columns, columns_of
from dossier.workspace.header import Header, find_header
from dossier.workspace.merged import filled
from dossier.workspace.names import shown_name
from dossier.workspace.roster import is_footer, is_total
from dossier.workspace.sheet import LIMIT_ROWS, Sheet, UnreadableTableError
from dossier.workspace.student import value_of
from dossier.workspace.table import read_table

HEADER_WITHIN = 15
"""Exports of other systems carry titles, units and filters above their header."""
_MOST_BYTES = 200_000_000
_NUMBERS = ("id_number", "student_no")
_OWN = ("name", "id_number", "student_no", "birth")
_G_NUMBER = re.compile(r"G\d{17}[\dX]")
_HINT = (
    "每份名单都要有「姓名」列，和「身份证号」「学籍号」「出生日期」中的一列；"
    f"表头要在前 {HEADER_WITHIN} 行里。表头叫法特别时，请在 evidence_specs/columns.yaml 里加一个别名。"
)


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list whose header is understood, not yet read."""

    path: str
    sheets: tuple[tuple[Sheet, Header], ...]
    left_out: tuple[str, ...]
    columns: Columns

    @property
    def fields(self) -> frozenset[str]:
        """Every field that has a column."""
        return frozenset(field for _, header in self.sheets for field in header.columns)


def open_list(path: Path, specs: Specs) -> OpenList:
    """The sheets of a table that are lists of children, by their headers.

    Raises UsageError where there is no such file, WorkspaceError naming the file and what is missing in it.
    """
    if not path.is_file():
        what = "是文件夹，请写里面的表格文件" if path.is_dir() else "不存在"
        raise UsageError(f"{path} {what}", hint="请写 .xlsx、.xls、.et 或 .csv 文件；路径里有空格时要加引号。")
    columns = columns_of(specs)
    name = shown_name(path.name)
    try:
        sheets = read_table(path, own=True, most_bytes=_MOST_BYTES)
    except UnreadableTableError as caught:
        hint = (
            f"一份名单最多 {LIMIT_ROWS:,} 行：请按乡镇或学段拆成几份，每一份都和另一份整的名单比。"
            if "行" in str(caught)
            else ""
        )
        raise WorkspaceError(f"名单 {name} 读不了：{caught}", hint=hint) from None
    found, lacking = _understood(sheets, columns)
    if not found:
        places = tuple(Place(name, f"表「{sheet}」", words) for sheet, words in lacking)
        raise WorkspaceError(f"看不懂名单 {name}", places=places or (Place(name, "", "表格是空的"),), hint=_HINT)
    used = {sheet.name for sheet, _ in found}
    out = tuple(f"{name} 的表「{sheet}」没有比：{words}" for sheet, words in lacking)
    hidden = tuple(
        f"{name} 的表「{sheet.name}」是隐藏的，没有比" for sheet in sheets if sheet.hidden and sheet.name not in used
    )
    return OpenList(name, tuple(found), out + hidden, columns)


def _understood(sheets: Sequence[Sheet], columns: Columns) -> tuple[list[tuple[Sheet, Header]], list[tuple[str, str]]]:
    """The sheets that are lists (hidden ones only where no other is), and what each other one lacks."""
    lacking: list[tuple[str, str]] = []
    for hidden in (False, True):
        found = []
        for sheet in sheets:
            if sheet.hidden is not hidden or not any(sheet.rows):
                continue
            header = find_header(sheet, columns.roster, within=HEADER_WITHIN)
            words = _lack(header)
            if words:
                lacking.append((sheet.name, words))
            else:
                found.append((sheet, header))
        if found:
            return found, lacking
    return [], lacking


def _lack(header: Header) -> str:
    seen = "、".join(list(header.titles.values())[:8]) if header.columns else ""
    seen = f"（看到的表头：{seen}）" if seen else ""
    if "name" not in header.columns:
        return f"前 {HEADER_WITHIN} 行里没有找到「姓名」列{seen}"
    if not any(field in header.columns for field in (*_NUMBERS, "birth")):
        return f"没有「身份证号」「学籍号」「出生日期」中的任何一列，只凭姓名不能比{seen}"
    return ""


# ---------------------------------------------------------------------------- rows


def read_children(opened: OpenList, fields: Sequence[str]) -> ChildList:
    """The children of an open list, with their texts of `fields` ('' where the list has no such column)."""
    children: list[ListedChild] = []
    left_out = list(opened.left_out)
    for place, (sheet, header) in enumerate(opened.sheets):
        of_sheet = f"表「{sheet.name}」" if len(opened.sheets) > 1 else ""
        reader = _Reader(header, opened.columns, tuple(fields), place)
        for line, cells in _lines(sheet, reader):
            child = reader.child(cells, line)
            if child is not None:
                children.append(child)
            elif sum(bool(text_of(cell)) for cell in cells) > 1:
                left_out.append(f"{opened.path} {of_sheet}第{line}行没有姓名也没有号码，没有比")
    return ChildList(
        path=opened.path,
        sheets=tuple(sheet.name for sheet, _ in opened.sheets),
        columns=_columns(opened.sheets[0][1]),
        fields=tuple(fields),
        children=tuple(children),
        left_out=tuple(left_out),
    )


def _lines(sheet: Sheet, reader: _Reader) -> Iterator[tuple[int, list[Cell]]]:
    """Rows below the header that may be children: no totals, no lines below the table, not the header again."""
    header, columns = reader.header, reader.columns
    own = {column for field in _OWN for column in header.columns.get(field, ())}
    name_title = header.titles.get(header.columns["name"][0], "")
    for line, cells in enumerate(filled(sheet, header.row + 1, never=own), start=header.row + 2):
        if reader.has_long_number(cells):
            yield line, cells
            continue
        if not any(cell is not None and cell != "" for cell in cells):
            continue
        if is_total(cells, columns) or is_footer(cells, header, columns):
            continue
        if text_of(header.cell(cells, "name")) != name_title:
            yield line, cells


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one sheet; a county's lists have 100,000."""

    header: Header
    columns: Columns
    fields: tuple[str, ...]
    sheet: int

    def cell(self, cells: list[Cell], field: str) -> Cell:
        """As `Header.cell`; a field with one column needs no look at what is in it."""
        places = self.header.columns.get(field, ())
        if len(places) == 1:
            return cells[places[0]] if places[0] < len(cells) else None
        return self.header.cell(cells, field)

    def has_long_number(self, cells: list[Cell]) -> bool:
        """Whether the row has an ID number of full length: then it is a child's, whatever else stands in it."""
        cell = self.cell(cells, "id_number")
        return isinstance(cell, str) and len(cell) == 18 and cell[:17].isdecimal()

    def child(self, cells: list[Cell], line: int) -> ListedChild | None:
        """The child of a row; None where the row has neither a name nor a number."""
        name = name_of(value_of(self.cell(cells, "name"), self.columns))
        id_number, written, damaged = _id_number(self.cell(cells, "id_number"))
        student_no = _number(number_of(self.cell(cells, "student_no")))
        if not name and not written and not student_no:
            return None
        carried = student_no[1:] if not id_number and _G_NUMBER.fullmatch(student_no) else ""
        return ListedChild(
            name=name,
            id_number=id_number,
            student_no=student_no,
            births=_births(damaged or id_number or carried, self.cell(cells, "birth")),
            row=line,
            sheet=self.sheet,
            values=tuple(
                name if field == "name" else _text(field, self.cell(cells, field), self.columns)
                for field in self.fields
            ),
            is_valid=_is_valid(id_number),
            written=written,
        )


def _text(field: str, cell: Cell, columns: Columns) -> str:
    if field in ("birth", "dropout_date"):
        day, text = _date(cell)
        return day.isoformat() if day else text
    return value_of(cell, columns)


def _id_number(cell: Cell) -> tuple[str, str, str]:
    """The number to compare by, as it is written, and (where Excel damaged it) what is left of it for the birth date.

    A number that Excel cut is none: two children of one day would be one.
    """
    written, damage = id_number_of(cell)
    if damage:
        return "", written, written
    number = _number(written)
    if len(number) == 15 and number.isdigit() and _day(f"19{number[6:12]}"):
        longer = f"{number[:6]}19{number[6:]}"
        return longer + check_digit(longer), written, ""
    return number, written if number else "", ""


def _number(text: str) -> str:
    """'' for what only fills the cell: 无, 待查, 0, 111111111111111111."""
    digits = text if text.isdigit() else [sign for sign in text if sign.isdigit()]
    return text if len(digits) >= 6 and len(set(digits)) > 2 else ""


def _is_valid(number: str) -> bool:
    return len(number) == 18 and number[:17].isdigit() and check_digit(number) == number[17]


def _births(number: str, cell: Cell) -> tuple[str, ...]:
    """The days (or the month) of birth that the row tells: of the number, and of the column where that differs."""
    told = []
    if len(number) >= 14 and number[:14].isdigit() and _day(number[6:14]):
        told.append(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    day, text = _date(cell) if cell is not None else (None, "")
    if day is not None:
        told.append(day.isoformat())
    elif text and (month := month_of(text)) is not None and not told:
        told.append(month.isoformat()[:7])
    return tuple(dict.fromkeys(told))


@lru_cache(maxsize=50_000)
def _date(cell: Cell) -> tuple[date | None, str]:
    """`date_of`; a county has many children of one day."""
    return date_of(cell)


@lru_cache(maxsize=50_000)
def _day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) >= date(1900, 1, 1)
    except ValueError:
        return False


def _columns(header: Header) -> tuple[ListColumn, ...]:
    fields = {column: field for field, found in header.columns.items() for column in found}
    return tuple(
        ListColumn(column=_letters(column), header=title, field=fields.get(column))
        for column, title in sorted(header.titles.items())
    )


def _letters(column: int) -> str:
    """0, 1 … 26 → A, B … AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
