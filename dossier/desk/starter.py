"""A file to double-click that opens the desk: .cmd on Windows, .command on macOS, .desktop elsewhere."""

from __future__ import annotations

import shlex
from pathlib import Path

from dossier.files.write import write_bytes

NAMES = {"win32": "dossier-desk.cmd", "darwin": "dossier-desk.command", "linux": "dossier-desk.desktop"}
"""ASCII: a name of other letters breaks old unpackers and shells."""


def write_starter(folder: Path, python: Path, program: Path, workspace: Path | None, system: str) -> Path:
    """Write the starter of `system` (win32, darwin, else Linux) into `folder`; it runs `program` with `python`.

    Raises OutputError.
    """
    kind = system if system in NAMES else "linux"
    place = folder / NAMES[kind]
    make = {"win32": _windows, "darwin": _mac, "linux": _linux}[kind]
    write_bytes(place, make(python, program, workspace))
    if kind != "win32":
        place.chmod(0o755)
    return place


def _windows(python: Path, program: Path, workspace: Path | None) -> bytes:
    """ASCII with CRLF and nothing else: cmd reads other bytes in the code page of the day. Where a path is not ASCII
    it is left to %~dp0, the folder that the file lies in."""
    words = [f'"{_ascii(python)}"', f'"{_ascii(program)}"', "desk"]
    words += ['"%~dp0."'] if workspace is not None else []
    lines = [
        "@echo off",
        "title dossier desk - close this window to stop",
        " ".join(words),
        "if errorlevel 1 pause",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _ascii(path: Path) -> str:
    text = str(path).replace("%", "%%")
    if path.is_relative_to(Path.home()):  # C:\\Users\\张三: a name that cmd knows by itself
        text = "%USERPROFILE%\\" + "\\".join(path.relative_to(Path.home()).parts).replace("%", "%%")
    return text if text.isascii() else path.name


def _mac(python: Path, program: Path, workspace: Path | None) -> bytes:
    where = f" {shlex.quote(str(workspace))}" if workspace is not None else ""
    return f"#!/bin/sh\nexec {shlex.quote(str(python))} {shlex.quote(str(program))} desk{where}\n".encode()


def _linux(python: Path, program: Path, workspace: Path | None) -> bytes:
    words = [str(python), str(program), "desk", *([str(workspace)] if workspace is not None else [])]
    line = " ".join(_desktop_word(word) for word in words)
    text = f"[Desktop Entry]\nType=Application\nName=打开一生一案\nExec={line}\nTerminal=true\nCategories=Office;\n"
    return text.encode()


def _desktop_word(word: str) -> str:
    """A quoted word of an Exec line: the specification's escapes, and % doubled."""
    plain = word.replace("\\", "\\\\\\\\").replace('"', '\\\\"').replace("`", "\\\\`").replace("$", "\\\\$")
    return f'"{plain.replace("%", "%%")}"'
