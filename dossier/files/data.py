"""Where the data that people may edit lies: beside a checkout, or inside the installed wheel."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The folder of Word and HTML templates."""
    return _folder("templates")


def specs_folder() -> Path:
    """The folder of the evidence specs."""
    return _folder("evidence_specs")


def _folder(name: str) -> Path:
    """A wheel carries its data in dossier/_data; in a checkout it stands beside the package."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A hash of the program's own code: what an older one made is looked at again, version bump or not."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")) + sorted(_PACKAGE.rglob("*.typ")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def folder_digest(folder: Path) -> str:
    """A hash of the YAML files of a specs folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
