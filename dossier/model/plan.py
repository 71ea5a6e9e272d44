"""Everything decided about one dossier, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import cos, radians, sin
from pathlib import Path

from dossier.model.decisions import Waiver
from dossier.model.evidence import Outline
from dossier.model.finding import Finding
from dossier.model.review import Review

A4_PT = (595.276, 841.89)


class PlanPart(StrEnum):
    """What stands on a page of the dossier (contract §7)."""

    COVER = "cover"
    CONTENTS = "contents"
    ANNEX = "annex-1"
    EVIDENCE = "evidence"
    CLOSING = "closing"
    BLANK = "blank"
    MISSING = "missing"


class Side(StrEnum):
    """The side of the paper a page is printed on; in simplex always the front."""

    FRONT = "front"
    BACK = "back"


class Preparing(StrEnum):
    """What was done to the picture of a page before it was placed (`prepared` in the manifest)."""

    FLAT = "flat"
    """Cut out along the sheet's edge, straightened, its shadows evened."""
    CUT = "cut"
    """Cut out along the edge of a card, blank paper around it left away; its light is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """How a page's picture becomes that of the sheet which lies in it."""

    how: Preparing
    outline: Outline
    pixels: tuple[int, int]
    """Width and height of the sheet in pixels of the page, as the file itself shows it: no more is ever made of it."""
    is_white: bool = True
    """Whether the sheet is white paper: then the light's own colour goes with the shadows. A card has a colour."""
    page_pixels: int
    """Pixels of the long side of the whole page."""


MARK_ANGLE = 24
"""Degrees by which the mark across a copy rises."""
MARK_COLOUR = (40, 70, 130)
MARK_STRENGTH = 0.32
"""How much of the mark's colour covers what lies under it, 0 to 1."""
_MARK_SHARE = 0.8
_SMALLEST_MARK, _LARGEST_MARK = 9.0, 44.0


def mark_size(words: str, wide: float, high: float) -> float:
    """Size, pt, of a mark that runs slantwise across a rectangle of this width and height."""
    slope = radians(MARK_ANGLE)
    room = min(wide / (len(words) * cos(slope)), high / (len(words) * sin(slope))) * _MARK_SHARE
    return max(_SMALLEST_MARK, min(_LARGEST_MARK, room))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One source page on a sheet. `box` = (x, y, width, height) in pt from the upper left of the sheet
    as a person sees it; the page is scaled to fit, centred, never cropped. None: the whole sheet, as it is."""

    path: str
    page: int
    turn: int = 0
    """Degrees clockwise on top of what the file says."""
    box: tuple[float, float, float, float] | None = None
    caption: tuple[str, ...] = ()
    """Lines under a photograph."""
    prepared: Prepared | None = None
    """None: the page as it is."""
    mark: str = ""
    """What is printed across a copy of an ID paper …"""
    mark_boxes: tuple[tuple[float, float, float, float], ...] = ()
    """… and where, each as `box`; empty: over all of it."""
    placeholder: str = ""
    """Nobody can read the page: what the sheet says instead."""
    is_gone: bool = False
    """It was filed and taken out later: its sheet says so, and there is no such file any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of the finished dossier."""

    physical: int
    """PDF page, from 1."""
    part: PlanPart
    number: int | None = None
    """The running number printed on it; None on cover, contents, closing sheet and blanks."""
    side: Side = Side.FRONT
    landscape: bool = False
    item: int | None = None
    own_page: int | None = None
    """For our own forms: which page of that form (from 1)."""
    placed: tuple[Placed, ...] = ()
    label: str = ""
    """What is printed instead of the number on a page that was put in later: 12-1."""

    @property
    def shown(self) -> str:
        """What is printed as its number; '' on a page without one."""
        return self.label or ("" if self.number is None else str(self.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A row of the manifest's plan (contract §7)."""

    part: PlanPart
    title: str
    first_page: int
    pages: int
    item: int | None = None
    type: str | None = None
    path: str | None = None
    source_pages: tuple[int, ...] = ()
    prepared: Preparing | None = None
    since: str | None = None
    """The day on which it was put in, or taken out, after the dossier had been filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of 卷内目录: one 件, or a missing one in a draft (`missing`)."""

    number: int | None
    title: str
    issuer: str = ""
    document_no: str = ""
    date: date | None = None
    first_number: int | str | None = None
    """Running number of its first page; of one put in later its label."""
    last_number: int | str | None = None
    first_page: int | None = None
    """PDF page of its first page, for links."""
    note: str = ""
    missing: bool = False
    heading: bool = False
    """A line of its own over what was put in later: no 件."""


RETENTIONS: Mapping[str, str] = {"永久": "Y", "30年": "D30", "10年": "D10"}
"""保管期限 → its code in a 档号 (DA/T 22-2015), longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything decided about one dossier, before anything is written."""

    case_id: str
    name: str
    title: str
    """案卷题名."""
    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]
    rows: tuple[PlanRow, ...]
    retention: str = "永久"
    """保管期限: the longest of its papers'."""
    draft: bool = False
    duplex: bool = False
    evidence_pages: int = 0
    photo_count: int = 0
    missing: tuple[str, ...] = ()
    waived: tuple[tuple[str, Waiver], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(path, reason) of what a person left out."""
    first_date: date | None = None
    last_date: date | None = None
    check_code: str = ""
    """A short hash of all papers, to be compared with the 校验单."""
    history: tuple[tuple[date, str], ...] = ()
    """What was put in, exchanged or taken out after the dossier had been filed, and when."""

    @property
    def numbered_pages(self) -> int:
        """页数 of the dossier: pages that carry a number."""
        return sum(sheet.number is not None for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Our own forms of one dossier, typeset into one PDF, so that they share their fonts."""

    pdf: bytes
    counts: Mapping[PlanPart, int]
    """Pages of each part, in the order of the PDF."""

    def index(self, part: PlanPart, number: int) -> int:
        """Where page `number` (from 1) of `part` stands in the PDF (from 0)."""
        before = 0
        for each, count in self.counts.items():
            if each is part:
                return before + number - 1
            before += count
        raise KeyError(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How building one case ended."""

    case_id: str
    name: str
    review: Review | None = None
    plan: Plan | None = None
    files: tuple[Path, ...] = ()
    unchanged: bool = False
    """The dossier that stands there already is this one."""
    notes: tuple[Finding, ...] = ()
    error: str | None = None
    error_code: int = 0
