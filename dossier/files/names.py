"""Names of files that every disk takes, and that tell nobody's number. PURE."""

from __future__ import annotations

import re
import unicodedata

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
"""What Windows takes in no file name."""
MANIFEST = "manifest.json"
"""Beside every finished dossier; a folder that holds one is never evidence."""
_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(\..*)?", re.DOTALL)
"""Devices of Windows, whatever the ending: who writes CON.jpg there writes to the screen."""


def safe_name(text: str, *, instead: str = "_", most: int = 60) -> str:
    """`text` as a file name that Windows, macOS and Linux take, at most `most` characters; ID numbers are cut."""
    plain = unicodedata.normalize("NFC", text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cc", "Cf"))
    plain = _ID_NUMBER.sub(lambda found: f"{found[0][:6]}…", NOT_IN_NAMES.sub(instead, plain))
    return free_of_devices(plain.strip(" .")[:most].rstrip(" .") or "_")


def free_of_devices(name: str) -> str:
    """The name, which no device of Windows has then: CON.jpg becomes _CON.jpg."""
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def name_key(name: str) -> str:
    """Equal for names that are one on some disk: Windows and macOS do not tell A.jpg from a.jpg."""
    return unicodedata.normalize("NFC", name).casefold()


def folder_name(case_id: str, name: str) -> str:
    """`{id}-{name}`, the folder and the files of a dossier (contract §7)."""
    return safe_name(f"{case_id}-{name}")
