"""归档文件目录: one row a 件, with the columns of DA/T 22-2015; and the captions of photographs (DA/T 50-2014)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from dossier.errors import WorkspaceError
from dossier.files.fixed_zip import book_bytes
from dossier.model import RETENTIONS, CabinetEntry, PaperType, Plan, Settings
from dossier.plan import retention_of

HEADS = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注", "保管期限", "案卷号", "盒号", "文件")
PHOTO_HEADS = ("序号", "档号", "题名", "时间", "地点", "人物", "背景", "摄影者", "所在页", "原文件")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One dossier of an archive package."""

    plan: Plan
    category: str
    entry: CabinetEntry | None
    file: str
    """Its PDF, relative to the package."""


def archive_number(one: Archived, settings: Settings, year: int) -> str:
    """The 档号 from the workspace's pattern; without a 全宗号 the pattern begins with what follows it."""
    term = RETENTIONS.get(one.plan.retention, one.plan.retention)
    number = str(one.entry.volume_no) if one.entry else one.plan.case_id
    fields = {
        "全宗号": settings.fonds_number,
        "年度": str(year),
        "期限": term,
        "类别": one.category or "?",
        "案卷号": number.zfill(4),
        "案号": one.plan.case_id.zfill(4),
    }
    try:
        return settings.archive_number.format_map(fields).lstrip("-")
    except (KeyError, ValueError, IndexError, AttributeError):
        hint = f"花括号里只能写：{'、'.join(fields)}。"
        raise WorkspaceError(
            f"workspace.yaml 的 archive_number（档号）写不成：{settings.archive_number}", hint=hint
        ) from None


def write_listing(
    archived: Sequence[Archived], settings: Settings, papers: Mapping[str, PaperType], year: int, target: Path
) -> None:
    """Write the workbook; text stays text, whatever a title begins with."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "归档文件目录"
    _fill(sheet, HEADS, _rows(archived, settings, papers, year))
    photos: Any = book.create_sheet("照片说明")
    _fill(photos, PHOTO_HEADS, _photos(archived, settings, year))
    target.write_bytes(book_bytes(book))


def _rows(
    archived: Sequence[Archived], settings: Settings, papers: Mapping[str, PaperType], year: int
) -> list[list[str]]:
    rows: list[list[str]] = []
    for one in archived:
        number = archive_number(one, settings, year)
        volume = (str(one.entry.volume_no), str(one.entry.box)) if one.entry else ("", "")
        for item in one.plan.items:
            if item.missing or item.heading or item.number is None:
                continue
            mine = [row for row in one.plan.rows if row.item == item.number]
            pages = {page for row in mine for page in range(row.first_page, row.first_page + row.pages)}
            day = f"{item.date:%Y%m%d}" if item.date else ""
            told = [f"{number}-{item.number:04}", item.document_no, item.issuer, item.title, day, "", str(len(pages))]
            rows.append([str(len(rows) + 1), *told, item.note, retention_of(mine, papers), *volume, one.file])
    return rows


def _photos(archived: Sequence[Archived], settings: Settings, year: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for one in archived:
        number = archive_number(one, settings, year)
        for sheet in one.plan.sheets:
            for placed in sheet.placed:
                if not placed.caption:
                    continue
                said = _said(placed.caption)
                people = "、".join(name for name in (one.plan.name, said.get("人物", "")) if name)
                told = [said.get("事由", ""), said.get("时间", ""), said.get("地点", ""), people, one.plan.title, ""]
                told += [sheet.shown, placed.path]
                rows.append([str(len(rows) + 1), number, *told])
    return rows


def _said(caption: Sequence[str]) -> dict[str, str]:
    """What stands under a photograph, by its labels."""
    parts = [part.partition("：") for line in caption for part in line.split("\u3000")]
    return {label: text for label, colon, text in parts if colon}


def _fill(sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="center", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
