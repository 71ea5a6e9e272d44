"""workspace.yaml changed by the program: some settings put in or taken away, comments, order and line ends kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dossier.errors import WorkspaceError
from dossier.files.write import replacing, writing
from dossier.workspace.case_file import round_trip
from dossier.workspace.cells import plain
from dossier.workspace.settings import ALIASES, FILE, is_settings_file


def write_settings(root: Path, changes: Mapping[str, Any]) -> None:
    """Put each setting of `changes` (English key → plain value; None: take it away) into workspace.yaml.

    Raises WorkspaceError where it is no YAML that can be changed, OutputError where it cannot be written.
    """
    target = next((one for one in sorted(root.iterdir()) if is_settings_file(one.name)), root / FILE)
    raw = target.read_bytes() if target.exists() else b""
    text, coding = _decoded(raw)
    ends = "\r\n" if b"\r\n" in raw else "\n"
    document, head = _loaded(text.replace("\r\n", "\n"))
    if not any(_differs(document, name, value) for name, value in changes.items()):
        return
    for name, value in changes.items():
        written = _written(document, name)
        if value is not None:
            document[written or name] = value
        elif written is not None:
            del document[written]
    out = io.StringIO()
    if document:
        round_trip().dump(document, out)
    made = (head + out.getvalue()).replace("\n", ends)
    with writing(target), replacing(target, lasting=True) as beside:
        beside.write_bytes(made.encode(coding))


def _decoded(raw: bytes) -> tuple[str, str]:
    coding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return raw.decode(coding), coding
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace"), "gb18030"


def _loaded(text: str) -> tuple[Any, str]:
    """The document, and the text that stands before it: of a file of comments alone, all of it."""
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import YAMLError

    try:
        document = round_trip().load(text)
    except YAMLError:
        raise WorkspaceError(f"{FILE} 看不懂，没有改动", hint=f"请先改好 {FILE}。") from None
    if document is None:
        return CommentedMap(), f"{text.rstrip()}\n\n" if text.strip() else ""
    if not isinstance(document, CommentedMap):
        raise WorkspaceError(f"{FILE} 应当是「键: 值」的形式，没有改动", hint=f"请先改好 {FILE}。")
    return document, ""


def _written(document: Mapping[str, Any], name: str) -> str | None:
    """The key of a setting as this file writes it."""
    words = {plain(word).casefold() for word in (name, *ALIASES.get(name, ()))}
    return next((key for key in document if plain(str(key)).casefold().replace("-", "_") in words), None)


def _differs(document: Mapping[str, Any], name: str, value: Any) -> bool:
    written = _written(document, name)
    now = document[written] if written is not None else None
    return bool(now != value)
