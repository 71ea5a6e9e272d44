"""A new workspace for the next term: children whose case is open, their papers and decisions, letters, months.

The roster keeps its columns and the children their numbers, for the registers know them by these.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.county import SheetOfRows, write_book
from dossier.errors import UsageError, WorkspaceError
from dossier.files.write import put_in_place, writing
from dossier.ledger.calendar import term_name, term_on
from dossier.ledger.records import FOLDER as MONTHS
from dossier.ledger.records import closed_months, read_closed
from dossier.model import Check, MonthSpecs, Review, RosterHeader, Term
from dossier.workspace import UnreadableTableError, read_table

_ROSTER = "名册.xlsx"
_REGISTERS = ("文书登记.yaml", "督查登记.yaml")
_SETTINGS = ("workspace.yaml", "workspace.yml")
_DROPPED = re.compile(r"^(?:filled_on|填表日期|roster|名册|term|学期)\s*[:：]")
_LINE = re.compile(r"第(\d+)行")
_VISITS = (("序号", 7), ("姓名", 12), ("日期", 13), ("人员", 24), ("地点", 24), ("方式", 30), ("结果", 24))
_ABSENCES = (("序号", 7), ("姓名", 12), ("日期", 13), ("时长", 10), ("联系人", 20), ("联系情况", 40))
Row = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What went into the new workspace."""

    term: str
    children: tuple[Review, ...]
    left: tuple[Review, ...]
    """Those whose case is over: they stay in the old workspace."""
    next_number: int
    """The first number that no child ever had."""


def carry_over(check: Check, new: Path, specs: MonthSpecs, terms: Sequence[Term]) -> Carried:
    """Make the new workspace, whole or not at all.

    Raises UsageError where something lies at `new` already, WorkspaceError where the roster cannot be read again,
    OutputError.
    """
    root = check.workspace.root
    if new.exists() and (not new.is_dir() or any(new.iterdir())):
        raise UsageError(f"{new} 已经有东西了，没有改动", hint="请写一个新的文件夹名。")
    if new.resolve().is_relative_to(root.resolve()):
        raise UsageError(f"{new} 在原来的工作目录里面", hint="请写在它旁边，如 ../2022秋。")
    children = [one for one in check.reviews if _goes_on(one, check, specs)]
    ids = {one.case.id for one in children}
    term = next_term(check, terms)
    with writing(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".下学期.", dir=new.parent) as beside:
            place = Path(beside) / "workspace"
            place.mkdir()
            _write_roster(check, children, place / _ROSTER)
            _write_settings(root, place, term)
            for name in _REGISTERS:
                if (root / name).is_file():
                    shutil.copy2(root / name, place / name)
            if (root / MONTHS).is_dir():
                shutil.copytree(root / MONTHS, place / MONTHS, ignore=shutil.ignore_patterns(".*", "~$*"))
            for one in children:
                _copy_case(root, one, place)
            if new.exists():
                new.rmdir()
            put_in_place(place, new)
    numbers = [int(one.case.id) for one in check.reviews if one.case.id.isdecimal()]
    numbers += [int(case) for letter in check.workspace.letters for case in letter.cases if case.isdecimal()]
    return Carried(
        term=term,
        children=tuple(children),
        left=tuple(one for one in check.reviews if one.case.id not in ids),
        next_number=max(numbers, default=0) + 1,
    )


def _goes_on(one: Review, check: Check, specs: MonthSpecs) -> bool:
    """Whether a case is carried: by its state, or because the last closed month still counts it as open."""
    is_open = one.state is not None and one.state.id in specs.carried
    return is_open or one.case.id in _open_in_record(check.workspace.root)


def _open_in_record(root: Path) -> frozenset[str]:
    closed = closed_months(root)
    kept = read_closed(root, closed[-1]) if closed else None
    return frozenset(child.id for child in kept.children if child.is_open) if kept else frozenset()


