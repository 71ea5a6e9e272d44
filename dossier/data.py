"""Where the data that people may edit lies: beside a checkout, or inside the installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


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
