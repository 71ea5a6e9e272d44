"""Check → an Excel workbook: sheet 1 a row a finding, sheet 2 the matrix child × paper.

Every text cell is written as a string (a name like `=1+1` stays a name), dates are fixed to the day of the check,
so that the same check gives the same bytes. Written beside its place and moved there in one step.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from dossier.errors import OutputError, disk_words
from dossier.model import Check, Finding, Review, Severity
from dossier.report.fold import fold
from dossier.report.overview import in_order, matrix_columns, matrix_row, sorted_findings, whom_to_ask
from dossier.report.words import STATUSES, clean, level_word, mask
from dossier.rules import rule_title
from dossier.steady import steady_office

_FONT = "宋体"
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BAD, _LOOK = PatternFill("solid", fgColor="F8CBAD"), PatternFill("solid", fgColor="FFE699")
_MARKED = {"必须解决": "坏", "缺": "坏", "人工核对": "疑", "!": "疑"}
"""Texts that stand on a coloured ground, and the style that gives it."""
_FINDING_COLUMNS = {
    "序号": 6, "编号": 8, "姓名": 12, "类别": 7, "情形": 14, "个案状态": 9, "级别": 10, "问题": 16,
    "说明": 46, "文件": 26, "页": 6, "怎么办": 40, "责任": 18,
}  # fmt: skip
_MATRIX_COLUMNS = {"编号": 8, "姓名": 12, "类别": 7, "情形": 14, "个案状态": 9}
_FORMULA_SIGNS = frozenset("=+-@")
_LONGEST = 32_000
"""A cell of Excel holds 32,767 characters."""


def write_xlsx(check: Check, path: Path) -> None:
    """Write the workbook to `path`; raises OutputError when it cannot be written (full, locked by Excel)."""
    try:
        _replace(path, steady_office(_bytes(_workbook(check)), check.today))
    except OSError as caught:
        hint = "请关闭正在打开它的 Excel 或 WPS，检查磁盘空间和写入权限，然后再试。"
        raise OutputError(f"{path} 写不进去：{disk_words(caught)}", hint=hint) from None


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _workbook(check: Check) -> Workbook:
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    _write_findings(book, check)
    _write_matrix(book, check)
    book.properties.creator = "dossier"
    book.properties.title = "控辍保学材料核查"
    return book


def _write_findings(book: Workbook, check: Check) -> None:
    sheet = _sheet(book, "问题清单", _FINDING_COLUMNS, frozen="D2")
    rows = 0
    for review, found in _all_findings(check):
        rows += 1
        values = _finding_row(check, review, found)
        sheet.row_dimensions[rows + 1].height = _height(["", *values])
        texts = [_cell(sheet, text) for text in values]
        sheet.append([_cell(sheet, rows), *texts])
    _finish(sheet, len(_FINDING_COLUMNS), rows)


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


def _write_matrix(book: Workbook, check: Check) -> None:
    columns = matrix_columns(check, check.reviews)
    widths = _MATRIX_COLUMNS | {column.title: 6 for column in columns}
    sheet = _sheet(book, "材料一览", widths, frozen="C2", upright_from=len(_MATRIX_COLUMNS))
    for review in check.reviews:
        signs = matrix_row(review, columns)
        sheet.append(
            [
                *(_cell(sheet, value) for value in _about(review)),
                *(_cell(sheet, sign, centred=True) for sign in signs),
            ]
        )
    _finish(sheet, len(widths), len(check.reviews))
    sheet.oddFooter.left.text = "✓ 有　缺 缺少　! 有问题　免 免交　荐 建议补充"


def _sheet(book: Workbook, title: str, widths: dict[str, int], *, frozen: str, upright_from: int | None = None) -> Any:
    sheet: Any = book.create_sheet(title)
    for index, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = frozen
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.35
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"
    head = [_cell(sheet, text, head=True) for text in widths]
    for cell in head[upright_from:] if upright_from is not None else []:
        cell.alignment = Alignment(textRotation=255, vertical="top", horizontal="center", wrap_text=True)
    if upright_from is not None:
        sheet.row_dimensions[1].height = 16 * max(len(text) for text in widths)
    sheet.append(head)
    return sheet


def _finish(sheet: Any, columns: int, rows: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def _styles() -> list[NamedStyle]:
    """The styles of all cells. Named ones, as openpyxl compares the parts of any other style cell by cell."""
    body, centre = Alignment(vertical="top", wrap_text=True), Alignment(horizontal="center", vertical="center")
    looks = [
        ("表头", centre, PatternFill("solid", fgColor="E7E6E6")),
        ("文字", body, None),
        ("文字坏", body, _BAD),
        ("文字疑", body, _LOOK),
        ("记号", centre, None),
        ("记号坏", centre, _BAD),
        ("记号疑", centre, _LOOK),
    ]
    styles = []
    for name, alignment, fill in looks:
        font = Font(name=_FONT, size=11 if name == "表头" else 10, bold=name == "表头")
        style = NamedStyle(name=f"核查{name}", font=font, border=_BORDER, alignment=alignment)
        if fill is not None:
            style.fill = fill
        styles.append(style)
    return styles


def _cell(sheet: Any, value: str | int, *, head: bool = False, centred: bool = False) -> Any:
    """One cell; text is always a string, whatever sign it begins with, and ID numbers in it are masked."""
    cell: Any = WriteOnlyCell(sheet)
    look = "记号" if centred else "文字"
    if isinstance(value, int):
        cell.value = value
        cell.style = f"核查{look}"
        return cell
    cell.value = mask("\n".join(clean(line) for line in value.split("\n")))[:_LONGEST]
    cell.data_type = "s"
    cell.style = "核查表头" if head else f"核查{look}{_MARKED.get(value, '')}"
    if value[:1] in _FORMULA_SIGNS:
        cell.quotePrefix = True
    return cell


def _bytes(book: Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
