"""Persuasions: rows of the sheet 劝返记录, columns of the roster, or the numbered text of one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dossier.model import Visit
from dossier.workspace.cells import Cell, clean, date_of, name_of, text_of
from dossier.workspace.columns import Columns
from dossier.workspace.header import Header, find_header
from dossier.workspace.merged import filled
from dossier.workspace.sheet import Sheet

_PARTS = ("persons", "place", "method", "result")
_ENTRY = re.compile(
    r"(?:^|[\n。；;])\s*(?:第\s*[一二三四五六七八九十\d]{1,2}\s*次|[（(]?\d{1,2}[)）、]|\d{1,2}[.．](?=\D|\d{4}))\s*[:：,，]?"
)
_DAY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A row of 劝返记录 and whose it is."""

    number: str
    name: str
    visit: Visit


def visit_header(sheet: Sheet, columns: Columns) -> Header | None:
    """The header of a sheet of visits, None where the sheet is something else."""
    header = find_header(sheet, columns.visit_sheet)
    named = any(word in sheet.name for word in columns.visits.sheets)
    enough = "date" in header.columns and ("name" in header.columns or "number" in header.columns)
    telling = len(header.columns.keys() & set(_PARTS))
    return header if enough and (named or telling >= 2) else None


def visit_rows(sheet: Sheet, header: Header, columns: Columns) -> Iterable[VisitRow]:
    """The visits of a sheet; a blank name is that of the row above, as people leave it out.

    A number of its own beside a blank name is another child's, unless the sheet only counts its rows.
    """
    number = name = ""
    counts = _counts_rows(sheet, header)
    for index, row in enumerate(filled(sheet, header.row + 1), start=header.row + 2):
        fields = {key: header.cell(row, key) for key in header.columns}
        own_name = name_of(text_of(fields.get("name")))
        own_number = text_of(fields.get("number"))
        visit = _visit(fields, f"{sheet.name} 第{index}行")
        if visit is None or own_name.startswith(columns.totals) or own_number.startswith(columns.totals):
            continue
        if own_name or (own_number and (not name or (own_number != number and not counts))):
            number, name = own_number, own_name
        yield VisitRow(number, name, visit)


def _counts_rows(sheet: Sheet, header: Header) -> bool:
    """Whether the numbers are those of the rows, 1 2 3 …, and not of children."""
    numbers = [text for row in sheet.rows[header.row + 1 :] if (text := text_of(header.cell(row, "number")))]
    whole = [int(text) for text in numbers if text.isdecimal()]
    return len(whole) > 1 and whole == list(range(whole[0], whole[0] + len(whole)))


def visits_in_columns(fields: Mapping[str, Cell], spot: str) -> tuple[Visit, ...]:
    """Visits that stand in columns of the roster (第1次劝返日期 …), else the text of 劝返过程详细记录."""
    found = []
    numbers = sorted({int(key[5]) for key in fields if key.startswith("visit")})
    for n in numbers:
        prefix = f"visit{n}."
        parts = {key.removeprefix(prefix): cell for key, cell in fields.items() if key.startswith(prefix)}
        visit = _visit(parts, f"{spot} 第{n}次")
        if visit is not None:
            found.append(visit)
    process = fields.get("process")
    return tuple(found) or (visits_in_text(process, spot) if isinstance(process, str) else ())


def visits_in_text(text: str, spot: str) -> tuple[Visit, ...]:
    """`1. 2022年3月5日，…` a visit each; without numbers, a line each."""
    pieces = [piece for piece in _ENTRY.split(text) if clean(piece)]
    if len(pieces) < 2 and not _ENTRY.search(text):
        pieces = text.splitlines()
    visits = []
    for piece in (clean(piece).strip("。；; ") for piece in pieces):
        day = _DAY.search(piece)
        if day:
            visits.append(_told(piece, day, spot))
    return tuple(visits)


def _told(piece: str, day: re.Match[str], spot: str) -> Visit:
    """`2022年3月5日，王某、李某赴某村劝返；结果：未复学` taken apart as far as it is plain."""
    when, written = date_of(day[0])
    rest = (piece[: day.start()] + piece[day.end() :]).strip("，,：: ")
    rest, _, result = re.sub(r"[；;，,。]?\s*结果(?:如何|为)?[:：]", "\n", rest, count=1).partition("\n")
    went = re.match(r"([^，,；;。]{2,60}?)(?=赴|到|前往|来到|去往|入户|上门)", rest)
    persons = went[1].strip() if went else ""
    method = rest[len(went[1]) :].strip() if went else rest
    return Visit(
        date=when, date_text=written, persons=persons, method=method, result=result.strip(), text=piece, spot=spot
    )


def _visit(fields: Mapping[str, Cell], spot: str) -> Visit | None:
    day, written = date_of(fields.get("date"))
    persons, place, method, result = (text_of(fields.get(part)) for part in _PARTS)
    if not (written or persons or place or method or result):
        return None
    return Visit(date=day, date_text=written, persons=persons, place=place, method=method, result=result, spot=spot)
