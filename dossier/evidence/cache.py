"""`.dossier/` in a workspace: what has been looked at before. Deleting or damaging it loses time and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Container
from pathlib import Path
from types import TracebackType

from dossier.errors import OutputError, Place, disk_words
from dossier.evidence.file_facts import FactsRow, FileFacts, from_row, to_row
from dossier.files.store import Store
from dossier.files.write import put_in_place

SCHEMA = 5
"""Raised when looking gives other facts for the same bytes; what older programs kept is then ignored."""
CACHE_FOLDER = ".dossier"
_MARK = b"\n%% sha256 "
_KEPT_SECONDS = 30 * 24 * 3600
"""So long the PDF of a Word file is kept that no case holds any more."""
_LINE = len(_MARK) + 64 + 1

Seen = tuple[int, int]
"""(size, modified_ns) of a file."""


class Cache:
    """What was found about files, by their content; and the PDFs that Word files were typeset to.

    `folder` is the workspace's `.dossier` (made when there is something to keep); None keeps nothing beyond this
    object. In a folder that cannot be written it silently keeps nothing either. As a context manager it ends with
    everything saved and temporary files gone.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._looks = Store(folder, "looks", SCHEMA)
        self._word_folder: Path | None = None
        self._sizes: set[int] | None = None

    def __enter__(self) -> Cache:
        """The cache itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Save, also when interrupted: what has been looked at stays looked at."""
        self.save()

    def save(self) -> None:
        """Write what is new."""
        self._looks.save()

    def store(self, name: str, schema: int) -> Store:
        """A store of another room's own beside this one (`.dossier/{name}-{schema}.log`)."""
        return Store(self.folder, name, schema)

    # ------------------------------------------------------------------------ facts

    def digest(self, place: str, seen: Seen) -> str | None:
        """The sha256 of a file whose size and time are still what they were; `place` is relative to the workspace."""
        row = self._looks.get(f"p{place}")
        if isinstance(row, list) and len(row) == 3 and (row[0], row[1]) == seen and isinstance(row[2], str):
            return row[2]
        return None

    def keep_digest(self, place: str, seen: Seen, sha256: str) -> None:
        """Remember a file's digest under its size and time."""
        self._looks.put(f"p{place}", [*seen, sha256])

    def facts(self, sha256: str, engine: str) -> FileFacts | None:
        """What was found in these bytes. What typesetting gave counts only for the same `engine`."""
        for key in (f"f{sha256}", f"w{sha256} {engine}"):
            row = self._looks.value(key, FactsRow)
            if row is not None:
                return from_row(sha256, row)
        return None

    def keep_facts(self, facts: FileFacts, engine: str | None) -> None:
        """Remember what was found; `engine` for what depends on who typesets."""
        key = f"f{facts.sha256}" if engine is None else f"w{facts.sha256} {engine}"
        self._looks.put_value(key, to_row(facts))
        if self._sizes is not None:
            self._sizes.add(facts.size)

    def knows_size(self, size: int) -> bool:
        """Whether facts of a file of this size are kept: then its content may be an old acquaintance."""
        if self._sizes is None:
            rows = (self._looks.value(key, FactsRow) for key in self._looks if key[0] in "fw")
            self._sizes = {row.size for row in rows if row is not None}
        return size in self._sizes

    # ------------------------------------------------------------------------ typeset Word files

    def word_pdf(self, sha256: str) -> Path | None:
        """The PDF that a Word file with these bytes was typeset to; None where there is none, or it is damaged."""
        path = self.word_folder / f"{sha256}.pdf"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        mark = _MARK + hashlib.sha256(data[:-_LINE]).hexdigest().encode("ascii") + b"\n"
        return path if data.endswith(mark) else None

    def forget_word_pdfs(self, used: Container[str]) -> None:
        """Delete the PDFs of Word files that are none of `used` (sha256) and were not made lately.

        Those made lately may be of an inbox that is being sorted, or of files that are moved about.
        """
        if self.folder is None:
            return
        oldest = time.time() - _KEPT_SECONDS
        with contextlib.suppress(OSError):
            for path in (self.folder / "word").iterdir():
                with contextlib.suppress(OSError):
                    if path.stem not in used and path.stat().st_mtime < oldest:
                        path.unlink()

    @property
    def word_folder(self) -> Path:
        """Where typeset Word files are kept: in the cache, or for this object's life where that cannot be written."""
        if self._word_folder is None:
            self._word_folder = self._made_folder()
        return self._word_folder

    def _made_folder(self) -> Path:
        if self.folder is not None:
            folder = self.folder / "word"
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                probe = folder / f"{os.getpid()}.tmp"
                probe.write_bytes(b"")
                probe.unlink()
                return folder
        temporary = Path(tempfile.mkdtemp(prefix="dossier-word-"))
        weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)
        return temporary


def keep_word_pdf(folder: Path, sha256: str, pdf: bytes) -> None:
    """Put a typeset PDF in its place, whole or not at all, with its own checksum as a comment behind its end.

    Raises `OutputError` when there is no room for it.
    """
    path = folder / f"{sha256}.pdf"
    spare = folder / f"{sha256}.{os.getpid()}.tmp"
    try:
        spare.write_bytes(pdf + _MARK + hashlib.sha256(pdf).hexdigest().encode("ascii") + b"\n")
        put_in_place(spare, path)
    except OSError as error:
        raise OutputError(
            f"存不下排好版的 Word 页面（{disk_words(error)}）",
            places=(Place(str(folder)),),
            hint="请腾出磁盘空间，或检查这个文件夹能否写入，再试一次。",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            spare.unlink(missing_ok=True)
