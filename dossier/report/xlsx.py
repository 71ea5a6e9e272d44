"""Check → an Excel workbook: sheet 1 a row a finding, sheet 2 the matrix child × paper, then a list for each supplier.

Every text cell is written as a string (a name like `=1+1` stays a name), the workbook carries the day of the check,
so that the same check gives the same bytes. Written beside its place and moved there in one step.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from dossier.errors import OutputError, disk_words
from dossier.files.write import replacing
from dossier.findings import rule_title
from dossier.model import Check, Finding, Review, Severity
from dossier.report.fold import fold
from dossier.report.letters import due_letters
from dossier.report.overview import (
    in_order,
    list_chases,
    matrix_columns,
    matrix_row,
    sorted_findings,
    unit_of,
    whom_to_ask,
)
from dossier.report.settling import command_of
from dossier.report.words import STATUSES, clean, level_word, mask

_BODY = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#999999"}
_TEXT = _BODY | {"valign": "top", "text_wrap": True}
_SIGN = _BODY | {"valign": "vcenter", "align": "center"}
_HEAD = _SIGN | {"font_size": 11, "bold": True, "bg_color": "#E7E6E6"}
_UPRIGHT = _HEAD | {"rotation": 270, "valign": "top", "text_wrap": True}
_BAD, _LOOK = {"bg_color": "#F8CBAD"}, {"bg_color": "#FFE699"}
_MARKED = {"必须解决": _BAD, "缺": _BAD, "人工核对": _LOOK, "!": _LOOK}
"""Texts that stand on a coloured ground."""
_FINDING_COLUMNS = {
    "序号": 6, "编号": 8, "姓名": 12, "类别": 7, "情形": 14, "个案状态": 9, "级别": 10, "问题": 16,
    "说明": 46, "文件": 26, "页": 6, "怎么办": 40, "责任": 18, "命令": 44,
}  # fmt: skip
_MATRIX_COLUMNS = {"编号": 8, "姓名": 12, "类别": 7, "情形": 14, "个案状态": 9}
_CHASE_COLUMNS = {"序号": 6, "编号": 8, "姓名": 12, "单位": 24, "要什么": 32, "怎么办": 44, "回复（有/无/何时给）": 24}
_TOLD = tuple(_CHASE_COLUMNS)[1:]
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'：？]")
_LONGEST_NAME = 31
"""Characters of a sheet's name."""
_LETTER_COLUMNS = {"编号": 8, "姓名": 12, "可以开": 30, "命令": 80}
_FORMULA_SIGNS = frozenset("=+-@")
_LONGEST = 32_000
"""A cell of Excel holds 32,767 characters."""


def write_xlsx(check: Check, path: Path) -> None:
    """Write the workbook to `path`; raises OutputError when it cannot be written (full, locked by Excel)."""
    try:
        with replacing(path, lasting=True) as beside:
            beside.write_bytes(_workbook(check))
    except OSError as caught:
        hint = "请关闭正在打开它的 Excel 或 WPS，检查磁盘空间和写入权限，然后再试。"
        raise OutputError(f"{path} 写不进去：{disk_words(caught)}", hint=hint) from None


def _workbook(check: Check) -> bytes:
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = datetime(check.today.year, check.today.month, check.today.day)
    book.set_properties({"author": "dossier", "title": "控辍保学材料核查", "created": day})
    pen = _Pen(book)
    _write_findings(pen, check)
    _write_matrix(pen, check)
    _write_letters(pen, check)
    _write_chases(pen, check)
    book.close()
    return raw.getvalue()


class _Pen:
    """Writes cells of one workbook; each look is a format of the workbook once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def text(self, sheet: Any, row: int, column: int, value: str, look: dict[str, object]) -> None:
        """Text is always a string, whatever sign it begins with, and ID numbers in it are masked."""
        look = look | _MARKED.get(value, {})
        if value[:1] in _FORMULA_SIGNS:
            look = look | {"quote_prefix": True}
        shown = mask("\n".join(clean(line) for line in value.split("\n")))[:_LONGEST]
        if shown:
            sheet.write_string(row, column, shown, self.format(look))
        else:
            sheet.write_blank(row, column, None, self.format(look))

    def format(self, look: dict[str, object]) -> Any:
        """The workbook's format of this look."""
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]


def _write_findings(pen: _Pen, check: Check) -> None:
    sheet = _sheet(pen, "问题清单", list(_FINDING_COLUMNS.items()))
    sheet.freeze_panes(1, 3)
    row = 0
    for row, (review, found) in enumerate(_all_findings(check), 1):
        values = _finding_row(check, review, found)
        sheet.set_row(row, _height(["", *values]))
        sheet.write_number(row, 0, row, pen.format(_TEXT))
        for column, text in enumerate(values, 1):
            pen.text(sheet, row, column, text, _TEXT)
    sheet.autofilter(0, 0, row, len(_FINDING_COLUMNS) - 1)


