"""A small store on disk that nothing can break: an append-only file of lines, each with its own checksum.

Made for `.dossier/`, which anybody may delete, damage or carry around, and where two runs may write at once:
a line that does not add up is as if it had never been written, whoever writes appends whole lines in one call, and
there is no lock and no state outside the file. A later line for a key wins. Values are plain JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import msgspec

from dossier.files.write import put_in_place

T = TypeVar("T")

_STALE_LINES = 2000
"""So many overwritten lines may lie about (or as many as there are live ones) before the file is written anew."""
_STALE_BYTES = 4_000_000
"""The same for their size: a line of a county holds a whole unit."""


class Store:
    """Keys and JSON values in one file. Reading is lazy: a value is parsed when it is asked for.

    A file that cannot be read is empty, a folder that cannot be written keeps what is put only in memory; neither
    is an error. Another `schema` is another file: older ones are ignored.
    """

    def __init__(self, folder: Path | None, name: str, schema: int) -> None:
        self._path = folder / f"{name}-{schema}.log" if folder else None
        self._lines: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}
        self._stale = self._stale_bytes = 0
        self._has_torn_end = False
        self._read()

    def __contains__(self, key: str) -> bool:
        """Whether something is kept under the key."""
        return key in self._lines

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._lines)

    def raw(self, key: str) -> bytes | None:
        """The JSON of the value as it is kept, or None."""
        return self._lines.get(key)

    def put_raw(self, key: str, body: bytes) -> None:
        """Keep a value that is JSON of one line already; on disk with the next `save`."""
        if self._lines.get(key) != body:
            self._lines[key] = self._fresh[key] = body

    def get(self, key: str) -> Any | None:
        """The value, or None."""
        line = self._lines.get(key)
        return None if line is None else json.loads(line.decode())

    def value(self, key: str, kind: type[T]) -> T | None:
        """The frozen value kept under the key; None where there is none, or what is kept is no such value."""
        body = self._lines.get(key)
        if body is None:
            return None
        try:
            value: T = _decoder(kind).decode(body)  # type: ignore[arg-type]
            return value
        except msgspec.MsgspecError:
            return None

    def put_value(self, key: str, value: object) -> None:
        """Keep a frozen value or a tuple of them; on disk with the next `save`."""
        self.put_raw(key, msgspec.json.encode(value))

    def put(self, key: str, value: Any) -> None:
        """Keep a value; on disk with the next `save`."""
        self.put_raw(key, json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii"))

    def save(self) -> None:
        """Append what is new; silently nothing where the folder cannot be written."""
        if self._path is None or not self._fresh:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._is_stale():
                self._rewrite(self._path)
            else:
                self._append(self._path)
        self._fresh = {}

    def _is_stale(self) -> bool:
        if self._stale > max(_STALE_LINES, len(self._lines)):
            return True
        return self._stale_bytes > max(_STALE_BYTES, sum(map(len, self._lines.values())))

    def _append(self, path: Path) -> None:
        start = b"\n" if self._has_torn_end else b""
        data = start + b"".join(_packed(key, body) for key, body in self._fresh.items())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            self._has_torn_end = os.write(handle, data) != len(data)  # a full disk writes less; the torn line is void
        finally:
            os.close(handle)

    def _rewrite(self, path: Path) -> None:
        spare = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            spare.write_bytes(b"".join(_packed(key, body) for key, body in self._lines.items()))
            put_in_place(spare, path)
            self._stale = self._stale_bytes = 0
        finally:
            spare.unlink(missing_ok=True)

    def _read(self) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError), self._path.open("rb") as stream:
            for line in stream:  # one at a time: what is overwritten is never held beside what is live
                self._has_torn_end = not line.endswith(b"\n")
                self._take(line.removesuffix(b"\n"))

    def _take(self, line: bytes) -> None:
        key_and_body = _unpacked(line)
        if key_and_body is None:
            self._stale += bool(line)
            self._stale_bytes += len(line)
            return
        key, body = key_and_body
        if key in self._lines:
            self._stale += 1
            self._stale_bytes += len(self._lines[key])
        self._lines[key] = body


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _packed(key: str, body: bytes) -> bytes:
    content = json.dumps(key, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\t" + body
    return b"%08x %s\n" % (crc32(content), content)


def _unpacked(line: bytes) -> tuple[str, bytes] | None:
    content = line[9:]
    if line[:9] != b"%08x " % crc32(content):
        return None
    key, _, body = content.partition(b"\t")
    try:
        text = key.decode("utf-8", "surrogatepass")
        return (str(json.loads(text)) if "\\" in text else text[1:-1]), body
    except ValueError:
        return None  # a checksum that holds by chance
