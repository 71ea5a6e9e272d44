"""What lies in the cabinet: numbers given for good, dossiers that still hold, late papers, archive and sharing."""

from __future__ import annotations

from dossier.cabinet.stale import Standing, standing_of

__all__ = ["Standing", "standing_of"]
