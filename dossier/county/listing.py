"""What tells that nothing in a unit changed: names, sizes and times of all that lies in it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_LEFT_OUT = ("output", ".dossier")


def listing_digest(root: Path) -> str:
    """A hash over every file and folder under `root` but the program's own output and cache; nothing is opened."""
    digest = hashlib.sha256()
    pending = [str(root)]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                here = sorted(entries, key=lambda entry: entry.name)
        except OSError as caught:
            digest.update(f"{folder} {caught.errno}".encode("utf-8", "surrogatepass"))
            continue
        for entry in here:
            if folder == str(root) and entry.name in _LEFT_OUT:
                continue
            digest.update(f"{os.path.relpath(entry.path, root)}\0{_state(entry)}\n".encode("utf-8", "surrogatepass"))
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
    return digest.hexdigest()[:32]


def _state(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir(follow_symlinks=False):
            return "/"
        found = entry.stat(follow_symlinks=False)
    except OSError as caught:
        return f"! {caught.errno}"
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"
