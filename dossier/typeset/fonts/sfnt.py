"""The few tables of an OpenType font that laying out text needs: which characters it has, how wide they are.

A reader of our own, because a machine has hundreds of fonts and each form needs three numbers a character:
segments of `cmap` searched by bisection, `hmtx`, `head`, `hhea`, `OS/2`, `name`. Opening a 12 MB CJK font takes
a few milliseconds and no table is decompiled.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from functools import cached_property
from pathlib import Path


class BadFont(Exception):  # noqa: N818
    """The file is no font that can be measured."""


class Sfnt:
    """One face of a font file; `index` counts the faces of a collection."""

    def __init__(self, path: Path, index: int = 0) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._tables = self._directory(index)
            self.units_per_em: int = self._unpack("head", 18, ">H")[0] or 1000
        except (OSError, ValueError, struct.error, KeyError) as error:
            raise BadFont(f"{path.name}: {error}") from error

    def _directory(self, index: int) -> dict[str, tuple[int, int]]:
        start = 0
        if self._data[:4] == b"ttcf":
            (start,) = struct.unpack_from(">I", self._data, 12 + 4 * index)
        (count,) = struct.unpack_from(">H", self._data, start + 4)
        if count > 256:
            raise ValueError("not a font")
        rows = struct.iter_unpack(">4sIII", self._data[start + 12 : start + 12 + 16 * count])
        return {tag.decode("latin-1"): (offset, length) for tag, _sum, offset, length in rows}

    def _unpack(self, table: str, offset: int, layout: str) -> tuple[int, ...]:
        return struct.unpack_from(layout, self._data, self._tables[table][0] + offset)

    @cached_property
    def _segments(self) -> tuple[list[int], list[int], list[int], dict[int, int]]:
        """Sorted starts, ends, first glyphs of the best Unicode `cmap`; and single characters of odd segments."""
        base, _ = self._tables["cmap"]
        (count,) = struct.unpack_from(">H", self._data, base + 2)
        best: tuple[int, int, int] | None = None
        for row in range(count):
            platform, encoding, offset = struct.unpack_from(">HHI", self._data, base + 4 + 8 * row)
            (kind,) = struct.unpack_from(">H", self._data, base + offset)
            unicode = platform == 0 or (platform == 3 and encoding in (1, 10, 0))
            if unicode and kind in (4, 12) and (best is None or kind > best[0]):
                best = (kind, base + offset, encoding)
        if best is None:
            return [], [], [], {}
        return self._groups(best[1]) if best[0] == 12 else self._ranges(best[1])

    def _groups(self, at: int) -> tuple[list[int], list[int], list[int], dict[int, int]]:
        (count,) = struct.unpack_from(">I", self._data, at + 12)
        rows = struct.unpack_from(f">{3 * count}I", self._data, at + 16)
        return list(rows[0::3]), list(rows[1::3]), list(rows[2::3]), {}

    def _ranges(self, at: int) -> tuple[list[int], list[int], list[int], dict[int, int]]:
        (double,) = struct.unpack_from(">H", self._data, at + 6)
        count = double // 2

        def column(number: int) -> list[int]:
            offset = at + 14 + number * double + (2 if number else 0)
            return list(struct.unpack_from(f">{count}H", self._data, offset))

        ends, starts, deltas, offsets = column(0), column(1), column(2), column(3)
        odd: dict[int, int] = {}
        firsts: list[int] = []
        for row in range(count):
            firsts.append((starts[row] + deltas[row]) & 0xFFFF if not offsets[row] else 0)
            if not offsets[row] or starts[row] == 0xFFFF:
                continue
            where = at + 16 + 3 * double + 2 * row + offsets[row]
            for code in range(starts[row], ends[row] + 1):
                (glyph,) = struct.unpack_from(">H", self._data, where + 2 * (code - starts[row]))
                odd[code] = (glyph + deltas[row]) & 0xFFFF if glyph else 0
        keep = [row for row in range(count) if not offsets[row] and starts[row] != 0xFFFF]
        return [starts[r] for r in keep], [ends[r] for r in keep], [firsts[r] for r in keep], odd

    def glyph(self, code: int) -> int:
        """Glyph number of a character, 0 where the font has none."""
        starts, ends, firsts, odd = self._segments
        if code in odd:
            return odd[code]
        row = bisect_right(starts, code) - 1
        return (firsts[row] + code - starts[row]) & 0xFFFF if row >= 0 and code <= ends[row] else 0

    @cached_property
    def _widths(self) -> int:
        return self._unpack("hhea", 34, ">H")[0]

    def advance(self, code: int) -> float:
        """Width of a character in em."""
        glyph = min(self.glyph(code), self._widths - 1)
        return self._unpack("hmtx", 4 * glyph, ">H")[0] / self.units_per_em

    @cached_property
    def ascent_descent(self) -> tuple[float, float]:
        """Heights above and below the baseline in em, as Windows programs take them (OS/2 win metrics)."""
        try:
            up, down = self._unpack("OS/2", 74, ">HH")
            if up + down:
                return up / self.units_per_em, down / self.units_per_em
        except (KeyError, struct.error):
            pass
        up, down = self._unpack("hhea", 4, ">hh")
        return up / self.units_per_em, -down / self.units_per_em

    @cached_property
    def names(self) -> frozenset[str]:
        """All family names in all languages (name ids 1, 4, 16), lower case."""
        base, _ = self._tables["name"]
        count, strings = struct.unpack_from(">HH", self._data, base + 2)
        found = set()
        for row in range(count):
            platform, _enc, _lang, kind, length, offset = struct.unpack_from(">6H", self._data, base + 6 + 12 * row)
            if kind not in (1, 4, 16):
                continue
            raw = self._data[base + strings + offset : base + strings + offset + length]
            text = raw.decode("utf-16-be" if platform in (0, 3) else "latin-1", "ignore")
            found.add(text.strip().lower())
        return frozenset(found)
