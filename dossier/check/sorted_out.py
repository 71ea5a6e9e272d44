"""Which files of 收件箱 still wait for somebody: those of which no copy lies in a case folder. Changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from dossier.files.hashes import sha256_of
from dossier.model import Workspace

_PACKED = ".zip"


def still_unsorted(workspace: Workspace) -> tuple[str, ...]:
    """`unsorted` without what was sorted already: sorting copies, and the heap stays as it came.

    `workspace` as it was looked at. A zip counts as sorted when all that is in it lies in case folders.
    """
    known = {(file.size, file.sha256) for case in workspace.cases for file in case.files if file.size}
    return tuple(path for path in workspace.unsorted if not _lies_in_a_case(workspace.root / path, known))


def _lies_in_a_case(place: Path, known: Collection[tuple[int, str]]) -> bool:
    try:
        size = place.stat().st_size
        if any(size == one for one, _ in known) and (size, sha256_of(place)) in known:
            return True
        return place.suffix.lower() == _PACKED and is_zipfile(place) and _all_lie(place, known)
    except (OSError, BadZipFile, RuntimeError, NotImplementedError):  # locked, or packed in a way nobody knows
        return False


def _all_lie(place: Path, known: Collection[tuple[int, str]]) -> bool:
    """Only members as large as a file of a case are unpacked: no zip is larger than what lies there already."""
    sizes = {size for size, _ in known}
    with ZipFile(place) as packed:
        members = [one for one in packed.infolist() if not one.is_dir()]
        if not members or any(one.file_size not in sizes for one in members):
            return False
        for one in members:
            if (one.file_size, hashlib.sha256(packed.read(one)).hexdigest()) not in known:
                return False
    return True
