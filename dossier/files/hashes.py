"""sha256 of files and of texts, as hexadecimal digits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes. Raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_code(sources: Iterable[tuple[str, str]]) -> str:
    """What people compare by eye: eight signs over (path, sha256) of all papers of a dossier; '' for none."""
    rows = sorted(sources)
    return digest_of(*(text for row in rows for text in row))[:8].upper() if rows else ""


def digest_of(*texts: str) -> str:
    """A hash of several texts, their borders included: 32 digits."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return whole.hexdigest()[:32]
