"""Zips in a heap: unpacked beside the workspace's cache, names repaired, within limits. The heap stays as it is.

What lies in 材料.zip is then sorted as 材料.zip/…; a zip that is not unpacked stands in the list with the reason.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import OutputError, disk_words
from dossier.evidence import kind_of
from dossier.files.garbled import ungarbled
from dossier.files.names import free_of_devices
from dossier.files.write import put_in_place
from dossier.workspace import list_files, read_folder

FOLDER = "sort"
_MOST_FILES = 5_000
_MOST_BYTES = 2_000_000_000
_MOST_ONE = 500_000_000
_DEEPEST = 3
_UTF8 = 0x800
"""Flag of an entry whose name is in UTF-8 (APPNOTE 4.4.4); all others are read as IBM's code page."""
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DONE = ".dossier-done"
_ARCHIVE = "application/zip"


@dataclass(frozen=True, slots=True)
class Heap:
    """The files to sort: those of the inbox, and in place of each zip what it holds."""

    paths: tuple[str, ...]
    places: Mapping[str, Path]
    problems: Mapping[str, str] = field(default_factory=dict)
    """Zips that were not unpacked, and why."""

    def place(self, path: str) -> Path | None:
        """Where a file of the heap lies; None where there is none of this name."""
        return self.places.get(path)


class _TooMuchError(Exception):
    """A limit is passed."""


def open_heap(inbox: Path, cache_folder: Path) -> Heap:
    """List the inbox, zips unpacked into `cache_folder`. Raises OutputError where nothing can be written there."""
    listing = list_files(read_folder(inbox))
    places: dict[str, Path] = {}
    problems: dict[str, str] = {}
    for path in listing.paths:
        place = inbox / listing.disk_paths.get(path, path)
        if _is_archive(place):
            try:
                target = cache_folder / FOLDER / path
                _unpack(place, target)
                places |= {f"{path}/{inner}": where for inner, where in _files(target)}
                continue
            except _TooMuchError as error:
                problems[path] = f"压缩包没有解开：{error}"
            except OSError as error:
                raise OutputError(f"{cache_folder} 写不进去：{disk_words(error)}", hint="请检查磁盘空间。") from None
        places[path] = place
    return Heap(tuple(places), places, problems)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    listing = list_files(read_folder(folder))
    for path in listing.paths:
        if path != _DONE:
            yield path, folder / listing.disk_paths.get(path, path)


def _is_archive(place: Path) -> bool:
    try:
        with place.open("rb") as stream:
            if stream.read(2) != b"PK" or place.stat().st_size > _MOST_ONE:
                return False
        return kind_of(place.read_bytes())[0] == _ARCHIVE
    except OSError:
        return False  # looking at it says what is wrong


def _unpack(place: Path, target: Path) -> None:
    """Unpack once: a mark tells of which state of the zip."""
    found = place.stat()
    state = f"{found.st_size} {found.st_mtime_ns}"
    mark = target / _DONE
    if mark.is_file() and mark.read_text("utf-8") == state:
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    _extract(place, target, [_MOST_FILES, _MOST_BYTES], 1)
    mark.write_text(state, "utf-8")


def _extract(place: Path, target: Path, left: list[int], depth: int) -> None:
    """`left`: files and bytes that may still come."""
    try:
        with zipfile.ZipFile(place) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    _extract_one(archive, entry, target, left, depth)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise _TooMuchError("它已损坏，或用了不认识的压缩方式") from error
    except RuntimeError as error:  # what the library says of a password
        raise _TooMuchError("它设了密码") from error


def _extract_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: list[int], depth: int) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise _TooMuchError(f"里面的文件超过 {_MOST_FILES} 个")
    name = entry.filename if entry.flag_bits & _UTF8 else ungarbled(entry.filename)
    parts = [_part(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if not parts or parts[0] == "__MACOSX":
        return
    where = _free(target.joinpath(*parts))
    where.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, where.open("wb") as out:
        while chunk := source.read(1 << 20):
            left[1] -= len(chunk)
            if left[1] < 0 or out.tell() > _MOST_ONE:
                raise _TooMuchError("解开后太大")
            out.write(chunk)
    if _is_archive(where):
        if depth >= _DEEPEST:
            raise _TooMuchError(f"压缩包里套压缩包超过 {_DEEPEST} 层")
        inner = where.with_name(f"{where.name}.tmp")  # takes the inner zip out of sight: what it holds stands for it
        put_in_place(where, inner)
        _extract(inner, where, left, depth + 1)
        inner.unlink()


def _part(part: str) -> str:
    return free_of_devices(_UNSAFE.sub("_", part).strip(" ")[:120].rstrip(". ") or "_")


def _free(place: Path) -> Path:
    """Two entries of one name (or that differ in what Windows does not take) both stay."""
    free, number = place, 1
    while free.exists():
        number += 1
        free = place.with_name(f"{place.stem}({number}){place.suffix}")
    return free
