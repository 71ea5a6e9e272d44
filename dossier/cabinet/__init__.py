"""What lies in the cabinet: numbers given for good, dossiers that still hold, late papers, archive and sharing."""

from __future__ import annotations

from dossier.cabinet.numbering import give_numbers
from dossier.cabinet.register import REGISTER, Register, follow, hash_of, open_register, read_register
from dossier.cabinet.stale import Standing, standing_of

__all__ = [
    "REGISTER",
    "Register",
    "Standing",
    "follow",
    "give_numbers",
    "hash_of",
    "open_register",
    "read_register",
    "standing_of",
]
