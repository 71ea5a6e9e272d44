"""The nouns of the print room: what is printed, in which box, on which sheets. Frozen values; lengths in mm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.model import PrintSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One finished dossier to print. `pages` are PDF pages; no ID number stands here, nor on anything made from it."""

    id: str
    name: str
    title: str
    unit: str
    category: str
    folder: Path
    pdf: Path
    pages: int
    numbered: int
    """页数: pages that carry a number."""
    items: int
    starts: tuple[int, ...] = ()
    """PDF pages on which an item begins, for bookmarks."""
    item_titles: tuple[str, ...] = ()
    digest: str = ""
    """sha256 of the PDF as it was built."""
    retention: str = "永久"
    """保管期限 as its cover says."""
    is_duplex: bool = False
    is_draft: bool = False

    @property
    def label(self) -> str:
        """案号 and name, as lists and separators show them."""
        return f"{self.id} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A volume in its box. Pages are those of the box's PDF, from 1."""

    volume: Volume
    separator_page: int | None
    first_page: int
    pages: int
    """Pages of the box PDF that belong to it: separator, dossier and blank backs."""
    sheets: int
    number: int
    """案卷号: the running number of the volume in the whole set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxHolding:
    """All that a box of the cabinet holds, printed now or before."""

    first: int
    """案卷号 of its first volume."""
    last: int
    volumes: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Numbers as the cabinet's register has them."""

    volumes: Mapping[str, tuple[int, int]]
    """Case id → (案卷号, 盒号)."""
    boxes: Mapping[int, BoxHolding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of the cabinet, and one PDF to print."""

    number: int
    width_mm: int
    placed: tuple[Placed, ...]
    holding: BoxHolding | None = None
    """What it holds in the cabinet; None: what is printed now."""

    @property
    def holds(self) -> BoxHolding:
        """All that it holds."""
        first, last = self.placed[0].number, self.placed[-1].number
        return self.holding or BoxHolding(first=first, last=last, volumes=len(self.placed), sheets=self.sheets)

    @property
    def sheets(self) -> int:
        """Sheets of paper in the box."""
        return sum(placed.sheets for placed in self.placed)

    @property
    def pages(self) -> int:
        """Pages of the box's PDF."""
        return sum(placed.pages for placed in self.placed)

    @property
    def name(self) -> str:
        """File name of the box without its ending."""
        return f"盒{self.number:03d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSet:
    """A whole batch, decided before anything is written."""

    batch: str
    settings: PrintSettings
    unit: str
    boxes: tuple[Box, ...]
    left_out: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """(case, why) of what is not printed: named, never forgotten."""
    earlier: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """(case, where it is) of what was printed before and has not changed since."""

    @property
    def volumes(self) -> int:
        """How many dossiers are printed."""
        return sum(len(box.placed) for box in self.boxes)
