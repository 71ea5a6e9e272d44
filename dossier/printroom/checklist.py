"""打印清单: what is printed, where it goes, with a box to tick; as a printable page and as Excel. No ID numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from dossier.files.fixed_zip import book_bytes
from dossier.printroom.model import Placed, PrintSet

_HEADS = ("案卷号", "案号", "姓名", "类别", "件数", "页数", "张数", "盒号", "印好")
_WIDTHS = (10, 12, 22, 8, 8, 8, 8, 8, 8)


def checklist_sheet(prints: PrintSet) -> tuple[str, Any]:
    """The list as a printable sheet."""
    notes = [f"没有打印：{case}（{why}）" for case, why in prints.left_out]
    notes += [f"以前已打印：{case}（{where}）" for case, where in prints.earlier]
    copies = f"，每份 {prints.settings.copies} 套" if prints.settings.copies > 1 else ""
    total = f"共 {prints.volumes} 卷 {sum(box.sheets for box in prints.boxes)} 张 {len(prints.boxes)} 盒{copies}"
    return "listing", {
        "title": "打印清单",
        "below": f"{prints.unit}　批次 {prints.batch}　{total}",
        "heads": list(_HEADS),
        "widths": [16, 16, 0, 14, 14, 14, 14, 14, 14],
        "rows": _rows(prints),
        "notes": notes,
    }


def write_checklist(prints: PrintSet, target: Path) -> None:
    """The list as an Excel file; text stays text, whatever a name begins with."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "打印清单"
    sheet.append(list(_HEADS))
    for row in _rows(prints):
        sheet.append([*row[:-1], ""])
    thin = Side(style="thin")
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(horizontal="center", vertical="center")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for case, why in prints.left_out:
        sheet.append([])
        sheet.append([f"没有打印：{case}（{why}）"])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    for case, where in prints.earlier:
        sheet.append([f"以前已打印：{case}（{where}）"])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    target.write_bytes(book_bytes(book))


def _rows(prints: PrintSet) -> list[list[str]]:
    return [
        [*volume_cells(placed), str(placed.sheets), str(box.number), "□"]
        for box in prints.boxes
        for placed in box.placed
    ]


def volume_cells(placed: Placed) -> list[str]:
    """案卷号 案号 姓名 类别 件数 页数 of a volume, as every list shows them."""
    volume = placed.volume
    counts = (str(volume.items), str(volume.numbered))
    return [str(placed.number), volume.id, volume.name, volume.category, *counts]
