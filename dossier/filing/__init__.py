"""What stands finished on the disk: the manifest, the swap that is never half done, the lock, the check of it all."""

from __future__ import annotations

from dossier.filing.manifest import (
    Manifest,
    ManifestMaking,
    ManifestOptions,
    ManifestRow,
    NewerManifestError,
    make_manifest,
    read_manifest,
    read_standing,
    standing_notes,
    unread_words,
    write_manifest,
)
from dossier.filing.swap import journal_place, locked, recover, swap_in, work_folder
from dossier.filing.verify import Verified, exchanged_words, verify

__all__ = [
    "Manifest",
    "ManifestMaking",
    "ManifestOptions",
    "ManifestRow",
    "NewerManifestError",
    "Verified",
    "exchanged_words",
    "journal_place",
    "locked",
    "make_manifest",
    "read_manifest",
    "read_standing",
    "recover",
    "standing_notes",
    "swap_in",
    "unread_words",
    "verify",
    "work_folder",
    "write_manifest",
]