def next_term(check: Check, terms: Sequence[Term]) -> str:
    """The name of the term after the workspace's own, or after the one that began last."""
    own = check.workspace.settings.term
    if own in ("", term_name(check.today)):
        running = term_on(check.today, terms)
        own = running.name if running else term_name(check.today)
    names = [one.name for one in terms]
    if own in names and names.index(own) + 1 < len(names):
        return names[names.index(own) + 1]
    found = re.search(r"(\d{4})年?(春|秋)", own)
    if found:
        year, season = int(found[1]), found[2]
        return f"{year}年秋季学期" if season == "春" else f"{year + 1}年春季学期"
    return term_name(check.today)


# ---------------------------------------------------------------------------- settings, papers


def _write_settings(root: Path, place: Path, term: str) -> None:
    """The old settings with their comments; the term is the next, what belonged to the old term is left out."""
    path = next((root / name for name in _SETTINGS if (root / name).is_file()), None)
    lines = path.read_text("utf-8-sig").splitlines() if path else []
    kept = [line for line in lines if not _DROPPED.match(line)]
    (place / _SETTINGS[0]).write_text("\n".join([f"term: {term}", *kept]) + "\n", "utf-8")


def _copy_case(root: Path, one: Review, place: Path) -> None:
    case = one.case
    if case.folder is None:
        return
    source = root / (case.disk_folder or case.folder)
    target = place / case.folder
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


# ---------------------------------------------------------------------------- roster


def _write_roster(check: Check, children: Collection[Review], path: Path) -> None:
    header = check.workspace.header
    if header is None:
        raise WorkspaceError("名册的表头没有读出来，不能带到下一学期")
    rows = _sheet_rows(check.workspace.root, header)
    columns, count = _titles(header)
    lines = [_line_of(one) for one in children]
    body = [_padded(rows[line - 1], count) for line in lines if 0 < line <= len(rows)]
    if len(body) != len(children):
        raise WorkspaceError("名册和核查时的不一样了，不能带到下一学期", hint="请关闭正在改名册的程序，再试一次。")
    sheets = [SheetOfRows(name="名册", columns=columns, rows=body)]
    visits = list(_visit_rows(children))
    if visits:
        sheets.append(SheetOfRows(name="劝返记录", columns=_VISITS, rows=visits))
    absences = list(_absence_rows(children))
    if absences:
        sheets.append(SheetOfRows(name="缺勤记录", columns=_ABSENCES, rows=absences))
    write_book(path, "名册", check.today, sheets, author="")


def _sheet_rows(root: Path, header: RosterHeader) -> Sequence[Sequence[object]]:
    try:
        sheets = read_table(root / header.file, own=True)
    except UnreadableTableError as caught:
        raise WorkspaceError(f"{header.file} 读不了：{caught}") from None
    return next((sheet.rows for sheet in sheets if sheet.name == header.sheet), sheets[0].rows)


def _titles(header: RosterHeader) -> tuple[list[tuple[str, int]], int]:
    titles = {_index(column.column): column.header for column in header.columns}
    count = max(titles) + 1
    return [(titles.get(place, ""), 14) for place in range(count)], count


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _line_of(one: Review) -> int:
    found = _LINE.search((one.case.row or one.case.student).row)
    return int(found[1]) if found else 0


def _padded(cells: Sequence[object], count: int) -> Row:
    return tuple(_cell(cells[place]) if place < len(cells) else "" for place in range(count))


def _cell(value: object) -> str | int | float:
    """As it stood: numbers stay numbers, for a number that Excel damaged must still show it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _visit_rows(children: Collection[Review]) -> Iterator[Row]:
    """Visits of a sheet of their own; those that stand in the row went along with it."""
    for one in children:
        row = one.case.row or one.case.student
        for visit in row.visits:
            if visit.spot != row.row:
                when = visit.date.isoformat() if visit.date else visit.date_text
                how = visit.method or visit.text
                yield one.case.id, one.case.name, when, visit.persons, visit.place, how, visit.result


def _absence_rows(children: Collection[Review]) -> Iterator[Row]:
    for one in children:
        for absence in (one.case.row or one.case.student).absences:
            when = absence.date.isoformat() if absence.date else absence.date_text
            yield one.case.id, one.case.name, when, absence.length, absence.called, absence.said
