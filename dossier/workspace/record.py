"""改动记录.jsonl: one line a command that changed decisions; for good, and readable."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from dossier.errors import WorkspaceError, disk_words
from dossier.files.schema import refuse_newer_lines
from dossier.files.write import writing
from dossier.model import Change, Command

RECORD = "改动记录.jsonl"
SCHEMA = 1


def append_command(
    root: Path,
    command: str,
    changes: Sequence[Change],
    *,
    who: str,
    now: datetime,
    undoes: Sequence[tuple[str, int]] = (),
) -> Command:
    """Write what a command changed as the last line of the record. Raises OutputError."""
    made = Command(
        id=uuid4().hex[:12],
        when=now.isoformat(timespec="seconds"),
        command=command,
        who=who,
        changes=tuple(changes),
        undoes=tuple(undoes),
    )
    line = json.dumps({"schema": SCHEMA, **asdict(made)}, ensure_ascii=False)
    place = root / RECORD
    with writing(place), place.open("ab") as stream:
        torn = stream.tell() and _last_byte(place) != b"\n"
        stream.write((b"\n" if torn else b"") + line.encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    return made


def _last_byte(place: Path) -> bytes:
    with place.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)


def read_commands(root: Path) -> tuple[tuple[Command, ...], int]:
    """Every command of the record, oldest first, and how many lines could not be read.

    Raises WorkspaceError where the file cannot be opened, or a newer program wrote in it.
    """
    refuse_newer_lines(root / RECORD, WorkspaceError)
    try:
        lines = (root / RECORD).read_bytes().splitlines()
    except FileNotFoundError:
        return (), 0
    except OSError as caught:
        raise WorkspaceError(f"{RECORD} 打不开：{disk_words(caught)}") from None
    found = [_command(line) for line in lines if line.strip()]
    return tuple(one for one in found if one is not None), sum(one is None for one in found)


def _command(line: bytes) -> Command | None:
    try:
        row = json.loads(line)
        return Command(
            id=str(row["id"]),
            when=str(row["when"]),
            command=str(row["command"]),
            who=str(row["who"]),
            changes=tuple(
                Change(
                    case=str(one["case"]),
                    name=str(one["name"]),
                    section=str(one["section"]),
                    key=tuple(map(str, one["key"])),
                    before=one["before"],
                    after=one["after"],
                )
                for one in row["changes"]
            ),
            undoes=tuple((str(command), int(place)) for command, place in row["undoes"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
