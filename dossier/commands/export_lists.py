"""The list of the children and the 核查报告 of an export: as tables and a page, or locked as PDF by a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from openpyxl import Workbook

from dossier.cabinet import HEADS, Masking, masked_check, masked_row, save_pdf
from dossier.commands.opening import REPORT_NAME
from dossier.files.fixed_zip import book_bytes
from dossier.files.write import writing
from dossier.model import Check, Review
from dossier.printroom import draw
from dossier.report import STATUSES, format_html, write_xlsx

_LIST = "名单"


def write_lists(
    check: Check, masking: Masking | None, reviews: Sequence[Review], folder: Path, day: date, password: str
) -> None:
    """Write them to `folder`; `reviews` are those whose dossiers are exported, `masking` None writes all as it is."""
    mask = masking.mask if masking else "none"
    rows = [masked_row(one.case.id, one.case.category or "", one.facts, mask) for one in reviews]
    told = masked_check(check, masking) if masking else check
    with writing(folder):
        if password:
            _locked({_LIST: _list_sheet(rows, told), REPORT_NAME: _report_sheet(told)}, folder, day, password)
            return
        _write_list(rows, folder / f"{_LIST}.xlsx")
        (folder / f"{REPORT_NAME}.html").write_text(format_html(told), "utf-8", newline="\n")
    write_xlsx(told, folder / f"{REPORT_NAME}.xlsx")


def _write_list(rows: Sequence[Sequence[str]], target: Path) -> None:
    book = Workbook()
    page: Any = book.active
    for row in (HEADS, *rows):
        page.append(list(row))
    for cells in page.iter_rows():
        for cell in cells:
            cell.data_type = "s"
    target.write_bytes(book_bytes(book))


def _list_sheet(rows: Sequence[Sequence[str]], check: Check) -> dict[str, Any]:
    return {
        "title": _LIST,
        "below": check.workspace.settings.unit,
        "heads": list(HEADS),
        "widths": [12, 16, 38, 0, 16, 24, 34, 26, 10],
        "rows": [list(row) for row in rows],
        "notes": [],
    }


def _report_sheet(check: Check) -> dict[str, Any]:
    rows = [
        [one.case.id, one.case.name, one.case.category or "", STATUSES[one.status], _problems(one)]
        for one in check.reviews
    ]
    return {
        "title": REPORT_NAME,
        "below": f"{check.workspace.settings.unit}　{check.today.isoformat()}　共 {len(rows)} 个个案",
        "heads": ["案号", "姓名", "类别", "结论", "问题"],
        "widths": [14, 24, 12, 20, 0],
        "rows": rows,
        "notes": [one.message for one in check.findings],
    }


def _problems(review: Review) -> str:
    return "\n".join(found.message for found in review.findings if found.severity != "note") or "无"


def _locked(sheets: Mapping[str, dict[str, Any]], folder: Path, day: date, password: str) -> None:
    for name, sheet in sheets.items():
        with pikepdf.open(BytesIO(draw([("listing", sheet)], day))) as pdf:
            save_pdf(pdf, folder / f"{name}.pdf", password)
