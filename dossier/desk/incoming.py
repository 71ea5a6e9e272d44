"""Files that come in: streamed beside, hashed, flushed, then moved to a name that is free; never over a file."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import OutputError
from dossier.files.names import safe_name
from dossier.files.write import put_in_place, writing

MOST_BYTES = 500 << 20
_CHUNK = 1 << 20
_SPARE_BYTES = 64 << 20
"""So much must stay free on the disk."""


class TooLargeError(Exception):
    """More bytes came than a file may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What became of a file: `path` in its folder; `is_new` False where the same bytes lay there already."""

    path: str
    is_new: bool
    size: int


async def receive(stream: AsyncIterator[bytes], spare: Path) -> tuple[Path, str, int]:
    """Write a stream into a temporary file of `spare`; place, sha256, size. Raises TooLargeError, OutputError."""
    with writing(spare):
        spare.mkdir(parents=True, exist_ok=True)
        place = spare / f"{secrets.token_hex(12)}.tmp"
        digest, size = hashlib.sha256(), 0
        try:
            with place.open("xb") as file:
                async for chunk in stream:
                    size += len(chunk)
                    if size > MOST_BYTES:
                        raise TooLargeError
                    if size % (8 * _CHUNK) < len(chunk) and shutil.disk_usage(spare).free < _SPARE_BYTES:
                        raise OutputError("写不进去：磁盘满了。这个文件没有收下。", hint="请清出空间再试。")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    return place, digest.hexdigest(), size


def settle(place: Path, digest: str, size: int, folder: Path, name: str) -> Landed:
    """Move what was received into `folder` under its name, made safe and free. Raises OutputError."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        twin = _twin(folder, digest, size)
        if twin is not None:
            place.unlink(missing_ok=True)
            return Landed(path=twin, is_new=False, size=size)
        plain = paper_name(name)
        stem, dot, ending = plain.rpartition(".")
        stem, ending = (stem, f".{ending}") if dot and stem else (plain, "")
        for number in range(1, 10_000):
            free = folder / (plain if number == 1 else f"{stem} ({number}){ending}")
            try:
                os.link(place, free)  # fails where something has that name, also if it came this moment
            except FileExistsError:
                continue
            except OSError:  # a disk without links (FAT): a name that is free, taken exclusively, then moved over
                if not _claimed(free):
                    continue
                put_in_place(place, free)
                return Landed(path=free.name, is_new=True, size=size)
            place.unlink(missing_ok=True)
            return Landed(path=free.name, is_new=True, size=size)
        raise OutputError(f"「{plain}」同名的文件太多")


def _claimed(free: Path) -> bool:
    try:
        free.open("xb").close()
    except FileExistsError:
        return False
    return True


def _twin(folder: Path, digest: str, size: int) -> str | None:
    """A file of the folder with the same bytes."""
    for entry in sorted(folder.iterdir()):
        if entry.is_file() and not entry.is_symlink() and entry.stat().st_size == size:
            known = hashlib.sha256()
            with entry.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    known.update(chunk)
            if known.hexdigest() == digest:
                return entry.name
    return None


def paper_name(name: str) -> str:
    """A name that every disk takes, without a path, and that the program does not skip as another program's."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    plain = f"{safe_name(stem, most=80)}.{safe_name(ending, most=10)}" if dot and stem else safe_name(last, most=80)
    hidden = plain.startswith((".", "~$")) or plain.lower().endswith(".tmp") or plain.lower() in _TAKEN
    return f"_{plain}" if hidden else plain


_TAKEN = frozenset({"case.yaml", "case.yml", "thumbs.db", "desktop.ini", "manifest.json"})


def sweep(spare: Path) -> None:
    """What a killed program left half received goes."""
    if spare.is_dir():
        for entry in spare.glob("*.tmp"):
            entry.unlink(missing_ok=True)
        for entry in spare.glob("roster-*"):
            shutil.rmtree(entry, ignore_errors=True)
