"""One look at one file, in a worker process: its bytes are read once, hashed, and asked what they are."""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.errors import disk_code, disk_words
from dossier.evidence.cache import Seen, keep_word_pdf
from dossier.evidence.file_facts import Fault, FileFacts
from dossier.evidence.kinds import kind_of
from dossier.evidence.media_types import DOCX, OFD, PDF, PICTURES, TYPESET, USABLE, Data
from dossier.evidence.office_check import lost_by_office, scripts_of, stored_pages
from dossier.evidence.pdf_facts import look_at_pdf
from dossier.evidence.picture_facts import look_at_picture
from dossier.evidence.typesetting import workspace_fonts
from dossier.evidence.word_facts import Typeset, typeset_word

MOST_BYTES = 500_000_000
_IN_MEMORY = 64_000_000
"""Larger files are mapped, and read by their parsers from the disk."""
_PATIENCE = 0.3
"""Seconds until a file that changed while it was read is read once more."""
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to look at, and where the PDF of a Word file is kept."""

    place: str
    word_folder: str
    typeset: Typeset | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look gave: facts, or the trouble that kept the file from being read."""

    facts: FileFacts | None
    seen: Seen = (0, 0)
    trouble: Fault | None = None


def examine(task: Task) -> Look:
    """Look at one file. Never raises but for MemoryError and bugs."""
    try:
        look = _examine(task)
        if look is None:
            time.sleep(_PATIENCE)
            look = _examine(task)
    except OSError as error:
        return Look(None, trouble=_trouble(error))
    return look or Look(None, trouble=Fault("changing"))


def _examine(task: Task) -> Look | None:
    """The look; None when the file changed meanwhile."""
    with _opened(task.place) as (data, handle):
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return Look(None, trouble=Fault("special"))
        seen = (before.st_size, before.st_mtime_ns)
        if len(data) != before.st_size:
            return None
        facts = _facts(data, hashlib.sha256(data).hexdigest(), task)
        after = os.stat(task.place)  # noqa: PTH116  (the name may stand for another file by now)
        return Look(facts, seen) if (after.st_size, after.st_mtime_ns) == seen else None


@contextmanager
def _opened(place: str) -> Iterator[tuple[Data, int]]:
    """The file's bytes, without following links and without waiting for pipes."""
    handle = os.open(place, _OPEN_FLAGS)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            yield b"", handle
        elif found.st_size <= _IN_MEMORY:
            with open(handle, "rb", closefd=False) as stream:
                yield stream.read(), handle
        else:
            with mmap.mmap(handle, 0, access=mmap.ACCESS_READ) as mapped:
                yield mapped, handle
    finally:
        os.close(handle)


def _trouble(error: OSError) -> Fault:
    if disk_code(error) == "ENAMETOOLONG":
        return Fault("long-path")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Fault("gone")
    if error.errno == errno.ELOOP or isinstance(error, IsADirectoryError):
        return Fault("special")
    if isinstance(error, PermissionError):
        return Fault("locked")
    return Fault("disk", disk_words(error))


# ---------------------------------------------------------------------------- facts


def _facts(data: Data, sha256: str, task: Task) -> FileFacts:
    size = len(data)
    media_type, fault = kind_of(data)
    if fault is None and size > MOST_BYTES:
        fault = Fault("too-many-bytes", str(size // 1_000_000))
    if fault is None and media_type not in USABLE:
        fault = Fault("unknown")
    if fault is not None:
        return FileFacts(sha256=sha256, size=size, media_type=media_type, fault=fault)
    source: bytes | Path = data if isinstance(data, bytes) else Path(task.place)
    if media_type in PICTURES:
        pages, fault, taken = look_at_picture(source, data, media_type)
        return FileFacts(sha256=sha256, size=size, media_type=media_type, pages=pages, fault=fault, taken=taken)
    if media_type == PDF:
        pages, fault, attached = look_at_pdf(source, data)
        return FileFacts(sha256=sha256, size=size, media_type=media_type, pages=pages, fault=fault, attached=attached)
    assert media_type in TYPESET
    return _word_facts(data, sha256, media_type, task)


def _word_facts(data: Data, sha256: str, media_type: str, task: Task) -> FileFacts:
    if media_type not in (DOCX, OFD):
        return FileFacts(sha256=sha256, size=len(data), media_type=media_type, fault=Fault("word-old"))
    made = typeset_word(bytes(data), task.typeset, media_type)
    if isinstance(made, Fault):
        return FileFacts(sha256=sha256, size=len(data), media_type=media_type, fault=made)
    keep_word_pdf(Path(task.word_folder), sha256, made.pdf)
    facts = typeset_facts(sha256, len(data), media_type, made.pdf)
    return replace(facts, unprinted=made.unprinted, unwritten=made.unwritten)


def typeset_facts(sha256: str, size: int, media_type: str, pdf: bytes) -> FileFacts:
    """FileFacts of a Word file: its pages are those of its PDF."""
    pages, fault, _ = look_at_pdf(pdf, pdf)
    if fault is not None or not pages:
        return FileFacts(sha256=sha256, size=size, media_type=media_type, fault=Fault("word-failed"))
    return FileFacts(sha256=sha256, size=size, media_type=media_type, pages=pages)


def examine_converted(task: tuple[str, str, str, int, str]) -> FileFacts:
    """Facts of a Word file from the PDF that LibreOffice made of it, where nothing of the document is lost.

    The task: (path of the PDF, of the Word file, its sha256, size, media type).
    """
    place, source, sha256, size, media_type = task
    pdf, data = Path(place).read_bytes(), Path(source).read_bytes()
    facts = typeset_facts(sha256, size, media_type, pdf)
    if facts.fault is not None or hashlib.sha256(data).hexdigest() != sha256:
        return facts
    fault = lost_by_office(data, media_type, pdf)
    if fault is not None:
        return replace(facts, pages=(), fault=fault)
    lost = workspace_fonts(()).missing(scripts) if (scripts := scripts_of(data, media_type)) else ""
    unwritten = (f"没有字体能印的字符：{lost}",) if lost else ()
    return replace(facts, stored_pages=stored_pages(data, media_type), unwritten=unwritten)
