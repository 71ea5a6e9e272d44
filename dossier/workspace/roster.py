"""The roster: which file and sheet it is, and its rows as fields (domain §6.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dossier.errors import NoRosterError, Place, WorkspaceError
from dossier.findings import found
from dossier.model import Finding, RosterColumn, RosterHeader, Severity
from dossier.workspace.absences import AbsenceRow, absence_header, absence_rows
from dossier.workspace.cells import Cell, text_of
from dossier.workspace.columns import Columns
from dossier.workspace.header import HEADER_ROWS, Header, find_header
from dossier.workspace.merged import filled
from dossier.workspace.names import shown_name
from dossier.workspace.sheet import Sheet, UnreadableTableError, letters_of
from dossier.workspace.student import in_fact_words, value_of
from dossier.workspace.table import SUFFIXES, read_table
from dossier.workspace.visits import VisitRow, visit_header, visit_rows

NEEDED = {"name": "姓名", "category": "类别"}
"""What a roster must have."""
_PROOF = ("name", "id_number", "student_no", "category")
_OWN = re.compile(r"number|name|id_number|student_no|disability_no|guardian.*|visit.*|process")
_PROGRAM_FILES = ("核查报告",)
_OTHER_TABLES = (".ods", ".fods", ".ots", ".xlsb", ".xlt", ".xltx", ".numbers", ".dbf", ".ett", ".uos")
_NO_ROSTER = "请把名册（.xlsx、.xls 或 .csv，有「姓名」和「类别」两列）放进这个文件夹。"
_SEVERAL = (
    "只能有一份名册：请移走多余的，或在 workspace.yaml 里写明，"
    "如 roster: 名册.xlsx（同一文件里有几张表时写 名册.xlsx#表名）。"
)
_UNREAD = (
    "名册的第 1–5 行里要有表头，至少有「姓名」和「类别」两列；"
    "表头叫法特别时，可在 workspace.yaml 的 columns 里写明是哪一列。"
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One child's row, as cells; `number` as written ('' where there is none)."""

    line: int
    spot: str
    number: str
    fields: Mapping[str, Cell]
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster file, read."""

    file: str
    rows: tuple[RosterRow, ...]
    visits: tuple[VisitRow, ...]
    findings: tuple[Finding, ...]
    header: RosterHeader | None = None
    absences: tuple[AbsenceRow, ...] = ()


def table_files(names: list[str]) -> list[str]:
    """Those of the names that may be a roster: tables, but no lock files and no reports of the program."""
    return [
        name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith(("~$", ".", *_PROGRAM_FILES))
    ]


def read_roster(root: Path, names: list[str], columns: Columns, wish: str, help_: Mapping[str, str]) -> Roster:
    """The one roster among the files of the workspace.

    `wish` (workspace.yaml `roster:`) is a file name, or file#sheet; `help_` is field id → column.
    Raises WorkspaceError naming every table and what was missing, or all that could be it.
    """
    wished_file, _, wished_sheet = wish.partition("#")
    candidates = [_wished(names, wished_file)] if wished_file else table_files(names)
    if not candidates:
        raise NoRosterError("没有找到名册", places=tuple(_other_tables(names)), hint=_NO_ROSTER)
    understood: list[tuple[str, Sheet, Header, tuple[Sheet, ...]]] = []
    problems: list[Place] = []
    for name in candidates:
        try:
            sheets = read_table(root / name, own=bool(wished_file))
        except UnreadableTableError as caught:
            problems.append(Place(shown_name(name), "", str(caught)))
            continue
        found, missing = _roster_sheets(shown_name(name), sheets, columns, help_, wished_sheet)
        understood += [(name, sheet, header, sheets) for sheet, header in found]
        problems += missing
    if len(understood) != 1:
        raise _not_one([(shown_name(name), sheet.name) for name, sheet, _, _ in understood], problems)
    return _read(*understood[0], columns)


def _other_tables(names: list[str]) -> list[Place]:
    """Tables of other programs: perhaps the roster, which somebody must save as one that is read."""
    told = "这种表格读不了，请用 WPS 或 Excel 打开后另存为 .xlsx"
    tables = [name for name in names if name.lower().endswith(_OTHER_TABLES) and not name.startswith(("~$", "."))]
    return [Place(shown_name(name), "", told) for name in tables]


def _wished(names: list[str], wish: str) -> str:
    key = unicodedata.normalize("NFC", wish)
    for name in names:
        if shown_name(name) == key:
            return name
    place = Place("workspace.yaml", "roster", f"文件夹里没有「{wish}」")
    raise WorkspaceError("没有找到名册", places=(place,), hint="请改正 workspace.yaml 里的 roster，或把名册放进来。")


def _not_one(understood: list[tuple[str, str]], problems: list[Place]) -> WorkspaceError:
    if understood:
        places = tuple(Place(file, f"表「{sheet}」", "可以当作名册") for file, sheet in understood)
        return WorkspaceError("找到了不止一份名册", places=places, hint=_SEVERAL)
    return NoRosterError("没有能看懂的名册", places=tuple(problems), hint=_UNREAD)


def _roster_sheets(
    name: str, sheets: tuple[Sheet, ...], columns: Columns, help_: Mapping[str, str], wished: str
) -> tuple[list[tuple[Sheet, Header]], list[Place]]:
    """The sheets that are a roster (hidden ones only where no other is), else what each lacks."""
    problems = []
    for hidden in (False, True):
        found = []
        for sheet in sheets:
            if sheet.hidden is not hidden or (wished and sheet.name != wished):
                continue
            header = find_header(sheet, columns.roster, help_)
            missing = header.missing(*NEEDED)
            if not missing:
                found.append((sheet, header))
            elif any(sheet.rows):
                problems.append(Place(name, f"表「{sheet.name}」", _lack(missing, header)))
        further = (*columns.visits.sheets, *columns.absences.sheets)
        named = [pair for pair in found if not any(word in pair[0].name for word in further)]
        if found:
            return named or found, []  # a sheet 劝返记录 that repeats the category is no second roster
    return [], problems or [Place(name, f"表「{wished}」" if wished else "", "没有这张表" if wished else "表格是空的")]


def _lack(missing: tuple[str, ...], header: Header) -> str:
    words = "和".join(f"「{NEEDED[name]}」" for name in missing)
    seen = "、".join(list(header.titles.values())[:8]) if header.columns else ""
    return f"第 1–{HEADER_ROWS} 行里没有找到{words}列" + (f"（看到的表头：{seen}）" if seen else "")


# ---------------------------------------------------------------------------- rows


def _read(name: str, sheet: Sheet, header: Header, sheets: tuple[Sheet, ...], columns: Columns) -> Roster:
    file = shown_name(name)
    own = {column for field, found in header.columns.items() if _OWN.fullmatch(field) for column in found}
    rows: list[RosterRow] = []
    findings: list[Finding] = []
    for line, cells in enumerate(filled(sheet, header.row + 1, never=own), start=header.row + 2):
        row = _row(file, line, cells, header, columns)
        if is_total(cells, columns) or is_footer(cells, header, columns):
            continue
        if row is not None and _is_header(row, columns):
            continue
        findings += _stale(file, line, sheet, header, row)
        if row is None:
            continue
        if not value_of(row.fields.get("name"), columns):
            if not any(value_of(row.fields.get(key), columns) for key in ("id_number", "student_no")):
                findings += _nameless(file, line, sheet, header)
                continue
            findings.append(_problem(file, f"名册第{line}行没有姓名", "请在名册里补上姓名。"))
        rows.append(row)
    if not rows and not findings:
        findings.append(_empty(file, header))
    visits: list[VisitRow] = []
    absences: list[AbsenceRow] = []
    for other in sheets:
        away = None if other is sheet or other.hidden else absence_header(other, columns)
        if away:
            absences += absence_rows(other, away, columns)
            continue
        found = None if other is sheet or other.hidden else visit_header(other, columns)
        if found:
            visits += visit_rows(other, found, columns)
    understood = _understood(file, sheet, header)
    return Roster(file, tuple(rows), tuple(visits), tuple(findings), understood, tuple(absences))


def _empty(file: str, header: Header) -> Finding:
    """A roster as `init` makes it: nothing is wrong, and nothing can be done yet."""
    action = (
        f"请打开名册，从第 {header.row + 2} 行起每个学生填一行（姓名、类别必填），"
        "每个学生建一个文件夹，如「001-姓名」，放进材料，再核查一次。"
    )
    return found("roster-row", "名册里还没有学生", action, path=file, severity=Severity.NOTE)


def _understood(file: str, sheet: Sheet, header: Header) -> RosterHeader:
    """Every column with a header, and what it was taken for."""
    fields = {column: field for field, found in header.columns.items() for column in found}
    fields = {column: in_fact_words(field, header.columns) for column, field in fields.items()}
    columns = tuple(
        RosterColumn(column=letters_of(column), header=title, field=fields.get(column))
        for column, title in sorted(header.titles.items())
    )
    return RosterHeader(file=file, sheet=sheet.name, row=header.row + 1, columns=columns)


def _row(file: str, line: int, cells: list[Cell], header: Header, columns: Columns) -> RosterRow | None:
    fields = {field: cell for field in header.columns if (cell := header.cell(cells, field)) is not None}
    if not any(value_of(fields.get(key), columns) for key in _PROOF):
        return None
    best = {next((c for c in found if c < len(cells) and text_of(cells[c])), -1) for found in header.columns.values()}
    extra = {
        title: text
        for column, title in header.titles.items()
        if column not in best and column < len(cells) and (text := text_of(cells[column]))
    }
    number = unicodedata.normalize("NFKC", value_of(fields.get("number"), columns)).strip(" .、．")
    number = re.sub(r"^(\d+)\.0+$", r"\1", number)  # exporters write numbers as 21.0
    return RosterRow(line, f"{file} 第{line}行", number, fields, extra)


def is_total(cells: list[Cell], columns: Columns) -> bool:
    """A row of totals: a word for it among the first cells, and no ID number in any."""
    filled_cells = (text for cell in cells[:8] if (text := "".join(text_of(cell).split())))
    texts = list(islice(filled_cells, 3))
    if not any(text.startswith(columns.totals) for text in texts):
        return False
    texts += filled_cells
    return not any(len(text) >= 15 and text[:14].isdecimal() for text in texts)


def is_footer(cells: list[Cell], header: Header, columns: Columns) -> bool:
    """A line below the table, 制表人：王某: begins as such lines do, and has neither a category nor an ID number."""
    first = next((text for cell in cells if (text := "".join(text_of(cell).split()))), "")
    if not first.startswith(columns.footers):
        return False
    return not any(value_of(header.cell(cells, key), columns) for key in ("category", "id_number"))


def _is_header(row: RosterRow, columns: Columns) -> bool:
    """The header again, as it stands on every printed page."""
    return [columns.roster.field(text_of(row.fields.get(name))) for name in NEEDED] == list(NEEDED)


def _nameless(file: str, line: int, sheet: Sheet, header: Header) -> list[Finding]:
    """A row with a category of its own but no name; a category merged from above is no row."""
    column = header.columns["category"][0]
    raw = sheet.rows[line - 1]
    written = column < len(raw) and text_of(raw[column])
    short = len(text_of(raw[column])) <= 12 if written else False
    return [_problem(file, f"名册第{line}行有类别，没有姓名", "请在名册里补上姓名，或删去这一行。")] if short else []


def _stale(file: str, line: int, sheet: Sheet, header: Header, row: RosterRow | None) -> list[Finding]:
    if row is None and not any((line - 1, c) in sheet.stale for c in header.columns["name"]):
        return []
    used = {column for field, found in header.columns.items() if field != "number" for column in found}
    broken = [header.titles[c] for c in sorted(used & header.titles.keys()) if (line - 1, c) in sheet.stale]
    if not broken:
        return []
    words = "、".join(broken)
    text = f"名册第{line}行「{words}」是公式，但没有算出结果（或结果出错）"
    return [_problem(file, text, "请用 WPS 或 Excel 打开名册，把公式改成值（复制 → 选择性粘贴 → 数值）后保存。")]


def _problem(file: str, message: str, action: str) -> Finding:
    return found("roster-row", message, action, path=file)
