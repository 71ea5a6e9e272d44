"""What lies in the cabinet: an entry of 归档登记.yaml for each child, and what was filed of its dossier."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRow:
    """A row of a filed dossier's plan, as in its manifest (contract §7, §13)."""

    part: str
    item: int | None
    title: str
    first_page: int
    pages: int
    type: str | None = None
    path: str | None = None
    source_pages: tuple[int, ...] | None = None
    labels: tuple[str, ...] = ()
    """What is printed on each page; () on pages without a number."""
    keys: tuple[str, ...] = ()
    """What stands on each page: of evidence a hash of source, page and turn, of our own pages a hash of the text."""
    texts: tuple[str, ...] = ()
    """A hash of what we print on each page beside the number: captions, the words of a sheet that says what is gone."""
    since: str | None = None
    """The day on which it was put in or taken out later; None: it was there from the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What of a dossier is in the cabinet."""

    on: date
    by: str = ""
    plan: tuple[FiledRow, ...] = ()
    today: date | None = None
    """The day that its forms carry."""
    digest: str = ""
    """sha256 of the PDF that was printed."""
    duplex: bool = False
    history: tuple[tuple[date, str], ...] = ()
    """What was put in, exchanged or taken out after the first filing, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The dossier as it was last laid out for the printer."""

    batch: str
    digest: str
    """sha256 of its PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """What of a child became something else, from what to what: nothing of its history is lost."""

    on: date
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetEntry:
    """A child's volume: its numbers, given once and for good."""

    name: str
    id_hash: str = ""
    volume_no: int
    box: int
    filed: Filed | None = None
    category: str = ""
    sheets: int = 0
    """Sheets of paper, so that the box is known to be full."""
    printed: Printed | None = None
    changes: tuple[EntryChange, ...] = field(default_factory=tuple)
    mark: str = ""
    """A hash of the entry: one that a hand changed is known by it."""
