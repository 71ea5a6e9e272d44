"""A page and its columns while text flows into them, and zones that text keeps clear of."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.typeset.drawing.marks import Sheet
from dossier.typeset.layout.strips import Stack
from dossier.typeset.model import Section


@dataclass(slots=True)
class Column:
    """One column of the page."""

    left: float
    width: float


@dataclass(slots=True)
class Page:
    """The page being filled."""

    sheet: Sheet
    first_of_section: bool
    section: Section
    zones: list[Zone] = field(default_factory=list)
    notes: list[Stack] = field(default_factory=list)
    body_start: int = 0
    bottom: float = 0.0
    top: float = 0.0
    lowest: float = 0.0
    shift: float = 0.0
    """How much lower than `top` the first line of a grid begins, and the body ends lower than `bottom`."""


@dataclass(slots=True)
class Zone:
    """A rectangle that lines keep clear of; `whole`: across the column."""

    left: float
    top: float
    right: float
    bottom: float
    whole: bool
