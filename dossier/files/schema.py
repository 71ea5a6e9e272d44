"""The number in what the program keeps for good: a file that a newer program wrote is told as that, and left alone."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from dossier.errors import DossierError, disk_words
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


def refuse_newer_lines(place: Path, error: type[DossierError]) -> None:
    """Raise `error` where a newer program wrote a line of a record (one JSON a line); a torn line is none of its."""
    try:
        lines = place.read_bytes().splitlines()
    except FileNotFoundError:
        return
    except OSError as caught:
        raise error(f"{place.name} 打不开：{disk_words(caught)}") from None
    for line in lines:
        with contextlib.suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict) and newer(row.get(KEY)):
                raise newer_file(place.name, row[KEY], error)


def newer_words(name: str, number: object) -> str:
    """What is said of a file that a newer program wrote."""
    return f"{name} 是更新的版本写的（schema {number}，这一版只认 {CURRENT}）"


def newer_file(name: str, number: object, error: type[DossierError]) -> DossierError:
    """What is said of it, and how to go on."""
    return error(
        newer_words(name, number),
        hint="请用新版本的程序打开这个工作目录；这一版没有动它。",
    )
