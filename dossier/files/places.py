"""What a folder's disk can do: room, writing, long paths, names in one case. Nothing is left behind by asking."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LONG = 300
"""A path longer than Windows takes without being told to (260)."""


def free_bytes(folder: Path) -> int | None:
    """Room on the disk of `folder`; None where the disk does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def write_problem(folder: Path) -> OSError | None:
    """What the disk says to a file written into `folder` and given another name; None where that works."""
    try:
        with _own_folder(folder) as own:
            (own / "试写.tmp").write_bytes(b"1")
            (own / "试写.tmp").replace(own / "试写")
    except OSError as error:
        return error
    return None


def takes_long_paths(folder: Path) -> bool:
    """Whether files below `folder` may have paths of more than 260 characters; False where nothing can be written."""
    try:
        with _own_folder(folder) as own:
            deep = own
            while len(str(deep)) < _LONG:
                deep /= "长" * 40
            deep.mkdir(parents=True)
            (deep / "试写").write_bytes(b"1")
    except OSError:
        return False
    return True


def tells_case(folder: Path) -> bool | None:
    """Whether A.jpg and a.jpg are two files in `folder`; None where nothing can be written."""
    try:
        with _own_folder(folder) as own:
            (own / "A.jpg").write_bytes(b"1")
            return not (own / "a.jpg").exists()
    except OSError:
        return None


@contextlib.contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    own = Path(tempfile.mkdtemp(prefix=".dossier-", suffix=f".{os.getpid()}.tmp", dir=folder))
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
