"""Fold mixed Chinese and Latin text to a width in columns, as Chinese is set: anywhere but inside a Latin word."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells, get_character_cell_size

_UNITS = re.compile(r"[A-Za-z0-9_.\-/\\*@+#%:=]+|.", re.DOTALL)
_NEVER_FIRST = "，。、；：！？）」』》】〉”’…,.;:!?)]}"
_NEVER_LAST = "（「『《【〈“‘([{→"


def fold(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; a Latin word is cut only where it is longer than a line.

    Closing marks do not begin a line and opening ones do not end it.
    """
    if cell_len(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line: list[str] = []
    taken = 0
    for unit in _units(text, width):
        wide = _wide(unit)
        if line and taken + wide > width and not unit.isspace():
            line, carried = _carry(line, unit, width)
            lines.append("".join(line).rstrip())
            line = [*carried, unit]
            while line[0].isspace():
                line = line[1:]
            taken = sum(map(_wide, line))
        else:
            line.append(unit)
            taken += wide
    return [*lines, "".join(line).rstrip()]


def _wide(unit: str) -> int:
    """Columns of one character (remembered) or of a word."""
    return get_character_cell_size(unit) if len(unit) == 1 else cell_len(unit)


def _units(text: str, width: int) -> list[str]:
    """What may not be parted: characters and Latin words, the latter in pieces where they are longer than a line."""
    units: list[str] = []
    for unit in _UNITS.findall(text):
        units.extend(chop_cells(unit, width) if len(unit) > 1 and cell_len(unit) > width else [unit])
    return units


def _carry(line: list[str], unit: str, width: int) -> tuple[list[str], list[str]]:
    """How `line` ends, and what of it goes to the next one before `unit`; at most three units move, each whole."""
    for count in range(min(4, len(line))):
        kept, moved = line[: len(line) - count], line[len(line) - count :]
        first = "".join([*moved, unit])[:1]
        fits = cell_len("".join([*moved, unit])) <= width
        if fits and kept[-1][-1] not in _NEVER_LAST and first not in _NEVER_FIRST:
            return kept, moved
    return line, []
