"""案卷号 and 盒号 for dossiers that have none yet: behind all that were given before. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dossier.model import CabinetEntry, Case, PrintSettings
from dossier.printroom import Volume, sheets_of


def give_numbers(
    entries: Mapping[str, CabinetEntry],
    volumes: Sequence[Volume],
    cases: Mapping[str, Case],
    hashes: Mapping[str, str],
    settings: PrintSettings,
    room: float,
) -> dict[str, CabinetEntry]:
    """The entries with one for every volume, in the order of `volumes`; those that have one keep theirs.

    A new volume goes into the last box while there is room (mm, one cover left aside), then into a new one.
    """
    known = dict(entries)
    for volume in volumes:
        if volume.id in known:
            continue
        sheets = sheets_of(volume, settings)
        last = max((entry.box for entry in known.values()), default=1)
        filled = sum(entry.sheets for entry in known.values() if entry.box == last)
        is_full = filled and (filled + sheets) * settings.sheet_mm + settings.cover_mm > room
        known[volume.id] = CabinetEntry(
            name=volume.name,
            id_hash=hashes[volume.id],
            volume_no=1 + max((entry.volume_no for entry in known.values()), default=0),
            box=last + 1 if is_full else last,
            category=cases[volume.id].category or "",
            sheets=sheets,
        )
    return known
