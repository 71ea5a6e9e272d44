"""The header of a table: in which of rows 1 to 5 it stands and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.workspace.cells import Cell, plain, text_of
from dossier.workspace.columns import Aliases
from dossier.workspace.sheet import Sheet, column_of

HEADER_ROWS = 5
UNUSED = "不用"
"""What workspace.yaml says of a field that no column of the roster is, whatever a header seems to say."""
_PERSONS = re.compile(r"(guardian[^.]*)\.name|(persuader)|(name)")


_OF_A_GROUP = re.compile(r"(?:基本)?(?:情况|信息|资料)$")
"""What a group of columns is called beside whom it is about: 监护人情况, 家长基本信息."""


@dataclass(frozen=True, slots=True)
class Header:
    """Which columns hold which field, best first; `row` counts from 0."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    titles: Mapping[int, str]
    """Every column with a header, as written."""

    def missing(self, *fields: str) -> tuple[str, ...]:
        """Those of `fields` that have no column."""
        return tuple(name for name in fields if name not in self.columns)

    def cell(self, row: list[Cell], name: str) -> Cell:
        """The first column of `name` that has something in this row."""
        for column in self.columns.get(name, ()):
            if column < len(row) and text_of(row[column]):
                return row[column]
        return None


@dataclass(slots=True)
class _Draft:
    """Columns found so far, left to right, and the person whom the last ones were about."""

    found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    person: str = "name"
    guardians: int = 0

    def add(self, name: str, rank: int, column: int) -> None:
        self.found.setdefault(name, []).append((rank, column))


def find_header(
    sheet: Sheet, aliases: Aliases, help_: Mapping[str, str] | None = None, *, within: int = HEADER_ROWS
) -> Header:
    """The row, of the first `within`, that reads most like a header; its fields may be too few: the caller judges.

    `help_` maps field ids to a column letter or header text and wins over the aliases.
    """
    helped = help_ or {}
    top = Sheet(sheet.name, sheet.rows[:within], tuple(sorted(m for m in sheet.merges if m[0][0] < within)))
    candidates = [_header_at(top, row, aliases, helped) for row in range(len(top.rows))]
    if not candidates:
        return Header(0, {}, {})
    return max(candidates, key=lambda header: (len(header.columns), len(header.titles), -header.row))


def _header_at(sheet: Sheet, row: int, aliases: Aliases, helped: Mapping[str, str]) -> Header:
    draft = _Draft()
    titles = {}
    for column in range(len(sheet.rows[row])):
        group, title = _texts(sheet, row, column)
        if title:
            titles[column] = title
            _understand(draft, column, group, title, aliases)
    columns = {name: tuple(column for _, column in sorted(found)) for name, found in draft.found.items()}
    for name, wish in helped.items():
        wished = _wished(wish, titles, len(sheet.rows[row]))
        if wished is not None:
            columns = {key: tuple(c for c in value if c != wished) for key, value in columns.items()}
            columns = {key: value for key, value in columns.items() if value} | {name: (wished,)}
        elif plain(wish) == UNUSED:
            columns.pop(name, None)
    return Header(row, columns, titles)


def _wished(wish: str, titles: Mapping[int, str], width: int) -> int | None:
    """The column that workspace.yaml asks for, by header text or by letter."""
    key = plain(wish).upper()
    for column, title in titles.items():
        if plain(title).upper() == key:
            return column
    if re.fullmatch(r"[A-Z]{1,2}", key) and column_of(key) < width:
        return column_of(key)
    return int(key) - 1 if key.isdecimal() and 0 < int(key) <= width else None


def _texts(sheet: Sheet, row: int, column: int) -> tuple[str, str]:
    """The group title above (of cells merged side by side) and the header itself, which may be merged from above."""
    title = text_of(sheet.rows[row][column])
    group = ""
    for (top, left), (bottom, right) in sheet.merges:  # sorted: the nearest group above comes last
        if not (left <= column <= right and top <= row):
            continue
        text = text_of(sheet.rows[top][left]) if left < len(sheet.rows[top]) else ""
        if not title and top < row <= bottom and left == right:
            title = text
        elif bottom < row and left < right:
            group = text
    if not title and row > 0:
        above = sheet.rows[row - 1]
        title = text_of(above[column]) if column < len(above) and not _is_wide(sheet, row - 1, column) else ""
        group = "" if title else group  # what lies over that one is the table's title
    elif title:
        group = _unmerged_group(sheet, row, column) or group
    return group, title


def _unmerged_group(sheet: Sheet, row: int, column: int) -> str:
    """A group that is written over the first of its columns only; '' where none is."""
    if row == 0:
        return ""
    above, here = sheet.rows[row - 1], sheet.rows[row]
    for left in range(column, -1, -1):
        text = text_of(above[left]) if left < len(above) else ""
        if text or not text_of(here[left]):
            return text if text_of(here[left]) and not _is_wide(sheet, row - 1, left) else ""
    return ""


def _is_wide(sheet: Sheet, row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right and left < right
               for (top, left), (bottom, right) in sheet.merges)  # fmt: skip


def _understand(draft: _Draft, column: int, group: str, title: str, aliases: Aliases) -> None:
    of_group = (aliases.find(group) or aliases.find(_OF_A_GROUP.sub("", plain(group)))) if group else None
    if of_group and (person := _PERSONS.fullmatch(of_group[1])):
        draft.person = next(name for name in person.groups() if name)
    bare = _OF_A_GROUP.sub("", plain(group))
    found = next((one for text in (group, bare) if text and (one := aliases.find(text + title))), None)
    found = found or aliases.find(title)
    if found is None:
        return
    rank, name = found
    draft.add(_in_place(draft, name), rank, column)


def _in_place(draft: _Draft, name: str) -> str:
    """The field that a header means where it stands: a bare 联系电话 is that of the last person named."""
    if name == "guardian.name":
        draft.guardians += 1
        name = f"guardian{draft.guardians}.name"
    elif name.startswith("guardian."):
        name = name.replace("guardian", f"guardian{max(draft.guardians, 1)}", 1)
    elif name.startswith("alone."):
        return _alone(draft, name.removeprefix("alone."))
    elif name == "id_number" and "id_number" in draft.found and draft.person.startswith("guardian"):
        return f"{draft.person}.id_number"
    person = _PERSONS.fullmatch(name)
    if person:
        draft.person = next(part for part in person.groups() if part)
        if draft.person.removeprefix("guardian").isdecimal():
            draft.guardians = max(draft.guardians, int(draft.person.removeprefix("guardian")))
    return name


def _alone(draft: _Draft, part: str) -> str:
    if draft.person == "persuader":
        return "persuader_phone" if part == "phone" else f"persuader_{part}"
    return f"{draft.person if draft.person.startswith('guardian') else 'guardian1'}.{part}"
