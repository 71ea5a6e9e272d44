"""The directory of an OLE compound file ([MS-CFB]): what stands at its top, not what is embedded deeper inside."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""MAXREGSECT: numbers above it are marks, not sectors."""
_NOBODY = 0xFFFFFFFF
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MINI_LIMIT = 4096
"""Streams shorter than this lie in the root's own small sectors."""
_MOST_ENTRIES = 100_000
_HEAD_SECTORS = 109
_BOF, _FILE_PASS = (0x0809, 0x0409, 0x0209, 0x0009), 0x002F
"""Records of an old Excel file ([MS-XLS] 2.4.21, 2.4.117)."""

Data = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream at the top of the file: where its first sector begins in the file, and its size; bytes."""

    start: int
    """-1 where it lies in small sectors, or where the place makes no sense."""
    size: int


def top_streams(data: Data) -> dict[str, Stream]:
    """Case-folded name → stream (or storage, with size 0) of what stands at the top; empty where it cannot be read."""
    if bytes(data[:8]) != SIGNATURE or len(data) < 512:
        return {}
    shift = int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return {}
    size = 1 << shift
    first = int.from_bytes(data[48:52], "little")
    directory = b"".join(data[(at + 1) * size : (at + 2) * size] for at in _chain(data, size, first))
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)][:_MOST_ENTRIES]
    if not entries or entries[0][66] != _ROOT:
        return {}
    found = {}
    for entry in _children(entries):
        length = min(max(int.from_bytes(entry[64:66], "little") - 2, 0), 62)
        start, stream_size = struct.unpack("<II", entry[116:124])
        is_placed = entry[66] == _STREAM and stream_size >= _MINI_LIMIT and (start + 2) * size <= len(data) + size
        place = (start + 1) * size if is_placed else -1
        name = entry[:length].decode("utf-16-le", "replace").casefold()
        found[name] = Stream(place, stream_size if entry[66] == _STREAM else 0)
    return found


def _children(entries: list[bytes]) -> Iterator[bytes]:
    """The entries of the root's tree, each once."""
    pending, seen = [int.from_bytes(entries[0][76:80], "little")], {_NOBODY, 0}
    while pending:
        at = pending.pop()
        if at in seen or at >= len(entries):
            continue
        seen.add(at)
        yield entries[at]
        pending += struct.unpack("<II", entries[at][68:76])


def _chain(data: Data, size: int, first: int) -> Iterator[int]:
    """The sectors of a chain by the table of sectors; it ends where the table makes no sense."""
    tables = list(_tables(data, size))
    in_one = size // 4
    at, seen = first, set[int]()
    while at < _LAST_SECTOR and at not in seen and len(seen) * size < _MOST_ENTRIES * _ENTRY:
        seen.add(at)
        yield at
        table = tables[at // in_one] if at // in_one < len(tables) else None
        if table is None:
            return
        place = (table + 1) * size + at % in_one * 4
        at = int.from_bytes(data[place : place + 4], "little") if place + 4 <= len(data) else _NOBODY


def _tables(data: Data, size: int) -> Iterator[int]:
    """The sectors that hold the table of sectors: the first 109 in the head, the rest chained."""
    head = struct.unpack(f"<{_HEAD_SECTORS}I", data[76:512])
    yield from (at for at in head if at < _LAST_SECTOR)
    more, seen = int.from_bytes(data[68:72], "little"), set[int]()
    while more < _LAST_SECTOR and more not in seen and (more + 2) * size <= len(data):
        seen.add(more)
        numbers = struct.unpack(f"<{size // 4}I", data[(more + 1) * size : (more + 2) * size])
        yield from (at for at in numbers[:-1] if at < _LAST_SECTOR)
        more = numbers[-1]


def is_locked_workbook(data: Data, stream: Stream) -> bool:
    """Whether an old Excel file's stream says among its first records that what follows is encrypted."""
    if stream.start < 0:
        return False
    head, at = bytes(data[stream.start : stream.start + 512]), 0
    while at + 4 <= len(head):
        record, length = struct.unpack("<HH", head[at : at + 4])
        if at == 0 and record not in _BOF:
            return False
        if record == _FILE_PASS:
            return True
        at += 4 + length
    return False
