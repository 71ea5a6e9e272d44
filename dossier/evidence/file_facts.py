"""What one look at the bytes of a file gives: facts that hold whatever the file is called and wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dossier.model import PageFact


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes: a code of `problems.FAULTS`, and what its text needs to know."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One look. `pages` may be known although there is a fault."""

    sha256: str
    size: int
    media_type: str = "application/octet-stream"
    pages: tuple[PageFact, ...] = ()
    fault: Fault | None = None
    taken: date | None = None
    """From the picture's own EXIF."""
    attached: tuple[str, ...] = ()
    """Names of files that travel in a PDF, on no page of it."""
    stored_pages: int = 0
    """Of a Word file that LibreOffice set: the pages that Word had counted; 0 where it is not known."""
    unprinted: tuple[str, ...] = ()
    """What of a Word file stands on none of its pages, in words."""
    unwritten: tuple[str, ...] = ()
    """Letters of a Word file that no font at hand can print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRow:
    """The facts as they are kept under their sha256; equal pages once, with their number: a scan of 300 is one."""

    size: int
    media_type: str
    pages: tuple[tuple[int, PageFact], ...] = ()
    fault: Fault | None = None
    taken: date | None = None
    attached: tuple[str, ...] = ()
    stored_pages: int = 0
    unprinted: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()


def to_row(facts: FileFacts) -> FactsRow:
    """What is kept of the facts."""
    return FactsRow(
        size=facts.size,
        media_type=facts.media_type,
        pages=tuple((len(tuple(run)), page) for page, run in groupby(facts.pages)),
        fault=facts.fault,
        taken=facts.taken,
        attached=facts.attached,
        stored_pages=facts.stored_pages,
        unprinted=facts.unprinted,
        unwritten=facts.unwritten,
    )


def from_row(sha256: str, row: FactsRow) -> FileFacts:
    """The facts that were kept under `sha256`."""
    return FileFacts(
        sha256=sha256,
        size=row.size,
        media_type=row.media_type,
        pages=tuple(page for count, page in row.pages for _ in range(count)),
        fault=row.fault,
        taken=row.taken,
        attached=row.attached,
        stored_pages=row.stored_pages,
        unprinted=row.unprinted,
        unwritten=row.unwritten,
    )
