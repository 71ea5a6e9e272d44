"""The desk that runs already: where it listens, written into `.dossier/` for whoever starts it again."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from dossier.files.write import replacing

_FILE = "desk.json"
KNOCK = "/knock"
"""Asked by a second start, with the key that only the user of this machine can read."""
_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where a desk listens, and the key to ask it for a fresh address."""

    port: int
    key: str


def remember(root: Path, port: int) -> Running:
    """Write where this desk listens; a folder that cannot be written only means that nobody will find it."""
    made = Running(port=port, key=secrets.token_urlsafe(32))
    with contextlib.suppress(OSError):
        place = _place(root)
        place.parent.mkdir(exist_ok=True)
        with replacing(place) as beside:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump({"port": made.port, "key": made.key}, stream)
    return made


def remembered(root: Path) -> Running | None:
    """What the last desk of this workspace wrote."""
    try:
        told = json.loads(_place(root).read_text("utf-8"))
        return Running(port=int(told["port"]), key=str(told["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fresh_address(running: Running) -> str | None:
    """A fresh address of the desk that runs there; None where none answers."""
    door = http.client.HTTPConnection("127.0.0.1", running.port, timeout=_SECONDS)
    try:
        door.request("POST", KNOCK, headers={"X-Desk-Key": running.key, "Content-Length": "0"})
        answer = door.getresponse()
        token = answer.read(200).decode("ascii", "replace")
        return address(running.port, token) if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        door.close()


def address(port: int, token: str) -> str:
    """The address that lets a browser in once."""
    return f"http://127.0.0.1:{port}/enter?t={token}"


def _place(root: Path) -> Path:
    return root / ".dossier" / _FILE