def _write_matrix(pen: _Pen, check: Check) -> None:
    columns = matrix_columns(check, check.reviews)
    widths = [*_MATRIX_COLUMNS.items(), *((column.title, 6) for column in columns)]
    sheet = _sheet(pen, "材料一览", widths, upright_from=len(_MATRIX_COLUMNS))
    sheet.freeze_panes(1, 2)
    for row, review in enumerate(check.reviews, 1):
        for column, text in enumerate(_about(review)):
            pen.text(sheet, row, column, text, _TEXT)
        for column, sign in enumerate(matrix_row(review, columns), len(_MATRIX_COLUMNS)):
            pen.text(sheet, row, column, sign, _SIGN)
    sheet.autofilter(0, 0, len(check.reviews), len(widths) - 1)
    sheet.set_footer("&L✓ 有　缺 缺少　! 有问题　免 免交　荐 建议补充&R第 &P 页 共 &N 页", {"margin": 0.35})


def _write_letters(pen: _Pen, check: Check) -> None:
    """What cases need next; no sheet where nobody needs anything."""
    due = [(review, one) for review in check.reviews for one in due_letters(check, review)]
    if not due:
        return
    sheet = _sheet(pen, "可以开的文书", list(_LETTER_COLUMNS.items()))
    for row, (review, one) in enumerate(due, 1):
        for column, text in enumerate((review.case.id, review.case.name, one.title, one.command)):
            pen.text(sheet, row, column, text, _TEXT)


def _write_chases(pen: _Pen, check: Check) -> None:
    """One sheet for each who must supply something: a list to print, hand over and tick off."""
    taken: set[str] = set()
    for chase in list_chases(check):
        wanted = [(one, review) for one in chase.wanted for review in one.reviews]
        sheet = _sheet(pen, _sheet_name(chase.whom, taken), list(_CHASE_COLUMNS.items()))
        said = f"&L{clean(chase.whom).replace('&', '&&')}：请补 {chase.count} 项&R{check.today.isoformat()}"
        sheet.set_header(said, {"margin": 0.25})
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, len(wanted), len(_CHASE_COLUMNS) - 1)
        for row, (one, review) in enumerate(wanted, 1):
            case = review.case
            values = (case.id, case.name, unit_of(check, review), one.what, one.how, "")
            lines = max(len(fold(text, _CHASE_COLUMNS[head] - 2)) for head, text in zip(_TOLD, values, strict=True))
            sheet.set_row(row, 14.0 * max(lines, 2) + 3)
            sheet.write_number(row, 0, row, pen.format(_TEXT))
            for column, text in enumerate(values, 1):
                pen.text(sheet, row, column, text, _TEXT)


def _sheet_name(whom: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has."""
    name = f"催办-{_NOT_IN_NAMES.sub('', clean(whom))}"[:_LONGEST_NAME]
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{name[: _LONGEST_NAME - 4]}（{count}）"
    taken.add(name.casefold())
    return name


def _sheet(pen: _Pen, title: str, widths: list[tuple[str, int]], *, upright_from: int | None = None) -> Any:
    """A sheet with its head, ready to print on A4."""
    sheet: Any = pen.book.add_worksheet(title)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.75)
    sheet.set_footer("&R第 &P 页 共 &N 页", {"margin": 0.35})
    sheet.repeat_rows(0)
    for column, (text, width) in enumerate(widths):
        is_upright = upright_from is not None and column >= upright_from
        sheet.set_column(column, column, width)
        pen.text(sheet, 0, column, text, _UPRIGHT if is_upright else _HEAD)
    if upright_from is not None:
        sheet.set_row(0, 16 * max(len(text) for text, _ in widths))
    return sheet


def _all_findings(check: Check) -> Iterable[tuple[Review | None, Finding]]:
    for found in sorted_findings(check.findings):
        yield None, found
    for review in in_order(check.reviews):
        for found in sorted_findings(review.findings):
            yield review, found


def _finding_row(check: Check, review: Review | None, found: Finding) -> list[str]:
    about = _about(review) if review is not None else ["", "（工作区）", "", "", ""]
    pages = "、".join(str(page) for page in found.pages)
    whom = "" if found.severity is Severity.NOTE else whom_to_ask(check, review, found)
    return [
        *about, level_word(found), rule_title(found.rule), _message(found), found.path or "", pages, found.action, whom,
        command_of(check, review, found) or "",
    ]  # fmt: skip


def _height(texts: list[str]) -> float:
    """Height in pt that shows all of a row's texts in their columns; Excel does not work it out by itself."""
    widths = _FINDING_COLUMNS.values()
    lines = max(len(fold(text, width - 2)) for text, width in zip(texts, widths, strict=True))
    return 14.0 * lines + 3


def _message(found: Finding) -> str:
    accepted = found.accepted
    return found.message if accepted is None else f"{found.message}（{accepted.by} 认可：{accepted.reason}）"


def _about(review: Review) -> list[str]:
    case = review.case
    return [case.id, case.name, case.category or "", review.subtype, STATUSES[review.status]]
