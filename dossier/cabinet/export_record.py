"""导出记录.jsonl: who took what out of the workspace, when, how masked and why; one line an export, for good."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dossier.errors import WorkspaceError
from dossier.files.schema import refuse_newer_lines
from dossier.files.write import writing

RECORD = "导出记录.jsonl"


def note_export(
    root: Path, *, what: str, mask: str, cases: Sequence[str], to: Path, by: str, reason: str, now: datetime
) -> None:
    """Write a line, on the disk before this returns. Raises OutputError, WorkspaceError (a newer record)."""
    refuse_newer_lines(root / RECORD, WorkspaceError)
    row = {
        "schema": 1,
        "when": now.isoformat(timespec="seconds"),
        "who": by,
        "what": what,
        "mask": mask,
        "cases": list(cases),
        "to": to.name,
        "reason": reason,
    }
    place = root / RECORD
    with writing(place), place.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            torn = stream.read(1) != b"\n"
            stream.write(b"\n" if torn else b"")
        stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
