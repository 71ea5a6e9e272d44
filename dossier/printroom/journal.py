"""What was sent to the printer and what became of it, so that a second run prints nothing twice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dossier.errors import WorkspaceError
from dossier.files.write import write_text

FILE = "打印记录.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file sent. `state` is sent, done or failed."""

    file: str
    sha256: str
    printer: str
    job: str
    state: str


class Journal:
    """The record of one batch; every change is on disk before the next job is sent."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._entries = _read(self._path)

    def find(self, file: str, sha256: str) -> Entry | None:
        """What is known of a file with these very bytes; a file that was made anew is unknown."""
        entry = self._entries.get(file)
        return entry if entry is not None and entry.sha256 == sha256 else None

    def note(self, entry: Entry) -> None:
        """Put down an entry and write it."""
        self._entries[entry.file] = entry
        rows = [asdict(one) for one in self._entries.values()]
        write_text(self._path, json.dumps(rows, ensure_ascii=False, indent=1))

    def settle(self, entry: Entry, state: str) -> None:
        """The job came to an end."""
        self.note(replace(entry, state=state))


def unfinished_batch(prints_folder: Path) -> str | None:
    """The newest batch that was begun to be printed and not ended; the next run goes on with it."""
    open_batches = [
        (path.stat().st_mtime_ns, path.parent.name)
        for path in prints_folder.glob(f"*/{FILE}")
        if not _is_finished(path)
    ]
    return max(open_batches)[1] if open_batches else None


def _is_finished(path: Path) -> bool:
    entries = _read(path)
    boxes = {file.name for file in path.parent.glob("盒*.pdf")}
    if not boxes and any(path.parent.glob("换页-*.pdf")):
        return True  # no batch of boxes: `print --changes` goes on with it by itself
    return bool(boxes) and all(name in entries and entries[name].state == "done" for name in boxes)


def _read(path: Path) -> dict[str, Entry]:
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {row["file"]: Entry(**row) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        hint = "请看已经印出了哪些，再把这个文件删掉；删掉后会全部重印。"
        raise WorkspaceError(f"打印记录读不懂：{path}", hint=hint) from None
