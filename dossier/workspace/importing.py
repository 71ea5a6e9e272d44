"""A roster that comes in: how its columns are understood, what a person says they are, and the change of rosters.

Nothing is written over: the roster that lay there goes into 旧名册/ with the time in its name.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dossier.errors import Place, UsageError, WorkspaceError
from dossier.files.write import replacing, writing
from dossier.model import Specs
from dossier.workspace.cells import plain, text_of
from dossier.workspace.columns import Columns, columns_of
from dossier.workspace.deciding import alone
from dossier.workspace.folders import OLD_ROSTERS
from dossier.workspace.header import UNUSED, find_header
from dossier.workspace.names import shown_name
from dossier.workspace.roster import NEEDED, table_files
from dossier.workspace.settings_file import write_settings
from dossier.workspace.sheet import Sheet, UnreadableTableError, letters_of
from dossier.workspace.table import SUFFIXES, read_table

_SAMPLES = 3
_GUARDIAN_PARTS = ("name", "relation", "phone", "id_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLook:
    """A column of a table: where it stands, what it is called, what it was taken for, and its first values."""

    column: str
    header: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLook:
    """A sheet as a roster: `missing` holds what a roster must have and this has not, in words."""

    name: str
    header_row: int
    columns: tuple[ColumnLook, ...]
    missing: tuple[str, ...]
    rows: int
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A roster in place of the workspace's own: a file that may lie anywhere, a sheet of it, and help for columns."""

    path: Path
    sheet: str = ""
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What was done: the roster's name in the workspace, and where the one before it lies now."""

    file: str
    kept: str = ""


def look_at_roster(path: Path, specs: Specs, help_: Mapping[str, str]) -> tuple[SheetLook, ...]:
    """Every sheet that has something in it, whether it can be a roster or not. Raises WorkspaceError."""
    columns = columns_of(specs)
    try:
        sheets = read_table(path, own=True)
    except UnreadableTableError as caught:
        raise WorkspaceError("这份名册打不开", places=(Place(shown_name(path.name), "", str(caught)),)) from None
    return tuple(_look(sheet, columns, help_) for sheet in sheets if any(map(any, sheet.rows)))


def _look(sheet: Sheet, columns: Columns, help_: Mapping[str, str]) -> SheetLook:
    header = find_header(sheet, columns.roster, help_)
    below = sheet.rows[header.row + 1 :]
    fields = {at: field for field, found in header.columns.items() for at in found}
    width = max(map(len, sheet.rows), default=0)
    looked = []
    for at in range(width):
        samples = [text for row in below if at < len(row) and (text := text_of(row[at]))]
        if at in header.titles or at in fields or samples:
            looked.append(
                ColumnLook(
                    column=letters_of(at),
                    header=header.titles.get(at, ""),
                    field=fields.get(at),
                    samples=tuple(dict.fromkeys(samples))[:_SAMPLES],
                )
            )
    return SheetLook(
        name=sheet.name,
        header_row=header.row + 1,
        columns=tuple(looked),
        missing=tuple(NEEDED[name] for name in header.missing(*NEEDED)),
        rows=sum(any(map(text_of, row)) for row in below),
        hidden=sheet.hidden,
    )


def fields_of_roster(specs: Specs) -> tuple[str, ...]:
    """What a column can be taken for, by id: guardian1.phone. Visits in columns are found by themselves."""
    own = columns_of(specs).fields
    guardians = [f"guardian{number}.{part}" for number in (1, 2) for part in _GUARDIAN_PARTS]
    return (*own, *guardians)


