"""月报/基数.xlsx: numbers that nobody can compute, typed once by unit, stage and term or month.

The first report makes it; from then on it is the office's own file and never written again.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dossier.errors import Place, WorkspaceError
from dossier.files.write import write_bytes
from dossier.ledger.calendar import month_words, term_name
from dossier.model import TOTAL, MonthSpecs
from dossier.workspace import UnreadableTableError, read_table

FILE = "月报/基数.xlsx"
_UNIT, _STAGE, _TIME = "单位", "学段", "学期或月份"
_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(?:\s*[-./]?\s*1\s*日?)?")
_NOTE = (
    "填这几个数就行，别的数程序自己算。"
    "学期或月份写 2022年春季学期 或 2022-03；写了月份的，那个月用它；空着的，一直用它。"
)
_HINT = "第一行表头要有「单位」「学段」「学期或月份」和各列的名称；改乱了的，把这个文件移走，程序会重新做一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRow:
    """A row of the file."""

    unit: str
    stage: str
    time: str
    """2022-03, 2022年春季学期, or '' for always."""
    numbers: Mapping[str, int]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseNumbers:
    """The file, read; what is no number in it is told."""

    rows: tuple[BaseRow, ...] = ()
    wrong: tuple[str, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)

    def of_month(self, month: str) -> dict[tuple[str, str, str], int]:
        """(unit, stage, heading) → number of a month: the month's own, else the term's, else the lasting one."""
        term = term_name(date(int(month[:4]), int(month[5:]), 1))
        found: dict[tuple[str, str, str], int] = {}
        for time in ("", term, month):
            for row in self.rows:
                if row.time == time:
                    found.update({(row.unit, row.stage, name): number for name, number in row.numbers.items()})
        return found


def read_base(root: Path, specs: MonthSpecs) -> BaseNumbers | None:
    """What is typed there; None where there is no file yet. Raises WorkspaceError where it cannot be understood."""
    path = root / FILE
    if not path.is_file():
        return None
    try:
        sheets = read_table(path, own=True)
    except UnreadableTableError as caught:
        raise WorkspaceError(f"{FILE} 读不了：{caught}", hint=_HINT) from None
    headings = {_plain(column.base): column.base for column in specs.bases}
    for sheet in sheets:
        for at, cells in enumerate(sheet.rows[:5]):
            columns = {_plain(str(cell)): place for place, cell in enumerate(cells) if cell is not None}
            if _UNIT in columns and _STAGE in columns:
                return _read(sheet.rows[at + 1 :], at + 2, columns, headings)
    raise WorkspaceError(f"看不懂 {FILE}", places=(Place(FILE, "", "前 5 行里没有「单位」「学段」两列"),), hint=_HINT)


def _read(
    rows: Sequence[Sequence[object]], first: int, columns: Mapping[str, int], headings: Mapping[str, str]
) -> BaseNumbers:
    found, wrong = [], []
    unit = ""
    for line, cells in enumerate(rows, first):
        told = {name: _text(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
        unit = told[_UNIT] or (unit if told[_STAGE] else "")
        if not told[_STAGE]:
            continue
        numbers = {}
        for name, heading in headings.items():
            text = told.get(name, "")
            number = _number(text)
            if number is not None:
                numbers[heading] = number
            elif text:
                wrong.append(f"第{line}行（{unit} {told[_STAGE]}）「{heading}」写的「{text}」不是人数")
        time = _time(next((told[name] for name in columns if name.startswith("学期")), ""))
        if time is None:
            wrong.append(f"第{line}行（{unit} {told[_STAGE]}）的学期或月份看不懂，这一行没有用")
            continue
        found.append(BaseRow(unit=unit, stage=told[_STAGE], time=time, numbers=numbers, line=line))
    return BaseNumbers(rows=tuple(found), wrong=tuple(wrong), seen=frozenset(columns))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell:%Y-%m}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else _plain(str(cell))


def _number(text: str) -> int | None:
    plain = text.replace(",", "").removesuffix("人")
    return int(plain) if plain.isdecimal() and len(plain) < 9 else None


def _time(text: str) -> str | None:
    if not text:
        return ""
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02}"
    term = re.search(r"(\d{4})年?(春|秋)", text)
    return f"{term[1]}年{term[2]}季学期" if term else None


def make_base(root: Path, specs: MonthSpecs, units: Sequence[str], month: str) -> None:
    """Make the file to be filled in: a row a unit and stage, for the term of the month. Raises OutputError."""
    from xlsxwriter import Workbook

    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("基数")
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    body = book.add_format({"border": 1})
    widths = [(_UNIT, 28), (_STAGE, 8), (_TIME, 18), *((column.base, 14) for column in specs.bases)]
    page.merge_range(0, 0, 0, len(widths) - 1, _NOTE, book.add_format({"text_wrap": True, "valign": "vcenter"}))
    page.set_row(0, 32)
    for place, (title, width) in enumerate(widths):
        page.set_column(place, place, width)
        page.write_string(1, place, title, head)
    term = term_name(date(int(month[:4]), int(month[5:]), 1))
    for line, cells in enumerate(_blank_rows(units, specs, term), 2):
        for place, text in enumerate(cells):
            page.write_string(line, place, text, body)
        for place in range(3, len(widths)):
            page.write_blank(line, place, None, body)
    page.freeze_panes(2, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    book.set_properties({"author": "dossier", "title": f"月报基数（{month_words(month)}起）"})
    book.close()
    write_bytes(root / FILE, raw.getvalue())


def _blank_rows(units: Sequence[str], specs: MonthSpecs, term: str) -> Iterator[tuple[str, str, str]]:
    for unit in units:
        for stage in specs.stages:
            yield unit, stage, term


def sums_wrong(numbers: Mapping[tuple[str, str, str], int], units: Sequence[str], specs: MonthSpecs) -> Iterator[str]:
    """Where what is typed does not add up: 合计 that is not the sum, more at school than enrolled."""
    for unit in units:
        for column in specs.bases:
            parts = [numbers.get((unit, stage, column.base)) for stage in specs.stages]
            known = [part for part in parts if part is not None]
            whole = numbers.get((unit, TOTAL, column.base))
            if whole is not None and len(known) == len(parts) and sum(known) != whole:
                yield f"{unit}的「{column.base}」合计填 {whole}，各学段加起来是 {sum(known)}"
