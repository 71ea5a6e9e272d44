"""How closely to look at evidence, with what, and who watches: given once, handed on as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dossier.evidence.cache import Cache
from dossier.evidence.typesetting import font_folders, workspace_fonts
from dossier.files.data import program_digest
from dossier.processes.libreoffice import Office, find_office

Watch = Callable[[str, int, int, str], None]
"""(what is being done, done, total, at which item)."""


def nobody(stage: str, done: int, total: int, item: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """With what the evidence of a workspace is looked at."""

    cache: Cache
    fonts: tuple[Path, ...] = ()
    """Folders with fonts beside the machine's own."""
    office: Office | None = None
    engine: str = ""
    """Which typesetter with which fonts: when it changes, Word files are looked at again."""
    read: bool = True
    """Whether pages are read."""
    workers: int = 0
    """0: one for each processor."""
    watch: Watch = nobody


def open_sight(root: Path, cache: Cache, *, read: bool = True, workers: int = 0, watch: Watch = nobody) -> Sight:
    """The sight of a workspace: its fonts, the machine's, and LibreOffice where it is."""
    folders = font_folders(root)
    engine = f"{program_digest()} {workspace_fonts(folders).digest}"
    office = find_office()
    return Sight(cache=cache, fonts=folders, office=office, engine=engine, read=read, workers=workers, watch=watch)
