"""The number in what the program keeps for good: a file that a newer program wrote is told as that, and left alone."""

from __future__ import annotations

from dossier.errors import DossierError
from dossier.files.yaml import YamlDocument

CURRENT = 1
"""The number of every file of a workspace; a file without one is of this number."""
KEY = "schema"


def newer(number: object) -> bool:
    """Whether a file with this number was written by a newer program."""
    text = str(number).strip()
    return text.isascii() and text.isdecimal() and int(text) > CURRENT


def refuse_newer(document: YamlDocument, error: type[DossierError]) -> None:
    """Raise `error` where a newer program wrote the file, before anything else in it is called a mistake."""
    data = document.data
    if isinstance(data, dict) and newer(data.get(KEY)):
        raise newer_file(document.name, data[KEY], error)


def newer_file(name: str, number: object, error: type[DossierError]) -> DossierError:
    """What is said of it, and how to go on."""
    return error(
        f"{name} 是更新的版本写的（schema {number}，这一版只认 {CURRENT}）",
        hint="请用新版本的程序打开这个工作目录；这一版没有动它。",
    )