def help_for(look: SheetLook, wanted: Mapping[str, str], specs: Specs) -> dict[str, str]:
    """`columns:` of workspace.yaml that makes every column what a person said it is.

    `look`: without help; `wanted`: letter → field, '' for none. Columns that nobody spoke of stay as they are.
    """
    said = {one.column: wanted.get(one.column, one.field or "") for one in look.columns}
    alone_: dict[str, str] = {}
    for one in look.columns:
        if said[one.column] and said[one.column] != (one.field or ""):
            alone_[said[one.column]] = one.column
    for field in {one.field for one in look.columns if one.field} - alone_.keys():
        stays = [one.column for one in look.columns if one.field == field and one.column not in alone_.values()]
        kept = [letter for letter in stays if said[letter] == field]
        if kept != stays:
            alone_[field] = kept[0] if kept else UNUSED
    titles = [plain(one.header).upper() for one in look.columns]
    shown = {one.column: one.header for one in look.columns if titles.count(plain(one.header).upper()) == 1}
    return {_word(field, specs): shown.get(place) or place for field, place in alone_.items()}


def _word(field: str, specs: Specs) -> str:
    """What workspace.yaml calls a field: its first alias where that means it again, else its id."""
    columns = columns_of(specs)
    first = next(iter(columns.fields.get(field, ())), "")
    return first if first and columns.roster.field(first) == field else field


def by_field(help_: Mapping[str, str], specs: Specs) -> dict[str, str]:
    """The same by field id, as settings hold it."""
    roster = columns_of(specs).roster
    return {roster.field(word) or word: place for word, place in help_.items()}


def adopt_roster(
    root: Path,
    specs: Specs,
    source: Path,
    *,
    before: str,
    sheet: str,
    help_: Mapping[str, str],
    now: datetime,
) -> Adopted:
    """Make `source` the roster of the workspace; `before` is the file that is it now ('' where none is).

    A source that lies in the workspace itself stays where it is. Raises UsageError where `source` is no table,
    WorkspaceError where workspace.yaml cannot be understood, OutputError where something cannot be written.
    """
    if not source.name.lower().endswith(SUFFIXES):
        raise UsageError(f"「{source.name}」不是名册：只收 {'、'.join(SUFFIXES)}")
    with alone(root), writing(root):
        if source.parent == root:
            name, kept = source.name, ""
        else:
            kept = _put_aside(root, before, now) if before else ""
            name = _free(root, source.name, before)
            with replacing(root / name, lasting=True) as beside:
                shutil.copyfile(source, beside)
        others = [one for one in table_files(_names(root)) if one not in (name, before if kept else "")]
        wish = f"{name}#{sheet}" if sheet else name
        write_settings(root, {"columns": dict(help_) or None, "roster": wish if sheet or others else None})
        if kept and before != name:
            (root / before).unlink()
    return Adopted(file=name, kept=kept)


def _put_aside(root: Path, before: str, now: datetime) -> str:
    """A copy of the roster that lay there, under a name of its own."""
    folder = root / OLD_ROSTERS
    folder.mkdir(exist_ok=True)
    old = Path(before)
    stamp = f"{old.stem} {now:%Y-%m-%d %H%M%S}"
    for number in range(1, 100):
        place = folder / f"{stamp}{f' ({number})' if number > 1 else ''}{old.suffix}"
        if not place.exists():
            with replacing(place, lasting=True) as beside:
                shutil.copy2(root / before, beside)
            return f"{OLD_ROSTERS}/{place.name}"
    raise UsageError(f"{OLD_ROSTERS} 里同名的文件太多")


def _free(root: Path, name: str, before: str) -> str:
    """The roster's name; another file that has it keeps it."""
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 100):
        free = name if number == 1 else f"{stem} ({number}){suffix}"
        if free == before or not (root / free).exists():
            return free
    raise UsageError(f"同名的文件太多：{name}")


def _names(root: Path) -> list[str]:
    return sorted(one.name for one in root.iterdir() if one.is_file() and not one.is_symlink())


def tables_of(root: Path) -> tuple[str, ...]:
    """The tables that lie in a workspace and could be its roster."""
    return tuple(table_files(_names(root))) if root.is_dir() else ()
