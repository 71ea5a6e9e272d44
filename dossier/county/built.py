"""What came of building a unit: told again, not made again, while unit, judgement and dossiers are what they were.

Kept in the county's own `.dossier/`. Nothing is opened to tell: names, sizes, times and inodes of what lies in the
unit, among its dossiers and among the templates stand for it, as they do for the check.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dossier.county.listing import listing_digest
from dossier.county.units import UnitFolder
from dossier.evidence import Cache, font_folders, workspace_fonts
from dossier.files.data import folder_digest, program_digest
from dossier.files.hashes import digest_of
from dossier.files.memory import StoredMemory
from dossier.model import Check, Specs

_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltUnit:
    """What was told when a unit was built, and with which exit code it ended."""

    lines: tuple[str, ...]
    code: int


class BuiltUnits:
    """The units of a county as they were built last. `options`: a text for all that was asked of the build."""

    def __init__(self, cache: Cache, specs: Specs, templates: Path, options: str) -> None:
        self._memory = StoredMemory(
            cache.store("built", _SCHEMA),
            program_digest(),
            folder_digest(specs.folder),
            str(specs.digest),
            listing_digest(templates),
            options,
        )
        self._before: dict[str, str] = {}

    def standing(self, unit: UnitFolder, target: Path, found: Check) -> BuiltUnit | None:
        """What was told of the unit, where building it once more would change nothing; else None.

        `found` is the county's check: what stands between units decides too.
        """
        self._before[unit.name] = _state(unit, found)
        return self._memory.known(BuiltUnit, self._key(target), self._digest(unit, target))

    def keep(self, unit: UnitFolder, target: Path, found: Check, built: BuiltUnit) -> None:
        """Keep what was told, unless somebody changed the unit meanwhile."""
        if _state(unit, found) == self._before[unit.name]:
            self._memory.recall(BuiltUnit, self._key(target), self._digest(unit, target), lambda: built)
            self._memory.save()

    def _key(self, target: Path) -> str:
        return f"built {target.resolve()}"

    def _digest(self, unit: UnitFolder, target: Path) -> str:
        return digest_of(self._before[unit.name], listing_digest(target))


def _state(unit: UnitFolder, found: Check) -> str:
    judged = (
        f"{review.case.id} {review.status} {review.findings!r}"
        for review in found.reviews
        if review.case.unit_folder == unit.name
    )
    fonts = workspace_fonts(font_folders(unit.root)).digest
    return digest_of(unit.name, listing_digest(unit.root), fonts, *judged)
