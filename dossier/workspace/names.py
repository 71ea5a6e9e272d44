"""Names of files and folders: the id that people and JSON see, next to the spelling on disk."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable

from dossier.files.garbled import ungarbled

SKIPPED = ("thumbs.db", "desktop.ini", ".ds_store")
OWN_REPORTS = ("核查报告.html", "核查报告.xlsx", "核查报告.json", "整理建议.xlsx", "整理建议.html")
DECISIONS = ("case.yaml", "case.yml")
LETTER_REGISTER = "文书登记.yaml"
RECORDS = (LETTER_REGISTER, "归档登记.yaml", "督查登记.yaml", "改动记录.jsonl", "导出记录.jsonl")
"""What the program records for good in a workspace (contract §1): never a roster, a case or a loose file."""


def is_skipped(name: str) -> bool:
    """Whether a file is one that systems, phones, office programs or this program leave behind (contract §1)."""
    key = name.casefold()
    return key in SKIPPED or key in OWN_REPORTS or key.startswith(("~$", ".~", "._")) or key.endswith((".tmp", ".aae"))


def is_record(name: str) -> bool:
    """Whether a file of the workspace itself is one of the program's records."""
    return unicodedata.normalize("NFC", name) in RECORDS


def shown_names(disk_names: Iterable[str]) -> dict[str, str]:
    """Spelling on disk → the name that people see: NFC, names of old zips decoded, never the same name twice."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for disk in sorted(disk_names):
        name = shown_name(disk)
        while name in taken:  # NFC and NFD of one name side by side
            name = disk if disk not in taken and _is_text(disk) else f"{name}~"
        taken.add(name)
        shown[disk] = name
    return shown


def shown_name(disk: str) -> str:
    """One name as people see it: text on every screen, whatever bytes the disk has."""
    if _is_text(disk):
        return ungarbled(unicodedata.normalize("NFC", disk))
    try:
        return os.fsencode(disk).decode("gb18030")
    except (UnicodeError, ValueError):
        return disk.encode("utf-8", "replace").decode("utf-8")


def _is_text(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)
