"""Rows of the sheet 缺勤记录: half days too, who was called, what was said. The sheet is optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dossier.model import Absence
from dossier.workspace.cells import Cell, date_of, name_of, text_of
from dossier.workspace.columns import Columns
from dossier.workspace.header import Header, find_header
from dossier.workspace.merged import filled
from dossier.workspace.sheet import Sheet


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A row of 缺勤记录 and whose it is."""

    number: str
    name: str
    absence: Absence


def absence_header(sheet: Sheet, columns: Columns) -> Header | None:
    """The header of a sheet that is called 缺勤记录 or the like, None where the sheet is something else."""
    if not any(word in sheet.name for word in columns.absences.sheets):
        return None
    header = find_header(sheet, columns.absence_sheet)
    enough = "date" in header.columns and ("name" in header.columns or "number" in header.columns)
    return header if enough else None


def absence_rows(sheet: Sheet, header: Header, columns: Columns) -> Iterable[AbsenceRow]:
    """The rows of the sheet; without a name of its own, a row is that of the child above."""
    number = name = ""
    for index, row in enumerate(filled(sheet, header.row + 1), start=header.row + 2):
        fields = {key: header.cell(row, key) for key in header.columns}
        own_number, own_name = text_of(fields.get("number")), name_of(text_of(fields.get("name")))
        if own_name.startswith(columns.totals) or own_number.startswith(columns.totals):
            continue
        absence = _absence(fields, f"{sheet.name} 第{index}行")
        if absence is None:
            continue
        if own_name:
            number, name = own_number, own_name
        elif own_number and not name:
            number = own_number
        yield AbsenceRow(number, name, absence)


def _absence(fields: Mapping[str, Cell], spot: str) -> Absence | None:
    day, text = date_of(fields.get("date"))
    told = {key: text_of(fields.get(key)) for key in ("length", "called", "said")}
    if day is None and not text and not any(told.values()):
        return None
    return Absence(date=day, date_text=text, spot=spot, **told)


def in_order(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """By day; those without one last."""
    return tuple(sorted(absences, key=lambda one: (one.date is None, one.date or 0)))
